//! One response laid out over its schema: a node for every question, group and entry, with what it reads as.

mod content;
mod layout;
#[cfg(test)]
mod tests;
mod writing;

use std::collections::{BTreeMap, BTreeSet};

pub use content::Content;

use super::{
    answer::Answer,
    path::{EntryKey, EntryPath, Path, Step},
    schema::{Schema, SlotId, SlotKind},
};

/// A node of an instance; ids run in document order as built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// One question, group or entry of a response.
#[derive(Debug, Clone)]
pub struct Node {
    pub slot: SlotId,
    pub parent: Option<NodeId>,
    pub children: Vec<NodeId>,
    /// The key, where the node is an entry of a repeat.
    pub entry: Option<EntryKey>,
    /// Its place among the entries of its repeat, from 1; 1 where it is no entry.
    pub position: u32,
    answer: Option<Answer>,
    content: Content,
    relevant: bool,
    /// Relevant, and so is everything around it.
    live: bool,
    scope: ScopeId,
}

/// A response over its schema.
#[derive(Debug, Clone)]
pub struct Instance {
    schema: Schema,
    nodes: Vec<Node>,
    scopes: Vec<Scope>,
    /// For each scope, its slots that exist once: the node, or for a repeat the index of its list of entries.
    table: Vec<u32>,
    entries: Vec<Vec<NodeId>>,
    /// Repeats that are not relevant, by the node that they stand in: one without entries has no node of its own.
    closed: BTreeSet<(NodeId, SlotId)>,
    /// What stood where a calculation then wrote its value: a calculation that reads itself starts from it.
    given: BTreeMap<NodeId, Answer>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ScopeId(u32);

/// The response, or one entry: where a slot stands once.
#[derive(Debug, Clone)]
struct Scope {
    slot: SlotId,
    node: NodeId,
    parent: Option<ScopeId>,
    base: u32,
}

impl NodeId {
    /// The response itself.
    pub const ROOT: Self = Self(0);

    /// The place in the arena, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Instance {
    /// The schema that this lies over.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The node of a slot outside repeats; `None` for a repeat or what stands in one.
    #[must_use]
    pub fn node_of(&self, slot: SlotId) -> Option<NodeId> {
        self.node_in(ScopeId(0), slot)
    }

    /// Every node of a slot, in document order.
    #[must_use]
    pub fn nodes_of(&self, slot: SlotId) -> Vec<NodeId> {
        let mut found = Vec::new();
        self.collect_nodes(NodeId::ROOT, slot, &mut found);
        found
    }

    /// The node at a path; for the path of a repeat with the entry's key, see [`Self::entry_at`].
    #[must_use]
    pub fn node_at(&self, path: &Path) -> Option<NodeId> {
        let scope = self.scope_at(&path.within)?;
        self.node_in(scope, self.schema.slot(&path.name)?)
    }

    /// The entry (or for no steps the response itself) at a path of entries.
    #[must_use]
    pub fn entry_at(&self, path: &EntryPath) -> Option<NodeId> {
        self.scope_at(path).and_then(|scope| self.scope(scope)).map(|scope| scope.node)
    }

    /// What stands at `node`.
    #[must_use]
    pub fn get(&self, node: NodeId) -> &Node {
        self.nodes.get(node.index()).unwrap_or_else(|| self.root())
    }

    /// Every node in the order as built, the response first.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        (0_u32..).map(NodeId).zip(&self.nodes)
    }

    /// The answer of `node` as given, relevant or not.
    #[must_use]
    pub fn answer(&self, node: NodeId) -> Option<&Answer> {
        self.get(node).answer.as_ref()
    }

    /// What `node` reads as: blank where it, or anything around it, is not relevant.
    #[must_use]
    pub fn content(&self, node: NodeId) -> &Content {
        let node = self.get(node);
        if node.live { &node.content } else { &Content::Blank }
    }

    /// Is `node` relevant, and everything around it?
    #[must_use]
    pub fn is_relevant(&self, node: NodeId) -> bool {
        self.get(node).live
    }

    /// The path of `node`: of an entry, the path of its whole repeat.
    #[must_use]
    pub fn path_of(&self, node: NodeId) -> Path {
        let node = self.get(node);
        let around = node.parent.map(|parent| self.entry_path_of(parent)).unwrap_or_default();
        around.question(&self.schema.get(node.slot).name)
    }

    /// A number for the place of `node`: it stays the same when entries are added or removed elsewhere.
    pub(super) fn place_number(&self, node: NodeId) -> u64 {
        let mut number = u64::from(self.get(node).slot.0);
        let mut next = Some(node);
        while let Some(id) = next {
            let node = self.get(id);
            if let Some(entry) = node.entry {
                let step = u64::from(node.slot.0) << 32 | u64::from(entry);
                // The prime of FNV: another key or another depth gives another number.
                number = number.wrapping_mul(0x0100_0000_01b3).wrapping_add(step);
            }
            next = node.parent;
        }
        number
    }

