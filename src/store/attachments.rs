//! Files that came with answers.

use chrono::{DateTime, Utc};
use diesel::{dsl::sql, prelude::*};
use diesel_async::RunQueryDsl;

use super::{Connection, Error, schema::attachment};
use crate::fieldwork::ids::{AccountId, AttachmentId, ResponseId, RoundId};

/// A file with its bytes.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = attachment, check_for_backend(diesel::pg::Pg))]
pub struct Attachment {
    pub round_id: RoundId,
    pub id: AttachmentId,
    pub response_id: ResponseId,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub content_hash: Vec<u8>,
    pub content: Vec<u8>,
    pub uploaded_by: Option<AccountId>,
    pub uploaded_at: DateTime<Utc>,
}

/// Stores a file.
pub async fn insert(connection: &mut Connection, row: &Attachment) -> Result<(), Error> {
    diesel::insert_into(attachment::table).values(row).execute(connection).await?;
    Ok(())
}

/// A file of this response.
pub async fn find(
    connection: &mut Connection,
    round: RoundId,
    response: ResponseId,
    id: AttachmentId,
) -> Result<Option<Attachment>, Error> {
    let found = attachment::table.find((round, id)).filter(attachment::response_id.eq(response));
    Ok(found.select(Attachment::as_select()).first(connection).await.optional()?)
}

/// Bytes that a response holds in files.
pub async fn total_size(connection: &mut Connection, round: RoundId, response: ResponseId) -> Result<u64, Error> {
    let own = attachment::table.filter(attachment::round_id.eq(round).and(attachment::response_id.eq(response)));
    let total: i64 =
        own.select(sql::<diesel::sql_types::BigInt>("coalesce(sum(size), 0)::bigint")).first(connection).await?;
    Ok(u64::try_from(total).unwrap_or(u64::MAX))
}
