//! Do departments differ? Texts that differ in spaces, capitals or accents alone do not.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{
    Voice,
    propose::{Outcome, WhyNot, answers},
};
use crate::questionnaire::answer::Answer;

/// Do answers differ that the rule does not merge?
#[must_use]
pub fn is_divergent(voices: &[Voice], outcome: &Outcome) -> bool {
    let is_merged = match outcome {
        Outcome::Proposed { .. } => true,
        Outcome::None(
            WhyNot::Nobody
            | WhyNot::Coordinator
            | WhyNot::Tie { .. }
            | WhyNot::EqualPoints
            | WhyNot::NothingInCommon
            | WhyNot::RuleUnfit
            | WhyNot::TooLarge
            | WhyNot::NotWhole(_)
            | WhyNot::OutOfRange(_)
            | WhyNot::TooLong
            | WhyNot::NonAnswersDiffer
            | WhyNot::NotOffered,
        ) => false,
    };
    let answers = answers(voices);
    !is_merged && !answers.is_empty() && common(&answers).is_none()
}

/// The answer that all give: of texts that are alike, the first by its letters, so that no order matters.
#[must_use]
pub fn common<'a>(answers: &[&'a Answer]) -> Option<&'a Answer> {
    let (first, others) = answers.split_first()?;
    if !others.iter().all(|other| is_alike(first, other)) {
        return None;
    }
    answers.iter().copied().min_by_key(|answer| answer.to_json().to_string())
}

/// Do both say the same?
#[must_use]
pub fn is_alike(one: &Answer, other: &Answer) -> bool {
    match (one, other) {
        (Answer::Text(one), Answer::Text(other)) => folded(one) == folded(other),
        (Answer::Choices(one), Answer::Choices(other)) => {
            let sorted = |names: &[String]| {
                let mut names = names.to_vec();
                names.sort_unstable();
                names
            };
            sorted(one) == sorted(other)
        }
        (one, other) => one == other,
    }
}

/// A text without what does not tell texts apart: case, accents, punctuation, runs of spaces.
#[must_use]
pub fn folded(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
