//! What people do with mails: try one anew, note that an address does not work, see whether mails arrive, remind, and
//! want no more reminders.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{Error, accounts, new_token};
use crate::{
    access::{actor::Actor, token::Token},
    fieldwork::ids::{AccountId, RoundId},
    language::Locales,
    mail::message::{self, Kind, Reminding},
    store::{
        Connection, Transaction, audit,
        mails::{self, BounceSource, NewBounce},
        outbox, reminders,
        reminders::ReminderLink,
    },
};

/// Test messages that one admin may ask for in a quarter of an hour.
const MOST_TESTS: i32 = 20;

/// Somebody who is to be reminded; the link leads to the questionnaire.
#[derive(Debug, Clone)]
pub struct Reminded {
    pub email: String,
    pub language: String,
    pub department: String,
    pub deadline: DateTime<Utc>,
    pub link: String,
}

/// Has one mail tried anew, or all that were given up. Returns how many.
///
/// # Errors
/// [`Error::NotFound`] where the one is not such a mail.
pub async fn retry(
    connection: &mut Connection,
    one: Option<Uuid>,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    connection
        .transaction(async |connection| {
            let count = mails::retry(connection, one, now).await?;
            if count == 0 && one.is_some() {
                return Err(Error::NotFound);
            }
            write(connection, author, "mail.retry", one, json!({ "count": count }), now).await?;
            Ok(count)
        })
        .await
}

/// Notes addresses that do not work. Returns how many were not known as such.
///
/// # Errors
/// When the database does not answer.
pub async fn record_bounces(
    connection: &mut Connection,
    bounces: &[NewBounce],
    source: BounceSource,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    connection
        .transaction(async |connection| {
            let count = mails::record_bounces(connection, bounces, source, author, now).await?;
            let after = json!({ "source": source.code(), "given": bounces.len(), "new": count });
            write(connection, author, "mail.bounce", None, after, now).await?;
            Ok(count)
        })
        .await
}

/// Sends somebody the sample of a kind, to their own address. Returns the mail's id.
///
/// # Errors
/// [`Error::Throttled`] after many.
pub async fn send_sample(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    (kind, language): (Kind, &str),
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    accounts::throttled(connection, &format!("test mail {}", actor.account), MOST_TESTS, now).await?;
    let sample = message::sample(kind, locales, &actor.email, language, base_url, now).into_mail(now);
    let mail = outbox::Mail { kind: Kind::Test.code().to_owned(), ..sample };
    connection
        .transaction(async |connection| {
            let after = json!({ "kind": kind.code(), "language": language });
            write(connection, Some(actor.account), "mail.test", Some(mail.id), after, now).await?;
            outbox::enqueue(connection, std::slice::from_ref(&mail)).await?;
            Ok(mail.id)
        })
        .await
}

/// Reminds these people of a round, but for those who want no reminders. Returns how many mails were written. Belongs
/// into the transaction of whoever decides to remind.
///
/// # Errors
/// When the database does not answer.
pub async fn remind(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    (round, round_name): (RoundId, &str),
    people: &[Reminded],
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let refusals = reminders::refusals(connection, round).await?;
    let (mut links, mut written) = (Vec::new(), Vec::new());
    for person in people.iter().filter(|person| !refusals.contains(&person.email.to_lowercase())) {
        let token = new_token();
        links.push((token.hash(), person.email.to_lowercase()));
        let about = Reminding { round: round_name, department: &person.department, deadline: person.deadline };
        let unsubscribe = format!("{base_url}/unsubscribe/{}", token.reveal());
        let link = person.link.clone();
        let draft = message::reminder(locales, &person.email, &person.language, &about, link, unsubscribe);
        written.push(draft.into_mail(now));
    }
    reminders::add_links(connection, round, &links, now).await?;
    outbox::enqueue(connection, &written).await?;
    Ok(written.len())
}

/// What a link to end reminders is about, and whether they are ended; `None` for an unknown link.
///
/// # Errors
/// When the database does not answer.
pub async fn reminder_link(connection: &mut Connection, token: &Token) -> Result<Option<(ReminderLink, bool)>, Error> {
    let Some(link) = reminders::link(connection, &token.hash()).await? else { return Ok(None) };
    let refused = reminders::is_refused(connection, link.round, &link.address).await?;
    Ok(Some((link, refused)))
}

/// Ends the reminders that a link is about, or has them sent again. The round itself goes on.
///
/// # Errors
/// [`Error::NotFound`] for an unknown link.
pub async fn want_reminders(
    connection: &mut Connection,
    token: &Token,
    wanted: bool,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let link = reminders::link(connection, &token.hash()).await?.ok_or(Error::NotFound)?;
            let changed = if wanted {
                reminders::accept(connection, link.round, &link.address).await?
            } else {
                reminders::refuse(connection, link.round, &link.address, now).await?
            };
            if changed {
                let record = audit::Record {
                    account: None,
                    action: if wanted { "reminders.accept" } else { "reminders.refuse" },
                    object: None,
                    round: Some(link.round),
                    before: Some(json!({ "wanted": !wanted })),
                    after: Some(json!({ "wanted": wanted })),
                };
                audit::write(connection, now, record).await?;
            }
            Ok(())
        })
        .await
}

async fn write(
    connection: &mut Connection,
    account: Option<AccountId>,
    action: &'static str,
    object: Option<Uuid>,
    after: serde_json::Value,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let record = audit::Record { account, action, object, round: None, before: None, after: Some(after) };
    Ok(audit::write(connection, now, record).await?)
}
