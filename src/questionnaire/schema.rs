//! The static tree of a questionnaire: every group, repeat and question has a slot, found by name in one look-up.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    definition::{ChoiceList, Definition, Item, QuestionType},
    text::LanguageKey,
    tree::Tree,
};

/// A place in a schema; ids run in document order and are the same for the same definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotId(pub(super) u32);

/// A choice list of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub(super) u32);

/// What stands at a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotKind {
    /// The response itself.
    Root,
    Group,
    Repeat,
    Question(QuestionType),
}

/// One place of the questionnaire.
#[derive(Debug, Clone)]
pub struct Slot {
    pub name: String,
    pub parent: Option<SlotId>,
    pub kind: SlotKind,
    pub children: Vec<SlotId>,
    /// The innermost repeat around this slot, itself not counted; `None` at the top of the response.
    pub repeat: Option<SlotId>,
    /// How many repeats stand around it.
    pub repeat_depth: u32,
    /// Its place among the slots that exist once in the same entry (or once at the top).
    pub(super) local: u32,
    /// For the root and repeats: how many slots exist once in each entry.
    pub(super) locals: u32,
}

/// A choice list, with what expressions read of it as columns.
#[derive(Debug, Clone)]
pub struct List {
    pub choices: ChoiceList,
    /// Headers of the further columns, in order.
    pub columns: Vec<String>,
    by_name: HashMap<String, u32>,
}

/// The tree of slots with its choice lists. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Schema(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    slots: Vec<Slot>,
    by_name: HashMap<String, SlotId>,
    lists: Vec<List>,
    default_language: LanguageKey,
    version: String,
    /// What absolute paths call the response: `/data/…`, `/form_id/…`. Empty where the root is a bare document.
    root_names: Vec<String>,
}

impl SlotId {
    /// The response itself.
    pub const ROOT: Self = Self(0);

    /// The place in document order, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl ListId {
    /// The place among the lists, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Schema {
    /// The slots and lists of a definition.
    #[must_use]
    pub fn of(definition: &Definition) -> Self {
        let mut builder = Builder::new();
        builder.add_items(SlotId::ROOT, &definition.items);
        let lists = definition.choice_lists.iter().cloned().map(List::new).collect();
        let root_names = vec!["data".to_owned(), definition.form_id.clone()];
        builder.finish(lists, definition.default_language.clone(), root_names, definition.version.clone())
    }

    /// The slots of a nested document: what occurs twice under one parent is a repeat. Its name is a child of the
    /// root, as in a document on its own.
    #[must_use]
    pub fn of_tree(tree: &Tree, lists: Vec<ChoiceList>) -> Self {
        Self::of_trees(std::slice::from_ref(tree), lists)
    }

    /// The slots of nested documents that stand side by side at the root.
    #[must_use]
    pub fn of_trees(trees: &[Tree], lists: Vec<ChoiceList>) -> Self {
        let mut builder = Builder::new();
        builder.add_trees(SlotId::ROOT, &[trees]);
        builder.finish(
            lists.into_iter().map(List::new).collect(),
            LanguageKey::new("default"),
            Vec::new(),
            String::new(),
        )
    }

    /// A schema of nothing: for expressions that read no answers.
    #[must_use]
    pub fn empty() -> Self {
        Builder::new().finish(Vec::new(), LanguageKey::new("default"), Vec::new(), String::new())
    }

    /// The slot with this name (names are unique in a questionnaire).
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<SlotId> {
        self.0.by_name.get(name).copied()
    }

    /// What stands at `slot`.
    #[must_use]
    pub fn get(&self, slot: SlotId) -> &Slot {
        self.0.slots.get(slot.index()).unwrap_or_else(|| self.root())
    }

    /// Every slot in document order; the first is the root.
    pub fn slots(&self) -> impl Iterator<Item = (SlotId, &Slot)> {
        (0_u32..).map(SlotId).zip(&self.0.slots)
    }

