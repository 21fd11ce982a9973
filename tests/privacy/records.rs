//! What is written once, for the role that the program works with: it adds to the records and can do nothing else, not
//! even by the function that erases, but erase somebody. And the marks, held against the database.

use chrono::Utc;
use periplus::{
    fieldwork::privacy::{MARKS, problems},
    operations::erasure,
    store::{Pool, roles::prepare_application},
};

use crate::world::{CANARY, World};

#[tokio::test(flavor = "multi_thread")]
async fn the_programs_role_only_adds_to_the_records() {
    let world = World::begin().await;
    let owner = world.site.pool.streaming().await.unwrap();
    prepare_application(&mut world.site.pool.get().await.unwrap()).await.unwrap();
    let canary = world.guest(CANARY).await;
    world.save(&canary, "contact", &[("contact_mail", CANARY)]).await;
    owner
        .batch_execute(
            "INSERT INTO submission (round_id, response_id, revision, submission_key, reference, version_id, language,
                 answers, content_hash, submitted_at)
             SELECT round_id, id, 1, gen_random_uuid(), 'R', version_id, 'en', '{\"note\": \"kept\"}', '', now() FROM response",
        )
        .await
        .unwrap();
    let name: String = owner.query_one("SELECT current_database()", &[]).await.unwrap().get(0);
    let url = std::env::var("TEST_DATABASE_URL").unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    let (scheme, rest) = server.split_once("://").unwrap();
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let pool = Pool::new(&format!("{scheme}://periplus_app@{host}/{name}"), 2, None).unwrap();
    let role = pool.streaming().await.unwrap();
    let mut refused = 0;
    for table in ["audit", "submission", "sign_off", "erasure"] {
        for statement in [
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table}"),
            format!("ALTER TABLE {table} DISABLE TRIGGER ALL"),
            format!("DROP TABLE {table}"),
        ] {
            assert!(role.batch_execute(&statement).await.is_err(), "not refused: {statement}");
            refused += 1;
        }
    }
    for statement in [
        "UPDATE audit SET action = 'x'",
        "UPDATE audit SET redacted_at = now()",
        "UPDATE submission SET answers = '{}'",
        "UPDATE sign_off SET answers = '{}'",
        "UPDATE erasure SET receipt = '{}'",
        "INSERT INTO erasure SELECT gen_random_uuid(), id, NULL, now(), '{}' FROM account LIMIT 1",
        "SELECT erase_from_texts('.', '.', now())",
        "SELECT erase_from_response(round_id, id, '{}', '.', now()) FROM response",
        "SELECT erase_from_regional_answer(round_id, region_id, '{}', '.', now()) FROM regional_answer",
        "CREATE FUNCTION erase_person(text) RETURNS void LANGUAGE sql AS 'UPDATE audit SET action = $1'",
        "DO $$ BEGIN PERFORM 'erase_person(uuid,uuid,uuid,timestamp with time zone)'; UPDATE audit SET action = 'x'; END $$",
    ] {
        assert!(role.batch_execute(statement).await.is_err(), "not refused: {statement}");
        refused += 1;
    }
    println!("{refused} statements of the program's role refused");
    // The owner's own mistakes are refused by triggers.
    for statement in ["UPDATE submission SET answers = '{}'", "UPDATE audit SET action = 'x'", "DELETE FROM erasure"] {
        let done = owner.batch_execute(statement).await;
        let harmless = statement.contains("erasure") && done.is_ok();
        assert!(done.is_err() || harmless, "not refused: {statement}");
    }
    // What is left is to erase somebody; and then only what is theirs changes.
    role.batch_execute("INSERT INTO audit (id, at, action, object_kind) VALUES (gen_random_uuid(), now(), 'a.b', 'a')")
        .await
        .unwrap();
    let other = "SELECT md5(string_agg(row::text, '' ORDER BY row::text)) FROM (
        SELECT audit::text AS row FROM audit WHERE object_id IS DISTINCT FROM $1 AND account_id IS DISTINCT FROM $1
        UNION ALL SELECT submission::text FROM submission) AS rows";
    let before: String = owner.query_one(other, &[&world.canary.0]).await.unwrap().get(0);
    let mut connection = pool.get().await.unwrap();
    erasure::erase(&mut connection, world.canary, Some(world.admin), Utc::now()).await.unwrap();
    let after: String = owner.query_one(other, &[&world.canary.0]).await.unwrap().get(0);
    assert_eq!(before, after, "records of others");
    assert!(owner.batch_execute("DELETE FROM erasure").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_of_the_database_has_its_mark() {
    let world = World::begin().await;
    let client = world.site.pool.streaming().await.unwrap();
    let query = "SELECT relname::text, attname::text FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
            AND relname NOT LIKE '\\_\\_diesel%'";
    let told = async || -> Vec<String> {
        let rows: Vec<(String, String)> =
            client.query(query, &[]).await.unwrap().iter().map(|row| (row.get(0), row.get(1))).collect();
        let columns: Vec<(&str, &str)> = rows.iter().map(|(table, column)| (table.as_str(), column.as_str())).collect();
        problems(&columns, MARKS)
    };
    assert_eq!(told().await, Vec::<String>::new());
    client
        .batch_execute("ALTER TABLE account ADD COLUMN shoe_size integer; ALTER TABLE round DROP COLUMN late_days")
        .await
        .unwrap();
    let found = told().await;
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn every_column_of_diesel_has_its_mark() {
    let text = include_str!("../../src/store/schema.rs");
    let table = regex::Regex::new(r"diesel::table! \{\s+(\w+) \([\w, ]+\) \{([^}]*)\}").unwrap();
    let column = regex::Regex::new(r"(\w+) -> ").unwrap();
    let mut columns = Vec::new();
    for captures in table.captures_iter(text) {
        let (_, [holder, body]) = captures.extract::<2>();
        columns.extend(column.captures_iter(body).map(|found| (holder, found.extract::<1>().1[0])));
    }
    assert!(columns.len() > 300, "{}", columns.len());
    assert_eq!(problems(&columns, MARKS), Vec::<String>::new());
    // Planted: a column that nobody marked.
    columns.push(("account", "shoe_size"));
    assert_eq!(problems(&columns, MARKS).len(), 1);
}
