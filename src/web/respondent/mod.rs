//! Pages for people who answer for a department.

pub mod check;
pub mod conflict;
pub mod entry;
pub mod fields;
pub mod file;
pub mod hub;
pub mod list;
pub mod moved;
pub mod questions;
pub mod receipt;
pub mod save;
pub mod section;
pub mod submit;
pub mod summary;
pub mod view;
pub mod wording;
pub mod work;
