//! A registry file as rows of named cells: encoding, separator, headers and quotes, with every problem at its place.

use std::collections::HashMap;

use super::{
    NAME, is_language,
    problem::{Place, Problem, ProblemKind},
};

/// The most rows of one file.
pub const MOST_ROWS: usize = 100_000;

/// How cells are guarded against being run as formulas.
#[derive(Clone, Copy)]
pub struct Guard {
    /// Gives back the text that was guarded.
    pub undo: fn(&str) -> &str,
    /// Would a spreadsheet run this cell, as it stands in the file?
    pub is_formula: fn(&str) -> bool,
}

/// The columns of a kind of file.
pub struct Columns {
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
    /// Are there `name_fr`, `name_es` and so on?
    pub names: bool,
}

/// A file that was read.
#[derive(Debug, Default)]
pub struct Sheet {
    headers: Vec<String>,
    places: HashMap<String, usize>,
    rows: Vec<(u64, Vec<String>)>,
}

/// One row.
pub struct Row<'a> {
    pub line: u64,
    sheet: &'a Sheet,
    cells: &'a [String],
}

impl Sheet {
    /// Reads a file. What can be read is in the sheet even where there are problems, so that all of them are found.
    #[must_use]
    pub fn read(bytes: &[u8], columns: &Columns, guard: Guard) -> (Self, Vec<Problem>) {
        let text = match decode(bytes) {
            Ok(text) => text,
            Err(problem) => return (Self::default(), vec![problem]),
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let (mut sheet, mut problems) = (Self::default(), Vec::new());
        let mut record = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {}
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    problems.push(Problem { line, column: None, kind: ProblemKind::Unreadable });
                    continue;
                }
            }
            let line = record.position().map_or(0, csv::Position::line);
            if sheet.headers.is_empty() {
                sheet.take_headers(&record, columns, guard, line, &mut problems);
            } else if sheet.rows.len() == MOST_ROWS {
                problems.push(Problem { line, column: None, kind: ProblemKind::TooManyRows { most: MOST_ROWS } });
                break;
            } else {
                sheet.take_row(&record, guard, line, &mut problems);
            }
        }
        if let Some(line) = unclosed_quote(text) {
            problems.push(Problem { line, column: None, kind: ProblemKind::Unreadable });
        }
        if sheet.headers.is_empty() {
            problems.push(Problem { line: 0, column: None, kind: ProblemKind::Empty });
        }
        (sheet, problems)
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { line: *line, sheet: self, cells })
    }

    /// Is there such a column?
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.places.contains_key(column)
    }

    fn take_headers(
        &mut self,
        record: &csv::StringRecord,
        columns: &Columns,
        guard: Guard,
        line: u64,
        problems: &mut Vec<Problem>,
    ) {
        for (index, cell) in record.iter().enumerate() {
            let header = (guard.undo)(cell.trim()).to_lowercase();
            let known = columns.required.contains(&header.as_str())
                || columns.optional.contains(&header.as_str())
                || (columns.names && is_name(&header));
            let kind = if self.places.contains_key(&header) {
                Some(ProblemKind::DoubledColumn(header.clone()))
            } else if header.is_empty() && record.iter().skip(index).all(|rest| rest.trim().is_empty()) {
                // Spreadsheets write empty columns at the end; rows may have them too.
                break;
            } else {
                (!known).then(|| ProblemKind::UnknownColumn(header.clone()))
            };
            if let Some(kind) = kind {
                let column = Some(Place { index, header: header.clone() });
                problems.push(Problem { line, column, kind });
            }
            self.places.entry(header.clone()).or_insert(index);
            self.headers.push(header);
        }
        for name in columns.required.iter().filter(|name| !self.places.contains_key(**name)) {
            let kind = ProblemKind::MissingColumn((*name).to_owned());
            problems.push(Problem { line, column: None, kind });
        }
    }

    fn take_row(&mut self, record: &csv::StringRecord, guard: Guard, line: u64, problems: &mut Vec<Problem>) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let expected = self.headers.len();
        let spare_is_blank = record.iter().skip(expected).all(|cell| cell.trim().is_empty());
        if record.len() < expected || !spare_is_blank {
            let kind = ProblemKind::Cells { found: record.len(), expected };
            problems.push(Problem { line, column: None, kind });
            return;
        }
        let mut cells = Vec::with_capacity(expected);
        for ((index, raw), header) in record.iter().enumerate().zip(&self.headers) {
            let mut refuse = |kind| {
                problems.push(Problem { line, column: Some(Place { index, header: header.clone() }), kind });
            };
            if (guard.is_formula)(raw) {
                refuse(ProblemKind::Formula(raw.to_owned()));
            }
            if raw.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n')) {
                refuse(ProblemKind::Control);
            }
            // Stray spaces are trimmed; those of a guarded text are its own.
            let undone = (guard.undo)(raw);
            cells.push(if undone.len() == raw.len() { raw.trim() } else { undone }.to_owned());
        }
        self.rows.push((line, cells));
    }
}

