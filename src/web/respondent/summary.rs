//! Answers to read: per section, each question with what was answered, for checking, receipts and printing.

use serde::Serialize;

use super::{piped::At, wording::Reader};
use crate::questionnaire::{
    answer::Answer,
    answers::Answers,
    compile::PlaceItem,
    instance::{Instance, NodeId},
    path::Path,
    schema::{SlotId, SlotKind},
};

/// A section with its rows.
#[derive(Serialize)]
pub struct SectionSummary {
    pub name: String,
    pub number: String,
    pub title: String,
    pub rows: Vec<SummaryRow>,
}

/// One line; headings and entries have no value.
#[derive(Serialize)]
pub struct SummaryRow {
    pub kind: &'static str,
    /// Where it stands; empty on headings.
    pub path: String,
    pub number: String,
    pub label: String,
    pub value: Vec<String>,
    pub is_blank: bool,
    /// Where it can be changed; empty on receipts.
    pub change: String,
}

/// What summaries are made of.
pub struct Summary<'a> {
    pub reader: Reader<'a>,
    pub instance: &'a Instance,
    pub answers: &'a Answers,
    /// The page where an answer can be changed.
    pub change: &'a dyn Fn(&Path) -> String,
}

impl Summary<'_> {
    /// Every relevant section.
    #[must_use]
    pub fn sections(&self) -> Vec<SectionSummary> {
        let questionnaire = self.reader.questionnaire;
        let mut sections = Vec::new();
        for section in &questionnaire.sections {
            let mut rows = Vec::new();
            for slot in section.rows.iter().filter_map(|name| questionnaire.schema.slot(name)) {
                self.add(NodeId::ROOT, slot, true, &mut rows);
            }
            if rows.is_empty() {
                continue;
            }
            let title = self.reader.read_at(&section.title, At::top(self.instance));
            let title = if title.is_empty() {
                self.reader.read_at(&questionnaire.definition.title, At::top(self.instance))
            } else {
                title
            };
            sections.push(SectionSummary { name: section.name.clone(), number: section.number.clone(), title, rows });
        }
        sections
    }

    fn add(&self, around: NodeId, slot: SlotId, top: bool, rows: &mut Vec<SummaryRow>) {
        let questionnaire = self.reader.questionnaire;
        let place = questionnaire.place(slot);
        let instance = self.instance;
        let nodes: Vec<NodeId> =
            instance.get(around).children.iter().copied().filter(|child| instance.get(*child).slot == slot).collect();
        if questionnaire.schema.get(slot).kind == SlotKind::Repeat {
            self.add_repeat(around, slot, &nodes, rows);
            return;
        }
        for node in nodes.into_iter().filter(|node| instance.is_relevant(*node)) {
            match &place.item {
                PlaceItem::Question(question) => {
                    let at = At { instance, node };
                    let answer = instance.answer(node).map(|answer| self.reader.answer_at(question, answer, at));
                    let label = || self.reader.label_at(place, at);
                    if question.is_head() {
                        rows.push(heading(&place.row.number, label()));
                    } else if question.kind.is_asked() && !question.is_locked() {
                        let path = instance.path_of(node);
                        rows.push(self.row("answer", &path, &place.row.number, label(), answer));
                    } else if question.kind.is_asked() || question.is_shown_value() {
                        rows.push(SummaryRow {
                            change: String::new(),
                            ..self.row("answer", &instance.path_of(node), &place.row.number, label(), answer)
                        });
                    }
                }
                PlaceItem::Root | PlaceItem::Group | PlaceItem::Repeat { .. } => {
                    let label = self.reader.read_at(&place.row.label, At { instance, node });
                    if !top && !label.is_empty() {
                        rows.push(heading(&place.row.number, label));
                    }
                    for child in &questionnaire.schema.get(slot).children {
                        self.add(node, *child, false, rows);
                    }
                }
            }
        }
    }

    fn add_repeat(&self, around: NodeId, slot: SlotId, entries: &[NodeId], rows: &mut Vec<SummaryRow>) {
        if !self.instance.is_repeat_relevant(around, slot) {
            return;
        }
        let questionnaire = self.reader.questionnaire;
        let place = questionnaire.place(slot);
        let path = self.instance.entry_path_of(around).question(&place.row.name);
        let label = self.reader.label_at(place, At { instance: self.instance, node: around });
        let has_entries = entries.iter().any(|entry| self.instance.is_relevant(*entry));
        if !has_entries && questionnaire.is_fixed(slot) {
            return;
        }
        if !has_entries {
            let value = match self.answers.get(&path) {
                Some(Answer::NonAnswer(non_answer)) => Some(vec![self.reader.non_answer(*non_answer)]),
                _ => None,
            };
            rows.push(self.row("answer", &path, &place.row.number, label, value));
            return;
        }
        for entry in entries.iter().filter(|entry| self.instance.is_relevant(**entry)) {
            let label = self.reader.label_at(place, At { instance: self.instance, node: *entry });
            let position = self.instance.get(*entry).position.to_string();
            let title = self.reader.say("entry-title", &[("label", &label), ("position", &position)]);
            rows.push(heading(&place.row.number, title));
            for child in &questionnaire.schema.get(slot).children {
                self.add(*entry, *child, false, rows);
            }
        }
    }

    fn row(
        &self,
        kind: &'static str,
        path: &Path,
        number: &str,
        label: String,
        value: Option<Vec<String>>,
    ) -> SummaryRow {
        let is_blank = value.is_none();
        let value = value.unwrap_or_else(|| vec![self.reader.say("no-answer", &[])]);
        let (number, change) = (number.to_owned(), (self.change)(path));
        SummaryRow { kind, path: path.to_string(), number, label, value, is_blank, change }
    }
}

fn heading(number: &str, label: String) -> SummaryRow {
    let (path, number, change) = (String::new(), number.to_owned(), String::new());
    SummaryRow { kind: "heading", path, number, label, value: Vec::new(), is_blank: false, change }
}
