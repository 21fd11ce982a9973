//! The registry: brought in from CSV after a look at what would change, all or nothing; and out again.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use validator::ValidateEmail;

use super::Error;
use crate::{
    export::{
        guard::{needs_guard, unguard},
        registry as files,
    },
    fieldwork::{
        ids::AccountId,
        region::{Department, Region},
        registry::{
            Kind, departments,
            people::{self, Names, Person},
            plan::{Counts, Fate, Item, Plan},
            regions::{self, Standing},
            sheet::Guard,
        },
    },
    store::{
        Connection, Transaction, audit, people as store_people, regions as store_regions, sessions,
        staged::{self, Staged},
    },
};

pub use crate::fieldwork::registry::problem::Problem;

/// What a file would change.
#[derive(Debug)]
pub enum Planned {
    Regions(Plan<Standing>),
    Departments(Plan<Department>),
    People(Plan<Person>),
}

/// What became of a file that was looked through.
#[derive(Debug)]
pub enum Applied {
    Done(Kind, Counts),
    /// The registry has changed since: this is what the file would change now, and its new id.
    Changed(Kind, Uuid, Planned),
    /// The registry has changed since, and the file no longer fits.
    Refused(Kind, Vec<Problem>),
    /// There is no such file of this person; perhaps it was applied.
    Gone,
}

/// How cells are guarded in our files.
const GUARD: Guard = Guard { undo: unguard, is_formula: |cell| needs_guard(cell) && !cell.starts_with('\'') };

impl Planned {
    /// How many rows have which fate.
    #[must_use]
    pub fn counts(&self) -> Counts {
        match self {
            Self::Regions(plan) => plan.counts(),
            Self::Departments(plan) => plan.counts(),
            Self::People(plan) => plan.counts(),
        }
    }

    fn digest(&self) -> Vec<u8> {
        let text = match self {
            Self::Regions(plan) => plan.as_text(),
            Self::Departments(plan) => plan.as_text(),
            Self::People(plan) => plan.as_text(),
        };
        Sha256::digest(text.as_bytes()).to_vec()
    }
}

/// Reads a file of regions for an empty registry.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_regions(csv: &[u8]) -> Result<Vec<Region>, Vec<Problem>> {
    let plan = regions::plan(csv, GUARD, &[], &mut Uuid::now_v7)?;
    Ok(plan.items.into_iter().map(|item| item.after.region).collect())
}

/// Adds regions, or renews those whose codes are there.
///
/// # Errors
/// When the database does not answer; then nothing was changed.
pub async fn put_regions(connection: &mut Connection, given: &[Region], now: DateTime<Utc>) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            for region in given {
                store_regions::put(connection, region).await?;
            }
            let after = Some(json!({"regions": given.len()}));
            let record =
                audit::Record { account: None, action: "registry.put", object: None, round: None, before: None, after };
            Ok(audit::write(connection, now, record).await?)
        })
        .await
}

/// What a file would change, or everything that is wrong with it. Nothing is written.
///
/// # Errors
/// When the database does not answer.
pub async fn plan(connection: &mut Connection, kind: Kind, csv: &[u8]) -> Result<Result<Planned, Vec<Problem>>, Error> {
    let standing = store_regions::standing(connection).await?;
    let fresh = &mut Uuid::now_v7;
    Ok(match kind {
        Kind::Regions => regions::plan(csv, GUARD, &standing, fresh).map(Planned::Regions),
        Kind::Departments => {
            let known = store_regions::departments(connection).await?;
            departments::plan(csv, GUARD, &standing, &known, fresh).map(Planned::Departments)
        }
        Kind::People => {
            let known = store_regions::departments(connection).await?;
            let names = Names::of(&standing, &known);
            let everybody = store_people::all(connection).await?;
            people::plan(csv, GUARD, &names, &everybody, is_email, fresh).map(Planned::People)
        }
    })
}

