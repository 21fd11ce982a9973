//! Submissions: immutable documents with their coded rows.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{
    Connection, Error,
    outbox::Mail,
    schema::{response, submission, submission_code},
};
use crate::fieldwork::ids::{AccountId, ResponseId, RoundId, VersionId};

/// What refuses a second submission with the key of another.
pub const KEY_CONSTRAINT: &str = "submission_key_unique";

/// A submission to record.
#[derive(Debug, Clone)]
pub struct NewSubmission {
    pub round: RoundId,
    pub response: ResponseId,
    pub revision: i32,
    /// The draft that was validated.
    pub draft_version: i32,
    pub key: Uuid,
    pub reference: String,
    pub version: VersionId,
    pub language: String,
    pub answers: Value,
    pub content_hash: Vec<u8>,
    pub codes: Vec<u8>,
    pub account: AccountId,
    /// The receipt.
    pub mail: Option<Mail>,
}

/// A recorded submission.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = submission, check_for_backend(diesel::pg::Pg))]
pub struct Submission {
    pub response_id: ResponseId,
    pub revision: i32,
    pub submission_key: Uuid,
    pub reference: String,
    pub version_id: VersionId,
    pub language: String,
    pub answers: Value,
    pub content_hash: Vec<u8>,
    pub submitted_at: DateTime<Utc>,
}

#[expect(clippy::too_many_arguments, reason = "an array a column: the function writes them all in one statement")]
mod functions {
    use diesel::sql_types;

    #[diesel::declare_sql_function]
    extern "SQL" {
        /// See the migration: state, document, codes, audit and mail in one statement.
        fn record_submissions(
            at: sql_types::Timestamptz,
            rounds: sql_types::Array<sql_types::Uuid>,
            responses: sql_types::Array<sql_types::Uuid>,
            revisions: sql_types::Array<sql_types::Integer>,
            draft_versions: sql_types::Array<sql_types::Integer>,
            keys: sql_types::Array<sql_types::Uuid>,
            references: sql_types::Array<sql_types::Text>,
            versions: sql_types::Array<sql_types::Uuid>,
            languages: sql_types::Array<sql_types::Text>,
            answers: sql_types::Array<sql_types::Jsonb>,
            hashes: sql_types::Array<sql_types::Binary>,
            codes: sql_types::Array<sql_types::Binary>,
            accounts: sql_types::Array<sql_types::Uuid>,
            audit_ids: sql_types::Array<sql_types::Uuid>,
            mail_ids: sql_types::Array<sql_types::Uuid>,
            recipients: sql_types::Array<sql_types::Text>,
            subjects: sql_types::Array<sql_types::Text>,
            texts: sql_types::Array<sql_types::Text>,
            htmls: sql_types::Array<sql_types::Text>,
        ) -> sql_types::Uuid;
    }
}

/// Records submissions in one statement and returns the keys of those that were; see the migration.
pub async fn record(
    connection: &mut Connection,
    now: DateTime<Utc>,
    given: &[&NewSubmission],
) -> Result<Vec<Uuid>, Error> {
    fn each<'a, T>(given: &[&'a NewSubmission], part: impl Fn(&'a NewSubmission) -> T) -> Vec<T> {
        given.iter().map(|new| part(new)).collect()
    }
    fn mail<'a>(new: &'a NewSubmission, part: impl Fn(&'a Mail) -> &'a String) -> &'a str {
        new.mail.as_ref().map_or("", |mail| part(mail))
    }
    let query = diesel::select(functions::record_submissions(
        now,
        each(given, |new| new.round),
        each(given, |new| new.response),
        each(given, |new| new.revision),
        each(given, |new| new.draft_version),
        each(given, |new| new.key),
        each(given, |new| new.reference.as_str()),
        each(given, |new| new.version),
        each(given, |new| new.language.as_str()),
        each(given, |new| &new.answers),
        each(given, |new| new.content_hash.as_slice()),
        each(given, |new| new.codes.as_slice()),
        each(given, |new| new.account),
        each(given, |_| Uuid::now_v7()),
        each(given, |new| new.mail.as_ref().map_or(Uuid::nil(), |mail| mail.id)),
        each(given, |new| mail(new, |mail| &mail.recipient)),
        each(given, |new| mail(new, |mail| &mail.subject)),
        each(given, |new| mail(new, |mail| &mail.body_text)),
        each(given, |new| mail(new, |mail| &mail.body_html)),
    ));
    Ok(query.get_results(connection).await?)
}

