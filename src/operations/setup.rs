//! The first admin: made by a link that the program prints while there is none.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Error, accounts::Origin, accounts::add, accounts::throttled, new_token};
use crate::{
    access::{actor::Role, token::Token},
    store::{
        Connection, Transaction, people,
        sign_in::{self, Purpose},
    },
};

const LIFE: TimeDelta = TimeDelta::days(2);
const ATTEMPTS: i32 = 20;

/// Who shall be the first admin.
#[derive(Debug, Clone, Copy)]
pub struct First<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub language: &'a str,
    pub password: &'a str,
}

/// A fresh link where nobody administers yet; earlier ones no longer work. Nothing where somebody does.
///
/// # Errors
/// When the database does not answer.
pub async fn link(connection: &mut Connection, now: DateTime<Utc>) -> Result<Option<Token>, Error> {
    connection
        .transaction(async |connection| {
            if people::admins(connection).await? > 0 {
                sign_in::forget_links(connection, Purpose::Setup, None).await?;
                return Ok(None);
            }
            let token = new_token();
            sign_in::add_link(connection, &token.hash(), Purpose::Setup, None, now, now + LIFE).await?;
            Ok(Some(token))
        })
        .await
}

/// Makes the first admin, who signs in next and sets an authenticator up. False where the link is unknown, used or
/// expired, or somebody administers already.
///
/// # Errors
/// When the password cannot be taken; then the link can be used again.
pub async fn make(
    connection: &mut Connection,
    link: Option<&Token>,
    first: First<'_>,
    origin: Origin<'_>,
) -> Result<bool, Error> {
    throttled(connection, &format!("setup address {}", origin.address), ATTEMPTS, origin.now).await?;
    let Some(link) = link else { return Ok(false) };
    connection
        .transaction(async |connection| {
            // The link's row is held from here: of two that come at once, the second finds it used.
            if sign_in::use_link(connection, &link.hash(), Purpose::Setup, origin.now).await? != Some(None)
                || people::admins(connection).await? > 0
            {
                return Ok(false);
            }
            let role = Some((Role::Admin, None));
            let First { email, name, language, password } = first;
            add(connection, email, name, language, role, Some(password), origin.now).await?;
            Ok(true)
        })
        .await
}
