//! Workbooks written as Markdown tables, for documentation and tests.

use super::{
    csv_sheet::split_sections,
    workbook::{Sheet, Workbook},
};

/// Reads sheets one below the other: a row whose first cell names a sheet, then its header and rows with an empty
/// first cell. Lines that are no table rows are skipped; `\|` is a bar within a cell.
#[must_use]
pub fn workbook_from_markdown(markdown: &str) -> Workbook {
    let mut all = Sheet::default();
    let lines = markdown.lines().map(str::trim).filter(|line| line.starts_with('|') && !is_ruler(line));
    for (row, line) in (1..).zip(lines) {
        let inner = line.strip_prefix('|').unwrap_or(line);
        let inner = inner.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(inner);
        for (column, cell) in (0..).zip(split_cells(inner)) {
            all.push(row, column, &cell);
        }
    }
    split_sections(&all)
}

fn split_cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = character == '\\' && characters.peek() == Some(&'|');
        if character == '|' {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(if escaped { characters.next().unwrap_or('|') } else { character });
        }
    }
    cells
}

fn is_ruler(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_become_sheets_with_their_cells() {
        let workbook = workbook_from_markdown(
            r"
            | survey |
            |        | type | name | label   |
            |        | text | a    | A \| B  |
            | choices | | | |
            |        | list_name | | label |
            ",
        );
        let cells = |sheet: usize, row: usize| -> Vec<(u32, &str)> {
            workbook.sheets[sheet].rows[row].cells.iter().map(|cell| (cell.column, cell.text.as_str())).collect()
        };
        assert_eq!(workbook.sheets[0].name, "survey");
        assert_eq!(cells(0, 0), [(0, "type"), (1, "name"), (2, "label")]);
        assert_eq!(cells(0, 1), [(0, "text"), (1, "a"), (2, "A | B")]);
        assert_eq!(cells(1, 0), [(0, "list_name"), (2, "label")]);
        assert_eq!(workbook.sheets[0].rows[1].number, 2);
    }
}
