//! Answers that a response brought along from an earlier version: those to confirm, and those that are asked no more.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{account, draft_answer, draft_history, invitation, moved_answer, response},
};
use crate::{
    fieldwork::{
        ids::{AccountId, ResponseId, RoundId, VersionId},
        response::ResponseState,
    },
    questionnaire::migration::{Moved, Reason},
};

/// What was answered to an earlier version.
#[derive(Debug, Clone)]
pub struct MovedAnswer {
    pub former_version: VersionId,
    pub former_path: String,
    pub former: Value,
    /// Where it is asked now; nothing where it is not.
    pub path: Option<String>,
    pub reasons: Vec<Reason>,
    pub moved_at: DateTime<Utc>,
}

/// A response that is held while it moves: nobody saves or submits it meanwhile.
#[derive(Debug, Clone)]
pub struct Held {
    pub round: RoundId,
    pub id: ResponseId,
    pub version: VersionId,
    pub state: ResponseState,
}

/// Somebody to write to about a response.
#[derive(Debug, Clone)]
pub struct Person {
    pub email: String,
    pub language: String,
}

type Row = (VersionId, String, Value, Option<String>, Vec<String>, DateTime<Utc>);

/// The editable responses of a round that are not of this version, after one of them, by id.
pub async fn behind(
    connection: &mut Connection,
    in_round: RoundId,
    version: VersionId,
    after: Option<ResponseId>,
    most: i64,
) -> Result<Vec<ResponseId>, Error> {
    let editable = [ResponseState::InProgress.code(), ResponseState::Returned.code()];
    let mut query = response::table
        .filter(response::round_id.eq(in_round).and(response::version_id.ne(version)))
        .filter(response::state.eq_any(editable))
        .order(response::id)
        .limit(most)
        .select(response::id)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(response::id.gt(after));
    }
    Ok(query.load(connection).await?)
}

/// Moves every response of a round that nobody has begun; says how many.
pub async fn move_unbegun(connection: &mut Connection, in_round: RoundId, version: VersionId) -> Result<usize, Error> {
    // Only columns of the row itself: a save that commits while this waits for the row is seen.
    let unbegun = response::table
        .filter(response::round_id.eq(in_round).and(response::version_id.ne(version)))
        .filter(response::state.eq(ResponseState::InProgress.code()))
        .filter(response::started_at.is_null().and(response::draft_version.eq(0)));
    let change = (response::version_id.eq(version), response::draft_version.eq(response::draft_version + 1));
    Ok(diesel::update(unbegun).set(change).execute(connection).await?)
}

/// Holds a response until the transaction ends.
pub async fn hold(connection: &mut Connection, in_round: RoundId, id: ResponseId) -> Result<Option<Held>, Error> {
    let row: Option<(VersionId, String)> = response::table
        .find((in_round, id))
        .select((response::version_id, response::state))
        .for_update()
        .first(connection)
        .await
        .optional()?;
    let Some((version, state)) = row else { return Ok(None) };
    let state = ResponseState::from_code(&state).ok_or(Error::Unreadable("response.state"))?;
    Ok(Some(Held { round: in_round, id, version, state }))
}

