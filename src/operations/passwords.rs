//! Passwords: choosing one by a link, and setting one's own.

use serde_json::json;

use super::{Error, accounts::Origin, accounts::throttled};
use crate::{
    access::{password, token::Token},
    fieldwork::ids::AccountId,
    store::{
        Connection, Transaction, accounts, audit, sessions,
        sign_in::{self, Purpose},
    },
};

const ATTEMPTS: i32 = 20;

/// Sets one's own password; the earlier one is asked for where there is one. False where that is wrong. Every other
/// session ends.
///
/// # Errors
/// When the new one cannot be taken; [`Error::Throttled`] after too many attempts.
pub async fn set_own(
    connection: &mut Connection,
    id: AccountId,
    earlier: &str,
    new: &str,
    kept: Option<&Token>,
    origin: Origin<'_>,
) -> Result<bool, Error> {
    throttled(connection, &format!("password {id}"), ATTEMPTS, origin.now).await?;
    let account = accounts::find(connection, id).await?.ok_or(Error::NotFound)?;
    let had = account.password_hash.is_some();
    let (earlier, stored) = (earlier.to_owned(), account.password_hash);
    let right = !had || blocking(move || password::verify(&earlier, stored.as_deref())).await.unwrap_or(false);
    if !right {
        return Ok(false);
    }
    let hash = hash(new).await?;
    connection
        .transaction(async |connection| {
            accounts::set_password(connection, id, &hash).await?;
            sessions::end_all(connection, &[id], kept.map(Token::hash).as_ref()).await?;
            record(connection, id, had, origin).await?;
            Ok(true)
        })
        .await
}

/// Chooses a password by a link; false where the link is unknown, used or expired. Every session of the account ends.
///
/// # Errors
/// When the password cannot be taken; then the link can be used again.
pub async fn choose(
    connection: &mut Connection,
    link: Option<&Token>,
    new: &str,
    origin: Origin<'_>,
) -> Result<bool, Error> {
    throttled(connection, &format!("password address {}", origin.address), ATTEMPTS, origin.now).await?;
    let hash = hash(new).await?;
    let Some(link) = link else { return Ok(false) };
    connection
        .transaction(async |connection| {
            let used = sign_in::use_link(connection, &link.hash(), Purpose::Password, origin.now).await?;
            let Some(Some(id)) = used else { return Ok(false) };
            let had = accounts::find(connection, id).await?.is_some_and(|account| account.password_hash.is_some());
            accounts::set_password(connection, id, &hash).await?;
            sessions::end_all(connection, &[id], None).await?;
            sign_in::forget_pending(connection, id).await?;
            record(connection, id, had, origin).await?;
            Ok(true)
        })
        .await
}

async fn hash(new: &str) -> Result<String, Error> {
    let new = new.to_owned();
    let hash = blocking(move || password::hash(&new, &rand::random())).await;
    Ok(hash.unwrap_or(Err(password::PasswordError::Hashing))?)
}

/// Hashing is made to be slow: other requests of the same worker do not wait for it.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

async fn record(connection: &mut Connection, id: AccountId, had: bool, origin: Origin<'_>) -> Result<(), Error> {
    let record = audit::Record {
        account: Some(id),
        action: "account.password",
        object: Some(id.0),
        round: None,
        before: Some(json!(had)),
        after: Some(json!(true)),
    };
    Ok(audit::write(connection, origin.now, record).await?)
}
