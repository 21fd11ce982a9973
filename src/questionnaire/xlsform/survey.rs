//! The survey sheet: rows to a tree of groups, repeats and questions.

use super::{
    choices::Lists,
    code::Code,
    column::Column,
    context::Context,
    names::{Names, Surroundings},
    origins::Origin,
    parameters::{self, Geometry},
    problem::{Place, Problem},
    question, row,
    table::{RowView, Table},
    types::{self, Bracket, RowType},
    workbook::Sheet,
};
use crate::questionnaire::definition::{Group, Item, Repeat, Row};

/// How deep groups and repeats may stand in each other.
pub const DEEPEST: usize = 30;

/// What the survey sheet gives besides problems.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub items: Vec<Item>,
    pub names: Names,
    pub geometries: Vec<Geometry>,
    /// Lists that need the choice `other`.
    pub other_lists: Vec<String>,
}

/// The state of reading.
pub(super) struct Reader<'a> {
    pub context: &'a mut Context,
    pub lists: &'a mut Lists,
    pub files: &'a [Sheet],
    pub survey: Survey,
    stack: Vec<Frame>,
    /// Brackets that are open beyond [`DEEPEST`], and not built.
    too_deep: usize,
}

/// An open group or repeat.
#[derive(Debug)]
struct Frame {
    bracket: Bracket,
    row: Row,
    /// The name as it stands in its cell.
    written: String,
    /// Of a group whose questions are the rows of one table: the list of the first.
    table: Option<Option<String>>,
    place: Place,
    repeat_count: String,
    max_entries: Option<u32>,
    items: Vec<Item>,
}

/// Reads the sheet.
pub(super) fn read(table: &Table, files: &[Sheet], lists: &mut Lists, context: &mut Context) -> Survey {
    let head = Place::cell(&table.sheet, table.header_row, 0);
    for column in [Column::Type, Column::Name] {
        if !table.has(column) {
            context.problems.push(Problem::new(Code::MissingColumn, head.clone()).naming(&[column.name()]));
        }
    }
    let mut reader = Reader { context, lists, files, survey: Survey::default(), stack: Vec::new(), too_deep: 0 };
    if !table.has(Column::Type) {
        return reader.survey;
    }
    for view in table.views() {
        reader.row(view);
    }
    reader.close_all();
    parameters::check_geometries(&mut reader);
    if reader.survey.items.is_empty() && !reader.context.problems.has_errors() {
        reader.context.problems.push(Problem::new(Code::EmptySurvey, Place::sheet(&table.sheet)));
    }
    reader.survey
}

