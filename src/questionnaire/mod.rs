//! The questionnaire engine: pure functions of values, without web, database or clock.
//!
//! A [`definition::Definition`] is what an author wrote; answers are addressed by [`path::Path`] and typed by
//! [`answer::Answer`].

pub mod answer;
pub mod definition;
pub mod path;
pub mod text;
pub mod xlsform;
