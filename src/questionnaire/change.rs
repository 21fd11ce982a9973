//! One answer changed in an evaluated response: only what reads it is computed again, in order, and no further than
//! values change.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{
    answer::Answer,
    compile::{Questionnaire, RuleColumn},
    expression::Environment,
    instance::{Instance, NodeId},
    schema::{SlotId, SlotKind},
};

/// What came of a changed answer. Each list is in the order of the response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Nodes that became relevant, or ceased to be, with what stands around them.
    pub relevance: Vec<NodeId>,
    /// Repeats whose own rule now says otherwise, with the node that they stand in; they may have no entries.
    pub repeats: Vec<(NodeId, SlotId)>,
    /// Nodes with another answer: the one that was given, and calculations.
    pub values: Vec<NodeId>,
    /// Rules that read something which changed, so that what they say may have changed as well.
    pub rules: Vec<Touched>,
}

/// A rule beside relevance and calculation: a constraint, what is required, which choices are offered, how many
/// entries there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Touched {
    /// The question; for a repeat, what it stands in.
    pub node: NodeId,
    pub row: SlotId,
    pub column: RuleColumn,
}

impl Changed {
    /// Did nothing change that anybody could see?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.relevance.is_empty() && self.repeats.is_empty() && self.values.is_empty()
    }
}

impl Questionnaire {
    /// Gives `node` another answer in a response that was evaluated in the same `environment`, and brings it to where
    /// evaluating all of it anew would. Where entries come or go, or the environment is another one, evaluate anew.
    pub fn change(
        &self,
        instance: &mut Instance,
        node: NodeId,
        answer: Option<Answer>,
        environment: &Environment<'_>,
    ) -> Changed {
        let mut wave = Wave {
            questionnaire: self,
            instance,
            environment,
            due: BinaryHeap::new(),
            turn: None,
            nodes: Vec::new(),
            turned: Vec::new(),
            changed: Changed::default(),
        };
        wave.give(node, answer);
        wave.run();
        wave.end()
    }
}

/// A change on its way through what depends on it.
struct Wave<'a> {
    questionnaire: &'a Questionnaire,
    instance: &'a mut Instance,
    environment: &'a Environment<'a>,
    /// What is to be computed: the place in the order of evaluation, and where. What is read always has its turn
    /// before what reads it, so everything is computed at most once.
    due: BinaryHeap<Reverse<(u32, NodeId)>>,
    /// The place in the order that was reached.
    turn: Option<u32>,
    /// Kept between uses.
    nodes: Vec<NodeId>,
    turned: Vec<NodeId>,
    changed: Changed,
}

