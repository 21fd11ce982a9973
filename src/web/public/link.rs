//! Magic links: opening one (the page is inert, its button opens), and asking for a new one.

use std::time::{Duration, Instant};

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
    operations::links::{self, Writing},
    store::invitations,
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

/// How long asking for a link takes, whoever asks.
const SAME_TIME: Duration = Duration::from_millis(300);

/// A page with a button, which says whose invitation it is. Nothing happens yet: mail scanners open links.
pub async fn get(state: Data<State>, token: Path<String>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let whose = match Token::parse(&token) {
        Some(token) => invitations::whose(&mut *state.pool.get().await?, &token.hash(), Utc::now()).await?,
        None => None,
    };
    let (email, department) = whose.unwrap_or_default();
    let content = json!({ "expired": false, "email": email, "department": department });
    Ok(page(&state, &visitor, "public/open", &content))
}

/// Uses the link up and goes to the response.
pub async fn post(state: Data<State>, token: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let opened = match Token::parse(&token) {
        Some(token) => links::open(&mut connection, &token, form.visitor.language(), form.visitor.origin()).await?,
        None => None,
    };
    let Some(opened) = opened else {
        let mut response = page(&state, &form.visitor, "public/open", &json!({ "expired": true }));
        *response.status_mut() = actix_web::http::StatusCode::GONE;
        return Ok(response);
    };
    let start = opened.response.map_or_else(|| "/".to_owned(), |response| format!("/responses/{response}"));
    let mut response = see(&start);
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
    let begun = Instant::now();
    let mut connection = state.pool.get().await?;
    let writing = Writing { locales: &state.locales, base_url: &state.base_url, now: Utc::now() };
    links::request(&mut connection, writing, &wish.email, visitor.language(), visitor.address()).await?;
    drop(connection);
    // A known address makes more work: everybody waits as long.
    tokio::time::sleep(SAME_TIME.saturating_sub(begun.elapsed())).await;
    Ok(page(&state, visitor, "public/sign_in", &json!({ "problem": "", "email": "", "next": "/", "sent": true })))
}
