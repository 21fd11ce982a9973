//! An `.xlsx` workbook whose cells are all text, so that no program takes a code for a number or a date.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook as Package, XlsxError};

use super::WriteError;
use crate::questionnaire::xlsform::{
    problem::Place,
    workbook::{Sheet, Workbook},
};

const WIDTH: f64 = 24.0;
/// For columns that hold sentences.
const WIDE: f64 = 48.0;
/// A cell with more characters makes its column wide.
const LONG: usize = 40;

pub(super) fn write(workbook: &Workbook) -> Result<Vec<u8>, WriteError> {
    let mut package = Package::new();
    // The same questionnaire gives the same bytes, whenever it is written.
    let long_ago = ExcelDateTime::from_ymd(2000, 1, 1)?;
    package.set_properties(&DocProperties::new().set_creation_datetime(&long_ago));
    let body = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let head = Format::new().set_num_format("@").set_bold();
    for sheet in &workbook.sheets {
        let page = package.add_worksheet().set_name(&sheet.name)?;
        page.set_freeze_panes(1, 0)?;
        for (column, width) in widths(sheet) {
            page.set_column_width(column, width)?;
            page.set_column_format(column, &body)?;
        }
        for row in &sheet.rows {
            for cell in &row.cells {
                let format = if row.number == 1 { &head } else { &body };
                let place = Place::cell(&sheet.name, row.number, cell.column);
                let too_far = |_| WriteError::Spreadsheet(XlsxError::RowColumnLimitError);
                let column = u16::try_from(cell.column).map_err(too_far)?;
                page.write_string_with_format(row.number.saturating_sub(1), column, &cell.text, format).map_err(
                    |error| match error {
                        XlsxError::MaxStringLengthExceeded => WriteError::TextTooLong(place),
                        other => WriteError::Spreadsheet(other),
                    },
                )?;
            }
        }
    }
    Ok(package.save_to_buffer()?)
}

fn widths(sheet: &Sheet) -> Vec<(u16, f64)> {
    let headers = sheet.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    let is_long = |column: u32| {
        let cells = sheet.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.column == column);
        cells.take(200).any(|cell| cell.text.chars().count() > LONG)
    };
    let width = |column: u32| if is_long(column) { WIDE } else { WIDTH };
    headers.iter().filter_map(|cell| Some((u16::try_from(cell.column).ok()?, width(cell.column)))).collect()
}
