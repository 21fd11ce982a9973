//! Signing in by password, and out. Known and unknown addresses get the same page.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    operations::{
        self,
        accounts::{self, Next},
    },
    store::sessions,
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::{Visitor, no_session_cookie, pending_cookie, session_cookie},
    },
};

/// Where to go after signing in.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    pub next: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    email: String,
    password: String,
    next: String,
}

/// The form; people who are signed in go on.
pub async fn get(state: Data<State>, visitor: Visitor, wish: Query<Wish>) -> HttpResponse {
    let next = if wish.next.is_empty() { "/" } else { &wish.next };
    if visitor.actor().is_some() {
        return see(next);
    }
    page(&state, &visitor, "public/sign_in", &json!({ "problem": "", "email": "", "next": next, "sent": false }))
}

/// Signs in, or shows the form again with what was typed (but the password).
pub async fn post(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    let given: Credentials = form.typed()?;
    let mut connection = state.pool.get().await?;
    let result = accounts::sign_in(&mut connection, &given.email, &given.password, form.visitor.origin()).await;
    let on = |path: &str| {
        let next = serde_urlencoded::to_string([("next", &given.next)]).unwrap_or_default();
        see(&format!("{path}?{next}"))
    };
    let (problem, status) = match result {
        Ok(Some(next)) => {
            let (mut response, cookie) = match next {
                Next::Session(token) => (see(&given.next), session_cookie(&token, &state)),
                Next::Code(token) => (on("/sign-in/code"), pending_cookie(&token, &state)),
                Next::Enrolment(token) => (on("/sign-in/authenticator"), pending_cookie(&token, &state)),
            };
            response.add_cookie(&cookie).map_err(|_| Error::Unknown)?;
            return Ok(response);
        }
        Ok(None) => ("wrong", StatusCode::UNPROCESSABLE_ENTITY),
        Err(operations::Error::Throttled) => ("throttled", StatusCode::TOO_MANY_REQUESTS),
        Err(error) => return Err(error.into()),
    };
    let content = json!({ "problem": problem, "email": given.email, "next": given.next, "sent": false });
    let mut response = page(&state, &form.visitor, "public/sign_in", &content);
    *response.status_mut() = status;
    Ok(response)
}

/// Ends the session.
pub async fn sign_out(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    if let Some(token) = form.visitor.session() {
        let mut connection = state.pool.get().await?;
        sessions::end(&mut connection, &token.hash()).await?;
    }
    let mut response = see("/");
    response.add_cookie(&no_session_cookie(&state)).map_err(|_| Error::Unknown)?;
    Ok(response)
}
