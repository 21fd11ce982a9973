//! The questions of a questionnaire as files of single answers walk them: by path, in one version or in several.

use serde_json::{Map, Value};

use super::repeat::entry_key;
use crate::questionnaire::{
    definition::QuestionType,
    fields::{Field, FieldItem, fields},
    merging::Merged,
    path::{EntryKey, EntryPath, Path},
};

/// All questions and repeats but personal ones.
#[derive(Debug)]
pub(super) struct Outline {
    level: Vec<Node>,
    /// The numbers of the versions.
    versions: Vec<i32>,
}

/// A question, or a repeat and what stands in it.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: String,
    /// What each version calls it; nothing where it does not ask it.
    own: Vec<Option<String>>,
    pub(super) type_name: &'static str,
    pub(super) kind: NodeKind,
    /// Do answers to it come along into a later round?
    pub(super) is_carried: bool,
}

#[derive(Debug)]
pub(super) enum NodeKind {
    Value,
    Choice,
    Ranking,
    Repeat(Vec<Node>),
}

/// Where an answer stands.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) node: &'a Node,
    /// Its entry, as the files call it.
    pub(super) within: EntryPath,
    /// Its path, as its version calls it.
    pub(super) own: Path,
}

impl Outline {
    pub(super) fn of(merged: &Merged) -> Self {
        let versions = merged.versions.iter().map(|version| version.number).collect();
        Self { level: nodes(merged, &fields(&merged.definition), &[]), versions }
    }

    /// The place of the version with this number; the first where there is no other.
    pub(super) fn version(&self, number: i32) -> usize {
        self.versions.iter().position(|other| *other == number).unwrap_or_default()
    }

    /// Every answer of a document, in the order of the questionnaire; repeats themselves only where they were given a
    /// non-answer.
    pub(super) fn walk(&self, version: usize, document: &Map<String, Value>, visit: &mut dyn FnMut(&Place, &Value)) {
        walk(&self.level, version, document, &EntryPath::default(), &EntryPath::default(), visit);
    }

    /// What stands at a path of this version; nothing where it has no such question, or it is personal.
    pub(super) fn find(&self, version: usize, own: &str) -> Option<Place<'_>> {
        let own: Path = own.parse().ok()?;
        let (mut level, mut within) = (&self.level, EntryPath::default());
        for step in &own.within.0 {
            let repeat = named(level, version, &step.repeat)?;
            let NodeKind::Repeat(inside) = &repeat.kind else { return None };
            within = within.entry(&repeat.name, step.entry);
            level = inside;
        }
        let node = named(level, version, &own.name)?;
        Some(Place { node, within, own })
    }
}

impl Place<'_> {
    /// Its path, as the files call it.
    pub(super) fn path(&self) -> String {
        self.within.question(&self.node.name).to_string()
    }
}

fn named<'a>(level: &'a [Node], version: usize, own: &str) -> Option<&'a Node> {
    level.iter().find(|node| node.own.get(version).and_then(Option::as_deref) == Some(own))
}

fn walk(
    level: &[Node],
    version: usize,
    answers: &Map<String, Value>,
    within: &EntryPath,
    own_within: &EntryPath,
    visit: &mut dyn FnMut(&Place, &Value),
) {
    for node in level {
        let own = node.own.get(version).and_then(Option::as_ref);
        let Some((own, answer)) = own.and_then(|own| Some((own, answers.get(own)?))) else { continue };
        match (&node.kind, answer) {
            (_, Value::Null) => {}
            (NodeKind::Repeat(inside), Value::Array(entries)) => {
                for entry in entries.iter().filter_map(Value::as_object) {
                    let key = EntryKey::try_from(entry_key(Some(entry))).unwrap_or_default();
                    let (within, own_within) = (within.entry(&node.name, key), own_within.entry(own, key));
                    walk(inside, version, entry, &within, &own_within, visit);
                }
            }
            (NodeKind::Value | NodeKind::Choice | NodeKind::Ranking | NodeKind::Repeat(_), answer) => {
                visit(&Place { node, within: within.clone(), own: own_within.question(own) }, answer);
            }
        }
    }
}

fn nodes(merged: &Merged, fields: &[Field], repeats: &[&str]) -> Vec<Node> {
    let level = fields.iter().filter(|field| field.repeats == repeats && !field.personal);
    let node = |field: &Field| {
        let (type_name, kind, is_carried) = match field.item {
            FieldItem::Group(_) => return None,
            FieldItem::Repeat(repeat) => {
                let inside = [repeats, &[repeat.row.name.as_str()]].concat();
                ("repeat", NodeKind::Repeat(nodes(merged, fields, &inside)), true)
            }
            FieldItem::Question(question) => {
                (question.kind.name(), NodeKind::of(&question.kind)?, question.is_carried())
            }
        };
        let own = merged.versions.iter().map(|version| version.own_name(field.name()).map(str::to_owned)).collect();
        Some(Node { name: field.name().to_owned(), own, type_name, kind, is_carried })
    };
    level.filter_map(node).collect()
}

impl NodeKind {
    fn of(kind: &QuestionType) -> Option<Self> {
        match kind {
            QuestionType::Note => None,
            QuestionType::SelectOne(_) | QuestionType::SelectMultiple(_) | QuestionType::Acknowledge => {
                Some(Self::Choice)
            }
            QuestionType::Rank(_) => Some(Self::Ranking),
            QuestionType::Text
            | QuestionType::Integer
            | QuestionType::Decimal
            | QuestionType::Range(_)
            | QuestionType::Date
            | QuestionType::Time
            | QuestionType::DateTime
            | QuestionType::File
            | QuestionType::Image
            | QuestionType::Calculate
            | QuestionType::Hidden
            | QuestionType::Metadata(_)
            | QuestionType::Point => Some(Self::Value),
        }
    }
}
