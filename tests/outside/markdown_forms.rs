//! The small forms of the field's own test suite: our verdict is pyxform's, but for rules that are stricter and forms
//! that are named, each with its reason.

use std::collections::{BTreeMap, BTreeSet};

use periplus::questionnaire::{
    check::{Checked, check},
    xlsform::{Severity, Source, markdown::workbook_from_markdown},
};
use serde::Deserialize;

use crate::data;

/// Codes with which we refuse what pyxform accepts.
const STRICTER: &[(&str, &str)] = &[
    ("refused-feature", "answers or choices would be lost: shapes, entities, loops, other programs, earlier responses"),
    ("refused-function", "the function reads a file or a device that is not here"),
    ("choice-file-format", "choices come in CSV or GeoJSON files"),
    ("empty-survey", "a questionnaire asks something"),
    ("invalid-value", "a default that its question cannot take"),
    ("unknown-column", "a filter on a column that no choice has leaves no choice at all"),
    ("unexpected-character", "a rule that is no expression"),
    ("unterminated-text", "a rule that is no expression"),
    ("many-values", "one value is needed where every entry of a repeat has one"),
];

/// Forms that pyxform refuses and we accept.
const MORE_LENIENT: &[(&str, &str)] =
    &[("07e7c9c94be9", "the wrong name is that of the file, given to pyxform beside the form")];

#[derive(Deserialize)]
struct Form {
    id: String,
    md: String,
    errored: bool,
    error: Option<String>,
}

#[test]
fn small_forms_get_the_verdict_of_the_field() {
    let Some(forms) = read() else { return };
    let (mut agreed, mut unexplained) = (0, Vec::new());
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut lenient = BTreeSet::new();
    for form in &forms {
        let checked = check(Source::Workbook(workbook_from_markdown(&form.md)));
        let codes = error_codes(&checked);
        match (form.errored, codes.is_empty()) {
            (true, false) | (false, true) => agreed += 1,
            (false, false) if codes.iter().all(|code| is_stricter(code)) => {
                for code in codes {
                    *reasons.entry(code).or_default() += 1;
                }
            }
            (true, true) if MORE_LENIENT.iter().any(|(id, _)| *id == form.id) => {
                lenient.insert(form.id.as_str());
            }
            (false, false) | (true, true) => unexplained.push(told(form, &checked)),
        }
    }
    let named: usize = forms.len() - agreed - lenient.len() - unexplained.len();
    println!(
        "{agreed} of {} verdicts agree; {named} are refused by stricter rules ({reasons:?}); {} are accepted on purpose",
        forms.len(),
        lenient.len(),
    );
    assert!(unexplained.is_empty(), "{} differ:\n{}", unexplained.len(), unexplained.join("\n----\n"));
    for (id, reason) in MORE_LENIENT {
        assert!(lenient.contains(id), "{id} is no exception any more ({reason})");
    }
    for (code, reason) in STRICTER {
        assert!(reasons.contains_key(*code), "{code} refuses nothing that the field accepts ({reason})");
    }
}

fn read() -> Option<Vec<Form>> {
    let text = data::text("markdown-forms.jsonl")?;
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn is_stricter(code: &str) -> bool {
    STRICTER.iter().any(|(stricter, _)| *stricter == code)
}

fn error_codes(checked: &Checked) -> BTreeSet<String> {
    let errors = checked.problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| problem.code.to_string()).collect()
}

fn told(form: &Form, checked: &Checked) -> String {
    let problems: Vec<String> = checked.problems.iter().take(4).map(ToString::to_string).collect();
    format!("{}\npyxform: {:?}\n{}\n{}", form.id, form.error, form.md, problems.join("\n"))
}
