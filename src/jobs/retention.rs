//! Removes what has been kept long enough, and files of mails that are in the outbox no more.

use std::{fs, io, path::Path, path::PathBuf, time::Duration};

use chrono::Utc;
use thiserror::Error as ThisError;
use uuid::Uuid;

use crate::{
    operations::{self, retention},
    store::{self, Connection, Pool, retention as store_retention},
};

/// How often it is looked whether something is due.
const PAUSE: Duration = Duration::from_secs(3600);
/// How often the folder is tidied: an erasure is not over while a file holds the person.
const TIDYING: Duration = Duration::from_secs(20);

/// Why the folder of mails could not be tidied.
#[derive(Debug, ThisError)]
pub enum TidyError {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error("the folder of mails cannot be read or changed")]
    Folder(#[from] io::Error),
}

/// Runs until the program ends. Any number of instances may: the database lets one at a time.
pub async fn run(pool: Pool, mails: PathBuf) {
    let mut last: Option<tokio::time::Instant> = None;
    loop {
        if last.is_none_or(|last| last.elapsed() >= PAUSE) {
            last = Some(tokio::time::Instant::now());
            if let Err(error) = remove(&pool).await {
                tracing::error!(%error, "retention could not run");
            }
        }
        if let Err(error) = tidy(&pool, &mails).await {
            tracing::error!(%error, "files of mails that are gone could not be removed");
        }
        tokio::time::sleep(TIDYING).await;
    }
}

/// Removes the files of mails that are gone from the outbox, or that something was taken out of. Returns how many.
///
/// # Errors
/// When the database does not answer, or a file cannot be removed.
pub async fn tidy_mail(connection: &mut Connection, folder: &Path) -> Result<usize, TidyError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error.into()),
    };
    let mut files: Vec<(Uuid, PathBuf)> = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let is_mail = path.extension().is_some_and(|end| end == "eml");
        let id = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
        files.extend(id.filter(|_| is_mail).map(|id| (id, path)));
    }
    let mut removed = 0;
    for chunk in files.chunks(1_000) {
        let ids: Vec<Uuid> = chunk.iter().map(|(id, _)| *id).collect();
        let whole = store_retention::whole_mails(connection, &ids).await?;
        for (_, path) in chunk.iter().filter(|(id, _)| !whole.contains(id)) {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => removed += 1,
            }
        }
    }
    Ok(removed)
}

async fn remove(pool: &Pool) -> Result<(), operations::Error> {
    let mut connection = pool.get().await?;
    let tally = retention::run(&mut connection, Utc::now()).await?;
    if tally.removed > 0 {
        tracing::info!(removed = tally.removed, "removed what was kept long enough");
    }
    Ok(())
}

async fn tidy(pool: &Pool, folder: &Path) -> Result<(), TidyError> {
    if !folder.exists() {
        return Ok(());
    }
    let mut connection = pool.get().await?;
    tidy_mail(&mut connection, folder).await.map(drop)
}
