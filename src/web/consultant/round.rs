//! The results of a round: participation in numbers, and the files.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde_json::json;

use crate::{
    operations::export::{Content, ExportFile},
    results::recipe::Unit,
    store::{participation, regions, rounds},
    web::{
        context::page,
        error::Error,
        participation::{region_rows, round_row},
        state::State,
        visitor::Visitor,
    },
};

use super::files::{States, Whose, export};

/// The numbers and the files.
pub async fn get(
    state: Data<State>,
    code: Path<String>,
    whose: Query<Whose>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let all = regions::all(&mut connection).await?;
    let counts = participation::by_region(&mut connection, round.id).await?;
    let (region_rows, sum) = region_rows(&all, &counts, visitor.language());
    let export = export(&mut connection, &round, whose.states).await?;
    let files: Vec<_> = export.files().iter().map(file).collect();
    let choices = States::ALL.iter().map(|states| {
        let is_chosen = *states == whose.states;
        json!({ "code": states.code(), "key": format!("downloads-{}", states.code()), "chosen": is_chosen })
    });
    let content = json!({ "round": round_row(&round, sum, Utc::now()), "regions": region_rows, "files": files,
        "base": format!("/results/{}", round.code), "choices": choices.collect::<Vec<_>>(),
        "states": whose.states.code(), "holds": format!("downloads-holds-{}", whose.states.code()) });
    Ok(page(&state, &visitor, "consultant/round", &content))
}

fn file(file: &ExportFile) -> serde_json::Value {
    let (key, title) = match &file.content {
        Content::Responses(Unit::Departments) => ("file-responses", ""),
        Content::Responses(Unit::Regions) => ("file-regional-responses", ""),
        Content::Answers(Unit::Departments) => ("file-answers", ""),
        Content::Answers(Unit::Regions) => ("file-regional-answers", ""),
        Content::Codebook => ("file-codebook", ""),
        Content::Columns => ("file-columns", ""),
        Content::Participation(Unit::Departments) => ("file-participation", ""),
        Content::Participation(Unit::Regions) => ("file-regional-participation", ""),
        Content::Repeat(Unit::Departments, repeat) => ("file-repeat", repeat.as_str()),
        Content::Repeat(Unit::Regions, repeat) => ("file-regional-repeat", repeat.as_str()),
        Content::List(recipe) => ("file-list", recipe.title.as_str()),
        Content::Table(recipe) => ("file-table", recipe.title.as_str()),
    };
    json!({ "name": file.name, "key": key, "title": title })
}
