//! Magic links: asking for a new one, opening one, and what the secretariat does with them: resend, revoke.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{
    Error,
    account_mails::Letter,
    accounts::{self, Origin},
    new_token,
};
use crate::{
    access::{
        actor::{Role, Strength},
        token::Token,
    },
    fieldwork::ids::{AccountId, InvitationId, ResponseId, RoundId},
    language::Locales,
    mail::message,
    store::{
        Connection, Transaction, accounts as store_accounts, audit, delegations, invitations, outbox, responses,
        sign_in::{self, Purpose},
    },
};

const ASKED_AN_ACCOUNT: i32 = 5;
const ASKED_AN_ADDRESS: i32 = 50;

/// For how long a link of a person's own, and one to choose a password, can be used.
const SIGN_IN_LIFE: TimeDelta = TimeDelta::days(1);
const PASSWORD_LIFE: TimeDelta = TimeDelta::days(7);

/// Where an opened link leads.
#[derive(Debug, Clone)]
pub struct Opened {
    pub session: Token,
    /// The response of an invitation; nothing where a person signed in.
    pub response: Option<ResponseId>,
}

/// How mails with links are written.
#[derive(Clone, Copy)]
pub struct Writing<'a> {
    pub locales: &'a Locales,
    pub base_url: &'a str,
    pub now: DateTime<Utc>,
}

/// Uses a link up and begins a session; `None` for a link that is unknown, used, expired or revoked. Such a session
/// answers and coordinates; it never administers.
///
/// # Errors
/// When the database does not answer.
pub async fn open(
    connection: &mut Connection,
    token: &Token,
    language: &str,
    origin: Origin<'_>,
) -> Result<Option<Opened>, Error> {
    let now = origin.now;
    connection
        .transaction(async |connection| {
            let Some(opened) = invitations::consume_link(connection, &token.hash(), now).await? else {
                let owner = sign_in::use_link(connection, &token.hash(), Purpose::SignIn, now).await?;
                let Some(Some(owner)) = owner else { return Ok(None) };
                let session = accounts::begin_session(connection, owner, Strength::Link, origin).await?;
                return Ok(Some(Opened { session, response: None }));
            };
            let found = responses::of_department(connection, opened.round, opened.department).await?;
            let Some(response) = found else { return Ok(None) };
            responses::opened(connection, opened.round, response, language, now).await?;
            store_accounts::set_language(connection, opened.account, language).await?;
            let session = accounts::begin_session(connection, opened.account, Strength::Link, origin).await?;
            Ok(Some(Opened { session, response: Some(response) }))
        })
        .await
}

/// Sends new links to an address: for its invitations in open rounds, and to sign in where it coordinates a region.
/// Whoever asks hears the same, whether the address is known or not.
///
/// # Errors
/// [`Error::Throttled`] after too many requests from one network address.
pub async fn request(
    connection: &mut Connection,
    writing: Writing<'_>,
    email: &str,
    language: &str,
    address: &str,
) -> Result<(), Error> {
    let Writing { locales, base_url, now } = writing;
    accounts::throttled(connection, &format!("link address {address}"), ASKED_AN_ADDRESS, now).await?;
    let key = format!("link account {}", email.to_lowercase());
    if let Err(Error::Throttled) = accounts::throttled(connection, &key, ASKED_AN_ACCOUNT, now).await {
        // Enough links are on their way to this mailbox; saying so would tell that it is known.
        return Ok(());
    }
    connection
        .transaction(async |connection| {
            let mut mails = Vec::new();
            for standing in invitations::standing_for(connection, email, now).await? {
                let token = new_token();
                let round = &standing.round;
                let until = round.last_moment();
                invitations::add_link(connection, round.id, standing.id, &token.hash(), now, until).await?;
                let link = format!("{base_url}/open/{}", token.reveal());
                mails.push(message::new_link(locales, email, language, &round.name, link).into_mail(now));
            }
            let account = store_accounts::by_email(connection, email).await?;
            if let Some(account) = account.filter(|account| account.disabled_at.is_none()) {
                let roles = store_accounts::roles(connection, account.id).await?;
                if roles.iter().any(|(role, _)| *role == Role::Coordinator) {
                    mails.push(sign_in_mail(connection, writing, &account, language).await?);
                }
            }
            outbox::enqueue(connection, &mails).await?;
            Ok(())
        })
        .await
}

