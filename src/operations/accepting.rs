//! Accepting many responses at once, each in a transaction of its own: what cannot be accepted holds nothing else back.

use super::{
    Error,
    review::{self, Surroundings},
};
use crate::{
    fieldwork::{ids::ResponseId, response::ResponseState},
    store::Connection,
};

/// A response as the page showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub response: ResponseId,
    pub revision: i32,
}

/// Why a response was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// So many queries are open.
    OpenQueries(usize),
    /// The department submitted again since the page was shown.
    NewerSubmission,
    /// It stands elsewhere now, for instance because it was given back.
    State(ResponseState),
    /// The round is archived.
    Archived,
    /// It is no longer there.
    Gone,
}

/// What became of one response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    pub response: ResponseId,
    pub obstacle: Option<Obstacle>,
}

/// Accepts these responses as far as it can be done. Returns what became of each, in their order.
///
/// # Errors
/// When the database does not answer; what was accepted until then stays so.
pub async fn accept_each(
    connection: &mut Connection,
    around: Surroundings<'_>,
    shown: &[Shown],
) -> Result<Vec<Outcome>, Error> {
    let mut outcomes = Vec::new();
    for one in shown {
        let seen = review::Shown { state: ResponseState::Submitted, revision: one.revision };
        let obstacle = match review::accept(connection, around, one.response, seen, "").await {
            Ok(()) => None,
            Err(error) => Some(obstacle(error)?),
        };
        outcomes.push(Outcome { response: one.response, obstacle });
    }
    Ok(outcomes)
}

fn obstacle(error: review::Error) -> Result<Obstacle, Error> {
    match error {
        review::Error::OpenQueries(open) => Ok(Obstacle::OpenQueries(open.len())),
        review::Error::NewerSubmission { .. } => Ok(Obstacle::NewerSubmission),
        review::Error::Changed(state) | review::Error::NotNow(state) => Ok(Obstacle::State(state)),
        review::Error::Archived => Ok(Obstacle::Archived),
        review::Error::Operation(Error::NotFound) => Ok(Obstacle::Gone),
        review::Error::Operation(error) => Err(error),
        // Of queries and of returning; accepting without words does not come to them.
        review::Error::NoOpenQueries
        | review::Error::Words(_)
        | review::Error::QueryNotNow(_)
        | review::Error::UnseenMessage
        | review::Error::AskedAlready => Err(Error::Locked),
    }
}
