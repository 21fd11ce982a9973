//! Merging doubles: everything that refers to one row comes to refer to another.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{
        account, answer_query, attachment, department, department_member, draft_answer, invitation, region,
        regional_answer, response, role_grant, round,
    },
};
use crate::fieldwork::ids::{AccountId, DepartmentId, InvitationId, RegionId, ResponseId, RoundId};

/// A response in a round where both departments have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub round: RoundId,
    pub round_name: String,
    pub response: ResponseId,
    /// The other department's.
    pub other: ResponseId,
    /// Is there anything in it: an answer, a file, a submission?
    pub is_used: bool,
}

#[derive(QueryableByName)]
struct Moved {
    #[diesel(sql_type = sql_types::Integer)]
    total: i32,
}

/// Waits for others that change these departments, and keeps them from it until the transaction ends.
pub async fn lock_departments(connection: &mut Connection, ids: &[DepartmentId]) -> Result<usize, Error> {
    let both = department::table.filter(department::id.eq_any(ids)).order(department::id).for_update();
    Ok(both.select(department::id).load::<DepartmentId>(connection).await?.len())
}

/// Waits for others that change these regions, and keeps them from it until the transaction ends.
pub async fn lock_regions(connection: &mut Connection, ids: &[RegionId]) -> Result<usize, Error> {
    let both = region::table.filter(region::id.eq_any(ids)).order(region::id).for_update();
    Ok(both.select(region::id).load::<RegionId>(connection).await?.len())
}

/// Waits for others that change these people, and keeps them from it until the transaction ends.
pub async fn lock_accounts(connection: &mut Connection, ids: &[AccountId]) -> Result<usize, Error> {
    let both = account::table
        .filter(account::id.eq_any(ids).and(account::merged_into.is_null()))
        .order(account::id)
        .for_update();
    Ok(both.select(account::id).load::<AccountId>(connection).await?.len())
}

/// The responses of `from` in rounds where `into` has one as well.
pub async fn clashes(connection: &mut Connection, from: DepartmentId, into: DepartmentId) -> Result<Vec<Clash>, Error> {
    let other = diesel::alias!(response as other);
    let rows: Vec<(RoundId, String, ResponseId, ResponseId, i32, i32)> = response::table
        .inner_join(round::table)
        .inner_join(other.on(other.field(response::round_id).eq(response::round_id)))
        .filter(response::department_id.eq(from).and(other.field(response::department_id).eq(into)))
        .order(round::code)
        .select((
            response::round_id,
            round::name,
            response::id,
            other.field(response::id),
            response::revision,
            response::draft_version,
        ))
        .for_update()
        .load(connection)
        .await?;
    let mut clashes = Vec::new();
    for (round, round_name, id, other, revision, saves) in rows {
        let answers =
            draft_answer::table.filter(draft_answer::round_id.eq(round).and(draft_answer::response_id.eq(id)));
        let files = attachment::table.filter(attachment::round_id.eq(round).and(attachment::response_id.eq(id)));
        let queries =
            answer_query::table.filter(answer_query::round_id.eq(round).and(answer_query::response_id.eq(id)));
        let mut kept: i64 = answers.count().get_result(connection).await?;
        kept += files.count().get_result::<i64>(connection).await?;
        kept += queries.count().get_result::<i64>(connection).await?;
        let is_used = revision > 0 || saves > 0 || kept > 0;
        clashes.push(Clash { round, round_name, response: id, other, is_used });
    }
    Ok(clashes)
}

