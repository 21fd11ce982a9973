//! Pages for people who answer for a department.

pub mod check;
pub mod entry;
pub mod file;
pub mod hub;
pub mod list;
pub mod questions;
pub mod receipt;
pub mod section;
pub mod submit;
