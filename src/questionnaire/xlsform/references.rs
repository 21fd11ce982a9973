//! References in rules and wording (`${name}`): do they name a row of the questionnaire?

use std::{collections::BTreeSet, ops::Range};

use super::{
    code::Code,
    column::Column,
    context::{CheckedCell, Context},
    names::{Names, is_name},
    origins::Origin,
    problem::Problem,
    problems::Problems,
};

/// How many findings in one cell are worth reporting.
pub(super) const MOST_IN_A_CELL: usize = 10;

/// One `${…}` of a text.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::questionnaire) struct Reference<'a> {
    /// What stands between the braces; `None` where they are not closed.
    pub name: Option<&'a str>,
    pub span: Range<usize>,
}

/// Checks every cell that may refer to a question; gives the names that are referred to and do not exist.
pub(super) fn check(names: &Names, context: &mut Context) -> BTreeSet<String> {
    let mut problems = Problems::default();
    let mut missing = BTreeSet::new();
    for CheckedCell { column, origin } in &context.cells {
        let refers = column.is_expression() || column.is_wording() || *column == Column::Parameters;
        let is_from_repeat = *column == Column::Type && origin.text.contains("${");
        if refers || is_from_repeat {
            let found = find(&origin.text);
            let unknown = found.iter().filter_map(|found| found.name).filter(|name| is_name(name) && !names.has(name));
            missing.extend(unknown.map(str::to_owned));
            problems.extend(found.iter().filter_map(|found| problem(found, names, origin)).take(MOST_IN_A_CELL));
        }
        if *column == Column::Trigger {
            problems.extend(check_trigger(origin));
        }
    }
    context.problems.extend(problems.into_sorted());
    missing
}

/// Every `${`, closed or not.
pub(in crate::questionnaire) fn find(text: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("${")) {
        let start = from + at;
        let inner = start + 2;
        let rest = text.get(inner..).unwrap_or_default();
        let end = rest.find(['}', '{']).filter(|end| rest.get(*end..).is_some_and(|tail| tail.starts_with('}')));
        from = end.map_or(inner, |end| inner + end + 1);
        found.push(Reference { name: end.and_then(|end| rest.get(..end)), span: start..from });
    }
    found
}

fn problem(found: &Reference<'_>, names: &Names, origin: &Origin) -> Option<Problem> {
    let written = origin.text.get(found.span.clone()).unwrap_or_default();
    let in_cell = |code: Code, names: &[&str]| Problem::in_cell(origin, code, names, Some(found.span.clone()));
    let Some(name) = found.name else { return Some(in_cell(Code::MalformedReference, &[written])) };
    if name.starts_with("last-saved#") {
        let instead = "Carry answers forward from an earlier round instead, or use a default of your own.";
        return Some(in_cell(Code::RefusedFeature, &["last-saved", instead]));
    }
    if !is_name(name) {
        let repaired = Some(name.trim()).filter(|name| names.has(name)).map(|name| format!("${{{name}}}"));
        return Some(in_cell(Code::MalformedReference, &[written]).suggesting(repaired));
    }
    if let Some(other) = names.ambiguous(name) {
        return Some(in_cell(Code::AmbiguousReference, &[name]).clashing(other.clone()));
    }
    if names.has(name) {
        return None;
    }
    Some(in_cell(Code::UnknownReference, &[name]).suggesting(names.suggest(name)))
}

/// A trigger is references with commas between them, nothing else.
fn check_trigger(origin: &Origin) -> Option<Problem> {
    let is_reference = |part: &str| matches!(find(part).as_slice(), [only] if only.span == (0..part.len()));
    let mut parts = origin.text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let fine = parts.all(is_reference);
    (!fine).then(|| Problem::in_cell(origin, Code::InvalidTrigger, &[&origin.text], None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_with_their_places() {
        for (text, expected) in [
            ("${a} + ${b}", vec![(Some("a"), 0..4), (Some("b"), 7..11)]),
            ("no", vec![]),
            ("${a", vec![(None, 0..2)]),
            ("${ a }", vec![(Some(" a "), 0..6)]),
            ("${a ${b}", vec![(None, 0..2), (Some("b"), 4..8)]),
            ("é${x}", vec![(Some("x"), 2..6)]),
        ] {
            let found: Vec<_> = find(text).into_iter().map(|found| (found.name, found.span)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
