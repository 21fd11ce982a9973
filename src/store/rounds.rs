//! Rounds, and how far their responses are. A change says from where it starts, so that of two people one wins.

use chrono::{DateTime, NaiveTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    schema::{department, invitation, region, response, round},
};
use crate::fieldwork::{
    ids::{AccountId, DepartmentId, RegionId, ResponseId, RoundId, VersionId},
    response::ResponseState,
    round::{Round, Rules},
};

/// A round as it is stored; see [`RoundRow::read`].
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = round, check_for_backend(diesel::pg::Pg))]
pub(super) struct RoundRow {
    id: RoundId,
    code: String,
    name: String,
    version_id: VersionId,
    opens_at: DateTime<Utc>,
    deadline: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    launched_at: Option<DateTime<Utc>>,
    archived_at: Option<DateTime<Utc>>,
    time_zone: String,
    late_days: i32,
    quiet_from: NaiveTime,
    quiet_until: NaiveTime,
    keep_drafts_days: Option<i32>,
    keep_contacts_days: Option<i32>,
    keep_logs_days: Option<i32>,
}

impl RoundRow {
    /// The round; with the deadline of a region where that has one of its own.
    pub(super) fn read(self, own_deadline: Option<DateTime<Utc>>) -> Result<Round, Error> {
        let days = |stored: Option<i32>| {
            stored.map(u16::try_from).transpose().map_err(|_| Error::Unreadable("round.keep_days"))
        };
        let rules = Rules {
            time_zone: self.time_zone.parse().map_err(|_| Error::Unreadable("round.time_zone"))?,
            late_days: u16::try_from(self.late_days).map_err(|_| Error::Unreadable("round.late_days"))?,
            quiet_from: self.quiet_from,
            quiet_until: self.quiet_until,
            keep_drafts_days: days(self.keep_drafts_days)?,
            keep_contacts_days: days(self.keep_contacts_days)?,
            keep_logs_days: days(self.keep_logs_days)?,
        };
        Ok(Round {
            id: self.id,
            code: self.code,
            name: self.name,
            version: self.version_id,
            launched_at: self.launched_at,
            opens_at: self.opens_at,
            deadline: own_deadline.unwrap_or(self.deadline),
            closed_at: self.closed_at,
            archived_at: self.archived_at,
            rules,
        })
    }
}

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

/// What refuses work on an archived round.
pub const ARCHIVED_CONSTRAINT: &str = "round_archived";

mod functions {
    use diesel::sql_types;

    #[diesel::declare_sql_function]
    extern "SQL" {
        /// See the migration: waits for whoever saves or submits in the round, and keeps others out.
        fn hold_round_alone(round: sql_types::Uuid) -> sql_types::Bool;
    }
}

/// Adds a round.
pub async fn insert(connection: &mut Connection, given: &Round, author: Option<AccountId>) -> Result<(), Error> {
    let row = (
        round::id.eq(given.id),
        round::code.eq(&given.code),
        round::created_by.eq(author),
        round::launched_at.eq(given.launched_at),
        defined(given),
        ruled(given),
    );
    diesel::insert_into(round::table).values(row).execute(connection).await?;
    Ok(())
}

/// One round, which nobody else changes until the transaction ends.
pub async fn find_for_change(connection: &mut Connection, id: RoundId) -> Result<Option<Round>, Error> {
    let row: Option<RoundRow> =
        round::table.find(id).select(RoundRow::as_select()).for_no_key_update().first(connection).await.optional()?;
    row.map(|row| row.read(None)).transpose()
}

/// Writes what defines a round and its rules. Belongs behind [`find_for_change`].
pub async fn put(connection: &mut Connection, given: &Round) -> Result<(), Error> {
    let own = diesel::update(round::table.find(given.id));
    own.set((defined(given), ruled(given))).execute(connection).await?;
    Ok(())
}

/// Gives the responses of a draft its version: nobody has answered yet.
pub async fn put_version_of_responses(connection: &mut Connection, given: &Round) -> Result<(), Error> {
    let own = response::table.filter(response::round_id.eq(given.id));
    diesel::update(own).set(response::version_id.eq(given.version)).execute(connection).await?;
    Ok(())
}

/// Launches a draft; false where it is none any more.
pub async fn launch(connection: &mut Connection, id: RoundId, now: DateTime<Utc>) -> Result<bool, Error> {
    let draft =
        round::table.filter(round::id.eq(id).and(round::launched_at.is_null()).and(round::archived_at.is_null()));
    Ok(diesel::update(draft).set(round::launched_at.eq(now)).execute(connection).await? == 1)
}

/// Closes a launched round, after what is being saved and before what would be; false where it was closed already.
pub async fn close(connection: &mut Connection, id: RoundId, now: DateTime<Utc>) -> Result<bool, Error> {
    hold_alone(connection, id).await?;
    let running = round::table.filter(round::id.eq(id).and(round::closed_at.is_null()));
    let running = running.filter(round::launched_at.is_not_null().and(round::archived_at.is_null()));
    Ok(diesel::update(running).set(round::closed_at.eq(now)).execute(connection).await? == 1)
}

