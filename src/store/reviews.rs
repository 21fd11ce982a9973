//! What was decided about responses, and whom it is told.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    schema::{account, invitation, response, review, role_grant, round},
};
use crate::fieldwork::{
    ids::{AccountId, RegionId, ResponseId, RoundId, VersionId},
    response::ResponseState,
};

/// A response that is held while something is decided about it: nobody saves, submits or asks about it meanwhile.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    pub round: RoundId,
    pub id: ResponseId,
    pub version: VersionId,
    pub state: ResponseState,
    pub revision: i32,
    /// Its round is over for good.
    pub archived: bool,
}

/// One decision, or the department's request for one.
#[derive(Debug, Clone)]
pub struct Decided {
    pub number: i32,
    /// The submission that it is about.
    pub revision: i32,
    /// `returned`, `accepted`, `reopened`; or `requested`, by the department.
    pub decision: String,
    pub reasons: String,
    pub by: Option<AccountId>,
    /// How pages call whoever it was; empty where they were erased.
    pub name: String,
    pub at: DateTime<Utc>,
}

/// A decision to write down.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    pub decision: &'static str,
    pub reasons: &'a str,
    pub by: AccountId,
    pub at: DateTime<Utc>,
}

/// Somebody to write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub account: AccountId,
    pub email: String,
    pub language: String,
}

/// Holds a response, and its round's being open to decisions, until the transaction ends.
pub async fn hold(connection: &mut Connection, in_round: RoundId, id: ResponseId) -> Result<Option<Held>, Error> {
    // The round first, as whoever archives it does.
    let archived_at: Option<DateTime<Utc>> =
        round::table.find(in_round).select(round::archived_at).for_share().first(connection).await?;
    let row: Option<(VersionId, String, i32)> = response::table
        .find((in_round, id))
        .select((response::version_id, response::state, response::revision))
        .for_update()
        .first(connection)
        .await
        .optional()?;
    let Some((version, state, revision)) = row else { return Ok(None) };
    let state = ResponseState::from_code(&state).ok_or(Error::Unreadable("response.state"))?;
    Ok(Some(Held { round: in_round, id, version, state, revision, archived: archived_at.is_some() }))
}

/// Was this round archived?
pub async fn is_archived(connection: &mut Connection, in_round: RoundId) -> Result<bool, Error> {
    let archived_at: Option<DateTime<Utc>> =
        round::table.find(in_round).select(round::archived_at).first(connection).await?;
    Ok(archived_at.is_some())
}

/// Writes a decision about a held response down; returns its number.
pub async fn add(connection: &mut Connection, held: &Held, new: &New<'_>) -> Result<i32, Error> {
    let own = review::table.filter(review::round_id.eq(held.round).and(review::response_id.eq(held.id)));
    let last: Option<i32> = own.select(diesel::dsl::max(review::number)).first(connection).await?;
    let number = last.unwrap_or(0) + 1;
    let row = (
        review::round_id.eq(held.round),
        review::response_id.eq(held.id),
        review::number.eq(number),
        review::revision.eq(held.revision),
        review::decision.eq(new.decision),
        review::reasons.eq(new.reasons),
        review::decided_by.eq(new.by),
        review::decided_at.eq(new.at),
    );
    diesel::insert_into(review::table).values(row).execute(connection).await?;
    Ok(number)
}

/// What was decided about a response, the newest first.
pub async fn of_response(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
) -> Result<Vec<Decided>, Error> {
    type Row = (i32, i32, String, String, Option<AccountId>, DateTime<Utc>, Option<String>, Option<String>);
    let rows: Vec<Row> = review::table
        .left_join(account::table.on(account::id.nullable().eq(review::decided_by)))
        .filter(review::round_id.eq(in_round).and(review::response_id.eq(id)))
        .order(review::number.desc())
        .select((
            review::number,
            review::revision,
            review::decision,
            review::reasons,
            review::decided_by,
            review::decided_at,
            account::name.nullable(),
            account::email.nullable(),
        ))
        .load(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(number, revision, decision, reasons, by, at, name, email)| {
            let name = called(name, email);
            Decided { number, revision, decision, reasons, by, name, at }
        })
        .collect())
}

/// Everybody who is invited to answer this response.
pub async fn invited(connection: &mut Connection, in_round: RoundId, id: ResponseId) -> Result<Vec<Recipient>, Error> {
    let rows: Vec<(AccountId, String, String)> =
        invitation::table
            .inner_join(account::table)
            .inner_join(response::table.on(
                response::round_id.eq(invitation::round_id).and(response::department_id.eq(invitation::department_id)),
            ))
            .filter(response::round_id.eq(in_round).and(response::id.eq(id)))
            .filter(invitation::revoked_at.is_null().and(account::disabled_at.is_null()))
            .order(account::email)
            .select((account::id, account::email, account::language))
            .load(connection)
            .await?;
    Ok(rows.into_iter().map(recipient).collect())
}

/// Whoever coordinates this region.
pub async fn coordinators(connection: &mut Connection, of: RegionId) -> Result<Vec<Recipient>, Error> {
    let rows: Vec<(AccountId, String, String)> = role_grant::table
        .inner_join(account::table.on(account::id.eq(role_grant::account_id)))
        .filter(role_grant::role.eq("coordinator").and(role_grant::region_id.eq(of)))
        .filter(account::disabled_at.is_null())
        .order(account::email)
        .select((account::id, account::email, account::language))
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(recipient).collect())
}

/// These people, as far as they can be written to.
pub async fn reachable(connection: &mut Connection, ids: &[AccountId]) -> Result<Vec<Recipient>, Error> {
    let rows: Vec<(AccountId, String, String)> = account::table
        .filter(account::id.eq_any(ids).and(account::disabled_at.is_null()))
        .order(account::email)
        .select((account::id, account::email, account::language))
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(recipient).collect())
}

/// How pages call somebody: by name, or by address where they have none.
pub(super) fn called(name: Option<String>, email: Option<String>) -> String {
    name.filter(|name| !name.trim().is_empty()).or(email).unwrap_or_default()
}

fn recipient((account, email, language): (AccountId, String, String)) -> Recipient {
    Recipient { account, email, language }
}
