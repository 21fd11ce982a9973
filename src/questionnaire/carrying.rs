//! What a department submitted in an earlier round, as the start of its response in a later one: brought into the later
//! round's version as drafts are, and every answer of it to be confirmed.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    document::answers_of,
    migration::{Carrier, Reconfirm},
    path::{EntryPath, Path},
    schema::{Schema, SlotKind},
};

/// The start of one response.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Carried {
    /// The rows of the draft: answers, and entries that stand.
    pub rows: BTreeMap<String, Value>,
    /// The paths of the answers among them.
    pub answers: Vec<String>,
    /// Those of them whose question is another than it was.
    pub reconfirm: Vec<Reconfirm>,
    /// What does not come along, by path in the earlier version.
    pub left: Vec<(String, Left)>,
}

/// Why an answer does not come along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Left {
    /// The later version does not ask it, or cannot take it.
    Unasked,
    /// Files belong to the response that they were sent with, and what is acknowledged is said anew each time.
    Own,
}

impl Left {
    /// The word in the keys of messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unasked => "unasked",
            Self::Own => "own",
        }
    }
}

impl Carrier<'_> {
    /// What comes along of a submitted document. `language` is the one that it was answered in.
    #[must_use]
    pub fn start(&self, document: &Map<String, Value>, language: &str) -> Carried {
        let (from, to) = (&self.from().schema, &self.to().schema);
        let mut carried = Carried::default();
        let answers = answers_of(from, document);
        let mut rows: BTreeMap<String, Value> = BTreeMap::new();
        for (path, keys) in answers.repeats() {
            rows.extend(keys.iter().map(|key| (path.within.entry(&path.name, *key).to_string(), Value::Bool(true))));
        }
        for (path, answer) in answers.iter() {
            match takes(self.from(), path) {
                Takes::Carried => {
                    rows.insert(path.to_string(), answer.to_json());
                }
                Takes::Own => carried.left.push((path.to_string(), Left::Own)),
                Takes::Nothing => {}
            }
        }
        let given: Vec<(&str, &Value)> = rows.iter().map(|(path, value)| (path.as_str(), value)).collect();
        let moved = self.carry(&given, &[], language);
        for earlier in &moved.earlier {
            rows.remove(&earlier.former_path);
            carried.left.push((earlier.former_path.clone(), Left::Unasked));
        }
        for write in moved.writes {
            match write.value {
                Some(value) => rows.insert(write.path, value),
                None => rows.remove(&write.path),
            };
        }
        for (path, value) in rows {
            if is_entry(to, &path, &value) {
                carried.rows.insert(path, value);
                continue;
            }
            let Ok(place) = path.parse::<Path>() else { continue };
            match takes(self.to(), &place) {
                Takes::Carried => {
                    carried.answers.push(path.clone());
                    carried.rows.insert(path, value);
                }
                Takes::Own => carried.left.push((path, Left::Own)),
                Takes::Nothing if value != Value::Bool(true) => carried.left.push((path, Left::Unasked)),
                Takes::Nothing => {}
            }
        }
        carried.reconfirm = moved.reconfirm;
        carried.reconfirm.retain(|it| carried.answers.contains(&it.path));
        carried.left.sort();
        carried
    }
}

enum Takes {
    Carried,
    Own,
    Nothing,
}

/// What the row at a path does with an answer from before.
fn takes(questionnaire: &super::compile::Questionnaire, path: &Path) -> Takes {
    let Some(slot) = questionnaire.schema.slot(&path.name) else { return Takes::Nothing };
    match (&questionnaire.schema.get(slot).kind, questionnaire.place(slot).question()) {
        (SlotKind::Question(_), Some(question)) if question.is_carried() => Takes::Carried,
        (SlotKind::Question(kind), Some(question)) if kind.is_asked() && !question.is_locked() => Takes::Own,
        // The reason for having no entries.
        (SlotKind::Repeat, _) => Takes::Carried,
        (SlotKind::Question(_) | SlotKind::Root | SlotKind::Group, _) => Takes::Nothing,
    }
}

