//! One response laid out over its schema: a node for every question, group and entry, with what it reads as.

use std::{borrow::Cow, collections::HashMap};

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::prelude::ToPrimitive;

use super::{
    answer::Answer,
    answers::Answers,
    expression::number_text,
    path::{EntryKey, EntryPath, Path},
    schema::{Schema, SlotId, SlotKind},
    tree::Tree,
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

/// What a node reads as in expressions.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Content {
    #[default]
    Blank,
    Text(String),
    Number(f64),
    Date(NaiveDate),
    DateTime(NaiveDateTime),
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

    pub(super) fn number(self) -> u32 {
        self.0
    }
}

impl Content {
    /// How an answer reads: non-answers and what could not be read are blank.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        let text = |text: String| if text.is_empty() { Self::Blank } else { Self::Text(text) };
        match answer {
            Answer::Text(plain) | Answer::Choice(plain) => text(plain.clone()),
            Answer::Number(number) => number.to_f64().map_or(Self::Blank, Self::Number),
            Answer::Choices(names) | Answer::Ranking(names) => text(names.join(" ")),
            Answer::Date(date) => Self::Date(*date),
            Answer::Time(time) => Self::Text(time.format("%H:%M:%S").to_string()),
            Answer::DateTime(moment) => Self::DateTime(*moment),
            Answer::Files(files) => text(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(" ")),
            Answer::NonAnswer(_) | Answer::Unparsed(_) => Self::Blank,
        }
    }

    /// As text; blank is empty.
    #[must_use]
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number_text(*number)),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::DateTime(moment) => Cow::Owned(moment.format("%Y-%m-%dT%H:%M:%S").to_string()),
        }
    }
}

impl Instance {
    /// Lays answers out over the schema. Answers without a place in it are left out.
    #[must_use]
    pub fn build(schema: &Schema, answers: &Answers) -> Self {
        let mut instance = Self::empty(schema);
        let mut scopes: HashMap<EntryPath, ScopeId> = HashMap::from([(EntryPath::default(), ScopeId(0))]);
        instance.add_children(NodeId::ROOT, ScopeId(0), &EntryPath::default(), answers, &mut scopes);
        for (path, answer) in answers.iter() {
            let scope = scopes.get(&path.within).copied();
            let slot = schema.slot(&path.name).filter(|slot| matches!(schema.get(*slot).kind, SlotKind::Question(_)));
            let node = scope.zip(slot).and_then(|(scope, slot)| instance.node_in(scope, slot));
            if let Some(node) = node.and_then(|node| instance.nodes.get_mut(node.index())) {
                node.content = Content::of(answer);
                node.answer = Some(answer.clone());
            }
        }
        instance
    }

    /// Lays a nested document out over [`Schema::of_tree`].
    #[must_use]
    pub fn of_tree(schema: &Schema, tree: &Tree) -> Self {
        let mut instance = Self::empty(schema);
        instance.add_trees(NodeId::ROOT, ScopeId(0), std::slice::from_ref(tree));
        instance
    }

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

    /// The entries around `node`, itself counted where it is one.
    #[must_use]
    pub fn entry_path_of(&self, node: NodeId) -> EntryPath {
        let mut steps = Vec::new();
        let mut next = Some(node);
        while let Some(id) = next {
            let node = self.get(id);
            if let Some(entry) = node.entry {
                steps.push(super::path::Step { repeat: self.schema.get(node.slot).name.clone(), entry });
            }
            next = node.parent;
        }
        steps.reverse();
        EntryPath(steps)
    }

    /// Says whether `node` itself is relevant; what stands inside follows.
    pub fn set_relevant(&mut self, node: NodeId, relevant: bool) {
        if let Some(this) = self.nodes.get_mut(node.index()) {
            this.relevant = relevant;
        }
        self.spread_relevance(node);
    }

