//! Where each rule and wording of a definition came from, so that later checks can name the author's cell.

use std::collections::BTreeMap;

use super::{column::Column, problem::Place};
use crate::questionnaire::text::LanguageKey;

/// The cell that something was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The row's name in the definition.
    pub row_name: String,
    pub place: Place,
    /// The cell's text, which spans of expressions count in.
    pub text: String,
}

/// From row name and column to cell. Choices are called `list/choice`; settings have the empty name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    cells: BTreeMap<(String, Column, Option<LanguageKey>), Origin>,
}

impl Origins {
    /// The cell of a column that has no languages, or the first of one that has.
    #[must_use]
    pub fn get(&self, row_name: &str, column: Column) -> Option<&Origin> {
        let from = (row_name.to_owned(), column, None);
        self.cells
            .range(from..)
            .next()
            .filter(|((name, at, _), _)| name == row_name && *at == column)
            .map(|(_, origin)| origin)
    }

    /// The cell of a wording in exactly this language.
    #[must_use]
    pub fn wording(&self, row_name: &str, column: Column, language: &LanguageKey) -> Option<&Origin> {
        self.cells.get(&(row_name.to_owned(), column, Some(language.clone())))
    }

    /// Every cell, by row name and column.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Column, Option<&LanguageKey>, &Origin)> {
        self.cells.iter().map(|((name, column, language), origin)| (name.as_str(), *column, language.as_ref(), origin))
    }

    pub(super) fn insert(&mut self, column: Column, language: Option<LanguageKey>, origin: Origin) {
        self.cells.insert((origin.row_name.clone(), column, language), origin);
    }
}
