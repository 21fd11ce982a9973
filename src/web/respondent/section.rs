//! One section: its page, and saving it.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    fields::{Blocks, html_id},
    moved,
    piped::At,
    save,
    wording::Reader,
    work::{Container, Work},
};
use crate::{
    fieldwork::ids::ResponseId,
    operations::answers::check_editable,
    questionnaire::{path::EntryPath, validation::Violation},
    web::{
        context::page,
        error::Error,
        form::Form,
        state::{State, environment_of},
        visitor::{SignedIn, Visitor},
    },
};

/// Which page of a response.
pub enum Where {
    Section(String),
    Entry(EntryPath),
}

/// What a link to a page may add.
#[derive(Deserialize)]
pub struct Notice {
    /// Further questions appeared.
    #[serde(default)]
    pub more: String,
}

impl Where {
    /// What the page shows, where there is such a page.
    #[must_use]
    pub fn container(&self, work: &Work) -> Option<Container> {
        match self {
            Self::Section(name) => work.section(name),
            Self::Entry(path) => work.entry(path),
        }
    }

    /// The page's address.
    #[must_use]
    pub fn address(&self, work: &Work) -> String {
        let id = work.assignment.response.id;
        match self {
            Self::Section(name) => format!("/responses/{id}/sections/{name}"),
            Self::Entry(path) => format!("/responses/{id}/entries/{path}"),
        }
    }
}

/// The page of a section.
pub async fn get(
    state: Data<State>,
    path: Path<(ResponseId, String)>,
    notice: Query<Notice>,
    visitor: SignedIn,
) -> Result<HttpResponse, Error> {
    let (id, name) = path.into_inner();
    view(&state, &visitor, id, Where::Section(name), !notice.more.is_empty()).await
}

/// Saves a section.
pub async fn post(state: Data<State>, path: Path<(ResponseId, String)>, form: Form) -> Result<HttpResponse, Error> {
    let (id, name) = path.into_inner();
    submit(&state, &form, id, Where::Section(name)).await
}

/// Shows a page as it is stored; what somebody typed wrong before is marked.
///
/// # Errors
/// When there is no such page for this person.
pub async fn view(
    state: &State,
    visitor: &SignedIn,
    id: ResponseId,
    place: Where,
    more: bool,
) -> Result<HttpResponse, Error> {
    let environment = environment_of(visitor.0.language(), id);
    let mut connection = state.pool.get().await?;
    let work = Work::load(state, &mut connection, visitor.actor()?, id, &environment).await?;
    drop(connection);
    check_editable(&work.assignment, chrono::Utc::now())?;
    let container = place.container(&work).ok_or(Error::NotFound)?;
    let reader = Reader { language: environment.language, locales: &state.locales, questionnaire: &work.questionnaire };
    let blocks = Blocks { work: &work, reader, environment: &environment, errors: HashMap::new() };
    Ok(show(state, &visitor.0, &blocks, &container, &place, &[], more))
}

/// Saves a page and answers.
///
/// # Errors
/// As [`save::save`].
pub async fn submit(state: &State, form: &Form, id: ResponseId, place: Where) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let environment = environment_of(form.visitor.language(), id);
    let mut connection = state.pool.get().await?;
    let work = Work::load(state, &mut connection, actor, id, &environment).await?;
    let current = work.assignment.response.version;
    let shown = form.fields.first(moved::SHOWN).map_or(Ok(current), str::parse).map_err(|_| Error::BadForm)?;
    if shown != current {
        return moved::page(state, &mut connection, form, work, shown, &place, &environment).await;
    }
    match save::save(state, &mut connection, form, work, &place, &environment).await {
        // It moved between reading and writing.
        Err(Error::OtherVersion) => {
            let work = Work::load(state, &mut connection, actor, id, &environment).await?;
            moved::page(state, &mut connection, form, work, shown, &place, &environment).await
        }
        answered => answered,
    }
}

/// Renders a page with the panel of what is wrong on it.
#[must_use]
pub fn show(
    state: &State,
    visitor: &Visitor,
    blocks: &Blocks<'_>,
    container: &Container,
    place: &Where,
    violations: &[Violation],
    more: bool,
) -> HttpResponse {
    let (work, reader) = (blocks.work, &blocks.reader);
    let section = work.questionnaire.sections.get(container.section);
    let top = At::top(&work.instance);
    let section_title = section.map(|section| reader.read_at(&section.title, top)).filter(|title| !title.is_empty());
    let section_title = section_title.unwrap_or_else(|| reader.read_at(&work.questionnaire.definition.title, top));
    let entry = match place {
        Where::Section(_) => None,
        Where::Entry(path) => path.split_last().map(|(around, step)| {
            let repeat = work.questionnaire.schema.slot(&step.repeat);
            let at = At { instance: &work.instance, node: container.node };
            let label = repeat.map(|slot| reader.label_at(work.questionnaire.place(slot), at)).unwrap_or_default();
            let position = work.instance.get(container.node).position.to_string();
            let title = reader.say("entry-title", &[("label", &label), ("position", &position)]);
            (title, work.address_of(&around.question(&step.repeat)), path.to_string())
        }),
    };
    let problems: Vec<_> = violations
        .iter()
        .map(|violation| {
            let path = violation.path.to_string();
            let own = violation.path.within == container.within;
            let href = if own { format!("#{}", html_id(&path)) } else { work.address_of(&violation.path) };
            json!({ "href": href, "text": reader.violation(violation, &work.instance) })
        })
        .collect();
    let back = match &entry {
        Some((_, back, _)) => back.clone(),
        None => format!("/responses/{}", work.assignment.response.id),
    };
    let content = json!({
        "title": entry.as_ref().map_or(&section_title, |(title, ..)| title),
        "section": section_title,
        "number": section.map(|section| section.number.as_str()).unwrap_or_default(),
        "entry": entry.as_ref().map(|(_, _, path)| path.as_str()).unwrap_or_default(),
        "back": back,
        "action": place.address(work),
        "questionnaire": work.assignment.response.version,
        "problems": problems,
        "more": more,
        "blocks": blocks.of(container),
        "carried": work.carried_on(container).len(),
        "carried_from": work.carried_from,
        "department": work.assignment.department.name,
        "round": work.assignment.round.name,
    });
    page(state, visitor, "respondent/section", &content)
}
