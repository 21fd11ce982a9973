//! `periplus questionnaire`: checking workbooks, adding and listing versions, writing them out, translating them.

mod export;
pub(super) mod files;
mod subject;
mod translations;

use std::path::PathBuf;

use anyhow::{Context, bail};
use chrono::Utc;
use clap::{Args, Subcommand};
use periplus::{
    config::DataConfig,
    operations::questionnaires as operations,
    questionnaire::{
        check::{Checked, check},
        definition::Definition,
        xlsform::{Problem, Severity},
    },
    store::questionnaires,
};

use self::files::source;
use super::with_pool;

/// What to do.
#[derive(Subcommand)]
pub enum Questionnaire {
    /// Say everything that is wrong with a workbook, with its cell; the exit status is 1 where there is an error.
    Check(Check),
    /// Add a workbook as the newest version of its questionnaire.
    Add(Add),
    /// Say what a version changes against another.
    Diff(Box<super::questionnaire_diff::Compared>),
    /// List every version.
    List(DataConfig),
    /// Write a version as a workbook or as CSV sheets.
    Export(export::Export),
    /// Check a workbook and write it anew, without a database.
    Convert(export::Convert),
    /// What is not translated; a language out for a translator and in again.
    #[command(subcommand)]
    Translations(translations::Translations),
}

/// What to check.
#[derive(Args)]
pub struct Check {
    /// An .xlsx workbook, a zip, CSV sheets, or a folder of them.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// As JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// What to add.
#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    data: DataConfig,
    /// An .xlsx workbook, a zip, CSV sheets, or a folder of them.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Publish it at once: then it cannot change any more.
    #[arg(long)]
    publish: bool,
}

/// Does it.
pub fn run(questionnaire: Questionnaire) -> anyhow::Result<()> {
    match questionnaire {
        Questionnaire::Check(given) => check_files(&given),
        Questionnaire::Add(given) => add(&given),
        Questionnaire::Diff(given) => super::questionnaire_diff::run(&given),
        Questionnaire::List(data) => list(&data),
        Questionnaire::Export(given) => export::export(&given),
        Questionnaire::Convert(given) => export::convert(&given),
        Questionnaire::Translations(given) => translations::run(&given),
    }
}

/// The definition of a workbook without errors.
pub(super) fn definition_of(files: &[PathBuf]) -> anyhow::Result<Definition> {
    let checked = check(source(files)?);
    if checked.definition.is_none() {
        checked.problems.iter().for_each(|problem| eprintln!("{problem}\n"));
    }
    refuse(&checked)?;
    checked.definition.context("the workbook has no questionnaire")
}

fn check_files(given: &Check) -> anyhow::Result<()> {
    let checked = check(source(&given.files)?);
    if given.json {
        let problems: Vec<_> = checked.problems.iter().map(as_json).collect();
        println!("{}", serde_json::to_string_pretty(&problems)?);
    } else {
        tell(&checked);
    }
    refuse(&checked)
}

fn add(given: &Add) -> anyhow::Result<()> {
    let checked = check(source(&given.files)?);
    tell(&checked);
    refuse(&checked)?;
    if given.publish && checked.lacks_files() {
        bail!("the files of choices must come with the workbook before it can be published");
    }
    let definition = checked.definition.context("the workbook has no questionnaire")?;
    with_pool(&given.data, async |pool| {
        let mut connection = pool.get().await?;
        let id = operations::add(&mut connection, &definition, None, Utc::now()).await?;
        if given.publish {
            operations::publish(&mut connection, id, None, Utc::now()).await?;
        }
        println!("{id} {}", if given.publish { "published" } else { "draft" });
        Ok(())
    })
}

fn list(data: &DataConfig) -> anyhow::Result<()> {
    with_pool(data, async |pool| {
        for version in questionnaires::all(&mut *pool.get().await?).await? {
            let state =
                version.published_at.map_or_else(|| "draft".to_owned(), |at| format!("published {}", at.format("%F")));
            println!("{:<30} {:>4} {:<22} {}", version.definition.form_id, version.number, state, version.id);
        }
        Ok(())
    })
}

/// A table: a line a problem, and below it the code, what to do and the part that is meant.
fn tell(checked: &Checked) {
    let rows: Vec<[String; 3]> = checked.problems.iter().map(columns).collect();
    let head = ["SEVERITY", "PLACE", "ROW"];
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(head.get(column).map(|head| head.len())).max().unwrap_or(0)
    };
    let (severity, place, row) = (width(0), width(1), width(2));
    let line = |[one, two, three]: [&str; 3], what: &str| {
        println!("{one:severity$}  {two:place$}  {three:row$}  {what}");
    };
    if !rows.is_empty() {
        line(head, "WHAT IS WRONG, AND WHAT TO DO");
    }
    for (problem, [one, two, three]) in checked.problems.iter().zip(&rows) {
        line([one, two, three], &problem.message());
        line(["", "", ""], &format!("{} [{}]", problem.fix(), problem.code));
        for part in problem.caret_lines().iter().flat_map(|lines| lines.lines()) {
            line(["", "", ""], part);
        }
    }
    let count = |severity| checked.problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    println!("{errors} errors, {warnings} warnings, {} notices", count(Severity::Notice));
}

/// Only what stands in the way, where the output is about something else.
fn tell_errors(checked: &Checked) {
    for problem in checked.problems.iter().filter(|problem| problem.severity == Severity::Error) {
        println!("{problem}\n");
    }
}

/// Severity, cell and row.
fn columns(problem: &Problem) -> [String; 3] {
    const LONGEST_ROW: usize = 24;
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    };
    let place = if problem.place.sheet.is_empty() { "workbook".to_owned() } else { problem.place.to_string() };
    [severity.to_owned(), place, problem.row_name.chars().take(LONGEST_ROW).collect()]
}

fn refuse(checked: &Checked) -> anyhow::Result<()> {
    let errors = checked.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    if errors > 0 {
        bail!("the questionnaire cannot be used as it is: {errors} errors");
    }
    Ok(())
}

fn as_json(problem: &Problem) -> serde_json::Value {
    serde_json::json!({
        "severity": problem.severity,
        "place": problem.place.to_string(),
        "row": problem.row_name,
        "code": problem.code.to_string(),
        "message": problem.message(),
        "suggestion": problem.suggestion,
        "fix": problem.fix(),
        "elsewhere": problem.elsewhere.as_ref().map(ToString::to_string),
        "places": problem.places.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "text": problem.text,
        "caret": problem.caret,
    })
}
