//! Files of departments: `region,name` with type, names by language and, for renaming, the identifier.

use std::collections::{BTreeMap, HashMap, HashSet};

use uuid::Uuid;

use super::{
    bounded, names, needed,
    plan::{Change, Fate, Item, Plan, fate, in_order},
    problem::{Problem, ProblemKind},
    regions::{Codes, Meant, Standing},
    sheet::{Columns, Guard, Row, Sheet},
};
use crate::fieldwork::{
    ids::{DepartmentId, RegionId},
    region::Department,
};

/// The columns.
pub const COLUMNS: Columns = Columns { required: &["region", "name"], optional: &["id", "type"], names: true };

/// What a file would change of the departments that stand, or everything that is wrong with it.
///
/// # Errors
/// Every problem of every line.
pub fn plan(
    bytes: &[u8],
    guard: Guard,
    regions: &[Standing],
    standing: &[Department],
    fresh: &mut dyn FnMut() -> Uuid,
) -> Result<Plan<Department>, Vec<Problem>> {
    let (sheet, mut problems) = Sheet::read(bytes, &COLUMNS, guard);
    let codes = Codes::of(regions);
    let by_id: HashMap<DepartmentId, &Department> = standing.iter().map(|one| (one.id, one)).collect();
    let by_name: HashMap<(RegionId, &str), &Department> =
        standing.iter().map(|one| ((one.region, one.name.as_str()), one)).collect();
    let named: HashMap<RegionId, &str> =
        regions.iter().map(|standing| (standing.region.id, standing.region.code.as_str())).collect();
    let mut items = Vec::new();
    let mut seen: HashMap<DepartmentId, u64> = HashMap::new();
    for row in sheet.rows() {
        let before = problems.len();
        bounded(&row, &mut problems);
        needed(&row, "name", &mut problems);
        let region = region(&row, &codes, &mut problems);
        let found = found(&row, region, &by_id, &by_name, &mut problems);
        if let Some(found) = found {
            let first = *seen.entry(found.id).or_insert(row.line);
            if first != row.line {
                problems.push(row.problem("name", ProblemKind::Doubled { first }));
            }
        }
        let (Some(region), true) = (region, problems.len() == before) else { continue };
        let after = wanted(&row, region, found, fresh);
        items.push(item(row.line, found, after, &named));
    }
    taken(&items, standing, &mut problems);
    if problems.is_empty() { Ok(Plan::new(items, standing.len())) } else { Err(in_order(problems)) }
}

/// The region of a row, by a code that it has or had.
fn region(row: &Row<'_>, codes: &Codes<'_>, problems: &mut Vec<Problem>) -> Option<RegionId> {
    let code = row.cell("region")?;
    let kind = match codes.find(&code.to_uppercase()) {
        Meant::Region(found) => return Some(found.region.id),
        Meant::Several => ProblemKind::AmbiguousRegion(code.to_owned()),
        Meant::Nobody if code.is_empty() => ProblemKind::Blank,
        Meant::Nobody => ProblemKind::UnknownRegion(code.to_owned()),
    };
    problems.push(row.problem("region", kind));
    None
}

fn found<'a>(
    row: &Row<'_>,
    region: Option<RegionId>,
    by_id: &HashMap<DepartmentId, &'a Department>,
    by_name: &HashMap<(RegionId, &str), &'a Department>,
    problems: &mut Vec<Problem>,
) -> Option<&'a Department> {
    let id = row.get("id");
    if id.is_empty() {
        return by_name.get(&(region?, row.get("name"))).copied();
    }
    let Some(found) = id.parse().ok().and_then(|id| by_id.get(&id).copied()) else {
        problems.push(row.problem("id", ProblemKind::UnknownId(id.to_owned())));
        return None;
    };
    if region.is_some_and(|region| region != found.region) {
        problems.push(row.problem("region", ProblemKind::OtherRegion(row.get("region").to_owned())));
    }
    Some(found)
}

fn wanted(row: &Row<'_>, region: RegionId, found: Option<&Department>, fresh: &mut dyn FnMut() -> Uuid) -> Department {
    let mut after = found.cloned().unwrap_or_else(|| Department {
        id: DepartmentId(fresh()),
        region,
        kind: String::new(),
        name: String::new(),
        names: BTreeMap::new(),
    });
    row.get("name").clone_into(&mut after.name);
    if let Some(kind) = row.cell("type") {
        kind.clone_into(&mut after.kind);
    }
    names(row, &mut after.names);
    after
}

fn item(line: u64, found: Option<&Department>, after: Department, named: &HashMap<RegionId, &str>) -> Item<Department> {
    let texts = |one: &Department| {
        let mut texts = vec![("name".to_owned(), one.name.clone()), ("type".to_owned(), one.kind.clone())];
        texts.extend(one.names.iter().map(|(language, name)| (format!("{}{language}", super::NAME), name.clone())));
        texts
    };
    let changes = Change::between(&found.map(texts).unwrap_or_default(), &texts(&after));
    let key = named.get(&after.region).copied().unwrap_or_default().to_owned();
    Item { line, fate: fate(found.is_some(), &changes), key, name: after.name.clone(), changes, after }
}

/// Names that two departments of a region would have once the file was applied.
fn taken(items: &[Item<Department>], standing: &[Department], problems: &mut Vec<Problem>) {
    let touched: HashSet<DepartmentId> = items.iter().map(|item| item.after.id).collect();
    let others = standing.iter().filter(|other| !touched.contains(&other.id));
    let others: HashSet<(RegionId, &str)> = others.map(|other| (other.region, other.name.as_str())).collect();
    let mut own: HashMap<(RegionId, &str), u64> = HashMap::new();
    for item in items {
        let key = (item.after.region, item.after.name.as_str());
        let kind = match own.insert(key, item.line) {
            Some(first) => Some(ProblemKind::Doubled { first }),
            None if item.fate == Fate::Same => None,
            None => others.contains(&key).then(|| ProblemKind::Taken(item.after.name.clone())),
        };
        if let Some(kind) = kind {
            problems.push(Problem { line: item.line, column: None, kind });
        }
    }
}
