//! Erasing a person: one transaction, a receipt without personal data, and doing it again after a backup was restored.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Error;
use crate::{
    access::actor::Role,
    fieldwork::ids::AccountId,
    store::{Connection, Transaction, accounts, audit, people, privacy},
};

/// What was erased, by ids and counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Erased {
    pub id: Uuid,
    pub receipt: Value,
}

/// What became of a line of an earlier receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replayed {
    /// Was there again, and is erased now.
    Erased,
    /// Was erased already.
    Standing,
    /// The database never knew the account, or knows it no more.
    Unknown,
}

/// Erases a person, everywhere and at once. Who saves at this moment comes before it, and what they saved goes with the
/// rest; or after it, and is refused.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person or they are erased; [`Error::LastAdmin`] where nobody would be left
/// who administers; then nothing was changed.
pub async fn erase(
    connection: &mut Connection,
    person: AccountId,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<Erased, Error> {
    connection.transaction(async |connection| within(connection, person, by, now).await).await
}

/// The same as part of a greater change, whose transaction it is.
pub(super) async fn within(
    connection: &mut Connection,
    person: AccountId,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<Erased, Error> {
    people::find_for_change(connection, person).await?.ok_or(Error::NotFound)?;
    let administered = accounts::roles(connection, person).await?.iter().any(|(role, _)| *role == Role::Admin);
    let id = Uuid::now_v7();
    let receipt = privacy::erase(connection, id, person, by, now).await?.ok_or(Error::NotFound)?;
    if administered && people::admins(connection).await? == 0 {
        return Err(Error::LastAdmin);
    }
    let record = audit::Record {
        account: by,
        action: "account.erase",
        object: Some(person.0),
        round: None,
        before: Some(json!({"erased": false})),
        after: Some(json!({"erased": true, "erasure": id})),
    };
    audit::write(connection, now, record).await?;
    Ok(Erased { id, receipt })
}

/// Erases again who is written down as erased and is there all the same. Returns how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn redo(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize, Error> {
    let mut count = 0;
    for person in privacy::undone(connection).await? {
        match erase(connection, person, None, now).await {
            Ok(_) => count += 1,
            // Another instance was faster, or the person became another one's double and went with that one.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

/// Erases the accounts of earlier receipts again, as after an old backup was restored.
///
/// # Errors
/// When the database does not answer, or nobody would be left who administers.
pub async fn replay(
    connection: &mut Connection,
    accounts: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, Replayed)>, Error> {
    let mut fates = Vec::new();
    for id in accounts {
        let known = people::find(connection, AccountId(*id)).await?;
        let fate = match known.map(|one| one.erased_at.is_some()) {
            None => Replayed::Unknown,
            Some(true) => Replayed::Standing,
            Some(false) => {
                erase(connection, AccountId(*id), None, now).await?;
                Replayed::Erased
            }
        };
        fates.push((*id, fate));
    }
    Ok(fates)
}
