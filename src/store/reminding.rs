//! The reminder plans of rounds, who is to be reminded, and what was sent.

use chrono::{DateTime, NaiveTime, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    schema::{magic_link, reminder_by_hand, reminder_sent, round, round_reminder},
};
use crate::{
    access::token::TokenHash,
    fieldwork::{
        ids::{InvitationId, RegionId, RoundId},
        reminding::{Line, Quiet},
    },
};

/// What reminders need to know of a round.
#[derive(Debug, Clone, Queryable)]
pub struct Reminded {
    pub round: RoundId,
    pub code: String,
    pub name: String,
    pub opens_at: DateTime<Utc>,
    pub deadline: DateTime<Utc>,
    /// Empty while nobody was asked yet.
    pub launched_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub archived_at: Option<DateTime<Utc>>,
    pub late_days: i32,
    pub time_zone: String,
    pub quiet_from: NaiveTime,
    pub quiet_until: NaiveTime,
}

/// Somebody who was asked to answer for a department that has not submitted.
#[derive(Debug, Clone, QueryableByName)]
pub struct Waiting {
    #[diesel(sql_type = SqlUuid)]
    pub invitation: InvitationId,
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub language: String,
    #[diesel(sql_type = Text)]
    pub department: String,
    #[diesel(sql_type = Jsonb)]
    pub department_names: serde_json::Value,
    #[diesel(sql_type = SqlUuid)]
    pub region: RegionId,
    #[diesel(sql_type = Text)]
    pub region_code: String,
    #[diesel(sql_type = Text)]
    pub country: String,
    /// Submitted before, and given back.
    #[diesel(sql_type = Bool)]
    pub returned: bool,
    #[diesel(sql_type = Timestamptz)]
    pub deadline: DateTime<Utc>,
    /// When they were invited, or the deadline became what it is, whichever came last.
    #[diesel(sql_type = Timestamptz)]
    pub since: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    pub refused: bool,
    /// The address does not work.
    #[diesel(sql_type = Bool)]
    pub bounced: bool,
    /// When they were last reminded, by the plan or by somebody.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub reminded_at: Option<DateTime<Utc>>,
    /// The days of those reminders of this deadline that were sent.
    #[diesel(sql_type = Array<Integer>)]
    pub sent: Vec<i32>,
}

/// Reminders of one line of the plan for one deadline, by the day on which they went.
#[derive(Debug, Clone, QueryableByName)]
pub struct Sent {
    /// Nothing where somebody sent them.
    #[diesel(sql_type = Nullable<Integer>)]
    pub days: Option<i32>,
    #[diesel(sql_type = Timestamptz)]
    pub first_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub last_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    pub people: i64,
    #[diesel(sql_type = BigInt)]
    pub regions: i64,
}

/// Who wants no reminders, and for which departments they were asked.
#[derive(Debug, Clone, QueryableByName)]
pub struct Refusal {
    #[diesel(sql_type = Text)]
    pub address: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub departments: Option<String>,
}

/// An address whose newest mail arrived after its last bounce works again.
const WAITING: &str = "
    SELECT invitation.id AS invitation, account.email, account.name, account.language,
        department.name AS department, department.names AS department_names,
        region.id AS region, region.code AS region_code, region.country,
        response.state = 'returned' AS returned,
        coalesce(round_region.deadline, round.deadline) AS deadline,
        greatest(invitation.created_at, round_region.deadline_set_at,
            CASE WHEN round_region.deadline IS NULL THEN round.deadline_set_at END) AS since,
        EXISTS (
            SELECT FROM reminder_refusal
            WHERE reminder_refusal.round_id = round.id AND reminder_refusal.address = lower(account.email)
        ) AS refused,
        EXISTS (
            SELECT FROM mail_bounce WHERE mail_bounce.address = lower(account.email) AND NOT EXISTS (
                SELECT FROM outbox WHERE lower(outbox.recipient) = mail_bounce.address
                    AND outbox.bounced_at IS NULL AND outbox.sent_at > mail_bounce.at
            )
        ) AS bounced,
        greatest((
            SELECT max(at) FROM reminder_by_hand
            WHERE reminder_by_hand.round_id = round.id AND reminder_by_hand.invitation_id = invitation.id
        ), (
            SELECT max(at) FROM reminder_sent
            WHERE reminder_sent.round_id = round.id AND reminder_sent.invitation_id = invitation.id
        )) AS reminded_at,
        ARRAY (
            SELECT days FROM reminder_sent
            WHERE reminder_sent.round_id = round.id AND reminder_sent.invitation_id = invitation.id
                AND reminder_sent.deadline = coalesce(round_region.deadline, round.deadline)
        ) AS sent
    FROM round
    JOIN invitation ON invitation.round_id = round.id
    JOIN account ON account.id = invitation.account_id
    JOIN response ON response.round_id = round.id AND response.department_id = invitation.department_id
    JOIN department ON department.id = response.department_id
    JOIN region ON region.id = department.region_id
    LEFT JOIN round_region ON round_region.round_id = round.id AND round_region.region_id = region.id
    WHERE round.id = $1 AND invitation.revoked_at IS NULL AND account.disabled_at IS NULL
        AND account.merged_into IS NULL AND response.state IN ('in_progress', 'returned')
    ORDER BY region.code COLLATE \"C\", department.name COLLATE \"C\", account.email COLLATE \"C\"";

