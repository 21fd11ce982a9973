//! Answers that came along from an earlier round: where from, and which of them nobody confirmed yet.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{carried_answer, draft_answer, draft_history, moved_answer, questionnaire_version, response, round},
};
use crate::{
    fieldwork::ids::{AccountId, QuestionnaireId, ResponseId, RoundId, VersionId},
    questionnaire::carrying::Carried,
};

/// Rows of one statement: each has up to seven values, and a statement takes 65,535.
const ROWS: usize = 5_000;

/// A response that nobody has begun, with what its department submitted last in the earlier round.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub response: ResponseId,
    pub version: VersionId,
    /// Nothing where it submitted nothing.
    pub earlier: Option<Earlier>,
}

/// The newest submission of an earlier round.
#[derive(Debug, Clone)]
pub struct Earlier {
    pub version: VersionId,
    pub language: String,
    pub answers: Value,
}

#[derive(QueryableByName)]
struct CandidateRow {
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = sql_types::Uuid)]
    version_id: Uuid,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    earlier_version: Option<Uuid>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    language: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Jsonb>)]
    answers: Option<Value>,
}

/// Whoever is saving in it right now has begun it: it is passed over, not waited for.
const CANDIDATES: &str = "
    SELECT response.id, response.version_id, newest.version_id AS earlier_version, newest.language, newest.answers
    FROM response
    LEFT JOIN response AS former ON former.round_id = $2 AND former.department_id = response.department_id
    LEFT JOIN LATERAL (
        SELECT version_id, language, answers FROM submission
        WHERE submission.round_id = $2 AND submission.response_id = former.id
        ORDER BY revision DESC
        LIMIT 1
    ) AS newest ON true
    WHERE response.round_id = $1 AND response.id > $3 AND ($4 IS NULL OR response.id = $4)
        AND response.state = 'in_progress' AND response.revision = 0 AND response.started_at IS NULL
        AND NOT EXISTS (
            SELECT FROM draft_answer WHERE draft_answer.round_id = $1 AND draft_answer.response_id = response.id
        )
    ORDER BY response.id
    LIMIT $5";

/// Which responses to look at.
#[derive(Debug, Clone, Copy)]
pub struct Among {
    pub round: RoundId,
    pub from: RoundId,
    /// Only those after it, by id.
    pub after: ResponseId,
    /// Only this one.
    pub only: Option<ResponseId>,
}

/// The rounds of the same questionnaire that opened no later than this one, the newest first.
pub async fn sources(connection: &mut Connection, of: RoundId) -> Result<Vec<RoundId>, Error> {
    let asked = questionnaire_version::table.on(questionnaire_version::id.eq(round::version_id));
    let own = round::table.inner_join(asked).filter(round::id.eq(of));
    let own = own.select((round::opens_at, questionnaire_version::questionnaire_id));
    let own: Option<(DateTime<Utc>, QuestionnaireId)> = own.first(connection).await.optional()?;
    let Some((opens_at, questionnaire)) = own else { return Ok(Vec::new()) };
    let asked = questionnaire_version::table.on(questionnaire_version::id.eq(round::version_id));
    let earlier = round::table
        .inner_join(asked)
        .filter(questionnaire_version::questionnaire_id.eq(questionnaire))
        .filter(round::id.ne(of).and(round::opens_at.le(opens_at)))
        .order((round::opens_at.desc(), round::code))
        .select(round::id);
    Ok(earlier.load(connection).await?)
}

/// How many responses a round has.
pub async fn responses(connection: &mut Connection, of: RoundId) -> Result<i64, Error> {
    Ok(response::table.filter(response::round_id.eq(of)).count().get_result(connection).await?)
}

/// The round that answers came along from.
pub async fn source(connection: &mut Connection, of: RoundId) -> Result<Option<RoundId>, Error> {
    let source = round::table.find(of).select(round::carried_from).first(connection).await.optional()?;
    Ok(source.flatten())
}

/// Says where answers come from, in a round that is not closed and did not know; until the transaction ends nobody else
/// says so.
pub async fn set_source(connection: &mut Connection, of: RoundId, from: RoundId) -> Result<bool, Error> {
    let open = round::table.filter(round::id.eq(of).and(round::closed_at.is_null()));
    let change = diesel::update(open.filter(round::carried_from.is_null())).set(round::carried_from.eq(from));
    Ok(change.execute(connection).await? == 1)
}