/// Is it the row of an entry that the version can have?
fn is_entry(schema: &Schema, path: &str, value: &Value) -> bool {
    let is_repeat = |name: &str| schema.slot(name).is_some_and(|slot| schema.get(slot).kind == SlotKind::Repeat);
    let entry = path.parse::<EntryPath>().ok().filter(|_| *value == Value::Bool(true));
    entry.is_some_and(|entry| !entry.0.is_empty() && entry.0.iter().all(|step| is_repeat(&step.repeat)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::questionnaire::{compile::Questionnaire, fixtures::compiled, migration::Reason};

    const HEADERS: &str = "| survey |\n| | type | name | label | calculation | periplus::personal |\n";

    fn form(rows: &[&str], choices: &str) -> Questionnaire {
        let rows: String = rows.iter().map(|row| format!("| | {} |\n", row.replace(';', " | "))).collect();
        compiled(&format!("{HEADERS}{rows}| choices |\n| | list_name | name | label |\n{choices}"))
    }

    const ROWS: [&str; 13] = [
        "text;q;Question",
        "integer;n;Number",
        "select_one ab;one;One",
        "file;proof;Proof",
        "acknowledge;agreed;Agreed",
        "calculate;sum;;${n} + 1",
        "text;mail;Mail;;yes",
        "today;day",
        "begin_repeat;r;Practices",
        "text;title;Title",
        "text;gone;Gone",
        "end_repeat;",
        "text;last;Last",
    ];
    const AB: &str = "| | ab | a | A |\n| | ab | b | B |\n";

    fn document() -> Map<String, Value> {
        let value = json!({
            "q": "x", "n": 4, "one": "b", "agreed": "OK", "sum": 5, "mail": "a@example.org", "day": "2026-01-01",
            "proof": [{"file": "00000000-0000-0000-0000-000000000001", "name": "a.pdf", "media_type": "application/pdf", "size": 1}],
            "r": [{"_entry": 2, "title": "two", "gone": "g"}, {"_entry": 5}],
        });
        value.as_object().unwrap().clone()
    }

    #[test]
    fn the_same_version_takes_all_that_people_typed() {
        let (from, to) = (form(&ROWS, AB), form(&ROWS, AB));
        let carried = Carrier::new(&from, &to).start(&document(), "en");
        assert_eq!(carried.answers, ["mail", "n", "one", "q", "r/2/gone", "r/2/title"]);
        let entries: Vec<&String> = carried.rows.keys().filter(|path| !carried.answers.contains(path)).collect();
        assert_eq!(entries, ["r/2", "r/5"]);
        assert_eq!(carried.rows["n"], json!(4));
        assert!(carried.reconfirm.is_empty());
        assert_eq!(carried.left, [("agreed".to_owned(), Left::Own), ("proof".to_owned(), Left::Own)]);
    }

    #[test]
    fn another_version_takes_what_it_asks() {
        let from = form(&ROWS, AB);
        let later = [
            "text;n;How many?",
            "select_one ab;one;One",
            "file;q;Q",
            "begin_repeat;r;Practices",
            "text;title;Title",
            "end_repeat;",
        ];
        let to = form(&later, "| | ab | a | A |\n");
        let carried = Carrier::new(&from, &to).start(&document(), "en");
        assert_eq!(carried.answers, ["n", "one", "r/2/title"]);
        assert_eq!(carried.rows["n"], json!("4"));
        assert_eq!(carried.rows["one"], json!({"unparsed": "B"}));
        let told: Vec<(&str, Vec<Reason>)> =
            carried.reconfirm.iter().map(|it| (it.path.as_str(), it.reasons.iter().copied().collect())).collect();
        assert_eq!(
            told,
            [("n", vec![Reason::Reworded, Reason::Type]), ("one", vec![Reason::Choices, Reason::Unreadable])]
        );
        let left: Vec<(&str, Left)> = carried.left.iter().map(|(path, left)| (path.as_str(), *left)).collect();
        let own = [("agreed", Left::Own), ("mail", Left::Unasked), ("proof", Left::Own)];
        assert_eq!(left, [&own[..], &[("q", Left::Unasked), ("r/2/gone", Left::Unasked)]].concat());
    }

    #[test]
    fn a_repeat_that_is_gone_leaves_no_entries() {
        let (from, to) = (form(&ROWS, AB), form(&["text;q;Question"], ""));
        let carried = Carrier::new(&from, &to).start(&document(), "en");
        assert_eq!(carried.rows.keys().collect::<Vec<_>>(), ["q"]);
        let non_answer = json!({"r": {"non_answer": "no_data"}}).as_object().unwrap().clone();
        let same = Carrier::new(&from, &from).start(&non_answer, "en");
        assert_eq!(same.answers, ["r"]);
    }
}
