//! What a registry file would change: every row with its fate, and each change with what stands and what would.

use super::problem::Problem;

/// Everything that a file would do. Nothing is ever removed by a file.
#[derive(Debug, Clone)]
pub struct Plan<T> {
    pub items: Vec<Item<T>>,
    /// How many stand in the registry and not in the file; they are kept.
    pub kept: usize,
}

/// One row.
#[derive(Debug, Clone)]
pub struct Item<T> {
    pub line: u64,
    pub fate: Fate,
    /// How people know it: a code, an address.
    pub key: String,
    pub name: String,
    /// What differs from what stands; everything, where nothing stands yet.
    pub changes: Vec<Change>,
    /// What would stand.
    pub after: T,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    Added,
    Changed,
    Same,
}

/// One column that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub column: String,
    pub before: String,
    pub after: String,
}

/// How many rows have which fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub added: usize,
    pub changed: usize,
    pub same: usize,
    pub kept: usize,
}

impl<T> Plan<T> {
    /// Of these rows, where so many stood before.
    #[must_use]
    pub fn new(items: Vec<Item<T>>, standing: usize) -> Self {
        let found = items.iter().filter(|item| item.fate != Fate::Added).count();
        Self { items, kept: standing.saturating_sub(found) }
    }

    /// How many rows have which fate.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let count = |fate| self.items.iter().filter(|item| item.fate == fate).count();
        Counts { added: count(Fate::Added), changed: count(Fate::Changed), same: count(Fate::Same), kept: self.kept }
    }

    /// What would be written.
    pub fn written(&self) -> impl Iterator<Item = &Item<T>> {
        self.items.iter().filter(|item| item.fate != Fate::Same)
    }

    /// Everything that would be written as one text: equal where the same would be done.
    #[must_use]
    pub fn as_text(&self) -> String {
        let mut text = String::new();
        for item in self.written() {
            text.push_str(&format!("{:?} {:?} {:?}", item.fate, item.key, item.name));
            for change in &item.changes {
                text.push_str(&format!(" {:?} {:?} {:?}", change.column, change.before, change.after));
            }
            text.push('\n');
        }
        text
    }
}

impl Change {
    /// The columns in which two rows differ; a column that one of them lacks is blank in it.
    #[must_use]
    pub fn between(before: &[(String, String)], after: &[(String, String)]) -> Vec<Self> {
        let find = |texts: &[(String, String)], column: &str| {
            texts.iter().find(|(name, _)| name == column).map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let gone = before.iter().filter(|(column, _)| !after.iter().any(|(other, _)| other == column));
        let columns = after.iter().chain(gone).map(|(column, _)| column);
        let change =
            |column: &String| Self { column: column.clone(), before: find(before, column), after: find(after, column) };
        columns.map(change).filter(|change| change.before != change.after).collect()
    }
}

/// What becomes of a row that was found or not, with these changes.
#[must_use]
pub fn fate(found: bool, changes: &[Change]) -> Fate {
    match (found, changes) {
        (false, _) => Fate::Added,
        (true, []) => Fate::Same,
        (true, [_, ..]) => Fate::Changed,
    }
}

/// The problems as the lines of the file follow each other.
#[must_use]
pub fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| (problem.line, problem.column.as_ref().map(|place| place.index)));
    problems
}
