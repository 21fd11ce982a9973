//! The region's own answer: its values, a row each, and its sign-offs.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::{
    Connection, Error,
    schema::{
        account, department, regional_answer, regional_value, response, role_grant, round, round_region, sign_off,
        sign_off_code,
    },
};
use crate::{
    access::actor::Role,
    fieldwork::{
        consolidation::desk::Basis,
        ids::{AccountId, RegionId, ResponseId, RoundId, VersionId},
    },
};

/// A region's answer in a round, without its values.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = regional_answer, check_for_backend(diesel::pg::Pg))]
pub struct RegionalAnswer {
    pub round_id: RoundId,
    pub region_id: RegionId,
    pub version_id: VersionId,
    state: String,
    /// Counts the sign-offs.
    pub revision: i32,
    /// Counts the saves.
    pub draft_version: i32,
    pub language: String,
    pub opened_at: DateTime<Utc>,
}

/// One stored value.
#[derive(Debug, Clone)]
pub struct Stored {
    pub path: String,
    pub value: Option<Value>,
    pub basis: Basis,
    pub source: Option<ResponseId>,
    pub divergence: String,
    pub version: i32,
    pub edited_by: Option<String>,
    pub edited_at: DateTime<Utc>,
    pub heard: Value,
    pub origins: Value,
}

/// A value to write, over whatever stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct Put {
    pub path: String,
    pub value: Option<Value>,
    pub basis: Basis,
    pub source: Option<ResponseId>,
    pub divergence: String,
    pub version: i32,
    pub heard: Value,
    pub origins: Value,
}

/// A sign-off to record.
#[derive(Debug, Clone)]
pub struct NewSignOff {
    pub round: RoundId,
    pub region: RegionId,
    /// The draft that was shown.
    pub draft_version: i32,
    pub revision: i32,
    pub reference: String,
    pub version: VersionId,
    pub language: String,
    pub answers: Value,
    pub divergent: Value,
    pub content_hash: Vec<u8>,
    pub codes: Vec<u8>,
    pub role: String,
    pub signed_on: NaiveDate,
    pub clearance: &'static str,
    pub consent_public: bool,
    pub consent_network: bool,
    pub signed_by: AccountId,
}

/// A recorded sign-off.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sign_off, check_for_backend(diesel::pg::Pg))]
pub struct SignOff {
    pub revision: i32,
    pub reference: String,
    pub version_id: VersionId,
    pub language: String,
    pub answers: Value,
    pub divergent: Value,
    pub content_hash: Vec<u8>,
    pub role: String,
    pub signed_on: NaiveDate,
    pub clearance: String,
    pub consent_public: bool,
    pub consent_network: bool,
    pub signed_at: DateTime<Utc>,
}

const OPEN: &str = "open";
const SIGNED: &str = "signed";

impl RegionalAnswer {
    /// Is it signed off, and so final until it is reopened?
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.state == SIGNED
    }
}

/// The answer of a region in a round.
pub async fn find(connection: &mut Connection, of: RoundId, region: RegionId) -> Result<Option<RegionalAnswer>, Error> {
    let own = regional_answer::table.find((of, region)).select(RegionalAnswer::as_select());
    Ok(own.first(connection).await.optional()?)
}

/// The answer, held until the transaction ends.
pub async fn lock(connection: &mut Connection, of: RoundId, region: RegionId) -> Result<Option<RegionalAnswer>, Error> {
    let own = regional_answer::table.find((of, region)).select(RegionalAnswer::as_select());
    Ok(own.for_update().first(connection).await.optional()?)
}

/// Begins a region's answer; false where it was begun already.
pub async fn begin(
    connection: &mut Connection,
    of: RoundId,
    region: RegionId,
    version: VersionId,
    language: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let row = (
        regional_answer::round_id.eq(of),
        regional_answer::region_id.eq(region),
        regional_answer::version_id.eq(version),
        regional_answer::state.eq(OPEN),
        regional_answer::language.eq(language),
        regional_answer::opened_at.eq(now),
    );
    let insert = diesel::insert_into(regional_answer::table).values(row).on_conflict_do_nothing();
    Ok(insert.execute(connection).await? == 1)
}

