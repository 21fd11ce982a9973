//! What the README says of speed, measured: the released program beside its floor, the same work done by Postgres
//! alone, in one run on one machine. `bench engine` measures the questionnaire engine only, `bench service` the rest;
//! `BENCH_MILLION=1` measures memory at 1,000,000 responses too.
#![expect(clippy::print_stdout, reason = "its figures are for people at a terminal")]

mod engine;
mod floor;
mod http;
mod season;
mod server;
mod setup;

use std::{
    collections::VecDeque,
    env,
    fs::Permissions,
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    sync::{Arc, Mutex, PoisonError},
    thread::available_parallelism,
    time::Instant,
};

use anyhow::Context;
use periplus::{
    fieldwork::ids::RoundId,
    operations::export::{Content, Export, recipes},
    postgres::{Cluster, Settings},
    store::{questionnaires, rounds},
};
use tokio::task::JoinSet;

use crate::{
    floor::Inserts,
    http::Client,
    server::{Server, own_processor},
    setup::{Respondent, World},
};

const CLIENTS: usize = 32;
const RUNS: usize = 5;
const SUBMISSIONS: usize = 1000;
const SEASONS: usize = 60;
const FLOOR_SECONDS: u32 = 3;
const RESPONSES: usize = 100_000;
const MANY_RESPONSES: usize = 1_000_000;

#[tokio::main(flavor = "multi_thread", worker_threads = 1)]
async fn main() -> anyhow::Result<()> {
    let part = env::args().nth(1);
    let mut lines = if part.as_deref() == Some("service") { Vec::new() } else { engine::measure()? };
    if part.as_deref() != Some("engine") {
        lines.extend(service().await?);
    }
    println!("\n| | here | floor | ratio |\n|---|---|---|---|");
    for line in lines {
        println!("{line}");
    }
    Ok(())
}

/// The program with its database.
async fn service() -> anyhow::Result<Vec<String>> {
    // As root, Postgres runs as another user, who must be able to walk in.
    let folder = tempfile::Builder::new().prefix("periplus-").permissions(Permissions::from_mode(0o711)).tempdir()?;
    // Commits wait for the disk, as they do when it counts.
    let settings = Settings { max_connections: 100, ..Settings::production() };
    let cluster = Cluster::start(&folder.path().join("postgres"), &settings)?;
    cluster.create_database_if_missing("bench")?;
    let done = measure(&cluster.url("bench"), folder.path()).await;
    cluster.discard()?;
    folder.close()?;
    done
}

async fn measure(database: &str, folder: &std::path::Path) -> anyhow::Result<Vec<String>> {
    let cores = available_parallelism()?;
    println!("{cores} cores; medians of {RUNS}; Postgres with fsync; shares are of all cores together\n");
    let world = World::new(database).await?;
    let server = Server::start(database, folder).await?;
    let mut lines = Vec::new();
    lines.push(submissions(&world, &server, database, folder).await?);
    lines.push(seasons(&world, &server).await?);
    let round = world.submitted("large", RESPONSES).await?;
    world.settle().await?;
    lines.extend(exports(&world, &server, "large", round).await?);
    lines.push(memory(&world, &server, "large", "100,000").await?);
    if env::var_os("BENCH_MILLION").is_some() {
        world.submitted("huge", MANY_RESPONSES).await?;
        world.settle().await?;
        lines.push(memory(&world, &server, "huge", "1,000,000").await?);
    }
    Ok(lines)
}

/// (a) The last request of a complete response, with all that it sets off.
async fn submissions(
    world: &World,
    server: &Server,
    database: &str,
    folder: &std::path::Path,
) -> anyhow::Result<String> {
    let mut respondents = world.respondents("load", SUBMISSIONS * (RUNS + 1), true).await?;
    let inserts = Inserts::prepare(world, database, folder).await?;
    world.settle().await?;
    let (mut here, mut floor) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let some = respondents.split_off(respondents.len().saturating_sub(SUBMISSIONS));
        let usage = Usage::begin(server)?;
        let count = some.len();
        submit_all(server.address, some).await?;
        let (seconds, usage) = usage.end(server)?;
        let rate = inserts.run(CLIENTS, FLOOR_SECONDS)?;
        // The first run warms up.
        if run > 0 {
            println!("submissions {:.0}/s ({usage}); floor {rate:.0}/s", count as f64 / seconds);
            here.push(count as f64 / seconds);
            floor.push(rate);
        }
    }
    let (here, floor) = (median(here)?, median(floor)?);
    Ok(format!("| validated submissions a second, {CLIENTS} clients | {here:.0} | {floor:.0} | {:.2} |", here / floor))
}

async fn submit_all(address: SocketAddr, respondents: Vec<Respondent>) -> anyhow::Result<()> {
    let waiting = Arc::new(Mutex::new(VecDeque::from(respondents)));
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let waiting = Arc::clone(&waiting);
        clients.spawn(async move {
            let mut client = Client::connect(address).await?;
            loop {
                let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                let Some(next) = next else { return anyhow::Ok(()) };
                season::submit(&mut client, &next.session, next.response).await?;
            }
        });
    }
    while let Some(client) = clients.join_next().await {
        client??;
    }
    Ok(())
}

