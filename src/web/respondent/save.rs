//! Saving a page, shared by sections and entries: its fields are read, what is not stale is written, and the answer is
//! the page again (with errors), the next page, or the conflict page.

use actix_web::{HttpResponse, http::StatusCode};
use chrono::Utc;
use serde_json::Value;

use super::{
    conflict,
    fields::{Blocks, messages},
    moved,
    section::{self, Where},
    wording::Reader,
    work::{Container, Work},
};
use crate::{
    operations::{answers, entries},
    questionnaire::{
        answer::{Answer, NonAnswer},
        compile::Questionnaire,
        definition::{Question, QuestionType},
        expression::Environment,
        input::{self, Fields, NumberStyle, date_fields, non_answer_field, rank_field, version_field},
        instance::NodeId,
        path::{EntryPath, Path},
        schema::{SlotId, SlotKind},
        validation::Violation,
    },
    store::{Connection, drafts::Write},
    web::{context::see, error::Error, form::Form, state::State},
};

/// The button that was pressed.
const THEN: &str = "then";

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
    let writes = page.writes(&container, &form.fields)?;
    let sent: Vec<String> = writes.iter().map(|write| write.path.clone()).collect();
    let now = Utc::now();
    let conflicts = answers::save(connection, &work.assignment, actor.account, &work.stored, writes, now).await?;
    let work = work.reload(connection, environment).await?;
    if !conflicts.is_empty() {
        return Ok(conflict::page(state, &form.visitor, &work, &conflicts, place));
    }
    let container = place.container(&work).ok_or(Error::NotFound)?;
    match Then::of(form.fields.first(THEN).unwrap_or_default())? {
        Then::Leave => Ok(see(&format!("/responses/{}", work.assignment.response.id))),
        Then::Add(repeat) => add(connection, actor.account, &work, &repeat).await,
        Then::Edit(entry) => Ok(see(&format!("/responses/{}/entries/{entry}", work.assignment.response.id))),
        Then::Remove(entry) => {
            entries::remove(connection, &work.assignment, actor.account, &entry, now).await?;
            Ok(see(&place.address(&work)))
        }
        Then::File(path) => Ok(see(&format!("/responses/{}/files/{path}", work.assignment.response.id))),
        Then::Continue => Ok(go_on(state, form, &work, &container, place, &sent, environment)),
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
    Page { work, environment, style }.writes(container, fields)
}

