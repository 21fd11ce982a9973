//! Whom to ask, as lines of CSV: read and checked at once, then asked with their departments made in one transaction.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use thiserror::Error as ThisError;
use validator::ValidateEmail;

use super::{
    Error,
    rounds::{self, Invitee},
};
use crate::{
    fieldwork::{
        ids::{AccountId, RegionId},
        region::Region,
        round::Round,
    },
    language::Locales,
    store::{Connection, Transaction, regions},
};

/// The columns of a line, in their order; a first line that names them is skipped.
pub const COLUMNS: [&str; 5] = ["region", "department_type", "department", "email", "language"];

/// One line that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub region: RegionId,
    pub kind: String,
    pub department: String,
    pub email: String,
    pub language: String,
}

/// A line that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[error("line {line}: {problem:?}")]
pub struct LineProblem {
    pub line: u64,
    pub problem: WishProblem,
}

/// Why a line cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WishProblem {
    /// It has this many cells.
    Cells(usize),
    /// It is not CSV in UTF-8.
    Unreadable,
    UnknownRegion(String),
    NoDepartment,
    Email(String),
    UnknownLanguage(String),
    /// The same person for the same department, as on this line before.
    Doubled(u64),
}

/// Who asks, and how the mails are written.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    pub locales: &'a Locales,
    pub base_url: &'a str,
    pub author: Option<AccountId>,
    pub now: DateTime<Utc>,
}

/// Reads lines of [`COLUMNS`].
///
/// # Errors
/// Everything that is wrong with every line.
pub fn read(text: &str, regions: &[Region], languages: &BTreeSet<String>) -> Result<Vec<Wish>, Vec<LineProblem>> {
    let codes: HashMap<&str, RegionId> = regions.iter().map(|region| (region.code.as_str(), region.id)).collect();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut seen: HashMap<(RegionId, String, String), u64> = HashMap::new();
    let (mut wishes, mut problems) = (Vec::new(), Vec::new());
    for (index, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.push(LineProblem { line, problem: WishProblem::Unreadable });
                continue;
            }
        };
        if index == 0 && record.iter().eq(COLUMNS) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let mut refuse = |problem| problems.push(LineProblem { line, problem });
        let cells: Vec<&str> = record.iter().collect();
        let &[region, kind, department, email, language] = cells.as_slice() else {
            refuse(WishProblem::Cells(cells.len()));
            continue;
        };
        let known = codes.get(region).copied();
        if known.is_none() {
            refuse(WishProblem::UnknownRegion(region.to_owned()));
        }
        if department.is_empty() {
            refuse(WishProblem::NoDepartment);
        }
        let email_fits = email.len() <= 254 && email.validate_email();
        if !email_fits {
            refuse(WishProblem::Email(email.to_owned()));
        }
        if !languages.contains(language) {
            refuse(WishProblem::UnknownLanguage(language.to_owned()));
        }
        let Some(region) = known else { continue };
        let first = *seen.entry((region, department.to_owned(), email.to_lowercase())).or_insert(line);
        if first != line {
            refuse(WishProblem::Doubled(first));
        }
        let [kind, department, email, language] = [kind, department, email, language].map(str::to_owned);
        wishes.push(Wish { region, kind, department, email, language });
    }
    if problems.is_empty() { Ok(wishes) } else { Err(problems) }
}

/// Makes a round that asks `wishes`; departments that are not known yet are made.
///
/// # Errors
/// As [`rounds::create`].
pub async fn create(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    wishes: &[Wish],
) -> Result<(), Error> {
    connection
        .transaction(async |connection| {
            let invitees = invitees(connection, wishes).await?;
            rounds::create(connection, asking, round, &invitees).await
        })
        .await
}

/// Asks `wishes` too; departments that are not known yet are made.
///
/// # Errors
/// As [`rounds::invite`].
pub async fn invite(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    wishes: &[Wish],
) -> Result<(), Error> {
    let Asking { locales, base_url, author, now } = asking;
    connection
        .transaction(async |connection| {
            let invitees = invitees(connection, wishes).await?;
            rounds::invite(connection, locales, base_url, round, &invitees, author, now).await
        })
        .await
}

async fn invitees(connection: &mut Connection, wishes: &[Wish]) -> Result<Vec<Invitee>, Error> {
    let mut invitees = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let (kind, name) = (&wish.kind, &wish.department);
        invitees.push(Invitee {
            department: regions::find_or_create_department(connection, wish.region, kind, name).await?,
            department_name: name.clone(),
            email: wish.email.clone(),
            name: String::new(),
            language: wish.language.clone(),
        });
    }
    Ok(invitees)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use uuid::Uuid;

    use super::*;

    fn read_lines(text: &str) -> Result<Vec<Wish>, Vec<LineProblem>> {
        let region = Region {
            id: RegionId(Uuid::from_u128(1)),
            code: "ES61".into(),
            code_kind: "NUTS2".into(),
            country: "ES".into(),
            names: BTreeMap::new(),
            commissions: Vec::new(),
            partnership: crate::fieldwork::region::Partnership::Member,
        };
        read(text, &[region], &["en".to_owned(), "es".to_owned()].into())
    }

    #[test]
    fn good_lines_are_taken_with_or_without_headers() {
        let line = "ES61,INT,\"Acción exterior, migración\",a@example.org,es";
        for text in [line.to_owned(), format!("{}\r\n{line}\r\n", COLUMNS.join(",")), format!(" {line} \n\n")] {
            let wishes = read_lines(&text).unwrap();
            assert_eq!(wishes.len(), 1, "{text}");
            assert_eq!(wishes[0].department, "Acción exterior, migración");
        }
        assert_eq!(read_lines(""), Ok(Vec::new()));
    }

    #[test]
    fn every_bad_line_is_told_at_once() {
        let text = "ES61,INT,Health,a@example.org,en\nXX,INT,,not-an-address,xx\nES61,INT\n\
                    ES61,HEA,Health,A@example.org,en\n";
        let told: Vec<_> = read_lines(text).unwrap_err().into_iter().map(|told| (told.line, told.problem)).collect();
        let expected = [
            (2, WishProblem::UnknownRegion("XX".into())),
            (2, WishProblem::NoDepartment),
            (2, WishProblem::Email("not-an-address".into())),
            (2, WishProblem::UnknownLanguage("xx".into())),
            (3, WishProblem::Cells(2)),
            (4, WishProblem::Doubled(1)),
        ];
        assert_eq!(told, expected);
    }
}
