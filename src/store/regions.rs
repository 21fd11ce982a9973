//! The registry: regions with their commissions and former codes, and departments.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::{prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{department, region, region_code_history, region_commission},
};
use crate::fieldwork::{
    ids::{DepartmentId, RegionId},
    region::{Department, FormerCode, Partnership, Region},
    registry::regions::Standing,
};

type RegionRow = (RegionId, String, String, String, Value, String);
type CodeRow = (RegionId, String, String, Option<NaiveDate>, Option<NaiveDate>);

/// Rows of one statement: Postgres takes 65,535 values at the most.
const CHUNK: usize = 2_000;

/// Every region, by code.
pub async fn all(connection: &mut Connection) -> Result<Vec<Region>, Error> {
    let columns = (region::id, region::code, region::code_kind, region::country, region::names, region::partnership);
    let rows: Vec<RegionRow> = region::table.order(region::code).select(columns).load(connection).await?;
    let pairs: Vec<(RegionId, String)> = region_commission::table
        .order((region_commission::region_id, region_commission::commission))
        .select((region_commission::region_id, region_commission::commission))
        .load(connection)
        .await?;
    let mut commissions: HashMap<RegionId, Vec<String>> = HashMap::new();
    for (id, commission) in pairs {
        commissions.entry(id).or_default().push(commission);
    }
    rows.into_iter()
        .map(|(id, code, code_kind, country, names, partnership)| {
            let names = texts(names, "region.names")?;
            let commissions = commissions.remove(&id).unwrap_or_default();
            let partnership = Partnership::from_code(&partnership).ok_or(Error::Unreadable("region.partnership"))?;
            Ok(Region { id, code, code_kind, country, names, commissions, partnership })
        })
        .collect()
}

/// Keeps regions and departments from being changed by others until the transaction ends; they can be read.
pub async fn lock(connection: &mut Connection) -> Result<(), Error> {
    diesel::sql_query("LOCK TABLE region, department IN SHARE ROW EXCLUSIVE MODE").execute(connection).await?;
    Ok(())
}

/// Every region with the codes that it had, by code.
pub async fn standing(connection: &mut Connection) -> Result<Vec<Standing>, Error> {
    let regions = all(connection).await?;
    let rows: Vec<CodeRow> = region_code_history::table
        .order((region_code_history::code, region_code_history::code_kind))
        .select(region_code_history::all_columns)
        .load(connection)
        .await?;
    let mut former: HashMap<RegionId, Vec<FormerCode>> = HashMap::new();
    for (id, code, kind, from, to) in rows {
        former.entry(id).or_default().push(FormerCode { code, kind, from, to });
    }
    let stands = |region: Region| Standing { former: former.remove(&region.id).unwrap_or_default(), region };
    Ok(regions.into_iter().map(stands).collect())
}

/// Adds a region, or renews what is known of the one with its code. Returns its id.
pub async fn put(connection: &mut Connection, given: &Region) -> Result<RegionId, Error> {
    let id: RegionId = diesel::insert_into(region::table)
        .values(row(given))
        .on_conflict(region::code)
        .do_update()
        .set((
            region::code_kind.eq(excluded(region::code_kind)),
            region::country.eq(excluded(region::country)),
            region::names.eq(excluded(region::names)),
            region::partnership.eq(excluded(region::partnership)),
        ))
        .returning(region::id)
        .get_result(connection)
        .await?;
    put_commissions(connection, &[(id, &given.commissions)]).await?;
    Ok(id)
}

/// Writes regions as they are given, by their ids; codes may wander from one to another.
pub async fn put_all(connection: &mut Connection, given: &[&Standing]) -> Result<(), Error> {
    for chunk in given.chunks(CHUNK) {
        let ids: Vec<RegionId> = chunk.iter().map(|one| one.region.id).collect();
        // A code is free before another region takes it.
        let aside = diesel::dsl::sql::<diesel::sql_types::Text>("id::text");
        diesel::update(region::table.filter(region::id.eq_any(&ids)))
            .set(region::code.eq(aside))
            .execute(connection)
            .await?;
    }
    for chunk in given.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(|one| row(&one.region)).collect();
        diesel::insert_into(region::table)
            .values(rows)
            .on_conflict(region::id)
            .do_update()
            .set((
                region::code.eq(excluded(region::code)),
                region::code_kind.eq(excluded(region::code_kind)),
                region::country.eq(excluded(region::country)),
                region::names.eq(excluded(region::names)),
                region::partnership.eq(excluded(region::partnership)),
            ))
            .execute(connection)
            .await?;
        let pairs: Vec<_> = chunk.iter().map(|one| (one.region.id, &one.region.commissions)).collect();
        put_commissions(connection, &pairs).await?;
        put_former(connection, chunk).await?;
    }
    Ok(())
}

