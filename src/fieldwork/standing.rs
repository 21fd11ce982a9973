//! Where a region stands in a round, counted from its departments, and why somebody should call it.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    ids::{DepartmentId, RegionId, ResponseId},
    response::ResponseState,
};

/// Unopened for so long, somebody should call.
pub const LONG_UNOPENED: TimeDelta = TimeDelta::days(7);

/// So close to the deadline, somebody should call.
pub const NEAR: TimeDelta = TimeDelta::days(3);

/// How far one department is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub region: RegionId,
    pub response: ResponseId,
    pub name: String,
    pub kind: String,
    pub state: ResponseState,
    pub revision: i32,
    pub invited_at: Option<DateTime<Utc>>,
    pub opened_at: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
    /// When it was submitted for the first time.
    pub submitted_at: Option<DateTime<Utc>>,
    pub open_queries: i64,
    pub people: Vec<Contact>,
}

/// Somebody to write to or to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub email: String,
    pub name: String,
    /// Mails to the address come back.
    pub bounced: bool,
}

/// A region that a round asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub region: RegionId,
    pub asked_at: Option<DateTime<Utc>>,
    pub deadline: DateTime<Utc>,
    /// Its own answer is signed off.
    pub signed: bool,
    pub coordinators: Vec<Contact>,
}

/// How many departments came how far. Who has submitted has opened and started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Numbers {
    pub asked: usize,
    pub opened: usize,
    pub started: usize,
    /// Submitted or accepted now.
    pub submitted: usize,
    pub returned: usize,
    pub accepted: usize,
    /// Submitted for the first time after the deadline.
    pub late: usize,
}

/// Where a region stands as a whole; the furthest that holds for all its departments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Asked, and has invited no department.
    Unshared,
    /// Nobody has opened it.
    Unopened,
    /// Somebody has opened it, and nothing is answered.
    Opened,
    /// Answers are being written.
    Started,
    /// Every department has submitted.
    Submitted,
    /// Every department's answers are accepted.
    Accepted,
    /// The region's own answer is signed off.
    Signed,
}

/// How far a department lacks behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    NotOpened,
    NotStarted,
    NotSubmitted,
}

/// Why somebody should call a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    NoCoordinator,
    /// Asked so many days ago, and no department is invited.
    Unshared {
        days: i64,
    },
    /// Mails to these addresses come back.
    Bounced {
        addresses: Vec<String>,
    },
    /// So many departments have not opened it, the first of them for so many days.
    Unopened {
        departments: usize,
        days: i64,
    },
    /// So many departments have not submitted, so many days before the deadline.
    Near {
        departments: usize,
        days: i64,
    },
    /// So many departments have not submitted, and the deadline has passed.
    Overdue {
        departments: usize,
    },
}

impl Stage {
    pub const ALL: [Self; 7] =
        [Self::Unshared, Self::Unopened, Self::Opened, Self::Started, Self::Submitted, Self::Accepted, Self::Signed];

    /// The code in addresses, and for the style sheet.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unshared => "unshared",
            Self::Unopened => "unopened",
            Self::Opened => "opened",
            Self::Started => "started",
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::Signed => "signed",
        }
    }

    /// The stage with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Where a region with these numbers stands.
    #[must_use]
    pub fn of(numbers: Numbers, signed: bool) -> Self {
        match numbers {
            _ if signed => Self::Signed,
            Numbers { asked: 0, .. } => Self::Unshared,
            Numbers { asked, accepted, .. } if accepted == asked => Self::Accepted,
            Numbers { asked, submitted, .. } if submitted == asked => Self::Submitted,
            Numbers { started: 1.., .. } => Self::Started,
            Numbers { opened: 1.., .. } => Self::Opened,
            Numbers { .. } => Self::Unopened,
        }
    }
}

impl Missing {
    pub const ALL: [Self; 3] = [Self::NotOpened, Self::NotStarted, Self::NotSubmitted];

    /// The code in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotOpened => "not_opened",
            Self::NotStarted => "not_started",
            Self::NotSubmitted => "not_submitted",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|missing| missing.code() == code)
    }

    /// Does it hold for this department?
    #[must_use]
    pub fn holds(self, department: &Department) -> bool {
        match self {
            Self::NotOpened => !department.is_opened(),
            Self::NotStarted => !department.is_started(),
            Self::NotSubmitted => !department.is_submitted(),
        }
    }
}

