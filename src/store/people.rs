//! People as the registry holds them: with roles and departments.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use diesel::{prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{account, department_member, role_grant},
};
use crate::fieldwork::{
    ids::{AccountId, DepartmentId, RegionId},
    registry::people::Person,
};

/// Rows of one statement.
const CHUNK: usize = 2_000;

/// One person on the page of people.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = account, check_for_backend(diesel::pg::Pg))]
pub struct Listed {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub language: String,
    pub disabled_at: Option<DateTime<Utc>>,
    pub totp_confirmed_at: Option<DateTime<Utc>>,
    pub merged_into: Option<AccountId>,
    pub erased_at: Option<DateTime<Utc>>,
}

/// Everybody who was not merged into somebody else or erased, by address.
pub async fn all(connection: &mut Connection) -> Result<Vec<Person>, Error> {
    let rows: Vec<(AccountId, String, String, String)> = account::table
        .filter(account::merged_into.is_null().and(account::erased_at.is_null()))
        .order(account::email)
        .select((account::id, account::email, account::name, account::language))
        .load(connection)
        .await?;
    let grants: Vec<(AccountId, String, Option<RegionId>)> = role_grant::table
        .select((role_grant::account_id, role_grant::role, role_grant::region_id))
        .load(connection)
        .await?;
    let members: Vec<(AccountId, DepartmentId)> = department_member::table
        .select((department_member::account_id, department_member::department_id))
        .load(connection)
        .await?;
    let (mut roles, mut departments) = (HashMap::<_, BTreeSet<_>>::new(), HashMap::<_, BTreeSet<_>>::new());
    for (id, role, region) in grants {
        roles.entry(id).or_default().insert((role, region));
    }
    for (id, department) in members {
        departments.entry(id).or_default().insert(department);
    }
    let person = |(id, email, name, language)| Person {
        id,
        email,
        name,
        language,
        roles: roles.remove(&id).unwrap_or_default(),
        departments: departments.remove(&id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(person).collect())
}

/// Writes people as they are given, by their ids, with exactly these roles and departments.
pub async fn put_all(connection: &mut Connection, given: &[&Person]) -> Result<(), Error> {
    for chunk in given.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|person| {
                (
                    account::id.eq(person.id),
                    account::email.eq(&person.email),
                    account::name.eq(&person.name),
                    account::language.eq(&person.language),
                )
            })
            .collect();
        diesel::insert_into(account::table)
            .values(rows)
            .on_conflict(account::id)
            .do_update()
            .set((account::name.eq(excluded(account::name)), account::language.eq(excluded(account::language))))
            .execute(connection)
            .await?;
        put_roles(connection, chunk).await?;
        put_departments(connection, chunk).await?;
    }
    Ok(())
}

/// People whose address or name holds `search`, by address, from the `offset`th; and how many there are.
pub async fn search(
    connection: &mut Connection,
    search: &str,
    offset: i64,
    most: i64,
) -> Result<(Vec<Listed>, i64), Error> {
    let pattern = format!("%{}%", search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let found = || {
        account::table
            .filter(account::merged_into.is_null().and(account::erased_at.is_null()))
            .filter(account::email.ilike(pattern.clone()).or(account::name.ilike(pattern.clone())))
    };
    let count = found().count().get_result(connection).await?;
    let page = found().order(account::email).select(Listed::as_select()).offset(offset).limit(most);
    Ok((page.load(connection).await?, count))
}

/// One person, whoever they were merged into.
pub async fn find(connection: &mut Connection, id: AccountId) -> Result<Option<Listed>, Error> {
    Ok(account::table.find(id).select(Listed::as_select()).first(connection).await.optional()?)
}

/// These people.
pub async fn by_ids(connection: &mut Connection, ids: &[AccountId]) -> Result<Vec<Listed>, Error> {
    Ok(account::table.filter(account::id.eq_any(ids)).select(Listed::as_select()).load(connection).await?)
}

/// One person, whom nobody else changes until the transaction ends.
pub async fn find_for_change(connection: &mut Connection, id: AccountId) -> Result<Option<Listed>, Error> {
    // Two who take each other's role at once would leave nobody who administers: they wait for each other.
    diesel::sql_query("LOCK TABLE role_grant IN SHARE ROW EXCLUSIVE MODE").execute(connection).await?;
    Ok(account::table.find(id).select(Listed::as_select()).for_update().first(connection).await.optional()?)
}

/// The roles of these people.
pub async fn roles(
    connection: &mut Connection,
    ids: &[AccountId],
) -> Result<Vec<(AccountId, String, Option<RegionId>)>, Error> {
    let own =
        role_grant::table.filter(role_grant::account_id.eq_any(ids)).order((role_grant::role, role_grant::region_id));
    Ok(own.select((role_grant::account_id, role_grant::role, role_grant::region_id)).load(connection).await?)
}

/// The departments of a person.
pub async fn departments(connection: &mut Connection, id: AccountId) -> Result<Vec<DepartmentId>, Error> {
    let own = department_member::table.filter(department_member::account_id.eq(id));
    Ok(own.select(department_member::department_id).load(connection).await?)
}

/// How many people who are not disabled administer.
pub async fn admins(connection: &mut Connection) -> Result<i64, Error> {
    let admins = role_grant::table
        .inner_join(account::table.on(account::id.eq(role_grant::account_id)))
        .filter(role_grant::role.eq("admin").and(account::disabled_at.is_null()));
    Ok(admins.count().get_result(connection).await?)
}

async fn put_roles(connection: &mut Connection, given: &[&Person]) -> Result<(), Error> {
    let ids: Vec<AccountId> = given.iter().map(|person| person.id).collect();
    diesel::delete(role_grant::table.filter(role_grant::account_id.eq_any(&ids))).execute(connection).await?;
    let rows: Vec<_> = given
        .iter()
        .flat_map(|person| person.roles.iter().map(|(role, region)| (person.id, role, *region)))
        .map(|(id, role, region)| {
            (
                role_grant::id.eq(Uuid::now_v7()),
                role_grant::account_id.eq(id),
                role_grant::role.eq(role),
                role_grant::region_id.eq(region),
            )
        })
        .collect();
    for chunk in rows.chunks(CHUNK) {
        diesel::insert_into(role_grant::table).values(chunk.to_vec()).execute(connection).await?;
    }
    Ok(())
}

async fn put_departments(connection: &mut Connection, given: &[&Person]) -> Result<(), Error> {
    let ids: Vec<AccountId> = given.iter().map(|person| person.id).collect();
    let own = department_member::table.filter(department_member::account_id.eq_any(&ids));
    diesel::delete(own).execute(connection).await?;
    let rows: Vec<_> = given
        .iter()
        .flat_map(|person| person.departments.iter().map(|department| (person.id, *department)))
        .map(|(id, department)| (department_member::account_id.eq(id), department_member::department_id.eq(department)))
        .collect();
    for chunk in rows.chunks(CHUNK) {
        diesel::insert_into(department_member::table).values(chunk.to_vec()).execute(connection).await?;
    }
    Ok(())
}
