//! One file of a round's results, as a stream: made no faster than it is read, in flat memory.

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::header::{ContentDisposition, DispositionParam, DispositionType},
    web::{Data, Path, Query},
};
use futures_util::TryStreamExt;

use crate::{
    operations::export,
    store::rounds,
    web::{error::Error, state::State},
};

use super::files::{self, Whose};

/// The file. One that breaks off ends without its last chunk, so that the client sees it.
pub async fn get(state: Data<State>, path: Path<(String, String)>, whose: Query<Whose>) -> Result<HttpResponse, Error> {
    let (code, name) = path.into_inner();
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let export = Arc::new(files::export(&mut connection, &round, whose.states).await?);
    // The stream takes its own connection, for as long as the reader is slow.
    drop(connection);
    let file = export.file(&name).ok_or(Error::NotFound)?;
    let file_name = format!("{}-{}", round.code, file.name);
    let attachment = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(file_name)],
    };
    let stream = export::download(&state.pool, &export, file)
        .inspect_err(move |error| tracing::error!(%error, file = name, "an export broke off"));
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").insert_header(attachment).streaming(stream))
}
