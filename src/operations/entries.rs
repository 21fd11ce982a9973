//! Adding and removing an entry of a repeat. A removed entry's answers stay in the history.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    Error,
    answers::{check_editable, locked},
};
use crate::{
    fieldwork::ids::AccountId,
    questionnaire::path::{EntryKey, EntryPath, Path},
    store::{
        Connection, Transaction,
        drafts::{self, Saved, Stored, Write},
        responses::Assignment,
    },
};

/// Adds an entry at the end of the repeat at `repeat`, under a number that no entry had before. `None` where there are
/// `most` already.
///
/// # Errors
/// When the response may not be edited, or the database does not answer.
pub async fn add(
    connection: &mut Connection,
    assignment: &Assignment,
    editor: AccountId,
    repeat: &Path,
    most: u32,
    now: DateTime<Utc>,
) -> Result<Option<EntryPath>, Error> {
    check_editable(assignment, now)?;
    let (round, response, version) = (assignment.response.round, assignment.response.id, assignment.response.version);
    connection
        .transaction(async |connection| {
            let stored = drafts::load(connection, round, response).await?;
            let entries: Vec<(EntryKey, &Stored)> =
                stored.iter().filter_map(|row| Some((entry_of(&row.path, repeat)?, row))).collect();
            let living = entries.iter().filter(|(_, row)| row.value == Some(Value::Bool(true))).count();
            if living >= usize::try_from(most).unwrap_or(usize::MAX) {
                return Ok(None);
            }
            let key = entries.iter().map(|(key, _)| *key).max().map_or(1, |last| last.saturating_add(1));
            let path = repeat.within.entry(&repeat.name, key);
            let mut writes = vec![Write { path: path.to_string(), value: Some(Value::Bool(true)), seen: 0 }];
            // A reason for having no entry no longer holds.
            if let Some(row) = stored.iter().find(|row| row.path == repeat.to_string() && row.value.is_some()) {
                writes.push(Write { path: row.path.clone(), value: None, seen: row.version });
            }
            match drafts::save(connection, round, response, version, editor, now, &writes).await? {
                Saved::Locked => Err(locked(connection, assignment).await?),
                Saved::Written(_) => Ok(Some(path)),
            }
        })
        .await
}

/// Removes an entry; nothing happens where somebody removed it before.
///
/// # Errors
/// When the response may not be edited, or the database does not answer.
pub async fn remove(
    connection: &mut Connection,
    assignment: &Assignment,
    editor: AccountId,
    entry: &EntryPath,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    check_editable(assignment, now)?;
    let (round, response, version) = (assignment.response.round, assignment.response.id, assignment.response.version);
    let path = entry.to_string();
    connection
        .transaction(async |connection| {
            let stored = drafts::load(connection, round, response).await?;
            let Some(row) = stored.iter().find(|row| row.path == path && row.value.is_some()) else { return Ok(()) };
            let write = Write { path: path.clone(), value: None, seen: row.version };
            match drafts::save(connection, round, response, version, editor, now, &[write]).await? {
                Saved::Locked => Err(locked(connection, assignment).await?),
                Saved::Written(_) => Ok(()),
            }
        })
        .await
}

fn entry_of(path: &str, repeat: &Path) -> Option<EntryKey> {
    let entry: EntryPath = path.parse().ok()?;
    let (around, step) = entry.split_last()?;
    (around == repeat.within && step.repeat == repeat.name).then_some(step.entry)
}
