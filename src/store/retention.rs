//! What a round keeps for a time of its own: what is due, taking it away, and what was written down about it.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{outbox, retention_run, round},
};
use crate::fieldwork::{
    ids::{AccountId, RoundId},
    privacy::{
        RoundPeriods,
        retention::{Kind, Periods},
    },
};

type PeriodsRow = (String, String, Option<i32>, Option<i32>, Option<i32>);

/// A round as retention sees it.
#[derive(Debug, Clone)]
pub struct Kept {
    pub id: RoundId,
    pub code: String,
    pub name: String,
    pub closed_at: Option<DateTime<Utc>>,
    /// The last of its regions' deadlines.
    pub last_deadline: DateTime<Utc>,
    pub late_days: u32,
    pub periods: Periods,
}

/// What was done, or why it could not be.
#[derive(Debug, Clone, Queryable)]
pub struct Run {
    pub round: RoundId,
    pub round_code: String,
    pub round_name: String,
    pub kind: String,
    pub at: DateTime<Utc>,
    pub removed: i64,
    pub error: Option<String>,
}

#[derive(QueryableByName)]
struct KeptRow {
    #[diesel(sql_type = SqlUuid)]
    id: RoundId,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    closed_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Timestamptz)]
    last_deadline: DateTime<Utc>,
    #[diesel(sql_type = Integer)]
    late_days: i32,
    #[diesel(sql_type = Nullable<Integer>)]
    keep_drafts_days: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    keep_contacts_days: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    keep_logs_days: Option<i32>,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = Bool)]
    taken: bool,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: AccountId,
}

