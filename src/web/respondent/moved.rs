//! After a move to another version: the answers to confirm, those that are asked no more, and a page that was sent too
//! late.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{carried, fields::html_id, piped::At, save, section::Where, wording::Reader, work, work::Work};
use crate::{
    access::policy::Action,
    fieldwork::ids::{ResponseId, VersionId},
    operations::moving,
    questionnaire::{
        answer::Answer, expression::Environment, instance::NodeId, migration::words, path::Path as AnswerPath,
        schema::SlotKind,
    },
    store::{
        Connection, drafts,
        moved::{self, MovedAnswer},
        questionnaires,
    },
    web::{
        context::{self, see},
        error::Error,
        form::Form,
        state::{State, environment},
        visitor::SignedIn,
    },
};

/// The hidden field that says which version a page showed. No question can be called so.
pub const SHOWN: &str = ":questionnaire";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    /// One answer, or the carried ones of a whole section.
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    section: Option<String>,
}

/// The answers to questions that are asked no more.
pub async fn get(state: Data<State>, id: Path<ResponseId>, visitor: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let assignment = work::assignment(&mut connection, visitor.actor()?, *id, Action::ReadResponse).await?;
    let earlier = moved::earlier(&mut connection, assignment.response.round, *id).await?;
    let mut groups: BTreeMap<i32, Vec<Value>> = BTreeMap::new();
    for one in &earlier {
        let version = questionnaires::version(&mut connection, one.former_version).await?.ok_or(Error::NotFound)?;
        let questionnaire = state.questionnaire(&mut connection, one.former_version).await?;
        let reader = Reader { language: visitor.0.language(), locales: &state.locales, questionnaire: &questionnaire };
        let former = Former::of(&reader, one);
        groups.entry(version.number).or_default().push(json!({
            "number": former.number,
            "label": former.label,
            "entry": former.entry,
            "value": former.lines,
        }));
    }
    let groups: Vec<_> =
        groups.into_iter().rev().map(|(number, rows)| json!({ "number": number, "rows": rows })).collect();
    let content = json!({
        "response": *id,
        "department": assignment.department.name,
        "round": assignment.round.name,
        "groups": groups,
    });
    Ok(context::page(&state, &visitor.0, "respondent/earlier", &content))
}

/// Confirms answers as they are: one of them, or all of a section that came along from an earlier round.
pub async fn post(state: Data<State>, id: Path<ResponseId>, form: Form) -> Result<HttpResponse, Error> {
    let sent: Sent = form.typed()?;
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let environment = environment(form.visitor.language());
    let work = Work::load(&state, &mut connection, actor, *id, &environment).await?;
    let (paths, back) = match (sent.path, sent.section) {
        // What cannot be submitted cannot be confirmed either: the hub says so.
        (Some(path), None) => {
            let is_carried = path.parse().is_ok_and(|path| work.carried.contains(&path));
            let readable = !path.parse().is_ok_and(|path| work.is_unreadable(&path));
            (readable.then_some(path).into_iter().collect(), if is_carried { "carried" } else { "reconfirm" })
        }
        (None, Some(section)) => (carried::of_section(&work, &section), "carried"),
        (Some(_), Some(_)) | (None, None) => return Err(Error::BadForm),
    };
    moving::confirm(&mut connection, &work.assignment, &paths, actor.account, chrono::Utc::now()).await?;
    Ok(see(&format!("/responses/{}#{back}", *id)))
}

/// How many answers that are asked now wait to be confirmed, from an earlier version or an earlier round.
///
/// # Errors
/// When the database does not answer.
pub async fn unconfirmed(connection: &mut Connection, work: &Work) -> Result<usize, Error> {
    let response = &work.assignment.response;
    let waiting = moving::waiting(connection, response.round, response.id).await?;
    Ok(waiting.iter().filter(|path| moving::is_asked(&work.instance, path)).count())
}

/// What is asked now and waits to be confirmed since the questionnaire changed.
async fn waiting(connection: &mut Connection, work: &Work) -> Result<Vec<MovedAnswer>, Error> {
    let response = &work.assignment.response;
    let mut waiting = moved::waiting(connection, response.round, response.id).await?;
    waiting.retain(|one| one.path.as_deref().is_some_and(|path| moving::is_asked(&work.instance, path)));
    Ok(waiting)
}

/// Is there anything that is asked no more?
///
/// # Errors
/// When the database does not answer.
pub async fn has_earlier(connection: &mut Connection, work: &Work) -> Result<bool, Error> {
    let response = &work.assignment.response;
    Ok(!moved::earlier(connection, response.round, response.id).await?.is_empty())
}

