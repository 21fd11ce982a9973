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

#[test]
fn small_forms_get_the_verdict_of_the_field() {
    let Some(path) = shared("markdown-forms.jsonl") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let (mut agreed, mut total) = (0, 0);
    let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines() {
        let form: Value = serde_json::from_str(line).unwrap();
        let imported = import(Source::Workbook(workbook_from_markdown(form["md"].as_str().unwrap())));
        let ours = imported.definition.is_none();
        total += 1;
        if ours == form["errored"].as_bool().unwrap() {
            agreed += 1;
            continue;
        }
        let code = if ours { imported.errors().next().unwrap().code.to_string() } else { "accepted".to_owned() };
        let detail = format!("{} {}", form["src"].as_str().unwrap(), form["error"]);
        reasons.entry(code).or_default().push(detail);
        if std::env::var_os("PERIPLUS_VERBOSE").is_some() {
            println!("---- {}\n{}\n{}", form["src"], form["error"], form["md"].as_str().unwrap());
            for problem in imported.errors().take(3) {
                println!("      {problem}");
            }
        }
    }
    println!("agreement {agreed} of {total}");
    for (code, forms) in &reasons {
        println!("{code}: {}", forms.len());
    }
}
