//! The document of a submission: the relevant answers, flat by question name, with repeats as arrays of entries.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{
    answer::Answer,
    answers::Answers,
    asked::Asked,
    compile::Questionnaire,
    definition::QuestionType,
    instance::{Instance, NodeId},
    path::{EntryKey, EntryPath},
    schema::{Schema, SlotId, SlotKind},
};

/// The key of an entry's number within its object.
pub const ENTRY: &str = "_entry";

/// What is submitted of a response, and what is derived from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub answers: Map<String, Value>,
    /// SHA-256 of the document's JSON with its keys in order.
    pub content_hash: Vec<u8>,
    /// The coded row; see `codes`.
    pub codes: Vec<u8>,
}

impl Questionnaire {
    /// The document of an evaluated response that has no violations: what is not relevant stays in the draft only.
    #[must_use]
    pub fn document(&self, instance: &Instance, answers: &Answers) -> Document {
        self.document_of(instance, answers, &Asked::All)
    }

    /// The same of a response that is asked for these sections: what it leaves blank in the others was not asked of it.
    #[must_use]
    pub fn document_of(&self, instance: &Instance, answers: &Answers, sections: &Asked) -> Document {
        let mut document = Map::new();
        self.write(instance, answers, NodeId::ROOT, &EntryPath::default(), &mut document);
        let asked = |name: &str| {
            let slot = self.schema.slot(name).filter(|slot| self.is_asked(*slot, sections));
            slot.and_then(|slot| instance.node_of(slot)).is_some_and(|node| instance.is_relevant(node))
        };
        let codes = self.codes.encode(&document, asked);
        let content_hash = Sha256::digest(Value::Object(document.clone()).to_string()).to_vec();
        Document { answers: document, content_hash, codes }
    }

    fn write(
        &self,
        instance: &Instance,
        answers: &Answers,
        node: NodeId,
        within: &EntryPath,
        out: &mut Map<String, Value>,
    ) {
        if !instance.is_relevant(node) {
            return;
        }
        self.write_non_answers_of_repeats(instance, answers, node, within, out);
        for child in &instance.get(node).children {
            let (child, slot) = (*child, instance.get(*child).slot);
            let name = &self.schema.get(slot).name;
            match &self.schema.get(slot).kind {
                SlotKind::Question(kind) => {
                    let answer = instance.answer(child).filter(|_| instance.is_relevant(child) && is_kept(kind));
                    if let Some(answer) = answer.filter(|answer| is_submitted(answer)) {
                        out.insert(name.clone(), answer.to_json());
                    }
                }
                SlotKind::Repeat => {
                    let Some(key) = instance.get(child).entry.filter(|_| instance.is_relevant(child)) else { continue };
                    let mut entry = Map::new();
                    entry.insert(ENTRY.to_owned(), json!(key));
                    self.write(instance, answers, child, &within.entry(name, key), &mut entry);
                    let entries = out.entry(name.clone()).or_insert_with(|| json!([]));
                    if let Some(entries) = entries.as_array_mut() {
                        entries.push(Value::Object(entry));
                    }
                }
                SlotKind::Root | SlotKind::Group => self.write(instance, answers, child, within, out),
            }
        }
    }

    /// A repeat without entries may say why it has none.
    fn write_non_answers_of_repeats(
        &self,
        instance: &Instance,
        answers: &Answers,
        node: NodeId,
        within: &EntryPath,
        out: &mut Map<String, Value>,
    ) {
        for id in &self.schema.get(instance.get(node).slot).children {
            let slot = self.schema.get(*id);
            let path = within.question(&slot.name);
            if slot.kind == SlotKind::Repeat
                && instance.is_repeat_relevant(node, *id)
                && answers.entries(&path).is_empty()
                && let Some(answer @ Answer::NonAnswer(non_answer)) = answers.get(&path)
                && self.place(*id).non_answers.contains(&non_answer.kind)
            {
                out.insert(slot.name.clone(), answer.to_json());
            }
        }
    }
}

/// Reads a document back as answers, for showing it with the same pages as a draft.
#[must_use]
pub fn answers_of(schema: &Schema, document: &Map<String, Value>) -> Answers {
    let mut answers = Answers::default();
    read(schema, document, &EntryPath::default(), &mut answers);
    answers
}

fn read(schema: &Schema, document: &Map<String, Value>, within: &EntryPath, answers: &mut Answers) {
    for (name, value) in document {
        let Some(slot) = schema.slot(name) else { continue };
        let path = within.question(name);
        match (&schema.get(slot).kind, value) {
            (SlotKind::Question(kind), value) => {
                if let Some(answer) = Answer::from_json(kind, value) {
                    answers.set(path, answer);
                }
            }
            (SlotKind::Repeat, Value::Array(entries)) => {
                for entry in entries.iter().filter_map(Value::as_object) {
                    let key = entry.get(ENTRY).and_then(Value::as_u64).and_then(|key| EntryKey::try_from(key).ok());
                    let Some(key) = key else { continue };
                    answers.insert_entry(path.clone(), key);
                    read(schema, entry, &within.entry(name, key), answers);
                }
            }
            (SlotKind::Repeat, value) => {
                if let Some(answer) = Answer::from_json(&QuestionType::Text, value) {
                    answers.set(path, answer);
                }
            }
            (SlotKind::Root | SlotKind::Group, _) => {}
        }
    }
}

/// The slot's own value is part of the document (a note has none).
fn is_kept(kind: &QuestionType) -> bool {
    *kind != QuestionType::Note
}

fn is_submitted(answer: &Answer) -> bool {
    !matches!(answer, Answer::Unparsed(_) | Answer::Both { .. })
}

/// A draft's rows as answers: one row an answer, and one row a living entry of a repeat.
///
/// A row whose path is that of an entry (`practices/3`) and whose value is `true` says that the entry stands.
#[must_use]
pub fn answers_of_draft<'a>(schema: &Schema, rows: impl Iterator<Item = (&'a str, &'a Value)>) -> Answers {
    let mut answers = Answers::default();
    let mut entries = BTreeSet::new();
    for (path, value) in rows {
        if *value == Value::Bool(true) {
            entries.extend(path.parse::<EntryPath>());
            continue;
        }
        let Ok(path) = path.parse::<super::path::Path>() else { continue };
        let Some(slot) = schema.slot(&path.name) else { continue };
        if let Some(answer) = read_row(schema, slot, value) {
            answers.set(path, answer);
        }
    }
    // In the order of their keys, which is the order in which they were added.
    for (around, step) in entries.iter().filter_map(EntryPath::split_last) {
        answers.insert_entry(around.question(&step.repeat), step.entry);
    }
    answers
}

fn read_row(schema: &Schema, slot: SlotId, value: &Value) -> Option<Answer> {
    match &schema.get(slot).kind {
        SlotKind::Question(kind) => Answer::from_json(kind, value),
        SlotKind::Repeat => Answer::from_json(&QuestionType::Text, value),
        SlotKind::Root | SlotKind::Group => None,
    }
}

#[cfg(test)]
mod tests;
