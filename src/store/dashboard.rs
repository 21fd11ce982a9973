//! What the secretariat looks at in a round: the regions that it asks, and every department with its people. Two queries,
//! however many there are.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use serde::Deserialize;

use super::{Connection, Error};
use crate::fieldwork::{
    ids::{DepartmentId, RegionId, ResponseId, RoundId},
    response::ResponseState,
    standing::{Asked, Contact, Department},
};

#[derive(QueryableByName)]
struct DepartmentRow {
    #[diesel(sql_type = SqlUuid)]
    id: DepartmentId,
    #[diesel(sql_type = SqlUuid)]
    region: RegionId,
    #[diesel(sql_type = SqlUuid)]
    response: ResponseId,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Integer)]
    revision: i32,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    invited_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    opened_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    started_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    submitted_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    open_queries: i64,
    #[diesel(sql_type = Jsonb)]
    people: serde_json::Value,
}

#[derive(QueryableByName)]
struct AskedRow {
    #[diesel(sql_type = SqlUuid)]
    region: RegionId,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    asked_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Timestamptz)]
    deadline: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    signed: bool,
    #[diesel(sql_type = Jsonb)]
    coordinators: serde_json::Value,
}

#[derive(Deserialize)]
struct Person {
    email: String,
    name: String,
    bounced: bool,
}

/// An address whose newest mail arrived after its last bounce works again.
const BOUNCED: &str = "
    WITH bounced AS MATERIALIZED (
        SELECT DISTINCT address FROM mail_bounce WHERE NOT EXISTS (
            SELECT FROM outbox WHERE lower(outbox.recipient) = mail_bounce.address
                AND outbox.bounced_at IS NULL AND outbox.sent_at > mail_bounce.at
        )
    )";

const DEPARTMENTS: &str = "
    , invited AS MATERIALIZED (
        SELECT invitation.department_id, min(invitation.created_at) AS invited_at,
            jsonb_agg(jsonb_build_object(
                'email', account.email, 'name', account.name, 'bounced', bounced.address IS NOT NULL
            ) ORDER BY account.email)
                FILTER (WHERE invitation.revoked_at IS NULL AND account.disabled_at IS NULL) AS people
        FROM invitation
        JOIN account ON account.id = invitation.account_id
        LEFT JOIN bounced ON bounced.address = account.email
        WHERE invitation.round_id = $1
        GROUP BY invitation.department_id
    ), open AS MATERIALIZED (
        SELECT response_id, count(*) AS queries FROM answer_query
        WHERE round_id = $1 AND state = 'open' GROUP BY response_id
    )
    SELECT department.id, department.region_id AS region, response.id AS response, department.name, department.kind,
        response.state, response.revision, invited.invited_at, response.opened_at, response.started_at,
        first.submitted_at, coalesce(open.queries, 0) AS open_queries, coalesce(invited.people, '[]') AS people
    FROM response
    JOIN department ON department.id = response.department_id
    LEFT JOIN submission AS first
        ON first.round_id = response.round_id AND first.response_id = response.id AND first.revision = 1
    LEFT JOIN invited ON invited.department_id = department.id
    LEFT JOIN open ON open.response_id = response.id
    WHERE response.round_id = $1
    ORDER BY department.name COLLATE \"C\", department.id";

const ASKED: &str = "
    , asked AS (
        SELECT region_id FROM round_region WHERE round_id = $1
        UNION
        SELECT department.region_id FROM response JOIN department ON department.id = response.department_id
        WHERE response.round_id = $1
    ), speaking AS MATERIALIZED (
        SELECT role_grant.region_id, jsonb_agg(jsonb_build_object(
            'email', account.email, 'name', account.name, 'bounced', bounced.address IS NOT NULL
        ) ORDER BY account.email) AS people
        FROM role_grant
        JOIN account ON account.id = role_grant.account_id
        LEFT JOIN bounced ON bounced.address = account.email
        WHERE role_grant.role = 'coordinator' AND account.disabled_at IS NULL
        GROUP BY role_grant.region_id
    )
    SELECT asked.region_id AS region, round_region.asked_at,
        coalesce(round_region.deadline, round.deadline) AS deadline,
        coalesce(regional_answer.state = 'signed', false) AS signed,
        coalesce(speaking.people, '[]') AS coordinators
    FROM asked
    JOIN round ON round.id = $1
    LEFT JOIN round_region ON round_region.round_id = $1 AND round_region.region_id = asked.region_id
    LEFT JOIN regional_answer ON regional_answer.round_id = $1 AND regional_answer.region_id = asked.region_id
    LEFT JOIN speaking ON speaking.region_id = asked.region_id";

/// Every department that a round asks, by name.
pub async fn departments(connection: &mut Connection, round: RoundId) -> Result<Vec<Department>, Error> {
    let query = sql_query(format!("{BOUNCED}{DEPARTMENTS}")).bind::<SqlUuid, _>(round.0);
    let rows: Vec<DepartmentRow> = query.load(connection).await?;
    let read = |row: DepartmentRow| {
        Ok(Department {
            id: row.id,
            region: row.region,
            response: row.response,
            name: row.name,
            kind: row.kind,
            state: ResponseState::from_code(&row.state).ok_or(Error::Unreadable("response.state"))?,
            revision: row.revision,
            invited_at: row.invited_at,
            opened_at: row.opened_at,
            started_at: row.started_at,
            submitted_at: row.submitted_at,
            open_queries: row.open_queries,
            people: people(row.people)?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Every region that a round asks.
pub async fn asked(connection: &mut Connection, round: RoundId) -> Result<HashMap<RegionId, Asked>, Error> {
    let query = sql_query(format!("{BOUNCED}{ASKED}")).bind::<SqlUuid, _>(round.0);
    let rows: Vec<AskedRow> = query.load(connection).await?;
    let read = |AskedRow { region, asked_at, deadline, signed, coordinators }: AskedRow| {
        Ok((region, Asked { region, asked_at, deadline, signed, coordinators: people(coordinators)? }))
    };
    rows.into_iter().map(read).collect()
}

fn people(value: serde_json::Value) -> Result<Vec<Contact>, Error> {
    let people: Vec<Person> = serde_json::from_value(value).map_err(|_| Error::Unreadable("the people of a round"))?;
    Ok(people.into_iter().map(|Person { email, name, bounced }| Contact { email, name, bounced }).collect())
}
