//! Starting a round's responses with the answers of an earlier round: what comes along, and doing it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    fieldwork::{ids::RoundId, round::Round},
    operations::{
        self,
        carrying::{self, Tally},
    },
    questionnaire::{definition::Definition, fields::fields},
    store::{Connection, carried, questionnaires, rounds},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::Visitor,
    },
};

/// Which round to take answers from, and what was just done.
#[derive(Default, Deserialize)]
pub struct View {
    from: Option<RoundId>,
    started: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    from: RoundId,
}

/// The earlier rounds of the same questionnaire; what would come along of one of them.
pub async fn get(
    state: Data<State>,
    code: Path<String>,
    view: Query<View>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    show(&mut connection, &state, &visitor, &round, &view, "").await
}

/// Starts the responses.
pub async fn post(state: Data<State>, code: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let sent: Sent = form.typed()?;
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let author = form.visitor.actor().map(|actor| actor.account);
    match carrying::carry(&mut connection, &round, sent.from, author, Utc::now()).await {
        Ok(tally) => Ok(see(&format!("/admin/rounds/{}/carry?started={}", round.code, tally.started))),
        // Somebody else chose another round meanwhile.
        Err(operations::Error::Field { field: "from", problem: "other" }) => {
            show(&mut connection, &state, &form.visitor, &round, &View::default(), "carrying-other").await
        }
        Err(operations::Error::Field { field: "from", problem: "missing" }) => Err(Error::NotFound),
        Err(error) => Err(error.into()),
    }
}

async fn show(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    round: &Round,
    view: &View,
    wrong: &'static str,
) -> Result<HttpResponse, Error> {
    let is_closed = round.closed_at.is_some();
    let known = carried::source(connection, round.id).await?;
    let mut sources = carrying::sources(connection, round.id).await?;
    // Where it is said already, there is nothing to choose.
    sources.retain(|source| known.is_none_or(|known| source.id == known));
    let wanted = view.from.or(known).or_else(|| sources.first().map(|source| source.id));
    let from = match wanted {
        Some(wanted) => Some(sources.iter().find(|source| source.id == wanted).ok_or(Error::NotFound)?),
        None => None,
    };
    let mut preview = Value::Null;
    if let Some(from) = from.filter(|_| !is_closed) {
        let tally = carrying::preview(connection, round, from.id).await?;
        let newer = questionnaires::version(connection, round.version).await?.ok_or(Error::NotFound)?;
        let older = questionnaires::version(connection, from.version).await?.ok_or(Error::NotFound)?;
        preview = tables(state, visitor, &tally, &newer.definition, &older.definition);
    }
    let choices = sources.iter().map(|source| {
        json!({ "id": source.id, "name": source.name, "code": source.code, "chosen": Some(source.id) == wanted })
    });
    let content = json!({
        "code": round.code,
        "name": round.name,
        "sources": choices.collect::<Vec<_>>(),
        "is_known": known.is_some(),
        "is_closed": is_closed,
        "from": from.map(|from| from.id),
        "from_name": from.map(|from| from.name.as_str()).unwrap_or_default(),
        "preview": preview,
        "is_done": view.started.is_some(),
        "started": view.started.unwrap_or_default(),
        "wrong": wrong,
    });
    let mut response = page(state, visitor, "admin/carry", &content);
    if !wrong.is_empty() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

fn tables(state: &State, visitor: &Visitor, tally: &Tally, newer: &Definition, older: &Definition) -> Value {
    let label = |name: &str| {
        let of = |definition: &Definition| {
            let fields = fields(definition);
            let field = fields.iter().find(|field| field.name() == name)?;
            let label = field.row().label.read(visitor.language(), &definition.default_language);
            (!label.is_empty()).then(|| label.to_owned())
        };
        of(newer).or_else(|| of(older)).unwrap_or_else(|| name.to_owned())
    };
    let say = |key: &str| state.locales.text(visitor.language(), key, &[]);
    let row = |name: &str, why: String, count: usize| json!({ "name": name, "label": label(name), "why": why, "count": count });
    let answers = tally.answers.iter().map(|(name, count)| {
        let reasons = tally.changed.keys().filter(|(changed, _)| changed == name);
        let reasons: Vec<String> = reasons.map(|(_, reason)| say(&format!("reconfirm-{}", reason.code()))).collect();
        row(name, reasons.join(" "), *count)
    });
    let left = tally
        .left
        .iter()
        .map(|((name, left), count)| row(name, say(&format!("carrying-left-{}", left.code())), *count));
    json!({
        "started": tally.started,
        "silent": tally.silent,
        "begun": tally.begun,
        "sum": tally.answers.values().sum::<usize>(),
        "answers": answers.collect::<Vec<_>>(),
        "left": left.collect::<Vec<_>>(),
    })
}
