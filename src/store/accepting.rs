//! Accepting a response as a page showed it.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Integer, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use super::{Connection, Error};
use crate::fieldwork::{
    ids::{ResponseId, RoundId},
    response::ResponseState,
};

/// Where a response stands that is decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub state: ResponseState,
    pub revision: i32,
    pub open_queries: i64,
}

#[derive(QueryableByName)]
struct HeldRow {
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Integer)]
    revision: i32,
    #[diesel(sql_type = BigInt)]
    open_queries: i64,
}

/// Keeps a response as it is until the transaction ends.
pub async fn hold(connection: &mut Connection, round: RoundId, id: ResponseId) -> Result<Option<Held>, Error> {
    let query = sql_query(
        "SELECT state, revision, (
            SELECT count(*) FROM answer_query WHERE round_id = $1 AND response_id = $2 AND state = 'open'
         ) AS open_queries
         FROM response WHERE round_id = $1 AND id = $2 FOR UPDATE",
    );
    let query = query.bind::<SqlUuid, _>(round.0).bind::<SqlUuid, _>(id.0);
    let row: Option<HeldRow> = query.get_result(connection).await.optional()?;
    row.map(|HeldRow { state, revision, open_queries }| {
        let state = ResponseState::from_code(&state).ok_or(Error::Unreadable("response.state"))?;
        Ok(Held { state, revision, open_queries })
    })
    .transpose()
}

/// Accepts a submitted response of this revision that has no open query; false where it is not such.
pub async fn accept(
    connection: &mut Connection,
    round: RoundId,
    id: ResponseId,
    revision: i32,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let query = sql_query(
        "UPDATE response SET state = 'accepted', accepted_at = $4
         WHERE round_id = $1 AND id = $2 AND state = 'submitted' AND revision = $3 AND NOT EXISTS (
             SELECT FROM answer_query WHERE round_id = $1 AND response_id = $2 AND answer_query.state = 'open'
         )",
    );
    let query = query.bind::<SqlUuid, _>(round.0).bind::<SqlUuid, _>(id.0).bind::<Integer, _>(revision);
    Ok(query.bind::<Timestamptz, _>(now).execute(connection).await? == 1)
}
