//! Who was asked to answer for which department, and the links that were sent to them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{account, invitation, magic_link, round},
};
use crate::{
    access::token::TokenHash,
    fieldwork::ids::{AccountId, DepartmentId, InvitationId, RoundId},
};

/// Where a link leads, once it was found good.
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    pub round: RoundId,
    pub department: DepartmentId,
    pub account: AccountId,
}

/// An invitation of one address that a new link may be sent for.
#[derive(Debug, Clone)]
pub struct Standing {
    pub round: RoundId,
    pub invitation: InvitationId,
    pub round_name: String,
    pub deadline: DateTime<Utc>,
}

/// Invites an account to answer for a department; the standing invitation where there is one already.
pub async fn find_or_create(
    connection: &mut Connection,
    round: RoundId,
    department: DepartmentId,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<InvitationId, Error> {
    let row = (
        invitation::round_id.eq(round),
        invitation::id.eq(InvitationId(Uuid::now_v7())),
        invitation::department_id.eq(department),
        invitation::account_id.eq(account),
        invitation::created_at.eq(now),
    );
    diesel::insert_into(invitation::table).values(row).on_conflict_do_nothing().execute(connection).await?;
    let found = invitation::table.filter(
        invitation::round_id
            .eq(round)
            .and(invitation::department_id.eq(department))
            .and(invitation::account_id.eq(account)),
    );
    Ok(found.select(invitation::id).first(connection).await?)
}

/// Adds a link for an invitation.
pub async fn add_link(
    connection: &mut Connection,
    round: RoundId,
    id: InvitationId,
    token: &TokenHash,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = (
        magic_link::token_hash.eq(&token.0),
        magic_link::round_id.eq(round),
        magic_link::invitation_id.eq(id),
        magic_link::created_at.eq(now),
        magic_link::expires_at.eq(expires_at),
    );
    diesel::insert_into(magic_link::table).values(row).execute(connection).await?;
    Ok(())
}

/// Uses a link up. Nothing where it is unknown, used, expired, or its invitation revoked: one reply for all of them.
pub async fn consume_link(
    connection: &mut Connection,
    token: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<Opened>, Error> {
    let good = magic_link::table
        .filter(magic_link::token_hash.eq(&token.0))
        .filter(magic_link::used_at.is_null().and(magic_link::expires_at.gt(now)));
    let used: Option<(RoundId, InvitationId)> = diesel::update(good)
        .set(magic_link::used_at.eq(now))
        .returning((magic_link::round_id, magic_link::invitation_id))
        .get_result(connection)
        .await
        .optional()?;
    let Some((round, id)) = used else { return Ok(None) };
    let standing = invitation::table.find((round, id)).filter(invitation::revoked_at.is_null());
    let opened: Option<(DepartmentId, AccountId)> = diesel::update(standing)
        .set(
            invitation::opened_at.eq(diesel::dsl::case_when(
                invitation::opened_at.is_null(),
                now.into_sql::<diesel::sql_types::Nullable<diesel::sql_types::Timestamptz>>(),
            )
            .otherwise(invitation::opened_at)),
        )
        .returning((invitation::department_id, invitation::account_id))
        .get_result(connection)
        .await
        .optional()?;
    Ok(opened.map(|(department, account)| Opened { round, department, account }))
}

/// The invitations of an address in rounds that are not over, for sending new links.
pub async fn standing_for(
    connection: &mut Connection,
    email: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Standing>, Error> {
    let rows: Vec<(RoundId, InvitationId, String, DateTime<Utc>)> = invitation::table
        .inner_join(account::table)
        .inner_join(round::table)
        .filter(account::email.eq(email.to_lowercase()).and(account::disabled_at.is_null()))
        .filter(invitation::revoked_at.is_null().and(round::deadline.gt(now)).and(round::closed_at.is_null()))
        .order(round::created_at.desc())
        .select((invitation::round_id, invitation::id, round::name, round::deadline))
        .limit(20)
        .load(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(round, invitation, round_name, deadline)| Standing { round, invitation, round_name, deadline })
        .collect())
}
