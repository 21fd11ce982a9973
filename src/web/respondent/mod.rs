//! Pages for people who answer for a department.

mod carried;
pub mod check;
pub mod closed;
pub mod conflict;
mod controls;
pub mod entry;
pub mod fields;
pub mod file;
mod grid;
pub mod hub;
pub mod list;
pub mod moved;
mod page;
pub mod piped;
pub mod questions;
pub mod receipt;
mod repeats;
pub mod save;
pub mod section;
pub mod submit;
pub mod summary;
pub mod view;
pub mod wording;
pub mod work;
