//! Takes due mails from the outbox and hands them to the transport, with retries that wait longer each time.

use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use uuid::Uuid;

use crate::{
    mail::transport::{Transport, TransportError},
    store::{self, Pool, outbox},
};

/// Attempts before a mail counts as failed: over about two days.
const ATTEMPTS: i32 = 12;
/// For how long a taken mail is this worker's; a worker that dies gives it back by waiting.
const LEASE: TimeDelta = TimeDelta::minutes(5);
const BATCH: i64 = 50;
/// For how long sent mails may wait to be noted: so much is sent again by the next worker if this one dies.
const UNNOTED: Duration = Duration::from_millis(500);

/// Sends what is due, again and again, until the program ends.
pub async fn run(pool: Pool, transport: Transport) {
    loop {
        let pause = match send_due(&pool, &transport).await {
            Ok(count) if count > 0 => Duration::ZERO,
            Ok(_) => Duration::from_secs(1),
            Err(error) => {
                tracing::warn!(%error, "the outbox cannot be read");
                Duration::from_secs(5)
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Sends one batch of what is due; returns how many mails were tried.
///
/// # Errors
/// When the database does not answer.
pub async fn send_due(pool: &Pool, transport: &Transport) -> Result<usize, store::Error> {
    let now = Utc::now();
    let taken = {
        let mut connection = pool.get().await?;
        crate::operations::take_mails(&mut connection, now, now + LEASE, BATCH).await?
    };
    let (mut sent, mut noted) = (Vec::new(), Instant::now());
    for mail in &taken {
        match transport.send(mail).await {
            Ok(()) => sent.push(mail.id),
            Err(error) => {
                tracing::warn!(mail = %mail.id, attempt = mail.attempts, %error, "a mail was not taken");
                let mut connection = pool.get().await?;
                let next = next_attempt(&error, mail.attempts);
                outbox::refused(&mut connection, mail.id, &error.to_string(), next).await?;
            }
        }
        if noted.elapsed() > UNNOTED {
            note(pool, &mut sent).await?;
            noted = Instant::now();
        }
    }
    note(pool, &mut sent).await?;
    Ok(taken.len())
}

async fn note(pool: &Pool, sent: &mut Vec<Uuid>) -> Result<(), store::Error> {
    if !sent.is_empty() {
        outbox::sent(&mut *pool.get().await?, sent, Utc::now()).await?;
        sent.clear();
    }
    Ok(())
}

/// When to try again, or since when it failed.
fn next_attempt(error: &TransportError, attempts: i32) -> Result<chrono::DateTime<Utc>, chrono::DateTime<Utc>> {
    let now = Utc::now();
    if error.is_final() || attempts >= ATTEMPTS {
        return Err(now);
    }
    let exponent = u32::try_from(attempts).unwrap_or(0).min(12);
    Ok(now + TimeDelta::seconds(30 * 2_i64.pow(exponent)).min(TimeDelta::hours(12)))
}
