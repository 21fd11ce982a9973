//! What a sent page holds: its fields read as what is to be written.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    moved,
    work::{Container, Work},
};
use crate::{
    questionnaire::{
        answer::{Answer, NonAnswer},
        compile::Questionnaire,
        definition::{Question, QuestionType},
        expression::Environment,
        input::{self, Fields, NumberStyle, date_fields, non_answer_field, rank_field, time_field, version_field},
        instance::NodeId,
        path::{EntryPath, Path},
        schema::{SlotId, SlotKind},
    },
    store::drafts::Write,
    web::error::Error,
};

/// The button that was pressed.
pub(super) const THEN: &str = "then";

/// Reads a page's fields.
pub(super) struct Page<'a> {
    pub work: &'a Work,
    pub environment: &'a Environment<'a>,
    pub style: NumberStyle,
}

/// The questions that were sent, and what is to be written of them.
pub(super) struct Sent {
    pub paths: Vec<String>,
    pub writes: Vec<Write>,
}

impl Page<'_> {
    /// What is to be written: an answer for every question whose version field was sent.
    pub(super) fn read(&self, container: &Container, fields: &Fields) -> Result<Sent, Error> {
        let mut known = vec![THEN.to_owned(), moved::SHOWN.to_owned()];
        let mut sent = Sent { paths: Vec::new(), writes: Vec::new() };
        for (path, node, question) in self.questions(container, false) {
            let choices = self.work.questionnaire.known_choices(&self.work.instance, node, self.environment);
            known.extend(names_of(&path, question));
            let is_ranked = |name: &&str| name.starts_with(&rank_field(&path, ""));
            if matches!(question.kind, QuestionType::Rank(_)) {
                known.extend(fields.names().filter(is_ranked).map(str::to_owned));
            }
            if let Some(write) = self.chosen(&path, question, fields, &mut known)? {
                sent.paths.push(write.path.clone());
                sent.writes.push(write);
                continue;
            }
            let Some(seen) = fields.first(&version_field(&path)) else { continue };
            let given = if matches!(question.kind, QuestionType::File | QuestionType::Image) {
                self.file_answer(&path, fields)
            } else {
                input::read(question, &choices, &path, fields, self.style)
            };
            let seen = seen.parse().map_err(|_| Error::BadForm)?;
            sent.paths.push(path.to_string());
            if self.says_something(&path, node, given.as_ref()) {
                let value = given.map(|answer| answer.to_json());
                sent.writes.push(Write { path: path.to_string(), value, seen });
            }
        }
        self.repeats(container, fields, &mut known, &mut sent)?;
        self.entries(container, &mut sent);
        // A field that the page does not have is not from the page.
        match fields.names().find(|name| !known.iter().any(|known| known == name)) {
            Some(_) => Err(Error::BadForm),
            None => Ok(sent),
        }
    }

    /// The choices of a page's closed questions, by path: another answer may change them.
    pub(super) fn offers(&self, container: &Container) -> HashMap<String, Vec<String>> {
        let closed =
            self.questions(container, true).into_iter().filter(|(.., question)| question.kind.list().is_some());
        closed
            .map(|(path, node, _)| {
                let choices = self.work.questionnaire.choices(&self.work.instance, node, self.environment);
                (path.to_string(), choices.iter().map(|choice| choice.name.clone()).collect())
            })
            .collect()
    }

    /// The entries of a page that stand because their number is fixed.
    pub(super) fn fixed_entries(&self, container: &Container) -> Vec<EntryPath> {
        let (questionnaire, instance) = (&self.work.questionnaire, &self.work.instance);
        let schema = &questionnaire.schema;
        let is_shown = |slot: SlotId| {
            container.slots.iter().any(|top| schema.contains(*top, slot)) && same_level(questionnaire, slot, container)
        };
        instance
            .nodes()
            .filter(|(node, at)| at.entry.is_some() && instance.is_relevant(*node))
            .filter(|(_, at)| questionnaire.is_fixed(at.slot) && is_shown(at.slot))
            .map(|(node, _)| instance.entry_path_of(node))
            .filter(|entry| entry.0.starts_with(&container.within.0))
            .collect()
    }

    /// The questions of a page that people answer there; only the relevant ones where `relevant`.
    pub(super) fn questions(&self, container: &Container, relevant: bool) -> Vec<(Path, NodeId, &Question)> {
        let mut found = Vec::new();
        let instance = &self.work.instance;
        let tops = instance
            .get(container.node)
            .children
            .iter()
            .filter(|child| container.slots.contains(&instance.get(**child).slot));
        let mut waiting: Vec<NodeId> = tops.copied().collect();
        waiting.reverse();
        while let Some(node) = waiting.pop() {
            if instance.get(node).entry.is_some() || (relevant && !instance.is_relevant(node)) {
                continue;
            }
            let place = self.work.questionnaire.place(instance.get(node).slot);
            match place.question() {
                Some(question) if question.kind.is_asked() && !question.is_head() => {
                    if !self.work.questionnaire.is_read_only(instance, node, self.environment) {
                        found.push((instance.path_of(node), node, question));
                    }
                }
                Some(_) => {}
                None => waiting.extend(instance.get(node).children.iter().rev()),
            }
        }
        found
    }

    /// Where nothing is stored, a blank field says nothing, unless the page had filled it in; and a value that follows
    /// others goes on following them until somebody changes it.
    fn says_something(&self, path: &Path, node: NodeId, given: Option<&Answer>) -> bool {
        let work = self.work;
        if work.version_of(&path.to_string()) > 0 {
            return true;
        }
        let is_prefilled = work.prefilled.contains(path);
        match given {
            None => is_prefilled || work.prefill.get(path).is_some(),
            Some(_) if !is_prefilled => true,
            Some(given) => {
                let follows = work.questionnaire.follows_others(work.instance.get(node).slot);
                !follows || work.answers.get(path) != Some(given)
            }
        }
    }

    /// What somebody chose on the conflict page.
    fn chosen(
        &self,
        path: &Path,
        question: &Question,
        fields: &Fields,
        known: &mut Vec<String>,
    ) -> Result<Option<Write>, Error> {
        let [choose, mine] = ["choose", "mine"].map(|part| format!("{part}:{path}"));
        let choice = fields.first(&choose);
        known.extend([choose.clone(), mine.clone()]);
        let (Some(choice), Some(seen)) = (choice, fields.first(&version_field(path))) else { return Ok(None) };
        let seen = seen.parse().map_err(|_| Error::BadForm)?;
        let value: Value = match choice {
            "mine" => serde_json::from_str(fields.first(&mine).unwrap_or("null")).map_err(|_| Error::BadForm)?,
            _ => return Ok(None),
        };
        let is_answer = value.is_null() || Answer::from_json(&question.kind, &value).is_some();
        if !is_answer || matches!(question.kind, QuestionType::File | QuestionType::Image) {
            return Err(Error::BadForm);
        }
        Ok(Some(Write { path: path.to_string(), value: Some(value).filter(|value| !value.is_null()), seen }))
    }

    /// Files stay as they are; only the reason for having none comes with the page.
    fn file_answer(&self, path: &Path, fields: &Fields) -> Option<Answer> {
        let stored = self.work.answers.get(path).filter(|answer| matches!(answer, Answer::Files(_))).cloned();
        let non_answer = fields.first(&non_answer_field(path)).and_then(NonAnswer::from_code);
        match (stored, non_answer) {
            (None, non_answer) => non_answer.map(Answer::NonAnswer),
            (Some(files), None) => Some(files),
            (Some(files), Some(non_answer)) => Some(Answer::Both { answer: Box::new(files), non_answer }),
        }
    }

    /// The reasons for having no entry.
    fn repeats(
        &self,
        container: &Container,
        fields: &Fields,
        known: &mut Vec<String>,
        sent: &mut Sent,
    ) -> Result<(), Error> {
        let schema = &self.work.questionnaire.schema;
        let inside = schema.slots().filter(|(slot, this)| {
            this.kind == SlotKind::Repeat
                && container.slots.iter().any(|top| schema.contains(*top, *slot))
                && same_level(&self.work.questionnaire, *slot, container)
        });
        for (_, repeat) in inside {
            let path = container.within.question(&repeat.name);
            known.extend([version_field(&path), non_answer_field(&path)]);
            let Some(seen) = fields.first(&version_field(&path)) else { continue };
            let code = fields.first(&non_answer_field(&path)).unwrap_or_default();
            let value = NonAnswer::from_code(code).map(|non_answer| Answer::NonAnswer(non_answer).to_json());
            let seen = seen.parse().map_err(|_| Error::BadForm)?;
            sent.paths.push(path.to_string());
            if value.is_some() || self.work.version_of(&path.to_string()) > 0 {
                sent.writes.push(Write { path: path.to_string(), value, seen });
            }
        }
        Ok(())
    }

    /// Entries that stand because their number is fixed are stored with their first answer.
    fn entries(&self, container: &Container, sent: &mut Sent) {
        let mut within = container.within.clone();
        while let Some((around, _)) = within.split_last() {
            let path = within.to_string();
            if self.work.version_of(&path) == 0 {
                sent.writes.push(Write { path, value: Some(json!(true)), seen: 0 });
            }
            within = around;
        }
    }
}

/// Stands the repeat directly in this container, not in a repeat further in?
fn same_level(questionnaire: &Questionnaire, repeat: SlotId, container: &Container) -> bool {
    questionnaire.schema.get(repeat).repeat_depth as usize == container.within.0.len()
}

/// The names of the fields that a question's control may send.
fn names_of(path: &Path, question: &Question) -> Vec<String> {
    let mut names = vec![path.to_string(), version_field(path), non_answer_field(path)];
    match &question.kind {
        QuestionType::Date => names.extend(date_fields(path)),
        QuestionType::DateTime => names.extend(date_fields(path).into_iter().chain([time_field(path)])),
        _ => {}
    }
    names
}
