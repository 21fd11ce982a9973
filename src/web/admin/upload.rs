//! An uploaded questionnaire: one workbook or zip, or the sheets as several CSV files, behind the form's token.

use std::time::Duration;

use actix_multipart::{Field, Multipart};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::StreamExt;

use crate::{
    questionnaire::xlsform::Source,
    web::{
        error::Error,
        form::{TOKEN, check_token},
        visitor::Visitor,
    },
};

/// The largest upload, in bytes.
pub const LARGEST_UPLOAD: usize = 10 * 1024 * 1024;

const FILE: &str = "file";
/// A file that the page has shown, in base64.
const AGAIN: &str = "again";
const MOST_FILES: usize = 10;
const LONGEST_TOKEN: usize = 200;

/// What was uploaded.
pub struct Upload {
    pub source: Source,
    /// As the files are called where they come from.
    pub names: Vec<String>,
}

/// How long an upload may take to arrive.
const PATIENCE: Duration = Duration::from_secs(120);

/// Reads an upload of one file; nothing where none was chosen.
///
/// # Errors
/// As [`read`]; [`Error::BadForm`] where there are several.
pub async fn read_single(visitor: &Visitor, parts: Multipart) -> Result<Option<Vec<u8>>, Error> {
    match read(visitor, parts).await?.map(|upload| upload.source) {
        None => Ok(None),
        Some(Source::File(content)) => Ok(Some(content)),
        Some(Source::Files(_) | Source::Workbook(_)) => Err(Error::BadForm),
    }
}

/// Reads an upload; nothing where no file was chosen.
///
/// # Errors
/// [`Error::StaleForm`] where the token is wrong or comes after a file; [`Error::TooLarge`].
pub async fn read(visitor: &Visitor, parts: Multipart) -> Result<Option<Upload>, Error> {
    let reading = read_parts(visitor, parts);
    actix_web::rt::time::timeout(PATIENCE, reading).await.map_err(|_| Error::BadForm)?
}

async fn read_parts(visitor: &Visitor, mut parts: Multipart) -> Result<Option<Upload>, Error> {
    let (mut is_ours, mut rest) = (false, LARGEST_UPLOAD);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Error::BadForm)?;
        match part.name() {
            Some(TOKEN) => {
                let token = bytes(&mut part, LONGEST_TOKEN).await?;
                check_token(visitor, std::str::from_utf8(&token).map_err(|_| Error::BadForm)?)?;
                is_ours = true;
            }
            Some(FILE) if !is_ours => return Err(Error::StaleForm),
            Some(FILE) if files.len() == MOST_FILES => return Err(Error::BadForm),
            Some(FILE) => {
                let name = part.content_disposition().and_then(|about| about.get_filename()).unwrap_or_default();
                let name = name.to_owned();
                let content = bytes(&mut part, rest).await?;
                rest = rest.saturating_sub(content.len());
                // Browsers send an empty part where nothing was chosen.
                if !(name.is_empty() && content.is_empty()) {
                    files.push((name, content));
                }
            }
            _ => return Err(Error::BadForm),
        }
    }
    if !is_ours {
        return Err(Error::StaleForm);
    }
    let names = files.iter().map(|(name, _)| name.clone()).collect();
    let source = match files.len() {
        0 => None,
        1 => files.pop().map(|(_, content)| Source::File(content)),
        _ => Some(Source::Files(files)),
    };
    Ok(source.map(|source| Upload { source, names }))
}

/// A file that is looked at before it is taken.
pub enum Part {
    /// No file was chosen.
    None,
    /// A file, to be looked at.
    Chosen(Vec<u8>),
    /// What was looked at, sent again by the page.
    Again(Vec<u8>),
}

/// Reads one file, or what the page sends again.
///
/// # Errors
/// As [`read`].
pub async fn read_part(visitor: &Visitor, parts: Multipart) -> Result<Part, Error> {
    let reading = read_one(visitor, parts);
    actix_web::rt::time::timeout(PATIENCE, reading).await.map_err(|_| Error::BadForm)?
}

async fn read_one(visitor: &Visitor, mut parts: Multipart) -> Result<Part, Error> {
    let mut is_ours = false;
    let mut found = Part::None;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Error::BadForm)?;
        match part.name() {
            Some(TOKEN) => {
                let token = bytes(&mut part, LONGEST_TOKEN).await?;
                check_token(visitor, std::str::from_utf8(&token).map_err(|_| Error::BadForm)?)?;
                is_ours = true;
            }
            Some(FILE | AGAIN) if !is_ours => return Err(Error::StaleForm),
            Some(FILE | AGAIN) if !matches!(found, Part::None) => return Err(Error::BadForm),
            Some(FILE) => {
                let name = part.content_disposition().and_then(|about| about.get_filename()).unwrap_or_default();
                let is_chosen = !name.is_empty();
                let content = bytes(&mut part, LARGEST_UPLOAD).await?;
                if is_chosen || !content.is_empty() {
                    found = Part::Chosen(content);
                }
            }
            // A third more than the file: base64 keeps line breaks as they were.
            Some(AGAIN) => {
                let encoded = bytes(&mut part, LARGEST_UPLOAD / 3 * 4 + 4).await?;
                found = Part::Again(STANDARD.decode(encoded).map_err(|_| Error::BadForm)?);
            }
            _ => return Err(Error::BadForm),
        }
    }
    if is_ours { Ok(found) } else { Err(Error::StaleForm) }
}

async fn bytes(part: &mut Field, most: usize) -> Result<Vec<u8>, Error> {
    let content = part.bytes(most).await.map_err(|_| Error::TooLarge { most: LARGEST_UPLOAD })?;
    Ok(content.map_err(|_| Error::BadForm)?.to_vec())
}
