//! Translations of one version: what is missing, one language out as a table, and the table back in, looked at first.

use actix_multipart::Multipart;
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, Query},
};
use chrono::Utc;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    translations_view::{Sent, show},
    upload::{self, Part},
    workbook::{attachment, file_stem},
};
use crate::{
    fieldwork::ids::VersionId,
    operations::translations,
    questionnaire::translation::{table, target, translate},
    store::questionnaires::{self, Version},
    web::{
        context::see,
        error::Error,
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

/// Which language to download.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    language: String,
}

/// What is missing, and the forms.
pub async fn get(state: Data<State>, id: Path<Uuid>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let version = load(&state, *id).await?;
    Ok(show(&state, &visitor, &version, &Sent::Nothing))
}

/// One language as a CSV file; a language that cannot be is said on the page.
pub async fn download(
    state: Data<State>,
    id: Path<Uuid>,
    wish: Query<Wish>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    let version = load(&state, *id).await?;
    let language = match target(&version.definition, &wish.language) {
        Ok(language) => language,
        Err(error) => {
            let sent = Sent::Language { written: wish.language.clone(), error };
            return Ok(refused(show(&state, &visitor, &version, &sent)));
        }
    };
    let bytes = table(&version.definition, &language, true).map_err(|error| {
        tracing::error!(%error, "a table of translations could not be written");
        Error::Unknown
    })?;
    let stem = file_stem(&version.definition.form_id, version.number);
    let code: String = language.code().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(20).collect();
    Ok(attachment(&format!("{stem}-{code}.csv"), "text/csv; charset=utf-8", bytes))
}

/// Looks at a table, or takes it.
pub async fn post(state: Data<State>, id: Path<Uuid>, who: SignedIn, parts: Multipart) -> Result<HttpResponse, Error> {
    let visitor = &who.0;
    let (file, is_final) = match upload::read_part(visitor, parts).await? {
        Part::None => {
            let version = load(&state, *id).await?;
            return Ok(refused(show(&state, visitor, &version, &Sent::NoFile)));
        }
        Part::Chosen(file) => (file, false),
        Part::Again(file) => (file, true),
    };
    if is_final {
        let mut connection = state.pool.get().await?;
        let author = Some(who.actor()?.account);
        let outcome = translations::apply(&mut connection, VersionId(*id), &file, None, author, Utc::now()).await?;
        drop(connection);
        if let Some(version) = outcome.version {
            return Ok(see(&format!("/admin/questionnaires/{version}")));
        }
        let version = load(&state, *id).await?;
        let sent = Sent::Table { file, translated: Box::new(outcome.translated), is_late: !outcome.is_newest };
        return Ok(refused(show(&state, visitor, &version, &sent)));
    }
    let version = load(&state, *id).await?;
    let definition = version.definition.clone();
    let (translated, file) =
        web::block(move || (translate(&definition, &file, None), file)).await.map_err(|_| Error::Unknown)?;
    let is_sound = translated.definition.is_some();
    let sent = Sent::Table { file, translated: Box::new(translated), is_late: false };
    let page = show(&state, visitor, &version, &sent);
    Ok(if is_sound { page } else { refused(page) })
}

async fn load(state: &State, id: Uuid) -> Result<Version, Error> {
    let mut connection = state.pool.get().await?;
    questionnaires::version(&mut connection, VersionId(id)).await?.ok_or(Error::NotFound)
}

fn refused(mut page: HttpResponse) -> HttpResponse {
    if page.status() == StatusCode::OK {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    page
}
