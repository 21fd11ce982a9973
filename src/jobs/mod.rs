//! The worker: what happens without a request. Any number of instances may run it on one database.

pub mod housekeeping;
pub mod mail;
pub mod reminders;
pub mod retention;
