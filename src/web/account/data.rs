//! What is held on the person who asks, as a page and as a file.

use actix_web::{HttpResponse, http::header::ContentDisposition, web::Data};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::{
    fieldwork::ids::AccountId,
    store::{Connection, privacy},
    web::{context::page, error::Error, participation::moment, state::State, visitor::SignedIn},
};

/// The page.
pub async fn get(state: Data<State>, who: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let categories = tables(&mut connection, who.actor()?.account).await?;
    Ok(page(&state, &who.0, "account/data", &json!({ "categories": categories })))
}

/// The file.
pub async fn download(state: Data<State>, who: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let held = privacy::held(&mut connection, who.actor()?.account).await?;
    let mut whole: Map<String, Value> =
        held.into_iter().map(|category| (category.key.to_owned(), Value::Array(category.rows))).collect();
    whole.insert("as_of".to_owned(), json!(Utc::now()));
    let text = serde_json::to_string_pretty(&whole).map_err(|_| Error::Unknown)?;
    let name = ContentDisposition::attachment("personal-data.json");
    Ok(HttpResponse::Ok().content_type("application/json").insert_header(name).body(text))
}

/// What is held on a person as tables: of each kind its key, how many rows, and the cells that say something.
pub async fn tables(connection: &mut Connection, person: AccountId) -> Result<Vec<Value>, Error> {
    let held = privacy::held(connection, person).await?;
    Ok(held
        .into_iter()
        .map(|category| {
            let rows: Vec<Value> = category
                .rows
                .iter()
                .map(|row| {
                    let cells = category.fields.iter().map(|field| said(row.get(field)));
                    json!({ "cells": cells.collect::<Vec<_>>() })
                })
                .collect();
            let fields: Vec<String> = category.fields.iter().map(|field| format!("privacy-field-{field}")).collect();
            json!({ "key": category.key, "title_key": format!("privacy-held-{}", category.key), "fields": fields,
                "count": rows.len(), "rows": rows })
        })
        .collect())
}

fn said(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::Bool(true)) => "✓".to_owned(),
        Some(Value::Bool(false)) => "✗".to_owned(),
        Some(Value::String(text)) => match text.parse::<DateTime<Utc>>() {
            Ok(at) => moment(Some(at)),
            Err(_) => text.clone(),
        },
        Some(other @ (Value::Number(_) | Value::Array(_) | Value::Object(_))) => other.to_string(),
    }
}
