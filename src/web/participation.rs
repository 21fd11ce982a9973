//! How far rounds, regions and departments are, as the tables of several audiences show it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    access::{
        actor::Actor,
        policy::{Action, Object, can},
    },
    fieldwork::{
        ids::{RegionId, RoundId},
        region::Region,
        response::ResponseState,
        round::Round,
    },
    store::{
        Connection,
        participation::{self, Counts, DepartmentProgress},
        rounds,
    },
};

use super::error::Error;

/// The most departments that one table shows; larger rounds are read region by region.
pub const MOST_DEPARTMENTS: i64 = 500;

/// One round in a list of rounds.
#[derive(Serialize)]
pub struct RoundRow {
    code: String,
    name: String,
    /// For the style sheet.
    state: &'static str,
    state_key: &'static str,
    deadline: String,
    counts: CountCells,
}

/// One region of a round.
#[derive(Serialize)]
pub struct RegionRow {
    code: String,
    name: String,
    country: String,
    counts: CountCells,
}

/// One department of a round.
#[derive(Serialize)]
pub struct DepartmentRow {
    region: String,
    name: String,
    kind: String,
    /// For the style sheet.
    state: &'static str,
    state_key: &'static str,
    opened: String,
    started: String,
    submitted: String,
    last: String,
    /// Where the receipt is; empty where there is none or it is not theirs to read.
    receipt: String,
}

/// The numbers of a line.
#[derive(Serialize)]
pub struct CountCells {
    asked: i64,
    opened: i64,
    started: i64,
    submitted: i64,
    accepted: i64,
}

/// A moment as tables show it, in UTC; empty where there is none.
#[must_use]
pub fn moment(at: Option<DateTime<Utc>>) -> String {
    at.map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}

/// A moment of a round as every page shows it: in the round's time zone, with the zone's name.
#[must_use]
pub fn local(at: DateTime<Utc>, zone: Tz) -> String {
    format!("{} ({})", at.with_timezone(&zone).format("%Y-%m-%d %H:%M"), zone.name())
}

/// Every round, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn round_rows(connection: &mut Connection, now: DateTime<Utc>) -> Result<Vec<RoundRow>, Error> {
    let rounds = rounds::all(connection).await?;
    let counts: HashMap<RoundId, Counts> = participation::by_round(connection).await?;
    let row = |round: &Round| round_row(round, counts.get(&round.id).copied().unwrap_or_default(), now);
    Ok(rounds.iter().map(row).collect())
}

/// A round with the sum of its regions.
#[must_use]
pub fn round_row(round: &Round, counts: Counts, now: DateTime<Utc>) -> RoundRow {
    let state = round.state(now);
    RoundRow {
        code: round.code.clone(),
        name: round.name.clone(),
        state: state.code(),
        state_key: state.key(),
        deadline: local(round.deadline, round.rules.time_zone),
        counts: cells(counts),
    }
}

/// The regions of a round that were asked, by code, and the sum of all.
#[must_use]
pub fn region_rows(regions: &[Region], counts: &HashMap<RegionId, Counts>, language: &str) -> (Vec<RegionRow>, Counts) {
    let mut sum = Counts::default();
    let mut rows = Vec::new();
    for region in regions {
        let Some(own) = counts.get(&region.id) else { continue };
        sum.asked += own.asked;
        sum.opened += own.opened;
        sum.started += own.started;
        sum.submitted += own.submitted;
        sum.accepted += own.accepted;
        let (code, name) = (region.code.clone(), region.name(language).to_owned());
        rows.push(RegionRow { code, name, country: region.country.clone(), counts: cells(*own) });
    }
    (rows, sum)
}

/// The departments of a round, with the receipts that `actor` may read.
#[must_use]
pub fn department_rows(
    departments: &[DepartmentProgress],
    regions: &[Region],
    round: RoundId,
    actor: Option<&Actor>,
) -> Vec<DepartmentRow> {
    let codes: HashMap<RegionId, &str> = regions.iter().map(|region| (region.id, region.code.as_str())).collect();
    let row = |progress: &DepartmentProgress| {
        let DepartmentProgress { department, region, .. } = *progress;
        let response = Object::Response { round, department, region };
        let is_theirs = actor.is_some_and(|actor| can(actor, Action::ReadResponse, response));
        let has_receipt = is_theirs && progress.submitted_at.is_some();
        let (state, state_key) = stage(progress);
        DepartmentRow {
            region: codes.get(&region).copied().unwrap_or_default().to_owned(),
            name: progress.name.clone(),
            kind: progress.kind.clone(),
            state,
            state_key,
            opened: moment(progress.opened_at),
            started: moment(progress.started_at),
            submitted: moment(progress.submitted_at),
            last: moment(progress.last_at),
            receipt: if has_receipt { format!("/responses/{}/receipt", progress.response) } else { String::new() },
        }
    };
    departments.iter().map(row).collect()
}

/// The state for the style sheet and as a message, told more finely before anything was saved.
fn stage(progress: &DepartmentProgress) -> (&'static str, &'static str) {
    match progress.state {
        ResponseState::InProgress if progress.started_at.is_some() => ("in-progress", "response-state-in_progress"),
        ResponseState::InProgress if progress.opened_at.is_some() => ("opened", "response-state-opened"),
        ResponseState::InProgress => ("not-started", "response-state-not_opened"),
        ResponseState::Submitted => ("submitted", "response-state-submitted"),
        ResponseState::Returned => ("returned", "response-state-returned"),
        ResponseState::Accepted => ("accepted", "response-state-accepted"),
    }
}

fn cells(counts: Counts) -> CountCells {
    let Counts { asked, opened, started, submitted, accepted } = counts;
    CountCells { asked, opened, started, submitted, accepted }
}
