//! What is wrong with a response, all of it at once, in the order of the page.

mod bounds;

use super::{
    answer::Answer,
    compile::{Place, PlaceItem, Questionnaire},
    definition::{Question, QuestionType},
    expression::Environment,
    instance::{Instance, NodeId},
    path::Path,
    schema::{SlotId, SlotKind},
};

/// Something that keeps a response from being submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub path: Path,
    pub slot: SlotId,
    pub kind: ViolationKind,
}

/// What is wrong at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViolationKind {
    Required,
    /// The author's constraint; its message, where there is one, is the author's too.
    Constraint,
    NotANumber,
    NotAWholeNumber,
    NotADate,
    NotATime,
    /// Not "latitude longitude".
    NotAPlace,
    /// Beyond the bounds of a range question.
    OutOfRange {
        least: String,
        most: String,
    },
    /// Between two steps of a range question.
    OffStep {
        least: String,
        step: String,
    },
    /// Characters.
    TooLong {
        most: u32,
        given: u32,
    },
    /// Not among the choices that are offered.
    UnknownChoice,
    /// Both an answer and a reason for not answering.
    AnswerAndNonAnswer,
    /// A non-answer that this question does not offer.
    NonAnswerNotOffered,
    /// Ranks are to run from 1 without gap or tie.
    RanksUnclear,
    /// This many are to be ranked.
    RanksMissing {
        wanted: u32,
        given: u32,
    },
    TooManyEntries {
        most: u32,
        given: u32,
    },
    /// The author fixed their number.
    EntriesMissing {
        wanted: u32,
        given: u32,
    },
}

/// The longest text of a question whose author set no other bound, in characters.
pub const LONGEST_TEXT: u32 = 10_000;

impl Questionnaire {
    /// Every violation in the evaluated response, in document order.
    #[must_use]
    pub fn validate(&self, instance: &Instance, environment: &Environment<'_>) -> Vec<Violation> {
        self.validate_inside(instance, NodeId::ROOT, environment)
    }

    /// Every violation at `node` or inside it, in document order. What is not relevant has none.
    #[must_use]
    pub fn validate_inside(&self, instance: &Instance, node: NodeId, environment: &Environment<'_>) -> Vec<Violation> {
        let mut found = Vec::new();
        self.walk(instance, node, environment, &mut found);
        found
    }

    fn walk(&self, instance: &Instance, node: NodeId, environment: &Environment<'_>, found: &mut Vec<Violation>) {
        if !instance.is_relevant(node) {
            return;
        }
        let slot = instance.get(node).slot;
        let place = self.place(slot);
        if let PlaceItem::Question(question) = &place.item {
            let kind = self.check(instance, node, place, question, environment);
            found.extend(kind.map(|kind| Violation { path: instance.path_of(node), slot, kind }));
            return;
        }
        found.extend(self.missing_entries(instance, node, environment));
        for child in &instance.get(node).children {
            self.count_entries(instance, node, *child, found);
            self.walk(instance, *child, environment, found);
        }
    }

    /// Said once a repeat, before its first entry.
    fn count_entries(&self, instance: &Instance, around: NodeId, child: NodeId, found: &mut Vec<Violation>) {
        let (slot, position) = (instance.get(child).slot, instance.get(child).position);
        if self.schema.get(slot).kind != SlotKind::Repeat || position != 1 {
            return;
        }
        let is_sibling = |other: &NodeId| instance.get(*other).slot == slot && instance.is_relevant(*other);
        let siblings = instance.get(around).children.iter().filter(|other| is_sibling(other));
        let (most, given) = (self.max_entries(slot), u32::try_from(siblings.count()).unwrap_or(u32::MAX));
        if given > most {
            let kind = ViolationKind::TooManyEntries { most, given };
            found.push(Violation { path: instance.path_of(child), slot, kind });
        }
    }

    fn check(
        &self,
        instance: &Instance,
        node: NodeId,
        place: &Place,
        question: &Question,
        environment: &Environment<'_>,
    ) -> Option<ViolationKind> {
        if !question.kind.is_asked() || question.is_head() || self.is_read_only(instance, node, environment) {
            return None;
        }
        let Some(answer) = instance.answer(node) else {
            return self.is_required(instance, node, environment).then_some(ViolationKind::Required);
        };
        if let Answer::NonAnswer(non_answer) = answer {
            return (!place.non_answers.contains(&non_answer.kind)).then_some(ViolationKind::NonAnswerNotOffered);
        }
        let choices = || self.choices(instance, node, environment);
        let is_offered = |name: &String| choices().iter().any(|choice| choice.name == *name);
        let of_type = match answer {
            Answer::Unparsed(_) => Some(unparsed(&question.kind)),
            Answer::Both { .. } => Some(ViolationKind::AnswerAndNonAnswer),
            Answer::Text(text) => too_long(question, text),
            Answer::Number(number) => match &question.kind {
                QuestionType::Integer if !number.is_integer() => Some(ViolationKind::NotAWholeNumber),
                QuestionType::Range(range) => bounds::outside(range, *number),
                _ => None,
            },
            Answer::Choice(_) if question.kind == QuestionType::Acknowledge => None,
            Answer::Choice(name) => (!is_offered(name)).then_some(ViolationKind::UnknownChoice),
            Answer::Choices(names) => (!names.iter().all(is_offered)).then_some(ViolationKind::UnknownChoice),
            Answer::Ranking(names) => {
                let offered = choices();
                let all = names.iter().all(|name| offered.iter().any(|choice| choice.name == *name));
                let most = u32::try_from(offered.len()).unwrap_or(u32::MAX);
                // A filter may leave fewer choices than are to be ranked.
                let wanted = question.ranks.unwrap_or(most).min(most);
                let given = u32::try_from(names.len()).unwrap_or(u32::MAX);
                let missing = (given != wanted).then_some(ViolationKind::RanksMissing { wanted, given });
                if all { missing } else { Some(ViolationKind::UnknownChoice) }
            }
            Answer::Date(_) | Answer::Time(_) | Answer::DateTime(_) | Answer::Files(_) | Answer::NonAnswer(_) => None,
        };
        of_type.or_else(|| {
            let holds = Self::holds(place.rules.constraint.as_ref(), instance, node, environment, true);
            (!holds).then_some(ViolationKind::Constraint)
        })
    }
}

fn too_long(question: &Question, text: &str) -> Option<ViolationKind> {
    let most = question.max_length.unwrap_or(LONGEST_TEXT);
    let given = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    (given > most).then_some(ViolationKind::TooLong { most, given })
}

fn unparsed(kind: &QuestionType) -> ViolationKind {
    match kind {
        QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => ViolationKind::NotANumber,
        QuestionType::Date => ViolationKind::NotADate,
        QuestionType::Time | QuestionType::DateTime => ViolationKind::NotATime,
        QuestionType::Rank(_) => ViolationKind::RanksUnclear,
        QuestionType::Point => ViolationKind::NotAPlace,
        QuestionType::SelectOne(_) | QuestionType::SelectMultiple(_) | QuestionType::Acknowledge => {
            ViolationKind::UnknownChoice
        }
        QuestionType::Text
        | QuestionType::File
        | QuestionType::Image
        | QuestionType::Note
        | QuestionType::Calculate
        | QuestionType::Hidden
        | QuestionType::Metadata(_) => ViolationKind::NonAnswerNotOffered,
    }
}

#[cfg(test)]
mod tests;
