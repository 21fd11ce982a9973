//! How an instance is laid out: nodes for every slot, and for each entry a table of where its slots stand.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Content, Instance, Node, NodeId, Scope, ScopeId};
use crate::questionnaire::{
    answers::Answers,
    path::{EntryKey, EntryPath},
    schema::{Schema, SlotId, SlotKind},
    tree::Tree,
};

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
        Self::of_trees(schema, std::slice::from_ref(tree))
    }

    /// Lays nested documents out over [`Schema::of_trees`].
    #[must_use]
    pub fn of_trees(schema: &Schema, trees: &[Tree]) -> Self {
        let mut instance = Self::empty(schema);
        instance.add_trees(NodeId::ROOT, ScopeId(0), trees);
        instance
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
            closed: BTreeSet::new(),
            given: BTreeMap::new(),
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
}

fn id_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
