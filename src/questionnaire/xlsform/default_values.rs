//! Defaults that are no expressions: each must be something that its question could be answered with.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::{
    code::Code,
    column::Column,
    operand::Kind,
    origins::Origin,
    problem::Problem,
    rules::{Known, Literal},
};

/// Reports a default that its question cannot take.
pub(super) fn check(known: &Known<'_>, origin: &Origin) -> Vec<Problem> {
    let Some(kind) = known.questions.get(origin.row_name.as_str()) else { return Vec::new() };
    let text = origin.text.as_str();
    if is_computed(kind, text) {
        return Vec::new();
    }
    let choice = |word: &'_ str| {
        let codes = kind.codes().filter(|codes| !codes.has(word))?;
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        let literal = Literal { text: word, span: start..start + word.len() };
        Some(known.unknown_choice(origin, &origin.row_name, codes, &literal))
    };
    let must = |fine: bool, must: &str| {
        let names = [Column::Default.name(), text, must];
        (!fine).then(|| Problem::in_cell(origin, Code::InvalidValue, &names, Some(0..text.len())))
    };
    match kind {
        Kind::One(_) => choice(text).into_iter().collect(),
        Kind::Several(_) => text.split_whitespace().filter_map(choice).collect(),
        Kind::Number => must(text.parse::<f64>().is_ok(), "a number").into_iter().collect(),
        Kind::Date => must(is_date(text), "a day such as 2026-03-31").into_iter().collect(),
        Kind::Time => must(is_time(text), "a time such as 14:30").into_iter().collect(),
        Kind::Digits | Kind::Text | Kind::File | Kind::Tick | Kind::Place | Kind::Any => Vec::new(),
    }
}

/// A reference, a call or a sum; dates have hyphens of their own.
fn is_computed(kind: &Kind<'_>, text: &str) -> bool {
    let operators: &[char] = match kind {
        Kind::Number => &['+', '*', '\'', '"'],
        Kind::Date | Kind::Time => &['\'', '"'],
        Kind::One(_)
        | Kind::Several(_)
        | Kind::Digits
        | Kind::Text
        | Kind::File
        | Kind::Tick
        | Kind::Place
        | Kind::Any => &['\'', '"', '/'],
    };
    text.contains(['(', '$']) || text.contains(operators) || text.contains(" div ") || text.contains(" mod ") || {
        matches!(kind, Kind::Number) && text.contains(" - ")
    }
}

/// A day, alone or with a time of day.
pub(super) fn is_date(text: &str) -> bool {
    let text = text.trim();
    let day = text.get(..10).unwrap_or(text);
    let rest = text.get(10..).unwrap_or_default();
    NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok()
        && (rest.is_empty()
            || is_time(rest.trim_start_matches(['T', ' ']))
            || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%:z").is_ok())
}

/// Hours and minutes, perhaps seconds and a zone.
fn is_time(text: &str) -> bool {
    let clock = text.split(['+', '-', 'Z']).next().unwrap_or_default();
    ["%H:%M", "%H:%M:%S", "%H:%M:%S%.f"].iter().any(|format| NaiveTime::parse_from_str(clock, format).is_ok())
}
