//! The hub: every section with its state, who was there last, and where to go on.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::Utc;
use serde_json::{Value, json};

use super::{carried, moved, piped::At, wording::Reader, work::Work};
use crate::{
    fieldwork::{
        ids::{AccountId, ResponseId},
        review::QueryState,
        round::Standing,
    },
    questionnaire::{asked::SectionProgress, path::Path as AnswerPath, sections::Section},
    store::{
        delegations::{self, Named},
        drafts::Stored,
        reviews,
    },
    web::{
        context::{page, see},
        error::Error,
        review::{
            conversation::address,
            page::decided_view,
            queries::{AboutView, QueryView, called},
        },
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
    let shown: Vec<String> = reconfirm.iter().filter_map(|row| row.get("path")?.as_str().map(str::to_owned)).collect();
    let carried = carried::groups(&reader, &work, &shown);
    let has_earlier = moved::has_earlier(&mut connection, &work).await?;
    let (response, me) = (&work.assignment.response, visitor.actor()?.account);
    let decided = reviews::of_response(&mut connection, response.round, response.id).await?;
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
    let (round, now) = (&work.assignment.round, Utc::now());
    let standing = round.standing(now);
    let content = json!({
        "response": work.assignment.response.id,
        "title": reader.read_at(&work.questionnaire.definition.title, At::top(&work.instance)),
        "round": round.name,
        "department": work.assignment.department.name,
        "region": work.assignment.region_name(environment.language),
        "deadline": reader.local(round.deadline, round.rules.time_zone),
        "opens_at": reader.local(round.opens_at, round.rules.time_zone),
        "last_moment": reader.local(round.last_moment(), round.rules.time_zone),
        "is_scheduled": standing == Standing::Scheduled,
        "is_open": standing == Standing::Open,
        "is_late": standing == Standing::Late,
        "takes_late": round.rules.late_days > 0,
        "is_editable": standing.takes(work.assignment.response.state),
        "is_returned": work.assignment.response.state == crate::fieldwork::response::ResponseState::Returned,
        "decided": decided.first().map(|decided| decided_view(decided, &reader)),
        "queries": queries_of(&reader, &work),
        "reconfirm": reconfirm,
        "carried": carried,
        "carried_from": work.carried_from,
        "carried_count": work.carried.len() - shown.iter().filter(|path| is_carried(&work, path)).count(),
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

/// What was asked about answers and is not closed, each with the page of its question.
fn queries_of(reader: &Reader<'_>, work: &Work) -> Vec<AboutView> {
    let open = work.queries.iter().filter(|query| query.state != QueryState::Closed);
    open.map(|query| {
        let (number, label) = called(reader, Some(&work.instance), &query.path);
        AboutView { query: QueryView::of(query, reader), number, label, href: address(work, &query.path) }
    })
    .collect()
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

fn is_carried(work: &Work, path: &str) -> bool {
    path.parse().is_ok_and(|path| work.carried.contains(&path))
}

fn is_in(work: &Work, stored: &Stored, place: usize) -> bool {
    let top = stored.path.split('/').next().unwrap_or_default();
    let slot = top.parse::<AnswerPath>().ok().and_then(|path| work.questionnaire.schema.slot(&path.name));
    slot.and_then(|slot| work.section_of(slot)) == Some(place)
}
