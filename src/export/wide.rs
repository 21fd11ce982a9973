//! `responses.csv` and `regional_responses.csv`: a row a response or region, a column a question; the hot path of large exports.
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
    ExportError,
    columns::{Columns, leading},
    line::{Line, header},
    outline::Outline,
    record::{Record, RecordSeed},
    row::Said,
};
use crate::{
    questionnaire::{definition::Definition, merging::Merged},
    results::recipe::Unit,
};

/// The columns before those of the questions, for departments. `carried_from` is the round that answers of this
/// response came along from; `changed_since` has the paths, between spaces, of those that were changed or removed
/// since then. Both are blank where nothing came along.
pub const LEADING: [&str; 13] = [
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
    "carried_from",
    "changed_since",
];

/// The same for regions. `divergent` has the paths, between spaces, of the questions at which the region says that its
/// departments differ; why stands in `regional_answers.csv`.
pub const REGIONAL_LEADING: [&str; 14] = [
    "region",
    "region_name",
    "country",
    "reference",
    "state",
    "revision",
    "language",
    "version",
    "role",
    "signed_on",
    "clearance",
    "consent_public",
    "consent_network",
    "divergent",
];

/// Writes the responses to a questionnaire, in one version or in several.
#[derive(Debug)]
pub struct WideWriter {
    unit: Unit,
    outline: Outline,
    columns: Columns,
    record: Record,
}

impl WideWriter {
    #[must_use]
    pub fn new(definition: &Definition) -> Self {
        Self::merged(Unit::Departments, &Merged::single(1, definition))
    }

    /// For the responses of departments or the answers of regions to several versions.
    #[must_use]
    pub fn merged(unit: Unit, merged: &Merged) -> Self {
        let (outline, columns) = (Outline::of(merged), Columns::of(merged, &[], &[]));
        Self { unit, outline, columns, record: Record::default() }
    }

    /// The names of all columns, not guarded.
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        let questions = self.columns.headers();
        let own = match self.unit {
            Unit::Departments => &LEADING[..],
            Unit::Regions => &REGIONAL_LEADING[..],
        };
        let mut headers = leading(own, &questions);
        headers.extend(questions);
        headers
    }

    /// Appends the line of headers.
    pub fn header(&self, out: &mut Vec<u8>) {
        header(self.headers(), out);
    }

    /// Appends the line of one response or region; nothing is appended where it fails.
    ///
    /// # Errors
    /// Where the document is not JSON, or an answer is not of its question's type.
    pub fn row<'a>(&mut self, row: impl Into<Said<'a>>, out: &mut Vec<u8>) -> Result<(), ExportError> {
        let (row, start) = (row.into(), out.len());
        let written = self.write(row, out);
        if written.is_err() {
            out.truncate(start);
        }
        written.map_err(|error| row.unreadable(&error))
    }

    fn write(&mut self, row: Said, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let version = self.columns.version(row.version());
        let mut json = serde_json::Deserializer::from_str(row.document());
        RecordSeed { columns: &self.columns, record: &mut self.record, version }.deserialize(&mut json)?;
        json.end()?;
        let line = row.wide(Line::begin(out));
        let line = row.remarks().wide(&self.outline, version, row.document(), line)?;
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
