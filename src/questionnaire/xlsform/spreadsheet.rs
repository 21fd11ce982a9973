//! Reading an `.xlsx` package cell by cell, so that a lone cell far out costs nothing and rows keep their numbers.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};

use super::{
    code::Code,
    problem::{Place, Problem},
    workbook::{MOST_CELLS, MOST_TEXT, Sheet, Workbook, of_the_file},
};

/// Reads every worksheet of a package that [`super::package`] has checked.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Box<Problem>> {
    let damaged = |error: &dyn std::fmt::Display| of_the_file(Code::DamagedWorkbook, &[&error.to_string()]);
    let mut file = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut workbook = Workbook::default();
    let (mut left, mut text_left) = (MOST_CELLS, MOST_TEXT);
    for name in file.sheet_names() {
        // Chart sheets have a name but no cells.
        let Ok(mut cells) = file.worksheet_cells_reader(&name) else { continue };
        let mut sheet = Sheet { name: name.clone(), rows: Vec::new() };
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|error| damaged(&error))? {
            let (row, column) = cell.pos;
            let place = || Place::cell(&name, row + 1, column);
            let text = match &cell.value {
                DataRef::Error(error) => {
                    let shown = error.to_string();
                    workbook.problems.push(Problem::new(Code::CellError, place()).naming(&[&shown]).quoting(&shown));
                    continue;
                }
                // Programs that write formulas without computing them; a computed blank is an empty text.
                DataRef::Empty if cell.formula.is_some() => {
                    workbook.problems.push(Problem::new(Code::FormulaWithoutValue, place()));
                    continue;
                }
                value => text_of(value),
            };
            if text.trim().is_empty() {
                continue;
            }
            left = left.checked_sub(1).ok_or_else(|| {
                let most = format!("{MOST_CELLS} cells");
                of_the_file(Code::TooLarge, &["too many cells", &most])
            })?;
            text_left = text_left.checked_sub(text.len()).ok_or_else(|| {
                let most = format!("{} MB", MOST_TEXT / 1024 / 1024);
                of_the_file(Code::TooLarge, &["too much text", &most])
            })?;
            sheet.push(row + 1, column, &text);
        }
        workbook.sheets.push(sheet);
    }
    Ok(workbook)
}

/// Numbers as people write them, booleans as spreadsheets show them, dates in ISO 8601.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn moment_text(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        return moment.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let (date, time) = (format!("{year:04}-{month:02}-{day:02}"), format!("{hour:02}:{minute:02}:{second:02}"));
    let serial = moment.as_f64();
    if (0.0..1.0).contains(&serial) {
        time
    } else if serial.fract() == 0.0 {
        date
    } else {
        format!("{date}T{time}")
    }
}
