//! `periplus export`: a round's files into a folder.

use std::{path::PathBuf, sync::Arc};

use anyhow::Context;
use clap::{Args, ValueEnum};
use periplus::{
    config::DataConfig,
    fieldwork::response::ResponseState,
    operations::export::{self, Export},
    store::rounds,
};

use super::with_pool;

/// What to export, and where to.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    data: DataConfig,
    /// The round's code.
    round: String,
    /// Folder that gets the files; made if there is none.
    #[arg(long)]
    out: PathBuf,
    /// Whose answers: those that were accepted; those that were submitted as well; or all, with what was returned.
    #[arg(long, value_enum, default_value_t = States::Accepted)]
    states: States,
    /// Folder of further table recipes.
    #[arg(long)]
    recipes: Option<PathBuf>,
}

/// A choice of states.
#[derive(Clone, Copy, ValueEnum)]
enum States {
    Accepted,
    Submitted,
    All,
}

impl States {
    fn states(self) -> &'static [ResponseState] {
        match self {
            Self::Accepted => &[ResponseState::Accepted],
            Self::Submitted => &[ResponseState::Submitted, ResponseState::Accepted],
            Self::All => &[ResponseState::Submitted, ResponseState::Returned, ResponseState::Accepted],
        }
    }
}

/// Does it.
pub fn run(given: &Arguments) -> anyhow::Result<()> {
    let recipes = export::recipes(given.recipes.as_deref())?;
    with_pool(&given.data, async |pool| {
        let export = {
            let mut connection = pool.get().await?;
            let round = rounds::by_code(&mut connection, &given.round).await?;
            let round = round.with_context(|| format!("there is no round {}", given.round))?;
            let versions = export::versions(&mut connection, &round).await?;
            Export::of_versions(&round, &versions, given.states.states(), recipes)
                .context("the round has no questionnaire")?
        };
        for notice in export.notices() {
            eprintln!("{notice}");
        }
        let manifest = export::to_folder(&pool, &Arc::new(export), &given.out).await?;
        for file in &manifest.files {
            let rows = file.rows.map_or_else(String::new, |rows| rows.to_string());
            println!("{:<50} {rows:>9} rows {:>12} bytes", file.name, file.bytes);
        }
        Ok(())
    })
}
