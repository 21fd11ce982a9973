//! Sessions as rows: the hash of a random token, whose it is, and until when.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::RunQueryDsl;
use serde::Deserialize;
use uuid::Uuid;

use super::{Connection, Error, schema::session};
use crate::{
    access::{
        actor::{Actor, Strength},
        token::TokenHash,
    },
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

/// A session to begin.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    pub token: &'a TokenHash,
    pub account: AccountId,
    pub csrf_token: &'a str,
    pub strength: Strength,
    pub device: &'a str,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, Queryable)]
pub struct Listed {
    pub id: Uuid,
    pub token_hash: Vec<u8>,
    pub device: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
}

/// Begins a session.
pub async fn create(connection: &mut Connection, new: New<'_>) -> Result<(), Error> {
    let row = (
        session::token_hash.eq(&new.token.0),
        session::account_id.eq(new.account),
        session::csrf_token.eq(new.csrf_token),
        session::strength.eq(new.strength.code()),
        session::device.eq(new.device),
        session::created_at.eq(new.now),
        session::seen_at.eq(new.now),
        session::expires_at.eq(new.expires_at),
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

/// The living sessions of an account, the last used first.
pub async fn of(
    connection: &mut Connection,
    account: AccountId,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Vec<Listed>, Error> {
    let own = session::table
        .filter(session::account_id.eq(account))
        .filter(session::expires_at.gt(now).and(session::seen_at.gt(idle_since)))
        .order(session::seen_at.desc())
        .select((session::id, session::token_hash, session::device, session::created_at, session::seen_at));
    Ok(own.load(connection).await?)
}

/// Ends one session of an account, by its public id.
pub async fn end_one(connection: &mut Connection, account: AccountId, id: Uuid) -> Result<usize, Error> {
    let own = session::table.filter(session::account_id.eq(account).and(session::id.eq(id)));
    Ok(diesel::delete(own).execute(connection).await?)
}

/// Ends the sessions of an account but the one that is kept. Returns how many ended.
pub async fn end_all(
    connection: &mut Connection,
    accounts: &[AccountId],
    kept: Option<&TokenHash>,
) -> Result<usize, Error> {
    let kept = kept.map_or_else(Vec::new, |kept| kept.0.clone());
    let others = session::table.filter(session::account_id.eq_any(accounts).and(session::token_hash.ne(kept)));
    Ok(diesel::delete(others).execute(connection).await?)
}

/// Removes what has expired.
pub async fn remove_expired(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize, Error> {
    Ok(diesel::delete(session::table.filter(session::expires_at.lt(now))).execute(connection).await?)
}
