//! Repeats on a page: their entries by title, each with a page of its own.

use super::fields::{Blocks, html_id};
use crate::{
    questionnaire::{
        answer::Answer,
        input::{non_answer_field, version_field},
        instance::NodeId,
        schema::SlotId,
    },
    web::respondent::view::{Block, EntryView},
};

impl Blocks<'_> {
    pub(super) fn repeat(&self, around: NodeId, slot: SlotId) -> Block {
        let (work, instance) = (self.work, &self.work.instance);
        let questionnaire = &work.questionnaire;
        let place = questionnaire.place(slot);
        let path = instance.entry_path_of(around).question(&place.row.name);
        let name = path.to_string();
        let nodes = instance.get(around).children.iter().copied().filter(|child| instance.get(*child).slot == slot);
        let entries: Vec<EntryView> = nodes
            .filter(|node| instance.is_relevant(*node))
            .map(|node| EntryView {
                path: instance.entry_path_of(node).to_string(),
                position: instance.get(node).position,
                title: self.entry_title(node),
                problems: questionnaire.blocking_inside(instance, node, &work.asked, self.environment).len(),
            })
            .collect();
        let most = usize::try_from(questionnaire.max_entries(slot)).unwrap_or(usize::MAX);
        let non_answer = match work.answers.get(&path) {
            Some(Answer::NonAnswer(non_answer)) => Some(*non_answer),
            _ => None,
        };
        let id = html_id(&name);
        let at = self.at(around);
        let is_fixed = questionnaire.is_fixed(slot);
        Block {
            kind: "repeat",
            carried: self.carried(&path),
            label: self.reader.label_at(place, at),
            number: place.row.number.clone(),
            hint: self.reader.read_at(&place.row.hint, at),
            error: self.errors.get(&name).cloned().unwrap_or_default(),
            version_field: version_field(&path),
            version: work.version_of(&name),
            non_answer_field: non_answer_field(&path),
            non_answers: if entries.is_empty() && !is_fixed {
                self.non_answers(place, &id, non_answer)
            } else {
                Vec::new()
            },
            can_add: entries.len() < most && !is_fixed,
            is_fixed,
            queries: self.queries(&name),
            entries,
            id,
            name,
            ..Block::default()
        }
    }

    /// What an entry is called: its first answers.
    fn entry_title(&self, node: NodeId) -> String {
        let (work, instance) = (self.work, &self.work.instance);
        let mut parts = Vec::new();
        for child in &instance.get(node).children {
            let place = work.questionnaire.place(instance.get(*child).slot);
            let (Some(question), Some(answer)) = (place.question(), instance.answer(*child)) else { continue };
            // What nobody typed tells entries apart badly: the same default stands in all of them.
            let is_own = !work.prefilled.contains(&instance.path_of(*child));
            if !is_own || !(question.kind.is_asked() || question.is_shown_value()) {
                continue;
            }
            parts.extend(self.reader.answer_at(question, answer, self.at(*child)).into_iter().next());
            if parts.len() == 2 {
                break;
            }
        }
        parts.join(", ")
    }
}
