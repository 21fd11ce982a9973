//! A signed answer opened again, with a reason.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::Utc;

use super::{place::Place, sign_off};
use crate::{
    access::policy::Action,
    operations::{self, regional::reopen},
    web::{context::see, error::Error, form::Form, state::State},
};

/// Opens it again; without a reason the receipt is shown with what is wrong.
pub async fn post(state: Data<State>, path: Path<(String, String)>, form: Form) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, actor, (&path.0, &path.1), Action::SpeakForRegion).await?;
    let reason = form.fields.first("reason").unwrap_or_default();
    match reopen(&mut connection, &place.round, place.region.id, reason, actor.account, Utc::now()).await {
        Ok(()) => Ok(see(&format!("{}?done=reopened", place.address()))),
        Err(operations::Error::Field { problem, .. }) => {
            sign_off::refused_reopening(&state, &mut connection, &form.visitor, &place, reason, problem).await
        }
        Err(error) => Err(error.into()),
    }
}
