//! Exports of a round, end to end: from submissions in a database to files that Python reads and counts again.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests fail as tests do"
)]

#[path = "exports/answering.rs"]
mod answering;
#[path = "exports/collection.rs"]
mod collection;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use periplus::{
    export::{guard::unguard, manifest::Manifest},
    fieldwork::response::ResponseState,
    operations::export::{Export, ExportFailure, download, recipes, to_folder, versions as exported_versions},
    questionnaire::fields::{Field, fields},
};
use serde_json::Value;

use answering::CANARY;
use collection::{Collection, Database};

const STATES: [ResponseState; 2] = [ResponseState::Submitted, ResponseState::Accepted];
const TOP: [&str; 8] = [
    "responses.csv",
    "answers.csv",
    "participation.csv",
    "regional_responses.csv",
    "regional_answers.csv",
    "regional_participation.csv",
    "codebook.csv",
    "columns.csv",
];
const TABLES: [&str; 12] = [
    "frequencies.csv",
    "frequencies_by_region.csv",
    "frequencies_by_country.csv",
    "frequencies_by_commission.csv",
    "frequencies_by_department_type.csv",
    "numbers.csv",
    "practices.csv",
    "regional_frequencies.csv",
    "regional_frequencies_by_region.csv",
    "regional_frequencies_by_country.csv",
    "regional_frequencies_by_commission.csv",
    "regional_numbers.csv",
];
const REPEATS: [&str; 9] = [
    "partner_countries.csv",
    "crises.csv",
    "places.csv",
    "agreements.csv",
    "regional_practices.csv",
    "regional_partner_countries.csv",
    "regional_crises.csv",
    "regional_places.csv",
    "regional_agreements.csv",
];

fn export(collection: &Collection, states: &[ResponseState]) -> Arc<Export> {
    Arc::new(Export::new(&collection.round, collection.version.clone(), states, recipes(None).unwrap()))
}

/// The content of every file of a folder, by name.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())).collect()
}

/// Records with their headers, unguarded.
fn read(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers().unwrap().clone();
    let record = |record: csv::StringRecord| {
        headers.iter().map(unguard).map(str::to_owned).zip(record.iter().map(unguard).map(str::to_owned)).collect()
    };
    reader.records().map(|result| record(result.unwrap())).collect()
}

