//! Pages for consultants: participation and downloads.

pub mod download;
mod files;
pub mod round;
pub mod rounds;
