//! The settings of a round: all of them while it is a draft, its name and rules as long as it is not archived.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::Utc;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    fieldwork::round::{Change, Round},
    operations::{self, invitees::Asking, rounds::settings::change},
    store::{Connection, rounds},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::Visitor,
    },
};

use super::{
    round_form::{Problems, Typed, settings, versions},
    round_moments::zones,
};

/// The form.
pub async fn get(state: Data<State>, code: Path<String>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    show(&mut connection, &state, &visitor, &round, &Typed::of(&round), &Problems::default()).await
}

/// Writes them, or shows the form again.
pub async fn post(state: Data<State>, code: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let now = Utc::now();
    if !round.standing(now).allows(Change::Rules) {
        return Err(Error::Archived);
    }
    let mut problems = Problems::default();
    let stored = Some((&round, round.standing(now)));
    let settings = settings(&mut connection, &typed, stored, &mut problems).await?;
    let is_stale = typed.seen != seal(&round);
    if is_stale {
        problems.fields.insert("seen", "rounds-settings-overtaken");
    }
    if let (Some(settings), false) = (settings, problems.any()) {
        let author = form.visitor.actor().map(|actor| actor.account);
        let asking = Asking { locales: &state.locales, base_url: &state.base_url, author, now };
        let wanted = Round {
            name: settings.name,
            version: settings.version,
            opens_at: settings.opens_at,
            deadline: settings.deadline,
            rules: settings.rules,
            ..round.clone()
        };
        match change(&mut connection, asking, &round, &wanted).await {
            Ok(()) => return Ok(see(&format!("/admin/rounds/{}?done=changed", round.code))),
            Err(operations::Error::Field { field: "opens_at", .. }) => {
                problems.fields.insert("opens_at", "rounds-opening-after-region");
            }
            Err(error) => return Err(error.into()),
        }
    }
    let mut response = show(&mut connection, &state, &form.visitor, &round, &typed, &problems).await?;
    if is_stale && response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

async fn show(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    round: &Round,
    typed: &Typed,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let standing = round.standing(Utc::now());
    let versions = versions(connection, visitor, &typed.version).await?;
    let content = json!({
        "base": format!("/admin/rounds/{}", round.code),
        "name": round.name,
        "seal": seal(round),
        "state_key": standing.state().key(),
        "can_define": standing.allows(Change::Define),
        "can_postpone": standing.allows(Change::Postpone),
        "can_change": standing.allows(Change::Rules),
        "versions": versions,
        "zones": zones(&typed.time_zone),
        "typed": typed,
        "problems": problems.in_order(),
        "wrong": problems.by_field(),
    });
    let mut response = page(state, visitor, "admin/round_settings", &content);
    if problems.any() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Stands for everything that the page shows of a round: another change gives another seal.
fn seal(round: &Round) -> String {
    let shown = format!("{round:?}");
    Sha256::digest(shown).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
