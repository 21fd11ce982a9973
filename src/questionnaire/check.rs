//! An upload checked as a whole: the import's problems and what compiling finds, all at their cells.

use std::ops::Range;

use super::{
    compile::{Finding as Broken, RuleColumn, compile},
    definition::Definition,
    expression::{ExpressionError, ExpressionErrorKind, Words},
    xlsform::{
        Code, Column, Finding, Import, Origin, Origins, Place, Problem, Severity, Source, import, invisible,
        is_invisible,
    },
};

/// What came of a check.
#[derive(Debug)]
#[must_use]
pub struct Checked {
    /// Nothing if there is any error. It can be published, unless files of choices are still to come
    /// ([`Self::lacks_files`]).
    pub definition: Option<Definition>,
    /// Everything there is to say, errors first, then by sheet and cell.
    pub problems: Vec<Problem>,
}

/// Imports a workbook and compiles what came of it. What cannot be imported is compiled as far as it goes, so that the
/// problems of both steps are said at once.
pub fn check(source: Source) -> Checked {
    let Import { mut definition, rough, mut problems, origins } = import(source);
    let findings = match (&definition, rough) {
        (Some(sound), _) => compile(sound.clone()).err().unwrap_or_default(),
        (None, Some(rough)) => compile(rough).err().unwrap_or_default(),
        (None, None) => Vec::new(),
    };
    for finding in &findings {
        let problem = at_its_cell(finding, &origins);
        if !is_said(finding, &problem, &problems) {
            definition = None;
            problems.push(problem);
        }
    }
    problems.sort_by(|a, b| (a.severity, &a.place).cmp(&(b.severity, &b.place)));
    Checked { definition, problems }
}

impl Checked {
    /// Must a file of choices come before this can be published?
    #[must_use]
    pub fn lacks_files(&self) -> bool {
        self.problems.iter().any(|problem| problem.code == Code::ChoiceFileMissing)
    }
}

/// Did the importer say the same of this cell, or what this follows from?
fn is_said(finding: &Broken, problem: &Problem, said: &[Problem]) -> bool {
    let here = || said.iter().filter(|other| other.place == problem.place && !problem.place.sheet.is_empty());
    match finding {
        Broken::EmptyList { .. } => here().any(|other| {
            let code = &other.code;
            [Code::UnknownList, Code::ChoiceFileMissing, Code::ChoiceFileFormat].contains(code)
        }),
        // What columns a file has is known once it is there.
        Broken::Rule {
            error: ExpressionError { kind: ExpressionErrorKind::UnknownColumn { list, .. }, .. }, ..
        } if said.iter().any(|other| other.code == Code::ChoiceFileMissing && other.names.contains(list)) => true,
        Broken::Rule { .. } => here().any(|other| {
            let overlaps = match (&other.caret, &problem.caret) {
                (Some(one), Some(two)) => one.start < two.end && two.start < one.end,
                (None, _) | (_, None) => true,
            };
            other.severity == Severity::Error && overlaps
        }),
        Broken::UnknownInWording { .. } => here().any(|other| {
            let about_references =
                [Code::UnknownReference, Code::RefusedFeature, Code::MalformedReference, Code::AmbiguousReference];
            about_references.contains(&other.code)
        }),
        Broken::NotInRepeat { .. } | Broken::Cycle { .. } => false,
    }
}

fn at_its_cell(finding: &Broken, origins: &Origins) -> Problem {
    match finding {
        Broken::Rule { row, column, error } => {
            let ExpressionError { kind, at } = error;
            if let ExpressionErrorKind::UnexpectedCharacter(found) = kind
                && is_invisible(*found)
                && let Some(origin) = origins.get(row, sheet_column(*column))
            {
                return invisible(origin, *found, at.clone());
            }
            let Words { message, fix } = kind.words();
            let found = Finding { code: kind.code().to_owned(), severity: Severity::Error, message, fix };
            let problem = match origins.get(row, sheet_column(*column)) {
                Some(origin) => Problem::in_expression(origin, found, Some(at.clone())),
                None => elsewhere(row, found),
            };
            problem.suggesting(kind.suggestion().map(str::to_owned))
        }
        Broken::EmptyList { row, list } => {
            let message = format!("The list “{list}” has no choices.");
            let fix = "Add its choices to the choices sheet, or name another list.".to_owned();
            let found = Finding { code: "empty-list".to_owned(), severity: Severity::Error, message, fix };
            match origins.get(row, Column::Type) {
                Some(origin) => Problem::in_expression(origin, found, span_of(&origin.text, list)),
                None => elsewhere(row, found),
            }
        }
        Broken::NotInRepeat { row, name } => {
            let message = format!("“{name}” is no question of a repeat, so its answers cannot be choices.");
            let fix = "Name a question that stands in a repeat, or a list of the choices sheet.".to_owned();
            let found = Finding { code: "list-not-in-repeat".to_owned(), severity: Severity::Error, message, fix };
            match origins.get(row, Column::Type) {
                Some(origin) => Problem::in_expression(origin, found, span_of(&origin.text, name)),
                None => elsewhere(row, found),
            }
        }
        Broken::UnknownInWording { row, name } => {
            let message = format!("There is no question “{name}”.");
            let fix = "Correct the name, or add the question.".to_owned();
            let found = Finding { code: "unknown-reference".to_owned(), severity: Severity::Error, message, fix };
            let worded = origins.iter().find_map(|(own, _, language, origin)| {
                let span = reference_to(&origin.text, name).filter(|_| own == row && language.is_some())?;
                Some((origin, span))
            });
            match worded {
                Some((origin, span)) => Problem::in_expression(origin, found, Some(span)),
                None => elsewhere(row, found),
            }
        }
        Broken::Cycle { names, column } => cycle(names, sheet_column(*column), origins),
    }
}

