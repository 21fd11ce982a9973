//! Who wants no more reminders of a round, and the links by which they say so.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    schema::{reminder_link, reminder_refusal, round},
};
use crate::{access::token::TokenHash, fieldwork::ids::RoundId};

/// What a link to end reminders is about.
#[derive(Debug, Clone, Queryable)]
pub struct ReminderLink {
    pub round: RoundId,
    pub round_name: String,
    pub address: String,
}

/// Adds links, each with its address in small letters.
pub async fn add_links(
    connection: &mut Connection,
    round: RoundId,
    links: &[(TokenHash, String)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for chunk in links.chunks(500) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(hash, address)| {
                (
                    reminder_link::token_hash.eq(&hash.0),
                    reminder_link::round_id.eq(round),
                    reminder_link::address.eq(address),
                    reminder_link::created_at.eq(now),
                )
            })
            .collect();
        diesel::insert_into(reminder_link::table).values(rows).execute(connection).await?;
    }
    Ok(())
}

/// The link with this token.
pub async fn link(connection: &mut Connection, hash: &TokenHash) -> Result<Option<ReminderLink>, Error> {
    let query = reminder_link::table
        .inner_join(round::table.on(round::id.eq(reminder_link::round_id)))
        .filter(reminder_link::token_hash.eq(&hash.0))
        .select((round::id, round::name, reminder_link::address));
    Ok(query.first(connection).await.optional()?)
}

/// Does this address want no reminders of the round?
pub async fn is_refused(connection: &mut Connection, round: RoundId, address: &str) -> Result<bool, Error> {
    let own = reminder_refusal::table.find((round, address));
    Ok(diesel::select(diesel::dsl::exists(own)).get_result(connection).await?)
}

/// Everybody who wants no reminders of the round, in small letters.
pub async fn refusals(connection: &mut Connection, round: RoundId) -> Result<HashSet<String>, Error> {
    let own = reminder_refusal::table.filter(reminder_refusal::round_id.eq(round)).select(reminder_refusal::address);
    let addresses: Vec<String> = own.load(connection).await?;
    Ok(addresses.into_iter().collect())
}

/// No more reminders; again and again is as good as once.
pub async fn refuse(
    connection: &mut Connection,
    round: RoundId,
    address: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let row =
        (reminder_refusal::round_id.eq(round), reminder_refusal::address.eq(address), reminder_refusal::at.eq(now));
    let added = diesel::insert_into(reminder_refusal::table).values(row).on_conflict_do_nothing();
    Ok(added.execute(connection).await? > 0)
}

/// Reminders again.
pub async fn accept(connection: &mut Connection, round: RoundId, address: &str) -> Result<bool, Error> {
    Ok(diesel::delete(reminder_refusal::table.find((round, address))).execute(connection).await? > 0)
}
