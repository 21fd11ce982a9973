//! One row that asks, shows or computes something.

use super::{
    code::Code,
    column::Column,
    other, parameters,
    problem::Problem,
    row,
    survey::{Reader, is_yes},
    table::RowView,
    types::{Select, SelectKind},
};
use crate::questionnaire::definition::{Item, Question, QuestionType, Row};

/// How the type was read.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Plain(QuestionType),
    Percentage,
    Select(Select),
    /// Asked as something else than what was written.
    Changed(QuestionType),
    /// Only a device could fill it in.
    Device,
}

/// Reads the row and adds its question, and with `or_other` the question that follows it.
pub(super) fn read(reader: &mut Reader<'_>, view: RowView<'_>, kind: Kind) {
    let name = match made_up_name(&kind, view) {
        Some(name) => reader.take_or_make_up(view, &name),
        None => reader.take_name(view, true),
    };
    let mut question = columns(reader, view, plain_type(&kind));
    question.row.name.clone_from(&name);
    let parsed = parameters::read(reader, view, &mut question, from_file(&kind));
    match &kind {
        Kind::Plain(_) => {}
        Kind::Percentage => percentage(reader, view, &mut question),
        Kind::Changed(_) | Kind::Device => keep_type(&mut question.row, view),
        Kind::Select(select) => check_list(reader, view, select, &parsed),
    }
    if question.row.label.is_empty()
        && !question.calculation.is_empty()
        && question.kind.is_asked()
        && question.row.hint.is_empty()
    {
        // A typed computation: nobody sees it.
        keep_type(&mut question.row, view);
        question.kind = QuestionType::Calculate;
    }
    check(reader, view, &question);
    let follow_up = match &kind {
        Kind::Select(select) if select.or_other => Some(select.list.clone()),
        Kind::Select(_) | Kind::Plain(_) | Kind::Percentage | Kind::Changed(_) | Kind::Device => None,
    };
    // An exported workbook says so in a column where choice and question are no longer as they were added.
    question.or_other = follow_up.is_some() || is_yes(view.text(Column::OrOther));
    reader.add(Item::Question(Box::new(question)));
    if let Some(list) = follow_up {
        add_other(reader, view, &name, list);
    }
}

/// `csv-external`: the file becomes a list that expressions can look up.
pub(super) fn read_data_file(reader: &mut Reader<'_>, view: RowView<'_>) {
    reader.take_name(view, true);
    let name = view.text(Column::Name);
    let file = format!("{name}.csv");
    let (value, label) = ("name", "label");
    add_file(reader, view, name, &file, value, label);
    reader.lists.mark_used(name, false, reader.context);
}

fn plain_type(kind: &Kind) -> QuestionType {
    match kind {
        Kind::Plain(kind) | Kind::Changed(kind) => kind.clone(),
        Kind::Percentage => QuestionType::Integer,
        Kind::Device => QuestionType::Hidden,
        Kind::Select(Select { how: SelectKind::One, list, .. }) => QuestionType::SelectOne(list.clone()),
        Kind::Select(Select { how: SelectKind::Multiple, list, .. }) => QuestionType::SelectMultiple(list.clone()),
        Kind::Select(Select { how: SelectKind::Rank, list, .. }) => QuestionType::Rank(list.clone()),
    }
}

/// The name of a row that needs none elsewhere either.
fn made_up_name(kind: &Kind, view: RowView<'_>) -> Option<String> {
    match kind {
        Kind::Plain(QuestionType::Note) => Some(format!("note_{}", view.row.number)),
        Kind::Plain(QuestionType::Metadata(_)) | Kind::Device => {
            let word = view.text(Column::Type).to_lowercase();
            Some(word.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join("_"))
        }
        Kind::Plain(_) | Kind::Percentage | Kind::Select(_) | Kind::Changed(_) => None,
    }
}

fn from_file(kind: &Kind) -> bool {
    matches!(kind, Kind::Select(Select { from_file: true, .. }))
}

fn columns(reader: &mut Reader<'_>, view: RowView<'_>, kind: QuestionType) -> Question {
    let text = |column: Column| view.text(column).to_owned();
    Question {
        row: row::read(reader, view),
        kind,
        guidance: reader.context.wording(view, Column::GuidanceHint),
        required: text(Column::Required),
        required_message: reader.context.wording(view, Column::RequiredMessage),
        constraint: text(Column::Constraint),
        constraint_message: reader.context.wording(view, Column::ConstraintMessage),
        calculation: text(Column::Calculation),
        choice_filter: text(Column::ChoiceFilter),
        default: text(Column::Default),
        trigger: text(Column::Trigger),
        read_only: text(Column::ReadOnly),
        parameters: std::collections::BTreeMap::new(),
        max_length: row::number(reader, view, Column::MaxLength),
        ranks: row::number(reader, view, Column::Ranks),
        unit: text(Column::Unit),
        or_other: false,
    }
}

