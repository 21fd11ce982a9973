//! What regions said themselves, streamed from the same snapshot as what their departments said.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use tokio_postgres::Row;

use super::{Blocks, Coded, FETCH_DOCUMENTS, FETCH_SHORT, Snapshot, by_path};
use crate::{
    fieldwork::{
        ids::{RegionId, RoundId, VersionId},
        response::ResponseState,
    },
    store::Error,
};

/// The newest sign-off of a region, as the database sent it.
pub struct Signed(Row);

/// What there is to read of [`Signed`].
#[derive(Debug)]
pub struct SignedFields<'a> {
    /// The region's code.
    pub region: &'a str,
    pub region_name: &'a str,
    pub country: &'a str,
    pub reference: &'a str,
    /// `signed` or `reopened`.
    pub state: &'a str,
    pub revision: i32,
    pub language: &'a str,
    pub version: VersionId,
    pub role: &'a str,
    pub signed_on: NaiveDate,
    pub clearance: &'a str,
    pub consent_public: bool,
    pub consent_network: bool,
    /// The reason, by path.
    pub divergent: BTreeMap<String, String>,
    /// The document, as JSON.
    pub answers: &'a str,
}

/// How far one region has come, as the database sent it.
pub struct RegionalParticipant(Row);

/// What there is to read of [`RegionalParticipant`].
#[derive(Debug)]
pub struct RegionalParticipantFields<'a> {
    pub region: RegionId,
    pub name: &'a str,
    pub deadline: DateTime<Utc>,
    pub departments: i64,
    pub invited: i64,
    pub opened: i64,
    pub started: i64,
    pub submitted: i64,
    pub accepted: i64,
    /// `none`, `open`, `signed` or `reopened`.
    pub answer: &'a str,
    pub revision: i32,
    pub signed_on: Option<NaiveDate>,
}

/// A region that works on another answer still has the one that it signed before: it is reopened.
const SIGNED: &str = r#"
    SELECT answer.code, answer.name, answer.country, newest.reference, answer.state, newest.revision, newest.language,
        newest.version_id, newest.role, newest.signed_on, newest.clearance, newest.consent_public,
        newest.consent_network, newest.divergent, newest.answers
    FROM (
        SELECT region.id, region.code COLLATE "C" AS code, region.country,
            coalesce(region.names ->> 'own', region.names ->> 'en', region.code) AS name,
            CASE regional_answer.state WHEN 'signed' THEN 'signed' ELSE 'reopened' END AS state
        FROM regional_answer JOIN region ON region.id = regional_answer.region_id
        WHERE regional_answer.round_id = $1 AND (CASE regional_answer.state WHEN 'signed' THEN 'accepted' ELSE 'returned' END) = ANY ($2)
        ORDER BY code
        OFFSET 0
    ) AS answer
    CROSS JOIN LATERAL (
        SELECT reference, revision, language, version_id, role, signed_on, clearance, consent_public, consent_network,
            divergent::text, answers::text
        FROM sign_off
        WHERE sign_off.round_id = $1 AND sign_off.region_id = answer.id
        ORDER BY revision DESC
        LIMIT 1
    ) AS newest
    ORDER BY answer.code"#;

/// In the words of responses, which recipes count by.
const CODED: &str = "
    SELECT answer.region_id, answer.region_id, '', answer.state, sign_off_code.codes, newest.version_id
    FROM (
        SELECT region_id, CASE state WHEN 'signed' THEN 'accepted' ELSE 'returned' END AS state
        FROM regional_answer
        WHERE round_id = $1
    ) AS answer
    CROSS JOIN LATERAL (
        SELECT revision, version_id FROM sign_off
        WHERE sign_off.round_id = $1 AND sign_off.region_id = answer.region_id
        ORDER BY revision DESC
        LIMIT 1
    ) AS newest
    LEFT JOIN sign_off_code ON sign_off_code.round_id = $1
        AND sign_off_code.region_id = answer.region_id AND sign_off_code.revision = newest.revision
    WHERE answer.state = ANY ($2)";

