//! Second factors: setting an authenticator up, its codes, and the recovery codes that stand in for it.

use serde_json::json;

use super::{
    Error,
    accounts::{Origin, begin_session, throttled},
};
use crate::{
    access::{
        actor::Strength,
        token::Token,
        totp::{RECOVERY_CODES, RecoveryCode, Secret},
    },
    fieldwork::ids::AccountId,
    store::{Connection, Transaction, accounts, audit, second_factor, sessions, sign_in},
};

/// Wrong codes in a quarter of an hour. Only who knows the password gets to try, so an account is counted everywhere.
const ATTEMPTS: i32 = 10;

/// What an authenticator has to know.
#[derive(Debug, Clone)]
pub struct Enrolment {
    pub email: String,
    pub secret: Secret,
}

/// What came of a code.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The half sign-in is over: unknown, expired, or finished by another request.
    Over,
    /// Not this code, or one that was used before.
    Wrong,
    /// Signed in; recovery codes where an authenticator was set up.
    Done { session: Token, recovery_codes: Vec<RecoveryCode> },
}

/// Keeps a fresh secret for an account that has no authenticator.
pub(super) async fn propose(connection: &mut Connection, id: AccountId) -> Result<(), Error> {
    let secret = Secret::new(rand::random());
    second_factor::propose(connection, id, secret.bytes()).await?;
    Ok(())
}

/// What to show to somebody who sets an authenticator up; `None` where the half sign-in is over, or there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn enrolment(
    connection: &mut Connection,
    pending: &Token,
    origin: Origin<'_>,
) -> Result<Option<Enrolment>, Error> {
    let Some(id) = sign_in::pending(connection, &pending.hash(), origin.now).await? else { return Ok(None) };
    let Some(account) = accounts::find(connection, id).await? else { return Ok(None) };
    let open = account.totp_secret.filter(|_| account.totp_confirmed_at.is_none());
    let secret = open.and_then(Secret::from_stored);
    Ok(secret.map(|secret| Enrolment { email: account.email, secret }))
}

/// Sets the authenticator up with its first code, and signs in.
///
/// # Errors
/// [`Error::Throttled`] after too many wrong codes.
pub async fn enrol(
    connection: &mut Connection,
    pending: &Token,
    code: &str,
    origin: Origin<'_>,
) -> Result<Outcome, Error> {
    let Some(id) = sign_in::pending(connection, &pending.hash(), origin.now).await? else { return Ok(Outcome::Over) };
    throttled(connection, &format!("second factor {id}"), ATTEMPTS, origin.now).await?;
    connection
        .transaction(async |connection| {
            let Some(Enrolment { secret, .. }) = enrolment(connection, pending, origin).await? else {
                return Ok(Outcome::Over);
            };
            let Some(step) = secret.step(code, origin.now.timestamp()) else { return Ok(Outcome::Wrong) };
            if !second_factor::confirm(connection, id, step, origin.now).await? {
                return Ok(Outcome::Over);
            }
            let recovery_codes = fresh_codes(connection, id).await?;
            record(connection, id, id, "account.second-factor", true, origin).await?;
            finish(connection, pending, id, origin, recovery_codes).await
        })
        .await
}

/// Signs in with a code of the authenticator, or with a recovery code.
///
/// # Errors
/// [`Error::Throttled`] after too many wrong codes.
pub async fn verify(
    connection: &mut Connection,
    pending: &Token,
    code: &str,
    origin: Origin<'_>,
) -> Result<Outcome, Error> {
    let Some(id) = sign_in::pending(connection, &pending.hash(), origin.now).await? else { return Ok(Outcome::Over) };
    throttled(connection, &format!("second factor {id}"), ATTEMPTS, origin.now).await?;
    connection
        .transaction(async |connection| {
            if !is_right(connection, id, code, origin).await? {
                return Ok(Outcome::Wrong);
            }
            finish(connection, pending, id, origin, Vec::new()).await
        })
        .await
}

/// New recovery codes in the place of the earlier ones, for who shows a code; `None` for a wrong one.
///
/// # Errors
/// [`Error::Throttled`] after too many wrong codes.
pub async fn renew_recovery_codes(
    connection: &mut Connection,
    id: AccountId,
    code: &str,
    origin: Origin<'_>,
) -> Result<Option<Vec<RecoveryCode>>, Error> {
    throttled(connection, &format!("second factor {id}"), ATTEMPTS, origin.now).await?;
    connection
        .transaction(async |connection| {
            if !is_right(connection, id, code, origin).await? {
                return Ok(None);
            }
            let codes = fresh_codes(connection, id).await?;
            record(connection, id, id, "account.recovery-codes", true, origin).await?;
            Ok(Some(codes))
        })
        .await
}

/// Takes the authenticator of somebody who lost it away; they set a new one up at the next sign-in. Their sessions end.
///
/// # Errors
/// When the database does not answer.
pub async fn reset(
    connection: &mut Connection,
    author: AccountId,
    id: AccountId,
    origin: Origin<'_>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            second_factor::forget(connection, id).await?;
            sessions::end_all(connection, &[id], None).await?;
            sign_in::forget_pending(connection, id).await?;
            record(connection, author, id, "account.second-factor", false, origin).await
        })
        .await
}

async fn is_right(connection: &mut Connection, id: AccountId, code: &str, origin: Origin<'_>) -> Result<bool, Error> {
    let account = accounts::find(connection, id).await?.filter(|account| account.totp_confirmed_at.is_some());
    let Some(secret) = account.and_then(|account| account.totp_secret).and_then(Secret::from_stored) else {
        return Ok(false);
    };
    if let Some(step) = secret.step(code, origin.now.timestamp()) {
        return Ok(second_factor::use_step(connection, id, step).await?);
    }
    let Some(recovery) = RecoveryCode::parse(code) else { return Ok(false) };
    let used = second_factor::use_recovery_code(connection, id, &recovery.hash(), origin.now).await?;
    if used {
        record(connection, id, id, "account.recovery-code-used", true, origin).await?;
    }
    Ok(used)
}

async fn finish(
    connection: &mut Connection,
    pending: &Token,
    id: AccountId,
    origin: Origin<'_>,
    recovery_codes: Vec<RecoveryCode>,
) -> Result<Outcome, Error> {
    if !sign_in::finish(connection, &pending.hash()).await? {
        return Ok(Outcome::Over);
    }
    let session = begin_session(connection, id, Strength::Strong, origin).await?;
    Ok(Outcome::Done { session, recovery_codes })
}

async fn fresh_codes(connection: &mut Connection, id: AccountId) -> Result<Vec<RecoveryCode>, Error> {
    let codes: Vec<RecoveryCode> = (0..RECOVERY_CODES).map(|_| RecoveryCode::new(rand::random())).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(RecoveryCode::hash).collect();
    second_factor::set_recovery_codes(connection, id, &hashes).await?;
    Ok(codes)
}

async fn record(
    connection: &mut Connection,
    author: AccountId,
    id: AccountId,
    action: &'static str,
    stands: bool,
    origin: Origin<'_>,
) -> Result<(), Error> {
    let record = audit::Record {
        account: Some(author),
        action,
        object: Some(id.0),
        round: None,
        before: Some(json!(!stands)),
        after: Some(json!(stands)),
    };
    Ok(audit::write(connection, origin.now, record).await?)
}
