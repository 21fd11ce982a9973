//! One region of the registry: what is known of it, another code, and merging doubles.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::{NaiveDate, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    fieldwork::{
        ids::DepartmentId,
        region::{Department, OWN_NAME},
        registry::regions::{Codes, Meant, Standing},
    },
    operations::{
        self,
        merge::{self, MergeError, Merging},
        region_codes::{self, NewCode},
    },
    store::{Connection, regions},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::Visitor,
    },
};

use super::registry::partnership_key;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, tag = "action", rename_all = "snake_case")]
enum Wish {
    Code {
        code: String,
        kind: String,
        since: String,
    },
    /// This region into another one.
    Merge {
        into: String,
    },
    MergeDepartments {
        from: DepartmentId,
        into: DepartmentId,
    },
}

/// Why a change was not made: a message, and what it names.
#[derive(Default)]
struct Refusal {
    field: &'static str,
    key: &'static str,
    value: String,
}

/// The region; an earlier code leads to it.
pub async fn get(state: Data<State>, code: Path<String>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let all = regions::standing(&mut connection).await?;
    let found = find(&all, &code).ok_or(Error::NotFound)?;
    if found.region.code != *code {
        return Ok(see(&format!("/admin/registry/regions/{}", found.region.code)));
    }
    show(&mut connection, &state, &visitor, found, &Refusal::default()).await
}

/// Changes its code or merges doubles.
pub async fn post(state: Data<State>, code: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let wish: Wish = form.typed()?;
    let mut connection = state.pool.get().await?;
    let all = regions::standing(&mut connection).await?;
    let found = find(&all, &code).ok_or(Error::NotFound)?;
    let author = form.visitor.actor().ok_or(Error::SignInFirst)?.account;
    let result = match wish {
        Wish::Code { code, kind, since } => change_code(&mut connection, author, found, &code, &kind, &since).await?,
        Wish::Merge { into } => match find(&all, into.trim()) {
            None => Err(Refusal { field: "into", key: "merge-unknown-region", value: into }),
            Some(other) => {
                let by = Merging { author, now: Utc::now() };
                let merged = merge::regions(&mut connection, by, found.region.id, other.region.id).await;
                refusal(merged, "into")?.map(|()| other.region.code.clone())
            }
        },
        Wish::MergeDepartments { from, into } => {
            let own = regions::departments(&mut connection).await?;
            let is_own = |id| own.iter().any(|one| one.id == id && one.region == found.region.id);
            if !is_own(from) || !is_own(into) {
                return Err(Error::NotFound);
            }
            let by = Merging { author, now: Utc::now() };
            let merged = merge::departments(&mut connection, by, from, into).await;
            refusal(merged, "from")?.map(|()| found.region.code.clone())
        }
    };
    match result {
        Ok(code) => Ok(see(&format!("/admin/registry/regions/{code}"))),
        Err(refusal) => show(&mut connection, &state, &form.visitor, found, &refusal).await,
    }
}

async fn change_code(
    connection: &mut Connection,
    author: crate::fieldwork::ids::AccountId,
    found: &Standing,
    code: &str,
    kind: &str,
    since: &str,
) -> Result<Result<String, Refusal>, Error> {
    let day = if since.is_empty() { Some(None) } else { since.parse::<NaiveDate>().ok().map(Some) };
    let Some(since) = day else {
        return Ok(Err(Refusal { field: "since", key: "region-since-malformed", value: since.to_owned() }));
    };
    let new = NewCode { code, kind, since };
    let key = match region_codes::change(connection, author, found.region.id, new, Utc::now()).await {
        Ok(()) => return Ok(Ok(code.trim().to_uppercase())),
        Err(operations::Error::Field { field: "kind", .. }) => {
            return Ok(Err(Refusal { field: "kind", key: "region-kind-malformed", value: kind.to_owned() }));
        }
        Err(operations::Error::Field { problem: "taken", .. }) => "region-code-taken",
        Err(operations::Error::Field { .. }) => "region-code-malformed",
        Err(error) => return Err(error.into()),
    };
    Ok(Err(Refusal { field: "code", key, value: code.to_owned() }))
}

fn refusal(merged: Result<(), MergeError>, field: &'static str) -> Result<Result<(), Refusal>, Error> {
    let (key, value) = match merged {
        Ok(()) => return Ok(Ok(())),
        Err(MergeError::Operation(error)) => return Err(error.into()),
        Err(MergeError::Same) => ("merge-same", String::new()),
        Err(MergeError::OtherRegion) => ("merge-other-region", String::new()),
        Err(MergeError::Clash(rounds)) => ("merge-clash", rounds.join(", ")),
        Err(MergeError::Signed(rounds)) => ("coordinator-merge-signed", rounds.join(", ")),
        Err(MergeError::Disabled) => ("merge-disabled", String::new()),
        Err(MergeError::Once(what)) => ("merge-once", what),
    };
    Ok(Err(Refusal { field, key, value }))
}

/// The region that has this code, or the only one that had it.
fn find<'a>(all: &'a [Standing], code: &str) -> Option<&'a Standing> {
    match Codes::of(all).find(&code.to_uppercase()) {
        Meant::Region(found) => Some(found),
        Meant::Several | Meant::Nobody => all.iter().find(|one| one.region.code == code),
    }
}

async fn show(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    found: &Standing,
    refusal: &Refusal,
) -> Result<HttpResponse, Error> {
    let region = &found.region;
    let departments = regions::departments(connection).await?;
    let own: Vec<Value> = departments.iter().filter(|one| one.region == region.id).map(department).collect();
    let names: Vec<Value> = region
        .names
        .iter()
        .filter(|(language, _)| *language != OWN_NAME)
        .map(|(language, name)| json!({ "language": language, "name": name }))
        .collect();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let former: Vec<Value> = found
        .former
        .iter()
        .map(|one| json!({ "code": one.code, "kind": one.kind, "from": day(one.from), "to": day(one.to) }))
        .collect();
    let content = json!({
        "code": region.code, "kind": region.code_kind, "country": region.country,
        "name": region.name(OWN_NAME), "names": names, "commissions": region.commissions.join(" "),
        "partnership_key": partnership_key(region.partnership), "former": former,
        "several": own.len() > 1, "departments": own, "id": region.id,
        "field": refusal.field, "wrong": refusal.key, "value": refusal.value,
    });
    let mut response = page(state, visitor, "admin/region", &content);
    if !refusal.key.is_empty() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn department(one: &Department) -> Value {
    let names: Vec<String> = one.names.iter().map(|(language, name)| format!("{language}: {name}")).collect();
    json!({ "id": one.id, "name": one.name, "kind": one.kind, "names": names.join(", ") })
}
