//! The pages of a questionnaire: each top-level group is a section, and loose rows between them form sections of
//! their own.

use super::{
    definition::{Definition, Item, Row},
    text::Text,
};

/// One entry of the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The group's name, or that of the first loose row.
    pub name: String,
    /// Empty for loose rows: pages then call them by the questionnaire's title.
    pub title: Text,
    pub number: String,
    /// The department types that it is suggested to; empty: all.
    pub departments: Vec<String>,
    /// The names of the top-level rows that it shows.
    pub rows: Vec<String>,
}

/// The sections of a definition, in order.
#[must_use]
pub fn sections(definition: &Definition) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut loose = false;
    for item in &definition.items {
        let row = item.row();
        let shown = match item {
            Item::Question(question) => question.kind.is_asked() || question.is_shown_value() || is_note(item),
            Item::Group(_) | Item::Repeat(_) => true,
        };
        if !shown {
            continue;
        }
        let is_group = matches!(item, Item::Group(_));
        match sections.last_mut().filter(|_| loose && !is_group) {
            Some(section) => section.rows.push(row.name.clone()),
            None => sections.push(section_of(row, is_group)),
        }
        loose = !is_group;
    }
    sections
}

fn section_of(row: &Row, is_group: bool) -> Section {
    Section {
        name: row.name.clone(),
        title: if is_group { row.label.clone() } else { Text::default() },
        number: if is_group { row.number.clone() } else { String::new() },
        departments: if is_group { row.departments.clone() } else { Vec::new() },
        rows: vec![row.name.clone()],
    }
}

fn is_note(item: &Item) -> bool {
    matches!(item, Item::Question(question) if question.kind == super::definition::QuestionType::Note)
}

#[cfg(test)]
mod tests;
