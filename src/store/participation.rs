//! How far rounds and regions are, counted in the database, and the departments behind the counts.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{
    dsl::{count, count_star, max},
    prelude::*,
};
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    schema::{department, draft_answer, region, response},
};
use crate::fieldwork::{
    ids::{DepartmentId, RegionId, ResponseId, RoundId},
    response::ResponseState,
};

/// How many departments reached each stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub asked: i64,
    pub opened: i64,
    pub started: i64,
    pub submitted: i64,
    pub accepted: i64,
}

/// How far one department is, and when somebody last did something.
#[derive(Debug, Clone)]
pub struct DepartmentProgress {
    pub response: ResponseId,
    pub department: DepartmentId,
    pub region: RegionId,
    pub name: String,
    pub kind: String,
    pub state: ResponseState,
    pub opened_at: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
}

type CountRow<Id> = (Id, i64, i64, i64, i64, i64);
type DepartmentRow = (
    ResponseId,
    DepartmentId,
    RegionId,
    String,
    String,
    String,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
);

/// The counts of every round that asks anybody.
pub async fn by_round(connection: &mut Connection) -> Result<HashMap<RoundId, Counts>, Error> {
    let query = response::table.group_by(response::round_id).select((
        response::round_id,
        count_star(),
        count(response::opened_at),
        count(response::started_at),
        count(response::submitted_at),
        count(response::accepted_at),
    ));
    let rows: Vec<CountRow<RoundId>> = query.load(connection).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// The counts of a round by region.
pub async fn by_region(connection: &mut Connection, round: RoundId) -> Result<HashMap<RegionId, Counts>, Error> {
    let query = response::table
        .inner_join(department::table)
        .filter(response::round_id.eq(round))
        .group_by(department::region_id)
        .select((
            department::region_id,
            count_star(),
            count(response::opened_at),
            count(response::started_at),
            count(response::submitted_at),
            count(response::accepted_at),
        ));
    let rows: Vec<CountRow<RegionId>> = query.load(connection).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// The departments of a round, by region and name: of one region only where given, and at most `most` of them.
pub async fn departments(
    connection: &mut Connection,
    round: RoundId,
    within: Option<RegionId>,
    most: i64,
) -> Result<Vec<DepartmentProgress>, Error> {
    let mut query = response::table
        .inner_join(department::table.inner_join(region::table))
        .filter(response::round_id.eq(round))
        .order((region::code, department::name))
        .limit(most)
        .select((
            response::id,
            response::department_id,
            department::region_id,
            department::name,
            department::kind,
            response::state,
            response::opened_at,
            response::started_at,
            response::submitted_at,
        ))
        .into_boxed();
    if let Some(within) = within {
        query = query.filter(region::id.eq(within));
    }
    let rows: Vec<DepartmentRow> = query.load(connection).await?;
    let ids: Vec<ResponseId> = rows.iter().map(|row| row.0).collect();
    let edits: Vec<(ResponseId, Option<DateTime<Utc>>)> = draft_answer::table
        .filter(draft_answer::round_id.eq(round).and(draft_answer::response_id.eq_any(ids)))
        .group_by(draft_answer::response_id)
        .select((draft_answer::response_id, max(draft_answer::edited_at)))
        .load(connection)
        .await?;
    let edits: HashMap<_, _> = edits.into_iter().collect();
    rows.into_iter().map(|row| department(row, &edits)).collect()
}

fn department(
    row: DepartmentRow,
    edits: &HashMap<ResponseId, Option<DateTime<Utc>>>,
) -> Result<DepartmentProgress, Error> {
    let (response, department, region, name, kind, state, opened_at, started_at, submitted_at) = row;
    let state = ResponseState::from_code(&state).ok_or(Error::Unreadable("response.state"))?;
    let edited_at = edits.get(&response).copied().flatten();
    let last_at = [opened_at, started_at, submitted_at, edited_at].into_iter().flatten().max();
    Ok(DepartmentProgress {
        response,
        department,
        region,
        name,
        kind,
        state,
        opened_at,
        started_at,
        submitted_at,
        last_at,
    })
}

fn read<Id>((id, asked, opened, started, submitted, accepted): CountRow<Id>) -> (Id, Counts) {
    (id, Counts { asked, opened, started, submitted, accepted })
}
