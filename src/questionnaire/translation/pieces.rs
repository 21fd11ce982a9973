//! Every piece of wording of a definition, in the order of its sheets.

use std::collections::BTreeMap;

use super::key::Key;
use crate::questionnaire::{
    definition::{Definition, Item},
    text::{LanguageKey, Text},
    xlsform::{Column, column::SheetKind},
};

/// A piece of wording with its place.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub key: Key,
    /// How the question is called on paper.
    pub number: &'a str,
    pub text: &'a Text,
}

/// The pieces that have wording in some language.
pub(super) fn pieces(definition: &Definition) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let title = Key { sheet: SheetKind::Settings, ..row_key("", Column::FormTitle) };
    pieces.push(Piece { key: title, number: "", text: &definition.title });
    in_items(&definition.items, &mut pieces);
    for list in &definition.choice_lists {
        let mut turns = Turns::default();
        for choice in &list.choices {
            let key = turns.key(&list.name, &choice.name);
            pieces.push(Piece { key, number: "", text: &choice.label });
        }
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// Changes the wording at each key of `wanted`.
pub(super) fn change(definition: &mut Definition, language: &LanguageKey, wanted: &BTreeMap<Key, String>) {
    let set = |key: Key, text: &mut Text| {
        if let Some(wording) = wanted.get(&key) {
            text.set(language.clone(), wording);
        }
    };
    set(Key { sheet: SheetKind::Settings, ..row_key("", Column::FormTitle) }, &mut definition.title);
    change_items(&mut definition.items, &set);
    for list in &mut definition.choice_lists {
        let mut turns = Turns::default();
        for choice in &mut list.choices {
            set(turns.key(&list.name, &choice.name), &mut choice.label);
        }
    }
}

/// Choices of one list may share a name.
#[derive(Default)]
struct Turns(BTreeMap<String, usize>);

impl Turns {
    fn key(&mut self, list: &str, name: &str) -> Key {
        let turn = self.0.entry(name.to_owned()).or_insert(0);
        *turn += 1;
        let key = row_key(name, Column::Label);
        Key { sheet: SheetKind::Choices, list: list.to_owned(), turn: *turn, ..key }
    }
}

fn row_key(name: &str, column: Column) -> Key {
    Key { sheet: SheetKind::Survey, list: String::new(), name: name.to_owned(), turn: 1, column }
}

fn in_items<'a>(items: &'a [Item], pieces: &mut Vec<Piece<'a>>) {
    for item in items {
        let row = item.row();
        let mut add = |column: Column, text: &'a Text| {
            pieces.push(Piece { key: row_key(&row.name, column), number: &row.number, text });
        };
        add(Column::Label, &row.label);
        add(Column::Hint, &row.hint);
        if let Item::Question(question) = item {
            add(Column::GuidanceHint, &question.guidance);
            add(Column::RequiredMessage, &question.required_message);
            add(Column::ConstraintMessage, &question.constraint_message);
        }
        in_items(item.items(), pieces);
    }
}

fn change_items(items: &mut [Item], set: &impl Fn(Key, &mut Text)) {
    for item in items {
        let (row, inner) = match item {
            Item::Question(question) => {
                let key = |column: Column| row_key(&question.row.name, column);
                set(key(Column::GuidanceHint), &mut question.guidance);
                set(key(Column::RequiredMessage), &mut question.required_message);
                set(key(Column::ConstraintMessage), &mut question.constraint_message);
                (&mut question.row, [].as_mut_slice())
            }
            Item::Group(group) => (&mut group.row, group.items.as_mut_slice()),
            Item::Repeat(repeat) => (&mut repeat.row, repeat.items.as_mut_slice()),
        };
        set(row_key(&row.name, Column::Label), &mut row.label);
        set(row_key(&row.name, Column::Hint), &mut row.hint);
        change_items(inner, set);
    }
}