impl<'a> Row<'a> {
    /// What stands in a column; nothing where the file has no such column.
    #[must_use]
    pub fn cell(&self, column: &str) -> Option<&'a str> {
        let index = *self.sheet.places.get(column)?;
        self.cells.get(index).map(String::as_str)
    }

    /// What stands in a column; blank where the file has no such column.
    #[must_use]
    pub fn get(&self, column: &str) -> &'a str {
        self.cell(column).unwrap_or_default()
    }

    /// The columns that begin so, by the rest of their headers.
    pub fn named(&self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.cells().filter_map(move |(header, cell)| Some((header.strip_prefix(prefix)?, cell)))
    }

    /// Every column with its header.
    pub fn cells(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.sheet.headers.iter().map(String::as_str).zip(self.cells.iter().map(String::as_str))
    }

    /// A problem of this row, in a column.
    #[must_use]
    pub fn problem(&self, column: &str, kind: ProblemKind) -> Problem {
        let place = self.sheet.places.get(column).map(|index| Place { index: *index, header: column.to_owned() });
        Problem { line: self.line, column: place, kind }
    }
}

fn is_name(header: &str) -> bool {
    header.strip_prefix(NAME).is_some_and(is_language)
}

/// The text of a file, or why it cannot be read as text.
fn decode(bytes: &[u8]) -> Result<&str, Problem> {
    let whole = |kind| Problem { line: 0, column: None, kind };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(whole(ProblemKind::Utf16));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().filter(|byte| **byte == 0).count() > bytes.len() / 4 {
        return Err(whole(ProblemKind::Utf16));
    }
    std::str::from_utf8(bytes).map_err(|_| {
        let mut bad = bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| {
            // A character never spans two lines, so each can be looked at alone.
            std::str::from_utf8(line).is_err()
        });
        let first = bad.next().map_or(0, |(index, _)| index + 1);
        let lines = 1 + bad.count();
        let line = u64::try_from(first).unwrap_or_default();
        Problem { line, column: None, kind: ProblemKind::NotUtf8 { lines } }
    })
}

/// Spreadsheets of several languages write semicolons or tabs: the header line tells.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: char| header.matches(delimiter).count();
    let best =
        [(',', b','), (';', b';'), ('\t', b'\t')].into_iter().rev().max_by_key(|(delimiter, _)| count(*delimiter));
    best.map_or(b',', |(_, byte)| byte)
}

/// The line on which a quote is opened that is never closed: everything after it would silently be one cell.
fn unclosed_quote(text: &str) -> Option<u64> {
    let (mut line, mut opened, mut inside) = (1, 0, false);
    for character in text.chars() {
        match character {
            '\n' => line += 1,
            '"' => {
                inside = !inside;
                if inside {
                    opened = line;
                }
            }
            _ => {}
        }
    }
    inside.then_some(opened)
}
