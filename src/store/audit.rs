//! The audit: written in the transaction of what it records, never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Connection, Error, schema::audit};
use crate::fieldwork::ids::{AccountId, RoundId};

/// One recorded change. Actions are `object.verb`.
#[derive(Debug, Clone)]
pub struct Record {
    pub account: Option<AccountId>,
    pub action: &'static str,
    pub object: Option<Uuid>,
    pub round: Option<RoundId>,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// Writes one record.
pub async fn write(connection: &mut Connection, at: DateTime<Utc>, record: Record) -> Result<(), Error> {
    let kind = record.action.split('.').next().unwrap_or_default();
    let row = (
        audit::id.eq(Uuid::now_v7()),
        audit::at.eq(at),
        audit::account_id.eq(record.account),
        audit::action.eq(record.action),
        audit::object_kind.eq(kind),
        audit::object_id.eq(record.object),
        audit::round_id.eq(record.round.map(|round| round.0)),
        audit::before.eq(record.before),
        audit::after.eq(record.after),
    );
    diesel::insert_into(audit::table).values(row).execute(connection).await?;
    Ok(())
}
