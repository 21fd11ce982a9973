//! Notices: one event of a round, told to whoever it concerns, with the words that somebody wrote for them and one link.

use chrono::{DateTime, Utc};

use super::message::{Draft, Kind, moment};
use crate::language::Locales;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// A region is asked in a round: to its coordinators.
    Region,
    /// The deadline is another one.
    Deadline,
    /// A section is theirs to see to.
    Delegated,
    /// A section is no longer theirs to see to.
    Withdrawn,
    /// Somebody asks back about an answer.
    Query,
    /// What was asked back was answered.
    Answered,
    Returned,
    Accepted,
    Reopened,
    /// A department asks to have its response back: to the coordinators.
    Requested,
    /// The region's answer was signed off.
    Signed,
}

/// What it is about; empty text where it does not matter to the kind.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub round: &'a str,
    /// The department, or the region.
    pub whom: &'a str,
    /// The section, the question, or the reference.
    pub what: &'a str,
    pub deadline: Option<DateTime<Utc>>,
    /// What a person wrote; a paragraph of its own.
    pub words: &'a str,
}

impl Notice {
    pub const ALL: [Self; 11] = [
        Self::Region,
        Self::Deadline,
        Self::Delegated,
        Self::Withdrawn,
        Self::Query,
        Self::Answered,
        Self::Returned,
        Self::Accepted,
        Self::Reopened,
        Self::Requested,
        Self::Signed,
    ];

    /// The code in rows and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Deadline => "deadline",
            Self::Delegated => "delegated",
            Self::Withdrawn => "withdrawn",
            Self::Query => "query",
            Self::Answered => "answered",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Reopened => "reopened",
            Self::Requested => "requested",
            Self::Signed => "signed",
        }
    }

    /// The notice as a mail.
    #[must_use]
    pub fn draft<'a>(
        self,
        locales: &Locales,
        to: &'a str,
        language: &'a str,
        about: &About<'_>,
        link: String,
    ) -> Draft<'a> {
        let deadline = about.deadline.map(moment).unwrap_or_default();
        let arguments =
            [("round", about.round), ("whom", about.whom), ("what", about.what), ("deadline", deadline.as_str())];
        let say = |key: &str| locales.text(language, key, &arguments);
        let code = self.code();
        let mut paragraphs = vec![say("mail-greeting"), say(&format!("mail-notice-text-{code}"))];
        if about.deadline.is_some() {
            paragraphs.push(say("mail-notice-deadline"));
        }
        if !about.words.trim().is_empty() {
            paragraphs.push(say("mail-notice-words"));
            paragraphs.extend(about.words.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
        }
        let subject = say(&format!("mail-notice-subject-{code}"));
        Draft::new(Kind::Notice(self), locales, to, language, subject, paragraphs).link(say("mail-notice-link"), link)
    }
}
