//! Queries about answers, with what was said in them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{dsl::max, prelude::*};
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    reviews::{Held, called},
    schema::{account, answer_query, department, query_message, response},
};
use crate::fieldwork::{
    ids::{AccountId, QueryId, RegionId, ResponseId, RoundId},
    review::QueryState,
};

/// A question about an answer.
#[derive(Debug, Clone)]
pub struct Query {
    pub id: QueryId,
    pub response: ResponseId,
    pub path: String,
    pub state: QueryState,
    pub opened_by: Option<AccountId>,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    /// In order.
    pub messages: Vec<Message>,
}

/// What somebody said in a query.
#[derive(Debug, Clone)]
pub struct Message {
    pub number: i32,
    pub author: Option<AccountId>,
    /// How pages call its author; empty where they were erased.
    pub name: String,
    pub at: DateTime<Utc>,
    pub body: String,
}

/// A query in the list of a region.
#[derive(Debug, Clone)]
pub struct Listed {
    pub query: Query,
    pub department: String,
    /// The version that the response answers.
    pub version: crate::fieldwork::ids::VersionId,
}

type Row = (QueryId, ResponseId, String, String, Option<AccountId>, DateTime<Utc>, Option<DateTime<Utc>>);

/// Opens a query about a held response.
pub async fn add(
    connection: &mut Connection,
    held: &Held,
    id: QueryId,
    path: &str,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let row = (
        answer_query::round_id.eq(held.round),
        answer_query::id.eq(id),
        answer_query::response_id.eq(held.id),
        answer_query::path.eq(path),
        answer_query::state.eq(QueryState::Open.code()),
        answer_query::opened_by.eq(by),
        answer_query::opened_at.eq(now),
    );
    diesel::insert_into(answer_query::table).values(row).execute(connection).await?;
    Ok(())
}

/// Adds what somebody says in a query of a held response; returns its number.
pub async fn say(
    connection: &mut Connection,
    held: &Held,
    query: QueryId,
    author: AccountId,
    now: DateTime<Utc>,
    body: &str,
) -> Result<i32, Error> {
    let own =
        query_message::table.filter(query_message::round_id.eq(held.round).and(query_message::query_id.eq(query)));
    let last: Option<i32> = own.select(max(query_message::number)).first(connection).await?;
    let number = last.unwrap_or(0) + 1;
    let row = (
        query_message::round_id.eq(held.round),
        query_message::query_id.eq(query),
        query_message::number.eq(number),
        query_message::author.eq(author),
        query_message::at.eq(now),
        query_message::body.eq(body),
    );
    diesel::insert_into(query_message::table).values(row).execute(connection).await?;
    Ok(number)
}

/// Brings a query into another state, where it is in `from`; false where it is not.
pub async fn change_state(
    connection: &mut Connection,
    held: &Held,
    query: QueryId,
    (from, to): (QueryState, QueryState),
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let own = answer_query::table.find((held.round, query)).filter(answer_query::state.eq(from.code()));
    let change = diesel::update(own);
    let changed = match to {
        QueryState::Open => {
            let none =
                (answer_query::closed_by.eq(None::<AccountId>), answer_query::closed_at.eq(None::<DateTime<Utc>>));
            change.set((answer_query::state.eq(to.code()), none)).execute(connection).await?
        }
        QueryState::Answered => {
            change
                .set((answer_query::state.eq(to.code()), answer_query::answered_at.eq(now)))
                .execute(connection)
                .await?
        }
        QueryState::Closed => {
            let closed = (answer_query::closed_by.eq(by), answer_query::closed_at.eq(now));
            change.set((answer_query::state.eq(to.code()), closed)).execute(connection).await?
        }
    };
    Ok(changed == 1)
}

