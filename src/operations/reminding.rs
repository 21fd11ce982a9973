//! Reminders of a round: those of its plan that are due, those that somebody sends, and the plan itself.
//!
//! Whose department has not submitted is reminded, and whose response was given back: both wait for the same person.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::json;

use super::{Error, links::Writing, new_token};
use crate::{
    fieldwork::{
        ids::{AccountId, RegionId, RoundId},
        reminding::{self, Line, MOST_DAYS, MOST_LINES, Person, Window},
        zones::zone_of,
    },
    language::Locales,
    mail::reminder::{About, reminder},
    store::{
        self, Connection, Transaction, audit, outbox, reminders,
        reminding::{self as store_reminding, Reminded, Waiting},
    },
};

/// Who was reminded less long ago is not reminded by hand: two people who press the button write one mail.
pub const REST: TimeDelta = TimeDelta::hours(12);

/// What the worker needs to remind by the plans.
#[derive(Clone)]
pub struct Reminder {
    pub locales: Arc<Locales>,
    pub base_url: String,
}

/// What came, or would come, of reminding by hand: everybody who has not submitted is counted once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub reminded: usize,
    /// Of those: so many mails wait for the morning of their region.
    pub later: usize,
    pub refused: usize,
    pub bounced: usize,
    /// Reminded less than [`REST`] ago.
    pub lately: usize,
    /// Their region's deadline and late days are over.
    pub over: usize,
}

/// A reminder of the plan that is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coming {
    pub days: i32,
    /// When the first of them goes, and the last: regions have their own clocks and deadlines.
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
    /// How many people get it if nothing changes.
    pub people: usize,
}

/// A change of a plan, by days.
#[derive(Clone, Copy)]
enum Change {
    Add(i32),
    Remove(i32),
}

impl Reminder {
    /// The rounds that may have something to remind of.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rounds(&self, connection: &mut Connection, now: DateTime<Utc>) -> Result<Vec<RoundId>, store::Error> {
        store_reminding::rounds_with_plan(connection, now).await
    }

    /// Sends the reminders of a round that are due at this moment. Returns how many; none where another worker is at it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn send_due(
        &self,
        connection: &mut Connection,
        round: RoundId,
        now: DateTime<Utc>,
    ) -> Result<usize, Error> {
        let writing = Writing { locales: &self.locales, base_url: &self.base_url, now };
        connection.transaction(async |connection| send_due(connection, writing, round).await).await
    }
}

/// Reminds everybody who has not submitted, or those of some regions, beside the plan.
///
/// # Errors
/// [`Error::RoundNotOpen`] where the round takes no answers; [`Error::NotFound`] where there is no such round.
pub async fn remind_now(
    connection: &mut Connection,
    writing: Writing<'_>,
    round: RoundId,
    regions: Option<&[RegionId]>,
    author: AccountId,
) -> Result<Count, Error> {
    let now = writing.now;
    connection
        .transaction(async |connection| {
            store_reminding::lock(connection, round).await?;
            let held = store_reminding::hold(connection, round).await?.ok_or(Error::NotFound)?;
            if !held.is_running(now) {
                return Err(Error::RoundNotOpen);
            }
            let waiting = store_reminding::waiting(connection, round).await?;
            let (chosen, count) = choose(&held, &waiting, regions, now);
            if chosen.is_empty() {
                return Ok(count);
            }
            let invitations: Vec<_> = chosen.iter().map(|person| person.invitation).collect();
            store_reminding::note_by_hand(connection, round, &invitations, now).await?;
            write_mails(connection, writing, &held, &chosen).await?;
            let mut codes: Vec<&str> = chosen.iter().map(|person| person.region_code.as_str()).collect();
            codes.dedup();
            let after = json!({ "mails": count.reminded, "regions": codes });
            record(connection, Some(author), "reminders.now", round, None, after, now).await?;
            Ok(count)
        })
        .await
}

/// What reminding by hand would come to now.
///
/// # Errors
/// When the database does not answer.
pub async fn count(
    connection: &mut Connection,
    round: &Reminded,
    regions: Option<&[RegionId]>,
    now: DateTime<Utc>,
) -> Result<Count, Error> {
    let waiting = store_reminding::waiting(connection, round.round).await?;
    Ok(choose(round, &waiting, regions, now).1)
}

