//! Half a sign-in, and the links that belong to a person: signing in, choosing a password, making the first admin.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    schema::{account, account_link, pending_sign_in},
};
use crate::{access::token::TokenHash, fieldwork::ids::AccountId};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Begins a session, as the link of an invitation does.
    SignIn,
    /// Lets a person choose a password, with which they still have to sign in.
    Password,
    /// Makes the first admin.
    Setup,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Password => "password",
            Self::Setup => "setup",
        }
    }
}

/// Keeps that a password was right, until the second factor comes or the time is over.
pub async fn begin(
    connection: &mut Connection,
    token: &TokenHash,
    id: AccountId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::delete(pending_sign_in::table.filter(pending_sign_in::expires_at.lt(now))).execute(connection).await?;
    let row = (
        pending_sign_in::token_hash.eq(&token.0),
        pending_sign_in::account_id.eq(id),
        pending_sign_in::created_at.eq(now),
        pending_sign_in::expires_at.eq(expires_at),
    );
    diesel::insert_into(pending_sign_in::table).values(row).execute(connection).await?;
    Ok(())
}

/// Whose half a sign-in this is; nobody's where the time is over or the account was disabled.
pub async fn pending(
    connection: &mut Connection,
    token: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<AccountId>, Error> {
    let found = pending_sign_in::table
        .inner_join(account::table.on(account::id.eq(pending_sign_in::account_id)))
        .filter(pending_sign_in::token_hash.eq(&token.0).and(pending_sign_in::expires_at.gt(now)))
        .filter(account::disabled_at.is_null())
        .select(pending_sign_in::account_id);
    Ok(found.first(connection).await.optional()?)
}

/// Ends half a sign-in; false where another request has ended it.
pub async fn finish(connection: &mut Connection, token: &TokenHash) -> Result<bool, Error> {
    let own = pending_sign_in::table.filter(pending_sign_in::token_hash.eq(&token.0));
    Ok(diesel::delete(own).execute(connection).await? > 0)
}

/// Ends every half sign-in of a person.
pub async fn forget_pending(connection: &mut Connection, id: AccountId) -> Result<(), Error> {
    diesel::delete(pending_sign_in::table.filter(pending_sign_in::account_id.eq(id))).execute(connection).await?;
    Ok(())
}

/// Adds a link; earlier ones of the same person and purpose no longer work.
pub async fn add_link(
    connection: &mut Connection,
    token: &TokenHash,
    purpose: Purpose,
    owner: Option<AccountId>,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    forget_links(connection, purpose, owner).await?;
    let row = (
        account_link::token_hash.eq(&token.0),
        account_link::purpose.eq(purpose.code()),
        account_link::account_id.eq(owner),
        account_link::created_at.eq(now),
        account_link::expires_at.eq(expires_at),
    );
    diesel::insert_into(account_link::table).values(row).execute(connection).await?;
    Ok(())
}

/// Uses a link up. The owner of a good one; nothing where it is unknown, used, expired, for something else, or its
/// account disabled: one reply for all of them.
pub async fn use_link(
    connection: &mut Connection,
    token: &TokenHash,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<Option<AccountId>>, Error> {
    let good = account_link::table
        .filter(account_link::token_hash.eq(&token.0).and(account_link::purpose.eq(purpose.code())))
        .filter(account_link::used_at.is_null().and(account_link::expires_at.gt(now)));
    let used: Option<Option<AccountId>> = diesel::update(good)
        .set(account_link::used_at.eq(now))
        .returning(account_link::account_id)
        .get_result(connection)
        .await
        .optional()?;
    let Some(Some(owner)) = used else { return Ok(used) };
    let enabled = account::table.filter(account::id.eq(owner).and(account::disabled_at.is_null()));
    let enabled: i64 = enabled.count().get_result(connection).await?;
    Ok((enabled > 0).then_some(Some(owner)))
}

/// Ends the links of a person for a purpose; of nobody, where the first admin's is meant.
pub async fn forget_links(
    connection: &mut Connection,
    purpose: Purpose,
    owner: Option<AccountId>,
) -> Result<usize, Error> {
    let own = account_link::table
        .filter(account_link::purpose.eq(purpose.code()))
        .filter(account_link::account_id.is_not_distinct_from(owner));
    Ok(diesel::delete(own).execute(connection).await?)
}
