//! Which sheet is which: by name, in any case, with a hint where a name is nearly right.

use super::{
    code::Code,
    column::SheetKind,
    nearest::nearest,
    problem::{Place, Problem},
    problems::Problems,
    workbook::{Sheet, Workbook},
};

/// The sheets that are read.
#[derive(Debug, Default)]
pub(super) struct Sheets<'a> {
    pub survey: Option<&'a Sheet>,
    pub choices: Option<&'a Sheet>,
    pub settings: Option<&'a Sheet>,
}

/// Finds the sheets, and reports those that are missing, doubled, refused or not read.
pub(super) fn recognise<'a>(workbook: &'a Workbook, problems: &mut Problems) -> Sheets<'a> {
    let mut sheets = Sheets::default();
    let mut others = Vec::new();
    for sheet in &workbook.sheets {
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
    let is_read = |problem: &&Problem| SheetKind::ALL.iter().any(|kind| fold(&problem.place.sheet) == kind.name());
    problems.extend(workbook.problems.iter().filter(is_read).cloned());
    sheets
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
        Some(meant) => problem.weighing(super::Severity::Warning).suggesting(Some(meant.to_owned())),
        None => problem,
    })
}

fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}
