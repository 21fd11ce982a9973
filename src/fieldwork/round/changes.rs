//! Where a round stands exactly, and the changes that each standing allows.

use super::RoundState;
use crate::fieldwork::response::ResponseState;

/// Where a round stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Not launched.
    Draft,
    /// Launched, and not open yet.
    Scheduled,
    Open,
    /// After the deadline, while late answers are taken.
    Late,
    /// After the last moment for answers.
    Over,
    /// Closed by hand.
    Closed,
    Archived,
}

/// What an admin can do with a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// Everything that defines it: version, opening, deadline.
    Define,
    /// Its opening, where nobody has come in yet.
    Postpone,
    /// Its name and rules: zone, late answers, quiet hours, retention.
    Rules,
    /// Ask further regions and departments.
    Ask,
    /// Ask a region no longer.
    Withdraw,
    Launch,
    /// Give the round, or a region, a later deadline.
    Extend,
    Close,
    /// Take a closing by hand back.
    Reopen,
    Archive,
    /// Put its drafts to a newer version of the questionnaire.
    Move,
}

impl Standing {
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::Scheduled, Self::Open, Self::Late, Self::Over, Self::Closed, Self::Archived];

    /// As people are told.
    #[must_use]
    pub fn state(self) -> RoundState {
        match self {
            Self::Draft => RoundState::Draft,
            Self::Scheduled => RoundState::Scheduled,
            Self::Open | Self::Late => RoundState::Open,
            Self::Over | Self::Closed => RoundState::Closed,
            Self::Archived => RoundState::Archived,
        }
    }

    /// May an admin do this here?
    #[must_use]
    pub fn allows(self, change: Change) -> bool {
        match self {
            Self::Draft => match change {
                Change::Define
                | Change::Postpone
                | Change::Rules
                | Change::Ask
                | Change::Withdraw
                | Change::Launch
                | Change::Move => true,
                Change::Extend | Change::Close | Change::Reopen | Change::Archive => false,
            },
            Self::Scheduled => match change {
                Change::Postpone | Change::Rules | Change::Ask | Change::Extend | Change::Close | Change::Move => true,
                Change::Define | Change::Withdraw | Change::Launch | Change::Reopen | Change::Archive => false,
            },
            Self::Open | Self::Late => match change {
                Change::Rules | Change::Ask | Change::Extend | Change::Close | Change::Move => true,
                Change::Define
                | Change::Postpone
                | Change::Withdraw
                | Change::Launch
                | Change::Reopen
                | Change::Archive => false,
            },
            Self::Over => match change {
                Change::Rules | Change::Extend | Change::Close | Change::Archive | Change::Move => true,
                Change::Define
                | Change::Postpone
                | Change::Ask
                | Change::Withdraw
                | Change::Launch
                | Change::Reopen => false,
            },
            Self::Closed => match change {
                Change::Rules | Change::Reopen | Change::Archive => true,
                Change::Define
                | Change::Postpone
                | Change::Ask
                | Change::Withdraw
                | Change::Launch
                | Change::Extend
                | Change::Close
                | Change::Move => false,
            },
            Self::Archived => false,
        }
    }

    /// May the answers of a response in this state be changed and submitted here? What was returned may be corrected
    /// after the deadline, because the coordinator asked for it, but not once somebody closed the round.
    #[must_use]
    pub fn takes(self, response: ResponseState) -> bool {
        match self {
            Self::Open | Self::Late => response.is_editable(),
            Self::Over => response == ResponseState::Returned,
            Self::Draft | Self::Scheduled | Self::Closed | Self::Archived => false,
        }
    }
}

impl Change {
    pub const ALL: [Self; 11] = [
        Self::Define,
        Self::Postpone,
        Self::Rules,
        Self::Ask,
        Self::Withdraw,
        Self::Launch,
        Self::Extend,
        Self::Close,
        Self::Reopen,
        Self::Archive,
        Self::Move,
    ];
}
