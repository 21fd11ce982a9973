//! The catalogue of codes: every code has a broken example, at the cell that is named, and a repair.

use std::collections::{BTreeMap, BTreeSet};

use super::{markdown::workbook_from_markdown, *};
use crate::questionnaire::check::check;

/// Codes that no table can show; [`super::package`] and its neighbours test them.
const OF_FILES: [Code; 12] = [
    Code::NotAWorkbook,
    Code::EncryptedWorkbook,
    Code::OtherFormat,
    Code::MacrosRefused,
    Code::DocumentTypeRefused,
    Code::TooLarge,
    Code::DamagedWorkbook,
    Code::WrongEncoding,
    Code::CellError,
    Code::FormulaWithoutValue,
    Code::MoreProblems,
    Code::TooDeep,
];

/// Codes of findings that compiling makes, besides those of expressions.
const OF_THE_COMPILER: [&str; 2] = ["empty-list", "circular-rules"];

/// Limits, what a file shows, and what the importer says under another code; the tests of expressions show these.
const NOT_SHOWN: [&str; 5] =
    ["expression-too-long", "expression-too-deep", "unterminated-reference", "refused-reference", "empty-list"];

/// The codes of [`crate::questionnaire::expression::ExpressionErrorKind`], as they are written there.
fn codes_of_expressions() -> BTreeSet<&'static str> {
    let source = include_str!("../expression/error.rs");
    let body = source.split("impl ExpressionErrorKind {").nth(1).and_then(|rest| rest.split("\n    }\n").next());
    let codes: BTreeSet<&str> = body.unwrap_or_default().split('"').skip(1).step_by(2).collect();
    assert!(codes.len() > 20, "{codes:?}");
    codes
}

#[test]
fn the_catalogue_shows_every_code_where_it_stands_and_its_repair() {
    let catalogue = include_str!("../../../docs/importer.md");
    let sections: BTreeMap<&str, &str> =
        catalogue.split("### `").skip(1).filter_map(|section| section.split_once("`\n")).collect();
    let without_example: BTreeSet<&str> = OF_FILES.iter().map(Code::as_str).chain(NOT_SHOWN).collect();
    let own = Code::ALL.iter().map(Code::as_str);
    let codes: BTreeSet<&str> = own.chain(codes_of_expressions()).chain(OF_THE_COMPILER).collect();
    assert_eq!(codes, sections.keys().copied().collect(), "the codes, and the sections of the catalogue");
    let shown = sections.iter().filter(|(code, _)| !without_example.contains(*code));
    let wrong: Vec<String> = shown.filter_map(|(code, section)| example_fails(code, section)).collect();
    assert!(wrong.is_empty(), "{} examples are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong with the example of a code.
fn example_fails(code: &str, section: &str) -> Option<String> {
    let blocks: Vec<&str> = section.split("```").collect();
    let [text, broken, _, repaired, _] = blocks.as_slice() else { return Some(format!("{code} needs two forms")) };
    let place = text.rsplit("At ").next().unwrap().trim().trim_end_matches(':').trim_matches('`');
    let place = if place == "the workbook" { "" } else { place };
    let found = |form: &str| check(Source::Workbook(workbook_from_markdown(form))).problems;
    let told = |problems: &[Problem]| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n    ");
    let problems = found(broken);
    let Some(problem) = problems.iter().find(|found| found.code.as_str() == code && found.place.to_string() == place)
    else {
        return Some(format!("{code} at {place}: {}", told(&problems)));
    };
    let severity = |severity: Severity| format!("{severity:?}.");
    let named = |weight: Severity| text.trim_start().starts_with(&severity(weight));
    if !named(problem.severity) && !named(problem.code.severity()) {
        return Some(format!("{code} is {:?}", problem.severity));
    }
    if !problem.message().ends_with('.') || problem.fix().is_empty() {
        return Some(format!("{code} says too little: {problem}"));
    }
    let again = found(repaired);
    let left = again.iter().any(|left| left.code.as_str() == code || left.severity == Severity::Error);
    left.then(|| format!("{code} repaired: {}", told(&again)))
}

#[test]
fn codes_are_distinct_and_kebab_case() {
    let codes: BTreeSet<&str> = Code::ALL.iter().map(Code::as_str).collect();
    assert_eq!(codes.len(), Code::ALL.len());
    for code in codes {
        assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
    }
}
