//! The questionnaire engine: pure functions of values, without web, database or clock.
//!
//! A [`definition::Definition`] is what an author wrote; answers are addressed by [`path::Path`] and typed by
//! [`answer::Answer`]. A [`schema::Schema`] names every place of a definition, an [`instance::Instance`] is one
//! response laid out over it, and [`expression`] computes with both.

pub mod answer;
pub mod answers;
pub mod asked;
pub mod carrying;
pub mod change;
pub mod check;
pub mod codes;
pub mod compile;
pub mod defaults;
pub mod definition;
pub mod diff;
pub mod document;
pub mod evaluation;
pub mod expression;
pub mod fields;
pub mod fixed;
#[cfg(test)]
pub mod fixtures;
pub mod input;
pub mod instance;
pub mod merging;
pub mod migration;
pub mod offered;
pub mod opening;
mod order;
pub mod path;
pub mod piping;
mod readers;
pub mod sample;
pub mod schema;
pub mod sections;
pub mod text;
pub mod translation;
pub mod tree;
mod trigger;
pub mod validation;
pub mod xlsform;
