//! Magic links: opening one (the page is inert, its button opens), and asking for a new one.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::json;
use validator::Validate;

use crate::{
    access::token::Token,
    operations::links,
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::{Visitor, session_cookie},
    },
};

#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct Request {
    #[validate(email, length(max = 254))]
    email: String,
}

/// A page with a button. Nothing happens yet: mail scanners open links.
pub async fn get(state: Data<State>, visitor: Visitor) -> HttpResponse {
    page(&state, &visitor, "public/open", &json!({ "expired": false }))
}

/// Uses the link up and goes to the response.
pub async fn post(state: Data<State>, token: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let opened = match Token::parse(&token) {
        Some(token) => links::open(&mut connection, &token, form.visitor.language(), Utc::now()).await?,
        None => None,
    };
    let Some(opened) = opened else {
        let mut response = page(&state, &form.visitor, "public/open", &json!({ "expired": true }));
        *response.status_mut() = actix_web::http::StatusCode::GONE;
        return Ok(response);
    };
    let mut response = see(&format!("/responses/{}", opened.response));
    response.add_cookie(&session_cookie(&opened.session, &state)).map_err(|_| Error::Unknown)?;
    Ok(response)
}

/// Sends new links; the reply is the same whether the address is known or not.
pub async fn request(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    let wish: Request = form.typed()?;
    let visitor = &form.visitor;
    if wish.validate().is_err() {
        let content = json!({ "problem": "email", "email": wish.email, "next": "/", "sent": false });
        let mut response = page(&state, visitor, "public/sign_in", &content);
        *response.status_mut() = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(response);
    }
    let mut connection = state.pool.get().await?;
    let (locales, base_url) = (&state.locales, &state.base_url);
    let (language, address) = (visitor.language(), visitor.address());
    links::request(&mut connection, locales, base_url, &wish.email, language, address, Utc::now()).await?;
    Ok(page(&state, visitor, "public/sign_in", &json!({ "problem": "", "email": "", "next": "/", "sent": true })))
}
