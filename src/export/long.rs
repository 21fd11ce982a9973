//! `answers.csv` and `regional_answers.csv`: a row an answer, and a row each for several choices, ranked choices and
//! files. What there is to say of a question that was not answered has a row too, without an answer.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    ExportError,
    line::{Line, header},
    outline::{NodeKind, Outline, Place},
    row::{Remarks, Said},
};
use crate::{
    questionnaire::{answer::NonAnswer, definition::Definition, merging::Merged},
    results::recipe::Unit,
};

/// The first columns for departments.
pub const LEADING: [&str; 7] = ["response", "region", "country", "department", "department_type", "state", "version"];

/// The first columns for regions.
pub const REGIONAL_LEADING: [&str; 4] = ["region", "country", "state", "version"];

/// The columns that follow. `entry` is the path of the entry, for instance `practices/3`; `choice` holds the choice of
/// closed questions, and `value` what else was answered: text, a number, a date, the name of a file, the rank of a
/// choice.
pub const ANSWERED: [&str; 7] = ["question", "entry", "type", "choice", "value", "non_answer", "reason"];

/// The last columns for departments: the round that answers of this response came along from, and whether this one is
/// the `same`, `changed`, `new` or was `removed` (then the row has no answer). Both are blank where nothing came along,
/// the last also for what never does.
pub const CARRIED: [&str; 2] = ["carried_from", "carried"];

/// The last columns for regions: 1 where the region says that its departments differ, and why.
pub const DIVERGENT: [&str; 2] = ["divergent", "divergence"];

/// Writes the answers to a questionnaire, in one version or in several, personal ones left out.
#[derive(Debug)]
pub struct LongWriter {
    unit: Unit,
    outline: Outline,
}

struct Answers<'a> {
    row: Said<'a>,
    out: &'a mut Vec<u8>,
    lines: u64,
}

/// The cells of the answer itself.
#[derive(Default)]
struct Cells<'a> {
    choice: &'a str,
    value: Option<&'a Value>,
    rank: Option<usize>,
    non_answer: Option<NonAnswer>,
}

impl LongWriter {
    #[must_use]
    pub fn new(definition: &Definition) -> Self {
        Self::merged(Unit::Departments, &Merged::single(1, definition))
    }

    /// For the answers of departments or of regions to several versions.
    #[must_use]
    pub fn merged(unit: Unit, merged: &Merged) -> Self {
        Self { unit, outline: Outline::of(merged) }
    }

    /// The names of all columns.
    #[must_use]
    pub fn headers(&self) -> Vec<&'static str> {
        let (first, last) = match self.unit {
            Unit::Departments => (&LEADING[..], CARRIED),
            Unit::Regions => (&REGIONAL_LEADING[..], DIVERGENT),
        };
        first.iter().copied().chain(ANSWERED).chain(last).collect()
    }

    /// Appends the line of headers.
    pub fn header(&self, out: &mut Vec<u8>) {
        header(self.headers(), out);
    }

    /// Appends the lines of one response or region, in the order of the questionnaire, and says how many.
    ///
    /// # Errors
    /// Where the document is not a JSON object.
    pub fn row<'a>(&self, row: impl Into<Said<'a>>, out: &mut Vec<u8>) -> Result<u64, ExportError> {
        let row = row.into();
        let document: Map<String, Value> =
            serde_json::from_str(row.document()).map_err(|error| row.unreadable(&error))?;
        let version = self.outline.version(row.version());
        let remarks = row.remarks();
        let (mut answers, mut answered) = (Answers { row, out, lines: 0 }, BTreeSet::new());
        self.outline.walk(version, &document, &mut |place, answer| {
            if !remarks.is_empty() {
                answered.insert(place.own.to_string());
            }
            answers.answer(place, answer, &remarks);
        });
        for place in remarks.unanswered(&self.outline, version, &answered) {
            answers.line(&place, None, &Cells::default(), &remarks);
        }
        Ok(answers.lines)
    }
}

