//! Streams of submissions for exports and tables, all from one snapshot of the database.
//!
//! Rows come through portals, some hundreds at a time: what a reader does not take is not fetched, and what nobody
//! reads any more ends with what was asked for last.

mod regional;

use std::{collections::BTreeMap, marker::PhantomData, pin::Pin};

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
pub use regional::{RegionalParticipant, RegionalParticipantFields, Signed, SignedFields};
use serde_json::Value;
pub use tokio_postgres::Row;
use tokio_postgres::{Client, IsolationLevel, Portal, RowStream, Transaction, types::ToSql};
use uuid::Uuid;

use super::Error;
use crate::fieldwork::{
    ids::{RegionId, ResponseId, RoundId, VersionId},
    response::ResponseState,
};

/// Documents that the database is asked for at a time, and rows that are far shorter.
const FETCH_DOCUMENTS: i32 = 500;
const FETCH_SHORT: i32 = 10_000;
/// Bytes after which a block is handed on, so that long documents make blocks of fewer rows.
const BLOCK: usize = 512 * 1024;

/// The database as it was at one moment, however long the reading takes.
pub struct Snapshot<'a> {
    transaction: Transaction<'a>,
}

/// Rows in blocks.
pub struct Blocks<'a, T> {
    transaction: &'a Transaction<'a>,
    portal: Portal,
    /// How many rows are asked for at a time.
    most: i32,
    fetch: Option<Pin<Box<RowStream>>>,
    /// Rows of the fetch under way.
    fetched: i32,
    ended: bool,
    rows: PhantomData<T>,
}

/// The newest submission of a response, as the database sent it.
pub struct Submitted(Row);

/// What there is to read of [`Submitted`].
#[derive(Debug)]
pub struct SubmittedFields<'a> {
    pub response: ResponseId,
    pub reference: &'a str,
    pub region: &'a str,
    pub country: &'a str,
    pub department: &'a str,
    pub department_type: &'a str,
    pub state: ResponseState,
    pub revision: i32,
    pub language: &'a str,
    pub submitted_at: DateTime<Utc>,
    pub version: VersionId,
    /// The document, as JSON.
    pub answers: &'a str,
    /// What came along from an earlier round, by path; nothing where nothing did.
    pub carried: Option<BTreeMap<String, Value>>,
}

/// The coded row of the newest submission of a response, or of a region's newest sign-off, as the database sent it.
pub struct Coded(Row);

/// What there is to read of [`Coded`].
#[derive(Debug)]
pub struct CodedFields<'a> {
    /// Of the response, or of the region.
    pub id: Uuid,
    pub region: RegionId,
    /// Blank for a region.
    pub department_type: &'a str,
    /// A region's answer is accepted while it is signed, and returned while it is open again.
    pub state: ResponseState,
    pub version: VersionId,
    /// Absent where the codes were lost, and must be made anew.
    pub codes: Option<&'a [u8]>,
}

/// What tables group a region's responses by.
#[derive(Debug, Clone)]
pub struct Grouped {
    pub id: RegionId,
    pub code: String,
    pub country: String,
    /// Sorted.
    pub commissions: Vec<String>,
}

/// How far one department has come, as the database sent it.
pub struct Participant(Row);

/// What there is to read of [`Participant`].
#[derive(Debug)]
pub struct ParticipantFields<'a> {
    pub region: RegionId,
    pub department: &'a str,
    pub department_type: &'a str,
    pub invited_at: Option<DateTime<Utc>>,
    pub opened_at: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub accepted_at: Option<DateTime<Utc>>,
}

/// The order is that of the codes of characters, the same on every server. Only the few columns that are sorted by go
/// through the sort; the fence (`LIMIT`) keeps the documents out of it: they are looked up one by one, in that order.
const SUBMISSIONS: &str = r#"
    SELECT response.id, newest.reference, response.code, response.country, response.name, response.kind,
        response.state, newest.revision, newest.language, newest.submitted_at, newest.version_id, newest.answers,
        carried.answers AS carried
    FROM (
        SELECT response.id, response.state, region.code COLLATE "C" AS code, region.country,
            department.name COLLATE "C" AS name, department.kind
        FROM response
            JOIN department ON department.id = response.department_id
            JOIN region ON region.id = department.region_id
        WHERE response.round_id = $1 AND response.state = ANY ($2)
        ORDER BY code, name, response.id
        OFFSET 0
    ) AS response
    CROSS JOIN LATERAL (
        SELECT reference, revision, language, submitted_at, version_id, answers::text
        FROM submission
        WHERE submission.round_id = $1 AND submission.response_id = response.id
        ORDER BY revision DESC
        LIMIT 1
    ) AS newest
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(path, value)::text AS answers FROM carried_answer
        WHERE $3::boolean AND carried_answer.round_id = $1 AND carried_answer.response_id = response.id
    ) AS carried
    ORDER BY response.code, response.name, response.id"#;

