//! Where a piece of wording stands, as one word that survives a spreadsheet: it begins with a letter and holds no
//! number of its own, so that nothing takes it for a number, a date or a formula.

use std::fmt::{self, Display};

use crate::questionnaire::xlsform::{Column, column::SheetKind};

/// The place of one piece of wording.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub sheet: SheetKind,
    /// The list of a choice; empty elsewhere.
    pub list: String,
    /// The name of the row or choice; empty on the settings sheet.
    pub name: String,
    /// Which of several choices with this name, from 1.
    pub turn: usize,
    pub column: Column,
}

impl Key {
    /// The row as people call it: its name, or `list/name` of a choice.
    #[must_use]
    pub fn row(&self) -> String {
        match self.sheet {
            SheetKind::Survey | SheetKind::Settings => self.name.clone(),
            SheetKind::Choices => format!("{}/{}", self.list, self.name),
        }
    }
}

impl Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let column = self.column.name();
        match self.sheet {
            SheetKind::Settings => write!(f, "settings/{column}"),
            SheetKind::Survey => write!(f, "survey/{}/{column}", escaped(&self.name)),
            SheetKind::Choices if self.turn > 1 => {
                write!(f, "choices/{}/{}~{}/{column}", escaped(&self.list), escaped(&self.name), self.turn)
            }
            SheetKind::Choices => write!(f, "choices/{}/{}/{column}", escaped(&self.list), escaped(&self.name)),
        }
    }
}

/// What divides a key, and what a spreadsheet or an editor might change, as `%` with the character's number.
fn escaped(part: &str) -> String {
    let escape = |c: char| match c {
        '/' | '~' | '%' | ',' | ';' | '"' | '\'' => Some(format!("%{:02X}", u32::from(c))),
        _ if c.is_whitespace() || c.is_control() => Some(format!("%{:02X}", u32::from(c))),
        _ => None,
    };
    part.chars().map(|c| escape(c).unwrap_or_else(|| c.to_string())).collect()
}
