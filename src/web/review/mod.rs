//! Reviewing a response: its answers with what changed, queries about them, and what is decided.

pub mod asking;
pub mod conversation;
pub mod list;
pub mod page;
pub mod queries;
pub mod refusal;
mod reviewed;
mod rows;
