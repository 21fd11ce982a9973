//! One row against the same row of another version: wording, type, choices, rules and every other column.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Part, order::out_of_order};
use crate::questionnaire::{
    definition::{Choice, Definition, Extra, Item, Question, QuestionType, Row},
    text::{LanguageKey, Text},
};

/// How the languages of two versions are told apart: by code.
pub(super) struct Languages {
    default: String,
    /// The default language of each version, where neither knows the other's: they stand for the same.
    alike: Option<(String, String)>,
}

impl Languages {
    pub(super) fn of(older: &Definition, newer: &Definition) -> Self {
        let (old, new) = (older.default_language.code().to_owned(), newer.default_language.code().to_owned());
        let knows = |definition: &Definition, code: &str| definition.languages.iter().any(|key| key.code() == code);
        let alike = old != new && !knows(older, &new) && !knows(newer, &old);
        // Where the older default is still spoken, its wording is what people were asked in.
        let default = if !alike && knows(newer, &old) { old.clone() } else { new.clone() };
        Self { default, alike: alike.then_some((old, new)) }
    }

    pub(super) fn default_code(&self) -> &str {
        &self.default
    }

    fn by_code<'a>(&'a self, text: &'a Text) -> BTreeMap<&'a str, &'a str> {
        let code = |key: &'a LanguageKey| match &self.alike {
            Some((old, new)) if key.code() == old => new.as_str(),
            Some(_) | None => key.code(),
        };
        text.iter().map(|(key, wording)| (code(key), wording)).collect()
    }

    /// Every language in which the wording differs, with both; blank where there is none.
    fn differing(&self, before: &Text, after: &Text) -> Vec<(String, String, String)> {
        let (before, after) = (self.by_code(before), self.by_code(after));
        let codes: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
        let wording = |of: &BTreeMap<&str, &str>, code: &str| of.get(code).copied().unwrap_or_default().to_owned();
        codes
            .into_iter()
            .map(|code| (code.to_owned(), wording(&before, code), wording(&after, code)))
            .filter(|(_, before, after)| !before.split_whitespace().eq(after.split_whitespace()))
            .collect()
    }
}

/// What changed about the questionnaire as a whole.
pub(super) fn settings(older: &Definition, newer: &Definition, languages: &Languages) -> Vec<Change> {
    let mut changes = Vec::new();
    reworded(Part::Title, &older.title, &newer.title, languages, &mut changes);
    let list =
        |definition: &Definition| definition.languages.iter().map(LanguageKey::as_str).collect::<Vec<_>>().join(", ");
    let settings = [
        ("version", older.version.clone(), newer.version.clone()),
        ("default_language", older.default_language.as_str().to_owned(), newer.default_language.as_str().to_owned()),
        ("languages", list(older), list(newer)),
        ("style", older.style.clone(), newer.style.clone()),
        ("instance_name", older.instance_name.clone(), newer.instance_name.clone()),
    ];
    for (name, before, after) in settings {
        attribute(name, &before, &after, &mut changes);
    }
    extra(
        &older.extra,
        &newer.extra,
        |attribute, before, after| Change::Attribute { attribute, before, after },
        &mut changes,
    );
    changes
}

