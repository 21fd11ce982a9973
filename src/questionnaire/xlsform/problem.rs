//! What an import has to say about a workbook: one [`Problem`] a finding, with its place, its code and the data of its message.

use std::{fmt, ops::Range};

use serde::Serialize;

use super::{
    code::{Code, Finding},
    origins::Origin,
};

/// The longest text, in bytes, that a problem carries of its cell.
const LONGEST_TEXT: usize = 2_000;

/// How bad it is: an error stops the import, a warning asks for a look, a notice informs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
    Notice,
}

/// A sheet, a row of it or a cell of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    pub sheet: String,
    pub cell: Option<CellPosition>,
}

/// A cell as the author's spreadsheet numbers it: rows from 1, columns from 0 (shown as `A`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CellPosition {
    pub row: u32,
    pub column: u32,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub code: Code,
    pub severity: Severity,
    pub place: Place,
    /// The name of the row that it is about; empty where there is none.
    pub row_name: String,
    /// What the message names, in the order that [`Code`] documents.
    pub names: Vec<String>,
    /// What was probably meant.
    pub suggestion: Option<String>,
    /// The other cell of a clash.
    pub elsewhere: Option<Place>,
    /// Every cell that it is about, where there are several.
    pub places: Vec<Place>,
    /// Which part of `text` is meant, in bytes.
    pub caret: Option<Range<usize>>,
    /// The text of the cell.
    pub text: String,
}

impl Place {
    /// A whole sheet.
    #[must_use]
    pub fn sheet(sheet: &str) -> Self {
        Self { sheet: sheet.to_owned(), cell: None }
    }

    /// One cell; the row counts from 1, the column from 0.
    #[must_use]
    pub fn cell(sheet: &str, row: u32, column: u32) -> Self {
        Self { sheet: sheet.to_owned(), cell: Some(CellPosition { row, column }) }
    }
}

impl Problem {
    /// A finding with the severity that its code has by default.
    #[must_use]
    pub fn new(code: Code, place: Place) -> Self {
        let severity = code.severity();
        Self {
            code,
            severity,
            place,
            row_name: String::new(),
            names: Vec::new(),
            suggestion: None,
            elsewhere: None,
            places: Vec::new(),
            caret: None,
            text: String::new(),
        }
    }

    /// A finding in the cell of `origin`, with its text and row name.
    #[must_use]
    pub fn in_cell(origin: &Origin, code: Code, names: &[&str], span: Option<Range<usize>>) -> Self {
        let span = span.filter(|span| span.start <= span.end && origin.text.get(span.clone()).is_some());
        let (text, caret) = excerpt(&origin.text, span);
        Self { caret, text, ..Self::new(code, origin.place.clone()) }.row(&origin.row_name).naming(names)
    }

    /// What a later step found in the expression of `origin`, with a caret below the span.
    #[must_use]
    pub fn in_expression(origin: &Origin, finding: Finding, span: Option<Range<usize>>) -> Self {
        Self::in_cell(origin, Code::Expression(Box::new(finding)), &[], span)
    }

    /// Says what the message names.
    #[must_use]
    pub fn naming(mut self, names: &[&str]) -> Self {
        self.names = names.iter().map(|name| excerpt(name, None).0).collect();
        self
    }

    /// Says which row it is about.
    #[must_use]
    pub fn row(mut self, name: &str) -> Self {
        name.clone_into(&mut self.row_name);
        self
    }

    /// Says what was probably meant.
    #[must_use]
    pub fn suggesting(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// Says which other cell it clashes with.
    #[must_use]
    pub fn clashing(mut self, elsewhere: Place) -> Self {
        self.elsewhere = Some(elsewhere);
        self
    }

    /// Names every cell that it is about.
    #[must_use]
    pub fn among(mut self, places: Vec<Place>) -> Self {
        self.places = places;
        self
    }

    /// Carries the text of its cell, without a caret.
    #[must_use]
    pub fn quoting(mut self, text: &str) -> Self {
        self.text = excerpt(text, None).0;
        self
    }

    /// Lowers or raises the severity.
    #[must_use]
    pub fn weighing(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The cell's text with a line of carets below the part that is meant; nothing where no part is.
    #[must_use]
    pub fn caret_lines(&self) -> Option<String> {
        let span = self.caret.clone()?;
        let line = |text: &str| text.replace(['\n', '\r', '\t'], " ");
        let before = self.text.get(..span.start)?.chars().count();
        let under = self.text.get(span)?.chars().count().max(1);
        Some(format!("{}\n{}{}", line(&self.text), " ".repeat(before), "^".repeat(under)))
    }
}

impl fmt::Display for CellPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), self.row)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cell {
            Some(cell) => write!(f, "{}!{cell}", self.sheet),
            None => f.write_str(&self.sheet),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        };
        let place = if self.place.sheet.is_empty() { "workbook".to_owned() } else { self.place.to_string() };
        write!(f, "{place}: {severity} [{}]: {} {}", self.code, self.message(), self.fix())?;
        match self.caret_lines() {
            Some(lines) => write!(f, "\n{lines}"),
            None => Ok(()),
        }
    }
}

/// `A` … `Z`, `AA` … as spreadsheets call their columns.
fn column_letters(column: u32) -> String {
    let mut letters = String::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters
}

/// A text of bearable length: long ones are cut to what stands around the span.
fn excerpt(text: &str, span: Option<Range<usize>>) -> (String, Option<Range<usize>>) {
    if text.len() <= LONGEST_TEXT {
        return (text.to_owned(), span);
    }
    let middle = span.as_ref().map_or(0, |span| span.start);
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(middle.saturating_sub(LONGEST_TEXT / 2));
    let end = boundary((start + LONGEST_TEXT).min(text.len()));
    let span = span.map(|span| span.start - start..span.end.min(end) - start);
    (text.get(start..end).unwrap_or_default().to_owned(), span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_around_its_caret() {
        let text = format!("{}${{x}}{}", "é".repeat(5_000), "é".repeat(5_000));
        let origin = Origin { row_name: "q".into(), place: Place::default(), text };
        let problem = Problem::in_cell(&origin, Code::UnknownReference, &["x"], Some(10_000..10_004));
        assert!(problem.text.len() <= LONGEST_TEXT);
        assert_eq!(problem.text.get(problem.caret.unwrap()), Some("${x}"));
    }

    #[test]
    fn cells_are_called_as_in_a_spreadsheet() {
        for (column, row, expected) in [(0, 1, "A1"), (2, 7, "C7"), (25, 2, "Z2"), (26, 2, "AA2"), (702, 3, "AAA3")] {
            assert_eq!(Place::cell("survey", row, column).to_string(), format!("survey!{expected}"));
        }
        assert_eq!(Place::sheet("choices").to_string(), "choices");
    }

    #[test]
    fn a_caret_stands_below_what_is_meant() {
        let origin = Origin { row_name: "q".into(), place: Place::default(), text: "é = ${x}".into() };
        let problem = Problem::in_cell(&origin, Code::UnknownReference, &["x"], Some(5..9));
        assert_eq!(problem.caret_lines().unwrap(), "é = ${x}\n    ^^^^");
        let outside = Problem::in_cell(&origin, Code::UnknownReference, &["x"], Some(1..90));
        assert_eq!(outside.caret, None);
    }
}
