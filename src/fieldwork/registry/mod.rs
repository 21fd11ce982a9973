//! Registry files: CSV read into typed rows with every problem at once, and what a file would change of the registry
//! that stands. Pure: what stands, new identifiers and the guard of cells come in as values.

pub mod departments;
pub mod people;
pub mod plan;
pub mod problem;
pub mod regions;
pub mod sheet;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::problem::{Problem, ProblemKind};

/// What a registry file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Regions,
    Departments,
    People,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Regions, Self::Departments, Self::People];

    /// The code in addresses, rows and file names.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Regions => "regions",
            Self::Departments => "departments",
            Self::People => "people",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How columns with names by language begin.
pub const NAME: &str = "name_";

/// The most characters of a name, a type or an address.
pub const LONGEST_TEXT: usize = 300;

/// Is this a code of a language, as in `name_fr`?
#[must_use]
pub fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// The names of a row by language; a language whose cell is blank has no name.
fn names(row: &sheet::Row<'_>, into: &mut BTreeMap<String, String>) {
    for (header, cell) in row.named(NAME) {
        if cell.is_empty() {
            into.remove(header);
        } else {
            into.insert(header.to_owned(), cell.to_owned());
        }
    }
}

/// Refuses what is blank where something is needed.
fn needed(row: &sheet::Row<'_>, column: &'static str, problems: &mut Vec<Problem>) {
    if row.cell(column) == Some("") {
        problems.push(row.problem(column, ProblemKind::Blank));
    }
}

/// Refuses cells that are longer than anything that they should hold.
fn bounded(row: &sheet::Row<'_>, problems: &mut Vec<Problem>) {
    for (column, cell) in row.cells() {
        let most = if ["departments", "roles", "former_codes"].contains(&column) { 20_000 } else { LONGEST_TEXT };
        if cell.chars().count() > most {
            problems.push(row.problem(column, ProblemKind::TooLong { most }));
        }
    }
}
