//! Questionnaires written out: from the database, or from files to files.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use periplus::questionnaire::check::check;

use super::{
    files::{source, write_definition},
    refuse,
    subject::{Chosen, load},
    tell,
};

/// What to write where.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    chosen: Chosen,
    /// An .xlsx workbook, a .zip of CSV sheets, or a folder for them.
    #[arg(long, value_name = "FILE|FOLDER")]
    to: PathBuf,
}

/// What to read and where to write it.
#[derive(Args)]
pub struct Convert {
    /// An .xlsx workbook, a zip, CSV sheets, or a folder of them.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// An .xlsx workbook, a .zip of CSV sheets, or a folder for them.
    #[arg(long, value_name = "FILE|FOLDER")]
    to: PathBuf,
}

/// Writes a version of the database.
pub fn export(given: &Export) -> anyhow::Result<()> {
    let version = load(&given.chosen.data, &given.chosen.which, given.chosen.version)?;
    write_definition(&version.definition, &given.to)
}

/// Checks files and writes what they say.
pub fn convert(given: &Convert) -> anyhow::Result<()> {
    let checked = check(source(&given.files)?);
    tell(&checked);
    refuse(&checked)?;
    write_definition(&checked.definition.context("the workbook has no questionnaire")?, &given.to)
}
