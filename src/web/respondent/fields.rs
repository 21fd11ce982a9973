//! How a page's blocks come about: which rows it shows, and what every row has.

use std::collections::HashMap;

use super::{controls::Control, grid, piped::At};
use crate::{
    fieldwork::review::QueryState,
    questionnaire::{
        answer::{Answer, NonAnswer},
        compile::{Place, PlaceItem},
        definition::{Question, QuestionType},
        expression::Environment,
        input::{non_answer_field, version_field},
        instance::{Instance, NodeId},
        path::Path,
        schema::{SlotId, SlotKind},
        validation::Violation,
    },
    web::{
        respondent::{
            view::{Block, ChoiceView, NonAnswerGroup},
            wording::Reader,
            work::{Container, Work},
        },
        review::queries::QueryView,
    },
};

/// Everything that blocks are made of.
pub struct Blocks<'a> {
    pub work: &'a Work,
    pub reader: Reader<'a>,
    pub environment: &'a Environment<'a>,
    /// Messages by path; empty where a page is shown without its errors.
    pub errors: HashMap<String, String>,
}

/// The id of a field's first control.
#[must_use]
pub fn html_id(path: &str) -> String {
    format!("f-{}", path.replace('/', "-"))
}

/// Messages for the violations of a page, by path.
#[must_use]
pub fn messages(reader: &Reader<'_>, violations: &[Violation], instance: &Instance) -> HashMap<String, String> {
    let mut messages = HashMap::new();
    for violation in violations {
        messages.entry(violation.path.to_string()).or_insert_with(|| reader.violation(violation, instance));
    }
    messages
}