fn python() -> PathBuf {
    let path = env::var_os("PERIPLUS_PYTHON")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python"), PathBuf::from);
    assert!(path.exists(), "{} is missing: run tools/need python, or set PERIPLUS_PYTHON", path.display());
    path
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_data_give_the_same_bytes_by_either_way() {
    let collection = Collection::new(40).await;
    let (pool, export) = (&collection.database.pool, export(&collection, &STATES));
    assert_eq!(export.notices(), []);
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let manifest = to_folder(pool, &export, one.path()).await.unwrap();
    to_folder(pool, &export, &other.path().join("new/folder")).await.unwrap();
    let written = contents(one.path());
    assert_eq!(written, contents(&other.path().join("new/folder")));

    let mut names: Vec<&str> = TOP.into_iter().chain(TABLES).chain(REPEATS).collect();
    names.sort_unstable();
    assert_eq!(manifest.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), names);
    assert_eq!(serde_json::from_slice::<Manifest>(&written["manifest.json"]).unwrap(), manifest);
    assert_eq!(written.len(), names.len() + 2);
    for file in &manifest.files {
        file.check(written[&file.name].as_slice()).unwrap();
        assert_eq!(file.rows, Some(read(&written[&file.name]).len() as u64), "{}", file.name);
    }
    for file in export.files() {
        let chunks: Vec<Bytes> = download(pool, &export, file).try_collect().await.unwrap();
        assert!(chunks.concat() == written[&file.name], "{}", file.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn responses_are_the_newest_submissions_in_a_stable_order() {
    let collection = Collection::new(40).await;
    let folder = tempfile::tempdir().unwrap();
    to_folder(&collection.database.pool, &export(&collection, &STATES), folder.path()).await.unwrap();
    let written = contents(folder.path());
    let responses = read(&written["responses.csv"]);
    let keys: Vec<_> = responses.iter().map(|row| (&row["response_region"], &row["department"])).collect();
    assert!(keys.is_sorted());
    assert_eq!(responses.len(), collection.submitted.len());
    for submitted in &collection.submitted {
        let id = submitted.response.to_string();
        let row = responses.iter().find(|row| row["response"] == id).unwrap();
        assert_eq!(row["response_region"], submitted.region);
        let title = submitted.document.get("strategy_title").and_then(Value::as_str).unwrap_or_default();
        assert_eq!(row["strategy_title"], title);
    }
    assert_eq!(responses.iter().filter(|row| row["revision"] == "2").count(), 4);
    assert_eq!(read(&written["participation.csv"]).len(), 40);
    for (name, content) in &written {
        assert!(!String::from_utf8_lossy(content).contains(CANARY), "{name} has personal answers");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_chosen_states_are_exported() {
    let collection = Collection::new(20).await;
    for (states, count) in [
        (&[ResponseState::Accepted][..], 6),
        (&[ResponseState::Submitted], 10),
        (&[ResponseState::Returned], 2),
        (&[ResponseState::InProgress], 0),
        (&[], 0),
    ] {
        let folder = tempfile::tempdir().unwrap();
        to_folder(&collection.database.pool, &export(&collection, states), folder.path()).await.unwrap();
        let written = contents(folder.path());
        assert_eq!(read(&written["responses.csv"]).len(), count, "{states:?}");
        let cell = &read(&written["frequencies.csv"])[0];
        let told: usize = ["base", "blank", "not_our_competence", "no_data", "not_applicable"]
            .iter()
            .map(|column| cell[*column].parse::<usize>().unwrap())
            .sum();
        // The shipped recipes do not count what was returned.
        assert!(told <= if *states == [ResponseState::Returned] { 0 } else { count }, "{states:?}: {cell:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_earlier_export_in_the_folder_is_replaced() {
    let collection = Collection::new(10).await;
    let pool = &collection.database.pool;
    let folder = tempfile::tempdir().unwrap();
    to_folder(pool, &export(&collection, &STATES), folder.path()).await.unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    let fewer = Export::new(&collection.round, collection.version.clone(), &STATES, Vec::new());
    to_folder(pool, &Arc::new(fewer), folder.path()).await.unwrap();
    let names: Vec<String> = contents(folder.path()).into_keys().collect();
    assert!(names.contains(&"notes.txt".to_owned()));
    assert!(names.contains(&"practices.csv".to_owned()), "the repeat's own file");
    assert!(!names.iter().any(|name| name.starts_with("frequencies") || name.starts_with(".export")), "{names:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_frequencies_are_those_of_a_naive_count() {
    let collection = Collection::new(60).await;
    let folder = tempfile::tempdir().unwrap();
    to_folder(&collection.database.pool, &export(&collection, &STATES), folder.path()).await.unwrap();
    let written = contents(folder.path());
    let definition = &collection.version.definition;
    for (file, by_region) in [("frequencies.csv", false), ("frequencies_by_region.csv", true)] {
        let mut counted = 0;
        for cell in read(&written[file]) {
            let documents = collection.submitted.iter().filter(|it| !by_region || it.region == cell["group"]);
            let answers: Vec<&Value> = documents.filter_map(|it| it.document.get(&cell["question"])).collect();
            let chose = |answer: &&&Value| match answer {
                Value::String(name) => *name == cell["choice"],
                Value::Array(names) => names.iter().any(|name| *name == cell["choice"]),
                _ => false,
            };
            let count = answers.iter().filter(chose).count();
            let base = answers.iter().filter(|answer| !answer.is_object()).count();
            assert_eq!((&cell["count"], &cell["base"]), (&count.to_string(), &base.to_string()), "{file}: {cell:?}");
            counted += count;
        }
        let all = fields(definition).iter().filter(|field| is_counted(field)).fold(0, |sum, field| {
            let answers = collection.submitted.iter().filter_map(|it| it.document.get(field.name()));
            sum + answers.map(|answer| answer.as_array().map_or(answer.is_string().into(), Vec::len)).sum::<usize>()
        });
        assert_eq!(counted, all, "{file}");
    }
}

fn is_counted(field: &Field) -> bool {
    let closed = field.question().is_some_and(|question| question.kind.list().is_some());
    closed && !field.personal && field.repeats.is_empty()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pandas_reads_every_file_and_counts_the_same() {
    let collection = Collection::new(80).await;
    let folder = tempfile::tempdir().unwrap();
    to_folder(&collection.database.pool, &export(&collection, &STATES), &folder.path().join("export")).await.unwrap();
    let documents = folder.path().join("documents.json");
    collection.write_documents(&documents);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export_check.py");
    let checked = Command::new(python()).arg(script).arg(folder.path().join("export")).arg(documents).output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}{}", String::from_utf8_lossy(&checked.stderr));
    println!("{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pandas_reads_two_versions_in_one_table() {
    let (collection, versions) = Collection::of_two_versions(80).await;
    let pool = &collection.database.pool;
    let found = exported_versions(&mut pool.get().await.unwrap(), &collection.round).await.unwrap();
    assert_eq!(found.iter().map(|version| version.number).collect::<Vec<_>>(), [1, 2]);
    let export = Export::of_versions(&collection.round, &versions, &STATES, recipes(None).unwrap()).unwrap();
    let (folder, again) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let export = Arc::new(export);
    to_folder(pool, &export, &folder.path().join("export")).await.unwrap();
    to_folder(pool, &export, again.path()).await.unwrap();
    let written = contents(&folder.path().join("export"));
    assert_eq!(written, contents(again.path()));
    let responses = read(&written["responses.csv"]);
    for version in ["1", "2"] {
        assert_eq!(responses.iter().filter(|row| row["version"] == version).count(), 40);
    }
    assert!(responses[0].keys().any(|column| column.ends_with("__v1")), "nothing stands apart");
    let documents = folder.path().join("documents.json");
    collection.write_documents(&documents);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export_check.py");
    let checked = Command::new(python()).arg(script).arg(folder.path().join("export")).arg(documents).output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}{}", String::from_utf8_lossy(&checked.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_codes_and_other_versions_fail_an_export() {
    let collection = Collection::new(10).await;
    let (pool, export) = (&collection.database.pool, export(&collection, &STATES));
    let client = pool.streaming().await.unwrap();
    let fails = async |file: &str| {
        let chunks: Vec<_> = download(pool, &export, export.file(file).unwrap()).collect().await;
        chunks.into_iter().last().unwrap().unwrap_err()
    };
    client.batch_execute("DELETE FROM submission_code").await.unwrap();
    assert!(matches!(fails("frequencies.csv").await, ExportFailure::CodesMissing { .. }));
    let folder = tempfile::tempdir().unwrap();
    assert!(to_folder(pool, &export, folder.path()).await.is_err());
    assert!(contents(folder.path()).is_empty(), "a failed export leaves nothing");

    let other = "INSERT INTO questionnaire_version (id, questionnaire_id, number, definition, content_hash)
        SELECT gen_random_uuid(), questionnaire_id, 2, definition, content_hash FROM questionnaire_version;
        SET session_replication_role = replica;
        UPDATE submission SET version_id = (SELECT id FROM questionnaire_version WHERE number = 2);";
    client.batch_execute(other).await.unwrap();
    assert!(matches!(fails("responses.csv").await, ExportFailure::OtherVersion { .. }));
}

/// A reader who stops reading holds the export; one who goes away ends it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_download_ends_its_query() {
    let database = Database::new().await;
    let (_, version, round) = database.round().await;
    let client = database.pool.streaming().await.unwrap();
    client.batch_execute(MANY).await.unwrap();
    let watch = database.pool.streaming().await.unwrap();
    let reading = async || {
        let query = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND query LIKE '%submission%' \
                     AND pid <> pg_backend_pid() AND xact_start IS NOT NULL";
        watch.query_one(query, &[&database.name]).await.unwrap().get::<_, i64>(0)
    };
    let export = Arc::new(Export::new(&round, version, &STATES, Vec::new()));
    let mut chunks = Box::pin(download(&database.pool, &export, export.file("responses.csv").unwrap()));
    assert!(chunks.next().await.unwrap().is_ok());
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(reading().await, 1);
    drop(chunks);
    let mut waited = 0;
    while reading().await > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        waited += 1;
        assert!(waited < 250, "the query goes on");
    }
}

/// 10,000 responses of about two kilobytes.
const MANY: &str = "
    INSERT INTO region (id, code, code_kind, country, names) VALUES (gen_random_uuid(), 'X', 'NUTS2', 'ES', '{}');
    INSERT INTO department (id, region_id, kind, name)
        SELECT gen_random_uuid(), region.id, 'INT', 'Department ' || number
        FROM region, generate_series(1, 10000) AS number;
    INSERT INTO response (round_id, id, department_id, state, revision, language)
        SELECT round.id, gen_random_uuid(), department.id, 'submitted', 1, 'en' FROM round, department;
    INSERT INTO submission (round_id, response_id, revision, submission_key, reference, version_id, language, answers,
            content_hash, submitted_at)
        SELECT round_id, response.id, 1, gen_random_uuid(), 'R', round.version_id, 'en',
            jsonb_build_object('strategy_title', repeat('words ', 330)), '', now()
        FROM response JOIN round ON round.id = response.round_id;";
