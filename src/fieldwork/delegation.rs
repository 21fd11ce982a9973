//! Who sees to what: departments × sections with their states, what is suggested to whom, due dates, and how often the
//! same people may be reminded.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use thiserror::Error;

use super::{ids::AccountId, response::ResponseState};
use crate::questionnaire::{asked::SectionProgress, sections::Section};

/// Where a section stands in a department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionState {
    NotAsked,
    /// The answers that are there leave nothing to ask in it.
    NotRelevant,
    NotStarted,
    InProgress,
    Complete,
    Submitted,
    Returned,
    Accepted,
}

/// What is known of a section in a department.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub response: ResponseState,
    pub progress: SectionProgress,
    /// When somebody last changed an answer in it.
    pub edited_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    /// Of the region.
    pub deadline: DateTime<Utc>,
}

/// One cell of the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub asked: bool,
    pub state: SectionState,
    /// The date set for it, or else the region's deadline; nothing where it is not asked.
    pub due_at: Option<DateTime<Utc>>,
    pub is_overdue: bool,
    pub edited_at: Option<DateTime<Utc>>,
}

/// One row of the overview: a department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row {
    /// Sections that are asked and have something to ask.
    pub asked: usize,
    /// Those of them that are complete, submitted or accepted.
    pub done: usize,
    pub is_overdue: bool,
    /// The next date of what is not done.
    pub due_at: Option<DateTime<Utc>>,
    pub edited_at: Option<DateTime<Utc>>,
}

/// A section that somebody sees to, as it was put down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    pub section: String,
    /// Nobody in particular: the department.
    pub account: Option<AccountId>,
    pub due_at: Option<DateTime<Utc>>,
    pub note: String,
    pub delegated_at: DateTime<Utc>,
}

/// Why a day cannot be a due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DueProblem {
    #[error("this is no day")]
    Unreadable,
    #[error("the day is over")]
    Past,
    #[error("the day is after the deadline")]
    AfterDeadline,
}

/// Somebody is not reminded by hand again before this.
pub const BETWEEN_REMINDERS: TimeDelta = TimeDelta::hours(20);

impl SectionState {
    pub const ALL: [Self; 8] = [
        Self::NotAsked,
        Self::NotRelevant,
        Self::NotStarted,
        Self::InProgress,
        Self::Complete,
        Self::Submitted,
        Self::Returned,
        Self::Accepted,
    ];

    /// The code in pages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAsked => "not-asked",
            Self::NotRelevant => "not-relevant",
            Self::NotStarted => "not-started",
            Self::InProgress => "in-progress",
            Self::Complete => "complete",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
        }
    }

    /// The sign beside the word.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::NotAsked | Self::NotRelevant => "–",
            Self::NotStarted => "○",
            Self::InProgress => "◐",
            Self::Complete => "●",
            Self::Submitted => "✓",
            Self::Returned => "↩",
            Self::Accepted => "★",
        }
    }

    /// Is there nothing to do in it for the department?
    #[must_use]
    pub fn is_done(self) -> bool {
        match self {
            Self::Complete | Self::Submitted | Self::Accepted => true,
            Self::NotAsked | Self::NotRelevant | Self::NotStarted | Self::InProgress | Self::Returned => false,
        }
    }
}

/// The cell of a section in a department at `now`.
#[must_use]
pub fn cell(known: &Known, now: DateTime<Utc>) -> Cell {
    let Known { response, progress, edited_at, due_at, deadline } = *known;
    let state = state(response, progress, edited_at.is_some());
    let due_at = progress.asked.then(|| due_at.unwrap_or(deadline));
    let is_late = |due| match state {
        SectionState::NotStarted | SectionState::InProgress | SectionState::Returned => due <= now,
        // What is complete waits for the others until the deadline.
        SectionState::Complete => deadline <= now,
        SectionState::NotAsked | SectionState::NotRelevant | SectionState::Submitted | SectionState::Accepted => false,
    };
    Cell { asked: progress.asked, state, due_at, is_overdue: due_at.is_some_and(is_late), edited_at }
}