/// Deletes a response in which there is nothing. Who sees to its sections, and which are asked, go over to the other; so
/// does who still has a page of it open.
pub async fn delete_unused(connection: &mut Connection, clash: &Clash) -> Result<(), Error> {
    for statement in [
        "INSERT INTO delegation
             SELECT round_id, $3, section, account_id, due_at, note, delegated_by, delegated_at
             FROM delegation WHERE round_id = $1 AND response_id = $2
         ON CONFLICT DO NOTHING",
        "UPDATE response SET sections =
             CASE WHEN response.sections IS NULL OR gone.sections IS NULL THEN NULL
             ELSE ARRAY(SELECT DISTINCT unnest(response.sections || gone.sections) ORDER BY 1) END
         FROM response AS gone
         WHERE response.round_id = $1 AND response.id = $3 AND gone.round_id = $1 AND gone.id = $2",
        "UPDATE merged_response SET into_id = $3 WHERE round_id = $1 AND into_id = $2",
        "INSERT INTO merged_response (round_id, id, into_id) VALUES ($1, $2, $3)",
    ] {
        diesel::sql_query(statement)
            .bind::<sql_types::Uuid, _>(clash.round)
            .bind::<sql_types::Uuid, _>(clash.response)
            .bind::<sql_types::Uuid, _>(clash.other)
            .execute(connection)
            .await?;
    }
    let own = response::table.filter(
        response::round_id
            .eq(clash.round)
            .and(response::id.eq(clash.response))
            .and(response::revision.eq(0))
            .and(response::draft_version.eq(0)),
    );
    diesel::delete(own).execute(connection).await?;
    Ok(())
}

/// Deletes invitations of `from` for somebody who is invited for `into` in the same round.
pub async fn drop_doubled_invitations(
    connection: &mut Connection,
    from: DepartmentId,
    into: DepartmentId,
) -> Result<(), Error> {
    let other = diesel::alias!(invitation as other);
    let doubled: Vec<(RoundId, InvitationId)> = invitation::table
        .inner_join(
            other.on(other
                .field(invitation::round_id)
                .eq(invitation::round_id)
                .and(other.field(invitation::account_id).eq(invitation::account_id))),
        )
        .filter(invitation::department_id.eq(from).and(other.field(invitation::department_id).eq(into)))
        .select((invitation::round_id, invitation::id))
        .load(connection)
        .await?;
    delete_invitations(connection, &doubled).await
}

/// Deletes what two people have in common of the one who goes: roles, departments, invitations.
pub async fn drop_doubles_of_account(
    connection: &mut Connection,
    from: AccountId,
    into: AccountId,
) -> Result<(), Error> {
    let roles: Vec<(Uuid, String, Option<RegionId>)> = role_grant::table
        .filter(role_grant::account_id.eq(from))
        .select((role_grant::id, role_grant::role, role_grant::region_id))
        .load(connection)
        .await?;
    let held: Vec<(String, Option<RegionId>)> = role_grant::table
        .filter(role_grant::account_id.eq(into))
        .select((role_grant::role, role_grant::region_id))
        .load(connection)
        .await?;
    let doubled: Vec<Uuid> = roles
        .into_iter()
        .filter(|(_, role, region)| held.iter().any(|(other, at)| other == role && at == region))
        .map(|(id, ..)| id)
        .collect();
    diesel::delete(role_grant::table.filter(role_grant::id.eq_any(doubled))).execute(connection).await?;
    let members: Vec<DepartmentId> = department_member::table
        .filter(department_member::account_id.eq(into))
        .select(department_member::department_id)
        .load(connection)
        .await?;
    let own = department_member::table
        .filter(department_member::account_id.eq(from).and(department_member::department_id.eq_any(members)));
    diesel::delete(own).execute(connection).await?;
    let other = diesel::alias!(invitation as other);
    let doubled: Vec<(RoundId, InvitationId)> = invitation::table
        .inner_join(
            other.on(other
                .field(invitation::round_id)
                .eq(invitation::round_id)
                .and(other.field(invitation::department_id).eq(invitation::department_id))),
        )
        .filter(invitation::account_id.eq(from).and(other.field(invitation::account_id).eq(into)))
        .select((invitation::round_id, invitation::id))
        .load(connection)
        .await?;
    delete_invitations(connection, &doubled).await
}

