//! The settings sheet.

use std::collections::BTreeSet;

use super::grid::{BARE, Cells, Grid, Languages};
use crate::questionnaire::{
    definition::{ChoiceList, Definition},
    xlsform::{
        column::{Column, SheetKind},
        workbook::Sheet,
    },
};

const ORDER: [Column; 7] = [
    Column::FormTitle,
    Column::FormId,
    Column::Version,
    Column::DefaultLanguage,
    Column::Style,
    Column::InstanceName,
    Column::AllowChoiceDuplicates,
];

/// The sheet.
pub(super) fn sheet(definition: &Definition, languages: &Languages) -> Sheet {
    let mut cells = Cells::default();
    cells.word(Column::FormTitle, &definition.title);
    cells.put(Column::FormId, &definition.form_id);
    cells.put(Column::Version, &definition.version);
    if definition.default_language.as_str() != BARE {
        cells.put(Column::DefaultLanguage, definition.default_language.as_str());
    }
    cells.put(Column::Style, &definition.style);
    cells.put(Column::InstanceName, &definition.instance_name);
    if definition.choice_lists.iter().any(has_twins) {
        cells.put(Column::AllowChoiceDuplicates, "yes");
    }
    cells.extras(&definition.extra);
    let mut grid = Grid::default();
    grid.push(cells);
    grid.sheet(SheetKind::Settings, &ORDER, &[], languages)
}

fn has_twins(list: &ChoiceList) -> bool {
    let mut seen = BTreeSet::new();
    !list.choices.iter().all(|choice| seen.insert(choice.name.as_str()))
}
