//! The guard that keeps spreadsheets from running text as a formula, and its undoing.
//!
//! Text that begins with `=`, `+`, `-` or `@` (also in full width), a tab or a line break, after any spaces, gets an
//! apostrophe before it; so does text that begins with an apostrophe, so that [`unguard`] gives back every text
//! exactly. Headers are text too. Numbers are never guarded: a cell of a number question stays a number.

use std::borrow::Cow;

const GUARD: char = '\'';

/// The text as a cell may hold it.
#[must_use]
pub fn guard(text: &str) -> Cow<'_, str> {
    if needs_guard(text) { Cow::Owned(format!("{GUARD}{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was guarded.
#[must_use]
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix(GUARD).unwrap_or(cell)
}

/// Would a spreadsheet take this text for more than text, or [`unguard`] take it for guarded?
#[must_use]
pub fn needs_guard(text: &str) -> bool {
    // Nearly all text begins with a letter or a digit: one look is enough.
    if text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    text.starts_with(GUARD) || begins_as_formula(text)
}

fn begins_as_formula(text: &str) -> bool {
    for character in text.chars() {
        match character {
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠' => return true,
            // A byte order mark or a zero-width space is invisible and may be dropped on opening.
            '\u{feff}' | '\u{200b}' => {}
            other if other.is_whitespace() => {}
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_guarded() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+33 2 99", "'+33 2 99"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("\nx", "'\nx"),
            ("  =x", "'  =x"),
            ("\u{a0}\u{feff}=x", "'\u{a0}\u{feff}=x"),
            ("＝x", "'＝x"),
            ("'x", "''x"),
            ("''", "'''"),
            ("", ""),
            ("  x = y", "  x = y"),
            (" 'x", " 'x"),
            ("a-b", "a-b"),
            ("Ça", "Ça"),
            ("–1", "–1"),
        ] {
            assert_eq!(guard(text), cell, "{text:?}");
            assert_eq!(unguard(cell), text);
        }
    }

    proptest! {
        #[test]
        fn unguarding_undoes_guarding(text in r"[ '=+\-@\t\r\n,a\x{a0}]{0,6}|\PC*") {
            let cell = guard(&text);
            prop_assert_eq!(unguard(&cell), &text);
            prop_assert!(!begins_as_formula(&cell));
        }
    }
}
