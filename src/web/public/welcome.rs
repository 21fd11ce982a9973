//! Choosing a password by a link. The page is inert: mail scanners open links.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    access::{password::SHORTEST, token::Token},
    operations::{self, passwords},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::Visitor,
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    password: String,
    again: String,
}

/// The form, whatever the link.
pub async fn get(state: Data<State>, visitor: Visitor) -> HttpResponse {
    show(&state, &visitor, "")
}

/// Sets the password and goes on to signing in.
pub async fn post(state: Data<State>, token: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    if typed.password != typed.again {
        return Ok(show(&state, &form.visitor, "password-different"));
    }
    let mut connection = state.pool.get().await?;
    let link = Token::parse(&token);
    let origin = form.visitor.origin();
    match passwords::choose(&mut connection, link.as_ref(), &typed.password, origin).await {
        Ok(true) => Ok(see("/sign-in?next=%2F")),
        Ok(false) => Ok(show(&state, &form.visitor, "welcome-expired")),
        Err(operations::Error::Password(problem)) => Ok(show(&state, &form.visitor, problem_key(problem))),
        Err(error) => Err(error.into()),
    }
}

/// The message of a password that cannot be taken.
#[must_use]
pub fn problem_key(problem: crate::access::password::PasswordError) -> &'static str {
    use crate::access::password::PasswordError;
    match problem {
        PasswordError::TooShort => "password-short",
        PasswordError::TooLong | PasswordError::Hashing => "password-long",
    }
}

fn show(state: &State, visitor: &Visitor, problem: &str) -> HttpResponse {
    let mut response = page(state, visitor, "public/welcome", &json!({ "problem": problem, "shortest": SHORTEST }));
    match problem {
        "" => {}
        "welcome-expired" => *response.status_mut() = StatusCode::GONE,
        _ => *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY,
    }
    response
}
