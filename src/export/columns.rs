//! Which columns the questions of one level (the response, or an entry of a repeat) have in a file.

use std::collections::{HashMap, HashSet};

use crate::questionnaire::{
    definition::{Definition, Question, QuestionType},
    fields::{Field, FieldItem, fields},
    merging::{Merged, MergedVersion},
};

/// The key of an entry inside its object in a document.
pub(super) const ENTRY: &str = "_entry";

/// The columns of one level, by question.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) slots: Vec<ColumnSlot>,
    /// By version, with its number.
    versions: Vec<(i32, Keys)>,
}

/// What the documents of one version hold.
#[derive(Debug)]
struct Keys {
    /// Every key that a document may have, in the order in which Postgres keeps the keys of a `jsonb`.
    keys: Vec<Key>,
    by_name: HashMap<String, usize>,
}

/// The columns of one question.
#[derive(Debug)]
pub(super) struct ColumnSlot {
    pub(super) name: String,
    pub(super) kind: ColumnKind,
    /// Is there a column `name.non_answer`?
    pub(super) non_answer: bool,
    /// All its cells, empty.
    pub(super) blank: Vec<u8>,
    /// The cells of several choices before any is made, by version.
    pub(super) offers: Vec<Offer>,
}

/// What one version offers of several choices: a 0 for each, and nothing in the columns of other versions' choices.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) cells: Vec<u8>,
    /// Where the 0 of each choice of the columns stands.
    pub(super) places: Vec<Option<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// One cell: text guarded, numbers as they are.
    Value,
    /// A column a choice: 1 or 0.
    Choices(Vec<String>),
    /// A column a choice: its rank.
    Ranking(Vec<String>),
    /// One cell: the names of files, or of choices from a list that the definition does not hold.
    Names,
    /// One cell: how many entries a repeat has.
    Entries,
}

#[derive(Debug)]
struct Key {
    name: String,
    slot: Option<usize>,
}

/// What a key of a document stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Slot(usize),
    /// Known, and not part of the file: personal or not chosen.
    Excluded,
    Unknown,
}

impl Columns {
    /// The columns of the questions inside `repeats` (from the outside in; none: outside every repeat), in document
    /// order, or those of `chosen` in its order where it names any.
    pub(super) fn of(merged: &Merged, repeats: &[&str], chosen: &[String]) -> Self {
        let definition = &merged.definition;
        let place = |name: &str| chosen.iter().position(|column| column == name);
        let mut excluded = Vec::new();
        let mut slots = Vec::new();
        for field in fields(definition).iter().filter(|field| field.repeats == repeats) {
            let Some(kind) = ColumnKind::of(field, definition) else { continue };
            if field.personal || !(chosen.is_empty() || place(field.name()).is_some()) {
                excluded.push(field.name().to_owned());
            } else {
                slots.push(ColumnSlot::new(field.name(), kind, !field.non_answers.is_empty(), merged));
            }
        }
        slots.sort_by_key(|slot| place(&slot.name));
        let keys = |version: &MergedVersion| (version.number, Keys::of(version, &slots, &excluded));
        let versions = merged.versions.iter().map(keys).collect();
        Self { slots, versions }
    }

    /// The place of the version with this number; the only one where there is no other.
    pub(super) fn version(&self, number: i32) -> usize {
        self.versions.iter().position(|(other, _)| *other == number).unwrap_or_default()
    }

    /// The headers, not guarded.
    pub(super) fn headers(&self) -> Vec<String> {
        self.slots.iter().flat_map(ColumnSlot::headers).collect()
    }

    /// Finds a key. Documents from the database have their keys in one order, so that the next key is nearly always
    /// the one at `hint` or shortly after it.
    pub(super) fn find(&self, version: usize, key: &str, hint: &mut usize) -> Found {
        self.versions.get(version).map_or(Found::Unknown, |(_, keys)| keys.find(key, hint))
    }
}

impl Keys {
    fn of(version: &MergedVersion, slots: &[ColumnSlot], excluded: &[String]) -> Self {
        let own = |name: &str| version.own_name(name).map(str::to_owned);
        let known = slots.iter().enumerate();
        let known = known.filter_map(|(index, slot)| Some(Key { name: own(&slot.name)?, slot: Some(index) }));
        let entry = Key { name: ENTRY.to_owned(), slot: None };
        let excluded = excluded.iter().filter_map(|name| Some(Key { name: own(name)?, slot: None }));
        let mut keys: Vec<Key> = known.chain(excluded).chain([entry]).collect();
        keys.sort_by(|one, other| (one.name.len(), &one.name).cmp(&(other.name.len(), &other.name)));
        let by_name = keys.iter().enumerate().map(|(index, key)| (key.name.clone(), index)).collect();
        Self { keys, by_name }
    }

