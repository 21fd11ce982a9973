//! GeoJSON files as lists of choices: one row a feature, its properties as columns.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{code::Code, problem::Problem, workbook::Sheet, workbook::of_the_file};

/// Reads the features; `id` may stand beside the properties, and a point becomes “latitude longitude”.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Sheet, Box<Problem>> {
    let wrong = || of_the_file(Code::ChoiceFileFormat, &[name]);
    let file: Value = serde_json::from_slice(bytes).map_err(|_| wrong())?;
    let features = file.get("features").and_then(Value::as_array).ok_or_else(wrong)?;
    let rows: Vec<BTreeMap<String, String>> = features.iter().map(row).collect();
    let mut columns: Vec<&str> = vec!["id", "title"];
    for key in rows.iter().flat_map(BTreeMap::keys) {
        if !columns.contains(&key.as_str()) && columns.len() < MOST_COLUMNS {
            columns.push(key);
        }
    }
    let mut sheet = Sheet { name: name.to_owned(), rows: Vec::new() };
    for (index, column) in (0..).zip(&columns) {
        sheet.push(1, index, column);
    }
    for (number, row) in (2..).zip(&rows) {
        for (index, column) in (0..).zip(&columns) {
            sheet.push(number, index, row.get(*column).map_or("", String::as_str));
        }
    }
    Ok(sheet)
}

/// A file with more kinds of properties is no list of choices.
const MOST_COLUMNS: usize = 100;

fn row(feature: &Value) -> BTreeMap<String, String> {
    let mut row = BTreeMap::new();
    for (key, value) in feature.get("properties").and_then(Value::as_object).into_iter().flatten() {
        row.insert(key.clone(), text(value));
    }
    if let Some(id) = feature.get("id") {
        row.entry("id".to_owned()).or_insert_with(|| text(id));
    }
    let point = feature.get("geometry").filter(|geometry| geometry.get("type") == Some(&Value::from("Point")));
    if let Some([longitude, latitude, ..]) = point.and_then(|p| p.get("coordinates")?.as_array()).map(Vec::as_slice) {
        row.insert("geometry".to_owned(), format!("{} {}", text(latitude), text(longitude)));
    }
    row
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_become_rows() {
        let file = br#"{"type": "FeatureCollection", "features": [
            {"type": "Feature", "id": "a1", "properties": {"title": "Port", "size": 3},
             "geometry": {"type": "Point", "coordinates": [2.5, 41]}}]}"#;
        let sheet = read("ports.geojson", file).unwrap();
        let cells = |row: usize| -> Vec<&str> { sheet.rows[row].cells.iter().map(|cell| cell.text.as_str()).collect() };
        assert_eq!(cells(0), ["id", "title", "geometry", "size"]);
        assert_eq!(cells(1), ["a1", "Port", "41 2.5", "3"]);
        assert_eq!(read("x", b"[]").unwrap_err().code, Code::ChoiceFileFormat);
    }
}
