//! Which questionnaire a command is about: a version of the database.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use periplus::{
    config::DataConfig,
    fieldwork::ids::VersionId,
    questionnaire::{check::check, definition::Definition},
    store::questionnaires::{self, Version},
};
use uuid::Uuid;

use super::{super::with_pool, files::source, refuse, tell_errors};

/// A version.
#[derive(Args)]
pub struct Chosen {
    #[command(flatten)]
    pub data: DataConfig,
    /// The id of a version, or the form id of a questionnaire.
    pub which: String,
    /// The number of the version; the newest if not given.
    #[arg(long, value_name = "NUMBER")]
    pub version: Option<i32>,
}

/// A version, or files instead.
#[derive(Args)]
pub struct Subject {
    #[command(flatten)]
    pub data: DataConfig,
    /// The id of a version, or the form id of a questionnaire.
    #[arg(required_unless_present = "files", conflicts_with = "files")]
    pub which: Option<String>,
    /// The number of the version; the newest if not given.
    #[arg(long, value_name = "NUMBER", requires = "which")]
    pub version: Option<i32>,
    /// A workbook, zip, folder or CSV sheets instead of a version of the database.
    #[arg(long = "file", value_name = "FILE", num_args = 1..)]
    pub files: Vec<PathBuf>,
}

/// Loads a version from the database.
pub fn load(data: &DataConfig, which: &str, number: Option<i32>) -> anyhow::Result<Version> {
    with_pool(data, async |pool| {
        let mut connection = pool.get().await?;
        let found = match which.parse::<Uuid>() {
            Ok(id) => questionnaires::version(&mut connection, VersionId(id)).await?,
            Err(_) => questionnaires::numbered(&mut connection, which, number).await?,
        };
        found.with_context(|| match number {
            Some(number) => format!("there is no version {number} of “{which}”"),
            None => format!("there is no questionnaire “{which}”; `periplus questionnaire list` lists them"),
        })
    })
}

impl Subject {
    /// The definition, and the version where it is one of the database.
    pub fn definition(&self) -> anyhow::Result<(Definition, Option<VersionId>)> {
        if let Some(which) = &self.which {
            let version = load(&self.data, which, self.version)?;
            return Ok((version.definition, Some(version.id)));
        }
        let checked = check(source(&self.files)?);
        tell_errors(&checked);
        refuse(&checked)?;
        let Some(definition) = checked.definition else { bail!("the workbook has no questionnaire") };
        Ok((definition, None))
    }
}
