//! Taking a translator's table: a new draft version with its wording, or what is wrong with it.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::Error;
use crate::{
    fieldwork::ids::{AccountId, VersionId},
    questionnaire::translation::{Translated, translate},
    store::{Connection, Transaction, audit, questionnaires},
};

/// What came of a table.
#[derive(Debug)]
#[must_use]
pub struct Outcome {
    pub translated: Translated,
    /// The new draft; none where the table has errors, changes nothing, or is for an older version.
    pub version: Option<VersionId>,
    /// Is the version that was translated the newest? Another one's wording would be lost otherwise.
    pub is_newest: bool,
}

/// Holds the table against the version and, where it is sound, adds a draft with the changed wording.
///
/// # Errors
/// [`Error::NotFound`] where there is no such version.
pub async fn apply(
    connection: &mut Connection,
    id: VersionId,
    table: &[u8],
    language: Option<&str>,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<Outcome, Error> {
    connection
        .transaction(async |connection| {
            let base = questionnaires::version(connection, id).await?.ok_or(Error::NotFound)?;
            let newest = questionnaires::lock_newest(connection, base.questionnaire).await?;
            let is_newest = newest == Some(base.number);
            let translated = translate(&base.definition, table, language);
            let wanted = translated.definition.as_ref().filter(|_| is_newest && !translated.changes.is_empty());
            let Some(definition) = wanted else {
                return Ok(Outcome { translated, version: None, is_newest });
            };
            let version = questionnaires::add_version(connection, definition, author).await?;
            let language = translated.language.as_ref().map(|language| language.as_str());
            let after = Some(json!({ "version": version, "of": id, "language": language,
                "changes": translated.changes.len() }));
            let action = "questionnaire.translate";
            let record =
                audit::Record { account: author, action, object: Some(version.0), round: None, before: None, after };
            audit::write(connection, now, record).await?;
            Ok(Outcome { translated, version: Some(version), is_newest })
        })
        .await
}
