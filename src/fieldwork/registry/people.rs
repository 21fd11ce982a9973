//! Files of people: `email,name,language` with roles and departments.
//!
//! Roles are separated by spaces, a coordinator's with the region's code: `consultant coordinator:ES61`. Departments
//! are separated by `|`, each with its region's code: `ES61: Health | ES61: Housing`; a backslash makes a `|` or a
//! backslash part of a name.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::{
    bounded, is_language, needed,
    plan::{Change, Item, Plan, fate, in_order},
    problem::{Problem, ProblemKind},
    regions::{Codes, Meant, Standing},
    sheet::{Columns, Guard, Row, Sheet},
};
use crate::fieldwork::{
    ids::{AccountId, DepartmentId, RegionId},
    region::Department,
};

/// The columns.
pub const COLUMNS: Columns =
    Columns { required: &["email", "name", "language"], optional: &["roles", "departments"], names: false };

/// A person with roles and departments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: AccountId,
    /// In lower case.
    pub email: String,
    pub name: String,
    pub language: String,
    /// The code of a role, and the region of a coordinator's.
    pub roles: BTreeSet<(String, Option<RegionId>)>,
    pub departments: BTreeSet<DepartmentId>,
}

/// What roles and departments are called in files.
pub struct Names<'a> {
    regions: HashMap<RegionId, &'a str>,
    departments: HashMap<DepartmentId, &'a Department>,
    by_name: HashMap<(RegionId, &'a str), DepartmentId>,
    codes: Codes<'a>,
}

/// The roles that a file may give, and the one that is a region's.
const PLAIN_ROLES: [&str; 2] = ["admin", "consultant"];
const REGIONS_ROLE: &str = "coordinator";

impl<'a> Names<'a> {
    /// Of what stands in the registry.
    #[must_use]
    pub fn of(regions: &'a [Standing], departments: &'a [Department]) -> Self {
        Self {
            regions: regions.iter().map(|one| (one.region.id, one.region.code.as_str())).collect(),
            departments: departments.iter().map(|one| (one.id, one)).collect(),
            by_name: departments.iter().map(|one| ((one.region, one.name.as_str()), one.id)).collect(),
            codes: Codes::of(regions),
        }
    }

    /// The cell of roles.
    #[must_use]
    pub fn roles(&self, roles: &BTreeSet<(String, Option<RegionId>)>) -> String {
        let write = |(role, region): &(String, Option<RegionId>)| match region {
            Some(region) => format!("{role}:{}", self.regions.get(region).copied().unwrap_or_default()),
            None => role.clone(),
        };
        let written: BTreeSet<String> = roles.iter().map(write).collect();
        written.into_iter().collect::<Vec<_>>().join(" ")
    }

    /// The cell of departments.
    #[must_use]
    pub fn departments(&self, departments: &BTreeSet<DepartmentId>) -> String {
        let known = departments.iter().filter_map(|id| self.departments.get(id));
        let write = |one: &&Department| {
            let name = one.name.replace('\\', "\\\\").replace('|', "\\|");
            format!("{}: {name}", self.regions.get(&one.region).copied().unwrap_or_default())
        };
        let written: BTreeSet<String> = known.map(write).collect();
        written.into_iter().collect::<Vec<_>>().join(" | ")
    }

    fn region(&self, code: &str) -> Option<RegionId> {
        match self.codes.find(&code.to_uppercase()) {
            Meant::Region(found) => Some(found.region.id),
            Meant::Several | Meant::Nobody => None,
        }
    }

    fn role(&self, text: &str) -> Option<(String, Option<RegionId>)> {
        match text.split_once(':') {
            Some((role, code)) if role == REGIONS_ROLE => Some((role.to_owned(), Some(self.region(code)?))),
            Some(_) => None,
            None => PLAIN_ROLES.contains(&text).then(|| (text.to_owned(), None)),
        }
    }

    fn department(&self, text: &str) -> Option<DepartmentId> {
        let (code, name) = text.split_once(':')?;
        self.by_name.get(&(self.region(code.trim())?, name.trim())).copied()
    }
}

