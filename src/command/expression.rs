//! `periplus expression`: how authors try a rule, one at a time or a line each.

use std::{
    fs,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use clap::{Args, ValueEnum};
use periplus::questionnaire::{
    compile::Questionnaire,
    expression::{
        Environment,
        trial::{Conversion, Fault, Given, Outcome, Scene, printed},
    },
};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::questionnaire::definition_of;

/// An expression, and what it is tried on.
#[derive(Args)]
pub struct Arguments {
    /// The expression, such as '${staff} * 2'.
    #[arg(required_unless_present = "batch", conflicts_with = "batch", allow_hyphen_values = true)]
    expression: Option<String>,
    /// Convert the value to this type.
    #[arg(long = "as", value_name = "TYPE")]
    conversion: Option<As>,
    /// A JSON file of answers: groups are objects, repeats arrays of objects. `-` is standard input.
    #[arg(long, value_name = "FILE.json")]
    answers: Option<PathBuf>,
    /// The questionnaire that names, types and lists come from: a workbook, or a folder of CSV sheets.
    #[arg(long, value_name = "DIR|FILE")]
    questionnaire: Option<PathBuf>,
    /// Where the expression stands: the name of a row, or a path such as 'ports[2]/berths'.
    #[arg(long, value_name = "NAME")]
    at: Option<String>,
    /// The language of labels and of the names of months and days.
    #[arg(long, value_name = "L")]
    language: Option<String>,
    /// The moment that now() and today() give, such as 2026-02-03T10:00:00+01:00.
    #[arg(long, value_name = "T", value_parser = moment)]
    now: Option<DateTime<FixedOffset>>,
    /// Only read the expression, and print it as the program writes it.
    #[arg(long)]
    parse: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Read a JSON object with "expr" from each line of standard input, and write one JSON object for each. Its
    /// "as", "answers", "context", "language", "now" and "parse" stand above the options of the command.
    #[arg(long)]
    batch: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum As {
    String,
    Number,
    Boolean,
}

/// A line of a batch.
#[derive(Deserialize)]
struct Line {
    expr: String,
    #[serde(rename = "as")]
    conversion: Option<String>,
    answers: Option<Given>,
    #[serde(alias = "at")]
    context: Option<String>,
    language: Option<String>,
    now: Option<String>,
    #[serde(default)]
    parse: bool,
}

/// One expression to try.
struct Trial<'a> {
    text: &'a str,
    conversion: Option<Conversion>,
    answers: &'a Given,
    place: Option<&'a str>,
    language: Option<&'a str>,
    now: DateTime<FixedOffset>,
    parse: bool,
}

/// Does it; an expression that is wrong gives the exit status 1.
pub fn run(given: &Arguments) -> ExitCode {
    match tried(given) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("periplus: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn tried(given: &Arguments) -> anyhow::Result<bool> {
    let questionnaire = given.questionnaire.as_deref().map(questionnaire).transpose()?;
    let answers = given.answers.as_deref().map(answers).transpose()?.unwrap_or_else(Given::nothing);
    let Some(text) = &given.expression else {
        batch(given, questionnaire.as_ref(), &answers)?;
        return Ok(true);
    };
    let trial = Trial {
        text,
        conversion: given.conversion.map(As::conversion),
        answers: &answers,
        place: given.at.as_deref(),
        language: given.language.as_deref(),
        now: given.now.unwrap_or_else(|| Utc::now().fixed_offset()),
        parse: given.parse,
    };
    let result = trial.run(questionnaire.as_ref());
    match &result {
        Ok(shown) if given.json => println!("{}", shown.to_json()),
        Err(fault) if given.json => println!("{}", fault.to_json(text)),
        Ok(shown) => println!("{shown}"),
        Err(fault) => {
            eprintln!("{}: {}", fault.code, fault.message());
            eprint!("{}", fault.caret_lines(text));
            eprintln!("{}", fault.words.fix);
        }
    }
    Ok(result.is_ok())
}

fn batch(given: &Arguments, questionnaire: Option<&Questionnaire>, answers: &Given) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        writeln!(out, "{}", answered(given, questionnaire, answers, &line))?;
        out.flush()?;
    }
    Ok(())
}

