//! A page that arrived when its round took no answers any more: what was typed comes back, because it is nowhere else.

use actix_web::{HttpResponse, http::StatusCode};
use serde_json::{Value, json};

use super::{wording::Reader, work::Work};
use crate::{
    questionnaire::{answer::Answer, path::Path},
    store::drafts::Write,
    web::{context, state::State, visitor::Visitor},
};

/// The page, with status 409. It shows what differs from what is stored.
#[must_use]
pub fn page(state: &State, visitor: &Visitor, work: &Work, writes: &[Write]) -> HttpResponse {
    let reader = Reader { language: visitor.language(), locales: &state.locales, questionnaire: &work.questionnaire };
    let stored = |path: &str| work.stored.iter().find(|row| row.path == path).and_then(|row| row.value.as_ref());
    let changed = writes.iter().filter(|write| stored(&write.path) != write.value.as_ref());
    let rows: Vec<Value> = changed.filter_map(|write| row(&reader, work, write)).collect();
    let content = json!({ "response": work.assignment.response.id, "round": work.assignment.round.name,
        "department": work.assignment.department.name, "answers": rows });
    let mut response = context::page(state, visitor, "respondent/closed", &content);
    *response.status_mut() = StatusCode::CONFLICT;
    response
}

fn row(reader: &Reader<'_>, work: &Work, write: &Write) -> Option<Value> {
    let path: Path = write.path.parse().ok()?;
    let place = work.questionnaire.place(work.questionnaire.schema.slot(&path.name)?);
    let answer = write.value.as_ref().zip(place.question()).and_then(|(value, question)| {
        Answer::from_json(&question.kind, value).map(|answer| reader.answer(question, &answer))
    });
    let answer = answer.unwrap_or_else(|| vec![reader.say("no-answer", &[])]);
    Some(json!({ "label": reader.label(place), "number": place.row.number, "answer": answer }))
}
