//! Erasing a person: what will happen, the word that it shall, and the receipt.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::ContentDisposition},
    web::{Data, Path},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    fieldwork::ids::AccountId,
    operations::{self, erasure},
    store::{people, privacy},
    web::{
        account::data::tables,
        context::{page, see},
        error::Error,
        form::Form,
        participation::moment,
        state::State,
        visitor::Visitor,
    },
};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    email: String,
}

/// What will happen, or the receipt where it did.
pub async fn get(state: Data<State>, id: Path<AccountId>, visitor: Visitor) -> Result<HttpResponse, Error> {
    show(&state, &visitor, *id, &Typed::default(), "").await
}

/// Erases, where the address was typed as it is.
pub async fn post(state: Data<State>, id: Path<AccountId>, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    let author = form.visitor.actor().ok_or(Error::SignInFirst)?.account;
    let mut connection = state.pool.get().await?;
    let person = people::find(&mut connection, *id).await?.ok_or(Error::NotFound)?;
    if person.erased_at.is_some() {
        return Ok(see(&format!("/admin/people/{id}/erase")));
    }
    if typed.email.trim().to_lowercase() != person.email {
        drop(connection);
        return show(&state, &form.visitor, *id, &typed, "privacy-erase-other-address").await;
    }
    let result = erasure::erase(&mut connection, *id, Some(author), Utc::now()).await;
    drop(connection);
    match result {
        Ok(_) if author == *id => Ok(see("/")),
        Ok(_) => Ok(see(&format!("/admin/people/{id}/erase"))),
        Err(operations::Error::LastAdmin) => show(&state, &form.visitor, *id, &typed, "person-last-admin").await,
        Err(error) => Err(error.into()),
    }
}

/// The receipt as a file.
pub async fn receipt(state: Data<State>, id: Path<AccountId>) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let erasure = privacy::erasure_of(&mut connection, *id).await?.ok_or(Error::NotFound)?;
    let whole = json!({ "erasure": erasure.id, "at": erasure.at, "receipt": erasure.receipt });
    let text = serde_json::to_string_pretty(&whole).map_err(|_| Error::Unknown)?;
    let name = ContentDisposition::attachment(format!("erasure-{}.json", erasure.id));
    Ok(HttpResponse::Ok().content_type("application/json").insert_header(name).body(text))
}

async fn show(
    state: &State,
    visitor: &Visitor,
    id: AccountId,
    typed: &Typed,
    problem: &str,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let person = people::find(&mut connection, id).await?.ok_or(Error::NotFound)?;
    if person.erased_at.is_some() {
        let erasure = privacy::erasure_of(&mut connection, id).await?;
        let content = json!({
            "id": id, "at": moment(person.erased_at), "erasure": erasure.as_ref().map(|one| one.id),
            "counts": erasure.map(|one| counts(&one.receipt)).unwrap_or_default(),
        });
        return Ok(page(state, visitor, "admin/erased", &content));
    }
    let held: Vec<Value> = tables(&mut connection, id)
        .await?
        .into_iter()
        .filter(|category| category.get("count").and_then(Value::as_u64) != Some(0))
        .collect();
    let content = json!({ "id": id, "email": person.email, "held": held, "typed": typed.email, "problem": problem });
    let mut response = page(state, visitor, "admin/erase", &content);
    if !problem.is_empty() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// The receipt's counts, a line a table.
fn counts(receipt: &Value) -> Vec<Value> {
    let of = |part: &str, key: &'static str| {
        let tables = receipt.get(part).and_then(Value::as_object).cloned().unwrap_or_default();
        tables.into_iter().map(move |(table, count)| json!({ "key": key, "table": table, "count": count }))
    };
    let single = |part: &str, key: &str| {
        let count = receipt.get(part).and_then(Value::as_u64).filter(|count| *count > 0);
        count.map(|count| json!({ "key": key, "table": "", "count": count }))
    };
    of("deleted", "privacy-receipt-deleted")
        .chain(of("redacted", "privacy-receipt-redacted"))
        .chain(single("personal_answers", "privacy-receipt-answers"))
        .chain(single("kept_in_questionnaires", "privacy-receipt-questionnaires"))
        .collect()
}
