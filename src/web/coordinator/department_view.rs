//! What the page of a department shows, with what was typed and refused.

use actix_web::{HttpResponse, http::StatusCode};
use serde_json::{Value, json};

use super::{
    department::day,
    desk::{Done, cell_view, done_view, put, response_state, section_view},
    kinds::{kinds, name_of},
    matrix::{Line, Matrix},
    place::Place,
};
use crate::{
    fieldwork::{
        delegation::{self, is_suggested, may_remind},
        ids::DepartmentId,
    },
    store::{
        Connection,
        desk::{self, AskedDepartment},
    },
    web::{context::page, error::Error, form::Form, participation::moment, state::State, visitor::Visitor},
};

/// Why a change was not made.
pub struct Refusal {
    /// Which field of the section's form.
    pub field: &'static str,
    pub key: &'static str,
    pub section: String,
    /// Somebody else was first.
    pub is_stale: bool,
}

/// What was typed into a section's form.
#[derive(Default)]
pub struct Typed {
    to: String,
    due: String,
    note: String,
}

impl Refusal {
    /// Of a section's form.
    #[must_use]
    pub fn of(field: &'static str, key: &'static str, section: String) -> Self {
        Self { field, key, section, is_stale: false }
    }
}

impl Typed {
    /// The fields of a section's form.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        let one = |name: &str| form.fields.first(name).unwrap_or_default().to_owned();
        Self { to: one("to"), due: one("due"), note: one("note") }
    }
}

/// Renders the page: 409 where somebody else was first, 422 where something typed cannot be taken.
///
/// # Errors
/// When the database does not answer.
#[expect(clippy::too_many_arguments, reason = "the page and what was sent to it")]
pub async fn show(
    state: &State,
    connection: &mut Connection,
    visitor: &Visitor,
    place: &Place,
    matrix: &Matrix,
    department: DepartmentId,
    done: &Done,
    refused: Option<(&Refusal, &Typed)>,
) -> Result<HttpResponse, Error> {
    let language = visitor.language();
    let found = matrix.lines.iter().find(|line| line.asked.department.id == department);
    let line = found.ok_or(Error::NotFound)?;
    let invitations: Vec<_> = line.members.iter().map(|member| member.invitation).collect();
    let expiries = desk::expiries(connection, place.round.id, &invitations).await?;
    let mut others = desk::departments(connection, place.round.id, place.region.id).await?;
    others.retain(|other| other.response != line.asked.response && other.state.is_editable());
    let now = chrono::Utc::now();
    let people: Vec<Value> = line
        .members
        .iter()
        .map(|member| {
            let sections = line.delegations.iter().filter(|named| named.delegation.account == Some(member.account));
            json!({
                "invitation": member.invitation, "email": member.email, "name": member.name,
                "language": state.locales.known(&member.language).map_or_else(|| member.language.clone(),
                    |code| state.locales.text(code, "language-name", &[])),
                "invited": moment(Some(member.invited_at)), "opened": moment(member.opened_at),
                "expires": moment(expiries.get(&member.invitation).copied()),
                "revoked": moment(member.revoked_at), "reminded": moment(member.reminded_at),
                "can_remind": may_remind(member.reminded_at, now), "sections": sections.count(),
            })
        })
        .collect();
    let (state_code, state_key) = response_state(line);
    let sections = sections(line, place, &others, refused, language);
    let content = json!({
        "base": place.address(),
        "here": format!("{}/departments/{department}", place.address()),
        "region_name": place.region.name(language),
        "round": place.round.name,
        "id": department,
        "name": line.asked.department.name_in(language),
        "kind": name_of(&kinds(language), &line.asked.department.kind),
        "response": line.asked.response,
        "state": state_code,
        "state_key": state_key,
        "asked": line.row.asked,
        "ready": line.row.done,
        "overdue": line.row.is_overdue,
        "deadline": moment(Some(place.round.deadline)),
        "last": moment(line.row.edited_at),
        "can_review": line.asked.submitted_at.is_some(),
        "people": people,
        "sections": sections,
        "may_change": place.is_open && place.may_speak,
        "may_delegate": place.is_open && place.may_speak && line.asked.state.is_editable(),
        "may_remind": place.is_open && place.may_speak && line.asked.state.is_editable(),
        "is_open": place.is_open,
        "last_day": day(Some(place.round.deadline), place),
        "done": done_view(done),
        "wrong": refused.map_or("", |(refused, _)| refused.key),
        "wrong_field": refused.map_or_else(String::new, |(refused, _)| format!("{}-{}", refused.field, refused.section)),
    });
    let mut response = page(state, visitor, "coordinator/department", &content);
    if let Some((refused, _)) = refused.filter(|_| response.status() == StatusCode::OK) {
        let stale = refused.is_stale;
        *response.status_mut() = if stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    }
    Ok(response)
}

