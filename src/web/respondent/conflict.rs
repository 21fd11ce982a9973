//! Two people changed one answer: both values, and the choice between them.

use actix_web::{HttpResponse, http::StatusCode};
use serde_json::{Value, json};

use super::{section::Where, wording::Reader, work::Work};
use crate::{
    operations::answers::Conflict,
    questionnaire::{answer::Answer, input::version_field, path::Path},
    web::{context, state::State, visitor::Visitor},
};

/// The page, with status 409. Everything else on the page that was sent is saved already.
#[must_use]
pub fn page(state: &State, visitor: &Visitor, work: &Work, conflicts: &[Conflict], place: &Where) -> HttpResponse {
    let reader = Reader { language: visitor.language(), locales: &state.locales, questionnaire: &work.questionnaire };
    let rows: Vec<Value> = conflicts.iter().filter_map(|conflict| row(&reader, work, conflict)).collect();
    let content = json!({ "action": place.address(work),
        "questionnaire": work.assignment.response.version, "conflicts": rows });
    let mut response = context::page(state, visitor, "respondent/conflict", &content);
    *response.status_mut() = StatusCode::CONFLICT;
    response
}

fn row(reader: &Reader<'_>, work: &Work, conflict: &Conflict) -> Option<Value> {
    let path: Path = conflict.path.parse().ok()?;
    let place = work.questionnaire.place(work.questionnaire.schema.slot(&path.name)?);
    let shown = |value: &Option<Value>| -> Vec<String> {
        let answer = value.as_ref().zip(place.question()).and_then(|(value, question)| {
            Answer::from_json(&question.kind, value).map(|answer| reader.answer(question, &answer))
        });
        answer.unwrap_or_else(|| vec![reader.say("no-answer", &[])])
    };
    Some(json!({
        "path": conflict.path,
        "id": super::fields::html_id(&conflict.path),
        "label": reader.label(place),
        "number": place.row.number,
        "mine": shown(&conflict.mine),
        "mine_json": conflict.mine.clone().unwrap_or(Value::Null).to_string(),
        "theirs": shown(&conflict.theirs),
        "who": conflict.their_name.clone().unwrap_or_default(),
        "when": reader.moment(conflict.their_time),
        "version_field": version_field(&path),
        "version": conflict.their_version,
    }))
}
