//! What every row of the survey sheet has, and the columns of this product with their few allowed values.

use std::collections::BTreeSet;

use super::{
    code::Code,
    column::Column,
    nearest::nearest,
    problem::{Problem, Severity},
    survey::{Reader, is_yes},
    table::{Meaning, RowView},
};
use crate::questionnaire::{answer::NonAnswerKind, definition::Row};

const VISIBILITIES: [&str; 3] = ["public", "network", "private"];
const CONSOLIDATIONS: [&str; 7] = ["any", "all", "majority", "sum", "mean", "union", "coordinator"];

/// Reads the common columns. The name has been taken already.
pub(super) fn read(reader: &mut Reader<'_>, view: RowView<'_>) -> Row {
    let text = |column: Column| view.text(column).to_owned();
    let departments = view.text(Column::Departments).split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    let row = Row {
        name: text(Column::Name),
        label: reader.context.wording(view, Column::Label),
        hint: reader.context.wording(view, Column::Hint),
        relevant: text(Column::Relevant),
        appearance: text(Column::Appearance),
        number: text(Column::Number),
        non_answers: non_answers(reader, view),
        departments: departments.filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        personal: personal(reader, view),
        visibility: one_of(reader, view, Column::Visibility, &VISIBILITIES, Severity::Error),
        consolidation: one_of(reader, view, Column::Consolidation, &CONSOLIDATIONS, Severity::Error),
        extra: reader.context.extra(view),
    };
    check_appearance(reader, view);
    check_columns(reader, view);
    row
}

/// A whole number above zero.
pub(super) fn number(reader: &mut Reader<'_>, view: RowView<'_>, column: Column) -> Option<u32> {
    let text = view.text(column);
    if text.is_empty() {
        return None;
    }
    let number = text.parse().ok().filter(|number| *number > 0);
    if number.is_none() {
        reader.say(invalid(view, column, "a whole number above zero", None));
    }
    number
}

/// Reports filled cells that do nothing on a row of this type.
pub(super) fn report_without_effect(reader: &mut Reader<'_>, view: RowView<'_>, columns: &[Column]) {
    for column in columns {
        if !view.text(*column).is_empty() {
            let origin = view.origin(view.text(Column::Name), *column);
            let names = [column.name(), view.text(Column::Type)];
            reader.say(Problem::in_cell(&origin, Code::ColumnWithoutEffect, &names, None));
        }
    }
}

/// Space-separated codes; `none` allows none, a blank cell inherits.
fn non_answers(reader: &mut Reader<'_>, view: RowView<'_>) -> Option<BTreeSet<NonAnswerKind>> {
    let text = view.text(Column::NonAnswers);
    if text.is_empty() {
        return None;
    }
    let mut kinds = BTreeSet::new();
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        match NonAnswerKind::from_code(word) {
            Some(kind) => {
                kinds.insert(kind);
            }
            None if word.eq_ignore_ascii_case("none") => {}
            None => {
                let known = NonAnswerKind::ALL.map(NonAnswerKind::code);
                let suggestion = nearest(word, known).map(str::to_owned);
                let allowed = "“none”, or any of not_our_competence, no_data, not_applicable";
                reader.say(invalid(view, Column::NonAnswers, allowed, suggestion));
            }
        }
    }
    Some(kinds)
}

fn personal(reader: &mut Reader<'_>, view: RowView<'_>) -> bool {
    let text = view.text(Column::Personal);
    let no = ["", "no", "false", "false()", "0", "n"].iter().any(|no| text.eq_ignore_ascii_case(no));
    if !no && !is_yes(text) {
        reader.say(invalid(view, Column::Personal, "“yes” or “no”", None));
    }
    !no
}

fn one_of(reader: &mut Reader<'_>, view: RowView<'_>, column: Column, words: &[&str], severity: Severity) -> String {
    let text = view.text(column);
    if !text.is_empty() && !words.contains(&text) {
        let suggestion = nearest(text, words.iter().copied()).map(str::to_owned);
        let allowed = format!("one of {}", words.join(", "));
        reader.say(invalid(view, column, &allowed, suggestion).weighing(severity));
    }
    text.to_owned()
}

fn invalid(view: RowView<'_>, column: Column, allowed: &str, suggestion: Option<String>) -> Problem {
    let origin = view.origin(view.text(Column::Name), column);
    let names = [column.name(), origin.text.as_str(), allowed];
    Problem::in_cell(&origin, Code::InvalidValue, &names, None).suggesting(suggestion)
}

/// Appearances ride along, but two of them call other programs for choices or answers.
fn check_appearance(reader: &mut Reader<'_>, view: RowView<'_>) {
    let origin = view.origin(view.text(Column::Name), Column::Appearance);
    let lower = origin.text.to_ascii_lowercase();
    let refused = [
        ("search(", "Use “select_one_from_file”, or put the choices on the choices sheet."),
        ("ex:", "Ask the question here, with its own type."),
    ];
    for (what, instead) in refused {
        let found =
            lower.find(what).filter(|at| *at == 0 || !lower.get(..*at).unwrap_or("").ends_with(char::is_alphanumeric));
        if let Some(at) = found {
            let names = [what.trim_end_matches(['(', ':']), instead];
            reader.say(Problem::in_cell(&origin, Code::RefusedFeature, &names, Some(at..at + what.len())));
        }
    }
}

/// Columns that hand answers to something that is not here: entities, or another program of a device.
fn check_columns(reader: &mut Reader<'_>, view: RowView<'_>) {
    let refused = [
        ("save_to", "Empty the column; this platform keeps responses, not entities."),
        ("body::intent", "Empty the column, and ask the questions here."),
        ("intent", "Empty the column, and ask the questions here."),
    ];
    for (header, text, place) in view.filled() {
        let Meaning::Extra(key) = &header.meaning else { continue };
        if let Some((column, instead)) = refused.iter().find(|(column, _)| key.eq_ignore_ascii_case(column)) {
            let problem = Problem::new(Code::RefusedFeature, place).naming(&[column, instead]).quoting(text);
            reader.say(problem.row(view.text(Column::Name)));
        }
    }
}
