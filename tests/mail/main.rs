//! Mail against a real SMTP server in a process of its own: what it refuses, what it leaves open, encrypted and signed
//! in, and killed again and again. `make mail-torture` runs the last in full.
#![expect(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "../authenticator/mod.rs"]
mod authenticator;
#[expect(dead_code, reason = "shared with the tests of the local mode")]
#[path = "../local_mode/program.rs"]
mod program;

mod delivery;
mod encrypted;
mod pages;
mod support;
mod torture;
