//! Mails that were promised: they commit with their event, and the worker leases them from here.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Integer, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Connection, Error, schema::outbox};

/// A mail as it was written. What became of it is another matter, see [`super::mails`].
#[derive(Debug, Clone, Queryable, QueryableByName, Selectable, Insertable)]
#[diesel(table_name = outbox, check_for_backend(diesel::pg::Pg))]
pub struct Mail {
    pub id: Uuid,
    pub kind: String,
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub created_at: DateTime<Utc>,
    pub next_attempt_at: DateTime<Utc>,
    /// Where reminders can be ended, for those mails that remind.
    pub unsubscribe_url: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
}

/// A mail that a worker may send, for as long as its lease lasts.
#[derive(Debug, Clone, QueryableByName)]
pub struct Leased {
    #[diesel(embed)]
    pub mail: Mail,
    /// With its angle brackets; the same at every attempt.
    #[diesel(sql_type = Text)]
    pub message_id: String,
    /// Attempts that began before this lease.
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
    /// Since when it is being tried.
    #[diesel(sql_type = diesel::sql_types::Timestamptz)]
    pub since: DateTime<Utc>,
}

/// A worker's claim on mails, and how long it holds without being renewed.
#[derive(Debug, Clone, Copy)]
pub struct Lease {
    pub id: Uuid,
    pub lasts: TimeDelta,
}

/// An attempt that the server accepted.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub mail: Uuid,
    pub number: i32,
    pub words: String,
}

/// An attempt that ended otherwise.
#[derive(Debug, Clone)]
pub struct Unaccepted<'a> {
    pub mail: Uuid,
    pub number: i32,
    pub outcome: &'static str,
    pub stage: &'static str,
    pub words: &'a str,
    pub then: Then,
}

/// What follows an attempt that was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    RetryAfter(TimeDelta),
    /// No more attempts; an admin can have it tried anew.
    Dead,
    /// The recipient was refused for good.
    Bounced,
}

#[derive(QueryableByName)]
struct Begun {
    #[diesel(sql_type = Integer)]
    attempts: i32,
}

/// Puts mails in.
pub async fn enqueue(connection: &mut Connection, mails: &[Mail]) -> Result<(), Error> {
    for chunk in mails.chunks(500) {
        diesel::insert_into(outbox::table).values(chunk).execute(connection).await?;
    }
    Ok(())
}

/// Leases up to `count` due mails. Time is the database's: workers on several machines have one clock. `domain` is the
/// right side of the Message-ID of a mail that has none yet.
pub async fn take(connection: &mut Connection, lease: Lease, count: i64, domain: &str) -> Result<Vec<Leased>, Error> {
    let query = sql_query(
        "WITH due AS MATERIALIZED (
             SELECT id FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND next_attempt_at <= now()
             ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )
         UPDATE outbox SET lease = $2, next_attempt_at = now() + $3 * interval '1 millisecond',
             message_id = coalesce(message_id, '<' || outbox.id || '@' || $4 || '>')
         FROM due WHERE outbox.id = due.id
         RETURNING outbox.id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at,
             unsubscribe_url, sent_at, message_id, attempts, coalesce(tried_since, created_at) AS since",
    );
    let query = query.bind::<BigInt, _>(count).bind::<SqlUuid, _>(lease.id);
    Ok(query.bind::<BigInt, _>(lease.lasts.num_milliseconds()).bind::<Text, _>(domain).load(connection).await?)
}

/// Writes down that one mail was accepted and that the next attempt begins, in one commit: a worker that dies leaves at
/// most one mail of which it is not known whether it arrived. Returns the number of the attempt that begins; `None`
/// where nothing is next, or the lease has run out and the mail is another worker's.
pub async fn advance(
    connection: &mut Connection,
    accepted: Option<&Accepted>,
    next: Option<(Uuid, Lease)>,
) -> Result<Option<i32>, Error> {
    let query = sql_query(
        "WITH ended AS (
             UPDATE mail_attempt SET ended_at = now(), outcome = 'accepted', stage = 'reply', words = $3
             WHERE mail_id = $1 AND number = $2
         ), sent AS (
             UPDATE outbox SET sent_at = now(), failed_at = NULL, lease = NULL, last_error = NULL
             WHERE id = $1 AND sent_at IS NULL
         ), begun AS (
             UPDATE outbox SET attempts = attempts + 1, next_attempt_at = now() + $6 * interval '1 millisecond'
             WHERE id = $4 AND lease = $5 AND next_attempt_at > now() AND sent_at IS NULL AND failed_at IS NULL
             RETURNING id, attempts
         )
         INSERT INTO mail_attempt (mail_id, number, began_at) SELECT id, attempts, now() FROM begun
         RETURNING number AS attempts",
    );
    let query = query
        .bind::<Nullable<SqlUuid>, _>(accepted.map(|accepted| accepted.mail))
        .bind::<Nullable<Integer>, _>(accepted.map(|accepted| accepted.number))
        .bind::<Nullable<Text>, _>(accepted.map(|accepted| accepted.words.as_str()))
        .bind::<Nullable<SqlUuid>, _>(next.map(|(id, _)| id))
        .bind::<Nullable<SqlUuid>, _>(next.map(|(_, lease)| lease.id))
        .bind::<BigInt, _>(next.map_or(0, |(_, lease)| lease.lasts.num_milliseconds()));
    let begun: Option<Begun> = query.get_result(connection).await.optional()?;
    Ok(begun.map(|begun| begun.attempts))
}

