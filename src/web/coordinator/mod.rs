//! Pages for a region's coordinator.

pub mod overview;
