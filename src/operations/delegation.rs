//! A coordinator's changes in a round: who sees to which section of a department's response, until when, and who is
//! told.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use thiserror::Error as ThisError;

use super::{
    Error,
    links::{self, Writing},
    new_token,
};
use crate::{
    fieldwork::{
        delegation::{self, Delegation},
        ids::{AccountId, DepartmentId, InvitationId, RegionId, ResponseId},
        round::{Round, RoundState},
    },
    mail::notice::{About, Notice},
    questionnaire::compile::Questionnaire,
    store::{
        self, Connection, Transaction, TransactionError, audit,
        delegations::{self, Held},
        desk::{self, Member},
        invitations, outbox, rounds,
    },
};

/// Where a coordinator works: a round as it is put to their region, with the region's deadline.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    pub writing: Writing<'a>,
    pub author: AccountId,
    pub round: &'a Round,
    pub region: RegionId,
}

/// Who is to see to a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The department, nobody in particular.
    Department,
    Person(AccountId),
    /// Another department of the region, by its response: this one is asked for the section no longer.
    Other(ResponseId),
}

/// A section given to somebody.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    pub section: &'a str,
    pub to: To,
    pub due_at: Option<DateTime<Utc>>,
    pub note: &'a str,
    /// What the page showed, see [`delegation::seen`].
    pub seen: &'a str,
}

/// Why it was not given.
#[derive(Debug, ThisError)]
pub enum DelegationError {
    #[error(transparent)]
    Operation(#[from] Error),
    /// Somebody changed it since the page was shown.
    #[error("the section was given to somebody since")]
    Stale,
    /// It would be asked for nothing.
    #[error("the department would be asked for nothing")]
    LastSection,
    #[error("the person is not invited for the department")]
    NotInvited,
    #[error("the due date is after the deadline")]
    AfterDeadline,
}

impl From<store::Error> for DelegationError {
    fn from(error: store::Error) -> Self {
        Self::Operation(error.into())
    }
}

impl From<TransactionError> for DelegationError {
    fn from(error: TransactionError) -> Self {
        Self::Operation(error.into())
    }
}

/// A response with what is put down about one of its sections.
struct Subject<'a> {
    id: ResponseId,
    held: Held,
    section: &'a str,
    before: Option<Delegation>,
}

/// Somebody to be told.
struct Told<'a> {
    notice: Notice,
    to: Vec<&'a Member>,
    department: DepartmentId,
    due_at: Option<DateTime<Utc>>,
    note: &'a str,
}

/// Gives a section to somebody; it is asked of the department then. Whoever saw to it before is told too.
///
/// # Errors
/// [`DelegationError::Stale`] where it is not as the page showed it; nothing was changed in any case of error.
pub async fn delegate(
    connection: &mut Connection,
    desk: Desk<'_>,
    questionnaire: &Questionnaire,
    response: ResponseId,
    change: Change<'_>,
) -> Result<(), DelegationError> {
    connection
        .transaction(async |connection| {
            check_open(connection, desk).await?;
            if change.due_at.is_some_and(|due| due > desk.round.deadline) {
                return Err(DelegationError::AfterDeadline);
            }
            // Two that hand over to each other at once take the same one first.
            if let To::Other(other) = change.to
                && other < response
            {
                delegations::hold(connection, desk.round.id, other).await?;
            }
            let subject = hold(connection, desk, questionnaire, response, change.section).await?;
            check_seen(&subject, questionnaire, change.seen)?;
            let members = desk::members(connection, desk.round.id, desk.region).await?;
            let after = match change.to {
                To::Other(other) => {
                    hand_over(connection, desk, questionnaire, &subject, other, &members, change).await?
                }
                To::Department | To::Person(_) => {
                    give(connection, desk, questionnaire, &subject, &members, change).await?
                }
            };
            let before = shown(subject.section, subject.before.as_ref());
            record(connection, desk, "delegation.change", response, before, after).await
        })
        .await
}

/// Asks a department for a section no longer. Answers that are there stay.
///
/// # Errors
/// As [`delegate`], and [`DelegationError::LastSection`].
pub async fn withdraw(
    connection: &mut Connection,
    desk: Desk<'_>,
    questionnaire: &Questionnaire,
    response: ResponseId,
    (section, seen): (&str, &str),
) -> Result<(), DelegationError> {
    connection
        .transaction(async |connection| {
            check_open(connection, desk).await?;
            let subject = hold(connection, desk, questionnaire, response, section).await?;
            check_seen(&subject, questionnaire, seen)?;
            let members = desk::members(connection, desk.round.id, desk.region).await?;
            take(connection, desk, questionnaire, &subject, &members).await?;
            let before = shown(section, subject.before.as_ref());
            record(connection, desk, "delegation.withdraw", response, before, json!({"section": section})).await
        })
        .await
}

