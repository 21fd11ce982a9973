//! When a reminder goes: days from a region's deadline, by its own clock, never in its quiet hours, and never in a burst.

use chrono::{DateTime, Days, LocalResult, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Hours in which no reminder is written: from the first until the second, over midnight where that is earlier. None
/// where both are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    pub from: NaiveTime,
    pub until: NaiveTime,
}

/// When a round takes answers from a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub opens_at: DateTime<Utc>,
    /// What the region was told.
    pub deadline: DateTime<Utc>,
    /// When no answer is taken any more: late days are over, or the round was closed.
    pub ends_at: DateTime<Utc>,
}

/// One reminder of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// From the deadline; before it where negative.
    pub days: i32,
    pub added_at: DateTime<Utc>,
}

/// What decides about one person's reminders besides the plan.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    pub zone: Tz,
    /// When they were invited, or the deadline became what it is, whichever came last: what lay before is not made
    /// up for.
    pub since: DateTime<Utc>,
    /// The days of those reminders of this deadline that were sent.
    pub sent: &'a [i32],
}

/// A reminder with its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub days: i32,
    /// When it goes, or should have gone.
    pub at: DateTime<Utc>,
}

/// The most days that a plan looks away from a deadline.
pub const MOST_DAYS: i32 = 366;

/// The most reminders of a plan.
pub const MOST_LINES: usize = 20;

impl Quiet {
    /// Is this time of day quiet?
    #[must_use]
    pub fn holds(self, time: NaiveTime) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            time >= self.from || time < self.until
        }
    }

    /// The moment itself, or the end of the quiet hours that it falls into.
    #[must_use]
    pub fn after(self, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let local = at.with_timezone(&zone);
        if !self.holds(local.time()) {
            return at;
        }
        let day = if self.until > local.time() { Some(local.date_naive()) } else { next_day(local.date_naive()) };
        let ends = day.into_iter().flat_map(|day| moments(day.and_time(self.until), zone)).find(|end| *end > at);
        // An hour that was turned back may end before it began: then it is as long as the hour.
        ends.unwrap_or(at + TimeDelta::hours(1))
    }
}

impl Window {
    /// The window of a region: `late_days` after its deadline answers are still taken, unless the round was closed.
    #[must_use]
    pub fn new(
        opens_at: DateTime<Utc>,
        deadline: DateTime<Utc>,
        late_days: i32,
        closed_at: Option<DateTime<Utc>>,
    ) -> Self {
        let late = deadline + TimeDelta::days(late_days.into());
        Self { opens_at, deadline, ends_at: closed_at.map_or(late, |closed| closed.min(late)) }
    }
}

/// When the reminder so many days from the deadline goes: on that day at the deadline's time of day, by the region's
/// clock; where that is quiet, when the quiet hours end. `None` beyond the calendar.
#[must_use]
pub fn time_of(days: i32, deadline: DateTime<Utc>, zone: Tz, quiet: Quiet) -> Option<DateTime<Utc>> {
    Some(quiet.after(named_time(days, deadline, zone)?, zone))
}

/// Every reminder that is planned for a person and goes at all, in the order of their times: none before the round
/// opens or after it has ended, and none whose day lay before the person was invited or the plan said it.
#[must_use]
pub fn planned(plan: &[Line], window: Window, quiet: Quiet, person: Person<'_>) -> Vec<Due> {
    let line = |line: &Line| {
        let named = named_time(line.days, window.deadline, person.zone)?;
        let at = quiet.after(named, person.zone);
        let is_past = named < person.since.max(line.added_at);
        (!is_past && at >= window.opens_at && at < window.ends_at).then_some(Due { days: line.days, at })
    };
    let mut all: Vec<Due> = plan.iter().filter_map(line).collect();
    all.sort_by_key(|due| (due.at, due.days));
    all
}

/// The reminder that is to be written to a person now. Where several are overdue, for instance after an outage, it is
/// the latest; where that was sent, there is none. In quiet hours there is none either: they are waited for.
#[must_use]
pub fn due(plan: &[Line], window: Window, quiet: Quiet, person: Person<'_>, now: DateTime<Utc>) -> Option<Due> {
    if now < window.opens_at || now >= window.ends_at || quiet.holds(now.with_timezone(&person.zone).time()) {
        return None;
    }
    let latest = planned(plan, window, quiet, person).into_iter().rfind(|due| due.at <= now)?;
    let was_sent = person.sent.iter().any(|days| *days >= latest.days);
    (!was_sent).then_some(latest)
}

/// The next reminder that a person gets if nothing changes, with the time at which it goes.
#[must_use]
pub fn next(plan: &[Line], window: Window, quiet: Quiet, person: Person<'_>, now: DateTime<Utc>) -> Option<Due> {
    let awake = quiet.after(now, person.zone);
    let overdue = due(plan, window, quiet, person, awake).map(|due| Due { at: due.at.max(awake), ..due });
    let ahead = || planned(plan, window, quiet, person).into_iter().find(|due| due.at > awake);
    overdue.or_else(ahead)
}

fn named_time(days: i32, deadline: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let local = deadline.with_timezone(&zone).naive_local();
    let away = Days::new(days.unsigned_abs().into());
    let day = if days < 0 { local.checked_sub_days(away) } else { local.checked_add_days(away) };
    // A day that has no such time, because the clock is put forward, has the first one after it.
    moments(day?, zone).into_iter().next()
}

fn next_day(day: chrono::NaiveDate) -> Option<chrono::NaiveDate> {
    day.checked_add_days(Days::new(1))
}

/// The moments at which a clock on the wall shows this: one, two where it is put back; the first one that it shows
/// afterwards where it is put forward over it.
fn moments(wall: NaiveDateTime, zone: Tz) -> Vec<DateTime<Utc>> {
    let minutes = (0..=24 * 60).filter_map(|minutes| wall.checked_add_signed(TimeDelta::minutes(minutes)));
    for shown in minutes {
        match zone.from_local_datetime(&shown) {
            LocalResult::Single(at) => return vec![at.to_utc()],
            LocalResult::Ambiguous(first, second) => return vec![first.to_utc(), second.to_utc()],
            LocalResult::None => {}
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests;