/// Writes down that these mails were accepted, each at its first attempt of this lease, in one commit.
pub async fn sent_together(connection: &mut Connection, mails: &[Uuid]) -> Result<(), Error> {
    let query = sql_query(
        "WITH sent AS (
             UPDATE outbox SET sent_at = now(), lease = NULL, last_error = NULL, attempts = attempts + 1
             WHERE id = ANY($1) AND sent_at IS NULL
             RETURNING id, attempts
         )
         INSERT INTO mail_attempt (mail_id, number, began_at, ended_at, outcome, stage)
         SELECT id, attempts, now(), now(), 'accepted', 'reply' FROM sent",
    );
    query.bind::<Array<SqlUuid>, _>(mails).execute(connection).await?;
    Ok(())
}

/// Writes down an attempt that was not accepted, and what follows.
pub async fn not_accepted(connection: &mut Connection, given: &Unaccepted<'_>) -> Result<(), Error> {
    let query = sql_query(
        "WITH ended AS (
             UPDATE mail_attempt SET ended_at = now(), outcome = $3, stage = $4, words = $5
             WHERE mail_id = $1 AND number = $2
         ), bounced AS (
             INSERT INTO mail_bounce (id, address, words, source, mail_id, at)
             SELECT gen_random_uuid(), lower(recipient), $5, 'server', id, now() FROM outbox
             WHERE id = $1 AND $6 = 'bounced'
         )
         UPDATE outbox SET lease = NULL, last_error = $5,
             next_attempt_at = CASE WHEN $6 = 'retry' THEN now() + $7 * interval '1 millisecond' ELSE next_attempt_at END,
             failed_at = CASE WHEN $6 = 'retry' THEN NULL ELSE now() END,
             bounced_at = CASE WHEN $6 = 'bounced' THEN now() END
         WHERE id = $1 AND sent_at IS NULL",
    );
    let (then, wait) = match given.then {
        Then::RetryAfter(wait) => ("retry", wait),
        Then::Dead => ("dead", TimeDelta::zero()),
        Then::Bounced => ("bounced", TimeDelta::zero()),
    };
    let query = query.bind::<SqlUuid, _>(given.mail).bind::<Integer, _>(given.number);
    let query = query.bind::<Text, _>(given.outcome).bind::<Text, _>(given.stage).bind::<Text, _>(given.words);
    query.bind::<Text, _>(then).bind::<BigInt, _>(wait.num_milliseconds()).execute(connection).await?;
    Ok(())
}

/// Gives leased mails back untried, because the server cannot be used: due again after `pause`, dead where they were
/// tried for longer than `give_up`.
pub async fn give_back(
    connection: &mut Connection,
    lease: Lease,
    mails: &[Uuid],
    (pause, give_up): (TimeDelta, TimeDelta),
    words: &str,
) -> Result<(), Error> {
    let query = sql_query(
        "WITH noted AS (
             INSERT INTO mail_trouble (since, seen_at, words) VALUES (now(), now(), $5)
             ON CONFLICT (singleton) DO UPDATE SET seen_at = now(), words = excluded.words
         )
         UPDATE outbox SET lease = NULL, next_attempt_at = now() + $3 * interval '1 millisecond', last_error = $5,
             failed_at = CASE WHEN coalesce(tried_since, created_at) + $4 * interval '1 millisecond' <= now()
                 THEN now() END
         WHERE lease = $1 AND id = ANY($2) AND sent_at IS NULL",
    );
    let query = query.bind::<SqlUuid, _>(lease.id).bind::<Array<SqlUuid>, _>(mails);
    let query = query.bind::<BigInt, _>(pause.num_milliseconds()).bind::<BigInt, _>(give_up.num_milliseconds());
    query.bind::<Text, _>(words).execute(connection).await?;
    Ok(())
}

/// The server can be used again.
pub async fn trouble_over(connection: &mut Connection) -> Result<(), Error> {
    sql_query("DELETE FROM mail_trouble").execute(connection).await?;
    Ok(())
}
