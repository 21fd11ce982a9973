//! Cases from outside: the expressions, forms and workbooks of the field's public test suites. They live outside the
//! repository; where they are not found, each test says so and passes.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a broken case is to be loud")]

mod batch;
mod data;
mod engine;

mod exceptions;
mod export;
mod expressions;
mod shape;
mod xml;