    /// Gives `node` another answer.
    pub fn set_answer(&mut self, node: NodeId, answer: Option<Answer>) {
        if let Some(this) = self.nodes.get_mut(node.index()) {
            this.content = answer.as_ref().map(Content::of).unwrap_or_default();
            this.answer = answer;
        }
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

    fn empty(schema: &Schema) -> Self {
        let root = Node {
            slot: SlotId::ROOT,
            parent: None,
            children: Vec::new(),
            entry: None,
            position: 1,
            answer: None,
            content: Content::Blank,
            relevant: true,
            live: true,
            scope: ScopeId(0),
        };
        let mut instance = Self {
            schema: schema.clone(),
            nodes: vec![root],
            scopes: Vec::new(),
            table: Vec::new(),
            entries: Vec::new(),
        };
        instance.add_scope(SlotId::ROOT, NodeId::ROOT, None);
        instance
    }

    fn add_scope(&mut self, slot: SlotId, node: NodeId, parent: Option<ScopeId>) -> ScopeId {
        let id = ScopeId(id_of(self.scopes.len()));
        let base = id_of(self.table.len());
        let locals = self.schema.get(slot).locals as usize;
        self.table.resize(self.table.len() + locals, u32::MAX);
        self.scopes.push(Scope { slot, node, parent, base });
        id
    }

    fn add_node(&mut self, slot: SlotId, parent: NodeId, scope: ScopeId, entry: Option<EntryKey>) -> NodeId {
        let id = NodeId(id_of(self.nodes.len()));
        let position = 1;
        let node = Node {
            slot,
            parent: Some(parent),
            children: Vec::new(),
            entry,
            position,
            answer: None,
            content: Content::Blank,
            relevant: true,
            live: true,
            scope,
        };
        self.nodes.push(node);
        if let Some(parent) = self.nodes.get_mut(parent.index()) {
            parent.children.push(id);
        }
        id
    }

    fn set_place(&mut self, scope: ScopeId, slot: SlotId, value: u32) {
        let local = self.schema.get(slot).local;
        let index = self.scope(scope).map(|scope| (scope.base + local) as usize);
        if let Some(place) = index.and_then(|index| self.table.get_mut(index)) {
            *place = value;
        }
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

    fn add_entry(&mut self, repeat: SlotId, parent: NodeId, scope: ScopeId, key: EntryKey) -> (NodeId, ScopeId) {
        let list = self.place(scope, repeat).unwrap_or_else(|| {
            let list = id_of(self.entries.len());
            self.entries.push(Vec::new());
            self.set_place(scope, repeat, list);
            list
        });
        let node = self.add_node(repeat, parent, scope, Some(key));
        let inner = self.add_scope(repeat, node, Some(scope));
        let position = self.entries.get_mut(list as usize).map_or(1, |entries| {
            entries.push(node);
            id_of(entries.len())
        });
        if let Some(this) = self.nodes.get_mut(node.index()) {
            this.scope = inner;
            this.position = position;
        }
        (node, inner)
    }

    fn add_children(
        &mut self,
        parent: NodeId,
        scope: ScopeId,
        within: &EntryPath,
        answers: &Answers,
        scopes: &mut HashMap<EntryPath, ScopeId>,
    ) {
        let schema = self.schema.clone();
        for slot in &schema.get(self.get(parent).slot).children {
            let this = schema.get(*slot);
            if this.kind == SlotKind::Repeat {
                for key in answers.entries(&within.question(&this.name)) {
                    let (node, inner) = self.add_entry(*slot, parent, scope, *key);
                    let inside = within.entry(&this.name, *key);
                    self.add_children(node, inner, &inside, answers, scopes);
                    scopes.insert(inside, inner);
                }
            } else {
                let node = self.add_node(*slot, parent, scope, None);
                self.set_place(scope, *slot, node.0);
                self.add_children(node, scope, within, answers, scopes);
            }
        }
    }

    fn add_trees(&mut self, parent: NodeId, scope: ScopeId, trees: &[Tree]) {
        let schema = self.schema.clone();
        for (key, tree) in (1_u32..).zip(trees) {
            let Some(slot) = schema.child(self.get(parent).slot, &tree.name) else { continue };
            let (node, inner) = if schema.get(slot).kind == SlotKind::Repeat {
                self.add_entry(slot, parent, scope, key)
            } else {
                let node = self.add_node(slot, parent, scope, None);
                self.set_place(scope, slot, node.0);
                (node, scope)
            };
            if let Some(this) = self.nodes.get_mut(node.index()).filter(|_| !tree.text.is_empty()) {
                this.content = Content::Text(tree.text.clone());
            }
            self.add_trees(node, inner, &tree.children);
        }
    }

    fn spread_relevance(&mut self, start: NodeId) {
        let mut waiting = vec![start];
        while let Some(id) = waiting.pop() {
            let around = self.get(id).parent.is_none_or(|parent| self.get(parent).live);
            let Some(node) = self.nodes.get_mut(id.index()) else { continue };
            let live = around && node.relevant;
            if node.live != live {
                node.live = live;
                waiting.extend(&node.children);
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "every instance is made with its root")]
    fn root(&self) -> &Node {
        &self.nodes[0]
    }
}

fn id_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
