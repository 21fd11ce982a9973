//! The demonstration that the local mode starts with: regions, departments, people and a round, made through the same
//! operations as the pages.

mod answering;
pub mod plan;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use rust_embed::RustEmbed;
use thiserror::Error as ThisError;

use self::plan::{Planned, Stage, language_of, plan};
use super::{
    Error, accounts, questionnaires as questionnaire_operations,
    registry::{self, Problem as RegistryProblem},
    rounds::{self, Invitee, NewRound},
};
use crate::{
    access::actor::Role,
    fieldwork::{ids::VersionId, region::Region},
    language::{Locales, SOURCE},
    questionnaire::{
        compile::{Finding, Questionnaire, compile},
        xlsform::{Problem, Source, import},
    },
    store::{Connection, Transaction, TransactionError, regions, rounds as store_rounds},
};

/// The code of the demonstration's round.
pub const ROUND: &str = "external-dimension-demo";

const NAME: &str = "External dimension of migration (demonstration)";
const REGIONS_FILE: &str = "regions.csv";
const KINDS_FILE: &str = "department-types.csv";
const QUESTIONNAIRE_FILES: [&str; 3] = ["survey.csv", "choices.csv", "settings.csv"];

/// For how long the round has been open, and for how long it stays so.
const OPEN_SINCE: TimeDelta = TimeDelta::days(14);
const OPEN_FOR: TimeDelta = TimeDelta::days(60);

#[derive(RustEmbed)]
#[folder = "questionnaires/"]
struct Files;

/// How much was made; nothing of it where the demonstration stood already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    pub regions: usize,
    pub departments: usize,
    pub submitted: usize,
    pub ready: usize,
    pub begun: usize,
}

