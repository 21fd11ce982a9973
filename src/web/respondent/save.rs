//! Saving a page, shared by sections and entries: its fields are read, what is not stale is written, and the answer is
//! the page again (with errors), the next page, or the conflict page.

use std::collections::HashMap;

use actix_web::{HttpResponse, http::StatusCode};
use chrono::Utc;

use super::{
    closed, conflict,
    fields::{Blocks, messages},
    page::{Page, Sent, THEN},
    section::{self, Where},
    wording::Reader,
    work::{Container, Work},
};
use crate::{
    fieldwork::ids::{AccountId, QueryId},
    operations::{self, answers, entries, moving},
    questionnaire::{
        answer::Answer,
        expression::Environment,
        input::{Fields, NumberStyle},
        instance::Instance,
        path::{EntryPath, Path},
        schema::SlotKind,
        validation::Violation,
    },
    store::{Connection, drafts::Write},
    web::{context::see, error::Error, form::Form, state::State},
};

/// Saves and answers. `place` says which page was sent.
///
/// # Errors
/// When the fields are not those of the page, the response may not be edited, or the database does not answer.
pub async fn save(
    state: &State,
    connection: &mut Connection,
    form: &Form,
    work: Work,
    place: &Where,
    environment: &Environment<'_>,
) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let container = place.container(&work).ok_or(Error::NotFound)?;
    let page = Page { work: &work, environment, style: NumberStyle::of_language(environment.language) };
    let Sent { paths, writes } = page.read(&container, &form.fields)?;
    let before = Before {
        sent: paths,
        offers: page.offers(&container),
        entries: page.fixed_entries(&container),
        instance: work.instance.clone(),
    };
    let now = Utc::now();
    let typed = writes.clone();
    let saved = answers::save(connection, &work.assignment, actor.account, &work.stored, writes, now).await;
    let conflicts = match saved {
        // What was typed is nowhere else.
        Err(operations::Error::RoundNotOpen) => return Ok(closed::page(state, &form.visitor, &work, &typed)),
        saved => saved?,
    };
    let work = work.reload(connection, environment).await?;
    if !conflicts.is_empty() {
        return Ok(conflict::page(state, &form.visitor, &work, &conflicts, place));
    }
    let work = trigger(connection, actor.account, &before.instance, work, environment).await?;
    let container = place.container(&work).ok_or(Error::NotFound)?;
    match Then::of(form.fields.first(THEN).unwrap_or_default())? {
        Then::Leave => Ok(see(&format!("/responses/{}", work.assignment.response.id))),
        Then::Add(repeat) => add(connection, actor.account, &work, &repeat).await,
        Then::Edit(entry) => Ok(see(&format!("/responses/{}/entries/{entry}", work.assignment.response.id))),
        Then::Remove(entry) => {
            let slot = entry.split_last().and_then(|(_, step)| work.questionnaire.schema.slot(&step.repeat));
            if slot.is_none_or(|slot| work.questionnaire.is_fixed(slot)) {
                return Err(Error::NotFound);
            }
            entries::remove(connection, &work.assignment, actor.account, &entry, now).await?;
            Ok(see(&place.address(&work)))
        }
        Then::File(path) => Ok(see(&format!("/responses/{}/files/{path}", work.assignment.response.id))),
        Then::Query(query) => Ok(see(&format!("/responses/{}/queries/{query}", work.assignment.response.id))),
        Then::Confirm => {
            let paths: Vec<String> = work.carried_on(&container).iter().map(Path::to_string).collect();
            moving::confirm(connection, &work.assignment, &paths, actor.account, now).await?;
            let work = work.reload(connection, environment).await?;
            Ok(go_on(state, form, &work, &container, place, &before, environment))
        }
        Then::Continue => Ok(go_on(state, form, &work, &container, place, &before, environment)),
    }
}

/// What was sent of a page, as answers to be written.
///
/// # Errors
/// [`Error::BadForm`] where the fields are not those of the page.
pub fn typed(
    work: &Work,
    container: &Container,
    fields: &Fields,
    environment: &Environment<'_>,
) -> Result<Vec<Write>, Error> {
    let style = NumberStyle::of_language(environment.language);
    Ok(Page { work, environment, style }.read(container, fields)?.writes)
}

