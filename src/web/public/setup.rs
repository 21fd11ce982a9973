//! The first admin, made by the link that the program prints while there is none.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    access::{password::SHORTEST, token::Token},
    operations::{
        self,
        registry::is_email,
        setup::{self, First},
    },
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        public::welcome::problem_key,
        state::State,
        visitor::Visitor,
    },
};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    email: String,
    name: String,
    password: String,
    again: String,
}

/// The form, whatever the link.
pub async fn get(state: Data<State>, visitor: Visitor) -> HttpResponse {
    show(&state, &visitor, &Typed::default(), "")
}

/// Makes the admin and goes on to signing in, where an authenticator is set up.
pub async fn post(state: Data<State>, token: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    let visitor = &form.visitor;
    if !is_email(typed.email.trim()) {
        return Ok(show(&state, visitor, &typed, "email-wrong"));
    }
    if typed.password != typed.again {
        return Ok(show(&state, visitor, &typed, "password-different"));
    }
    let (email, name) = (typed.email.trim(), typed.name.trim());
    let first = First { email, name, language: visitor.language(), password: &typed.password };
    let mut connection = state.pool.get().await?;
    match setup::make(&mut connection, Token::parse(&token).as_ref(), first, visitor.origin()).await {
        Ok(true) => Ok(see("/sign-in?next=%2Fadmin")),
        Ok(false) => Ok(show(&state, visitor, &typed, "setup-expired")),
        Err(operations::Error::Password(problem)) => Ok(show(&state, visitor, &typed, problem_key(problem))),
        Err(error) => Err(error.into()),
    }
}

fn show(state: &State, visitor: &Visitor, typed: &Typed, problem: &str) -> HttpResponse {
    let content = json!({ "problem": problem, "shortest": SHORTEST, "email": typed.email, "name": typed.name });
    let mut response = page(state, visitor, "public/setup", &content);
    match problem {
        "" => {}
        "setup-expired" => *response.status_mut() = StatusCode::GONE,
        _ => *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY,
    }
    response
}
