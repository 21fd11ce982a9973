//! A sheet as a table: headers with their meaning, and rows whose cells are asked for by column.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    column::{Column, SheetKind},
    headers,
    origins::Origin,
    problem::Place,
    problems::Problems,
    workbook::Sheet,
};
use crate::questionnaire::{definition::Extra, text::LanguageKey};

/// What a header means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Known(Column, Option<LanguageKey>),
    /// A column of the author's own, by its header.
    Extra(String),
}

/// One header cell.
#[derive(Debug, Clone)]
pub(super) struct Header {
    pub column: u32,
    pub text: String,
    pub meaning: Meaning,
}

/// One sheet.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub sheet: String,
    pub header_row: u32,
    pub headers: Vec<Header>,
    pub rows: Vec<TableRow>,
}

/// The cells below headers, as (index of the header, text).
#[derive(Debug, Clone)]
pub(super) struct TableRow {
    pub number: u32,
    pub cells: Vec<(usize, String)>,
}

/// A row with its table.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowView<'a> {
    pub table: &'a Table,
    pub row: &'a TableRow,
}

impl Table {
    /// Reads a sheet; what is wrong with its headers is added to `problems`.
    pub fn read(kind: SheetKind, sheet: &Sheet, problems: &mut Problems) -> Self {
        let mut rows = sheet.rows.iter();
        let head = rows.next();
        let headers = head.map(|row| headers::read(kind, &sheet.name, row, problems)).unwrap_or_default();
        let known: BTreeMap<u32, usize> = headers.iter().map(|header| header.column).zip(0..).collect();
        let written: BTreeSet<u32> = head.into_iter().flat_map(|row| &row.cells).map(|cell| cell.column).collect();
        let mut table =
            Self { sheet: sheet.name.clone(), header_row: head.map_or(1, |row| row.number), headers, rows: Vec::new() };
        for row in rows {
            let mut cells = Vec::new();
            for cell in &row.cells {
                match known.get(&cell.column).copied() {
                    Some(header) => cells.push((header, table.text_of(header, &cell.text))),
                    // The header that stands twice has been reported.
                    None if written.contains(&cell.column) => {}
                    None => problems.push(headers::without_header(&sheet.name, row.number, cell)),
                }
            }
            table.rows.push(TableRow { number: row.number, cells });
        }
        table
    }

    /// Spreadsheets turn quotes and spaces into typographic ones, which mean nothing in rules and names.
    fn text_of(&self, header: usize, text: &str) -> String {
        match self.headers.get(header).map(|header| &header.meaning) {
            Some(Meaning::Known(column, _)) if !column.is_wording() && *column != Column::Default => {
                let is_rule = matches!(
                    column,
                    Column::Relevant | Column::Constraint | Column::ChoiceFilter | Column::Calculation
                );
                // A ticked cell of a spreadsheet.
                match text {
                    "TRUE" if is_rule => "true()".to_owned(),
                    "FALSE" if is_rule => "false()".to_owned(),
                    _ => text.chars().map(plain).collect(),
                }
            }
            Some(Meaning::Known(..) | Meaning::Extra(_)) | None => text.to_owned(),
        }
    }

    /// The rows with their table.
    pub fn views(&self) -> impl Iterator<Item = RowView<'_>> {
        self.rows.iter().map(|row| RowView { table: self, row })
    }

    /// Is there a column with this meaning, in whatever language?
    pub fn has(&self, column: Column) -> bool {
        self.headers.iter().any(|header| matches!(&header.meaning, Meaning::Known(known, _) if *known == column))
    }

    /// Languages in the order of their headers, with the header that has them first.
    pub fn languages(&self) -> impl Iterator<Item = (&LanguageKey, &Header)> {
        self.headers.iter().filter_map(|header| match &header.meaning {
            Meaning::Known(_, Some(language)) => Some((language, header)),
            Meaning::Known(_, None) | Meaning::Extra(_) => None,
        })
    }
}

impl<'a> RowView<'a> {
    /// The cell in the column (of the first language that has text); empty where there is none.
    pub fn text(self, column: Column) -> &'a str {
        self.cells().find(|(header, _)| is_of(header, column)).map_or("", |(_, text)| text)
    }

    /// Where the column's cell is; where there is no such column, the first cell of the row.
    pub fn place(self, column: Column) -> Place {
        let filled = self.cells().map(|(header, _)| header).find(|header| is_of(header, column));
        let header = filled.or_else(|| self.table.headers.iter().find(|header| is_of(header, column)));
        let first = || self.cells().next().map_or(0, |(header, _)| header.column);
        self.at(header.map_or_else(first, |header| header.column))
    }

    /// The cell of the column, for problems and origins.
    pub fn origin(self, row_name: &str, column: Column) -> Origin {
        Origin { row_name: row_name.to_owned(), place: self.place(column), text: self.text(column).to_owned() }
    }

    /// Every filled cell with its header and place.
    pub fn filled(self) -> impl Iterator<Item = (&'a Header, &'a str, Place)> {
        self.cells().map(move |(header, text)| (header, text, self.at(header.column)))
    }

    /// Columns of the author's own.
    pub fn extra(self) -> Extra {
        let own = |(header, text): (&'a Header, &'a str)| match &header.meaning {
            Meaning::Extra(key) => Some((key.clone(), text.to_owned())),
            Meaning::Known(..) => None,
        };
        self.cells().filter_map(own).collect()
    }

    fn cells(self) -> impl Iterator<Item = (&'a Header, &'a str)> {
        let headers = &self.table.headers;
        self.row.cells.iter().filter_map(move |(index, text)| Some((headers.get(*index)?, text.as_str())))
    }

    fn at(self, column: u32) -> Place {
        Place::cell(&self.table.sheet, self.row.number, column)
    }
}

/// What a typographic quote or space stands for in rules and names.
pub(super) fn plain(character: char) -> char {
    match character {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '\u{a0}' => ' ',
        other => other,
    }
}

fn is_of(header: &Header, column: Column) -> bool {
    matches!(&header.meaning, Meaning::Known(known, _) if *known == column)
}
