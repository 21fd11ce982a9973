//! The engine alone, without database or web: publishing, evaluating, changing an answer, validating.

use std::{
    env, fs,
    hint::black_box,
    io::Cursor,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, anyhow};
use calamine::{Reader, Xlsx};
use chrono::Utc;
use periplus::questionnaire::{
    answer::Answer,
    answers::Answers,
    compile::{Questionnaire, compile},
    expression::Environment,
    instance::{Instance, NodeId},
    sample::{Profile, sample},
    schema::SlotKind,
    xlsform::{Source, import},
};

use crate::median;

const RUNS: usize = 21;
/// One change is too short for the clock.
const REPETITIONS: u32 = 8;
const BATCHES: usize = 15;

struct Workbook {
    name: String,
    bytes: Vec<u8>,
    questionnaire: Questionnaire,
}

/// The workbooks that the importer takes, and those that it refuses.
#[derive(Default)]
struct Workbooks {
    accepted: Vec<Workbook>,
    refused: Vec<(String, Vec<u8>)>,
}

/// Measures everything, and gives the lines of the table.
pub fn measure() -> anyhow::Result<Vec<String>> {
    let Workbooks { accepted: workbooks, refused } = workbooks()?;
    let mut lines = Vec::new();
    println!("workbook: kB, rows; publish, reading the file alone; evaluate; change: median, worst (ms, µs)");
    for workbook in &workbooks {
        let publish = timed(|| compile(import(Source::File(workbook.bytes.clone())).definition?).ok())?;
        let reading = timed(|| read(&workbook.bytes).ok())?;
        let response = Response::of(&workbook.questionnaire);
        let full = response.evaluate()?;
        let (usual, worst, worst_name) = response.changes()?;
        println!(
            "{}: {} kB, {} rows; {:.2} ms, {:.2} ms; {:.1} µs; {:.2} µs, {:.2} µs ({worst_name})",
            workbook.name,
            workbook.bytes.len() / 1000,
            workbook.questionnaire.schema.len() - 1,
            publish * 1e3,
            reading * 1e3,
            full * 1e6,
            usual * 1e6,
            worst * 1e6,
        );
    }
    for (name, bytes) in &refused {
        let check = timed(|| Some(import(Source::File(bytes.clone())).problems.len()))?;
        println!("{name}: {} kB; refused in {:.2} ms", bytes.len() / 1000, check * 1e3);
    }
    let largest = workbooks.iter().max_by_key(|workbook| workbook.questionnaire.schema.len());
    match largest {
        None => println!("NOT RUN: no outside workbooks; set PERIPLUS_SHARED to the folder of cases"),
        Some(largest) => lines.extend(report(largest)?),
    }
    lines.extend(shipped()?);
    Ok(lines)
}

fn report(workbook: &Workbook) -> anyhow::Result<Vec<String>> {
    let name = format!("{}, {} rows", workbook.name, workbook.questionnaire.schema.len() - 1);
    let (mut here, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        here.push(once(|| compile(import(Source::File(workbook.bytes.clone())).definition?).ok())?);
        floor.push(once(|| read(&workbook.bytes).ok())?);
    }
    let (here, floor) = (median(here)? * 1e3, median(floor)? * 1e3);
    let response = Response::of(&workbook.questionnaire);
    let full = response.evaluate()?;
    let (usual, worst, _) = response.changes()?;
    Ok(vec![
        format!(
            "| publishing the largest workbook ({name}), ms; floor: reading the file | {here:.1} | {floor:.1} | {:.2} |",
            here / floor
        ),
        format!("| evaluating a response of it, µs | {:.1} | – | – |", full * 1e6),
        format!(
            "| one changed answer of it, µs, median; floor: evaluating all | {:.2} | {:.1} | {:.4} |",
            usual * 1e6,
            full * 1e6,
            usual / full
        ),
        format!(
            "| one changed answer of it, µs, worst question | {:.2} | {:.1} | {:.4} |",
            worst * 1e6,
            full * 1e6,
            worst / full
        ),
    ])
}

fn shipped() -> anyhow::Result<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/external-dimension");
    let mut sheets = Vec::new();
    for name in ["survey.csv", "choices.csv", "settings.csv"] {
        sheets.push((name.to_owned(), fs::read(folder.join(name))?));
    }
    let definition = import(Source::Files(sheets)).definition.context("the shipped questionnaire is broken")?;
    let questionnaire = compile(definition).map_err(|findings| anyhow!("{findings:?}"))?;
    let response = Response::of(&questionnaire);
    let full = response.evaluate()?;
    let validate = response.validate()?;
    let (usual, worst, _) = response.changes()?;
    let answers = response.answers.len();
    Ok(vec![
        format!(
            "| validating a full response of the shipped questionnaire ({answers} answers), µs | {:.1} | – | – |",
            validate * 1e6
        ),
        format!("| evaluating it, µs | {:.1} | – | – |", full * 1e6),
        format!(
            "| one changed answer of it, µs, median; floor: evaluating all | {:.2} | {:.1} | {:.4} |",
            usual * 1e6,
            full * 1e6,
            usual / full
        ),
        format!(
            "| one changed answer of it, µs, worst question | {:.2} | {:.1} | {:.4} |",
            worst * 1e6,
            full * 1e6,
            worst / full
        ),
    ])
}