impl Reader<'_> {
    fn row(&mut self, view: RowView<'_>) {
        let (written, name) = (view.text(Column::Type), view.text(Column::Name));
        if view.filled().next().is_none() {
            return;
        }
        if is_yes(view.text(Column::Disabled)) {
            self.say(Problem::new(Code::DisabledRow, view.place(Column::Disabled)).naming(&[name]).row(name));
            return;
        }
        if written.is_empty() {
            let comment = name.is_empty() && view.text(Column::Label).is_empty();
            let code = if comment { Code::SkippedRow } else { Code::MissingType };
            self.say(Problem::new(code, view.place(Column::Type)).row(name));
            self.take_name(view, false);
            return;
        }
        let origin = view.origin(name, Column::Type);
        match types::parse(written) {
            RowType::Begin(bracket) => self.begin(view, bracket),
            RowType::End(bracket) => self.end(view, bracket),
            RowType::Refused(instead) => {
                self.say(Problem::in_cell(&origin, Code::RefusedFeature, &[written, instead], None));
                self.lists.note_file(name, &origin);
                self.take_name(view, false);
            }
            RowType::ListMissing => {
                self.say(Problem::in_cell(&origin, Code::MissingList, &[written], None));
                self.take_name(view, false);
            }
            RowType::Unknown(suggestion) => {
                let problem = Problem::in_cell(&origin, Code::UnknownType, &[written], None);
                self.say(problem.suggesting(suggestion));
                self.take_name(view, false);
            }
            RowType::DataFile => question::read_data_file(self, view),
            RowType::Question(kind) => question::read(self, view, question::Kind::Plain(kind)),
            RowType::Percentage => question::read(self, view, question::Kind::Percentage),
            RowType::Select(select) => question::read(self, view, question::Kind::Select(select)),
            RowType::Degraded(kind, becomes) => {
                self.say(Problem::in_cell(&origin, Code::DegradedType, &[written, becomes], None));
                question::read(self, view, question::Kind::Changed(kind));
            }
            RowType::Ignored => {
                if written.eq_ignore_ascii_case("audit") && !["", "audit"].contains(&name) {
                    let name_cell = view.origin(name, Column::Name);
                    let names = ["name", name, "“audit”, or empty, on this row"];
                    self.say(Problem::in_cell(&name_cell, Code::InvalidValue, &names, None));
                }
                self.say(Problem::in_cell(&origin, Code::Ignored, &[written], None));
                question::read(self, view, question::Kind::Device);
            }
        }
    }

    /// Reports a problem.
    pub fn say(&mut self, problem: Problem) {
        self.context.problems.push(problem);
    }

    /// Takes the row's name and remembers its cells; gives the name that the row gets.
    pub fn take_name(&mut self, view: RowView<'_>, needed: bool) -> String {
        let is_repeat = types::parse(view.text(Column::Type)) == RowType::Begin(Bracket::Repeat);
        let origin = view.origin(view.text(Column::Name), Column::Name);
        let mut name = String::new();
        if !origin.text.is_empty() {
            let parent = self.stack.last().map_or("", |frame| frame.row.name.as_str());
            let (given, problem) = self.survey.names.take(&origin, Surroundings { parent, is_repeat });
            self.context.problems.extend(problem);
            name = given;
        } else if needed && view.table.has(Column::Name) {
            self.say(Problem::new(Code::MissingName, origin.place));
        }
        self.context.remember(view, &name);
        name
    }

    /// Takes a name that the importer makes up; a clash is reported at `origin`'s cell.
    pub fn take_made_up(&mut self, name: &str, origin: &Origin) -> String {
        let made_up = Origin { text: name.to_owned(), ..origin.clone() };
        let parent = self.stack.last().map_or("", |frame| frame.row.name.as_str());
        let (given, problem) = self.survey.names.take(&made_up, Surroundings { parent, is_repeat: false });
        self.context.problems.extend(problem);
        given
    }

    /// Takes a made-up name where the row has none: nothing refers to a note, and a device's value has one name.
    pub fn take_or_make_up(&mut self, view: RowView<'_>, name: &str) -> String {
        let written = view.text(Column::Name);
        if !written.is_empty() {
            return self.take_name(view, true);
        }
        let place = view.place(Column::Name);
        let origin = Origin { row_name: name.to_owned(), place: place.clone(), text: name.to_owned() };
        let name = self.take_made_up(name, &origin);
        self.context.remember(view, &name);
        self.say(Problem::new(Code::NameMadeUp, place).naming(&[&name]).row(&name));
        name
    }

    /// Remembers a rule that the importer makes up for the cell of `origin`.
    pub fn make_up_rule(&mut self, row_name: &str, column: Column, rule: &str, origin: &Origin) {
        let place = origin.place.clone();
        let origin = Origin { row_name: row_name.to_owned(), place, text: rule.to_owned() };
        self.context.origins.insert(column, None, origin);
    }

    /// The list that a question in the table around it must have, where that is another one.
    pub fn table_list(&mut self, list: &str) -> Option<String> {
        let table = self.stack.last_mut()?.table.as_mut()?;
        let first = table.get_or_insert_with(|| list.to_owned());
        (first != list).then(|| first.clone())
    }

    /// Is the row within a table whose questions share their choices?
    pub fn is_in_table(&self) -> bool {
        self.stack.last().is_some_and(|frame| frame.table.is_some())
    }

    /// Adds an item where the sheet stands.
    pub fn add(&mut self, item: Item) {
        match self.stack.last_mut() {
            Some(frame) => frame.items.push(item),
            None => self.survey.items.push(item),
        }
    }

    fn begin(&mut self, view: RowView<'_>, bracket: Bracket) {
        let name = self.take_name(view, true);
        if self.stack.len() == DEEPEST {
            self.say(Problem::new(Code::TooDeep, view.place(Column::Type)).naming(&[&DEEPEST.to_string()]));
            self.too_deep += 1;
            return;
        }
        let row = Row { name, ..row::read(self, view) };
        let is_section = bracket == Bracket::Group && self.stack.is_empty();
        if row.label.is_empty() && (bracket == Bracket::Repeat || is_section) && !row.appears("field-list") {
            let problem = Problem::new(Code::MissingLabel, view.place(Column::Label)).naming(&[&row.name]);
            self.say(problem.row(&row.name));
        }
        let without_effect = match bracket {
            Bracket::Group => [Column::ChoiceFilter, Column::RepeatCount].as_slice(),
            Bracket::Repeat => &[Column::ChoiceFilter],
        };
        row::report_without_effect(self, view, without_effect);
        let max_entries = row::number(self, view, Column::MaxEntries);
        self.stack.push(Frame {
            bracket,
            table: row.appears("table-list").then_some(None),
            row,
            written: view.text(Column::Name).to_owned(),
            place: view.place(Column::Type),
            repeat_count: view.text(Column::RepeatCount).to_owned(),
            max_entries,
            items: Vec::new(),
        });
    }

    fn end(&mut self, view: RowView<'_>, bracket: Bracket) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let origin = view.origin(view.text(Column::Name), Column::Type);
        let written = view.text(Column::Type);
        let Some(top) = self.stack.last() else {
            self.say(Problem::in_cell(&origin, Code::UnmatchedEnd, &[written], None));
            return;
        };
        if top.bracket != bracket {
            let names = [top.bracket.word(), &top.row.name, written];
            let problem = Problem::in_cell(&origin, Code::MismatchedEnd, &names, None).clashing(top.place.clone());
            self.say(problem);
            // What is meant to be closed may stand further out; then what is open within it is closed as well.
            if !self.stack.iter().any(|frame| frame.bracket == bracket) {
                return;
            }
            while self.stack.last().is_some_and(|frame| frame.bracket != bracket) {
                self.close();
            }
        }
        self.check_end_name(view);
        self.close();
    }

    fn check_end_name(&mut self, view: RowView<'_>) {
        let Some(top) = self.stack.last() else { return };
        let origin = view.origin(view.text(Column::Name), Column::Name);
        if !origin.text.is_empty() && origin.text != top.written {
            let names = [origin.text.as_str(), &top.written];
            let problem = Problem::in_cell(&origin, Code::EndNameDiffers, &names, None).clashing(top.place.clone());
            self.say(problem);
        }
    }

    fn close_all(&mut self) {
        while let Some(frame) = self.stack.last() {
            let problem = Problem::new(Code::UnclosedGroup, frame.place.clone())
                .naming(&[frame.bracket.word(), &frame.row.name])
                .row(&frame.row.name);
            self.say(problem);
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.stack.pop() else { return };
        let Frame { bracket, row, place, repeat_count, max_entries, items, .. } = frame;
        if items.is_empty() {
            let problem = Problem::new(Code::EmptyGroup, place).naming(&[bracket.word(), &row.name]).row(&row.name);
            self.say(problem);
        }
        self.add(match bracket {
            Bracket::Group => Item::Group(Group { row, items }),
            Bracket::Repeat => Item::Repeat(Repeat { row, repeat_count, max_entries, items }),
        });
    }
}

impl Bracket {
    fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Repeat => "repeat",
        }
    }
}

/// `yes`, `true`, `1` and the like.
pub(super) fn is_yes(text: &str) -> bool {
    ["yes", "true", "true()", "1", "y"].iter().any(|yes| text.eq_ignore_ascii_case(yes))
}
