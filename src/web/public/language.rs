//! Choosing the interface's language, on any page.

use actix_web::{HttpResponse, web::Data};
use serde::Deserialize;

use crate::{
    store::accounts,
    web::{context::see, error::Error, form::Form, state::State, visitor::language_cookie},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    language: String,
    back: String,
}

/// Remembers the choice and goes back to the page that it was made on.
pub async fn post(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    let choice: Choice = form.typed()?;
    let code = state.locales.known(&choice.language).ok_or(Error::BadForm)?;
    if let Some(actor) = form.visitor.actor() {
        let mut connection = state.pool.get().await?;
        accounts::set_language(&mut connection, actor.account, code).await?;
    }
    let mut response = see(&choice.back);
    response.add_cookie(&language_cookie(code, &state)).map_err(|_| Error::Unknown)?;
    Ok(response)
}
