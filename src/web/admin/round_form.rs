//! The forms of a round's settings: what was typed, and every problem with it, field by field.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    fieldwork::{
        ids::VersionId,
        round::{Change, MOST_LATE_DAYS, Round, Rules, Standing},
    },
    store::{Connection, questionnaires},
    web::{error::Error, visitor::Visitor},
};

use super::{
    invitees::LineMessage,
    round_moments::{self, Wrong},
};

/// What was typed.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Typed {
    pub name: String,
    pub code: String,
    pub version: String,
    pub opens_at: String,
    pub deadline: String,
    pub time_zone: String,
    pub late_days: String,
    pub quiet_from: String,
    pub quiet_until: String,
    pub keep_drafts_days: String,
    pub keep_contacts_days: String,
    pub keep_logs_days: String,
    pub invitees: String,
    /// What the page showed, so that somebody else's change is noticed.
    pub seen: String,
    pub action: String,
}

/// What is wrong with it.
#[derive(Debug, Default, Serialize)]
pub struct Problems {
    /// The message of a field, by its name.
    pub fields: BTreeMap<&'static str, &'static str>,
    pub lines: Vec<LineMessage>,
}

/// The settings that a form gives.
#[derive(Debug, Clone)]
pub struct Settings {
    pub name: String,
    pub version: VersionId,
    pub opens_at: DateTime<Utc>,
    pub deadline: DateTime<Utc>,
    pub rules: Rules,
}

/// The fields, in the order of the pages.
const FIELDS: [&str; 21] = [
    "seen",
    "launch",
    "name",
    "code",
    "version",
    "time_zone",
    "opens_at",
    "group",
    "codes",
    "withdraw",
    "region",
    "deadline",
    "words",
    "late_days",
    "quiet_from",
    "quiet_until",
    "keep_drafts_days",
    "keep_contacts_days",
    "keep_logs_days",
    "invitees",
    "reason",
];

const LONGEST_NAME: usize = 200;
const MOST_KEPT_DAYS: u16 = 3_660;

impl Default for Typed {
    fn default() -> Self {
        Self::of_rules(&Rules::default())
    }
}

impl Typed {
    fn of_rules(rules: &Rules) -> Self {
        let time = |time: NaiveTime| time.format("%H:%M").to_string();
        let days = |days: Option<u16>| days.map(|days| days.to_string()).unwrap_or_default();
        Self {
            name: String::new(),
            code: String::new(),
            version: String::new(),
            opens_at: String::new(),
            deadline: String::new(),
            time_zone: rules.time_zone.name().to_owned(),
            late_days: rules.late_days.to_string(),
            quiet_from: time(rules.quiet_from),
            quiet_until: time(rules.quiet_until),
            keep_drafts_days: days(rules.keep_drafts_days),
            keep_contacts_days: days(rules.keep_contacts_days),
            keep_logs_days: days(rules.keep_logs_days),
            invitees: String::new(),
            seen: String::new(),
            action: String::new(),
        }
    }

    /// As a round is.
    #[must_use]
    pub fn of(round: &Round) -> Self {
        let zone = round.rules.time_zone;
        Self {
            name: round.name.clone(),
            code: round.code.clone(),
            version: round.version.to_string(),
            opens_at: round_moments::typed(round.opens_at, zone),
            deadline: round_moments::typed(round.deadline, zone),
            ..Self::of_rules(&round.rules)
        }
    }
}

impl Problems {
    /// One problem.
    #[must_use]
    pub fn one(field: &'static str, key: &'static str) -> Self {
        Self { fields: [(field, key)].into(), lines: Vec::new() }
    }

