//! What is written is read back cell by cell.

use proptest::prelude::*;

use super::*;
use crate::questionnaire::xlsform::{Source, markdown::workbook_from_markdown, workbook::Sheet};

fn sheet(name: &str, rows: &[Vec<String>]) -> Sheet {
    let mut sheet = Sheet { name: name.to_owned(), rows: Vec::new() };
    for (number, row) in (1..).zip(rows) {
        for (column, text) in (0..).zip(row) {
            sheet.push(number, column, text);
        }
    }
    sheet
}

fn workbook(rows: &[Vec<String>]) -> Workbook {
    let header = vec!["type".to_owned(), "name; a\tb;;".to_owned(), "label::English (en)".to_owned()];
    let all: Vec<_> = [header].into_iter().chain(rows.iter().cloned()).collect();
    Workbook { sheets: vec![sheet("survey", &all)], ..Workbook::default() }
}

/// Cells as text, without rows that are blank: a blank line of a CSV file has no cell.
fn texts(workbook: &Workbook) -> Vec<Vec<(u32, String)>> {
    let rows = workbook.sheets.iter().flat_map(|sheet| &sheet.rows);
    rows.map(|row| row.cells.iter().map(|cell| (cell.column, cell.text.clone())).collect()).collect()
}

#[test]
fn every_cell_of_a_spreadsheet_is_text() {
    let texts_of =
        ["01", "1e5", "1/2", "2026-11-23", "TRUE", "=1+1", "'a", "_x0041_", "a\nb", "#N/A", "مرحبا", "1 000"];
    let rows: Vec<Vec<String>> = texts_of.iter().map(|text| vec!["text".to_owned(), (*text).to_owned()]).collect();
    let written = workbook(&rows);
    for bytes in [xlsx(&written).unwrap(), zip(&csv_sheets(&written).unwrap()).unwrap()] {
        assert_eq!(texts(&Source::File(bytes).read().unwrap()), texts(&written));
    }
}

#[test]
fn the_same_sheets_give_the_same_bytes() {
    let written = workbook(&[vec!["text".to_owned(), "a".to_owned()]]);
    assert_eq!(xlsx(&written).unwrap(), xlsx(&written).unwrap());
    let files = csv_sheets(&written).unwrap();
    assert_eq!(zip(&files).unwrap(), zip(&files).unwrap());
}

#[test]
fn a_text_that_no_cell_can_hold_is_named() {
    let written = workbook(&[vec!["text".to_owned(), "a".repeat(32_768)]]);
    let error = xlsx(&written).unwrap_err();
    assert!(matches!(&error, WriteError::TextTooLong(place) if place.to_string() == "survey!B2"), "{error:?}");
    assert_eq!(texts(&Source::Files(csv_sheets(&written).unwrap()).read().unwrap()), texts(&written));
}

#[test]
fn places_are_written_as_points() {
    let markdown =
        "| ports.geojson |\n| | id | title | geometry | size |\n| | a | Port | 41 2.5 | 3 |\n| | b | Bay | near | |";
    let read = workbook_from_markdown(markdown);
    let written = Workbook { files: read.sheets, sheets: workbook(&[]).sheets, problems: Vec::new() };
    let files = [csv_sheets(&written).unwrap(), files(&written).unwrap()].concat();
    let text = String::from_utf8(files.last().unwrap().1.clone()).unwrap();
    assert!(text.contains(r#""geometry":{"coordinates":[2.5,41],"type":"Point"}"#), "{text}");
    let back = Source::Files(files).read().unwrap().files.remove(0);
    let cells = |row: usize| back.rows[row].cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>();
    assert_eq!(cells(0), ["id", "title", "geometry", "size"]);
    assert_eq!((cells(1), cells(2)), (vec!["a", "Port", "41 2.5", "3"], vec!["b", "Bay", "near"]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    // A line break within a cell is one character, as spreadsheets have it.
    #[test]
    fn any_text_comes_back(rows in prop::collection::vec(prop::collection::vec(r#"[ "',;=+\-@\t\n_xA0-9]{0,8}|[^\r\p{Cc}]{0,8}"#, 3), 0..6)) {
        let written = workbook(&rows);
        for source in [Source::File(xlsx(&written).unwrap()), Source::Files(csv_sheets(&written).unwrap())] {
            prop_assert_eq!(texts(&source.read().unwrap()), texts(&written));
        }
    }
}
