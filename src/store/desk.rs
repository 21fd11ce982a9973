//! What a coordinator's desk shows: the rounds of a region, its departments in one of them, their people and drafts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use diesel::{
    dsl::{exists, max, select},
    prelude::*,
};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::{
    Connection, Error,
    schema::{
        account, coordinator_reminder, department, draft_answer, invitation, magic_link, response, round, round_region,
    },
};
use crate::fieldwork::{
    ids::{AccountId, DepartmentId, InvitationId, RegionId, ResponseId, RoundId, VersionId},
    region::Department,
    response::ResponseState,
};

/// How a round is put to one region.
#[derive(Debug, Clone)]
pub struct Put {
    pub deadline: DateTime<Utc>,
    /// A name of the IANA database.
    pub time_zone: String,
}

/// A department that is asked, with its response.
#[derive(Debug, Clone)]
pub struct AskedDepartment {
    pub department: Department,
    pub response: ResponseId,
    pub version: VersionId,
    pub state: ResponseState,
    pub sections: Option<Vec<String>>,
    pub opened_at: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
}

/// Somebody who was invited for a department.
#[derive(Debug, Clone, Queryable)]
pub struct Member {
    pub invitation: InvitationId,
    pub department: DepartmentId,
    pub account: AccountId,
    pub email: String,
    pub name: String,
    pub language: String,
    pub invited_at: DateTime<Utc>,
    pub opened_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub reminded_at: Option<DateTime<Utc>>,
}

/// One stored answer of one of several drafts.
#[derive(Debug, Clone, Queryable)]
pub struct DraftRow {
    pub response: ResponseId,
    pub path: String,
    pub value: Option<Value>,
    pub edited_at: DateTime<Utc>,
}

impl Member {
    /// How pages call them.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }
}

/// How the round is put to the region; nothing where it was not launched, or does not ask the region.
pub async fn put(connection: &mut Connection, id: RoundId, region: RegionId) -> Result<Option<Put>, Error> {
    let own = round::table.filter(round::id.eq(id).and(round::launched_at.is_not_null()));
    let found: Option<(DateTime<Utc>, String)> =
        own.select((round::deadline, round::time_zone)).first(connection).await.optional()?;
    let Some((deadline, time_zone)) = found else { return Ok(None) };
    let target = round_region::table.find((id, region)).select(round_region::deadline);
    let target: Option<Option<DateTime<Utc>>> = target.first(connection).await.optional()?;
    if target.is_none() {
        let answers = response::table
            .inner_join(department::table)
            .filter(response::round_id.eq(id).and(department::region_id.eq(region)));
        if !select(exists(answers)).get_result::<bool>(connection).await? {
            return Ok(None);
        }
    }
    Ok(Some(Put { deadline: target.flatten().unwrap_or(deadline), time_zone }))
}

/// The rounds that ask a region, with the region's deadline in each.
pub async fn rounds(
    connection: &mut Connection,
    region: RegionId,
) -> Result<HashMap<RoundId, Option<DateTime<Utc>>>, Error> {
    let answering: Vec<RoundId> = response::table
        .inner_join(department::table)
        .filter(department::region_id.eq(region))
        .select(response::round_id)
        .distinct()
        .load(connection)
        .await?;
    let asked = round_region::table
        .filter(round_region::region_id.eq(region))
        .select((round_region::round_id, round_region::deadline));
    let asked: Vec<(RoundId, Option<DateTime<Utc>>)> = asked.load(connection).await?;
    let mut found: HashMap<_, _> = answering.into_iter().map(|id| (id, None)).collect();
    found.extend(asked);
    let drafts = round::table.filter(round::launched_at.is_null()).select(round::id);
    for draft in drafts.load::<RoundId>(connection).await? {
        found.remove(&draft);
    }
    Ok(found)
}

