//! Accepting many responses at once, each in a transaction of its own: what cannot be accepted holds nothing else back.

use serde_json::json;

use super::{Error, links::Writing};
use crate::{
    fieldwork::{
        ids::{AccountId, ResponseId, RoundId},
        response::ResponseState,
    },
    store::{Connection, Transaction, accepting, audit},
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
    let (id, now) = (shown.response, writing.now);
    connection
        .transaction(async |connection| {
            let Some(held) = accepting::hold(connection, round, id).await? else { return Ok(Some(Obstacle::Gone)) };
            if held.state != ResponseState::Submitted {
                return Ok(Some(Obstacle::State(held.state)));
            }
            if held.revision != shown.revision {
                return Ok(Some(Obstacle::NewerSubmission));
            }
            if !accepting::accept(connection, round, id, shown.revision, now).await? {
                let open = usize::try_from(held.open_queries).unwrap_or_default();
                return Ok(Some(Obstacle::OpenQueries(open.max(1))));
            }
            let state = |state: ResponseState| Some(json!({ "state": state, "revision": shown.revision }));
            let record = audit::Record {
                account: Some(author),
                action: "response.accept",
                object: Some(id.0),
                round: Some(round),
                before: state(ResponseState::Submitted),
                after: state(ResponseState::Accepted),
            };
            audit::write(connection, now, record).await?;
            Ok(None)
        })
        .await
}
