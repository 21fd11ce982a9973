//! The rows of a definition by name, each with where it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, RowDiff, RowKind, Standing};
use crate::questionnaire::{
    definition::{Definition, Item},
    sections::sections,
};

/// The rows of a definition, each with where it stands.
pub(super) struct Entries<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    by_name: BTreeMap<&'a str, usize>,
    /// The names of the rows in each container, by the container's path.
    pub(super) children: BTreeMap<Vec<String>, Vec<&'a str>>,
}

pub(super) struct Entry<'a> {
    pub(super) name: String,
    pub(super) item: &'a Item,
    pub(super) section: String,
    pub(super) within: Vec<String>,
    repeats: Vec<String>,
}

impl<'a> Entries<'a> {
    pub(super) fn of(definition: &'a Definition) -> Self {
        let mut section_of = BTreeMap::new();
        for section in sections(definition) {
            section_of.extend(section.rows.iter().map(|row| (row.clone(), section.name.clone())));
        }
        let mut found = Self { entries: Vec::new(), by_name: BTreeMap::new(), children: BTreeMap::new() };
        for item in &definition.items {
            let section = section_of.get(&item.row().name).cloned().unwrap_or_default();
            found.add(item, &section, &[], &[]);
        }
        found
    }

    fn add(&mut self, item: &'a Item, section: &str, within: &[String], repeats: &[String]) {
        let name = item.row().name.as_str();
        self.by_name.entry(name).or_insert(self.entries.len());
        self.children.entry(within.to_vec()).or_default().push(name);
        self.entries.push(Entry {
            name: name.to_owned(),
            item,
            section: section.to_owned(),
            within: within.to_vec(),
            repeats: repeats.to_vec(),
        });
        let inside = [within, &[name.to_owned()]].concat();
        let repeats =
            if matches!(item, Item::Repeat(_)) { [repeats, &[name.to_owned()]].concat() } else { repeats.to_vec() };
        for child in item.items() {
            self.add(child, section, &inside, &repeats);
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Entry<'a>> {
        self.entries.get(*self.by_name.get(name)?)
    }

    pub(super) fn standing(&self, entry: &Entry, other: &Self) -> Standing {
        let siblings = self.children.get(&entry.within).map_or(&[][..], Vec::as_slice);
        let before: BTreeSet<&str> = siblings.iter().copied().take_while(|name| *name != entry.name).collect();
        let after = siblings.iter().rev().find(|name| before.contains(**name) && other.get(name).is_some());
        Standing {
            section: entry.section.clone(),
            within: entry.within.clone(),
            repeats: entry.repeats.clone(),
            after: after.map(|name| (*name).to_owned()),
        }
    }
}

impl Entry<'_> {
    pub(super) fn diff(&self, changes: Vec<Change>) -> RowDiff {
        let item = match self.item {
            Item::Question(_) => RowKind::Question,
            Item::Group(_) => RowKind::Group,
            Item::Repeat(_) => RowKind::Repeat,
        };
        let label = self.item.row().label.clone();
        RowDiff { name: self.name.clone(), item, section: self.section.clone(), label, changes }
    }
}
