//! Beginning a region's answer, and opening a signed one again.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{
    fieldwork::{
        ids::{AccountId, RegionId},
        round::Round,
    },
    operations::Error,
    store::{Connection, Transaction, audit, regional},
};

/// What became of beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    Now,
    /// It follows its round to another version.
    Moved,
    Before,
}

/// The longest reason for reopening, in characters.
const LONGEST_REASON: usize = 2_000;

/// Begins the answer of a region; one that is open follows its round to a newer version.
///
/// # Errors
/// When the round was not launched yet or is archived, or the database does not answer.
pub async fn begin(
    connection: &mut Connection,
    round: &Round,
    region: RegionId,
    language: &str,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Begun, Error> {
    check_round(connection, round).await?;
    connection
        .transaction(async |connection| {
            let before = regional::find(connection, round.id, region).await?;
            let (begun, action) = if regional::begin(connection, round.id, region, round.version, language, now).await?
            {
                (Begun::Now, "regional.begin")
            } else if regional::set_version(connection, round.id, region, round.version).await? {
                (Begun::Moved, "regional.move")
            } else {
                return Ok(Begun::Before);
            };
            let record = audit::Record {
                account: Some(account),
                action,
                object: Some(region.0),
                round: Some(round.id),
                before: before.map(|before| json!({ "version": before.version_id })),
                after: Some(json!({ "state": "open", "version": round.version })),
            };
            audit::write(connection, now, record).await?;
            Ok(begun)
        })
        .await
}

/// Opens a signed answer again. The next sign-off is another revision.
///
/// # Errors
/// [`Error::Field`] without a reason, [`Error::Locked`] where it is not signed, or the round is archived.
pub async fn reopen(
    connection: &mut Connection,
    round: &Round,
    region: RegionId,
    reason: &str,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    check_round(connection, round).await?;
    let reason = reason.trim();
    connection
        .transaction(async |connection| {
            let answer = regional::lock(connection, round.id, region).await?.ok_or(Error::NotFound)?;
            if !answer.is_signed() {
                return Err(Error::Locked);
            }
            if reason.is_empty() {
                return Err(Error::Field { field: "reason", problem: "missing" });
            }
            if reason.chars().count() > LONGEST_REASON {
                return Err(Error::Field { field: "reason", problem: "too-long" });
            }
            if !regional::reopen(connection, round.id, region).await? {
                return Err(Error::Locked);
            }
            let record = audit::Record {
                account: Some(account),
                action: "regional.reopen",
                object: Some(region.0),
                round: Some(round.id),
                before: Some(json!({ "state": "signed", "revision": answer.revision })),
                after: Some(json!({ "state": "open", "revision": answer.revision, "reason": reason })),
            };
            audit::write(connection, now, record).await?;
            Ok(())
        })
        .await
}

/// Nothing is decided in a round that nobody was asked in yet, or that is archived.
///
/// # Errors
/// [`Error::RoundNotOpen`].
pub async fn check_round(connection: &mut Connection, round: &Round) -> Result<(), Error> {
    let facts = regional::round_facts(connection, round.id).await?.ok_or(Error::NotFound)?;
    if facts.archived_at.is_some() || facts.launched_at.is_none() { Err(Error::RoundNotOpen) } else { Ok(()) }
}
