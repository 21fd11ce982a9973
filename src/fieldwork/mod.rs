//! Who is asked, when, and how far they are: rounds, regions, responses and their states. Pure.

pub mod consolidation;
pub mod ids;
pub mod region;
pub mod registry;
pub mod response;
pub mod round;
