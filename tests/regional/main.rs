//! The region's answer over HTTP, on a database of its own; and what its rules propose, as tables and properties.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

mod doubles;
mod meeting;
mod proposals;
mod signing;
#[path = "../routes/site.rs"]
#[expect(dead_code, reason = "nothing is uploaded here")]
mod site;
mod world;
