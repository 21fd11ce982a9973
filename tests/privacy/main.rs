//! Personal data: a canary goes through everything and is erased, what is kept for a time goes, and logs say nothing.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "../authenticator/mod.rs"]
mod authenticator;
#[path = "../people/browser.rs"]
mod browser;
mod canary;
mod logs;
mod records;
mod retention;
#[path = "../routes/site.rs"]
mod site;
mod traces;
mod world;
