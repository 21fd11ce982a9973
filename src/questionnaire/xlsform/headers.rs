//! Headers: which column they mean, in which language, and what they were probably meant to be.

use super::{
    code::Code,
    column::{Column, SheetKind},
    nearest::nearest,
    problem::{Place, Problem},
    problems::Problems,
    table::{Header, Meaning},
    workbook::{Cell, SheetRow},
};
use crate::questionnaire::text::LanguageKey;

/// The most columns of a sheet.
const MOST_COLUMNS: usize = 1_000;

/// Columns of other programs that are kept and reported as ignored.
const IGNORED: [&str; 6] = ["sms_", "body::", "bind::", "instance::", "control::", "note"];

/// Reads a header row.
pub(super) fn read(kind: SheetKind, sheet: &str, row: &SheetRow, problems: &mut Problems) -> Vec<Header> {
    let double = row.cells.iter().any(|cell| cell.text.contains("::"));
    let mut headers: Vec<Header> = Vec::new();
    for cell in &row.cells {
        if headers.len() == MOST_COLUMNS {
            let problem = Problem::new(Code::TooLarge, Place::cell(sheet, row.number, cell.column));
            let (found, most) = (format!("{} columns", row.cells.len()), format!("{MOST_COLUMNS} columns"));
            problems.push(problem.naming(&[&found, &most]));
            break;
        }
        let meaning = meaning(kind, &cell.text, double);
        if let Some(twin) = headers.iter().find(|header| header.meaning == meaning) {
            let name = match &meaning {
                Meaning::Known(column, _) => column.name(),
                Meaning::Extra(header) => header,
            };
            problems.push(
                Problem::new(Code::DuplicateColumn, Place::cell(sheet, row.number, cell.column))
                    .naming(&[name, &twin.text, &cell.text])
                    .clashing(Place::cell(sheet, row.number, twin.column))
                    .quoting(&cell.text),
            );
            continue;
        }
        headers.push(Header { column: cell.column, text: cell.text.clone(), meaning });
    }
    for header in &headers {
        if let Meaning::Extra(_) = header.meaning {
            problems.extend(unknown(kind, sheet, row.number, header, &headers));
        }
    }
    headers
}

/// A filled cell that no header stands above.
pub(super) fn without_header(sheet: &str, row: u32, cell: &Cell) -> Problem {
    Problem::new(Code::CellWithoutHeader, Place::cell(sheet, row, cell.column)).quoting(&cell.text)
}

