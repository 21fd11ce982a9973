//! Where answers stand in another version: in the same entry where the repeat is there, else in one of its like.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Rewrite;
use crate::questionnaire::{
    path::{EntryPath, Path, Step},
    schema::{Schema, SlotId, SlotKind},
};

/// The entries of a draft over the schema that it moves to.
pub(super) struct Places<'a> {
    schema: &'a Schema,
    /// Those that stand, and those that the move makes.
    entries: BTreeSet<EntryPath>,
}

impl<'a> Places<'a> {
    pub(super) fn new(schema: &'a Schema, entries: &BTreeSet<EntryPath>) -> Self {
        Self { schema, entries: entries.clone() }
    }

    /// The path of a question's answer.
    pub(super) fn path_in(&self, path: &Path, slot: SlotId) -> Path {
        let repeats = self.repeats_around(slot);
        self.within(&path.within, &repeats).question(&path.name)
    }

    /// The path of an entry of the repeat at `slot`, which keeps its number.
    pub(super) fn entry_in(&self, entry: &EntryPath, slot: SlotId) -> EntryPath {
        let Some((around, step)) = entry.split_last() else { return entry.clone() };
        self.within(&around, &self.repeats_around(slot)).entry(&step.repeat, step.entry)
    }

    /// Makes the entries of a path stand where they do not.
    pub(super) fn stand(&mut self, within: &EntryPath, writes: &mut Vec<Rewrite>) {
        for depth in 1..=within.0.len() {
            let entry = EntryPath(within.0.get(..depth).unwrap_or_default().to_vec());
            if self.entries.insert(entry.clone()) {
                writes.push(Rewrite { path: entry.to_string(), value: Some(Value::Bool(true)) });
            }
        }
    }

    /// Each repeat takes the number of the entry at its depth; where there was none, its first entry.
    fn within(&self, within: &EntryPath, repeats: &[&str]) -> EntryPath {
        let mut place = EntryPath::default();
        for (depth, repeat) in repeats.iter().enumerate() {
            let entry = match within.0.get(depth) {
                Some(Step { entry, .. }) => *entry,
                None => self.first(&place, repeat),
            };
            place = place.entry(repeat, entry);
        }
        place
    }

    fn first(&self, around: &EntryPath, repeat: &str) -> u32 {
        let own = self.entries.iter().filter_map(|entry| {
            let (before, step) = entry.split_last()?;
            (before == *around && step.repeat == repeat).then_some(step.entry)
        });
        own.min().unwrap_or(1)
    }

    /// From the outside in.
    fn repeats_around(&self, slot: SlotId) -> Vec<&'a str> {
        let schema = self.schema;
        let around = schema.ancestors_or_self(slot).skip(1).filter(|slot| schema.get(*slot).kind == SlotKind::Repeat);
        let mut names: Vec<&str> = around.map(|slot| schema.get(slot).name.as_str()).collect();
        names.reverse();
        names
    }
}