/// Revokes an invitation of the department.
///
/// # Errors
/// [`Error::NotFound`] where there is no such invitation for the department, or it was revoked already.
pub async fn revoke(
    connection: &mut Connection,
    desk: Desk<'_>,
    response: ResponseId,
    invitation: InvitationId,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let held = delegations::hold(connection, desk.round.id, response).await?.ok_or(Error::NotFound)?;
            let members = desk::members(connection, desk.round.id, desk.region).await?;
            let own = members.iter().find(|one| one.invitation == invitation && one.department == held.department);
            own.ok_or(Error::NotFound)?;
            links::revoke(connection, desk.author, desk.round.id, invitation, desk.writing.now).await
        })
        .await
}

/// May anything be changed in the round now? It is not closed then until the transaction ends.
///
/// # Errors
/// [`Error::RoundNotOpen`], and [`Error::NotFound`] where the region is no longer asked.
pub(super) async fn check_open(connection: &mut Connection, desk: Desk<'_>) -> Result<(), Error> {
    let id = desk.round.id;
    delegations::hold_round(connection, id).await?;
    let round = rounds::find(connection, id).await?.ok_or(Error::NotFound)?;
    let put = desk::put(connection, id, desk.region).await?.ok_or(Error::NotFound)?;
    let round = Round { deadline: put.deadline, ..round };
    if round.state(desk.writing.now) == RoundState::Open { Ok(()) } else { Err(Error::RoundNotOpen) }
}

/// A new link for an invitation, as long as the round is open.
pub(super) async fn new_link(
    connection: &mut Connection,
    desk: Desk<'_>,
    invitation: InvitationId,
) -> Result<String, Error> {
    let (token, now) = (new_token(), desk.writing.now);
    let (round, hash) = (desk.round.id, token.hash());
    invitations::add_link(connection, round, invitation, &hash, now, desk.round.last_moment()).await?;
    Ok(format!("{}/open/{}", desk.writing.base_url, token.reveal()))
}

async fn hold<'a>(
    connection: &mut Connection,
    desk: Desk<'_>,
    questionnaire: &Questionnaire,
    id: ResponseId,
    section: &'a str,
) -> Result<Subject<'a>, DelegationError> {
    let held = delegations::hold(connection, desk.round.id, id).await?.ok_or(Error::NotFound)?;
    if !questionnaire.sections.iter().any(|one| one.name == section) {
        return Err(Error::NotFound.into());
    }
    if !held.state.is_editable() {
        return Err(Error::Locked.into());
    }
    let before = delegations::find(connection, desk.round.id, id, section).await?;
    Ok(Subject { id, held, section, before })
}

fn check_seen(subject: &Subject<'_>, questionnaire: &Questionnaire, seen: &str) -> Result<(), DelegationError> {
    let asked = questionnaire.asked(subject.held.sections.as_deref()).includes(subject.section);
    let now = delegation::seen(asked, subject.before.as_ref());
    if now == seen { Ok(()) } else { Err(DelegationError::Stale) }
}

/// To the department or somebody of it. Returns what is put down.
async fn give(
    connection: &mut Connection,
    desk: Desk<'_>,
    questionnaire: &Questionnaire,
    subject: &Subject<'_>,
    members: &[Member],
    change: Change<'_>,
) -> Result<Value, DelegationError> {
    let standing = standing(members, subject.held.department);
    let account = match change.to {
        To::Person(account) if standing.iter().any(|one| one.account == account) => Some(account),
        To::Person(_) => return Err(DelegationError::NotInvited),
        To::Department | To::Other(_) => None,
    };
    let (section, note) = (subject.section.to_owned(), change.note.trim());
    let delegated_at = desk.writing.now;
    let new = Delegation { section, account, due_at: change.due_at, note: note.to_owned(), delegated_at };
    delegations::put(connection, desk.round.id, subject.id, &new, desk.author).await?;
    let more = [subject.section.to_owned()];
    let sections = subject.held.sections.as_deref();
    let sections = sections.and_then(|own| delegation::with(Some(own), &more, &questionnaire.sections));
    delegations::set_sections(connection, desk.round.id, subject.id, sections.as_deref()).await?;
    let is = |member: &&Member, id: Option<AccountId>| Some(member.account) == id;
    let former = subject.before.as_ref().and_then(|before| before.account).filter(|former| account != Some(*former));
    let department = subject.held.department;
    let withdrawn = Told {
        notice: Notice::Withdrawn,
        to: standing.iter().copied().filter(|one| account.is_some() && is(one, former)).collect(),
        department,
        due_at: None,
        note: "",
    };
    let delegated = Told {
        notice: Notice::Delegated,
        to: standing.iter().copied().filter(|one| account.is_none() || is(one, account)).collect(),
        department,
        due_at: Some(change.due_at.unwrap_or(desk.round.deadline)),
        note,
    };
    tell(connection, desk, questionnaire, subject.section, &[withdrawn, delegated]).await?;
    Ok(shown(subject.section, Some(&new)))
}

