//! Sends the reminders of every round's plan when they are due. Any number of workers may do so at once: one has a round
//! at a time, and a reminder is written down once.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{operations::reminding::Reminder, store::Pool};

/// How often is looked.
const PAUSE: Duration = Duration::from_secs(60);

/// Looks every minute until the program ends.
pub async fn run(pool: Pool, reminder: Reminder) {
    loop {
        send_due(&pool, &reminder, Utc::now()).await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Sends what is due at this moment. Returns how many reminders went; a round that fails is told in the log, keeps
/// no other back, and is tried again the next time.
pub async fn send_due(pool: &Pool, reminder: &Reminder, now: DateTime<Utc>) -> usize {
    let rounds = async { reminder.rounds(&mut *pool.get().await?, now).await };
    let rounds = match rounds.await {
        Ok(rounds) => rounds,
        Err(error) => {
            tracing::error!(%error, "the reminder plans cannot be read");
            return 0;
        }
    };
    let mut all = 0;
    for round in rounds {
        let sent = async { reminder.send_due(&mut *pool.get().await?, round, now).await };
        match sent.await {
            Ok(0) => {}
            Ok(sent) => {
                tracing::info!(%round, sent, "reminders were sent");
                all += sent;
            }
            Err(error) => tracing::error!(%round, %error, "the reminders of a round could not be sent"),
        }
    }
    all
}
