//! Rounds: opening one to departments with their invitations, and closing it.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{Error, new_token};
use crate::{
    fieldwork::{
        ids::{AccountId, DepartmentId, ResponseId, RoundId, VersionId},
        round::Round,
    },
    language::Locales,
    mail::message,
    store::{Connection, Transaction, accounts, audit, invitations, outbox, questionnaires, responses, rounds},
};

/// A round to open.
#[derive(Debug, Clone)]
pub struct NewRound {
    pub code: String,
    pub name: String,
    pub version: VersionId,
    pub opens_at: DateTime<Utc>,
    pub deadline: DateTime<Utc>,
    pub invitees: Vec<Invitee>,
}

/// Whom to ask for a department.
#[derive(Debug, Clone)]
pub struct Invitee {
    pub department: DepartmentId,
    pub department_name: String,
    pub email: String,
    pub name: String,
    pub language: String,
}

/// Opens a round: its responses, its invitations and their mails, all or nothing.
///
/// # Errors
/// [`Error::Field`] where the code is taken or malformed, the version is not published or the deadline lies before the
/// opening.
pub async fn open(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    new: &NewRound,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<RoundId, Error> {
    let round = check(new)?;
    connection
        .transaction(async |connection| {
            let version = questionnaires::version(connection, new.version).await?;
            if version.is_none_or(|version| version.published_at.is_none()) {
                return Err(Error::Field { field: "version", problem: "not-published" });
            }
            if rounds::by_code(connection, &new.code).await?.is_some() {
                return Err(Error::Field { field: "code", problem: "taken" });
            }
            rounds::insert(connection, &round, author).await?;
            let after = json!({"code": new.code, "departments": new.invitees.len()});
            let record = audit::Record {
                account: author,
                action: "round.open",
                object: Some(round.id.0),
                round: Some(round.id),
                before: None,
                after: Some(after),
            };
            audit::write(connection, now, record).await?;
            ask(connection, locales, base_url, &round, &new.invitees, now).await?;
            Ok(round.id)
        })
        .await
}

/// Asks further departments, or further people for departments that were asked already.
///
/// # Errors
/// When the database does not answer.
pub async fn invite(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    round: &Round,
    invitees: &[Invitee],
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let record = audit::Record {
                account: author,
                action: "round.invite",
                object: Some(round.id.0),
                round: Some(round.id),
                before: None,
                after: Some(json!({"departments": invitees.len()})),
            };
            audit::write(connection, now, record).await?;
            ask(connection, locales, base_url, round, invitees, now).await
        })
        .await
}

/// Closes a round before its deadline.
///
/// # Errors
/// [`Error::RoundNotOpen`] where it was closed already.
pub async fn close(
    connection: &mut Connection,
    round: &Round,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            if !rounds::close(connection, round.id, now).await? {
                return Err(Error::RoundNotOpen);
            }
            let record = audit::Record {
                account: author,
                action: "round.close",
                object: Some(round.id.0),
                round: Some(round.id),
                before: None,
                after: None,
            };
            Ok(audit::write(connection, now, record).await?)
        })
        .await
}

/// Is this the code of a round, as it stands in addresses and file names? `new` is the address of the form.
#[must_use]
pub fn is_code(code: &str) -> bool {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !code.is_empty() && code.len() <= 60 && code != "new" && code.chars().all(word)
}

async fn ask(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    round: &Round,
    invitees: &[Invitee],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let new: Vec<_> = invitees
        .iter()
        .map(|invitee| (invitee.department, ResponseId(Uuid::new_v4()), invitee.language.clone()))
        .collect();
    responses::open(connection, round.id, &new).await?;
    let mut mails = Vec::new();
    for invitee in invitees {
        let (email, language) = (invitee.email.as_str(), invitee.language.as_str());
        let account = accounts::find_or_create(connection, email, &invitee.name, language).await?;
        let id = invitations::find_or_create(connection, round.id, invitee.department, account, now).await?;
        let token = new_token();
        invitations::add_link(connection, round.id, id, &token.hash(), now, round.deadline).await?;
        let link = format!("{base_url}/open/{}", token.reveal());
        let department = invitee.department_name.as_str();
        let mail = message::invitation(locales, email, language, &round.name, department, round.deadline, link);
        mails.push(mail.into_mail(now));
    }
    outbox::enqueue(connection, &mails).await?;
    Ok(())
}

fn check(new: &NewRound) -> Result<Round, Error> {
    if !is_code(&new.code) {
        return Err(Error::Field { field: "code", problem: "malformed" });
    }
    if new.name.trim().is_empty() {
        return Err(Error::Field { field: "name", problem: "missing" });
    }
    if new.deadline <= new.opens_at {
        return Err(Error::Field { field: "deadline", problem: "before-opening" });
    }
    if new.invitees.is_empty() {
        return Err(Error::Field { field: "invitees", problem: "missing" });
    }
    Ok(Round {
        id: RoundId(Uuid::now_v7()),
        code: new.code.clone(),
        name: new.name.trim().to_owned(),
        version: new.version,
        opens_at: new.opens_at,
        deadline: new.deadline,
        closed_at: None,
    })
}
