//! A definition as the sheets of a workbook, so that importing them gives the same definition again.
//!
//! ```
//! use periplus::questionnaire::xlsform::{Source, export, import, markdown::workbook_from_markdown};
//!
//! let workbook = workbook_from_markdown(
//!     "| survey |
//!      |        | type                  | name | label | colour |
//!      |        | select_one p or_other | port | Port? | blue   |
//!      | choices |
//!      |        | list_name | name | label |
//!      |        | p         | a    | Athens |",
//! );
//! let definition = import(Source::Workbook(workbook)).definition.ok_or("a definition")?;
//! let exported = export(&definition);
//! assert_eq!(import(Source::Workbook(exported)).definition, Some(definition));
//! # Ok::<(), &str>(())
//! ```

mod choices;
mod grid;
mod lists;
mod rows;
mod settings;
mod types;

#[cfg(test)]
pub(in crate::questionnaire) mod generator;
#[cfg(test)]
mod tests;

use super::workbook::Workbook;
use crate::questionnaire::definition::Definition;

use self::{grid::Languages, lists::Plan};

/// The sheets, and the files of choices that go with them.
#[must_use]
pub fn export(definition: &Definition) -> Workbook {
    let languages = Languages::of(definition);
    let plan = Plan::of(definition);
    let mut sheets = vec![rows::sheet(definition, &plan, &languages)];
    sheets.extend(choices::sheet(&plan, &languages));
    sheets.push(settings::sheet(definition, &languages));
    let files = plan.files.iter().filter_map(|file| choices::file(file, &languages)).collect();
    Workbook { sheets, files, problems: Vec::new() }
}
