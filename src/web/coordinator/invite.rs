//! Inviting departments: first which, then their people, sections and dates, and what the coordinator writes to them.

use std::collections::BTreeSet;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde_json::{Value, json};

use super::{
    desk::{put, section_view},
    invite_form::{self, Block, Frame, MOST_BLOCKS, MOST_PEOPLE, Problem, Row},
    kinds::{kinds, name_of},
    place::{Place, moved, place},
};
use crate::{
    access::policy::Action,
    fieldwork::{
        delegation::{is_suggested, suggested},
        ids::DepartmentId,
        region::Department,
    },
    operations::inviting::{self, Words},
    questionnaire::compile::Questionnaire,
    store::{Connection, desk, regions},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        participation::moment,
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

/// How many rows for people a department has at first.
const ROWS: usize = 2;

/// What the form is about.
struct Scene<'a> {
    place: &'a Place,
    questionnaire: &'a Questionnaire,
    departments: Vec<Department>,
    asked: BTreeSet<DepartmentId>,
    languages: BTreeSet<String>,
    /// Codes of types with their names.
    kinds: Vec<(String, String)>,
}

/// Which departments, or the form for those that were chosen.
pub async fn get(
    state: Data<State>,
    path: Path<(String, String)>,
    query: Query<Vec<(String, String)>>,
    who: SignedIn,
) -> Result<HttpResponse, Error> {
    let (region, round) = path.into_inner();
    let mut connection = state.pool.get().await?;
    let place = place(&mut connection, who.actor()?, (&region, &round), Action::SpeakForRegion).await?;
    if let Some(moved) = moved(&who.0, &region, &place.region) {
        return Ok(moved);
    }
    if !place.is_open {
        return Err(Error::RoundNotOpen);
    }
    let questionnaire = state.questionnaire(&mut connection, place.round.version).await?;
    let scene = scene(&mut connection, &state, &place, &questionnaire, who.0.language()).await?;
    let blocks = chosen(&query, &scene, who.0.language());
    if blocks.is_empty() {
        return Ok(page(&state, &who.0, "coordinator/choose", &choices(&scene, who.0.language())));
    }
    Ok(show(&state, &who.0, &scene, &blocks, "", &[]))
}

/// Invites, or shows the form again with another row, or with everything that is wrong.
pub async fn post(state: Data<State>, path: Path<(String, String)>, form: Form) -> Result<HttpResponse, Error> {
    let (region, round) = path.into_inner();
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let place = place(&mut connection, actor, (&region, &round), Action::SpeakForRegion).await?;
    let mut blocks = invite_form::blocks(&form.fields, &state.locales.codes()).ok_or(Error::BadForm)?;
    let message = form.fields.first("message").unwrap_or_default();
    let questionnaire = state.questionnaire(&mut connection, place.round.version).await?;
    let scene = scene(&mut connection, &state, &place, &questionnaire, form.visitor.language()).await?;
    let action = form.fields.first("action").unwrap_or_default();
    if let Some(index) = action.strip_prefix("more:") {
        let block = index.parse::<usize>().ok().and_then(|index| blocks.get_mut(index)).ok_or(Error::BadForm)?;
        if block.people.len() < MOST_PEOPLE {
            block.people.push(blank(form.visitor.language()));
        }
        return Ok(show(&state, &form.visitor, &scene, &blocks, message, &[]));
    }
    let frame = Frame {
        departments: &scene.departments,
        sections: questionnaire.sections.iter().map(|section| section.name.as_str()).collect(),
        languages: &scene.languages,
        zone: place.zone,
        deadline: place.round.deadline,
        now: Utc::now(),
    };
    let wishes = match invite_form::read(&blocks, message, &frame) {
        Ok(wishes) => wishes,
        Err(problems) => return Ok(show(&state, &form.visitor, &scene, &blocks, message, &problems)),
    };
    let author = if actor.name.is_empty() { &actor.email } else { &actor.name };
    let words = Words { text: message, author };
    let desk = place.desk(&state, actor);
    let count = inviting::invite(&mut connection, desk, &questionnaire, &wishes, words).await?;
    Ok(see(&format!("{}?done=invited&count={count}", place.address())))
}

async fn scene<'a>(
    connection: &mut Connection,
    state: &State,
    place: &'a Place,
    questionnaire: &'a Questionnaire,
    language: &str,
) -> Result<Scene<'a>, Error> {
    let mut departments = regions::departments(connection).await?;
    departments.retain(|one| one.region == place.region.id);
    let asked = desk::departments(connection, place.round.id, place.region.id).await?;
    let ours = state.locales.codes().into_iter().map(str::to_owned);
    let theirs = questionnaire.definition.languages.iter().map(|key| key.code().to_owned());
    let mut kinds = kinds(language);
    let named = questionnaire.sections.iter().flat_map(|section| &section.departments);
    for code in named.chain(departments.iter().map(|one| &one.kind)) {
        if !code.is_empty() && !kinds.iter().any(|(known, _)| known == code) {
            kinds.push((code.clone(), code.clone()));
        }
    }
    Ok(Scene {
        place,
        questionnaire,
        departments,
        asked: asked.into_iter().map(|one| one.department.id).collect(),
        languages: ours.chain(theirs).collect(),
        kinds,
    })
}