/// Takes a closing back; false where the round is not closed by hand, or archived.
pub async fn reopen(connection: &mut Connection, id: RoundId) -> Result<bool, Error> {
    let closed = round::table.filter(round::id.eq(id).and(round::closed_at.is_not_null()));
    let closed = closed.filter(round::archived_at.is_null());
    Ok(diesel::update(closed).set(round::closed_at.eq(None::<DateTime<Utc>>)).execute(connection).await? == 1)
}

/// Archives a launched round, and closes it where it only was over; false where it was archived already.
pub async fn archive(connection: &mut Connection, id: RoundId, now: DateTime<Utc>) -> Result<bool, Error> {
    hold_alone(connection, id).await?;
    let own = round::table.filter(round::id.eq(id).and(round::launched_at.is_not_null()));
    let standing = own.filter(round::archived_at.is_null());
    let closed = diesel::dsl::case_when(
        round::closed_at.is_null(),
        now.into_sql::<diesel::sql_types::Nullable<diesel::sql_types::Timestamptz>>(),
    )
    .otherwise(round::closed_at);
    let change = (round::archived_at.eq(now), round::closed_at.eq(closed));
    Ok(diesel::update(standing).set(change).execute(connection).await? == 1)
}

/// Gives a running round another deadline where it has the one that was seen; false where it has not.
pub async fn set_deadline(
    connection: &mut Connection,
    id: RoundId,
    seen: DateTime<Utc>,
    deadline: DateTime<Utc>,
) -> Result<bool, Error> {
    let own = round::table.filter(round::id.eq(id).and(round::deadline.eq(seen)).and(round::closed_at.is_null()));
    let running = own.filter(round::launched_at.is_not_null().and(round::archived_at.is_null()));
    Ok(diesel::update(running).set(round::deadline.eq(deadline)).execute(connection).await? == 1)
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
    let own = round::table.filter(round::code.eq(code)).select(RoundRow::as_select());
    let row: Option<RoundRow> = own.first(connection).await.optional()?;
    row.map(|row| row.read(None)).transpose()
}

/// One round.
pub async fn find(connection: &mut Connection, id: RoundId) -> Result<Option<Round>, Error> {
    let own = round::table.find(id).select(RoundRow::as_select());
    let row: Option<RoundRow> = own.first(connection).await.optional()?;
    row.map(|row| row.read(None)).transpose()
}

/// Every round, the newest first, drafts too: for who runs them.
pub async fn all(connection: &mut Connection) -> Result<Vec<Round>, Error> {
    let query = round::table.order(round::created_at.desc()).select(RoundRow::as_select());
    let rows: Vec<RoundRow> = query.load(connection).await?;
    rows.into_iter().map(|row| row.read(None)).collect()
}

/// Every round that was launched, the newest first: drafts do not exist for who is asked.
pub async fn launched(connection: &mut Connection) -> Result<Vec<Round>, Error> {
    let mut rounds = all(connection).await?;
    rounds.retain(Round::is_launched);
    Ok(rounds)
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

async fn hold_alone(connection: &mut Connection, id: RoundId) -> Result<(), Error> {
    diesel::select(functions::hold_round_alone(id)).execute(connection).await?;
    Ok(())
}

type Defined<'a> = (
    diesel::dsl::Eq<round::name, &'a str>,
    diesel::dsl::Eq<round::version_id, VersionId>,
    diesel::dsl::Eq<round::opens_at, DateTime<Utc>>,
    diesel::dsl::Eq<round::deadline, DateTime<Utc>>,
);

fn defined(given: &Round) -> Defined<'_> {
    (
        round::name.eq(given.name.as_str()),
        round::version_id.eq(given.version),
        round::opens_at.eq(given.opens_at),
        round::deadline.eq(given.deadline),
    )
}

type Ruled = (
    diesel::dsl::Eq<round::time_zone, &'static str>,
    diesel::dsl::Eq<round::late_days, i32>,
    diesel::dsl::Eq<round::quiet_from, NaiveTime>,
    diesel::dsl::Eq<round::quiet_until, NaiveTime>,
    diesel::dsl::Eq<round::keep_drafts_days, Option<i32>>,
    diesel::dsl::Eq<round::keep_contacts_days, Option<i32>>,
    diesel::dsl::Eq<round::keep_logs_days, Option<i32>>,
);

fn ruled(given: &Round) -> Ruled {
    let rules = &given.rules;
    (
        round::time_zone.eq(rules.time_zone.name()),
        round::late_days.eq(i32::from(rules.late_days)),
        round::quiet_from.eq(rules.quiet_from),
        round::quiet_until.eq(rules.quiet_until),
        round::keep_drafts_days.eq(rules.keep_drafts_days.map(i32::from)),
        round::keep_contacts_days.eq(rules.keep_contacts_days.map(i32::from)),
        round::keep_logs_days.eq(rules.keep_logs_days.map(i32::from)),
    )
}
