//! Several versions of a questionnaire as one, for tables that hold answers to all of them.
//!
//! The newest version gives the names, types, wording and order. A row of an earlier version joins the row of its name
//! where both hold the same kind of answer, in the same repeat and under the same privacy; its choices and reasons that
//! are no longer offered follow the newest ones. Where they differ it stands apart, as `name__v1`, and so does nothing
//! else: a row that is only in earlier versions keeps its name. Such rows stand at the end of their repeat or section.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    definition::{ChoiceList, Definition, Item, QuestionType, Row},
    fields::{Field, FieldItem, fields},
};

/// Versions as one definition, with what each calls its rows.
#[derive(Debug, Clone)]
pub struct Merged {
    pub definition: Definition,
    /// In the order of their numbers.
    pub versions: Vec<MergedVersion>,
}

/// One of the versions.
#[derive(Debug, Clone)]
pub struct MergedVersion {
    pub number: i32,
    /// What its rows are called in the merged definition.
    merged: BTreeMap<String, String>,
    /// What the merged definition's rows are called in it.
    own: BTreeMap<String, String>,
    /// The choices that it offers, by what its row is called in the merged definition.
    choices: BTreeMap<String, BTreeSet<String>>,
}

/// What rows must share to stand in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    class: Class,
    /// The repeats around it, as they are called in the merged definition.
    repeats: Vec<String>,
    personal: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Group,
    Repeat,
    Number,
    Text,
    Date,
    Time,
    DateTime,
    One,
    Several,
    Ranking,
    Files,
    Acknowledgement,
    Calculated,
    Hidden,
    Metadata,
    Point,
    Note,
}

impl Merged {
    /// A version on its own: its definition as it is.
    #[must_use]
    pub fn single(number: i32, definition: &Definition) -> Self {
        Self::of(&[(number, definition)])
            .unwrap_or_else(|| Self { definition: definition.clone(), versions: Vec::new() })
    }

    /// The versions as one; nothing where there are none.
    #[must_use]
    pub fn of(versions: &[(i32, &Definition)]) -> Option<Self> {
        let mut versions = versions.to_vec();
        versions.sort_by_key(|(number, _)| *number);
        let (newest, older) = versions.split_last()?;
        let mut merger = Merger::new(newest.1.clone());
        let mut merged = vec![merger.add(newest.0, newest.1)];
        merged.extend(older.iter().rev().map(|(number, definition)| merger.add(*number, definition)));
        merged.reverse();
        let mut definition = merger.definition;
        separate(&mut definition, &merged);
        Some(Self { definition, versions: merged })
    }

    /// The numbers of the versions that have a row, by what it is called here; with a choice of it where one is given.
    #[must_use]
    pub fn versions_with(&self, row: &str, choice: Option<&str>) -> Vec<i32> {
        let has = |version: &&MergedVersion| match choice {
            None => version.own_name(row).is_some(),
            Some(choice) => version.offers(row, choice),
        };
        self.versions.iter().filter(has).map(|version| version.number).collect()
    }
}

impl MergedVersion {
    /// What this version calls a row of the merged definition; nothing where it lacks it.
    #[must_use]
    pub fn own_name(&self, merged: &str) -> Option<&str> {
        self.own.get(merged).map(String::as_str)
    }

    /// What the merged definition calls a row of this version.
    #[must_use]
    pub fn merged_name(&self, own: &str) -> Option<&str> {
        self.merged.get(own).map(String::as_str)
    }

    /// Does this version offer the choice at a row of the merged definition?
    #[must_use]
    pub fn offers(&self, merged: &str, choice: &str) -> bool {
        self.choices.get(merged).is_some_and(|choices| choices.contains(choice))
    }
}

/// The merged definition as it grows, from the newest version backwards.
struct Merger {
    definition: Definition,
    /// The rows of each name, as they are called here.
    known: BTreeMap<String, Vec<(String, Signature)>>,
    taken: BTreeSet<String>,
}

