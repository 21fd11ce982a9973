//! `responses.csv`: a row a response, a column a question; the hot path of large exports.
//!
//! Several choices are a column each, `name/choice`: 1 or 0, all blank where the question was not answered. A ranking
//! has the rank in the same place. Where a question offers non-answers, its cells are blank for one, and the column
//! `name.non_answer` says `kind:reason`. Files are their names. A repeat is the number of its entries. Notes and
//! personal questions are absent. Leading columns are called as in [`LEADING`], with `response_` before the name where
//! a question is called so too.
//!
//! The versions of a questionnaire stand in one table, as `questionnaire::merging` says; the column `version` tells them
//! apart. A choice that the version of a row did not offer is blank there, not 0.

use std::collections::BTreeMap;

use serde::de::DeserializeSeed;

use super::{
    ExportError, ExportRow,
    columns::{Columns, leading},
    line::{Line, header},
    record::{Record, RecordSeed},
    timestamp,
};
use crate::questionnaire::{definition::Definition, merging::Merged};

/// The columns before those of the questions.
pub const LEADING: [&str; 11] = [
    "response",
    "reference",
    "region",
    "country",
    "department",
    "department_type",
    "state",
    "revision",
    "language",
    "submitted_at",
    "version",
];

/// Writes the responses to a questionnaire, in one version or in several.
#[derive(Debug)]
pub struct WideWriter {
    columns: Columns,
    record: Record,
}

impl WideWriter {
    #[must_use]
    pub fn new(definition: &Definition) -> Self {
        Self::merged(&Merged::single(1, definition))
    }

    /// For responses to several versions.
    #[must_use]
    pub fn merged(merged: &Merged) -> Self {
        Self { columns: Columns::of(merged, &[], &[]), record: Record::default() }
    }

    /// The names of all columns, not guarded.
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        let questions = self.columns.headers();
        let mut headers = leading(&LEADING, &questions);
        headers.extend(questions);
        headers
    }

    /// Appends the line of headers.
    pub fn header(&self, out: &mut Vec<u8>) {
        header(self.headers(), out);
    }

    /// Appends the line of one response; nothing is appended where it fails.
    ///
    /// # Errors
    /// Where the document is not JSON, or an answer is not of its question's type.
    pub fn row(&mut self, row: &ExportRow, out: &mut Vec<u8>) -> Result<(), ExportError> {
        let mut json = serde_json::Deserializer::from_str(row.document);
        let seed =
            RecordSeed { columns: &self.columns, record: &mut self.record, version: self.columns.version(row.version) };
        seed.deserialize(&mut json).and_then(|()| json.end()).map_err(|error| row.unreadable(&error))?;
        let line = Line::begin(out)
            .plain(row.response.hyphenated())
            .text(row.reference)
            .text(row.region)
            .text(row.country)
            .text(row.department)
            .text(row.department_type)
            .text(row.state)
            .plain(row.revision)
            .text(row.language)
            .raw(timestamp(row.submitted_at).as_bytes())
            .plain(row.version);
        self.record.write(&self.columns, line).end();
        Ok(())
    }

    /// How many answers had no column, by name: what this version does not ask or offer. Empty when documents are
    /// written with their own version.
    #[must_use]
    pub fn unplaced(&self) -> &BTreeMap<String, u64> {
        &self.record.unplaced
    }
}

#[cfg(test)]
mod tests;
