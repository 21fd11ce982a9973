//! A response for whoever reviews it: its answers, the queries about them, what was decided, and deciding.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    queries::somebody,
    refusal::{Refusal, response_state_key},
    reviewed::Reviewed,
    rows::{Asked, Rows, Show},
};
use crate::{
    access::policy::Action,
    fieldwork::{ids::ResponseId, response::ResponseState, review::QueryState},
    operations::review::{self, Reasons, Shown, Surroundings},
    store::{Connection, responses::Assignment, reviews::Decided},
    web::{
        context::{self, see},
        error::Error,
        form::Form,
        respondent::{fields::html_id, piped::At, wording::Reader, work},
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

/// What a link to the page may add.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    show: Show,
    /// What was done just now.
    #[serde(default)]
    done: Done,
}

/// What was done just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Done {
    #[default]
    Nothing,
    Returned,
    Accepted,
    Reopened,
    Asked,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    decision: Chosen,
    state: ResponseState,
    revision: i32,
    #[serde(default)]
    text: String,
    /// The open queries are reason enough.
    #[serde(default)]
    queries: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Chosen {
    Return,
    Accept,
    Reopen,
}

/// What a form came back with.
#[derive(Default)]
pub struct Told {
    status: StatusCode,
    problem: String,
    /// The field that it is about; empty where it is about none.
    field: String,
    /// What was typed as reasons.
    text: String,
    pub asked: Asked,
}

/// The page.
pub async fn get(
    state: Data<State>,
    id: Path<ResponseId>,
    wanted: Query<Wanted>,
    who: SignedIn,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let assignment = work::assignment(&mut connection, who.actor()?, *id, Action::ReviewResponse).await?;
    show(&state, &mut connection, &who.0, assignment, &wanted, &Told::default()).await
}

/// Decides.
pub async fn post(state: Data<State>, id: Path<ResponseId>, form: Form) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let assignment = work::assignment(&mut connection, actor, *id, Action::ReviewResponse).await?;
    let sent: Sent = form.typed()?;
    let around =
        Surroundings { locales: &state.locales, base_url: &state.base_url, author: actor.account, now: Utc::now() };
    let shown = Shown { state: sent.state, revision: sent.revision };
    let text = sent.text.as_str();
    let decided = match sent.decision {
        Chosen::Return => {
            let reasons = if sent.queries.is_empty() { Reasons::Words(text) } else { Reasons::OpenQueries(text) };
            review::return_to(&mut connection, around, *id, shown, reasons).await
        }
        Chosen::Accept => review::accept(&mut connection, around, *id, shown, text).await,
        Chosen::Reopen => review::reopen(&mut connection, around, *id, shown, text).await,
    };
    let Err(error) = decided else {
        let done = match sent.decision {
            Chosen::Return => "returned",
            Chosen::Accept => "accepted",
            Chosen::Reopen => "reopened",
        };
        return Ok(see(&format!("/responses/{}/review?done={done}", *id)));
    };
    let questionnaire = state.questionnaire(&mut connection, assignment.response.version).await?;
    let reader = Reader { language: form.visitor.language(), locales: &state.locales, questionnaire: &questionnaire };
    let refusal = Refusal::of(error, &reader)?;
    let field = match sent.decision {
        Chosen::Return => "return-text",
        Chosen::Accept => "accept-text",
        Chosen::Reopen => "reopen-text",
    };
    let field = if refusal.of_words { field.to_owned() } else { String::new() };
    let Refusal { status, text: problem, .. } = refusal;
    let told = Told { status, problem, field, text: sent.text, asked: Asked::default() };
    // As it stands now: what was decided meanwhile is on the page.
    let assignment = work::assignment(&mut connection, actor, *id, Action::ReviewResponse).await?;
    show(&state, &mut connection, &form.visitor, assignment, &Wanted::default(), &told).await
}

/// The page again, with what could not be asked.
///
/// # Errors
/// When the database does not answer.
pub async fn not_asked(
    state: &State,
    connection: &mut Connection,
    visitor: &Visitor,
    assignment: Assignment,
    refusal: Refusal,
    mut asked: Asked,
) -> Result<HttpResponse, Error> {
    let field = if refusal.of_words { format!("{}-ask", html_id(&asked.path)) } else { String::new() };
    if refusal.of_words {
        asked.problem.clone_from(&refusal.text);
    }
    let told = Told { status: refusal.status, problem: refusal.text, field, text: String::new(), asked };
    show(state, connection, visitor, assignment, &Wanted::default(), &told).await
}