/// What a header means; `double`: some header of its sheet has `::`, so that a single colon splits nothing.
pub(super) fn meaning(kind: SheetKind, header: &str, double: bool) -> Meaning {
    // `jr:count` has a colon but no language.
    if let Some(column) = kind.column(&fold(header)) {
        return Meaning::Known(column, None);
    }
    let parts: Vec<&str> = header.split(if double { "::" } else { ":" }).map(str::trim).collect();
    for length in (1..parts.len()).rev() {
        let (name, language) = parts.split_at(length);
        let Some(column) = kind.column(&joined(name)) else { continue };
        if column.is_wording() {
            return Meaning::Known(column, Some(LanguageKey::new(&language.join("::"))));
        }
    }
    match kind.column(&joined(&parts)) {
        Some(column) => Meaning::Known(column, None),
        None => Meaning::Extra(header.trim().to_owned()),
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().map(|part| fold(part)).collect::<Vec<_>>().join("::").replace("jr::", "jr:")
}

fn fold(header: &str) -> String {
    header.to_lowercase().split_whitespace().collect::<Vec<_>>().join("_")
}

/// What to say about a column of the author's own. On the choices sheet they are welcome: filters read them.
fn unknown(kind: SheetKind, sheet: &str, row: u32, header: &Header, all: &[Header]) -> Option<Problem> {
    let place = Place::cell(sheet, row, header.column);
    let problem = |code: Code| Problem::new(code, place.clone()).naming(&[&header.text]).quoting(&header.text);
    let folded = fold(&header.text);
    if kind != SheetKind::Choices && IGNORED.iter().any(|start| folded.starts_with(start)) {
        return Some(problem(Code::Ignored));
    }
    if let Some(suggestion) = suggestion(kind, header, all) {
        return Some(problem(Code::MisspeltColumn).suggesting(Some(suggestion)));
    }
    match kind {
        SheetKind::Survey => Some(problem(Code::UnknownColumn)),
        // Settings have their own list of what is ignored.
        SheetKind::Choices | SheetKind::Settings => None,
    }
}

/// The known column that was probably meant: only where it is missing, or where a language follows.
fn suggestion(kind: SheetKind, header: &Header, all: &[Header]) -> Option<String> {
    let colons = header.text.split_once("::").or_else(|| header.text.split_once(':'));
    let (name, language) = colons.map_or((header.text.as_str(), None), |(name, language)| (name, Some(language)));
    if fold(name) == "periplus" {
        let known = kind.names().filter(|name| name.starts_with("periplus::"));
        return nearest(&fold(&header.text), known).map(str::to_owned);
    }
    let folded = fold(name);
    let known = kind.names().filter(|name| !name.starts_with("periplus::"));
    let exact = kind.column(&folded).filter(|column| column.is_wording()).map(Column::name);
    let name = exact.or_else(|| nearest(&folded, known).filter(|name| worth_suggesting(&folded, name)))?;
    let column = kind.column(name)?;
    let present = all.iter().any(|other| matches!(&other.meaning, Meaning::Known(known, _) if *known == column));
    match language {
        Some(language) if column.is_wording() => Some(format!("{name}::{}", language.trim())),
        Some(_) => None,
        None => (!present).then(|| name.to_owned()),
    }
}

/// Three letters are too few to tell a slip from another word.
fn worth_suggesting(header: &str, known: &str) -> bool {
    header.chars().count() > 3 && known.chars().count() > 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::xlsform::markdown::workbook_from_markdown;

    fn read_headers(kind: SheetKind, headers: &[&str]) -> (Vec<Header>, Vec<String>) {
        let workbook = workbook_from_markdown(&format!("| survey |\n| | {} |", headers.join(" | ")));
        let mut problems = Problems::default();
        let headers = read(kind, "survey", &workbook.sheets[0].rows[0], &mut problems);
        (headers, problems.listed().iter().map(|problem| format!("{} {}", problem.place, problem.code)).collect())
    }

    fn known(column: Column, language: &str) -> Meaning {
        Meaning::Known(column, (!language.is_empty()).then(|| LanguageKey::new(language)))
    }

    #[test]
    fn headers_are_known_by_many_names() {
        for (header, expected) in [
            ("Type", known(Column::Type, "")),
            ("command", known(Column::Type, "")),
            ("tag", known(Column::Name, "")),
            ("caption", known(Column::Label, "")),
            ("label::French (fr)", known(Column::Label, "French (fr)")),
            ("Label :: French", known(Column::Label, "French")),
            ("label:French", known(Column::Label, "French")),
            ("media::image::English", known(Column::Image, "English")),
            ("big-image", known(Column::BigImage, "")),
            ("bind::relevant", known(Column::Relevant, "")),
            ("bind:relevant", known(Column::Relevant, "")),
            ("bind::jr:constraintMsg", known(Column::ConstraintMessage, "")),
            ("jr:count", known(Column::RepeatCount, "")),
            ("read only", known(Column::ReadOnly, "")),
            ("periplus::non_answers", known(Column::NonAnswers, "")),
            ("colour", Meaning::Extra("colour".into())),
            ("relevant::French", Meaning::Extra("relevant::French".into())),
        ] {
            let (headers, _) = read_headers(SheetKind::Survey, &[header]);
            assert_eq!(headers[0].meaning, expected, "{header}");
        }
        let (headers, problems) = read_headers(SheetKind::Survey, &["label::en", "hint:en"]);
        assert_eq!(headers[1].meaning, Meaning::Extra("hint:en".into()), "a single colon counts only alone");
        assert_eq!(problems, ["survey!B1 misspelt-column"]);
    }

    #[test]
    fn odd_headers_are_reported_where_they_stand() {
        for (headers, expected) in [
            (["type", "name", "lable"], vec!["survey!C1 misspelt-column"]),
            (["type", "label", "labels"], vec!["survey!C1 own-column"]),
            (["type", "relevent", "colour"], vec!["survey!B1 misspelt-column", "survey!C1 own-column"]),
            (["label", "name", "label"], vec!["survey!C1 duplicate-column"]),
            (["relevant", "name", "bind::relevant"], vec!["survey!C1 duplicate-column"]),
            (["type", "periplus::numbr", "sms_field"], vec!["survey!B1 misspelt-column", "survey!C1 ignored"]),
        ] {
            assert_eq!(read_headers(SheetKind::Survey, &headers).1, expected);
        }
        assert!(read_headers(SheetKind::Choices, &["list_name", "name", "region"]).1.is_empty());
    }
}
