//! Who is asked, when, and how far they are: rounds, regions, responses and their states. Pure.

pub mod delegation;
pub mod ids;
pub mod privacy;
pub mod region;
pub mod registry;
pub mod reminding;
pub mod response;
pub mod review;
pub mod round;
pub mod standing;
pub mod targets;
pub mod zones;
