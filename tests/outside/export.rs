//! What we take, we give back: export and import are the identity on every accepted form, and pyxform takes what we
//! write of every form that it took before.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use periplus::questionnaire::{
    definition::Definition,
    xlsform::{Source, export, import, markdown::workbook_from_markdown, write},
};
use serde::Deserialize;

use crate::data;

/// Forms whose export pyxform refuses though it took the original, with what it says and why that is right.
const REFUSED_AFTER: [(&str, &str, &str); 0] = [];

/// An accepted form.
struct Accepted {
    name: String,
    definition: Definition,
    /// Does pyxform take the original?
    is_taken: bool,
}

/// A line of the small forms.
#[derive(Deserialize)]
struct Small {
    id: String,
    md: String,
    errored: bool,
}

/// A line of the script that asks pyxform.
#[derive(Deserialize)]
struct Verdict {
    name: String,
    error: Option<String>,
}

fn workbooks() -> Vec<Accepted> {
    let (Some(folder), Some(table)) = (data::path("forms"), data::text("forms.tsv")) else { return Vec::new() };
    let verdicts: BTreeMap<&str, bool> =
        table.lines().filter_map(|line| Some((line.split('\t').next()?, line.split('\t').nth(4)? == "ok"))).collect();
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let accepted = paths.into_iter().filter_map(|path| {
        let name = path.file_name()?.to_str()?.to_owned();
        let is_taken = verdicts.get(name.as_str()).copied().unwrap_or(false);
        let definition = import(Source::File(fs::read(path).unwrap())).definition?;
        Some(Accepted { name, definition, is_taken })
    });
    accepted.collect()
}

fn markdown_forms() -> Vec<Accepted> {
    let text = data::text("markdown-forms.jsonl").unwrap_or_default();
    let accepted = text.lines().filter_map(|line| {
        let Small { id, md, errored } = serde_json::from_str(line).unwrap();
        let definition = import(Source::Workbook(workbook_from_markdown(&md))).definition?;
        Some(Accepted { name: id, definition, is_taken: !errored })
    });
    accepted.collect()
}

/// Exports in each way and imports again.
fn differences(form: &Accepted) -> Vec<String> {
    let sheets = export(&form.definition);
    let files = write::files(&sheets).unwrap();
    let spreadsheet = [vec![("form.xlsx".to_owned(), write::xlsx(&sheets).unwrap())], files.clone()].concat();
    let csv = [write::csv_sheets(&sheets).unwrap(), files].concat();
    let ways = [
        ("sheets", Source::Workbook(sheets)),
        ("spreadsheet", Source::Files(spreadsheet)),
        ("zip of CSV sheets", Source::File(write::zip(&csv).unwrap())),
    ];
    let mut differences = Vec::new();
    for (way, source) in ways {
        let imported = import(source);
        if imported.definition.as_ref() != Some(&form.definition) {
            let errors: Vec<String> = imported.errors().map(ToString::to_string).collect();
            differences.push(format!("{} by {way}: {}", form.name, errors.join("; ")));
        }
    }
    differences
}

#[test]
fn exporting_and_importing_a_workbook_changes_nothing() {
    let forms = workbooks();
    let found: Vec<String> = forms.iter().flat_map(differences).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    println!("{} workbooks come back as they were", forms.len());
}

#[test]
fn exporting_and_importing_a_small_form_changes_nothing() {
    let forms = markdown_forms();
    let found: Vec<String> = forms.iter().flat_map(differences).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    println!("{} forms come back as they were", forms.len());
}

#[test]
fn pyxform_takes_what_is_exported_of_every_form_that_it_took() {
    let forms: Vec<Accepted> =
        [workbooks(), markdown_forms()].into_iter().flatten().filter(|form| form.is_taken).collect();
    if forms.is_empty() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for form in &forms {
        let path = folder.path().join(format!("{}.xlsx", form.name.trim_end_matches(".xlsx")));
        fs::write(path, write::xlsx(&export(&form.definition)).unwrap()).unwrap();
    }
    let verdicts = verdicts(folder.path());
    assert_eq!(verdicts.len(), forms.len());
    let refused: BTreeMap<&str, &str> =
        verdicts.iter().filter_map(|(name, error)| Some((name.as_str(), error.as_deref()?))).collect();
    let expected: BTreeSet<&str> = REFUSED_AFTER.iter().map(|(name, ..)| *name).collect();
    let surprising: Vec<_> = refused.iter().filter(|(name, _)| !expected.contains(*name)).collect();
    assert!(surprising.is_empty(), "{} of {}: {surprising:#?}", surprising.len(), forms.len());
    for (name, error, why) in REFUSED_AFTER {
        let said = refused.get(name).copied().unwrap_or("nothing: it is taken now");
        assert!(said.contains(error), "{name} ({why}): {said}");
    }
    println!("pyxform takes {} of {} exports", forms.len() - refused.len(), forms.len());
}

/// What pyxform says of each workbook of a folder.
fn verdicts(folder: &Path) -> BTreeMap<String, Option<String>> {
    let python = env::var_os("PERIPLUS_PYTHON")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python"), PathBuf::from);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outside/accepts.py");
    let output = Command::new(&python).arg(script).arg(folder).output();
    let output = output.unwrap_or_else(|error| unreachable!("{}: {error}: run tools/need python", python.display()));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |line: &str| {
        let verdict: Verdict = serde_json::from_str(line).unwrap();
        (verdict.name, verdict.error)
    };
    text.lines().map(read).collect()
}
