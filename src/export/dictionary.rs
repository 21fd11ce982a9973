//! `columns.csv`: what every column means that is not a question's; those stand in the codebook.

use super::line::header;

/// All columns. `files` are names without their end, between spaces; `tables` are those that recipes make.
pub const HEADERS: [&str; 3] = ["files", "column", "meaning"];

const WIDE: &str = "responses";
const LONG: &str = "answers";
const REPEATS: &str = "repeats";
const PARTICIPATION: &str = "participation";
const REGIONAL_WIDE: &str = "regional_responses";
const REGIONAL_LONG: &str = "regional_answers";
const REGIONAL_REPEATS: &str = "regional_repeats";
const REGIONAL_PARTICIPATION: &str = "regional_participation";
const FREQUENCIES: &str = "frequencies";
const SUMMARIES: &str = "summaries";

/// The files that have a column, the column, and its meaning. Where a question is called as a column is, the column has
/// `response_` before its name.
pub const COLUMNS: [(&[&str], &str, &str); 74] = [
    (&[WIDE, LONG, REPEATS], "response", "identifier of the response: one department in one round"),
    (&[WIDE], "reference", "reference on the department's receipt"),
    (&[REGIONAL_WIDE], "reference", "reference of the region's sign-off"),
    (
        &[WIDE, LONG, REPEATS, PARTICIPATION, REGIONAL_WIDE, REGIONAL_LONG, REGIONAL_REPEATS, REGIONAL_PARTICIPATION],
        "region",
        "code of the region",
    ),
    (&[REGIONAL_WIDE, REGIONAL_PARTICIPATION], "region_name", "the region's own name, or else its English one"),
    (
        &[WIDE, LONG, PARTICIPATION, REGIONAL_WIDE, REGIONAL_LONG, REGIONAL_PARTICIPATION],
        "country",
        "code of the country",
    ),
    (&[WIDE, LONG, REPEATS, PARTICIPATION], "department", "name of the department, unique in its region"),
    (&[WIDE, LONG, PARTICIPATION], "department_type", "type of the department"),
    (
        &[WIDE, LONG, REPEATS],
        "state",
        "of the response: submitted, returned or accepted; a returned one as it was sent before",
    ),
    (
        &[REGIONAL_WIDE, REGIONAL_LONG, REGIONAL_REPEATS],
        "state",
        "of the region's answer: signed, or reopened, as it was signed before",
    ),
    (&[WIDE], "revision", "how often the response was submitted"),
    (&[REGIONAL_WIDE, REGIONAL_PARTICIPATION], "revision", "how often the region signed"),
    (&[WIDE, REGIONAL_WIDE], "language", "language that was answered in"),
    (&[WIDE, PARTICIPATION], "submitted_at", "when it was submitted, in UTC"),
    (
        &[WIDE, LONG, REPEATS, REGIONAL_WIDE, REGIONAL_LONG, REGIONAL_REPEATS],
        "version",
        "number of the questionnaire's version",
    ),
    (
        &[WIDE, LONG],
        "carried_from",
        "code of the earlier round that answers of this response came along from; blank where nothing came along",
    ),
    (
        &[WIDE],
        "changed_since",
        "paths, between spaces, of the answers that came along and were changed or removed since",
    ),
    (
        &[LONG],
        "carried",
        "same, changed or removed since the earlier round, or new: nothing had come along; blank where nothing can",
    ),
    (&[REGIONAL_WIDE], "role", "of whoever signed, in their own words"),
    (&[REGIONAL_WIDE, REGIONAL_PARTICIPATION], "signed_on", "day of the sign-off"),
    (&[REGIONAL_WIDE], "clearance", "of the region's answer: political, administrative or none"),
    (&[REGIONAL_WIDE], "consent_public", "1 where the region consents to publication, else 0"),
    (&[REGIONAL_WIDE], "consent_network", "1 where the region consents to sharing in the network, else 0"),
    (
        &[REGIONAL_WIDE],
        "divergent",
        "paths, between spaces, of the questions at which the region says that its departments differ",
    ),
    (&[REGIONAL_LONG], "divergent", "1 where the region says that its departments differ, else 0"),
    (&[REGIONAL_LONG], "divergence", "why the departments differ, in the region's words"),
    (&[LONG, REGIONAL_LONG], "question", "name of the question"),
    (&[LONG, REGIONAL_LONG], "entry", "path of the entry of a repeat; blank outside repeats"),
    (&[REPEATS, REGIONAL_REPEATS], "entry", "number of the entry, which it keeps"),
    (&[LONG, REGIONAL_LONG], "type", "type of the question"),
    (&[LONG, REGIONAL_LONG], "choice", "the choice, of closed questions"),
    (&[LONG, REGIONAL_LONG], "value", "what else was answered; of a ranked choice, its rank"),
    (&[LONG, REGIONAL_LONG], "non_answer", "not_our_competence, no_data or not_applicable"),
    (&[LONG, REGIONAL_LONG], "reason", "the reason of the non-answer"),
    (&[PARTICIPATION, REGIONAL_PARTICIPATION], "commissions", "geographical commissions of the region, between spaces"),
    (&[PARTICIPATION], "invited", "1 where somebody was invited, else 0"),
    (&[PARTICIPATION], "opened", "1 where it was opened, else 0"),
    (&[PARTICIPATION], "started", "1 where somebody saved an answer, else 0"),
    (&[PARTICIPATION], "submitted", "1 where it was submitted, else 0"),
    (&[PARTICIPATION], "accepted", "1 where it was accepted, else 0"),
    (&[PARTICIPATION], "invited_at", "when the first invitation was made, in UTC"),
    (&[PARTICIPATION], "opened_at", "when it was first opened, in UTC"),
    (&[PARTICIPATION], "started_at", "when the first answer was saved, in UTC"),
    (&[PARTICIPATION], "accepted_at", "when it was accepted, in UTC"),
    (&[REGIONAL_PARTICIPATION], "deadline", "the region's deadline, in UTC"),
    (&[REGIONAL_PARTICIPATION], "departments", "departments of the region that are asked"),
    (&[REGIONAL_PARTICIPATION], "invited", "of these, with an invitation"),
    (&[REGIONAL_PARTICIPATION], "opened", "of these, opened"),
    (&[REGIONAL_PARTICIPATION], "started", "of these, with an answer that somebody saved"),
    (&[REGIONAL_PARTICIPATION], "submitted", "of these, submitted"),
    (&[REGIONAL_PARTICIPATION], "accepted", "of these, accepted"),
    (&[REGIONAL_PARTICIPATION], "answer", "how far the region's own answer is: none, open, signed or reopened"),
    (&[FREQUENCIES, SUMMARIES], "table", "name of the table"),
    (&[FREQUENCIES, SUMMARIES], "unit", "whose word is counted: departments or regions"),
    (&[FREQUENCIES, SUMMARIES], "group", "code of the group; all for everybody together"),
    (&[FREQUENCIES, SUMMARIES], "question", "name of the question"),
    (&[FREQUENCIES], "choice", "name of the choice"),
    (&[FREQUENCIES], "count", "how many chose it"),
    (&[FREQUENCIES], "base", "how many the share is of"),
    (&[FREQUENCIES], "share", "count by base, six decimals"),
    (&[FREQUENCIES], "mean_rank", "mean rank that the choice was given, of rankings"),
    (&[SUMMARIES], "n", "how many gave a number"),
    (&[SUMMARIES], "sum", "sum of the numbers"),
    (&[SUMMARIES], "mean", "arithmetic mean"),
    (&[SUMMARIES], "median", "median"),
    (&[SUMMARIES], "q1", "first quartile, interpolated linearly"),
    (&[SUMMARIES], "q3", "third quartile, interpolated linearly"),
    (&[SUMMARIES], "min", "least number"),
    (&[SUMMARIES], "max", "greatest number"),
    (&[FREQUENCIES, SUMMARIES], "not_our_competence", "how many said that it is not theirs to do"),
    (&[FREQUENCIES, SUMMARIES], "no_data", "how many have no data"),
    (&[FREQUENCIES, SUMMARIES], "not_applicable", "how many said that it does not apply"),
    (&[FREQUENCIES, SUMMARIES], "blank", "how many were asked and said nothing"),
    (&[FREQUENCIES, SUMMARIES], "suppressed", "1 where figures are withheld, else 0"),
];

