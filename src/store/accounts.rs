//! People who sign in, and their roles.

use chrono::{DateTime, Utc};
use diesel::{OptionalExtension, prelude::*};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Connection, Error,
    schema::{account, role_grant},
};
use crate::{
    access::actor::Role,
    fieldwork::ids::{AccountId, RegionId},
};

/// An account as it is stored. Debug output leaves the password hash out.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = account, check_for_backend(diesel::pg::Pg))]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub language: String,
    pub password_hash: Option<String>,
    pub disabled_at: Option<DateTime<Utc>>,
    pub totp_secret: Option<Vec<u8>>,
    pub totp_confirmed_at: Option<DateTime<Utc>>,
}

/// The account with this address, whatever its case.
pub async fn by_email(connection: &mut Connection, email: &str) -> Result<Option<Account>, Error> {
    let found = account::table.filter(account::email.eq(email.to_lowercase())).select(Account::as_select());
    Ok(found.first(connection).await.optional()?)
}

/// The account with this id.
pub async fn find(connection: &mut Connection, id: AccountId) -> Result<Option<Account>, Error> {
    Ok(account::table.find(id).select(Account::as_select()).first(connection).await.optional()?)
}

/// The roles of an account.
pub async fn roles(connection: &mut Connection, id: AccountId) -> Result<Vec<(Role, Option<RegionId>)>, Error> {
    let own = role_grant::table.filter(role_grant::account_id.eq(id)).order((role_grant::role, role_grant::region_id));
    let rows: Vec<(String, Option<RegionId>)> =
        own.select((role_grant::role, role_grant::region_id)).load(connection).await?;
    let read = |(role, region): (String, _)| Some((Role::from_code(&role)?, region));
    rows.into_iter().map(|row| read(row).ok_or(Error::Unreadable("role_grant.role"))).collect()
}

/// The account with this address, made if there is none.
pub async fn find_or_create(
    connection: &mut Connection,
    email: &str,
    name: &str,
    language: &str,
) -> Result<AccountId, Error> {
    let id = AccountId(Uuid::now_v7());
    let row = (
        account::id.eq(id),
        account::email.eq(email.to_lowercase()),
        account::name.eq(name),
        account::language.eq(language),
    );
    diesel::insert_into(account::table).values(row).on_conflict_do_nothing().execute(connection).await?;
    let found = account::table.filter(account::email.eq(email.to_lowercase()));
    let (id, merged_into): (AccountId, Option<AccountId>) =
        found.select((account::id, account::merged_into)).first(connection).await?;
    // An address of somebody who was merged means the person that they were merged into.
    Ok(merged_into.unwrap_or(id))
}

/// Sets the password (a PHC string).
pub async fn set_password(connection: &mut Connection, id: AccountId, hash: &str) -> Result<(), Error> {
    let own = account::table.filter(account::id.eq(id));
    diesel::update(own).set(account::password_hash.eq(hash)).execute(connection).await?;
    Ok(())
}

/// Sets the language of the interface and of mails.
pub async fn set_language(connection: &mut Connection, id: AccountId, language: &str) -> Result<(), Error> {
    let own = account::table.filter(account::id.eq(id));
    diesel::update(own).set(account::language.eq(language)).execute(connection).await?;
    Ok(())
}

/// Grants a role, once.
pub async fn grant(
    connection: &mut Connection,
    id: AccountId,
    role: Role,
    region: Option<RegionId>,
) -> Result<(), Error> {
    let row = (
        role_grant::id.eq(Uuid::now_v7()),
        role_grant::account_id.eq(id),
        role_grant::role.eq(role.code()),
        role_grant::region_id.eq(region),
    );
    diesel::insert_into(role_grant::table).values(row).on_conflict_do_nothing().execute(connection).await?;
    Ok(())
}

/// Takes a role back; false where it was not granted.
pub async fn take_back(
    connection: &mut Connection,
    id: AccountId,
    role: Role,
    region: Option<RegionId>,
) -> Result<bool, Error> {
    let own = role_grant::table
        .filter(role_grant::account_id.eq(id).and(role_grant::role.eq(role.code())))
        .filter(role_grant::region_id.is_not_distinct_from(region));
    Ok(diesel::delete(own).execute(connection).await? > 0)
}

/// Takes the password away.
pub async fn forget_password(connection: &mut Connection, id: AccountId) -> Result<(), Error> {
    let own = account::table.filter(account::id.eq(id));
    diesel::update(own).set(account::password_hash.eq(None::<String>)).execute(connection).await?;
    Ok(())
}

/// Disables an account, or enables it again.
pub async fn set_disabled(connection: &mut Connection, id: AccountId, at: Option<DateTime<Utc>>) -> Result<(), Error> {
    let own = account::table.filter(account::id.eq(id));
    diesel::update(own).set(account::disabled_at.eq(at)).execute(connection).await?;
    Ok(())
}

/// Sets how pages and mails call somebody.
pub async fn set_name(connection: &mut Connection, id: AccountId, name: &str) -> Result<(), Error> {
    let own = account::table.filter(account::id.eq(id));
    diesel::update(own).set(account::name.eq(name)).execute(connection).await?;
    Ok(())
}
