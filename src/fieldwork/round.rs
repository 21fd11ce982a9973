//! Rounds: one collection with its opening and deadline.

use chrono::{DateTime, Utc};

use super::ids::{RoundId, VersionId};

/// One collection: a version of a questionnaire, put to departments between two moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    pub id: RoundId,
    /// Lower-case words with hyphens, as it stands in addresses and file names.
    pub code: String,
    pub name: String,
    pub version: VersionId,
    pub opens_at: DateTime<Utc>,
    pub deadline: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// Where a round stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundState {
    Scheduled,
    Open,
    Closed,
}

impl Round {
    /// Where it stands at `now`: open from its opening until its deadline, or until it was closed by hand.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> RoundState {
        if self.closed_at.is_some_and(|closed| closed <= now) || now >= self.deadline {
            RoundState::Closed
        } else if now < self.opens_at {
            RoundState::Scheduled
        } else {
            RoundState::Open
        }
    }
}

impl RoundState {
    /// The code in pages and exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_is_open_between_its_moments() {
        let at = |hour: u32| format!("2026-03-01T{hour:02}:00:00Z").parse::<DateTime<Utc>>().unwrap();
        let mut round = Round {
            id: RoundId(uuid::Uuid::nil()),
            code: "r".into(),
            name: "R".into(),
            version: VersionId(uuid::Uuid::nil()),
            opens_at: at(8),
            deadline: at(18),
            closed_at: None,
        };
        for (now, state) in
            [(7, RoundState::Scheduled), (8, RoundState::Open), (17, RoundState::Open), (18, RoundState::Closed)]
        {
            assert_eq!(round.state(at(now)), state, "at {now}");
        }
        round.closed_at = Some(at(12));
        assert_eq!(round.state(at(11)), RoundState::Open);
        assert_eq!(round.state(at(12)), RoundState::Closed);
    }
}
