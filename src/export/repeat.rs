//! One file a repeat: a row an entry, with the columns that the questions inside have in the wide file.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{
    ExportError,
    columns::{Columns, ENTRY, leading},
    line::{Line, header},
    record::{Record, RecordSeed},
    row::Said,
};
use crate::{
    questionnaire::{
        definition::Definition,
        fields::{FieldItem, fields},
        merging::{Merged, MergedVersion},
    },
    results::recipe::Unit,
};

/// The columns before those of the questions, for departments; `entry` is followed by the keys of the entries around it, from the
/// inside out, each as the repeat's name and `_entry`.
pub const LEADING: [&str; 6] = ["response", "region", "department", "state", "version", "entry"];

/// The same for regions.
pub const REGIONAL_LEADING: [&str; 4] = ["region", "state", "version", "entry"];

/// Writes the entries of one repeat.
#[derive(Debug)]
pub struct RepeatWriter {
    unit: Unit,
    /// The repeats from the outside in; the last is the one that is written.
    path: Vec<String>,
    /// What each version calls them; nothing where it has no such repeat.
    paths: Vec<Option<Vec<String>>>,
    columns: Columns,
    record: Record,
}

/// Keeps one member of a document and skips the others without building them.
struct MemberSeed<'a>(&'a str);

/// The names of all repeats, nested ones too, in document order; personal ones are left out.
#[must_use]
pub fn repeats(definition: &Definition) -> Vec<&str> {
    let fields = fields(definition).into_iter();
    let repeats = fields.filter(|field| matches!(field.item, FieldItem::Repeat(_)) && !field.personal);
    repeats.map(|field| field.name()).collect()
}

impl RepeatWriter {
    /// For the repeat of this name; `chosen` limits and orders the questions, empty for all but personal ones.
    ///
    /// # Errors
    /// Where there is no such repeat, or it is personal.
    pub fn new(definition: &Definition, repeat: &str, chosen: &[String]) -> Result<Self, ExportError> {
        Self::merged(Unit::Departments, &Merged::single(1, definition), repeat, chosen)
    }

    /// For the responses of departments or the answers of regions to several versions.
    ///
    /// # Errors
    /// As [`RepeatWriter::new`].
    pub fn merged(unit: Unit, merged: &Merged, repeat: &str, chosen: &[String]) -> Result<Self, ExportError> {
        let fields = fields(&merged.definition);
        let named = fields
            .iter()
            .find(|field| matches!(field.item, FieldItem::Repeat(_)) && !field.personal && field.name() == repeat);
        let mut path = named.ok_or_else(|| ExportError::UnknownRepeat(repeat.to_owned()))?.repeats.clone();
        path.push(repeat);
        let own = |version: &MergedVersion| path.iter().map(|name| version.own_name(name).map(str::to_owned)).collect();
        let paths = merged.versions.iter().map(own).collect();
        let columns = Columns::of(merged, &path, chosen);
        let path = path.iter().map(|&name| name.to_owned()).collect();
        Ok(Self { unit, path, paths, columns, record: Record::default() })
    }

    /// The names of all columns, not guarded.
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        let questions = self.columns.headers();
        let around: Vec<String> = self.path.iter().rev().skip(1).map(|name| format!("{name}_entry")).collect();
        let first = match self.unit {
            Unit::Departments => &LEADING[..],
            Unit::Regions => &REGIONAL_LEADING[..],
        };
        let own: Vec<&str> = first.iter().copied().chain(around.iter().map(String::as_str)).collect();
        let mut headers = leading(&own, &questions);
        headers.extend(questions);
        headers
    }

    /// Appends the line of headers.
    pub fn header(&self, out: &mut Vec<u8>) {
        header(self.headers(), out);
    }

    /// Appends a line for each entry and says how many; what was appended before a failure is taken back.
    ///
    /// # Errors
    /// Where the document is not JSON, or an answer is not of its question's type.
    pub fn row<'a>(&mut self, row: impl Into<Said<'a>>, out: &mut Vec<u8>) -> Result<u64, ExportError> {
        let row = row.into();
        let version = self.columns.version(row.version());
        let path = self.paths.get(version).and_then(Option::as_ref);
        let Some((outermost, inner)) = path.and_then(|path| path.split_first()) else { return Ok(0) };
        let mut json = serde_json::Deserializer::from_str(row.document());
        let member = MemberSeed(outermost).deserialize(&mut json).map_err(|error| row.unreadable(&error))?;
        let mut writer = EntryWriter { row, version, columns: &self.columns, record: &mut self.record, out, lines: 0 };
        let start = writer.out.len();
        let written = writer.entries(&member.unwrap_or_default(), inner, &mut Vec::new());
        let lines = writer.lines;
        match written {
            Ok(()) => Ok(lines),
            Err(error) => {
                out.truncate(start);
                Err(row.unreadable(&error))
            }
        }
    }

    /// How many answers had no column, by name.
    #[must_use]
    pub fn unplaced(&self) -> &BTreeMap<String, u64> {
        &self.record.unplaced
    }
}

struct EntryWriter<'a> {
    row: Said<'a>,
    version: usize,
    columns: &'a Columns,
    record: &'a mut Record,
    out: &'a mut Vec<u8>,
    lines: u64,
}

