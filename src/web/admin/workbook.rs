//! A version as a file: an `.xlsx` workbook, or a zip of CSV sheets.

use actix_web::{
    HttpResponse,
    http::header::{ContentDisposition, DispositionParam, DispositionType},
    web::{self, Data, Path},
};
use uuid::Uuid;

use crate::{
    fieldwork::ids::VersionId,
    questionnaire::{
        definition::Definition,
        xlsform::{
            export,
            write::{self, WriteError},
        },
    },
    store::questionnaires,
    web::{error::Error, state::State},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ZIP: &str = "application/zip";

/// The file; `form` is `xlsx` or `csv`.
pub async fn get(state: Data<State>, path: Path<(Uuid, String)>) -> Result<HttpResponse, Error> {
    let (id, form) = path.into_inner();
    let is_xlsx = match form.as_str() {
        "xlsx" => true,
        "csv" => false,
        _ => return Err(Error::NotFound),
    };
    let mut connection = state.pool.get().await?;
    let version = questionnaires::version(&mut connection, VersionId(id)).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let stem = file_stem(&version.definition.form_id, version.number);
    let made = web::block(move || if is_xlsx { workbook(&version.definition) } else { sheets(&version.definition) });
    let (end, bytes) = made.await.map_err(|_| Error::Unknown)?.map_err(|error| {
        tracing::error!(%error, version = %id, "a version could not be written");
        Error::Unknown
    })?;
    let kind = if end == "xlsx" { XLSX } else { ZIP };
    Ok(attachment(&format!("{stem}.{end}"), kind, bytes))
}

/// A file to save.
pub(super) fn attachment(name: &str, kind: &str, bytes: Vec<u8>) -> HttpResponse {
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name.to_owned())],
    };
    HttpResponse::Ok().content_type(kind).insert_header(disposition).body(bytes)
}

/// The name of a version's files, which any system can save.
pub(super) fn file_stem(form_id: &str, number: i32) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
    format!("{}-{number}", form_id.chars().map(safe).take(80).collect::<String>())
}

/// A workbook whose choices stand in files goes with them.
fn workbook(definition: &Definition) -> Result<(&'static str, Vec<u8>), WriteError> {
    let workbook = export(definition);
    let xlsx = write::xlsx(&workbook)?;
    if workbook.files.is_empty() {
        return Ok(("xlsx", xlsx));
    }
    let all = [vec![("questionnaire.xlsx".to_owned(), xlsx)], write::files(&workbook)?].concat();
    Ok(("zip", write::zip(&all)?))
}

fn sheets(definition: &Definition) -> Result<(&'static str, Vec<u8>), WriteError> {
    let workbook = export(definition);
    Ok(("zip", write::zip(&[write::csv_sheets(&workbook)?, write::files(&workbook)?].concat())?))
}
