//! Asking back about an answer.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::Utc;
use serde::Deserialize;

use super::{page::not_asked, queries::label_for, refusal::Refusal, reviewed::Reviewed, rows::Asked};
use crate::{
    access::policy::Action,
    fieldwork::ids::ResponseId,
    operations::{
        queries::{self, About},
        review::Surroundings,
    },
    questionnaire::path::Path as AnswerPath,
    web::{
        context::see,
        error::Error,
        form::Form,
        respondent::{fields::html_id, wording::Reader, work},
        state::State,
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    path: String,
    text: String,
}

/// Opens a query; what cannot be taken comes back on the page.
pub async fn post(state: Data<State>, id: Path<ResponseId>, form: Form) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let assignment = work::assignment(&mut connection, actor, *id, Action::ReviewResponse).await?;
    let sent: Sent = form.typed()?;
    let path: AnswerPath = sent.path.parse().map_err(|_| Error::BadForm)?;
    let language = form.visitor.language();
    let reviewed = Reviewed::load(&state, &mut connection, assignment.clone(), language).await?;
    let questionnaire = &reviewed.shown.questionnaire;
    if !queries::stands(questionnaire, &reviewed.shown.instance, &path) {
        return Err(Error::BadForm);
    }
    let reader = Reader { language, locales: &state.locales, questionnaire };
    let label = |language: &str| label_for(&reader, questionnaire, &sent.path, language);
    let about = About { path: &path, label: &label };
    let around =
        Surroundings { locales: &state.locales, base_url: &state.base_url, author: actor.account, now: Utc::now() };
    match queries::open(&mut connection, around, *id, &about, &sent.text).await {
        Ok(_) => Ok(see(&format!("/responses/{}/review?done=asked#{}", *id, html_id(&sent.path)))),
        Err(error) => {
            let refusal = Refusal::of(error, &reader)?;
            let asked = Asked { path: sent.path.clone(), text: sent.text.clone(), problem: String::new() };
            let assignment = work::assignment(&mut connection, actor, *id, Action::ReviewResponse).await?;
            not_asked(&state, &mut connection, &form.visitor, assignment, refusal, asked).await
        }
    }
}
