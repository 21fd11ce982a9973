//! A new round: the form, with what was typed and every problem where it was refused. It becomes a draft, or is opened at
//! once.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::{
    fieldwork::{ids::RoundId, round::Round},
    operations::{
        self,
        invitees::{self, Asking, Wish},
        rounds::is_code,
    },
    store::{Connection, questionnaires, rounds},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::Visitor,
    },
};

use super::{
    invitees::wishes,
    round_form::{Problems, Typed, settings, versions},
    round_moments::zones,
};

/// The empty form.
pub async fn get(state: Data<State>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    show(&mut connection, &state, &visitor, &Typed::default(), &Problems::default()).await
}

/// Keeps the draft, or opens the round and sends the invitations, or shows the form again.
pub async fn post(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    let now = Utc::now();
    let launched_at = match typed.action.as_str() {
        "" | "open" => Some(now),
        "draft" => None,
        _ => return Err(Error::BadForm),
    };
    let mut connection = state.pool.get().await?;
    let (round, wishes) = match read(&mut connection, &state, &typed, launched_at, now).await? {
        Ok(read) => read,
        Err(problems) => return show(&mut connection, &state, &form.visitor, &typed, &problems).await,
    };
    let author = form.visitor.actor().map(|actor| actor.account);
    let asking = Asking { locales: &state.locales, base_url: &state.base_url, author, now };
    match invitees::create(&mut connection, asking, &round, &wishes).await {
        Ok(()) if round.is_launched() => Ok(see(&format!("/admin/rounds/{}?invited={}", round.code, wishes.len()))),
        Ok(()) => Ok(see(&format!("/admin/rounds/{}?done=created", round.code))),
        // Somebody took it since it was looked up.
        Err(operations::Error::Field { field: "code", .. }) => {
            let problems = Problems::one("code", "round-code-taken");
            show(&mut connection, &state, &form.visitor, &typed, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn read(
    connection: &mut Connection,
    state: &State,
    typed: &Typed,
    launched_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Result<(Round, Vec<Wish>), Problems>, Error> {
    let mut problems = Problems::default();
    let settings = settings(connection, typed, None, &mut problems).await?;
    let code = typed.code.trim();
    if !is_code(code) {
        problems.fields.insert("code", "round-code-malformed");
    } else if rounds::by_code(connection, code).await?.is_some() {
        problems.fields.insert("code", "round-code-taken");
    }
    let version = match &settings {
        Some(settings) => questionnaires::version(connection, settings.version).await?,
        None => None,
    };
    let definition = version.as_ref().map(|version| &version.definition);
    let wishes = match wishes(connection, state, definition, &typed.invitees).await? {
        Ok(wishes) => wishes,
        Err(lines) => {
            problems.fields.insert("invitees", "round-invitees-wrong");
            problems.lines = lines;
            Vec::new()
        }
    };
    if launched_at.is_some() && wishes.is_empty() && problems.lines.is_empty() {
        problems.fields.insert("invitees", "round-invitees-missing");
    }
    let round = settings.map(|settings| Round {
        launched_at,
        rules: settings.rules,
        ..Round::draft(
            RoundId(Uuid::now_v7()),
            code.to_owned(),
            settings.name,
            settings.version,
            settings.opens_at,
            settings.deadline,
        )
    });
    if launched_at.is_some() && round.as_ref().is_some_and(|round| round.last_moment() <= now) {
        problems.fields.entry("deadline").or_insert("rounds-deadline-past");
    }
    Ok(round.filter(|_| !problems.any()).map(|round| (round, wishes)).ok_or(problems))
}

async fn show(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    typed: &Typed,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let versions = versions(connection, visitor, &typed.version).await?;
    let content = json!({ "versions": versions, "zones": zones(&typed.time_zone), "typed": typed,
        "can_define": true, "can_postpone": true,
        "problems": problems.in_order(), "wrong": problems.by_field(), "lines": problems.lines });
    let mut response = page(state, visitor, "admin/new_round", &content);
    if problems.any() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