/// Every round that was launched.
pub async fn rounds(connection: &mut Connection) -> Result<Vec<Kept>, Error> {
    let query = sql_query(
        "SELECT id, code, name, closed_at, late_days, keep_drafts_days, keep_contacts_days, keep_logs_days,
             greatest(deadline, (SELECT max(round_region.deadline) FROM round_region WHERE round_id = round.id))
                 AS last_deadline
         FROM round WHERE launched_at IS NOT NULL ORDER BY deadline, code",
    );
    let rows: Vec<KeptRow> = query.load(connection).await?;
    let days = |days: Option<i32>| days.and_then(|days| u32::try_from(days).ok());
    let read = |row: KeptRow| Kept {
        id: row.id,
        code: row.code,
        name: row.name,
        closed_at: row.closed_at,
        last_deadline: row.last_deadline,
        late_days: u32::try_from(row.late_days).unwrap_or_default(),
        periods: Periods {
            drafts: days(row.keep_drafts_days),
            contacts: days(row.keep_contacts_days),
            logs: days(row.keep_logs_days),
        },
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The periods of every round, for the record of processing.
pub async fn periods(connection: &mut Connection) -> Result<Vec<RoundPeriods>, Error> {
    let rows: Vec<PeriodsRow> = round::table
        .order(round::code)
        .select((round::code, round::name, round::keep_drafts_days, round::keep_contacts_days, round::keep_logs_days))
        .load(connection)
        .await?;
    let read = |(code, name, drafts, contacts, logs)| RoundPeriods { code, name, drafts, contacts, logs };
    Ok(rows.into_iter().map(read).collect())
}

/// Takes retention for this transaction; false where another instance has it.
pub async fn take(connection: &mut Connection) -> Result<bool, Error> {
    let query = sql_query("SELECT pg_try_advisory_xact_lock(hashtext('periplus.retention')) AS taken");
    let taken: Taken = query.get_result(connection).await?;
    Ok(taken.taken)
}

/// Removes answers as they were being written, with files that no submission has. A response that was returned is being
/// worked on, and keeps them. Returns how many rows there were.
pub async fn remove_drafts(connection: &mut Connection, id: RoundId) -> Result<i64, Error> {
    let query = sql_query(
        "WITH over AS MATERIALIZED (
             SELECT id FROM response WHERE round_id = $1 AND state <> 'returned' ORDER BY id FOR UPDATE
         ), answers AS (
             DELETE FROM draft_answer USING over WHERE round_id = $1 AND response_id = over.id RETURNING response_id
         ), history AS (
             DELETE FROM draft_history USING over WHERE round_id = $1 AND response_id = over.id RETURNING response_id
         ), moved AS (
             DELETE FROM moved_answer USING over WHERE round_id = $1 AND response_id = over.id RETURNING response_id
         ), carried AS (
             DELETE FROM carried_answer USING over WHERE round_id = $1 AND response_id = over.id RETURNING response_id
         ), files AS (
             DELETE FROM attachment USING over WHERE round_id = $1 AND response_id = over.id
                 AND NOT EXISTS (
                     SELECT FROM submission WHERE submission.round_id = $1 AND submission.response_id = over.id
                         AND position(attachment.id::text IN answers::text) > 0
                 ) AND NOT EXISTS (
                     SELECT FROM sign_off WHERE sign_off.round_id = $1
                         AND position(attachment.id::text IN answers::text) > 0
                 ) AND NOT EXISTS (
                     SELECT FROM regional_value WHERE regional_value.round_id = $1
                         AND position(attachment.id::text IN value::text) > 0
                 )
             RETURNING response_id
         ), gone AS (
             SELECT response_id FROM answers UNION ALL SELECT response_id FROM history
             UNION ALL SELECT response_id FROM moved UNION ALL SELECT response_id FROM carried
             UNION ALL SELECT response_id FROM files
         ), counted AS (
             UPDATE response SET draft_version = draft_version + 1
             WHERE round_id = $1 AND id IN (SELECT response_id FROM gone)
         )
         SELECT count(*) FROM gone",
    );
    let count: Count = query.bind::<SqlUuid, _>(id).get_result(connection).await?;
    Ok(count.count)
}

/// Removes the mails of a round that wait for nothing any more: those to the people whom it asked, of the time in which
/// it ran, unless another round that still keeps its mails asked the same person at that time.
pub async fn remove_logs(connection: &mut Connection, id: RoundId, now: DateTime<Utc>) -> Result<i64, Error> {
    let query = sql_query(
        "WITH asked AS (
             SELECT invitation.round_id, email FROM invitation JOIN account ON account.id = account_id
             UNION SELECT round_region.round_id, email FROM round_region
                 JOIN role_grant ON role_grant.region_id = round_region.region_id
                 JOIN account ON account.id = role_grant.account_id
         ), span AS (
             SELECT id, created_at - interval '1 hour' AS began, coalesce(closed_at, greatest(deadline, (
                     SELECT max(round_region.deadline) FROM round_region WHERE round_id = round.id
                 )) + late_days * interval '1 day') AS ended, keep_logs_days
             FROM round
         ), gone AS (
             DELETE FROM outbox WHERE state <> 'waiting' AND EXISTS (
                 SELECT FROM span JOIN asked ON asked.round_id = span.id
                 WHERE span.id = $1 AND email = lower(recipient)
                     AND outbox.created_at BETWEEN began AND ended + keep_logs_days * interval '1 day'
             ) AND NOT EXISTS (
                 SELECT FROM span JOIN asked ON asked.round_id = span.id
                 WHERE span.id <> $1 AND email = lower(recipient) AND outbox.created_at >= began
                     AND (keep_logs_days IS NULL OR ended + keep_logs_days * interval '1 day' > $2)
             )
             RETURNING id
         )
         SELECT count(*) FROM gone",
    );
    let count: Count = query.bind::<SqlUuid, _>(id).bind::<Timestamptz, _>(now).get_result(connection).await?;
    Ok(count.count)
}