/// The departments of a region that are asked in a round, by name.
pub async fn departments(
    connection: &mut Connection,
    id: RoundId,
    region: RegionId,
) -> Result<Vec<AskedDepartment>, Error> {
    type Moments = (Option<DateTime<Utc>>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);
    type Row = ((DepartmentId, String, String, Value), (ResponseId, VersionId, String, Option<Vec<String>>), Moments);
    let rows: Vec<Row> = response::table
        .inner_join(department::table)
        .filter(response::round_id.eq(id).and(department::region_id.eq(region)))
        .order((department::name, department::id))
        .select((
            (department::id, department::kind, department::name, department::names),
            (response::id, response::version_id, response::state, response::sections),
            (response::opened_at, response::started_at, response::submitted_at),
        ))
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|((id, kind, name, names), (response, version, state, sections), moments)| {
            let names: BTreeMap<String, String> =
                serde_json::from_value(names).map_err(|_| Error::Unreadable("department.names"))?;
            let state = ResponseState::from_code(&state).ok_or(Error::Unreadable("response.state"))?;
            let department = Department { id, region, kind, name, names };
            let (opened_at, started_at, submitted_at) = moments;
            Ok(AskedDepartment { department, response, version, state, sections, opened_at, started_at, submitted_at })
        })
        .collect()
}

/// Everybody who was ever invited for the departments of a region in a round, by address.
pub async fn members(connection: &mut Connection, id: RoundId, region: RegionId) -> Result<Vec<Member>, Error> {
    let query = invitation::table
        .inner_join(account::table)
        .inner_join(department::table.on(department::id.eq(invitation::department_id)))
        .left_join(
            coordinator_reminder::table.on(coordinator_reminder::round_id
                .eq(invitation::round_id)
                .and(coordinator_reminder::invitation_id.eq(invitation::id))),
        )
        .filter(invitation::round_id.eq(id).and(department::region_id.eq(region)))
        .order(account::email)
        .select((
            invitation::id,
            invitation::department_id,
            account::id,
            account::email,
            account::name,
            account::language,
            invitation::created_at,
            invitation::opened_at,
            invitation::revoked_at,
            coordinator_reminder::at.nullable(),
        ));
    Ok(query.load(connection).await?)
}

/// Until when the links of these invitations that were not used yet can be.
pub async fn expiries(
    connection: &mut Connection,
    id: RoundId,
    invitations: &[InvitationId],
) -> Result<HashMap<InvitationId, DateTime<Utc>>, Error> {
    let unused = magic_link::table
        .filter(magic_link::round_id.eq(id).and(magic_link::invitation_id.eq_any(invitations)))
        .filter(magic_link::used_at.is_null())
        .group_by(magic_link::invitation_id)
        .select((magic_link::invitation_id, max(magic_link::expires_at)));
    let rows: Vec<(InvitationId, Option<DateTime<Utc>>)> = unused.load(connection).await?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
}

/// The drafts of these responses, in no order.
pub async fn drafts(connection: &mut Connection, id: RoundId, of: &[ResponseId]) -> Result<Vec<DraftRow>, Error> {
    let own = draft_answer::table
        .filter(draft_answer::round_id.eq(id).and(draft_answer::response_id.eq_any(of)))
        .select((draft_answer::response_id, draft_answer::path, draft_answer::value, draft_answer::edited_at));
    Ok(own.load(connection).await?)
}

/// Names people whom nobody named yet.
pub async fn name_unnamed(connection: &mut Connection, id: AccountId, name: &str) -> Result<(), Error> {
    let own = account::table.filter(account::id.eq(id).and(account::name.eq("")));
    diesel::update(own).set(account::name.eq(name)).execute(connection).await?;
    Ok(())
}

/// Which of these people want no reminders, or cannot sign in.
pub async fn disabled(connection: &mut Connection, ids: &[AccountId]) -> Result<BTreeSet<AccountId>, Error> {
    let off = account::table.filter(account::id.eq_any(ids).and(account::disabled_at.is_not_null()));
    let found: Vec<AccountId> = off.select(account::id).load(connection).await?;
    Ok(found.into_iter().collect())
}
