//! A region's answer by section: what is decided, what differs, what is missing, what changed since.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use super::place::{Place, reader};
use crate::{
    access::policy::Action,
    fieldwork::consolidation::desk::Matter,
    operations::regional::{Regional, adopt_proposals, begin, proposals},
    questionnaire::{path::Path as AnswerPath, schema::SlotKind},
    store::regional_words::Unit,
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        respondent::{piped::At, wording::Reader},
        state::State,
        visitor::SignedIn,
    },
};

/// What a link may add.
#[derive(Deserialize)]
pub struct Notice {
    /// So many proposals were adopted.
    adopted: Option<usize>,
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn get(
    state: Data<State>,
    path: Path<(String, String)>,
    notice: Query<Notice>,
    who: SignedIn,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, who.actor()?, (&path.0, &path.1), Action::FollowRegion).await?;
    let language = who.0.language();
    let environment = place.environment(language);
    let loaded = place.load(&state, &mut connection, &environment).await?;
    drop(connection);
    let shared = json!({
        "address": place.address(),
        "region": place.region.name(language),
        "code": place.region.code,
        "round": place.round.name,
        "round_code": place.round.code,
        "speaks": place.speaks,
    });
    let Some(regional) = loaded else {
        return Ok(page(&state, &who.0, "regional/begin", &shared));
    };
    let reader = reader(&state, &regional, language);
    let matters = regional.matters(&environment);
    let left =
        if place.speaks && !regional.answer.is_signed() { proposals(&regional, &environment) } else { Vec::new() };
    let is_top = |path: &str| path.parse::<AnswerPath>().is_ok_and(|path| path.within.0.is_empty());
    let content = json!({
        "shared": shared,
        "is_signed": regional.answer.is_signed(),
        "is_behind": regional.answer.version_id != place.round.version && !regional.answer.is_signed(),
        "is_archived": regional.facts.archived_at.is_some(),
        "revision": regional.answer.revision,
        "sections": sections(&reader, &place, &regional, &matters, &environment),
        "departments": departments(&regional.units),
        "proposals": left.iter().filter(|put| is_top(&put.path)).count(),
        "adopted": notice.adopted,
        "was_adopted": notice.adopted.is_some(),
        "done": notice.done,
        "total": matters.len(),
        "decided": matters.iter().filter(|matter| matter.decision.is_some()).count(),
    });
    Ok(page(&state, &who.0, "regional/overview", &content))
}

/// Begins the answer, or adopts every proposal that nobody has touched.
pub async fn post(state: Data<State>, path: Path<(String, String)>, form: Form) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, actor, (&path.0, &path.1), Action::SpeakForRegion).await?;
    let language = form.visitor.language();
    let now = Utc::now();
    match form.fields.first("then").unwrap_or_default() {
        "begin" => {
            begin(&mut connection, &place.round, place.region.id, language, actor.account, now).await?;
            Ok(see(&place.address()))
        }
        "adopt" => {
            let environment = place.environment(language);
            let regional = place.load(&state, &mut connection, &environment).await?.ok_or(Error::NotFound)?;
            let count = adopt_proposals(&mut connection, &regional, place.around(&environment), now).await?;
            Ok(see(&format!("{}?adopted={count}", place.address())))
        }
        _ => Err(Error::BadForm),
    }
}

fn sections(
    reader: &Reader<'_>,
    place: &Place,
    regional: &Regional,
    matters: &[Matter],
    environment: &crate::questionnaire::expression::Environment<'_>,
) -> Vec<Value> {
    let questionnaire = &regional.questionnaire;
    let violations = regional.violations(environment);
    let section_of = |name: &str| {
        let slot = questionnaire.schema.slot(name)?;
        let top = questionnaire
            .schema
            .ancestors_or_self(slot)
            .filter(|slot| questionnaire.schema.get(*slot).parent.is_some())
            .last()?;
        let top = &questionnaire.schema.get(top).name;
        questionnaire.sections.iter().position(|section| section.rows.contains(top))
    };
    let mut rows = Vec::new();
    for (index, section) in questionnaire.sections.iter().enumerate() {
        let own: Vec<&Matter> = matters.iter().filter(|matter| matter.section == index).collect();
        if own.is_empty() {
            continue;
        }
        let title = reader.read_at(&section.title, At::top(&regional.instance));
        let title = if title.is_empty() { reader.read(&questionnaire.definition.title) } else { title };
        let count = |is: &dyn Fn(&&&Matter) -> bool| own.iter().filter(|matter| is(matter)).count();
        let missing = violations.iter().filter(|violation| section_of(&violation.path.name) == Some(index)).count();
        let repeats: Vec<Value> = own
            .iter()
            .filter(|matter| questionnaire.schema.get(matter.slot).kind == SlotKind::Repeat)
            .map(|matter| {
                let name = &matter.path.name;
                json!({ "href": format!("{}/repeats/{name}", place.address()),
                    "label": reader.label_at(questionnaire.place(matter.slot), At::top(&regional.instance)) })
            })
            .collect();
        rows.push(json!({
            "href": format!("{}/sections/{}", place.address(), section.name),
            "title": title,
            "number": section.number,
            "total": own.len(),
            "decided": count(&|matter| matter.decision.is_some()),
            "undecided": count(&|matter| matter.is_undecided()),
            "differs": count(&|matter| matter.differs && !matter.is_marked()),
            "marked": count(&|matter| matter.is_marked()),
            "changed": count(&|matter| !matter.changed.is_empty()),
            "missing": missing,
            "repeats": repeats,
        }));
    }
    rows
}

fn departments(units: &[Unit]) -> Vec<Value> {
    units
        .iter()
        .map(|unit| {
            let state = match &unit.response {
                Some(response) => response.state.code(),
                None => "not_opened",
            };
            let key = match &unit.response {
                Some(response) => format!("response-state-{}", response.state.code()),
                None => "regional-could-not-invited".to_owned(),
            };
            json!({ "name": unit.name, "state": state, "state_key": key })
        })
        .collect()
}
