//! The secretariat's view of a round: where every region stands, who is behind, whom to call; and accepting many
//! responses at once.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::ContentDisposition},
    web::{Data, Path, Query},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{
    export::standing,
    fieldwork::{
        ids::{RegionId, ResponseId},
        region::Region,
        response::ResponseState,
        round::Round,
        standing::{Asked, Department},
    },
    operations::{
        accepting::{self, Obstacle, Shown},
        links::Writing,
    },
    store::{Connection, dashboard, regions, rounds},
    web::{context::page, error::Error, form::Form, state::State, visitor::Visitor},
};

use super::standing_view::{Choice, View, content};

/// What a round asks, and how far everybody is.
pub struct Standing {
    pub regions: Vec<Region>,
    pub asked: HashMap<RegionId, Asked>,
    pub departments: Vec<Department>,
}

impl Standing {
    /// Loads it: a few queries, however many departments there are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(connection: &mut Connection, round: &Round) -> Result<Self, Error> {
        let regions = regions::all(connection).await?;
        let asked = dashboard::asked(connection, round.id).await?;
        let departments = dashboard::departments(connection, round.id).await?;
        Ok(Self { regions, asked, departments })
    }

    /// The region with this code, where the round asks it.
    #[must_use]
    pub fn region(&self, code: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.code == code && self.asked.contains_key(&region.id))
    }
}

/// The page.
pub async fn get(
    state: Data<State>,
    code: Path<String>,
    view: Query<View>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let choice = Choice::read(&view).ok_or(Error::NotFound)?;
    let standing = Standing::load(&mut connection, &round).await?;
    Ok(show(&state, &visitor, &round, &standing, &choice, ""))
}

/// Shows what can be accepted in the chosen regions; then accepts what was shown.
pub async fn post(state: Data<State>, code: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let standing = Standing::load(&mut connection, &round).await?;
    let author = form.visitor.actor().map(|actor| actor.account).ok_or(Error::SignInFirst)?;
    match form.fields.first("action") {
        Some("accept") => {
            let Some(chosen) = chosen(&standing, &form).filter(|chosen| !chosen.is_empty()) else {
                let mut response =
                    show(&state, &form.visitor, &round, &standing, &Choice::default(), "reminding-choose-regions");
                *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
                return Ok(response);
            };
            Ok(page(&state, &form.visitor, "admin/bulk_accept", &confirmation(&round, &standing, &chosen)))
        }
        Some("accept-now") => {
            let shown: Option<Vec<Shown>> = form.fields.all("response").iter().map(|text| read_shown(text)).collect();
            let shown = shown.ok_or(Error::BadForm)?;
            let writing = Writing { locales: &state.locales, base_url: &state.base_url, now: Utc::now() };
            let outcomes = accepting::accept_each(&mut connection, writing, round.id, &shown, author).await?;
            let blocked: Vec<Value> = outcomes
                .iter()
                .filter_map(|outcome| {
                    let (key, count) = obstacle(outcome.obstacle?);
                    Some(response_line(&standing, outcome.response, key, count))
                })
                .collect();
            let accepted = outcomes.len() - blocked.len();
            let content = json!({
                "round": { "code": round.code, "name": round.name }, "done": true, "accepted": accepted,
                "blocked": blocked, "responses": [], "count": 0,
            });
            Ok(page(&state, &form.visitor, "admin/bulk_accept", &content))
        }
        _ => Err(Error::BadForm),
    }
}

/// A row a department, with how far it is.
pub async fn download(state: Data<State>, code: Path<String>) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let standing = Standing::load(&mut connection, &round).await?;
    drop(connection);
    let mut lines: Vec<(&Region, &Asked, &Department)> = standing
        .departments
        .iter()
        .filter_map(|one| {
            let region = standing.regions.iter().find(|region| region.id == one.region)?;
            Some((region, standing.asked.get(&one.region)?, one))
        })
        .collect();
    lines.sort_by(|a, b| (&a.0.code, &a.2.name).cmp(&(&b.0.code, &b.2.name)));
    let mut out = Vec::new();
    standing::write_header(&mut out);
    for (region, asked, department) in lines {
        standing::write_row(region, asked, department, &mut out);
    }
    let file = ContentDisposition::attachment(format!("{}-participation.csv", round.code));
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").insert_header(file).body(out))
}

/// The regions that were ticked; nothing where one is not the round's.
#[must_use]
pub fn chosen<'a>(standing: &'a Standing, form: &Form) -> Option<Vec<&'a Region>> {
    form.fields.all("region").iter().map(|code| standing.region(code)).collect()
}

/// A moment as these pages show it, in UTC.
#[must_use]
pub fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

fn show(
    state: &State,
    visitor: &Visitor,
    round: &Round,
    standing: &Standing,
    choice: &Choice,
    wrong: &str,
) -> HttpResponse {
    let content = content(round, standing, choice, visitor.language(), wrong, Utc::now());
    page(state, visitor, "admin/dashboard", &content)
}

fn confirmation(round: &Round, standing: &Standing, chosen: &[&Region]) -> Value {
    let (mut responses, mut blocked) = (Vec::new(), Vec::new());
    for one in &standing.departments {
        if one.state != ResponseState::Submitted || !chosen.iter().any(|region| region.id == one.region) {
            continue;
        }
        match usize::try_from(one.open_queries) {
            Ok(open @ 1..) => {
                let (key, count) = obstacle(Obstacle::OpenQueries(open));
                blocked.push(response_line(standing, one.response, key, count));
            }
            Ok(0) | Err(_) => {
                let mut line = response_line(standing, one.response, "", 0);
                line["shown"] = json!(format!("{}:{}", one.response, one.revision));
                responses.push(line);
            }
        }
    }
    json!({
        "round": { "code": round.code, "name": round.name }, "done": false, "accepted": 0,
        "blocked": blocked, "count": responses.len(), "responses": responses,
    })
}

fn response_line(standing: &Standing, id: ResponseId, key: &str, count: usize) -> Value {
    let one = standing.departments.iter().find(|one| one.response == id);
    let region = one.and_then(|one| standing.regions.iter().find(|region| region.id == one.region));
    json!({
        "id": id, "department": one.map_or("", |one| one.name.as_str()),
        "region": region.map_or("", |region| region.code.as_str()), "key": key, "count": count, "shown": "",
    })
}

fn obstacle(obstacle: Obstacle) -> (&'static str, usize) {
    match obstacle {
        Obstacle::OpenQueries(count) => ("reminding-blocked-queries", count),
        Obstacle::NewerSubmission => ("reminding-blocked-newer", 0),
        Obstacle::State(ResponseState::InProgress | ResponseState::Returned) => ("reminding-blocked-returned", 0),
        Obstacle::State(ResponseState::Submitted | ResponseState::Accepted) => ("reminding-blocked-accepted", 0),
        Obstacle::Gone => ("reminding-blocked-gone", 0),
    }
}

fn read_shown(text: &str) -> Option<Shown> {
    let (response, revision) = text.split_once(':')?;
    Some(Shown { response: response.parse().ok()?, revision: revision.parse().ok()? })
}
