//! Mails about an account: a link to sign in, and one to choose a password.

use chrono::{DateTime, Utc};

use crate::{language::Locales, mail::message, store::outbox::Mail};

/// Whom to write to, and how.
#[derive(Clone, Copy)]
pub struct Letter<'a> {
    pub locales: &'a Locales,
    pub base_url: &'a str,
    pub to: &'a str,
    pub language: &'a str,
    pub now: DateTime<Utc>,
}

impl Letter<'_> {
    /// A link that signs in.
    #[must_use]
    pub fn sign_in(self, token: &str) -> Mail {
        let address = format!("{}/open/{token}", self.base_url);
        message::sign_in(self.locales, self.to, self.language, address).into_mail(self.now)
    }

    /// A link that lets somebody choose a password.
    #[must_use]
    pub fn password(self, token: &str) -> Mail {
        let address = format!("{}/welcome/{token}", self.base_url);
        message::password(self.locales, self.to, self.language, address).into_mail(self.now)
    }
}
