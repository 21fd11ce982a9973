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

/// What was uploaded.
pub struct Upload {
    pub source: Source,
    /// As the files are called where they come from.
    pub names: Vec<String>,
}

/// How long an upload may take to arrive.
const PATIENCE: Duration = Duration::from_secs(120);

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

async fn bytes(part: &mut Field, most: usize) -> Result<Vec<u8>, Error> {
    let content = part.bytes(most).await.map_err(|_| Error::TooLarge { most: LARGEST_UPLOAD })?;
    Ok(content.map_err(|_| Error::BadForm)?.to_vec())
}
