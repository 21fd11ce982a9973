//! One round: how far everybody is, asking more people, and closing it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::json;

use crate::{
    fieldwork::round::{Round, RoundState},
    operations::{
        invitees::{self, Asking},
        rounds,
    },
    store::{Connection, participation, questionnaires, regions, rounds as store_rounds},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        participation::{MOST_DEPARTMENTS, department_rows, moment, region_rows, round_row},
        state::State,
        visitor::Visitor,
    },
};

use super::invitees::{LineMessage, wishes};

/// Which part of the round, and what was just done.
#[derive(Default, Deserialize)]
pub struct View {
    region: Option<String>,
    invited: Option<u32>,
    moved: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    action: String,
    #[serde(default)]
    invitees: String,
}

/// What was typed to ask more people, and what is wrong with it.
#[derive(Default)]
struct More<'a> {
    typed: &'a str,
    key: &'static str,
    lines: Vec<LineMessage>,
}

/// How far everybody is.
pub async fn get(
    state: Data<State>,
    code: Path<String>,
    view: Query<View>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = store_rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    show(&mut connection, &state, &visitor, &round, &view, More::default()).await
}

/// Asks more people, or closes the round.
pub async fn post(state: Data<State>, code: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let wish: Wish = form.typed()?;
    let mut connection = state.pool.get().await?;
    let round = store_rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let author = form.visitor.actor().map(|actor| actor.account);
    let now = Utc::now();
    match wish.action.as_str() {
        "close" => {
            rounds::close(&mut connection, &round, author, now).await?;
            Ok(see(&format!("/admin/rounds/{}", round.code)))
        }
        "invite" if round.state(now) == RoundState::Closed => Err(Error::RoundNotOpen),
        "invite" => {
            let version = questionnaires::version(&mut connection, round.version).await?.ok_or(Error::NotFound)?;
            let typed = wish.invitees.as_str();
            let more = match wishes(&mut connection, &state, Some(&version.definition), typed).await? {
                Ok(wishes) if !wishes.is_empty() => {
                    let asking = Asking { locales: &state.locales, base_url: &state.base_url, author, now };
                    invitees::invite(&mut connection, asking, &round, &wishes).await?;
                    return Ok(see(&format!("/admin/rounds/{}?invited={}", round.code, wishes.len())));
                }
                Ok(_) => More { typed, key: "round-invitees-missing", lines: Vec::new() },
                Err(lines) => More { typed, key: "round-invitees-wrong", lines },
            };
            show(&mut connection, &state, &form.visitor, &round, &View::default(), more).await
        }
        _ => Err(Error::BadForm),
    }
}

async fn show(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    round: &Round,
    view: &View,
    more: More<'_>,
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
    let content = json!({
        "round": round_row(round, sum, now),
        "version": round.version,
        "opens_at": moment(Some(round.opens_at)),
        "closed": round.state(now) == RoundState::Closed,
        "invited": view.invited.unwrap_or_default(),
        "has_moved": view.moved.is_some(),
        "moved": view.moved.unwrap_or_default(),
        "base": format!("/admin/rounds/{}", round.code),
        "regions": region_rows,
        "region": chosen.map(|region| region.name(visitor.language())).unwrap_or_default(),
        "departments": department_rows(&departments, &all, round.id, visitor.actor()),
        "typed": more.typed,
        "wrong": more.key,
        "lines": more.lines,
    });
    let mut response = page(state, visitor, "admin/round", &content);
    if !more.key.is_empty() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