/// To another department; who saw to it here is told.
async fn hand_over(
    connection: &mut Connection,
    desk: Desk<'_>,
    questionnaire: &Questionnaire,
    subject: &Subject<'_>,
    other: ResponseId,
    members: &[Member],
    change: Change<'_>,
) -> Result<Value, DelegationError> {
    let there = desk::departments(connection, desk.round.id, desk.region).await?;
    if other == subject.id || !there.iter().any(|one| one.response == other) {
        return Err(Error::NotFound.into());
    }
    take(connection, desk, questionnaire, subject, members).await?;
    let receiving = hold(connection, desk, questionnaire, other, subject.section).await?;
    let mut after = give(connection, desk, questionnaire, &receiving, members, change).await?;
    if let Some(after) = after.as_object_mut() {
        after.insert("response".to_owned(), json!(other));
    }
    Ok(after)
}

async fn take(
    connection: &mut Connection,
    desk: Desk<'_>,
    questionnaire: &Questionnaire,
    subject: &Subject<'_>,
    members: &[Member],
) -> Result<(), DelegationError> {
    let sections = subject.held.sections.as_deref();
    if !questionnaire.asked(sections).includes(subject.section) {
        return Err(DelegationError::Stale);
    }
    let left = delegation::without(sections, subject.section, &questionnaire.sections);
    let left = left.ok_or(DelegationError::LastSection)?;
    delegations::set_sections(connection, desk.round.id, subject.id, Some(&left)).await?;
    delegations::delete(connection, desk.round.id, subject.id, subject.section).await?;
    let account = subject.before.as_ref().and_then(|before| before.account);
    let department = subject.held.department;
    let mut to = standing(members, department);
    to.retain(|one| account.is_none_or(|account| one.account == account));
    let told = Told { notice: Notice::Withdrawn, to, department, due_at: None, note: "" };
    tell(connection, desk, questionnaire, subject.section, &[told]).await
}

/// Who is invited for a department, and was not revoked.
fn standing(members: &[Member], department: DepartmentId) -> Vec<&Member> {
    members.iter().filter(|one| one.department == department && one.revoked_at.is_none()).collect()
}

async fn tell(
    connection: &mut Connection,
    desk: Desk<'_>,
    questionnaire: &Questionnaire,
    section: &str,
    told: &[Told<'_>],
) -> Result<(), DelegationError> {
    let Writing { locales, now, .. } = desk.writing;
    let departments = desk::departments(connection, desk.round.id, desk.region).await?;
    let section = questionnaire.sections.iter().find(|one| one.name == section).ok_or(Error::NotFound)?;
    let mut mails = Vec::new();
    for one in told {
        let department = departments.iter().find(|asked| asked.department.id == one.department);
        for member in &one.to {
            let language = member.language.as_str();
            let (whom, what) = (
                department.map_or("", |asked| asked.department.name_in(language)),
                questionnaire.section_title(section, language),
            );
            let about = About { round: &desk.round.name, whom, what: &what, deadline: one.due_at, words: one.note };
            let link = new_link(connection, desk, member.invitation).await?;
            mails.push(one.notice.draft(locales, &member.email, language, &about, link).into_mail(now));
        }
    }
    Ok(outbox::enqueue(connection, &mails).await?)
}

fn shown(section: &str, delegation: Option<&Delegation>) -> Value {
    let account = delegation.and_then(|one| one.account);
    let due_at = delegation.and_then(|one| one.due_at);
    json!({"section": section, "account": account, "due_at": due_at})
}

async fn record(
    connection: &mut Connection,
    desk: Desk<'_>,
    action: &'static str,
    response: ResponseId,
    before: Value,
    after: Value,
) -> Result<(), DelegationError> {
    let record = audit::Record {
        account: Some(desk.author),
        action,
        object: Some(response.0),
        round: Some(desk.round.id),
        before: Some(before),
        after: Some(after),
    };
    Ok(audit::write(connection, desk.writing.now, record).await?)
}
