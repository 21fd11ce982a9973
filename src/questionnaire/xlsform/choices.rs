//! The choices sheet, the files of choices that came with the workbook, and the choice `other` of `or_other`.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    code::Code,
    column::{Column, SheetKind},
    context::Context,
    nearest::Suggestions,
    origins::Origin,
    problem::{Place, Problem, Severity},
    problems::Problems,
    table::{Header, Meaning, RowView, Table},
    workbook::Sheet,
};
use crate::questionnaire::{
    definition::{Choice, ChoiceList},
    text::Text,
};

/// Lists of choices, in the order in which they begin.
#[derive(Debug, Default)]
pub(super) struct Lists {
    lists: Vec<ChoiceList>,
    /// Where in `lists` a list stands.
    positions: BTreeMap<String, usize>,
    suggestions: Suggestions,
    /// Where a list begins.
    begins: BTreeMap<String, Place>,
    used: BTreeSet<String>,
    /// Where files of choices are asked for, by the name without its ending.
    files: BTreeMap<String, Origin>,
    /// Where choices with a space in their name stand, by list.
    spaced: BTreeMap<String, Vec<Problem>>,
}

/// Reads the sheet.
pub(super) fn read(table: &Table, allow_duplicates: bool, context: &mut Context) -> Lists {
    let mut lists = Lists::default();
    for column in [Column::ListName, Column::Name] {
        if !table.has(column) && !table.rows.is_empty() {
            let place = Place::cell(&table.sheet, table.header_row, 0);
            context.problems.push(Problem::new(Code::MissingColumn, place).naming(&[column.name()]));
            return lists;
        }
    }
    if !table.has(Column::Label) && !table.rows.is_empty() {
        let place = Place::cell(&table.sheet, table.header_row, 0);
        let problem = Problem::new(Code::MissingColumn, place).naming(&[Column::Label.name()]);
        context.problems.push(problem.weighing(Severity::Warning));
    }
    let mut seen = BTreeMap::new();
    for row in table.views() {
        let (list, name) = (row.text(Column::ListName), row.text(Column::Name));
        let label = context.wording(row, Column::Label);
        if list.is_empty() {
            if !name.is_empty() {
                context.problems.push(Problem::new(Code::ChoiceWithoutList, row.place(Column::ListName)).row(name));
            }
            continue;
        }
        if name.is_empty() {
            let problem = Problem::new(Code::ChoiceWithoutName, row.place(Column::Name)).naming(&[list]);
            context.problems.push(problem);
            continue;
        }
        let key = format!("{list}/{name}");
        context.remember(row, &key);
        check(row, &label, &mut lists, context);
        let place = row.place(Column::Name);
        if let Some(first) = seen.insert(key.clone(), place.clone())
            && !allow_duplicates
        {
            let problem = Problem::in_cell(&row.origin(&key, Column::Name), Code::DuplicateChoice, &[name, list], None);
            context.problems.push(problem.clashing(first));
            continue;
        }
        lists.begins.entry(list.to_owned()).or_insert_with(|| row.place(Column::ListName));
        lists.add(list, Choice { name: name.to_owned(), label, extra: context.extra(row) });
    }
    lists
}

impl Lists {
    /// Is there such a list?
    pub fn has(&self, list: &str) -> bool {
        self.positions.contains_key(list)
    }

    /// Is there such a list, or a file of choices with this name and whatever ending?
    pub fn has_any(&self, name: &str) -> bool {
        self.has(name) || self.files.contains_key(name)
    }

    /// The list with this name.
    pub fn get(&self, list: &str) -> Option<&ChoiceList> {
        self.lists.get(*self.positions.get(list)?)
    }

    /// The list that was probably meant.
    pub fn suggest(&self, list: &str) -> Option<String> {
        self.suggestions.nearest(list, self.lists.iter().map(|list| list.name.as_str()))
    }

    /// Notes a use. Where several choices are kept together, no name may have a space.
    pub fn mark_used(&mut self, list: &str, several: bool, context: &mut Context) {
        self.used.insert(list.to_owned());
        if several && let Some(problems) = self.spaced.remove(list) {
            context.problems.extend(problems.into_iter().map(|problem| problem.weighing(Severity::Error)));
        }
    }

    /// Notes where a file of choices is asked for.
    pub fn note_file(&mut self, file: &str, origin: &Origin) {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        self.files.entry(stem.to_owned()).or_insert_with(|| origin.clone());
    }

