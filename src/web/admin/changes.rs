//! What a version changes against another, in the reader's words: counts, then section by section.

use serde::Serialize;

use crate::{
    language::Locales,
    questionnaire::{
        definition::Definition,
        diff::{Change, Counts, Diff, Part, RowDiff, RowKind, Standing},
        sections::sections,
        text::Text,
    },
};

/// The whole difference.
#[derive(Serialize)]
pub struct ChangesView {
    counts: Vec<CountView>,
    meaning: usize,
    settings: Vec<LineView>,
    sections: Vec<SectionView>,
}

#[derive(Serialize)]
struct CountView {
    text: String,
}

#[derive(Serialize)]
struct SectionView {
    name: String,
    title: String,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    name: String,
    label: String,
    kind: String,
    /// Earlier answers may have to be confirmed.
    meaning: bool,
    lines: Vec<LineView>,
}

/// One change: what it is, and both texts where there are any.
#[derive(Serialize)]
struct LineView {
    text: String,
    before: String,
    after: String,
    has_texts: bool,
}

/// A reader of a difference.
pub struct Teller<'a> {
    pub locales: &'a Locales,
    pub language: &'a str,
    pub older: &'a Definition,
    pub newer: &'a Definition,
}

impl Teller<'_> {
    /// The difference as the page shows it.
    #[must_use]
    pub fn view(&self, diff: &Diff) -> ChangesView {
        let mut found: Vec<SectionView> = Vec::new();
        for row in &diff.rows {
            let view = self.row(diff, row);
            match found.iter_mut().find(|section| section.name == row.section) {
                Some(section) => section.rows.push(view),
                None => {
                    let (name, title) = (row.section.clone(), self.section_title(&row.section));
                    found.push(SectionView { name, title, rows: vec![view] });
                }
            }
        }
        ChangesView {
            counts: self.counts(diff.counts()),
            meaning: diff.counts().meaning,
            settings: diff.settings.iter().map(|change| self.line(change)).collect(),
            sections: found,
        }
    }

    fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.locales.text(self.language, key, arguments)
    }

    fn read(&self, text: &Text) -> String {
        text.read(self.language, &self.newer.default_language).to_owned()
    }

    fn counts(&self, counts: Counts) -> Vec<CountView> {
        let counts = [
            ("changes-added", counts.added),
            ("changes-removed", counts.removed),
            ("changes-moved", counts.moved),
            ("changes-reworded", counts.reworded),
            ("changes-translated", counts.translated),
            ("changes-types", counts.types),
            ("changes-choices", counts.choices),
            ("changes-rules", counts.rules),
            ("changes-attributes", counts.attributes),
            ("changes-settings", counts.settings),
        ];
        let told = counts.into_iter().filter(|(_, count)| *count > 0);
        told.map(|(key, count)| CountView { text: self.say(key, &[("count", &count.to_string())]) }).collect()
    }

    fn section_title(&self, name: &str) -> String {
        let all = sections(self.newer).into_iter().chain(sections(self.older));
        let title = all.into_iter().find(|section| section.name == name).map(|section| self.read(&section.title));
        title.filter(|title| !title.is_empty()).unwrap_or_else(|| name.to_owned())
    }

    fn row(&self, diff: &Diff, row: &RowDiff) -> RowView {
        let kind = match row.item {
            RowKind::Question => "row-question",
            RowKind::Group => "row-group",
            RowKind::Repeat => "row-repeat",
        };
        RowView {
            name: row.name.clone(),
            label: self.read(&row.label),
            kind: self.say(kind, &[]),
            meaning: row.changes.iter().any(|change| diff.touches_answers(change)),
            lines: row.changes.iter().map(|change| self.line(change)).collect(),
        }
    }

    fn line(&self, change: &Change) -> LineView {
        let part = |part: Part| self.say(part_key(part), &[]);
        let (text, texts) = match change {
            Change::Added => (self.say("change-added", &[]), None),
            Change::Removed => (self.say("change-removed", &[]), None),
            Change::Moved { from, to } => (self.say("change-moved", &[]), Some((self.place(from), self.place(to)))),
            Change::Reworded { part: what, language, before, after } => (
                self.say("change-reworded", &[("part", &part(*what)), ("language", language)]),
                Some((before.clone(), after.clone())),
            ),
            Change::Translated { part: what, language, after } => (
                self.say("change-translated", &[("part", &part(*what)), ("language", language)]),
                Some((String::new(), after.clone())),
            ),
            Change::Untranslated { part: what, language, before } => (
                self.say("change-untranslated", &[("part", &part(*what)), ("language", language)]),
                Some((before.clone(), String::new())),
            ),
            Change::Type { before, after } => (self.say("change-type", &[]), Some((before.clone(), after.clone()))),
            Change::ChoiceAdded { choice, label } => {
                (self.say("change-choice-added", &[("choice", choice)]), Some((String::new(), label.clone())))
            }
            Change::ChoiceRemoved { choice, label } => {
                (self.say("change-choice-removed", &[("choice", choice)]), Some((label.clone(), String::new())))
            }
            Change::ChoiceReworded { choice, language, before, after } => (
                self.say("change-choice-reworded", &[("choice", choice), ("language", language)]),
                Some((before.clone(), after.clone())),
            ),
            Change::ChoiceTranslated { choice, language, after } => (
                self.say("change-choice-translated", &[("choice", choice), ("language", language)]),
                Some((String::new(), after.clone())),
            ),
            Change::ChoiceUntranslated { choice, language, before } => (
                self.say("change-choice-untranslated", &[("choice", choice), ("language", language)]),
                Some((before.clone(), String::new())),
            ),
            Change::ChoicesReordered => (self.say("change-choices-reordered", &[]), None),
            Change::ChoiceColumn { choice, column, before, after } => (
                self.say("change-choice-column", &[("choice", choice), ("column", column)]),
                Some((before.clone(), after.clone())),
            ),
            Change::Rule { rule, before, after } => {
                (self.say("change-rule", &[("rule", rule)]), Some((before.clone(), after.clone())))
            }
            Change::Attribute { attribute, before, after } => {
                (self.say("change-attribute", &[("attribute", attribute)]), Some((before.clone(), after.clone())))
            }
        };
        let has_texts = texts.is_some();
        let (before, after) = texts.unwrap_or_default();
        LineView { text, before, after, has_texts }
    }

    /// The containers by name, and what it stands after.
    fn place(&self, standing: &Standing) -> String {
        let within = standing.within.join(" / ");
        let within = if within.is_empty() { self.say("change-top", &[]) } else { within };
        match &standing.after {
            Some(after) => self.say("change-after", &[("within", &within), ("after", after)]),
            None => self.say("change-first", &[("within", &within)]),
        }
    }
}

fn part_key(part: Part) -> &'static str {
    match part {
        Part::Title => "part-title",
        Part::Label => "part-label",
        Part::Hint => "part-hint",
        Part::Guidance => "part-guidance",
        Part::RequiredMessage => "part-required-message",
        Part::ConstraintMessage => "part-constraint-message",
    }
}
