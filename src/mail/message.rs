//! What the program writes to people, kind by kind, from Fluent messages; [`super::layout`] makes text and HTML of it.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    layout,
    notice::{About, Notice},
};
use crate::{language::Locales, store::outbox::Mail};

/// Every kind of mail that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Invitation,
    Link,
    SignIn,
    Password,
    Receipt,
    Reminder,
    Moved,
    Notice(Notice),
    Test,
}

/// The parts of a mail; each is text, escaped where it becomes HTML.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    pub kind: Kind,
    pub to: &'a str,
    pub language: &'a str,
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What the one link says, and where it leads.
    pub link: Option<(String, String)>,
    /// Who wrote, in small print.
    pub footer: String,
    pub institution: String,
    /// What the link says that ends reminders, and where it leads.
    pub unsubscribe: Option<(String, String)>,
}

impl Kind {
    pub const ALL: [Self; 19] = [
        Self::Invitation,
        Self::Link,
        Self::SignIn,
        Self::Password,
        Self::Receipt,
        Self::Reminder,
        Self::Moved,
        Self::Notice(Notice::Region),
        Self::Notice(Notice::Deadline),
        Self::Notice(Notice::Delegated),
        Self::Notice(Notice::Withdrawn),
        Self::Notice(Notice::Query),
        Self::Notice(Notice::Answered),
        Self::Notice(Notice::Returned),
        Self::Notice(Notice::Accepted),
        Self::Notice(Notice::Reopened),
        Self::Notice(Notice::Requested),
        Self::Notice(Notice::Signed),
        Self::Test,
    ];

    /// The code in rows and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Link => "link",
            Self::SignIn => "sign-in",
            Self::Password => "password",
            Self::Receipt => "receipt",
            Self::Reminder => "reminder",
            Self::Moved => "moved",
            Self::Notice(notice) => notice.code(),
            Self::Test => "test",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        kind: Kind,
        locales: &Locales,
        to: &'a str,
        language: &'a str,
        subject: String,
        paragraphs: Vec<String>,
    ) -> Self {
        let say = |key: &str| locales.text(language, key, &[]);
        let (footer, institution) = (say("mail-footer"), say("mail-institution"));
        Self { kind, to, language, subject, paragraphs, link: None, footer, institution, unsubscribe: None }
    }

    pub(super) fn link(mut self, label: String, address: String) -> Self {
        self.link = Some((label, address));
        self
    }

    /// With what somebody wrote to the reader in their own words, after the first `at` paragraphs.
    #[must_use]
    pub fn with_words(mut self, introduction: String, words: &str, at: usize) -> Self {
        let lines: Vec<String> =
            words.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        if !lines.is_empty() {
            let at = at.min(self.paragraphs.len());
            self.paragraphs.splice(at..at, std::iter::once(introduction).chain(lines));
        }
        self
    }

    /// The mail as the outbox keeps it. A line break in the address is kept, and refused where the mail is sent; in the
    /// subject, which quotes names that people typed, it is a space.
    #[must_use]
    pub fn into_mail(self, now: DateTime<Utc>) -> Mail {
        let subject: Vec<&str> =
            self.subject.split(|letter: char| letter.is_control() || letter.is_whitespace()).collect();
        Mail {
            id: Uuid::now_v7(),
            kind: self.kind.code().to_owned(),
            recipient: self.to.to_owned(),
            subject: subject.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "),
            body_text: layout::text(&self),
            body_html: layout::html(&self),
            created_at: now,
            next_attempt_at: now,
            unsubscribe_url: self.unsubscribe.map(|(_, address)| address),
            sent_at: None,
        }
    }
}

/// The invitation to answer for a department.
#[must_use]
pub fn invitation<'a>(
    locales: &Locales,
    to: &'a str,
    language: &'a str,
    round: &str,
    department: &str,
    deadline: DateTime<Utc>,
    link: String,
) -> Draft<'a> {
    let deadline = moment(deadline);
    let arguments = [("round", round), ("department", department), ("deadline", deadline.as_str())];
    let say = |key: &str| locales.text(language, key, &arguments);
    let paragraphs = vec![
        say("mail-greeting"),
        say("mail-invitation-asks"),
        say("mail-invitation-share"),
        say("mail-invitation-deadline"),
        say("mail-link-once"),
    ];
    Draft::new(Kind::Invitation, locales, to, language, say("mail-invitation-subject"), paragraphs)
        .link(say("mail-invitation-link"), link)
}

