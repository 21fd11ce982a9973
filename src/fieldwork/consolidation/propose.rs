//! A proposal for one question, with its reason; or why there is none.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Said, Tally, Voice, choices, differing, numbers, ranking, rule::Rule, together};
use crate::questionnaire::{
    answer::{Answer, NonAnswer, NonAnswerKind},
    definition::{Question, QuestionType},
};

/// What a question is, as far as proposals need to know.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub rule: Rule,
    pub question: &'a Question,
    /// The names of its list, in the list's order; empty where it has none, or entries of a repeat are its choices.
    pub choices: &'a [String],
    pub non_answers: &'a BTreeSet<NonAnswerKind>,
}

/// What came of asking the rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Proposed { answer: Answer, reason: Reason },
    None(WhyNot),
}

/// Why a value is proposed; the tally beside it has the denominators.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The strongest choice, and how many departments say it.
    Any {
        choice: String,
        count: usize,
    },
    /// The weakest choice, and how many departments say it.
    All {
        choice: String,
        count: usize,
    },
    /// So many say the same, and no other answer has as many.
    Most {
        count: usize,
    },
    /// More than half tick each of these.
    MoreThanHalf,
    /// Those that all who answered tick.
    Common,
    /// Everything that anybody says.
    Union,
    Sum,
    /// The mean, rounded where it has no end.
    Mean {
        rounded: bool,
    },
    /// By the sum of points: the first of n ranks has n, the last one.
    Points,
    /// All who answered say the same.
    Alike,
    /// Nobody answers, and all who could say why give the same kind of reason.
    NonAnswer {
        kind: NonAnswerKind,
    },
}

/// Why nothing is proposed.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyNot {
    /// Nobody has said anything.
    Nobody,
    /// It is the coordinator's word.
    Coordinator,
    /// These have equally many.
    Tie { answers: Vec<Answer>, count: usize },
    /// Ranks have equally many points.
    EqualPoints,
    /// No choice is common to all who answered, or none has more than half.
    NothingInCommon,
    /// The rule cannot be applied to answers of this type that differ.
    RuleUnfit,
    /// The result would have more digits than an answer may.
    TooLarge,
    /// A whole number is asked for, and this is none.
    NotWhole(Decimal),
    /// Outside the bounds or between the steps of the question.
    OutOfRange(Decimal),
    /// The texts together are longer than the question takes.
    TooLong,
    /// Nobody answers, and their reasons differ.
    NonAnswersDiffer,
    /// A reason that the question does not offer.
    NotOffered,
}

/// Asks the rule. The order of the voices does not matter, but where texts or files are put one after the other.
#[must_use]
pub fn propose(asked: Asked<'_>, voices: &[Voice]) -> Outcome {
    let answers: Vec<&Answer> = answers(voices);
    if answers.is_empty() {
        return non_answer(asked.non_answers, voices);
    }
    let result = match asked.rule {
        Rule::Coordinator => Err(WhyNot::Coordinator),
        Rule::Sum => numbers::sum(&answers),
        Rule::Any | Rule::All | Rule::Majority | Rule::Mean | Rule::Union => match differing::common(&answers) {
            Some(answer) if !waits_for_all(asked, voices) => Ok((answer.clone(), Reason::Alike)),
            Some(_) => Err(WhyNot::NothingInCommon),
            None => merged(asked, &answers),
        },
    };
    match result.and_then(|(answer, reason)| fitting(asked.question, answer).map(|answer| (answer, reason))) {
        Ok((answer, reason)) => Outcome::Proposed { answer, reason },
        Err(why) => Outcome::None(why),
    }
}

/// Everything that anybody says as one answer, whatever the rule; nothing where the type has no such thing.
#[must_use]
pub fn all_together(asked: Asked<'_>, voices: &[Voice]) -> Option<Answer> {
    let answers = answers(voices);
    if answers.len() < 2 {
        return None;
    }
    let merged = merged(Asked { rule: Rule::Union, ..asked }, &answers);
    merged.and_then(|(answer, _)| fitting(asked.question, answer)).ok()
}