/// Shows the page again where something is wrong or newly asked; else goes on.
fn go_on(
    state: &State,
    form: &Form,
    work: &Work,
    container: &Container,
    place: &Where,
    sent: &[String],
    environment: &Environment<'_>,
) -> HttpResponse {
    let violations = violations_of(work, container, environment);
    let page = Page { work, environment, style: NumberStyle::of_language(environment.language) };
    let shown: Vec<String> = page.questions(container, true).into_iter().map(|(path, ..)| path.to_string()).collect();
    let is_new = |path: &String| !sent.contains(path);
    // Questions that only now are asked were not on the page: they are shown before anybody is told to answer them.
    let (fresh, wrong): (Vec<Violation>, Vec<Violation>) = violations
        .into_iter()
        .partition(|violation| is_new(&violation.path.to_string()) && violation.path.within == container.within);
    if wrong.is_empty() && (shown.iter().any(is_new) || !fresh.is_empty()) {
        let first = shown.iter().find(|path| is_new(path)).map(|path| super::fields::html_id(path)).unwrap_or_default();
        return see(&format!("{}?more=1#{first}", place.address(work)));
    }
    if wrong.is_empty() {
        return see(&next_address(work, container));
    }
    let reader = Reader { language: environment.language, locales: &state.locales, questionnaire: &work.questionnaire };
    let errors = messages(&reader, &wrong);
    let blocks = Blocks { work, reader, environment, errors };
    let mut response = section::show(state, &form.visitor, &blocks, container, place, &wrong, false);
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

/// Every violation on a page; of entries that have pages of their own too.
#[must_use]
pub fn violations_of(work: &Work, container: &Container, environment: &Environment<'_>) -> Vec<Violation> {
    let instance = &work.instance;
    let shown = instance
        .get(container.node)
        .children
        .iter()
        .filter(|child| container.slots.contains(&instance.get(**child).slot));
    shown.flat_map(|child| work.questionnaire.validate_inside(instance, *child, environment)).collect()
}

async fn add(
    connection: &mut Connection,
    editor: crate::fieldwork::ids::AccountId,
    work: &Work,
    repeat: &Path,
) -> Result<HttpResponse, Error> {
    let slot = work.questionnaire.schema.slot(&repeat.name).ok_or(Error::NotFound)?;
    if work.questionnaire.schema.get(slot).kind != SlotKind::Repeat || work.instance.entry_at(&repeat.within).is_none()
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
    Leave,
    Add(Path),
    Edit(EntryPath),
    Remove(EntryPath),
    File(Path),
}

impl Then {
    fn of(word: &str) -> Result<Self, Error> {
        let (verb, rest) = word.split_once(':').unwrap_or((word, ""));
        Ok(match verb {
            "" | "continue" => Self::Continue,
            "leave" => Self::Leave,
            "add" => Self::Add(rest.parse().map_err(|_| Error::BadForm)?),
            "edit" => Self::Edit(rest.parse().map_err(|_| Error::BadForm)?),
            "remove" => Self::Remove(rest.parse().map_err(|_| Error::BadForm)?),
            "file" => Self::File(rest.parse().map_err(|_| Error::BadForm)?),
            _ => return Err(Error::BadForm),
        })
    }
}

/// Reads a page's fields.
struct Page<'a> {
    work: &'a Work,
    environment: &'a Environment<'a>,
    style: NumberStyle,
}