impl EntryWriter<'_> {
    /// `inner` are the repeats still to be entered, `keys` the entries that were, from the outside in. A repeat that
    /// was given a non-answer is an object and has no entries.
    fn entries(&mut self, repeat: &Value, inner: &[String], keys: &mut Vec<u64>) -> Result<(), serde_json::Error> {
        for entry in repeat.as_array().map_or(&[][..], Vec::as_slice) {
            keys.push(entry_key(entry.as_object()));
            match inner.split_first() {
                Some((next, rest)) => self.entries(entry.get(next).unwrap_or(&Value::Null), rest, keys)?,
                None => self.entry(entry, keys)?,
            }
            keys.pop();
        }
        Ok(())
    }

    fn entry(&mut self, entry: &Value, keys: &[u64]) -> Result<(), serde_json::Error> {
        RecordSeed { columns: self.columns, record: &mut *self.record, version: self.version }.deserialize(entry)?;
        let line = self.row.repeat(Line::begin(self.out));
        let line = keys.iter().rev().fold(line, Line::plain);
        self.record.write(self.columns, line).end();
        self.lines += 1;
        Ok(())
    }
}

/// The key that an entry keeps for as long as it lives.
pub(super) fn entry_key(entry: Option<&Map<String, Value>>) -> u64 {
    entry.and_then(|entry| entry.get(ENTRY)).and_then(Value::as_u64).unwrap_or_default()
}

impl<'de> DeserializeSeed<'de> for MemberSeed<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for MemberSeed<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object of answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Value>, A::Error> {
        let mut member = None;
        while let Some(key) = map.next_key::<std::borrow::Cow<str>>()? {
            if key == self.0 {
                member = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        export::fixtures::{instrument, read, row},
        questionnaire::fixtures::definition,
    };

    const DOCUMENT: &str = r#"{
        "practices": [
            {"_entry": 2, "title": "=One, two", "region": "here", "partners": [
                {"who": "ngo", "_entry": 1}, {"_entry": 4, "who": {"non_answer": "no_data", "reason": "confidential"}}
            ]},
            {"_entry": 7, "title": "Three", "contact": "canary@example.org", "fields": ["b"]}
        ],
        "words": "skipped"
    }"#;

    fn written(repeat: &str, chosen: &[&str]) -> Vec<Vec<String>> {
        let chosen: Vec<String> = chosen.iter().map(|&name| name.to_owned()).collect();
        let mut writer = RepeatWriter::new(&instrument(), repeat, &chosen).unwrap();
        let mut out = Vec::new();
        writer.header(&mut out);
        let lines = writer.row(&row(DOCUMENT), &mut out).unwrap();
        assert!(writer.unplaced().is_empty(), "{:?}", writer.unplaced());
        let read = read(&out);
        assert_eq!(read.len() as u64, lines + 1);
        read
    }

    #[test]
    fn every_entry_is_a_row() {
        let id = row("").response.to_string();
        let expected = [
            "response,response_region,department,state,version,entry,title,region,fields/a,fields/b,partners,partners.non_answer",
            &format!("{id},FR-BRE,Europe,accepted,3,2,=One| two,here,,,2,"),
            &format!("{id},FR-BRE,Europe,accepted,3,7,Three,,0,1,,"),
        ];
        let expected: Vec<Vec<String>> =
            expected.iter().map(|line| line.split(',').map(|cell| cell.replace('|', ",")).collect()).collect();
        assert_eq!(written("practices", &[]), expected);
        let chosen = written("practices", &["fields", "title"]);
        assert_eq!(chosen[0][6..], ["fields/a", "fields/b", "title"]);
        assert_eq!(chosen[2][6..], ["0", "1", "Three"]);
    }

    #[test]
    fn a_nested_entry_knows_the_entries_around_it() {
        let rows = written("partners", &[]);
        assert_eq!(rows[0][5..], ["entry", "practices_entry", "who", "who.non_answer"]);
        assert_eq!(rows[1][5..], ["1", "2", "ngo", ""]);
        assert_eq!(rows[2][5..], ["4", "2", "", "no_data:confidential"]);
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn a_repeat_without_entries_has_no_rows() {
        for document in ["{}", r#"{"practices": []}"#, r#"{"practices": {"non_answer": "not_applicable"}}"#] {
            let mut writer = RepeatWriter::new(&instrument(), "practices", &[]).unwrap();
            assert_eq!(writer.row(&row(document), &mut Vec::new()), Ok(0), "{document}");
        }
    }

    #[test]
    fn a_failure_leaves_no_half_rows() {
        let mut writer = RepeatWriter::new(&instrument(), "practices", &[]).unwrap();
        let mut out = b"before\n".to_vec();
        let document = r#"{"practices": [{"_entry": 1, "title": "x"}, {"_entry": 2, "title": ["y"]}]}"#;
        assert!(writer.row(&row(document), &mut out).is_err());
        assert_eq!(out, b"before\n");
        let unknown = RepeatWriter::new(&definition(&[], vec![]), "practices", &[]).unwrap_err();
        assert_eq!(unknown, ExportError::UnknownRepeat("practices".into()));
    }

    #[test]
    fn all_repeats_are_found() {
        assert_eq!(repeats(&instrument()), ["practices", "partners"]);
    }
}
