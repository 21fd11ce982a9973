//! One section of a region's answer: question by question, departments side by side; the whole page is saved at once.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::Utc;
use serde_json::{Value, json};

use super::{
    form::{self, Sent},
    matter::Matters,
    place::{Place, reader},
    words::Teller,
};
use crate::{
    access::policy::Action,
    fieldwork::consolidation::desk::Matter,
    operations::regional::{Conflict, Regional, save},
    questionnaire::{
        answer::Answer,
        expression::Environment,
        instance::NodeId,
        schema::{SlotId, SlotKind},
    },
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        respondent::{fields::html_id, piped::At, wording::Reader},
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

/// What stands on the page beside what is stored.
#[derive(Default)]
struct Told {
    sent: Sent,
    conflicts: Vec<Conflict>,
    /// Departments submitted since the page was shown.
    news: bool,
}

/// The page.
pub async fn get(
    state: Data<State>,
    path: Path<(String, String, String)>,
    who: SignedIn,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, who.actor()?, (&path.0, &path.1), Action::FollowRegion).await?;
    let environment = place.environment(who.0.language());
    let Some(regional) = place.load(&state, &mut connection, &environment).await? else {
        return Ok(see(&place.address()));
    };
    drop(connection);
    show(&state, &who.0, &place, &regional, &path.2, &Told::default(), &environment)
}

/// Saves the page.
pub async fn post(state: Data<State>, path: Path<(String, String, String)>, form: Form) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, actor, (&path.0, &path.1), Action::SpeakForRegion).await?;
    let environment = place.environment(form.visitor.language());
    let regional = place.load(&state, &mut connection, &environment).await?.ok_or(Error::NotFound)?;
    if regional.answer.is_signed() {
        return Err(Error::Locked);
    }
    let section = section_of(&regional, &path.2)?;
    let matters = regional.matters(&environment);
    let own: Vec<&Matter> = matters.iter().filter(|matter| matter.section == section).collect();
    let reader = reader(&state, &regional, environment.language);
    let sent = form::read(&place, &reader, &regional, &own, &form.fields, &environment)?;
    let news = form.fields.first("sources").is_some_and(|shown| shown != regional.fingerprint());
    if news || !sent.problems.is_empty() {
        let status = if news { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        let told = Told { sent, news, ..Told::default() };
        let page = show(&state, &form.visitor, &place, &regional, &path.2, &told, &environment)?;
        return Ok(with_status(page, status));
    }
    let conflicts = save(&mut connection, &regional, place.around(&environment), &sent.wishes, Utc::now()).await?;
    if conflicts.is_empty() {
        return Ok(see(&next(&place, &regional, &matters, section, form.fields.first("then").unwrap_or_default())));
    }
    let regional = place.load(&state, &mut connection, &environment).await?.ok_or(Error::NotFound)?;
    let sent = only_late(sent, &conflicts);
    let told = Told { sent, conflicts, news: false };
    let page = show(&state, &form.visitor, &place, &regional, &path.2, &told, &environment)?;
    Ok(with_status(page, StatusCode::CONFLICT))
}

fn with_status(mut page: HttpResponse, status: StatusCode) -> HttpResponse {
    *page.status_mut() = status;
    page
}

fn section_of(regional: &Regional, name: &str) -> Result<usize, Error> {
    regional.questionnaire.sections.iter().position(|section| section.name == name).ok_or(Error::NotFound)
}

/// Where the pressed button leads.
fn next(place: &Place, regional: &Regional, matters: &[Matter], section: usize, then: &str) -> String {
    let sections = &regional.questionnaire.sections;
    let following = matters.iter().map(|matter| matter.section).find(|other| *other > section);
    match following.and_then(|other| sections.get(other)).filter(|_| then == "next") {
        Some(other) => format!("{}/sections/{}", place.address(), other.name),
        None => place.address(),
    }
}

/// What was written is not typed any more; what was too late is shown over what somebody else decided.
fn only_late(sent: Sent, conflicts: &[Conflict]) -> Sent {
    let is_late = |path: &String| conflicts.iter().any(|conflict| conflict.path == *path);
    let mut values: BTreeMap<String, Option<Value>> = BTreeMap::new();
    for conflict in conflicts {
        let own = sent.values.get(&conflict.path).cloned();
        let mine = conflict.mine.as_ref().map(|mine| mine.value.clone());
        values.extend(own.or(mine).map(|value| (conflict.path.clone(), value)));
    }
    Sent { typed: sent.typed.into_iter().filter(|(path, _)| is_late(path)).collect(), values, ..Sent::default() }
}

