//! Ending other sessions of one's own.

use actix_web::{HttpResponse, web::Data};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    store::sessions,
    web::{context::see, error::Error, form::Form, state::State, visitor::SignedIn},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    /// A session's public id, or `others` for all but this one.
    session: String,
}

/// Ends one session, or every other one.
pub async fn post(state: Data<State>, who: SignedIn, form: Form) -> Result<HttpResponse, Error> {
    let wish: Wish = form.typed()?;
    let account = who.actor()?.account;
    let mut connection = state.pool.get().await?;
    if wish.session == "others" {
        let kept = who.0.session().map(|token| token.hash());
        sessions::end_all(&mut connection, &[account], kept.as_ref()).await?;
    } else {
        let id: Uuid = wish.session.parse().map_err(|_| Error::BadForm)?;
        if sessions::end_one(&mut connection, account, id).await? == 0 {
            return Err(Error::NotFound);
        }
    }
    Ok(see("/account?done=sessions"))
}
