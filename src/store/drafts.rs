//! Drafts: one row an answer, with its version, author and history.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::{
    Connection, Error,
    schema::{account, draft_answer, draft_history},
};
use crate::fieldwork::ids::{AccountId, ResponseId, RoundId, VersionId};

/// A stored answer. A blanked one keeps its row, without a value.
#[derive(Debug, Clone)]
pub struct Stored {
    pub path: String,
    pub value: Option<Value>,
    pub version: i32,
    pub edited_by: Option<String>,
    pub edited_at: DateTime<Utc>,
}

/// An answer to write: over the version that the writer saw (0 where none was stored).
#[derive(Debug, Clone)]
pub struct Write {
    pub path: String,
    pub value: Option<Value>,
    pub seen: i32,
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// These paths were written; the others were stale.
    Written(Vec<String>),
    /// The response is not open for editing, or no longer of this version.
    Locked,
}

#[expect(clippy::too_many_arguments, reason = "who, where, when and what of one statement")]
mod functions {
    use diesel::sql_types;

    #[diesel::declare_sql_function]
    extern "SQL" {
        /// See the migration: writes what is not stale, in one statement.
        fn save_draft(
            round: sql_types::Uuid,
            response: sql_types::Uuid,
            version: sql_types::Uuid,
            editor: sql_types::Nullable<sql_types::Uuid>,
            at: sql_types::Timestamptz,
            paths: sql_types::Array<sql_types::Text>,
            values: sql_types::Array<sql_types::Jsonb>,
            versions: sql_types::Array<sql_types::Integer>,
        ) -> sql_types::Text;
    }
}

/// The whole draft.
pub async fn load(connection: &mut Connection, round: RoundId, response: ResponseId) -> Result<Vec<Stored>, Error> {
    type Row = (String, Option<Value>, i32, Option<AccountId>, DateTime<Utc>);
    let rows: Vec<Row> = draft_answer::table
        .filter(draft_answer::round_id.eq(round).and(draft_answer::response_id.eq(response)))
        .order(draft_answer::path)
        .select((
            draft_answer::path,
            draft_answer::value,
            draft_answer::version,
            draft_answer::edited_by,
            draft_answer::edited_at,
        ))
        .load(connection)
        .await?;
    // Not a join: for one Postgres scans every account, and a draft has a handful of editors.
    let editors: BTreeSet<AccountId> = rows.iter().filter_map(|row| row.3).collect();
    let names = account::table.filter(account::id.eq_any(editors)).select((account::id, account::name));
    let names: HashMap<AccountId, String> = names.load(connection).await?.into_iter().collect();
    Ok(rows
        .into_iter()
        .map(|(path, value, version, edited_by, edited_at)| {
            let edited_by = edited_by.and_then(|editor| names.get(&editor).cloned());
            Stored { path, value, version, edited_by, edited_at }
        })
        .collect())
}

/// The answers of a draft alone, by path and in no order; one that was blanked has no value.
pub async fn values(
    connection: &mut Connection,
    round: RoundId,
    response: ResponseId,
) -> Result<Vec<(String, Option<Value>)>, Error> {
    let own = draft_answer::table.filter(draft_answer::round_id.eq(round).and(draft_answer::response_id.eq(response)));
    Ok(own.select((draft_answer::path, draft_answer::value)).load(connection).await?)
}

/// Writes answers to the questions of a version, in one statement; see [`Saved`].
pub async fn save(
    connection: &mut Connection,
    round: RoundId,
    response: ResponseId,
    version: VersionId,
    editor: AccountId,
    now: DateTime<Utc>,
    writes: &[Write],
) -> Result<Saved, Error> {
    let paths: Vec<&str> = writes.iter().map(|write| write.path.as_str()).collect();
    let values: Vec<Value> = writes.iter().map(|write| write.value.clone().unwrap_or(Value::Null)).collect();
    let versions: Vec<i32> = writes.iter().map(|write| write.seen).collect();
    let query = diesel::select(functions::save_draft(round, response, version, editor, now, paths, values, versions));
    let mut written: Vec<String> = query.get_results(connection).await?;
    // The row with an empty path says that the response could be edited at all.
    let open = written.iter().any(String::is_empty);
    written.retain(|path| !path.is_empty());
    Ok(if open { Saved::Written(written) } else { Saved::Locked })
}

/// The value of an answer at an earlier version; the outer `None` where that version is not known.
pub async fn value_at(
    connection: &mut Connection,
    round: RoundId,
    response: ResponseId,
    path: &str,
    version: i32,
) -> Result<Option<Option<Value>>, Error> {
    let found = draft_history::table.find((round, response, path, version)).select(draft_history::value);
    Ok(found.first(connection).await.optional()?)
}
