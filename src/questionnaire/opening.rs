//! A draft as it is read: what was stored, and around it what nobody has touched yet: defaults, calculated initial
//! values, fixed entries, and what the server knows by itself.

use std::collections::{BTreeSet, HashSet};

use chrono::{NaiveDateTime, SubsecRound};
use serde_json::Value;

use super::{
    answer::Answer,
    answers::Answers,
    compile::Questionnaire,
    definition::{Metadata, QuestionType},
    document::answers_of_draft,
    expression::Environment,
    instance::{Instance, NodeId},
    path::Path,
    schema::{SlotId, SlotKind},
};

/// What the server knows of whoever answers, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// When the response was first opened.
    pub start: NaiveDateTime,
    pub username: String,
    pub email: String,
}

/// A draft laid out and computed.
#[derive(Debug, Clone)]
pub struct Opened {
    pub answers: Answers,
    pub instance: Instance,
    /// The answers that nobody gave: they stand there until somebody changes or clears them.
    pub prefilled: BTreeSet<Path>,
}

/// How often what was filled in may lead to more: nested entries, values that are computed of others.
const ROUNDS: usize = 6;

impl Questionnaire {
    /// Opens a draft. `rows` are all stored rows, cleared ones (without a value) too: what was cleared stays blank.
    #[must_use]
    pub fn open<'a>(
        &self,
        rows: impl Iterator<Item = (&'a str, Option<&'a Value>)>,
        known: &Known,
        environment: &Environment<'_>,
    ) -> Opened {
        let rows: Vec<(&str, Option<&Value>)> = rows.collect();
        let touched: HashSet<&str> = rows.iter().map(|(path, _)| *path).collect();
        let given = rows.iter().filter_map(|(path, value)| Some((*path, (*value)?)));
        let mut answers = answers_of_draft(&self.schema, given);
        self.add_known(&mut answers, known, environment);
        let mut prefilled = BTreeSet::new();
        let mut instance = self.evaluate(&answers, environment);
        for _ in 0..ROUNDS {
            let grown = self.add_fixed_entries(&mut answers, &instance, environment);
            if grown {
                instance = self.evaluate(&answers, environment);
            }
            if !self.prefill(&mut answers, &mut instance, &touched, &mut prefilled, environment) && !grown {
                break;
            }
        }
        Opened { answers, instance, prefilled }
    }

    /// Is its value computed of others for as long as nobody answers it?
    #[must_use]
    pub fn follows_others(&self, slot: SlotId) -> bool {
        let rules = &self.place(slot).rules;
        rules.initial.is_some() && rules.default.is_none()
    }

    /// Fills in what is untouched, each by what stands by then; says whether anything changed.
    fn prefill(
        &self,
        answers: &mut Answers,
        instance: &mut Instance,
        touched: &HashSet<&str>,
        prefilled: &mut BTreeSet<Path>,
        environment: &Environment<'_>,
    ) -> bool {
        let mut changed = false;
        for node in self.with_initial_values(instance) {
            let path = instance.path_of(node);
            if touched.contains(path.to_string().as_str()) {
                continue;
            }
            let value = self.initial_value(instance, node, environment);
            let follows = self.follows_others(instance.get(node).slot);
            let settled = prefilled.contains(&path) && !follows;
            if settled || answers.get(&path) == value.as_ref() {
                continue;
            }
            self.change(instance, node, value.clone(), environment);
            match value {
                Some(value) => {
                    answers.set(path.clone(), value);
                    prefilled.insert(path);
                }
                None => {
                    answers.remove(&path);
                    prefilled.remove(&path);
                }
            }
            changed = true;
        }
        changed
    }

    fn with_initial_values(&self, instance: &Instance) -> Vec<NodeId> {
        let has = |node: NodeId| {
            let place = self.place(instance.get(node).slot);
            place.rules.initial.is_some()
                || place.question().is_some_and(|question| !question.default.trim().is_empty())
        };
        let mut found = Vec::new();
        let mut waiting = vec![NodeId::ROOT];
        while let Some(node) = waiting.pop() {
            if has(node) {
                found.push(node);
            }
            waiting.extend(instance.get(node).children.iter().rev());
        }
        found
    }

    fn add_known(&self, answers: &mut Answers, known: &Known, environment: &Environment<'_>) {
        let text = |text: &str| (!text.is_empty()).then(|| Answer::Text(text.to_owned()));
        for (_, slot) in self.schema.slots().filter(|(_, slot)| slot.repeat.is_none()) {
            let SlotKind::Question(QuestionType::Metadata(kind)) = &slot.kind else { continue };
            let answer = match kind {
                Metadata::Start => Some(Answer::DateTime(known.start.trunc_subsecs(0))),
                // Until it is submitted, it would end now.
                Metadata::End => Some(Answer::DateTime(environment.now.naive_local().trunc_subsecs(0))),
                Metadata::Today => Some(Answer::Date(environment.today())),
                Metadata::Username => text(&known.username),
                Metadata::Email => text(&known.email),
            };
            if let Some(answer) = answer {
                answers.set(Path::top(&slot.name), answer);
            }
        }
    }
}

#[cfg(test)]
mod tests;
