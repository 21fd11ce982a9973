//! Questionnaires: adding a version from an uploaded definition, and publishing it.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::Error;
use crate::{
    fieldwork::ids::{AccountId, VersionId},
    questionnaire::{compile::compile, definition::Definition},
    store::{Connection, Transaction, audit, questionnaires},
};

/// Adds a definition as a draft version.
///
/// # Errors
/// When the database does not answer.
pub async fn add(
    connection: &mut Connection,
    definition: &Definition,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<VersionId, Error> {
    connection
        .transaction(async |connection| {
            let id = questionnaires::add_version(connection, definition, author).await?;
            record(connection, "questionnaire.add", id, author, now).await?;
            Ok(id)
        })
        .await
}

/// Publishes a draft version: from then on it cannot change.
///
/// # Errors
/// [`Error::NotFound`] where there is no such draft; [`Error::Field`] where it cannot be compiled, for instance because
/// a file of choices has not come yet.
pub async fn publish(
    connection: &mut Connection,
    id: VersionId,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let version = questionnaires::version(connection, id).await?.ok_or(Error::NotFound)?;
            if compile(version.definition).is_err() {
                return Err(Error::Field { field: "version", problem: "not-complete" });
            }
            if !questionnaires::publish(connection, id, now).await? {
                return Err(Error::NotFound);
            }
            record(connection, "questionnaire.publish", id, author, now).await
        })
        .await
}

async fn record(
    connection: &mut Connection,
    action: &'static str,
    id: VersionId,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let after = Some(json!({"version": id}));
    let record = audit::Record { account, action, object: Some(id.0), round: None, before: None, after };
    Ok(audit::write(connection, now, record).await?)
}
