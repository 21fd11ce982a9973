//! Addresses that do not work: noted by hand, or read from a list or from the reports of mail servers; shown before
//! anything is written down.

use std::collections::HashSet;

use actix_multipart::Multipart;
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use chrono::Utc;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    mail::bounce::{self, BounceProblem, LineProblem},
    operations::mail,
    questionnaire::xlsform::Source,
    store::{
        Connection,
        mails::{self, BounceSource, NewBounce},
    },
    web::{
        admin::upload,
        context::{page, see},
        error::Error,
        form::Form,
        participation::moment,
        state::State,
        visitor::Visitor,
    },
};

const SHOWN: i64 = 200;

/// What was just done.
#[derive(Deserialize)]
pub struct View {
    recorded: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    action: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    lines: String,
    #[serde(default)]
    source: String,
}

/// What is wrong with a line: a message with its arguments.
#[derive(Serialize)]
struct Message {
    key: &'static str,
    file: String,
    line: u64,
    value: String,
}

/// What a page shows besides the list.
#[derive(Default)]
struct Shown {
    recorded: Option<usize>,
    address: String,
    reason: String,
    by_hand: Vec<Message>,
    problems: Vec<Message>,
    /// What a file says, before it is written down.
    trial: Option<Value>,
}

/// What is known.
pub async fn get(state: Data<State>, view: Query<View>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    show(&mut connection, &state, &visitor, Shown { recorded: view.recorded, ..Shown::default() }).await
}

/// Writes down one by hand, or what a file said.
pub async fn post(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    let wish: Wish = form.typed()?;
    let mut connection = state.pool.get().await?;
    let (read, source) = match (wish.action.as_str(), wish.source.as_str()) {
        ("hand", "") => {
            let typed = NewBounce { address: wish.address.trim().into(), words: wish.reason.trim().into(), mail: None };
            (bounce::read_list(bounce::write_list(&[typed]).as_bytes()), BounceSource::Hand)
        }
        ("record", "list") => (bounce::read_list(wish.lines.as_bytes()), BounceSource::List),
        ("record", "report") => (bounce::read_list(wish.lines.as_bytes()), BounceSource::Report),
        _ => return Err(Error::BadForm),
    };
    match read {
        Ok(bounces) => {
            let author = form.visitor.actor().map(|actor| actor.account);
            let count = mail::record_bounces(&mut connection, &bounces, source, author, Utc::now()).await?;
            Ok(see(&format!("/admin/mail/bounces?recorded={count}")))
        }
        Err(problems) if source == BounceSource::Hand => {
            let by_hand = problems.into_iter().map(|problem| message("", problem)).collect();
            let shown = Shown { address: wish.address, reason: wish.reason, by_hand, ..Shown::default() };
            show(&mut connection, &state, &form.visitor, shown).await
        }
        Err(_) => Err(Error::BadForm),
    }
}

/// Reads files and says what they say; nothing is written down yet.
pub async fn import(state: Data<State>, visitor: Visitor, parts: Multipart) -> Result<HttpResponse, Error> {
    let files = match upload::read(&visitor, parts).await?.map(|upload| upload.source) {
        Some(Source::File(content)) => vec![(String::new(), content)],
        Some(Source::Files(files)) => files,
        Some(_) | None => Vec::new(),
    };
    let (mut found, mut problems, mut source): (Vec<NewBounce>, _, _) = (Vec::new(), Vec::new(), BounceSource::List);
    if files.is_empty() {
        problems.push(message("", LineProblem { line: 0, problem: BounceProblem::Empty }));
    }
    for (name, content) in files {
        if bounce::is_report(&content) {
            source = BounceSource::Report;
        }
        match bounce::read(&content) {
            Ok(bounces) => found.extend(bounces.into_iter().filter(|one| !found.contains(one)).collect::<Vec<_>>()),
            Err(wrong) => problems.extend(wrong.into_iter().map(|problem| message(&name, problem))),
        }
    }
    if found.len() > bounce::MOST_LINES {
        let problem = BounceProblem::TooMany(bounce::MOST_LINES);
        problems.push(message("", LineProblem { line: 0, problem }));
    }
    let mut connection = state.pool.get().await?;
    let trial = if problems.is_empty() { Some(trial(&mut connection, &found, source).await?) } else { None };
    show(&mut connection, &state, &visitor, Shown { problems, trial, ..Shown::default() }).await
}

/// What would be written down, and which addresses nobody ever heard of.
async fn trial(connection: &mut Connection, found: &[NewBounce], source: BounceSource) -> Result<Value, Error> {
    let addresses: Vec<String> = found.iter().map(|one| one.address.clone()).collect();
    let known: HashSet<String> = mails::known_addresses(connection, &addresses).await?.into_iter().collect();
    let rows: Vec<_> = found
        .iter()
        .map(|one| json!({ "address": one.address, "words": one.words, "known": known.contains(&one.address) }))
        .collect();
    Ok(json!({ "rows": rows, "count": found.len(), "lines": bounce::write_list(found), "source": source.code() }))
}

async fn show(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    shown: Shown,
) -> Result<HttpResponse, Error> {
    let bounces: Vec<_> = mails::bounces(connection, SHOWN)
        .await?
        .into_iter()
        .map(|bounce| {
            json!({ "address": bounce.address, "words": bounce.words, "at": moment(Some(bounce.at)),
                "source_key": format!("bounce-source-{}", bounce.source), "mail": bounce.mail_id })
        })
        .collect();
    let wrong = !shown.by_hand.is_empty() || !shown.problems.is_empty();
    let content = json!({
        "bounces": bounces,
        "did": shown.recorded.is_some(),
        "recorded": shown.recorded.unwrap_or_default(),
        "address": shown.address,
        "reason": shown.reason,
        "by_hand": shown.by_hand,
        "problems": shown.problems,
        "trial": shown.trial,
        "wrong": wrong,
    });
    let mut response = page(state, visitor, "admin/mail/bounces", &content);
    if wrong && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn message(file: &str, LineProblem { line, problem }: LineProblem) -> Message {
    let (key, value) = match problem {
        BounceProblem::Encoding => ("bounce-problem-encoding", String::new()),
        BounceProblem::NoColumn(name) => ("bounce-problem-column", name.to_owned()),
        BounceProblem::Empty => ("bounce-problem-empty", String::new()),
        BounceProblem::TooMany(most) => ("bounce-problem-many", most.to_string()),
        BounceProblem::Cells(_) => ("bounce-problem-cells", String::new()),
        BounceProblem::Address(address) => ("bounce-problem-address", address),
        BounceProblem::NoReason => ("bounce-problem-reason", String::new()),
        BounceProblem::Doubled(first) => ("bounce-problem-doubled", first.to_string()),
        BounceProblem::NotFailed(action) => ("bounce-problem-not-failed", action),
    };
    Message { key, file: file.to_owned(), line, value }
}
