//! Domain values to bytes: CSV files of responses, repeats, answers, the codebook, participation and tables.
//!
//! No database and no HTTP: writers append whole lines to a buffer that the caller empties as it likes, so that an
//! export of any size runs in flat memory. All files are UTF-8, comma-separated, quoted where needed (RFC 4180) with
//! `\n` at the end of each line; text is guarded against formulas (see [`guard`]); the same input gives the same bytes.
//!
//! A file that was cut off is detected by the [`manifest`] that names its rows, bytes and SHA-256. An HTTP answer of
//! unknown length must end without its last chunk when a writer fails, so that the client sees the break.

pub mod aggregate;
pub mod codebook;
mod columns;
pub mod dictionary;
pub mod guard;
mod line;
pub mod long;
pub mod manifest;
mod outline;
pub mod participation;
mod record;
pub mod regional_participation;
pub mod registry;
mod remarks;
pub mod repeat;
mod row;
pub mod standing;
pub mod wide;

use chrono::{DateTime, SecondsFormat, Utc};
use thiserror::Error;

pub use row::{Carried, ExportRow, RegionalRow, Said, Speaker};

/// Why nothing could be written. What somebody answered is never part of it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExportError {
    #[error("the document of {speaker} cannot be read, at character {column}")]
    Document { speaker: Speaker, column: usize },
    #[error("the questionnaire has no repeat {0:?}")]
    UnknownRepeat(String),
}

/// ISO 8601 in UTC, to the second.
fn timestamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod fixtures;
