//! Who sees to which section of a response, which sections are asked, and when somebody was last reminded by hand.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types, upsert::excluded};
use diesel_async::RunQueryDsl;

use super::{
    Connection, Error,
    schema::{account, delegation, invitation, response, round, round_region},
};
use crate::fieldwork::{
    delegation::Delegation,
    ids::{AccountId, DepartmentId, InvitationId, RegionId, ResponseId, RoundId, VersionId},
    response::ResponseState,
};

/// A response of which what is asked may be changed, until the transaction ends.
#[derive(Debug, Clone)]
pub struct Held {
    pub department: DepartmentId,
    pub version: VersionId,
    pub state: ResponseState,
    pub sections: Option<Vec<String>>,
}

/// A delegation with how pages call whoever it names.
#[derive(Debug, Clone)]
pub struct Named {
    pub delegation: Delegation,
    pub name: String,
    pub by: String,
}

#[derive(QueryableByName)]
struct Noted {
    #[diesel(sql_type = sql_types::Uuid)]
    invitation_id: InvitationId,
}

type Row = (String, Option<AccountId>, Option<DateTime<Utc>>, String, DateTime<Utc>);

/// Keeps a round from being closed or changed until the transaction ends.
pub async fn hold_round(connection: &mut Connection, id: RoundId) -> Result<(), Error> {
    let own = round::table.filter(round::id.eq(id)).select(round::id).for_share();
    own.load::<RoundId>(connection).await?;
    Ok(())
}

/// A response of the round, which nobody else changes until the transaction ends.
pub async fn hold(connection: &mut Connection, in_round: RoundId, id: ResponseId) -> Result<Option<Held>, Error> {
    let own = response::table.find((in_round, id)).for_update().select((
        response::department_id,
        response::version_id,
        response::state,
        response::sections,
    ));
    let row: Option<(DepartmentId, VersionId, String, Option<Vec<String>>)> = own.first(connection).await.optional()?;
    row.map(|(department, version, state, sections)| {
        let state = ResponseState::from_code(&state).ok_or(Error::Unreadable("response.state"))?;
        Ok(Held { department, version, state, sections })
    })
    .transpose()
}

/// The person of an invitation, and the response that they answer, which nobody else changes until the transaction ends.
pub async fn hold_invited(
    connection: &mut Connection,
    in_round: RoundId,
    id: InvitationId,
) -> Result<Option<(AccountId, Option<ResponseId>)>, Error> {
    let own = invitation::table.find((in_round, id)).select((invitation::account_id, invitation::department_id));
    let found: Option<(AccountId, DepartmentId)> = own.first(connection).await.optional()?;
    let Some((account, department)) = found else { return Ok(None) };
    let of_department = response::round_id.eq(in_round).and(response::department_id.eq(department));
    let response = response::table.filter(of_department).select(response::id).for_update();
    Ok(Some((account, response.first(connection).await.optional()?)))
}

/// Notes that a region is asked in a round.
pub async fn ask_region(
    connection: &mut Connection,
    in_round: RoundId,
    region: RegionId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let row = (round_region::round_id.eq(in_round), round_region::region_id.eq(region), round_region::asked_at.eq(now));
    diesel::insert_into(round_region::table).values(row).on_conflict_do_nothing().execute(connection).await?;
    Ok(())
}

/// Sets the sections that a response is asked for; `None` is all.
pub async fn set_sections(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
    sections: Option<&[String]>,
) -> Result<(), Error> {
    let own = response::table.find((in_round, id));
    diesel::update(own).set(response::sections.eq(sections)).execute(connection).await?;
    Ok(())
}

/// Who sees to one section.
pub async fn find(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
    section: &str,
) -> Result<Option<Delegation>, Error> {
    let own = delegation::table.find((in_round, id, section)).select(COLUMNS);
    let row: Option<Row> = own.first(connection).await.optional()?;
    Ok(row.map(read))
}

/// Who sees to the sections of these responses.
pub async fn of_responses(
    connection: &mut Connection,
    in_round: RoundId,
    ids: &[ResponseId],
) -> Result<HashMap<ResponseId, Vec<Named>>, Error> {
    let rows: Vec<(ResponseId, Option<AccountId>, Row)> = delegation::table
        .filter(delegation::round_id.eq(in_round).and(delegation::response_id.eq_any(ids)))
        .order((delegation::response_id, delegation::section))
        .select((delegation::response_id, delegation::delegated_by, COLUMNS))
        .load(connection)
        .await?;
    let people: Vec<AccountId> = rows.iter().flat_map(|row| [row.1, row.2.1]).flatten().collect();
    let names = account::table.filter(account::id.eq_any(people)).select((account::id, account::name, account::email));
    let names: Vec<(AccountId, String, String)> = names.load(connection).await?;
    let names: HashMap<AccountId, String> =
        names.into_iter().map(|(id, name, email)| (id, if name.is_empty() { email } else { name })).collect();
    let name = |id: Option<AccountId>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let mut found: HashMap<ResponseId, Vec<Named>> = HashMap::new();
    for (response, by, row) in rows {
        let delegation = read(row);
        let named = Named { name: name(delegation.account), by: name(by), delegation };
        found.entry(response).or_default().push(named);
    }
    Ok(found)
}

