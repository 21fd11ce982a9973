//! Merging doubles: two departments, regions or people become one, and everything that referred to the other follows.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use thiserror::Error as ThisError;
use uuid::Uuid;

use super::Error;
use crate::{
    fieldwork::{
        ids::{AccountId, DepartmentId, RegionId},
        region::{Department, FormerCode, NO_CODE},
        registry::regions::Standing,
    },
    store::{
        self, Connection, Transaction, TransactionError, accounts, audit, merging, regions, round_regions, sessions,
        sign_in,
    },
};

/// Why two were not merged.
#[derive(Debug, ThisError)]
pub enum MergeError {
    #[error(transparent)]
    Operation(#[from] Error),
    /// Something cannot be merged with itself.
    #[error("both are the same")]
    Same,
    /// A region's departments are of other regions than the other's.
    #[error("the departments are of different regions")]
    OtherRegion,
    /// Both have answers in these rounds.
    #[error("both have answers in {0:?}")]
    Clash(Vec<String>),
    /// The region that would go has an answer of its own in these rounds.
    #[error("the region has an answer of its own in {0:?}")]
    Signed(Vec<String>),
    /// The one that would stay is disabled.
    #[error("the person is disabled")]
    Disabled,
    /// Both have something of which there can be one only.
    #[error("both have what there can be only once ({0})")]
    Once(String),
}

impl From<store::Error> for MergeError {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Constraint(name) => Self::Once(name),
            error => Self::Operation(error.into()),
        }
    }
}

impl From<TransactionError> for MergeError {
    fn from(error: TransactionError) -> Self {
        store::Error::from(error).into()
    }
}

/// Who merges, and when.
#[derive(Debug, Clone, Copy)]
pub struct Merging {
    pub author: AccountId,
    pub now: DateTime<Utc>,
}

/// Merges a department into another one of its region.
///
/// # Errors
/// [`MergeError::Clash`] where both have answers in one round; then nothing was changed.
pub async fn departments(
    connection: &mut Connection,
    by: Merging,
    from: DepartmentId,
    into: DepartmentId,
) -> Result<(), MergeError> {
    connection
        .transaction(async |connection| {
            check(from == into, merging::lock_departments(connection, &[from, into]).await?)?;
            let all = regions::departments(connection).await?;
            let find = |id| all.iter().find(|one| one.id == id).ok_or(Error::NotFound);
            let (from, into) = (find(from)?, find(into)?);
            if from.region != into.region {
                return Err(MergeError::OtherRegion);
            }
            merge_departments(connection, by, from, into).await
        })
        .await
}

/// Merges a region into another one. Its code becomes a former code; departments of the same name are merged too.
///
/// # Errors
/// [`MergeError::Clash`] where departments of the same name have answers in one round; then nothing was changed.
pub async fn regions(
    connection: &mut Connection,
    by: Merging,
    from: RegionId,
    into: RegionId,
) -> Result<(), MergeError> {
    connection
        .transaction(async |connection| {
            check(from == into, merging::lock_regions(connection, &[from, into]).await?)?;
            let all = regions::standing(connection).await?;
            let find = |id| all.iter().find(|one| one.region.id == id).ok_or(Error::NotFound);
            let (gone, stays) = (find(from)?, find(into)?);
            // A signed answer is a record, which never changes: not even whose it is.
            let answered = merging::rounds_answered(connection, from).await?;
            if !answered.is_empty() {
                return Err(MergeError::Signed(answered));
            }
            merge_same_names(connection, by, from, into).await?;
            merging::drop_doubled_coordinators(connection, from, into).await?;
            round_regions::drop_doubled(connection, from, into).await?;
            let moved = merging::move_region(connection, from, into).await?;
            let merged = merged(gone, stays);
            regions::put_all(connection, &[&merged]).await?;
            let before = json!({"code": gone.region.code, "names": gone.region.names});
            let after = json!({"into": stays.region.code, "moved": moved});
            record(connection, by, "region.merge", from.0, before, after).await
        })
        .await
}

