//! The commands, one file each; what they print is for people at a terminal.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its standard streams")]

mod admin;
mod codes;
mod demonstration;
mod export;
mod expression;
mod privacy;
mod questionnaire;
mod questionnaire_diff;
mod regions;
mod round;
mod serve;

use std::process::ExitCode;

use anyhow::Context;
use chrono::Utc;
use clap::{Parser, Subcommand};
use periplus::{
    config::{DataConfig, WebConfig, may_be_logged},
    fieldwork::registry::Kind,
    operations::erasure,
    postgres::{Cluster, Settings},
    store::{
        self, Pool,
        roles::{APPLICATION, prepare_application},
    },
};
use secrecy::ExposeSecret;
use tracing_subscriber::{EnvFilter, Layer, filter::filter_fn, layer::SubscriberExt, util::SubscriberInitExt};

/// Questionnaires for the maritime regions of Europe.
#[derive(Parser)]
#[command(version)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and do the work behind them.
    Serve(Box<WebConfig>),
    /// Bring the database to this program's schema.
    Migrate(DataConfig),
    /// People with roles.
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Questionnaires and their versions.
    #[command(subcommand)]
    Questionnaire(questionnaire::Questionnaire),
    /// Try an expression on answers: its type and value, or what is wrong and where.
    Expression(expression::Arguments),
    /// The registry of regions.
    #[command(subcommand)]
    Regions(regions::Registry),
    /// The registry of departments.
    #[command(subcommand)]
    Departments(regions::Registry),
    /// The registry of people.
    #[command(subcommand)]
    People(regions::Registry),
    /// Collections.
    #[command(subcommand)]
    Round(round::Round),
    /// Write a round's files into a folder.
    Export(export::Arguments),
    /// Personal data: the record of processing, erasure.
    #[command(subcommand)]
    Privacy(privacy::Privacy),
    /// The coded rows that tables are counted from.
    #[command(subcommand)]
    Codes(codes::Codes),
}

/// Runs a command; errors go to standard error with their causes.
pub fn run(arguments: Arguments) -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,periplus=info"));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(filter);
    tracing_subscriber::registry().with(lines.with_filter(filter_fn(may_be_logged))).init();
    let result = match arguments.command {
        Command::Serve(config) => serve::run(&config),
        Command::Migrate(config) => migrate(&config),
        Command::Admin(given) => admin::run(given),
        Command::Questionnaire(given) => questionnaire::run(given),
        Command::Regions(given) => regions::run(given, Kind::Regions),
        Command::Departments(given) => regions::run(given, Kind::Departments),
        Command::People(given) => regions::run(given, Kind::People),
        Command::Expression(given) => return expression::run(&given),
        Command::Round(given) => round::run(given),
        Command::Export(given) => export::run(&given),
        Command::Privacy(given) => privacy::run(&given),
        Command::Codes(given) => codes::run(given),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("periplus: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The database of a command: the one that was given, or the private one for as long as this lives.
struct Database {
    url: String,
    /// Of the private cluster, the role with which everything but migrating is done.
    application_url: Option<String>,
    cluster: Option<Cluster>,
}

impl Database {
    fn open(config: &DataConfig) -> anyhow::Result<Self> {
        if let Some(url) = &config.database_url {
            return Ok(Self { url: url.expose_secret().to_owned(), application_url: None, cluster: None });
        }
        let cluster = Cluster::start(&config.data.join("postgres"), &Settings::production())
            .context("the private Postgres could not be started; set DATABASE_URL to use another")?;
        cluster.create_database_if_missing("periplus")?;
        let application_url = Some(cluster.url_as(APPLICATION, "periplus"));
        Ok(Self { url: cluster.url("periplus"), application_url, cluster: Some(cluster) })
    }

    /// Connections, with which the database was brought to this program's schema. The private cluster's are of a role
    /// that can only add to the records; with an address of your own, its role and the triggers decide.
    async fn pool(&self, config: &DataConfig) -> anyhow::Result<Pool> {
        let pool = |url: &str, size| Pool::new(url, size, config.database_ca_file.as_deref());
        let Some(application_url) = &self.application_url else {
            let pool = pool(&self.url, config.pool_size)?;
            store::migrate(&pool).await?;
            return erased(pool).await;
        };
        let owner = pool(&self.url, 1)?;
        store::migrate(&owner).await?;
        prepare_application(&mut *owner.get().await?).await?;
        erased(pool(application_url, config.pool_size)?).await
    }

    fn close(self) -> anyhow::Result<()> {
        self.cluster.map_or(Ok(()), |cluster| Ok(cluster.stop()?))
    }
}

/// A backup that was put back in parts may hold people whose erasure is written down.
async fn erased(pool: Pool) -> anyhow::Result<Pool> {
    let again = erasure::redo(&mut *pool.get().await?, Utc::now()).await?;
    if again > 0 {
        tracing::warn!(people = again, "erased again who had been erased before");
    }
    Ok(pool)
}

/// Runs what needs the database, migrated.
fn with_pool<T>(config: &DataConfig, work: impl AsyncFnOnce(Pool) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let database = Database::open(config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let result = runtime.block_on(async { work(database.pool(config).await?).await });
    database.close()?;
    result
}

fn migrate(config: &DataConfig) -> anyhow::Result<()> {
    with_pool(config, async |_| {
        println!("the database is at this program's schema");
        Ok(())
    })
}
