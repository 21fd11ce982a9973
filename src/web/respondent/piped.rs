//! The questionnaire's wording with answers piped into it, in the reader's language.

use super::wording::Reader;
use crate::questionnaire::{
    answer::Answer,
    compile::Place,
    definition::Question,
    instance::{Instance, NodeId},
    piping::Part,
    schema::SlotId,
    text::Text,
};

/// What stands for an answer that is not there.
const BLANK: &str = "…";
/// The longest answer that is piped whole, in characters.
const LONGEST: usize = 120;

/// Where wording is read: `${name}` means the answer seen from here.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub instance: &'a Instance,
    pub node: NodeId,
}

impl<'a> At<'a> {
    /// Outside every repeat.
    #[must_use]
    pub fn top(instance: &'a Instance) -> Self {
        Self { instance, node: NodeId::ROOT }
    }
}

impl Reader<'_> {
    /// The questionnaire's wording, with answers where it names them.
    #[must_use]
    pub fn read_at(&self, text: &Text, at: At<'_>) -> String {
        self.pipe(text, |slot| self.piped(slot, at))
    }

    /// The questionnaire's wording without a response: a mark stands for each answer.
    #[must_use]
    pub fn read(&self, text: &Text) -> String {
        self.pipe(text, |_| BLANK.to_owned())
    }

    /// What a row is called: its label, or its name where its author gave none.
    #[must_use]
    pub fn label_at(&self, place: &Place, at: At<'_>) -> String {
        let label = self.read_at(&place.row.label, at);
        if label.is_empty() { place.row.name.clone() } else { label }
    }

    /// An answer as lines to read; choices are called as they are where the answer stands.
    #[must_use]
    pub fn answer_at(&self, question: &Question, answer: &Answer, at: At<'_>) -> Vec<String> {
        self.answer_by(question, answer, &|name| {
            let entry = self.questionnaire.entry_label(at.instance, at.node, &question.kind, name);
            entry.map_or_else(
                || self.choice_by(&question.kind, name, &|text| self.read_at(text, at)),
                |text| self.read(&text),
            )
        })
    }

    fn pipe(&self, text: &Text, say: impl Fn(SlotId) -> String) -> String {
        let wording = text.read(self.language, &self.questionnaire.definition.default_language);
        let Some(parts) = self.questionnaire.piping.parts(wording) else { return wording.to_owned() };
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Answer(slot) => say(*slot),
        };
        parts.iter().map(part).collect()
    }

    /// The answers that a name means; a closed question's by their labels, as people know them.
    fn piped(&self, slot: SlotId, at: At<'_>) -> String {
        let Some(question) = self.questionnaire.place(slot).question() else { return BLANK.to_owned() };
        let nodes = self.questionnaire.piped(at.instance, at.node, slot).into_iter();
        let said = nodes.filter(|node| at.instance.is_relevant(*node)).filter_map(|node| {
            let answer = at.instance.answer(node).filter(|answer| is_said(answer))?;
            let lines = self.answer_by(question, answer, &|name| {
                let at = At { node, ..at };
                let entry = self.questionnaire.entry_label(at.instance, at.node, &question.kind, name);
                let text = entry.map(|text| self.read(&text));
                // Wording within wording is not taken apart again: that might have no end.
                text.unwrap_or_else(|| self.choice_by(&question.kind, name, &|text| self.read(text)))
            });
            Some(lines.join(", "))
        });
        let said: Vec<String> = said.filter(|said| !said.trim().is_empty()).collect();
        if said.is_empty() { BLANK.to_owned() } else { shortened(&said.join(", ")) }
    }
}

fn is_said(answer: &Answer) -> bool {
    !matches!(answer, Answer::NonAnswer(_) | Answer::Unparsed(_) | Answer::Both { .. })
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}
