//! Queries about answers: asking, replying, closing, opening again. Each holds the response, so that nothing is accepted
//! while somebody asks.

use serde_json::json;
use uuid::Uuid;

use super::review::{Error, Surroundings, hold, tell};
use crate::{
    fieldwork::{
        ids::{AccountId, QueryId, ResponseId},
        review::{self, Party, QueryState, Step, words},
    },
    mail::notice::Notice,
    questionnaire::{
        compile::Questionnaire, definition::QuestionType, instance::Instance, path::Path, schema::SlotKind,
    },
    store::{
        Connection, Transaction, audit,
        queries::{self, Query},
        responses::Assignment,
        reviews::{self, Held, Recipient},
    },
};

/// An answer that is asked about, blank or not, and what its question is called in a language.
pub struct About<'a> {
    pub path: &'a Path,
    pub label: &'a (dyn Fn(&str) -> String + Sync),
}

/// Does this place exist in the response: a question that somebody answers or sees, or a repeat, in entries that stand?
#[must_use]
pub fn stands(questionnaire: &Questionnaire, instance: &Instance, path: &Path) -> bool {
    let Some(slot) = questionnaire.schema.slot(&path.name) else { return false };
    match &questionnaire.schema.get(slot).kind {
        SlotKind::Root | SlotKind::Group => false,
        SlotKind::Question(QuestionType::Note) => false,
        // A node knows where it stands: a path through the wrong repeats leads to none, or to another one.
        SlotKind::Question(_) => instance.node_at(path).is_some_and(|node| instance.path_of(node) == *path),
        SlotKind::Repeat => {
            let around = questionnaire.schema.get(slot).repeat;
            let entry = instance.entry_at(&path.within).filter(|entry| instance.entry_path_of(*entry) == path.within);
            let innermost = path.within.0.last().and_then(|step| questionnaire.schema.slot(&step.repeat));
            entry.is_some() && around == innermost
        }
    }
}

/// Opens a query. The response stays in its state; its department is told.
///
/// # Errors
/// [`Error`]; nothing is changed then.
pub async fn open(
    connection: &mut Connection,
    around: Surroundings<'_>,
    id: ResponseId,
    about: &About<'_>,
    text: &str,
) -> Result<QueryId, Error> {
    let text = words(text)?;
    connection
        .transaction(async |connection| {
            let (assignment, held) = hold(connection, id, None).await?;
            if !review::takes_queries(held.state) {
                return Err(Error::NotNow(held.state));
            }
            let query = QueryId(Uuid::now_v7());
            queries::add(connection, &held, query, &about.path.to_string(), around.author, around.now).await?;
            queries::say(connection, &held, query, around.author, around.now, &text).await?;
            let after = json!({"state": QueryState::Open.code(), "response": id, "path": about.path.to_string()});
            record(connection, around, &held, "query.open", query, None, after).await?;
            let people = reviews::invited(connection, held.round, id).await?;
            notify(connection, around, &assignment, query, Notice::Query, people, about, &text).await?;
            Ok(query)
        })
        .await
}

/// Says something in a query: the department replies, the reviewer asks further.
///
/// # Errors
/// [`Error::QueryNotNow`] where it is closed, or another [`Error`]; nothing is changed then.
pub async fn say(
    connection: &mut Connection,
    around: Surroundings<'_>,
    (id, query): (ResponseId, QueryId),
    party: Party,
    about: &About<'_>,
    text: &str,
) -> Result<(), Error> {
    let step = match party {
        Party::Department => Step::Reply,
        Party::Reviewer => Step::Ask,
    };
    step_with_words(connection, around, (id, query), step, about, text).await
}

/// Opens a closed query again, with a further question.
///
/// # Errors
/// [`Error::QueryNotNow`] where it is not closed, or another [`Error`]; nothing is changed then.
pub async fn reopen(
    connection: &mut Connection,
    around: Surroundings<'_>,
    (id, query): (ResponseId, QueryId),
    about: &About<'_>,
    text: &str,
) -> Result<(), Error> {
    step_with_words(connection, around, (id, query), Step::Reopen, about, text).await
}

