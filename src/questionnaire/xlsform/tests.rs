//! The importer against tables of one-feature forms, and against the field's own workbooks where they are at hand.

use std::{collections::BTreeMap, path::PathBuf};

use serde_json::Value;

use super::{markdown::workbook_from_markdown, *};

fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("PERIPLUS_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = root.join("xlsform").join(path);
    if path.exists() {
        return Some(path);
    }
    println!("SKIPPED: {} is absent; set PERIPLUS_SHARED", path.display());
    None
}

/// The field's own workbooks that are refused, and by which codes. All others are imported.
const REFUSED: [(&str, &[Code]); 11] = [
    ("KoBoXLSFormExamples.xlsx", &[Code::DuplicateName]),
    ("all-question-types-v2024091201-3.xlsx", &[Code::RefusedFeature]),
    ("case_insensitivity.xlsx", &[Code::RefusedFeature]),
    ("childrens_survey_sw.xlsx", &[Code::DuplicateName]),
    ("demo.xlsx", &[Code::DuplicateChoice]),
    ("duplicate_choice_form.xlsx", &[Code::DuplicateChoice]),
    ("enumerator_weekly.xlsx", &[Code::DuplicateColumn]),
    ("external_choice_form_v1.xlsx", &[Code::RefusedFeature]),
    ("service_rating.xlsx", &[Code::UnknownType]),
    ("subdistrict_profiling_tool.xlsx", &[Code::RefusedFeature, Code::UnknownChoice]),
    ("xlsform_spec_test.xlsx", &[Code::RefusedFeature]),
];

#[test]
fn real_workbooks_are_imported_or_refused_for_a_reason() {
    let (Some(folder), Some(list)) = (shared("forms"), shared("forms.tsv")) else { return };
    let list = std::fs::read_to_string(list).unwrap();
    for line in list.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let bytes = std::fs::read(folder.join(columns[0])).unwrap();
        let imported = import(Source::File(bytes));
        let mut codes: Vec<Code> = imported.errors().map(|problem| problem.code.clone()).collect();
        codes.dedup();
        let verdict = if imported.definition.is_some() { "ok".to_owned() } else { format!("{codes:?}") };
        let counts = [Severity::Error, Severity::Warning, Severity::Notice]
            .map(|severity| imported.problems.iter().filter(|problem| problem.severity == severity).count());
        println!("{:40} {verdict:35} {counts:?} the field: {:.50}", columns[0], columns[4]);
        if std::env::var_os("PERIPLUS_VERBOSE").is_some() {
            imported.problems.iter().for_each(|problem| println!("    {problem}"));
        }
        if columns[0] == "transportation.no_choices.xlsx" {
            assert_eq!(codes.first(), Some(&Code::MissingSheet));
            continue;
        }
        let expected = REFUSED.iter().find(|(file, _)| *file == columns[0]).map_or([].as_slice(), |(_, codes)| codes);
        assert_eq!(codes, expected, "{}", columns[0]);
    }
}

/// Why this importer refuses what the field accepts: stricter rules, and what the product does not support.
const NAMED_REASONS: [Code; 5] =
    [Code::RefusedFeature, Code::DuplicateName, Code::ChoiceFileFormat, Code::EmptySurvey, Code::UnknownChoice];

#[test]
fn small_forms_get_the_verdict_of_the_field() {
    let Some(path) = shared("markdown-forms.jsonl") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let (mut agreed, mut named, mut differ) = (0, 0, Vec::new());
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines() {
        let form: Value = serde_json::from_str(line).unwrap();
        let markdown = form["md"].as_str().unwrap();
        let imported = import(Source::Workbook(workbook_from_markdown(markdown)));
        if imported.definition.is_none() == form["errored"].as_bool().unwrap() {
            agreed += 1;
        } else if imported.errors().next().is_some() && imported.errors().all(|p| NAMED_REASONS.contains(&p.code)) {
            named += 1;
            *reasons.entry(imported.errors().next().unwrap().code.to_string()).or_default() += 1;
        } else {
            let shown: Vec<String> = imported.errors().take(3).map(ToString::to_string).collect();
            differ.push(format!("{}\nthe field: {}\n{markdown}\n{}", form["src"], form["error"], shown.join("\n")));
        }
    }
    let compared = agreed + differ.len();
    println!("{agreed} of {compared} verdicts agree; {named} more are refused for a named reason: {reasons:?}");
    if std::env::var_os("PERIPLUS_VERBOSE").is_some() {
        println!("{}", differ.join("\n----\n"));
    }
    assert!(agreed * 100 >= compared * 95, "{agreed} of {compared}");
}

/// Codes that no table can show; [`super::package`] and its neighbours test them.
const OF_FILES: [Code; 11] = [
    Code::NotAWorkbook,
    Code::EncryptedWorkbook,
    Code::OtherFormat,
    Code::MacrosRefused,
    Code::DocumentTypeRefused,
    Code::TooLarge,
    Code::DamagedWorkbook,
    Code::WrongEncoding,
    Code::CellError,
    Code::MoreProblems,
    Code::TooDeep,
];

#[test]
fn the_catalogue_shows_every_code_where_it_stands_and_its_repair() {
    let catalogue = include_str!("../../../docs/importer.md");
    let sections: BTreeMap<&str, &str> =
        catalogue.split("### `").skip(1).filter_map(|section| section.split_once("`\n")).collect();
    for code in Code::ALL {
        let section = sections.get(code.as_str()).unwrap_or_else(|| panic!("{code} is not in the catalogue"));
        if OF_FILES.contains(code) {
            continue;
        }
        let blocks: Vec<&str> = section.split("```").collect();
        let [text, broken, _, repaired, _] = blocks.as_slice() else { panic!("{code} needs two forms") };
        let place = text.rsplit("At ").next().unwrap().trim().trim_end_matches(':').trim_matches('`');
        let place = if place == "the workbook" { "" } else { place };
        let found = |form: &str| import(Source::Workbook(workbook_from_markdown(form))).problems;
        let problems = found(broken);
        let at = problems.iter().find(|problem| problem.code == *code && problem.place.to_string() == place);
        let problem = at.unwrap_or_else(|| panic!("{code} at {place}: {problems:#?}"));
        assert!(problem.message().ends_with('.') && !problem.fix().is_empty(), "{problem}");
        let again = found(repaired);
        assert!(!again.iter().any(|problem| problem.code == *code), "{code} after the repair: {again:#?}");
        assert!(again.iter().all(|problem| problem.severity != Severity::Error), "{code} repaired: {again:#?}");
    }
    assert_eq!(sections.len(), Code::ALL.len(), "a section of the catalogue has no code");
}
