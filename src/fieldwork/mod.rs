//! Who is asked, when, and how far they are: rounds, regions, responses and their states. Pure.

pub mod ids;
pub mod region;
pub mod registry;
pub mod reminding;
pub mod response;
pub mod round;
pub mod standing;
pub mod zones;
