//! Mail: messages in the person's language, and the transports that carry them.

pub mod message;
pub mod transport;
