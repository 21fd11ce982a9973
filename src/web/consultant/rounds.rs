//! The rounds whose results a consultant can read.

use actix_web::{HttpResponse, web::Data};
use chrono::Utc;
use serde_json::json;

use crate::web::{context::page, error::Error, participation::round_rows, state::State, visitor::Visitor};

/// The rounds.
pub async fn get(state: Data<State>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let rounds = round_rows(&mut connection, Utc::now()).await?;
    Ok(page(&state, &visitor, "consultant/rounds", &json!({ "rounds": rounds, "base": "/results/" })))
}
