//! The pure core by its own path: it imports nothing else of the program, so that fuzzing need not build a web server.

#[path = "../../src/questionnaire/mod.rs"]
pub mod questionnaire;
