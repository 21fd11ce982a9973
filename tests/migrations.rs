//! The migrations, run on a fresh database: there and back and there again, the rules that every table keeps, and the
//! rows that nothing may change. `TEST_DATABASE_URL` says where databases can be made.

use std::{collections::BTreeMap, env};

use anyhow::{Context, Result, bail, ensure};
use diesel::{
    migration::{Migration, MigrationSource},
    pg::Pg,
};
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection};
use diesel_migrations::MigrationHarness;
use periplus::store::pool::MIGRATIONS;
use regex::Regex;
use tokio_postgres::{Client, Config, NoTls, error::SqlState};
use uuid::Uuid;

/// Tables that grow with responses: partitioned or distributed by round without a change of code.
const GROWING: &[&str] = &[
    "response",
    "invitation",
    "draft_answer",
    "draft_history",
    "moved_answer",
    "attachment",
    "submission",
    "submission_code",
    "delegation",
    "answer_query",
    "query_message",
    "review",
    "carried_answer",
    "coordinator_reminder",
    "merged_response",
    "reminder_sent",
    "reminder_by_hand",
    "regional_answer",
    "regional_value",
    "sign_off",
    "sign_off_code",
];

/// Everything that a migration may make in our schema, a line each. The bookkeeping of the migrations is not ours.
const SNAPSHOT: &str = "
WITH ours AS (
    SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE '\\_\\_diesel%'
)
SELECT concat_ws(' ', 'relation', relkind, relname, relpersistence, reloptions::text, relacl::text, relrowsecurity::text,
    'comment', obj_description(oid, 'pg_class')) AS line
FROM ours WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
UNION ALL
SELECT concat_ws(' ', 'column', relname, row_number() OVER (PARTITION BY relname ORDER BY attnum), attname,
    format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'not null' END,
    'default', pg_get_expr(adbin, adrelid), 'storage', attstorage, attcompression, attidentity, attgenerated,
    'collation', attcollation::text, 'comment', col_description(ours.oid, attnum))
FROM ours JOIN pg_attribute ON attrelid = ours.oid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT concat_ws(' ', 'constraint', ours.relname, conname, pg_get_constraintdef(pg_constraint.oid), convalidated::text,
    'comment', obj_description(pg_constraint.oid, 'pg_constraint'))
FROM ours JOIN pg_constraint ON conrelid = ours.oid
UNION ALL
SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid::text,
    'comment', obj_description(indexrelid, 'pg_class'))
FROM ours JOIN pg_index ON indrelid = ours.oid
UNION ALL
SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(pg_trigger.oid), tgenabled,
    'comment', obj_description(pg_trigger.oid, 'pg_trigger'))
FROM ours JOIN pg_trigger ON tgrelid = ours.oid WHERE NOT tgisinternal
UNION ALL
SELECT concat_ws(' ', 'function', pg_get_functiondef(oid), proacl::text, 'comment', obj_description(oid, 'pg_proc'))
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind <> 'a' AND proname NOT LIKE 'diesel\\_%'
UNION ALL
SELECT concat_ws(' ', 'view', relname, pg_get_viewdef(oid)) FROM ours WHERE relkind IN ('v', 'm')
UNION ALL
SELECT concat_ws(' ', 'type', typname, typtype, enumlabel, enumsortorder::text)
FROM pg_type LEFT JOIN pg_enum ON enumtypid = pg_type.oid
WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
UNION ALL
SELECT concat_ws(' ', 'extension', extname, extversion) FROM pg_extension
ORDER BY line";