impl Merger {
    fn new(definition: Definition) -> Self {
        let taken = fields(&definition).iter().map(|field| field.name().to_owned()).collect();
        Self { definition, known: BTreeMap::new(), taken }
    }

    fn add(&mut self, number: i32, definition: &Definition) -> MergedVersion {
        let is_first = self.known.is_empty();
        let mut version =
            MergedVersion { number, merged: BTreeMap::new(), own: BTreeMap::new(), choices: BTreeMap::new() };
        for language in &definition.languages {
            if !self.definition.languages.contains(language) {
                self.definition.languages.push(language.clone());
            }
        }
        for field in fields(definition) {
            let around = |name: &&str| version.merged_name(name).unwrap_or(name).to_owned();
            let signature = Signature {
                class: class_of(&field),
                repeats: field.repeats.iter().map(around).collect(),
                personal: field.personal,
            };
            let own = field.name().to_owned();
            let known = self.known.entry(own.clone()).or_default();
            let joined = known.iter().find(|(_, other)| *other == signature).map(|(name, _)| name.clone());
            let offered = list_of(&field, definition).cloned();
            let name = match joined {
                Some(name) => {
                    self.join(&name, &field, offered.as_ref());
                    name
                }
                None if is_first => own.clone(),
                None => self.insert(number, &field, &signature, offered.as_ref()),
            };
            let known = self.known.entry(own.clone()).or_default();
            if !known.iter().any(|(other, _)| *other == name) {
                known.push((name.clone(), signature));
            }
            if let Some(list) = offered {
                let names = list.choices.into_iter().map(|choice| choice.name).collect();
                version.choices.insert(name.clone(), names);
            }
            version.own.insert(name.clone(), own.clone());
            version.merged.insert(own, name);
        }
        version
    }

    /// A row that is known: what else it offered.
    fn join(&mut self, name: &str, field: &Field, offered: Option<&ChoiceList>) {
        let current: Vec<_> = fields(&self.definition)
            .iter()
            .filter(|field| field.name() == name)
            .map(|field| (field.non_answers.clone(), field.question().and_then(|it| it.kind.list()).map(str::to_owned)))
            .collect();
        let Some((non_answers, list)) = current.into_iter().next() else { return };
        if !field.non_answers.is_subset(&non_answers)
            && let Some(row) = find(&mut self.definition.items, name).map(row_mut)
        {
            row.non_answers = Some(&non_answers | &field.non_answers);
        }
        if let (Some(list), Some(offered)) = (list, offered) {
            self.extend(&list, offered);
        }
    }

    /// A row that only earlier versions have, or have so: a copy that says itself what it inherited.
    fn insert(&mut self, number: i32, field: &Field, signature: &Signature, offered: Option<&ChoiceList>) -> String {
        let mut name = field.name().to_owned();
        if self.taken.contains(&name) {
            name = format!("{name}__v{number}");
        }
        while self.taken.contains(&name) {
            name.push('_');
        }
        self.taken.insert(name.clone());
        let mut item = match field.item {
            FieldItem::Question(question) => Item::Question(Box::new(question.clone())),
            FieldItem::Group(group) => {
                let mut group = group.clone();
                group.items.clear();
                Item::Group(group)
            }
            FieldItem::Repeat(repeat) => {
                let mut repeat = repeat.clone();
                repeat.items.clear();
                Item::Repeat(repeat)
            }
        };
        let row = row_mut(&mut item);
        row.name.clone_from(&name);
        row.personal = field.personal && signature.class != Class::Metadata;
        row.non_answers = Some(field.non_answers.clone());
        if let Some(list) = offered {
            self.extend(&list.name, list);
        }
        let section = field.section.map(|row| row.name.as_str()).filter(|section| *section != field.name());
        let container = match signature.repeats.last() {
            Some(repeat) => find(&mut self.definition.items, repeat),
            // A section that is personal as a whole would make its guests so.
            None => section
                .and_then(|section| find(&mut self.definition.items, section))
                .filter(|item| field.personal || !item.row().personal),
        };
        match container {
            Some(Item::Group(group)) => group.items.push(item),
            Some(Item::Repeat(repeat)) => repeat.items.push(item),
            Some(Item::Question(_)) | None => self.definition.items.push(item),
        }
        name
    }