/// What changed about a row, its place apart.
pub(super) fn compare_rows(
    older: &Definition,
    newer: &Definition,
    before: &Item,
    after: &Item,
    languages: &Languages,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let (types, rows) = ((type_of(before), type_of(after)), (before.row(), after.row()));
    if types.0 != types.1 {
        changes.push(Change::Type { before: types.0, after: types.1 });
    }
    reworded(Part::Label, &rows.0.label, &rows.1.label, languages, &mut changes);
    reworded(Part::Hint, &rows.0.hint, &rows.1.hint, languages, &mut changes);
    if let (Item::Question(one), Item::Question(other)) = (before, after) {
        reworded(Part::Guidance, &one.guidance, &other.guidance, languages, &mut changes);
        reworded(Part::RequiredMessage, &one.required_message, &other.required_message, languages, &mut changes);
        reworded(Part::ConstraintMessage, &one.constraint_message, &other.constraint_message, languages, &mut changes);
        if one.kind.list().is_some() && other.kind.list().is_some() {
            choices(list(older, one), list(newer, other), languages, &mut changes);
        }
    }
    rule("relevant", &rows.0.relevant, &rows.1.relevant, &mut changes);
    match (before, after) {
        (Item::Question(one), Item::Question(other)) => {
            for ((name, before), (_, after)) in rules(one).into_iter().zip(rules(other)) {
                rule(name, before, after, &mut changes);
            }
        }
        (Item::Repeat(one), Item::Repeat(other)) => {
            rule("repeat_count", &one.repeat_count, &other.repeat_count, &mut changes);
        }
        (Item::Question(_) | Item::Group(_) | Item::Repeat(_), _) => {}
    }
    for ((name, before), (_, after)) in attributes(before, rows.0).into_iter().zip(attributes(after, rows.1)) {
        attribute(name, &before, &after, &mut changes);
    }
    if let (Item::Question(one), Item::Question(other)) = (before, after) {
        extra(
            &one.parameters,
            &other.parameters,
            |attribute, before, after| Change::Attribute {
                attribute: format!("parameters: {attribute}"),
                before,
                after,
            },
            &mut changes,
        );
    }
    extra(
        &rows.0.extra,
        &rows.1.extra,
        |attribute, before, after| Change::Attribute { attribute, before, after },
        &mut changes,
    );
    changes
}

fn reworded(part: Part, before: &Text, after: &Text, languages: &Languages, changes: &mut Vec<Change>) {
    for (language, before, after) in languages.differing(before, after) {
        let is_default = language == languages.default;
        changes.push(match (before.is_empty(), after.is_empty()) {
            (true, false) if !is_default => Change::Translated { part, language, after },
            (false, true) if !is_default => Change::Untranslated { part, language, before },
            _ => Change::Reworded { part, language, before, after },
        });
    }
}

fn list<'a>(definition: &'a Definition, question: &Question) -> &'a [Choice] {
    question.kind.list().and_then(|list| definition.choice_list(list)).map_or(&[], |list| &list.choices)
}

fn choices(before: &[Choice], after: &[Choice], languages: &Languages, changes: &mut Vec<Change>) {
    let find = |choices: &'_ [Choice], name: &str| choices.iter().position(|choice| choice.name == name);
    let label = |choice: &Choice| {
        let labels = languages.by_code(&choice.label);
        labels
            .get(languages.default.as_str())
            .or_else(|| labels.values().next())
            .copied()
            .unwrap_or_default()
            .to_owned()
    };
    for choice in before.iter().filter(|choice| find(after, &choice.name).is_none()) {
        changes.push(Change::ChoiceRemoved { choice: choice.name.clone(), label: label(choice) });
    }
    for choice in after {
        let Some(earlier) = find(before, &choice.name).and_then(|place| before.get(place)) else {
            changes.push(Change::ChoiceAdded { choice: choice.name.clone(), label: label(choice) });
            continue;
        };
        for (language, before, after) in languages.differing(&earlier.label, &choice.label) {
            let (name, is_default) = (choice.name.clone(), language == languages.default);
            changes.push(match (before.is_empty(), after.is_empty()) {
                (true, false) if !is_default => Change::ChoiceTranslated { choice: name, language, after },
                (false, true) if !is_default => Change::ChoiceUntranslated { choice: name, language, before },
                _ => Change::ChoiceReworded { choice: name, language, before, after },
            });
        }
        extra(
            &earlier.extra,
            &choice.extra,
            |column, before, after| Change::ChoiceColumn { choice: choice.name.clone(), column, before, after },
            changes,
        );
    }
    let names = |choices: &'_ [Choice]| -> Vec<String> { choices.iter().map(|choice| choice.name.clone()).collect() };
    let (earlier, later) = (names(before), names(after));
    let (earlier, later): (Vec<&str>, Vec<&str>) =
        (earlier.iter().map(String::as_str).collect(), later.iter().map(String::as_str).collect());
    if !out_of_order(&earlier, &later).is_empty() {
        changes.push(Change::ChoicesReordered);
    }
}

