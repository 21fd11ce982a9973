//! The guard of a translator's cells: what a spreadsheet would run as a formula, or turn into a number or a date, gets
//! an apostrophe before it, and loses it again on the way back.
//!
//! Unlike the guard of results, the apostrophe is taken away only before such text: people type into these cells, and
//! what they begin with an apostrophe of their own (`'t Zand`) is to stay.

use std::borrow::Cow;

const GUARD: char = '\'';

/// The text as a cell may hold it.
pub(super) fn guard(text: &str) -> Cow<'_, str> {
    if is_unsafe(text) { Cow::Owned(format!("{GUARD}{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was guarded, or typed.
pub(super) fn unguard(cell: &str) -> &str {
    cell.strip_prefix(GUARD).filter(|text| is_unsafe(text)).unwrap_or(cell)
}

/// Would a spreadsheet change this text? The same is said of the text with apostrophes before it, so that guarding can
/// always be undone.
fn is_unsafe(text: &str) -> bool {
    let inner = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, GUARD | '\u{feff}' | '\u{200b}'));
    let lead = text.strip_suffix(inner).unwrap_or_default();
    lead.contains(['\t', '\r', '\n'])
        || inner.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || is_converted(inner.trim_end())
}

/// Numbers, dates, times, shares and truth values.
fn is_converted(text: &str) -> bool {
    let is_truth = TRUTH.iter().any(|word| text.eq_ignore_ascii_case(word));
    is_truth || (text.contains(|c: char| c.is_ascii_digit()) && words(text).all(is_of_a_number))
}

const TRUTH: [&str; 8] = ["true", "false", "vrai", "faux", "wahr", "falsch", "verdadero", "falso"];

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

/// Exponents, halves of the day, and months in the languages that spreadsheets are set to here.
fn is_of_a_number(word: &str) -> bool {
    let lower = word.to_lowercase();
    ["e", "am", "pm", "a", "p"].contains(&lower.as_str()) || MONTHS.iter().any(|month| lower.starts_with(month))
}

const MONTHS: [&str; 36] = [
    "jan", "feb", "fev", "fév", "mar", "mär", "apr", "avr", "abr", "may", "mai", "mag", "maj", "jun", "jui", "giu",
    "jul", "lug", "aug", "aou", "aoû", "ago", "sep", "set", "oct", "okt", "out", "ott", "nov", "dec", "déc", "dez",
    "dic", "ene", "gen", "ian",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_change_is_guarded() {
        for text in [
            "=1+1",
            "+33 2",
            "-1",
            "@A1",
            "＝x",
            "  =x",
            "\tx",
            "\nx",
            "01",
            "1/2",
            "1-2",
            "1e5",
            "50 %",
            "12:30",
            "May 2026",
            "3 sept. 2026",
            "true",
            "VRAI",
            "1 000,50 €",
            "'=1",
            "''01",
            "' '=x",
        ] {
            assert_eq!(guard(text), format!("'{text}"), "{text:?}");
            assert_eq!(unguard(&guard(text)), text);
        }
    }

    #[test]
    fn other_text_stays_and_so_does_an_apostrophe_that_somebody_typed() {
        for text in ["", "Who?", "3 regions", "'t Zand", "’s", "a-b", "a=b", "Question 1", "${age} years", "'"] {
            assert_eq!(guard(text), text);
            assert_eq!(unguard(text), text);
        }
    }

    proptest! {
        #[test]
        fn unguarding_undoes_guarding(text in r"[ '=+\-@\t\r\n,a1\x{feff}]{0,6}|\PC*") {
            let cell = guard(&text);
            prop_assert_eq!(unguard(&cell), &text);
            prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']));
        }
    }
}
