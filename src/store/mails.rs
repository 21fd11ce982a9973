//! What became of mails, for the people who look after them: lists, histories, bounces, and the server's troubles.

use chrono::{DateTime, Utc};
use diesel::{
    dsl::count_star,
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Connection, Error,
    outbox::Mail,
    schema::{mail_attempt, mail_bounce, mail_trouble, outbox},
};
use crate::fieldwork::ids::AccountId;

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    Waiting,
    Sent,
    /// Refused for good, at once or later.
    Bounced,
    /// Given up.
    Dead,
}

/// A line of the list.
#[derive(Debug, Clone, Queryable)]
pub struct MailLine {
    pub id: Uuid,
    pub kind: String,
    pub recipient: String,
    pub subject: String,
    pub state: Option<String>,
    pub created_at: DateTime<Utc>,
    pub attempts: i32,
    pub next_attempt_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub lease: Option<Uuid>,
    pub last_error: Option<String>,
}

/// Which mails a list has.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub state: Option<MailState>,
    pub kind: Option<String>,
    /// A part of the address.
    pub address: Option<String>,
    /// Only mails older than this one.
    pub before: Option<Uuid>,
}

/// One attempt. Without an end it is under way, or its worker died.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mail_attempt, check_for_backend(diesel::pg::Pg))]
pub struct Attempt {
    pub number: i32,
    pub began_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub outcome: Option<String>,
    pub stage: Option<String>,
    pub words: Option<String>,
}

/// How somebody learned that an address does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BounceSource {
    Server,
    Hand,
    List,
    Report,
}

/// An address that does not work, with the reason.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mail_bounce, check_for_backend(diesel::pg::Pg))]
pub struct Bounce {
    pub address: String,
    pub words: String,
    pub source: String,
    pub mail_id: Option<Uuid>,
    pub at: DateTime<Utc>,
}

/// A bounce to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBounce {
    /// In small letters.
    pub address: String,
    pub words: String,
    /// Which mail it answers, where that is known.
    pub mail: Option<Uuid>,
}

/// Why nothing leaves.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mail_trouble, check_for_backend(diesel::pg::Pg))]
pub struct ServerTrouble {
    pub since: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub words: String,
}

impl MailState {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Bounced, Self::Dead];

    /// The code in rows and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Bounced => "bounced",
            Self::Dead => "dead",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

impl BounceSource {
    /// The code in rows.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Hand => "hand",
            Self::List => "list",
            Self::Report => "report",
        }
    }
}

/// The newest mails, for the mailbox page.
pub async fn newest(connection: &mut Connection, count: i64) -> Result<Vec<Mail>, Error> {
    let newest = outbox::table.order(outbox::id.desc()).limit(count).select(Mail::as_select());
    Ok(newest.load(connection).await?)
}

/// One mail.
pub async fn find(connection: &mut Connection, id: Uuid) -> Result<Option<Mail>, Error> {
    Ok(outbox::table.find(id).select(Mail::as_select()).first(connection).await.optional()?)
}

/// How many mails stand where.
pub async fn counts(connection: &mut Connection) -> Result<Vec<(MailState, i64)>, Error> {
    let query = outbox::table.group_by(outbox::state).select((outbox::state, count_star()));
    let rows: Vec<(Option<String>, i64)> = query.load(connection).await?;
    let count = |state: MailState| {
        rows.iter().find(|(code, _)| code.as_deref() == Some(state.code())).map_or(0, |(_, count)| *count)
    };
    Ok(MailState::ALL.into_iter().map(|state| (state, count(state))).collect())
}

/// Mails, the newest first.
pub async fn list(connection: &mut Connection, filter: &Filter, most: i64) -> Result<Vec<MailLine>, Error> {
    let mut query = lines().order(outbox::id.desc()).limit(most).into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(outbox::state.eq(state.code()));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(outbox::kind.eq(kind.clone()));
    }
    if let Some(address) = &filter.address {
        let escaped = address.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        query = query.filter(outbox::recipient.ilike(format!("%{escaped}%")));
    }
    if let Some(before) = filter.before {
        query = query.filter(outbox::id.lt(before));
    }
    Ok(query.load(connection).await?)
}

/// One mail's line.
pub async fn line(connection: &mut Connection, id: Uuid) -> Result<Option<MailLine>, Error> {
    Ok(lines().filter(outbox::id.eq(id)).first(connection).await.optional()?)
}

/// Every attempt at a mail, the first first.
pub async fn attempts(connection: &mut Connection, id: Uuid) -> Result<Vec<Attempt>, Error> {
    let own = mail_attempt::table.filter(mail_attempt::mail_id.eq(id)).order(mail_attempt::number);
    Ok(own.select(Attempt::as_select()).load(connection).await?)
}

