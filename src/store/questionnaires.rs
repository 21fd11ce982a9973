//! Questionnaires and their versions.

use chrono::{DateTime, Utc};
use diesel::{dsl::max, prelude::*};
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{questionnaire, questionnaire_version},
};
use crate::{
    fieldwork::ids::{AccountId, QuestionnaireId, VersionId},
    questionnaire::definition::Definition,
};

/// A version with its definition.
#[derive(Debug, Clone)]
pub struct Version {
    pub id: VersionId,
    pub questionnaire: QuestionnaireId,
    pub number: i32,
    pub definition: Definition,
    pub created_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
}

/// A version without its definition.
#[derive(Debug, Clone)]
pub struct Head {
    pub id: VersionId,
    pub number: i32,
    pub published_at: Option<DateTime<Utc>>,
}

type VersionRow = (VersionId, QuestionnaireId, i32, serde_json::Value, DateTime<Utc>, Option<DateTime<Utc>>);

/// Adds a version as a draft, numbered after the last of its questionnaire; the questionnaire is made if its
/// `form_id` is new.
pub async fn add_version(
    connection: &mut Connection,
    definition: &Definition,
    author: Option<AccountId>,
) -> Result<VersionId, Error> {
    let row = (questionnaire::id.eq(QuestionnaireId(Uuid::now_v7())), questionnaire::form_id.eq(&definition.form_id));
    diesel::insert_into(questionnaire::table).values(row).on_conflict_do_nothing().execute(connection).await?;
    let owner: QuestionnaireId = questionnaire::table
        .filter(questionnaire::form_id.eq(&definition.form_id))
        .select(questionnaire::id)
        .for_update()
        .first(connection)
        .await?;
    let last: Option<i32> = questionnaire_version::table
        .filter(questionnaire_version::questionnaire_id.eq(owner))
        .select(max(questionnaire_version::number))
        .first(connection)
        .await?;
    let json = serde_json::to_value(definition).map_err(|_| Error::Unreadable("definition"))?;
    let id = VersionId(Uuid::now_v7());
    let row = (
        questionnaire_version::id.eq(id),
        questionnaire_version::questionnaire_id.eq(owner),
        questionnaire_version::number.eq(last.unwrap_or(0) + 1),
        questionnaire_version::content_hash.eq(Sha256::digest(json.to_string()).to_vec()),
        questionnaire_version::definition.eq(json),
        questionnaire_version::created_by.eq(author),
    );
    diesel::insert_into(questionnaire_version::table).values(row).execute(connection).await?;
    Ok(id)
}

/// Publishes a draft version; false where there is no such draft.
pub async fn publish(connection: &mut Connection, id: VersionId, now: DateTime<Utc>) -> Result<bool, Error> {
    let draft = questionnaire_version::table
        .filter(questionnaire_version::id.eq(id).and(questionnaire_version::published_at.is_null()));
    let changed = diesel::update(draft).set(questionnaire_version::published_at.eq(now)).execute(connection).await?;
    Ok(changed == 1)
}

/// One version.
pub async fn version(connection: &mut Connection, id: VersionId) -> Result<Option<Version>, Error> {
    let row: Option<VersionRow> =
        versions().filter(questionnaire_version::id.eq(id)).first(connection).await.optional()?;
    row.map(read).transpose()
}

/// The newest version of a questionnaire that is published.
pub async fn published(connection: &mut Connection, form_id: &str) -> Result<Option<Version>, Error> {
    let newest = versions()
        .filter(questionnaire::form_id.eq(form_id).and(questionnaire_version::published_at.is_not_null()))
        .order(questionnaire_version::number.desc());
    let row: Option<VersionRow> = newest.first(connection).await.optional()?;
    row.map(read).transpose()
}

/// Every version of the questionnaire that this is a version of, the newest first.
pub async fn heads_beside(connection: &mut Connection, id: VersionId) -> Result<Vec<Head>, Error> {
    let own = questionnaire_version::table.find(id).select(questionnaire_version::questionnaire_id);
    let Some(owner) = own.first::<QuestionnaireId>(connection).await.optional()? else { return Ok(Vec::new()) };
    let rows: Vec<(VersionId, i32, Option<DateTime<Utc>>)> = questionnaire_version::table
        .filter(questionnaire_version::questionnaire_id.eq(owner))
        .order(questionnaire_version::number.desc())
        .select((questionnaire_version::id, questionnaire_version::number, questionnaire_version::published_at))
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, number, published_at)| Head { id, number, published_at }).collect())
}

/// A version of a questionnaire by its number, or the newest, published or not.
pub async fn numbered(
    connection: &mut Connection,
    form_id: &str,
    number: Option<i32>,
) -> Result<Option<Version>, Error> {
    let mut found = versions().filter(questionnaire::form_id.eq(form_id)).into_boxed();
    if let Some(number) = number {
        found = found.filter(questionnaire_version::number.eq(number));
    }
    let row: Option<VersionRow> =
        found.order(questionnaire_version::number.desc()).first(connection).await.optional()?;
    row.map(read).transpose()
}

/// The number of a questionnaire's newest version; until the transaction ends nobody adds another.
pub async fn lock_newest(connection: &mut Connection, id: QuestionnaireId) -> Result<Option<i32>, Error> {
    let locked: Option<QuestionnaireId> = questionnaire::table
        .filter(questionnaire::id.eq(id))
        .select(questionnaire::id)
        .for_update()
        .first(connection)
        .await
        .optional()?;
    let Some(locked) = locked else { return Ok(None) };
    let newest = questionnaire_version::table
        .filter(questionnaire_version::questionnaire_id.eq(locked))
        .select(max(questionnaire_version::number))
        .first(connection)
        .await?;
    Ok(newest)
}

/// Every version, the newest of each questionnaire first.
pub async fn all(connection: &mut Connection) -> Result<Vec<Version>, Error> {
    let order = (questionnaire::form_id, questionnaire_version::number.desc());
    let rows: Vec<VersionRow> = versions().order(order).load(connection).await?;
    rows.into_iter().map(read).collect()
}

#[diesel::dsl::auto_type]
fn versions() -> _ {
    let columns: (
        questionnaire_version::id,
        questionnaire_version::questionnaire_id,
        questionnaire_version::number,
        questionnaire_version::definition,
        questionnaire_version::created_at,
        questionnaire_version::published_at,
    ) = (
        questionnaire_version::id,
        questionnaire_version::questionnaire_id,
        questionnaire_version::number,
        questionnaire_version::definition,
        questionnaire_version::created_at,
        questionnaire_version::published_at,
    );
    questionnaire_version::table.inner_join(questionnaire::table).select(columns)
}

fn read(row: VersionRow) -> Result<Version, Error> {
    let (id, questionnaire, number, definition, created_at, published_at) = row;
    let definition = serde_json::from_value(definition).map_err(|_| Error::Unreadable("definition"))?;
    Ok(Version { id, questionnaire, number, definition, created_at, published_at })
}
