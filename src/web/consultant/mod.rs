//! Pages for consultants: participation and downloads.

pub mod download;
pub mod round;
pub mod rounds;