    fn find(&self, key: &str, hint: &mut usize) -> Found {
        const AHEAD: usize = 8;
        let near = self.keys.get(*hint..).unwrap_or_default().iter().take(AHEAD).position(|known| known.name == key);
        let Some(index) = near.map(|ahead| *hint + ahead).or_else(|| self.by_name.get(key).copied()) else {
            return Found::Unknown;
        };
        *hint = index + 1;
        self.keys.get(index).and_then(|key| key.slot).map_or(Found::Excluded, Found::Slot)
    }
}

impl ColumnSlot {
    fn new(name: &str, kind: ColumnKind, non_answer: bool, merged: &Merged) -> Self {
        let cells = kind.width() + usize::from(non_answer);
        let offers = match &kind {
            ColumnKind::Choices(choices) => {
                merged.versions.iter().map(|version| Offer::of(version, name, choices)).collect()
            }
            ColumnKind::Ranking(_) | ColumnKind::Value | ColumnKind::Names | ColumnKind::Entries => Vec::new(),
        };
        Self { name: name.to_owned(), kind, non_answer, blank: vec![b','; cells.saturating_sub(1)], offers }
    }

    fn headers(&self) -> Vec<String> {
        let mut headers = match &self.kind {
            ColumnKind::Choices(choices) | ColumnKind::Ranking(choices) => {
                choices.iter().map(|choice| format!("{}/{choice}", self.name)).collect()
            }
            ColumnKind::Value | ColumnKind::Names | ColumnKind::Entries => vec![self.name.clone()],
        };
        headers.extend(self.non_answer.then(|| format!("{}.non_answer", self.name)));
        headers
    }
}

impl Offer {
    fn of(version: &MergedVersion, name: &str, choices: &[String]) -> Self {
        let (mut cells, mut places) = (Vec::new(), Vec::new());
        for (index, choice) in choices.iter().enumerate() {
            if index > 0 {
                cells.push(b',');
            }
            let offered = version.offers(name, choice);
            places.push(offered.then_some(cells.len()));
            if offered {
                cells.push(b'0');
            }
        }
        Self { cells, places }
    }
}

impl ColumnKind {
    /// What a row has in a file; nothing for groups and notes.
    fn of(field: &Field, definition: &Definition) -> Option<Self> {
        match field.item {
            FieldItem::Question(question) => Self::of_question(question, definition),
            FieldItem::Repeat(_) => Some(Self::Entries),
            FieldItem::Group(_) => None,
        }
    }

    fn of_question(question: &Question, definition: &Definition) -> Option<Self> {
        let names = |list: &str| -> Vec<String> {
            let choices = definition.choice_list(list).map_or(&[][..], |list| &list.choices);
            choices.iter().map(|choice| choice.name.clone()).collect()
        };
        let by_choice = |list: &str, kind: fn(Vec<String>) -> Self| match names(list) {
            names if names.is_empty() => Self::Names,
            names => kind(names),
        };
        match &question.kind {
            QuestionType::SelectMultiple(list) => Some(by_choice(list, Self::Choices)),
            QuestionType::Rank(list) => Some(by_choice(list, Self::Ranking)),
            QuestionType::File | QuestionType::Image => Some(Self::Names),
            QuestionType::Note => None,
            QuestionType::Text
            | QuestionType::Integer
            | QuestionType::Decimal
            | QuestionType::Range(_)
            | QuestionType::Date
            | QuestionType::Time
            | QuestionType::DateTime
            | QuestionType::SelectOne(_)
            | QuestionType::Acknowledge
            | QuestionType::Calculate
            | QuestionType::Hidden
            | QuestionType::Metadata(_)
            | QuestionType::Point => Some(Self::Value),
        }
    }

    /// Cells without the one for non-answers.
    pub(super) fn width(&self) -> usize {
        match self {
            Self::Choices(choices) | Self::Ranking(choices) => choices.len(),
            Self::Value | Self::Names | Self::Entries => 1,
        }
    }
}

/// Headers of our own before those of the questions: as they are, or with `response_` before them (as often as it
/// takes) where a question has that name, so that no two columns are called the same.
pub(super) fn leading(own: &[&str], questions: &[String]) -> Vec<String> {
    let taken: HashSet<&str> = questions.iter().map(String::as_str).collect();
    let free = |name: &&str| {
        let mut name = (*name).to_owned();
        while taken.contains(name.as_str()) {
            name.insert_str(0, "response_");
        }
        name
    };
    own.iter().map(free).collect()
}
