//! The responses that a person was invited to.

use actix_web::{HttpResponse, web::Data};
use chrono::Utc;
use serde_json::json;

use crate::{
    fieldwork::round::RoundState,
    store::responses::{self, Assignment},
    web::{
        context::{page, see},
        error::Error,
        state::State,
        visitor::SignedIn,
    },
};

/// The list; somebody with one response goes straight to it.
pub async fn get(state: Data<State>, visitor: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let listed = responses::of_account(&mut connection, visitor.actor()?.account).await?;
    if let [only] = listed.as_slice() {
        return Ok(see(&format!("/responses/{}", only.id)));
    }
    let language = visitor.0.language();
    let rows: Vec<_> = listed
        .iter()
        .map(|response| {
            let key = format!("state-{}", response.state.code().replace('_', "-"));
            json!({
                "id": response.id,
                "round": response.round_name,
                "department": response.department,
                "state": state.locales.text(language, &key, &[]),
                "deadline": response.deadline.format("%Y-%m-%d").to_string(),
            })
        })
        .collect();
    Ok(page(&state, &visitor.0, "respondent/list", &json!({ "responses": rows })))
}

/// Does the round take answers now?
#[must_use]
pub fn is_open(assignment: &Assignment) -> bool {
    assignment.round.state(Utc::now()) == RoundState::Open
}
