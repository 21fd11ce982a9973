//! Who was asked to answer for which department, and the links that were sent to them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Connection, Error,
    rounds::RoundRow,
    schema::{account, department, invitation, magic_link, round, round_region},
};
use crate::{
    access::token::TokenHash,
    fieldwork::{
        ids::{AccountId, DepartmentId, InvitationId, RegionId, RoundId},
        round::{Round, Standing},
    },
};

/// Where a link leads, once it was found good.
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    pub round: RoundId,
    pub department: DepartmentId,
    pub account: AccountId,
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

/// The invitations of an address in rounds that are not over, for sending new links, the newest round first.
pub async fn standing_for(connection: &mut Connection, email: &str, now: DateTime<Utc>) -> Result<Vec<Found>, Error> {
    const MOST: usize = 20;
    let own = found()
        .filter(account::email.eq(email.to_lowercase()).and(account::disabled_at.is_null()))
        .filter(invitation::revoked_at.is_null().and(round::launched_at.is_not_null()))
        .filter(round::closed_at.is_null().and(round::archived_at.is_null()))
        .order(round::created_at.desc());
    let rows: Vec<FoundRow> = own.load(connection).await?;
    let mut standing = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    standing.retain(|found| !found.is_over(now));
    standing.truncate(MOST);
    Ok(standing)
}

/// An invitation with what a mail about it says.
#[derive(Debug, Clone)]
pub struct Found {
    pub id: InvitationId,
    /// With the deadline of the department's region.
    pub round: Round,
    pub department: String,
    pub email: String,
    pub language: String,
    pub created_at: DateTime<Utc>,
    pub opened_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Found {
    /// Is its round over, or not launched? Then no link is sent for it.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        match self.round.standing(now) {
            Standing::Scheduled | Standing::Open | Standing::Late => false,
            Standing::Draft | Standing::Over | Standing::Closed | Standing::Archived => true,
        }
    }
}

/// One invitation.
pub async fn find(connection: &mut Connection, round: RoundId, id: InvitationId) -> Result<Option<Found>, Error> {
    let of_round = found().filter(invitation::round_id.eq(round).and(invitation::id.eq(id)));
    let row: Option<FoundRow> = of_round.first(connection).await.optional()?;
    row.map(read).transpose()
}

/// The invitations of a person, the newest first.
pub async fn of_account(connection: &mut Connection, id: AccountId) -> Result<Vec<Found>, Error> {
    let own = found().filter(invitation::account_id.eq(id)).order(invitation::created_at.desc());
    let rows: Vec<FoundRow> = own.load(connection).await?;
    rows.into_iter().map(read).collect()
}

/// The invitations of a round, by department and address.
pub async fn of_round(connection: &mut Connection, of: RoundId) -> Result<Vec<Found>, Error> {
    let own = found().filter(invitation::round_id.eq(of)).order((department::name, account::email));
    let rows: Vec<FoundRow> = own.load(connection).await?;
    rows.into_iter().map(read).collect()
}

/// Everybody who is invited in a round and can be written to, with their language.
pub async fn languages(connection: &mut Connection, of: RoundId) -> Result<Vec<(InvitationId, String)>, Error> {
    let query = invitation::table
        .inner_join(account::table)
        .filter(invitation::round_id.eq(of).and(invitation::revoked_at.is_null()))
        .filter(account::disabled_at.is_null())
        .select((invitation::id, account::language));
    Ok(query.load(connection).await?)
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

/// Makes the unused links of a round's invitations last until `until`: of one region's where given. None gets shorter.
pub async fn prolong_links(
    connection: &mut Connection,
    in_round: RoundId,
    within: Option<RegionId>,
    until: DateTime<Utc>,
) -> Result<(), Error> {
    let mut own = invitation::table
        .inner_join(department::table.on(department::id.eq(invitation::department_id)))
        .filter(invitation::round_id.eq(in_round))
        .select(invitation::id)
        .into_boxed();
    if let Some(within) = within {
        own = own.filter(department::region_id.eq(within));
    }
    let ids: Vec<InvitationId> = own.load(connection).await?;
    let unused = magic_link::table
        .filter(magic_link::round_id.eq(in_round).and(magic_link::invitation_id.eq_any(ids)))
        .filter(magic_link::used_at.is_null().and(magic_link::expires_at.lt(until)));
    diesel::update(unused).set(magic_link::expires_at.eq(until)).execute(connection).await?;
    Ok(())
}

type FoundRow = (
    (InvitationId, String, String, String),
    (DateTime<Utc>, Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    RoundRow,
    Option<DateTime<Utc>>,
);

#[diesel::dsl::auto_type]
fn found() -> _ {
    let rounds: diesel::dsl::AsSelect<RoundRow, diesel::pg::Pg> = RoundRow::as_select();
    let same_round = round_region::round_id.eq(invitation::round_id);
    invitation::table
        .inner_join(account::table)
        .inner_join(round::table)
        .inner_join(department::table.on(department::id.eq(invitation::department_id)))
        .left_join(round_region::table.on(same_round.and(round_region::region_id.eq(department::region_id))))
        .select((
            (invitation::id, department::name, account::email, account::language),
            (invitation::created_at, invitation::opened_at, invitation::revoked_at),
            rounds,
            round_region::deadline.nullable(),
        ))
}

fn read((own, moments, row, own_deadline): FoundRow) -> Result<Found, Error> {
    let (id, department, email, language) = own;
    let (created_at, opened_at, revoked_at) = moments;
    let round = row.read(own_deadline)?;
    Ok(Found { id, round, department, email, language, created_at, opened_at, revoked_at })
}
