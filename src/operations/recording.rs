//! Submissions that wait at the same moment are recorded together: one statement and one commit, each still standing
//! or falling on its own.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use tokio::sync::oneshot;

use crate::store::{
    Connection, Error,
    submissions::{self, NewSubmission},
};

/// The most that one statement records.
const MOST: usize = 64;

/// Where submissions wait for each other; one a process. Several processes do not know of each other and need not.
#[derive(Default)]
pub struct Recorder {
    waiting: Mutex<Vec<Waiting>>,
    /// Whoever has the turn records what waits, with its own connection.
    turn: tokio::sync::Mutex<()>,
}

struct Waiting {
    new: Arc<NewSubmission>,
    done: oneshot::Sender<Result<bool, Error>>,
}

impl Recorder {
    /// Records a submission, with those that wait beside it; says whether it was recorded, as
    /// [`submissions::record`] does.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn record(
        &self,
        connection: &mut Connection,
        now: DateTime<Utc>,
        new: NewSubmission,
    ) -> Result<bool, Error> {
        let new = Arc::new(new);
        let (done, mut answer) = oneshot::channel();
        self.lock().push(Waiting { new: Arc::clone(&new), done });
        loop {
            let _turn = tokio::select! {
                biased;
                answered = &mut answer => match answered {
                    Ok(outcome) => return outcome,
                    // Its recorder was dropped on the way. What it did stands under the same key, so that this does
                    // nothing twice.
                    Err(_) => return alone(connection, now, &new).await,
                },
                turn = self.turn.lock() => turn,
            };
            // The one before may have recorded it in the meantime.
            match answer.try_recv() {
                Ok(outcome) => return outcome,
                Err(oneshot::error::TryRecvError::Closed) => return alone(connection, now, &new).await,
                Err(oneshot::error::TryRecvError::Empty) => {
                    let batch = self.take();
                    record_all(connection, now, batch).await;
                }
            }
        }
    }

    fn take(&self) -> Vec<Waiting> {
        let mut waiting = self.lock();
        let rest = if waiting.len() > MOST { waiting.split_off(MOST) } else { Vec::new() };
        mem::replace(&mut *waiting, rest)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn record_all(connection: &mut Connection, now: DateTime<Utc>, batch: Vec<Waiting>) {
    let given: Vec<&NewSubmission> = batch.iter().map(|waiting| &*waiting.new).collect();
    match submissions::record(connection, now, &given).await {
        Ok(recorded) => {
            for Waiting { new, done } in batch {
                // Nobody listens where the request was given up.
                let _ = done.send(Ok(recorded.contains(&new.key)));
            }
        }
        // One that cannot be recorded must not take the others with it.
        Err(_) => {
            for Waiting { new, done } in batch {
                let _ = done.send(alone(connection, now, &new).await);
            }
        }
    }
}

async fn alone(connection: &mut Connection, now: DateTime<Utc>, new: &NewSubmission) -> Result<bool, Error> {
    Ok(submissions::record(connection, now, &[new]).await?.contains(&new.key))
}
