//! The registry: regions with their commissions, and departments.

use std::collections::{BTreeMap, HashMap};

use diesel::{prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{department, region, region_commission},
};
use crate::fieldwork::{
    ids::{DepartmentId, RegionId},
    region::{Department, Region},
};

type RegionRow = (RegionId, String, String, String, serde_json::Value);

/// Every region, by code.
pub async fn all(connection: &mut Connection) -> Result<Vec<Region>, Error> {
    let columns = (region::id, region::code, region::code_kind, region::country, region::names);
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
        .map(|(id, code, code_kind, country, names)| {
            let names: BTreeMap<String, String> =
                serde_json::from_value(names).map_err(|_| Error::Unreadable("region.names"))?;
            let commissions = commissions.remove(&id).unwrap_or_default();
            Ok(Region { id, code, code_kind, country, names, commissions })
        })
        .collect()
}

/// Adds a region, or renews what is known of the one with its code. Returns its id.
pub async fn put(connection: &mut Connection, given: &Region) -> Result<RegionId, Error> {
    let row = (
        region::id.eq(given.id),
        region::code.eq(&given.code),
        region::code_kind.eq(&given.code_kind),
        region::country.eq(&given.country),
        region::names.eq(serde_json::json!(given.names)),
    );
    let id: RegionId = diesel::insert_into(region::table)
        .values(row)
        .on_conflict(region::code)
        .do_update()
        .set((
            region::code_kind.eq(excluded(region::code_kind)),
            region::country.eq(excluded(region::country)),
            region::names.eq(excluded(region::names)),
        ))
        .returning(region::id)
        .get_result(connection)
        .await?;
    let own = region_commission::table.filter(region_commission::region_id.eq(id));
    diesel::delete(own).execute(connection).await?;
    let rows: Vec<_> = given
        .commissions
        .iter()
        .map(|code| (region_commission::region_id.eq(id), region_commission::commission.eq(code)))
        .collect();
    diesel::insert_into(region_commission::table).values(rows).execute(connection).await?;
    Ok(id)
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
    let columns = (department::id, department::region_id, department::kind, department::name);
    let rows: Vec<(DepartmentId, RegionId, String, String)> =
        department::table.order((department::region_id, department::name)).select(columns).load(connection).await?;
    Ok(rows.into_iter().map(|(id, region, kind, name)| Department { id, region, kind, name }).collect())
}
