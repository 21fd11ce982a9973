//! Which rules read a slot, found at publication: what a changed answer touches, and nothing else.

use std::collections::BTreeSet;

use super::{
    compile::{Place, RuleColumn},
    expression::Expression,
    schema::{Schema, SlotId, SlotKind},
};

/// The readers of every slot.
#[derive(Debug, Clone)]
pub(super) struct Readers {
    /// By slot: the relevances, calculations and numbers of entries that read it, in the order in which they are computed.
    computed: Vec<Vec<Reader>>,
    /// By slot: the other rules that read it.
    noted: Vec<Vec<Note>>,
    /// By slot: its place in the order of evaluation.
    turns: Vec<Option<u32>>,
    /// The slots whose calculation reads itself in other entries, as running totals do.
    running: BTreeSet<SlotId>,
}

/// A row whose relevance, calculation or number of entries reads a slot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader {
    /// Its place in the order of evaluation.
    pub turn: u32,
    /// Where its rules are computed: the row itself, or what a repeat stands in.
    pub home: SlotId,
    /// Only what stands in the same entry of this repeat is read; the root for anywhere.
    pub scope: SlotId,
}

/// A rule that nothing else is computed from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Note {
    pub row: SlotId,
    pub column: RuleColumn,
    pub home: SlotId,
    pub scope: SlotId,
}

impl Readers {
    pub fn of(schema: &Schema, places: &[Place], order: &[SlotId]) -> Self {
        let mut readers = Self {
            computed: vec![Vec::new(); places.len()],
            noted: vec![Vec::new(); places.len()],
            turns: vec![None; places.len()],
            running: BTreeSet::new(),
        };
        for (turn, row) in (0_u32..).zip(order) {
            if let Some(known) = readers.turns.get_mut(row.index()) {
                *known = Some(turn);
            }
            let Some(rules) = places.get(row.index()).map(|place| &place.rules) else { continue };
            for rule in [&rules.relevant, &rules.calculation, &rules.repeat_count].into_iter().flatten() {
                readers.add_computed(schema, *row, turn, rule);
                if rule.reads().iter().any(|read| read.slot == *row && read.scope != schema.scope(*row)) {
                    readers.running.insert(*row);
                }
            }
        }
        for ((row, _), place) in schema.slots().zip(places) {
            let rules = &place.rules;
            for (column, rule) in [
                (RuleColumn::Required, &rules.required),
                (RuleColumn::Constraint, &rules.constraint),
                (RuleColumn::ChoiceFilter, &rules.choice_filter),
                (RuleColumn::ReadOnly, &rules.read_only),
                (RuleColumn::RepeatCount, &rules.repeat_count),
            ] {
                if let Some(rule) = rule {
                    readers.add_noted(schema, row, column, rule);
                }
            }
            let source = place.question().and_then(|question| question.kind.repeat_source());
            if let Some(source) = source.and_then(|source| schema.slot(source)) {
                readers.add_source(row, source, rules.choice_filter.as_ref());
            }
        }
        readers
    }

    /// The relevances, calculations and numbers of entries that read `slot`.
    pub fn computed(&self, slot: SlotId) -> &[Reader] {
        self.computed.get(slot.index()).map_or(&[], Vec::as_slice)
    }

    /// The other rules that read `slot`.
    pub fn noted(&self, slot: SlotId) -> &[Note] {
        self.noted.get(slot.index()).map_or(&[], Vec::as_slice)
    }

    /// The place of `slot` in the order of evaluation, where anything is computed for it.
    pub fn turn(&self, slot: SlotId) -> Option<u32> {
        self.turns.get(slot.index()).copied().flatten()
    }

    /// Does the calculation of `slot` read itself in other entries? Then all of them are computed together, in order.
    pub fn is_running(&self, slot: SlotId) -> bool {
        self.running.contains(&slot)
    }

    fn add_computed(&mut self, schema: &Schema, row: SlotId, turn: u32, rule: &Expression) {
        for read in rule.reads() {
            let (home, scope) = place_of(schema, row, read.scope);
            let Some(known) = self.computed.get_mut(read.slot.index()) else { continue };
            match known.last_mut().filter(|last| last.turn == turn) {
                // Two rules of one row: the outer scope holds both.
                Some(last) => last.scope = last.scope.min(scope),
                None => known.push(Reader { turn, home, scope }),
            }
        }
    }

    fn add_noted(&mut self, schema: &Schema, row: SlotId, column: RuleColumn, rule: &Expression) {
        for read in rule.reads() {
            let (home, scope) = place_of(schema, row, read.scope);
            if let Some(known) = self.noted.get_mut(read.slot.index()) {
                known.push(Note { row, column, home, scope });
            }
        }
    }

    /// What entries answered is offered as choices; the filter is about the entries, wherever they are.
    fn add_source(&mut self, row: SlotId, source: SlotId, filter: Option<&Expression>) {
        let read = filter.map_or(&[][..], Expression::dependencies);
        for slot in std::iter::once(source).chain(read.iter().copied()) {
            let note = Note { row, column: RuleColumn::ChoiceFilter, home: row, scope: SlotId::ROOT };
            if let Some(known) = self.noted.get_mut(slot.index()) {
                known.push(note);
            }
        }
    }
}

/// Where the rules of a row are computed, and within which entry they read. The rules of a repeat are computed around
/// it, once for all its entries.
fn place_of(schema: &Schema, row: SlotId, scope: SlotId) -> (SlotId, SlotId) {
    let this = schema.get(row);
    let home = if this.kind == SlotKind::Repeat { this.parent.unwrap_or(SlotId::ROOT) } else { row };
    (home, if schema.contains(scope, home) { scope } else { schema.scope(home) })
}
