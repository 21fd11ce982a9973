//! The outbox: how many mails stand where, which ones, and why nothing leaves where nothing does.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{kind_name, row};
use crate::{
    mail::message::Kind,
    operations::mail,
    store::mails::{self, Filter, MailState},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        participation::moment,
        state::State,
        visitor::Visitor,
    },
};

const PAGE: usize = 100;

/// Which mails, and what was just done.
#[derive(Default, Deserialize)]
pub struct View {
    #[serde(default)]
    state: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    address: String,
    before: Option<Uuid>,
    retried: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    action: String,
}

/// The list.
pub async fn get(state: Data<State>, view: Query<View>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let filter = filter(&view)?;
    let mut connection = state.pool.get().await?;
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut lines = mails::list(&mut connection, &filter, most).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let last = lines.last().filter(|_| more).map(|line| line.id.to_string());
    let (language, now) = (visitor.language(), Utc::now());
    let counts: Vec<_> = mails::counts(&mut connection)
        .await?
        .into_iter()
        .map(|(state, count)| {
            json!({ "code": state.code(), "key": format!("mail-state-{}", state.code()), "count": count,
                "chosen": filter.state == Some(state) })
        })
        .collect();
    let kinds: Vec<_> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let name = kind_name(kind.code(), &state.locales, language);
            json!({ "code": kind.code(), "name": name, "chosen": view.kind == kind.code() })
        })
        .collect();
    let trouble = mails::trouble(&mut connection).await?.map(|trouble| {
        json!({ "since": moment(Some(trouble.since)), "seen": moment(Some(trouble.seen_at)), "words": trouble.words })
    });
    let dead = counts.iter().any(|count| count["code"] == "dead" && count["count"] != 0);
    let content = json!({
        "counts": counts,
        "kinds": kinds,
        "state": view.state,
        "kind": view.kind,
        "address": view.address,
        "mails": lines.into_iter().map(|line| row(line, &state.locales, language, now)).collect::<Vec<_>>(),
        "next": last.map(|last| next(&view, &last)),
        "trouble": trouble,
        "dead": dead,
        "did": view.retried.is_some(),
        "retried": view.retried.unwrap_or_default(),
    });
    Ok(page(&state, &visitor, "admin/mail/list", &content))
}

/// Has everything that was given up tried anew.
pub async fn post(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    let wish: Wish = form.typed()?;
    if wish.action != "retry" {
        return Err(Error::BadForm);
    }
    let mut connection = state.pool.get().await?;
    let author = form.visitor.actor().map(|actor| actor.account);
    let count = mail::retry(&mut connection, None, author, Utc::now()).await?;
    Ok(see(&format!("/admin/mail?retried={count}")))
}

fn filter(view: &View) -> Result<Filter, Error> {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let state = match given(&view.state) {
        Some(code) => Some(MailState::from_code(&code).ok_or(Error::NotFound)?),
        None => None,
    };
    Ok(Filter { state, kind: given(&view.kind), address: given(&view.address), before: view.before })
}

/// The address of the next page of the same list.
fn next(view: &View, last: &str) -> String {
    let pairs = [("state", &*view.state), ("kind", &view.kind), ("address", &view.address), ("before", last)];
    format!("/admin/mail?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
}