/// What is known of an address that does not work, the newest first.
pub async fn bounces(connection: &mut Connection, most: i64) -> Result<Vec<Bounce>, Error> {
    let newest = mail_bounce::table.order((mail_bounce::at.desc(), mail_bounce::id.desc())).limit(most);
    Ok(newest.select(Bounce::as_select()).load(connection).await?)
}

/// Which of these addresses, in small letters, are of a person or were ever written to.
pub async fn known_addresses(connection: &mut Connection, addresses: &[String]) -> Result<Vec<String>, Error> {
    #[derive(QueryableByName)]
    struct Address {
        #[diesel(sql_type = Text)]
        address: String,
    }
    let query = sql_query(
        "SELECT given AS address FROM unnest($1) AS given
         WHERE EXISTS (SELECT FROM account WHERE email = given)
             OR given IN (SELECT lower(recipient) FROM outbox WHERE lower(recipient) = ANY($1))",
    );
    let found: Vec<Address> = query.bind::<Array<Text>, _>(addresses).load(connection).await?;
    Ok(found.into_iter().map(|found| found.address).collect())
}

/// Writes bounces down. A mail that is named, or else the newest one that was sent to the address, counts as bounced.
/// Returns how many were new: the same address with the same words for the same mail is one bounce.
pub async fn record_bounces(
    connection: &mut Connection,
    given: &[NewBounce],
    source: BounceSource,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let query = sql_query(
        "WITH given AS (
             SELECT address, words, coalesce(mail_id, (
                 SELECT id FROM outbox WHERE lower(recipient) = address AND sent_at IS NOT NULL ORDER BY id DESC LIMIT 1
             )) AS mail_id
             FROM unnest($1, $2, $3) AS given (address, words, mail_id)
         ), noted AS (
             INSERT INTO mail_bounce (id, address, words, source, mail_id, account_id, at)
             SELECT gen_random_uuid(), address, words, $4, mail_id, $5, $6 FROM given
             WHERE NOT EXISTS (
                 SELECT FROM mail_bounce AS known WHERE known.address = given.address AND known.words = given.words
                     AND known.mail_id IS NOT DISTINCT FROM given.mail_id
             )
             RETURNING 1
         ), moved AS (
             UPDATE outbox SET bounced_at = coalesce(bounced_at, $6), last_error = given.words, lease = NULL,
                 failed_at = CASE WHEN sent_at IS NULL THEN $6 END
             FROM given WHERE outbox.id = given.mail_id
         )
         SELECT count(*) AS count FROM noted",
    );
    let query = query
        .bind::<Array<Text>, _>(given.iter().map(|one| one.address.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(given.iter().map(|one| one.words.as_str()).collect::<Vec<_>>())
        .bind::<Array<Nullable<SqlUuid>>, _>(given.iter().map(|one| one.mail).collect::<Vec<_>>())
        .bind::<Text, _>(source.code())
        .bind::<Nullable<SqlUuid>, _>(account.map(|account| account.0))
        .bind::<diesel::sql_types::Timestamptz, _>(now);
    let noted: Count = query.get_result(connection).await?;
    Ok(usize::try_from(noted.count).unwrap_or_default())
}

/// Has mails that were given up or bounced tried anew: one, or all that were given up. Returns how many.
pub async fn retry(connection: &mut Connection, one: Option<Uuid>, now: DateTime<Utc>) -> Result<usize, Error> {
    let anew = (
        outbox::failed_at.eq(None::<DateTime<Utc>>),
        outbox::bounced_at.eq(None::<DateTime<Utc>>),
        outbox::sent_at.eq(None::<DateTime<Utc>>),
        outbox::lease.eq(None::<Uuid>),
        outbox::tried_since.eq(now),
        outbox::next_attempt_at.eq(now),
    );
    let states = if one.is_some() { vec!["dead", "bounced"] } else { vec!["dead"] };
    let query = diesel::update(outbox::table.filter(outbox::state.eq_any(states))).set(anew).into_boxed();
    let query = match one {
        Some(id) => query.filter(outbox::id.eq(id)),
        None => query,
    };
    Ok(query.execute(connection).await?)
}

/// Why the server cannot be used, where it cannot.
pub async fn trouble(connection: &mut Connection) -> Result<Option<ServerTrouble>, Error> {
    Ok(mail_trouble::table.select(ServerTrouble::as_select()).first(connection).await.optional()?)
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

type LineColumns = (
    outbox::id,
    outbox::kind,
    outbox::recipient,
    outbox::subject,
    outbox::state,
    outbox::created_at,
    outbox::attempts,
    outbox::next_attempt_at,
    outbox::sent_at,
    outbox::lease,
    outbox::last_error,
);

fn lines() -> diesel::dsl::Select<outbox::table, LineColumns> {
    outbox::table.select((
        outbox::id,
        outbox::kind,
        outbox::recipient,
        outbox::subject,
        outbox::state,
        outbox::created_at,
        outbox::attempts,
        outbox::next_attempt_at,
        outbox::sent_at,
        outbox::lease,
        outbox::last_error,
    ))
}
