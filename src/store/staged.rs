//! Registry files that were uploaded and looked through, until they are applied.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Connection, Error, schema::staged_import};
use crate::fieldwork::ids::AccountId;

/// For how long a file waits.
const PATIENCE: TimeDelta = TimeDelta::days(1);

/// A file that waits.
#[derive(Debug, Clone, Queryable)]
pub struct Staged {
    pub kind: String,
    pub content: Vec<u8>,
    pub digest: Vec<u8>,
}

/// Keeps a file in the place of the same person's earlier ones.
pub async fn keep(
    connection: &mut Connection,
    id: Uuid,
    owner: AccountId,
    file: &Staged,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let gone = staged_import::table
        .filter(staged_import::account_id.eq(owner).or(staged_import::created_at.lt(now - PATIENCE)));
    diesel::delete(gone).execute(connection).await?;
    let row = (
        staged_import::id.eq(id),
        staged_import::account_id.eq(owner),
        staged_import::kind.eq(&file.kind),
        staged_import::content.eq(&file.content),
        staged_import::digest.eq(&file.digest),
        staged_import::created_at.eq(now),
    );
    diesel::insert_into(staged_import::table).values(row).execute(connection).await?;
    Ok(())
}

/// Takes a file of this person out, once.
pub async fn take(connection: &mut Connection, id: Uuid, owner: AccountId) -> Result<Option<Staged>, Error> {
    let own = staged_import::table.filter(staged_import::id.eq(id).and(staged_import::account_id.eq(owner)));
    let taken = diesel::delete(own).returning((staged_import::kind, staged_import::content, staged_import::digest));
    Ok(taken.get_result(connection).await.optional()?)
}
