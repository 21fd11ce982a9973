//! How a draft moves to another version: what carries over, what its people are asked to confirm, and what is asked no
//! more. Nothing that somebody typed is left out of the three.

mod conversion;
mod places;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    answer::Answer,
    compile::Questionnaire,
    diff::{Change, Diff, diff},
    path::{EntryPath, Path},
    schema::{SlotId, SlotKind},
};
pub use conversion::words;
use conversion::{Converted, Reading, convert, has_chosen};
use places::Places;

/// Moves drafts from one version to another.
pub struct Carrier<'a> {
    from: &'a Questionnaire,
    to: &'a Questionnaire,
    diff: Diff,
}

/// What becomes of one draft.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moved {
    /// Rows of the draft to write; all others stay as they are.
    pub writes: Vec<Rewrite>,
    pub reconfirm: Vec<Reconfirm>,
    pub earlier: Vec<Earlier>,
    /// Paths where something waited to be confirmed that is asked no more.
    pub withdrawn: Vec<String>,
}

/// A row of the draft with its new value; none blanks it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rewrite {
    pub path: String,
    pub value: Option<Value>,
}

/// An answer that stands, but that its people have to look at again.
#[derive(Debug, Clone, PartialEq)]
pub struct Reconfirm {
    /// Where it stands now.
    pub path: String,
    pub former_path: String,
    pub former: Value,
    pub reasons: BTreeSet<Reason>,
}

/// An answer to a question that is asked no more, or that has no place among the others any more.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    pub former_path: String,
    pub former: Value,
}

/// Why an answer is to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The question reads otherwise.
    Reworded,
    Type,
    /// A choice that was made is gone or reads otherwise.
    Choices,
    /// Into or out of a repeat.
    Moved,
    Unit,
    /// Who may see the answer changed.
    Terms,
    /// The new question cannot read it: it is kept as it was typed.
    Unreadable,
    /// The question was gone and is asked again.
    AskedAgain,
}

impl Reason {
    pub const ALL: [Self; 8] = [
        Self::Reworded,
        Self::Type,
        Self::Choices,
        Self::Moved,
        Self::Unit,
        Self::Terms,
        Self::Unreadable,
        Self::AskedAgain,
    ];

    /// The code in rows and in the keys of messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Reworded => "reworded",
            Self::Type => "type",
            Self::Choices => "choices",
            Self::Moved => "moved",
            Self::Unit => "unit",
            Self::Terms => "terms",
            Self::Unreadable => "unreadable",
            Self::AskedAgain => "asked-again",
        }
    }

    /// The reason with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl Moved {
    /// Does nothing of the draft change?
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.reconfirm.is_empty() && self.earlier.is_empty()
    }
}

impl<'a> Carrier<'a> {
    #[must_use]
    pub fn new(from: &'a Questionnaire, to: &'a Questionnaire) -> Self {
        Self { from, to, diff: diff(&from.definition, &to.definition) }
    }

    /// The version that answers come from.
    #[must_use]
    pub fn from(&self) -> &Questionnaire {
        self.from
    }

    /// The version that they go to.
    #[must_use]
    pub fn to(&self) -> &Questionnaire {
        self.to
    }

    /// What changed.
    #[must_use]
    pub fn diff(&self) -> &Diff {
        &self.diff
    }

    /// Moves the rows of a draft, blank ones left out. `waiting` are the paths where something waits to be confirmed
    /// since an earlier move; `language` is the one that numbers were typed in.
    #[must_use]
    pub fn carry(&self, rows: &[(&str, &Value)], waiting: &[&str], language: &str) -> Moved {
        let (mut answers, mut entries) = (BTreeMap::new(), BTreeSet::new());
        for (path, value) in rows {
            if **value == Value::Bool(true) {
                entries.extend(path.parse::<EntryPath>());
            } else if let Ok(path) = path.parse::<Path>() {
                answers.insert(path, *value);
            }
        }
        let mut work = Work {
            carrier: self,
            language,
            places: Places::new(&self.to.schema, &entries),
            taken: BTreeSet::new(),
            moved: Moved::default(),
        };
        for entry in &entries {
            work.entry(entry);
        }
        for (path, value) in &answers {
            if is_living(&path.within, &entries) {
                work.answer(path, value);
            }
        }
        work.finish(waiting)
    }
}

