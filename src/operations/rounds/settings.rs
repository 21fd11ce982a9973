//! Changing what a round is: everything while it is a draft, its name and rules as long as it is not archived.

use serde_json::{Map, Value, json};

use super::{Error, changeable, check, check_version, record};
use crate::{
    fieldwork::round::{Change, Round},
    operations::invitees::Asking,
    store::{Connection, Transaction, round_regions, rounds},
};

/// Writes the settings of `wanted` over those of `seen`: what its standing does not let change has to be the same.
///
/// # Errors
/// [`Error::Field`] where they do not fit together; [`Error::Overtaken`] where somebody else changed the round since it
/// was seen, or it stands elsewhere now.
pub async fn change(
    connection: &mut Connection,
    asking: Asking<'_>,
    seen: &Round,
    wanted: &Round,
) -> Result<(), Error> {
    check(wanted)?;
    connection
        .transaction(async |connection| {
            let stored = changeable(connection, seen.id, Change::Rules, asking.now).await?;
            let standing = stored.standing(asking.now);
            if stored != *seen || needed(&stored, wanted).into_iter().any(|change| !standing.allows(change)) {
                return Err(Error::Overtaken);
            }
            let (before, after) = differences(&stored, wanted);
            if before.is_empty() {
                return Ok(());
            }
            let earliest = round_regions::earliest_deadline(connection, stored.id).await?;
            if earliest.is_some_and(|earliest| earliest <= wanted.opens_at) {
                return Err(Error::Field { field: "opens_at", problem: "after-region" });
            }
            if stored.version != wanted.version {
                check_version(connection, wanted.version).await?;
            }
            rounds::put(connection, wanted).await?;
            if stored.version != wanted.version {
                rounds::put_version_of_responses(connection, wanted).await?;
            }
            let (before, after) = (Some(Value::Object(before)), Some(Value::Object(after)));
            record(connection, asking, "round.settings", &stored, before, after).await
        })
        .await
}

/// The settings as the audit tells them.
pub(super) fn told(round: &Round) -> Map<String, Value> {
    let rules = &round.rules;
    let told = json!({
        "name": round.name,
        "version": round.version,
        "opens_at": round.opens_at,
        "deadline": round.deadline,
        "time_zone": rules.time_zone.name(),
        "late_days": rules.late_days,
        "quiet_from": rules.quiet_from,
        "quiet_until": rules.quiet_until,
        "keep_drafts_days": rules.keep_drafts_days,
        "keep_contacts_days": rules.keep_contacts_days,
        "keep_logs_days": rules.keep_logs_days,
    });
    match told {
        Value::Object(told) => told,
        _ => Map::new(),
    }
}

/// Which changes lie between two settings, besides the rules.
fn needed(from: &Round, to: &Round) -> Vec<Change> {
    let defines = from.version != to.version || from.deadline != to.deadline;
    let defines = defines.then_some(Change::Define);
    defines.into_iter().chain((from.opens_at != to.opens_at).then_some(Change::Postpone)).collect()
}

fn differences(from: &Round, to: &Round) -> (Map<String, Value>, Map<String, Value>) {
    let (mut before, mut after) = (told(from), told(to));
    let same: Vec<String> =
        before.iter().filter(|(name, value)| after.get(*name) == Some(*value)).map(|(name, _)| name.clone()).collect();
    for name in same {
        before.remove(&name);
        after.remove(&name);
    }
    (before, after)
}