/// The reminders of the plan that are to come, by their first time.
#[must_use]
pub fn coming(round: &Reminded, plan: &[Line], waiting: &[Waiting], now: DateTime<Utc>) -> Vec<Coming> {
    let mut found: BTreeMap<i32, Coming> = BTreeMap::new();
    for person in waiting.iter().filter(|person| !person.refused && !person.bounced) {
        let (window, zone) = (window(round, person), zone(round, person));
        let about = Person { zone, since: person.since, sent: &person.sent };
        let first = reminding::next(plan, window, round.quiet(), about, now);
        let Some(first) = first.filter(|_| round.archived_at.is_none()) else { continue };
        let later = reminding::planned(plan, window, round.quiet(), about);
        for due in later.into_iter().filter(|due| due.at > first.at).chain([first]) {
            let one = Coming { days: due.days, first_at: due.at, last_at: due.at, people: 0 };
            let line = found.entry(due.days).or_insert(one);
            line.first_at = line.first_at.min(due.at);
            line.last_at = line.last_at.max(due.at);
            line.people += 1;
        }
    }
    let mut all: Vec<Coming> = found.into_values().collect();
    all.sort_by_key(|line| (line.first_at, line.days));
    all
}

/// Adds a reminder to the plan; its time may have passed for some, who then do not get it.
///
/// # Errors
/// [`Error::Field`] where the days are too many, or the plan is long enough or has them already.
pub async fn add_line(
    connection: &mut Connection,
    round: RoundId,
    days: i32,
    author: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if days.abs() > MOST_DAYS {
        return Err(Error::Field { field: "days", problem: "too-far" });
    }
    change_plan(connection, round, Change::Add(days), author, now).await
}

/// Takes a reminder out of the plan.
///
/// # Errors
/// [`Error::NotFound`] where it is not in it.
pub async fn remove_line(
    connection: &mut Connection,
    round: RoundId,
    days: i32,
    author: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    change_plan(connection, round, Change::Remove(days), author, now).await
}

/// Whose clock a person lives by: their region's, or the round's where that is not known.
#[must_use]
pub fn zone(round: &Reminded, person: &Waiting) -> Tz {
    zone_of(&person.country, &person.region_code).or_else(|| round.time_zone.parse().ok()).unwrap_or(Tz::UTC)
}

async fn change_plan(
    connection: &mut Connection,
    round: RoundId,
    change: Change,
    author: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let days = |plan: &[Line]| json!({ "days": plan.iter().map(|line| line.days).collect::<Vec<_>>() });
    connection
        .transaction(async |connection| {
            store_reminding::lock(connection, round).await?;
            let before = store_reminding::plan(connection, round).await?;
            match change {
                Change::Add(_) if before.len() >= MOST_LINES => {
                    return Err(Error::Field { field: "days", problem: "too-many" });
                }
                Change::Add(days) => {
                    if !store_reminding::add_line(connection, round, Line { days, added_at: now }).await? {
                        return Err(Error::Field { field: "days", problem: "there-already" });
                    }
                }
                Change::Remove(days) => {
                    if !store_reminding::remove_line(connection, round, days).await? {
                        return Err(Error::NotFound);
                    }
                }
            }
            let after = store_reminding::plan(connection, round).await?;
            record(connection, Some(author), "reminders.plan", round, Some(days(&before)), days(&after), now).await
        })
        .await
}

