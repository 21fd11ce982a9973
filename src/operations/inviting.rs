//! A coordinator's invitations: departments of the region, new ones too, with their people, sections and due dates, and
//! what the coordinator writes to them; and reminders by hand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Error,
    delegation::{Desk, check_open, new_link},
    links::Writing,
    mail::{self, Reminded},
};
use crate::{
    fieldwork::{
        delegation::{self, BETWEEN_REMINDERS, Delegation},
        ids::{AccountId, DepartmentId, InvitationId, ResponseId},
        region::Department,
    },
    mail::message,
    questionnaire::compile::Questionnaire,
    store::{
        Connection, Transaction, accounts, audit, delegations,
        desk::{self, Member},
        invitations, outbox, regions, reminders, responses,
    },
};

/// A department to ask, with its people.
#[derive(Debug, Clone)]
pub struct Wish {
    pub whom: Whom,
    pub people: Vec<Person>,
    /// By name; at least one.
    pub sections: Vec<String>,
    pub due_at: Option<DateTime<Utc>>,
}

/// Which department.
#[derive(Debug, Clone)]
pub enum Whom {
    Known(DepartmentId),
    New { kind: String, name: String, names: BTreeMap<String, String> },
}

/// An address to ask.
#[derive(Debug, Clone)]
pub struct Person {
    pub email: String,
    pub name: String,
    pub language: String,
}

/// What a coordinator writes to everybody, and who they are.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    pub text: &'a str,
    pub author: &'a str,
}

/// What became of reminding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reminders {
    pub sent: usize,
    /// They were reminded a short while ago.
    pub too_soon: usize,
    /// They want no reminders, or cannot sign in.
    pub unwanted: usize,
}

/// Invites all of them, or nobody. Somebody who was invited already gets a new link, and earlier ones no longer work; a
/// department that is asked already keeps who sees to what, and is asked for the further sections.
///
/// # Errors
/// [`Error::RoundNotOpen`], or [`Error::NotFound`] for a department that is not of the region.
pub async fn invite(
    connection: &mut Connection,
    desk: Desk<'_>,
    questionnaire: &Questionnaire,
    wishes: &[Wish],
    words: Words<'_>,
) -> Result<usize, Error> {
    connection
        .transaction(async |connection| {
            check_open(connection, desk).await?;
            let (round, now) = (desk.round.id, desk.writing.now);
            delegations::ask_region(connection, round, desk.region, now).await?;
            let (mut asked, mut mails) = (Vec::new(), Vec::new());
            for wish in wishes {
                let department = department(connection, desk, &wish.whom).await?;
                ask(connection, desk, questionnaire, &department, wish).await?;
                for person in &wish.people {
                    let link = person_link(connection, desk, &department, person).await?;
                    mails.push(letter(desk, questionnaire, &department, wish, person, words, link).into_mail(now));
                }
                let (id, people) = (department.id, wish.people.len());
                asked.push(json!({"id": id, "people": people, "sections": wish.sections, "due_at": wish.due_at}));
            }
            outbox::enqueue(connection, &mails).await?;
            let after = json!({ "departments": asked });
            record(connection, desk, "region.invite", desk.region.0, after).await?;
            Ok(mails.len())
        })
        .await
}

/// Reminds people of what waits for them, but for those who were reminded in the last hours or want no reminders.
///
/// # Errors
/// [`Error::RoundNotOpen`].
pub async fn remind(connection: &mut Connection, desk: Desk<'_>, people: &[InvitationId]) -> Result<Reminders, Error> {
    connection
        .transaction(async |connection| {
            check_open(connection, desk).await?;
            let (round, now) = (desk.round.id, desk.writing.now);
            let members = desk::members(connection, round, desk.region).await?;
            let standing = |one: &&Member| one.revoked_at.is_none() && people.contains(&one.invitation);
            let members: Vec<&Member> = members.iter().filter(standing).collect();
            let (refusals, off) = unwanted(connection, desk, &members).await?;
            let wants = |one: &&&Member| !refusals.contains(&one.email.to_lowercase()) && !off.contains(&one.account);
            let wanted: Vec<&Member> = members.iter().filter(wants).copied().collect();
            let ids: Vec<InvitationId> = wanted.iter().map(|one| one.invitation).collect();
            let due = delegations::note_reminders(connection, round, &ids, now - BETWEEN_REMINDERS, now).await?;
            let departments = desk::departments(connection, round, desk.region).await?;
            let mut reminded = Vec::new();
            for member in wanted.iter().filter(|one| due.contains(&one.invitation)) {
                let department = departments.iter().find(|one| one.department.id == member.department);
                reminded.push(Reminded {
                    email: member.email.clone(),
                    language: member.language.clone(),
                    department: department.map_or("", |one| one.department.name_in(&member.language)).to_owned(),
                    deadline: desk.round.deadline,
                    link: new_link(connection, desk, member.invitation).await?,
                });
            }
            let Writing { locales, base_url, .. } = desk.writing;
            let about = (round, desk.round.name.as_str());
            let sent = mail::remind(connection, locales, base_url, about, &reminded, now).await?;
            let reminders =
                Reminders { sent, too_soon: wanted.len() - due.len(), unwanted: members.len() - wanted.len() };
            if sent > 0 {
                let after = json!({ "invitations": due });
                record(connection, desk, "region.remind", desk.region.0, after).await?;
            }
            Ok(reminders)
        })
        .await
}

