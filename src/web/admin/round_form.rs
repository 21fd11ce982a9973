//! The form of a new round: what was typed, and every problem with it, field by field.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    fieldwork::ids::VersionId,
    operations::{
        invitees::Wish,
        rounds::{NewRound, is_code},
    },
    store::{Connection, questionnaires, rounds},
    web::{error::Error, state::State},
};

use super::invitees::{LineMessage, wishes};

/// What was typed.
#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    pub name: String,
    pub code: String,
    pub version: String,
    pub opens_at: String,
    pub deadline: String,
    pub invitees: String,
}

/// What is wrong with it.
#[derive(Debug, Default, Serialize)]
pub struct Problems {
    /// The message of a field, by its name.
    pub fields: BTreeMap<&'static str, &'static str>,
    pub lines: Vec<LineMessage>,
}

/// The fields, in the order of the page.
const FIELDS: [&str; 6] = ["name", "code", "version", "opens_at", "deadline", "invitees"];

impl Problems {
    /// One message for each field, in the order of the page; empty where the field is right.
    #[must_use]
    pub fn by_field(&self) -> BTreeMap<&'static str, &'static str> {
        FIELDS.into_iter().map(|field| (field, self.fields.get(field).copied().unwrap_or_default())).collect()
    }

    /// The messages with the fields that they lead to, in the order of the page.
    #[must_use]
    pub fn in_order(&self) -> Vec<BTreeMap<&'static str, &'static str>> {
        let told = FIELDS.into_iter().filter_map(|field| self.fields.get(field).map(|key| (field, *key)));
        told.map(|(field, key)| BTreeMap::from([("field", field), ("key", key)])).collect()
    }

    /// Is anything wrong?
    #[must_use]
    pub fn any(&self) -> bool {
        !self.fields.is_empty()
    }
}

/// The round and whom it asks, or everything that is wrong.
///
/// # Errors
/// When the database does not answer.
pub async fn read(
    connection: &mut Connection,
    state: &State,
    typed: &Typed,
) -> Result<Result<(NewRound, Vec<Wish>), Problems>, Error> {
    let mut problems = Problems::default();
    if typed.name.trim().is_empty() {
        problems.fields.insert("name", "round-name-missing");
    }
    let code = typed.code.trim();
    if !is_code(code) {
        problems.fields.insert("code", "round-code-malformed");
    } else if rounds::by_code(connection, code).await?.is_some() {
        problems.fields.insert("code", "round-code-taken");
    }
    let version = match typed.version.parse::<VersionId>() {
        Ok(id) => questionnaires::version(connection, id).await?.filter(|version| version.published_at.is_some()),
        Err(_) => None,
    };
    if version.is_none() {
        problems.fields.insert("version", "round-version-missing");
    }
    let (opens_at, deadline) = (moment(&typed.opens_at), moment(&typed.deadline));
    if opens_at.is_none() {
        problems.fields.insert("opens_at", "round-opening-malformed");
    }
    match (opens_at, deadline) {
        (_, None) => problems.fields.insert("deadline", "round-deadline-malformed"),
        (Some(opens_at), Some(deadline)) if deadline <= opens_at => {
            problems.fields.insert("deadline", "round-deadline-before-opening")
        }
        (_, Some(_)) => None,
    };
    let definition = version.as_ref().map(|version| &version.definition);
    let wishes = match wishes(connection, state, definition, &typed.invitees).await? {
        Ok(wishes) if wishes.is_empty() => {
            problems.fields.insert("invitees", "round-invitees-missing");
            wishes
        }
        Ok(wishes) => wishes,
        Err(lines) => {
            problems.fields.insert("invitees", "round-invitees-wrong");
            problems.lines = lines;
            Vec::new()
        }
    };
    let (Some(version), Some(opens_at), Some(deadline), false) = (version, opens_at, deadline, problems.any()) else {
        return Ok(Err(problems));
    };
    let (name, code) = (typed.name.trim().to_owned(), code.to_owned());
    Ok(Ok((NewRound { code, name, version: version.id, opens_at, deadline, invitees: Vec::new() }, wishes)))
}

/// `2026-03-31T18:00`, as browsers send it, in UTC.
fn moment(typed: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(typed.trim(), "%Y-%m-%dT%H:%M").ok().map(|moment| moment.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_strictly() {
        for (typed, read) in [
            ("2026-03-31T18:00", true),
            ("2026-02-30T18:00", false),
            ("2026-03-31", false),
            ("31/03/2026 18:00", false),
            ("", false),
        ] {
            assert_eq!(moment(typed).is_some(), read, "{typed}");
        }
    }
}
