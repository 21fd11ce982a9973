//! Mails that were promised: they commit with their event, and the worker takes them from here.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Connection, Error, schema::outbox};

/// A mail that waits, was sent or failed.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox, check_for_backend(diesel::pg::Pg))]
pub struct Mail {
    pub id: Uuid,
    pub kind: String,
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub created_at: DateTime<Utc>,
    pub attempts: i32,
    pub next_attempt_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub failed_at: Option<DateTime<Utc>>,
}

/// Puts mails in.
pub async fn enqueue(connection: &mut Connection, mails: &[Mail]) -> Result<(), Error> {
    for chunk in mails.chunks(500) {
        diesel::insert_into(outbox::table).values(chunk).execute(connection).await?;
    }
    Ok(())
}

/// Takes up to `count` due mails for this worker: no other takes them before `until`.
pub async fn take(
    connection: &mut Connection,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    count: i64,
) -> Result<Vec<Mail>, Error> {
    let due = outbox::table
        .filter(outbox::sent_at.is_null().and(outbox::failed_at.is_null()).and(outbox::next_attempt_at.le(now)))
        .order(outbox::next_attempt_at)
        .limit(count)
        .for_update()
        .skip_locked()
        .select(outbox::id);
    let ids: Vec<Uuid> = due.load(connection).await?;
    let taken = diesel::update(outbox::table.filter(outbox::id.eq_any(ids)))
        .set((outbox::next_attempt_at.eq(until), outbox::attempts.eq(outbox::attempts + 1)))
        .returning(Mail::as_returning());
    Ok(taken.get_results(connection).await?)
}

/// Notes that mails were accepted by the transport.
pub async fn sent(connection: &mut Connection, ids: &[Uuid], now: DateTime<Utc>) -> Result<(), Error> {
    let accepted = outbox::table.filter(outbox::id.eq_any(ids));
    diesel::update(accepted).set(outbox::sent_at.eq(now)).execute(connection).await?;
    Ok(())
}

/// Notes a refusal: the next attempt, or none any more.
pub async fn refused(
    connection: &mut Connection,
    id: Uuid,
    reason: &str,
    next: Result<DateTime<Utc>, DateTime<Utc>>,
) -> Result<(), Error> {
    let (next_attempt, failed) = match next {
        Ok(next) => (Some(next), None),
        Err(now) => (None, Some(now)),
    };
    let change = (
        outbox::last_error.eq(reason),
        next_attempt.map(|moment| outbox::next_attempt_at.eq(moment)),
        failed.map(|moment| outbox::failed_at.eq(moment)),
    );
    diesel::update(outbox::table.find(id)).set(change).execute(connection).await?;
    Ok(())
}

/// The newest mails, for the mailbox page.
pub async fn newest(connection: &mut Connection, count: i64) -> Result<Vec<Mail>, Error> {
    let newest = outbox::table.order(outbox::created_at.desc()).limit(count).select(Mail::as_select());
    Ok(newest.load(connection).await?)
}

/// One mail.
pub async fn find(connection: &mut Connection, id: Uuid) -> Result<Option<Mail>, Error> {
    Ok(outbox::table.find(id).select(Mail::as_select()).first(connection).await.optional()?)
}