/// The one column that says whose answers a table counts.
const STATES: (&[&str], &str, &str) =
    (&[FREQUENCIES, SUMMARIES], "states", "states of the answers that were counted, between spaces");

/// Appends the file and says how many rows it has.
pub fn write(out: &mut Vec<u8>) -> u64 {
    header(HEADERS, out);
    let mut rows = 0;
    for (files, column, meaning) in COLUMNS.into_iter().chain([STATES]) {
        header([files.join(" ").as_str(), column, meaning], out);
        rows += 1;
    }
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::export::{aggregate, long, participation, regional_participation, repeat, wide};

    #[test]
    fn every_column_of_every_file_has_one_meaning() {
        let long_columns = |first: &[&'static str], last: [&'static str; 2]| [first, &long::ANSWERED, &last].concat();
        let mut expected = BTreeSet::new();
        for (file, columns) in [
            (WIDE, wide::LEADING.to_vec()),
            (LONG, long_columns(&long::LEADING, long::CARRIED)),
            (REPEATS, repeat::LEADING.to_vec()),
            (PARTICIPATION, participation::HEADERS.to_vec()),
            (REGIONAL_WIDE, wide::REGIONAL_LEADING.to_vec()),
            (REGIONAL_LONG, long_columns(&long::REGIONAL_LEADING, long::DIVERGENT)),
            (REGIONAL_REPEATS, repeat::REGIONAL_LEADING.to_vec()),
            (REGIONAL_PARTICIPATION, regional_participation::HEADERS.to_vec()),
            (FREQUENCIES, aggregate::FREQUENCIES.to_vec()),
            (SUMMARIES, aggregate::SUMMARIES.to_vec()),
        ] {
            expected.extend(columns.into_iter().map(|column| (file, column)));
        }
        let said: Vec<(&str, &str)> = COLUMNS
            .into_iter()
            .chain([STATES])
            .flat_map(|(files, column, _)| files.iter().map(move |file| (*file, column)))
            .collect();
        assert_eq!(said.len(), said.iter().collect::<BTreeSet<_>>().len(), "a column is there twice");
        assert_eq!(said.into_iter().collect::<BTreeSet<_>>(), expected);
    }

    #[test]
    fn the_file_reads() {
        let mut out = Vec::new();
        let rows = write(&mut out);
        let read = crate::export::fixtures::read(&out);
        assert_eq!(read.len() as u64, rows + 1);
        assert_eq!(read[1][..2], ["responses answers repeats", "response"]);
    }
}
