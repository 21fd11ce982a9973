//! A region for its coordinator: every department of every round, and how far it is.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::Utc;
use serde_json::json;

use crate::{
    access::policy::{self, Action, Object},
    store::{participation, regions, rounds},
    web::{
        context::page,
        error::Error,
        participation::{department_rows, round_row},
        state::State,
        visitor::SignedIn,
    },
};

/// The departments; of their own region only, other regions do not exist for them.
pub async fn get(state: Data<State>, code: Path<String>, who: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let all = regions::all(&mut connection).await?;
    let region = all.iter().find(|region| region.code == *code).ok_or(Error::NotFound)?;
    let actor = who.actor()?;
    if !policy::can(actor, Action::FollowRegion, Object::Region(region.id)) {
        return Err(Error::NotFound);
    }
    let mut shown = Vec::new();
    for round in rounds::all(&mut connection).await? {
        let departments = participation::departments(&mut connection, round.id, Some(region.id), i64::MAX).await?;
        if departments.is_empty() {
            continue;
        }
        let counts = participation::by_region(&mut connection, round.id).await?;
        let counts = counts.get(&region.id).copied().unwrap_or_default();
        shown.push(json!({ "round": round_row(&round, counts, Utc::now()),
            "departments": department_rows(&departments, &all, round.id, Some(actor)) }));
    }
    let content = json!({ "code": region.code, "name": region.name(who.0.language()), "rounds": shown });
    Ok(page(&state, &who.0, "coordinator/overview", &content))
}
