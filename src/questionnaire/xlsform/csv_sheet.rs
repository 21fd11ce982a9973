//! CSV files as sheets: UTF-8 with or without a byte order mark, with commas, semicolons or tabs.

use super::{
    code::Code,
    column::SheetKind,
    geojson,
    problem::{Place, Problem},
    workbook::{Sheet, Workbook, of_the_file},
};

/// Reads a file by its name: a sheet if it is called as one, otherwise a file of choices. Other files, such as
/// pictures, are passed over.
pub(super) fn read_into(workbook: &mut Workbook, path: &str, bytes: &[u8]) -> Result<(), Box<Problem>> {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).trim();
    let is_sheet = SHEETS.contains(&stem.to_lowercase().as_str());
    if file.to_lowercase().ends_with(".geojson") {
        workbook.files.push(geojson::read(file, bytes)?);
        return Ok(());
    }
    if !is_sheet && !file.to_lowercase().ends_with(".csv") {
        return Ok(());
    }
    let sheet = read(if is_sheet { stem } else { file }, bytes)?;
    if is_sheet {
        workbook.sheets.push(sheet);
    } else {
        workbook.files.push(sheet);
    }
    Ok(())
}

/// Reads a file on its own: the survey sheet, or all sheets one below the other with their names in the first column.
pub(super) fn read_single(bytes: &[u8]) -> Result<Workbook, Box<Problem>> {
    if bytes.is_empty() || bytes.iter().take(8_000).any(|byte| *byte == 0) {
        return Err(of_the_file(Code::NotAWorkbook, &[]));
    }
    let sheet = read(SheetKind::Survey.name(), bytes)?;
    let first = sheet.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    if let [cell, ..] = first
        && cell.column == 0
        && SHEETS.contains(&cell.text.to_lowercase().as_str())
    {
        return Ok(split_sections(&sheet));
    }
    let is_survey = first.iter().any(|cell| SheetKind::Survey.column(&cell.text.to_lowercase()).is_some());
    if !is_survey {
        return Err(of_the_file(Code::NotAWorkbook, &[]));
    }
    Ok(Workbook { sheets: vec![sheet], ..Workbook::default() })
}

/// Sheets one below the other: the name of a sheet in the first column, its cells from the second on. Rows count from
/// the first row of each sheet.
pub(super) fn split_sections(all: &Sheet) -> Workbook {
    let mut workbook = Workbook::default();
    let mut next_row = 1;
    for row in &all.rows {
        let mut cells = row.cells.as_slice();
        if let [name, rest @ ..] = cells
            && name.column == 0
        {
            workbook.sheets.push(Sheet { name: name.text.clone(), rows: Vec::new() });
            next_row = 1;
            cells = rest;
        }
        let Some(sheet) = workbook.sheets.last_mut() else { continue };
        for cell in cells {
            sheet.push(next_row, cell.column - 1, &cell.text);
        }
        next_row += u32::from(!cells.is_empty());
    }
    workbook
}

/// Names that make a CSV file a sheet.
const SHEETS: [&str; 5] = ["survey", "choices", "settings", "entities", "external_choices"];

fn read(name: &str, bytes: &[u8]) -> Result<Sheet, Box<Problem>> {
    let text = decode(name, bytes)?;
    let mut sheet = Sheet { name: name.to_owned(), rows: Vec::new() };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row: u64 = 0;
    loop {
        let start = reader.position().line();
        if !reader
            .read_record(&mut record)
            .map_err(|error| of_the_file(Code::DamagedWorkbook, &[&error.to_string()]))?
        {
            return Ok(sheet);
        }
        // A row may span lines and blank lines are skipped: a spreadsheet counts the first once and the second too.
        let breaks: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let lines = reader.position().line().saturating_sub(start);
        row += lines.saturating_sub(u64::try_from(breaks).unwrap_or(0)).max(1);
        for (column, field) in (0..).zip(&record) {
            sheet.push(u32::try_from(row).unwrap_or(u32::MAX), column, field);
        }
    }
}

fn decode<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Problem>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let row = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let column = line.iter().filter(|byte| matches!(byte, b',' | b';' | b'\t')).count();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let place = Place::cell(name, number(row), number(column));
        Box::new(Problem::new(Code::WrongEncoding, place).naming(&[name]))
    })
}

/// What stands most often in the first line.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: u8| line.bytes().filter(|byte| *byte == delimiter).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}
