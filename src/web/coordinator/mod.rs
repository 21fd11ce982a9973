//! Pages for a region's coordinator.

pub mod overview;
pub mod regions;