/// Writes what a move made of a held response's draft, and gives it its new version.
pub async fn write(
    connection: &mut Connection,
    held: &Held,
    to: VersionId,
    moved: &Moved,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (round, id) = (held.round, held.id);
    for write in &moved.writes {
        put(connection, round, id, &write.path, write.value.as_ref(), now).await?;
    }
    for path in &moved.withdrawn {
        let waiting = moved_answer::table
            .filter(moved_answer::round_id.eq(round).and(moved_answer::response_id.eq(id)))
            .filter(moved_answer::path.eq(path).and(moved_answer::confirmed_at.is_null()));
        diesel::update(waiting).set(moved_answer::path.eq(None::<String>)).execute(connection).await?;
    }
    for reconfirm in &moved.reconfirm {
        // What waits already keeps what was answered first; it only has more reasons now.
        let waiting = moved_answer::table
            .filter(moved_answer::round_id.eq(round).and(moved_answer::response_id.eq(id)))
            .filter(moved_answer::path.eq(&reconfirm.former_path).and(moved_answer::confirmed_at.is_null()));
        let known: Option<(VersionId, String, Vec<String>)> = waiting
            .select((moved_answer::former_version_id, moved_answer::former_path, moved_answer::reasons))
            .first(connection)
            .await
            .optional()?;
        let mut reasons: Vec<String> = reconfirm.reasons.iter().map(|reason| reason.code().to_owned()).collect();
        match known {
            Some((version, path, earlier)) => {
                reasons.extend(earlier);
                reasons.sort_unstable();
                reasons.dedup();
                diesel::update(moved_answer::table.find((round, id, version, path)))
                    .set((moved_answer::path.eq(&reconfirm.path), moved_answer::reasons.eq(reasons)))
                    .execute(connection)
                    .await?;
            }
            None => {
                let (former, path) = (&reconfirm.former_path, Some(reconfirm.path.as_str()));
                keep(connection, held, former, &reconfirm.former, path, reasons, now).await?;
            }
        }
    }
    for earlier in &moved.earlier {
        keep(connection, held, &earlier.former_path, &earlier.former, None, Vec::new(), now).await?;
    }
    diesel::update(response::table.find((round, id)))
        .set((response::version_id.eq(to), response::draft_version.eq(response::draft_version + 1)))
        .execute(connection)
        .await?;
    Ok(())
}

async fn keep(
    connection: &mut Connection,
    held: &Held,
    former_path: &str,
    former: &Value,
    path: Option<&str>,
    reasons: Vec<String>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let values = (
        moved_answer::former.eq(former),
        moved_answer::path.eq(path),
        moved_answer::reasons.eq(reasons),
        moved_answer::moved_at.eq(now),
        moved_answer::confirmed_at.eq(None::<DateTime<Utc>>),
        moved_answer::confirmed_by.eq(None::<AccountId>),
    );
    let key = (
        moved_answer::round_id.eq(held.round),
        moved_answer::response_id.eq(held.id),
        moved_answer::former_version_id.eq(held.version),
        moved_answer::former_path.eq(former_path),
    );
    diesel::insert_into(moved_answer::table)
        .values((key, values.clone()))
        .on_conflict((
            moved_answer::round_id,
            moved_answer::response_id,
            moved_answer::former_version_id,
            moved_answer::former_path,
        ))
        .do_update()
        .set(values)
        .execute(connection)
        .await?;
    Ok(())
}

