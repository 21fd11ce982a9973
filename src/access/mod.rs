//! Who may do what. Pure: an actor, an action and an object in, yes or no out.

pub mod actor;
pub mod password;
pub mod policy;
pub mod token;
pub mod totp;
