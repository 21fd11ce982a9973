//! An upload checked as a whole: the import's problems and what compiling finds, all at their cells.

use super::{
    compile::{Finding as Broken, RuleColumn, compile},
    definition::Definition,
    expression::{ExpressionError, Words},
    xlsform::{Code, Column, Finding, Origins, Place, Problem, Severity, Source, import},
};

/// What came of a check.
#[derive(Debug)]
#[must_use]
pub struct Checked {
    /// Nothing if there is any error: this can be published as it is.
    pub definition: Option<Definition>,
    /// Everything there is to say, errors first, then by sheet and cell.
    pub problems: Vec<Problem>,
}

/// Imports a workbook and compiles what came of it.
pub fn check(source: Source) -> Checked {
    let imported = import(source);
    let mut problems = imported.problems;
    let mut definition = imported.definition;
    if let Some(sound) = &definition
        && let Err(findings) = compile(sound.clone())
    {
        problems.extend(findings.iter().map(|finding| at_its_cell(finding, &imported.origins)));
        definition = None;
    }
    problems.sort_by(|a, b| (a.severity, &a.place).cmp(&(b.severity, &b.place)));
    Checked { definition, problems }
}

fn at_its_cell(finding: &Broken, origins: &Origins) -> Problem {
    match finding {
        Broken::Rule { row, column, error } => {
            let ExpressionError { kind, at } = error;
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
            elsewhere(row, found)
        }
        Broken::NotInRepeat { row, name } => {
            let message = format!("“{name}” is no question of a repeat, so its answers cannot be choices.");
            let fix = "Name a question that stands in a repeat, or a list of the choices sheet.".to_owned();
            let found = Finding { code: "list-not-in-repeat".to_owned(), severity: Severity::Error, message, fix };
            match origins.get(row, Column::Type) {
                Some(origin) => Problem::in_expression(origin, found, None),
                None => elsewhere(row, found),
            }
        }
        Broken::UnknownInWording { row, name } => {
            let message = format!("There is no question “{name}”.");
            let fix = "Correct the name, or add the question.".to_owned();
            elsewhere(row, Finding { code: "unknown-reference".to_owned(), severity: Severity::Error, message, fix })
        }
        Broken::Cycle { names, column } => {
            let message = format!("These rules need each other: {}.", names.join(" → "));
            let fix = "Take one of the references out, so that the order of computing is clear.".to_owned();
            let found = Finding { code: "circular-rules".to_owned(), severity: Severity::Error, message, fix };
            let row = names.first().map_or("", String::as_str);
            match origins.get(row, sheet_column(*column)) {
                Some(origin) => Problem::in_expression(origin, found, None),
                None => elsewhere(row, found),
            }
        }
    }
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
