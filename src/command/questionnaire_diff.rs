//! `periplus questionnaire diff`: what one version changes against another.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use periplus::{
    config::DataConfig,
    questionnaire::{
        check::check,
        definition::Definition,
        diff::{Change, Diff, Part, Standing, diff},
    },
    store::questionnaires,
};

use super::{questionnaire::files::source, with_pool};

/// What to compare.
#[derive(Args)]
pub struct Compared {
    #[command(flatten)]
    data: DataConfig,
    /// The earlier version: a workbook or a folder of CSV sheets, a version's id, or `form_id@number`.
    earlier: String,
    /// The later version, likewise.
    later: String,
    /// As JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// Compares them.
pub fn run(given: &Compared) -> anyhow::Result<()> {
    let both = (definition(&given.data, &given.earlier)?, definition(&given.data, &given.later)?);
    let diff = diff(&both.0, &both.1);
    if given.json {
        let json = serde_json::json!({ "counts": diff.counts(), "diff": diff });
        println!("{}", serde_json::to_string_pretty(&json)?);
    } else {
        tell(&diff);
    }
    Ok(())
}

/// A file where there is one of this name, else a version of the database.
fn definition(data: &DataConfig, given: &str) -> anyhow::Result<Definition> {
    if Path::new(given).exists() {
        let checked = check(source(&[PathBuf::from(given)])?);
        let Some(definition) = checked.definition else {
            let problems: Vec<String> = checked.problems.iter().map(ToString::to_string).collect();
            bail!("{given} is no questionnaire:\n{}", problems.join("\n"));
        };
        return Ok(definition);
    }
    with_pool(data, async |pool| {
        let mut connection = pool.get().await?;
        let found = match (given.parse(), given.rsplit_once('@')) {
            (Ok(id), _) => questionnaires::version(&mut connection, id).await?,
            (Err(_), Some((form_id, number))) => {
                let number: i32 = number.parse().with_context(|| format!("{number} is no number of a version"))?;
                questionnaires::numbered(&mut connection, form_id, Some(number)).await?
            }
            (Err(_), None) => None,
        };
        Ok(found.with_context(|| format!("{given} is neither a file nor a version"))?.definition)
    })
}

fn tell(diff: &Diff) {
    if diff.is_empty() {
        println!("nothing changed");
        return;
    }
    for change in &diff.settings {
        println!("{}", line(change));
    }
    let mut section = None;
    for row in &diff.rows {
        if section != Some(&row.section) {
            section = Some(&row.section);
            println!("\n{}", row.section);
        }
        let confirm = if row.changes.iter().any(|change| diff.touches_answers(change)) { "  (to confirm)" } else { "" };
        println!("  {}{confirm}", row.name);
        for change in &row.changes {
            println!("    {}", line(change));
        }
    }
    let counts = diff.counts();
    println!(
        "\n{} added, {} removed, {} moved, {} reworded, {} translated, {} of another type, {} with other choices, {} with \
         other rules, {} with other columns; {} change their meaning",
        counts.added,
        counts.removed,
        counts.moved,
        counts.reworded,
        counts.translated,
        counts.types,
        counts.choices,
        counts.rules,
        counts.attributes,
        counts.meaning
    );
}

fn line(change: &Change) -> String {
    match change {
        Change::Added => "added".to_owned(),
        Change::Removed => "removed".to_owned(),
        Change::Moved { from, to } => format!("moved: {} → {}", place(from), place(to)),
        Change::Reworded { part, language, before, after } => {
            format!("{} ({language}): {before:?} → {after:?}", name(*part))
        }
        Change::Translated { part, language, after } => format!("{} translated ({language}): {after:?}", name(*part)),
        Change::Untranslated { part, language, before } => {
            format!("{} no longer translated ({language}): {before:?}", name(*part))
        }
        Change::Type { before, after } => format!("type: {before} → {after}"),
        Change::ChoiceAdded { choice, label } => format!("choice {choice} added: {label:?}"),
        Change::ChoiceRemoved { choice, label } => format!("choice {choice} removed: {label:?}"),
        Change::ChoiceReworded { choice, language, before, after } => {
            format!("choice {choice} ({language}): {before:?} → {after:?}")
        }
        Change::ChoiceTranslated { choice, language, after } => {
            format!("choice {choice} translated ({language}): {after:?}")
        }
        Change::ChoiceUntranslated { choice, language, before } => {
            format!("choice {choice} no longer translated ({language}): {before:?}")
        }
        Change::ChoicesReordered => "choices in another order".to_owned(),
        Change::ChoiceColumn { choice, column, before, after } => {
            format!("choice {choice}, column {column}: {before:?} → {after:?}")
        }
        Change::Rule { rule, before, after } => format!("{rule}: {before:?} → {after:?}"),
        Change::Attribute { attribute, before, after } => format!("{attribute}: {before:?} → {after:?}"),
    }
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Title => "title",
        Part::Label => "label",
        Part::Hint => "hint",
        Part::Guidance => "guidance",
        Part::RequiredMessage => "required message",
        Part::ConstraintMessage => "constraint message",
    }
}

fn place(standing: &Standing) -> String {
    let within = if standing.within.is_empty() { "top".to_owned() } else { standing.within.join("/") };
    match &standing.after {
        Some(after) => format!("{within}, after {after}"),
        None => format!("{within}, first"),
    }
}