/// The sum of a department's cells.
#[must_use]
pub fn row(cells: &[Cell]) -> Row {
    let asked = || cells.iter().filter(|cell| cell.asked && cell.state != SectionState::NotRelevant);
    Row {
        asked: asked().count(),
        done: asked().filter(|cell| cell.state.is_done()).count(),
        is_overdue: cells.iter().any(|cell| cell.is_overdue),
        due_at: asked().filter(|cell| !cell.state.is_done()).filter_map(|cell| cell.due_at).min(),
        edited_at: cells.iter().filter_map(|cell| cell.edited_at).max(),
    }
}

/// Is the section suggested to departments of this type? A suggestion: every section is open to everybody.
#[must_use]
pub fn is_suggested(section: &Section, kind: &str) -> bool {
    section.departments.is_empty() || section.departments.iter().any(|one| one == kind)
}

/// The sections that are suggested to a type; all where none is.
#[must_use]
pub fn suggested<'a>(sections: &'a [Section], kind: &str) -> Vec<&'a str> {
    let own = |section: &&Section| is_suggested(section, kind);
    let names: Vec<&str> = sections.iter().filter(own).map(|section| section.name.as_str()).collect();
    let all = || sections.iter().map(|section| section.name.as_str()).collect();
    if names.is_empty() { all() } else { names }
}

/// The end of `day` where the round is told, or the deadline if that is on this day; nothing where no day was given.
///
/// # Errors
/// Where it is no day, over, or after the deadline.
pub fn due_at(
    typed: &str,
    zone: Tz,
    deadline: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, DueProblem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let day: NaiveDate = typed.parse().map_err(|_| DueProblem::Unreadable)?;
    let local = |moment: DateTime<Utc>| moment.with_timezone(&zone).date_naive();
    if day < local(now) {
        return Err(DueProblem::Past);
    }
    if day >= local(deadline) {
        return if day == local(deadline) { Ok(Some(deadline)) } else { Err(DueProblem::AfterDeadline) };
    }
    let next = day.checked_add_days(Days::new(1)).ok_or(DueProblem::Unreadable)?;
    // Where a day begins later because the clock is put forward at midnight, the day before ends there all the same.
    let end = zone.from_local_datetime(&next.and_time(NaiveTime::MIN)).earliest();
    let end = end.map_or_else(|| next.and_time(NaiveTime::MIN).and_utc(), |end| end.with_timezone(&Utc));
    Ok(Some((end - TimeDelta::minutes(1)).min(deadline)))
}

/// May somebody be reminded by hand again?
#[must_use]
pub fn may_remind(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    last.is_none_or(|last| now - last >= BETWEEN_REMINDERS)
}

/// What a page showed of a section, to be sent back with a change: another one's change in between shows.
#[must_use]
pub fn seen(asked: bool, delegation: Option<&Delegation>) -> String {
    let stamp = delegation.map_or_else(|| "-".to_owned(), |one| one.delegated_at.timestamp_micros().to_string());
    format!("{}:{stamp}", u8::from(asked))
}

/// The sections of a response once `more` are asked too; `None` is all.
#[must_use]
pub fn with(sections: Option<&[String]>, more: &[String], all: &[Section]) -> Option<Vec<String>> {
    let own: BTreeSet<&String> = sections?.iter().chain(more).collect();
    let is_all = all.iter().all(|section| own.contains(&section.name));
    (!is_all).then(|| own.into_iter().cloned().collect())
}

/// The sections of a response without one; `None` where none would be left.
#[must_use]
pub fn without(sections: Option<&[String]>, gone: &str, all: &[Section]) -> Option<Vec<String>> {
    let names = all.iter().map(|section| &section.name);
    let own = names.filter(|name| sections.is_none_or(|sections| sections.contains(*name)));
    let left: Vec<String> = own.filter(|name| *name != gone).cloned().collect();
    (!left.is_empty()).then_some(left)
}

fn state(response: ResponseState, progress: SectionProgress, begun: bool) -> SectionState {
    if !progress.asked && !begun {
        return SectionState::NotAsked;
    }
    match response {
        ResponseState::Submitted => SectionState::Submitted,
        ResponseState::Accepted => SectionState::Accepted,
        ResponseState::InProgress | ResponseState::Returned if !progress.relevant => SectionState::NotRelevant,
        ResponseState::Returned => SectionState::Returned,
        ResponseState::InProgress => match (begun, progress.open) {
            (false, _) => SectionState::NotStarted,
            (true, 0) => SectionState::Complete,
            (true, _) => SectionState::InProgress,
        },
    }
}

#[cfg(test)]
mod tests;
