//! Sends what is due in the outbox. Any number of workers may do so at once: what one has leased no other touches, and
//! what a worker that died had leased is due again when the lease has run out.

use std::{sync::Arc, time::Duration};

use chrono::{TimeDelta, Utc};
use uuid::Uuid;

use crate::{
    mail::{
        retry::Patience,
        transport::{Outcome, Session, Stage, Transport, Trouble},
    },
    store::{
        self, Pool,
        outbox::{self, Accepted, Lease, Leased, Then, Unaccepted},
    },
};

/// Mails that a worker leases at once: enough to spare the database, few enough to be back soon where it dies.
const BATCH: i64 = 20;
/// The same where a batch is written down at once.
const REPEATABLE_BATCH: i64 = 200;
const IDLE: Duration = Duration::from_secs(1);
/// The shortest and the longest pause where the server or the database cannot be used.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(60));

/// How mails are sent.
#[derive(Clone)]
pub struct Courier {
    pub transport: Arc<Transport>,
    pub patience: Patience,
}

/// What one round of work came to.
#[derive(Debug)]
pub enum Round {
    /// So many mails were tried.
    Tried(usize),
    Nothing,
    /// The server could not be used; what was leased was given back.
    Trouble(Trouble),
}

/// Sends what is due, again and again, over `lanes` connections at once, until the program ends.
pub async fn run(pool: Pool, courier: Courier, lanes: usize) {
    let lanes = (0..lanes.max(1)).map(|_| lane(pool.clone(), courier.clone()));
    futures_util::future::join_all(lanes).await;
}

async fn lane(pool: Pool, courier: Courier) {
    let mut session = courier.transport.session();
    let mut pause = PAUSES.0;
    loop {
        let (wait, failed) = match send_due(&pool, &courier, &mut session, pause).await {
            Ok(Round::Tried(_)) => (Duration::ZERO, false),
            Ok(Round::Nothing) => (IDLE, false),
            Ok(Round::Trouble(trouble)) => {
                tracing::warn!(words = trouble.words, "the mail server cannot be used");
                (pause, true)
            }
            Err(error) => {
                tracing::warn!(%error, "the outbox cannot be read");
                (pause, true)
            }
        };
        pause = if failed { (pause * 2).min(PAUSES.1) } else { PAUSES.0 };
        tokio::time::sleep(wait).await;
    }
}

/// Sends one batch of what is due. `pause` is how long leased mails wait where the server cannot be used.
///
/// # Errors
/// When the database does not answer; what was leased comes back when the lease has run out.
pub async fn send_due(
    pool: &Pool,
    courier: &Courier,
    session: &mut Session<'_>,
    pause: Duration,
) -> Result<Round, store::Error> {
    let longest = TimeDelta::from_std(courier.transport.longest_attempt()).unwrap_or(TimeDelta::minutes(5));
    let lease = Lease { id: Uuid::new_v4(), lasts: longest + TimeDelta::seconds(2) + longest / 8 };
    let most = if courier.transport.is_repeatable() { REPEATABLE_BATCH } else { BATCH };
    let batch = outbox::take(&mut *pool.get().await?, lease, most, courier.transport.domain()).await?;
    if batch.is_empty() {
        return Ok(Round::Nothing);
    }
    if courier.transport.is_repeatable() {
        return keep_together(pool, courier, session, lease, &batch).await;
    }
    let mut work = Work { pool, courier, lease, accepted: None };
    for (index, leased) in batch.iter().enumerate() {
        if index == 0 || !session.is_ready() {
            // Connecting takes time, in which nothing that was accepted may stay unwritten.
            work.settle().await;
            match session.prepare(index == 0).await {
                Ok(true) => outbox::trouble_over(&mut *pool.get().await?).await?,
                Ok(false) => {}
                Err(trouble) => {
                    let rest: Vec<Uuid> = batch.iter().skip(index).map(|leased| leased.mail.id).collect();
                    let wait = TimeDelta::from_std(pause).unwrap_or(TimeDelta::minutes(1));
                    let times = (wait, courier.patience.give_up);
                    outbox::give_back(&mut *pool.get().await?, lease, &rest, times, &trouble.words).await?;
                    return Ok(Round::Trouble(trouble));
                }
            }
        }
        work.attempt(session, leased).await?;
    }
    work.settle().await;
    Ok(Round::Tried(batch.len()))
}

