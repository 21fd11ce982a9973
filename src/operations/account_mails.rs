//! Mails about an account: a link to sign in, and one to choose a password.

use chrono::{DateTime, Utc};

use crate::{language::Locales, mail::message::Draft, store::outbox::Mail};

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
        self.mail("mail-sign-in-subject", &["mail-sign-in-asked", "mail-link-once"], "mail-sign-in-link", address)
    }

    /// A link that lets somebody choose a password.
    #[must_use]
    pub fn password(self, token: &str) -> Mail {
        let address = format!("{}/welcome/{token}", self.base_url);
        self.mail("mail-password-subject", &["mail-password-text", "mail-password-once"], "mail-password-link", address)
    }

    fn mail(self, subject: &str, paragraphs: &[&str], link: &str, address: String) -> Mail {
        let say = |key: &str| self.locales.text(self.language, key, &[]);
        let greeting = say("mail-greeting");
        let draft = Draft {
            kind: "account",
            to: self.to,
            language: self.language,
            subject: say(subject),
            paragraphs: std::iter::once(greeting).chain(paragraphs.iter().map(|key| say(key))).collect(),
            link: Some((say(link), address)),
        };
        draft.into_mail(self.now)
    }
}
