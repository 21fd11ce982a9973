//! Sheets to files: an `.xlsx` workbook, CSV sheets, or a zip of several files.

mod csv_file;
mod geojson;
mod spreadsheet;

#[cfg(test)]
mod tests;

use std::io::{Cursor, Write};

use thiserror::Error;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{problem::Place, workbook::Workbook};

/// A file by its name.
pub type File = (String, Vec<u8>);

/// Why sheets cannot be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// A spreadsheet's cell takes 32,767 characters; CSV sheets take any.
    #[error("the text in {0} is too long for a cell of a spreadsheet")]
    TextTooLong(Place),
    #[error("the workbook could not be written")]
    Spreadsheet(#[from] rust_xlsxwriter::XlsxError),
    #[error("a sheet could not be written")]
    Csv(#[from] csv::Error),
    #[error("the zip could not be written")]
    Zip(#[from] zip::result::ZipError),
    #[error("the zip could not be written")]
    Output(#[from] std::io::Error),
}

/// The sheets as an `.xlsx` workbook, every cell as text. Files of choices are not in it: see [`files`].
///
/// # Errors
/// [`WriteError::TextTooLong`].
pub fn xlsx(workbook: &Workbook) -> Result<Vec<u8>, WriteError> {
    spreadsheet::write(workbook)
}

/// The sheets as CSV files in UTF-8.
///
/// # Errors
/// When a sheet cannot be written.
pub fn csv_sheets(workbook: &Workbook) -> Result<Vec<File>, WriteError> {
    let sheets = workbook.sheets.iter();
    sheets.map(|sheet| Ok((format!("{}.csv", sheet.name), csv_file::write(sheet)?))).collect()
}

/// The files of choices that go with the sheets.
///
/// # Errors
/// When a file cannot be written.
pub fn files(workbook: &Workbook) -> Result<Vec<File>, WriteError> {
    let write = |sheet: &super::workbook::Sheet| {
        let is_geojson = sheet.name.to_lowercase().ends_with(".geojson");
        let bytes = if is_geojson { geojson::write(sheet) } else { csv_file::write(sheet)? };
        Ok((sheet.name.clone(), bytes))
    };
    workbook.files.iter().map(write).collect()
}

/// One zip of several files.
///
/// # Errors
/// When it cannot be written.
pub fn zip(files: &[File]) -> Result<Vec<u8>, WriteError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The same questionnaire gives the same bytes, whenever it is written.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in files {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
