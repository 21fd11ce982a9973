//! The declared rule of a question: how a region's word follows from its departments'.

use crate::questionnaire::{compile::Questionnaire, schema::SlotId};

/// A rule. Without one it is the coordinator's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The strongest that any department says; of several choices, all that any of them ticks.
    Any,
    /// The weakest that any department says; of several choices, those that all of them tick.
    All,
    /// What most of those who answered say.
    Majority,
    Sum,
    Mean,
    /// Everything that any department says, each thing once.
    Union,
    /// Nothing is proposed.
    Coordinator,
}

impl Rule {
    pub const ALL: [Self; 7] =
        [Self::Any, Self::All, Self::Majority, Self::Sum, Self::Mean, Self::Union, Self::Coordinator];

    /// The word in definitions.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::All => "all",
            Self::Majority => "majority",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Union => "union",
            Self::Coordinator => "coordinator",
        }
    }

    /// The rule with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// The rule of a question or repeat: its own, or that of the nearest group around it that declares one. Words that
    /// versions of earlier programs may hold and nobody knows are the coordinator's word.
    #[must_use]
    pub fn of(questionnaire: &Questionnaire, slot: SlotId) -> Self {
        let mut around = questionnaire.schema.ancestors_or_self(slot);
        let declared = around.find_map(|slot| {
            let word = questionnaire.place(slot).row.consolidation.trim();
            (!word.is_empty()).then(|| Self::from_code(word))
        });
        declared.flatten().unwrap_or(Self::Coordinator)
    }
}
