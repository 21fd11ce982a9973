//! The regions that a round asks, their own deadlines, and who is told about them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    schema::{account, department, invitation, response, role_grant, round, round_region},
};
use crate::{
    access::actor::Role,
    fieldwork::{
        ids::{AccountId, DepartmentId, InvitationId, RegionId, RoundId},
        response::ResponseState,
    },
};

/// A region in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = round_region, check_for_backend(diesel::pg::Pg))]
pub struct Asked {
    #[diesel(column_name = region_id)]
    pub region: RegionId,
    /// Where it is not the round's.
    pub deadline: Option<DateTime<Utc>>,
    /// When it was told; empty in a draft.
    pub asked_at: Option<DateTime<Utc>>,
}

/// Somebody who coordinates a region.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Coordinator {
    pub region: RegionId,
    pub account: AccountId,
    pub email: String,
    pub language: String,
}

/// Somebody who was invited and whose department has not submitted.
#[derive(Debug, Clone, Queryable)]
pub struct Waiting {
    pub invitation: InvitationId,
    pub region: RegionId,
    pub department: String,
    pub email: String,
    pub language: String,
}

/// The regions of a round.
pub async fn of_round(connection: &mut Connection, of: RoundId) -> Result<Vec<Asked>, Error> {
    let own = round_region::table.filter(round_region::round_id.eq(of)).order(round_region::region_id);
    Ok(own.select(Asked::as_select()).load(connection).await?)
}

/// One region of a round, which nobody else changes until the transaction ends.
pub async fn find_for_change(
    connection: &mut Connection,
    of: RoundId,
    region: RegionId,
) -> Result<Option<Asked>, Error> {
    let own = round_region::table.find((of, region)).select(Asked::as_select());
    Ok(own.for_update().first(connection).await.optional()?)
}

/// Adds regions; returns those that were not there.
pub async fn add(
    connection: &mut Connection,
    to: RoundId,
    regions: &[RegionId],
    asked_at: Option<DateTime<Utc>>,
) -> Result<Vec<RegionId>, Error> {
    let rows: Vec<_> = regions
        .iter()
        .map(|region| {
            (round_region::round_id.eq(to), round_region::region_id.eq(region), round_region::asked_at.eq(asked_at))
        })
        .collect();
    let insert = diesel::insert_into(round_region::table).values(rows).on_conflict_do_nothing();
    Ok(insert.returning(round_region::region_id).get_results(connection).await?)
}

/// Removes regions that were not told yet and none of whose departments is invited; returns those that went.
pub async fn remove(connection: &mut Connection, from: RoundId, regions: &[RegionId]) -> Result<Vec<RegionId>, Error> {
    let invited = response::table
        .inner_join(department::table)
        .filter(response::round_id.eq(from).and(department::region_id.eq(round_region::region_id)));
    let own = round_region::table
        .filter(round_region::round_id.eq(from).and(round_region::region_id.eq_any(regions)))
        .filter(round_region::asked_at.is_null().and(diesel::dsl::not(diesel::dsl::exists(invited))));
    Ok(diesel::delete(own).returning(round_region::region_id).get_results(connection).await?)
}

/// Notes that every region of a round is told now; returns those that were not told before.
pub async fn ask_all(connection: &mut Connection, of: RoundId, now: DateTime<Utc>) -> Result<Vec<RegionId>, Error> {
    let waiting = round_region::table.filter(round_region::round_id.eq(of).and(round_region::asked_at.is_null()));
    let asked = diesel::update(waiting).set(round_region::asked_at.eq(now)).returning(round_region::region_id);
    Ok(asked.get_results(connection).await?)
}

/// Gives a region a deadline of its own, or the round's again.
pub async fn set_deadline(
    connection: &mut Connection,
    of: RoundId,
    region: RegionId,
    deadline: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    let own = diesel::update(round_region::table.find((of, region)));
    own.set(round_region::deadline.eq(deadline)).execute(connection).await?;
    Ok(())
}

/// Lets regions follow the round's deadline whose own is not later.
pub async fn follow(connection: &mut Connection, of: RoundId, deadline: DateTime<Utc>) -> Result<Vec<RegionId>, Error> {
    let earlier = round_region::table.filter(round_region::round_id.eq(of).and(round_region::deadline.le(deadline)));
    let change = diesel::update(earlier).set(round_region::deadline.eq(None::<DateTime<Utc>>));
    Ok(change.returning(round_region::region_id).get_results(connection).await?)
}

/// The earliest deadline that a region of a round has of its own.
pub async fn earliest_deadline(connection: &mut Connection, of: RoundId) -> Result<Option<DateTime<Utc>>, Error> {
    let own = round_region::table.filter(round_region::round_id.eq(of));
    Ok(own.select(diesel::dsl::min(round_region::deadline)).first(connection).await?)
}

/// The regions of these departments.
pub async fn of_departments(
    connection: &mut Connection,
    departments: &[DepartmentId],
) -> Result<HashMap<DepartmentId, RegionId>, Error> {
    let found = department::table.filter(department::id.eq_any(departments));
    let rows: Vec<(DepartmentId, RegionId)> =
        found.select((department::id, department::region_id)).load(connection).await?;
    Ok(rows.into_iter().collect())
}

/// Who coordinates these regions and can sign in, by region and address.
pub async fn coordinators(connection: &mut Connection, regions: &[RegionId]) -> Result<Vec<Coordinator>, Error> {
    type Row = (Option<RegionId>, AccountId, String, String);
    let ids: Vec<Option<RegionId>> = regions.iter().copied().map(Some).collect();
    let rows: Vec<Row> = role_grant::table
        .inner_join(account::table.on(account::id.eq(role_grant::account_id)))
        .filter(role_grant::role.eq(Role::Coordinator.code()).and(role_grant::region_id.eq_any(ids)))
        .filter(account::disabled_at.is_null().and(account::merged_into.is_null()))
        .order((role_grant::region_id, account::email))
        .select((role_grant::region_id, account::id, account::email, account::language))
        .load(connection)
        .await?;
    let read = |(region, account, email, language)| Some(Coordinator { region: region?, account, email, language });
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Whom a change of the deadline concerns, by department and address: of these regions.
pub async fn waiting(connection: &mut Connection, of: RoundId, regions: &[RegionId]) -> Result<Vec<Waiting>, Error> {
    let editable: Vec<&str> =
        ResponseState::ALL.into_iter().filter(|state| state.is_editable()).map(ResponseState::code).collect();
    let same = response::round_id.eq(invitation::round_id).and(response::department_id.eq(invitation::department_id));
    let query = invitation::table
        .inner_join(account::table)
        .inner_join(department::table.on(department::id.eq(invitation::department_id)))
        .inner_join(response::table.on(same))
        .filter(invitation::round_id.eq(of).and(invitation::revoked_at.is_null()))
        .filter(account::disabled_at.is_null().and(department::region_id.eq_any(regions)))
        .filter(response::state.eq_any(editable))
        .order((department::region_id, department::name, account::email))
        .select((invitation::id, department::region_id, department::name, account::email, account::language));
    Ok(query.load(connection).await?)
}

/// The launched rounds that ask a region, the newest first.
pub async fn rounds_of(connection: &mut Connection, region: RegionId) -> Result<Vec<RoundId>, Error> {
    let own = round_region::table.inner_join(round::table).filter(round_region::region_id.eq(region));
    let launched = own.filter(round::launched_at.is_not_null()).order(round::created_at.desc());
    Ok(launched.select(round::id).load(connection).await?)
}