/// Looks a file through and keeps it for [`apply`], or says everything that is wrong with it.
///
/// # Errors
/// When the database does not answer.
pub async fn stage(
    connection: &mut Connection,
    author: AccountId,
    kind: Kind,
    csv: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<Result<(Uuid, Planned), Vec<Problem>>, Error> {
    let planned = match plan(connection, kind, &csv).await? {
        Ok(planned) => planned,
        Err(problems) => return Ok(Err(problems)),
    };
    let id = Uuid::new_v4();
    let file = Staged { kind: kind.code().to_owned(), content: csv, digest: planned.digest() };
    connection.transaction(async |connection| staged::keep(connection, id, author, &file, now).await).await?;
    Ok(Ok((id, planned)))
}

/// Applies a file that was looked through, if it still does what was shown.
///
/// # Errors
/// When the database does not answer; then nothing was changed.
pub async fn apply(
    connection: &mut Connection,
    author: AccountId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Applied, Error> {
    connection
        .transaction(async |connection| {
            store_regions::lock(connection).await?;
            let Some(file) = staged::take(connection, id, author).await? else { return Ok(Applied::Gone) };
            let Some(kind) = Kind::from_code(&file.kind) else { return Ok(Applied::Gone) };
            let planned = match plan(connection, kind, &file.content).await? {
                Ok(planned) => planned,
                Err(problems) => return Ok(Applied::Refused(kind, problems)),
            };
            if planned.digest() != file.digest {
                let (id, file) = (Uuid::new_v4(), Staged { digest: planned.digest(), ..file });
                staged::keep(connection, id, author, &file, now).await?;
                return Ok(Applied::Changed(kind, id, planned));
            }
            write(connection, Some(author), &planned, now).await?;
            Ok(Applied::Done(kind, planned.counts()))
        })
        .await
}

/// Looks a file through and applies it at once, as the command line does.
///
/// # Errors
/// When the database does not answer; then nothing was changed.
pub async fn import(
    connection: &mut Connection,
    kind: Kind,
    csv: &[u8],
    dry: bool,
    now: DateTime<Utc>,
) -> Result<Result<Planned, Vec<Problem>>, Error> {
    connection
        .transaction(async |connection| {
            store_regions::lock(connection).await?;
            let planned = plan(connection, kind, csv).await?;
            if let (Ok(planned), false) = (&planned, dry) {
                write(connection, None, planned, now).await?;
            }
            Ok(planned)
        })
        .await
}

/// The registry as a file.
///
/// # Errors
/// When the database does not answer.
pub async fn export(connection: &mut Connection, kind: Kind) -> Result<Vec<u8>, Error> {
    let standing = store_regions::standing(connection).await?;
    let mut out = Vec::new();
    let written = match kind {
        Kind::Regions => files::regions(&mut out, &standing),
        Kind::Departments => files::departments(&mut out, &standing, &store_regions::departments(connection).await?),
        Kind::People => {
            let known = store_regions::departments(connection).await?;
            let everybody = store_people::all(connection).await?;
            files::people(&mut out, &everybody, &Names::of(&standing, &known))
        }
    };
    // Memory takes everything that is written to it.
    written.map_err(|_| Error::NotFound)?;
    Ok(out)
}

/// Is this an address that mail can be sent to?
#[must_use]
pub fn is_email(text: &str) -> bool {
    text.len() <= 254 && text.validate_email()
}

async fn write(
    connection: &mut Connection,
    author: Option<AccountId>,
    planned: &Planned,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    match planned {
        Planned::Regions(plan) => {
            let after: Vec<_> = plan.written().map(|item| &item.after).collect();
            store_regions::put_all(connection, &after).await?;
            let records = plan.written().map(|item| {
                let action = if item.fate == Fate::Added { "region.add" } else { "region.change" };
                record(author, action, item.after.region.id.0, item)
            });
            audit::write_all(connection, now, records.collect()).await?;
        }
        Planned::Departments(plan) => {
            let after: Vec<_> = plan.written().map(|item| &item.after).collect();
            store_regions::put_departments(connection, &after).await?;
            let records = plan.written().map(|item| {
                let action = if item.fate == Fate::Added { "department.add" } else { "department.change" };
                record(author, action, item.after.id.0, item)
            });
            audit::write_all(connection, now, records.collect()).await?;
        }
        Planned::People(plan) => {
            let after: Vec<_> = plan.written().map(|item| &item.after).collect();
            store_people::put_all(connection, &after).await?;
            let other_role = |item: &&Item<Person>| item.changes.iter().any(|change| change.column == "roles");
            let changed: Vec<AccountId> = plan.written().filter(other_role).map(|item| item.after.id).collect();
            sessions::end_all(connection, &changed, None).await?;
            let records = plan.written().map(|item| {
                let action = if item.fate == Fate::Added { "account.add" } else { "account.change" };
                without_names(record(author, action, item.after.id.0, item))
            });
            audit::write_all(connection, now, records.collect()).await?;
        }
    }
    Ok(())
}

fn record<T>(author: Option<AccountId>, action: &'static str, object: Uuid, item: &Item<T>) -> audit::Record {
    let side = |text: fn(&crate::fieldwork::registry::plan::Change) -> &String| {
        let pairs = item.changes.iter().map(|change| (change.column.clone(), Value::from(text(change).clone())));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    let before = (item.fate != Fate::Added).then(|| side(|change| &change.before));
    let after = Some(side(|change| &change.after));
    audit::Record { account: author, action, object: Some(object), round: None, before, after }
}

/// Addresses and names are personal: of those the record says only whether there was one.
fn without_names(mut record: audit::Record) -> audit::Record {
    for side in [&mut record.before, &mut record.after] {
        for column in ["email", "name"] {
            if let Some(value) = side.as_mut().and_then(|side| side.get_mut(column)) {
                *value = Value::Bool(value.as_str().is_some_and(|text| !text.is_empty()));
            }
        }
    }
    record
}
