//! Rounds: one collection with its moments, where it stands between them, and what may be changed there.

mod changes;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::ids::{RoundId, VersionId};

pub use changes::{Change, Standing};

/// One collection: a version of a questionnaire, put to departments between two moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    pub id: RoundId,
    /// Lower-case words with hyphens, as it stands in addresses and file names.
    pub code: String,
    pub name: String,
    pub version: VersionId,
    /// None while it is a draft: nobody was asked yet.
    pub launched_at: Option<DateTime<Utc>>,
    pub opens_at: DateTime<Utc>,
    /// Beside a response it is the deadline of its region.
    pub deadline: DateTime<Utc>,
    /// When somebody closed it.
    pub closed_at: Option<DateTime<Utc>>,
    pub archived_at: Option<DateTime<Utc>>,
    pub rules: Rules,
}

/// What a round holds to while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Where its moments are told.
    pub time_zone: Tz,
    /// For so many days after its deadline a response is still taken, and is late.
    pub late_days: u16,
    /// Reminders do not go from this time of the day …
    pub quiet_from: NaiveTime,
    /// … until this one.
    pub quiet_until: NaiveTime,
    /// Days after the round is over; none where it is kept.
    pub keep_drafts_days: Option<u16>,
    pub keep_contacts_days: Option<u16>,
    pub keep_logs_days: Option<u16>,
}

/// The most days that a late policy can have.
pub const MOST_LATE_DAYS: u16 = 366;

/// Where a round stands, as people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoundState {
    /// Being prepared: nobody was asked.
    Draft,
    /// Who is asked was told, and it opens later.
    Scheduled,
    /// Takes answers; after the deadline as late ones.
    Open,
    /// Takes no answers any more, or only corrections of what was returned.
    Closed,
    /// Kept as it is for ever.
    Archived,
}

impl Default for Rules {
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self {
            time_zone: Tz::Europe__Brussels,
            late_days: 0,
            quiet_from: hour(19),
            quiet_until: hour(8),
            keep_drafts_days: None,
            keep_contacts_days: None,
            keep_logs_days: None,
        }
    }
}

impl Round {
    /// A draft with the rules that a round has where nobody says otherwise.
    #[must_use]
    pub fn draft(
        id: RoundId,
        code: String,
        name: String,
        version: VersionId,
        opens_at: DateTime<Utc>,
        deadline: DateTime<Utc>,
    ) -> Self {
        let (launched_at, closed_at, archived_at) = (None, None, None);
        let rules = Rules::default();
        Self { id, code, name, version, launched_at, opens_at, deadline, closed_at, archived_at, rules }
    }

    /// Where it stands at `now`, exactly. Who launched, closed or archived it has done so, whatever this machine's clock
    /// says: only what was planned is compared with the clock.
    #[must_use]
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        if self.archived_at.is_some() {
            Standing::Archived
        } else if self.launched_at.is_none() {
            Standing::Draft
        } else if self.closed_at.is_some() {
            Standing::Closed
        } else if now < self.opens_at {
            Standing::Scheduled
        } else if now < self.deadline {
            Standing::Open
        } else if now < self.last_moment() {
            Standing::Late
        } else {
            Standing::Over
        }
    }

    /// Where it stands at `now`, as people are told.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> RoundState {
        self.standing(now).state()
    }

    /// Until when answers are taken, late ones too.
    #[must_use]
    pub fn last_moment(&self) -> DateTime<Utc> {
        self.deadline + TimeDelta::days(i64::from(self.rules.late_days))
    }

    /// Was something that was submitted at `at` late?
    #[must_use]
    pub fn is_late(&self, at: DateTime<Utc>) -> bool {
        at > self.deadline
    }

    /// Was it launched, and neither closed by hand nor archived? Then only its moments say whether it takes answers.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.is_launched() && self.closed_at.is_none() && self.archived_at.is_none()
    }

    /// Does respondents' and coordinators' business with it exist at all?
    #[must_use]
    pub fn is_launched(&self) -> bool {
        self.launched_at.is_some()
    }
}

impl RoundState {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Scheduled, Self::Open, Self::Closed, Self::Archived];

    /// The code in pages and exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Archived => "archived",
        }
    }

    /// The message that names it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "round-state-draft",
            Self::Scheduled => "round-state-scheduled",
            Self::Open => "round-state-open",
            Self::Closed => "round-state-closed",
            Self::Archived => "round-state-archived",
        }
    }
}

#[cfg(test)]
mod tests;
