//! The type column: the word for each type, or what the author wrote where the importer reads the same from it.

use crate::questionnaire::{
    definition::{Question, QuestionType},
    xlsform::types::{self, RowType, Select, SelectKind},
};

/// The key of the type as written, among a row's own columns.
pub(super) const WRITTEN: &str = "type";

/// The select that a question's row is read as, if it is one.
pub(super) fn select(question: &Question) -> Option<Select> {
    if let Some(RowType::Select(select)) = written(question).map(types::parse) {
        return Some(select);
    }
    let (how, list) = match &question.kind {
        QuestionType::SelectOne(list) => (SelectKind::One, list),
        QuestionType::SelectMultiple(list) => (SelectKind::Multiple, list),
        QuestionType::Rank(list) => (SelectKind::Rank, list),
        QuestionType::Text
        | QuestionType::Integer
        | QuestionType::Decimal
        | QuestionType::Range(_)
        | QuestionType::Date
        | QuestionType::Time
        | QuestionType::DateTime
        | QuestionType::File
        | QuestionType::Image
        | QuestionType::Acknowledge
        | QuestionType::Note
        | QuestionType::Calculate
        | QuestionType::Hidden
        | QuestionType::Metadata(_)
        | QuestionType::Point => return None,
    };
    Some(Select { how, list: list.clone(), from_file: false, or_other: question.or_other })
}

/// The cell, for a list that is a file or not, with or without ` or_other`.
pub(super) fn cell(question: &Question, is_file: bool, adds_other: bool) -> String {
    if let Some(select) = select(question) {
        let word = match (select.how, is_file || (select.from_file && question.kind == QuestionType::Calculate)) {
            (SelectKind::One, false) => "select_one",
            (SelectKind::One, true) => "select_one_from_file",
            (SelectKind::Multiple, false) => "select_multiple",
            (SelectKind::Multiple, true) => "select_multiple_from_file",
            (SelectKind::Rank, _) => "rank",
        };
        let computed = written(question).filter(|_| adds_other == select.or_other);
        let end = if adds_other { " or_other" } else { "" };
        return computed.map_or_else(|| format!("{word} {}{end}", select.list), str::to_owned);
    }
    written(question).unwrap_or_else(|| question.kind.name()).to_owned()
}

/// What the author wrote, where the importer makes this type of it.
fn written(question: &Question) -> Option<&str> {
    let written = question.row.extra.get(WRITTEN)?;
    let is_computed = question.kind == QuestionType::Calculate
        && question.row.label.is_empty()
        && question.row.hint.is_empty()
        && !question.calculation.is_empty();
    let agrees = match types::parse(written) {
        RowType::Question(kind) => is_computed && kind.is_asked(),
        RowType::Select(_) => is_computed,
        RowType::Percentage => is_computed || question.kind == QuestionType::Integer,
        RowType::Degraded(kind, _) => is_computed || question.kind == kind,
        RowType::Ignored => question.kind == QuestionType::Hidden,
        RowType::Begin(_)
        | RowType::End(_)
        | RowType::DataFile
        | RowType::Refused(_)
        | RowType::ListMissing
        | RowType::Unknown(_) => false,
    };
    agrees.then_some(written)
}