/// Lets an open answer follow its round to another version; false where it is signed or has it already.
pub async fn set_version(
    connection: &mut Connection,
    of: RoundId,
    region: RegionId,
    version: VersionId,
) -> Result<bool, Error> {
    let own = regional_answer::table
        .find((of, region))
        .filter(regional_answer::state.eq(OPEN).and(regional_answer::version_id.ne(version)));
    let change = (
        regional_answer::version_id.eq(version),
        regional_answer::draft_version.eq(regional_answer::draft_version + 1),
    );
    Ok(diesel::update(own).set(change).execute(connection).await? == 1)
}

/// Every stored value, by path.
pub async fn values(connection: &mut Connection, of: RoundId, region: RegionId) -> Result<Vec<Stored>, Error> {
    type Row = (
        (String, Option<Value>, String, Option<ResponseId>, String, i32),
        (Option<String>, DateTime<Utc>, Value, Value),
    );
    let editor = account::table.on(regional_value::edited_by.eq(account::id.nullable()));
    let rows: Vec<Row> = regional_value::table
        .left_join(editor)
        .filter(regional_value::round_id.eq(of).and(regional_value::region_id.eq(region)))
        .order(regional_value::path)
        .select((
            (
                regional_value::path,
                regional_value::value,
                regional_value::basis,
                regional_value::source_response_id,
                regional_value::divergence,
                regional_value::version,
            ),
            (account::name.nullable(), regional_value::edited_at, regional_value::heard, regional_value::origins),
        ))
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|((path, value, basis, source, divergence, version), (edited_by, edited_at, heard, origins))| {
            let basis = Basis::from_code(&basis).ok_or(Error::Unreadable("regional_value.basis"))?;
            let edited_by = edited_by.filter(|name| !name.is_empty());
            Ok(Stored { path, value, basis, source, divergence, version, edited_by, edited_at, heard, origins })
        })
        .collect()
}

