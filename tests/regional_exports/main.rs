//! What regions signed, and what came along from an earlier round, from the database to files: each figure as a table
//! that was written by hand has it.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

mod carrying;
mod regions;
mod world;
