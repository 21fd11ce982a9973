//! `periplus round`: opening, listing and closing collections.

use std::{collections::HashMap, fs, path::PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::{Args, Subcommand};
use periplus::{
    config::DataConfig,
    language::Locales,
    operations::{
        moving::{self, Surroundings},
        rounds::{self as operations, Invitee, NewRound},
    },
    store::{Connection, questionnaires, regions, rounds},
};
use serde::Deserialize;

use super::with_pool;

/// What to do.
#[derive(Subcommand)]
pub enum Round {
    /// Open a round and write to everybody who is asked.
    Open(Open),
    /// List every round.
    List(DataConfig),
    /// Move a round, with its drafts, to a newer published version of its questionnaire.
    Move(Move),
    /// Close a round before its deadline.
    Close {
        #[command(flatten)]
        data: DataConfig,
        code: String,
    },
}

/// What to move.
#[derive(Args)]
pub struct Move {
    #[command(flatten)]
    data: DataConfig,
    code: String,
    /// The version: its number, or its id.
    #[arg(long)]
    to: String,
    /// Only say what it would do.
    #[arg(long)]
    dry_run: bool,
    /// Address that people see, for the links in mails.
    #[arg(long, env = "PERIPLUS_BASE_URL", default_value = "http://127.0.0.1:8080")]
    base_url: String,
}

/// What to open.
#[derive(Args)]
pub struct Open {
    #[command(flatten)]
    data: DataConfig,
    /// Lower-case words with hyphens, for addresses and file names.
    #[arg(long)]
    code: String,
    #[arg(long)]
    name: String,
    /// The questionnaire's form_id; its newest published version is used.
    #[arg(long)]
    form_id: String,
    /// A day (its end in UTC), or a moment such as 2027-03-31T18:00:00Z.
    #[arg(long, value_parser = deadline)]
    deadline: DateTime<Utc>,
    /// CSV file with the columns region, department_type, department, email, language.
    #[arg(long)]
    invite: PathBuf,
    /// Address that people see, for the links in mails.
    #[arg(long, env = "PERIPLUS_BASE_URL", default_value = "http://127.0.0.1:8080")]
    base_url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    region: String,
    department_type: String,
    department: String,
    email: String,
    language: String,
}

/// Does it.
pub fn run(round: Round) -> anyhow::Result<()> {
    match round {
        Round::Open(given) => open(&given),
        Round::List(data) => list(&data),
        Round::Move(given) => move_round(&given),
        Round::Close { data, code } => close(&data, &code),
    }
}

fn open(given: &Open) -> anyhow::Result<()> {
    let csv = fs::read(&given.invite).with_context(|| format!("cannot read {}", given.invite.display()))?;
    let lines: Vec<Line> = csv::Reader::from_reader(csv.as_slice()).deserialize().collect::<Result<_, _>>()?;
    let locales = Locales::load()?;
    let base_url = given.base_url.trim_end_matches('/');
    with_pool(&given.data, async |pool| {
        let mut connection = pool.get().await?;
        let version = questionnaires::published(&mut connection, &given.form_id).await?;
        let version = version.with_context(|| format!("no version of {} is published", given.form_id))?.id;
        let invitees = invitees(&mut connection, &lines).await?;
        let now = Utc::now();
        let (code, name, deadline) = (given.code.clone(), given.name.clone(), given.deadline);
        let round = NewRound { code, name, version, opens_at: now, deadline, invitees };
        operations::open(&mut connection, &locales, base_url, &round, None, now).await?;
        println!("{} is open for {} people until {}", given.code, round.invitees.len(), given.deadline);
        Ok(())
    })
}

async fn invitees(connection: &mut Connection, lines: &[Line]) -> anyhow::Result<Vec<Invitee>> {
    let known = regions::all(connection).await?;
    let known: HashMap<&str, _> = known.iter().map(|region| (region.code.as_str(), region.id)).collect();
    let unknown: Vec<&str> =
        lines.iter().map(|line| line.region.as_str()).filter(|code| !known.contains_key(code)).collect();
    if !unknown.is_empty() {
        bail!("there are no regions {}", unknown.join(", "));
    }
    let mut invitees = Vec::new();
    for line in lines {
        let Some(region) = known.get(line.region.as_str()) else { continue };
        let (kind, name) = (&line.department_type, &line.department);
        invitees.push(Invitee {
            department: regions::find_or_create_department(connection, *region, kind, name).await?,
            department_name: name.clone(),
            email: line.email.clone(),
            name: line.email.clone(),
            language: line.language.clone(),
        });
    }
    Ok(invitees)
}

fn list(data: &DataConfig) -> anyhow::Result<()> {
    with_pool(data, async |pool| {
        let mut connection = pool.get().await?;
        for round in rounds::all(&mut connection).await? {
            let progress = rounds::progress(&mut connection, round.id, None).await?;
            let submitted = progress.iter().filter(|one| one.revision > 0).count();
            let state = round.state(Utc::now()).code();
            let far = format!("{submitted}/{}", progress.len());
            println!("{:<30} {state:<10} {:<12} {far:>9} {}", round.code, round.deadline.format("%F"), round.name);
        }
        Ok(())
    })
}

fn move_round(given: &Move) -> anyhow::Result<()> {
    let locales = Locales::load()?;
    let base_url = given.base_url.trim_end_matches('/');
    with_pool(&given.data, async |pool| {
        let mut connection = pool.get().await?;
        let code = given.code.as_str();
        let round =
            rounds::by_code(&mut connection, code).await?.with_context(|| format!("there is no round {code}"))?;
        let heads = questionnaires::heads_beside(&mut connection, round.version).await?;
        let wanted = |head: &&questionnaires::Head| {
            head.number.to_string() == given.to || head.id.to_string() == given.to.to_lowercase()
        };
        let to = heads.iter().find(wanted).with_context(|| format!("its questionnaire has no version {}", given.to))?;
        let around = Surroundings { locales: &locales, base_url, author: None, now: Utc::now() };
        let tally = if given.dry_run {
            moving::preview(&mut connection, &round, to.id).await?
        } else {
            moving::move_round(&mut connection, around, &round, to.id).await?
        };
        let (verb, tense) = if given.dry_run { ("would move", "would come back") } else { ("moved", "came back") };
        println!("{} drafts and {} responses not begun {verb}", tally.drafts, tally.unbegun);
        println!("{} responses stay at the version that they were submitted as", tally.staying);
        println!("{} drafts have answers to confirm; these {tense}:", tally.with_reconfirmations);
        for ((question, reason), count) in &tally.reconfirmations {
            println!("  {question:<40} {:<12} {count:>7}", reason.code());
        }
        for (question, count) in &tally.earlier {
            println!("  {question:<40} {:<12} {count:>7}", "not asked");
        }
        Ok(())
    })
}

fn close(data: &DataConfig, code: &str) -> anyhow::Result<()> {
    with_pool(data, async |pool| {
        let mut connection = pool.get().await?;
        let round =
            rounds::by_code(&mut connection, code).await?.with_context(|| format!("there is no round {code}"))?;
        operations::close(&mut connection, &round, None, Utc::now()).await?;
        println!("{code} is closed");
        Ok(())
    })
}

fn deadline(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let day: NaiveDate = text.parse().map_err(|_| "not a day or a moment".to_owned())?;
    let end = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
    Ok(day.and_time(end).and_utc())
}
