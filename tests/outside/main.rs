//! Cases from outside: the expressions, forms and workbooks of the field's public test suites. They live outside the
//! repository; where they are not found, each test says so and passes.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a broken case is to be loud"
)]

#[path = "../authenticator/mod.rs"]
mod authenticator;
mod batch;
mod broken_forms;
mod command;
mod data;
mod engine;
mod exceptions;
mod export;
mod expressions;
mod markdown_forms;
mod page;
mod references;
mod respondent;
mod shape;
mod site;
mod walk;
mod workbooks;
mod xml;
