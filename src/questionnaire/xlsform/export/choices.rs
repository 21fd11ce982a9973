//! The choices sheet, and the files of choices.

use std::collections::BTreeSet;

use super::{
    grid::{Cells, Grid, Languages},
    lists::{File, Plan},
};
use crate::questionnaire::{
    text::LanguageKey,
    xlsform::{
        column::{Column, SheetKind},
        workbook::Sheet,
    },
};

/// The sheet; none where no list stands on it.
pub(super) fn sheet(plan: &Plan<'_>, languages: &Languages) -> Option<Sheet> {
    let mut grid = Grid::default();
    for (list, choices) in &plan.sheet {
        for choice in *choices {
            let mut cells = Cells::default();
            cells.put(Column::ListName, list);
            cells.put(Column::Name, &choice.name);
            cells.word(Column::Label, &choice.label);
            cells.extras(&choice.extra);
            grid.push(cells);
        }
    }
    let order = [Column::ListName, Column::Name, Column::Label];
    (!grid.is_empty()).then(|| grid.sheet(SheetKind::Choices, &order, &order, languages))
}

/// A file; none where its choices are still to come.
pub(super) fn file(file: &File<'_>, languages: &Languages) -> Option<Sheet> {
    if file.choices.is_empty() {
        return None;
    }
    let mut spoken: BTreeSet<&LanguageKey> = BTreeSet::new();
    let mut own: BTreeSet<&str> = BTreeSet::new();
    for choice in file.choices {
        spoken.extend(choice.label.iter().map(|(language, _)| language).filter(|key| **key != languages.default));
        own.extend(choice.extra.keys().map(String::as_str));
    }
    let mut sheet = Sheet { name: file.name.clone(), rows: Vec::new() };
    let translations = spoken.iter().map(|language| format!("{}::{}", Column::Label.name(), language.as_str()));
    let headers = [file.value, file.label].map(str::to_owned).into_iter().chain(translations);
    for (column, header) in (0..).zip(headers.chain(own.iter().map(|header| (*header).to_owned()))) {
        sheet.push(1, column, &header);
    }
    for (row, choice) in (2..).zip(file.choices) {
        let labels = [&languages.default].into_iter().chain(spoken.iter().copied());
        let labels = labels.map(|language| choice.label.get(language).unwrap_or_default());
        let rest = own.iter().map(|header| choice.extra.get(*header).map_or("", String::as_str));
        for (column, text) in (0..).zip([choice.name.as_str()].into_iter().chain(labels).chain(rest)) {
            sheet.push(row, column, text);
        }
    }
    Some(sheet)
}
