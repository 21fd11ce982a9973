//! What one version of a questionnaire changes against another: by row and in typed changes, never guessed.
//!
//! Rows and choices are the same where their names are. A question that was renamed is one that was removed and one
//! that was added. Wording is compared by language, white space apart; a translation that was added is not a rewording.
//!
//! Which changes touch the meaning of what people answered before, so that they are asked to confirm it:
//!
//! | change | touches answers |
//! |---|---|
//! | label reworded in the default language | all |
//! | another type, or a range with other bounds | all, but an integer that becomes a decimal |
//! | choice removed, or reworded in the default language | those that chose it; of a ranking all |
//! | into or out of a repeat, or from one repeat to another | all |
//! | unit | all |
//! | `personal` taken away, visibility other than before | all: they were given under other terms |
//! | label in another language, a translation, hint, guidance, messages | none |
//! | order, another section or group, number, appearance | none |
//! | choices added, reordered, their filter columns | none |
//! | rules, lengths, ranks, reasons that are offered | none: every answer is validated again |

mod compare;
mod entries;
mod order;
#[cfg(test)]
mod tests;

use serde::Serialize;

use super::{definition::Definition, text::Text};
use compare::{Languages, compare_rows, settings};
use entries::Entries;
use order::moved_among;

/// Everything that changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The code of the language whose wording counts for the meaning.
    pub default_language: String,
    /// Of the questionnaire as a whole.
    pub settings: Vec<Change>,
    /// In the order of the newer version; what was removed stands at the end of its section.
    pub rows: Vec<RowDiff>,
}

/// What changed about one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowDiff {
    pub name: String,
    pub item: RowKind,
    /// The section that it stands in; of a removed row, the one that it stood in.
    pub section: String,
    /// As it reads now; of a removed row, as it read.
    pub label: Text,
    pub changes: Vec<Change>,
}

/// What kind of row it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    Question,
    Group,
    Repeat,
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Standing {
    pub section: String,
    /// The names of the groups and repeats around it, from the outside in.
    pub within: Vec<String>,
    /// Those of them that are repeats.
    pub repeats: Vec<String>,
    /// The row before it among those that both versions have there; nothing where it is the first.
    pub after: Option<String>,
}

/// A piece of wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Title,
    Label,
    Hint,
    Guidance,
    RequiredMessage,
    ConstraintMessage,
}

/// One change. Languages are codes, texts are as their author wrote them, and blank where there is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    Added,
    Removed,
    Moved {
        from: Standing,
        to: Standing,
    },
    Reworded {
        part: Part,
        language: String,
        before: String,
        after: String,
    },
    /// Wording in a language that the row lacked.
    Translated {
        part: Part,
        language: String,
        after: String,
    },
    Untranslated {
        part: Part,
        language: String,
        before: String,
    },
    Type {
        before: String,
        after: String,
    },
    ChoiceAdded {
        choice: String,
        label: String,
    },
    ChoiceRemoved {
        choice: String,
        label: String,
    },
    ChoiceReworded {
        choice: String,
        language: String,
        before: String,
        after: String,
    },
    ChoiceTranslated {
        choice: String,
        language: String,
        after: String,
    },
    ChoiceUntranslated {
        choice: String,
        language: String,
        before: String,
    },
    ChoicesReordered,
    /// A further column of a choice, which filters read.
    ChoiceColumn {
        choice: String,
        column: String,
        before: String,
        after: String,
    },
    Rule {
        rule: &'static str,
        before: String,
        after: String,
    },
    /// Any other column.
    Attribute {
        attribute: String,
        before: String,
        after: String,
    },
}

/// How much changed: rows, each counted once in every kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub added: usize,
    pub removed: usize,
    pub moved: usize,
    pub reworded: usize,
    pub translated: usize,
    pub types: usize,
    pub choices: usize,
    pub rules: usize,
    pub attributes: usize,
    pub settings: usize,
    /// Rows whose earlier answers may have to be confirmed.
    pub meaning: usize,
}

/// What `newer` changes against `older`.
#[must_use]
pub fn diff(older: &Definition, newer: &Definition) -> Diff {
    let languages = Languages::of(older, newer);
    let (before, after) = (Entries::of(older), Entries::of(newer));
    let moved = moved_among(&before.children, &after.children);
    let mut rows = Vec::new();
    for entry in &after.entries {
        let changes = match before.get(&entry.name) {
            None => vec![Change::Added],
            Some(earlier) => {
                let mut changes = compare_rows(older, newer, earlier.item, entry.item, &languages);
                if earlier.within != entry.within || moved.contains(entry.name.as_str()) {
                    let (from, to) = (before.standing(earlier, &after), after.standing(entry, &before));
                    changes.insert(0, Change::Moved { from, to });
                }
                changes
            }
        };
        rows.push(entry.diff(changes));
    }
    for entry in before.entries.iter().filter(|entry| after.get(&entry.name).is_none()) {
        let last = rows.iter().rposition(|row| row.section == entry.section);
        let at = last.map_or(rows.len(), |last| last + 1);
        rows.insert(at, entry.diff(vec![Change::Removed]));
    }
    rows.retain(|row| !row.changes.is_empty());
    let default_language = languages.default_code().to_owned();
    Diff { default_language, settings: settings(older, newer, &languages), rows }
}

