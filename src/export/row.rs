//! Whose answers a line holds: a department's submission, or the answer that a region signed.

use std::{collections::BTreeMap, fmt};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::{ExportError, line::Line, timestamp};

/// One submission and who made it.
#[derive(Debug, Clone, Copy)]
pub struct ExportRow<'a> {
    pub response: Uuid,
    pub reference: &'a str,
    /// The region's code.
    pub region: &'a str,
    pub country: &'a str,
    /// The department's name, unique in its region.
    pub department: &'a str,
    pub department_type: &'a str,
    pub state: &'a str,
    pub revision: i32,
    pub language: &'a str,
    pub submitted_at: DateTime<Utc>,
    /// The number of the questionnaire's version.
    pub version: i32,
    /// Where answers came along from an earlier round.
    pub carried: Option<Carried<'a>>,
    /// The submitted document, as JSON.
    pub document: &'a str,
}

/// The answers that a response brought along from an earlier round.
#[derive(Debug, Clone, Copy)]
pub struct Carried<'a> {
    /// The earlier round's code.
    pub round: &'a str,
    /// As they came, by path.
    pub answers: &'a BTreeMap<String, Value>,
}

/// The answer that a region signed.
#[derive(Debug, Clone, Copy)]
pub struct RegionalRow<'a> {
    /// The region's code.
    pub region: &'a str,
    pub region_name: &'a str,
    pub country: &'a str,
    pub reference: &'a str,
    /// `signed`, or `reopened` where the region works on another one.
    pub state: &'a str,
    pub revision: i32,
    pub language: &'a str,
    pub version: i32,
    /// Of whoever signed, in their own words.
    pub role: &'a str,
    pub signed_on: NaiveDate,
    pub clearance: &'a str,
    pub consent_public: bool,
    pub consent_network: bool,
    /// Where its departments differ: the reason, by path.
    pub divergent: &'a BTreeMap<String, String>,
    /// The signed document, as JSON.
    pub document: &'a str,
}

/// Who gave an answer, as errors call them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    Response(Uuid),
    /// The region with this code.
    Region(String),
}

/// Somebody's answers: of a department or of a region.
#[derive(Debug, Clone, Copy)]
pub enum Said<'a> {
    Department(&'a ExportRow<'a>),
    Region(&'a RegionalRow<'a>),
}

/// What there is to say of single answers, by path.
#[derive(Debug, Clone, Copy)]
pub(super) enum Remarks<'a> {
    Carried(Option<Carried<'a>>),
    Divergent(&'a BTreeMap<String, String>),
}

impl fmt::Display for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Response(id) => write!(f, "response {id}"),
            Self::Region(code) => write!(f, "region {code}"),
        }
    }
}

impl<'a> From<&'a ExportRow<'_>> for Said<'a> {
    fn from(row: &'a ExportRow<'_>) -> Self {
        Self::Department(row)
    }
}

impl<'a> From<&'a RegionalRow<'_>> for Said<'a> {
    fn from(row: &'a RegionalRow<'_>) -> Self {
        Self::Region(row)
    }
}

impl<'a> Said<'a> {
    /// The number of the questionnaire's version.
    pub(super) fn version(self) -> i32 {
        match self {
            Self::Department(row) => row.version,
            Self::Region(row) => row.version,
        }
    }

    pub(super) fn document(self) -> &'a str {
        match self {
            Self::Department(row) => row.document,
            Self::Region(row) => row.document,
        }
    }

    /// What there is to say of single answers.
    pub(super) fn remarks(self) -> Remarks<'a> {
        match self {
            Self::Department(row) => Remarks::Carried(row.carried),
            Self::Region(row) => Remarks::Divergent(row.divergent),
        }
    }

    pub(super) fn unreadable(self, error: &serde_json::Error) -> ExportError {
        let speaker = match self {
            Self::Department(row) => Speaker::Response(row.response),
            Self::Region(row) => Speaker::Region(row.region.to_owned()),
        };
        ExportError::Document { speaker, column: error.column() }
    }

    /// The first cells of a wide line, as in `wide::LEADING`, without what is said of answers.
    pub(super) fn wide<'b>(self, line: Line<'b>) -> Line<'b> {
        match self {
            Self::Department(row) => line
                .plain(row.response.hyphenated())
                .text(row.reference)
                .text(row.region)
                .text(row.country)
                .text(row.department)
                .text(row.department_type)
                .text(row.state)
                .plain(row.revision)
                .text(row.language)
                .raw(timestamp(row.submitted_at).as_bytes())
                .plain(row.version),
            Self::Region(row) => line
                .text(row.region)
                .text(row.region_name)
                .text(row.country)
                .text(row.reference)
                .text(row.state)
                .plain(row.revision)
                .text(row.language)
                .plain(row.version)
                .text(row.role)
                .plain(row.signed_on)
                .text(row.clearance)
                .plain(u8::from(row.consent_public))
                .plain(u8::from(row.consent_network)),
        }
    }

    /// The first cells of a line with one answer, as in `long::LEADING`.
    pub(super) fn long<'b>(self, line: Line<'b>) -> Line<'b> {
        match self {
            Self::Department(row) => line
                .plain(row.response.hyphenated())
                .text(row.region)
                .text(row.country)
                .text(row.department)
                .text(row.department_type)
                .text(row.state)
                .plain(row.version),
            Self::Region(row) => line.text(row.region).text(row.country).text(row.state).plain(row.version),
        }
    }

    /// The first cells of a line with one entry, as in `repeat::LEADING`, without the entry.
    pub(super) fn repeat<'b>(self, line: Line<'b>) -> Line<'b> {
        match self {
            Self::Department(row) => line
                .plain(row.response.hyphenated())
                .text(row.region)
                .text(row.department)
                .text(row.state)
                .plain(row.version),
            Self::Region(row) => line.text(row.region).text(row.state).plain(row.version),
        }
    }
}