const PARTICIPANTS: &str = r#"
    SELECT region.id, coalesce(region.names ->> 'own', region.names ->> 'en', region.code) AS name,
        coalesce(round_region.deadline, round.deadline) AS deadline,
        reached.departments, reached.invited, reached.opened, reached.started, reached.submitted, reached.accepted,
        CASE
            WHEN answer.state IS NULL THEN 'none'
            WHEN answer.state = 'signed' THEN 'signed'
            WHEN newest.revision IS NOT NULL THEN 'reopened'
            ELSE 'open'
        END AS answer,
        coalesce(newest.revision, 0) AS revision, newest.signed_on
    FROM round
    CROSS JOIN region
    LEFT JOIN round_region ON round_region.round_id = round.id AND round_region.region_id = region.id
    CROSS JOIN LATERAL (
        SELECT count(*) AS departments,
            count(*) FILTER (WHERE EXISTS (
                SELECT FROM invitation
                WHERE invitation.round_id = $1 AND invitation.department_id = response.department_id
            )) AS invited,
            count(opened_at) AS opened, count(started_at) AS started, count(submitted_at) AS submitted,
            count(accepted_at) AS accepted
        FROM response JOIN department ON department.id = response.department_id
        WHERE response.round_id = $1 AND department.region_id = region.id
    ) AS reached
    LEFT JOIN regional_answer AS answer ON answer.round_id = round.id AND answer.region_id = region.id
    LEFT JOIN LATERAL (
        SELECT revision, signed_on FROM sign_off
        WHERE sign_off.round_id = $1 AND sign_off.region_id = region.id
        ORDER BY revision DESC
        LIMIT 1
    ) AS newest ON true
    WHERE round.id = $1
        AND (round_region.round_id IS NOT NULL OR reached.departments > 0 OR answer.round_id IS NOT NULL)
    ORDER BY region.code COLLATE "C""#;

impl<'a> Snapshot<'a> {
    /// The newest sign-off of every region of a round whose answer is in one of these states, by region code: accepted
    /// while it is signed, returned while it is open again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signed<'b>(&'b self, round: RoundId, states: &[ResponseState]) -> Result<Blocks<'b, Signed>, Error>
    where
        'a: 'b,
    {
        self.blocks(SIGNED, &[&round.0, &super::codes(states)], FETCH_DOCUMENTS).await
    }

    /// The coded row of the same sign-offs, in any order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signed_codes<'b>(
        &'b self,
        round: RoundId,
        states: &[ResponseState],
    ) -> Result<Blocks<'b, Coded>, Error>
    where
        'a: 'b,
    {
        self.blocks(CODED, &[&round.0, &super::codes(states)], FETCH_SHORT).await
    }

    /// How far every region of a round has come, by region code.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn regional_participants<'b>(&'b self, round: RoundId) -> Result<Blocks<'b, RegionalParticipant>, Error>
    where
        'a: 'b,
    {
        self.blocks(PARTICIPANTS, &[&round.0], FETCH_SHORT).await
    }
}

impl From<Row> for Signed {
    fn from(row: Row) -> Self {
        Self(row)
    }
}

impl Signed {
    /// Reads it in place.
    ///
    /// # Errors
    /// Where it holds what this program does not understand.
    pub fn fields(&self) -> Result<SignedFields<'_>, Error> {
        let row = &self.0;
        Ok(SignedFields {
            region: row.try_get(0)?,
            region_name: row.try_get(1)?,
            country: row.try_get(2)?,
            reference: row.try_get(3)?,
            state: row.try_get(4)?,
            revision: row.try_get(5)?,
            language: row.try_get(6)?,
            version: VersionId(row.try_get(7)?),
            role: row.try_get(8)?,
            signed_on: row.try_get(9)?,
            clearance: row.try_get(10)?,
            consent_public: row.try_get(11)?,
            consent_network: row.try_get(12)?,
            divergent: by_path(row.try_get(13)?)?,
            answers: row.try_get(14)?,
        })
    }
}

impl From<Row> for RegionalParticipant {
    fn from(row: Row) -> Self {
        Self(row)
    }
}

impl RegionalParticipant {
    /// Reads it in place.
    ///
    /// # Errors
    /// Where it holds what this program does not understand.
    pub fn fields(&self) -> Result<RegionalParticipantFields<'_>, Error> {
        let row = &self.0;
        Ok(RegionalParticipantFields {
            region: RegionId(row.try_get(0)?),
            name: row.try_get(1)?,
            deadline: row.try_get(2)?,
            departments: row.try_get(3)?,
            invited: row.try_get(4)?,
            opened: row.try_get(5)?,
            started: row.try_get(6)?,
            submitted: row.try_get(7)?,
            accepted: row.try_get(8)?,
            answer: row.try_get(9)?,
            revision: row.try_get(10)?,
            signed_on: row.try_get(11)?,
        })
    }
}
