//! The reminders of a round: the plan, what went and what is to come, who wants none, and reminding at once.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    fieldwork::{
        ids::{AccountId, RegionId},
        round::Round,
    },
    operations::{
        self,
        links::Writing,
        reminding::{self, Coming, Count},
    },
    store::{
        Connection, reminding as store,
        reminding::{Refusal, Sent},
        rounds,
    },
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::Visitor,
    },
};

use super::dashboard::{Standing, chosen, moment};

/// Lines of the history.
const MOST_SENT: i64 = 100;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Done {
    reminded: Option<usize>,
    #[serde(default)]
    later: usize,
    #[serde(default)]
    refused: usize,
    #[serde(default)]
    bounced: usize,
    #[serde(default)]
    lately: usize,
    #[serde(default)]
    over: usize,
}

/// What was typed for the plan, and what is wrong with it.
#[derive(Default)]
struct Typed<'a> {
    days: &'a str,
    when: &'a str,
    wrong: &'static str,
}

/// The page.
pub async fn get(
    state: Data<State>,
    code: Path<String>,
    done: Query<Done>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let done = done.reminded.map(|reminded| {
        let Done { later, refused, bounced, lately, over, .. } = *done;
        Count { reminded, later, refused, bounced, lately, over }
    });
    show(&mut connection, &state, &visitor, &round, done, Typed::default()).await
}

/// Changes the plan, or reminds: first it says whom, then it does it.
pub async fn post(state: Data<State>, code: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let author = form.visitor.actor().map(|actor| actor.account).ok_or(Error::SignInFirst)?;
    match form.fields.first("action") {
        Some("add") => add(&mut connection, &state, &form, &round, author).await,
        Some("remove") => {
            let days = form.fields.first("days").and_then(|days| days.parse().ok()).ok_or(Error::BadForm)?;
            reminding::remove_line(&mut connection, round.id, days, author, Utc::now()).await?;
            Ok(see(&format!("/admin/rounds/{}/reminders", round.code)))
        }
        Some("remind") => confirm(&mut connection, &state, &form, &round).await,
        Some("remind-now") => {
            let regions = regions(&mut connection, &form, &round).await?.ok_or(Error::BadForm)?;
            let writing = Writing { locales: &state.locales, base_url: &state.base_url, now: Utc::now() };
            let ids: Option<Vec<RegionId>> = regions.map(|regions| regions.into_iter().map(|one| one.0).collect());
            let count = reminding::remind_now(&mut connection, writing, round.id, ids.as_deref(), author).await?;
            let query = serde_urlencoded::to_string([
                ("reminded", count.reminded),
                ("later", count.later),
                ("refused", count.refused),
                ("bounced", count.bounced),
                ("lately", count.lately),
                ("over", count.over),
            ]);
            Ok(see(&format!("/admin/rounds/{}/reminders?{}", round.code, query.unwrap_or_default())))
        }
        _ => Err(Error::BadForm),
    }
}

async fn add(
    connection: &mut Connection,
    state: &State,
    form: &Form,
    round: &Round,
    author: AccountId,
) -> Result<HttpResponse, Error> {
    let typed = |name| form.fields.first(name).unwrap_or_default().trim();
    let (days, when) = (typed("days"), typed("when"));
    let wrong = match (days.parse::<u16>().map(i32::from), when) {
        (Ok(number), "before" | "after") => {
            let signed = if when == "before" { -number } else { number };
            match reminding::add_line(connection, round.id, signed, author, Utc::now()).await {
                Ok(()) => return Ok(see(&format!("/admin/rounds/{}/reminders", round.code))),
                Err(operations::Error::Field { problem: "too-far", .. }) => "reminding-days-wrong",
                Err(operations::Error::Field { problem: "too-many", .. }) => "reminding-days-many",
                Err(operations::Error::Field { .. }) => "reminding-days-there",
                Err(error) => return Err(error.into()),
            }
        }
        _ => "reminding-days-wrong",
    };
    show(connection, state, &form.visitor, round, None, Typed { days, when, wrong }).await
}

/// Says whom reminding now reaches, before it is done.
async fn confirm(
    connection: &mut Connection,
    state: &State,
    form: &Form,
    round: &Round,
) -> Result<HttpResponse, Error> {
    let Some(regions) = regions(connection, form, round).await? else {
        let typed = Typed { wrong: "reminding-choose-regions", ..Typed::default() };
        return show(connection, state, &form.visitor, round, None, typed).await;
    };
    let held = store::find(connection, round.id).await?.ok_or(Error::NotFound)?;
    let now = Utc::now();
    if !held.is_running(now) {
        return Err(Error::RoundNotOpen);
    }
    let ids: Option<Vec<RegionId>> = regions.as_ref().map(|regions| regions.iter().map(|one| one.0).collect());
    let count = reminding::count(connection, &held, ids.as_deref(), now).await?;
    let chosen: Vec<&str> = regions.iter().flatten().map(|(_, code)| code.as_str()).collect();
    let content = json!({
        "round": { "code": round.code, "name": round.name }, "count": count_cells(count),
        "regions": chosen, "everywhere": regions.is_none(),
    });
    Ok(page(state, &form.visitor, "admin/bulk_remind", &content))
}

