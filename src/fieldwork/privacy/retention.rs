//! When what is kept of a round is due to go.

use chrono::{DateTime, Days, Utc};

/// What is kept for a time of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Answers as they were being written, with their history and files that were not submitted.
    Drafts,
    /// Who was asked: invitations, links, reminders; and people who have no other part.
    Contacts,
    /// Mails with what became of them.
    Logs,
}

/// The periods of a round, in days after it is over; nothing: kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Periods {
    pub drafts: Option<u32>,
    pub contacts: Option<u32>,
    pub logs: Option<u32>,
}

impl Kind {
    /// Contacts come last: without them nobody knows whose mails those of the round were.
    pub const ALL: [Self; 3] = [Self::Drafts, Self::Logs, Self::Contacts];

    /// The code in rows.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Contacts => "contacts",
            Self::Logs => "logs",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Periods {
    /// When this is due, of a round that is over since then; nothing where it is kept. What cannot be reckoned is never
    /// due.
    #[must_use]
    pub fn due(&self, kind: Kind, over: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let days = match kind {
            Kind::Drafts => self.drafts,
            Kind::Contacts => self.contacts,
            Kind::Logs => self.logs,
        };
        over.checked_add_days(Days::new(days?.into()))
    }
}

/// When a round is over: when it was closed by hand, else at its last deadline and the days for which late answers are
/// taken.
#[must_use]
pub fn over(closed: Option<DateTime<Utc>>, last_deadline: DateTime<Utc>, late_days: u32) -> Option<DateTime<Utc>> {
    closed.or_else(|| last_deadline.checked_add_days(Days::new(late_days.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_due_is_reckoned_from_the_end() {
        let deadline = at("2026-03-31T18:00:00Z");
        assert_eq!(over(None, deadline, 0), Some(deadline));
        assert_eq!(over(None, deadline, 10), Some(at("2026-04-10T18:00:00Z")));
        let closed = at("2026-03-01T12:00:00Z");
        assert_eq!(over(Some(closed), deadline, 10), Some(closed));
        let periods = Periods { drafts: Some(30), contacts: None, logs: Some(u32::MAX) };
        assert_eq!(periods.due(Kind::Drafts, closed), Some(at("2026-03-31T12:00:00Z")));
        assert_eq!(periods.due(Kind::Contacts, closed), None);
        assert_eq!(periods.due(Kind::Logs, closed), None);
    }

    #[test]
    fn kinds_have_codes() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(Kind::from_code("else"), None);
    }
}