    /// Adds the choices that a list lacks, after its own.
    fn extend(&mut self, list: &str, offered: &ChoiceList) {
        match self.definition.choice_lists.iter_mut().find(|known| known.name == list) {
            Some(known) => {
                for choice in &offered.choices {
                    if !known.choices.iter().any(|other| other.name == choice.name) {
                        known.choices.push(choice.clone());
                    }
                }
            }
            None => self.definition.choice_lists.push(ChoiceList { name: list.to_owned(), ..offered.clone() }),
        }
    }
}

/// A list that grew by what other questions offered is split: each question keeps what it ever offered.
fn separate(definition: &mut Definition, versions: &[MergedVersion]) {
    let Definition { items, choice_lists, .. } = definition;
    let mut waiting: Vec<&mut Item> = items.iter_mut().collect();
    while let Some(item) = waiting.pop() {
        let question = match item {
            Item::Question(question) => question,
            Item::Group(group) => {
                waiting.extend(&mut group.items);
                continue;
            }
            Item::Repeat(repeat) => {
                waiting.extend(&mut repeat.items);
                continue;
            }
        };
        let name = question.row.name.clone();
        let (QuestionType::SelectOne(list) | QuestionType::SelectMultiple(list) | QuestionType::Rank(list)) =
            &mut question.kind
        else {
            continue;
        };
        let Some(known) = choice_lists.iter().find(|known| known.name == *list) else { continue };
        let offered = |name: &str, choice: &str| versions.iter().any(|version| version.offers(name, choice));
        if known.choices.iter().all(|choice| offered(&name, &choice.name)) {
            continue;
        }
        let choices = known.choices.iter().filter(|choice| offered(&name, &choice.name)).cloned().collect();
        let mut own = format!("{list}__{name}");
        while choice_lists.iter().any(|known| known.name == own) {
            own.push('_');
        }
        list.clone_from(&own);
        choice_lists.push(ChoiceList { name: own, choices });
    }
}

fn find<'a>(items: &'a mut [Item], name: &str) -> Option<&'a mut Item> {
    for item in items {
        if item.row().name == name {
            return Some(item);
        }
        let found = match item {
            Item::Question(_) => None,
            Item::Group(group) => find(&mut group.items, name),
            Item::Repeat(repeat) => find(&mut repeat.items, name),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn row_mut(item: &mut Item) -> &mut Row {
    match item {
        Item::Question(question) => &mut question.row,
        Item::Group(group) => &mut group.row,
        Item::Repeat(repeat) => &mut repeat.row,
    }
}

fn list_of<'a>(field: &Field, definition: &'a Definition) -> Option<&'a ChoiceList> {
    field.question().and_then(|question| question.kind.list()).and_then(|list| definition.choice_list(list))
}

fn class_of(field: &Field) -> Class {
    let question = match field.item {
        FieldItem::Group(_) => return Class::Group,
        FieldItem::Repeat(_) => return Class::Repeat,
        FieldItem::Question(question) => question,
    };
    match &question.kind {
        QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => Class::Number,
        QuestionType::Text => Class::Text,
        QuestionType::Date => Class::Date,
        QuestionType::Time => Class::Time,
        QuestionType::DateTime => Class::DateTime,
        QuestionType::SelectOne(_) => Class::One,
        QuestionType::SelectMultiple(_) => Class::Several,
        QuestionType::Rank(_) => Class::Ranking,
        QuestionType::File | QuestionType::Image => Class::Files,
        QuestionType::Acknowledge => Class::Acknowledgement,
        QuestionType::Calculate => Class::Calculated,
        QuestionType::Hidden => Class::Hidden,
        QuestionType::Metadata(_) => Class::Metadata,
        QuestionType::Point => Class::Point,
        QuestionType::Note => Class::Note,
    }
}

#[cfg(test)]
mod tests;
