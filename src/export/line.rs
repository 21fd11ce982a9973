//! One line of CSV, cell by cell, appended to a buffer.

use std::{fmt::Display, io::Write};

use super::guard::needs_guard;

/// A line that is being written. It must be ended.
#[must_use]
pub(super) struct Line<'a> {
    out: &'a mut Vec<u8>,
    begun: bool,
}

impl<'a> Line<'a> {
    pub(super) fn begin(out: &'a mut Vec<u8>) -> Self {
        Self { out, begun: false }
    }

    /// Text, guarded.
    pub(super) fn text(mut self, text: &str) -> Self {
        self.comma();
        push_text(self.out, text);
        self
    }

    /// What can neither be a formula nor need quotes: numbers, timestamps, codes of our own.
    pub(super) fn plain(mut self, value: impl Display) -> Self {
        self.comma();
        push_plain(self.out, value);
        self
    }

    /// A number where there is one.
    pub(super) fn optional(self, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.plain(value),
            None => self.raw(b""),
        }
    }

    /// Cells as they stand in a file.
    pub(super) fn raw(mut self, cells: &[u8]) -> Self {
        self.comma();
        self.out.extend_from_slice(cells);
        self
    }

    pub(super) fn end(self) {
        self.out.push(b'\n');
    }

    fn comma(&mut self) {
        if self.begun {
            self.out.push(b',');
        }
        self.begun = true;
    }
}

/// A line of text cells.
pub(super) fn header<T: AsRef<str>>(names: impl IntoIterator<Item = T>, out: &mut Vec<u8>) {
    names.into_iter().fold(Line::begin(out), |line, name| line.text(name.as_ref())).end();
}

/// One guarded cell of text.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    let quotes = needs_quotes(text.as_bytes());
    if quotes {
        out.push(b'"');
    }
    if needs_guard(text) {
        out.push(b'\'');
    }
    if quotes {
        for (index, part) in text.split('"').enumerate() {
            out.extend_from_slice(if index == 0 { b"" } else { b"\"\"" });
            out.extend_from_slice(part.as_bytes());
        }
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// One cell that needs neither guard nor quotes.
pub(super) fn push_plain(out: &mut Vec<u8>, value: impl Display) {
    // Writing to memory cannot fail.
    let _ = write!(out, "{value}");
}

/// Bytes are looked at in blocks without a branch in each, which is several times faster than stopping at the first.
fn needs_quotes(bytes: &[u8]) -> bool {
    let special = |byte: u8| (byte == b',') | (byte == b'"') | (byte == b'\n') | (byte == b'\r');
    bytes.chunks(32).any(|block| block.iter().fold(false, |found, byte| found | special(*byte)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::guard::unguard;

    #[test]
    fn cells_are_quoted_only_where_they_must_be() {
        let mut out = Vec::new();
        Line::begin(&mut out).text("a b").text("a,\"b\"").plain(-1.5).optional(None::<i32>).text("=1\n").end();
        assert_eq!(String::from_utf8(out).unwrap(), "a b,\"a,\"\"b\"\"\",-1.5,,\"'=1\n\"\n");
    }

    proptest! {
        #[test]
        fn the_csv_crate_reads_every_cell_back(
            rows in prop::collection::vec(prop::collection::vec(r#"[ '=,"\r\na]{0,5}|(?s:.){0,70}"#, 2..6), 1..5)
        ) {
            // A file begins with a header: the reader takes a byte order mark at the very beginning for one.
            let mut out = b"first\n".to_vec();
            for row in &rows {
                header(row, &mut out);
            }
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(out.as_slice());
            let read: Vec<Vec<String>> = reader
                .records()
                .skip(1)
                .map(|record| record.unwrap().iter().map(|cell| unguard(cell).to_owned()).collect())
                .collect();
            prop_assert_eq!(read, rows);
        }
    }
}