/// The circle with the cell of each of its rules; the caret stands below the reference that goes on along it.
fn cycle(names: &[String], column: Column, origins: &Origins) -> Problem {
    let rule = |name: &str, next: Option<&String>| {
        let reads = |origin: &&Origin| next.is_none_or(|next| reference_to(&origin.text, next).is_some());
        let columns = [column, Column::Calculation, Column::Relevant];
        let mut cells = columns.into_iter().filter_map(|column| origins.get(name, column));
        cells.find(reads).or_else(|| origins.get(name, column))
    };
    let pairs = || names.iter().zip(names.iter().skip(1));
    let path: Vec<String> = pairs()
        .map(|(name, next)| match rule(name, Some(next)) {
            Some(origin) => format!("{name} ({})", origin.place),
            None => name.clone(),
        })
        .chain(names.last().cloned())
        .collect();
    let message = format!("These rules need each other: {}.", path.join(" → "));
    let fix = "Take one of the references out, so that the order of computing is clear.".to_owned();
    let found = Finding { code: "circular-rules".to_owned(), severity: Severity::Error, message, fix };
    let first = names.first().map_or("", String::as_str);
    let next = names.get(1);
    match rule(first, next) {
        Some(origin) => {
            let span = next.and_then(|next| reference_to(&origin.text, next));
            Problem::in_expression(origin, found, span)
        }
        None => elsewhere(first, found),
    }
}

fn reference_to(text: &str, name: &str) -> Option<Range<usize>> {
    span_of(text, &format!("${{{name}}}"))
}

fn span_of(text: &str, part: &str) -> Option<Range<usize>> {
    text.find(part).map(|at| at..at + part.len())
}

/// For rows that the importer added itself: they stand in no cell.
fn elsewhere(row: &str, found: Finding) -> Problem {
    Problem::new(Code::Expression(Box::new(found)), Place::sheet("survey")).row(row)
}

fn sheet_column(column: RuleColumn) -> Column {
    match column {
        RuleColumn::Relevant => Column::Relevant,
        RuleColumn::Required => Column::Required,
        RuleColumn::Constraint => Column::Constraint,
        RuleColumn::Calculation => Column::Calculation,
        RuleColumn::ChoiceFilter => Column::ChoiceFilter,
        RuleColumn::Default => Column::Default,
        RuleColumn::ReadOnly => Column::ReadOnly,
        RuleColumn::RepeatCount => Column::RepeatCount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::xlsform::markdown::workbook_from_markdown;

    fn checked(sheets: &str) -> Checked {
        check(Source::Workbook(workbook_from_markdown(sheets)))
    }

    #[test]
    fn what_compiling_finds_stands_at_its_cell() {
        let cases = [
            ("integer | age | Age | foo(1)", "", "survey!D2", "unknown-function"),
            ("integer | age | Age | 1 + ", "", "survey!D2", "unexpected-end"),
            ("integer | a | A | ${b} > 1", "integer | b | B | ${a} > 1", "survey!D2", "circular-rules"),
        ];
        for (first, second, place, code) in cases {
            let second = if second.is_empty() { String::new() } else { format!("| | {second} |") };
            let sheets = format!("| survey |\n| | type | name | label | relevant |\n| | {first} |\n{second}");
            let checked = checked(&sheets);
            assert!(checked.definition.is_none(), "{first}");
            let found: Vec<_> = checked.problems.iter().map(|p| (p.place.to_string(), p.code.as_str())).collect();
            assert!(found.contains(&(place.to_owned(), code)), "{first}: {found:?}");
        }
    }

    #[test]
    fn what_is_sound_is_kept() {
        let checked = checked("| survey |\n| | type | name | label |\n| | integer | age | Age |");
        assert!(checked.definition.is_some(), "{:?}", checked.problems);
    }
}
