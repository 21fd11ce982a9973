//! The secretariat's first page: every round and how far it is.

use actix_web::{HttpResponse, web::Data};
use chrono::Utc;
use serde_json::json;

use crate::{
    operations::retention,
    web::{context::page, error::Error, participation::round_rows, state::State, visitor::Visitor},
};

/// The rounds.
pub async fn get(state: Data<State>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let rounds = round_rows(&mut connection, Utc::now()).await?;
    let failures = retention::failures(&mut connection).await?.len();
    let content = json!({ "rounds": rounds, "base": "/admin/rounds/", "failures": failures });
    Ok(page(&state, &visitor, "admin/overview", &content))
}
