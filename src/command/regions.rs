//! `periplus regions`: the registry of regions.

use std::{fs, path::PathBuf};

use anyhow::{Context, bail};
use chrono::Utc;
use clap::Subcommand;
use periplus::{config::DataConfig, operations::registry};

use super::with_pool;

/// What to do.
#[derive(Subcommand)]
pub enum Regions {
    /// Add regions from a CSV file, or renew those whose codes are there; all or nothing.
    Import {
        #[command(flatten)]
        data: DataConfig,
        /// Columns code, code_kind, country, commissions, name_own, name_en, and further languages.
        file: PathBuf,
    },
}

/// Does it.
pub fn run(regions: Regions) -> anyhow::Result<()> {
    let Regions::Import { data, file } = regions;
    let csv = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let given = match registry::read_regions(&csv) {
        Ok(given) => given,
        Err(problems) => {
            for problem in &problems {
                eprintln!("{}: {problem}", file.display());
            }
            bail!("nothing was imported: {} lines cannot be taken", problems.len());
        }
    };
    with_pool(&data, async |pool| {
        registry::put_regions(&mut *pool.get().await?, &given, Utc::now()).await?;
        println!("{} regions", given.len());
        Ok(())
    })
}
