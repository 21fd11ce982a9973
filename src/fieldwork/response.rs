//! The states of a response: in progress → submitted → (returned → submitted) → accepted.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{DepartmentId, ResponseId, RoundId, VersionId},
    review,
};

/// What one department says in a round, without its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub round: RoundId,
    pub id: ResponseId,
    pub department: DepartmentId,
    /// The version that it answers: its round's, where it was not left behind at an earlier one.
    pub version: VersionId,
    pub state: ResponseState,
    /// Counts the submissions; 0 before the first.
    pub revision: i32,
    /// Counts the saves of the draft.
    pub draft_version: i32,
    /// The language that it is answered in.
    pub language: String,
    pub opened_at: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
}

/// Where a response stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseState {
    InProgress,
    Submitted,
    Returned,
    Accepted,
}

impl ResponseState {
    pub const ALL: [Self; 4] = [Self::InProgress, Self::Submitted, Self::Returned, Self::Accepted];

    /// The code in rows, addresses and exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// May its draft be edited? As long as it can be submitted.
    #[must_use]
    pub fn is_editable(self) -> bool {
        review::next(self, review::Decision::Submit).is_ok()
    }
}

/// The reference on a receipt: short enough to read out, from the response and its revision.
///
/// Eight Crockford base-32 digits of the response's identifier (its random end), then the revision.
#[must_use]
pub fn reference(response: ResponseId, revision: i32) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let random = response.0.as_u128();
    let digit = |place: u32| {
        let index = (random >> (5 * place)) & 31;
        usize::try_from(index).ok().and_then(|index| DIGITS.get(index)).map_or('0', |byte| char::from(*byte))
    };
    let word = |places: std::ops::Range<u32>| places.rev().map(digit).collect::<String>();
    format!("{}-{}-{revision}", word(4..8), word(0..4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_one_code_each() {
        for state in ResponseState::ALL {
            assert_eq!(ResponseState::from_code(state.code()), Some(state));
        }
        assert_eq!(ResponseState::from_code("done"), None);
    }

    #[test]
    fn a_reference_is_short_and_stable() {
        let id = ResponseId(uuid::Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0));
        assert_eq!(reference(id, 2), reference(id, 2));
        assert_eq!(reference(id, 2).len(), "0000-0000-2".len());
        assert_ne!(reference(id, 1), reference(id, 2));
    }
}
