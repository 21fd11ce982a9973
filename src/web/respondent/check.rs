//! Check your answers: everything on one page, what is missing first, and the button that submits.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use serde_json::json;
use uuid::Uuid;

use super::{moved, summary::Summary, wording::Reader, work::Work};
use crate::{
    fieldwork::ids::ResponseId,
    operations::answers::check_editable,
    questionnaire::{expression::Environment, validation::Violation},
    web::{
        context::page,
        error::Error,
        state::{State, environment_of},
        visitor::{SignedIn, Visitor},
    },
};

/// The page.
pub async fn get(state: Data<State>, id: Path<ResponseId>, visitor: SignedIn) -> Result<HttpResponse, Error> {
    let environment = environment_of(visitor.0.language(), *id);
    let mut connection = state.pool.get().await?;
    let work = Work::load(&state, &mut connection, visitor.actor()?, *id, &environment).await?;
    let unconfirmed = moved::unconfirmed(&mut connection, &work).await?;
    drop(connection);
    check_editable(&work.assignment, chrono::Utc::now())?;
    let violations = work.questionnaire.blocking(&work.instance, &work.asked, &environment);
    Ok(show(&state, &visitor.0, &work, &violations, unconfirmed, &environment, false))
}

/// Renders the page; `refused` where somebody tried to submit what is not complete.
#[must_use]
pub fn show(
    state: &State,
    visitor: &Visitor,
    work: &Work,
    violations: &[Violation],
    unconfirmed: usize,
    environment: &Environment<'_>,
    refused: bool,
) -> HttpResponse {
    let reader = Reader { language: environment.language, locales: &state.locales, questionnaire: &work.questionnaire };
    let change = |path: &_| work.address_of(path);
    let summary = Summary { reader, instance: &work.instance, answers: &work.answers, change: &change };
    let told = violations
        .iter()
        .map(|violation| {
            json!({ "href": work.address_of(&violation.path), "text": reader.violation(violation, &work.instance) })
        });
    let hub = format!("/responses/{}#reconfirm", work.assignment.response.id);
    let text = reader.say("check-unconfirmed", &[("count", &unconfirmed.to_string())]);
    let first = (unconfirmed > 0).then(|| json!({ "href": hub, "text": text }));
    let problems: Vec<_> = first.into_iter().chain(told).collect();
    let content = json!({
        "response": work.assignment.response.id,
        "round": work.assignment.round.name,
        "department": work.assignment.department.name,
        "sections": summary.sections(),
        "problems": problems,
        "refused": refused,
        "key": Uuid::new_v4(),
    });
    let mut response = page(state, visitor, "respondent/check", &content);
    if refused {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}