/// A new link for somebody who asked.
#[must_use]
pub fn new_link<'a>(locales: &Locales, to: &'a str, language: &'a str, round: &str, link: String) -> Draft<'a> {
    let say = |key: &str| locales.text(language, key, &[("round", round)]);
    let paragraphs = vec![say("mail-greeting"), say("mail-new-link-asked"), say("mail-link-once")];
    Draft::new(Kind::Link, locales, to, language, say("mail-new-link-subject"), paragraphs)
        .link(say("mail-new-link-link"), link)
}

/// A link that signs somebody in who asked for one.
#[must_use]
pub fn sign_in<'a>(locales: &Locales, to: &'a str, language: &'a str, link: String) -> Draft<'a> {
    let say = |key: &str| locales.text(language, key, &[]);
    let paragraphs = vec![say("mail-greeting"), say("mail-sign-in-asked"), say("mail-link-once")];
    Draft::new(Kind::SignIn, locales, to, language, say("mail-sign-in-subject"), paragraphs)
        .link(say("mail-sign-in-link"), link)
}

/// A link that lets somebody choose a password.
#[must_use]
pub fn password<'a>(locales: &Locales, to: &'a str, language: &'a str, link: String) -> Draft<'a> {
    let say = |key: &str| locales.text(language, key, &[]);
    let paragraphs = vec![say("mail-greeting"), say("mail-password-text"), say("mail-password-once")];
    Draft::new(Kind::Password, locales, to, language, say("mail-password-subject"), paragraphs)
        .link(say("mail-password-link"), link)
}

/// The receipt of a submission.
#[must_use]
pub fn receipt<'a>(
    locales: &Locales,
    to: &'a str,
    language: &'a str,
    round: &str,
    reference: &str,
    link: String,
) -> Draft<'a> {
    let say = |key: &str| locales.text(language, key, &[("round", round), ("reference", reference)]);
    let paragraphs = vec![say("mail-greeting"), say("mail-receipt-thanks"), say("mail-receipt-reference")];
    Draft::new(Kind::Receipt, locales, to, language, say("mail-receipt-subject"), paragraphs)
        .link(say("mail-receipt-link"), link)
}

/// The questionnaire changed, and some answers are to be confirmed.
#[must_use]
pub fn moved<'a>(
    locales: &Locales,
    to: &'a str,
    language: &'a str,
    round: &str,
    department: &str,
    count: usize,
    link: String,
) -> Draft<'a> {
    let count = count.to_string();
    let arguments = [("round", round), ("department", department), ("count", count.as_str())];
    let say = |key: &str| locales.text(language, key, &arguments);
    let paragraphs = vec![say("mail-greeting"), say("mail-moved-changed"), say("mail-moved-kept")];
    Draft::new(Kind::Moved, locales, to, language, say("mail-moved-subject"), paragraphs)
        .link(say("mail-moved-link"), link)
}

/// What a reminder is about.
#[derive(Debug, Clone, Copy)]
pub struct Reminding<'a> {
    pub round: &'a str,
    pub department: &'a str,
    pub deadline: DateTime<Utc>,
}

/// The reminder of a round, with the two links that it carries: to the questionnaire, and to end reminders.
#[must_use]
pub fn reminder<'a>(
    locales: &Locales,
    to: &'a str,
    language: &'a str,
    about: &Reminding<'_>,
    link: String,
    unsubscribe: String,
) -> Draft<'a> {
    let deadline = moment(about.deadline);
    let arguments = [("round", about.round), ("department", about.department), ("deadline", deadline.as_str())];
    let say = |key: &str| locales.text(language, key, &arguments);
    let paragraphs = vec![
        say("mail-greeting"),
        say("mail-reminder-waits"),
        say("mail-reminder-deadline"),
        say("mail-reminder-done"),
        say("mail-link-once"),
    ];
    let subject = say("mail-reminder-subject");
    let mut draft =
        Draft::new(Kind::Reminder, locales, to, language, subject, paragraphs).link(say("mail-invitation-link"), link);
    draft.unsubscribe = Some((say("mail-reminder-unsubscribe"), unsubscribe));
    draft
}

/// A mail that only shows that mails arrive.
#[must_use]
pub fn test<'a>(locales: &Locales, to: &'a str, language: &'a str, base_url: &str) -> Draft<'a> {
    let say = |key: &str| locales.text(language, key, &[]);
    let paragraphs = vec![say("mail-greeting"), say("mail-test-text")];
    Draft::new(Kind::Test, locales, to, language, say("mail-test-subject"), paragraphs)
        .link(say("mail-test-link"), base_url.to_owned())
}