impl Answers<'_> {
    fn answer(&mut self, place: &Place, answer: &Value, remarks: &Remarks) {
        if let Some(object) = answer.as_object() {
            let non_answer = serde_json::from_value(Value::Object(object.clone())).ok();
            return self.line(place, Some(answer), &Cells { non_answer, ..Cells::default() }, remarks);
        }
        let several = answer.as_array().map_or_else(|| std::slice::from_ref(answer), Vec::as_slice);
        for (index, value) in several.iter().enumerate() {
            let choice = value.as_str().unwrap_or_default();
            let cells = match &place.node.kind {
                NodeKind::Value => Cells { value: Some(value), ..Cells::default() },
                NodeKind::Choice => Cells { choice, ..Cells::default() },
                NodeKind::Ranking => Cells { choice, rank: Some(index + 1), ..Cells::default() },
                NodeKind::Repeat(_) => continue,
            };
            self.line(place, Some(answer), &cells, remarks);
        }
    }

    fn line(&mut self, place: &Place, answer: Option<&Value>, cells: &Cells, remarks: &Remarks) {
        let line = self.row.long(Line::begin(self.out));
        let line =
            line.text(&place.node.name).text(&place.within.to_string()).plain(place.node.type_name).text(cells.choice);
        let line = match cells.value {
            Some(Value::Number(number)) => line.plain(number),
            Some(Value::Object(file)) => line.text(file.get("name").and_then(Value::as_str).unwrap_or_default()),
            Some(value) => line.text(value.as_str().unwrap_or_default()),
            None => line.optional(cells.rank),
        };
        let line = line
            .optional(cells.non_answer.map(|non_answer| non_answer.kind.code()))
            .optional(cells.non_answer.and_then(|non_answer| non_answer.reason).map(|reason| reason.code()));
        remarks.long(place, answer, line).end();
        self.lines += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixtures::{instrument, read, row};

    #[test]
    fn every_answer_is_a_row_in_document_order() {
        let document = r#"{
            "many": ["a", "b"], "words": "-1", "amount": 0.5, "phone": "canary", "order": ["b", "a"], "country": "a",
            "proof": [{"name": "a.pdf"}, {"name": "b.pdf"}],
            "practices": [
                {"_entry": 3, "title": "T", "contact": "canary", "partners": [{"_entry": 9, "who": "ngo"}]},
                {"_entry": 4, "partners": {"non_answer": "no_data", "reason": "not_collected"}}
            ]
        }"#;
        let writer = LongWriter::new(&instrument());
        let mut out = Vec::new();
        writer.header(&mut out);
        let lines = writer.row(&row(document), &mut out).unwrap();
        let rows = read(&out);
        assert_eq!(rows[0], writer.headers());
        assert_eq!(rows[1][..7], [&row("").response.to_string(), "FR-BRE", "FR", "Europe", "INT", "accepted", "3"]);
        let found: Vec<String> = rows[1..].iter().map(|row| row[7..14].join(",")).collect();
        let expected = [
            "country,,select_one,a,,,",
            "words,,text,,-1,,",
            "proof,,file,,a.pdf,,",
            "proof,,file,,b.pdf,,",
            "many,,select_multiple,a,,,",
            "many,,select_multiple,b,,,",
            "order,,rank,b,1,,",
            "order,,rank,a,2,,",
            "amount,,decimal,,0.5,,",
            "title,practices/3,text,,T,,",
            "who,practices/3/partners/9,text,,ngo,,",
            "partners,practices/4,repeat,,,no_data,not_collected",
        ];
        assert_eq!(found, expected);
        assert_eq!(lines, expected.len() as u64);
    }

    #[test]
    fn a_damaged_document_writes_nothing() {
        let mut out = Vec::new();
        assert!(LongWriter::new(&instrument()).row(&row("[]"), &mut out).is_err());
        assert!(out.is_empty());
    }
}
