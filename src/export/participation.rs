//! `participation.csv`: how far each department of each region has come.

use chrono::{DateTime, Utc};

use super::{
    line::{Line, header},
    timestamp,
};

/// All columns: the commissions of the region between spaces; for each stage 1 or 0, then when it was first reached.
pub const HEADERS: [&str; 15] = [
    "region",
    "country",
    "commissions",
    "department",
    "department_type",
    "invited",
    "opened",
    "started",
    "submitted",
    "accepted",
    "invited_at",
    "opened_at",
    "started_at",
    "submitted_at",
    "accepted_at",
];

/// One department of a round.
#[derive(Debug, Clone, Copy)]
pub struct Participation<'a> {
    pub region: &'a str,
    pub country: &'a str,
    pub commissions: &'a [String],
    pub department: &'a str,
    pub department_type: &'a str,
    pub invited_at: Option<DateTime<Utc>>,
    /// When the first of its links was followed.
    pub opened_at: Option<DateTime<Utc>>,
    /// When its first answer was saved.
    pub started_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub accepted_at: Option<DateTime<Utc>>,
}

/// Appends the line of headers.
pub fn write_header(out: &mut Vec<u8>) {
    header(HEADERS, out);
}

/// Appends the line of a department.
pub fn write_row(department: &Participation, out: &mut Vec<u8>) {
    let stages = [
        department.invited_at,
        department.opened_at,
        department.started_at,
        department.submitted_at,
        department.accepted_at,
    ];
    let line = Line::begin(out)
        .text(department.region)
        .text(department.country)
        .text(&department.commissions.join(" "))
        .text(department.department)
        .text(department.department_type);
    let line = stages.iter().fold(line, |line, stage| line.plain(u8::from(stage.is_some())));
    stages.iter().fold(line, |line, stage| line.optional(stage.map(timestamp))).end();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_flags_and_moments() {
        let day = |day: i64| DateTime::from_timestamp(day * 86_400, 0);
        let commissions = ["BS".to_owned(), "NS".to_owned()];
        let invited = Participation {
            region: "SE-AC",
            country: "SE",
            commissions: &commissions,
            department: "@Health",
            department_type: "HEA",
            invited_at: day(1),
            opened_at: None,
            started_at: None,
            submitted_at: None,
            accepted_at: None,
        };
        let done = Participation {
            region: "ES-AN",
            commissions: &[],
            opened_at: day(2),
            started_at: day(3),
            submitted_at: day(4),
            accepted_at: day(5),
            ..invited
        };
        let mut out = Vec::new();
        write_header(&mut out);
        write_row(&done, &mut out);
        write_row(&invited, &mut out);
        let expected = format!(
            "{}\nES-AN,SE,,'@Health,HEA,1,1,1,1,1,1970-01-02T00:00:00Z,1970-01-03T00:00:00Z,1970-01-04T00:00:00Z,\
             1970-01-05T00:00:00Z,1970-01-06T00:00:00Z\nSE-AC,SE,BS NS,'@Health,HEA,1,0,0,0,0,1970-01-02T00:00:00Z,,,,\n",
            HEADERS.join(",")
        );
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
