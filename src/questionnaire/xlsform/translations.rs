//! Which wording lacks a translation: one notice a language, with how many cells and the first of them.

use super::{
    code::Code,
    column::Column,
    context::Context,
    problem::{Place, Problem},
    table::{Meaning, RowView, Table},
};
use crate::questionnaire::text::LanguageKey;

/// How many cells a notice names.
const NAMED: usize = 5;

/// Reports each language that lacks wording which another language has.
pub(super) fn check(tables: &[&Table], context: &mut Context) {
    if context.languages.len() < 2 {
        return;
    }
    for language in context.languages.clone() {
        let missing: Vec<Place> = tables.iter().flat_map(|table| missing(table, &language, context)).collect();
        let Some(first) = missing.first() else { continue };
        let named: Vec<String> = missing.iter().take(NAMED).map(Place::to_string).collect();
        let names = [language.as_str(), &missing.len().to_string(), &named.join(", ")];
        let problem = Problem::new(Code::Untranslated, first.clone()).naming(&names).among(missing);
        context.problems.push(problem);
    }
}

fn missing(table: &Table, language: &LanguageKey, context: &Context) -> Vec<Place> {
    let wording = |column: &Column| column.is_wording() && !column.is_media() && table.has(*column);
    let columns = [
        Column::Label,
        Column::Hint,
        Column::GuidanceHint,
        Column::ConstraintMessage,
        Column::RequiredMessage,
        Column::FormTitle,
    ];
    let columns: Vec<Column> = columns.into_iter().filter(wording).collect();
    let mut places = Vec::new();
    for row in table.views() {
        for column in &columns {
            let text = context.wording(row, *column);
            if !text.is_empty() && text.get(language).is_none() {
                places.push(cell(table, row, *column, language, context));
            }
        }
    }
    places
}

/// The cell that is to be filled; where the language has no such column yet, the cell with the other wording.
fn cell(table: &Table, row: RowView<'_>, column: Column, language: &LanguageKey, context: &Context) -> Place {
    let is_wanted = |meaning: &Meaning| match meaning {
        Meaning::Known(known, Some(key)) => *known == column && key == language,
        Meaning::Known(known, None) => *known == column && *language == context.default_language,
        Meaning::Extra(_) => false,
    };
    let header = table.headers.iter().find(|header| is_wanted(&header.meaning));
    header.map_or_else(|| row.place(column), |header| Place::cell(&table.sheet, row.row.number, header.column))
}
