//! A translator's table as it comes back: from any spreadsheet program, with commas, semicolons or tabs.

use super::{
    guard::unguard,
    problem::{Problem, ProblemKind},
    write::{KEY, SOURCE, TARGET},
};

/// A table that could be taken apart.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// What the headers say; may be empty.
    pub source_language: String,
    pub target_language: String,
    pub lines: Vec<Line>,
}

/// One line with something in it.
#[derive(Debug)]
pub(super) struct Line {
    pub number: u64,
    pub key: String,
    pub source: String,
    pub target: String,
}

/// Where the columns are.
#[derive(Debug)]
struct Columns {
    key: usize,
    source: (usize, String),
    target: (usize, String),
}

/// Takes a table apart, or says why not.
pub(super) fn read(bytes: &[u8]) -> Result<Table, Vec<Problem>> {
    let text = decode(bytes).map_err(|problem| vec![problem])?;
    let attempts = [b',', b';', b'\t'].map(|delimiter| (delimiter, columns(text, delimiter)));
    let missing = |found: &Result<Columns, Vec<&str>>| found.as_ref().err().map_or(0, Vec::len);
    let best = attempts.into_iter().min_by_key(|(_, found)| missing(found));
    let Some((delimiter, found)) = best else { return Ok(Table::default()) };
    let columns = found.map_err(|missing| {
        let problem = |column| Problem { line: Some(1), kind: ProblemKind::MissingColumn(column) };
        missing.into_iter().map(problem).collect::<Vec<_>>()
    })?;
    let lines = lines(text, delimiter, &columns).map_err(|problem| vec![problem])?;
    Ok(Table { source_language: columns.source.1, target_language: columns.target.1, lines })
}

/// Wording as definitions hold it: without outer white space, each line break one character.
pub(super) fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned()
}

fn decode(bytes: &[u8]) -> Result<&str, Problem> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let wrong = |before: &[u8]| {
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Problem { line: u64::try_from(line).ok(), kind: ProblemKind::WrongEncoding }
    };
    let text = std::str::from_utf8(bytes).map_err(|error| wrong(bytes.get(..error.valid_up_to()).unwrap_or(bytes)))?;
    // UTF-16 of plain letters is UTF-8 with zeros between them.
    if text.contains('\0') { Err(wrong(&[])) } else { Ok(text) }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

fn columns(text: &str, delimiter: u8) -> Result<Columns, Vec<&'static str>> {
    let first = reader(text, delimiter).records().next().and_then(Result::ok).unwrap_or_default();
    let find = |name: &'static str| {
        let mut headers = first.iter().enumerate();
        headers.find_map(|(index, header)| {
            let (word, language) = header.split_once(':').unwrap_or((header, ""));
            (word.trim().to_lowercase() == name).then(|| (index, language.trim().to_owned()))
        })
    };
    match (find(KEY), find(SOURCE), find(TARGET)) {
        (Some((key, _)), Some(source), Some(target)) => Ok(Columns { key, source, target }),
        found => {
            let names = [(found.0.is_some(), KEY), (found.1.is_some(), SOURCE), (found.2.is_some(), TARGET)];
            Err(names.into_iter().filter(|(is_there, _)| !is_there).map(|(_, name)| name).collect())
        }
    }
}

fn lines(text: &str, delimiter: u8, columns: &Columns) -> Result<Vec<Line>, Problem> {
    let mut reader = reader(text, delimiter);
    let mut record = csv::StringRecord::new();
    let mut lines = Vec::new();
    let damaged = |error: csv::Error| Problem { line: None, kind: ProblemKind::Damaged(error.to_string()) };
    let mut is_first = true;
    while reader.read_record(&mut record).map_err(damaged)? {
        if std::mem::take(&mut is_first) {
            continue;
        }
        let cell = |index: usize| tidy(unguard(record.get(index).unwrap_or_default()));
        let line = Line {
            number: line_of(text, &record),
            key: cell(columns.key),
            source: cell(columns.source.0),
            target: cell(columns.target.0),
        };
        if !(line.key.is_empty() && line.target.is_empty()) {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// The reader counts a record from the end of the one before it: blank lines between them are not its own.
fn line_of(text: &str, record: &csv::StringRecord) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let rest = usize::try_from(position.byte()).ok().and_then(|byte| text.get(byte..)).unwrap_or_default();
    let blank = rest.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| *byte == b'\n').count();
    position.line() + u64::try_from(blank).unwrap_or(0)
}
