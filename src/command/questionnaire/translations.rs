//! `periplus questionnaire translations`: what is missing, and one language out for a translator and in again.

use std::{fs, path::PathBuf};

use anyhow::{Context, bail};
use chrono::Utc;
use clap::{Args, Subcommand};
use periplus::{
    operations::translations as operations,
    questionnaire::translation::{Severity, Translated, missing, table, target, translate},
};

use super::{
    super::with_pool,
    files::{write_definition, write_file},
    subject::Subject,
};

/// What to do.
#[derive(Subcommand)]
pub enum Translations {
    /// List what lacks a translation, by language.
    Missing(Missing),
    /// Write one language as a CSV file for a translator.
    Export(Export),
    /// Say what a translator's file changes and what is wrong with it; with --apply or --to, take it.
    Import(Import),
}

/// Of what.
#[derive(Args)]
pub struct Missing {
    #[command(flatten)]
    subject: Subject,
    /// Only this language.
    #[arg(long)]
    language: Option<String>,
    /// As JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// What to write where.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    subject: Subject,
    /// A language of the questionnaire, or a new one, for instance “Greek (el)”.
    #[arg(long)]
    language: String,
    /// The CSV file.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Leave out the mark by which spreadsheets see that the file is in UTF-8.
    #[arg(long)]
    no_bom: bool,
}

/// What to take.
#[derive(Args)]
pub struct Import {
    /// The translator's CSV file.
    table: PathBuf,
    #[command(flatten)]
    subject: Subject,
    /// The language that the file must be in; its own header says it otherwise.
    #[arg(long)]
    language: Option<String>,
    /// Add the translated questionnaire as a draft version.
    #[arg(long, requires = "which")]
    apply: bool,
    /// Write the translated questionnaire to a workbook, zip or folder.
    #[arg(long, value_name = "FILE|FOLDER")]
    to: Option<PathBuf>,
}

/// Does it.
pub fn run(given: &Translations) -> anyhow::Result<()> {
    match given {
        Translations::Missing(given) => list_missing(given),
        Translations::Export(given) => export(given),
        Translations::Import(given) => import(given),
    }
}

fn list_missing(given: &Missing) -> anyhow::Result<()> {
    let (definition, _) = given.subject.definition()?;
    let mut all = missing(&definition);
    if let Some(wanted) = &given.language {
        let wanted = wanted.to_lowercase();
        all.retain(|gaps| {
            let key = &gaps.language;
            [key.as_str(), key.code(), key.name()].into_iter().any(|name| name.to_lowercase() == wanted)
        });
        if all.is_empty() {
            bail!("the questionnaire has no wording in “{wanted}”");
        }
    }
    if given.json {
        let gap = |gap: &periplus::questionnaire::translation::Gap| {
            serde_json::json!({ "key": gap.key.to_string(), "sheet": gap.key.sheet.name(), "row": gap.key.row(),
                "column": gap.key.column.name(), "number": gap.number, "source": gap.source })
        };
        let languages: Vec<_> = all
            .iter()
            .map(|gaps| {
                serde_json::json!({ "language": gaps.language.as_str(), "total": gaps.total,
                    "missing": gaps.missing.iter().map(gap).collect::<Vec<_>>() })
            })
            .collect();
        println!("{}", serde_json::to_string_pretty(&languages)?);
        return Ok(());
    }
    for gaps in &all {
        println!("{}: {} of {} missing", gaps.language.as_str(), gaps.missing.len(), gaps.total);
    }
    for gaps in all.iter().filter(|gaps| !gaps.missing.is_empty()) {
        println!("\n{}", gaps.language.as_str());
        for gap in &gaps.missing {
            println!("  {:<50} {}", gap.key.to_string(), gap.source.replace('\n', " "));
        }
    }
    Ok(())
}

fn export(given: &Export) -> anyhow::Result<()> {
    let (definition, _) = given.subject.definition()?;
    let language = target(&definition, &given.language)?;
    write_file(&given.to, &table(&definition, &language, !given.no_bom)?)
}

fn import(given: &Import) -> anyhow::Result<()> {
    let bytes = fs::read(&given.table).with_context(|| format!("cannot read {}", given.table.display()))?;
    let (definition, version) = given.subject.definition()?;
    let translated = translate(&definition, &bytes, given.language.as_deref());
    tell(&translated);
    let errors = translated.problems.iter().filter(|problem| problem.severity() == Severity::Error).count();
    let Some(after) = &translated.definition else { bail!("the table cannot be taken as it is: {errors} errors") };
    if let Some(to) = &given.to {
        write_definition(after, to)?;
    }
    let Some(id) = version.filter(|_| given.apply) else {
        if given.to.is_none() {
            println!("nothing was changed: this was a trial; --apply adds a draft version");
        }
        return Ok(());
    };
    with_pool(&given.subject.data, async |pool| {
        let mut connection = pool.get().await?;
        let language = given.language.as_deref();
        let outcome = operations::apply(&mut connection, id, &bytes, language, None, Utc::now()).await?;
        match outcome.version {
            Some(version) => println!("{version} draft"),
            None if !outcome.is_newest => bail!("there is a newer version: export the language from that one"),
            None => println!("nothing to change"),
        }
        Ok(())
    })
}

fn tell(translated: &Translated) {
    for problem in &translated.problems {
        println!("{problem}");
    }
    for change in &translated.changes {
        let line = |text: &str| text.replace('\n', " ");
        println!("{}: “{}” → “{}”", change.key, line(&change.before), line(&change.after));
    }
    let language = translated.language.as_ref().map_or("?", |language| language.as_str());
    let new = if translated.is_new { ", a new language" } else { "" };
    println!("{language}{new}: {} changes", translated.changes.len());
}