/// A database of one test, gone at its end.
struct Database {
    name: String,
    maintenance: Client,
    client: Client,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_migration_goes_up_down_and_up_to_the_same_schema() -> Result<()> {
    let database = Database::new().await?;
    let mut harness = database.harness().await?;
    // Makes the table of the bookkeeping.
    ensure!(failing(harness.has_pending_migration(MIGRATIONS))?, "there is nothing to migrate");
    for migration in migrations()? {
        let name = migration.name().to_string();
        let before = database.snapshot().await?;
        failing(harness.run_migration(&*migration)).with_context(|| name.clone())?;
        let after = database.snapshot().await?;
        ensure!(before != after, "{name} changes nothing that the snapshot sees");
        failing(harness.revert_migration(&*migration)).with_context(|| name.clone())?;
        assert_same(&before, &database.snapshot().await?, &format!("{name} down"))?;
        failing(harness.run_migration(&*migration)).with_context(|| name.clone())?;
        assert_same(&after, &database.snapshot().await?, &format!("{name} up again"))?;
    }
    failing(harness.revert_all_migrations(MIGRATIONS))?;
    let left: Vec<String> = database.snapshot().await?;
    ensure!(left.iter().all(|line| line.starts_with("extension plpgsql")), "all migrations down leave {left:#?}");
    drop(harness);
    database.discard().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_snapshot_sees_every_kind_of_change() -> Result<()> {
    let database = Database::migrated().await?;
    let before = database.snapshot().await?;
    for change in [
        "ALTER TABLE round ADD COLUMN note text",
        "ALTER TABLE round ALTER COLUMN name TYPE varchar(80)",
        "ALTER TABLE round ALTER COLUMN name DROP NOT NULL",
        "ALTER TABLE response ALTER COLUMN revision SET DEFAULT 1",
        "ALTER TABLE submission ALTER COLUMN answers SET STORAGE EXTENDED",
        "ALTER TABLE submission RESET (toast_tuple_target)",
        "ALTER TABLE response DROP CONSTRAINT response_state",
        "DROP INDEX audit_at",
        "DROP TRIGGER audit_immutable ON audit",
        "ALTER TABLE audit DISABLE TRIGGER audit_immutable",
        "CREATE OR REPLACE FUNCTION refuse_change_of_record() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "COMMENT ON COLUMN round.code IS 'short'",
        "COMMENT ON TABLE round IS 'a collection'",
        "CREATE TYPE mood AS ENUM ('good')",
        "CREATE VIEW open_round AS SELECT code FROM round",
    ] {
        database.client.batch_execute(&format!("BEGIN; {change}")).await.context(change)?;
        ensure!(database.snapshot().await? != before, "not seen: {change}");
        database.client.batch_execute("ROLLBACK").await?;
    }
    assert_same(&before, &database.snapshot().await?, "after all")?;
    database.discard().await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_foreign_key_has_an_index_that_begins_with_it() -> Result<()> {
    const BARE: &str = "
        SELECT conrelid::regclass || ' (' || conname || ')' FROM pg_constraint
        WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
            SELECT FROM pg_index WHERE indrelid = conrelid AND indisvalid AND indpred IS NULL
                AND (SELECT array_agg(part ORDER BY part)
                     FROM unnest((indkey::int2[])[0:cardinality(conkey) - 1]) AS part)
                  = (SELECT array_agg(own ORDER BY own) FROM unnest(conkey) AS own)
        ) ORDER BY 1";
    let database = Database::migrated().await?;
    ensure!(database.texts(BARE).await?.is_empty(), "without an index: {:?}", database.texts(BARE).await?);
    // What the question does not find, it would not tell.
    database.client.batch_execute("DROP INDEX round_version_id; DROP INDEX attachment_response").await?;
    let planted = database.texts(BARE).await?;
    ensure!(planted.len() == 2 && planted[1].starts_with("round (round_version_id"), "{planted:?}");
    database.discard().await
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_that_grow_with_responses_have_the_round_first_in_their_key() -> Result<()> {
    let database = Database::migrated().await?;
    let tables = database.tables().await?;
    for name in GROWING {
        let (key, _) = tables.get(*name).with_context(|| format!("there is no table {name}"))?;
        ensure!(key.starts_with("round_id"), "{name} has the key ({key})");
    }
    for (name, (key, columns)) in &tables {
        let of_a_response = ["round_id", "response_id"].iter().all(|own| columns.iter().any(|(name, _)| name == own));
        ensure!(!of_a_response || GROWING.contains(&name.as_str()), "{name} ({key}) belongs in the list of this test");
    }
    database.discard().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_of_diesel_are_those_of_the_database() -> Result<()> {
    let database = Database::migrated().await?;
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/schema.rs"))?;
    let (stored, declared) = (database.tables().await?, declared_tables(&text)?);
    for name in stored.keys().chain(declared.keys()) {
        ensure!(stored.get(name) == declared.get(name), "{name}: {:#?}\n{:#?}", stored.get(name), declared.get(name));
    }
    let joins = database
        .texts(
            "SELECT conrelid::regclass || ' ' || confrelid::regclass || ' ' || attname
        FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        WHERE contype = 'f' AND cardinality(conkey) = 1",
        )
        .await?;
    for captures in Regex::new(r"joinable!\((\w+) -> (\w+) \((\w+)\)\)")?.captures_iter(&text) {
        let join = captures.extract::<3>().1.join(" ");
        ensure!(joins.contains(&join), "joinable!: there is no foreign key {join}");
    }
    database.discard().await
}

#[test]
fn another_column_type_key_or_order_is_another_table() -> Result<()> {
    let table = |text: &str| declared_tables(&format!("diesel::table! {{\n    a ({text}\n    }}\n}}"));
    let own = table("id) {\n        id -> Uuid,\n        at -> Nullable<Timestamptz>,")?;
    for other in [
        "at) {\n        id -> Uuid,\n        at -> Nullable<Timestamptz>,",
        "id) {\n        id -> Uuid,\n        at -> Timestamptz,",
        "id) {\n        id -> Text,\n        at -> Nullable<Timestamptz>,",
        "id) {\n        id -> Uuid,",
        "id) {\n        at -> Nullable<Timestamptz>,\n        id -> Uuid,",
    ] {
        assert_ne!(own, table(other)?, "{other}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn submissions_and_the_audit_are_written_once() -> Result<()> {
    let database = Database::migrated().await?;
    database.client.batch_execute(ONE_OF_EACH).await?;
    for statement in [
        "UPDATE submission SET answers = '{}'",
        "UPDATE submission SET submitted_by = NULL",
        "DELETE FROM submission",
        "UPDATE audit SET action = 'another'",
        "DELETE FROM audit",
    ] {
        database.refuses(statement, "is written once").await?;
    }
    database.discard().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_can_be_changed_until_it_is_published() -> Result<()> {
    let database = Database::migrated().await?;
    database.client.batch_execute(ONE_OF_EACH).await?;
    let own = "WHERE number = 2";
    let change = format!("UPDATE questionnaire_version SET definition = '{{\"items\": []}}' {own}");
    database.client.batch_execute(&change).await?;
    database.client.batch_execute(&format!("UPDATE questionnaire_version SET published_at = now() {own}")).await?;
    let unpublish = format!("UPDATE questionnaire_version SET published_at = NULL {own}");
    for statement in [change, unpublish, format!("DELETE FROM questionnaire_version {own}")] {
        database.refuses(&statement, "immutable").await?;
    }
    let draft = database.client.execute("DELETE FROM questionnaire_version WHERE number = 3", &[]).await?;
    ensure!(draft == 1, "a draft can be thrown away");
    database.discard().await
}

/// A submission with all that it needs, an audit row, and a published version with two drafts after it.
const ONE_OF_EACH: &str = "
    INSERT INTO region (id, code, code_kind, country, names)
        VALUES (gen_random_uuid(), 'FRH', 'nuts', 'FR', '{\"own\": \"Breizh\"}');
    INSERT INTO department (id, region_id, kind, name) SELECT gen_random_uuid(), id, 'sea', 'Sea' FROM region;
    INSERT INTO questionnaire (id, form_id) VALUES (gen_random_uuid(), 'coast');
    INSERT INTO questionnaire_version (id, questionnaire_id, number, definition, content_hash, published_at)
        SELECT gen_random_uuid(), id, number, '{}', '', CASE WHEN number = 1 THEN now() END
        FROM questionnaire, generate_series(1, 3) AS number;
    INSERT INTO round (id, code, name, version_id, opens_at, deadline)
        SELECT gen_random_uuid(), '2026', 'First', id, now(), now() + interval '1 day'
        FROM questionnaire_version WHERE number = 1;
    INSERT INTO response (round_id, id, department_id, state, language)
        SELECT round.id, gen_random_uuid(), department.id, 'submitted', 'en' FROM round, department;
    INSERT INTO submission (round_id, response_id, revision, submission_key, reference, version_id, language, answers,
            content_hash, submitted_at)
        SELECT round_id, response.id, 1, gen_random_uuid(), 'R-1', response.version_id, 'en', '{\"a\": 1}', '', now()
        FROM response JOIN round ON round.id = round_id;
    INSERT INTO audit (id, at, action, object_kind) VALUES (gen_random_uuid(), now(), 'response.submit', 'response')";

impl Database {
    async fn new() -> Result<Self> {
        let config: Config = env::var("TEST_DATABASE_URL")
            .context("TEST_DATABASE_URL is not set: run the tests by `make test`")?
            .parse()?;
        let maintenance = connect(&config).await?;
        let name = format!("migrations_{}", Uuid::now_v7().simple());
        maintenance.batch_execute(&format!("CREATE DATABASE {name}")).await?;
        let client = connect(config.clone().dbname(&name)).await?;
        Ok(Self { name, maintenance, client })
    }

    async fn migrated() -> Result<Self> {
        let database = Self::new().await?;
        failing(database.harness().await?.run_pending_migrations(MIGRATIONS).map(drop))?;
        Ok(database)
    }

    async fn harness(&self) -> Result<AsyncMigrationHarness<AsyncPgConnection>> {
        let mut config: Config = env::var("TEST_DATABASE_URL")?.parse()?;
        let client = connect(config.dbname(&self.name)).await?;
        Ok(AsyncMigrationHarness::new(AsyncPgConnection::try_from(client).await?))
    }

    async fn discard(self) -> Result<()> {
        drop(self.client);
        Ok(self.maintenance.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await?)
    }

    async fn texts(&self, query: &str) -> Result<Vec<String>> {
        Ok(self.client.query(query, &[]).await?.iter().map(|row| row.get(0)).collect())
    }

    async fn snapshot(&self) -> Result<Vec<String>> {
        self.texts(SNAPSHOT).await
    }

    async fn tables(&self) -> Result<Tables> {
        const COLUMNS: &str = "
            SELECT relname::text, coalesce((
                    SELECT string_agg(key.attname, ', ' ORDER BY place) FROM pg_index, unnest(indkey) WITH ORDINALITY
                        AS part (number, place) JOIN pg_attribute AS key ON key.attnum = number
                    WHERE indrelid = pg_class.oid AND indisprimary AND key.attrelid = indrelid
                ), ''), attname::text, format_type(atttypid, atttypmod), attnotnull
            FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
                AND relname NOT LIKE '\\_\\_diesel%' ORDER BY relname, attnum";
        let mut tables = Tables::new();
        for row in self.client.query(COLUMNS, &[]).await? {
            let (table, key): (String, String) = (row.get(0), row.get(1));
            let (_, columns) = tables.entry(table).or_insert_with(|| (key, Vec::new()));
            let kind = diesel_type(row.get(3))?;
            let required: bool = row.get(4);
            columns.push((row.get(2), if required { kind.to_owned() } else { format!("Nullable<{kind}>") }));
        }
        Ok(tables)
    }

    /// Runs what a trigger must refuse, with this in its message.
    async fn refuses(&self, statement: &str, message: &str) -> Result<()> {
        let Err(error) = self.client.batch_execute(statement).await else { bail!("not refused: {statement}") };
        let refusal = error.as_db_error().context("no answer of the database")?;
        ensure!(*refusal.code() == SqlState::RESTRICT_VIOLATION, "{statement}: {refusal}");
        ensure!(refusal.message().contains(message), "{statement}: {refusal}");
        Ok(())
    }
}

/// By name: the columns of the key, and every column with its type as Diesel calls it.
type Tables = BTreeMap<String, (String, Vec<(String, String)>)>;

fn declared_tables(text: &str) -> Result<Tables> {
    let table = Regex::new(r"diesel::table! \{\s+(\w+) \(([\w, ]+)\) \{\s+([^}]*?)\s*\}\s*\}")?;
    let column = Regex::new(r"(\w+) -> ([\w<>]+),")?;
    let tables: Tables = table
        .captures_iter(text)
        .map(|captures| {
            let [name, key, columns] = captures.extract::<3>().1;
            let columns = column.captures_iter(columns).map(|found| {
                let [name, kind] = found.extract::<2>().1;
                (name.to_owned(), kind.to_owned())
            });
            (name.to_owned(), (key.to_owned(), columns.collect()))
        })
        .collect();
    ensure!(
        tables.len() == text.matches("diesel::table!").count(),
        "a table is written in a way that is not read here"
    );
    Ok(tables)
}

fn diesel_type(name: &str) -> Result<&'static str> {
    Ok(match name {
        "uuid" => "Uuid",
        "text" => "Text",
        "text[]" => "Array<Text>",
        "smallint" => "SmallInt",
        "integer" => "Integer",
        "bigint" => "BigInt",
        "boolean" => "Bool",
        "bytea" => "Binary",
        "jsonb" => "Jsonb",
        "date" => "Date",
        "time without time zone" => "Time",
        "double precision" => "Double",
        "timestamp with time zone" => "Timestamptz",
        other => bail!("{other} has no Diesel type in this test"),
    })
}

fn migrations() -> Result<Vec<Box<dyn Migration<Pg>>>> {
    let mut migrations = failing(MIGRATIONS.migrations())?;
    migrations.sort_by(|a, b| a.name().version().cmp(&b.name().version()));
    Ok(migrations)
}

async fn connect(config: &Config) -> Result<Client> {
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

fn failing<T>(result: diesel::migration::Result<T>) -> Result<T> {
    result.map_err(|error| anyhow::anyhow!(error))
}

fn assert_same(expected: &[String], found: &[String], when: &str) -> Result<()> {
    let lacks: Vec<&String> = expected.iter().filter(|line| !found.contains(line)).collect();
    let more: Vec<&String> = found.iter().filter(|line| !expected.contains(line)).collect();
    ensure!(expected == found, "{when}: lacks {lacks:#?}, has {more:#?}");
    Ok(())
}
