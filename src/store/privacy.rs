//! What is held on a person, and what is left of them after an erasure.

mod held;

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

pub use held::{Category, held};

use super::{
    Connection, Error,
    schema::{account, erasure},
};
use crate::fieldwork::ids::AccountId;

/// What refuses a write of somebody who was erased meanwhile.
pub const ERASED_CONSTRAINT: &str = "account_is_erased";

/// An erasure as it is kept.
#[derive(Debug, Clone, Queryable)]
pub struct Erasure {
    pub id: Uuid,
    pub account: AccountId,
    pub by: Option<AccountId>,
    pub at: DateTime<Utc>,
    pub receipt: Value,
}

/// What an erasure looks for.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Name {
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// The database's account of an erasure.
#[derive(QueryableByName)]
struct Receipt {
    #[diesel(sql_type = Nullable<Jsonb>)]
    receipt: Option<Value>,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: AccountId,
}

/// Erases a person and writes the receipt; `None` where nobody is left to erase.
pub async fn erase(
    connection: &mut Connection,
    id: Uuid,
    person: AccountId,
    by: Option<AccountId>,
    at: DateTime<Utc>,
) -> Result<Option<Value>, Error> {
    let query = sql_query("SELECT erase_person($1, $2, $3, $4) AS receipt").bind::<SqlUuid, _>(id);
    let query = query.bind::<SqlUuid, _>(person).bind::<Nullable<SqlUuid>, _>(by).bind::<Timestamptz, _>(at);
    let found: Receipt = query.get_result(connection).await?;
    Ok(found.receipt)
}

/// The addresses and names of a person, of every account that became theirs.
pub async fn names(connection: &mut Connection, person: AccountId) -> Result<Vec<Name>, Error> {
    let query = sql_query(
        "WITH RECURSIVE above AS (
             SELECT id, merged_into FROM account WHERE id = $1
             UNION SELECT account.id, account.merged_into FROM account JOIN above ON account.id = above.merged_into
         ), one AS (
             SELECT id FROM above WHERE merged_into IS NULL
             UNION SELECT account.id FROM account JOIN one ON account.merged_into = one.id
         )
         SELECT email, name FROM account JOIN one USING (id) WHERE erased_at IS NULL ORDER BY email",
    );
    Ok(query.bind::<SqlUuid, _>(person).load(connection).await?)
}

/// Was this person erased?
pub async fn is_erased(connection: &mut Connection, id: AccountId) -> Result<bool, Error> {
    let erased = account::table.filter(account::id.eq(id).and(account::erased_at.is_not_null()));
    Ok(diesel::select(diesel::dsl::exists(erased)).get_result(connection).await?)
}

/// Which of these accounts there are, and still hold somebody.
pub async fn standing(connection: &mut Connection, ids: &[Uuid]) -> Result<Vec<AccountId>, Error> {
    let living = account::table.filter(account::id.eq_any(ids.iter().map(|id| AccountId(*id))));
    Ok(living.filter(account::erased_at.is_null()).select(account::id).load(connection).await?)
}

/// Every erasure, the oldest first.
pub async fn erasures(connection: &mut Connection) -> Result<Vec<Erasure>, Error> {
    let columns = (erasure::id, erasure::account_id, erasure::erased_by, erasure::at, erasure::receipt);
    Ok(erasure::table.order((erasure::at, erasure::id)).select(columns).load(connection).await?)
}

/// One erasure.
pub async fn erasure_of(connection: &mut Connection, person: AccountId) -> Result<Option<Erasure>, Error> {
    let columns = (erasure::id, erasure::account_id, erasure::erased_by, erasure::at, erasure::receipt);
    let own = erasure::table.filter(erasure::account_id.eq(person)).order(erasure::at.desc()).select(columns);
    Ok(own.first(connection).await.optional()?)
}

/// People whose erasure is written down and who are there all the same, as after an old backup was put back in parts.
pub async fn undone(connection: &mut Connection) -> Result<Vec<AccountId>, Error> {
    let query = sql_query(
        "SELECT DISTINCT account.id FROM erasure, jsonb_array_elements_text(receipt -> 'accounts') AS person
         JOIN account ON account.id = person::uuid WHERE account.erased_at IS NULL ORDER BY 1",
    );
    let rows: Vec<Id> = query.load(connection).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The mails that were written to these addresses, by id: what a folder may hold as files.
pub async fn mails_to(connection: &mut Connection, addresses: &[String]) -> Result<Vec<Uuid>, Error> {
    #[derive(QueryableByName)]
    struct Mail {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
    }
    let query = sql_query("SELECT id FROM outbox WHERE lower(recipient) = ANY ($1)");
    let rows: Vec<Mail> = query.bind::<Array<Text>, _>(addresses).load(connection).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