/// Why there is no demonstration.
#[derive(Debug, ThisError)]
pub enum PrepareError {
    #[error(transparent)]
    Operation(#[from] Error),
    #[error("the program was built without {0}")]
    FileMissing(&'static str),
    #[error("the shipped regions cannot be read: {0:?}")]
    Regions(Vec<RegistryProblem>),
    #[error("the shipped department types cannot be read")]
    Kinds(#[from] csv::Error),
    #[error("the shipped questionnaire cannot be imported: {0:?}")]
    Questionnaire(Vec<Problem>),
    #[error("the shipped questionnaire cannot be compiled: {0:?}")]
    Rules(Vec<Finding>),
    #[error("there is no region {0}")]
    NoRegion(&'static str),
    #[error("the answers made for {email} leave {violations} violations")]
    Incomplete { email: String, violations: usize },
}

impl From<TransactionError> for PrepareError {
    fn from(error: TransactionError) -> Self {
        Self::Operation(error.into())
    }
}

impl From<crate::store::Error> for PrepareError {
    fn from(error: crate::store::Error) -> Self {
        Self::Operation(error.into())
    }
}

/// The address of the demonstration's person for an audience.
#[must_use]
pub fn email_of(audience: &str) -> Option<&'static str> {
    match audience {
        "admin" => Some("admin@periplus.example"),
        "consultant" => Some("consultant@periplus.example"),
        "coordinator" => Some("coordinator@periplus.example"),
        "respondent" => Some(plan::RESPONDENT),
        _ => None,
    }
}

/// Where the audience begins.
#[must_use]
pub fn start_of(audience: &str) -> Option<&'static str> {
    match audience {
        "admin" => Some("/admin"),
        "consultant" => Some("/results"),
        "coordinator" => Some("/regions/ES61"),
        "respondent" => Some("/responses"),
        _ => None,
    }
}

/// Makes the demonstration, all or nothing, where it is not there yet.
///
/// # Errors
/// When the database does not answer, or what is shipped with the program does not fit together.
pub async fn prepare(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    now: DateTime<Utc>,
) -> Result<Summary, PrepareError> {
    if store_rounds::by_code(connection, ROUND).await?.is_some() {
        return Ok(Summary::default());
    }
    tracing::info!("preparing the demonstration");
    let given = registry::read_regions(&file(REGIONS_FILE)?).map_err(PrepareError::Regions)?;
    let kinds = department_types()?;
    let codes: Vec<String> = kinds.iter().map(|(code, _)| code.clone()).collect();
    let planned = plan(&codes);
    let begun = now - OPEN_SINCE;
    let summary = connection
        .transaction(async |connection| {
            registry::put_regions(connection, &given, begun).await?;
            let stored: HashMap<String, Region> =
                regions::all(connection).await?.into_iter().map(|region| (region.code.clone(), region)).collect();
            add_people(connection, &stored, begun).await?;
            let (version, questionnaire) = publish(connection, begun).await?;
            let invitees = invitees(connection, &planned, &kinds, &stored).await?;
            let round = NewRound {
                code: ROUND.to_owned(),
                name: NAME.to_owned(),
                version,
                opens_at: begun,
                deadline: now + OPEN_FOR,
                invitees,
            };
            let id = rounds::open(connection, locales, base_url, &round, None, begun).await?;
            tracing::info!(departments = planned.len(), "opened the demonstration round");
            let answering = answering::Answering { locales, base_url, questionnaire: &questionnaire, round: id, begun };
            for (one, invitee) in planned.iter().zip(&round.invitees) {
                answering.answer(connection, one, invitee).await?;
            }
            Ok::<_, PrepareError>(summarise(given.len(), &planned))
        })
        .await?;
    tracing::info!(submitted = summary.submitted, ready = summary.ready, "the demonstration is ready");
    Ok(summary)
}

fn summarise(regions: usize, planned: &[Planned]) -> Summary {
    let count = |stage| planned.iter().filter(|one| one.stage == stage).count();
    Summary {
        regions,
        departments: planned.len(),
        submitted: count(Stage::Submitted),
        ready: count(Stage::Ready),
        begun: count(Stage::Begun),
    }
}

async fn add_people(
    connection: &mut Connection,
    regions: &HashMap<String, Region>,
    now: DateTime<Utc>,
) -> Result<(), PrepareError> {
    let [coordinated, ..] = plan::REGIONS;
    let region = regions.get(coordinated).ok_or(PrepareError::NoRegion(coordinated))?;
    for (audience, name, role) in [
        ("admin", "Demonstration administrator", Some((Role::Admin, None))),
        ("consultant", "Demonstration consultant", Some((Role::Consultant, None))),
        ("coordinator", "Demonstration coordinator", Some((Role::Coordinator, Some(region.id)))),
        ("respondent", "Demonstration respondent", None),
    ] {
        let Some(email) = email_of(audience) else { continue };
        accounts::add(connection, email, name, SOURCE, role, None, now).await?;
    }
    Ok(())
}

async fn publish(connection: &mut Connection, now: DateTime<Utc>) -> Result<(VersionId, Questionnaire), PrepareError> {
    let mut files = Vec::new();
    for name in QUESTIONNAIRE_FILES {
        let found = Files::get(&format!("external-dimension/{name}")).ok_or(PrepareError::FileMissing(name))?;
        files.push((name.to_owned(), found.data.into_owned()));
    }
    let imported = import(Source::Files(files));
    let definition = imported.definition.ok_or(PrepareError::Questionnaire(imported.problems))?;
    let id = questionnaire_operations::add(connection, &definition, None, now).await?;
    let questionnaire = compile(definition).map_err(PrepareError::Rules)?;
    questionnaire_operations::publish(connection, id, None, now).await?;
    Ok((id, questionnaire))
}

async fn invitees(
    connection: &mut Connection,
    planned: &[Planned],
    kinds: &[(String, String)],
    regions_by_code: &HashMap<String, Region>,
) -> Result<Vec<Invitee>, PrepareError> {
    let mut invitees = Vec::new();
    for one in planned {
        let region = regions_by_code.get(one.region).ok_or(PrepareError::NoRegion(one.region))?;
        let name = kinds.iter().find(|(code, _)| *code == one.kind).map_or(one.kind.as_str(), |(_, name)| name);
        let department = regions::find_or_create_department(connection, region.id, &one.kind, name).await?;
        let is_respondent = one.email == plan::RESPONDENT;
        invitees.push(Invitee {
            department,
            department_name: name.to_owned(),
            email: one.email.clone(),
            name: format!("{name}, {}", region.name(SOURCE)),
            language: if is_respondent { SOURCE } else { language_of(region) }.to_owned(),
        });
    }
    Ok(invitees)
}

/// Codes and English names.
fn department_types() -> Result<Vec<(String, String)>, PrepareError> {
    let bytes = file(KINDS_FILE)?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let rows: Result<Vec<(String, String, String, String)>, _> = reader.deserialize().collect();
    Ok(rows?.into_iter().map(|(code, english, _, _)| (code, english)).collect())
}

fn file(name: &'static str) -> Result<Vec<u8>, PrepareError> {
    Files::get(name).map(|file| file.data.into_owned()).ok_or(PrepareError::FileMissing(name))
}