impl Blocks<'_> {
    /// The blocks of a page. The heading of a section's only group is the page's own.
    #[must_use]
    pub fn of(&self, container: &Container) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.add_all(container.node, &container.slots, true, &mut blocks);
        blocks
    }

    /// Adds what stands at these slots. Rows that share their choices' heads with the row before them are a table.
    pub(super) fn add_all(&self, around: NodeId, slots: &[SlotId], top: bool, blocks: &mut Vec<Block>) {
        let mut waiting = slots.iter().copied();
        let mut next = waiting.next();
        while let Some(slot) = next {
            next = waiting.next();
            let place = self.work.questionnaire.place(slot);
            let Some(head) = place.question().filter(|question| question.is_head()) else {
                self.add(around, slot, top, blocks);
                continue;
            };
            let mut rows = Vec::new();
            while let Some(row) = next.filter(|row| self.is_row_under(head, *row)) {
                self.add(around, row, top, &mut rows);
                next = waiting.next();
            }
            if let Some(node) = self.node(around, slot).filter(|_| !rows.is_empty()) {
                blocks.extend(grid::in_tables(self.start(node, place), rows));
            }
        }
    }

    fn add(&self, around: NodeId, slot: SlotId, top: bool, blocks: &mut Vec<Block>) {
        let schema = &self.work.questionnaire.schema;
        if schema.get(slot).kind == SlotKind::Repeat {
            if self.work.instance.is_repeat_relevant(around, slot) {
                blocks.push(self.repeat(around, slot));
            }
            return;
        }
        let Some(node) = self.node(around, slot) else { return };
        let place = self.work.questionnaire.place(slot);
        let children = &schema.get(slot).children;
        match &place.item {
            PlaceItem::Question(question) => blocks.extend(self.question(node, place, question)),
            PlaceItem::Group if place.row.appears("table-list") => {
                let mut rows = Vec::new();
                self.add_all(node, children, false, &mut rows);
                blocks.extend(grid::in_tables(self.start(node, place), rows));
            }
            PlaceItem::Root | PlaceItem::Group | PlaceItem::Repeat { .. } => {
                if !top && !self.reader.read(&place.row.label).is_empty() {
                    blocks.push(Block { kind: "heading", ..self.start(node, place) });
                }
                self.add_all(node, children, false, blocks);
            }
        }
    }

    /// The relevant node of a slot right inside `around`.
    fn node(&self, around: NodeId, slot: SlotId) -> Option<NodeId> {
        let instance = &self.work.instance;
        let child = instance.get(around).children.iter().copied().find(|child| instance.get(*child).slot == slot);
        child.filter(|node| instance.is_relevant(*node))
    }

    /// `list-nolabel` and `list` say that the row stands under the heads of the same list.
    fn is_row_under(&self, head: &Question, slot: SlotId) -> bool {
        let place = self.work.questionnaire.place(slot);
        let is_row = place.row.appears("list-nolabel") || place.row.appears("list");
        is_row && place.question().is_some_and(|question| question.kind.list() == head.kind.list())
    }

    pub(super) fn at(&self, node: NodeId) -> At<'_> {
        At { instance: &self.work.instance, node }
    }

    /// What every block of a row has.
    pub(super) fn start(&self, node: NodeId, place: &Place) -> Block {
        let path = self.work.instance.path_of(node);
        let carried = self.carried(&path);
        let path = path.to_string();
        Block {
            carried,
            id: html_id(&path),
            label: self.reader.label_at(place, self.at(node)),
            number: place.row.number.clone(),
            hint: self.reader.read_at(&place.row.hint, self.at(node)),
            version: self.work.version_of(&path),
            response: self.work.assignment.response.id.to_string(),
            queries: self.queries(&path),
            name: path,
            ..Block::default()
        }
    }

    /// What was asked about this place, and is not closed.
    pub(super) fn queries(&self, path: &str) -> Vec<QueryView> {
        let own = self.work.queries.iter().filter(|query| query.path == path && query.state != QueryState::Closed);
        own.map(|query| QueryView::of(query, &self.reader)).collect()
    }

    /// The round that an unconfirmed answer came along from; empty for all others.
    pub(super) fn carried(&self, path: &Path) -> String {
        if self.work.carried.contains(path) { self.work.carried_from.clone() } else { String::new() }
    }

    fn question(&self, node: NodeId, place: &Place, question: &Question) -> Option<Block> {
        let (work, instance) = (self.work, &self.work.instance);
        let mut block = self.start(node, place);
        block.guidance = self.reader.read_at(&question.guidance, self.at(node));
        if question.kind == QuestionType::Note {
            return Some(Block { kind: "note", ..block });
        }
        let is_value = question.is_shown_value();
        if !question.kind.is_asked() && !is_value {
            return None;
        }
        let path = instance.path_of(node);
        let untouched = (block.version == 0).then(|| work.prefill.get(&path)).flatten();
        let stored = instance.answer(node).or(untouched);
        if is_value || work.questionnaire.is_read_only(instance, node, self.environment) {
            let shown = stored.map(|answer| self.reader.answer_at(question, answer, self.at(node)).join(", "));
            let value = shown.unwrap_or_else(|| self.reader.say("value-none", &[]));
            return Some(Block { kind: "shown", value, ..block });
        }
        block.error = self.errors.get(&block.name).cloned().unwrap_or_default();
        block.required = work.questionnaire.is_asked(instance.get(node).slot, &work.asked)
            && work.questionnaire.is_required(instance, node, self.environment);
        block.version_field = version_field(&path);
        block.unit.clone_from(&question.unit);
        block.max_length = question.max_length.unwrap_or(0);
        let (given, non_answer) = match stored {
            Some(Answer::NonAnswer(non_answer)) => (None, Some(*non_answer)),
            Some(Answer::Both { answer, non_answer }) => (Some(&**answer), Some(*non_answer)),
            other => (other, None),
        };
        block.non_answer_field = non_answer_field(&path);
        block.non_answers = self.non_answers(place, &block.id, non_answer);
        self.control(&mut block, Control { node, question, path: &path, given });
        block.described_by = described_by(&block);
        Some(block)
    }

    pub(super) fn non_answers(&self, place: &Place, id: &str, chosen: Option<NonAnswer>) -> Vec<NonAnswerGroup> {
        place
            .non_answers
            .iter()
            .map(|kind| NonAnswerGroup {
                label: self.reader.say(&format!("non-answer-{}", kind.code()), &[]),
                options: NonAnswer::all(*kind)
                    .map(|non_answer| ChoiceView {
                        id: id.to_owned(),
                        value: non_answer.code(),
                        label: self.reader.non_answer(non_answer),
                        chosen: chosen == Some(non_answer),
                        mark: String::new(),
                    })
                    .collect(),
            })
            .collect()
    }
}

fn described_by(block: &Block) -> String {
    let parts =
        [("hint", &block.hint), ("guidance", &block.guidance), ("format", &block.format), ("error", &block.error)];
    let present = parts.iter().filter(|(_, text)| !text.is_empty());
    present.map(|(part, _)| format!("{}-{part}", block.id)).collect::<Vec<_>>().join(" ")
}