/// The department with this name in the region, made if there is none.
pub async fn find_or_create_department(
    connection: &mut Connection,
    region: RegionId,
    kind: &str,
    name: &str,
) -> Result<DepartmentId, Error> {
    let row = (
        department::id.eq(DepartmentId(Uuid::now_v7())),
        department::region_id.eq(region),
        department::kind.eq(kind),
        department::name.eq(name),
    );
    diesel::insert_into(department::table).values(row).on_conflict_do_nothing().execute(connection).await?;
    let found = department::table.filter(department::region_id.eq(region).and(department::name.eq(name)));
    Ok(found.select(department::id).first(connection).await?)
}

/// Every department, by region and name.
pub async fn departments(connection: &mut Connection) -> Result<Vec<Department>, Error> {
    let columns = (department::id, department::region_id, department::kind, department::name, department::names);
    let rows: Vec<(DepartmentId, RegionId, String, String, Value)> =
        department::table.order((department::region_id, department::name)).select(columns).load(connection).await?;
    rows.into_iter()
        .map(|(id, region, kind, name, names)| {
            Ok(Department { id, region, kind, name, names: texts(names, "department.names")? })
        })
        .collect()
}

/// Writes departments as they are given, by their ids; names may wander from one to another.
pub async fn put_departments(connection: &mut Connection, given: &[&Department]) -> Result<(), Error> {
    for chunk in given.chunks(CHUNK) {
        let ids: Vec<DepartmentId> = chunk.iter().map(|one| one.id).collect();
        let aside = diesel::dsl::sql::<diesel::sql_types::Text>("id::text");
        let standing = department::table.filter(department::id.eq_any(&ids));
        diesel::update(standing).set(department::name.eq(aside)).execute(connection).await?;
    }
    for chunk in given.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|one| {
                (
                    department::id.eq(one.id),
                    department::region_id.eq(one.region),
                    department::kind.eq(&one.kind),
                    department::name.eq(&one.name),
                    department::names.eq(serde_json::json!(one.names)),
                )
            })
            .collect();
        diesel::insert_into(department::table)
            .values(rows)
            .on_conflict(department::id)
            .do_update()
            .set((
                department::kind.eq(excluded(department::kind)),
                department::name.eq(excluded(department::name)),
                department::names.eq(excluded(department::names)),
            ))
            .execute(connection)
            .await?;
    }
    Ok(())
}

type NewRegion<'a> = (
    diesel::dsl::Eq<region::id, RegionId>,
    diesel::dsl::Eq<region::code, &'a String>,
    diesel::dsl::Eq<region::code_kind, &'a String>,
    diesel::dsl::Eq<region::country, &'a String>,
    diesel::dsl::Eq<region::names, Value>,
    diesel::dsl::Eq<region::partnership, &'static str>,
);

fn row(given: &Region) -> NewRegion<'_> {
    (
        region::id.eq(given.id),
        region::code.eq(&given.code),
        region::code_kind.eq(&given.code_kind),
        region::country.eq(&given.country),
        region::names.eq(serde_json::json!(given.names)),
        region::partnership.eq(given.partnership.code()),
    )
}

async fn put_commissions(connection: &mut Connection, given: &[(RegionId, &Vec<String>)]) -> Result<(), Error> {
    let ids: Vec<RegionId> = given.iter().map(|(id, _)| *id).collect();
    let own = region_commission::table.filter(region_commission::region_id.eq_any(&ids));
    diesel::delete(own).execute(connection).await?;
    let rows: Vec<_> = given
        .iter()
        .flat_map(|(id, codes)| codes.iter().map(|code| (*id, code)))
        .map(|(id, code)| (region_commission::region_id.eq(id), region_commission::commission.eq(code)))
        .collect();
    for chunk in rows.chunks(CHUNK) {
        diesel::insert_into(region_commission::table).values(chunk.to_vec()).execute(connection).await?;
    }
    Ok(())
}

async fn put_former(connection: &mut Connection, given: &[&Standing]) -> Result<(), Error> {
    let ids: Vec<RegionId> = given.iter().map(|one| one.region.id).collect();
    let own = region_code_history::table.filter(region_code_history::region_id.eq_any(&ids));
    diesel::delete(own).execute(connection).await?;
    let rows: Vec<_> = given
        .iter()
        .flat_map(|one| one.former.iter().map(|former| (one.region.id, former)))
        .map(|(id, former)| {
            (
                region_code_history::region_id.eq(id),
                region_code_history::code.eq(&former.code),
                region_code_history::code_kind.eq(&former.kind),
                region_code_history::valid_from.eq(former.from),
                region_code_history::valid_to.eq(former.to),
            )
        })
        .collect();
    for chunk in rows.chunks(CHUNK) {
        diesel::insert_into(region_code_history::table).values(chunk.to_vec()).execute(connection).await?;
    }
    Ok(())
}

fn texts(value: Value, what: &'static str) -> Result<BTreeMap<String, String>, Error> {
    serde_json::from_value(value).map_err(|_| Error::Unreadable(what))
}