/// Deletes what two departments or regions have in common of the one that goes: members, coordinators.
pub async fn drop_doubled_members(
    connection: &mut Connection,
    from: DepartmentId,
    into: DepartmentId,
) -> Result<(), Error> {
    let members: Vec<AccountId> = department_member::table
        .filter(department_member::department_id.eq(into))
        .select(department_member::account_id)
        .load(connection)
        .await?;
    let own = department_member::table
        .filter(department_member::department_id.eq(from).and(department_member::account_id.eq_any(members)));
    diesel::delete(own).execute(connection).await?;
    Ok(())
}

/// Deletes the coordinators of `from` that coordinate `into` as well.
pub async fn drop_doubled_coordinators(
    connection: &mut Connection,
    from: RegionId,
    into: RegionId,
) -> Result<(), Error> {
    let held: Vec<AccountId> = role_grant::table
        .filter(role_grant::region_id.eq(into))
        .select(role_grant::account_id)
        .load(connection)
        .await?;
    let own = role_grant::table.filter(role_grant::region_id.eq(from).and(role_grant::account_id.eq_any(held)));
    diesel::delete(own).execute(connection).await?;
    Ok(())
}

/// Points everything that refers to one department at another, then deletes the first. Returns how much moved.
pub async fn move_department(
    connection: &mut Connection,
    from: DepartmentId,
    into: DepartmentId,
) -> Result<i32, Error> {
    let moved: Moved = diesel::sql_query("SELECT move_references('department', $1, $2, '{}') AS total")
        .bind::<sql_types::Uuid, _>(from)
        .bind::<sql_types::Uuid, _>(into)
        .get_result(connection)
        .await?;
    diesel::delete(department::table.find(from)).execute(connection).await?;
    Ok(moved.total)
}

/// The rounds in which a region has an answer of its own.
pub async fn rounds_answered(connection: &mut Connection, region: RegionId) -> Result<Vec<String>, Error> {
    let own = regional_answer::table
        .inner_join(round::table.on(round::id.eq(regional_answer::round_id)))
        .filter(regional_answer::region_id.eq(region))
        .order(round::code);
    Ok(own.select(round::name).load(connection).await?)
}

/// Points everything that refers to one region at another, then deletes the first. Codes, commissions and names of the
/// one that goes are written by whoever merges.
pub async fn move_region(connection: &mut Connection, from: RegionId, into: RegionId) -> Result<i32, Error> {
    let moved: Moved = diesel::sql_query(
        "SELECT move_references('region', $1, $2, '{region_commission, region_code_history}') AS total",
    )
    .bind::<sql_types::Uuid, _>(from)
    .bind::<sql_types::Uuid, _>(into)
    .get_result(connection)
    .await?;
    diesel::delete(region::table.find(from)).execute(connection).await?;
    Ok(moved.total)
}

/// Points everything that may change at another person. The account stays, disabled, because records that never change
/// name it.
pub async fn move_account(
    connection: &mut Connection,
    from: AccountId,
    into: AccountId,
    now: DateTime<Utc>,
) -> Result<i32, Error> {
    let moved: Moved = diesel::sql_query(
        "SELECT move_references('account', $1, $2, '{audit, submission, questionnaire_version, session,
            pending_sign_in, account_link, recovery_code}') AS total",
    )
    .bind::<sql_types::Uuid, _>(from)
    .bind::<sql_types::Uuid, _>(into)
    .get_result(connection)
    .await?;
    diesel::update(account::table.find(from))
        .set((account::merged_into.eq(into), account::disabled_at.eq(now)))
        .execute(connection)
        .await?;
    Ok(moved.total)
}

async fn delete_invitations(connection: &mut Connection, ids: &[(RoundId, InvitationId)]) -> Result<(), Error> {
    for (round, id) in ids {
        diesel::delete(invitation::table.find((*round, *id))).execute(connection).await?;
    }
    Ok(())
}