/// What one line of a batch gives, whatever it says.
fn answered(given: &Arguments, questionnaire: Option<&Questionnaire>, answers: &Given, line: &[u8]) -> Json {
    let asked: Line = match serde_json::from_slice(line) {
        Ok(asked) => asked,
        Err(error) => {
            let code = if error.is_data() { "unreadable-request" } else { "not-json" };
            let fix = "Write one JSON object with \"expr\" on each line.";
            return Fault::new(code, format!("The line cannot be read: {error}."), fix).to_json("");
        }
    };
    match asked.run(given, questionnaire, answers) {
        Ok(shown) => shown.to_json(),
        Err(fault) => fault.to_json(&asked.expr),
    }
}

impl Line {
    fn run(&self, given: &Arguments, questionnaire: Option<&Questionnaire>, answers: &Given) -> Result<Shown, Fault> {
        let unreadable = |message: String, fix: &str| Fault::new("unreadable-request", message, fix);
        let conversion = match self.conversion.as_deref() {
            None => given.conversion.map(As::conversion),
            Some(name) => Some(Conversion::from_name(name).ok_or_else(|| {
                unreadable(format!("“{name}” is no type to convert to."), "Give string, number or boolean.")
            })?),
        };
        let now = match self.now.as_deref() {
            None => given.now.unwrap_or_else(|| Utc::now().fixed_offset()),
            Some(text) => moment(text)
                .map_err(|_| unreadable(format!("“{text}” is no moment."), "Write it as 2026-02-03T10:00:00+01:00."))?,
        };
        let trial = Trial {
            text: &self.expr,
            conversion,
            answers: self.answers.as_ref().unwrap_or(answers),
            place: self.context.as_deref().or(given.at.as_deref()),
            language: self.language.as_deref().or(given.language.as_deref()),
            now,
            parse: self.parse || given.parse,
        };
        trial.run(questionnaire)
    }
}

impl Trial<'_> {
    fn run(&self, questionnaire: Option<&Questionnaire>) -> Result<Shown, Fault> {
        if self.parse {
            return printed(self.text).map(Shown::Printed);
        }
        let default = questionnaire.map_or("", |questionnaire| questionnaire.definition.default_language.as_str());
        let language = self.language.unwrap_or(default);
        let environment = Environment { now: self.now, language, seed: rand::random() };
        let scene = match questionnaire {
            Some(questionnaire) => Scene::of_questionnaire(questionnaire, self.answers, &environment)?,
            None => Scene::of_json(self.answers, self.text, self.place)?,
        };
        scene.run(self.text, self.place, &environment, self.conversion).map(Shown::Value)
    }
}

/// What is shown of an expression that is sound.
enum Shown {
    Value(Outcome),
    Printed(String),
}

impl Shown {
    fn to_json(&self) -> Json {
        match self {
            Self::Value(outcome) => outcome.to_json(),
            Self::Printed(text) => json!({ "parsed": text }),
        }
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Value(outcome) => outcome.fmt(f),
            Self::Printed(text) => f.write_str(text),
        }
    }
}

impl As {
    fn conversion(self) -> Conversion {
        match self {
            Self::String => Conversion::Text,
            Self::Number => Conversion::Number,
            Self::Boolean => Conversion::Boolean,
        }
    }
}

fn questionnaire(path: &Path) -> anyhow::Result<Questionnaire> {
    let definition = definition_of(&[path.to_path_buf()])?;
    match periplus::questionnaire::compile::compile(definition) {
        Ok(questionnaire) => Ok(questionnaire),
        Err(findings) => bail!("{} has {} rules that do not compile", path.display(), findings.len()),
    }
}

fn answers(path: &Path) -> anyhow::Result<Given> {
    let text = if path == Path::new("-") {
        io::read_to_string(io::stdin())?
    } else {
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?
    };
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
}

/// A moment with its offset; in UTC where it has none. A day is its first moment.
fn moment(text: &str) -> anyhow::Result<DateTime<FixedOffset>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Ok(moment);
    }
    let day = |text: &str| text.parse::<NaiveDate>().map(|day| day.and_time(NaiveTime::MIN));
    let minutes = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M");
    let local = text.parse::<NaiveDateTime>().or_else(|_| minutes(text)).or_else(|_| day(text));
    Ok(local.context("write it as 2026-02-03T10:00:00+01:00")?.and_utc().fixed_offset())
}
