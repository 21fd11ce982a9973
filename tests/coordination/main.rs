//! A coordinator's desk over HTTP and on a database of its own: inviting, giving sections to people, reminding, and what
//! departments then may submit.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "../authenticator/mod.rs"]
mod authenticator;
#[path = "../people/browser.rs"]
#[expect(dead_code, reason = "nobody has a password here")]
mod browser;
mod delegating;
mod inviting;
mod links;
mod merging;
#[path = "../routes/site.rs"]
mod site;
mod speed;
mod submitting;
mod world;
