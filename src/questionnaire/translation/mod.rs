//! Translating a questionnaire: what lacks wording in a language, one language out as a table for a translator, and
//! the table back in, with everything that is wrong with it named at its line.

mod apply;
mod guard;
mod key;
mod missing;
mod pieces;
mod problem;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use apply::{Change, Translated, translate};
pub use key::Key;
pub use missing::{Gap, Gaps, missing};
pub use problem::{Problem, ProblemKind, Severity};
pub use write::{LanguageError, table, target};