fn sections(
    line: &Line,
    place: &Place,
    others: &[AskedDepartment],
    refused: Option<(&Refusal, &Typed)>,
    language: &str,
) -> Vec<Value> {
    let questionnaire = &line.questionnaire;
    let asked = questionnaire.asked(line.asked.sections.as_deref());
    (0..)
        .zip(questionnaire.sections.iter().zip(&line.own))
        .map(|(index, (section, cell))| {
            let cell = *cell;
            let named = line.delegation(&section.name);
            let delegation = named.map(|named| &named.delegation);
            let is_asked = asked.includes(&section.name);
            let own = refused.filter(|(refused, _)| refused.section == section.name);
            let account = delegation.and_then(|one| one.account);
            let stands = Typed {
                to: account.map(|account| format!("person:{account}")).unwrap_or_default(),
                due: day(delegation.and_then(|one| one.due_at), place),
                note: delegation.map(|one| one.note.clone()).unwrap_or_default(),
            };
            let typed = own.map_or(&stands, |(_, typed)| typed);
            let mut view = section_view(questionnaire, index, section, language);
            put(&mut view, "cell", cell_view(cell, named.map_or("", |named| named.name.as_str())));
            put(&mut view, "asked", json!(is_asked));
            put(
                &mut view,
                "suggested",
                json!(!section.departments.is_empty() && is_suggested(section, &line.asked.department.kind)),
            );
            put(&mut view, "who", json!(named.map_or("", |named| named.name.as_str())));
            put(&mut view, "due", json!(moment(cell.due_at)));
            put(&mut view, "note", json!(stands.note));
            put(&mut view, "last", json!(moment(cell.edited_at)));
            put(&mut view, "by", json!(named.map_or("", |named| named.by.as_str())));
            put(&mut view, "at", json!(moment(delegation.map(|one| one.delegated_at))));
            put(&mut view, "seen", json!(delegation::seen(is_asked, delegation)));
            put(&mut view, "to", json!(choices(line, others, &typed.to, language)));
            put(&mut view, "typed_due", json!(typed.due));
            put(&mut view, "typed_note", json!(typed.note));
            put(&mut view, "wrong", json!(own.map_or("", |(refused, _)| refused.key)));
            put(&mut view, "wrong_field", json!(own.map_or("", |(refused, _)| refused.field)));
            put(&mut view, "stale", json!(own.is_some_and(|(refused, _)| refused.is_stale)));
            view
        })
        .collect()
}

/// Whom a section can be given to.
fn choices(line: &Line, others: &[AskedDepartment], chosen: &str, language: &str) -> Value {
    let option = |value: String, name: &str| json!({ "chosen": value == chosen, "value": value, "name": name });
    let people: Vec<Value> =
        line.standing().map(|member| option(format!("person:{}", member.account), member.called())).collect();
    let others: Vec<Value> = others
        .iter()
        .map(|other| option(format!("response:{}", other.response), other.department.name_in(language)))
        .collect();
    json!({ "people": people, "others": others })
}
