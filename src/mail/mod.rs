//! Mail: messages in the person's language, the bytes that travel, and the transports that carry them.

pub mod bounce;
pub mod compose;
pub mod layout;
pub mod message;
pub mod notice;
pub mod reminder;
pub mod retry;
pub mod server;
mod smtp;
pub mod transport;
