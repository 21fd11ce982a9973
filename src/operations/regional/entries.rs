//! The region's entries of a repeat, written as a whole: which ones, in which order, made of what.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    begin::check_round,
    loaded::{Regional, Surroundings},
};
use crate::{
    fieldwork::consolidation::{
        desk::{Basis, Matter},
        entries::{Entry, stored},
    },
    operations::Error,
    questionnaire::{answer::Answer, answer::NonAnswer, path::Path},
    store::{
        Connection, Transaction,
        regional::{self, Put},
    },
};

/// What became of the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntriesOutcome {
    Written,
    /// Somebody else wrote them since the page was shown; nothing was written.
    Stale,
    /// More than the repeat takes; nothing was written.
    TooMany {
        most: u32,
    },
}

/// Puts these entries in the place of those that stand there. Without any, `instead` may say why.
///
/// # Errors
/// As [`super::save`].
#[expect(clippy::too_many_arguments, reason = "the whole repeat: what, over what, marked how, by whom, when")]
pub async fn put_entries(
    connection: &mut Connection,
    regional: &Regional,
    around: Surroundings<'_>,
    matter: &Matter,
    seen: i32,
    entries: &[Entry],
    instead: Option<NonAnswer>,
    divergence: &str,
    now: DateTime<Utc>,
) -> Result<EntriesOutcome, Error> {
    check_round(connection, around.round).await?;
    let most = regional.questionnaire.max_entries(matter.slot);
    if entries.len() > usize::try_from(most).unwrap_or(usize::MAX) {
        return Ok(EntriesOutcome::TooMany { most });
    }
    let puts = puts(regional, matter, seen, entries, instead, divergence);
    let (round, region) = (regional.answer.round_id, regional.answer.region_id);
    connection
        .transaction(async |connection| {
            let answer = regional::lock(connection, round, region).await?.ok_or(Error::NotFound)?;
            if answer.is_signed() {
                return Err(Error::Locked);
            }
            if answer.version_id != regional.answer.version_id {
                return Err(Error::OtherVersion);
            }
            let current = regional::values(connection, round, region).await?;
            let path = matter.path.to_string();
            if current.iter().find(|row| row.path == path).map_or(0, |row| row.version) != seen {
                return Ok(EntriesOutcome::Stale);
            }
            let inside = format!("{path}/");
            let old: Vec<String> =
                current.into_iter().map(|row| row.path).filter(|path| path.starts_with(&inside)).collect();
            regional::remove(connection, round, region, &old).await?;
            regional::put(connection, round, region, around.actor.account, now, &puts).await?;
            regional::count_save(connection, round, region).await?;
            Ok(EntriesOutcome::Written)
        })
        .await
}

fn puts(
    regional: &Regional,
    matter: &Matter,
    seen: i32,
    entries: &[Entry],
    instead: Option<NonAnswer>,
    divergence: &str,
) -> Vec<Put> {
    let path: &Path = &matter.path;
    let is_all = !entries.is_empty() && entries == matter.entries;
    let basis = if is_all { Basis::Union } else { Basis::Own };
    // Entries move to other numbers: their versions go on from the repeat's, so that no page takes one for another.
    let version = seen + 1;
    let put = |path: String, value, divergence: &str, origins| Put {
        path,
        value,
        basis,
        source: None,
        divergence: divergence.to_owned(),
        version,
        heard: regional.heard(),
        origins,
    };
    let instead = instead.filter(|_| entries.is_empty()).map(|instead| Answer::NonAnswer(instead).to_json());
    let mut puts = vec![put(path.to_string(), instead, divergence, json!([]))];
    let rows = stored(path, entries).into_iter();
    puts.extend(rows.map(|(path, value, origins)| put(path, Some(value), "", json!(origins))));
    puts
}
