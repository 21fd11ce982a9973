//! Who was asked to answer for which department, and the links that were sent to them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{account, department, invitation, magic_link, round},
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
    // Who is asked again after the invitation was revoked is invited again.
    diesel::insert_into(invitation::table)
        .values(row)
        .on_conflict((invitation::round_id, invitation::department_id, invitation::account_id))
        .do_update()
        .set(invitation::revoked_at.eq(None::<DateTime<Utc>>))
        .execute(connection)
        .await?;
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

/// Whose invitation a link is, and for which department; nothing where the link is good for nothing.
pub async fn whose(
    connection: &mut Connection,
    token: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<(String, String)>, Error> {
    let good = magic_link::table
        .inner_join(
            invitation::table
                .on(invitation::round_id.eq(magic_link::round_id).and(invitation::id.eq(magic_link::invitation_id))),
        )
        .inner_join(account::table.on(account::id.eq(invitation::account_id)))
        .inner_join(department::table.on(department::id.eq(invitation::department_id)))
        .filter(magic_link::token_hash.eq(&token.0).and(magic_link::used_at.is_null()))
        .filter(magic_link::expires_at.gt(now).and(invitation::revoked_at.is_null()))
        .select((account::email, department::name));
    Ok(good.first(connection).await.optional()?)
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

/// An invitation with what a mail about it says.
#[derive(Debug, Clone)]
pub struct Found {
    pub round: RoundId,
    pub id: InvitationId,
    pub round_name: String,
    pub department: String,
    pub email: String,
    pub language: String,
    pub deadline: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub opened_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Found {
    /// Is its round over?
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.closed_at.is_some() || self.deadline <= now
    }
}

/// One invitation.
pub async fn find(connection: &mut Connection, round: RoundId, id: InvitationId) -> Result<Option<Found>, Error> {
    let of_round = found().filter(invitation::round_id.eq(round).and(invitation::id.eq(id)));
    let row: Option<FoundRow> = of_round.first(connection).await.optional()?;
    Ok(row.map(read))
}

/// The invitations of a person, the newest first.
pub async fn of_account(connection: &mut Connection, id: AccountId) -> Result<Vec<Found>, Error> {
    let own = found().filter(invitation::account_id.eq(id)).order(invitation::created_at.desc());
    let rows: Vec<FoundRow> = own.load(connection).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// Revokes an invitation; false where there is none, or it was revoked already.
pub async fn revoke(
    connection: &mut Connection,
    round: RoundId,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let standing = invitation::table.find((round, id)).filter(invitation::revoked_at.is_null());
    Ok(diesel::update(standing).set(invitation::revoked_at.eq(now)).execute(connection).await? > 0)
}

/// Ends the links of an invitation that were not used yet.
pub async fn end_links(connection: &mut Connection, round: RoundId, id: InvitationId) -> Result<(), Error> {
    let unused = magic_link::table
        .filter(magic_link::round_id.eq(round).and(magic_link::invitation_id.eq(id)))
        .filter(magic_link::used_at.is_null());
    diesel::delete(unused).execute(connection).await?;
    Ok(())
}

type FoundRow = (
    (RoundId, InvitationId, String, String, String, String),
    (DateTime<Utc>, Option<DateTime<Utc>>, DateTime<Utc>, Option<DateTime<Utc>>, Option<DateTime<Utc>>),
);

#[diesel::dsl::auto_type]
fn found() -> _ {
    invitation::table
        .inner_join(account::table)
        .inner_join(round::table)
        .inner_join(department::table.on(department::id.eq(invitation::department_id)))
        .select((
            (invitation::round_id, invitation::id, round::name, department::name, account::email, account::language),
            (round::deadline, round::closed_at, invitation::created_at, invitation::opened_at, invitation::revoked_at),
        ))
}

fn read(row: FoundRow) -> Found {
    let (round, id, round_name, department, email, language) = row.0;
    let (deadline, closed_at, created_at, opened_at, revoked_at) = row.1;
    Found { round, id, round_name, department, email, language, deadline, closed_at, created_at, opened_at, revoked_at }
}
