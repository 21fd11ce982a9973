//! A new round: the form, with what was typed and every problem where it was refused.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use chrono::Utc;
use serde_json::json;

use crate::{
    operations::{
        self,
        invitees::{self, Asking},
    },
    store::{Connection, questionnaires},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::Visitor,
    },
};

use super::round_form::{Problems, Typed, read};

/// The empty form.
pub async fn get(state: Data<State>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    show(&mut connection, &state, &visitor, &Typed::default(), &Problems::default()).await
}

/// Opens the round and sends the invitations, or shows the form again.
pub async fn post(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    let mut connection = state.pool.get().await?;
    let (new, wishes) = match read(&mut connection, &state, &typed).await? {
        Ok(read) => read,
        Err(problems) => return show(&mut connection, &state, &form.visitor, &typed, &problems).await,
    };
    let address = format!("/admin/rounds/{}?invited={}", new.code, wishes.len());
    let author = form.visitor.actor().map(|actor| actor.account);
    let asking = Asking { locales: &state.locales, base_url: &state.base_url, author, now: Utc::now() };
    match invitees::open(&mut connection, asking, new, &wishes).await {
        Ok(_) => Ok(see(&address)),
        // Somebody took it since it was looked up.
        Err(operations::Error::Field { field: "code", .. }) => {
            let problems = Problems { fields: [("code", "round-code-taken")].into(), lines: Vec::new() };
            show(&mut connection, &state, &form.visitor, &typed, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    typed: &Typed,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let versions = questionnaires::all(connection).await?;
    let versions: Vec<_> = versions
        .iter()
        .filter(|version| version.published_at.is_some())
        .map(|version| {
            let id = version.id.to_string();
            let title = version.definition.title.read(visitor.language(), &version.definition.default_language);
            json!({ "chosen": id == typed.version, "id": id, "title": title, "number": version.number })
        })
        .collect();
    let content = json!({ "versions": versions, "typed": typed, "problems": problems.in_order(),
        "wrong": problems.by_field(), "lines": problems.lines });
    let mut response = page(state, visitor, "admin/new_round", &content);
    if problems.any() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
