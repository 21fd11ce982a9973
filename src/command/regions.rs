//! `periplus regions`, `departments` and `people`: the registry, from and to CSV.

use std::{fs, io::Write, path::PathBuf};

use anyhow::{Context, bail};
use chrono::Utc;
use clap::Subcommand;
use periplus::{
    config::DataConfig,
    fieldwork::registry::Kind,
    language::{Locales, SOURCE},
    operations::registry::{self, Problem},
};

use super::with_pool;

/// What to do.
#[derive(Subcommand)]
pub enum Registry {
    /// Add or renew what a CSV file holds, all or nothing; what is not in the file is kept.
    Import {
        #[command(flatten)]
        data: DataConfig,
        /// The file. Its columns are those of an export.
        file: PathBuf,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write a CSV file that can be imported again, to standard output.
    Export {
        #[command(flatten)]
        data: DataConfig,
    },
}

/// Does it.
pub fn run(given: Registry, kind: Kind) -> anyhow::Result<()> {
    match given {
        Registry::Import { data, file, dry_run } => import(&data, kind, &file, dry_run),
        Registry::Export { data } => with_pool(&data, async |pool| {
            let content = registry::export(&mut *pool.get().await?, kind).await?;
            Ok(std::io::stdout().lock().write_all(&content)?)
        }),
    }
}

fn import(data: &DataConfig, kind: Kind, file: &PathBuf, dry: bool) -> anyhow::Result<()> {
    let csv = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    with_pool(data, async |pool| {
        let planned = match registry::import(&mut *pool.get().await?, kind, &csv, dry, Utc::now()).await? {
            Ok(planned) => planned,
            Err(problems) => {
                let locales = Locales::load()?;
                for problem in &problems {
                    eprintln!("{}:{}", file.display(), told(problem, &locales));
                }
                bail!("nothing was imported: {} problems", problems.len());
            }
        };
        let counts = planned.counts();
        let what = if dry { "would be added" } else { "added" };
        let (added, changed, same, kept) = (counts.added, counts.changed, counts.same, counts.kept);
        println!("{} {what}, {changed} changed, {same} the same, {kept} not in the file and kept", added);
        Ok(())
    })
}

/// A problem as compilers print theirs.
fn told(problem: &Problem, locales: &Locales) -> String {
    let (value, expected) = (problem.kind.value(), problem.kind.expected().to_string());
    let words = locales.text(SOURCE, problem.kind.key(), &[("value", &value), ("expected", &expected)]);
    match &problem.column {
        Some(place) => format!("{}:{} ({}): {words}", problem.line, place.letters(), place.header),
        None => format!("{}: {words}", problem.line),
    }
}
