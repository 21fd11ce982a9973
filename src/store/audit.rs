//! The audit: written in the transaction of what it records, never changed; and read by filters.

use chrono::{DateTime, Utc};
use diesel::{pg::Pg, prelude::*};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{account, audit, department, region, response, round},
};
use crate::fieldwork::ids::{AccountId, ResponseId, RoundId};

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

/// Which records are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Part of the address of who did it.
    pub who: Option<String>,
    /// An action, or an object's kind.
    pub action: Option<String>,
    pub object: Option<Uuid>,
    pub round: Option<RoundId>,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

/// One record as it is read.
#[derive(Debug, Clone, Queryable)]
pub struct Recorded {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// Nobody where the program did it by itself, or the command line.
    pub email: Option<String>,
    pub action: String,
    pub object: Option<Uuid>,
    pub round: Option<String>,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// Rows of one statement.
const CHUNK: usize = 2_000;

/// Writes one record.
pub async fn write(connection: &mut Connection, at: DateTime<Utc>, record: Record) -> Result<(), Error> {
    write_all(connection, at, vec![record]).await
}

/// Writes records of one change.
pub async fn write_all(connection: &mut Connection, at: DateTime<Utc>, records: Vec<Record>) -> Result<(), Error> {
    for chunk in records.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|record| {
                (
                    audit::id.eq(Uuid::now_v7()),
                    audit::at.eq(at),
                    audit::account_id.eq(record.account),
                    audit::action.eq(record.action),
                    audit::object_kind.eq(record.action.split('.').next().unwrap_or_default()),
                    audit::object_id.eq(record.object),
                    audit::round_id.eq(record.round.map(|round| round.0)),
                    audit::before.eq(&record.before),
                    audit::after.eq(&record.after),
                )
            })
            .collect();
        diesel::insert_into(audit::table).values(rows).execute(connection).await?;
    }
    Ok(())
}

/// Records, the newest first, after (that is, older than) one that was read already.
pub async fn read(
    connection: &mut Connection,
    filter: &Filter,
    after: Option<(DateTime<Utc>, Uuid)>,
    most: i64,
) -> Result<Vec<Recorded>, Error> {
    let mut query = audit::table
        .left_join(account::table.on(account::id.nullable().eq(audit::account_id)))
        .left_join(round::table.on(
            audit::round_id.eq(diesel::dsl::sql::<diesel::sql_types::Nullable<diesel::sql_types::Uuid>>("round.id")),
        ))
        .into_boxed::<Pg>();
    if let Some(who) = &filter.who {
        let pattern = format!("%{}%", who.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        query = query.filter(account::email.ilike(pattern));
    }
    if let Some(action) = &filter.action {
        query = query.filter(audit::action.eq(action).or(audit::object_kind.eq(action)));
    }
    if let Some(object) = filter.object {
        query = query.filter(audit::object_id.eq(object));
    }
    if let Some(round) = filter.round {
        query = query.filter(audit::round_id.eq(round.0));
    }
    if let Some(from) = filter.from {
        query = query.filter(audit::at.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(audit::at.lt(until));
    }
    if let Some((at, id)) = after {
        query = query.filter(audit::at.lt(at).or(audit::at.eq(at).and(audit::id.lt(id))));
    }
    let columns = (
        audit::id,
        audit::at,
        account::email.nullable(),
        audit::action,
        audit::object_id,
        round::code.nullable(),
        audit::before,
        audit::after,
    );
    Ok(query.select(columns).order((audit::at.desc(), audit::id.desc())).limit(most).load(connection).await?)
}

/// The actions that were ever recorded.
pub async fn actions(connection: &mut Connection) -> Result<Vec<String>, Error> {
    Ok(audit::table.select(audit::action).distinct().order(audit::action).load(connection).await?)
}

/// The departments and regions' codes of these responses.
pub async fn departments_of(
    connection: &mut Connection,
    responses: &[ResponseId],
) -> Result<Vec<(ResponseId, String, String)>, Error> {
    let found = response::table
        .inner_join(department::table.inner_join(region::table))
        .filter(response::id.eq_any(responses))
        .select((response::id, department::name, region::code));
    Ok(found.load(connection).await?)
}
