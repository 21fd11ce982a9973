//! Languages that are probably one: `label::French` beside `hint::Frnch`.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    code::Code,
    column::Column,
    context::Context,
    nearest::nearest,
    problem::{Place, Problem},
    table::{Meaning, Table},
};
use crate::questionnaire::text::LanguageKey;

/// The shortest name in which one other letter is a slip rather than another language.
const SHORTEST: usize = 5;

/// Where a language has which columns.
#[derive(Debug, Default)]
struct Use {
    columns: BTreeSet<(String, Column)>,
    first: Place,
}

/// Reports pairs of languages that look alike. Where no sheet has the same column in both, they fill each other's gaps
/// and are one language with a slip; otherwise it may be meant.
pub(super) fn check(tables: &[&Table], context: &mut Context) {
    let mut uses: BTreeMap<&LanguageKey, Use> = BTreeMap::new();
    for table in tables {
        for header in &table.headers {
            if let Meaning::Known(column, Some(language)) = &header.meaning {
                let found = uses.entry(language).or_default();
                if found.columns.is_empty() {
                    found.first = Place::cell(&table.sheet, table.header_row, header.column);
                }
                found.columns.insert((table.sheet.clone(), *column));
            }
        }
    }
    let pairs = uses.iter().flat_map(|one| uses.iter().map(move |other| (one, other)));
    let problems: Vec<Problem> = pairs.filter_map(|(one, other)| alike(one, other)).collect();
    context.problems.extend(problems);
}

/// The rarer of the two is the slip, or the later; each pair is looked at in both orders.
fn alike(slip: (&&LanguageKey, &Use), meant: (&&LanguageKey, &Use)) -> Option<Problem> {
    let ((slip, use_of_slip), (meant, use_of_meant)) = (slip, meant);
    let rank = |found: &Use| (found.columns.len(), std::cmp::Reverse(found.first.clone()));
    if slip == meant || rank(use_of_slip) > rank(use_of_meant) {
        return None;
    }
    let (one, other) = (slip.name().to_lowercase(), meant.name().to_lowercase());
    let fills_gaps = use_of_slip.columns.is_disjoint(&use_of_meant.columns);
    let is_slip = one != other && one.chars().count() >= SHORTEST && nearest(&one, [other.as_str()]).is_some();
    let code = if one == other {
        Code::SimilarLanguages
    } else if is_slip && fills_gaps {
        Code::MisspeltLanguage
    } else {
        return None;
    };
    let names = [slip.as_str(), meant.as_str()];
    let problem = Problem::new(code, use_of_slip.first.clone()).naming(&names).clashing(use_of_meant.first.clone());
    Some(problem.suggesting(Some(meant.as_str().to_owned())))
}
