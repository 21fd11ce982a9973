//! Which regions a round asks: added by groups, and withdrawn again while it is a draft.

use serde_json::json;

use super::{Error, changeable, launching, record};
use crate::{
    fieldwork::{
        ids::RegionId,
        round::{Change, Round},
    },
    operations::invitees::Asking,
    store::{Connection, Transaction, round_regions},
};

/// What became of regions that were to be added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Added {
    pub new: usize,
    /// Those that the round asked already.
    pub known: usize,
    /// Coordinators who were written to; none in a draft.
    pub told: usize,
}

/// Adds regions. In a launched round they are asked at once.
///
/// # Errors
/// [`Error::Field`] where none is given; [`Error::Overtaken`] where the round asks nobody any more.
pub async fn add(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    regions: &[RegionId],
) -> Result<Added, Error> {
    if regions.is_empty() {
        return Err(Error::Field { field: "group", problem: "missing" });
    }
    connection
        .transaction(async |connection| {
            let stored = changeable(connection, round.id, Change::Ask, asking.now).await?;
            let asked_at = stored.is_launched().then_some(asking.now);
            let new = round_regions::add(connection, stored.id, regions, asked_at).await?;
            let mut added = Added { new: new.len(), known: regions.len() - new.len(), told: 0 };
            if new.is_empty() {
                return Ok(added);
            }
            if stored.is_launched() {
                added.told = launching::tell_regions(connection, asking, &stored, &new).await?;
            }
            let after = json!({"added": ids(&new), "told": added.told});
            record(connection, asking, "round.targets", &stored, None, Some(after)).await?;
            Ok(added)
        })
        .await
}

/// Withdraws regions from a draft, but for those whose departments are invited. Returns how many went.
///
/// # Errors
/// [`Error::Field`] where none is given; [`Error::Overtaken`] where the round is no draft any more.
pub async fn withdraw(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    regions: &[RegionId],
) -> Result<usize, Error> {
    if regions.is_empty() {
        return Err(Error::Field { field: "withdraw", problem: "missing" });
    }
    connection
        .transaction(async |connection| {
            let stored = changeable(connection, round.id, Change::Withdraw, asking.now).await?;
            let gone = round_regions::remove(connection, stored.id, regions).await?;
            if !gone.is_empty() {
                let before = json!({"withdrawn": ids(&gone)});
                record(connection, asking, "round.targets", &stored, Some(before), None).await?;
            }
            Ok(gone.len())
        })
        .await
}

fn ids(regions: &[RegionId]) -> Vec<String> {
    regions.iter().map(ToString::to_string).collect()
}
