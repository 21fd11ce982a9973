//! Codes of regions that change, as at a new edition of NUTS: the earlier one is kept and still finds the region.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::Error;
use crate::{
    fieldwork::{
        ids::{AccountId, RegionId},
        region::FormerCode,
        registry::regions::{is_code, is_code_kind, write_former},
    },
    store::{Connection, Transaction, audit, regions},
};

/// A code to come.
#[derive(Debug, Clone, Copy)]
pub struct NewCode<'a> {
    pub code: &'a str,
    pub kind: &'a str,
    /// The first day of the new one, which was not the earlier one's any more.
    pub since: Option<NaiveDate>,
}

/// Gives a region another code.
///
/// # Errors
/// [`Error::Field`] where the code is malformed, or another region's.
pub async fn change(
    connection: &mut Connection,
    author: AccountId,
    id: RegionId,
    new: NewCode<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (code, kind) = (new.code.trim().to_uppercase(), new.kind.trim());
    if !is_code(&code) {
        return Err(Error::Field { field: "code", problem: "malformed" });
    }
    if !is_code_kind(kind) {
        return Err(Error::Field { field: "kind", problem: "malformed" });
    }
    connection
        .transaction(async |connection| {
            regions::lock(connection).await?;
            let all = regions::standing(connection).await?;
            let before = all.iter().find(|one| one.region.id == id).ok_or(Error::NotFound)?;
            if all.iter().any(|other| other.region.id != id && other.region.code == code) {
                return Err(Error::Field { field: "code", problem: "taken" });
            }
            let earlier = &before.region;
            if earlier.code == code && earlier.code_kind == kind {
                return Ok(());
            }
            let mut after = before.clone();
            let from = before.former.iter().filter_map(|former| former.to).max();
            let to = new.since.and_then(|since| since.pred_opt());
            let from = from.and_then(|day| day.succ_opt()).filter(|from| to.is_none_or(|to| *from <= to));
            let lost = FormerCode { code: earlier.code.clone(), kind: earlier.code_kind.clone(), from, to };
            after.former.retain(|former| !(former.code == lost.code && former.kind == lost.kind));
            after.former.push(lost);
            // A region that goes back to a code has it, and has not had it.
            after.former.retain(|former| !(former.code == code && former.kind == kind));
            after.region.code = code;
            kind.clone_into(&mut after.region.code_kind);
            regions::put_all(connection, &[&after]).await?;
            let told = |one: &crate::fieldwork::registry::regions::Standing| {
                json!({"code": one.region.code, "code_kind": one.region.code_kind,
                    "former_codes": write_former(&one.former)})
            };
            let record = audit::Record {
                account: Some(author),
                action: "region.change",
                object: Some(id.0),
                round: None,
                before: Some(told(before)),
                after: Some(told(&after)),
            };
            Ok(audit::write(connection, now, record).await?)
        })
        .await
}
