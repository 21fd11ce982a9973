//! From what the departments of a region said to what the region may say: the declared rule proposes a value and says
//! why, and where the departments differ without a rule that merges them, that is said too.

mod choices;
pub mod desk;
pub mod differing;
pub mod doubles;
pub mod entries;
mod numbers;
pub mod propose;
mod ranking;
pub mod rule;
mod together;

use self::entries::Rows;
use crate::{
    fieldwork::ids::ResponseId,
    questionnaire::{
        answer::{Answer, NonAnswer, NonAnswerKind},
        instance::{Instance, NodeId},
        path::EntryKey,
    },
};

/// What one department says to one question.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Answer(Answer),
    /// Of a repeat: its entries, with their keys.
    Entries(Vec<(EntryKey, Rows)>),
    NonAnswer(NonAnswer),
    /// Asked, and left without an answer.
    Blank,
    /// Routing passed it by, or its version does not ask this.
    NotAsked,
}

/// One department's word.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    pub response: ResponseId,
    pub said: Said,
}

/// How many departments said what: the denominators of every proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub answered: usize,
    pub no_data: usize,
    pub not_our_competence: usize,
    pub not_applicable: usize,
    pub blank: usize,
    pub not_asked: usize,
}

impl Said {
    /// What stands at `node` of a department's evaluated submission.
    #[must_use]
    pub fn at(instance: &Instance, node: NodeId) -> Self {
        if !instance.is_relevant(node) {
            return Self::NotAsked;
        }
        match instance.answer(node) {
            None | Some(Answer::Unparsed(_) | Answer::Both { .. }) => Self::Blank,
            Some(Answer::NonAnswer(non_answer)) => Self::NonAnswer(*non_answer),
            Some(answer) => Self::Answer(answer.clone()),
        }
    }

    /// Does it say anything, be it why there is no answer?
    #[must_use]
    pub fn says_something(&self) -> bool {
        match self {
            Self::Answer(_) | Self::Entries(_) | Self::NonAnswer(_) => true,
            Self::Blank | Self::NotAsked => false,
        }
    }

    /// The answer or non-answer, as it would stand in a document.
    #[must_use]
    pub fn as_answer(&self) -> Option<Answer> {
        match self {
            Self::Answer(answer) => Some(answer.clone()),
            Self::NonAnswer(non_answer) => Some(Answer::NonAnswer(*non_answer)),
            Self::Entries(_) | Self::Blank | Self::NotAsked => None,
        }
    }
}

impl Tally {
    /// Counts what was said.
    #[must_use]
    pub fn of(voices: &[Voice]) -> Self {
        let mut tally = Self::default();
        for voice in voices {
            let count = match &voice.said {
                Said::Answer(_) | Said::Entries(_) => &mut tally.answered,
                Said::NonAnswer(NonAnswer { kind: NonAnswerKind::NoData, .. }) => &mut tally.no_data,
                Said::NonAnswer(NonAnswer { kind: NonAnswerKind::NotOurCompetence, .. }) => {
                    &mut tally.not_our_competence
                }
                Said::NonAnswer(NonAnswer { kind: NonAnswerKind::NotApplicable, .. }) => &mut tally.not_applicable,
                Said::Blank => &mut tally.blank,
                Said::NotAsked => &mut tally.not_asked,
            };
            *count += 1;
        }
        tally
    }

    /// Those who could have answered: without those whose competence it is not, to whom it does not apply, or whom
    /// routing passed by.
    #[must_use]
    pub fn base(&self) -> usize {
        self.answered + self.no_data + self.blank
    }
}
