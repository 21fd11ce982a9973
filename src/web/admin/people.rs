//! People: the list, searching it, and adding somebody.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use chrono::Utc;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    access::actor::Role,
    fieldwork::{
        ids::{AccountId, RegionId},
        region::Region,
    },
    operations::{
        self, links,
        people::{self, Right},
    },
    store::{Connection, people as store_people, regions},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::Visitor,
    },
};

use super::registry::{ROWS, pages};

/// What is looked for.
#[derive(Default, Deserialize)]
pub struct View {
    #[serde(default)]
    q: String,
    page: Option<usize>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    email: String,
    name: String,
    language: String,
    role: String,
    region: String,
}

#[derive(Serialize)]
struct PersonRow {
    id: AccountId,
    email: String,
    name: String,
    roles: Vec<RoleRow>,
    disabled: bool,
    second_factor: bool,
}

/// A role as pages show it.
#[derive(Clone, Serialize)]
pub struct RoleRow {
    pub role: &'static str,
    pub key: &'static str,
    pub region: String,
}

/// The list.
pub async fn get(state: Data<State>, view: Query<View>, visitor: Visitor) -> Result<HttpResponse, Error> {
    show(&state, &visitor, &view, &Typed::default(), ("", "")).await
}

/// Adds somebody with a role, and sends them a link to begin with.
pub async fn post(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    let visitor = &form.visitor;
    let author = visitor.actor().ok_or(Error::SignInFirst)?.account;
    let mut connection = state.pool.get().await?;
    let role = match role(&mut connection, &typed.role, &typed.region).await? {
        Ok(role) => role,
        Err(problem) => return show(&state, visitor, &View::default(), &typed, problem).await,
    };
    let now = Utc::now();
    let (email, name, language) = (typed.email.as_str(), typed.name.as_str(), typed.language.as_str());
    let id = match people::add(&mut connection, author, email, name, language, now).await {
        Ok(id) => id,
        Err(operations::Error::Field { field, .. }) => {
            let key = if field == "email" { "email-wrong" } else { "person-language-wrong" };
            return show(&state, visitor, &View::default(), &typed, (field, key)).await;
        }
        Err(error) => return Err(error.into()),
    };
    if let Some((role, region)) = role {
        people::change(&mut connection, author, id, Right::Grant(role, region), now).await?;
        let writing = links::Writing { locales: &state.locales, base_url: &state.base_url, now };
        links::send(&mut connection, writing, author, id).await?;
    }
    Ok(see(&format!("/admin/people/{id}?done=added")))
}

/// The role of these fields, none where none was chosen; or the field that is wrong and why.
///
/// # Errors
/// When the database does not answer.
pub async fn role(
    connection: &mut Connection,
    role: &str,
    region: &str,
) -> Result<Result<Option<(Role, Option<RegionId>)>, (&'static str, &'static str)>, Error> {
    if role.is_empty() {
        return Ok(Ok(None));
    }
    let Some(role) = Role::from_code(role) else { return Err(Error::BadForm) };
    if role != Role::Coordinator {
        return Ok(Ok(Some((role, None))));
    }
    let all = regions::all(connection).await?;
    let found = all.iter().find(|one| one.code.eq_ignore_ascii_case(region.trim()));
    Ok(found.map(|found| Some((role, Some(found.id)))).ok_or(("region", "person-region-wrong")))
}

/// A role as pages show it.
#[must_use]
pub fn role_row(role: Role, region: Option<RegionId>, regions: &[Region]) -> RoleRow {
    let key = match role {
        Role::Admin => "role-admin",
        Role::Consultant => "role-consultant",
        Role::Coordinator => "role-coordinator",
    };
    let region = regions.iter().find(|one| Some(one.id) == region);
    RoleRow { role: role.code(), key, region: region.map(|region| region.code.clone()).unwrap_or_default() }
}

async fn show(
    state: &State,
    visitor: &Visitor,
    view: &View,
    typed: &Typed,
    (field, problem): (&'static str, &'static str),
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let number = view.page.unwrap_or(1).max(1);
    let (offset, most) = (i64::try_from((number - 1) * ROWS).unwrap_or(i64::MAX), i64::try_from(ROWS).unwrap_or(50));
    let (found, total) = store_people::search(&mut connection, view.q.trim(), offset, most).await?;
    let regions = regions::all(&mut connection).await?;
    let ids: Vec<AccountId> = found.iter().map(|person| person.id).collect();
    let mut roles: HashMap<AccountId, Vec<RoleRow>> = HashMap::new();
    for (id, role, region) in store_people::roles(&mut connection, &ids).await? {
        if let Some(role) = Role::from_code(&role) {
            roles.entry(id).or_default().push(role_row(role, region, &regions));
        }
    }
    let row = |person: store_people::Listed| PersonRow {
        roles: roles.remove(&person.id).unwrap_or_default(),
        id: person.id,
        email: person.email,
        name: person.name,
        disabled: person.disabled_at.is_some(),
        second_factor: person.totp_confirmed_at.is_some(),
    };
    let rows: Vec<PersonRow> = found.into_iter().map(row).collect();
    let languages: Vec<_> = state
        .locales
        .codes()
        .into_iter()
        .map(|code| {
            json!({ "code": code, "name": state.locales.text(code, "language-name", &[]),
            "chosen": code == typed.language || (typed.language.is_empty() && code == visitor.language()) })
        })
        .collect();
    let total = usize::try_from(total).unwrap_or_default();
    let content = json!({ "q": view.q, "rows": rows, "pages": pages("/admin/people", &view.q, number, total),
        "typed": typed, "languages": languages, "field": field, "problem": problem });
    let mut response = page(state, visitor, "admin/people", &content);
    if !problem.is_empty() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
