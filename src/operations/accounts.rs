//! Accounts: adding people with roles, signing in by password, beginning sessions.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde_json::json;

use super::{Error, new_token, second_factor};
use crate::{
    access::{
        actor::{Role, Strength},
        password,
        token::Token,
    },
    fieldwork::ids::{AccountId, RegionId},
    store::{Connection, Transaction, accounts, audit, sessions, sign_in as store_sign_in, throttle},
};

/// For how long a session may rest before it ends.
pub const IDLE: TimeDelta = TimeDelta::hours(12);
/// For how long a session lives at most.
pub const LONGEST: TimeDelta = TimeDelta::days(14);
/// For how long a second factor is waited for.
pub const PENDING: TimeDelta = TimeDelta::minutes(15);

/// Attempts in a quarter of an hour. An account is counted at each address apart, so that a stranger elsewhere cannot
/// lock its owner out.
const ATTEMPTS_AN_ACCOUNT: i32 = 20;
const ATTEMPTS_AN_ADDRESS: i32 = 100;

/// What comes after a right password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Nothing: this is the session.
    Session(Token),
    /// A code of the authenticator; the token is of half a sign-in.
    Code(Token),
    /// Setting up an authenticator; the token is of half a sign-in.
    Enrolment(Token),
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The network address.
    pub address: &'a str,
    /// What the browser calls itself.
    pub device: &'a str,
    pub now: DateTime<Utc>,
}

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

/// Checks a password; `None` for a wrong one, an unknown account or one that has no password: alike, after the same
/// work. Who administers or reads results needs a second factor, and sets one up at the first sign-in.
///
/// # Errors
/// [`Error::Throttled`] after too many attempts for this account or from this address.
pub async fn sign_in(
    connection: &mut Connection,
    email: &str,
    given: &str,
    origin: Origin<'_>,
) -> Result<Option<Next>, Error> {
    let Origin { address, now, .. } = origin;
    let email = email.trim().to_lowercase();
    throttled(connection, &format!("sign-in account {email} from {address}"), ATTEMPTS_AN_ACCOUNT, now).await?;
    throttled(connection, &format!("sign-in address {address}"), ATTEMPTS_AN_ADDRESS, now).await?;
    let account = accounts::by_email(connection, &email).await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let given = given.to_owned();
    let right = tokio::task::spawn_blocking(move || password::verify(&given, stored.as_deref())).await.unwrap_or(false);
    let Some(account) = account.filter(|account| right && account.disabled_at.is_none()) else { return Ok(None) };
    let needed = accounts::roles(connection, account.id).await?.iter().any(|(role, _)| role.needs_second_factor());
    let has_factor = account.totp_confirmed_at.is_some();
    if !needed && !has_factor {
        return Ok(Some(Next::Session(begin_session(connection, account.id, Strength::Password, origin).await?)));
    }
    connection
        .transaction(async |connection| {
            let token = new_token();
            store_sign_in::begin(connection, &token.hash(), account.id, now, now + PENDING).await?;
            if has_factor {
                return Ok(Some(Next::Code(token)));
            }
            second_factor::propose(connection, account.id).await?;
            Ok(Some(Next::Enrolment(token)))
        })
        .await
}

/// Begins a session of an account that has proved who it is.
///
/// # Errors
/// When the database does not answer.
pub async fn begin_session(
    connection: &mut Connection,
    id: AccountId,
    strength: Strength,
    origin: Origin<'_>,
) -> Result<Token, Error> {
    let token = new_token();
    let csrf_token = new_token().reveal();
    let device: String = origin.device.chars().filter(|c| !c.is_control()).take(200).collect();
    let new = sessions::New {
        token: &token.hash(),
        account: id,
        csrf_token: &csrf_token,
        strength,
        device: &device,
        now: origin.now,
        expires_at: origin.now + LONGEST,
    };
    sessions::create(connection, new).await?;
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
