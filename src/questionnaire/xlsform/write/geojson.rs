//! A list of choices as GeoJSON, as the importer reads it: one feature a row, its columns as properties.

use serde_json::{Map, Number, Value, json};

use crate::questionnaire::xlsform::workbook::{Sheet, SheetRow};

const GEOMETRY: &str = "geometry";

pub(super) fn write(sheet: &Sheet) -> Vec<u8> {
    let (head, rows) = match sheet.rows.split_first() {
        Some((head, rows)) => (Some(head), rows),
        None => (None, [].as_slice()),
    };
    let features: Vec<Value> = rows.iter().map(|row| feature(head, row)).collect();
    let mut text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    text.push('\n');
    text.into_bytes()
}

fn feature(head: Option<&SheetRow>, row: &SheetRow) -> Value {
    let mut properties = Map::new();
    let mut geometry = Value::Null;
    for cell in &row.cells {
        let header = head.and_then(|head| head.cells.iter().find(|header| header.column == cell.column));
        let Some(header) = header else { continue };
        match point(&cell.text).filter(|_| header.text == GEOMETRY) {
            Some(point) => geometry = point,
            None => {
                properties.insert(header.text.clone(), Value::from(cell.text.as_str()));
            }
        }
    }
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

/// A point of “latitude longitude”, where the numbers come back as they are written.
fn point(text: &str) -> Option<Value> {
    let (latitude, longitude) = text.split_once(' ')?;
    let number = |text: &str| text.parse::<Number>().ok().filter(|number| number.to_string() == text);
    Some(json!({ "type": "Point", "coordinates": [number(longitude)?, number(latitude)?] }))
}
