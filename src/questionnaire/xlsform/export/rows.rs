//! The survey sheet: the tree as rows, with brackets round groups and repeats.

use std::collections::BTreeMap;

use super::{
    grid::{Cells, Grid, Languages},
    lists::Plan,
    types,
};
use crate::questionnaire::{
    definition::{Definition, Item, Question, Repeat, Row},
    xlsform::{
        column::{Column, SheetKind},
        workbook::Sheet,
    },
};

const ORDER: [Column; 29] = [
    Column::Type,
    Column::Name,
    Column::Label,
    Column::Hint,
    Column::GuidanceHint,
    Column::Required,
    Column::RequiredMessage,
    Column::Relevant,
    Column::Constraint,
    Column::ConstraintMessage,
    Column::Calculation,
    Column::ChoiceFilter,
    Column::RepeatCount,
    Column::Default,
    Column::Trigger,
    Column::ReadOnly,
    Column::Parameters,
    Column::Appearance,
    Column::Number,
    Column::NonAnswers,
    Column::Departments,
    Column::Personal,
    Column::Visibility,
    Column::Consolidation,
    Column::MaxLength,
    Column::Ranks,
    Column::Unit,
    Column::MaxEntries,
    Column::OrOther,
];

/// Label columns say which languages there are, in their order.
const ALWAYS: [Column; 3] = [Column::Type, Column::Name, Column::Label];

/// The sheet.
pub(super) fn sheet(definition: &Definition, plan: &Plan<'_>, languages: &Languages) -> Sheet {
    let mut grid = Grid::default();
    items(&definition.items, plan, &mut grid);
    external(&plan.at_the_end, &mut grid);
    grid.sheet(SheetKind::Survey, &ORDER, &ALWAYS, languages)
}

fn items(all: &[Item], plan: &Plan<'_>, grid: &mut Grid) {
    let mut rest = all.iter();
    while let Some(item) = rest.next() {
        match item {
            Item::Question(question) => {
                external(plan.before(&question.row.name), grid);
                let adds_other = plan.adds_other(&question.row.name);
                grid.push(asked(question, plan, adds_other));
                if adds_other {
                    rest.next();
                }
            }
            Item::Group(group) => {
                grid.push(begin(&group.row, "begin_group"));
                items(&group.items, plan, grid);
                grid.push(bracket("end_group"));
            }
            Item::Repeat(repeat) => {
                grid.push(begin_repeat(repeat));
                items(&repeat.items, plan, grid);
                grid.push(bracket("end_repeat"));
            }
        }
    }
}

fn external(lists: &[&str], grid: &mut Grid) {
    for list in lists {
        let mut cells = bracket("csv-external");
        cells.put(Column::Name, list);
        grid.push(cells);
    }
}

fn bracket(word: &str) -> Cells {
    let mut cells = Cells::default();
    cells.put(Column::Type, word);
    cells
}

fn begin(row: &Row, word: &str) -> Cells {
    let mut cells = common(row);
    cells.put(Column::Type, word);
    cells.extras(&row.extra);
    cells
}

fn begin_repeat(repeat: &Repeat) -> Cells {
    let mut cells = begin(&repeat.row, "begin_repeat");
    cells.put(Column::RepeatCount, &repeat.repeat_count);
    cells.put(Column::MaxEntries, &number(repeat.max_entries));
    cells
}

fn common(row: &Row) -> Cells {
    let mut cells = Cells::default();
    cells.put(Column::Name, &row.name);
    cells.word(Column::Label, &row.label);
    cells.word(Column::Hint, &row.hint);
    cells.put(Column::Relevant, &row.relevant);
    cells.put(Column::Appearance, &row.appearance);
    cells.put(Column::Number, &row.number);
    if let Some(kinds) = &row.non_answers {
        let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
        cells.put(Column::NonAnswers, &if codes.is_empty() { "none".to_owned() } else { codes.join(" ") });
    }
    cells.put(Column::Departments, &row.departments.join(" "));
    cells.put(Column::Personal, if row.personal { "yes" } else { "" });
    cells.put(Column::Visibility, &row.visibility);
    cells.put(Column::Consolidation, &row.consolidation);
    cells
}

fn asked(question: &Question, plan: &Plan<'_>, adds_other: bool) -> Cells {
    let mut cells = common(&question.row);
    let is_file = question.kind.list().is_some_and(|list| plan.is_file(list));
    cells.put(Column::Type, &types::cell(question, is_file, adds_other));
    cells.word(Column::GuidanceHint, &question.guidance);
    cells.put(Column::Required, &question.required);
    cells.word(Column::RequiredMessage, &question.required_message);
    cells.put(Column::Constraint, &question.constraint);
    cells.word(Column::ConstraintMessage, &question.constraint_message);
    cells.put(Column::Calculation, &question.calculation);
    cells.put(Column::ChoiceFilter, &question.choice_filter);
    cells.put(Column::Default, &question.default);
    cells.put(Column::Trigger, &question.trigger);
    cells.put(Column::ReadOnly, &question.read_only);
    let parameters = question.parameters.iter().map(|(name, value)| format!("{name}={value}"));
    cells.put(Column::Parameters, &parameters.collect::<Vec<_>>().join(" "));
    cells.put(Column::MaxLength, &number(question.max_length));
    cells.put(Column::Ranks, &number(question.ranks));
    cells.put(Column::Unit, &question.unit);
    cells.put(Column::OrOther, if question.or_other && !adds_other { "yes" } else { "" });
    let mut own: BTreeMap<String, String> = question.row.extra.clone();
    own.remove(types::WRITTEN);
    cells.extras(&own);
    cells
}

fn number(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
