//! Deadlines: of a round and of single regions, made later with notice to whoever still has to answer.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    Error, changeable,
    launching::{self, Told},
    record,
};
use crate::{
    fieldwork::{
        ids::RegionId,
        round::{Change, Round},
    },
    mail::notice::{About, Notice},
    operations::{invitees::Asking, new_token},
    store::{Connection, Transaction, invitations, outbox, round_regions, rounds},
};

/// The most characters of what is written to people besides.
pub const LONGEST_WORDS: usize = 2_000;

/// A later deadline.
#[derive(Debug, Clone, Copy)]
pub struct Extension<'a> {
    /// One region; none for the whole round.
    pub region: Option<RegionId>,
    /// The deadline that the page showed.
    pub seen: DateTime<Utc>,
    pub deadline: DateTime<Utc>,
    /// Are coordinators and people who have not submitted written to?
    pub notify: bool,
    /// What they are told besides.
    pub words: &'a str,
}

/// Makes the deadline of a launched round, or of one of its regions, a later one. Links that were sent last as long.
///
/// # Errors
/// [`Error::Field`] where the deadline is not later, or past; [`Error::Overtaken`] where the round, or its deadline, is
/// another one than was seen; [`Error::NotFound`] where the round does not ask the region.
pub async fn extend(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    given: Extension<'_>,
) -> Result<Told, Error> {
    if given.words.chars().count() > LONGEST_WORDS {
        return Err(Error::Field { field: "words", problem: "long" });
    }
    connection
        .transaction(async |connection| {
            let stored = changeable(connection, round.id, Change::Extend, asking.now).await?;
            let own = match given.region {
                Some(region) => {
                    let found = round_regions::find_for_change(connection, stored.id, region).await?;
                    found.ok_or(Error::NotFound)?.deadline
                }
                None => None,
            };
            let earlier = own.unwrap_or(stored.deadline);
            if earlier != given.seen {
                return Err(Error::Overtaken);
            }
            if given.deadline <= earlier || given.deadline <= asking.now {
                return Err(Error::Field { field: "deadline", problem: "not-later" });
            }
            let concerned = write(connection, &stored, given).await?;
            let extended = Round { deadline: given.deadline, ..stored };
            invitations::prolong_links(connection, extended.id, given.region, extended.last_moment()).await?;
            let told = if given.notify {
                tell(connection, asking, &extended, given, &concerned).await?
            } else {
                Told::default()
            };
            let region = given.region.map(|region| region.0);
            let before = json!({"deadline": earlier, "region": region});
            let after = json!({"deadline": given.deadline, "region": region, "regions": concerned.len(),
                "notified": told.coordinators + told.invited});
            record(connection, asking, "round.extend", &extended, Some(before), Some(after)).await?;
            Ok(told)
        })
        .await
}

/// Gives a region of a draft a deadline of its own, or the round's again.
///
/// # Errors
/// [`Error::Field`] where it lies before the opening; [`Error::Overtaken`] where the round is no draft;
/// [`Error::NotFound`] where it does not ask the region.
pub async fn plan(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    region: RegionId,
    deadline: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let stored = changeable(connection, round.id, Change::Define, asking.now).await?;
            let own = round_regions::find_for_change(connection, stored.id, region).await?.ok_or(Error::NotFound)?;
            if deadline.is_some_and(|deadline| deadline <= stored.opens_at) {
                return Err(Error::Field { field: "deadline", problem: "before-opening" });
            }
            round_regions::set_deadline(connection, stored.id, region, deadline).await?;
            let before = json!({"deadline": own.deadline, "region": region.0});
            let after = json!({"deadline": deadline, "region": region.0});
            record(connection, asking, "round.deadline", &stored, Some(before), Some(after)).await
        })
        .await
}

/// Writes the deadline and returns the regions whose own it is now.
async fn write(connection: &mut Connection, stored: &Round, given: Extension<'_>) -> Result<Vec<RegionId>, Error> {
    if let Some(region) = given.region {
        round_regions::set_deadline(connection, stored.id, region, Some(given.deadline)).await?;
        return Ok(vec![region]);
    }
    if !rounds::set_deadline(connection, stored.id, given.seen, given.deadline).await? {
        return Err(Error::Overtaken);
    }
    // A region keeps a deadline of its own where that is later still.
    round_regions::follow(connection, stored.id, given.deadline).await?;
    let regions = round_regions::of_round(connection, stored.id).await?;
    Ok(regions.into_iter().filter(|asked| asked.deadline.is_none()).map(|asked| asked.region).collect())
}

async fn tell(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    given: Extension<'_>,
    regions: &[RegionId],
) -> Result<Told, Error> {
    let notice = Notice::Deadline;
    // The round that is told of has the deadline of these regions: none of them keeps an earlier one.
    let coordinators = launching::tell_coordinators(connection, asking, round, regions, notice, given.words).await?;
    let waiting = round_regions::waiting(connection, round.id, regions).await?;
    let mut mails = Vec::with_capacity(waiting.len());
    for person in &waiting {
        let token = new_token();
        let until = round.last_moment();
        invitations::add_link(connection, round.id, person.invitation, &token.hash(), asking.now, until).await?;
        let deadline = Some(given.deadline);
        let about = About { round: &round.name, whom: &person.department, what: "", deadline, words: given.words };
        let link = format!("{}/open/{}", asking.base_url, token.reveal());
        let mail = notice.draft(asking.locales, &person.email, &person.language, &about, link);
        mails.push(mail.into_mail(asking.now));
    }
    outbox::enqueue(connection, &mails).await?;
    Ok(Told { regions: regions.len(), coordinators, invited: mails.len() })
}
