//! The receipt: reference, time and what was sent, for as long as the response exists.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{summary::Summary, wording::Reader, work};
use crate::{
    access::policy::{self, Action, Object},
    fieldwork::{
        ids::ResponseId,
        response::ResponseState,
        review::{QueryState, can_be_asked_back},
    },
    operations::review::{self, Shown, Surroundings},
    questionnaire::{document::answers_of, expression::Environment},
    store::{Connection, queries, responses::Assignment, reviews, submissions},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        review::{
            page::decided_view,
            queries::{AboutView, QueryView, called},
            refusal::{Refusal, response_state_key},
        },
        state::{State, environment_of},
        visitor::{SignedIn, Visitor},
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    state: ResponseState,
    revision: i32,
    text: String,
}

/// What the form for asking it back came back with.
#[derive(Default)]
struct Told {
    status: StatusCode,
    problem: String,
    of_words: bool,
    text: String,
}

/// The receipt of the newest submission; a response that has none leads to its hub.
pub async fn get(state: Data<State>, id: Path<ResponseId>, visitor: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let assignment = work::assignment(&mut connection, visitor.actor()?, *id, Action::ReadResponse).await?;
    show(&state, &mut connection, &visitor.0, &assignment, &Told::default()).await
}

/// Asks the coordinator to give the response back for correction.
pub async fn request(state: Data<State>, id: Path<ResponseId>, form: Form) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let assignment = work::assignment(&mut connection, actor, *id, Action::EditResponse).await?;
    let sent: Sent = form.typed()?;
    let around =
        Surroundings { locales: &state.locales, base_url: &state.base_url, author: actor.account, now: Utc::now() };
    let shown = Shown { state: sent.state, revision: sent.revision };
    let Err(error) = review::request(&mut connection, around, *id, shown, &sent.text).await else {
        return Ok(see(&format!("/responses/{}/receipt#state", *id)));
    };
    let questionnaire = state.questionnaire(&mut connection, assignment.response.version).await?;
    let reader = Reader { language: form.visitor.language(), locales: &state.locales, questionnaire: &questionnaire };
    let Refusal { status, text: problem, of_words } = Refusal::of(error, &reader)?;
    let assignment = work::assignment(&mut connection, actor, *id, Action::EditResponse).await?;
    let told = Told { status, problem, of_words, text: sent.text };
    show(&state, &mut connection, &form.visitor, &assignment, &told).await
}

async fn show(
    state: &State,
    connection: &mut Connection,
    visitor: &Visitor,
    assignment: &Assignment,
    told: &Told,
) -> Result<HttpResponse, Error> {
    let (round, id) = (assignment.response.round, assignment.response.id);
    let environment = environment_of(visitor.language(), id);
    let found = submissions::newest(connection, round, id).await?;
    let Some(submission) = found else { return Ok(see(&format!("/responses/{id}"))) };
    let questionnaire = state.questionnaire(connection, submission.version_id).await?;
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
        "response": id,
        "reference": submission.reference,
        "moment": reader.local(submission.submitted_at, assignment.round.rules.time_zone),
        "deadline": reader.local(assignment.round.deadline, assignment.round.rules.time_zone),
        "late": assignment.round.is_late(submission.submitted_at),
        "revision": submission.revision,
        "hash": hash,
        "round": assignment.round.name,
        "department": assignment.department.name,
        "sections": summary.sections(),
        "review": standing(connection, visitor, assignment, &reader).await?,
        "problem": told.problem,
        "of_words": told.of_words,
        "text": told.text,
    });
    let mut answer = page(state, visitor, "respondent/receipt", &content);
    *answer.status_mut() = told.status;
    Ok(answer)
}

/// Where the response stands, what was decided, and what is asked about it.
async fn standing(
    connection: &mut Connection,
    visitor: &Visitor,
    assignment: &Assignment,
    reader: &Reader<'_>,
) -> Result<Value, Error> {
    let response = &assignment.response;
    let (round, department, region) = (response.round, assignment.department.id, assignment.department.region);
    let actor = visitor.actor().ok_or(Error::SignInFirst)?;
    let may = |action| policy::can(actor, action, Object::Response { round, department, region });
    let decided = reviews::of_response(connection, round, response.id).await?;
    let last = decided.first().filter(|last| last.revision == response.revision);
    let is_asked = last.is_some_and(|last| last.decision == "requested");
    let archived = reviews::is_archived(connection, round).await?;
    let asked = queries::of_response(connection, round, response.id).await?;
    let open = asked.iter().filter(|query| query.state != QueryState::Closed);
    let view = |query: &queries::Query| {
        let (number, label) = called(reader, None, &query.path);
        let href = format!("/responses/{}/queries/{}", response.id, query.id);
        AboutView { query: QueryView::of(query, reader), number, label, href }
    };
    Ok(json!({
        "state": response.state,
        "state_key": response_state_key(response.state),
        "revision": response.revision,
        "is_returned": response.state == ResponseState::Returned,
        "is_own": may(Action::EditResponse),
        "reviews": may(Action::ReviewResponse),
        "last": last.map(|last| decided_view(last, reader)),
        "is_asked": is_asked,
        "can_ask": may(Action::EditResponse) && can_be_asked_back(response.state) && !is_asked && !archived,
        "queries": open.map(view).collect::<Vec<_>>(),
    }))
}