/// The list of what waits, as the hub shows it, in the order of the questionnaire.
///
/// # Errors
/// When the database does not answer.
pub async fn rows(
    state: &State,
    connection: &mut Connection,
    reader: &Reader<'_>,
    work: &Work,
) -> Result<Vec<Value>, Error> {
    let mut rows = Vec::new();
    for one in waiting(connection, work).await? {
        let Some(path) = one.path.as_deref().and_then(|path| path.parse::<AnswerPath>().ok()) else { continue };
        let Some(slot) = work.questionnaire.schema.slot(&path.name) else { continue };
        let earlier = state.questionnaire(connection, one.former_version).await?;
        let former = Former::of(&Reader { questionnaire: &earlier, ..*reader }, &one);
        let place = work.questionnaire.place(slot);
        let node = work.instance.node_at(&path).or_else(|| work.instance.entry_at(&path.within));
        let at = At { instance: &work.instance, node: node.unwrap_or(NodeId::ROOT) };
        let label = reader.label_at(place, at);
        let answer = work.answers.get(&path);
        let now = match (answer, place.question()) {
            (Some(answer), Some(question)) => reader.answer_at(question, answer, at),
            (Some(Answer::NonAnswer(non_answer)), None) => vec![reader.non_answer(*non_answer)],
            (_, None) | (None, Some(_)) => vec![reader.say("no-answer", &[])],
        };
        let reasons = one.reasons.iter().map(|reason| reader.say(&format!("reconfirm-{}", reason.code()), &[]));
        let came = work.carried.contains(&path).then(|| reader.say("carrying-mark", &[("round", &work.carried_from)]));
        let reasons = came.into_iter().chain(reasons);
        let row = json!({
            "path": path.to_string(),
            "id": html_id(&path.to_string()),
            "number": place.row.number,
            "former_label": if former.label == label { String::new() } else { former.label },
            "label": label,
            "former": former.lines,
            "now": now,
            "unreadable": work.is_unreadable(&path),
            "reasons": reasons.collect::<Vec<_>>(),
            "href": work.address_of(&path),
        });
        rows.push((slot, path, row));
    }
    rows.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    Ok(rows.into_iter().map(|(_, _, row)| row).collect())
}

/// The page for a page that was shown before the move and sent after it: what was typed and where it belongs now.
/// Nothing of it is saved.
///
/// # Errors
/// When the version is none of this questionnaire's, or the database does not answer.
pub async fn page(
    state: &State,
    connection: &mut Connection,
    form: &Form,
    work: Work,
    shown: VersionId,
    place: &Where,
    environment: &Environment<'_>,
) -> Result<HttpResponse, Error> {
    let earlier = state.questionnaire(connection, shown).await?;
    if earlier.definition.form_id != work.questionnaire.definition.form_id {
        return Err(Error::BadForm);
    }
    let before = work.as_of(earlier, environment);
    let container = place.container(&before).ok_or(Error::NotFound)?;
    let (old, new) = (&before.questionnaire, &work.questionnaire);
    let reader = |questionnaire| Reader { language: environment.language, locales: &state.locales, questionnaire };
    let response = &work.assignment.response;
    let mut rows = Vec::new();
    for write in save::typed(&before, &container, &form.fields, environment)? {
        let stored = work.stored.iter().find(|row| row.path == write.path).and_then(|row| row.value.as_ref());
        let (Some(value), Ok(path)) = (write.value, write.path.parse::<AnswerPath>()) else { continue };
        // What the page itself had shown was not typed.
        let seen = drafts::value_at(connection, response.round, response.id, &write.path, write.seen).await?;
        if stored == Some(&value) || seen.flatten().as_ref() == Some(&value) {
            continue;
        }
        let one = MovedAnswer {
            former_version: shown,
            former_path: write.path,
            former: value,
            path: None,
            reasons: Vec::new(),
            moved_at: chrono::Utc::now(),
        };
        let former = Former::of(&reader(old), &one);
        let slot = new.schema.slot(&path.name).filter(|slot| new.schema.get(*slot).kind != SlotKind::Group);
        // Where it stands in another entry now, its section is the place to look.
        let now = if work.instance.node_at(&path).is_some() { path.clone() } else { AnswerPath::top(&path.name) };
        rows.push(json!({
            "id": html_id(&path.to_string()),
            "number": former.number,
            "label": former.label,
            "value": former.lines,
            "href": slot.map(|_| work.address_of(&now)).unwrap_or_default(),
            "now": slot.map(|slot| reader(new).label(new.place(slot))).unwrap_or_default(),
        }));
    }
    let content = json!({ "response": work.assignment.response.id, "rows": rows });
    let mut response = context::page(state, &form.visitor, "respondent/moved", &content);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// An answer as the earlier version showed it.
struct Former {
    number: String,
    label: String,
    /// Which entry it stood in; blank outside repeats.
    entry: String,
    lines: Vec<String>,
}

impl Former {
    fn of(reader: &Reader<'_>, one: &MovedAnswer) -> Self {
        let path = one.former_path.parse::<AnswerPath>().ok();
        let name = path.as_ref().map_or(one.former_path.as_str(), |path| path.name.as_str());
        let slot = reader.questionnaire.schema.slot(name);
        let place = slot.map(|slot| reader.questionnaire.place(slot));
        let answer = place.and_then(|place| {
            let question = place.question()?;
            let answer = Answer::from_json(&question.kind, &one.former)?;
            Some(reader.answer(question, &answer))
        });
        let non_answer = || serde_json::from_value(one.former.clone()).ok().map(|it| vec![reader.non_answer(it)]);
        Self {
            number: place.map(|place| place.row.number.clone()).unwrap_or_default(),
            label: place.map_or_else(|| name.to_owned(), |place| reader.label(place)),
            entry: path.map(|path| path.within.to_string()).unwrap_or_default(),
            lines: answer.or_else(non_answer).unwrap_or_else(|| vec![words(&one.former)]),
        }
    }
}
