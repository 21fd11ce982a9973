//! The registry and the people in it, on a database of its own: files, merging, rights, and signing in.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod accounts;
#[path = "../authenticator/mod.rs"]
mod authenticator;
mod browser;
mod files;
mod merging;
#[path = "../routes/site.rs"]
mod site;
