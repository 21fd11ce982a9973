//! The receipt: reference, time and what was sent, for as long as the response exists.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{summary::Summary, wording::Reader, work};
use crate::{
    access::policy::Action,
    fieldwork::ids::ResponseId,
    questionnaire::{document::answers_of, expression::Environment},
    store::submissions,
    web::{
        context::{page, see},
        error::Error,
        state::{State, environment_of},
        visitor::SignedIn,
    },
};

/// The receipt of the newest submission; a response that has none leads to its hub.
pub async fn get(state: Data<State>, id: Path<ResponseId>, visitor: SignedIn) -> Result<HttpResponse, Error> {
    let environment = environment_of(visitor.0.language(), *id);
    let mut connection = state.pool.get().await?;
    let assignment = work::assignment(&mut connection, visitor.actor()?, *id, Action::ReadResponse).await?;
    let found = submissions::newest(&mut connection, assignment.response.round, assignment.response.id).await?;
    let Some(submission) = found else { return Ok(see(&format!("/responses/{}", assignment.response.id))) };
    let questionnaire = state.questionnaire(&mut connection, submission.version_id).await?;
    drop(connection);
    let document = match &submission.answers {
        Value::Object(document) => document,
        _ => return Err(Error::Unknown),
    };
    let answers = answers_of(&questionnaire.schema, document);
    // As it was computed when it was sent.
    let environment = Environment { now: submission.submitted_at.fixed_offset(), ..environment };
    let instance = questionnaire.evaluate(&answers, &environment);
    let reader = Reader { language: environment.language, locales: &state.locales, questionnaire: &questionnaire };
    let summary = Summary { reader, instance: &instance, answers: &answers, change: &|_| String::new() };
    let hash: String = submission.content_hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let content = json!({
        "reference": submission.reference,
        "moment": reader.moment(submission.submitted_at),
        "revision": submission.revision,
        "hash": hash,
        "round": assignment.round.name,
        "department": assignment.department.name,
        "sections": summary.sections(),
    });
    Ok(page(&state, &visitor.0, "respondent/receipt", &content))
}