const SENT: &str = "
    SELECT sent.days, min(sent.at) AS first_at, max(sent.at) AS last_at, count(*) AS people,
        count(DISTINCT department.region_id) AS regions
    FROM (
        SELECT invitation_id, days, deadline, at FROM reminder_sent WHERE round_id = $1
        UNION ALL
        SELECT invitation_id, NULL, at, at FROM reminder_by_hand WHERE round_id = $1
    ) AS sent
    JOIN invitation ON invitation.round_id = $1 AND invitation.id = sent.invitation_id
    JOIN department ON department.id = invitation.department_id
    GROUP BY sent.days, (sent.at AT TIME ZONE 'UTC')::date, CASE WHEN sent.days IS NULL THEN sent.at END
    ORDER BY last_at DESC, sent.days
    LIMIT $2";

const REFUSALS: &str = "
    SELECT reminder_refusal.address, reminder_refusal.at, (
        SELECT string_agg(region.code || ' ' || department.name, ', ' ORDER BY region.code, department.name)
        FROM account
        JOIN invitation ON invitation.account_id = account.id AND invitation.round_id = $1
            AND invitation.revoked_at IS NULL
        JOIN department ON department.id = invitation.department_id
        JOIN region ON region.id = department.region_id
        WHERE account.email = reminder_refusal.address
    ) AS departments
    FROM reminder_refusal WHERE round_id = $1
    ORDER BY reminder_refusal.at DESC, reminder_refusal.address";

impl Reminded {
    /// The hours in which nothing is written.
    #[must_use]
    pub fn quiet(&self) -> Quiet {
        Quiet { from: self.quiet_from, until: self.quiet_until }
    }

    /// May anybody be reminded at this moment, as far as the round itself goes?
    #[must_use]
    pub fn is_running(&self, now: DateTime<Utc>) -> bool {
        self.launched_at.is_some_and(|at| at <= now)
            && self.archived_at.is_none()
            && self.closed_at.is_none_or(|at| at > now)
            && self.opens_at <= now
    }
}

/// A round, kept as it is until the transaction ends.
pub async fn hold(connection: &mut Connection, id: RoundId) -> Result<Option<Reminded>, Error> {
    Ok(round::table.find(id).select(COLUMNS).for_share().first(connection).await.optional()?)
}

/// A round.
pub async fn find(connection: &mut Connection, id: RoundId) -> Result<Option<Reminded>, Error> {
    Ok(round::table.find(id).select(COLUMNS).first(connection).await.optional()?)
}

/// The rounds with a plan that take answers, or did so until lately.
pub async fn rounds_with_plan(connection: &mut Connection, now: DateTime<Utc>) -> Result<Vec<RoundId>, Error> {
    let planned = round_reminder::table.filter(round_reminder::round_id.eq(round::id));
    let running = round::table
        .filter(round::launched_at.le(now).and(round::opens_at.le(now)))
        .filter(round::archived_at.is_null())
        .filter(round::closed_at.is_null().or(round::closed_at.gt(now)))
        .filter(diesel::dsl::exists(planned))
        .order(round::id)
        .select(round::id);
    Ok(running.load(connection).await?)
}

/// Takes the round's reminders for this transaction; false where another has them.
pub async fn try_lock(connection: &mut Connection, id: RoundId) -> Result<bool, Error> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = Bool)]
        taken: bool,
    }
    let query = sql_query("SELECT pg_try_advisory_xact_lock(hashtextextended('reminders ' || $1, 0)) AS taken");
    let found: Taken = query.bind::<Text, _>(id.to_string()).get_result(connection).await?;
    Ok(found.taken)
}

/// Takes the round's reminders for this transaction, after whoever has them now.
pub async fn lock(connection: &mut Connection, id: RoundId) -> Result<(), Error> {
    let query = sql_query("SELECT pg_advisory_xact_lock(hashtextextended('reminders ' || $1, 0))");
    query.bind::<Text, _>(id.to_string()).execute(connection).await?;
    Ok(())
}