/// The answers proper.
pub(super) fn answers(voices: &[Voice]) -> Vec<&Answer> {
    voices
        .iter()
        .filter_map(|voice| match &voice.said {
            Said::Answer(answer) => Some(answer),
            Said::Entries(_) | Said::NonAnswer(_) | Said::Blank | Said::NotAsked => None,
        })
        .collect()
}

/// A box that only some tick is not ticked by all.
fn waits_for_all(asked: Asked<'_>, voices: &[Voice]) -> bool {
    let tally = Tally::of(voices);
    asked.rule == Rule::All && asked.question.kind == QuestionType::Acknowledge && tally.answered < tally.base()
}

fn merged(asked: Asked<'_>, answers: &[&Answer]) -> Result<(Answer, Reason), WhyNot> {
    match (asked.rule, &asked.question.kind) {
        (Rule::Any, QuestionType::SelectOne(_)) => choices::strongest(asked.choices, answers),
        (Rule::All, QuestionType::SelectOne(_)) => choices::weakest(asked.choices, answers),
        (Rule::Any | Rule::Union, QuestionType::SelectMultiple(_)) => {
            Ok((together::choices(asked.choices, answers), Reason::Union))
        }
        (Rule::All, QuestionType::SelectMultiple(_)) => choices::common(asked.choices, answers),
        (Rule::Majority, QuestionType::SelectMultiple(_)) => choices::more_than_half(asked.choices, answers),
        (Rule::Majority | Rule::Mean, QuestionType::Rank(_)) => ranking::by_points(asked, answers),
        (Rule::Majority, _) => choices::most(answers),
        (Rule::Mean, _) => numbers::mean(asked.question, answers),
        (Rule::Union, QuestionType::Text) => Ok((together::texts(answers), Reason::Union)),
        (Rule::Union, QuestionType::File | QuestionType::Image) => Ok((together::files(answers), Reason::Union)),
        (Rule::Any | Rule::All | Rule::Union | Rule::Sum | Rule::Coordinator, _) => Err(WhyNot::RuleUnfit),
    }
}

/// Where nobody answers: the reason that all in the base give; else the one of those outside it.
pub(super) fn non_answer(offered: &BTreeSet<NonAnswerKind>, voices: &[Voice]) -> Outcome {
    let said: Vec<NonAnswer> = voices
        .iter()
        .filter_map(|voice| match &voice.said {
            Said::NonAnswer(non_answer) => Some(*non_answer),
            Said::Answer(_) | Said::Entries(_) | Said::Blank | Said::NotAsked => None,
        })
        .collect();
    let no_data: Vec<NonAnswer> = said.iter().copied().filter(|one| one.kind == NonAnswerKind::NoData).collect();
    let counted = if no_data.is_empty() { &said } else { &no_data };
    let Some(first) = counted.first() else { return Outcome::None(WhyNot::Nobody) };
    // A department that is still to say something may have an answer.
    if Tally::of(voices).blank > 0 && no_data.is_empty() || counted.iter().any(|one| one.kind != first.kind) {
        return Outcome::None(WhyNot::NonAnswersDiffer);
    }
    if !offered.contains(&first.kind) {
        return Outcome::None(WhyNot::NotOffered);
    }
    let is_alike = counted.iter().all(|one| one.reason == first.reason);
    let answer = NonAnswer { kind: first.kind, reason: first.reason.filter(|_| is_alike) };
    Outcome::Proposed { answer: Answer::NonAnswer(answer), reason: Reason::NonAnswer { kind: first.kind } }
}

/// A proposal is always one that the question's type takes.
fn fitting(question: &Question, answer: Answer) -> Result<Answer, WhyNot> {
    match &answer {
        Answer::Number(number) => numbers::fits(question, *number)?,
        Answer::Text(text) => {
            let most = question.max_length.unwrap_or(crate::questionnaire::validation::LONGEST_TEXT);
            if text.chars().count() > usize::try_from(most).unwrap_or(usize::MAX) {
                return Err(WhyNot::TooLong);
            }
        }
        Answer::Choice(_)
        | Answer::Choices(_)
        | Answer::Ranking(_)
        | Answer::Date(_)
        | Answer::Time(_)
        | Answer::DateTime(_)
        | Answer::Files(_)
        | Answer::NonAnswer(_)
        | Answer::Unparsed(_)
        | Answer::Both { .. } => {}
    }
    Ok(answer)
}