/// What a file would change of the people that stand, or everything that is wrong with it.
///
/// # Errors
/// Every problem of every line.
pub fn plan(
    bytes: &[u8],
    guard: Guard,
    names: &Names<'_>,
    standing: &[Person],
    is_email: fn(&str) -> bool,
    fresh: &mut dyn FnMut() -> Uuid,
) -> Result<Plan<Person>, Vec<Problem>> {
    let (sheet, mut problems) = Sheet::read(bytes, &COLUMNS, guard);
    let by_email: HashMap<&str, &Person> = standing.iter().map(|person| (person.email.as_str(), person)).collect();
    let mut items = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for row in sheet.rows() {
        let before = problems.len();
        bounded(&row, &mut problems);
        needed(&row, "language", &mut problems);
        let email = row.get("email").to_lowercase();
        if row.cell("email").is_some() && !is_email(&email) {
            problems.push(row.problem("email", ProblemKind::Email(row.get("email").to_owned())));
        }
        let language = row.get("language");
        if !language.is_empty() && !is_language(language) {
            problems.push(row.problem("language", ProblemKind::Language(language.to_owned())));
        }
        let first = *seen.entry(email.clone()).or_insert(row.line);
        if first != row.line {
            problems.push(row.problem("email", ProblemKind::Doubled { first }));
        }
        let roles = roles(&row, names, &mut problems);
        let departments = departments(&row, names, &mut problems);
        if problems.len() > before {
            continue;
        }
        let found = by_email.get(email.as_str()).copied();
        let mut after = found.cloned().unwrap_or_else(|| Person {
            id: AccountId(fresh()),
            email,
            name: String::new(),
            language: String::new(),
            roles: BTreeSet::new(),
            departments: BTreeSet::new(),
        });
        row.get("name").clone_into(&mut after.name);
        language.clone_into(&mut after.language);
        if let Some(roles) = roles {
            after.roles = roles;
        }
        if let Some(departments) = departments {
            after.departments = departments;
        }
        items.push(item(row.line, found, after, names));
    }
    let plan = Plan::new(items, standing.len());
    if problems.is_empty() && leaves_nobody(&plan, standing) {
        problems.push(Problem { line: 0, column: None, kind: ProblemKind::LastAdmin });
    }
    if problems.is_empty() { Ok(plan) } else { Err(in_order(problems)) }
}

/// The columns of a person, as files have them.
#[must_use]
pub fn texts(person: &Person, names: &Names<'_>) -> Vec<(String, String)> {
    vec![
        ("email".to_owned(), person.email.clone()),
        ("name".to_owned(), person.name.clone()),
        ("language".to_owned(), person.language.clone()),
        ("roles".to_owned(), names.roles(&person.roles)),
        ("departments".to_owned(), names.departments(&person.departments)),
    ]
}

fn roles(
    row: &Row<'_>,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) -> Option<BTreeSet<(String, Option<RegionId>)>> {
    let mut roles = BTreeSet::new();
    for text in row.cell("roles")?.split_whitespace() {
        match names.role(text) {
            Some(role) => drop(roles.insert(role)),
            None => problems.push(row.problem("roles", ProblemKind::Role(text.to_owned()))),
        }
    }
    Some(roles)
}

fn departments(row: &Row<'_>, names: &Names<'_>, problems: &mut Vec<Problem>) -> Option<BTreeSet<DepartmentId>> {
    let mut departments = BTreeSet::new();
    for text in split(row.cell("departments")?) {
        match names.department(&text) {
            Some(department) => drop(departments.insert(department)),
            None => problems.push(row.problem("departments", ProblemKind::Department(text))),
        }
    }
    Some(departments)
}

/// The parts between bars, without what is blank; a backslash keeps the character after it.
fn split(cell: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = cell.chars();
    while let Some(character) = characters.next() {
        let kept = match character {
            '|' => {
                parts.push(String::new());
                continue;
            }
            '\\' => characters.next().unwrap_or('\\'),
            other => other,
        };
        if let Some(last) = parts.last_mut() {
            last.push(kept);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn item(line: u64, found: Option<&Person>, after: Person, names: &Names<'_>) -> Item<Person> {
    let before = found.map(|found| texts(found, names)).unwrap_or_default();
    let changes = Change::between(&before, &texts(&after, names));
    let (key, name) = (after.email.clone(), after.name.clone());
    Item { line, fate: fate(found.is_some(), &changes), key, name, changes, after }
}

/// Would there be nobody who administers, where there was somebody?
fn leaves_nobody(plan: &Plan<Person>, standing: &[Person]) -> bool {
    let is_admin = |person: &Person| person.roles.iter().any(|(role, _)| role == "admin");
    let after: HashMap<AccountId, &Person> = plan.items.iter().map(|item| (item.after.id, &item.after)).collect();
    let stays = |person: &&Person| is_admin(after.get(&person.id).copied().unwrap_or(person));
    standing.iter().any(is_admin)
        && !standing.iter().any(|person| stays(&person))
        && !plan.items.iter().any(|item| is_admin(&item.after))
}
