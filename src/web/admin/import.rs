//! Bringing a registry file in: upload, a look at what would change or at every problem, then applying it.

use actix_multipart::Multipart;
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::Utc;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    fieldwork::registry::{Kind, departments, people, regions},
    operations::registry::{self, Applied, Planned, Problem},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

use super::{planned, upload};

/// What became of an upload.
#[derive(Default)]
struct Outcome {
    /// `none` was chosen, it was `refused`, would change something, or the registry had `changed` or it was `gone`.
    result: &'static str,
    problems: Vec<Problem>,
    planned: Option<(Uuid, Planned)>,
}

/// The form, with the columns of the kind.
pub async fn get(state: Data<State>, kind: Path<String>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let kind = Kind::from_code(&kind).ok_or(Error::NotFound)?;
    Ok(show(&state, &visitor, kind, &Outcome::default()))
}

/// Looks a file through. Nothing is written yet.
pub async fn post(
    state: Data<State>,
    kind: Path<String>,
    who: SignedIn,
    parts: Multipart,
) -> Result<HttpResponse, Error> {
    let kind = Kind::from_code(&kind).ok_or(Error::NotFound)?;
    let visitor = &who.0;
    let Some(file) = upload::read_single(visitor, parts).await? else {
        return Ok(show(&state, visitor, kind, &Outcome { result: "none", ..Outcome::default() }));
    };
    let mut connection = state.pool.get().await?;
    let staged = registry::stage(&mut connection, who.actor()?.account, kind, file, Utc::now()).await?;
    let outcome = match staged {
        Ok(planned) => Outcome { result: "planned", planned: Some(planned), problems: Vec::new() },
        Err(problems) => Outcome { result: "refused", problems, planned: None },
    };
    Ok(show(&state, visitor, kind, &outcome))
}

/// Applies a file that was looked through.
pub async fn apply(state: Data<State>, path: Path<(String, Uuid)>, form: Form) -> Result<HttpResponse, Error> {
    let (kind, id) = path.into_inner();
    let kind = Kind::from_code(&kind).ok_or(Error::NotFound)?;
    if form.fields.names().next().is_some() {
        return Err(Error::BadForm);
    }
    let author = form.visitor.actor().ok_or(Error::SignInFirst)?.account;
    let mut connection = state.pool.get().await?;
    let outcome = match registry::apply(&mut connection, author, id, Utc::now()).await? {
        Applied::Done(kind, counts) => {
            let (added, changed) = (counts.added, counts.changed);
            return Ok(see(&format!("/admin/registry?kind={}&added={added}&changed={changed}", kind.code())));
        }
        Applied::Changed(_, id, planned) => {
            Outcome { result: "changed", planned: Some((id, planned)), problems: Vec::new() }
        }
        Applied::Refused(_, problems) => Outcome { result: "refused", problems, planned: None },
        Applied::Gone => Outcome { result: "gone", ..Outcome::default() },
    };
    Ok(show(&state, &form.visitor, kind, &outcome))
}

fn show(state: &State, visitor: &Visitor, kind: Kind, outcome: &Outcome) -> HttpResponse {
    let (columns, example) = match kind {
        Kind::Regions => (regions::COLUMNS, "registry-columns-regions"),
        Kind::Departments => (departments::COLUMNS, "registry-columns-departments"),
        Kind::People => (people::COLUMNS, "registry-columns-people"),
    };
    let planned = outcome.planned.as_ref().map(|(id, given)| (id, planned::plan(given)));
    let content = json!({
        "kind": kind.code(), "title_key": title(kind), "columns_key": example,
        "required": columns.required.join(", "), "optional": columns.optional.join(", "), "names": columns.names,
        "result": outcome.result, "problems": planned::problems(&outcome.problems), "count": outcome.problems.len(),
        "file": planned.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
        "plan": planned.map_or(Value::Null, |(_, plan)| plan),
        "most": upload::LARGEST_UPLOAD / (1024 * 1024),
    });
    let mut response = page(state, visitor, "admin/import", &content);
    if response.status() == StatusCode::OK {
        *response.status_mut() = match outcome.result {
            "none" | "refused" => StatusCode::UNPROCESSABLE_ENTITY,
            "changed" => StatusCode::CONFLICT,
            "gone" => StatusCode::GONE,
            _ => StatusCode::OK,
        };
    }
    response
}

/// What a kind is called over its page.
pub(super) fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Regions => "registry-import-regions",
        Kind::Departments => "registry-import-departments",
        Kind::People => "registry-import-people",
    }
}