fn percentage(reader: &mut Reader<'_>, view: RowView<'_>, question: &mut Question) {
    question.row.extra.insert("type".to_owned(), "percentage".to_owned());
    if question.constraint.is_empty() {
        ". >= 0 and . <= 100".clone_into(&mut question.constraint);
        let origin = view.origin(&question.row.name, Column::Type);
        reader.make_up_rule(&question.row.name, Column::Constraint, &question.constraint, &origin);
    }
    if question.unit.is_empty() {
        "%".clone_into(&mut question.unit);
    }
}

/// The type as written rides along, so that the workbook comes out as it went in.
fn keep_type(row: &mut Row, view: RowView<'_>) {
    row.extra.insert("type".to_owned(), view.text(Column::Type).to_owned());
}

fn check(reader: &mut Reader<'_>, view: RowView<'_>, question: &Question) {
    let row = &question.row;
    if question.kind == QuestionType::Calculate && question.calculation.is_empty() {
        let dynamic_default = question.default.contains(['(', '$']);
        if !dynamic_default {
            let place = view.place(Column::Calculation);
            reader.say(Problem::new(Code::MissingCalculation, place).naming(&[&row.name]).row(&row.name));
        }
    }
    let is_shown = question.kind.is_asked() || question.kind == QuestionType::Note;
    if is_shown && row.label.is_empty() {
        let has_media = ["image", "big-image", "audio", "video"]
            .iter()
            .any(|media| row.extra.keys().any(|key| key.split("::").next() == Some(media)));
        let code = if row.hint.is_empty() && !has_media { Code::NothingToShow } else { Code::MissingLabel };
        let problem = Problem::new(code, view.place(Column::Label)).naming(&[&row.name]).row(&row.name);
        reader.say(problem);
    }
    row::report_without_effect(reader, view, &[Column::RepeatCount]);
    if question.kind.list().is_none() {
        row::report_without_effect(reader, view, &[Column::ChoiceFilter, Column::OrOther]);
    }
    if !matches!(question.kind, QuestionType::Rank(_)) {
        row::report_without_effect(reader, view, &[Column::Ranks]);
    }
}

fn check_list(reader: &mut Reader<'_>, view: RowView<'_>, select: &Select, parameters: &parameters::FileColumns) {
    let several = matches!(select.how, SelectKind::Multiple | SelectKind::Rank);
    let name = view.text(Column::Name);
    let origin = view.origin(name, Column::Type);
    let list = select.list.as_str();
    let span = origin.text.rfind(list).map(|at| at..at + list.len());
    if select.or_other && !view.text(Column::ChoiceFilter).is_empty() {
        let filter = view.origin(name, Column::ChoiceFilter);
        reader.say(Problem::in_cell(&filter, Code::OtherWithFilter, &["or_other"], None));
    }
    if let Some(first) = reader.table_list(list) {
        let problem = Problem::in_cell(&origin, Code::TableListDiffers, &[&first, list], span.clone());
        reader.say(problem);
    }
    if reader.is_in_table() && !view.text(Column::ChoiceFilter).is_empty() {
        let filter = view.origin(name, Column::ChoiceFilter);
        reader.say(Problem::in_cell(&filter, Code::OtherWithFilter, &["table-list"], None));
    }
    if list.starts_with("${") {
        // The choices are what was answered in a repeat; the reference is checked with all others.
        return;
    }
    if select.from_file {
        reader.lists.note_file(list, &origin);
        let lower = list.to_lowercase();
        if lower.ends_with(".csv") || lower.ends_with(".geojson") {
            add_file(reader, view, list, list, &parameters.value, &parameters.label);
        } else {
            reader.say(Problem::in_cell(&origin, Code::ChoiceFileFormat, &[list], span));
        }
    } else if !reader.lists.has(list) {
        let suggestion = reader.lists.suggest(list);
        reader.say(Problem::in_cell(&origin, Code::UnknownList, &[list], span).suggesting(suggestion));
    }
    reader.lists.mark_used(list, several, reader.context);
}

fn add_file(reader: &mut Reader<'_>, view: RowView<'_>, list: &str, file: &str, value: &str, label: &str) {
    if let Some(sheet) = reader.files.iter().find(|sheet| sheet.name == file) {
        reader.lists.add_file(list, sheet, value, label, reader.context);
    } else {
        let origin = view.origin(view.text(Column::Name), Column::Type);
        reader.say(Problem::in_cell(&origin, Code::ChoiceFileMissing, &[file], None));
        reader.lists.add_empty(list);
    }
}

fn add_other(reader: &mut Reader<'_>, view: RowView<'_>, question: &str, list: String) {
    let origin = view.origin(question, Column::Type);
    let mut follow_up = other::follow_up(question, &reader.context.languages);
    follow_up.row.name = reader.take_made_up(&follow_up.row.name, &origin);
    let (name, relevant) = (&follow_up.row.name, &follow_up.row.relevant);
    reader.make_up_rule(name, Column::Relevant, relevant, &origin);
    reader.survey.other_lists.push(list);
    reader.add(Item::Question(Box::new(follow_up)));
}