impl Department {
    /// Was it opened? Who has saved something has opened it, whichever way they came.
    #[must_use]
    pub fn is_opened(&self) -> bool {
        self.opened_at.is_some() || self.is_started()
    }

    /// Was something saved?
    #[must_use]
    pub fn is_started(&self) -> bool {
        self.started_at.is_some() || self.submitted_at.is_some() || self.is_submitted()
    }

    /// Is it submitted now, and not given back?
    #[must_use]
    pub fn is_submitted(&self) -> bool {
        match self.state {
            ResponseState::Submitted | ResponseState::Accepted => true,
            ResponseState::InProgress | ResponseState::Returned => false,
        }
    }

    /// Was it submitted for the first time after this deadline?
    #[must_use]
    pub fn is_late(&self, deadline: DateTime<Utc>) -> bool {
        self.submitted_at.is_some_and(|at| at > deadline)
    }
}

impl Numbers {
    /// Counts departments of a region with this deadline.
    #[must_use]
    pub fn count<'a>(departments: impl IntoIterator<Item = &'a Department>, deadline: DateTime<Utc>) -> Self {
        let mut numbers = Self::default();
        for one in departments {
            numbers.asked += 1;
            numbers.opened += usize::from(one.is_opened());
            numbers.started += usize::from(one.is_started());
            numbers.submitted += usize::from(one.is_submitted());
            numbers.returned += usize::from(one.state == ResponseState::Returned);
            numbers.accepted += usize::from(one.state == ResponseState::Accepted);
            numbers.late += usize::from(one.is_late(deadline));
        }
        numbers
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            asked: self.asked + other.asked,
            opened: self.opened + other.opened,
            started: self.started + other.started,
            submitted: self.submitted + other.submitted,
            returned: self.returned + other.returned,
            accepted: self.accepted + other.accepted,
            late: self.late + other.late,
        }
    }

    /// How many of a hundred that were asked have submitted, rounded down: a hundred are all.
    #[must_use]
    pub fn share(self) -> usize {
        (100 * self.submitted).checked_div(self.asked).unwrap_or(0)
    }
}

/// Why somebody should call this region; nothing once it has signed, or all its departments have submitted and it has
/// somebody who coordinates.
#[must_use]
pub fn reasons(asked: &Asked, departments: &[&Department], now: DateTime<Utc>) -> Vec<Reason> {
    if asked.signed {
        return Vec::new();
    }
    let mut found = Vec::new();
    if asked.coordinators.is_empty() {
        found.push(Reason::NoCoordinator);
    }
    if let (true, Some(at)) = (departments.is_empty(), asked.asked_at.filter(|at| now - *at >= LONG_UNOPENED)) {
        found.push(Reason::Unshared { days: (now - at).num_days() });
    }
    let missing: Vec<&&Department> = departments.iter().filter(|one| !one.is_submitted()).collect();
    let reached = missing.iter().flat_map(|one| &one.people).chain(&asked.coordinators);
    let mut addresses: Vec<String> = reached.filter(|who| who.bounced).map(|who| who.email.clone()).collect();
    addresses.sort();
    addresses.dedup();
    if !addresses.is_empty() {
        found.push(Reason::Bounced { addresses });
    }
    let waits = missing.iter().filter(|one| !one.is_opened()).filter_map(|one| one.invited_at);
    let long: Vec<TimeDelta> = waits.map(|at| now - at).filter(|wait| *wait >= LONG_UNOPENED).collect();
    if let Some(longest) = long.iter().max() {
        found.push(Reason::Unopened { departments: long.len(), days: longest.num_days() });
    }
    let left = asked.deadline - now;
    if missing.is_empty() && !departments.is_empty() || left > NEAR {
        return found;
    }
    if left > TimeDelta::zero() {
        found.push(Reason::Near { departments: missing.len(), days: left.num_days() });
    } else {
        found.push(Reason::Overdue { departments: missing.len() });
    }
    found
}

#[cfg(test)]
mod tests;