    /// Reads a file of choices by the names of its columns for value and label.
    pub fn add_file(&mut self, name: &str, file: &Sheet, value: &str, label: &str, context: &mut Context) {
        if self.has(name) {
            return;
        }
        let table = Table::read(SheetKind::Choices, file, &mut Problems::default());
        self.add_empty(name);
        for row in table.views() {
            let by_header = |wanted: &str| {
                let mut cells = row.filled();
                cells.find(|(header, ..)| header.text == wanted).map_or("", |(_, text, _)| text)
            };
            let mut wording = Text::default();
            wording.set(context.default_language.clone(), by_header(label));
            for (header, text, _) in row.filled() {
                if let Meaning::Known(Column::Label, Some(language)) = &header.meaning {
                    wording.set(language.clone(), text);
                }
            }
            let name_of = by_header(value);
            let is_wording = |header: &Header| matches!(&header.meaning, Meaning::Known(Column::Label, Some(_)));
            let rest =
                row.filled().filter(|(header, ..)| header.text != value && header.text != label && !is_wording(header));
            let extra = rest.map(|(header, text, _)| (header.text.clone(), text.to_owned())).collect();
            if name_of.is_empty() {
                let place = row.place(Column::Name);
                context.problems.push(Problem::new(Code::ChoiceWithoutName, place).naming(&[name]));
            } else {
                self.add(name, Choice { name: name_of.to_owned(), label: wording, extra });
            }
        }
    }

    /// An empty list, for a file that is still to come.
    pub fn add_empty(&mut self, name: &str) {
        self.list_mut(name);
    }

    /// Adds the choice `other`, unless the list has it.
    pub fn add_other(&mut self, list: &str, label: &Text) {
        let lacks = |list: &ChoiceList| list.choices.iter().all(|choice| choice.name != "other");
        if self.get(list).is_some_and(lacks) {
            self.add(list, Choice { name: "other".to_owned(), label: label.clone(), extra: BTreeMap::new() });
        }
    }

    /// Says which lists no question uses and which choices have spaces, and gives the lists.
    pub fn finish(self, context: &mut Context) -> Vec<ChoiceList> {
        let looked_up = looked_up(context);
        let unused = |list: &String| !self.used.contains(list) && !looked_up.contains(list.as_str());
        let begins = self.begins.iter().filter(|(list, _)| unused(list));
        let problem = |(list, place): (&String, &Place)| {
            Problem::new(Code::UnusedList, place.clone()).naming(&[list]).quoting(list)
        };
        let problems: Vec<Problem> = begins.map(problem).collect();
        context.problems.extend(problems);
        // Expressions look up both by the same name.
        let twice = self.files.iter().filter(|(stem, _)| self.begins.contains_key(*stem) && self.used.contains(*stem));
        let problem = |(stem, origin): (&String, &Origin)| Problem::in_cell(origin, Code::ListAndFile, &[stem], None);
        let problems: Vec<Problem> = twice.map(problem).collect();
        context.problems.extend(problems);
        context.problems.extend(self.spaced.into_values().flatten());
        self.lists
    }

    fn add(&mut self, list: &str, choice: Choice) {
        if let Some(list) = self.list_mut(list) {
            list.choices.push(choice);
        }
    }

    /// The list with this name, made if it is new.
    fn list_mut(&mut self, name: &str) -> Option<&mut ChoiceList> {
        let position = *self.positions.entry(name.to_owned()).or_insert(self.lists.len());
        if position == self.lists.len() {
            self.lists.push(ChoiceList { name: name.to_owned(), choices: Vec::new() });
        }
        self.lists.get_mut(position)
    }
}

/// The lists that rules look up with `instance('list')`.
fn looked_up(context: &Context) -> BTreeSet<&str> {
    let cells = context.cells.iter().filter(|cell| cell.column.is_expression() || cell.column.is_wording());
    let calls = cells.flat_map(|cell| cell.origin.text.split("instance(").skip(1));
    calls.filter_map(|call| call.split(['\'', '"']).nth(1)).collect()
}

fn check(row: RowView<'_>, label: &Text, lists: &mut Lists, context: &mut Context) {
    let (list, name) = (row.text(Column::ListName), row.text(Column::Name));
    let key = format!("{list}/{name}");
    let has_media = row.filled().any(|(header, ..)| matches!(&header.meaning, Meaning::Known(c, _) if c.is_media()));
    if label.is_empty() && !has_media && row.table.has(Column::Label) {
        let place = row.place(Column::Label);
        context.problems.push(Problem::new(Code::MissingChoiceLabel, place).naming(&[name, list]).row(&key));
    }
    if let Some(at) = name.find(char::is_whitespace) {
        let origin = row.origin(&key, Column::Name);
        let span = Some(at..at + name.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let problem = Problem::in_cell(&origin, Code::ChoiceWithSpace, &[name, list], span).weighing(Severity::Warning);
        lists.spaced.entry(list.to_owned()).or_default().push(problem);
    }
}
