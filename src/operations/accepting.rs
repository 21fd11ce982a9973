//! Accepting many responses at once, each in a transaction of its own: what cannot be accepted holds nothing else back.

use super::{Error, links::Writing, review};
use crate::{
    fieldwork::{
        ids::{AccountId, ResponseId, RoundId},
        response::ResponseState,
    },
    store::{Connection, responses},
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
    /// Nothing of its round is decided any more.
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

/// Accepts these responses of a round as far as it can be done. Returns what became of each, in their order.
///
/// # Errors
/// When the database does not answer; what was accepted until then stays so.
pub async fn accept_each(
    connection: &mut Connection,
    writing: Writing<'_>,
    round: RoundId,
    shown: &[Shown],
    author: AccountId,
) -> Result<Vec<Outcome>, Error> {
    let mut outcomes = Vec::new();
    for one in shown {
        let obstacle = accept(connection, writing, round, *one, author).await?;
        outcomes.push(Outcome { response: one.response, obstacle });
    }
    Ok(outcomes)
}

async fn accept(
    connection: &mut Connection,
    writing: Writing<'_>,
    round: RoundId,
    shown: Shown,
    author: AccountId,
) -> Result<Option<Obstacle>, Error> {
    let Writing { locales, base_url, now } = writing;
    let of_round = responses::find(connection, shown.response).await?;
    if of_round.is_none_or(|found| found.response.round != round) {
        return Ok(Some(Obstacle::Gone));
    }
    let around = review::Surroundings { locales, base_url, author, now };
    let page = review::Shown { state: ResponseState::Submitted, revision: shown.revision };
    let Err(error) = review::accept(connection, around, shown.response, page, "").await else { return Ok(None) };
    Ok(Some(match error {
        review::Error::OpenQueries(open) => Obstacle::OpenQueries(open.len()),
        review::Error::NewerSubmission { .. } => Obstacle::NewerSubmission,
        review::Error::Changed(state) | review::Error::NotNow(state) => Obstacle::State(state),
        review::Error::Archived => Obstacle::Archived,
        review::Error::Operation(Error::NotFound) => Obstacle::Gone,
        review::Error::Operation(error) => return Err(error),
        // What is said of words and queries; nothing of it is given here.
        review::Error::NoOpenQueries
        | review::Error::Words(_)
        | review::Error::QueryNotNow(_)
        | review::Error::UnseenMessage
        | review::Error::AskedAlready => Obstacle::State(ResponseState::Submitted),
    }))
}