impl Diff {
    /// Is nothing different?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.settings.is_empty() && self.rows.is_empty()
    }

    /// What changed about the row of this name.
    #[must_use]
    pub fn row(&self, name: &str) -> Option<&RowDiff> {
        self.rows.iter().find(|row| row.name == name)
    }

    /// How much changed.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let rows = |kind: Kind| self.rows.iter().filter(|row| row.changes.iter().any(|it| it.kind() == kind)).count();
        Counts {
            added: rows(Kind::Added),
            removed: rows(Kind::Removed),
            moved: rows(Kind::Moved),
            reworded: rows(Kind::Reworded),
            translated: rows(Kind::Translated),
            types: rows(Kind::Type),
            choices: rows(Kind::Choices),
            rules: rows(Kind::Rule),
            attributes: rows(Kind::Attribute),
            settings: self.settings.len(),
            meaning: self.rows.iter().filter(|row| row.changes.iter().any(|it| self.touches_answers(it))).count(),
        }
    }

    /// May the change touch the meaning of answers to its question? See the table above.
    #[must_use]
    pub fn touches_answers(&self, change: &Change) -> bool {
        match change {
            Change::Reworded { part, language, .. } => *part == Part::Label && *language == self.default_language,
            Change::ChoiceReworded { language, .. } => *language == self.default_language,
            Change::Type { before, after } => !(before == "integer" && after == "decimal"),
            Change::ChoiceRemoved { .. } => true,
            Change::Moved { from, to } => from.repeats != to.repeats,
            Change::Attribute { attribute, before, .. } => match attribute.as_str() {
                "unit" | "visibility" => true,
                "personal" => before == "yes",
                _ => false,
            },
            Change::Added
            | Change::Removed
            | Change::Translated { .. }
            | Change::Untranslated { .. }
            | Change::ChoiceAdded { .. }
            | Change::ChoiceTranslated { .. }
            | Change::ChoiceUntranslated { .. }
            | Change::ChoicesReordered
            | Change::ChoiceColumn { .. }
            | Change::Rule { .. } => false,
        }
    }
}

/// What kind of change it is, as they are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Added,
    Removed,
    Moved,
    Reworded,
    Translated,
    Type,
    Choices,
    Rule,
    Attribute,
}

impl Change {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Added => Kind::Added,
            Self::Removed => Kind::Removed,
            Self::Moved { .. } => Kind::Moved,
            Self::Reworded { .. } => Kind::Reworded,
            Self::Translated { .. } | Self::Untranslated { .. } => Kind::Translated,
            Self::Type { .. } => Kind::Type,
            Self::ChoiceAdded { .. }
            | Self::ChoiceRemoved { .. }
            | Self::ChoiceReworded { .. }
            | Self::ChoiceTranslated { .. }
            | Self::ChoiceUntranslated { .. }
            | Self::ChoicesReordered
            | Self::ChoiceColumn { .. } => Kind::Choices,
            Self::Rule { .. } => Kind::Rule,
            Self::Attribute { .. } => Kind::Attribute,
        }
    }

    /// The change that undoes it.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Added => Self::Removed,
            Self::Removed => Self::Added,
            Self::Moved { from, to } => Self::Moved { from: to, to: from },
            Self::Reworded { part, language, before, after } => {
                Self::Reworded { part, language, before: after, after: before }
            }
            Self::Translated { part, language, after } => Self::Untranslated { part, language, before: after },
            Self::Untranslated { part, language, before } => Self::Translated { part, language, after: before },
            Self::Type { before, after } => Self::Type { before: after, after: before },
            Self::ChoiceAdded { choice, label } => Self::ChoiceRemoved { choice, label },
            Self::ChoiceRemoved { choice, label } => Self::ChoiceAdded { choice, label },
            Self::ChoiceReworded { choice, language, before, after } => {
                Self::ChoiceReworded { choice, language, before: after, after: before }
            }
            Self::ChoiceTranslated { choice, language, after } => {
                Self::ChoiceUntranslated { choice, language, before: after }
            }
            Self::ChoiceUntranslated { choice, language, before } => {
                Self::ChoiceTranslated { choice, language, after: before }
            }
            Self::ChoicesReordered => Self::ChoicesReordered,
            Self::ChoiceColumn { choice, column, before, after } => {
                Self::ChoiceColumn { choice, column, before: after, after: before }
            }
            Self::Rule { rule, before, after } => Self::Rule { rule, before: after, after: before },
            Self::Attribute { attribute, before, after } => Self::Attribute { attribute, before: after, after: before },
        }
    }
}