/// Merges a person into another one. Roles, departments and invitations follow; records keep saying who did what, so
/// the account that goes stays, disabled.
///
/// # Errors
/// [`MergeError::Disabled`] where the one that would stay is disabled.
pub async fn people(
    connection: &mut Connection,
    by: Merging,
    from: AccountId,
    into: AccountId,
) -> Result<(), MergeError> {
    connection
        .transaction(async |connection| {
            check(from == into, merging::lock_accounts(connection, &[from, into]).await?)?;
            let gone = accounts::find(connection, from).await?.ok_or(Error::NotFound)?;
            let stays = accounts::find(connection, into).await?.ok_or(Error::NotFound)?;
            if stays.disabled_at.is_some() {
                return Err(MergeError::Disabled);
            }
            merging::drop_doubles_of_account(connection, from, into).await?;
            let moved = merging::move_account(connection, from, into, by.now).await?;
            sessions::end_all(connection, &[from, into], None).await?;
            for id in [from, into] {
                sign_in::forget_pending(connection, id).await?;
            }
            let before = json!({"disabled": gone.disabled_at.is_some()});
            let after = json!({"into": stays.id, "moved": moved, "disabled": true});
            record(connection, by, "account.merge", from.0, before, after).await
        })
        .await
}

fn check(same: bool, found: usize) -> Result<(), MergeError> {
    match (same, found) {
        (true, _) => Err(MergeError::Same),
        (false, 2) => Ok(()),
        (false, _) => Err(Error::NotFound.into()),
    }
}

async fn merge_departments(
    connection: &mut Connection,
    by: Merging,
    from: &Department,
    into: &Department,
) -> Result<(), MergeError> {
    let clashes = merging::clashes(connection, from.id, into.id).await?;
    let used: Vec<String> =
        clashes.iter().filter(|clash| clash.is_used).map(|clash| clash.round_name.clone()).collect();
    if !used.is_empty() {
        return merge_the_other_way(connection, by, from, into, used).await;
    }
    for clash in &clashes {
        merging::delete_unused(connection, clash).await?;
    }
    merging::drop_doubled_invitations(connection, from.id, into.id).await?;
    merging::drop_doubled_members(connection, from.id, into.id).await?;
    let moved = merging::move_department(connection, from.id, into.id).await?;
    let (before, after) = (json!({"name": from.name}), json!({"into": into.name, "id": into.id, "moved": moved}));
    record(connection, by, "department.merge", from.id.0, before, after).await
}

/// The response of the one that stays may be the empty one: then that is deleted, and the other's follows.
async fn merge_the_other_way(
    connection: &mut Connection,
    by: Merging,
    from: &Department,
    into: &Department,
    used: Vec<String>,
) -> Result<(), MergeError> {
    let mut other = merging::clashes(connection, into.id, from.id).await?;
    other.retain(|clash| used.contains(&clash.round_name));
    if other.iter().any(|clash| clash.is_used) {
        let both = other.into_iter().filter(|clash| clash.is_used).map(|clash| clash.round_name);
        return Err(MergeError::Clash(both.collect()));
    }
    for clash in &other {
        merging::delete_unused(connection, clash).await?;
    }
    Box::pin(merge_departments(connection, by, from, into)).await
}

async fn merge_same_names(
    connection: &mut Connection,
    by: Merging,
    from: RegionId,
    into: RegionId,
) -> Result<(), MergeError> {
    let all = regions::departments(connection).await?;
    for gone in all.iter().filter(|one| one.region == from) {
        let same = all.iter().find(|one| one.region == into && one.name == gone.name);
        if let Some(same) = same {
            merge_departments(connection, by, gone, same).await?;
        }
    }
    Ok(())
}

/// The region that stays, with the codes and commissions of the one that goes.
fn merged(gone: &Standing, stays: &Standing) -> Standing {
    let mut merged = stays.clone();
    merged.region.commissions.extend(gone.region.commissions.iter().cloned());
    merged.region.commissions.sort();
    merged.region.commissions.dedup();
    merged.former.extend(gone.former.iter().cloned());
    if gone.region.code_kind != NO_CODE {
        let (code, kind) = (gone.region.code.clone(), gone.region.code_kind.clone());
        merged.former.push(FormerCode { code, kind, from: None, to: None });
    }
    merged.former.sort();
    merged.former.dedup_by(|a, b| a.code == b.code && a.kind == b.kind);
    merged
}

async fn record(
    connection: &mut Connection,
    by: Merging,
    action: &'static str,
    object: Uuid,
    before: Value,
    after: Value,
) -> Result<(), MergeError> {
    let record = audit::Record {
        account: Some(by.author),
        action,
        object: Some(object),
        round: None,
        before: Some(before),
        after: Some(after),
    };
    Ok(audit::write(connection, by.now, record).await?)
}