fn rules(question: &Question) -> [(&'static str, &str); 7] {
    [
        ("required", &question.required),
        ("constraint", &question.constraint),
        ("calculation", &question.calculation),
        ("choice_filter", &question.choice_filter),
        ("default", &question.default),
        ("trigger", &question.trigger),
        ("read_only", &question.read_only),
    ]
}

fn rule(rule: &'static str, before: &str, after: &str, changes: &mut Vec<Change>) {
    let (before, after) = (before.trim(), after.trim());
    if before != after {
        changes.push(Change::Rule { rule, before: before.to_owned(), after: after.to_owned() });
    }
}

/// Every other column, by header; the same headers in the same order for any row.
fn attributes(item: &Item, row: &Row) -> Vec<(&'static str, String)> {
    let question = match item {
        Item::Question(question) => Some(question.as_ref()),
        Item::Group(_) | Item::Repeat(_) => None,
    };
    let max_entries = match item {
        Item::Repeat(repeat) => repeat.max_entries,
        Item::Question(_) | Item::Group(_) => None,
    };
    let number = |number: Option<u32>| number.map_or(String::new(), |number| number.to_string());
    let flag = |flag: bool| if flag { "yes" } else { "" }.to_owned();
    let offered = row.non_answers.as_ref().map_or(String::new(), |kinds| {
        let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
        // None at all is not the same as what the row around it offers.
        if codes.is_empty() { "none".to_owned() } else { codes.join(" ") }
    });
    vec![
        ("list", question.and_then(|question| question.kind.list()).unwrap_or_default().to_owned()),
        ("number", row.number.clone()),
        ("appearance", row.appearance.clone()),
        ("unit", question.map_or(String::new(), |question| question.unit.clone())),
        ("non_answers", offered),
        ("departments", row.departments.join(" ")),
        ("personal", flag(row.personal)),
        ("visibility", row.visibility.clone()),
        ("consolidation", row.consolidation.clone()),
        ("max_length", number(question.and_then(|question| question.max_length))),
        ("ranks", number(question.and_then(|question| question.ranks))),
        ("or_other", flag(question.is_some_and(|question| question.or_other))),
        ("max_entries", number(max_entries)),
    ]
}

fn attribute(name: &str, before: &str, after: &str, changes: &mut Vec<Change>) {
    let (before, after) = (before.trim(), after.trim());
    if before != after {
        changes.push(Change::Attribute {
            attribute: name.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        });
    }
}

fn extra(before: &Extra, after: &Extra, change: impl Fn(String, String, String) -> Change, changes: &mut Vec<Change>) {
    let headers: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let cell = |of: &Extra, header: &str| of.get(header).map_or(String::new(), |cell| cell.trim().to_owned());
    for header in headers {
        let (before, after) = (cell(before, header), cell(after, header));
        if before != after {
            changes.push(change(header.clone(), before, after));
        }
    }
}

/// The type as XLSForm calls it, without its list; a range with its bounds.
fn type_of(item: &Item) -> String {
    let question = match item {
        Item::Question(question) => question,
        Item::Group(_) => return "group".to_owned(),
        Item::Repeat(_) => return "repeat".to_owned(),
    };
    if let QuestionType::Range(range) = &question.kind {
        let [start, end, step] = [&range.start, &range.end, &range.step].map(|bound| bound.trim());
        return format!("range {start} {end} {step}");
    }
    question.kind.name().to_owned()
}