    /// One message for each field; empty where the field is right.
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

/// The settings of a form over those that a round has, if there is one: what its standing does not let change stays. What
/// is wrong is added to `problems`.
///
/// # Errors
/// When the database does not answer.
pub async fn settings(
    connection: &mut Connection,
    typed: &Typed,
    stored: Option<(&Round, Standing)>,
    problems: &mut Problems,
) -> Result<Option<Settings>, Error> {
    let name = typed.name.trim();
    if name.is_empty() {
        problems.fields.insert("name", "round-name-missing");
    } else if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        problems.fields.insert("name", "rounds-name-long");
    }
    let rules = rules(typed, problems);
    let zone = rules.as_ref().map_or(Tz::UTC, |rules| rules.time_zone);
    let kept = |change| stored.filter(|(_, standing)| !standing.allows(change)).map(|(round, _)| round);
    let version = match kept(Change::Define) {
        Some(round) => Some(round.version),
        None => version(connection, typed, problems).await?,
    };
    let opens_at = match kept(Change::Postpone) {
        Some(round) => Some(round.opens_at),
        None => moment(&typed.opens_at, zone, "opens_at", "round-opening-malformed", problems),
    };
    let deadline = match kept(Change::Define) {
        Some(round) => Some(round.deadline),
        None => moment(&typed.deadline, zone, "deadline", "round-deadline-malformed", problems),
    };
    if let (Some(opens_at), Some(deadline)) = (opens_at, deadline)
        && deadline <= opens_at
    {
        let told = if kept(Change::Define).is_some() {
            ("opens_at", "rounds-opening-after-deadline")
        } else {
            ("deadline", "round-deadline-before-opening")
        };
        problems.fields.insert(told.0, told.1);
    }
    let (Some(version), Some(opens_at), Some(deadline), Some(rules)) = (version, opens_at, deadline, rules) else {
        return Ok(None);
    };
    Ok(Some(Settings { name: name.to_owned(), version, opens_at, deadline, rules }))
}

/// The published versions, as the field of the form offers them.
///
/// # Errors
/// When the database does not answer.
pub async fn versions(connection: &mut Connection, visitor: &Visitor, chosen: &str) -> Result<Vec<Value>, Error> {
    let versions = questionnaires::all(connection).await?;
    let published = versions.iter().filter(|version| version.published_at.is_some());
    Ok(published
        .map(|version| {
            let id = version.id.to_string();
            let title = version.definition.title.read(visitor.language(), &version.definition.default_language);
            json!({ "chosen": id == chosen, "id": id, "title": title, "number": version.number })
        })
        .collect())
}

/// A moment in a zone; what is wrong with it is added to `problems`.
pub fn moment(
    typed: &str,
    zone: Tz,
    field: &'static str,
    malformed: &'static str,
    problems: &mut Problems,
) -> Option<DateTime<Utc>> {
    match round_moments::read(typed, zone) {
        Ok(moment) => Some(moment),
        Err(wrong) => {
            let key = if wrong == Wrong::Skipped { "rounds-moment-skipped" } else { malformed };
            problems.fields.insert(field, key);
            None
        }
    }
}

async fn version(
    connection: &mut Connection,
    typed: &Typed,
    problems: &mut Problems,
) -> Result<Option<VersionId>, Error> {
    let version = match typed.version.parse::<VersionId>() {
        Ok(id) => questionnaires::version(connection, id).await?.filter(|version| version.published_at.is_some()),
        Err(_) => None,
    };
    if version.is_none() {
        problems.fields.insert("version", "round-version-missing");
    }
    Ok(version.map(|version| version.id))
}

fn rules(typed: &Typed, problems: &mut Problems) -> Option<Rules> {
    let time_zone = typed.time_zone.trim().parse::<Tz>().ok();
    if time_zone.is_none() {
        problems.fields.insert("time_zone", "rounds-zone-unknown");
    }
    let late_days = match typed.late_days.trim() {
        "" => Some(0),
        days => days.parse::<u16>().ok().filter(|days| *days <= MOST_LATE_DAYS),
    };
    if late_days.is_none() {
        problems.fields.insert("late_days", "rounds-late-days-wrong");
    }
    let mut time = |field, typed| {
        let read = round_moments::read_time(typed);
        if read.is_none() {
            problems.fields.insert(field, "rounds-time-wrong");
        }
        read
    };
    let (quiet_from, quiet_until) = (time("quiet_from", &typed.quiet_from), time("quiet_until", &typed.quiet_until));
    let mut kept = |field, typed: &str| {
        let days = match typed.trim() {
            "" => Some(None),
            days => days.parse::<u16>().ok().filter(|days| (1..=MOST_KEPT_DAYS).contains(days)).map(Some),
        };
        if days.is_none() {
            problems.fields.insert(field, "rounds-keep-wrong");
        }
        days
    };
    let keep_drafts_days = kept("keep_drafts_days", &typed.keep_drafts_days);
    let keep_contacts_days = kept("keep_contacts_days", &typed.keep_contacts_days);
    let keep_logs_days = kept("keep_logs_days", &typed.keep_logs_days);
    Some(Rules {
        time_zone: time_zone?,
        late_days: late_days?,
        quiet_from: quiet_from?,
        quiet_until: quiet_until?,
        keep_drafts_days: keep_drafts_days?,
        keep_contacts_days: keep_contacts_days?,
        keep_logs_days: keep_logs_days?,
    })
}