/// Who has no part in anything but this round: nobody would know them without it.
pub async fn only_asked_in(connection: &mut Connection, id: RoundId) -> Result<Vec<AccountId>, Error> {
    let query = sql_query(
        "SELECT DISTINCT account.id FROM account JOIN invitation ON invitation.account_id = account.id
         WHERE invitation.round_id = $1 AND erased_at IS NULL
             AND NOT EXISTS (SELECT FROM role_grant WHERE role_grant.account_id = account.id)
             AND NOT EXISTS (SELECT FROM department_member WHERE department_member.account_id = account.id)
             AND NOT EXISTS (
                 SELECT FROM invitation AS other WHERE other.account_id = account.id AND other.round_id <> $1
             )
         ORDER BY account.id",
    );
    let rows: Vec<Id> = query.bind::<SqlUuid, _>(id).load(connection).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Removes whom a round asked: invitations with their links and reminders, and who sees to a section.
pub async fn remove_contacts(connection: &mut Connection, id: RoundId) -> Result<i64, Error> {
    let query = sql_query(
        "WITH sections AS (
             UPDATE delegation SET account_id = NULL WHERE round_id = $1 AND account_id IS NOT NULL RETURNING 1
         ), links AS (
             DELETE FROM reminder_link WHERE round_id = $1 RETURNING 1
         ), refusals AS (
             DELETE FROM reminder_refusal WHERE round_id = $1 RETURNING 1
         ), invitations AS (
             DELETE FROM invitation WHERE round_id = $1 RETURNING 1
         )
         SELECT (SELECT count(*) FROM sections) + (SELECT count(*) FROM links) + (SELECT count(*) FROM refusals)
             + (SELECT count(*) FROM invitations) AS count",
    );
    let count: Count = query.bind::<SqlUuid, _>(id).get_result(connection).await?;
    Ok(count.count)
}

/// Writes a run down, in the place of a failure of the same day.
pub async fn write(
    connection: &mut Connection,
    id: RoundId,
    kind: Kind,
    now: DateTime<Utc>,
    outcome: Result<i64, &str>,
) -> Result<(), Error> {
    let query = sql_query(
        "DELETE FROM retention_run WHERE round_id = $1 AND kind = $2 AND error IS NOT NULL
             AND (at AT TIME ZONE 'UTC')::date = ($3 AT TIME ZONE 'UTC')::date",
    );
    query.bind::<SqlUuid, _>(id).bind::<Text, _>(kind.code()).bind::<Timestamptz, _>(now).execute(connection).await?;
    let row = (
        retention_run::round_id.eq(id.0),
        retention_run::kind.eq(kind.code()),
        retention_run::at.eq(now),
        retention_run::removed.eq(outcome.unwrap_or_default()),
        retention_run::error.eq(outcome.err()),
    );
    diesel::insert_into(retention_run::table).values(row).execute(connection).await?;
    Ok(())
}

/// The newest run of each kind and round.
pub async fn latest(connection: &mut Connection) -> Result<Vec<Run>, Error> {
    let runs = runs(connection, 5_000).await?;
    let mut latest: Vec<Run> = Vec::new();
    for run in runs {
        if !latest.iter().any(|one| one.round == run.round && one.kind == run.kind) {
            latest.push(run);
        }
    }
    Ok(latest)
}

/// What was done last, the newest first.
pub async fn runs(connection: &mut Connection, most: i64) -> Result<Vec<Run>, Error> {
    let found = retention_run::table
        .inner_join(round::table.on(round::id.eq(retention_run::round_id.into_sql::<SqlUuid>())))
        .order((retention_run::at.desc(), retention_run::kind))
        .limit(most)
        .select((
            round::id,
            round::code,
            round::name,
            retention_run::kind,
            retention_run::at,
            retention_run::removed,
            retention_run::error,
        ));
    Ok(found.load(connection).await?)
}

/// Which of these mails are in the outbox, as they were written.
pub async fn whole_mails(connection: &mut Connection, ids: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    let kept = outbox::table.filter(outbox::id.eq_any(ids).and(outbox::redacted_at.is_null()));
    Ok(kept.select(outbox::id).load(connection).await?)
}