impl Page<'_> {
    /// What is to be written: an answer for every question whose version field was sent.
    fn writes(&self, container: &Container, fields: &Fields) -> Result<Vec<Write>, Error> {
        let mut known = vec![THEN.to_owned(), moved::SHOWN.to_owned()];
        let mut writes = Vec::new();
        for (path, node, question) in self.questions(container, false) {
            let choices = self.work.questionnaire.choices(&self.work.instance, node, self.environment);
            let choice_names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
            known.extend(names_of(&path, question, &choice_names));
            if let Some(write) = self.chosen(&path, question, fields, &mut known)? {
                writes.push(write);
                continue;
            }
            let Some(seen) = fields.first(&version_field(&path)) else { continue };
            let given = if matches!(question.kind, QuestionType::File | QuestionType::Image) {
                self.file_answer(&path, fields)
            } else {
                input::read(question, &choices, &path, fields, self.style)
            };
            let seen = seen.parse().map_err(|_| Error::BadForm)?;
            writes.push(Write { path: path.to_string(), value: given.map(|answer| answer.to_json()), seen });
        }
        self.repeats(container, fields, &mut known, &mut writes)?;
        // A field that the page does not have is not from the page.
        match fields.names().find(|name| !known.iter().any(|known| known == name)) {
            Some(_) => Err(Error::BadForm),
            None => Ok(writes),
        }
    }

    /// What somebody chose on the conflict page.
    fn chosen(
        &self,
        path: &Path,
        question: &Question,
        fields: &Fields,
        known: &mut Vec<String>,
    ) -> Result<Option<Write>, Error> {
        let [choose, mine] = ["choose", "mine"].map(|part| format!("{part}:{path}"));
        let choice = fields.first(&choose);
        known.extend([choose.clone(), mine.clone()]);
        let (Some(choice), Some(seen)) = (choice, fields.first(&version_field(path))) else { return Ok(None) };
        let seen = seen.parse().map_err(|_| Error::BadForm)?;
        let value: Value = match choice {
            "mine" => serde_json::from_str(fields.first(&mine).unwrap_or("null")).map_err(|_| Error::BadForm)?,
            _ => return Ok(None),
        };
        let is_answer = value.is_null() || Answer::from_json(&question.kind, &value).is_some();
        if !is_answer || matches!(question.kind, QuestionType::File | QuestionType::Image) {
            return Err(Error::BadForm);
        }
        Ok(Some(Write { path: path.to_string(), value: Some(value).filter(|value| !value.is_null()), seen }))
    }

    /// Files stay as they are; only the reason for having none comes with the page.
    fn file_answer(&self, path: &Path, fields: &Fields) -> Option<Answer> {
        let stored = self.work.answers.get(path).filter(|answer| matches!(answer, Answer::Files(_))).cloned();
        let non_answer = fields.first(&non_answer_field(path)).and_then(NonAnswer::from_code);
        match (stored, non_answer) {
            (None, non_answer) => non_answer.map(Answer::NonAnswer),
            (Some(files), None) => Some(files),
            (Some(files), Some(non_answer)) => Some(Answer::Both { answer: Box::new(files), non_answer }),
        }
    }

    /// The reasons for having no entry.
    fn repeats(
        &self,
        container: &Container,
        fields: &Fields,
        known: &mut Vec<String>,
        writes: &mut Vec<Write>,
    ) -> Result<(), Error> {
        let schema = &self.work.questionnaire.schema;
        let inside = schema.slots().filter(|(slot, this)| {
            this.kind == SlotKind::Repeat
                && container.slots.iter().any(|top| schema.contains(*top, *slot))
                && same_level(&self.work.questionnaire, *slot, container)
        });
        for (_, repeat) in inside {
            let path = container.within.question(&repeat.name);
            known.extend([version_field(&path), non_answer_field(&path)]);
            let Some(seen) = fields.first(&version_field(&path)) else { continue };
            let code = fields.first(&non_answer_field(&path)).unwrap_or_default();
            let value = NonAnswer::from_code(code).map(|non_answer| Answer::NonAnswer(non_answer).to_json());
            let seen = seen.parse().map_err(|_| Error::BadForm)?;
            writes.push(Write { path: path.to_string(), value, seen });
        }
        Ok(())
    }

    /// The questions of a page that people answer there; only the relevant ones where `relevant`.
    fn questions(&self, container: &Container, relevant: bool) -> Vec<(Path, NodeId, &Question)> {
        let mut found = Vec::new();
        let instance = &self.work.instance;
        let tops = instance
            .get(container.node)
            .children
            .iter()
            .filter(|child| container.slots.contains(&instance.get(**child).slot));
        let mut waiting: Vec<NodeId> = tops.copied().collect();
        waiting.reverse();
        while let Some(node) = waiting.pop() {
            if instance.get(node).entry.is_some() || (relevant && !instance.is_relevant(node)) {
                continue;
            }
            let place = self.work.questionnaire.place(instance.get(node).slot);
            match place.question() {
                Some(question) if question.kind.is_asked() => {
                    if !self.work.questionnaire.is_read_only(instance, node, self.environment) {
                        found.push((instance.path_of(node), node, question));
                    }
                }
                Some(_) => {}
                None => waiting.extend(instance.get(node).children.iter().rev()),
            }
        }
        found
    }
}

/// Stands the repeat directly in this container, not in a repeat further in?
fn same_level(questionnaire: &Questionnaire, repeat: SlotId, container: &Container) -> bool {
    questionnaire.schema.get(repeat).repeat_depth as usize == container.within.0.len()
}

/// The names of the fields that a question's control may send.
fn names_of(path: &Path, question: &Question, choices: &[&str]) -> Vec<String> {
    let mut names = vec![path.to_string(), version_field(path), non_answer_field(path)];
    match &question.kind {
        QuestionType::Date => names.extend(date_fields(path)),
        QuestionType::Rank(_) => names.extend(choices.iter().map(|choice| rank_field(path, choice))),
        _ => {}
    }
    names
}