/// A block for every department and type that was chosen, with what is suggested to it.
fn chosen(query: &[(String, String)], scene: &Scene<'_>, language: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (name, value) in query.iter().take(MOST_BLOCKS) {
        let (department, kind) = match name.as_str() {
            "department" => {
                let known = value.parse().ok().and_then(|id| scene.departments.iter().find(|one| one.id == id));
                let Some(known) = known else { continue };
                if blocks.iter().any(|block| block.department == known.id.to_string()) {
                    continue;
                }
                (known.id.to_string(), known.kind.as_str())
            }
            "new" => (String::new(), value.as_str()),
            _ => continue,
        };
        let sections = suggested(&scene.questionnaire.sections, kind).into_iter().map(str::to_owned).collect();
        let people = vec![blank(language); ROWS];
        blocks.push(Block { department, kind: kind.to_owned(), people, sections, ..Block::default() });
    }
    blocks
}

fn blank(language: &str) -> Row {
    Row { language: language.to_owned(), ..Row::default() }
}

fn choices(scene: &Scene<'_>, language: &str) -> Value {
    let departments: Vec<Value> = scene
        .departments
        .iter()
        .map(|one| {
            json!({ "id": one.id, "name": one.name_in(language), "kind": name_of(&scene.kinds, &one.kind),
                "asked": scene.asked.contains(&one.id) })
        })
        .collect();
    let kinds: Vec<Value> = scene.kinds.iter().map(|(code, name)| json!({ "code": code, "name": name })).collect();
    json!({ "base": scene.place.address(), "round": scene.place.round.name,
        "region_name": scene.place.region.name(language), "departments": departments, "kinds": kinds })
}

fn show(
    state: &State,
    visitor: &Visitor,
    scene: &Scene<'_>,
    blocks: &[Block],
    message: &str,
    problems: &[Problem],
) -> HttpResponse {
    let language = visitor.language();
    let shown: Vec<Value> = blocks
        .iter()
        .enumerate()
        .map(|(index, block)| block_view(state, scene, index, block, problems, language))
        .collect();
    let wrong = |field: &str| problems.iter().find(|one| one.field == field);
    let content = json!({
        "base": scene.place.address(),
        "round": scene.place.round.name,
        "region_name": scene.place.region.name(language),
        "deadline": moment(Some(scene.place.round.deadline)),
        "last_day": scene.place.round.deadline.with_timezone(&scene.place.zone).date_naive().to_string(),
        "count": blocks.len(),
        "blocks": shown,
        "message": message,
        "wrong_message": wrong("message").map_or("", |one| one.key),
        "problems": problems,
    });
    let mut response = page(state, visitor, "coordinator/invite", &content);
    if !problems.is_empty() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

fn block_view(
    state: &State,
    scene: &Scene<'_>,
    index: usize,
    block: &Block,
    problems: &[Problem],
    language: &str,
) -> Value {
    let wrong = |field: &str| {
        let field = format!("b{index}-{field}");
        let own = problems.iter().find(|one| one.field == field);
        own.map_or_else(|| json!({"key": "", "value": ""}), |one| json!({"key": one.key, "value": one.value}))
    };
    let known = block.department.parse().ok().and_then(|id| scene.departments.iter().find(|one| one.id == id));
    let kind = known.map_or(block.kind.as_str(), |one| one.kind.as_str());
    let sections: Vec<Value> = (0..)
        .zip(&scene.questionnaire.sections)
        .map(|(place, section)| {
            let mut view = section_view(scene.questionnaire, place, section, language);
            put(&mut view, "chosen", json!(block.sections.contains(&section.name)));
            put(&mut view, "suggested", json!(!section.departments.is_empty() && is_suggested(section, kind)));
            view
        })
        .collect();
    let spoken = |chosen: &str| -> Vec<Value> {
        let mut languages: BTreeSet<&str> = scene.languages.iter().map(String::as_str).collect();
        languages.insert(chosen);
        let name = |code: &str| {
            let name = state.locales.text(code, "language-name", &[]);
            if state.locales.known(code).is_some() { name } else { code.to_owned() }
        };
        languages
            .into_iter()
            .map(|code| json!({ "code": code, "name": name(code), "chosen": code == chosen }))
            .collect()
    };
    let people: Vec<Value> = block
        .people
        .iter()
        .enumerate()
        .map(|(row, person)| {
            json!({ "row": row, "number": row + 1, "email": person.email, "name": person.name,
                "languages": spoken(&person.language), "wrong_email": wrong(&format!("email-{row}")),
                "wrong_person": wrong(&format!("person-{row}")), "wrong_language": wrong(&format!("language-{row}")) })
        })
        .collect();
    let kinds: Vec<Value> = scene
        .kinds
        .iter()
        .map(|(code, name)| json!({ "code": code, "name": name, "chosen": *code == block.kind }))
        .collect();
    let names: Vec<Value> = state
        .locales
        .codes()
        .into_iter()
        .map(|code| {
            json!({ "code": code, "language": state.locales.text(code, "language-name", &[]),
                "name": block.names.get(code).map_or("", String::as_str) })
        })
        .collect();
    json!({
        "index": index,
        "department": block.department,
        "title": known.map_or("", |one| one.name_in(language)),
        "asked": known.is_some_and(|one| scene.asked.contains(&one.id)),
        "kind_name": name_of(&scene.kinds, kind),
        "kinds": kinds,
        "name": block.name,
        "names": names,
        "people": people,
        "can_add": block.people.len() < MOST_PEOPLE,
        "sections": sections,
        "due": block.due,
        "wrong_name": wrong("name"),
        "wrong_kind": wrong("kind"),
        "wrong_sections": wrong("sections"),
        "wrong_due": wrong("due"),
    })
}
