//! Closing a round by hand, taking that back, and archiving it. Each starts from a state, so that of two people one wins.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Error, changeable};
use crate::{
    fieldwork::{
        ids::AccountId,
        round::{Change, Round},
    },
    store::{Connection, Transaction, audit, rounds},
};

/// The most characters of a reason.
pub const LONGEST_REASON: usize = 2_000;

/// Closes a launched round. What is being saved is saved, what comes after is refused.
///
/// # Errors
/// [`Error::Overtaken`] where it was closed already, or was never launched.
pub async fn close(
    connection: &mut Connection,
    round: &Round,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let seen = rounds::find(connection, round.id).await?.ok_or(Error::NotFound)?;
            if !seen.standing(now).allows(Change::Close) || !rounds::close(connection, round.id, now).await? {
                return Err(Error::Overtaken);
            }
            let closed = Round { closed_at: Some(now), ..seen.clone() };
            record(connection, "round.close", &seen, &closed, "", author, now).await
        })
        .await
}

/// Takes the closing of a round back, with the reason. It takes answers again until its last moment; where that is past
/// the deadline has to be extended too.
///
/// # Errors
/// [`Error::Field`] without a reason; [`Error::Overtaken`] where it is not closed.
pub async fn reopen(
    connection: &mut Connection,
    round: &Round,
    reason: &str,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::Field { field: "reason", problem: "missing" });
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Error::Field { field: "reason", problem: "long" });
    }
    connection
        .transaction(async |connection| {
            let closed = changeable(connection, round.id, Change::Reopen, now).await?;
            if !rounds::reopen(connection, closed.id).await? {
                return Err(Error::Overtaken);
            }
            let open = Round { closed_at: None, ..closed.clone() };
            record(connection, "round.reopen", &closed, &open, reason, author, now).await
        })
        .await
}

/// Archives a round that is closed or over: it is read and exported as before, and never changed.
///
/// # Errors
/// [`Error::Overtaken`] where it is not over, or archived already.
pub async fn archive(
    connection: &mut Connection,
    round: &Round,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let seen = rounds::find(connection, round.id).await?.ok_or(Error::NotFound)?;
            if !seen.standing(now).allows(Change::Archive) || !rounds::archive(connection, round.id, now).await? {
                return Err(Error::Overtaken);
            }
            let archived = Round { archived_at: Some(now), ..seen.clone() };
            record(connection, "round.archive", &seen, &archived, "", author, now).await
        })
        .await
}

async fn record(
    connection: &mut Connection,
    action: &'static str,
    was: &Round,
    is: &Round,
    reason: &str,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut after = json!({"state": is.state(now).code()});
    if let (Some(after), false) = (after.as_object_mut(), reason.is_empty()) {
        after.insert("reason".to_owned(), json!(reason));
    }
    let before = Some(json!({"state": was.state(now).code()}));
    let (object, of) = (Some(was.id.0), Some(was.id));
    let record = audit::Record { account: author, action, object, round: of, before, after: Some(after) };
    Ok(audit::write(connection, now, record).await?)
}