fn show(
    state: &State,
    visitor: &Visitor,
    place: &Place,
    regional: &Regional,
    name: &str,
    told: &Told,
    environment: &Environment<'_>,
) -> Result<HttpResponse, Error> {
    let index = section_of(regional, name)?;
    let section = regional.questionnaire.sections.get(index).ok_or(Error::NotFound)?;
    let reader = reader(state, regional, environment.language);
    let work = place.work(regional, &told.sent.values, environment);
    let title = reader.read_at(&section.title, At::top(&work.instance));
    let title = if title.is_empty() { reader.read(&regional.questionnaire.definition.title) } else { title };
    let teller = Teller { reader };
    let views = Matters {
        regional,
        work: &work,
        teller: &teller,
        environment,
        typed: &told.sent.typed,
        problems: &told.sent.problems,
        can_change: place.speaks && !regional.answer.is_signed() && regional.facts.archived_at.is_none(),
    };
    let matters = regional.matters(environment);
    let mut rows = Vec::new();
    let mut heading = SlotId::ROOT;
    for matter in matters.iter().filter(|matter| matter.section == index) {
        let parent = regional.questionnaire.schema.get(matter.slot).parent.unwrap_or(SlotId::ROOT);
        if parent != heading {
            heading = parent;
            rows.extend(group(&reader, regional, parent));
        }
        rows.push(match regional.questionnaire.place(matter.slot).question() {
            Some(question) => json!({ "kind": "question", "question": views.question(matter, question) }),
            None => json!({ "kind": "repeat", "repeat": repeat(place, &reader, regional, &teller, matter) }),
        });
    }
    let problems: Vec<Value> = told
        .sent
        .problems
        .iter()
        .map(|(path, text)| json!({ "href": format!("#{}-matter", html_id(path)), "text": text }))
        .collect();
    let content = json!({
        "title": title,
        "number": section.number,
        "region": place.region.name(environment.language),
        "round": place.round.name,
        "back": place.address(),
        "action": format!("{}/sections/{name}", place.address()),
        "sources": regional.fingerprint(),
        "problems": problems,
        "conflicts": told.conflicts.iter().map(|conflict| conflict_row(&reader, regional, conflict)).collect::<Vec<_>>(),
        "news": told.news,
        "can_change": views.can_change,
        "is_signed": regional.answer.is_signed(),
        "rows": rows,
    });
    Ok(page(state, visitor, "regional/section", &content))
}

/// The heading of a group inside the section.
fn group(reader: &Reader<'_>, regional: &Regional, parent: SlotId) -> Option<Value> {
    let schema = &regional.questionnaire.schema;
    let is_section = schema.get(parent).parent.is_none_or(|around| around == SlotId::ROOT);
    if is_section || schema.get(parent).kind != SlotKind::Group {
        return None;
    }
    let row = &regional.questionnaire.place(parent).row;
    let label = reader.read_at(&row.label, At { instance: &regional.instance, node: NodeId::ROOT });
    (!label.is_empty()).then(|| json!({ "kind": "heading", "label": label, "number": row.number }))
}

fn repeat(place: &Place, reader: &Reader<'_>, regional: &Regional, teller: &Teller<'_>, matter: &Matter) -> Value {
    let row = regional.questionnaire.place(matter.slot);
    let own = regional.answers.entries(&matter.path).len();
    json!({
        "id": html_id(&matter.path.to_string()),
        "label": reader.label_at(row, At::top(&regional.instance)),
        "number": row.row.number,
        "own": own,
        "entries": matter.entries.len(),
        "is_decided": matter.decision.is_some(),
        "is_changed": !matter.changed.is_empty(),
        "tally": teller.tally(&matter.tally),
        "href": format!("{}/repeats/{}", place.address(), matter.path.name),
    })
}

fn conflict_row(reader: &Reader<'_>, regional: &Regional, conflict: &Conflict) -> Value {
    let slot = regional.questionnaire.schema.slot(&conflict.path);
    let row = slot.map(|slot| regional.questionnaire.place(slot));
    let shown = |value: Option<&Value>| -> String {
        let question = row.and_then(|row| row.question());
        let answer = value.zip(question).and_then(|(value, question)| {
            Answer::from_json(&question.kind, value).map(|answer| reader.answer(question, &answer).join(", "))
        });
        answer.unwrap_or_else(|| reader.say("no-answer", &[]))
    };
    let theirs = conflict.theirs.as_ref();
    json!({
        "href": format!("#{}-matter", html_id(&conflict.path)),
        "label": row.map(|row| reader.label(row)).unwrap_or_default(),
        "mine": shown(conflict.mine.as_ref().and_then(|mine| mine.value.as_ref())),
        "theirs": shown(theirs.and_then(|theirs| theirs.value.as_ref())),
        "who": theirs.and_then(|theirs| theirs.who.clone()).unwrap_or_default(),
        "when": theirs.map(|theirs| reader.moment(theirs.at)).unwrap_or_default(),
    })
}
