//! Reminders of a round: what waits, until when, with the two links that they carry: to the questionnaire, and to end
//! reminders.

use chrono::{DateTime, Utc};

use super::message::{Draft, Kind, moment};
use crate::language::Locales;

/// What a reminder is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub round: &'a str,
    pub department: &'a str,
    pub deadline: DateTime<Utc>,
    /// Was it submitted before, and given back?
    pub returned: bool,
    /// Where the deadline has passed: until when answers are taken all the same.
    pub late_until: Option<DateTime<Utc>>,
}

/// The reminder as a mail.
#[must_use]
pub fn reminder<'a>(
    locales: &Locales,
    to: &'a str,
    language: &'a str,
    about: &About<'_>,
    link: String,
    unsubscribe: String,
) -> Draft<'a> {
    let (deadline, until) = (moment(about.deadline), about.late_until.map(moment).unwrap_or_default());
    let arguments = [
        ("round", about.round),
        ("department", about.department),
        ("deadline", deadline.as_str()),
        ("until", until.as_str()),
    ];
    let say = |key: &str| locales.text(language, key, &arguments);
    let paragraphs = vec![
        say("mail-greeting"),
        say(if about.returned { "reminding-mail-returned" } else { "mail-reminder-waits" }),
        say(if about.late_until.is_some() { "reminding-mail-late" } else { "mail-reminder-deadline" }),
        say("mail-reminder-done"),
        say("mail-link-once"),
    ];
    let subject = say("mail-reminder-subject");
    let mut draft =
        Draft::new(Kind::Reminder, locales, to, language, subject, paragraphs).link(say("mail-invitation-link"), link);
    draft.unsubscribe = Some((say("mail-reminder-unsubscribe"), unsubscribe));
    draft
}