/// A row of the draft, over whatever stands there, with its history. Nobody is its author.
async fn put(
    connection: &mut Connection,
    round: RoundId,
    id: ResponseId,
    path: &str,
    value: Option<&Value>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let stored = draft_answer::table.find((round, id, path)).select(draft_answer::version);
    let version: Option<i32> = stored.first(connection).await.optional()?;
    let version = version.unwrap_or(0) + 1;
    let none = None::<AccountId>;
    let change = (
        draft_answer::value.eq(value),
        draft_answer::version.eq(version),
        draft_answer::edited_by.eq(none),
        draft_answer::edited_at.eq(now),
    );
    diesel::insert_into(draft_answer::table)
        .values((
            draft_answer::round_id.eq(round),
            draft_answer::response_id.eq(id),
            draft_answer::path.eq(path),
            change,
        ))
        .on_conflict((draft_answer::round_id, draft_answer::response_id, draft_answer::path))
        .do_update()
        .set(change)
        .execute(connection)
        .await?;
    diesel::insert_into(draft_history::table)
        .values((
            draft_history::round_id.eq(round),
            draft_history::response_id.eq(id),
            draft_history::path.eq(path),
            draft_history::version.eq(version),
            draft_history::value.eq(value),
            draft_history::edited_by.eq(none),
            draft_history::edited_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// What waits to be confirmed, by path.
pub async fn waiting(connection: &mut Connection, round: RoundId, id: ResponseId) -> Result<Vec<MovedAnswer>, Error> {
    let own = moved_answer::table.filter(moved_answer::round_id.eq(round).and(moved_answer::response_id.eq(id)));
    let rows: Vec<Row> = own
        .filter(moved_answer::path.is_not_null().and(moved_answer::confirmed_at.is_null()))
        .order(moved_answer::path)
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

/// The answers to questions that are asked no more, the latest move first.
pub async fn earlier(connection: &mut Connection, round: RoundId, id: ResponseId) -> Result<Vec<MovedAnswer>, Error> {
    let own = moved_answer::table.filter(moved_answer::round_id.eq(round).and(moved_answer::response_id.eq(id)));
    let rows: Vec<Row> = own
        .filter(moved_answer::path.is_null())
        .order((moved_answer::moved_at.desc(), moved_answer::former_path))
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

/// Confirms what stands at these paths as it is, while the response may be edited; says how many waited.
pub async fn confirm(
    connection: &mut Connection,
    held: &Held,
    paths: &[String],
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let waiting = moved_answer::table
        .filter(moved_answer::round_id.eq(held.round).and(moved_answer::response_id.eq(held.id)))
        .filter(moved_answer::path.eq_any(paths).and(moved_answer::confirmed_at.is_null()));
    let change = (moved_answer::confirmed_at.eq(now), moved_answer::confirmed_by.eq(account));
    Ok(diesel::update(waiting).set(change).execute(connection).await?)
}

/// Everybody who is invited to answer this response.
pub async fn people(connection: &mut Connection, round: RoundId, id: ResponseId) -> Result<Vec<Person>, Error> {
    let rows: Vec<(String, String)> =
        invitation::table
            .inner_join(account::table)
            .inner_join(response::table.on(
                response::round_id.eq(invitation::round_id).and(response::department_id.eq(invitation::department_id)),
            ))
            .filter(response::round_id.eq(round).and(response::id.eq(id)))
            .filter(invitation::revoked_at.is_null().and(account::disabled_at.is_null()))
            .order(account::email)
            .select((account::email, account::language))
            .load(connection)
            .await?;
    Ok(rows.into_iter().map(|(email, language)| Person { email, language }).collect())
}

/// The versions that the responses of a round were submitted as, and its regions' answers signed as.
pub async fn submitted_versions(connection: &mut Connection, round: RoundId) -> Result<Vec<VersionId>, Error> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = sql_types::Uuid)]
        version_id: Uuid,
    }
    // One step of an index a version, however many submissions there are.
    let query = "SELECT version.id AS version_id FROM questionnaire_version AS version
        WHERE version.questionnaire_id = (
                SELECT questionnaire_id FROM round JOIN questionnaire_version AS own ON own.id = round.version_id
                WHERE round.id = $1
            )
            AND (
                EXISTS (SELECT FROM submission WHERE submission.version_id = version.id AND round_id = $1)
                OR EXISTS (SELECT FROM sign_off WHERE sign_off.version_id = version.id AND round_id = $1)
            )
        ORDER BY version.number";
    let found: Vec<Found> = diesel::sql_query(query).bind::<sql_types::Uuid, _>(round.0).load(connection).await?;
    Ok(found.into_iter().map(|found| VersionId(found.version_id)).collect())
}

const COLUMNS: (
    moved_answer::former_version_id,
    moved_answer::former_path,
    moved_answer::former,
    moved_answer::path,
    moved_answer::reasons,
    moved_answer::moved_at,
) = (
    moved_answer::former_version_id,
    moved_answer::former_path,
    moved_answer::former,
    moved_answer::path,
    moved_answer::reasons,
    moved_answer::moved_at,
);

fn read((former_version, former_path, former, path, reasons, moved_at): Row) -> MovedAnswer {
    let reasons = reasons.iter().filter_map(|code| Reason::from_code(code)).collect();
    MovedAnswer { former_version, former_path, former, path, reasons, moved_at }
}
