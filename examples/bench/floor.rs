//! The floors: the same work done by Postgres alone.

use std::{
    env, fs,
    path::{Path, PathBuf},
    pin::pin,
    process::Command,
    time::Instant,
};

use anyhow::{Context, bail};
use futures_util::TryStreamExt;
use periplus::{
    fieldwork::ids::RoundId,
    questionnaire::{
        definition::QuestionType,
        fields::{FieldItem, fields},
    },
};
use serde_json::Value;

use crate::setup::World;

/// Documents that the inserts draw from.
const DOCUMENTS: usize = 16;
/// Without foreign keys and triggers, but with every index.
const TABLES: &str = "
    CREATE TABLE floor_submission (LIKE submission INCLUDING ALL);
    ALTER TABLE floor_submission SET (toast_tuple_target = 8160);
    CREATE TABLE floor_audit (LIKE audit INCLUDING ALL);";

/// Inserts of a document and an audit row in one statement, by pgbench.
pub struct Inserts {
    pgbench: PathBuf,
    database: String,
    arguments: Vec<String>,
}

impl Inserts {
    pub async fn prepare(world: &World, database: &str, folder: &Path) -> anyhow::Result<Self> {
        world.execute(TABLES).await?;
        let mut arguments = Vec::new();
        for number in 0..DOCUMENTS {
            let sample = world.sample(number)?;
            let hash: String = sample.document.content_hash.iter().map(|byte| format!("{byte:02x}")).collect();
            let script = folder.join(format!("insert-{number}.sql"));
            fs::write(
                &script,
                format!(
                    "WITH document AS (
                        INSERT INTO floor_submission (round_id, response_id, revision, submission_key, reference,
                            version_id, language, answers, content_hash, submitted_at)
                        VALUES ('{version}', gen_random_uuid(), 1, gen_random_uuid(), 'PERIPLUS-1', '{version}', 'en',
                            :d{number}::jsonb, '\\x{hash}', now())
                        RETURNING response_id, round_id
                    )
                    INSERT INTO floor_audit (id, at, action, object_kind, object_id, round_id, after)
                    SELECT gen_random_uuid(), now(), 'response.submit', 'response', response_id, round_id,
                        jsonb_build_object('revision', 1, 'reference', 'PERIPLUS-1') FROM document;\n",
                    version = world.version
                ),
            )?;
            let document = Value::Object(sample.document.answers.clone());
            arguments.extend(["-D".to_owned(), format!("d{number}={document}")]);
            arguments.extend(["-f".to_owned(), script.display().to_string()]);
        }
        Ok(Self { pgbench: pgbench()?, database: database.to_owned(), arguments })
    }

    /// Inserts a second.
    pub fn run(&self, clients: usize, seconds: u32) -> anyhow::Result<f64> {
        let output = Command::new(&self.pgbench)
            .args(["-n", "-M", "prepared", "-j", "1", "-c", &clients.to_string(), "-T", &seconds.to_string()])
            .args(&self.arguments)
            .arg(&self.database)
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        match rate.filter(|_| output.status.success()) {
            Some(rate) => Ok(rate),
            None => bail!("pgbench failed: {said}{}", String::from_utf8_lossy(&output.stderr)),
        }
    }
}

/// The columns that the wide file has, each question one, read by Postgres.
pub fn wide(world: &World, round: RoundId) -> String {
    let fields = fields(&world.questionnaire.definition);
    let columns = fields.iter().filter(|field| field.repeats.is_empty() && !field.personal).filter_map(|field| {
        let kind = match field.item {
            FieldItem::Question(question) if question.kind == QuestionType::Note => return None,
            FieldItem::Group(_) => return None,
            FieldItem::Question(_) => "text",
            FieldItem::Repeat(_) => "jsonb",
        };
        Some(match kind {
            "jsonb" => (format!("jsonb_array_length(NULLIF(r.\"{0}\", 'null'))", field.name()), field.name(), kind),
            _ => (format!("r.\"{}\"", field.name()), field.name(), kind),
        })
    });
    let (mut chosen, mut typed) = (Vec::new(), Vec::new());
    for (expression, name, kind) in columns {
        // A repeat may hold a reason for having no entries instead of an array.
        let expression = if kind == "jsonb" {
            format!("CASE jsonb_typeof(r.\"{name}\") WHEN 'array' THEN {expression} END")
        } else {
            expression
        };
        chosen.push(expression);
        typed.push(format!("\"{name}\" {kind}"));
    }
    format!(
        "COPY (SELECT response_id, reference, revision, language, submitted_at, version_id, {}
         FROM submission, jsonb_to_record(answers) AS r({}) WHERE round_id = '{round}') TO STDOUT CSV",
        chosen.join(", "),
        typed.join(", ")
    )
}

/// The documents as they are.
pub fn documents(round: RoundId) -> String {
    format!("COPY (SELECT answers FROM submission WHERE round_id = '{round}') TO STDOUT")
}

/// Seconds that a COPY takes, read to its end as a download is.
pub async fn copy(world: &World, statement: &str) -> anyhow::Result<(f64, u64)> {
    let client = world.pool.streaming().await?;
    let started = Instant::now();
    let mut rows = pin!(client.copy_out(statement).await?);
    let mut bytes = 0;
    while let Some(row) = rows.try_next().await? {
        bytes += row.len() as u64;
    }
    Ok((started.elapsed().as_secs_f64(), bytes))
}

/// Debian's wrapper on the path needs a cluster of its own making, so the server's folders come first.
fn pgbench() -> anyhow::Result<PathBuf> {
    let mut folders: Vec<PathBuf> = env::var_os("PG_BINDIR").map(PathBuf::from).into_iter().collect();
    let mut versions: Vec<PathBuf> =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    versions.sort();
    folders.extend(versions.into_iter().rev().map(|version| version.join("bin")));
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let found = folders.into_iter().map(|folder| folder.join("pgbench")).find(|file| file.is_file());
    found.context("pgbench is missing")
}