/// Puts down who sees to a section.
pub async fn put(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
    given: &Delegation,
    by: AccountId,
) -> Result<(), Error> {
    diesel::insert_into(delegation::table)
        .values(values(in_round, id, given, by))
        .on_conflict((delegation::round_id, delegation::response_id, delegation::section))
        .do_update()
        .set((
            delegation::account_id.eq(excluded(delegation::account_id)),
            delegation::due_at.eq(excluded(delegation::due_at)),
            delegation::note.eq(excluded(delegation::note)),
            delegation::delegated_by.eq(excluded(delegation::delegated_by)),
            delegation::delegated_at.eq(excluded(delegation::delegated_at)),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Puts it down for sections that nobody sees to yet.
pub async fn put_missing(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
    given: &[Delegation],
    by: AccountId,
) -> Result<(), Error> {
    let rows: Vec<_> = given.iter().map(|one| values(in_round, id, one, by)).collect();
    diesel::insert_into(delegation::table).values(rows).on_conflict_do_nothing().execute(connection).await?;
    Ok(())
}

/// Nobody in particular sees to the section any more.
pub async fn delete(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
    section: &str,
) -> Result<(), Error> {
    diesel::delete(delegation::table.find((in_round, id, section))).execute(connection).await?;
    Ok(())
}

/// What somebody saw to in a department is the department's. Returns the sections.
pub async fn give_back(
    connection: &mut Connection,
    in_round: RoundId,
    id: ResponseId,
    of: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<String>, Error> {
    let own = delegation::table
        .filter(delegation::round_id.eq(in_round).and(delegation::response_id.eq(id)))
        .filter(delegation::account_id.eq(of));
    let change = (delegation::account_id.eq(None::<AccountId>), delegation::delegated_at.eq(now));
    Ok(diesel::update(own).set(change).returning(delegation::section).get_results(connection).await?)
}

/// Notes that these are reminded now; returns those of them who were not reminded after `before`.
pub async fn note_reminders(
    connection: &mut Connection,
    in_round: RoundId,
    ids: &[InvitationId],
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<InvitationId>, Error> {
    // Diesel has no condition on what an upsert of several rows changes.
    let query = diesel::sql_query(
        "INSERT INTO coordinator_reminder (round_id, invitation_id, at)
         SELECT $1, id, $3 FROM unnest($2) AS id
         ON CONFLICT (round_id, invitation_id) DO UPDATE SET at = excluded.at WHERE coordinator_reminder.at <= $4
         RETURNING invitation_id",
    );
    let query = query.bind::<sql_types::Uuid, _>(in_round).bind::<sql_types::Array<sql_types::Uuid>, _>(ids);
    let query = query.bind::<sql_types::Timestamptz, _>(now).bind::<sql_types::Timestamptz, _>(before);
    let rows: Vec<Noted> = query.load(connection).await?;
    Ok(rows.into_iter().map(|row| row.invitation_id).collect())
}

type Values<'a> = (
    diesel::dsl::Eq<delegation::round_id, RoundId>,
    diesel::dsl::Eq<delegation::response_id, ResponseId>,
    diesel::dsl::Eq<delegation::section, &'a str>,
    diesel::dsl::Eq<delegation::account_id, Option<AccountId>>,
    diesel::dsl::Eq<delegation::due_at, Option<DateTime<Utc>>>,
    diesel::dsl::Eq<delegation::note, &'a str>,
    diesel::dsl::Eq<delegation::delegated_by, AccountId>,
    diesel::dsl::Eq<delegation::delegated_at, DateTime<Utc>>,
);

fn values(in_round: RoundId, id: ResponseId, given: &Delegation, by: AccountId) -> Values<'_> {
    (
        delegation::round_id.eq(in_round),
        delegation::response_id.eq(id),
        delegation::section.eq(given.section.as_str()),
        delegation::account_id.eq(given.account),
        delegation::due_at.eq(given.due_at),
        delegation::note.eq(given.note.as_str()),
        delegation::delegated_by.eq(by),
        delegation::delegated_at.eq(given.delegated_at),
    )
}

const COLUMNS: (
    delegation::section,
    delegation::account_id,
    delegation::due_at,
    delegation::note,
    delegation::delegated_at,
) = (delegation::section, delegation::account_id, delegation::due_at, delegation::note, delegation::delegated_at);

fn read((section, account, due_at, note, delegated_at): Row) -> Delegation {
    Delegation { section, account, due_at, note, delegated_at }
}