/// (b) Everything that a respondent does, from the empty response to the receipt.
async fn seasons(world: &World, server: &Server) -> anyhow::Result<String> {
    let respondents = world.respondents("season", SEASONS * RUNS, false).await?;
    let respondents = Arc::new(respondents);
    let questionnaire = &world.questionnaire;
    let mut rates = Vec::new();
    for run in 0..RUNS {
        let usage = Usage::begin(server)?;
        let (next, requests) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let respondents = &respondents;
        let one = async || {
            loop {
                let number = next.replace(next.get() + 1);
                if number >= SEASONS {
                    return anyhow::Ok(());
                }
                let respondent = respondents.get(run * SEASONS + number).context("no respondent")?;
                let answers = &world.sample(number)?.answers;
                let sent = season::whole(server.address, respondent, questionnaire, answers).await?;
                requests.set(requests.get() + sent);
            }
        };
        futures_util::future::try_join_all((0..CLIENTS).map(|_| one())).await?;
        let (seconds, usage) = usage.end(server)?;
        let rate = SEASONS as f64 / seconds;
        println!("seasons {rate:.1}/s, {:.0} requests a second ({usage})", requests.get() as f64 / seconds);
        rates.push(rate);
    }
    Ok(format!("| whole seasons of a response a second, {CLIENTS} clients | {:.1} | – | – |", median(rates)?))
}

/// (c) The wide file and (d) every table, downloaded.
async fn exports(world: &World, server: &Server, code: &str, round: RoundId) -> anyhow::Result<Vec<String>> {
    let files = files(world, code).await?;
    let tables = files.iter().filter(|(_, content)| matches!(content, Content::Table(_)));
    let tables: Vec<String> = tables.map(|(name, _)| name.clone()).collect();
    let (wide_floor, documents) = (floor::wide(world, round), floor::documents(round));
    let mut lines = Vec::new();
    for (what, wanted, floor) in [
        ("wide CSV of 100,000 responses, seconds", vec!["responses.csv".to_owned()], wide_floor),
        ("all aggregates of 100,000 responses, seconds", tables, documents),
    ] {
        let (mut here, mut below) = (Vec::new(), Vec::new());
        for run in 0..=RUNS {
            let usage = Usage::begin(server)?;
            let mut bytes = 0;
            for name in &wanted {
                bytes += download(world, server, code, name).await?;
            }
            let (seconds, usage) = usage.end(server)?;
            let (floor, floor_bytes) = floor::copy(world, &floor).await?;
            if run > 0 {
                let sizes = format!("{} MB; floor {} MB", bytes / 1_000_000, floor_bytes / 1_000_000);
                println!("{what}: {seconds:.2} ({usage}); floor {floor:.2}; {sizes}");
                here.push(seconds);
                below.push(floor);
            }
        }
        let (here, below) = (median(here)?, median(below)?);
        lines.push(format!("| {what} | {here:.2} | {below:.2} | {:.2} |", here / below));
    }
    Ok(lines)
}

/// (e) The most memory that the program had while each file was downloaded.
async fn memory(world: &World, server: &Server, code: &str, count: &str) -> anyhow::Result<String> {
    let mut most: f64 = 0.0;
    for (name, _) in files(world, code).await? {
        server.forget_peak()?;
        let bytes = download(world, server, code, &name).await?;
        let peak = server.peak()?;
        println!("memory at {count}: {peak:.0} MiB for {name} ({} kB)", bytes / 1000);
        most = most.max(peak);
    }
    Ok(format!("| memory at its peak in any export of {count} responses, MiB | {most:.0} | – | – |"))
}

async fn download(world: &World, server: &Server, code: &str, name: &str) -> anyhow::Result<u64> {
    Client::connect(server.address).await?.drain(&world.consultant, &format!("/results/{code}/{name}")).await
}

async fn files(world: &World, code: &str) -> anyhow::Result<Vec<(String, Content)>> {
    let mut connection = world.pool.get().await?;
    let round = rounds::by_code(&mut connection, code).await?.context("no round")?;
    let version = questionnaires::version(&mut connection, round.version).await?.context("no version")?;
    let export = Export::new(&round, version, &[], recipes(None)?);
    Ok(export.files().iter().map(|file| (file.name.clone(), file.content.clone())).collect())
}

/// Who used the processor over a time.
struct Usage {
    started: Instant,
    own: f64,
    server: f64,
}

impl Usage {
    fn begin(server: &Server) -> anyhow::Result<Self> {
        Ok(Self { started: Instant::now(), own: own_processor()?, server: server.processor()? })
    }

    /// The seconds that went by, and the shares in words.
    fn end(self, server: &Server) -> anyhow::Result<(f64, String)> {
        let seconds = self.started.elapsed().as_secs_f64();
        let all = seconds * available_parallelism()?.get() as f64 / 100.0;
        let (own, server) = (own_processor()? - self.own, server.processor()? - self.server);
        Ok((seconds, format!("load generator {:.0}% of the processor, server {:.0}%", own / all, server / all)))
    }
}

fn median(mut values: Vec<f64>) -> anyhow::Result<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().context("nothing was measured")
}
