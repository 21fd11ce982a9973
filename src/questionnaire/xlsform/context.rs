//! What one import gathers while it reads: problems, the cells of rules and wording, and the languages.

use super::{
    column::Column,
    origins::{Origin, Origins},
    problems::Problems,
    table::{Meaning, RowView},
};
use crate::questionnaire::{
    definition::Extra,
    text::{LanguageKey, Text},
};

/// A cell that later checks look into, whether its row has a usable name or not.
#[derive(Debug, Clone)]
pub(super) struct CheckedCell {
    pub column: Column,
    pub origin: Origin,
}

/// The state of one import.
#[derive(Debug)]
pub(super) struct Context {
    pub problems: Problems,
    pub origins: Origins,
    pub cells: Vec<CheckedCell>,
    pub default_language: LanguageKey,
    /// The default first.
    pub languages: Vec<LanguageKey>,
}

impl Context {
    pub fn new(problems: Problems, languages: Vec<LanguageKey>) -> Self {
        let default_language = languages.first().cloned().unwrap_or_else(|| LanguageKey::new("default"));
        Self { problems, origins: Origins::default(), cells: Vec::new(), default_language, languages }
    }

    /// Remembers where every known cell of the row stands, under `row_name`.
    pub fn remember(&mut self, row: RowView<'_>, row_name: &str) {
        for (header, text, place) in row.filled() {
            let Meaning::Known(column, language) = &header.meaning else { continue };
            let origin = Origin { row_name: row_name.to_owned(), place, text: text.to_owned() };
            let language = column.is_wording().then(|| self.language(language.as_ref()));
            self.cells.push(CheckedCell { column: *column, origin: origin.clone() });
            self.origins.insert(*column, language, origin);
        }
    }

    /// The wording of a column, by language; a language's own column counts more than the bare one.
    pub fn wording(&self, row: RowView<'_>, column: Column) -> Text {
        let mut text = Text::default();
        for bare in [true, false] {
            for (header, wording, _) in row.filled() {
                if let Meaning::Known(known, language) = &header.meaning
                    && *known == column
                    && language.is_none() == bare
                {
                    text.set(self.language(language.as_ref()), wording);
                }
            }
        }
        text
    }

    /// The author's own columns, and media, which are kept as `image::French (fr)`.
    pub fn extra(&self, row: RowView<'_>) -> Extra {
        let mut extra = row.extra();
        for (header, text, _) in row.filled() {
            if let Meaning::Known(column, language) = &header.meaning
                && column.is_media()
            {
                let key = match language {
                    Some(language) => format!("{}::{}", column.name(), language.as_str()),
                    None => column.name().to_owned(),
                };
                extra.insert(key, text.to_owned());
            }
        }
        extra
    }

    /// A bare column is in the default language.
    fn language(&self, language: Option<&LanguageKey>) -> LanguageKey {
        language.unwrap_or(&self.default_language).clone()
    }
}