/// Where handing over twice does no harm, a whole batch is written down at once.
async fn keep_together(
    pool: &Pool,
    courier: &Courier,
    session: &mut Session<'_>,
    lease: Lease,
    batch: &[Leased],
) -> Result<Round, store::Error> {
    let (mut kept, mut others) = (Vec::new(), Vec::new());
    for leased in batch {
        match session.deliver(leased).await {
            Outcome::Accepted { .. } => kept.push(leased.mail.id),
            Outcome::Refused { .. }
            | Outcome::Deferred { .. }
            | Outcome::Uncertain { .. }
            | Outcome::Impossible { .. } => others.push(leased),
        }
    }
    outbox::sent_together(&mut *pool.get().await?, &kept).await?;
    let mut work = Work { pool, courier, lease, accepted: None };
    for leased in others {
        work.attempt(session, leased).await?;
    }
    work.settle().await;
    Ok(Round::Tried(batch.len()))
}

/// The mails of one lease, and the one that was accepted but is not yet written down as such.
struct Work<'a> {
    pool: &'a Pool,
    courier: &'a Courier,
    lease: Lease,
    accepted: Option<Accepted>,
}

impl Work<'_> {
    async fn attempt(&mut self, session: &mut Session<'_>, leased: &Leased) -> Result<(), store::Error> {
        let id = leased.mail.id;
        let Some(number) = self.advance(Some(id)).await? else { return Ok(()) };
        let outcome = session.deliver(leased).await;
        let (outcome, stage, words) = match &outcome {
            Outcome::Accepted { words } => {
                self.accepted = Some(Accepted { mail: id, number, words: words.clone() });
                return Ok(());
            }
            Outcome::Refused { stage, words } => ("refused", *stage, words),
            Outcome::Deferred { stage, words } => ("deferred", *stage, words),
            Outcome::Uncertain { words } => ("uncertain", Stage::Reply, words),
            Outcome::Impossible { words } => ("impossible", Stage::Compose, words),
        };
        let then = match outcome {
            "refused" => Then::Bounced,
            "impossible" => Then::Dead,
            _ => {
                let wait = self.courier.patience.wait(number, Utc::now() - leased.since, rand::random());
                wait.map_or(Then::Dead, Then::RetryAfter)
            }
        };
        tracing::info!(mail = %id, attempt = number, outcome, stage = stage.code(), "a mail was not taken");
        let given = Unaccepted { mail: id, number, outcome, stage: stage.code(), words, then };
        outbox::not_accepted(&mut *self.pool.get().await?, &given).await
    }

    /// Writes down what was accepted, and that the next attempt begins.
    async fn advance(&mut self, next: Option<Uuid>) -> Result<Option<i32>, store::Error> {
        // With something to write down, the database is waited for: forgetting it would send the mail again.
        loop {
            let result = async {
                let mut connection = self.pool.get().await?;
                let next = next.map(|id| (id, self.lease));
                outbox::advance(&mut connection, self.accepted.as_ref(), next).await
            };
            match result.await {
                Ok(number) => {
                    self.accepted = None;
                    return Ok(number);
                }
                Err(error) if self.accepted.is_none() => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, "an accepted mail cannot be written down yet");
                    tokio::time::sleep(PAUSES.0).await;
                }
            }
        }
    }

    async fn settle(&mut self) {
        if self.accepted.is_some() {
            // Cannot fail: with something to write down it waits.
            let _ = self.advance(None).await;
        }
    }
}