/// An entry that was removed keeps its rows, as a record; it is no part of the response.
fn is_living(within: &EntryPath, entries: &BTreeSet<EntryPath>) -> bool {
    (1..=within.0.len()).all(|depth| {
        let around = within.0.get(..depth).map(|steps| EntryPath(steps.to_vec()));
        around.is_some_and(|around| entries.contains(&around))
    })
}

struct Work<'a> {
    carrier: &'a Carrier<'a>,
    language: &'a str,
    places: Places<'a>,
    /// Where answers stand in the new version.
    taken: BTreeSet<Path>,
    moved: Moved,
}

impl Work<'_> {
    /// Keeps an entry standing where its repeat moved.
    fn entry(&mut self, entry: &EntryPath) {
        let Some((_, step)) = entry.split_last() else { return };
        let schema = &self.carrier.to.schema;
        let slot = schema.slot(&step.repeat).filter(|slot| schema.get(*slot).kind == SlotKind::Repeat);
        let Some(slot) = slot else { return };
        let place = self.places.entry_in(entry, slot);
        if place != *entry {
            self.moved.writes.push(Rewrite { path: entry.to_string(), value: None });
            self.places.stand(&place, &mut self.moved.writes);
        }
    }

    fn answer(&mut self, path: &Path, value: &Value) {
        let (from, to) = (self.carrier.from, self.carrier.to);
        let Some(target) = to.schema.slot(&path.name) else { return self.leave(path, value) };
        let Some(source) = from.schema.slot(&path.name) else { return self.revive(path, value, target) };
        let (before, after) = (&from.schema.get(source).kind, &to.schema.get(target).kind);
        let place = self.places.path_in(path, target);
        if self.taken.contains(&place) {
            return self.leave(path, value);
        }
        let (converted, answer) = match (before, after) {
            (SlotKind::Question(before), SlotKind::Question(after)) => {
                let Some(answer) = Answer::from_json(before, value) else { return self.leave(path, value) };
                let reading = Reading { from, to, source, language: self.language };
                (convert(&reading, before, after, &answer), Some(answer))
            }
            // A repeat without entries says why.
            (SlotKind::Repeat, SlotKind::Repeat) => (Converted::Same, None),
            (SlotKind::Root | SlotKind::Group | SlotKind::Repeat | SlotKind::Question(_), _) => (Converted::No, None),
        };
        let mut reasons = self.reasons(path, source, target, answer.as_ref());
        let kept = match converted {
            Converted::No => return self.leave(path, value),
            Converted::Same => value.clone(),
            Converted::Quietly(answer) => answer.to_json(),
            Converted::Partly(answer) => {
                reasons.insert(Reason::Choices);
                answer.to_json()
            }
            Converted::Anew(answer) => {
                reasons.insert(Reason::Type);
                answer.to_json()
            }
            Converted::AsTyped(text) => {
                reasons.insert(Reason::Unreadable);
                Answer::Unparsed(text).to_json()
            }
        };
        if place != *path {
            self.moved.writes.push(Rewrite { path: path.to_string(), value: None });
            self.places.stand(&place.within, &mut self.moved.writes);
        }
        if place != *path || kept != *value {
            self.moved.writes.push(Rewrite { path: place.to_string(), value: Some(kept) });
        }
        if !reasons.is_empty() {
            let (path, former_path, former) = (place.to_string(), path.to_string(), value.clone());
            self.moved.reconfirm.push(Reconfirm { path, former_path, former, reasons });
        }
        self.taken.insert(place);
    }

    /// The draft holds an answer to a question that the version before did not ask, and this one does.
    fn revive(&mut self, path: &Path, value: &Value, target: SlotId) {
        if self.places.path_in(path, target) != *path {
            return self.leave(path, value);
        }
        let schema = &self.carrier.to.schema;
        let mut reasons = BTreeSet::from([Reason::AskedAgain]);
        match &schema.get(target).kind {
            SlotKind::Question(kind) if Answer::from_json(kind, value).is_none() => {
                if !kind.is_asked() {
                    return self.leave(path, value);
                }
                reasons.insert(Reason::Unreadable);
                let value = Some(Answer::Unparsed(words(value)).to_json());
                self.moved.writes.push(Rewrite { path: path.to_string(), value });
            }
            SlotKind::Question(_) | SlotKind::Repeat => {}
            SlotKind::Root | SlotKind::Group => return self.leave(path, value),
        }
        self.taken.insert(path.clone());
        let (path, former_path) = (path.to_string(), path.to_string());
        self.moved.reconfirm.push(Reconfirm { path, former_path, former: value.clone(), reasons });
    }

    /// The row stays in the draft, where no question reads it.
    fn leave(&mut self, path: &Path, value: &Value) {
        self.moved.earlier.push(Earlier { former_path: path.to_string(), former: value.clone() });
        self.moved.withdrawn.push(path.to_string());
    }

    fn reasons(&self, path: &Path, source: SlotId, target: SlotId, answer: Option<&Answer>) -> BTreeSet<Reason> {
        let Carrier { from, to, diff } = self.carrier;
        let mut reasons = BTreeSet::new();
        let is_non_answer = answer.is_none_or(|answer| matches!(answer, Answer::NonAnswer(_)));
        let changes = diff.row(&path.name).map_or(&[][..], |row| &row.changes);
        for change in changes.iter().filter(|change| diff.touches_answers(change)) {
            match change {
                Change::Reworded { .. } => reasons.insert(Reason::Reworded),
                // No data in figures is no data in words.
                Change::Type { .. } => !is_non_answer && reasons.insert(Reason::Type),
                Change::ChoiceRemoved { choice, .. } | Change::ChoiceReworded { choice, .. } => {
                    answer.is_some_and(|answer| has_chosen(answer, choice)) && reasons.insert(Reason::Choices)
                }
                Change::Moved { .. } => reasons.insert(Reason::Moved),
                Change::Attribute { attribute, .. } if attribute == "unit" => {
                    !is_non_answer && reasons.insert(Reason::Unit)
                }
                Change::Attribute { .. }
                | Change::Added
                | Change::Removed
                | Change::Translated { .. }
                | Change::Untranslated { .. }
                | Change::ChoiceAdded { .. }
                | Change::ChoiceTranslated { .. }
                | Change::ChoiceUntranslated { .. }
                | Change::ChoicesReordered
                | Change::ChoiceColumn { .. }
                | Change::Rule { .. } => false,
            };
        }
        let less_private = from.place(source).personal && !to.place(target).personal;
        if less_private || visibility(from, source) != visibility(to, target) {
            reasons.insert(Reason::Terms);
        }
        if let Some(Answer::NonAnswer(non_answer)) = answer
            && !to.place(target).non_answers.contains(&non_answer.kind)
        {
            reasons.insert(Reason::Unreadable);
        }
        // What nobody types, nobody confirms.
        let is_typed = to.place(target).question().is_none_or(|question| question.kind.is_asked());
        if is_typed { reasons } else { BTreeSet::new() }
    }

    fn finish(mut self, waiting: &[&str]) -> Moved {
        let to = &self.carrier.to.schema;
        let gone = waiting.iter().filter(|path| {
            let Ok(path) = path.parse::<Path>() else { return true };
            to.slot(&path.name).is_none_or(|slot| self.places.path_in(&path, slot) != path)
        });
        // Where an answer went elsewhere, what waited goes with it.
        let relocated = |path: &str| self.moved.reconfirm.iter().any(|it| it.former_path == path);
        let gone: Vec<String> = gone.filter(|path| !relocated(path)).map(|path| (*path).to_owned()).collect();
        self.moved.withdrawn.retain(|path| waiting.contains(&path.as_str()));
        self.moved.withdrawn.extend(gone);
        self.moved.withdrawn.sort_unstable();
        self.moved.withdrawn.dedup();
        self.moved
    }
}

/// Who may see the answers: of the innermost row that says it.
fn visibility(questionnaire: &Questionnaire, slot: SlotId) -> &str {
    let rows = questionnaire.schema.ancestors_or_self(slot).map(|slot| questionnaire.place(slot).row.visibility.trim());
    rows.into_iter().find(|visibility| !visibility.is_empty()).unwrap_or_default()
}
