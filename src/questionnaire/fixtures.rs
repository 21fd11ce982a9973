//! Tiny definitions for tests.

use std::collections::BTreeMap;

use super::{
    answer::NonAnswerKind,
    compile::{Questionnaire, compile},
    definition::{Choice, ChoiceList, Definition, Group, Item, Question, QuestionType, Repeat, Row},
    text::{LanguageKey, Text},
    xlsform::{Source, import, markdown::workbook_from_markdown},
};

pub fn definition(lists: &[ChoiceList], items: Vec<Item>) -> Definition {
    Definition {
        form_id: "tiny".into(),
        title: wording("Tiny"),
        version: "1".into(),
        default_language: LanguageKey::new("en"),
        languages: vec![LanguageKey::new("en")],
        style: String::new(),
        instance_name: String::new(),
        choice_lists: lists.to_vec(),
        items,
        extra: BTreeMap::new(),
    }
}

pub fn list(name: &str, choices: &[&str]) -> ChoiceList {
    let choice = |name: &&str| Choice { name: (*name).to_owned(), label: wording(name), extra: BTreeMap::new() };
    ChoiceList { name: name.to_owned(), choices: choices.iter().map(choice).collect() }
}

pub fn question(name: &str, kind: QuestionType) -> Item {
    Item::Question(Box::new(Question {
        row: row(name),
        kind,
        guidance: Text::default(),
        required: String::new(),
        required_message: Text::default(),
        constraint: String::new(),
        constraint_message: Text::default(),
        calculation: String::new(),
        choice_filter: String::new(),
        default: String::new(),
        trigger: String::new(),
        read_only: String::new(),
        parameters: BTreeMap::new(),
        max_length: None,
        ranks: None,
        unit: String::new(),
        or_other: false,
    }))
}

pub fn group(name: &str, items: Vec<Item>) -> Item {
    Item::Group(Group { row: row(name), items })
}

pub fn repeat(name: &str, items: Vec<Item>) -> Item {
    Item::Repeat(Repeat { row: row(name), repeat_count: String::new(), max_entries: None, items })
}

pub fn personal(mut item: Item) -> Item {
    row_mut(&mut item).personal = true;
    item
}

pub fn with_non_answers(mut item: Item) -> Item {
    row_mut(&mut item).non_answers = Some(NonAnswerKind::ALL.into());
    item
}

pub fn row_mut(item: &mut Item) -> &mut Row {
    match item {
        Item::Question(question) => &mut question.row,
        Item::Group(group) => &mut group.row,
        Item::Repeat(repeat) => &mut repeat.row,
    }
}

/// A questionnaire written as a workbook in Markdown.
pub fn compiled(workbook: &str) -> Questionnaire {
    let imported = import(Source::Workbook(workbook_from_markdown(workbook)));
    let definition = imported.definition.unwrap_or_else(|| panic!("{:#?}", imported.problems));
    compile(definition).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn row(name: &str) -> Row {
    Row { name: name.to_owned(), label: wording(name), ..Row::default() }
}

fn wording(text: &str) -> Text {
    Text::single(LanguageKey::new("en"), text)
}
