//! The style sheet and scripts, embedded, under addresses that change with their content.

use std::sync::LazyLock;

use actix_web::{HttpResponse, http::header, web::Path};
use rust_embed::RustEmbed;

use super::error::Error;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

static STYLESHEET: LazyLock<String> = LazyLock::new(|| address("style.css"));

/// The address of the style sheet.
#[must_use]
pub fn stylesheet() -> &'static str {
    &STYLESHEET
}

/// An asset by its hash and name.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(path: Path<(String, String)>) -> Result<HttpResponse, Error> {
    let (_, name) = path.into_inner();
    let file = Files::get(&name).ok_or(Error::NotFound)?;
    let kind = mime_guess::from_path(&name).first_or_octet_stream();
    let kind = if kind.type_() == mime_guess::mime::TEXT { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(file.data.into_owned()))
}

fn address(name: &str) -> String {
    let hash = Files::get(name).map(|file| file.metadata.sha256_hash()).unwrap_or_default();
    let hash: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("/assets/{hash}/{name}")
}
