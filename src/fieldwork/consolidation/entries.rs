//! Entries of repeats cut out of departments' answers, put together for the region, and what is alike among them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::doubles::{Described, Likeness, likeness};
use crate::{
    fieldwork::ids::ResponseId,
    questionnaire::{
        answer::Answer,
        answers::Answers,
        compile::Questionnaire,
        definition::QuestionType,
        path::{EntryKey, EntryPath, Path},
        schema::SlotId,
    },
};

/// What stands in an entry, by the path from it inwards: `title`, `partners/2/name`; an entry further in is `true`.
pub type Rows = BTreeMap<String, Value>;

/// The department's entry that an entry of the region was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    pub response: ResponseId,
    pub entry: EntryKey,
}

/// An entry with where it came from; nowhere where the coordinator wrote it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    pub origins: Vec<Origin>,
    pub rows: Rows,
}

/// Two entries, by their places in a list, and what they have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Double {
    pub first: usize,
    pub second: usize,
    pub likeness: Likeness,
}

/// The entries of a repeat in their order, with their keys.
#[must_use]
pub fn cut(answers: &Answers, repeat: &Path) -> Vec<(EntryKey, Rows)> {
    answers.entries(repeat).iter().map(|key| (*key, rows_of(answers, repeat, *key))).collect()
}

/// The rows of one entry.
#[must_use]
pub fn rows_of(answers: &Answers, repeat: &Path, key: EntryKey) -> Rows {
    let inside = repeat.within.entry(&repeat.name, key);
    let start = format!("{inside}/");
    let mut rows = Rows::new();
    for (path, answer) in answers.iter() {
        if let Some(rest) = path.to_string().strip_prefix(&start) {
            rows.insert(rest.to_owned(), answer.to_json());
        }
    }
    for (path, keys) in answers.repeats() {
        if let Some(rest) = path.to_string().strip_prefix(&start) {
            rows.extend(keys.iter().map(|key| (format!("{rest}/{key}"), json!(true))));
        }
    }
    rows
}

/// The rows of a whole repeat as they are stored, the entries numbered from 1 in this order: path, value, origins.
#[must_use]
pub fn stored(repeat: &Path, entries: &[Entry]) -> Vec<(String, Value, Vec<Origin>)> {
    let mut rows = Vec::new();
    for (key, entry) in (1..).zip(entries) {
        let inside: EntryPath = repeat.within.entry(&repeat.name, key);
        rows.push((inside.to_string(), json!(true), entry.origins.clone()));
        rows.extend(entry.rows.iter().map(|(rest, value)| (format!("{inside}/{rest}"), value.clone(), Vec::new())));
    }
    rows
}

/// Both entries as one. `from_second` says of a question or repeat right inside the entry whether the second one's
/// holds; where the one that holds has nothing, the other's is kept.
#[must_use]
pub fn merged(first: &Entry, second: &Entry, from_second: &dyn Fn(&str) -> bool) -> Entry {
    let name = |rest: &str| rest.split('/').next().unwrap_or(rest).to_owned();
    let has = |rows: &Rows, wanted: &str| rows.keys().any(|rest| name(rest) == wanted);
    let mut rows = Rows::new();
    for (own, other, is_second) in [(&first.rows, &second.rows, false), (&second.rows, &first.rows, true)] {
        for (rest, value) in own {
            let name = name(rest);
            if from_second(&name) == is_second || !has(other, &name) {
                rows.insert(rest.clone(), value.clone());
            }
        }
    }
    let mut origins = first.origins.clone();
    origins.extend(second.origins.iter().filter(|origin| !first.origins.contains(origin)));
    Entry { origins, rows }
}

/// The pairs that may be doubles, but those that came from one department: it knows its own.
#[must_use]
pub fn doubles(questionnaire: &Questionnaire, repeat: SlotId, entries: &[Entry]) -> Vec<Double> {
    let described: Vec<Described> = entries.iter().map(|entry| describe(questionnaire, repeat, &entry.rows)).collect();
    let mut found = Vec::new();
    for (first, (one, a)) in entries.iter().zip(&described).enumerate() {
        for (second, (other, b)) in entries.iter().zip(&described).enumerate().skip(first + 1) {
            let shares = |origin: &Origin| other.origins.iter().any(|own| own.response == origin.response);
            if one.origins.iter().any(shares) {
                continue;
            }
            found.extend(likeness(a, b).map(|likeness| Double { first, second, likeness }));
        }
    }
    found
}

/// The title is the first question of an entry, where that is a text or one choice; links stand in texts.
#[must_use]
pub fn describe(questionnaire: &Questionnaire, repeat: SlotId, rows: &Rows) -> Described {
    let schema = &questionnaire.schema;
    let mut asked = Vec::new();
    let mut waiting: Vec<SlotId> = schema.get(repeat).children.iter().rev().copied().collect();
    while let Some(slot) = waiting.pop() {
        match questionnaire.place(slot).question() {
            Some(question) if question.kind.is_asked() && !question.is_head() => asked.push((slot, question)),
            Some(_) => {}
            None if schema.get(slot).repeat == Some(repeat) && !is_repeat(questionnaire, slot) => {
                waiting.extend(schema.get(slot).children.iter().rev());
            }
            None => {}
        }
    }
    let text = |slot: SlotId| rows.get(&schema.get(slot).name).and_then(Value::as_str).unwrap_or_default();
    let title =
        asked.first().filter(|(_, first)| matches!(first.kind, QuestionType::Text | QuestionType::SelectOne(_)));
    let is_link = |name: &str, text: &str| {
        let text = text.trim().to_lowercase();
        let named = ["link", "url", "web", "site", "enlace", "lien"].iter().any(|word| name.contains(word));
        named || text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")
    };
    let texts = asked.iter().filter(|(_, question)| question.kind == QuestionType::Text);
    let links = texts.map(|(slot, _)| (schema.get(*slot).name.to_lowercase(), text(*slot)));
    Described {
        title: title.map(|(slot, _)| text(*slot).to_owned()).unwrap_or_default(),
        links: links.filter(|(name, text)| is_link(name, text)).map(|(_, text)| text.to_owned()).collect(),
    }
}

/// Reads the rows of an entry back as answers at this place.
#[must_use]
pub fn answers_at(questionnaire: &Questionnaire, inside: &EntryPath, rows: &Rows) -> Vec<(Path, Answer)> {
    let read = |(rest, value): (&String, &Value)| {
        let path: Path = format!("{inside}/{rest}").parse().ok()?;
        let question = questionnaire.question(&path.name)?;
        Some((path, Answer::from_json(&question.kind, value)?))
    };
    rows.iter().filter_map(read).collect()
}

fn is_repeat(questionnaire: &Questionnaire, slot: SlotId) -> bool {
    questionnaire.schema.get(slot).kind == crate::questionnaire::schema::SlotKind::Repeat
}
