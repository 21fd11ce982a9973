//! Setting one's own password.

use actix_web::{HttpResponse, web::Data};
use serde::Deserialize;

use crate::{
    operations::{self, passwords},
    web::{context::see, error::Error, form::Form, public::welcome::problem_key, state::State, visitor::SignedIn},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    earlier: String,
    password: String,
    again: String,
}

/// Sets it; every other session ends.
pub async fn post(state: Data<State>, who: SignedIn, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    if typed.password != typed.again {
        return super::show(&state, &who, "", "password-different").await;
    }
    let (account, kept) = (who.actor()?.account, who.0.session());
    let mut connection = state.pool.get().await?;
    let (earlier, new) = (typed.earlier.as_str(), typed.password.as_str());
    let result = passwords::set_own(&mut connection, account, earlier, new, kept, who.0.origin()).await;
    drop(connection);
    match result {
        Ok(true) => Ok(see("/account?done=password")),
        Ok(false) => super::show(&state, &who, "", "password-earlier-wrong").await,
        Err(operations::Error::Password(problem)) => super::show(&state, &who, "", problem_key(problem)).await,
        Err(error) => Err(error.into()),
    }
}
