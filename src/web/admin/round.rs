//! One round: where it stands, how far everybody is, and what can be done with it there.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    fieldwork::round::{Change, Round, Standing},
    store::{Connection, participation, regions, round_regions, rounds as store_rounds},
    web::{
        context::page,
        error::Error,
        form::Form,
        participation::{MOST_DEPARTMENTS, department_rows, local, region_rows, round_row},
        state::State,
        visitor::Visitor,
    },
};

use super::{
    round_actions::{self, Outcome, Refused},
    round_moments,
};

/// Which part of the round, and what was just done.
#[derive(Default, Deserialize)]
pub struct View {
    region: Option<String>,
    invited: Option<u32>,
    moved: Option<u32>,
    done: Option<String>,
    /// People who were written to.
    told: Option<u32>,
}

/// What a page can say that was done, by the word in its address.
const DONE: [(&str, &str); 7] = [
    ("created", "rounds-done-created"),
    ("changed", "rounds-done-changed"),
    ("launched", "rounds-done-launched"),
    ("extended", "rounds-done-extended"),
    ("closed", "rounds-done-closed"),
    ("reopened", "rounds-done-reopened"),
    ("archived", "rounds-done-archived"),
];

/// How far everybody is.
pub async fn get(
    state: Data<State>,
    code: Path<String>,
    view: Query<View>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = store_rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    show(&mut connection, &state, &visitor, &round, &view, &Refused::default()).await
}

/// Does what the pressed button says, or shows the page again with what is wrong.
pub async fn post(state: Data<State>, code: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = store_rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    match round_actions::act(&mut connection, &state, &form, &round).await? {
        Outcome::Done(response) => Ok(response),
        Outcome::Refused(refused) => {
            show(&mut connection, &state, &form.visitor, &round, &View::default(), &refused).await
        }
    }
}

async fn show(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    round: &Round,
    view: &View,
    refused: &Refused,
) -> Result<HttpResponse, Error> {
    let all = regions::all(connection).await?;
    let chosen = match &view.region {
        Some(code) => Some(all.iter().find(|region| region.code == *code).ok_or(Error::NotFound)?),
        None => None,
    };
    let counts = participation::by_region(connection, round.id).await?;
    let (region_rows, sum) = region_rows(&all, &counts, visitor.language());
    // A very large round is read region by region.
    let departments = if chosen.is_none() && sum.asked > MOST_DEPARTMENTS {
        Vec::new()
    } else {
        let within = chosen.map(|region| region.id);
        let most = if within.is_some() { i64::MAX } else { MOST_DEPARTMENTS };
        participation::departments(connection, round.id, within, most).await?
    };
    let now = Utc::now();
    let done = view.done.as_deref().and_then(|done| DONE.iter().find(|(word, _)| *word == done));
    let content = json!({
        "round": round_row(round, sum, now),
        "version": round.version,
        "opens_at": local(round.opens_at, round.rules.time_zone),
        "standing": standing(round, now),
        "targets": targets(connection, round, &all, visitor.language()).await?,
        "can": can(round.standing(now)),
        "done": done.map(|(_, key)| *key).unwrap_or_default(),
        "told": view.told.unwrap_or_default(),
        "invited": view.invited.unwrap_or_default(),
        "has_moved": view.moved.is_some(),
        "moved": view.moved.unwrap_or_default(),
        "base": format!("/admin/rounds/{}", round.code),
        "regions": region_rows,
        "region": chosen.map(|region| region.name(visitor.language())).unwrap_or_default(),
        "departments": department_rows(&departments, &all, round.id, visitor.actor()),
        "seen": round.deadline.to_rfc3339_opts(SecondsFormat::Micros, true),
        "now_due": round_moments::typed(round.deadline, round.rules.time_zone),
        "zone": round.rules.time_zone.name(),
        "typed": refused.typed,
        "problems": refused.problems.in_order(),
        "wrong": refused.problems.by_field(),
        "lines": refused.problems.lines,
    });
    let mut response = page(state, visitor, "admin/round", &content);
    if refused.problems.any() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// What is said about where it stands.
fn standing(round: &Round, now: DateTime<Utc>) -> Value {
    let zone = round.rules.time_zone;
    let key = match round.standing(now) {
        Standing::Draft => "rounds-standing-draft",
        Standing::Scheduled => "rounds-standing-scheduled",
        Standing::Open if round.rules.late_days > 0 => "rounds-standing-open-late",
        Standing::Open => "rounds-standing-open",
        Standing::Late => "rounds-standing-late",
        Standing::Over => "rounds-standing-over",
        Standing::Closed => "rounds-standing-closed",
        Standing::Archived => "rounds-standing-archived",
    };
    let told = |moment: Option<DateTime<Utc>>| moment.map(|moment| local(moment, zone)).unwrap_or_default();
    json!({ "key": key, "opens": local(round.opens_at, zone), "until": local(round.last_moment(), zone),
        "closed": told(round.closed_at), "archived": told(round.archived_at) })
}

fn can(standing: Standing) -> Value {
    json!({
        "change": standing.allows(Change::Rules),
        "ask": standing.allows(Change::Ask),
        "launch": standing.allows(Change::Launch),
        "extend": standing.allows(Change::Extend),
        "close": standing.allows(Change::Close),
        "reopen": standing.allows(Change::Reopen),
        "archive": standing.allows(Change::Archive),
        "move": standing.allows(Change::Move),
    })
}

/// How many regions it asks, and those of them that nobody coordinates.
async fn targets(
    connection: &mut Connection,
    round: &Round,
    all: &[crate::fieldwork::region::Region],
    language: &str,
) -> Result<Value, Error> {
    let asked = round_regions::of_round(connection, round.id).await?;
    let ids: Vec<_> = asked.iter().map(|asked| asked.region).collect();
    let coordinated = round_regions::coordinators(connection, &ids).await?;
    let lacking: Vec<String> = all
        .iter()
        .filter(|region| ids.contains(&region.id))
        .filter(|region| coordinated.iter().all(|coordinator| coordinator.region != region.id))
        .map(|region| format!("{} ({})", region.name(language), region.code))
        .collect();
    let own = asked.iter().filter(|asked| asked.deadline.is_some()).count();
    Ok(json!({ "asked": ids.len(), "own_deadlines": own, "lacking": lacking }))
}
