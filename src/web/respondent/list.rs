//! The responses that a person was invited to.

use actix_web::{HttpResponse, web::Data};
use serde_json::json;

use crate::{
    store::responses,
    web::{
        context::{page, see},
        error::Error,
        participation::local,
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
                "round": response.round.name,
                "department": response.department,
                "state": state.locales.text(language, &key, &[]),
                "deadline": local(response.round.deadline, response.round.rules.time_zone),
            })
        })
        .collect();
    Ok(page(&state, &visitor.0, "respondent/list", &json!({ "responses": rows })))
}