async fn show(
    state: &State,
    connection: &mut Connection,
    visitor: &Visitor,
    assignment: Assignment,
    wanted: &Wanted,
    told: &Told,
) -> Result<HttpResponse, Error> {
    let reviewed = Reviewed::load(state, connection, assignment, visitor.language()).await?;
    let questionnaire = &reviewed.shown.questionnaire;
    let reader = Reader { language: visitor.language(), locales: &state.locales, questionnaire };
    let rows = Rows::of(&reviewed, reader, wanted.show, &told.asked);
    let response = &reviewed.assignment.response;
    let open = reviewed.queries.iter().filter(|query| query.state == QueryState::Open).count();
    let content = json!({
        "response": response.id,
        "title": reader.read_at(&questionnaire.definition.title, At::top(&reviewed.shown.instance)),
        "round": reviewed.assignment.round.name,
        "round_code": reviewed.assignment.round.code,
        "region": reviewed.assignment.region_name(visitor.language()),
        "region_code": reviewed.assignment.region_code,
        "department": reviewed.assignment.department.name,
        "state": response.state,
        "state_key": response_state_key(response.state),
        "revision": response.revision,
        "submitted": reviewed.submission.as_ref().map(|shown| reader.moment(shown.submitted_at)).unwrap_or_default(),
        "reference": reviewed.submission.as_ref().map(|shown| shown.reference.as_str()).unwrap_or_default(),
        "since": if reviewed.previous.is_some() { response.revision - 1 } else { 0 },
        "is_draft": reviewed.submission.is_none(),
        "is_returned": response.state == ResponseState::Returned,
        "archived": reviewed.archived,
        "can_decide": response.state == ResponseState::Submitted && !reviewed.archived,
        "can_reopen": response.state == ResponseState::Accepted && !reviewed.archived,
        "open": open,
        "decided": reviewed.decided.iter().map(|decided| decided_view(decided, &reader)).collect::<Vec<_>>(),
        "filters": filters(&reviewed, &rows, wanted.show),
        "show_all": wanted.show == Show::All,
        "show_gone": matches!(wanted.show, Show::All | Show::Changed),
        "show_elsewhere": matches!(wanted.show, Show::All | Show::Queries),
        "rows": rows,
        "done_key": done_key(wanted.done),
        "problem": told.problem,
        "field": told.field,
        "text": told.text,
    });
    let mut page = context::page(state, visitor, "review/response", &content);
    *page.status_mut() = told.status;
    Ok(page)
}

/// A decision with its reasons, in the reader's words.
#[must_use]
pub fn decided_view(decided: &Decided, reader: &Reader<'_>) -> Value {
    let key = match decided.decision.as_str() {
        "returned" => "review-was-returned",
        "accepted" => "review-was-accepted",
        "reopened" => "review-was-reopened",
        _ => "review-was-requested",
    };
    let revision = decided.revision.to_string();
    let reasons = if decided.reasons.is_empty() && decided.decision == "returned" {
        reader.say("review-for-queries", &[])
    } else {
        decided.reasons.clone()
    };
    json!({
        "decision": decided.decision,
        "what": reader.say(key, &[("revision", &revision)]),
        "who": somebody(&decided.name, reader),
        "when": reader.moment(decided.at),
        "reasons": reasons,
    })
}

fn filters(reviewed: &Reviewed, rows: &Rows, show: Show) -> Vec<Value> {
    let link = |own: Show, code: &str, key: &str, count: Option<usize>| json!({ "code": code, "key": key, "count": count.map(|count| count.to_string()), "current": own == show });
    let mut filters = vec![link(Show::All, "all", "review-show-all", None)];
    if reviewed.previous.is_some() {
        filters.push(link(Show::Changed, "changed", "review-show-changed", Some(rows.changed)));
    }
    let with_queries = rows.with_queries + rows.elsewhere.len();
    filters.push(link(Show::Queries, "queries", "review-show-queries", Some(with_queries)));
    filters.push(link(Show::NonAnswers, "non-answers", "review-show-non-answers", Some(rows.non_answers)));
    filters
}

fn done_key(done: Done) -> &'static str {
    match done {
        Done::Nothing => "",
        Done::Returned => "review-done-returned",
        Done::Accepted => "review-done-accepted",
        Done::Reopened => "review-done-reopened",
        Done::Asked => "review-done-asked",
    }
}

impl Default for Wanted {
    fn default() -> Self {
        Self { show: Show::All, done: Done::Nothing }
    }
}
