//! Magic links: asking for a new one, and opening one.

use chrono::{DateTime, Utc};

use super::{Error, accounts, new_token};
use crate::{
    access::token::Token,
    fieldwork::ids::ResponseId,
    language::Locales,
    mail::message,
    store::{Connection, Transaction, accounts as store_accounts, invitations, outbox, responses},
};

const ASKED_AN_ACCOUNT: i32 = 5;
const ASKED_AN_ADDRESS: i32 = 50;

/// Where an opened link leads.
#[derive(Debug, Clone)]
pub struct Opened {
    pub session: Token,
    pub response: ResponseId,
}

/// Uses a link up and begins a session; `None` for a link that is unknown, used, expired or revoked.
///
/// # Errors
/// When the database does not answer.
pub async fn open(
    connection: &mut Connection,
    token: &Token,
    language: &str,
    now: DateTime<Utc>,
) -> Result<Option<Opened>, Error> {
    connection
        .transaction(async |connection| {
            let Some(opened) = invitations::consume_link(connection, &token.hash(), now).await? else {
                return Ok(None);
            };
            let found = responses::of_department(connection, opened.round, opened.department).await?;
            let Some(response) = found else { return Ok(None) };
            responses::opened(connection, opened.round, response, language, now).await?;
            store_accounts::set_language(connection, opened.account, language).await?;
            let session = accounts::begin_session(connection, opened.account, now).await?;
            Ok(Some(Opened { session, response }))
        })
        .await
}

/// Sends new links to an address for its invitations in open rounds. Whoever asks hears the same, whether the address
/// is known or not.
///
/// # Errors
/// [`Error::Throttled`] after too many requests from one network address.
pub async fn request(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    email: &str,
    language: &str,
    address: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
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
                let (round, invitation) = (standing.round, standing.invitation);
                invitations::add_link(connection, round, invitation, &token.hash(), now, standing.deadline).await?;
                let link = format!("{base_url}/open/{}", token.reveal());
                mails.push(message::new_link(locales, email, language, &standing.round_name, link).into_mail(now));
            }
            outbox::enqueue(connection, &mails).await?;
            Ok(())
        })
        .await
}