    /// How many slots there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.slots.len()
    }

    /// Is there no slot but the root?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.slots.len() <= 1
    }

    /// The names from the top down to `slot`, the root not counted.
    #[must_use]
    pub fn path(&self, slot: SlotId) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .ancestors_or_self(slot)
            .filter(|id| *id != SlotId::ROOT)
            .map(|id| self.get(id).name.as_str())
            .collect();
        names.reverse();
        names
    }

    /// The slot itself, its parent and so on up to the root.
    pub fn ancestors_or_self(&self, slot: SlotId) -> impl Iterator<Item = SlotId> {
        std::iter::successors(Some(slot), |slot| self.get(*slot).parent)
    }

    /// Is `inner` inside `outer` (or the same)?
    #[must_use]
    pub fn contains(&self, outer: SlotId, inner: SlotId) -> bool {
        self.ancestors_or_self(inner).any(|slot| slot == outer)
    }

    /// The child of `slot` with this name.
    #[must_use]
    pub fn child(&self, slot: SlotId, name: &str) -> Option<SlotId> {
        self.get(slot).children.iter().copied().find(|child| self.get(*child).name == name)
    }

    /// The repeat whose entry holds `slot`, itself counted where it is a repeat; the root where there is none.
    #[must_use]
    pub fn scope(&self, slot: SlotId) -> SlotId {
        let this = self.get(slot);
        if this.kind == SlotKind::Repeat { slot } else { this.repeat.unwrap_or(SlotId::ROOT) }
    }

    /// The choice list with this name.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<ListId> {
        let index = self.0.lists.iter().position(|list| list.choices.name == name)?;
        u32::try_from(index).ok().map(ListId)
    }

    /// A choice list by id.
    #[must_use]
    pub fn list_of(&self, list: ListId) -> Option<&List> {
        self.0.lists.get(list.index())
    }

    /// The names of all lists.
    pub fn list_names(&self) -> impl Iterator<Item = &str> {
        self.0.lists.iter().map(|list| list.choices.name.as_str())
    }

    /// The language that wording falls back to.
    #[must_use]
    pub fn default_language(&self) -> &LanguageKey {
        &self.0.default_language
    }

    /// The author's version, as `version()` gives it.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// May an absolute path start with this name for the response itself?
    #[must_use]
    pub fn is_root_name(&self, name: &str) -> bool {
        self.0.root_names.iter().any(|other| other == name)
    }

    /// Do absolute paths name the response first (`/data/…`)?
    #[must_use]
    pub fn names_its_root(&self) -> bool {
        !self.0.root_names.is_empty()
    }

    #[expect(clippy::indexing_slicing, reason = "the builder always makes the root")]
    fn root(&self) -> &Slot {
        &self.0.slots[0]
    }
}

impl List {
    fn new(choices: ChoiceList) -> Self {
        let columns: BTreeSet<&String> = choices.choices.iter().flat_map(|choice| choice.extra.keys()).collect();
        let columns = columns.into_iter().cloned().collect();
        let mut by_name = HashMap::new();
        for (index, choice) in (0_u32..).zip(&choices.choices) {
            by_name.entry(choice.name.clone()).or_insert(index);
        }
        Self { choices, columns, by_name }
    }

    /// The place of the first choice with this name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }
}

struct Builder {
    slots: Vec<Slot>,
    by_name: HashMap<String, SlotId>,
}

impl Builder {
    fn new() -> Self {
        let root = Slot {
            name: String::new(),
            parent: None,
            kind: SlotKind::Root,
            children: Vec::new(),
            repeat: None,
            repeat_depth: 0,
            local: 0,
            locals: 0,
        };
        Self { slots: vec![root], by_name: HashMap::new() }
    }

    fn add_items(&mut self, parent: SlotId, items: &[Item]) {
        for item in items {
            let kind = match item {
                Item::Question(question) => SlotKind::Question(question.kind.clone()),
                Item::Group(_) => SlotKind::Group,
                Item::Repeat(_) => SlotKind::Repeat,
            };
            let slot = self.add(parent, &item.row().name, kind);
            self.add_items(slot, item.items());
        }
    }

    /// `parents` are the children of every element that stands at the slot `parent`.
    fn add_trees(&mut self, parent: SlotId, parents: &[&[Tree]]) {
        let mut seen = BTreeSet::new();
        for tree in parents.iter().flat_map(|children| children.iter()) {
            if !seen.insert(tree.name.as_str()) {
                continue;
            }
            let of_name = |children: &[Tree]| children.iter().filter(|child| child.name == tree.name).count();
            let inside: Vec<&[Tree]> = parents
                .iter()
                .flat_map(|children| children.iter())
                .filter(|child| child.name == tree.name)
                .map(|child| child.children.as_slice())
                .collect();
            let kind = if parents.iter().any(|children| of_name(children) > 1) {
                SlotKind::Repeat
            } else if inside.iter().any(|children| !children.is_empty()) {
                SlotKind::Group
            } else {
                SlotKind::Question(QuestionType::Text)
            };
            let slot = self.add(parent, &tree.name, kind);
            self.add_trees(slot, &inside);
        }
    }

    #[expect(clippy::indexing_slicing, reason = "ids come from this builder")]
    fn add(&mut self, parent: SlotId, name: &str, kind: SlotKind) -> SlotId {
        let id = SlotId(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        let around = &self.slots[parent.index()];
        let (repeat, repeat_depth) = match around.kind {
            SlotKind::Repeat => (Some(parent), around.repeat_depth + 1),
            SlotKind::Root | SlotKind::Group | SlotKind::Question(_) => (around.repeat, around.repeat_depth),
        };
        let scope = &mut self.slots[repeat.unwrap_or(SlotId::ROOT).index()];
        let local = scope.locals;
        scope.locals += 1;
        self.slots[parent.index()].children.push(id);
        let (name, children) = (name.to_owned(), Vec::new());
        self.by_name.entry(name.clone()).or_insert(id);
        self.slots.push(Slot { name, parent: Some(parent), kind, children, repeat, repeat_depth, local, locals: 0 });
        id
    }

    fn finish(
        self,
        lists: Vec<List>,
        default_language: LanguageKey,
        root_names: Vec<String>,
        version: String,
    ) -> Schema {
        let Self { slots, by_name } = self;
        Schema(Arc::new(Inner { slots, by_name, lists, default_language, version, root_names }))
    }
}