    /// The entries around `node`, itself counted where it is one.
    #[must_use]
    pub fn entry_path_of(&self, node: NodeId) -> EntryPath {
        let mut steps = Vec::new();
        let mut next = Some(node);
        while let Some(id) = next {
            let node = self.get(id);
            if let Some(entry) = node.entry {
                steps.push(Step { repeat: self.schema.get(node.slot).name.clone(), entry });
            }
            next = node.parent;
        }
        steps.reverse();
        EntryPath(steps)
    }

    /// Is a repeat relevant within `around`, and everything around that, with entries or without?
    #[must_use]
    pub fn is_repeat_relevant(&self, around: NodeId, repeat: SlotId) -> bool {
        self.is_relevant(around) && !self.closed.contains(&(around, repeat))
    }

    /// The entry around `node` whose slot is `scope` (the response for the root), `node` itself counted.
    pub(super) fn around(&self, node: NodeId, scope: SlotId) -> Option<NodeId> {
        if scope == SlotId::ROOT {
            return Some(NodeId::ROOT);
        }
        let mut next = self.scope(self.get(node).scope);
        while let Some(this) = next {
            if this.slot == scope {
                return Some(this.node);
            }
            next = this.parent.and_then(|parent| self.scope(parent));
        }
        None
    }

    /// The one node of `slot` in the entry (or response) `scope_node`; `None` where it stands in a repeat further in.
    pub(super) fn node_within(&self, scope_node: NodeId, slot: SlotId) -> Option<NodeId> {
        self.node_in(self.get(scope_node).scope, slot)
    }

    /// Appends every node of `slot` inside the entry (or response) `scope_node`.
    pub(super) fn collect_nodes(&self, scope_node: NodeId, slot: SlotId, found: &mut Vec<NodeId>) {
        let scope = self.get(scope_node).scope;
        if let Some(node) = self.node_in(scope, slot) {
            found.push(node);
            return;
        }
        let Some(here) = self.scope(scope) else { return };
        let outermost = self.schema.ancestors_or_self(slot).take_while(|slot| *slot != here.slot);
        let is_repeat = |slot: &SlotId| self.schema.get(*slot).kind == SlotKind::Repeat;
        let Some(repeat) = outermost.filter(is_repeat).last() else { return };
        for entry in self.entries_in(scope, repeat) {
            if repeat == slot {
                found.push(*entry);
            } else {
                self.collect_nodes(*entry, slot, found);
            }
        }
    }

    /// Appends the entries of a repeat that stands in `around` itself.
    pub(super) fn collect_entries(&self, around: NodeId, repeat: SlotId, found: &mut Vec<NodeId>) {
        found.extend(self.get(around).children.iter().filter(|child| self.get(**child).slot == repeat));
    }

    fn place(&self, scope: ScopeId, slot: SlotId) -> Option<u32> {
        let index = (self.scope(scope)?.base + self.schema.get(slot).local) as usize;
        self.table.get(index).copied().filter(|place| *place != u32::MAX)
    }

    fn node_in(&self, scope: ScopeId, slot: SlotId) -> Option<NodeId> {
        let here = self.scope(scope)?;
        if here.slot == slot {
            return Some(here.node);
        }
        let this = self.schema.get(slot);
        let once = this.kind != SlotKind::Repeat && this.repeat.unwrap_or(SlotId::ROOT) == here.slot;
        if once { self.place(scope, slot).map(NodeId) } else { None }
    }

    fn entries_in(&self, scope: ScopeId, repeat: SlotId) -> &[NodeId] {
        let list = self.place(scope, repeat).and_then(|list| self.entries.get(list as usize));
        list.map_or(&[], Vec::as_slice)
    }

    fn scope(&self, scope: ScopeId) -> Option<&Scope> {
        self.scopes.get(scope.0 as usize)
    }

    fn scope_at(&self, path: &EntryPath) -> Option<ScopeId> {
        let mut scope = ScopeId(0);
        for step in &path.0 {
            let repeat = self.schema.slot(&step.repeat)?;
            let here = self.scope(scope)?.slot;
            let inside = self.schema.get(repeat).repeat.unwrap_or(SlotId::ROOT) == here;
            let entries = if inside { self.entries_in(scope, repeat) } else { &[] };
            let entry = entries.iter().find(|entry| self.get(**entry).entry == Some(step.entry))?;
            scope = self.get(*entry).scope;
        }
        Some(scope)
    }

    #[expect(clippy::indexing_slicing, reason = "every instance is made with its root")]
    fn root(&self) -> &Node {
        &self.nodes[0]
    }
}
