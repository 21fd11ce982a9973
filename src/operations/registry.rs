//! The registry of regions: brought in from CSV, all or nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;
use thiserror::Error as ThisError;
use uuid::Uuid;

use super::Error;
use crate::{
    fieldwork::{
        ids::RegionId,
        region::{OWN_NAME, Region},
    },
    store::{Connection, Transaction, audit, regions},
};

/// A line of a regions file that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[error("line {line}: {problem}")]
pub struct LineProblem {
    pub line: u64,
    pub problem: String,
}

/// Reads `code,code_kind,country,commissions,name_own,name_XX…`; commissions are separated by spaces.
///
/// # Errors
/// Every line that cannot be taken.
pub fn read_regions(csv: &[u8]) -> Result<Vec<Region>, Vec<LineProblem>> {
    let mut reader = csv::Reader::from_reader(csv);
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => return Err(vec![LineProblem { line: 1, problem: error.to_string() }]),
    };
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.push(LineProblem { line, problem: error.to_string() });
                continue;
            }
        };
        let cells: BTreeMap<&str, &str> = headers.iter().zip(record.iter().map(str::trim)).collect();
        let cell = |name: &str| cells.get(name).copied().unwrap_or_default();
        let line = record.position().map_or(0, csv::Position::line);
        if cell("code").is_empty() || cell("name_own").is_empty() || cell("country").len() != 2 {
            let problem = "a region needs a code, name_own and a country of two letters".to_owned();
            problems.push(LineProblem { line, problem });
            continue;
        }
        let names = cells.iter().filter_map(|(header, name)| {
            let language = header.strip_prefix("name_").filter(|_| !name.is_empty())?;
            Some((if language == OWN_NAME { OWN_NAME } else { language }.to_owned(), (*name).to_owned()))
        });
        found.push(Region {
            id: RegionId(Uuid::now_v7()),
            code: cell("code").to_owned(),
            code_kind: cell("code_kind").to_owned(),
            country: cell("country").to_owned(),
            names: names.collect(),
            commissions: cell("commissions").split_whitespace().map(str::to_owned).collect(),
        });
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// Adds regions, or renews those whose codes are there.
///
/// # Errors
/// When the database does not answer; then nothing was changed.
pub async fn put_regions(connection: &mut Connection, given: &[Region], now: DateTime<Utc>) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            for region in given {
                regions::put(connection, region).await?;
            }
            let after = Some(json!({"regions": given.len()}));
            let record =
                audit::Record { account: None, action: "registry.put", object: None, round: None, before: None, after };
            Ok(audit::write(connection, now, record).await?)
        })
        .await
}
