//! The words of the type column: what they ask for, what they are degraded to, what is ignored and what is refused.

use super::nearest::nearest;
use crate::questionnaire::definition::{Metadata, QuestionType, Range};

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowType {
    Begin(Bracket),
    End(Bracket),
    Select(Select),
    Question(QuestionType),
    /// `percentage`: a whole number from 0 to 100.
    Percentage,
    /// Asked as something simpler; says as what.
    Degraded(QuestionType, &'static str),
    /// What only a device could fill in: kept as a hidden question without a value.
    Ignored,
    /// `csv-external`: a file whose rows expressions may look up.
    DataFile,
    /// Refused; says what to do instead.
    Refused(&'static str),
    /// A select without its list.
    ListMissing,
    Unknown(Option<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    Group,
    Repeat,
}

/// A question with choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Select {
    pub how: SelectKind,
    /// A list of the choices sheet, a file, or `${question}` of a repeat.
    pub list: String,
    pub from_file: bool,
    pub or_other: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SelectKind {
    One,
    Multiple,
    Rank,
}

/// Folded beginnings of types with a list; longer ones first.
const SELECTS: &[(&str, SelectKind, bool)] = &[
    ("add select multiple prompt using", SelectKind::Multiple, false),
    ("add select one prompt using", SelectKind::One, false),
    ("select all that apply from", SelectKind::Multiple, false),
    ("select multiple from file", SelectKind::Multiple, true),
    ("select one from file", SelectKind::One, true),
    ("select multiple from", SelectKind::Multiple, false),
    ("select one from", SelectKind::One, false),
    ("select all that apply", SelectKind::Multiple, false),
    ("select multiple", SelectKind::Multiple, false),
    ("select one", SelectKind::One, false),
    ("select1", SelectKind::One, false),
    ("rank", SelectKind::Rank, false),
];

/// Folded words of types that stand alone.
const SIMPLE: &[(QuestionType, &[&str])] = &[
    (QuestionType::Text, &["text", "string", "q string", "add text prompt", "phone number"]),
    (QuestionType::Integer, &["integer", "int", "q int", "add integer prompt"]),
    (QuestionType::Decimal, &["decimal", "q decimal", "add decimal prompt"]),
    (QuestionType::Date, &["date", "q date", "add date prompt"]),
    (QuestionType::Time, &["time", "q time", "add time prompt"]),
    (QuestionType::DateTime, &["datetime", "date time", "q date time", "q datetime", "add date time prompt"]),
    (QuestionType::File, &["file", "add file prompt"]),
    (QuestionType::Image, &["image", "photo", "q image", "q picture", "add image prompt", "add photo prompt"]),
    (QuestionType::Acknowledge, &["acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"]),
    (QuestionType::Note, &["note", "q note", "add note prompt"]),
    (QuestionType::Calculate, &["calculate", "q calculate", "add calculate prompt"]),
    (QuestionType::Hidden, &["hidden"]),
    (QuestionType::Metadata(Metadata::Start), &["start", "start time", "get start time"]),
    (QuestionType::Metadata(Metadata::End), &["end", "end time", "get end time"]),
    (QuestionType::Metadata(Metadata::Today), &["today", "get today"]),
    (QuestionType::Metadata(Metadata::Username), &["username", "uri:username"]),
    (QuestionType::Metadata(Metadata::Email), &["email", "uri:email"]),
];

const DEGRADED: &[(&str, QuestionType, &str)] = &[
    ("barcode", QuestionType::Text, "text"),
    ("q barcode", QuestionType::Text, "text"),
    ("add barcode prompt", QuestionType::Text, "text"),
    ("tel", QuestionType::Text, "text"),
    ("audio", QuestionType::File, "a file"),
    ("q audio", QuestionType::File, "a file"),
    ("add audio prompt", QuestionType::File, "a file"),
    ("video", QuestionType::File, "a file"),
    ("q video", QuestionType::File, "a file"),
    ("add video prompt", QuestionType::File, "a file"),
    ("geopoint", QuestionType::Point, "text “latitude longitude”"),
    ("gps", QuestionType::Point, "text “latitude longitude”"),
    ("location", QuestionType::Point, "text “latitude longitude”"),
    ("q geopoint", QuestionType::Point, "text “latitude longitude”"),
    ("q location", QuestionType::Point, "text “latitude longitude”"),
    ("add geopoint prompt", QuestionType::Point, "text “latitude longitude”"),
    ("add location prompt", QuestionType::Point, "text “latitude longitude”"),
];

const IGNORED: [&str; 20] = [
    "audit",
    "deviceid",
    "device id",
    "get device id",
    "uri:deviceid",
    "imei",
    "phonenumber",
    "get phone number",
    "uri:phonenumber",
    "simserial",
    "sim id",
    "get sim id",
    "uri:simserial",
    "subscriberid",
    "subscriber id",
    "get subscriber id",
    "uri:subscriberid",
    "start-geopoint",
    "start geopoint",
    "caseid",
];

const REFUSED: &[(&str, &str)] = &[
    ("geotrace", "Ask for a file, or for the points one by one in a repeat."),
    ("geoshape", "Ask for a file, or for the points one by one in a repeat."),
    ("osm", "Ask for the place as text, or as a “geopoint”."),
    ("background-audio", "Delete the row; nothing is recorded without a question."),
    ("background audio", "Delete the row; nothing is recorded without a question."),
    ("background-geopoint", "Delete the row, or ask for the place as a “geopoint”."),
    ("background geopoint", "Delete the row, or ask for the place as a “geopoint”."),
    ("select one external", "Use “select_one” with a choice_filter, or “select_one_from_file”."),
    ("select multiple external", "Use “select_multiple” with a choice_filter, or “select_multiple_from_file”."),
    ("xml-external", "Use “select_one_from_file” with a CSV file."),
    ("xml external", "Use “select_one_from_file” with a CSV file."),
    ("begin loop", "Write the questions once for each choice, or use a repeat."),
    ("end loop", "Write the questions once for each choice, or use a repeat."),
];

/// Reads a cell of the type column: any case, spaces or underscores.
pub(super) fn parse(text: &str) -> RowType {
    let written = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Keeps byte positions, so that the list's name is cut from what was written.
    let folded: String = written.chars().map(|c| if c == '_' { ' ' } else { c.to_ascii_lowercase() }).collect();
    match folded.as_str() {
        "begin group" => return RowType::Begin(Bracket::Group),
        "begin repeat" => return RowType::Begin(Bracket::Repeat),
        "end group" => return RowType::End(Bracket::Group),
        "end repeat" => return RowType::End(Bracket::Repeat),
        "percentage" => return RowType::Percentage,
        "csv-external" | "csv external" => return RowType::DataFile,
        "range" => {
            let bound = |text: &str| text.to_owned();
            return RowType::Question(QuestionType::Range(Range {
                start: bound("1"),
                end: bound("10"),
                step: bound("1"),
            }));
        }
        _ => {}
    }
    let begins = |start: &str| folded.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    if let Some((_, instead)) = REFUSED.iter().find(|(word, _)| begins(word)) {
        return RowType::Refused(instead);
    }
    if let Some((kind, _)) = SIMPLE.iter().find(|(_, words)| words.contains(&folded.as_str())) {
        return RowType::Question(kind.clone());
    }
    if let Some((_, kind, becomes)) = DEGRADED.iter().find(|(word, _, _)| *word == folded) {
        return RowType::Degraded(kind.clone(), becomes);
    }
    if IGNORED.contains(&folded.as_str()) {
        return RowType::Ignored;
    }
    for (start, how, from_file) in SELECTS {
        if begins(start) {
            let rest = written.get(start.len()..).unwrap_or_default().trim();
            return select(*how, *from_file, rest);
        }
    }
    RowType::Unknown(suggestion(&written, &folded))
}

fn select(how: SelectKind, from_file: bool, rest: &str) -> RowType {
    let folded: String = rest.chars().map(|c| if c == '_' { ' ' } else { c.to_ascii_lowercase() }).collect();
    let other = [" or specify other", " or other"].into_iter().find(|end| folded.ends_with(end));
    let list = rest.get(..rest.len() - other.map_or(0, str::len)).unwrap_or(rest).trim();
    if list.is_empty() {
        return RowType::ListMissing;
    }
    RowType::Select(Select { how, list: list.to_owned(), from_file, or_other: other.is_some() })
}

/// The nearest type; of a type with a list, the list is kept.
fn suggestion(written: &str, folded: &str) -> Option<String> {
    let brackets = ["begin group", "end group", "begin repeat", "end repeat"];
    let words = || SIMPLE.iter().flat_map(|(_, words)| words.iter().copied()).filter(|word| !word.contains(' '));
    let whole = nearest(folded, words().chain(brackets).chain(["range"]));
    if let Some(word) = whole {
        return Some(word.replace(' ', "_"));
    }
    let (word, list) = written.split_once(' ')?;
    let word = nearest(word, ["select_one", "select_multiple", "select_one_from_file", "rank"])?;
    Some(format!("{word} {list}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn select_of(how: SelectKind, list: &str, from_file: bool, or_other: bool) -> RowType {
        RowType::Select(Select { how, list: list.to_owned(), from_file, or_other })
    }

    #[test]
    fn types_are_read_in_every_spelling() {
        for (text, expected) in [
            ("text", RowType::Question(QuestionType::Text)),
            ("Date Time", RowType::Question(QuestionType::DateTime)),
            ("dateTime", RowType::Question(QuestionType::DateTime)),
            ("BEGIN_GROUP", RowType::Begin(Bracket::Group)),
            ("end  repeat", RowType::End(Bracket::Repeat)),
            ("select_one yes_no", select_of(SelectKind::One, "yes_no", false, false)),
            ("select one from Yes_No", select_of(SelectKind::One, "Yes_No", false, false)),
            ("Select1 a", select_of(SelectKind::One, "a", false, false)),
            ("select all that apply from a or_other", select_of(SelectKind::Multiple, "a", false, true)),
            ("select_multiple a or specify other", select_of(SelectKind::Multiple, "a", false, true)),
            ("select_one_from_file towns.csv", select_of(SelectKind::One, "towns.csv", true, false)),
            ("select_one ${child}", select_of(SelectKind::One, "${child}", false, false)),
            ("rank needs", select_of(SelectKind::Rank, "needs", false, false)),
            ("select_one", RowType::ListMissing),
            ("geopoint", RowType::Degraded(QuestionType::Point, "text “latitude longitude”")),
            ("deviceid", RowType::Ignored),
            ("end", RowType::Question(QuestionType::Metadata(Metadata::End))),
            ("csv-external", RowType::DataFile),
            ("intger", RowType::Unknown(Some("integer".into()))),
            ("selct_one a", RowType::Unknown(Some("select_one a".into()))),
            ("begingroup", RowType::Unknown(Some("begin_group".into()))),
            ("country", RowType::Unknown(None)),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
        for text in ["geoshape", "begin loop over x", "osm c1", "select_one_external s", "background-audio"] {
            assert!(matches!(parse(text), RowType::Refused(_)), "{text}");
        }
    }
}
