//! What the departments of a region have to say in a round: their latest submissions, and who has none.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::{
    Connection, Error,
    schema::{department, invitation, response, submission},
};
use crate::fieldwork::{
    ids::{DepartmentId, RegionId, ResponseId, RoundId},
    response::ResponseState,
};

/// A department of the region, asked in the round or not.
#[derive(Debug, Clone)]
pub struct Unit {
    pub id: DepartmentId,
    pub name: String,
    pub kind: String,
    pub response: Option<Response>,
    pub is_invited: bool,
}

/// How far its response is, and the submission that counts: none while it is in progress or returned.
#[derive(Debug, Clone)]
pub struct Response {
    pub id: ResponseId,
    pub state: ResponseState,
    /// The sections that it is asked for, by name; all where there are none.
    pub sections: Option<Vec<String>>,
    pub submission: Option<Submission>,
}

/// A submission's document.
#[derive(Debug, Clone)]
pub struct Submission {
    pub revision: i32,
    pub language: String,
    pub answers: Value,
    pub submitted_at: DateTime<Utc>,
}

type ResponseRow = (DepartmentId, ResponseId, String, i32, Option<Vec<String>>);
type SubmissionRow = (ResponseId, i32, String, Value, DateTime<Utc>);

/// Every department of the region, by name.
pub async fn units(connection: &mut Connection, round: RoundId, region: RegionId) -> Result<Vec<Unit>, Error> {
    let departments: Vec<(DepartmentId, String, String)> = department::table
        .filter(department::region_id.eq(region))
        .order((department::name, department::id))
        .select((department::id, department::name, department::kind))
        .load(connection)
        .await?;
    let ids: Vec<DepartmentId> = departments.iter().map(|row| row.0).collect();
    let responses: Vec<ResponseRow> = response::table
        .filter(response::round_id.eq(round).and(response::department_id.eq_any(&ids)))
        .select((response::department_id, response::id, response::state, response::revision, response::sections))
        .load(connection)
        .await?;
    let invited: Vec<DepartmentId> = invitation::table
        .filter(invitation::round_id.eq(round).and(invitation::department_id.eq_any(&ids)))
        .filter(invitation::revoked_at.is_null())
        .select(invitation::department_id)
        .load(connection)
        .await?;
    let mut found = HashMap::new();
    let mut wanted = Vec::new();
    for (department, id, state, revision, sections) in responses {
        let state = ResponseState::from_code(&state).ok_or(Error::Unreadable("response.state"))?;
        let counts = match state {
            ResponseState::Submitted | ResponseState::Accepted => true,
            ResponseState::InProgress | ResponseState::Returned => false,
        };
        if counts {
            wanted.push((id, revision));
        }
        found.insert(department, Response { id, state, sections, submission: None });
    }
    let mut submissions = submissions(connection, round, &wanted).await?;
    let unit = |(id, name, kind): (DepartmentId, String, String)| {
        let mut response = found.remove(&id);
        if let Some(response) = &mut response {
            response.submission = submissions.remove(&response.id).and_then(|mut all| all.pop());
        }
        Unit { is_invited: invited.contains(&id), response, id, name, kind }
    };
    Ok(departments.into_iter().map(unit).collect())
}

/// The submissions of these responses and revisions, by response.
pub async fn submissions(
    connection: &mut Connection,
    round: RoundId,
    wanted: &[(ResponseId, i32)],
) -> Result<HashMap<ResponseId, Vec<Submission>>, Error> {
    let (ids, revisions): (Vec<ResponseId>, Vec<i32>) = wanted.iter().copied().unzip();
    let rows: Vec<SubmissionRow> = submission::table
        .filter(submission::round_id.eq(round).and(submission::response_id.eq_any(ids)))
        .filter(submission::revision.eq_any(revisions))
        .order((submission::response_id, submission::revision))
        .select((
            submission::response_id,
            submission::revision,
            submission::language,
            submission::answers,
            submission::submitted_at,
        ))
        .load(connection)
        .await?;
    let mut found: HashMap<ResponseId, Vec<Submission>> = HashMap::new();
    for (response, revision, language, answers, submitted_at) in rows {
        if wanted.contains(&(response, revision)) {
            let submission = Submission { revision, language, answers, submitted_at };
            found.entry(response).or_default().push(submission);
        }
    }
    Ok(found)
}

/// Holds the responses of the region as they are until the transaction ends: nobody submits meanwhile.
pub async fn hold(connection: &mut Connection, round: RoundId, region: RegionId) -> Result<(), Error> {
    let departments = department::table.filter(department::region_id.eq(region)).select(department::id);
    let ids: Vec<DepartmentId> = departments.load(connection).await?;
    let own = response::table.filter(response::round_id.eq(round).and(response::department_id.eq_any(ids)));
    let held: Vec<ResponseId> = own.order(response::id).select(response::id).for_share().load(connection).await?;
    tracing::trace!(held = held.len(), "responses are held");
    Ok(())
}
