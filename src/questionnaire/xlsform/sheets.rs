//! Which sheet is which: by name, in any case, with a hint where a name is nearly right.

use super::{
    code::Code,
    column::{Column, SheetKind},
    nearest::nearest,
    problem::{Place, Problem, Severity},
    problems::Problems,
    workbook::{Sheet, Workbook},
};

/// What a sheet is called that has a part of its own, here or in the field.
const NAMES: [&str; 6] = ["survey", "choices", "choices and columns", "settings", "entities", "external_choices"];

/// The sheets that are read.
#[derive(Debug, Default)]
pub(super) struct Sheets<'a> {
    pub survey: Option<&'a Sheet>,
    pub choices: Option<&'a Sheet>,
    pub settings: Option<&'a Sheet>,
}

/// Finds the sheets, and reports those that are missing, doubled, refused or not read.
pub(super) fn recognise<'a>(workbook: &'a Workbook, problems: &mut Problems) -> Sheets<'a> {
    let only = only_survey(workbook);
    let mut sheets = Sheets { survey: only, ..Sheets::default() };
    let mut others = Vec::new();
    for sheet in workbook.sheets.iter().filter(|_| only.is_none()) {
        let slot = match fold(&sheet.name).as_str() {
            "survey" => &mut sheets.survey,
            "choices" | "choices and columns" => &mut sheets.choices,
            "settings" => &mut sheets.settings,
            _ => {
                others.push(sheet);
                continue;
            }
        };
        if slot.is_some() {
            problems.push(Problem::new(Code::DuplicateSheet, Place::sheet(&sheet.name)).naming(&[&sheet.name]));
        } else {
            *slot = Some(sheet);
        }
    }
    let absent = |kind: SheetKind| match kind {
        SheetKind::Survey => sheets.survey.is_none(),
        SheetKind::Choices => sheets.choices.is_none(),
        SheetKind::Settings => sheets.settings.is_none(),
    };
    for sheet in others {
        let missing = SheetKind::ALL.into_iter().filter(|kind| absent(*kind)).map(SheetKind::name);
        problems.extend(other(sheet, nearest(&fold(&sheet.name), missing)));
    }
    if sheets.survey.is_none() {
        problems.push(Problem::new(Code::MissingSheet, Place::default()).naming(&["survey"]));
    }
    let read = [sheets.survey, sheets.choices, sheets.settings];
    for problem in &workbook.problems {
        let sheet = read.iter().flatten().find(|sheet| sheet.name == problem.place.sheet);
        problems.extend(sheet.map(|sheet| weighed(sheet, problem)));
    }
    sheets
}

/// The field reads a workbook's only sheet as the survey, whatever it is called.
fn only_survey(workbook: &Workbook) -> Option<&Sheet> {
    let [sheet] = workbook.sheets.as_slice() else { return None };
    let is_type = |text: &str| SheetKind::Survey.column(&fold(text)) == Some(Column::Type);
    let has_types = sheet.rows.first().is_some_and(|head| head.cells.iter().any(|cell| is_type(&cell.text)));
    let has_role = NAMES.contains(&fold(&sheet.name).as_str());
    (has_types && !has_role).then_some(sheet)
}

/// What stands beside the table, below no header, is not read: it stops nobody.
fn weighed(sheet: &Sheet, problem: &Problem) -> Problem {
    let beside = sheet.rows.first().zip(problem.place.cell).is_some_and(|(head, cell)| {
        cell.row > head.number && head.cells.iter().all(|header| header.column != cell.column)
    });
    if beside { problem.clone().weighing(Severity::Warning) } else { problem.clone() }
}

/// One missing sheet is a better message than one unknown list for every question.
pub(super) fn missing_choices(has_choices: bool, problems: &mut Problems) {
    let is_list = |problem: &Problem| problem.code == Code::UnknownList;
    if !has_choices && problems.listed().iter().any(is_list) {
        problems.push(Problem::new(Code::MissingSheet, Place::default()).naming(&["choices"]));
    }
}

fn other(sheet: &Sheet, meant: Option<&str>) -> Option<Problem> {
    let place = Place::sheet(&sheet.name);
    let filled = sheet.rows.len() > 1;
    if fold(&sheet.name) == "entities" && filled {
        let instead = "Delete the sheet; this platform keeps responses, not entities.";
        return Some(Problem::new(Code::RefusedFeature, place).naming(&["entities", instead]));
    }
    // A leading underscore is how authors say that a sheet is theirs.
    if sheet.rows.is_empty() || sheet.name.starts_with('_') {
        return None;
    }
    let problem = Problem::new(Code::IgnoredSheet, place).naming(&[&sheet.name]);
    Some(match meant {
        Some(meant) => problem.weighing(Severity::Warning).suggesting(Some(meant.to_owned())),
        None => problem,
    })
}

fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}