/// Shows the page again where something is wrong or newly asked; else goes on.
fn go_on(
    state: &State,
    form: &Form,
    work: &Work,
    container: &Container,
    place: &Where,
    before: &Before,
    environment: &Environment<'_>,
) -> HttpResponse {
    let violations = violations_of(work, container, environment);
    let page = Page { work, environment, style: NumberStyle::of_language(environment.language) };
    let shown: Vec<String> = page.questions(container, true).into_iter().map(|(path, ..)| path.to_string()).collect();
    let offers = page.offers(container);
    // A question whose choices only now are known is as good as new, unless it was answered.
    let is_new = |path: &String| {
        let other_choices = || before.offers.get(path) != offers.get(path) && is_blank(work, path);
        !before.sent.contains(path) || other_choices()
    };
    // What only now is asked was not on the page: it is shown before anybody is told to answer it.
    let (fresh, wrong): (Vec<Violation>, Vec<Violation>) = violations.into_iter().partition(|violation| {
        let own = violation.path.within == container.within;
        if own { is_new(&violation.path.to_string()) } else { before.instance.node_at(&violation.path).is_none() }
    });
    let entries = page.fixed_entries(container);
    let added = entries.iter().find(|entry| !before.entries.contains(entry));
    if wrong.is_empty() && (shown.iter().any(is_new) || !fresh.is_empty() || added.is_some()) {
        let entry = added.and_then(|entry| entry.0.last());
        let entry = entry.map(|step| container.within.question(&step.repeat).to_string());
        let first = shown.iter().find(|path| is_new(path)).or(entry.as_ref());
        let first = first.map(|path| super::fields::html_id(path)).unwrap_or_default();
        return see(&format!("{}?more=1#{first}", place.address(work)));
    }
    if wrong.is_empty() {
        return see(&next_address(work, container));
    }
    let reader = Reader { language: environment.language, locales: &state.locales, questionnaire: &work.questionnaire };
    let errors = messages(&reader, &wrong, &work.instance);
    let blocks = Blocks { work, reader, environment, errors };
    let mut response = section::show(state, &form.visitor, &blocks, container, place, &wrong, false);
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

/// The page as it was sent.
struct Before {
    /// The questions on it.
    sent: Vec<String>,
    offers: HashMap<String, Vec<String>>,
    entries: Vec<EntryPath>,
    instance: Instance,
}

fn is_blank(work: &Work, path: &str) -> bool {
    path.parse().is_ok_and(|path| work.answers.get(&path).is_none())
}

/// Computes what the changes set off, and what that sets off in turn.
async fn trigger(
    connection: &mut Connection,
    editor: AccountId,
    before: &Instance,
    mut work: Work,
    environment: &Environment<'_>,
) -> Result<Work, Error> {
    const MOST: usize = 8;
    let mut before = before.clone();
    for _ in 0..MOST {
        let found = work.questionnaire.triggered(&before, &work.instance, environment);
        if found.is_empty() {
            break;
        }
        let write = |(path, answer): (Path, Option<Answer>)| {
            let path = path.to_string();
            let seen = work.version_of(&path);
            Write { path, value: answer.map(|answer| answer.to_json()), seen }
        };
        let writes = found.into_iter().map(write).collect();
        // Whoever saved meanwhile set the same off; theirs is newer.
        match answers::save(connection, &work.assignment, editor, &work.stored, writes, Utc::now()).await {
            // What the person typed is saved; what follows from it is computed by whoever opens the draft.
            Err(operations::Error::RoundNotOpen) => break,
            saved => drop(saved?),
        }
        before = work.instance.clone();
        work = work.reload(connection, environment).await?;
    }
    Ok(work)
}

/// What keeps a page from being complete; of entries that have pages of their own too.
#[must_use]
pub fn violations_of(work: &Work, container: &Container, environment: &Environment<'_>) -> Vec<Violation> {
    let instance = &work.instance;
    let shown = instance
        .get(container.node)
        .children
        .iter()
        .filter(|child| container.slots.contains(&instance.get(**child).slot));
    shown.flat_map(|child| work.questionnaire.blocking_inside(instance, *child, &work.asked, environment)).collect()
}

async fn add(
    connection: &mut Connection,
    editor: AccountId,
    work: &Work,
    repeat: &Path,
) -> Result<HttpResponse, Error> {
    let slot = work.questionnaire.schema.slot(&repeat.name).ok_or(Error::NotFound)?;
    if work.questionnaire.schema.get(slot).kind != SlotKind::Repeat
        || work.questionnaire.is_fixed(slot)
        || work.instance.entry_at(&repeat.within).is_none()
    {
        return Err(Error::NotFound);
    }
    let most = work.questionnaire.max_entries(slot);
    let added = entries::add(connection, &work.assignment, editor, repeat, most, Utc::now()).await?;
    let id = work.assignment.response.id;
    Ok(match added {
        Some(entry) => see(&format!("/responses/{id}/entries/{entry}")),
        None => see(&work.address_of(repeat)),
    })
}

fn next_address(work: &Work, container: &Container) -> String {
    let id = work.assignment.response.id;
    if let Some((around, step)) = container.within.split_last() {
        return work.address_of(&around.question(&step.repeat));
    }
    match work.next_section(container.section) {
        Some(next) => format!("/responses/{id}/sections/{}", next.name),
        None => format!("/responses/{id}"),
    }
}

/// What the pressed button asks for after saving.
enum Then {
    Continue,
    /// As `Continue`; what came along from an earlier round and stands on the page still holds.
    Confirm,
    Leave,
    Add(Path),
    Edit(EntryPath),
    Remove(EntryPath),
    File(Path),
    Query(QueryId),
}

impl Then {
    fn of(word: &str) -> Result<Self, Error> {
        let (verb, rest) = word.split_once(':').unwrap_or((word, ""));
        Ok(match verb {
            "" | "continue" => Self::Continue,
            "confirm" => Self::Confirm,
            "leave" => Self::Leave,
            "add" => Self::Add(rest.parse().map_err(|_| Error::BadForm)?),
            "edit" => Self::Edit(rest.parse().map_err(|_| Error::BadForm)?),
            "remove" => Self::Remove(rest.parse().map_err(|_| Error::BadForm)?),
            "file" => Self::File(rest.parse().map_err(|_| Error::BadForm)?),
            "query" => Self::Query(rest.parse().map_err(|_| Error::BadForm)?),
            _ => return Err(Error::BadForm),
        })
    }
}