/// Closes a query. `seen` is the number of the last message that the page showed: what came after it is read first.
///
/// # Errors
/// [`Error::UnseenMessage`], [`Error::QueryNotNow`] where it is closed already, or another [`Error`].
pub async fn close(
    connection: &mut Connection,
    around: Surroundings<'_>,
    (id, query): (ResponseId, QueryId),
    seen: i32,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let (_, held) = hold(connection, id, None).await?;
            let found = queries::find(connection, held.round, id, query).await?.ok_or(super::Error::NotFound)?;
            if found.state != QueryState::Closed && found.messages.iter().any(|message| message.number > seen) {
                return Err(Error::UnseenMessage);
            }
            change(connection, around, &held, &found, Step::Close, "query.close", None).await
        })
        .await
}

async fn step_with_words(
    connection: &mut Connection,
    around: Surroundings<'_>,
    (id, query): (ResponseId, QueryId),
    step: Step,
    about: &About<'_>,
    text: &str,
) -> Result<(), Error> {
    let text = words(text)?;
    connection
        .transaction(async |connection| {
            let (assignment, held) = hold(connection, id, None).await?;
            let found = queries::find(connection, held.round, id, query).await?.ok_or(super::Error::NotFound)?;
            if step.by() == Party::Reviewer && !review::takes_queries(held.state) {
                return Err(Error::NotNow(held.state));
            }
            // An impossible step leaves no words behind.
            review::next_of_query(found.state, step).map_err(|refused| Error::QueryNotNow(refused.0))?;
            let number = queries::say(connection, &held, query, around.author, around.now, &text).await?;
            let (action, notice) = match step {
                Step::Reply => ("query.reply", Notice::Answered),
                Step::Ask => ("query.ask", Notice::Query),
                Step::Close => ("query.close", Notice::Query),
                Step::Reopen => ("query.reopen", Notice::Query),
            };
            change(connection, around, &held, &found, step, action, Some(number)).await?;
            let invited = reviews::invited(connection, held.round, id).await?;
            let people = match step.by() {
                Party::Reviewer => invited,
                Party::Department => askers(connection, &found, &invited).await?,
            };
            notify(connection, around, &assignment, query, notice, people, about, &text).await
        })
        .await
}

/// Whoever asked in a query: who opened it, and who else said something without answering for the department.
async fn askers(connection: &mut Connection, found: &Query, invited: &[Recipient]) -> Result<Vec<Recipient>, Error> {
    let is_invited = |account: &AccountId| invited.iter().any(|person| person.account == *account);
    let others = found.messages.iter().filter_map(|message| message.author).filter(|author| !is_invited(author));
    let asked: Vec<AccountId> = found.opened_by.into_iter().chain(others).collect();
    Ok(reviews::reachable(connection, &asked).await?)
}

async fn change(
    connection: &mut Connection,
    around: Surroundings<'_>,
    held: &Held,
    found: &Query,
    step: Step,
    action: &'static str,
    message: Option<i32>,
) -> Result<(), Error> {
    let from = found.state;
    let to = review::next_of_query(from, step).map_err(|refused| Error::QueryNotNow(refused.0))?;
    if !queries::change_state(connection, held, found.id, (from, to), around.author, around.now).await? {
        return Err(Error::QueryNotNow(from));
    }
    let mut after = json!({"state": to.code(), "response": held.id});
    if let (Some(message), Some(after)) = (message, after.as_object_mut()) {
        after.insert("message".to_owned(), json!(message));
    }
    let before = Some(json!({"state": from.code()}));
    record(connection, around, held, action, found.id, before, after).await
}

async fn record(
    connection: &mut Connection,
    around: Surroundings<'_>,
    held: &Held,
    action: &'static str,
    query: QueryId,
    before: Option<serde_json::Value>,
    after: serde_json::Value,
) -> Result<(), Error> {
    let record = audit::Record {
        account: Some(around.author),
        action,
        object: Some(query.0),
        round: Some(held.round),
        before,
        after: Some(after),
    };
    Ok(audit::write(connection, around.now, record).await?)
}

#[expect(clippy::too_many_arguments, reason = "who is told what of whose words about which answer")]
async fn notify(
    connection: &mut Connection,
    around: Surroundings<'_>,
    assignment: &Assignment,
    query: QueryId,
    notice: Notice,
    people: Vec<Recipient>,
    about: &About<'_>,
    text: &str,
) -> Result<(), Error> {
    let link = format!("{}/responses/{}/queries/{query}", around.base_url, assignment.response.id);
    let say = |language: &str| ((about.label)(language), text.to_owned());
    tell(connection, around, assignment, (notice, link), people, say).await
}
