//! Submitting.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::Utc;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    check,
    work::{self, Work},
};
use crate::{
    access::policy::Action,
    fieldwork::ids::ResponseId,
    operations::submit::{Outcome, Surroundings, submit},
    web::{
        context::see,
        error::Error,
        form::Form,
        state::{State, environment_of},
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    key: Uuid,
}

/// Submits and goes to the receipt; what is not complete comes back as the check page.
pub async fn post(state: Data<State>, id: Path<ResponseId>, form: Form) -> Result<HttpResponse, Error> {
    let sent: Sent = form.typed()?;
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let environment = environment_of(form.visitor.language(), *id);
    let mut connection = state.pool.get().await?;
    let assignment = work::assignment(&mut connection, actor, *id, Action::EditResponse).await?;
    let questionnaire = state.questionnaire(&mut connection, assignment.response.version).await?;
    let (locales, base_url) = (&*state.locales, state.base_url.as_str());
    let (environment_of, recorder) = (&environment, &state.recorder);
    let around = Surroundings { locales, base_url, environment: environment_of, recorder, now: Utc::now() };
    match submit(&mut connection, &questionnaire, actor, assignment, sent.key, &around).await? {
        Outcome::Recorded { .. } => Ok(see(&format!("/responses/{}/receipt", *id))),
        Outcome::Incomplete(violations) => {
            let work = Work::load(&state, &mut connection, actor, *id, &environment).await?;
            Ok(check::show(&state, &form.visitor, &work, &violations, 0, &environment, true))
        }
        Outcome::Unconfirmed(count) => {
            let work = Work::load(&state, &mut connection, actor, *id, &environment).await?;
            let violations = work.questionnaire.blocking(&work.instance, &work.asked, &environment);
            Ok(check::show(&state, &form.visitor, &work, &violations, count, &environment, true))
        }
        Outcome::Moved => Ok(see(&format!("/responses/{}", *id))),
    }
}
