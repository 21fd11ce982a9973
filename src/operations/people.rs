//! People and their rights: adding, granting, taking back, disabling. Every change ends the person's sessions at once
//! and is recorded with what stood before and after.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Error, registry::is_email};
use crate::{
    access::actor::Role,
    fieldwork::{
        ids::{AccountId, RegionId},
        registry::is_language,
    },
    store::{Connection, Transaction, accounts, audit, people, regions, sessions, sign_in},
};

/// A change of what somebody may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    Grant(Role, Option<RegionId>),
    TakeBack(Role, Option<RegionId>),
    Disable,
    Enable,
}

/// Adds a person, without any role; the one that is there where the address is known.
///
/// # Errors
/// [`Error::Field`] where address or language cannot be taken.
pub async fn add(
    connection: &mut Connection,
    author: AccountId,
    email: &str,
    name: &str,
    language: &str,
    now: DateTime<Utc>,
) -> Result<AccountId, Error> {
    let email = email.trim().to_lowercase();
    if !is_email(&email) {
        return Err(Error::Field { field: "email", problem: "malformed" });
    }
    if !is_language(language) {
        return Err(Error::Field { field: "language", problem: "unknown" });
    }
    connection
        .transaction(async |connection| {
            if let Some(known) = accounts::by_email(connection, &email).await? {
                return Ok(known.id);
            }
            let id = accounts::find_or_create(connection, &email, name.trim(), language).await?;
            let after = json!({"language": language});
            record(connection, author, "account.add", id, None, after, now).await?;
            Ok(id)
        })
        .await
}

/// Changes what somebody may. Their sessions end at once.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person; [`Error::LastAdmin`] where nobody would be left who administers.
pub async fn change(
    connection: &mut Connection,
    author: AccountId,
    id: AccountId,
    right: Right,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let account = people::find_for_change(connection, id).await?;
            let account = account
                .filter(|account| account.merged_into.is_none() && account.erased_at.is_none())
                .ok_or(Error::NotFound)?;
            let before = rights(connection, id, account.disabled_at.is_some()).await?;
            match right {
                Right::Grant(role, region) => accounts::grant(connection, id, role, region).await?,
                Right::TakeBack(role, region) => drop(accounts::take_back(connection, id, role, region).await?),
                Right::Disable => accounts::set_disabled(connection, id, Some(now)).await?,
                Right::Enable => accounts::set_disabled(connection, id, None).await?,
            }
            let disabled = match right {
                Right::Disable => true,
                Right::Enable => false,
                Right::Grant(..) | Right::TakeBack(..) => account.disabled_at.is_some(),
            };
            let after = rights(connection, id, disabled).await?;
            if before == after {
                return Ok(());
            }
            let administered =
                before.get("roles").and_then(Value::as_array).is_some_and(|roles| roles.contains(&json!("admin")));
            if administered && people::admins(connection).await? == 0 {
                return Err(Error::LastAdmin);
            }
            sessions::end_all(connection, &[id], None).await?;
            sign_in::forget_pending(connection, id).await?;
            record(connection, author, "account.rights", id, Some(before), after, now).await
        })
        .await
}

/// Changes how pages and mails call somebody.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person.
pub async fn rename(
    connection: &mut Connection,
    author: AccountId,
    id: AccountId,
    name: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let account = people::find_for_change(connection, id).await?;
            let account = account.filter(|account| account.erased_at.is_none()).ok_or(Error::NotFound)?;
            let name = name.trim();
            if account.name == name {
                return Ok(());
            }
            accounts::set_name(connection, id, name).await?;
            // Names are personal: the record says that it changed, and whose it is.
            let before = Some(json!({"named": !account.name.is_empty()}));
            record(connection, author, "account.change", id, before, json!({"named": !name.is_empty()}), now).await
        })
        .await
}

/// Ends every session of somebody, as after a theft.
///
/// # Errors
/// When the database does not answer.
pub async fn end_sessions(
    connection: &mut Connection,
    author: AccountId,
    id: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let ended = sessions::end_all(connection, &[id], None).await?;
            sign_in::forget_pending(connection, id).await?;
            let before = Some(json!({"sessions": ended}));
            record(connection, author, "account.end-sessions", id, before, json!({"sessions": 0}), now).await
        })
        .await
}

/// What somebody may, as the audit keeps it.
async fn rights(connection: &mut Connection, id: AccountId, disabled: bool) -> Result<Value, Error> {
    let regions = regions::all(connection).await?;
    let code = |id: RegionId| regions.iter().find(|region| region.id == id).map(|region| region.code.clone());
    let roles: BTreeSet<String> = accounts::roles(connection, id)
        .await?
        .into_iter()
        .map(|(role, region)| match region.and_then(code) {
            Some(code) => format!("{}:{code}", role.code()),
            None => role.code().to_owned(),
        })
        .collect();
    Ok(json!({"roles": roles, "disabled": disabled}))
}

async fn record(
    connection: &mut Connection,
    author: AccountId,
    action: &'static str,
    id: AccountId,
    before: Option<Value>,
    after: Value,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let record =
        audit::Record { account: Some(author), action, object: Some(id.0), round: None, before, after: Some(after) };
    Ok(audit::write(connection, now, record).await?)
}