/// Counting does not ask for an order. Only a returned response may have gone on to another version since.
const CODED: &str = "
    SELECT response.id, department.region_id, department.kind, response.state, submission_code.codes,
        coalesce(submission.version_id, response.version_id) AS version_id
    FROM response
        JOIN department ON department.id = response.department_id
        LEFT JOIN submission_code ON submission_code.round_id = $1
            AND submission_code.response_id = response.id AND submission_code.revision = response.revision
        LEFT JOIN submission ON response.state = 'returned' AND submission.round_id = $1
            AND submission.response_id = response.id AND submission.revision = response.revision
    WHERE response.round_id = $1 AND response.state = ANY ($2) AND response.revision > 0";

const CARRIED_FROM: &str = "
    SELECT source.code FROM round JOIN round AS source ON source.id = round.carried_from WHERE round.id = $1";

const REGIONS: &str = r#"
    SELECT region.id, region.code, region.country,
        ARRAY (
            SELECT commission FROM region_commission WHERE region_id = region.id ORDER BY commission COLLATE "C"
        ) AS commissions
    FROM region"#;

const PARTICIPANTS: &str = r#"
    SELECT department.region_id, department.name, department.kind,
        (
            SELECT min(created_at) FROM invitation
            WHERE invitation.round_id = $1 AND invitation.department_id = response.department_id
        ) AS invited_at,
        response.opened_at, response.started_at, response.submitted_at, response.accepted_at
    FROM response
        JOIN department ON department.id = response.department_id
        JOIN region ON region.id = department.region_id
    WHERE response.round_id = $1
    ORDER BY region.code COLLATE "C", department.name COLLATE "C", response.id"#;

impl<'a> Snapshot<'a> {
    /// Takes it now; the client reads nothing else until it is dropped.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take(client: &'a mut Client) -> Result<Self, Error> {
        let begin = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        Ok(Self { transaction: begin.start().await? })
    }

    /// The newest submission of every response of a round in one of these states, by region code, department name and
    /// response; with what came along from an earlier round where that is asked for.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn submissions<'b>(
        &'b self,
        round: RoundId,
        states: &[ResponseState],
        with_carried: bool,
    ) -> Result<Blocks<'b, Submitted>, Error>
    where
        'a: 'b,
    {
        self.blocks(SUBMISSIONS, &[&round.0, &codes(states), &with_carried], FETCH_DOCUMENTS).await
    }

    /// The code of the round that answers came along from.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn carried_from(&self, round: RoundId) -> Result<Option<String>, Error> {
        let row = self.transaction.query_opt(CARRIED_FROM, &[&round.0]).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// The coded row of the newest submission of every response of a round in one of these states, in any order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn coded<'b>(&'b self, round: RoundId, states: &[ResponseState]) -> Result<Blocks<'b, Coded>, Error>
    where
        'a: 'b,
    {
        self.blocks(CODED, &[&round.0, &codes(states)], FETCH_SHORT).await
    }

    /// Every region.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn regions(&self) -> Result<Vec<Grouped>, Error> {
        let rows = self.transaction.query(REGIONS, &[]).await?;
        let read = |row: &Row| {
            let (id, code, country, commissions) =
                (RegionId(row.try_get(0)?), row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
            Ok(Grouped { id, code, country, commissions })
        };
        rows.iter().map(read).collect()
    }

    /// How far every department of a round has come, by region code and department name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn participants<'b>(&'b self, round: RoundId) -> Result<Blocks<'b, Participant>, Error>
    where
        'a: 'b,
    {
        self.blocks(PARTICIPANTS, &[&round.0], FETCH_SHORT).await
    }

    async fn blocks<T>(
        &self,
        query: &str,
        parameters: &[&(dyn ToSql + Sync)],
        most: i32,
    ) -> Result<Blocks<'_, T>, Error> {
        let portal = self.transaction.bind(query, parameters).await?;
        let transaction = &self.transaction;
        Ok(Blocks { transaction, portal, most, fetch: None, fetched: 0, ended: false, rows: PhantomData })
    }
}

