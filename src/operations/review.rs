//! Deciding about a response: returning it with reasons, accepting it, reopening what was accepted; and the
//! department's asking for it back. Each is guarded by what the page showed.

use chrono::{DateTime, Utc};
use serde_json::json;
use thiserror::Error;

use super::moving;
use crate::{
    fieldwork::{
        ids::{AccountId, QueryId, ResponseId},
        response::ResponseState,
        review::{self, Decision, QueryState, Refused, WordsProblem, words},
    },
    language::Locales,
    mail::notice::{About, Notice},
    store::{
        self, Connection, Transaction, TransactionError, audit, outbox, queries,
        responses::{self, Assignment},
        reviews::{self, Held, New, Recipient},
    },
};

/// What does not come from the request.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    pub locales: &'a Locales,
    pub base_url: &'a str,
    /// Who decides.
    pub author: AccountId,
    pub now: DateTime<Utc>,
}

/// What the page showed when somebody decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub state: ResponseState,
    pub revision: i32,
}

/// Why a response goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reasons<'a> {
    /// In words.
    Words(&'a str),
    /// Its open queries say it; words may be added.
    OpenQueries(&'a str),
}

/// Why nothing was decided.
#[derive(Debug, Error)]
pub enum Error {
    #[error(transparent)]
    Operation(#[from] super::Error),
    #[error("the round is archived")]
    Archived,
    /// The department submitted again since the page was shown.
    #[error("revision {found} came after revision {shown} was shown")]
    NewerSubmission { shown: i32, found: i32 },
    /// Somebody else decided since the page was shown.
    #[error("the response is {} now", .0.code())]
    Changed(ResponseState),
    /// That is not done to a response in this state.
    #[error("not done to a response that is {}", .0.code())]
    NotNow(ResponseState),
    /// It would be accepted, but for these.
    #[error("{} queries are open", .0.len())]
    OpenQueries(Vec<QueryId>),
    /// It was to be returned for its open queries, and has none.
    #[error("no query is open")]
    NoOpenQueries,
    #[error(transparent)]
    Words(#[from] WordsProblem),
    /// That is not done to a query in this state.
    #[error("not done to a query that is {}", .0.code())]
    QueryNotNow(QueryState),
    /// Something was said in the query that the page did not show.
    #[error("somebody wrote since the page was shown")]
    UnseenMessage,
    /// The department asked for it already, and nothing was decided since.
    #[error("it was asked for already")]
    AskedAlready,
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Operation(error.into())
    }
}

impl From<TransactionError> for Error {
    fn from(error: TransactionError) -> Self {
        Self::Operation(error.into())
    }
}

/// What becomes of a response, and what the department is told.
struct Change<'a> {
    decision: Decision,
    code: &'static str,
    action: &'static str,
    notice: Notice,
    reasons: Reasons<'a>,
}

/// Returns a submitted response to its department.
///
/// # Errors
/// [`Error`]; nothing is changed then.
pub async fn return_to(
    connection: &mut Connection,
    around: Surroundings<'_>,
    id: ResponseId,
    shown: Shown,
    reasons: Reasons<'_>,
) -> Result<(), Error> {
    let reasons_text;
    let reasons = match reasons {
        Reasons::Words(text) => {
            reasons_text = words(text)?;
            Reasons::Words(&reasons_text)
        }
        Reasons::OpenQueries(text) => {
            reasons_text = optional(text)?;
            Reasons::OpenQueries(&reasons_text)
        }
    };
    let (decision, notice) = (Decision::Return, Notice::Returned);
    let change = Change { decision, code: "returned", action: "response.return", notice, reasons };
    decide(connection, around, id, shown, change).await
}

/// Accepts a submitted response; `text` may say something to the department. Open queries block it; answered ones are
/// closed by it.
///
/// # Errors
/// [`Error::OpenQueries`] with those that block it, or another [`Error`]; nothing is changed then.
pub async fn accept(
    connection: &mut Connection,
    around: Surroundings<'_>,
    id: ResponseId,
    shown: Shown,
    text: &str,
) -> Result<(), Error> {
    let text = optional(text)?;
    let (decision, notice) = (Decision::Accept { open_queries: 0 }, Notice::Accepted);
    let reasons = Reasons::Words(&text);
    let change = Change { decision, code: "accepted", action: "response.accept", notice, reasons };
    decide(connection, around, id, shown, change).await
}

/// Reopens an accepted response, so that its department can correct it.
///
/// # Errors
/// [`Error`]; nothing is changed then.
pub async fn reopen(
    connection: &mut Connection,
    around: Surroundings<'_>,
    id: ResponseId,
    shown: Shown,
    reasons: &str,
) -> Result<(), Error> {
    let text = words(reasons)?;
    let (decision, notice) = (Decision::Reopen, Notice::Reopened);
    let reasons = Reasons::Words(&text);
    let change = Change { decision, code: "reopened", action: "response.reopen", notice, reasons };
    decide(connection, around, id, shown, change).await
}

/// The department asks to have its response back; the region's coordinators are told, and decide.
///
/// # Errors
/// [`Error::AskedAlready`] where nothing was decided since the last time, or another [`Error`].
pub async fn request(
    connection: &mut Connection,
    around: Surroundings<'_>,
    id: ResponseId,
    shown: Shown,
    text: &str,
) -> Result<(), Error> {
    let text = words(text)?;
    connection
        .transaction(async |connection| {
            let (assignment, held) = hold(connection, id, Some(shown)).await?;
            if !review::can_be_asked_back(held.state) {
                return Err(Error::NotNow(held.state));
            }
            let last = reviews::of_response(connection, held.round, id).await?.into_iter().next();
            if last.is_some_and(|last| last.decision == "requested" && last.revision == held.revision) {
                return Err(Error::AskedAlready);
            }
            let new = New { decision: "requested", reasons: &text, by: around.author, at: around.now };
            let number = reviews::add(connection, &held, &new).await?;
            let record = audit::Record {
                account: Some(around.author),
                action: "response.request",
                object: Some(id.0),
                round: Some(held.round),
                before: None,
                after: Some(json!({"revision": held.revision, "review": number})),
            };
            audit::write(connection, around.now, record).await?;
            let people = reviews::coordinators(connection, assignment.department.region).await?;
            let link = format!("{}/responses/{id}/review", around.base_url);
            tell(connection, around, &assignment, (Notice::Requested, link), people, |_| (String::new(), text.clone()))
                .await
        })
        .await
}

/// Holds a response for a decision, and checks it against what the page showed.
pub(super) async fn hold(
    connection: &mut Connection,
    id: ResponseId,
    shown: Option<Shown>,
) -> Result<(Assignment, Held), Error> {
    let assignment = responses::find(connection, id).await?.ok_or(super::Error::NotFound)?;
    // Nobody hears of a draft.
    if !assignment.round.is_launched() {
        return Err(super::Error::RoundNotOpen.into());
    }
    let held = reviews::hold(connection, assignment.response.round, id).await?.ok_or(super::Error::NotFound)?;
    if held.archived {
        return Err(Error::Archived);
    }
    match shown {
        Some(shown) if shown.revision != held.revision => {
            Err(Error::NewerSubmission { shown: shown.revision, found: held.revision })
        }
        Some(shown) if shown.state != held.state => Err(Error::Changed(held.state)),
        Some(_) | None => Ok((assignment, held)),
    }
}

/// Writes to people, each in their language: what it is about and the words for them come from `say`. Whoever did it is
/// not told.
pub(super) async fn tell(
    connection: &mut Connection,
    around: Surroundings<'_>,
    assignment: &Assignment,
    (notice, link): (Notice, String),
    people: Vec<Recipient>,
    say: impl Fn(&str) -> (String, String),
) -> Result<(), Error> {
    let mails: Vec<_> = people
        .iter()
        .filter(|person| person.account != around.author)
        .map(|person| {
            let (what, words) = say(&person.language);
            let (round, whom) = (assignment.round.name.as_str(), assignment.department.name.as_str());
            let about = About { round, whom, what: &what, deadline: None, words: &words };
            let draft = notice.draft(around.locales, &person.email, &person.language, &about, link.clone());
            draft.into_mail(around.now)
        })
        .collect();
    Ok(outbox::enqueue(connection, &mails).await?)
}

async fn decide(
    connection: &mut Connection,
    around: Surroundings<'_>,
    id: ResponseId,
    shown: Shown,
    change: Change<'_>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let (assignment, held) = hold(connection, id, Some(shown)).await?;
            let open = queries::open_of(connection, held.round, id).await?;
            let decision = match change.decision {
                Decision::Accept { .. } => Decision::Accept { open_queries: open.len() },
                other @ (Decision::Submit | Decision::Return | Decision::Reopen) => other,
            };
            let to = match review::next(held.state, decision) {
                Ok(to) => to,
                Err(Refused::State(state)) => return Err(Error::NotNow(state)),
                Err(Refused::OpenQueries(_)) => return Err(Error::OpenQueries(open)),
            };
            if open.is_empty() && matches!(change.reasons, Reasons::OpenQueries(_)) {
                return Err(Error::NoOpenQueries);
            }
            if !responses::change_state(connection, held.round, id, held.state, to, around.now).await? {
                return Err(Error::Changed(held.state));
            }
            record(connection, around, &held, to, &change).await?;
            if to == ResponseState::Returned && held.version != assignment.round.version {
                // The round moved on while the response could not be edited.
                let moving = moving::Surroundings {
                    locales: around.locales,
                    base_url: around.base_url,
                    author: Some(around.author),
                    now: around.now,
                };
                moving::catch_up(connection, moving, &assignment.round, id).await?;
            }
            let page = if to == ResponseState::Accepted { "/receipt" } else { "" };
            let link = format!("{}/responses/{id}{page}", around.base_url);
            let people = reviews::invited(connection, held.round, id).await?;
            let words = |language: &str| match change.reasons {
                Reasons::Words(text) => text.to_owned(),
                Reasons::OpenQueries(text) => {
                    let count = open.len().to_string();
                    let said = around.locales.text(language, "review-mail-for-queries", &[("count", &count)]);
                    if text.is_empty() { said } else { format!("{text}\n{said}") }
                }
            };
            let say = |language: &str| (String::new(), words(language));
            tell(connection, around, &assignment, (change.notice, link), people, say).await
        })
        .await
}

