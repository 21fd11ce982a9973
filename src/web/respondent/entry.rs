//! One entry of a repeat: a page like a section's.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};

use super::section::{Notice, Where, submit, view};
use crate::{
    fieldwork::ids::ResponseId,
    questionnaire::path::EntryPath,
    web::{error::Error, form::Form, state::State, visitor::SignedIn},
};

/// The page of an entry.
pub async fn get(
    state: Data<State>,
    path: Path<(ResponseId, String)>,
    notice: Query<Notice>,
    visitor: SignedIn,
) -> Result<HttpResponse, Error> {
    let (id, entry) = path.into_inner();
    view(&state, &visitor, id, place(&entry)?, !notice.more.is_empty()).await
}

/// Saves an entry.
pub async fn post(state: Data<State>, path: Path<(ResponseId, String)>, form: Form) -> Result<HttpResponse, Error> {
    let (id, entry) = path.into_inner();
    submit(&state, &form, id, place(&entry)?).await
}

fn place(entry: &str) -> Result<Where, Error> {
    let path: EntryPath = entry.parse().map_err(|_| Error::NotFound)?;
    Ok(Where::Entry(path))
}
