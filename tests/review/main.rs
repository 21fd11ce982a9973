//! Reviewing over HTTP, on a database of its own: queries, returning, accepting, reopening, two people at once, and who
//! sees nothing of it.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

mod deciding;
mod hostile;
mod meeting;
mod queries;
#[path = "../routes/site.rs"]
#[expect(dead_code, reason = "nothing is uploaded here")]
mod site;
mod world;
