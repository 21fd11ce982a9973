//! Reminders over simulated days, and the secretariat's dashboard, on a database of its own.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]
#![expect(clippy::indexing_slicing, reason = "helpers of tests fail as tests do")]

#[path = "../authenticator/mod.rs"]
mod authenticator;
#[expect(dead_code, reason = "files are not sent here")]
#[path = "../people/browser.rs"]
mod browser;
mod dashboard;
mod job;
#[expect(dead_code, reason = "files are not sent here")]
#[path = "../routes/site.rs"]
mod site;
mod world;