/// The next responses that nobody has begun, by id. Where `held`, nobody begins them until the transaction ends.
pub async fn candidates(
    connection: &mut Connection,
    among: Among,
    most: i64,
    held: bool,
) -> Result<Vec<Candidate>, Error> {
    let query = if held { format!("{CANDIDATES} FOR UPDATE OF response SKIP LOCKED") } else { CANDIDATES.to_owned() };
    let rows: Vec<CandidateRow> = diesel::sql_query(query)
        .bind::<sql_types::Uuid, _>(among.round.0)
        .bind::<sql_types::Uuid, _>(among.from.0)
        .bind::<sql_types::Uuid, _>(among.after.0)
        .bind::<sql_types::Nullable<sql_types::Uuid>, _>(among.only.map(|id| id.0))
        .bind::<sql_types::BigInt, _>(most)
        .load(connection)
        .await?;
    let read = |row: CandidateRow| {
        let earlier = row.earlier_version.zip(row.language).zip(row.answers);
        let earlier =
            earlier.map(|((version, language), answers)| Earlier { version: VersionId(version), language, answers });
        Candidate { response: ResponseId(row.id), version: VersionId(row.version_id), earlier }
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Starts a held response with what came along, of which nobody is the author.
pub async fn start(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
    former: VersionId,
    carried: &Carried,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let none = None::<AccountId>;
    let rows: Vec<_> = carried.rows.iter().collect();
    for rows in rows.chunks(ROWS) {
        let drafts = rows.iter().map(|(path, value)| {
            (
                draft_answer::round_id.eq(in_round),
                draft_answer::response_id.eq(id),
                draft_answer::path.eq(*path),
                draft_answer::value.eq(*value),
                draft_answer::version.eq(1),
                draft_answer::edited_by.eq(none),
                draft_answer::edited_at.eq(now),
            )
        });
        diesel::insert_into(draft_answer::table).values(drafts.collect::<Vec<_>>()).execute(connection).await?;
        let history = rows.iter().map(|(path, value)| {
            (
                draft_history::round_id.eq(in_round),
                draft_history::response_id.eq(id),
                draft_history::path.eq(*path),
                draft_history::version.eq(1),
                draft_history::value.eq(*value),
                draft_history::edited_by.eq(none),
                draft_history::edited_at.eq(now),
            )
        });
        diesel::insert_into(draft_history::table).values(history.collect::<Vec<_>>()).execute(connection).await?;
    }
    let answers: Vec<_> = carried.answers.iter().filter_map(|path| carried.rows.get_key_value(path)).collect();
    for answers in answers.chunks(ROWS) {
        let answers = answers.iter().map(|(path, value)| {
            (
                carried_answer::round_id.eq(in_round),
                carried_answer::response_id.eq(id),
                carried_answer::path.eq(*path),
                carried_answer::value.eq(*value),
                carried_answer::carried_at.eq(now),
            )
        });
        diesel::insert_into(carried_answer::table).values(answers.collect::<Vec<_>>()).execute(connection).await?;
    }
    for it in &carried.reconfirm {
        let reasons: Vec<&str> = it.reasons.iter().map(|reason| reason.code()).collect();
        let row = (
            moved_answer::round_id.eq(in_round),
            moved_answer::response_id.eq(id),
            moved_answer::former_version_id.eq(former),
            moved_answer::former_path.eq(&it.former_path),
            moved_answer::former.eq(&it.former),
            moved_answer::path.eq(&it.path),
            moved_answer::reasons.eq(reasons),
            moved_answer::moved_at.eq(now),
        );
        diesel::insert_into(moved_answer::table).values(row).execute(connection).await?;
    }
    diesel::update(response::table.find((in_round, id)))
        .set(response::draft_version.eq(response::draft_version + 1))
        .execute(connection)
        .await?;
    Ok(())
}

/// The paths that nobody confirmed yet.
pub async fn waiting(connection: &mut Connection, in_round: RoundId, id: ResponseId) -> Result<Vec<String>, Error> {
    let own =
        carried_answer::table.filter(carried_answer::round_id.eq(in_round).and(carried_answer::response_id.eq(id)));
    let waiting = own.filter(carried_answer::confirmed_at.is_null()).order(carried_answer::path);
    Ok(waiting.select(carried_answer::path).load(connection).await?)
}

/// Confirms what stands at these paths, by keeping it or by changing it.
pub async fn confirm(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
    paths: &[String],
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let waiting = carried_answer::table
        .filter(carried_answer::round_id.eq(in_round).and(carried_answer::response_id.eq(id)))
        .filter(carried_answer::path.eq_any(paths).and(carried_answer::confirmed_at.is_null()));
    let change = (carried_answer::confirmed_at.eq(now), carried_answer::confirmed_by.eq(account));
    Ok(diesel::update(waiting).set(change).execute(connection).await?)
}