async fn unwanted(
    connection: &mut Connection,
    desk: Desk<'_>,
    members: &[&Member],
) -> Result<(std::collections::HashSet<String>, BTreeSet<AccountId>), Error> {
    let refusals = reminders::refusals(connection, desk.round.id).await?;
    let accounts: Vec<AccountId> = members.iter().map(|one| one.account).collect();
    Ok((refusals, desk::disabled(connection, &accounts).await?))
}

async fn department(connection: &mut Connection, desk: Desk<'_>, whom: &Whom) -> Result<Department, Error> {
    let all = regions::departments(connection).await?;
    let mut own = all.into_iter().filter(|one| one.region == desk.region);
    let (kind, name, names) = match whom {
        Whom::Known(id) => return own.find(|one| one.id == *id).ok_or(Error::NotFound),
        Whom::New { kind, name, names } => (kind, name, names),
    };
    // Somebody made it meanwhile: it is theirs as it stands.
    if let Some(same) = own.find(|one| one.name == *name) {
        return Ok(same);
    }
    let id = regions::find_or_create_department(connection, desk.region, kind, name).await?;
    let (kind, name, names) = (kind.clone(), name.clone(), names.clone());
    let made = Department { id, region: desk.region, kind, name, names };
    regions::put_departments(connection, &[&made]).await?;
    Ok(made)
}

/// Opens the response, or asks the one that is there for the further sections.
async fn ask(
    connection: &mut Connection,
    desk: Desk<'_>,
    questionnaire: &Questionnaire,
    department: &Department,
    wish: &Wish,
) -> Result<(), Error> {
    let (round, now) = (desk.round.id, desk.writing.now);
    let language = wish.people.first().map_or_else(String::new, |person| person.language.clone());
    let new = ResponseId(Uuid::new_v4());
    responses::open(connection, round, &[(department.id, new, language)]).await?;
    let id = responses::of_department(connection, round, department.id).await?.ok_or(Error::NotFound)?;
    let held = delegations::hold(connection, round, id).await?.ok_or(Error::NotFound)?;
    if !held.state.is_editable() {
        return Ok(());
    }
    let standing: &[String] = if id == new { &[] } else { held.sections.as_deref().unwrap_or_default() };
    let all_already = id != new && held.sections.is_none();
    let sections =
        if all_already { None } else { delegation::with(Some(standing), &wish.sections, &questionnaire.sections) };
    delegations::set_sections(connection, round, id, sections.as_deref()).await?;
    if wish.due_at.is_some() {
        let given = |section: &String| Delegation {
            section: section.clone(),
            account: None,
            due_at: wish.due_at,
            note: String::new(),
            delegated_at: now,
        };
        let given: Vec<Delegation> = wish.sections.iter().map(given).collect();
        delegations::put_missing(connection, round, id, &given, desk.author).await?;
    }
    Ok(())
}

async fn person_link(
    connection: &mut Connection,
    desk: Desk<'_>,
    department: &Department,
    person: &Person,
) -> Result<String, Error> {
    let (round, now) = (desk.round.id, desk.writing.now);
    let account = accounts::find_or_create(connection, &person.email, &person.name, &person.language).await?;
    if !person.name.is_empty() {
        desk::name_unnamed(connection, account, &person.name).await?;
    }
    let invitation = invitations::find_or_create(connection, round, department.id, account, now).await?;
    invitations::end_links(connection, round, invitation).await?;
    new_link(connection, desk, invitation).await
}

fn letter<'a>(
    desk: Desk<'_>,
    questionnaire: &Questionnaire,
    department: &Department,
    wish: &Wish,
    person: &'a Person,
    words: Words<'_>,
    link: String,
) -> message::Draft<'a> {
    let (locales, language) = (desk.writing.locales, person.language.as_str());
    let due_at = wish.due_at.unwrap_or(desk.round.deadline);
    let name = department.name_in(language);
    let draft = message::invitation(locales, &person.email, language, &desk.round.name, name, due_at, link);
    let say = |key: &str, arguments: &[(&str, &str)]| locales.text(language, key, arguments);
    let asked = questionnaire.sections.iter().filter(|section| wish.sections.contains(&section.name));
    let titles: Vec<String> = asked
        .map(|section| {
            let title = questionnaire.section_title(section, language);
            if section.number.is_empty() { format!("– {title}") } else { format!("– {}. {title}", section.number) }
        })
        .collect();
    let some = titles.len() < questionnaire.sections.len();
    let titles = if some { titles.join("\n") } else { String::new() };
    // After the greeting and the request: what was written by hand, then which sections.
    draft.with_words(say("mail-invitation-sections", &[]), &titles, 2).with_words(
        say("mail-invitation-words", &[("who", words.author)]),
        words.text,
        2,
    )
}

async fn record(
    connection: &mut Connection,
    desk: Desk<'_>,
    action: &'static str,
    object: Uuid,
    after: Value,
) -> Result<(), Error> {
    let record = audit::Record {
        account: Some(desk.author),
        action,
        object: Some(object),
        round: Some(desk.round.id),
        before: None,
        after: Some(after),
    };
    Ok(audit::write(connection, desk.writing.now, record).await?)
}
