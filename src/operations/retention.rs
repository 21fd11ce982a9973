//! Retention: what a round keeps for a time of its own goes when that time is over.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Error, erasure};
use crate::{
    fieldwork::{
        ids::RoundId,
        privacy::retention::{Kind, over},
    },
    store::{
        self, Connection, Transaction, audit,
        retention::{self, Kept, Run},
    },
};

/// Something of a round that goes at a moment.
#[derive(Debug, Clone)]
pub struct Due {
    pub round: RoundId,
    pub code: String,
    pub name: String,
    pub kind: Kind,
    pub at: DateTime<Utc>,
    /// What was done last, or went wrong.
    pub last: Option<Run>,
}

/// What one run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub removed: i64,
    pub failures: usize,
}

/// Everything that has a period, the next first.
///
/// # Errors
/// When the database does not answer.
pub async fn plan(connection: &mut Connection) -> Result<Vec<Due>, Error> {
    let latest = retention::latest(connection).await?;
    let mut plan: Vec<Due> = Vec::new();
    for kept in retention::rounds(connection).await? {
        for kind in Kind::ALL {
            if let Some(at) = due(&kept, kind) {
                let last = latest.iter().find(|run| run.round == kept.id && run.kind == kind.code()).cloned();
                plan.push(Due { round: kept.id, code: kept.code.clone(), name: kept.name.clone(), kind, at, last });
            }
        }
    }
    plan.sort_by_key(|due| (due.at, due.code.clone()));
    Ok(plan)
}

/// What failed when it was last tried, and waits to be tried again.
///
/// # Errors
/// When the database does not answer.
pub async fn failures(connection: &mut Connection) -> Result<Vec<Run>, Error> {
    Ok(retention::latest(connection).await?.into_iter().filter(|run| run.error.is_some()).collect())
}

/// Removes what is due at `now`, each kind of each round in a transaction of its own: one that fails is written down,
/// and the others go on.
///
/// # Errors
/// When the database does not answer at all.
pub async fn run(connection: &mut Connection, now: DateTime<Utc>) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    for kept in retention::rounds(connection).await? {
        for kind in Kind::ALL {
            if due(&kept, kind).is_none_or(|at| now < at) {
                continue;
            }
            match remove(connection, &kept, kind, now).await {
                Ok(removed) => tally.removed += removed,
                Err(error) => {
                    tracing::error!(%error, round = kept.code, kind = kind.code(), "retention failed");
                    tally.failures += 1;
                    let words = match error {
                        Error::Store(store::Error::Constraint(name)) => format!("constraint {name}"),
                        error => error.to_string(),
                    };
                    retention::write(connection, kept.id, kind, now, Err(&words)).await?;
                }
            }
        }
    }
    Ok(tally)
}

fn due(kept: &Kept, kind: Kind) -> Option<DateTime<Utc>> {
    kept.periods.due(kind, over(kept.closed_at, kept.last_deadline, kept.late_days)?)
}

async fn remove(connection: &mut Connection, kept: &Kept, kind: Kind, now: DateTime<Utc>) -> Result<i64, Error> {
    connection
        .transaction(async |connection| {
            if !retention::take(connection).await? {
                return Ok(0);
            }
            let removed = match kind {
                Kind::Drafts => retention::remove_drafts(connection, kept.id).await?,
                Kind::Logs => retention::remove_logs(connection, kept.id, now).await?,
                Kind::Contacts => {
                    let mails = retention::remove_logs(connection, kept.id, now).await?;
                    let people = retention::only_asked_in(connection, kept.id).await?;
                    for person in &people {
                        erasure::within(connection, *person, None, now).await?;
                    }
                    let erased = i64::try_from(people.len()).unwrap_or(i64::MAX);
                    mails + erased + retention::remove_contacts(connection, kept.id).await?
                }
            };
            let last = retention::latest(connection).await?;
            let last = last.iter().find(|run| run.round == kept.id && run.kind == kind.code());
            // Day after day of nothing is not written down, unless it is the first time or a failure is over.
            if removed == 0 && last.is_some_and(|run| run.error.is_none()) {
                return Ok(0);
            }
            retention::write(connection, kept.id, kind, now, Ok(removed)).await?;
            let record = audit::Record {
                account: None,
                action: "round.retention",
                object: Some(kept.id.0),
                round: Some(kept.id),
                before: Some(json!({"kind": kind.code(), "held": removed})),
                after: Some(json!({"kind": kind.code(), "held": 0, "removed": removed})),
            };
            audit::write(connection, now, record).await?;
            Ok(removed)
        })
        .await
}
