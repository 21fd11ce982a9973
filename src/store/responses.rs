//! Responses without their answers: one a department and round.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    rounds::RoundRow,
    schema::{department, merged_response, region, response, round, round_region},
};
use crate::fieldwork::{
    ids::{AccountId, DepartmentId, RegionId, ResponseId, RoundId, VersionId},
    region::Department,
    response::{Response, ResponseState},
    round::Round,
};

/// A response with all that a page about it needs to know of its surroundings.
#[derive(Debug, Clone)]
pub struct Assignment {
    pub response: Response,
    /// With the deadline of the response's region.
    pub round: Round,
    pub department: Department,
    pub region_code: String,
    pub region_names: serde_json::Value,
    /// The sections that it is asked for, by name; all where there are none.
    pub sections: Option<Vec<String>>,
}

impl Assignment {
    /// What the region is called in a language, or else as it calls itself, or its code.
    #[must_use]
    pub fn region_name(&self, language: &str) -> &str {
        let names = [language, "own"].into_iter().filter_map(|key| self.region_names.get(key));
        names.filter_map(serde_json::Value::as_str).next().unwrap_or(&self.region_code)
    }
}

/// One line of a person's list of responses.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: ResponseId,
    pub department: String,
    pub state: ResponseState,
    /// With the deadline of the response's region.
    pub round: Round,
}

type Moment = Option<DateTime<Utc>>;
type ResponseColumns = (RoundId, ResponseId, DepartmentId, VersionId, String, i32, i32, String, Moment, Moment, Moment);

#[derive(Queryable)]
struct AssignmentRow {
    response: ResponseColumns,
    round: RoundRow,
    own_deadline: Moment,
    department: (RegionId, String, String),
    region: (String, serde_json::Value),
    sections: Option<Vec<String>>,
}

/// Opens a response for every department given that has none in the round; returns all of them, old and new.
pub async fn open(
    connection: &mut Connection,
    in_round: RoundId,
    departments: &[(DepartmentId, ResponseId, String)],
) -> Result<(), Error> {
    let rows: Vec<_> = departments
        .iter()
        .map(|(department, id, language)| {
            (
                response::round_id.eq(in_round),
                response::id.eq(id),
                response::department_id.eq(department),
                response::state.eq(ResponseState::InProgress.code()),
                response::language.eq(language),
            )
        })
        .collect();
    for chunk in rows.chunks(1000) {
        let insert = diesel::insert_into(response::table).values(chunk.to_vec()).on_conflict_do_nothing();
        insert.execute(connection).await?;
    }
    Ok(())
}

/// A response by its id, or the one that it was merged into. Ids are random and unique over rounds.
pub async fn find(connection: &mut Connection, id: ResponseId) -> Result<Option<Assignment>, Error> {
    if let Some(found) = by_id(connection, id).await? {
        return Ok(Some(found));
    }
    let merged = merged_response::table.filter(merged_response::id.eq(id)).select(merged_response::into_id);
    match merged.first(connection).await.optional()? {
        Some(into) => by_id(connection, into).await,
        None => Ok(None),
    }
}

async fn by_id(connection: &mut Connection, id: ResponseId) -> Result<Option<Assignment>, Error> {
    let row: Option<AssignmentRow> = response::table
        .inner_join(round::table)
        .inner_join(department::table.inner_join(region::table))
        .left_join(of_region())
        .filter(response::id.eq(id))
        .select((
            (
                response::round_id,
                response::id,
                response::department_id,
                response::version_id,
                response::state,
                response::revision,
                response::draft_version,
                response::language,
                response::opened_at,
                response::started_at,
                response::submitted_at,
            ),
            RoundRow::as_select(),
            round_region::deadline.nullable(),
            (department::region_id, department::kind, department::name),
            (region::code, region::names),
            response::sections,
        ))
        .first(connection)
        .await
        .optional()?;
    row.map(read).transpose()
}

/// The response of a department in a round.
pub async fn of_department(
    connection: &mut Connection,
    in_round: RoundId,
    of: DepartmentId,
) -> Result<Option<ResponseId>, Error> {
    let own = response::table.filter(response::round_id.eq(in_round).and(response::department_id.eq(of)));
    Ok(own.select(response::id).first(connection).await.optional()?)
}

/// The responses that an account is invited to, the nearest deadline first. Nobody is asked in a draft yet.
pub async fn of_account(connection: &mut Connection, account: AccountId) -> Result<Vec<Listed>, Error> {
    use super::schema::invitation;
    type Row = (ResponseId, String, String, RoundRow, Moment);
    let rows: Vec<Row> =
        response::table
            .inner_join(round::table)
            .inner_join(department::table)
            .inner_join(invitation::table.on(
                invitation::round_id.eq(response::round_id).and(invitation::department_id.eq(response::department_id)),
            ))
            .left_join(of_region())
            .filter(invitation::account_id.eq(account).and(invitation::revoked_at.is_null()))
            .filter(round::launched_at.is_not_null())
            .order(department::name)
            .select((
                response::id,
                department::name,
                response::state,
                RoundRow::as_select(),
                round_region::deadline.nullable(),
            ))
            .load(connection)
            .await?;
    let mut listed = Vec::with_capacity(rows.len());
    for (id, department, state, row, own_deadline) in rows {
        let state = ResponseState::from_code(&state).ok_or(Error::Unreadable("response.state"))?;
        listed.push(Listed { id, department, state, round: row.read(own_deadline)? });
    }
    listed.sort_by_key(|listed| listed.round.deadline);
    Ok(listed)
}

/// What a round has of its own for the region of the joined department.
#[diesel::dsl::auto_type]
fn of_region() -> _ {
    let same_round = round_region::round_id.eq(response::round_id);
    round_region::table.on(same_round.and(round_region::region_id.eq(department::region_id)))
}

/// Notes the first opening.
pub async fn opened(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
    language: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let fresh = response::table.find((in_round, id)).filter(response::opened_at.is_null());
    let change = (response::opened_at.eq(now), response::language.eq(language));
    diesel::update(fresh).set(change).execute(connection).await?;
    Ok(())
}

/// Brings a response into another state, where it is in `from`; false where it is not.
pub async fn change_state(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
    from: ResponseState,
    to: ResponseState,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let own = response::table.find((in_round, id)).filter(response::state.eq(from.code()));
    let accepted = (to == ResponseState::Accepted).then_some(now);
    let change = (
        response::state.eq(to.code()),
        response::accepted_at.eq(accepted.into_sql::<sql_types::Nullable<sql_types::Timestamptz>>()),
    );
    Ok(diesel::update(own).set(change).execute(connection).await? == 1)
}

fn read(row: AssignmentRow) -> Result<Assignment, Error> {
    let (
        round,
        id,
        department,
        answered,
        state,
        revision,
        draft_version,
        language,
        opened_at,
        started_at,
        submitted_at,
    ) = row.response;
    let state = ResponseState::from_code(&state).ok_or(Error::Unreadable("response.state"))?;
    let (region, kind, department_name) = row.department;
    let (region_code, region_names) = row.region;
    Ok(Assignment {
        response: Response {
            round,
            id,
            department,
            version: answered,
            state,
            revision,
            draft_version,
            language,
            opened_at,
            started_at,
            submitted_at,
        },
        round: row.round.read(row.own_deadline)?,
        department: Department { id: department, region, kind, name: department_name, names: BTreeMap::new() },
        region_code,
        region_names,
        sections: row.sections,
    })
}
