//! Rounds over HTTP and on a database of their own: their life, whom they ask, their deadlines, and what happens when two
//! people act at once or a round is closed in the middle of a save.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "../authenticator/mod.rs"]
mod authenticator;
#[expect(dead_code, reason = "no files are sent here")]
#[path = "../people/browser.rs"]
mod browser;
mod deadlines;
mod lifecycle;
mod racing;
mod refusals;
#[path = "../routes/site.rs"]
mod site;
mod world;
