//! Second factors: the secret behind the codes of an authenticator, and the recovery codes that stand in for it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    schema::{account, recovery_code},
};
use crate::fieldwork::ids::AccountId;

/// Keeps a secret that was not confirmed by a code yet, unless there is one that was; returns the one that holds.
pub async fn propose(connection: &mut Connection, id: AccountId, secret: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    let open = account::table.filter(account::id.eq(id).and(account::totp_confirmed_at.is_null()));
    let fresh = open.filter(account::totp_secret.is_null());
    diesel::update(fresh).set(account::totp_secret.eq(secret)).execute(connection).await?;
    let held: Option<Option<Vec<u8>>> = open.select(account::totp_secret).first(connection).await.optional()?;
    Ok(held.flatten())
}

/// Confirms the proposed secret, with the step of the code that did; false where it was confirmed already.
pub async fn confirm(connection: &mut Connection, id: AccountId, step: i64, now: DateTime<Utc>) -> Result<bool, Error> {
    let open = account::table
        .filter(account::id.eq(id).and(account::totp_confirmed_at.is_null()).and(account::totp_secret.is_not_null()));
    let confirmed = diesel::update(open)
        .set((account::totp_confirmed_at.eq(now), account::totp_last_step.eq(step)))
        .execute(connection)
        .await?;
    Ok(confirmed > 0)
}

/// Uses the code of a step up; false where it, or a later one, was used before.
pub async fn use_step(connection: &mut Connection, id: AccountId, step: i64) -> Result<bool, Error> {
    let unused = account::table
        .filter(account::id.eq(id).and(account::totp_last_step.is_null().or(account::totp_last_step.lt(step))));
    Ok(diesel::update(unused).set(account::totp_last_step.eq(step)).execute(connection).await? > 0)
}

/// Forgets the secret and the recovery codes.
pub async fn forget(connection: &mut Connection, id: AccountId) -> Result<(), Error> {
    diesel::update(account::table.find(id))
        .set((
            account::totp_secret.eq(None::<Vec<u8>>),
            account::totp_confirmed_at.eq(None::<DateTime<Utc>>),
            account::totp_last_step.eq(None::<i64>),
        ))
        .execute(connection)
        .await?;
    diesel::delete(recovery_code::table.filter(recovery_code::account_id.eq(id))).execute(connection).await?;
    Ok(())
}

/// Puts these recovery codes in the place of all earlier ones.
pub async fn set_recovery_codes(connection: &mut Connection, id: AccountId, hashes: &[Vec<u8>]) -> Result<(), Error> {
    diesel::delete(recovery_code::table.filter(recovery_code::account_id.eq(id))).execute(connection).await?;
    let rows: Vec<_> =
        hashes.iter().map(|hash| (recovery_code::account_id.eq(id), recovery_code::code_hash.eq(hash))).collect();
    diesel::insert_into(recovery_code::table).values(rows).execute(connection).await?;
    Ok(())
}

/// Uses a recovery code up; false where there is no such code, or it was used.
pub async fn use_recovery_code(
    connection: &mut Connection,
    id: AccountId,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let unused = recovery_code::table.filter(
        recovery_code::account_id.eq(id).and(recovery_code::code_hash.eq(hash)).and(recovery_code::used_at.is_null()),
    );
    Ok(diesel::update(unused).set(recovery_code::used_at.eq(now)).execute(connection).await? > 0)
}

/// How many recovery codes are left.
pub async fn recovery_codes_left(connection: &mut Connection, id: AccountId) -> Result<i64, Error> {
    let unused = recovery_code::table.filter(recovery_code::account_id.eq(id).and(recovery_code::used_at.is_null()));
    Ok(unused.count().get_result(connection).await?)
}
