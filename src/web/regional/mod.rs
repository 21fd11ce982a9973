//! Pages on which a region finds its own words beside its departments'.

pub mod entry;
mod form;
mod matter;
pub mod overview;
mod place;
pub mod reopen;
pub mod repeat;
mod repeat_form;
pub mod section;
pub mod sign_off;
mod words;
