//! People who sign in, and their roles.

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
    pub disabled_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// The account with this address, whatever its case.
pub async fn by_email(connection: &mut Connection, email: &str) -> Result<Option<Account>, Error> {
    let found = account::table.filter(account::email.eq(email.to_lowercase())).select(Account::as_select());
    Ok(found.first(connection).await.optional()?)
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
    let found = account::table.filter(account::email.eq(email.to_lowercase())).select(account::id);
    Ok(found.first(connection).await?)
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
