//! Rounds, and how far their responses are.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    schema::{department, invitation, region, response, round},
};
use crate::fieldwork::{
    ids::{AccountId, DepartmentId, RegionId, ResponseId, RoundId, VersionId},
    response::ResponseState,
    round::Round,
};

type RoundRow = (RoundId, String, String, VersionId, DateTime<Utc>, DateTime<Utc>, Option<DateTime<Utc>>);
type ProgressRow = (
    ResponseId,
    DepartmentId,
    RegionId,
    String,
    i32,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
);

/// How far one department is.
#[derive(Debug, Clone)]
pub struct Progress {
    pub response: ResponseId,
    pub department: DepartmentId,
    pub region: RegionId,
    pub state: ResponseState,
    pub revision: i32,
    pub invited_at: Option<DateTime<Utc>>,
    pub opened_at: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub accepted_at: Option<DateTime<Utc>>,
}

/// Adds a round.
pub async fn insert(connection: &mut Connection, given: &Round, author: Option<AccountId>) -> Result<(), Error> {
    let row = (
        round::id.eq(given.id),
        round::code.eq(&given.code),
        round::name.eq(&given.name),
        round::version_id.eq(given.version),
        round::opens_at.eq(given.opens_at),
        round::deadline.eq(given.deadline),
        round::created_by.eq(author),
    );
    diesel::insert_into(round::table).values(row).execute(connection).await?;
    Ok(())
}

/// Closes a round before its deadline; false where it was closed already.
pub async fn close(connection: &mut Connection, id: RoundId, now: DateTime<Utc>) -> Result<bool, Error> {
    let open = round::table.filter(round::id.eq(id).and(round::closed_at.is_null()));
    Ok(diesel::update(open).set(round::closed_at.eq(now)).execute(connection).await? == 1)
}

/// Gives a round another version where it has the one that was seen; false where it has not.
pub async fn set_version(
    connection: &mut Connection,
    id: RoundId,
    seen: VersionId,
    version: VersionId,
) -> Result<bool, Error> {
    let own = round::table.filter(round::id.eq(id).and(round::version_id.eq(seen)).and(round::closed_at.is_null()));
    Ok(diesel::update(own).set(round::version_id.eq(version)).execute(connection).await? == 1)
}

/// The round with this code.
pub async fn by_code(connection: &mut Connection, code: &str) -> Result<Option<Round>, Error> {
    let row: Option<RoundRow> =
        round::table.filter(round::code.eq(code)).select(COLUMNS).first(connection).await.optional()?;
    Ok(row.map(read))
}

/// One round.
pub async fn find(connection: &mut Connection, id: RoundId) -> Result<Option<Round>, Error> {
    let row: Option<RoundRow> = round::table.find(id).select(COLUMNS).first(connection).await.optional()?;
    Ok(row.map(read))
}

/// Every round, the newest first.
pub async fn all(connection: &mut Connection) -> Result<Vec<Round>, Error> {
    let rows: Vec<RoundRow> = round::table.order(round::created_at.desc()).select(COLUMNS).load(connection).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// How far every department of a round is, by region and department; of one region only where given.
pub async fn progress(
    connection: &mut Connection,
    id: RoundId,
    within: Option<RegionId>,
) -> Result<Vec<Progress>, Error> {
    let invited = invitation::table
        .filter(invitation::round_id.eq(id))
        .group_by(invitation::department_id)
        .select((invitation::department_id, diesel::dsl::min(invitation::created_at)));
    let invited: Vec<(DepartmentId, Option<DateTime<Utc>>)> = invited.load(connection).await?;
    let mut query = response::table
        .inner_join(department::table.inner_join(region::table))
        .filter(response::round_id.eq(id))
        .order((region::code, department::name))
        .select((
            response::id,
            response::department_id,
            department::region_id,
            response::state,
            response::revision,
            response::opened_at,
            response::started_at,
            response::submitted_at,
            response::accepted_at,
        ))
        .into_boxed();
    if let Some(within) = within {
        query = query.filter(region::id.eq(within));
    }
    let rows: Vec<ProgressRow> = query.load(connection).await?;
    let invited: std::collections::HashMap<_, _> = invited.into_iter().collect();
    rows.into_iter()
        .map(|(response, department, region, state, revision, opened_at, started_at, submitted_at, accepted_at)| {
            let state = ResponseState::from_code(&state).ok_or(Error::Unreadable("response.state"))?;
            let invited_at = invited.get(&department).copied().flatten();
            Ok(Progress {
                response,
                department,
                region,
                state,
                revision,
                invited_at,
                opened_at,
                started_at,
                submitted_at,
                accepted_at,
            })
        })
        .collect()
}

const COLUMNS: (
    round::id,
    round::code,
    round::name,
    round::version_id,
    round::opens_at,
    round::deadline,
    round::closed_at,
) = (round::id, round::code, round::name, round::version_id, round::opens_at, round::deadline, round::closed_at);

fn read((id, code, name, version, opens_at, deadline, closed_at): RoundRow) -> Round {
    Round { id, code, name, version, opens_at, deadline, closed_at }
}
