//! A workbook as sheets of text cells, each with the row and column that its author sees, whatever file it came in.

use super::{
    code::Code,
    csv_sheet, markdown, package,
    problem::{Place, Problem},
    spreadsheet,
};

/// The most cells with text that a workbook may have.
pub const MOST_CELLS: usize = 200_000;
/// The most bytes of text in all cells: a spreadsheet stores a text once, however many cells show it.
pub const MOST_TEXT: usize = 16 * 1024 * 1024;

/// What is imported.
#[derive(Debug, Clone)]
pub enum Source {
    /// One file: an `.xlsx` workbook, a zip (of CSV sheets, or of a workbook and its files of choices), or one CSV
    /// sheet. Its content says which.
    File(Vec<u8>),
    /// Several files by name: CSV sheets, or a workbook and its files of choices.
    Files(Vec<(String, Vec<u8>)>),
    /// Sheets that are already read.
    Workbook(Workbook),
}

/// Sheets, and the other files that came with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
    /// CSV files that are no sheets: choices of `select_one_from_file`.
    pub files: Vec<Sheet>,
    /// Cells that could not be read.
    pub problems: Vec<Problem>,
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    /// Only rows with text, in order.
    pub rows: Vec<SheetRow>,
}

/// One row with text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// From 1.
    pub number: u32,
    /// Only cells with text, in order.
    pub cells: Vec<Cell>,
}

/// One cell with text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// From 0.
    pub column: u32,
    /// Without outer white space.
    pub text: String,
}

impl Source {
    /// Reads the sheets.
    ///
    /// # Errors
    /// Says what is wrong with the file; a workbook is taken whole or not at all.
    pub fn read(self) -> Result<Workbook, Box<Problem>> {
        let workbook = match self {
            Self::File(bytes) => read_file(&bytes)?,
            Self::Files(files) => read_files(files)?,
            Self::Workbook(workbook) => workbook,
        };
        check_size(&workbook)?;
        Ok(workbook)
    }
}

impl Workbook {
    /// The sheet with this name, whatever its case.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name.trim().to_lowercase() == name)
    }
}

impl Sheet {
    /// Adds a cell; blank text is no cell. Rows and cells come in order.
    pub fn push(&mut self, row: u32, column: u32, text: &str) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.is_empty() {
            return;
        }
        let cell = Cell { column, text: text.to_owned() };
        match self.rows.last_mut() {
            Some(last) if last.number == row => last.cells.push(cell),
            _ => self.rows.push(SheetRow { number: row, cells: vec![cell] }),
        }
    }
}

/// A problem of the file as a whole.
pub(super) fn of_the_file(code: Code, names: &[&str]) -> Box<Problem> {
    Box::new(Problem::new(code, Place::default()).naming(names))
}

fn read_file(bytes: &[u8]) -> Result<Workbook, Box<Problem>> {
    match package::kind(bytes) {
        package::Kind::Zip => match package::unpack(bytes)? {
            package::Content::Spreadsheet(bytes) => spreadsheet::read(&bytes),
            package::Content::Files(files) => read_files(files),
        },
        package::Kind::Compound => Err(package::explain_compound(bytes)),
        package::Kind::Other if bytes.trim_ascii_start().starts_with(b"|") => read_markdown(bytes),
        package::Kind::Other => csv_sheet::read_single(bytes),
    }
}

/// Sheets written as Markdown tables, as documentation and the field's tests have them.
fn read_markdown(bytes: &[u8]) -> Result<Workbook, Box<Problem>> {
    let text = std::str::from_utf8(bytes).map_err(|_| of_the_file(Code::WrongEncoding, &["the file"]))?;
    let workbook = markdown::workbook_from_markdown(text);
    if workbook.sheets.is_empty() { Err(of_the_file(Code::NotAWorkbook, &[])) } else { Ok(workbook) }
}

fn read_files(files: Vec<(String, Vec<u8>)>) -> Result<Workbook, Box<Problem>> {
    let mut workbook = Workbook::default();
    let mut size = 0;
    for (name, bytes) in files {
        size += bytes.len();
        if size > package::MOST_BYTES {
            return Err(package::too_large_unpacked());
        }
        match package::kind(&bytes) {
            package::Kind::Zip => match package::unpack(&bytes)? {
                package::Content::Spreadsheet(bytes) => {
                    let read = spreadsheet::read(&bytes)?;
                    workbook.sheets.extend(read.sheets);
                    workbook.problems.extend(read.problems);
                }
                package::Content::Files(_) => return Err(of_the_file(Code::NotAWorkbook, &[&name])),
            },
            package::Kind::Compound => return Err(package::explain_compound(&bytes)),
            package::Kind::Other => csv_sheet::read_into(&mut workbook, &name, &bytes)?,
        }
    }
    if workbook.sheets.is_empty() { Err(of_the_file(Code::NotAWorkbook, &[])) } else { Ok(workbook) }
}

fn check_size(workbook: &Workbook) -> Result<(), Box<Problem>> {
    let cells: usize =
        workbook.sheets.iter().chain(&workbook.files).flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
    if cells > MOST_CELLS {
        let (found, most) = (format!("{cells} cells"), format!("{MOST_CELLS} cells"));
        return Err(of_the_file(Code::TooLarge, &[&found, &most]));
    }
    Ok(())
}