impl Wave<'_> {
    fn give(&mut self, node: NodeId, answer: Option<Answer>) {
        let slot = self.instance.get(node).slot;
        match self.questionnaire.schema.get(slot).kind {
            SlotKind::Root | SlotKind::Group | SlotKind::Repeat => {}
            SlotKind::Question(_) if self.questionnaire.calculation(slot).is_some() => {
                self.instance.set_given(node, answer);
                if let Some(turn) = self.questionnaire.readers.turn(slot) {
                    let node = if self.questionnaire.readers.is_running(slot) { NodeId::ROOT } else { node };
                    self.due.push(Reverse((turn, node)));
                }
            }
            SlotKind::Question(_) => {
                if self.instance.set_answer(node, answer) {
                    self.changed.values.push(node);
                    self.touch_if_live(node);
                }
            }
        }
    }

    fn run(&mut self) {
        let mut done = None;
        while let Some(Reverse(next)) = self.due.pop() {
            if done == Some(next) {
                continue;
            }
            done = Some(next);
            let (turn, node) = next;
            self.turn = Some(turn);
            let Some(slot) = self.questionnaire.order.get(turn as usize).copied() else { continue };
            if self.questionnaire.readers.is_running(slot) {
                self.compute_all(slot);
            } else if self.questionnaire.schema.get(slot).kind == SlotKind::Repeat {
                self.compute_repeat(slot, node);
            } else {
                self.compute(slot, node);
            }
        }
    }

    fn compute_repeat(&mut self, repeat: SlotId, around: NodeId) {
        if self.questionnaire.compute_repeat(self.instance, repeat, around, self.environment) {
            self.changed.repeats.push((around, repeat));
        }
        let mut entries = Vec::new();
        self.instance.collect_entries(around, repeat, &mut entries);
        for entry in entries {
            self.compute(repeat, entry);
        }
    }

    /// Each entry reads those before it as they come to be, and those after it as they were given.
    fn compute_all(&mut self, slot: SlotId) {
        let nodes = self.instance.nodes_of(slot);
        let before: Vec<Option<Answer>> = nodes.iter().map(|node| self.instance.answer(*node).cloned()).collect();
        let mut turned = std::mem::take(&mut self.turned);
        for node in &nodes {
            self.instance.turn(*node, true, &mut turned);
            self.instance.set_answer(*node, self.instance.given(*node).cloned());
        }
        for node in &nodes {
            self.questionnaire.compute(self.instance, slot, *node, self.environment, &mut turned);
        }
        self.turn_all(turned);
        for (node, before) in nodes.into_iter().zip(before) {
            if before.as_ref() != self.instance.answer(node) {
                self.changed.values.push(node);
                self.touch_if_live(node);
            }
        }
    }

    fn compute(&mut self, slot: SlotId, node: NodeId) {
        let mut turned = std::mem::take(&mut self.turned);
        let changed = self.questionnaire.compute(self.instance, slot, node, self.environment, &mut turned);
        self.turn_all(turned);
        if changed {
            self.changed.values.push(node);
            self.touch_if_live(node);
        }
    }

    fn turn_all(&mut self, mut turned: Vec<NodeId>) {
        for node in &turned {
            self.touch(*node);
        }
        self.changed.relevance.append(&mut turned);
        self.turned = turned;
    }

    /// What is not relevant reads as blank, whatever its answer.
    fn touch_if_live(&mut self, node: NodeId) {
        if self.instance.is_relevant(node) {
            self.touch(node);
        }
    }

    fn touch(&mut self, node: NodeId) {
        let slot = self.instance.get(node).slot;
        let mut nodes = std::mem::take(&mut self.nodes);
        let readers = &self.questionnaire.readers;
        for reader in readers.computed(slot) {
            if self.turn.is_some_and(|turn| reader.turn <= turn) {
                continue;
            }
            if self.questionnaire.order.get(reader.turn as usize).is_some_and(|row| readers.is_running(*row)) {
                self.due.push(Reverse((reader.turn, NodeId::ROOT)));
                continue;
            }
            self.collect(node, reader.home, reader.scope, &mut nodes);
            self.due.extend(nodes.drain(..).map(|node| Reverse((reader.turn, node))));
        }
        for note in readers.noted(slot) {
            self.collect(node, note.home, note.scope, &mut nodes);
            let touched = nodes.drain(..).map(|node| Touched { node, row: note.row, column: note.column });
            self.changed.rules.extend(touched);
        }
        self.nodes = nodes;
    }

    /// Every node of `home` in the entry of `scope` around `node`.
    fn collect(&self, node: NodeId, home: SlotId, scope: SlotId, found: &mut Vec<NodeId>) {
        let entry = self.instance.around(node, scope).unwrap_or(NodeId::ROOT);
        self.instance.collect_nodes(entry, home, found);
    }

    fn end(self) -> Changed {
        let Changed { mut relevance, mut repeats, mut values, mut rules } = self.changed;
        relevance.sort_unstable();
        // What turned twice is where it was.
        let relevance = relevance.chunk_by(PartialEq::eq).filter(|same| same.len() % 2 == 1);
        let relevance = relevance.filter_map(|same| same.first().copied()).collect();
        repeats.sort_unstable();
        values.sort_unstable();
        rules.sort_unstable();
        rules.dedup();
        Changed { relevance, repeats, values, rules }
    }
}

#[cfg(test)]
mod tests;
