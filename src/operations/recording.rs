//! Submissions that wait at the same moment are recorded together: one statement and one commit, each still standing
//! or falling on its own.

use std::{
    collections::HashMap,
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
    done: oneshot::Sender<bool>,
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
                    Ok(recorded) => return Ok(recorded),
                    // Its recorder failed, or was dropped on the way. What it did stands, so that this does nothing
                    // twice.
                    Err(_) => return alone(connection, now, &new).await,
                },
                turn = self.turn.lock() => turn,
            };
            // The one before may have recorded it in the meantime.
            match answer.try_recv() {
                Ok(recorded) => return Ok(recorded),
                Err(oneshot::error::TryRecvError::Closed) => return alone(connection, now, &new).await,
                Err(oneshot::error::TryRecvError::Empty) => {
                    let batch = self.take();
                    record_all(connection, now, batch).await;
                }
            }
        }
    }

    /// What nobody waits for any more is left out: it would be recorded whenever the next one comes.
    fn take(&self) -> Vec<Waiting> {
        let mut waiting = self.lock();
        waiting.retain(|waiting| !waiting.done.is_closed());
        let rest = if waiting.len() > MOST { waiting.split_off(MOST) } else { Vec::new() };
        mem::replace(&mut *waiting, rest)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Those that are not answered go on alone, each with its own connection: one that cannot be recorded, or a connection
/// that broke, must not take the others with it.
async fn record_all(connection: &mut Connection, now: DateTime<Utc>, mut batch: Vec<Waiting>) {
    // The answer tells them apart by their keys only.
    let mut responses = HashMap::new();
    batch.retain(|Waiting { new, .. }| *responses.entry(new.key).or_insert(new.response) == new.response);
    let given: Vec<&NewSubmission> = batch.iter().map(|waiting| &*waiting.new).collect();
    let Ok(recorded) = submissions::record(connection, now, &given).await else { return };
    for Waiting { new, done } in batch {
        // Nobody listens where the request was given up.
        let _ = done.send(recorded.contains(&new.key));
    }
}

async fn alone(connection: &mut Connection, now: DateTime<Utc>, new: &NewSubmission) -> Result<bool, Error> {
    Ok(submissions::record(connection, now, &[new]).await?.contains(&new.key))
}
