//! Accounts: adding people with roles, signing in by password.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde_json::json;

use super::{Error, new_token};
use crate::{
    access::{actor::Role, password, token::Token},
    fieldwork::ids::{AccountId, RegionId},
    store::{Connection, Transaction, accounts, audit, sessions, throttle},
};

/// For how long a session may rest before it ends.
pub const IDLE: TimeDelta = TimeDelta::hours(12);
/// For how long a session lives at most.
pub const LONGEST: TimeDelta = TimeDelta::days(14);

/// Attempts that an account, and an address, may make in a quarter of an hour.
const ATTEMPTS_AN_ACCOUNT: i32 = 20;
const ATTEMPTS_AN_ADDRESS: i32 = 100;

/// Adds an account with a role, or grants the role to the account that is there. A password is set where given.
///
/// # Errors
/// When the password cannot be taken or the database does not answer.
pub async fn add(
    connection: &mut Connection,
    email: &str,
    name: &str,
    language: &str,
    role: Option<(Role, Option<RegionId>)>,
    new_password: Option<&str>,
    now: DateTime<Utc>,
) -> Result<AccountId, Error> {
    let hash = new_password.map(|new| password::hash(new, &rand::random())).transpose()?;
    connection
        .transaction(async |connection| {
            let id = accounts::find_or_create(connection, email, name, language).await?;
            if let Some(hash) = &hash {
                accounts::set_password(connection, id, hash).await?;
            }
            if let Some((role, region)) = role {
                accounts::grant(connection, id, role, region).await?;
            }
            let after = json!({"role": role.map(|(role, _)| role.code()), "password": hash.is_some()});
            let record = audit::Record {
                account: None,
                action: "account.add",
                object: Some(id.0),
                round: None,
                before: None,
                after: Some(after),
            };
            audit::write(connection, now, record).await?;
            Ok(id)
        })
        .await
}

/// Signs in with a password; `None` for a wrong one, an unknown account or one that has no password: alike, after the
/// same work.
///
/// # Errors
/// [`Error::Throttled`] after too many attempts for this account or from this address.
pub async fn sign_in(
    connection: &mut Connection,
    email: &str,
    given: &str,
    address: &str,
    now: DateTime<Utc>,
) -> Result<Option<Token>, Error> {
    throttled(connection, &format!("sign-in account {}", email.to_lowercase()), ATTEMPTS_AN_ACCOUNT, now).await?;
    throttled(connection, &format!("sign-in address {address}"), ATTEMPTS_AN_ADDRESS, now).await?;
    let account = accounts::by_email(connection, email).await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let given = given.to_owned();
    let right = tokio::task::spawn_blocking(move || password::verify(&given, stored.as_deref())).await.unwrap_or(false);
    match account.filter(|account| right && account.disabled_at.is_none()) {
        Some(account) => Ok(Some(begin_session(connection, account.id, now).await?)),
        None => Ok(None),
    }
}

/// Begins a session of an account that has proved who it is.
///
/// # Errors
/// When the database does not answer.
pub async fn begin_session(connection: &mut Connection, id: AccountId, now: DateTime<Utc>) -> Result<Token, Error> {
    let token = new_token();
    sessions::create(connection, &token.hash(), id, &new_token().reveal(), now, now + LONGEST).await?;
    Ok(token)
}

/// Counts an attempt under `key`.
///
/// # Errors
/// [`Error::Throttled`] where there were more than `most` in this quarter of an hour.
pub(super) async fn throttled(
    connection: &mut Connection,
    key: &str,
    most: i32,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let window = now.duration_trunc(TimeDelta::minutes(15)).unwrap_or(now);
    if throttle::count(connection, key, window).await? > most {
        return Err(Error::Throttled);
    }
    Ok(())
}
