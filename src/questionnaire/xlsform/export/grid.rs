//! A sheet being written: rows of cells by what they mean, then the columns that they need in a fixed order.

use std::collections::{BTreeMap, BTreeSet};

use crate::questionnaire::{
    definition::{Definition, Extra},
    text::{LanguageKey, Text},
    xlsform::{
        column::{Column, SheetKind},
        headers,
        table::Meaning,
        workbook::Sheet,
    },
};

/// The key that a bare column stands for where no default language is set.
pub(super) const BARE: &str = "default";

/// The languages of a definition, the default first.
#[derive(Debug)]
pub(super) struct Languages {
    pub all: Vec<LanguageKey>,
    pub default: LanguageKey,
}

/// What a column is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Head {
    Known(Column),
    Wording(Column, LanguageKey),
    Extra(String),
}

/// The cells of one row.
#[derive(Debug, Default)]
pub(super) struct Cells(BTreeMap<Head, String>);

/// The rows of one sheet.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Cells>,
}

impl Languages {
    pub fn of(definition: &Definition) -> Self {
        Self { all: definition.languages.clone(), default: definition.default_language.clone() }
    }

    /// A wording column's header. A bare title is what other programs can read, so its translations stand apart.
    fn header(&self, column: Column, language: &LanguageKey) -> String {
        let is_default = *language == self.default;
        match column {
            Column::FormTitle if is_default => column.name().to_owned(),
            Column::FormTitle => format!("periplus::{}::{}", column.name(), language.as_str()),
            _ if is_default && language.as_str() == BARE => column.name().to_owned(),
            _ => format!("{}::{}", column.name(), language.as_str()),
        }
    }
}

impl Cells {
    pub fn put(&mut self, column: Column, text: &str) {
        self.insert(Head::Known(column), text);
    }

    pub fn word(&mut self, column: Column, text: &Text) {
        for (language, wording) in text.iter() {
            self.insert(Head::Wording(column, language.clone()), wording);
        }
    }

    pub fn extras(&mut self, extra: &Extra) {
        for (header, text) in extra {
            self.insert(Head::Extra(header.clone()), text);
        }
    }

    fn insert(&mut self, head: Head, text: &str) {
        if !text.is_empty() {
            self.0.insert(head, text.to_owned());
        }
    }
}

impl Grid {
    pub fn push(&mut self, cells: Cells) {
        self.rows.push(cells);
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The sheet: the columns of `order` that are used or among `always`, then the author's own.
    pub fn sheet(self, kind: SheetKind, order: &[Column], always: &[Column], languages: &Languages) -> Sheet {
        let used: BTreeSet<&Head> = self.rows.iter().flat_map(|row| row.0.keys()).collect();
        let mut heads: Vec<Head> = Vec::new();
        for column in order {
            let is_needed = |head: &Head| always.contains(column) || used.contains(head);
            if column.is_wording() {
                let worded = used.iter().filter_map(|head| match head {
                    Head::Wording(known, language) if known == column => Some(language),
                    Head::Wording(..) | Head::Known(_) | Head::Extra(_) => None,
                });
                let unlisted = worded.filter(|language| !languages.all.contains(language));
                let all = languages.all.iter().chain(unlisted);
                heads.extend(all.map(|language| Head::Wording(*column, language.clone())).filter(is_needed));
            } else {
                heads.extend([Head::Known(*column)].into_iter().filter(is_needed));
            }
        }
        heads.extend(used.iter().filter(|head| matches!(head, Head::Extra(_))).map(|head| (*head).clone()));
        let mut headers: Vec<String> = heads.iter().map(|head| text_of(head, languages)).collect();
        if !headers.iter().any(|header| header.contains("::"))
            && headers.iter().zip(&heads).any(|(text, head)| is_split(kind, text, head))
        {
            // A header with two colons makes a single one mean nothing.
            headers.push(Column::Number.name().to_owned());
        }
        let mut sheet = Sheet { name: kind.name().to_owned(), rows: Vec::new() };
        for (column, header) in (0..).zip(&headers) {
            sheet.push(1, column, header);
        }
        for (row, cells) in (2..).zip(&self.rows) {
            for (column, head) in (0..).zip(&heads) {
                sheet.push(row, column, cells.0.get(head).map_or("", String::as_str));
            }
        }
        sheet
    }
}

fn text_of(head: &Head, languages: &Languages) -> String {
    match head {
        Head::Known(column) => column.name().to_owned(),
        Head::Wording(column, language) => languages.header(*column, language),
        Head::Extra(header) => header.clone(),
    }
}

/// Would this header of the author's own be read as a known column where single colons count?
fn is_split(kind: SheetKind, header: &str, head: &Head) -> bool {
    matches!(head, Head::Extra(_))
        && header.contains(':')
        && matches!(headers::meaning(kind, header, false), Meaning::Known(..))
        && matches!(headers::meaning(kind, header, true), Meaning::Extra(_))
}
