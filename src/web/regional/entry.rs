//! One entry of the region's own list, written with the respondents' controls.

use std::collections::{BTreeMap, HashMap};

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::Utc;
use serde_json::{Value, json};

use super::{
    place::{Place, reader},
    repeat::find,
};
use crate::{
    access::policy::Action,
    fieldwork::consolidation::desk::Matter,
    operations::regional::{EntriesOutcome, Regional, put_entries},
    questionnaire::{
        answer::{Answer, NonAnswer},
        definition::QuestionType,
        expression::Environment,
        input::{self, Fields, NumberStyle, version_field},
        instance::NodeId,
        validation::Violation,
    },
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        respondent::{
            fields::{Blocks, html_id, messages},
            piped::At,
            work::{Container, Work},
        },
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

type Address = (String, String, String, u32);

/// The page.
pub async fn get(state: Data<State>, path: Path<Address>, who: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, who.actor()?, (&path.0, &path.1), Action::SpeakForRegion).await?;
    let environment = place.environment(who.0.language());
    let regional = place.load(&state, &mut connection, &environment).await?.ok_or(Error::NotFound)?;
    drop(connection);
    if regional.answer.is_signed() {
        return Err(Error::Locked);
    }
    let matter = find(&regional, &path.2, &environment)?;
    let work = place.work(&regional, &BTreeMap::new(), &environment);
    show(&state, &who.0, &place, &regional, &matter, path.3, &work, &[], false, &environment)
}

/// Saves the entry.
pub async fn post(state: Data<State>, path: Path<Address>, form: Form) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, actor, (&path.0, &path.1), Action::SpeakForRegion).await?;
    let environment = place.environment(form.visitor.language());
    let regional = place.load(&state, &mut connection, &environment).await?.ok_or(Error::NotFound)?;
    if regional.answer.is_signed() {
        return Err(Error::Locked);
    }
    let matter = find(&regional, &path.2, &environment)?;
    let seen: i32 =
        form.fields.first(&version_field(&matter.path)).and_then(|seen| seen.parse().ok()).ok_or(Error::BadForm)?;
    let inside = matter.path.within.entry(&matter.path.name, path.3);
    let index = regional.answers.entries(&matter.path).iter().position(|key| *key == path.3);
    let index = index.ok_or(Error::NotFound)?;
    let typed = typed(&regional, &matter, path.3, &form.fields, &environment);
    let work = place.work(&regional, &typed, &environment);
    let node = work.instance.entry_at(&inside).ok_or(Error::NotFound)?;
    let violations = work.questionnaire.validate_inside(&work.instance, node, &environment);
    let mut is_stale = seen != regional.version_of(&matter.path.to_string());
    if violations.is_empty() && !is_stale {
        let mut entries = regional.entries(&matter.path);
        let start = format!("{inside}/");
        if let Some(entry) = entries.get_mut(index) {
            for (path, value) in &typed {
                let rest = path.strip_prefix(&start).unwrap_or(path).to_owned();
                match value {
                    Some(value) => entry.rows.insert(rest, value.clone()),
                    None => entry.rows.remove(&rest),
                };
            }
        }
        let around = place.around(&environment);
        let divergence = matter.decision.as_ref().map(|one| one.divergence.clone()).unwrap_or_default();
        let now = Utc::now();
        let none = None::<NonAnswer>;
        let written =
            put_entries(&mut connection, &regional, around, &matter, seen, &entries, none, &divergence, now).await?;
        match written {
            EntriesOutcome::Written => return Ok(see(&format!("{}/repeats/{}", place.address(), matter.path.name))),
            EntriesOutcome::Stale | EntriesOutcome::TooMany { .. } => is_stale = true,
        }
    }
    let mut page =
        show(&state, &form.visitor, &place, &regional, &matter, path.3, &work, &violations, is_stale, &environment)?;
    *page.status_mut() = if is_stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page)
}

/// What was sent for the questions of the entry; those in entries further in are not on the page.
fn typed(
    regional: &Regional,
    matter: &Matter,
    key: u32,
    fields: &Fields,
    environment: &Environment<'_>,
) -> BTreeMap<String, Option<Value>> {
    let inside = matter.path.within.entry(&matter.path.name, key);
    let style = NumberStyle::of_language(environment.language);
    let mut found = BTreeMap::new();
    for (node, _) in regional.instance.nodes() {
        let path = regional.instance.path_of(node);
        let Some(question) = regional.questionnaire.place(regional.instance.get(node).slot).question() else {
            continue;
        };
        let is_file = matches!(question.kind, QuestionType::File | QuestionType::Image);
        if path.within != inside || is_file || fields.first(&version_field(&path)).is_none() {
            continue;
        }
        let choices = regional.questionnaire.known_choices(&regional.instance, node, environment);
        let given = input::read(question, &choices, &path, fields, style);
        if given.is_some() || regional.instance.answer(node).is_some() {
            found.insert(path.to_string(), given.as_ref().map(Answer::to_json));
        }
    }
    found
}

#[expect(clippy::too_many_arguments, reason = "who sees which entry of what, with what was typed and is wrong")]
fn show(
    state: &State,
    visitor: &Visitor,
    place: &Place,
    regional: &Regional,
    matter: &Matter,
    key: u32,
    work: &Work,
    violations: &[Violation],
    is_stale: bool,
    environment: &Environment<'_>,
) -> Result<HttpResponse, Error> {
    let reader = reader(state, regional, environment.language);
    let inside = matter.path.within.entry(&matter.path.name, key);
    let node = work.instance.entry_at(&inside).ok_or(Error::NotFound)?;
    let slots = work.questionnaire.schema.get(matter.slot).children.clone();
    let container = Container { node, within: inside, slots, section: matter.section };
    let errors: HashMap<String, String> = messages(&reader, violations, &work.instance);
    let blocks = Blocks { work, reader, environment, errors };
    let label =
        reader.label_at(regional.questionnaire.place(matter.slot), At { instance: &work.instance, node: NodeId::ROOT });
    let position = work.instance.get(node).position.to_string();
    let problems: Vec<Value> = violations
        .iter()
        .map(|violation| {
            let href = format!("#{}", html_id(&violation.path.to_string()));
            json!({ "href": href, "text": reader.violation(violation, &work.instance) })
        })
        .collect();
    // A file stays with the department that gave it, and entries further in with their entry.
    let blocks: Vec<Value> = blocks
        .of(&container)
        .into_iter()
        .filter(|block| !matches!(block.kind, "file" | "repeat"))
        .map(|block| json!(block))
        .collect();
    let content = json!({
        "title": reader.say("entry-title", &[("label", &label), ("position", &position)]),
        "region": place.region.name(environment.language),
        "round": place.round.name,
        "back": format!("{}/repeats/{}", place.address(), matter.path.name),
        "action": format!("{}/repeats/{}/{key}", place.address(), matter.path.name),
        "version_field": version_field(&matter.path),
        "version": regional.version_of(&matter.path.to_string()),
        "is_stale": is_stale,
        "problems": problems,
        "blocks": blocks,
    });
    Ok(page(state, visitor, "regional/entry", &content))
}
