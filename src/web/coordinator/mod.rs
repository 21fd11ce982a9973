//! Pages for a region's coordinator.

pub mod department;
mod department_view;
pub mod desk;
pub mod invite;
mod invite_form;
mod kinds;
mod matrix;
pub mod overview;
pub mod place;
pub mod regions;
