//! One sheet as a CSV file in UTF-8, with commas.

use csv::{QuoteStyle, WriterBuilder};

use super::WriteError;
use crate::questionnaire::xlsform::workbook::Sheet;

pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, WriteError> {
    let cells = || sheet.rows.iter().flat_map(|row| &row.cells);
    let columns = cells().map(|cell| cell.column + 1).max().unwrap_or(0);
    // A reader goes by the separator that the first line has most of.
    let others = sheet.rows.first().map_or(0, |row| row.cells.iter().map(|cell| separators(&cell.text)).sum());
    let width = usize::try_from(columns).unwrap_or(usize::MAX).max(others + 1);
    let mut writer = WriterBuilder::new().flexible(true).quote_style(QuoteStyle::Necessary).from_writer(Vec::new());
    for (index, row) in sheet.rows.iter().enumerate() {
        let mut record = vec![""; width];
        for cell in &row.cells {
            if let Some(field) = usize::try_from(cell.column).ok().and_then(|column| record.get_mut(column)) {
                *field = &cell.text;
            }
        }
        if index > 0 {
            record.truncate(usize::try_from(columns).unwrap_or(usize::MAX));
        }
        writer.write_record(record)?;
    }
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error).map_err(csv::Error::from)?)
}

fn separators(header: &str) -> usize {
    let count = |separator: char| header.matches(separator).count();
    count(';').max(count('\t'))
}