/// A response in which everything is answered.
struct Response<'a> {
    questionnaire: &'a Questionnaire,
    environment: Environment<'static>,
    answers: Answers,
    /// What somebody else answered.
    others: Answers,
}

impl<'a> Response<'a> {
    fn of(questionnaire: &'a Questionnaire) -> Self {
        let environment = Environment { now: Utc::now().fixed_offset(), language: "en", seed: 7 };
        let profile = Profile { blank: 0, non_answer: 0, most_entries: 3, idle: 0 };
        let [answers, others] =
            [1, 2].map(|seed| sample(questionnaire, seed, profile, &Answers::default(), &environment));
        Self { questionnaire, environment, answers, others }
    }

    fn evaluate(&self) -> anyhow::Result<f64> {
        timed(|| Some(self.questionnaire.evaluate(&self.answers, &self.environment)))
    }

    fn validate(&self) -> anyhow::Result<f64> {
        let instance = self.questionnaire.evaluate(&self.answers, &self.environment);
        timed(|| Some(self.questionnaire.validate(&instance, &self.environment)))
    }

    /// Seconds that one changed answer takes: of the usual question, and of the one that most depends on.
    fn changes(&self) -> anyhow::Result<(f64, f64, String)> {
        let schema = &self.questionnaire.schema;
        let mut instance = self.questionnaire.evaluate(&self.answers, &self.environment);
        let asked = |instance: &Instance, id: NodeId| match &schema.get(instance.get(id).slot).kind {
            SlotKind::Question(kind) => kind.is_asked(),
            SlotKind::Root | SlotKind::Group | SlotKind::Repeat => false,
        };
        let nodes: Vec<NodeId> = instance.nodes().map(|(id, _)| id).filter(|id| asked(&instance, *id)).collect();
        let mut times = Vec::new();
        for node in nodes {
            let path = instance.path_of(node);
            let before = self.answers.get(&path).cloned();
            let other = self.others.get(&path).cloned().filter(|other| Some(other) != before.as_ref());
            let other = if other.is_none() && before.is_none() { Some(Answer::Text("1".to_owned())) } else { other };
            // In batches, so that being interrupted once does not count as the question's own.
            let batch = || {
                let started = Instant::now();
                for _ in 0..REPETITIONS {
                    for answer in [&other, &before] {
                        black_box(self.questionnaire.change(&mut instance, node, answer.clone(), &self.environment));
                    }
                }
                started.elapsed().as_secs_f64() / f64::from(2 * REPETITIONS)
            };
            times.push((median(std::iter::repeat_with(batch).take(BATCHES).collect())?, path.to_string()));
        }
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let usual = times.get(times.len() / 2).context("nothing is asked")?.0;
        let (worst, name) = times.pop().context("nothing is asked")?;
        Ok((usual, worst, name))
    }
}

/// Every workbook of the cases from outside.
fn workbooks() -> anyhow::Result<Workbooks> {
    let shared = env::var_os("PERIPLUS_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let Ok(folder) = fs::read_dir(shared.join("xlsform/forms")) else {
        return Ok(Workbooks::default());
    };
    let mut found = Workbooks::default();
    for entry in folder {
        let file = entry?.path();
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = fs::read(&file)?;
        let published = import(Source::File(bytes.clone())).definition.and_then(|definition| compile(definition).ok());
        match published {
            Some(questionnaire) => found.accepted.push(Workbook { name, bytes, questionnaire }),
            None => found.refused.push((name, bytes)),
        }
    }
    found.accepted.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Unpacks a workbook and reads its cells, and nothing more.
fn read(bytes: &[u8]) -> anyhow::Result<usize> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut cells = 0;
    for (_, range) in book.worksheets() {
        cells += range.used_cells().count();
    }
    Ok(cells)
}

/// The median time, in seconds.
fn timed<T>(mut work: impl FnMut() -> Option<T>) -> anyhow::Result<f64> {
    let times: Vec<f64> = (0..RUNS).map(|_| once(&mut work)).collect::<anyhow::Result<_>>()?;
    median(times)
}

fn once<T>(work: impl FnOnce() -> Option<T>) -> anyhow::Result<f64> {
    let started = Instant::now();
    let made = work();
    let seconds = started.elapsed().as_secs_f64();
    made.map(black_box).context("it was accepted before")?;
    Ok(seconds)
}