/// Sends a person of the registry a link: to choose a password where a role of theirs needs one, else to sign in.
///
/// # Errors
/// [`Error::NotFound`] where there is no such account, or it is disabled.
pub async fn send(
    connection: &mut Connection,
    writing: Writing<'_>,
    author: AccountId,
    id: AccountId,
) -> Result<(), Error> {
    let now = writing.now;
    connection
        .transaction(async |connection| {
            let account = store_accounts::find(connection, id).await?;
            let account = account.filter(|account| account.disabled_at.is_none()).ok_or(Error::NotFound)?;
            let roles = store_accounts::roles(connection, id).await?;
            let needs_password = roles.iter().any(|(role, _)| role.needs_second_factor());
            let language = account.language.clone();
            let mail = if needs_password {
                let token = new_token();
                sign_in::add_link(connection, &token.hash(), Purpose::Password, Some(id), now, now + PASSWORD_LIFE)
                    .await?;
                letter(writing, &account, &language).password(&token.reveal())
            } else {
                sign_in_mail(connection, writing, &account, &language).await?
            };
            outbox::enqueue(connection, &[mail]).await?;
            let after = json!({"purpose": if needs_password { "password" } else { "sign_in" }});
            record(connection, author, "account.send-link", id.0, None, None, Some(after), now).await
        })
        .await
}

/// Sends the link of an invitation again; earlier links of it no longer work.
///
/// # Errors
/// [`Error::NotFound`] where there is no such invitation, or it was revoked; [`Error::RoundNotOpen`] where its round is
/// over.
pub async fn resend(
    connection: &mut Connection,
    writing: Writing<'_>,
    author: AccountId,
    round: RoundId,
    id: InvitationId,
) -> Result<(), Error> {
    let Writing { locales, base_url, now } = writing;
    connection
        .transaction(async |connection| {
            let found = invitations::find(connection, round, id).await?;
            let found = found.filter(|found| found.revoked_at.is_none()).ok_or(Error::NotFound)?;
            if found.is_over(now) {
                return Err(Error::RoundNotOpen);
            }
            invitations::end_links(connection, round, id).await?;
            let token = new_token();
            invitations::add_link(connection, round, id, &token.hash(), now, found.round.last_moment()).await?;
            let link = format!("{base_url}/open/{}", token.reveal());
            let mail = message::new_link(locales, &found.email, &found.language, &found.round.name, link);
            outbox::enqueue(connection, &[mail.into_mail(now)]).await?;
            record(connection, author, "invitation.resend", id.0, Some(round), None, None, now).await
        })
        .await
}

/// Revokes an invitation: its links no longer work, the person no longer comes to the response, and what they saw to is
/// the department's again.
///
/// # Errors
/// [`Error::NotFound`] where there is no such invitation, or it was revoked already.
pub async fn revoke(
    connection: &mut Connection,
    author: AccountId,
    round: RoundId,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let (account, response) = delegations::hold_invited(connection, round, id).await?.ok_or(Error::NotFound)?;
            if !invitations::revoke(connection, round, id, now).await? {
                return Err(Error::NotFound);
            }
            invitations::end_links(connection, round, id).await?;
            if let Some(response) = response {
                delegations::give_back(connection, round, response, account, now).await?;
            }
            let (before, after) = (Some(json!({"revoked": false})), Some(json!({"revoked": true})));
            record(connection, author, "invitation.revoke", id.0, Some(round), before, after, now).await
        })
        .await
}

async fn sign_in_mail(
    connection: &mut Connection,
    writing: Writing<'_>,
    account: &store_accounts::Account,
    language: &str,
) -> Result<outbox::Mail, Error> {
    let (token, now) = (new_token(), writing.now);
    sign_in::add_link(connection, &token.hash(), Purpose::SignIn, Some(account.id), now, now + SIGN_IN_LIFE).await?;
    Ok(letter(writing, account, language).sign_in(&token.reveal()))
}

fn letter<'a>(writing: Writing<'a>, account: &'a store_accounts::Account, language: &'a str) -> Letter<'a> {
    let Writing { locales, base_url, now } = writing;
    Letter { locales, base_url, to: &account.email, language, now }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one audit row")]
async fn record(
    connection: &mut Connection,
    author: AccountId,
    action: &'static str,
    object: uuid::Uuid,
    round: Option<RoundId>,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let record = audit::Record { account: Some(author), action, object: Some(object), round, before, after };
    Ok(audit::write(connection, now, record).await?)
}
