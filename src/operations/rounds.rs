//! Rounds: preparing one, asking departments in it, and everything that is done with it until it is archived.

pub mod deadlines;
pub mod launching;
pub mod lifecycle;
pub mod settings;
pub mod targets;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Error, invitees::Asking};
use crate::{
    fieldwork::{
        ids::{AccountId, DepartmentId, InvitationId, ResponseId, RoundId, VersionId},
        round::{Change, Round},
    },
    language::Locales,
    store::{Connection, Transaction, accounts, audit, invitations, questionnaires, responses, round_regions, rounds},
};

/// A round to open at once, with the rules that a round has where nobody says otherwise.
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
/// As [`create`]; and [`Error::Field`] where nobody is asked.
pub async fn open(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    new: &NewRound,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<RoundId, Error> {
    let (id, code, name) = (RoundId(Uuid::now_v7()), new.code.clone(), new.name.trim().to_owned());
    let draft = Round::draft(id, code, name, new.version, new.opens_at, new.deadline);
    let asking = Asking { locales, base_url, author, now };
    create(connection, asking, &Round { launched_at: Some(now), ..draft }, &new.invitees).await?;
    Ok(id)
}

/// Makes a round, all or nothing: a draft, in which whoever is invited hears of it when it is launched; or one that is
/// launched at once.
///
/// # Errors
/// [`Error::Field`] where the code is taken or malformed, the version is not published, the deadline lies before the
/// opening, or a round that is launched asks nobody.
pub async fn create(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    invitees: &[Invitee],
) -> Result<(), Error> {
    check(round)?;
    if round.is_launched() && invitees.is_empty() {
        return Err(Error::Field { field: "invitees", problem: "missing" });
    }
    connection
        .transaction(async |connection| {
            check_version(connection, round.version).await?;
            if rounds::by_code(connection, &round.code).await?.is_some() {
                return Err(Error::Field { field: "code", problem: "taken" });
            }
            rounds::insert(connection, round, asking.author).await?;
            let mut after = settings::told(round);
            after.insert("code".to_owned(), json!(round.code));
            after.insert("departments".to_owned(), json!(departments(invitees)));
            let action = if round.is_launched() { "round.open" } else { "round.create" };
            record(connection, asking, action, round, None, Some(Value::Object(after))).await?;
            ask(connection, asking, round, invitees).await
        })
        .await
}

/// Asks further departments, or further people for departments that were asked already; in a draft they hear of it when
/// it is launched.
///
/// # Errors
/// [`Error::Overtaken`] where the round asks nobody any more.
pub async fn invite(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    round: &Round,
    invitees: &[Invitee],
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let asking = Asking { locales, base_url, author, now };
    connection
        .transaction(async |connection| {
            let round = changeable(connection, round.id, Change::Ask, now).await?;
            let after = json!({"departments": departments(invitees)});
            record(connection, asking, "round.invite", &round, None, Some(after)).await?;
            ask(connection, asking, &round, invitees).await
        })
        .await
}

/// Closes a round by hand: nothing is saved or submitted any more.
///
/// # Errors
/// As [`lifecycle::close`].
pub async fn close(
    connection: &mut Connection,
    round: &Round,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    lifecycle::close(connection, round, author, now).await
}

/// Is this the code of a round, as it stands in addresses and file names? `new` is the address of the form.
#[must_use]
pub fn is_code(code: &str) -> bool {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !code.is_empty() && code.len() <= 60 && code != "new" && code.chars().all(word)
}

/// The round as it stands, held until the transaction ends, where it allows the change.
async fn changeable(
    connection: &mut Connection,
    id: RoundId,
    change: Change,
    now: DateTime<Utc>,
) -> Result<Round, Error> {
    let stored = rounds::find_for_change(connection, id).await?.ok_or(Error::NotFound)?;
    if stored.standing(now).allows(change) { Ok(stored) } else { Err(Error::Overtaken) }
}

async fn ask(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    invitees: &[Invitee],
) -> Result<(), Error> {
    if invitees.is_empty() {
        return Ok(());
    }
    let new: Vec<_> = invitees
        .iter()
        .map(|invitee| (invitee.department, ResponseId(Uuid::new_v4()), invitee.language.clone()))
        .collect();
    responses::open(connection, round.id, &new).await?;
    let departments: Vec<DepartmentId> = invitees.iter().map(|invitee| invitee.department).collect();
    let regions = round_regions::of_departments(connection, &departments).await?;
    let regions: Vec<_> = regions.into_values().collect::<BTreeSet<_>>().into_iter().collect();
    let asked_at = round.is_launched().then_some(asking.now);
    let fresh = round_regions::add(connection, round.id, &regions, asked_at).await?;
    let mut languages: HashMap<InvitationId, &str> = HashMap::new();
    for invitee in invitees {
        let (email, language) = (invitee.email.as_str(), invitee.language.as_str());
        let account = accounts::find_or_create(connection, email, &invitee.name, language).await?;
        let id = invitations::find_or_create(connection, round.id, invitee.department, account, asking.now).await?;
        languages.insert(id, language);
    }
    if round.is_launched() {
        launching::tell_regions(connection, asking, round, &fresh).await?;
        launching::send_invitations(connection, asking, round, &languages).await?;
    }
    Ok(())
}

fn departments(invitees: &[Invitee]) -> usize {
    invitees.iter().map(|invitee| invitee.department).collect::<BTreeSet<_>>().len()
}

fn check(round: &Round) -> Result<(), Error> {
    if !is_code(&round.code) {
        return Err(Error::Field { field: "code", problem: "malformed" });
    }
    if round.name.trim().is_empty() {
        return Err(Error::Field { field: "name", problem: "missing" });
    }
    if round.deadline <= round.opens_at {
        return Err(Error::Field { field: "deadline", problem: "before-opening" });
    }
    Ok(())
}

async fn check_version(connection: &mut Connection, id: VersionId) -> Result<(), Error> {
    let version = questionnaires::version(connection, id).await?;
    if version.is_none_or(|version| version.published_at.is_none()) {
        return Err(Error::Field { field: "version", problem: "not-published" });
    }
    Ok(())
}

async fn record(
    connection: &mut Connection,
    asking: Asking<'_>,
    action: &'static str,
    round: &Round,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), Error> {
    let (object, of) = (Some(round.id.0), Some(round.id));
    let record = audit::Record { account: asking.author, action, object, round: of, before, after };
    Ok(audit::write(connection, asking.now, record).await?)
}
