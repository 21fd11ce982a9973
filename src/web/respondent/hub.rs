//! The hub: every section with its state, who was there last, and where to go on.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{moved, piped::At, wording::Reader, work::Work};
use crate::{
    fieldwork::ids::{AccountId, ResponseId},
    questionnaire::{asked::SectionProgress, path::Path as AnswerPath, sections::Section},
    store::{
        delegations::{self, Named},
        drafts::Stored,
    },
    web::{
        context::{page, see},
        error::Error,
        state::{State, environment_of},
        visitor::SignedIn,
    },
};

/// The hub of a response; one that was submitted leads to its receipt.
pub async fn get(state: Data<State>, id: Path<ResponseId>, visitor: SignedIn) -> Result<HttpResponse, Error> {
    let environment = environment_of(visitor.0.language(), *id);
    let mut connection = state.pool.get().await?;
    let work = Work::load(&state, &mut connection, visitor.actor()?, *id, &environment).await?;
    if !work.assignment.response.state.is_editable() {
        return Ok(see(&format!("/responses/{}/receipt", work.assignment.response.id)));
    }
    let reader = Reader { language: environment.language, locales: &state.locales, questionnaire: &work.questionnaire };
    let reconfirm = moved::rows(&state, &mut connection, &reader, &work).await?;
    let has_earlier = moved::has_earlier(&mut connection, &work).await?;
    let (response, me) = (&work.assignment.response, visitor.actor()?.account);
    let delegations = delegations::of_responses(&mut connection, response.round, &[response.id]).await?;
    let delegations = delegations.get(&response.id).map_or(&[][..], Vec::as_slice);
    drop(connection);
    let progress = work.questionnaire.progress(&work.instance, &work.asked, &environment);
    let sections: Vec<Value> = (0..)
        .zip(work.questionnaire.sections.iter().zip(&progress))
        .filter(|(_, (_, progress))| progress.relevant)
        .map(|(place, (section, progress))| {
            let named = delegations.iter().find(|named| named.delegation.section == section.name);
            row(&reader, &work, (place, section), *progress, named, me)
        })
        .collect();
    let next = sections.iter().find(|section| section["problems"] != json!(0)).cloned();
    let (sections, others): (Vec<Value>, Vec<Value>) =
        sections.into_iter().partition(|section| section["asked"] == json!(true));
    let done = sections.iter().filter(|section| section["problems"] == json!(0)).count();
    let region =
        serde_json::from_value::<std::collections::BTreeMap<String, String>>(work.assignment.region_names.clone());
    let region = region.ok().and_then(|names| names.get(environment.language).or_else(|| names.get("own")).cloned());
    let (round, is_open) = (&work.assignment.round, super::list::is_open(&work.assignment));
    let content = json!({
        "response": work.assignment.response.id,
        "title": reader.read_at(&work.questionnaire.definition.title, At::top(&work.instance)),
        "round": round.name,
        "department": work.assignment.department.name,
        "region": region.unwrap_or_else(|| work.assignment.region_code.clone()),
        "deadline": reader.moment(round.deadline),
        "is_open": is_open,
        "is_returned": work.assignment.response.state == crate::fieldwork::response::ResponseState::Returned,
        "reconfirm": reconfirm,
        "has_earlier": has_earlier,
        "sections": sections,
        "others": others,
        "done": done,
        "all": sections.len(),
        "is_complete": next.is_none(),
        "next": next.unwrap_or(Value::Null),
    });
    Ok(page(&state, &visitor.0, "respondent/hub", &content))
}

fn row(
    reader: &Reader<'_>,
    work: &Work,
    (place, section): (usize, &Section),
    progress: SectionProgress,
    named: Option<&Named>,
    me: AccountId,
) -> Value {
    let problems = progress.open;
    let delegation = named.map(|named| &named.delegation);
    let own = |stored: &&Stored| is_in(work, stored, place);
    let last = work.stored.iter().filter(own).max_by_key(|stored| stored.edited_at);
    let answered = work.stored.iter().filter(own).any(|stored| stored.value.is_some());
    let state = match (answered, problems) {
        (true, 0) => "complete",
        (true, _) => "in-progress",
        (false, 0) => "optional",
        (false, _) => "not-started",
    };
    let title = reader.read_at(&section.title, At::top(&work.instance));
    let kind = &work.assignment.department.kind;
    json!({
        "name": section.name,
        "number": section.number,
        "title": if title.is_empty() { reader.read_at(&work.questionnaire.definition.title, At::top(&work.instance)) } else { title },
        "asked": progress.asked,
        "due": delegation.and_then(|one| one.due_at).map(|due| reader.moment(due)).unwrap_or_default(),
        "mine": delegation.is_some_and(|one| one.account == Some(me)),
        "who": named.map_or("", |named| named.name.as_str()),
        "note": delegation.map_or("", |one| one.note.as_str()),
        "state": state,
        "state_text": reader.say(&format!("section-{state}"), &[]),
        "problems": problems,
        "last_who": last.and_then(|stored| stored.edited_by.clone()).unwrap_or_default(),
        "last_when": last.map(|stored| reader.moment(stored.edited_at)).unwrap_or_default(),
        "suggested": !section.departments.is_empty() && section.departments.contains(kind),
        "elsewhere": !section.departments.is_empty() && !section.departments.contains(kind),
    })
}

fn is_in(work: &Work, stored: &Stored, place: usize) -> bool {
    let top = stored.path.split('/').next().unwrap_or_default();
    let slot = top.parse::<AnswerPath>().ok().and_then(|path| work.questionnaire.schema.slot(&path.name));
    slot.and_then(|slot| work.section_of(slot)) == Some(place)
}
