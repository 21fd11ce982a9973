//! `periplus privacy`: the record of processing, erasing a person, and erasing again after a backup was restored.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use chrono::Utc;
use clap::{Args, Subcommand};
use periplus::{
    config::{DataConfig, HouseConfig},
    fieldwork::privacy::RecordOfProcessing,
    jobs::retention,
    operations::{
        Error,
        erasure::{self, Replayed},
    },
    store::{accounts, privacy, retention as periods},
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::with_pool;

/// What to do.
#[derive(Subcommand)]
pub enum Privacy {
    /// Print the record of processing activities (Article 30 of the General Data Protection Regulation), as Markdown.
    Record(Record),
    /// Erase a person, for good, and print the receipt.
    Erase(Erase),
    /// Print the erasures, to be kept beside the backups: a JSON line each.
    Erasures(DataConfig),
    /// Erase again who is in such a file, after an old backup was restored.
    Replay {
        #[command(flatten)]
        data: DataConfig,
        file: PathBuf,
    },
}

/// How to print it.
#[derive(Args)]
pub struct Record {
    #[command(flatten)]
    data: DataConfig,
    #[command(flatten)]
    house: HouseConfig,
    /// Address of who answers for it.
    #[arg(long, env = "PERIPLUS_MAIL_FROM", default_value = "not configured (PERIPLUS_MAIL_FROM)")]
    contact: String,
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// A line for each column that holds something personal.
    #[arg(long)]
    csv: bool,
}

/// Whom to erase.
#[derive(Args)]
pub struct Erase {
    #[command(flatten)]
    data: DataConfig,
    email: String,
    /// Do it; without this only say what is held.
    #[arg(long)]
    yes: bool,
    /// Folders with exports and logs to look through for the person afterwards; files that hold them are listed.
    #[arg(long, default_value = "exports/out")]
    look_in: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Line {
    accounts: Vec<Uuid>,
}

/// Does it.
pub fn run(given: &Privacy) -> anyhow::Result<()> {
    match given {
        Privacy::Record(record) => print_record(record),
        Privacy::Erase(given) => erase(given),
        Privacy::Erasures(data) => erasures(data),
        Privacy::Replay { data, file } => replay(data, file),
    }
}

fn print_record(given: &Record) -> anyhow::Result<()> {
    with_pool(&given.data, async |pool| {
        let rounds = periods::periods(&mut *pool.get().await?).await?;
        let record = RecordOfProcessing::new(given.house.institution.clone(), given.contact.clone(), rounds);
        if given.json {
            println!("{}", serde_json::to_string_pretty(&record)?);
        } else if given.csv {
            let mut writer = csv::Writer::from_writer(std::io::stdout());
            for row in record.to_rows() {
                writer.write_record(row)?;
            }
            writer.flush()?;
        } else {
            print!("{}", record.to_markdown());
        }
        Ok(())
    })
}

fn erase(given: &Erase) -> anyhow::Result<()> {
    with_pool(&given.data, async |pool| {
        let mut connection = pool.get().await?;
        let found = accounts::by_email(&mut connection, given.email.trim()).await?;
        let person = found.with_context(|| format!("there is nobody with the address {}", given.email))?.id;
        let names = privacy::names(&mut connection, person).await?;
        if !given.yes {
            for category in privacy::held(&mut connection, person).await? {
                println!("{:<14} {:>6}", category.key, category.rows.len());
            }
            println!("Nothing was erased. Add --yes to erase this for good.");
            return Ok(());
        }
        let erased = match erasure::erase(&mut connection, person, None, Utc::now()).await {
            Err(Error::LastAdmin) => bail!("nobody would be left who administers; give somebody else the role first"),
            other => other?,
        };
        let files = retention::tidy_mail(&mut connection, &given.data.data.join("mail")).await?;
        println!("{}", serde_json::to_string_pretty(&json!({ "erasure": erased.id, "receipt": erased.receipt }))?);
        println!("{files} files of mails were removed");
        let words: Vec<String> =
            names.into_iter().flat_map(|one| [one.email, one.name]).filter(|word| word.contains(['@', ' '])).collect();
        for folder in &given.look_in {
            for file in holding(folder, &words)? {
                println!("still holds the person, and is not ours to change: {}", file.display());
            }
        }
        Ok(())
    })
}

fn erasures(data: &DataConfig) -> anyhow::Result<()> {
    with_pool(data, async |pool| {
        for one in privacy::erasures(&mut *pool.get().await?).await? {
            let accounts = one.receipt.get("accounts").cloned().unwrap_or(Value::Null);
            println!("{}", json!({ "erasure": one.id, "at": one.at, "accounts": accounts }));
        }
        Ok(())
    })
}

fn replay(data: &DataConfig, file: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut accounts = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)
            .with_context(|| format!("line {} is not one of `periplus privacy erasures`", number + 1))?;
        accounts.extend(line.accounts);
    }
    with_pool(data, async |pool| {
        let mut connection = pool.get().await?;
        for (account, fate) in erasure::replay(&mut connection, &accounts, Utc::now()).await? {
            let fate = match fate {
                Replayed::Erased => "erased again",
                Replayed::Standing => "is erased",
                Replayed::Unknown => "is not in this database",
            };
            println!("{account} {fate}");
        }
        let files = retention::tidy_mail(&mut connection, &data.data.join("mail")).await?;
        println!("{files} files of mails were removed");
        Ok(())
    })
}

/// Every file below a folder that holds one of these words, in whatever case; compressed ones cannot be looked through.
fn holding(folder: &Path, words: &[String]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return Ok(found) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(holding(&path, words)?);
        } else {
            let text = String::from_utf8_lossy(&fs::read(&path)?).to_lowercase();
            if words.iter().any(|word| text.contains(&word.to_lowercase())) {
                found.push(path);
            }
        }
    }
    Ok(found)
}
