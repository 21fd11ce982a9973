//! `regional_participation.csv`: how far each region of a round has come, with its departments and its own answer.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    line::{Line, header},
    timestamp,
};

/// All columns. From `departments` on numbers of departments, each counted once it reached a stage, as in
/// `participation.csv`; `answer` is how far the region's own answer is, `revision` how often it was signed.
pub const HEADERS: [&str; 14] = [
    "region",
    "region_name",
    "country",
    "commissions",
    "deadline",
    "departments",
    "invited",
    "opened",
    "started",
    "submitted",
    "accepted",
    "answer",
    "revision",
    "signed_on",
];

/// One region of a round.
#[derive(Debug, Clone, Copy)]
pub struct RegionalParticipation<'a> {
    pub region: &'a str,
    pub region_name: &'a str,
    pub country: &'a str,
    pub commissions: &'a [String],
    /// Its own, or else the round's.
    pub deadline: DateTime<Utc>,
    pub departments: i64,
    pub invited: i64,
    pub opened: i64,
    pub started: i64,
    pub submitted: i64,
    pub accepted: i64,
    /// `none`, `open`, `signed` or `reopened`.
    pub answer: &'a str,
    pub revision: i32,
    /// Of the newest sign-off.
    pub signed_on: Option<NaiveDate>,
}

/// Appends the line of headers.
pub fn write_header(out: &mut Vec<u8>) {
    header(HEADERS, out);
}

/// Appends the line of a region.
pub fn write_row(region: &RegionalParticipation, out: &mut Vec<u8>) {
    Line::begin(out)
        .text(region.region)
        .text(region.region_name)
        .text(region.country)
        .text(&region.commissions.join(" "))
        .plain(timestamp(region.deadline))
        .plain(region.departments)
        .plain(region.invited)
        .plain(region.opened)
        .plain(region.started)
        .plain(region.submitted)
        .plain(region.accepted)
        .plain(region.answer)
        .plain(region.revision)
        .optional(region.signed_on)
        .end();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_a_line() {
        let mut out = Vec::new();
        let region = RegionalParticipation {
            region: "ES-AN",
            region_name: "=Andalucía, oeste",
            country: "ES",
            commissions: &["AAC".to_owned(), "IMC".to_owned()],
            deadline: DateTime::from_timestamp(0, 0).unwrap(),
            departments: 4,
            invited: 4,
            opened: 3,
            started: 3,
            submitted: 2,
            accepted: 1,
            answer: "signed",
            revision: 1,
            signed_on: NaiveDate::from_ymd_opt(2026, 11, 20),
        };
        write_header(&mut out);
        write_row(&region, &mut out);
        let expected = format!(
            "{}\nES-AN,\"'=Andalucía, oeste\",ES,AAC IMC,1970-01-01T00:00:00Z,4,4,3,3,2,1,signed,1,2026-11-20\n",
            HEADERS.join(",")
        );
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