/// A mail of each kind with made-up content, for looking at it. Its links open nothing.
#[must_use]
pub fn sample<'a>(
    kind: Kind,
    locales: &Locales,
    to: &'a str,
    language: &'a str,
    base_url: &str,
    now: DateTime<Utc>,
) -> Draft<'a> {
    let say = |key: &str| locales.text(language, key, &[]);
    let (round, department) = (say("mail-sample-round"), say("mail-sample-department"));
    let deadline = now + TimeDelta::days(30);
    let link = format!("{base_url}/open/{}", say("mail-sample-token"));
    match kind {
        Kind::Invitation => invitation(locales, to, language, &round, &department, deadline, link),
        Kind::Link => new_link(locales, to, language, &round, link),
        Kind::SignIn => sign_in(locales, to, language, link),
        Kind::Password => password(locales, to, language, format!("{base_url}/welcome/{}", say("mail-sample-token"))),
        Kind::Receipt => receipt(locales, to, language, &round, "ABCD-1234", link),
        Kind::Reminder => {
            let about = Reminding { round: &round, department: &department, deadline };
            let unsubscribe = format!("{base_url}/unsubscribe/{}", say("mail-sample-token"));
            reminder(locales, to, language, &about, link, unsubscribe)
        }
        Kind::Moved => moved(locales, to, language, &round, &department, 3, link),
        Kind::Notice(notice) => {
            let (what, words) = (say("mail-sample-section"), say("mail-sample-words"));
            let about =
                About { round: &round, whom: &department, what: &what, deadline: Some(deadline), words: &words };
            notice.draft(locales, to, language, &about, link)
        }
        Kind::Test => test(locales, to, language, base_url),
    }
}

/// A moment as mails say it.
pub(super) fn moment(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Draft<'static> {
        Draft {
            kind: Kind::Test,
            to: "a@example.org",
            language: "en",
            subject: "One\r\nTwo: three\u{2028}four".into(),
            paragraphs: vec!["<script>alert(1)</script>".into(), "{{institution}} {{{footer}}}".into()],
            link: Some(("<b>Open</b>".into(), "https://example.org/?a=1&b=\"2\"".into())),
            footer: "<i>footer</i>".into(),
            institution: "<u>house</u>".into(),
            unsubscribe: Some(("<s>stop</s>".into(), "https://example.org/\"onclick=\"x".into())),
        }
    }

    #[test]
    fn what_people_typed_is_escaped_and_cannot_add_headers() {
        let mail = hostile().into_mail(Utc::now());
        assert_eq!(mail.subject, "One Two: three four");
        for tag in ["<script>", "<b>", "<i>", "<u>", "<s>", "\"onclick"] {
            assert!(!mail.body_html.contains(tag), "{tag}");
        }
        assert!(mail.body_html.contains("&lt;script&gt;") && mail.body_html.contains("&amp;b"));
        assert!(mail.body_html.contains("{{institution}} {{{footer}}}"), "typed braces are no template");
        assert!(mail.body_text.contains("https://example.org/?a=1&b=\"2\""));
    }

    #[test]
    fn every_kind_is_written_in_every_language() {
        let locales = Locales::load_for("Conférence «A» \"B\" {C} \\ D").unwrap();
        let now = Utc::now();
        for language in locales.codes() {
            for kind in Kind::ALL {
                let mail =
                    sample(kind, &locales, "a@example.org", language, "https://p.example.org", now).into_mail(now);
                let said = format!("{language} {kind:?}: {} {} {}", mail.subject, mail.body_text, mail.body_html);
                for unsaid in ["mail-", "{ $", "{ -", "{$"] {
                    assert!(!said.replace("mail-sample", "").contains(unsaid), "{said}");
                }
                assert!(mail.body_text.contains("Conférence «A» \"B\" {C} \\ D"), "{said}");
                assert!(mail.body_html.contains(&format!("<html lang=\"{language}\"")), "{said}");
                assert!(!mail.body_html.contains("<img"), "{said}");
                assert_eq!(mail.unsubscribe_url.is_some(), kind == Kind::Reminder, "{said}");
            }
        }
        assert!(Kind::ALL.into_iter().all(|kind| Kind::from_code(kind.code()) == Some(kind)));
    }
}
