//! Where each list of choices goes: to the choices sheet, or to a file of its own, in an order that the importer keeps.

use std::collections::{BTreeMap, BTreeSet};

use super::types;
use crate::questionnaire::{
    definition::{Choice, ChoiceList, Definition, Item, Question},
    xlsform::{
        column::{Column, SheetKind},
        headers, other,
        table::Meaning,
        types::{Select, SelectKind},
    },
};

/// What becomes of the lists.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// Lists of the choices sheet with the choices that are written.
    pub sheet: Vec<(&'a str, &'a [Choice])>,
    pub files: Vec<File<'a>>,
    /// Names of `csv-external` rows that stand before a question.
    before: BTreeMap<&'a str, Vec<&'a str>>,
    /// Names of `csv-external` rows at the end.
    pub at_the_end: Vec<&'a str>,
    /// Questions whose choice and follow-up the importer adds again.
    adding: BTreeSet<&'a str>,
}

/// A file of choices.
#[derive(Debug)]
pub(super) struct File<'a> {
    pub name: String,
    pub value: &'a str,
    pub label: &'a str,
    pub choices: &'a [Choice],
}

/// A question with choices, in the order of the rows.
#[derive(Debug)]
struct Use<'a> {
    question: &'a Question,
    select: Select,
    /// Does the question follow that `or_other` adds?
    is_followed: bool,
}

impl<'a> Plan<'a> {
    pub fn of(definition: &'a Definition) -> Self {
        let mut uses = Vec::new();
        collect(&definition.items, definition, &mut uses);
        let made = other::choice(&definition.languages);
        let mut plan = Self::default();
        let lists = &definition.choice_lists;
        for used in uses.iter().filter(|used| used.is_followed) {
            let list = lists.iter().find(|list| list.name == used.select.list);
            if list.is_none_or(|list| list.choices.iter().any(|choice| choice.name == other::OTHER)) {
                plan.adding.insert(&used.question.row.name);
            }
        }
        let is_added = |list: &ChoiceList| {
            list.choices.len() > 1
                && list.choices.last() == Some(&made)
                && uses
                    .iter()
                    .any(|used| used.select.list == list.name && plan.adding.contains(used.question.row.name.as_str()))
        };
        let written = |list: &'a ChoiceList| match list.choices.split_last() {
            Some((_, rest)) if is_added(list) => rest,
            Some(_) | None => list.choices.as_slice(),
        };
        let first_file = first_file(definition, &uses);
        let (on_sheet, apart) = lists.split_at_checked(first_file).unwrap_or((lists, &[]));
        plan.sheet = on_sheet.iter().map(|list| (list.name.as_str(), written(list))).collect();
        let mut waiting = Vec::new();
        for list in apart {
            match uses.iter().find(|used| is_from_file(used, list)) {
                Some(first) => {
                    plan.before.insert(&first.question.row.name, std::mem::take(&mut waiting));
                    plan.files.push(file(list, written(list), first.question));
                }
                None => {
                    waiting.push(list.name.as_str());
                    let name = format!("{}.csv", list.name);
                    plan.files.push(File { name, value: "name", label: "label", choices: &list.choices });
                }
            }
        }
        plan.at_the_end = waiting;
        plan
    }

    /// The `csv-external` rows that stand before the question.
    pub fn before(&self, question: &str) -> &[&'a str] {
        self.before.get(question).map_or(&[], Vec::as_slice)
    }

    /// Is this the name of a list that is a file?
    pub fn is_file(&self, list: &str) -> bool {
        self.files.iter().any(|file| file.name == list)
    }

    /// Does the importer add what follows the question?
    pub fn adds_other(&self, question: &str) -> bool {
        self.adding.contains(question)
    }
}

fn collect<'a>(items: &'a [Item], definition: &Definition, uses: &mut Vec<Use<'a>>) {
    for (index, item) in items.iter().enumerate() {
        if let Item::Question(question) = item
            && let Some(select) = types::select(question)
        {
            let next = items.get(index + 1);
            let is_made = |next: &Item| matches!(next, Item::Question(next) if **next == other::follow_up(&question.row.name, &definition.languages));
            // The importer refuses to add a choice to what is filtered.
            let is_followed = question.or_other && question.choice_filter.is_empty() && next.is_some_and(is_made);
            uses.push(Use { question, select, is_followed });
        }
        collect(item.items(), definition, uses);
    }
}

/// The importer reads the choices sheet first, so that lists from files stand behind its lists.
fn first_file(definition: &Definition, uses: &[Use<'_>]) -> usize {
    let is_file = |list: &ChoiceList| uses.iter().any(|used| is_from_file(used, list));
    let is_used = |list: &ChoiceList| uses.iter().any(|used| used.select.list == list.name);
    let lists = || definition.choice_lists.iter().enumerate();
    let last_plain = lists().rfind(|(_, list)| is_used(list) && !is_file(list));
    let from = last_plain.map_or(0, |(index, _)| index + 1);
    let apart = lists().skip(from).find(|(_, list)| is_file(list) || !fits_the_sheet(list, definition));
    apart.map_or(definition.choice_lists.len(), |(index, _)| index)
}

fn is_from_file(used: &Use<'_>, list: &ChoiceList) -> bool {
    let lower = list.name.to_lowercase();
    used.select.list == list.name
        && matches!(used.select.how, SelectKind::One | SelectKind::Multiple)
        && (lower.ends_with(".csv") || lower.ends_with(".geojson"))
}

/// A file may have columns that mean something else on the sheet, and languages that the questionnaire lacks.
fn fits_the_sheet(list: &ChoiceList, definition: &Definition) -> bool {
    let is_own = |header: &String| match headers::meaning(SheetKind::Choices, header, true) {
        Meaning::Extra(_) => true,
        Meaning::Known(column, _) => column.is_media(),
    };
    let fits = |choice: &Choice| {
        choice.extra.keys().all(is_own)
            && choice.label.iter().all(|(language, _)| definition.languages.contains(language))
    };
    !list.choices.is_empty() && list.choices.iter().all(fits)
}

fn file<'a>(list: &'a ChoiceList, choices: &'a [Choice], question: &'a Question) -> File<'a> {
    let usual = if list.name.to_lowercase().ends_with(".geojson") { ("id", "title") } else { ("name", "label") };
    let column = |name: &str, usual: &'a str| question.parameters.get(name).map_or(usual, String::as_str);
    let (value, label) = (column("value", usual.0), column(Column::Label.name(), usual.1));
    File { name: list.name.clone(), value, label, choices }
}
