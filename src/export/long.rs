//! `answers.csv`: a row an answer, and a row each for several choices, ranked choices and files.

use serde_json::{Map, Value};

use super::{
    ExportError, ExportRow,
    line::{Line, header},
    repeat::entry_key,
};
use crate::questionnaire::{
    answer::NonAnswer,
    definition::{Definition, QuestionType},
    fields::{Field, FieldItem, fields},
    merging::Merged,
    path::{EntryKey, EntryPath},
};

/// All columns. `entry` is the path of the entry, for instance `practices/3`; `choice` holds the choice of closed
/// questions, and `value` what else was answered: text, a number, a date, the name of a file, the rank of a choice.
pub const HEADERS: [&str; 13] = [
    "response",
    "region",
    "country",
    "department",
    "department_type",
    "version",
    "question",
    "entry",
    "type",
    "choice",
    "value",
    "non_answer",
    "reason",
];

/// Writes the answers to a questionnaire, in one version or in several, personal ones left out.
#[derive(Debug)]
pub struct LongWriter {
    level: Vec<Node>,
    /// The numbers of the versions.
    versions: Vec<i32>,
}

/// A question, or a repeat and what stands in it.
#[derive(Debug)]
struct Node {
    name: String,
    /// What each version calls it; nothing where it does not ask it.
    own: Vec<Option<String>>,
    type_name: &'static str,
    kind: NodeKind,
}

#[derive(Debug)]
enum NodeKind {
    Value,
    Choice,
    Ranking,
    Repeat(Vec<Node>),
}

struct Answers<'a> {
    row: &'a ExportRow<'a>,
    /// The place of the row's version.
    version: usize,
    out: &'a mut Vec<u8>,
    lines: u64,
}

/// The last four cells.
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
        Self::merged(&Merged::single(1, definition))
    }

    /// For responses to several versions.
    #[must_use]
    pub fn merged(merged: &Merged) -> Self {
        let versions = merged.versions.iter().map(|version| version.number).collect();
        Self { level: nodes(merged, &fields(&merged.definition), &[]), versions }
    }

    /// Appends the line of headers.
    pub fn header(&self, out: &mut Vec<u8>) {
        header(HEADERS, out);
    }

    /// Appends the lines of one response, in document order, and says how many.
    ///
    /// # Errors
    /// Where the document is not a JSON object.
    pub fn row(&self, row: &ExportRow, out: &mut Vec<u8>) -> Result<u64, ExportError> {
        let document: Map<String, Value> =
            serde_json::from_str(row.document).map_err(|error| row.unreadable(&error))?;
        let version = self.versions.iter().position(|number| *number == row.version).unwrap_or_default();
        let mut answers = Answers { row, version, out, lines: 0 };
        answers.level(&self.level, &document, &EntryPath::default());
        Ok(answers.lines)
    }
}

fn nodes(merged: &Merged, fields: &[Field], repeats: &[&str]) -> Vec<Node> {
    let level = fields.iter().filter(|field| field.repeats == repeats && !field.personal);
    let node = |field: &Field| {
        let (type_name, kind) = match field.item {
            FieldItem::Group(_) => return None,
            FieldItem::Repeat(repeat) => {
                let inside = [repeats, &[repeat.row.name.as_str()]].concat();
                ("repeat", NodeKind::Repeat(nodes(merged, fields, &inside)))
            }
            FieldItem::Question(question) => (question.kind.name(), NodeKind::of(&question.kind)?),
        };
        let own = merged.versions.iter().map(|version| version.own_name(field.name()).map(str::to_owned)).collect();
        Some(Node { name: field.name().to_owned(), own, type_name, kind })
    };
    level.filter_map(node).collect()
}

impl NodeKind {
    fn of(kind: &QuestionType) -> Option<Self> {
        match kind {
            QuestionType::Note => None,
            QuestionType::SelectOne(_) | QuestionType::SelectMultiple(_) | QuestionType::Acknowledge => {
                Some(Self::Choice)
            }
            QuestionType::Rank(_) => Some(Self::Ranking),
            QuestionType::Text
            | QuestionType::Integer
            | QuestionType::Decimal
            | QuestionType::Range(_)
            | QuestionType::Date
            | QuestionType::Time
            | QuestionType::DateTime
            | QuestionType::File
            | QuestionType::Image
            | QuestionType::Calculate
            | QuestionType::Hidden
            | QuestionType::Metadata(_)
            | QuestionType::Point => Some(Self::Value),
        }
    }
}

impl Answers<'_> {
    fn level(&mut self, level: &[Node], answers: &Map<String, Value>, within: &EntryPath) {
        for node in level {
            let own = node.own.get(self.version).and_then(Option::as_ref);
            let Some(answer) = own.and_then(|own| answers.get(own)).filter(|answer| !answer.is_null()) else {
                continue;
            };
            if let Some(object) = answer.as_object() {
                let non_answer = serde_json::from_value(Value::Object(object.clone())).ok();
                self.line(node, within, &Cells { non_answer, ..Cells::default() });
                continue;
            }
            let several = answer.as_array().map_or_else(|| std::slice::from_ref(answer), Vec::as_slice);
            for (index, value) in several.iter().enumerate() {
                let choice = value.as_str().unwrap_or_default();
                match &node.kind {
                    NodeKind::Value => {
                        self.line(node, within, &Cells { value: Some(value), ..Cells::default() });
                    }
                    NodeKind::Choice => self.line(node, within, &Cells { choice, ..Cells::default() }),
                    NodeKind::Ranking => {
                        self.line(node, within, &Cells { choice, rank: Some(index + 1), ..Cells::default() });
                    }
                    NodeKind::Repeat(inside) => {
                        let Some(entry) = value.as_object() else { continue };
                        let key = EntryKey::try_from(entry_key(Some(entry))).unwrap_or_default();
                        self.level(inside, entry, &within.entry(&node.name, key));
                    }
                }
            }
        }
    }

    fn line(&mut self, node: &Node, within: &EntryPath, cells: &Cells) {
        let row = self.row;
        let line = Line::begin(self.out)
            .plain(row.response.hyphenated())
            .text(row.region)
            .text(row.country)
            .text(row.department)
            .text(row.department_type)
            .plain(row.version)
            .text(&node.name)
            .text(&within.to_string())
            .plain(node.type_name)
            .text(cells.choice);
        let line = match cells.value {
            Some(Value::Number(number)) => line.plain(number),
            Some(Value::Object(file)) => line.text(file.get("name").and_then(Value::as_str).unwrap_or_default()),
            Some(value) => line.text(value.as_str().unwrap_or_default()),
            None => line.optional(cells.rank),
        };
        line.optional(cells.non_answer.map(|non_answer| non_answer.kind.code()))
            .optional(cells.non_answer.and_then(|non_answer| non_answer.reason).map(|reason| reason.code()))
            .end();
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
        assert_eq!(rows[0], HEADERS);
        assert_eq!(rows[1][..6], [&row("").response.to_string(), "FR-BRE", "FR", "Europe", "INT", "3"]);
        let found: Vec<String> = rows[1..].iter().map(|row| row[6..].join(",")).collect();
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