async fn send_due(connection: &mut Connection, writing: Writing<'_>, round: RoundId) -> Result<usize, Error> {
    let now = writing.now;
    if !store_reminding::try_lock(connection, round).await? {
        return Ok(0);
    }
    let held = store_reminding::hold(connection, round).await?;
    let Some(held) = held.filter(|held| held.is_running(now)) else { return Ok(0) };
    let plan = store_reminding::plan(connection, round).await?;
    let waiting = store_reminding::waiting(connection, round).await?;
    let mut due = Vec::new();
    for person in waiting.iter().filter(|person| !person.refused && !person.bounced) {
        let about = Person { zone: zone(&held, person), since: person.since, sent: &person.sent };
        if let Some(found) = reminding::due(&plan, window(&held, person), held.quiet(), about, now) {
            due.push((person, found.days));
        }
    }
    let rows: Vec<_> = due.iter().map(|(person, days)| (person.invitation, person.deadline, *days)).collect();
    let written = store_reminding::note_sent(connection, round, &rows, now).await?;
    due.retain(|(person, _)| written.contains(&person.invitation));
    if due.is_empty() {
        return Ok(0);
    }
    let mut by_days: BTreeMap<String, usize> = BTreeMap::new();
    for (_, days) in &due {
        *by_days.entry(days.to_string()).or_default() += 1;
    }
    let people: Vec<&Waiting> = due.into_iter().map(|(person, _)| person).collect();
    write_mails(connection, writing, &held, &people).await?;
    let after = json!({ "mails": people.len(), "days": by_days });
    record(connection, None, "reminders.send", round, None, after, now).await?;
    Ok(people.len())
}

/// Whom reminding by hand reaches, and how many it does not.
fn choose<'a>(
    round: &Reminded,
    waiting: &'a [Waiting],
    regions: Option<&[RegionId]>,
    now: DateTime<Utc>,
) -> (Vec<&'a Waiting>, Count) {
    let (mut chosen, mut count) = (Vec::new(), Count::default());
    for person in waiting.iter().filter(|person| regions.is_none_or(|regions| regions.contains(&person.region))) {
        if person.refused {
            count.refused += 1;
        } else if person.bounced {
            count.bounced += 1;
        } else if window(round, person).ends_at <= now {
            count.over += 1;
        } else if person.reminded_at.is_some_and(|at| now - at < REST) {
            count.lately += 1;
        } else {
            count.reminded += 1;
            count.later += usize::from(round.quiet().after(now, zone(round, person)) > now);
            chosen.push(person);
        }
    }
    (chosen, count)
}

fn window(round: &Reminded, person: &Waiting) -> Window {
    Window::new(round.opens_at, person.deadline, round.late_days, round.closed_at)
}

/// Writes the mails, each with a link of its own to answer, that lasts as long as answers are taken, and one to end
/// reminders. What is written in somebody's quiet hours waits for their end.
async fn write_mails(
    connection: &mut Connection,
    writing: Writing<'_>,
    round: &Reminded,
    people: &[&Waiting],
) -> Result<(), Error> {
    let Writing { locales, base_url, now } = writing;
    let (mut ends, mut mails) = (Vec::new(), Vec::new());
    let mut links: BTreeMap<DateTime<Utc>, Vec<_>> = BTreeMap::new();
    for person in people {
        let (answer, end) = (new_token(), new_token());
        let until = window(round, person).ends_at;
        links.entry(until).or_default().push((person.invitation, answer.hash()));
        ends.push((end.hash(), person.email.to_lowercase()));
        let own = person.department_names.get(&person.language).and_then(|name| name.as_str());
        let about = About {
            round: &round.name,
            department: own.unwrap_or(&person.department),
            deadline: person.deadline,
            returned: person.returned,
            late_until: (person.deadline <= now).then_some(until),
        };
        let link = format!("{base_url}/open/{}", answer.reveal());
        let unsubscribe = format!("{base_url}/unsubscribe/{}", end.reveal());
        let draft = reminder(locales, &person.email, &person.language, &about, link, unsubscribe);
        let awake = round.quiet().after(now, zone(round, person));
        mails.push(outbox::Mail { next_attempt_at: awake, ..draft.into_mail(now) });
    }
    for (until, links) in links {
        store_reminding::add_links(connection, round.round, &links, (now, until)).await?;
    }
    reminders::add_links(connection, round.round, &ends, now).await?;
    outbox::enqueue(connection, &mails).await?;
    Ok(())
}

async fn record(
    connection: &mut Connection,
    account: Option<AccountId>,
    action: &'static str,
    round: RoundId,
    before: Option<serde_json::Value>,
    after: serde_json::Value,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let object = Some(round.0);
    let record = audit::Record { account, action, object, round: Some(round), before, after: Some(after) };
    Ok(audit::write(connection, now, record).await?)
}
