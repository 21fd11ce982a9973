//! The desk: a row for every department of the region, a column for every section, and what can be done about each.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    matrix::{self, Line, Matrix},
    place::{Place, moved, place},
};
use crate::{
    access::policy::Action,
    fieldwork::{
        delegation::{Cell, SectionState},
        response::ResponseState,
    },
    operations::inviting,
    questionnaire::{compile::Questionnaire, sections::Section},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        participation::{moment, round_row},
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

/// What was just done, told after it.
#[derive(Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    pub done: String,
    pub count: Option<usize>,
    pub soon: Option<usize>,
    pub unwanted: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, tag = "action", rename_all = "snake_case")]
enum Wish {
    RemindOverdue {},
}

/// The overview.
pub async fn get(
    state: Data<State>,
    path: Path<(String, String)>,
    done: Query<Done>,
    who: SignedIn,
) -> Result<HttpResponse, Error> {
    let (region, round) = path.into_inner();
    let mut connection = state.pool.get().await?;
    let place = place(&mut connection, who.actor()?, (&region, &round), Action::FollowRegion).await?;
    if let Some(moved) = moved(&who.0, &region, &place.region) {
        return Ok(moved);
    }
    let matrix = matrix::load(&state, &mut connection, &place, None, Utc::now()).await?;
    drop(connection);
    Ok(page(&state, &who.0, "coordinator/desk", &view(&who.0, &place, &matrix, &done)))
}

/// Reminds everybody of what is overdue.
pub async fn post(state: Data<State>, path: Path<(String, String)>, form: Form) -> Result<HttpResponse, Error> {
    let (region, round) = path.into_inner();
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let place = place(&mut connection, actor, (&region, &round), Action::SpeakForRegion).await?;
    let Wish::RemindOverdue {} = form.typed()?;
    let matrix = matrix::load(&state, &mut connection, &place, None, Utc::now()).await?;
    let people: Vec<_> = matrix.lines.iter().flat_map(|line| line.late()).collect();
    let reminders = inviting::remind(&mut connection, place.desk(&state, actor), &people).await?;
    Ok(see(&format!("{}?{}", place.address(), told(reminders))))
}

/// What became of reminding, for the address of the next page.
#[must_use]
pub fn told(reminders: inviting::Reminders) -> String {
    let inviting::Reminders { sent, too_soon, unwanted } = reminders;
    format!("done=reminded&count={sent}&soon={too_soon}&unwanted={unwanted}")
}

/// What was just done, as templates say it.
#[must_use]
pub fn done_view(done: &Done) -> Value {
    let key = match done.done.as_str() {
        "invited" => "coordinator-done-invited",
        "reminded" => "coordinator-done-reminded",
        "changed" => "coordinator-done-changed",
        "withdrawn" => "coordinator-done-withdrawn",
        "sent" => "coordinator-done-sent",
        "revoked" => "coordinator-done-revoked",
        _ => "",
    };
    json!({ "key": key, "count": done.count.unwrap_or_default(), "soon": done.soon.unwrap_or_default(),
        "unwanted": done.unwanted.unwrap_or_default() })
}

/// A section as pages call it.
#[must_use]
pub fn section_view(questionnaire: &Questionnaire, place: usize, section: &Section, language: &str) -> Value {
    let number = if section.number.is_empty() { (place + 1).to_string() } else { section.number.clone() };
    json!({ "name": section.name, "number": number, "title": questionnaire.section_title(section, language) })
}

/// Adds something to what a template reads.
pub fn put(view: &mut Value, key: &str, value: Value) {
    if let Some(view) = view.as_object_mut() {
        view.insert(key.to_owned(), value);
    }
}

/// A cell as pages show it.
#[must_use]
pub fn cell_view(cell: Cell, who: &str) -> Value {
    json!({
        "state": cell.state.code(),
        "symbol": cell.state.symbol(),
        "key": format!("coordinator-state-{}", cell.state.code()),
        "overdue": cell.is_overdue,
        "unasked": !cell.asked && cell.state != SectionState::NotAsked,
        "who": who,
    })
}

