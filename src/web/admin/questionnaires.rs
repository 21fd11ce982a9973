//! Questionnaires: the list of versions, and uploading another one with every problem told at its cell.

use std::collections::BTreeMap;

use actix_multipart::Multipart;
use actix_web::{HttpResponse, http::StatusCode, web, web::Data};
use chrono::Utc;
use serde::Serialize;
use serde_json::json;

use crate::{
    fieldwork::ids::VersionId,
    operations::questionnaires,
    questionnaire::{
        check::check,
        xlsform::{Code, Problem, Severity},
    },
    store::questionnaires as store_questionnaires,
    web::{
        context::{page, see},
        error::Error,
        participation::moment,
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

use super::upload::{self, Upload};

#[derive(Serialize)]
struct VersionRow {
    id: VersionId,
    form_id: String,
    title: String,
    number: i32,
    created: String,
    published: String,
}

#[derive(Serialize)]
struct ProblemRow {
    severity: &'static str,
    severity_key: &'static str,
    place: String,
    row: String,
    code: String,
    message: String,
    fix: String,
    excerpt: Option<Excerpt>,
}

/// The text of a cell, cut where a part of it is meant.
#[derive(Serialize)]
struct Excerpt {
    before: String,
    marked: String,
    after: String,
}

/// The cells that lack wording in a language.
#[derive(Serialize)]
struct Untranslated {
    language: String,
    count: usize,
    cells: String,
}

/// What became of an upload.
#[derive(Default)]
struct Outcome {
    /// `none` was chosen, it was `refused`, or `taken` with warnings; empty before.
    result: &'static str,
    problems: Vec<Problem>,
    /// The files that were checked.
    names: Vec<String>,
    taken: Option<VersionId>,
}

/// What is accepted and works otherwise than it is written, or not at all.
const CHANGED: [Code; 7] = [
    Code::DegradedType,
    Code::Ignored,
    Code::IgnoredSetting,
    Code::IgnoredSheet,
    Code::ColumnWithoutEffect,
    Code::UnknownColumn,
    Code::RenamedRow,
];

/// The versions, and the form.
pub async fn get(state: Data<State>, visitor: Visitor) -> Result<HttpResponse, Error> {
    show(&state, &visitor, &Outcome::default(), StatusCode::OK).await
}

/// Takes a questionnaire as a draft, or says everything that is wrong with it.
pub async fn post(state: Data<State>, who: SignedIn, parts: Multipart) -> Result<HttpResponse, Error> {
    let visitor = &who.0;
    let Some(Upload { source, names }) = upload::read(visitor, parts).await? else {
        let outcome = Outcome { result: "none", ..Outcome::default() };
        return show(&state, visitor, &outcome, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let checked = web::block(move || check(source)).await.map_err(|_| Error::Unknown)?;
    let Some(definition) = checked.definition else {
        let outcome = Outcome { result: "refused", problems: checked.problems, names, taken: None };
        return show(&state, visitor, &outcome, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let mut connection = state.pool.get().await?;
    let author = Some(who.actor()?.account);
    let id = questionnaires::add(&mut connection, &definition, author, Utc::now()).await?;
    drop(connection);
    if checked.problems.iter().any(|problem| problem.severity == Severity::Warning) {
        let outcome = Outcome { result: "taken", problems: checked.problems, names, taken: Some(id) };
        return show(&state, visitor, &outcome, StatusCode::OK).await;
    }
    Ok(see(&format!("/admin/questionnaires/{id}")))
}

async fn show(state: &State, visitor: &Visitor, outcome: &Outcome, status: StatusCode) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let versions = store_questionnaires::all(&mut connection).await?;
    let versions: Vec<VersionRow> = versions
        .into_iter()
        .map(|version| VersionRow {
            id: version.id,
            title: version.definition.title.read(visitor.language(), &version.definition.default_language).to_owned(),
            form_id: version.definition.form_id,
            number: version.number,
            created: moment(Some(version.created_at)),
            published: moment(version.published_at),
        })
        .collect();
    let of = |severity| outcome.problems.iter().filter(|problem| problem.severity == severity).count();
    let content = json!({
        "versions": versions,
        "problems": outcome.problems.iter().map(problem_row).collect::<Vec<_>>(),
        "untranslated": outcome.problems.iter().filter_map(untranslated).collect::<Vec<_>>(),
        "changed": changed(&outcome.problems),
        "names": outcome.names.join(", "),
        "result": outcome.result,
        "taken": outcome.taken,
        "errors": of(Severity::Error),
        "warnings": of(Severity::Warning),
        "notices": of(Severity::Notice),
        "most": upload::LARGEST_UPLOAD / (1024 * 1024),
    });
    let mut response = page(state, visitor, "admin/questionnaires", &content);
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    Ok(response)
}

fn problem_row(problem: &Problem) -> ProblemRow {
    let (severity, severity_key) = match problem.severity {
        Severity::Error => ("error", "problem-error"),
        Severity::Warning => ("warning", "problem-warning"),
        Severity::Notice => ("notice", "problem-notice"),
    };
    ProblemRow {
        severity,
        severity_key,
        place: problem.place.to_string(),
        row: problem.row_name.clone(),
        code: problem.code.as_str().to_owned(),
        message: problem.message(),
        fix: problem.fix(),
        excerpt: excerpt(problem),
    }
}

fn excerpt(problem: &Problem) -> Option<Excerpt> {
    let caret = problem.caret.clone()?;
    let part = |range: std::ops::Range<usize>| problem.text.get(range).unwrap_or_default().to_owned();
    // Where something is missing, the place itself is marked.
    let marked = Some(part(caret.clone())).filter(|marked| !marked.is_empty()).unwrap_or_else(|| "‸".to_owned());
    Some(Excerpt { before: part(0..caret.start), marked, after: part(caret.end..problem.text.len()) })
}

fn untranslated(problem: &Problem) -> Option<Untranslated> {
    let language = problem.names.first().filter(|_| problem.code == Code::Untranslated)?.clone();
    let cells: Vec<String> = problem.places.iter().map(ToString::to_string).collect();
    Some(Untranslated { language, count: cells.len(), cells: cells.join(", ") })
}

/// Each thing once, with how often.
fn changed(problems: &[Problem]) -> Vec<serde_json::Value> {
    let mut counted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for problem in problems.iter().filter(|problem| CHANGED.contains(&problem.code)) {
        counted.entry(problem.message()).or_default().push(problem.place.to_string());
    }
    let row = |(message, places): (String, Vec<String>)| json!({ "message": message, "places": places.join(", ") });
    counted.into_iter().map(row).collect()
}