/// Writes values over what stands there. The answer must be locked, and what the page saw be checked.
pub async fn put(
    connection: &mut Connection,
    of: RoundId,
    region: RegionId,
    editor: AccountId,
    now: DateTime<Utc>,
    given: &[Put],
) -> Result<(), Error> {
    let rows: Vec<_> = given
        .iter()
        .map(|put| {
            (
                regional_value::round_id.eq(of),
                regional_value::region_id.eq(region),
                regional_value::path.eq(&put.path),
                regional_value::value.eq(&put.value),
                regional_value::basis.eq(put.basis.code()),
                regional_value::source_response_id.eq(put.source.map(|source| source.0)),
                regional_value::divergent.eq(!put.divergence.is_empty()),
                regional_value::divergence.eq(&put.divergence),
                regional_value::version.eq(put.version),
                regional_value::edited_by.eq(editor.0),
                regional_value::edited_at.eq(now),
                regional_value::heard.eq(&put.heard),
                regional_value::origins.eq(&put.origins),
            )
        })
        .collect();
    for chunk in rows.chunks(1000) {
        diesel::insert_into(regional_value::table)
            .values(chunk.to_vec())
            .on_conflict((regional_value::round_id, regional_value::region_id, regional_value::path))
            .do_update()
            .set((
                regional_value::value.eq(excluded(regional_value::value)),
                regional_value::basis.eq(excluded(regional_value::basis)),
                regional_value::source_response_id.eq(excluded(regional_value::source_response_id)),
                regional_value::divergent.eq(excluded(regional_value::divergent)),
                regional_value::divergence.eq(excluded(regional_value::divergence)),
                regional_value::version.eq(excluded(regional_value::version)),
                regional_value::edited_by.eq(excluded(regional_value::edited_by)),
                regional_value::edited_at.eq(excluded(regional_value::edited_at)),
                regional_value::heard.eq(excluded(regional_value::heard)),
                regional_value::origins.eq(excluded(regional_value::origins)),
            ))
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Removes values by their paths.
pub async fn remove(connection: &mut Connection, of: RoundId, region: RegionId, paths: &[String]) -> Result<(), Error> {
    let own = regional_value::table
        .filter(regional_value::round_id.eq(of).and(regional_value::region_id.eq(region)))
        .filter(regional_value::path.eq_any(paths));
    diesel::delete(own).execute(connection).await?;
    Ok(())
}

/// Counts a save.
pub async fn count_save(connection: &mut Connection, of: RoundId, region: RegionId) -> Result<(), Error> {
    let own = regional_answer::table.find((of, region));
    let change = regional_answer::draft_version.eq(regional_answer::draft_version + 1);
    diesel::update(own).set(change).execute(connection).await?;
    Ok(())
}

/// Signs an open answer of exactly this draft; false where it is signed already, or somebody saved meanwhile.
pub async fn sign(connection: &mut Connection, new: &NewSignOff, now: DateTime<Utc>) -> Result<bool, Error> {
    let own = regional_answer::table.find((new.round, new.region)).filter(
        regional_answer::state
            .eq(OPEN)
            .and(regional_answer::draft_version.eq(new.draft_version))
            .and(regional_answer::revision.eq(new.revision - 1)),
    );
    let change = (regional_answer::state.eq(SIGNED), regional_answer::revision.eq(new.revision));
    if diesel::update(own).set(change).execute(connection).await? != 1 {
        return Ok(false);
    }
    let key =
        (sign_off::round_id.eq(new.round), sign_off::region_id.eq(new.region), sign_off::revision.eq(new.revision));
    let record = (
        key,
        (
            sign_off::reference.eq(&new.reference),
            sign_off::version_id.eq(new.version),
            sign_off::language.eq(&new.language),
            sign_off::answers.eq(&new.answers),
            sign_off::divergent.eq(&new.divergent),
            sign_off::content_hash.eq(&new.content_hash),
        ),
        (
            sign_off::role.eq(&new.role),
            sign_off::signed_on.eq(new.signed_on),
            sign_off::clearance.eq(new.clearance),
            sign_off::consent_public.eq(new.consent_public),
            sign_off::consent_network.eq(new.consent_network),
            sign_off::signed_by.eq(new.signed_by.0),
            sign_off::signed_at.eq(now),
        ),
    );
    diesel::insert_into(sign_off::table).values(record).execute(connection).await?;
    let codes = (
        sign_off_code::round_id.eq(new.round),
        sign_off_code::region_id.eq(new.region),
        sign_off_code::revision.eq(new.revision),
        sign_off_code::codes.eq(&new.codes),
    );
    diesel::insert_into(sign_off_code::table).values(codes).execute(connection).await?;
    Ok(true)
}

/// Opens a signed answer again; false where it is not signed.
pub async fn reopen(connection: &mut Connection, of: RoundId, region: RegionId) -> Result<bool, Error> {
    let own = regional_answer::table.find((of, region)).filter(regional_answer::state.eq(SIGNED));
    Ok(diesel::update(own).set(regional_answer::state.eq(OPEN)).execute(connection).await? == 1)
}

/// The newest sign-off.
pub async fn newest_sign_off(
    connection: &mut Connection,
    of: RoundId,
    region: RegionId,
) -> Result<Option<SignOff>, Error> {
    let own = sign_off::table.filter(sign_off::round_id.eq(of).and(sign_off::region_id.eq(region)));
    Ok(own.order(sign_off::revision.desc()).select(SignOff::as_select()).first(connection).await.optional()?)
}

/// Addresses and languages of those who coordinate a region and can still sign in.
pub async fn coordinators(connection: &mut Connection, region: RegionId) -> Result<Vec<(String, String)>, Error> {
    let own = role_grant::table
        .inner_join(account::table.on(account::id.eq(role_grant::account_id)))
        .filter(role_grant::role.eq(Role::Coordinator.code()).and(role_grant::region_id.eq(region.0)))
        .filter(account::disabled_at.is_null().and(account::merged_into.is_null()))
        .order(account::email);
    Ok(own.select((account::email, account::language)).distinct().load(connection).await?)
}

/// Does the round ask the region, or one of its departments?
pub async fn is_asked(connection: &mut Connection, of: RoundId, region: RegionId) -> Result<bool, Error> {
    use diesel::dsl::exists;
    let targeted = round_region::table.find((of, region));
    if diesel::select(exists(targeted)).get_result(connection).await? {
        return Ok(true);
    }
    let own = response::table
        .inner_join(department::table)
        .filter(response::round_id.eq(of).and(department::region_id.eq(region)));
    Ok(diesel::select(exists(own)).get_result(connection).await?)
}

/// What a region's answer needs to know of its round beyond its dates.
#[derive(Debug, Clone, Queryable)]
pub struct RoundFacts {
    /// Empty while nobody was asked yet.
    pub launched_at: Option<DateTime<Utc>>,
    pub archived_at: Option<DateTime<Utc>>,
    /// By the name of the IANA database.
    pub time_zone: String,
}

/// The facts of a round.
pub async fn round_facts(connection: &mut Connection, of: RoundId) -> Result<Option<RoundFacts>, Error> {
    let facts = round::table.find(of).select((round::launched_at, round::archived_at, round::time_zone));
    Ok(facts.first(connection).await.optional()?)
}