/// Closes every answered query of a held response; returns them.
pub async fn close_answered(
    connection: &mut Connection,
    held: &Held,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<QueryId>, Error> {
    let answered = answer_query::table
        .filter(answer_query::round_id.eq(held.round).and(answer_query::response_id.eq(held.id)))
        .filter(answer_query::state.eq(QueryState::Answered.code()));
    let closed = diesel::update(answered)
        .set((
            answer_query::state.eq(QueryState::Closed.code()),
            answer_query::closed_by.eq(by),
            answer_query::closed_at.eq(now),
        ))
        .returning(answer_query::id);
    Ok(closed.get_results(connection).await?)
}

/// The open queries of a response, the oldest first.
pub async fn open_of(connection: &mut Connection, round: RoundId, id: ResponseId) -> Result<Vec<QueryId>, Error> {
    let open = answer_query::table
        .filter(answer_query::round_id.eq(round).and(answer_query::response_id.eq(id)))
        .filter(answer_query::state.eq(QueryState::Open.code()))
        .order((answer_query::opened_at, answer_query::id));
    Ok(open.select(answer_query::id).load(connection).await?)
}

/// One query of a response, with what was said.
pub async fn find(
    connection: &mut Connection,
    round: RoundId,
    of: ResponseId,
    id: QueryId,
) -> Result<Option<Query>, Error> {
    let row: Option<Row> = answer_query::table
        .find((round, id))
        .filter(answer_query::response_id.eq(of))
        .select(COLUMNS)
        .first(connection)
        .await
        .optional()?;
    Ok(read(connection, round, row.into_iter().collect()).await?.pop())
}

/// The queries of a response with what was said, the oldest first.
pub async fn of_response(connection: &mut Connection, round: RoundId, of: ResponseId) -> Result<Vec<Query>, Error> {
    let rows: Vec<Row> = answer_query::table
        .filter(answer_query::round_id.eq(round).and(answer_query::response_id.eq(of)))
        .order((answer_query::opened_at, answer_query::id))
        .select(COLUMNS)
        .load(connection)
        .await?;
    read(connection, round, rows).await
}

/// The queries about the responses of a region in a round, of one state where it is given, the newest first.
pub async fn of_region(
    connection: &mut Connection,
    round: RoundId,
    region: RegionId,
    state: Option<QueryState>,
    most: i64,
) -> Result<Vec<Listed>, Error> {
    let mut query = answer_query::table
        .inner_join(
            response::table
                .on(response::round_id.eq(answer_query::round_id).and(response::id.eq(answer_query::response_id))),
        )
        .inner_join(department::table.on(department::id.eq(response::department_id)))
        .filter(answer_query::round_id.eq(round).and(department::region_id.eq(region)))
        .order((answer_query::opened_at.desc(), answer_query::id.desc()))
        .limit(most)
        .select((COLUMNS, department::name, response::version_id))
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(answer_query::state.eq(state.code()));
    }
    let rows: Vec<(Row, String, crate::fieldwork::ids::VersionId)> = query.load(connection).await?;
    let (rows, about): (Vec<Row>, Vec<_>) = rows.into_iter().map(|(row, name, version)| (row, (name, version))).unzip();
    let queries = read(connection, round, rows).await?;
    let listed = queries.into_iter().zip(about);
    Ok(listed.map(|(query, (department, version))| Listed { query, department, version }).collect())
}

/// How many queries of each state the responses of a region have in a round.
pub async fn counts_of_region(
    connection: &mut Connection,
    round: RoundId,
    region: RegionId,
) -> Result<HashMap<QueryState, i64>, Error> {
    let rows: Vec<(String, i64)> = answer_query::table
        .inner_join(
            response::table
                .on(response::round_id.eq(answer_query::round_id).and(response::id.eq(answer_query::response_id))),
        )
        .inner_join(department::table.on(department::id.eq(response::department_id)))
        .filter(answer_query::round_id.eq(round).and(department::region_id.eq(region)))
        .group_by(answer_query::state)
        .select((answer_query::state, diesel::dsl::count_star()))
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|(state, count)| {
            let state = QueryState::from_code(&state).ok_or(Error::Unreadable("answer_query.state"))?;
            Ok((state, count))
        })
        .collect()
}

type Columns = (
    answer_query::id,
    answer_query::response_id,
    answer_query::path,
    answer_query::state,
    answer_query::opened_by,
    answer_query::opened_at,
    answer_query::closed_at,
);

const COLUMNS: Columns = (
    answer_query::id,
    answer_query::response_id,
    answer_query::path,
    answer_query::state,
    answer_query::opened_by,
    answer_query::opened_at,
    answer_query::closed_at,
);

async fn read(connection: &mut Connection, round: RoundId, rows: Vec<Row>) -> Result<Vec<Query>, Error> {
    type Said = (QueryId, i32, Option<AccountId>, DateTime<Utc>, String, Option<String>, Option<String>);
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<QueryId> = rows.iter().map(|row| row.0).collect();
    let said: Vec<Said> = query_message::table
        .left_join(account::table.on(account::id.nullable().eq(query_message::author)))
        .filter(query_message::round_id.eq(round).and(query_message::query_id.eq_any(&ids)))
        .order(query_message::number)
        .select((
            query_message::query_id,
            query_message::number,
            query_message::author,
            query_message::at,
            query_message::body,
            account::name.nullable(),
            account::email.nullable(),
        ))
        .load(connection)
        .await?;
    let mut messages: HashMap<QueryId, Vec<Message>> = HashMap::new();
    for (query, number, author, at, body, name, email) in said {
        let name = called(name, email);
        messages.entry(query).or_default().push(Message { number, author, name, at, body });
    }
    rows.into_iter()
        .map(|(id, response, path, state, opened_by, opened_at, closed_at)| {
            let state = QueryState::from_code(&state).ok_or(Error::Unreadable("answer_query.state"))?;
            let messages = messages.remove(&id).unwrap_or_default();
            Ok(Query { id, response, path, state, opened_by, opened_at, closed_at, messages })
        })
        .collect()
}