/// The submission that a page's key made, for telling a retry from a second submission.
pub async fn by_key(connection: &mut Connection, round: RoundId, key: Uuid) -> Result<Option<Submission>, Error> {
    let own = submission::table.filter(submission::round_id.eq(round).and(submission::submission_key.eq(key)));
    Ok(own.select(Submission::as_select()).first(connection).await.optional()?)
}

/// The newest submission of a response.
pub async fn newest(
    connection: &mut Connection,
    round: RoundId,
    response: ResponseId,
) -> Result<Option<Submission>, Error> {
    let own = submission::table.filter(submission::round_id.eq(round).and(submission::response_id.eq(response)));
    let newest = own.order(submission::revision.desc()).select(Submission::as_select());
    Ok(newest.first(connection).await.optional()?)
}

/// One submission of a response.
pub async fn of_revision(
    connection: &mut Connection,
    round: RoundId,
    response: ResponseId,
    revision: i32,
) -> Result<Option<Submission>, Error> {
    let own = submission::table.find((round, response, revision)).select(Submission::as_select());
    Ok(own.first(connection).await.optional()?)
}

/// A document with the coded row that was made of it; none where it was lost.
#[derive(Debug, Clone)]
pub struct Coded {
    pub response: ResponseId,
    pub revision: i32,
    pub version: VersionId,
    pub language: String,
    pub submitted_at: DateTime<Utc>,
    pub answers: Value,
    /// The sections that the response is asked for, by name; all where there are none.
    pub sections: Option<Vec<String>>,
    pub codes: Option<Vec<u8>>,
}

/// The next documents of a round after one of them, by response and revision.
pub async fn coded(
    connection: &mut Connection,
    round: RoundId,
    after: Option<(ResponseId, i32)>,
    most: i64,
) -> Result<Vec<Coded>, Error> {
    type Row = (ResponseId, i32, VersionId, String, DateTime<Utc>, Value, Option<Vec<String>>, Option<Vec<u8>>);
    let same = submission_code::round_id
        .eq(submission::round_id)
        .and(submission_code::response_id.eq(submission::response_id))
        .and(submission_code::revision.eq(submission::revision));
    let own = response::round_id.eq(submission::round_id).and(response::id.eq(submission::response_id));
    let mut query = submission::table
        .inner_join(response::table.on(own))
        .left_join(submission_code::table.on(same))
        .filter(submission::round_id.eq(round))
        .order((submission::response_id, submission::revision))
        .select((
            submission::response_id,
            submission::revision,
            submission::version_id,
            submission::language,
            submission::submitted_at,
            submission::answers,
            response::sections,
            submission_code::codes.nullable(),
        ))
        .limit(most)
        .into_boxed();
    if let Some((response, revision)) = after {
        let later = submission::response_id.eq(response).and(submission::revision.gt(revision));
        query = query.filter(submission::response_id.gt(response).or(later));
    }
    let rows: Vec<Row> = query.load(connection).await?;
    Ok(rows
        .into_iter()
        .map(|(response, revision, version, language, submitted_at, answers, sections, codes)| Coded {
            response,
            revision,
            version,
            language,
            submitted_at,
            answers,
            sections,
            codes,
        })
        .collect())
}

/// Puts a coded row in the place of the one that was there, if any.
pub async fn set_codes(
    connection: &mut Connection,
    round: RoundId,
    response: ResponseId,
    revision: i32,
    codes: &[u8],
) -> Result<(), Error> {
    let row = (
        submission_code::round_id.eq(round),
        submission_code::response_id.eq(response),
        submission_code::revision.eq(revision),
        submission_code::codes.eq(codes),
    );
    diesel::insert_into(submission_code::table)
        .values(row)
        .on_conflict((submission_code::round_id, submission_code::response_id, submission_code::revision))
        .do_update()
        .set(submission_code::codes.eq(codes))
        .execute(connection)
        .await?;
    Ok(())
}
