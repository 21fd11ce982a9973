//! Saving a page of answers: what is not stale is written, what is stale comes back with both values.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Error;
use crate::{
    fieldwork::{ids::AccountId, round::Standing},
    store::{
        self, Connection, Transaction, carried,
        drafts::{self, Saved, Stored, Write},
        privacy,
        responses::{self, Assignment},
    },
};

/// An answer that somebody else changed since the page was shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub path: String,
    pub mine: Option<Value>,
    pub theirs: Option<Value>,
    pub their_version: i32,
    pub their_name: Option<String>,
    pub their_time: DateTime<Utc>,
}

/// May answers of this response be changed now?
///
/// # Errors
/// [`Error::RoundNotOpen`] or [`Error::Locked`].
pub fn check_editable(assignment: &Assignment, now: DateTime<Utc>) -> Result<(), Error> {
    let (standing, response) = (assignment.round.standing(now), assignment.response.state);
    if standing.takes(response) {
        return Ok(());
    }
    match standing {
        Standing::Open | Standing::Late => Err(Error::Locked),
        Standing::Draft | Standing::Scheduled | Standing::Over | Standing::Closed | Standing::Archived => {
            Err(Error::RoundNotOpen)
        }
    }
}

/// Writes what differs from the stored draft. Answers that were not touched on the page are left to others; answers
/// that both changed are returned as conflicts, and nothing of them is written.
///
/// # Errors
/// When the response may not be edited, or the database does not answer.
pub async fn save(
    connection: &mut Connection,
    assignment: &Assignment,
    editor: AccountId,
    stored: &[Stored],
    given: Vec<Write>,
    now: DateTime<Utc>,
) -> Result<Vec<Conflict>, Error> {
    check_editable(assignment, now)?;
    let (round, response, version) = (assignment.response.round, assignment.response.id, assignment.response.version);
    let conflicts = connection
        .transaction(async |connection| {
            let mut writes = Vec::new();
            let mut conflicts = Vec::new();
            for write in &given {
                let current = stored.iter().find(|row| row.path == write.path);
                // Nothing over nothing is written: what the page had filled in by itself was cleared.
                if current.is_some_and(|row| row.value == write.value) {
                    continue;
                }
                match current {
                    Some(theirs) if theirs.version != write.seen => {
                        let seen = drafts::value_at(connection, round, response, &write.path, write.seen).await?;
                        let untouched = match seen {
                            Some(value) => value == write.value,
                            None => write.value.is_none(),
                        };
                        if !untouched {
                            conflicts.push(conflict(write, theirs));
                        }
                    }
                    _ => writes.push(write.clone()),
                }
            }
            if writes.is_empty() {
                return Ok(conflicts);
            }
            match drafts::save(connection, round, response, version, editor, now, &writes).await? {
                Saved::Locked => Err(locked(connection, assignment).await?),
                Saved::Written(written) => {
                    // What came along has no author; giving another answer, or none, is a word on it.
                    let came = |row: &&Stored| row.edited_by.is_none() && written.contains(&row.path);
                    let came: Vec<String> = stored.iter().filter(came).map(|row| row.path.clone()).collect();
                    if !came.is_empty() {
                        carried::confirm(connection, round, response, &came, editor, now).await?;
                    }
                    let lost: Vec<Write> = writes.into_iter().filter(|write| !written.contains(&write.path)).collect();
                    if !lost.is_empty() {
                        // Somebody saved between our reading and our writing.
                        let fresh = drafts::load(connection, round, response).await?;
                        for write in &lost {
                            conflicts.extend(
                                fresh.iter().filter(|row| row.path == write.path).map(|theirs| conflict(write, theirs)),
                            );
                        }
                    }
                    Ok(conflicts)
                }
            }
        })
        .await?;
    // What one's own erasure took away is no colleague's change.
    if !conflicts.is_empty() && privacy::is_erased(connection, editor).await? {
        return Err(store::Error::Constraint(privacy::ERASED_CONSTRAINT.to_owned()).into());
    }
    Ok(conflicts)
}

/// Why a save was refused: the round was closed, or the response was submitted or moved to another version meanwhile.
pub(super) async fn locked(connection: &mut Connection, assignment: &Assignment) -> Result<Error, Error> {
    let Some(found) = responses::find(connection, assignment.response.id).await? else { return Ok(Error::NotFound) };
    if found.response.version != assignment.response.version {
        return Ok(Error::OtherVersion);
    }
    Ok(if found.round.is_running() { Error::Locked } else { Error::RoundNotOpen })
}

fn conflict(write: &Write, theirs: &Stored) -> Conflict {
    Conflict {
        path: write.path.clone(),
        mine: write.value.clone(),
        theirs: theirs.value.clone(),
        their_version: theirs.version,
        their_name: theirs.edited_by.clone(),
        their_time: theirs.edited_at,
    }
}