async fn record(
    connection: &mut Connection,
    around: Surroundings<'_>,
    held: &Held,
    to: ResponseState,
    change: &Change<'_>,
) -> Result<(), Error> {
    let closed = match to {
        ResponseState::Accepted => queries::close_answered(connection, held, around.author, around.now).await?,
        ResponseState::InProgress | ResponseState::Submitted | ResponseState::Returned => Vec::new(),
    };
    let (Reasons::Words(reasons) | Reasons::OpenQueries(reasons)) = change.reasons;
    let new = New { decision: change.code, reasons, by: around.author, at: around.now };
    let number = reviews::add(connection, held, &new).await?;
    let mut after = json!({"state": to, "revision": held.revision, "review": number});
    if let (false, Some(after)) = (closed.is_empty(), after.as_object_mut()) {
        after.insert("closed_queries".to_owned(), json!(closed));
    }
    let record = audit::Record {
        account: Some(around.author),
        action: change.action,
        object: Some(held.id.0),
        round: Some(held.round),
        before: Some(json!({"state": held.state, "revision": held.revision})),
        after: Some(after),
    };
    Ok(audit::write(connection, around.now, record).await?)
}

/// As [`words`], where none are needed.
fn optional(text: &str) -> Result<String, WordsProblem> {
    match words(text) {
        Err(WordsProblem::Missing) => Ok(String::new()),
        other => other,
    }
}
