//! `docs/expressions.md` says what is so: its examples are run, and no function or code is missing.

use std::collections::BTreeSet;

use super::super::{
    Environment, Expression, ExpressionErrorKind, functions,
    trial::{Fault, Given, Outcome, Scene},
};
use crate::questionnaire::fixtures::compiled;

const PAGE: &str = include_str!("../../../../docs/expressions.md");

/// A row of a table, with `\|` for a bar.
fn rows(columns: &[&str]) -> Vec<Vec<String>> {
    let mut lines = PAGE.lines();
    let mut rows = Vec::new();
    while let Some(line) = lines.next() {
        if cells(line) == columns {
            rows.extend(lines.by_ref().skip(1).take_while(|line| line.starts_with('|')).map(cells));
        }
    }
    assert!(!rows.is_empty(), "no table with the columns {columns:?}");
    rows
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches('|').trim_end_matches('|').replace("\\|", "\u{0}");
    line.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect()
}

/// The text between the fences of the block that starts with `first`.
fn block(first: &str) -> &'static str {
    let start = PAGE.find(first).unwrap();
    let rest = &PAGE[start + first.len()..];
    &rest[..rest.find("```").unwrap()]
}

/// Runs an example: `expression`, or `expression` at `place`.
fn run(example: &str) -> Result<Outcome, Fault> {
    let parts: Vec<&str> = example.split('`').collect();
    let place = parts.get(3).copied().unwrap_or("remark");
    let environment = Environment {
        now: chrono::DateTime::parse_from_rfc3339("2026-02-03T23:30:00+02:00").unwrap(),
        language: "en",
        seed: 7,
    };
    let questionnaire = compiled(&format!("| survey{}", block("```\n| survey")));
    let given: Given = serde_json::from_str(block("```json\n")).unwrap();
    Scene::of_questionnaire(&questionnaire, &given, &environment)?.run(parts[1], Some(place), &environment, None)
}

fn said(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Nodes(texts) => texts.join(", "),
        other => other.to_string().split_once(": ").map_or(String::new(), |(_, value)| value.to_owned()),
    }
}

#[test]
fn every_example_gives_what_the_page_says() {
    let mut examples = Vec::new();
    for first in ["write", "operators", "rule"] {
        examples.extend(
            rows(&[first, "example", "gives", "result"])
                .into_iter()
                .map(|row| (row[1].clone(), row[2].clone(), row[3].clone())),
        );
    }
    let functions = rows(&["function", "gives", "example", "result", "meaning", "source"]);
    examples.extend(functions.into_iter().map(|row| (row[2].clone(), row[1].clone(), row[3].clone())));
    for (example, gives, result) in &examples {
        let outcome = run(example).unwrap_or_else(|fault| panic!("{example}: {fault:?}"));
        assert_eq!(said(&outcome), *result, "{example}");
        // A function of places is shown inside one that counts them.
        if gives != "any" && gives != "nodes" {
            assert_eq!(outcome.type_name(), gives, "{example}");
        }
    }
    assert!(examples.len() > 100);
}

#[test]
fn every_function_is_on_the_page_with_its_arguments() {
    let rows = rows(&["function", "gives", "example", "result", "meaning", "source"]);
    let mut documented = BTreeSet::new();
    for row in &rows {
        let signature = row[0].trim_matches('`');
        let (name, arguments) = signature.split_once('(').unwrap();
        let function = functions::find(name).unwrap_or_else(|| panic!("no function {name}"));
        let arguments = arguments.trim_end_matches(')');
        let required = arguments.split('[').next().unwrap_or("");
        let named = |list: &str| list.split(',').filter(|name| !matches!(name.trim(), "" | "…")).count();
        assert!(function.least <= named(required).max(function.least), "{signature}");
        let most = if arguments.contains('…') { None } else { Some(named(&arguments.replace('[', ""))) };
        assert_eq!(function.most, most, "{signature}");
        assert!(row[2].contains(&format!("{name}(")), "{signature}");
        assert!(["ODK", "XPath"].contains(&row[5].as_str()), "{signature}");
        assert!(documented.insert(name.to_owned()), "{name} stands twice");
    }
    let missing: Vec<&str> = functions::names().filter(|name| !documented.contains(*name)).collect();
    assert!(missing.is_empty(), "not on the page: {missing:?}");
}

#[test]
fn every_code_is_on_the_page() {
    for row in rows(&["code", "kind", "example", "meaning"]) {
        let code = row[0].trim_matches('`');
        if row[2].is_empty() {
            continue;
        }
        let fault = run(&row[2]).expect_err(code);
        assert_eq!(fault.code, code, "{}", row[2]);
        let text = row[2].split('`').nth(1).unwrap();
        let syntax = Expression::parse(text).map_err(|error| error.kind);
        assert_eq!(row[1] == "syntax", syntax.is_err(), "{code}");
        assert!(syntax.err().is_none_or(|kind: ExpressionErrorKind| kind.is_syntax()), "{code}");
        let message = fault.message();
        assert!(message.ends_with(['.', '?']) && !message.contains(code), "{message}");
    }
}