/// The plan of a round, by days.
pub async fn plan(connection: &mut Connection, id: RoundId) -> Result<Vec<Line>, Error> {
    let own = round_reminder::table.filter(round_reminder::round_id.eq(id)).order(round_reminder::days);
    let rows: Vec<(i32, DateTime<Utc>)> =
        own.select((round_reminder::days, round_reminder::added_at)).load(connection).await?;
    Ok(rows.into_iter().map(|(days, added_at)| Line { days, added_at }).collect())
}

/// Adds a line to the plan; false where it is there already.
pub async fn add_line(connection: &mut Connection, id: RoundId, line: Line) -> Result<bool, Error> {
    let row = (
        round_reminder::round_id.eq(id),
        round_reminder::days.eq(line.days),
        round_reminder::added_at.eq(line.added_at),
    );
    let insert = diesel::insert_into(round_reminder::table).values(row).on_conflict_do_nothing();
    Ok(insert.execute(connection).await? == 1)
}

/// Takes a line out of the plan; false where there is none.
pub async fn remove_line(connection: &mut Connection, id: RoundId, days: i32) -> Result<bool, Error> {
    Ok(diesel::delete(round_reminder::table.find((id, days))).execute(connection).await? == 1)
}

/// Everybody who was asked and whose department has not submitted, by region, department and address.
pub async fn waiting(connection: &mut Connection, id: RoundId) -> Result<Vec<Waiting>, Error> {
    Ok(sql_query(WAITING).bind::<SqlUuid, _>(id.0).load(connection).await?)
}

/// Writes down reminders of the plan, each with its deadline and days. Returns those that were not written before.
pub async fn note_sent(
    connection: &mut Connection,
    id: RoundId,
    sent: &[(InvitationId, DateTime<Utc>, i32)],
    now: DateTime<Utc>,
) -> Result<Vec<InvitationId>, Error> {
    let mut new = Vec::new();
    for chunk in sent.chunks(1_000) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(invitation, deadline, days)| {
                (
                    reminder_sent::round_id.eq(id),
                    reminder_sent::invitation_id.eq(*invitation),
                    reminder_sent::deadline.eq(*deadline),
                    reminder_sent::days.eq(*days),
                    reminder_sent::at.eq(now),
                )
            })
            .collect();
        let insert = diesel::insert_into(reminder_sent::table).values(rows).on_conflict_do_nothing();
        let written: Vec<InvitationId> = insert.returning(reminder_sent::invitation_id).get_results(connection).await?;
        new.extend(written);
    }
    Ok(new)
}

/// Writes down that somebody reminded these people.
pub async fn note_by_hand(
    connection: &mut Connection,
    id: RoundId,
    invitations: &[InvitationId],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for chunk in invitations.chunks(1_000) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|invitation| {
                (
                    reminder_by_hand::round_id.eq(id),
                    reminder_by_hand::invitation_id.eq(*invitation),
                    reminder_by_hand::at.eq(now),
                )
            })
            .collect();
        diesel::insert_into(reminder_by_hand::table).values(rows).execute(connection).await?;
    }
    Ok(())
}

/// What was sent, the newest first.
pub async fn sent(connection: &mut Connection, id: RoundId, most: i64) -> Result<Vec<Sent>, Error> {
    Ok(sql_query(SENT).bind::<SqlUuid, _>(id.0).bind::<BigInt, _>(most).load(connection).await?)
}

/// Who wants no reminders of a round, the newest first.
pub async fn refusals(connection: &mut Connection, id: RoundId) -> Result<Vec<Refusal>, Error> {
    Ok(sql_query(REFUSALS).bind::<SqlUuid, _>(id.0).load(connection).await?)
}

/// Adds links for invitations, each with the hash of its token.
pub async fn add_links(
    connection: &mut Connection,
    id: RoundId,
    links: &[(InvitationId, TokenHash)],
    (now, expires_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), Error> {
    for chunk in links.chunks(1_000) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(invitation, token)| {
                (
                    magic_link::token_hash.eq(&token.0),
                    magic_link::round_id.eq(id),
                    magic_link::invitation_id.eq(*invitation),
                    magic_link::created_at.eq(now),
                    magic_link::expires_at.eq(expires_at),
                )
            })
            .collect();
        diesel::insert_into(magic_link::table).values(rows).execute(connection).await?;
    }
    Ok(())
}

type Columns = (
    round::id,
    round::code,
    round::name,
    round::opens_at,
    round::deadline,
    round::launched_at,
    round::closed_at,
    round::archived_at,
    round::late_days,
    round::time_zone,
    round::quiet_from,
    round::quiet_until,
);

const COLUMNS: Columns = (
    round::id,
    round::code,
    round::name,
    round::opens_at,
    round::deadline,
    round::launched_at,
    round::closed_at,
    round::archived_at,
    round::late_days,
    round::time_zone,
    round::quiet_from,
    round::quiet_until,
);
