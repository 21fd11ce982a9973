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

#[test]
fn real_workbooks_are_imported_or_refused_for_a_reason() {
    let (Some(folder), Some(list)) = (shared("forms"), shared("forms.tsv")) else { return };
    let list = std::fs::read_to_string(list).unwrap();
    for line in list.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let bytes = std::fs::read(folder.join(columns[0])).unwrap();
        let imported = import(Source::File(bytes));
        let verdict = if imported.definition.is_some() { "ok" } else { "error" };
        let counts = [Severity::Error, Severity::Warning, Severity::Notice]
            .map(|severity| imported.problems.iter().filter(|problem| problem.severity == severity).count());
        println!("{verdict:5} {counts:?} {} (pyxform: {:.60})", columns[0], columns[4]);
        for problem in imported.errors().take(4) {
            println!("      {problem}");
        }
    }
}

/// Why this importer refuses what the field accepts: stricter rules, and what the product does not support.
const NAMED_REASONS: [Code; 5] = [
    Code::RefusedFeature,
    Code::DuplicateName,
    Code::ChoiceFileFormat,
    Code::EmptySurvey,
    Code::UnknownChoice,
];

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
