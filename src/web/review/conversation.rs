//! One query: what is asked, what was said, and saying more. For its department and its reviewers.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::json;

use super::{
    queries::{QueryView, called, label_for},
    refusal::{Refusal, response_state_key},
};
use crate::{
    access::{
        actor::Actor,
        policy::{self, Action, Object},
    },
    fieldwork::{
        ids::{QueryId, ResponseId},
        response::ResponseState,
        review::{Party, QueryState, takes_queries},
    },
    operations::{
        answers::check_editable,
        queries::{self as operation, About},
        review::{self, Surroundings},
    },
    questionnaire::path::Path as AnswerPath,
    store::{Connection, queries, queries::Query, responses::Assignment, reviews},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        respondent::{
            fields::html_id,
            wording::Reader,
            work::{self, Work},
        },
        state::{State, environment_of},
        visitor::{SignedIn, Visitor},
    },
};

/// What somebody may do in a conversation.
#[derive(Clone, Copy)]
struct Rights {
    replies: bool,
    reviews: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    action: Chosen,
    #[serde(default)]
    text: String,
    /// The last message that the page showed.
    #[serde(default)]
    seen: i32,
    /// Whose word it is, where somebody has both parts.
    #[serde(default)]
    party: Speaking,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Chosen {
    Reply,
    Close,
    Reopen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Speaking {
    #[default]
    Any,
    Department,
    Reviewer,
}

/// What a form came back with.
#[derive(Default)]
struct Told {
    status: StatusCode,
    problem: String,
    of_words: bool,
    text: String,
}

/// The conversation.
pub async fn get(state: Data<State>, path: Path<(ResponseId, QueryId)>, who: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let (assignment, query, rights) = load(&mut connection, who.actor()?, path.into_inner()).await?;
    show(&state, &mut connection, &who.0, &assignment, &query, rights, &Told::default()).await
}

/// Says something, closes or opens again; then back to where the answer is.
pub async fn post(state: Data<State>, path: Path<(ResponseId, QueryId)>, form: Form) -> Result<HttpResponse, Error> {
    let (id, query_id) = path.into_inner();
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let (assignment, query, rights) = load(&mut connection, actor, (id, query_id)).await?;
    let sent: Sent = form.typed()?;
    let party = sent.party(rights).ok_or(Error::NotFound)?;
    let questionnaire = state.questionnaire(&mut connection, assignment.response.version).await?;
    let reader = Reader { language: form.visitor.language(), locales: &state.locales, questionnaire: &questionnaire };
    let about_path: AnswerPath = query.path.parse().map_err(|_| Error::Unknown)?;
    let label = |language: &str| label_for(&reader, &questionnaire, &query.path, language);
    let about = About { path: &about_path, label: &label };
    let around =
        Surroundings { locales: &state.locales, base_url: &state.base_url, author: actor.account, now: Utc::now() };
    let (at, text) = ((id, query_id), sent.text.as_str());
    let done = match sent.action {
        Chosen::Reply => operation::say(&mut connection, around, at, party, &about, text).await,
        Chosen::Close => operation::close(&mut connection, around, at, sent.seen).await,
        Chosen::Reopen => operation::reopen(&mut connection, around, at, &about, text).await,
    };
    match done {
        Ok(()) => Ok(see(&back(&state, &mut connection, &form.visitor, &assignment, &query, party).await?)),
        Err(error) => again(&state, &mut connection, &form, &reader, (id, query_id), error, sent.text).await,
    }
}

/// The page as it stands now, with what was refused and what was typed.
async fn again(
    state: &State,
    connection: &mut Connection,
    form: &Form,
    reader: &Reader<'_>,
    at: (ResponseId, QueryId),
    error: review::Error,
    text: String,
) -> Result<HttpResponse, Error> {
    let Refusal { status, text: problem, of_words } = Refusal::of(error, reader)?;
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let (assignment, query, rights) = load(connection, actor, at).await?;
    let told = Told { status, problem, of_words, text };
    show(state, connection, &form.visitor, &assignment, &query, rights, &told).await
}

impl Sent {
    /// Whose word it is; nothing where they have no such part.
    fn party(&self, rights: Rights) -> Option<Party> {
        let wished = match (self.action, self.party) {
            (Chosen::Close | Chosen::Reopen, _) | (Chosen::Reply, Speaking::Reviewer) => Party::Reviewer,
            (Chosen::Reply, Speaking::Department) => Party::Department,
            (Chosen::Reply, Speaking::Any) if rights.replies => Party::Department,
            (Chosen::Reply, Speaking::Any) => Party::Reviewer,
        };
        let may = match wished {
            Party::Department => rights.replies,
            Party::Reviewer => rights.reviews,
        };
        may.then_some(wished)
    }
}

async fn load(
    connection: &mut Connection,
    actor: &Actor,
    (id, query): (ResponseId, QueryId),
) -> Result<(Assignment, Query, Rights), Error> {
    let assignment = work::assignment(connection, actor, id, Action::ReadResponse).await?;
    let (round, department, region) =
        (assignment.response.round, assignment.department.id, assignment.department.region);
    let may = |action| policy::can(actor, action, Object::Response { round, department, region });
    let rights = Rights { replies: may(Action::EditResponse), reviews: may(Action::ReviewResponse) };
    let query = queries::find(connection, round, id, query).await?.ok_or(Error::NotFound)?;
    Ok((assignment, query, rights))
}

/// Where the answer is for this party.
async fn back(
    state: &State,
    connection: &mut Connection,
    visitor: &Visitor,
    assignment: &Assignment,
    query: &Query,
    party: Party,
) -> Result<String, Error> {
    let id = assignment.response.id;
    match party {
        Party::Reviewer => Ok(format!("/responses/{id}/review#{}", html_id(&query.path))),
        Party::Department if check_editable(assignment, Utc::now()).is_ok() => {
            let actor = visitor.actor().ok_or(Error::SignInFirst)?;
            let environment = environment_of(visitor.language(), id);
            let work = Work::load(state, connection, actor, id, &environment).await?;
            Ok(address(&work, &query.path))
        }
        Party::Department => Ok(format!("/responses/{id}/receipt#queries")),
    }
}

/// The page where the answer to a path is given; the hub where it is asked no more.
#[must_use]
pub fn address(work: &Work, path: &str) -> String {
    let shown =
        path.parse::<AnswerPath>().ok().filter(|path| operation::stands(&work.questionnaire, &work.instance, path));
    shown.map_or_else(|| format!("/responses/{}", work.assignment.response.id), |path| work.address_of(&path))
}

async fn show(
    state: &State,
    connection: &mut Connection,
    visitor: &Visitor,
    assignment: &Assignment,
    query: &Query,
    rights: Rights,
    told: &Told,
) -> Result<HttpResponse, Error> {
    let questionnaire = state.questionnaire(connection, assignment.response.version).await?;
    let reader = Reader { language: visitor.language(), locales: &state.locales, questionnaire: &questionnaire };
    let party = if rights.reviews { Party::Reviewer } else { Party::Department };
    let back = back(state, connection, visitor, assignment, query, party).await?;
    let archived = reviews::is_archived(connection, assignment.response.round).await?;
    let (number, label) = called(&reader, None, &query.path);
    let is_closed = query.state == QueryState::Closed;
    let asks = rights.reviews && !archived && takes_queries(assignment.response.state);
    let content = json!({
        "response": assignment.response.id,
        "round": assignment.round.name,
        "department": assignment.department.name,
        "number": number,
        "label": label,
        "query": QueryView::of(query, &reader),
        "seen": query.messages.last().map_or(0, |message| message.number),
        "back": back,
        "is_closed": is_closed,
        "can_reply": rights.replies && !archived && !is_closed,
        "can_ask": asks && !is_closed,
        "can_reopen": asks && is_closed,
        "can_correct": rights.replies && check_editable(assignment, Utc::now()).is_ok(),
        "is_accepted": assignment.response.state == ResponseState::Accepted,
        "state_key": response_state_key(assignment.response.state),
        "problem": told.problem,
        "of_words": told.of_words,
        "text": told.text,
    });
    let mut answer = page(state, visitor, "review/query", &content);
    *answer.status_mut() = told.status;
    Ok(answer)
}
