//! Sessions as rows: the hash of a random token, whose it is, and until when.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::RunQueryDsl;
use serde::Deserialize;

use super::{Connection, Error, schema::session};
use crate::{
    access::{actor::Actor, token::TokenHash},
    fieldwork::ids::AccountId,
};

/// What a session tells about a request.
#[derive(Debug, Clone, Deserialize)]
pub struct SignedIn {
    pub actor: Actor,
    pub csrf_token: String,
    pub seen_at: DateTime<Utc>,
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// The session's actor as JSON, where the session is alive and its account enabled.
    fn actor_of_session(
        token_hash: sql_types::Binary,
        at: sql_types::Timestamptz,
        idle_since: sql_types::Timestamptz,
    ) -> sql_types::Nullable<sql_types::Jsonb>;
}

/// Begins a session.
pub async fn create(
    connection: &mut Connection,
    token: &TokenHash,
    account: AccountId,
    csrf_token: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = (
        session::token_hash.eq(&token.0),
        session::account_id.eq(account),
        session::csrf_token.eq(csrf_token),
        session::created_at.eq(now),
        session::seen_at.eq(now),
        session::expires_at.eq(expires_at),
    );
    diesel::insert_into(session::table).values(row).execute(connection).await?;
    Ok(())
}

/// The living session of this token, unless it was idle since before `idle_since`; with everything that the policy
/// asks, in one round trip.
pub async fn find(
    connection: &mut Connection,
    token: &TokenHash,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Option<SignedIn>, Error> {
    let found: Option<serde_json::Value> =
        diesel::select(actor_of_session(&token.0, now, idle_since)).get_result(connection).await?;
    found.map(|json| serde_json::from_value(json).map_err(|_| Error::Unreadable("session"))).transpose()
}

/// Notes that the session was used.
pub async fn touch(connection: &mut Connection, token: &TokenHash, now: DateTime<Utc>) -> Result<(), Error> {
    let own = session::table.filter(session::token_hash.eq(&token.0));
    diesel::update(own).set(session::seen_at.eq(now)).execute(connection).await?;
    Ok(())
}

/// Ends one session.
pub async fn end(connection: &mut Connection, token: &TokenHash) -> Result<(), Error> {
    diesel::delete(session::table.filter(session::token_hash.eq(&token.0))).execute(connection).await?;
    Ok(())
}

/// Removes what has expired.
pub async fn remove_expired(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize, Error> {
    Ok(diesel::delete(session::table.filter(session::expires_at.lt(now))).execute(connection).await?)
}