/// The chosen regions with their codes; every one where that is said, nothing where none is chosen.
#[expect(clippy::type_complexity, reason = "none chosen, every one, or these")]
async fn regions(
    connection: &mut Connection,
    form: &Form,
    round: &Round,
) -> Result<Option<Option<Vec<(RegionId, String)>>>, Error> {
    let given = form.fields.all("region");
    if given == ["*"] {
        return Ok(Some(None));
    }
    let standing = Standing::load(connection, round).await?;
    let chosen = chosen(&standing, form).ok_or(Error::BadForm)?;
    let chosen: Vec<_> = chosen.into_iter().map(|region| (region.id, region.code.clone())).collect();
    Ok((!chosen.is_empty()).then_some(Some(chosen)))
}

async fn show(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    round: &Round,
    done: Option<Count>,
    typed: Typed<'_>,
) -> Result<HttpResponse, Error> {
    let now = Utc::now();
    let held = store::find(connection, round.id).await?.ok_or(Error::NotFound)?;
    let plan = store::plan(connection, round.id).await?;
    let waiting = store::waiting(connection, round.id).await?;
    let sent = store::sent(connection, round.id, MOST_SENT).await?;
    let refusals = store::refusals(connection, round.id).await?;
    let standing = Standing::load(connection, round).await?;
    let count = reminding::count(connection, &held, None, now).await?;
    let coming = reminding::coming(&held, &plan, &waiting, now);
    let language = visitor.language();
    let options: Vec<Value> = standing
        .regions
        .iter()
        .filter(|region| standing.asked.contains_key(&region.id))
        .map(|region| json!({ "code": region.code, "name": region.name(language) }))
        .collect();
    let has_quiet = held.quiet_from != held.quiet_until;
    let content = json!({
        "round": { "code": round.code, "name": round.name },
        "base": format!("/admin/rounds/{}", round.code),
        "running": held.is_running(now),
        "plan": plan.iter().map(|line| line_cells(line.days)).collect::<Vec<_>>(),
        "has_quiet": has_quiet,
        "quiet_from": held.quiet_from.format("%H:%M").to_string(),
        "quiet_until": held.quiet_until.format("%H:%M").to_string(),
        "coming": coming.iter().map(coming_cells).collect::<Vec<_>>(),
        "sent": sent.iter().map(sent_cells).collect::<Vec<_>>(),
        "refusals": refusals.iter().map(refusal_cells).collect::<Vec<_>>(),
        "count": count_cells(count),
        "regions": options,
        "has_done": done.is_some(),
        "done": count_cells(done.unwrap_or_default()),
        "typed": { "days": typed.days, "when": typed.when },
        "wrong": typed.wrong,
    });
    let mut response = page(state, visitor, "admin/reminders", &content);
    if !typed.wrong.is_empty() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn count_cells(count: Count) -> Value {
    let Count { reminded, later, refused, bounced, lately, over } = count;
    json!({ "reminded": reminded, "later": later, "refused": refused, "bounced": bounced, "lately": lately,
        "over": over })
}

fn line_cells(days: i32) -> Value {
    let key = match days {
        ..0 => "reminding-days-before",
        0 => "reminding-days-on",
        1.. => "reminding-days-after",
    };
    json!({ "key": key, "count": days.unsigned_abs(), "days": days })
}

fn coming_cells(coming: &Coming) -> Value {
    let (first, last) = (moment(coming.first_at), moment(coming.last_at));
    let one_time = first == last;
    json!({ "line": line_cells(coming.days), "first": first, "last": if one_time { String::new() } else { last },
        "people": coming.people })
}

fn sent_cells(sent: &Sent) -> Value {
    let line = sent.days.map_or_else(|| json!({ "key": "reminding-by-hand", "count": 0, "days": 0 }), line_cells);
    let (first, last) = (moment(sent.first_at), moment(sent.last_at));
    let one_time = first == last;
    json!({ "line": line, "first": first, "last": if one_time { String::new() } else { last },
        "people": sent.people, "regions": sent.regions })
}

fn refusal_cells(refusal: &Refusal) -> Value {
    json!({ "address": refusal.address, "at": moment(refusal.at),
        "departments": refusal.departments.clone().unwrap_or_default() })
}
