//! An uploaded questionnaire: one workbook or zip, or the sheets as several CSV files, behind the form's token.

use std::time::Duration;

use actix_multipart::{Field, Multipart};
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
const MOST_FILES: usize = 10;
const LONGEST_TOKEN: usize = 200;

/// How long an upload may take to arrive.
const PATIENCE: Duration = Duration::from_secs(120);

/// Reads an upload of one file; nothing where none was chosen.
///
/// # Errors
/// As [`read`]; [`Error::BadForm`] where there are several.
pub async fn read_one(visitor: &Visitor, parts: Multipart) -> Result<Option<Vec<u8>>, Error> {
    match read(visitor, parts).await? {
        None => Ok(None),
        Some(Source::File(content)) => Ok(Some(content)),
        Some(Source::Files(_) | Source::Workbook(_)) => Err(Error::BadForm),
    }
}

/// Reads an upload; nothing where no file was chosen.
///
/// # Errors
/// [`Error::StaleForm`] where the token is wrong or comes after a file; [`Error::TooLarge`].
pub async fn read(visitor: &Visitor, parts: Multipart) -> Result<Option<Source>, Error> {
    let reading = read_parts(visitor, parts);
    actix_web::rt::time::timeout(PATIENCE, reading).await.map_err(|_| Error::BadForm)?
}

async fn read_parts(visitor: &Visitor, mut parts: Multipart) -> Result<Option<Source>, Error> {
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
    Ok(match files.len() {
        0 => None,
        1 => files.pop().map(|(_, content)| Source::File(content)),
        _ => Some(Source::Files(files)),
    })
}

async fn bytes(part: &mut Field, most: usize) -> Result<Vec<u8>, Error> {
    let content = part.bytes(most).await.map_err(|_| Error::TooLarge { most: LARGEST_UPLOAD })?;
    Ok(content.map_err(|_| Error::BadForm)?.to_vec())
}
