//! Streams of submissions for exports and tables.
