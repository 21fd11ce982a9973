//! New recovery codes, for who shows a code of the authenticator.

use actix_web::{HttpResponse, web::Data};
use serde::Deserialize;
use serde_json::json;

use crate::{
    operations::{self, second_factor},
    web::{context::page, error::Error, form::Form, public::second_factor::revealed, state::State, visitor::SignedIn},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    code: String,
}

/// Makes them and shows them: now and never again.
pub async fn post(state: Data<State>, who: SignedIn, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    let account = who.actor()?.account;
    let mut connection = state.pool.get().await?;
    let result = second_factor::renew_recovery_codes(&mut connection, account, &typed.code, who.0.origin()).await;
    drop(connection);
    match result {
        Ok(Some(codes)) => {
            let content = json!({ "codes": revealed(&codes), "next": "/account" });
            Ok(page(&state, &who.0, "public/recovery_codes", &content))
        }
        Ok(None) => super::show(&state, &who, "", "code-wrong").await,
        Err(operations::Error::Throttled) => super::show(&state, &who, "", "code-throttled").await,
        Err(error) => Err(error.into()),
    }
}
