//! The database role that the program works with where the cluster is its own: it can add to the records, and neither
//! change nor delete them, nor change any table's shape.

use diesel_async::RunQueryDsl;

use super::{Connection, Error};

/// The role's name.
pub const APPLICATION: &str = "periplus_app";

/// Makes the role where it is missing and gives it exactly its rights, which a later migration may have widened.
const STATEMENTS: [&str; 9] = [
    "DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'periplus_app') THEN
            CREATE ROLE periplus_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
        END IF;
    END $$",
    "GRANT USAGE ON SCHEMA public TO periplus_app",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM periplus_app",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO periplus_app",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO periplus_app",
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit, submission, sign_off FROM periplus_app",
    "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON erasure FROM periplus_app",
    "GRANT EXECUTE ON FUNCTION erase_person(uuid, uuid, uuid, timestamptz) TO periplus_app",
    "REVOKE ALL ON __diesel_schema_migrations FROM periplus_app",
];

/// Prepares the role. The connection must be the owner's of every table.
pub async fn prepare_application(connection: &mut Connection) -> Result<(), Error> {
    for statement in STATEMENTS {
        diesel::sql_query(statement).execute(connection).await?;
    }
    Ok(())
}
