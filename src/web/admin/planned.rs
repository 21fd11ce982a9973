//! What a registry file would change, and what is wrong with it, as pages show them.

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    fieldwork::registry::plan::{Fate, Item, Plan},
    operations::registry::{Planned, Problem},
};

/// The most rows of one list; the numbers are of all.
const MOST: usize = 500;

/// One problem: a message with its arguments, and its place.
#[derive(Serialize)]
pub struct ProblemRow {
    line: u64,
    column: String,
    header: String,
    key: &'static str,
    value: String,
    expected: String,
}

#[derive(Serialize)]
struct ItemRow {
    line: u64,
    key: String,
    name: String,
    changes: Vec<ChangeRow>,
}

#[derive(Serialize)]
struct ChangeRow {
    column: String,
    before: String,
    after: String,
}

/// The problems, the first of them where there are very many.
#[must_use]
pub fn problems(problems: &[Problem]) -> Vec<ProblemRow> {
    let row = |problem: &Problem| ProblemRow {
        line: problem.line,
        column: problem.column.as_ref().map(|place| place.letters()).unwrap_or_default(),
        header: problem.column.as_ref().map(|place| place.header.clone()).unwrap_or_default(),
        key: problem.kind.key(),
        value: problem.kind.value(),
        expected: problem.kind.expected().to_string(),
    };
    problems.iter().take(MOST).map(row).collect()
}

/// The numbers of a plan, and its rows.
#[must_use]
pub fn plan(planned: &Planned) -> Value {
    let counts = planned.counts();
    let (added, changed) = match planned {
        Planned::Regions(plan) => rows(plan),
        Planned::Departments(plan) => rows(plan),
        Planned::People(plan) => rows(plan),
    };
    json!({
        "added": counts.added, "changed": counts.changed, "same": counts.same, "kept": counts.kept,
        "any": counts.added + counts.changed > 0,
        "added_rows": added, "changed_rows": changed, "most": MOST,
        "added_more": counts.added > MOST, "changed_more": counts.changed > MOST,
    })
}

fn rows<T>(plan: &Plan<T>) -> (Vec<ItemRow>, Vec<ItemRow>) {
    let of = |fate| plan.items.iter().filter(move |item| item.fate == fate).take(MOST).map(row).collect();
    (of(Fate::Added), of(Fate::Changed))
}

fn row<T>(item: &Item<T>) -> ItemRow {
    let change = |change: &crate::fieldwork::registry::plan::Change| ChangeRow {
        column: change.column.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
    };
    let changes = item.changes.iter().filter(|_| item.fate == Fate::Changed).map(change).collect();
    ItemRow { line: item.line, key: item.key.clone(), name: item.name.clone(), changes }
}