fn view(visitor: &Visitor, place: &Place, matrix: &Matrix, done: &Done) -> Value {
    let (language, columns) = (visitor.language(), &matrix.questionnaire);
    let sections: Vec<Value> = (0..)
        .zip(&columns.sections)
        .map(|(index, section)| {
            let mut view = section_view(columns, index, section, language);
            let cells = || matrix.lines.iter().filter_map(move |line| line.cells.get(index).copied().flatten());
            put(&mut view, "asked", json!(cells().filter(|cell| cell.asked).count()));
            put(&mut view, "done", json!(cells().filter(|cell| cell.asked && cell.state.is_done()).count()));
            view
        })
        .collect();
    let rows: Vec<Value> = matrix.lines.iter().map(|line| row(line, columns, &sections, language)).collect();
    let count =
        |states: &[ResponseState]| matrix.lines.iter().filter(|line| states.contains(&line.asked.state)).count();
    let counts = crate::store::participation::Counts::default();
    json!({
        "region": place.region.code,
        "region_name": place.region.name(language),
        "base": place.address(),
        "round": round_row(&place.round, counts, Utc::now()),
        "is_open": place.is_open,
        "may_speak": place.may_speak,
        "may_change": place.is_open && place.may_speak,
        "done": done_view(done),
        "sections": sections,
        "rows": rows,
        "asked": matrix.lines.len(),
        "submitted": count(&[ResponseState::Submitted, ResponseState::Accepted]),
        "accepted": count(&[ResponseState::Accepted]),
        "returned": count(&[ResponseState::Returned]),
        "overdue": matrix.lines.iter().filter(|line| line.row.is_overdue).count(),
    })
}

fn row(line: &Line, columns: &Questionnaire, sections: &[Value], language: &str) -> Value {
    let cells: Vec<Value> = columns
        .sections
        .iter()
        .zip(&line.cells)
        .zip(sections)
        .map(|((section, cell), column)| {
            let who = line.delegation(&section.name).map_or("", |named| named.name.as_str());
            let nothing =
                Cell { asked: false, state: SectionState::NotAsked, due_at: None, is_overdue: false, edited_at: None };
            let mut view = cell_view(cell.unwrap_or(nothing), who);
            put(&mut view, "number", column.get("number").cloned().unwrap_or_default());
            put(&mut view, "title", column.get("title").cloned().unwrap_or_default());
            view
        })
        .collect();
    let mut people: Vec<&str> = line.delegations.iter().map(|named| named.name.as_str()).collect();
    people.retain(|name| !name.is_empty());
    people.sort_unstable();
    people.dedup();
    let state = response_state(line);
    json!({
        "id": line.asked.department.id,
        "name": line.asked.department.name_in(language),
        "kind": line.asked.department.kind,
        "response": line.asked.response,
        "state": state.0,
        "state_key": state.1,
        "cells": cells,
        "asked": line.row.asked,
        "done": line.row.done,
        "overdue": line.row.is_overdue,
        "due": moment(line.row.due_at),
        "last": moment(line.row.edited_at),
        "people": people.join(", "),
        "invited": line.standing().count(),
        "can_review": line.asked.submitted_at.is_some(),
    })
}

/// The state of a response for the style sheet and as a message.
#[must_use]
pub fn response_state(line: &Line) -> (&'static str, &'static str) {
    match line.asked.state {
        ResponseState::InProgress if line.asked.started_at.is_some() => ("in-progress", "response-state-in_progress"),
        ResponseState::InProgress if line.asked.opened_at.is_some() => ("in-progress", "response-state-opened"),
        ResponseState::InProgress => ("not-started", "response-state-not_opened"),
        ResponseState::Submitted => ("submitted", "response-state-submitted"),
        ResponseState::Returned => ("returned", "response-state-returned"),
        ResponseState::Accepted => ("accepted", "response-state-accepted"),
    }
}