impl<T: From<Row>> Blocks<'_, T> {
    /// The next rows; none at the end.
    ///
    /// # Errors
    /// When the database does not answer any more.
    pub async fn next(&mut self) -> Result<Vec<T>, Error> {
        let (mut block, mut bytes) = (Vec::new(), 0);
        while bytes < BLOCK {
            let Some(row) = self.row().await? else { break };
            bytes += row.raw_size_bytes();
            block.push(T::from(row));
        }
        Ok(block)
    }

    async fn row(&mut self) -> Result<Option<Row>, Error> {
        while !self.ended {
            let fetch = match &mut self.fetch {
                Some(fetch) => fetch,
                none => {
                    self.fetched = 0;
                    none.insert(Box::pin(self.transaction.query_portal_raw(&self.portal, self.most).await?))
                }
            };
            if let Some(row) = fetch.try_next().await? {
                self.fetched += 1;
                return Ok(Some(row));
            }
            self.fetch = None;
            self.ended = self.fetched < self.most;
        }
        Ok(None)
    }
}

impl From<Row> for Submitted {
    fn from(row: Row) -> Self {
        Self(row)
    }
}

impl Submitted {
    /// Reads it in place.
    ///
    /// # Errors
    /// Where it holds what this program does not understand.
    pub fn fields(&self) -> Result<SubmittedFields<'_>, Error> {
        let row = &self.0;
        Ok(SubmittedFields {
            response: ResponseId(row.try_get(0)?),
            reference: row.try_get(1)?,
            region: row.try_get(2)?,
            country: row.try_get(3)?,
            department: row.try_get(4)?,
            department_type: row.try_get(5)?,
            state: state(row.try_get(6)?)?,
            revision: row.try_get(7)?,
            language: row.try_get(8)?,
            submitted_at: row.try_get(9)?,
            version: VersionId(row.try_get(10)?),
            answers: row.try_get(11)?,
            carried: row.try_get::<_, Option<&str>>(12)?.map(by_path).transpose()?,
        })
    }
}

impl From<Row> for Coded {
    fn from(row: Row) -> Self {
        Self(row)
    }
}

impl Coded {
    /// Reads it in place.
    ///
    /// # Errors
    /// Where it holds what this program does not understand.
    pub fn fields(&self) -> Result<CodedFields<'_>, Error> {
        let row = &self.0;
        Ok(CodedFields {
            id: row.try_get(0)?,
            region: RegionId(row.try_get(1)?),
            department_type: row.try_get(2)?,
            state: state(row.try_get(3)?)?,
            codes: row.try_get(4)?,
            version: VersionId(row.try_get(5)?),
        })
    }
}

impl From<Row> for Participant {
    fn from(row: Row) -> Self {
        Self(row)
    }
}

impl Participant {
    /// Reads it in place.
    ///
    /// # Errors
    /// Where it holds what this program does not understand.
    pub fn fields(&self) -> Result<ParticipantFields<'_>, Error> {
        let row = &self.0;
        Ok(ParticipantFields {
            region: RegionId(row.try_get(0)?),
            department: row.try_get(1)?,
            department_type: row.try_get(2)?,
            invited_at: row.try_get(3)?,
            opened_at: row.try_get(4)?,
            started_at: row.try_get(5)?,
            submitted_at: row.try_get(6)?,
            accepted_at: row.try_get(7)?,
        })
    }
}

/// An object of values by path.
fn by_path<T: serde::de::DeserializeOwned>(json: &str) -> Result<BTreeMap<String, T>, Error> {
    serde_json::from_str(json).map_err(|_| Error::Unreadable("values by path"))
}

fn state(code: &str) -> Result<ResponseState, Error> {
    ResponseState::from_code(code).ok_or(Error::Unreadable("response.state"))
}

fn codes(states: &[ResponseState]) -> Vec<&'static str> {
    states.iter().map(|state| state.code()).collect()
}
