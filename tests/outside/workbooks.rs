//! The field's own workbooks: each is accepted, or refused for the right reasons at the right cells.

use std::fs;

use periplus::questionnaire::{
    check::{Checked, check},
    compile::compile,
    xlsform::{Problem, Severity, Source},
};

use crate::data;

/// The cells and codes with which a workbook is refused.
type Reasons = &'static [(&'static str, &'static str)];

/// The workbooks that are refused; every other one is accepted.
const REFUSED: &[(&str, Reasons)] = &[
    (
        "all-question-types-v2024091201-3.xlsx",
        &[
            ("survey!G8", "refused-feature"),
            ("survey!G15", "refused-feature"),
            ("survey!G18", "refused-feature"),
            ("survey!G33", "refused-feature"),
            ("survey!G43", "refused-feature"),
            ("survey!G45", "refused-feature"),
            ("survey!G47", "refused-feature"),
            ("survey!A69", "refused-feature"),
            ("survey!A70", "refused-feature"),
        ],
    ),
    (
        "case_insensitivity.xlsx",
        &[("ENTITIES", "refused-feature"), ("SURVEY!A3", "refused-feature"), ("SURVEY!A4", "refused-feature")],
    ),
    (
        "demo.xlsx",
        &[
            ("choices!B7", "duplicate-choice"),
            ("choices!B8", "duplicate-choice"),
            ("choices!B9", "duplicate-choice"),
            ("choices!B13", "duplicate-choice"),
            ("survey!O11", "unknown-name"),
        ],
    ),
    ("duplicate_choice_form.xlsx", &[("choices!B6", "duplicate-choice")]),
    (
        "enumerator_weekly.xlsx",
        &[
            ("choices!D1", "duplicate-column"),
            ("choices!E1", "duplicate-column"),
            ("survey!D1", "duplicate-column"),
            ("survey!E1", "duplicate-column"),
        ],
    ),
    ("external_choice_form_v1.xlsx", &[("survey!A8", "refused-feature"), ("survey!A10", "refused-feature")]),
    ("service_rating.xlsx", &[("survey!A35", "unknown-type")]),
    (
        "subdistrict_profiling_tool.xlsx",
        &[
            ("survey!A6", "refused-feature"),
            ("survey!A7", "refused-feature"),
            ("survey!A8", "refused-feature"),
            ("survey!H82", "unknown-choice"),
        ],
    ),
    (
        "transportation.no_choices.xlsx",
        &[
            ("", "missing-sheet"),
            ("survey!A4", "unknown-list"),
            ("survey!A5", "refused-feature"),
            ("survey!A6", "unknown-list"),
            ("survey!A7", "refused-feature"),
        ],
    ),
    ("xlsform_spec_test.xlsx", &[("survey!L57", "refused-feature")]),
];

#[test]
fn workbooks_are_accepted_or_refused_for_their_reasons() {
    let Some(files) = files() else { return };
    let mut accepted = 0;
    for (name, bytes) in &files {
        let checked = check(Source::File(bytes.clone()));
        let errors: Vec<&Problem> = of(&checked, Severity::Error);
        let said: Vec<(String, &str)> =
            errors.iter().map(|problem| (problem.place.to_string(), problem.code.as_str())).collect();
        let said: Vec<(&str, &str)> = said.iter().map(|(place, code)| (place.as_str(), *code)).collect();
        let expected = REFUSED.iter().find(|(file, _)| file == name).map_or([].as_slice(), |(_, reasons)| reasons);
        assert_eq!(said, expected, "{name}");
        for problem in errors {
            assert!(!problem.message().is_empty() && !problem.fix().is_empty(), "{name}: {problem}");
        }
        let (warnings, notices) = (of(&checked, Severity::Warning).len(), of(&checked, Severity::Notice).len());
        println!("{name:45} {:2} errors {warnings:3} warnings {notices:3} notices", said.len());
        let lacks_files = checked.lacks_files();
        if let Some(definition) = checked.definition {
            accepted += 1;
            let compiled = compile(definition);
            assert!(compiled.is_ok() != lacks_files, "{name}: {:?}", compiled.err());
        }
    }
    println!("{accepted} of {} workbooks are accepted", files.len());
    for (file, _) in REFUSED {
        assert!(files.iter().any(|(name, _)| name == file), "{file} is not among the workbooks");
    }
}

/// Every workbook with its name, in order.
pub fn files() -> Option<Vec<(String, Vec<u8>)>> {
    let folder = data::path("forms");
    if folder.is_none() {
        println!("NOT RUN: there are no workbooks; set PERIPLUS_SHARED to the folder of cases");
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder?).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "xlsx") {
            files.push((path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()));
        }
    }
    files.sort();
    Some(files)
}

fn of(checked: &Checked, severity: Severity) -> Vec<&Problem> {
    checked.problems.iter().filter(|problem| problem.severity == severity).collect()
}
