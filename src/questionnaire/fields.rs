//! The rows of a definition in document order, each with what it inherits from the groups and repeats around it.

use std::collections::BTreeSet;

use super::{
    answer::NonAnswerKind,
    definition::{Definition, Group, Item, Metadata, Question, QuestionType, Repeat, Row},
};

/// One row of a definition and what holds for it.
#[derive(Debug, Clone)]
pub struct Field<'a> {
    pub item: FieldItem<'a>,
    /// The group at the top of the tree that it stands in; a group there is its own section.
    pub section: Option<&'a Row>,
    /// The repeats around it, from the outside in.
    pub repeats: Vec<&'a str>,
    /// The non-answers that it offers; empty for what nobody is asked.
    pub non_answers: BTreeSet<NonAnswerKind>,
    /// Never exported with answers: marked so itself, inside something marked so, or an account's name or address.
    pub personal: bool,
}

/// What kind of row it is.
#[derive(Debug, Clone, Copy)]
pub enum FieldItem<'a> {
    Question(&'a Question),
    Group(&'a Group),
    Repeat(&'a Repeat),
}

struct Around<'a> {
    section: Option<&'a Row>,
    repeats: Vec<&'a str>,
    non_answers: BTreeSet<NonAnswerKind>,
    personal: bool,
}

/// Every row of `definition`, in document order; a group or repeat comes before what stands in it.
#[must_use]
pub fn fields(definition: &Definition) -> Vec<Field<'_>> {
    let around = Around { section: None, repeats: Vec::new(), non_answers: BTreeSet::new(), personal: false };
    let mut fields = Vec::new();
    walk(&definition.items, &around, &mut fields);
    fields
}

impl<'a> Field<'a> {
    /// What every row has.
    #[must_use]
    pub fn row(&self) -> &'a Row {
        match self.item {
            FieldItem::Question(question) => &question.row,
            FieldItem::Group(group) => &group.row,
            FieldItem::Repeat(repeat) => &repeat.row,
        }
    }

    /// The name of the row.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.row().name
    }

    /// The question, where it is one.
    #[must_use]
    pub fn question(&self) -> Option<&'a Question> {
        match self.item {
            FieldItem::Question(question) => Some(question),
            FieldItem::Group(_) | FieldItem::Repeat(_) => None,
        }
    }
}

fn walk<'a>(items: &'a [Item], around: &Around<'a>, fields: &mut Vec<Field<'a>>) {
    for item in items {
        let row = item.row();
        let offered = row.non_answers.as_ref().unwrap_or(&around.non_answers);
        let personal = around.personal || row.personal;
        let (kind, section) = match item {
            Item::Question(question) => (FieldItem::Question(question), around.section),
            Item::Group(group) => (FieldItem::Group(group), around.section.or(Some(&group.row))),
            Item::Repeat(repeat) => (FieldItem::Repeat(repeat), around.section),
        };
        fields.push(Field {
            item: kind,
            section,
            repeats: around.repeats.clone(),
            non_answers: if is_asked(item) { offered.clone() } else { BTreeSet::new() },
            personal: personal || names_an_account(item),
        });
        let mut repeats = around.repeats.clone();
        if let Item::Repeat(repeat) = item {
            repeats.push(&repeat.row.name);
        }
        walk(item.items(), &Around { section, repeats, non_answers: offered.clone(), personal }, fields);
    }
}

fn is_asked(item: &Item) -> bool {
    match item {
        Item::Question(question) => question.kind.is_asked(),
        Item::Group(_) => false,
        Item::Repeat(_) => true,
    }
}

fn names_an_account(item: &Item) -> bool {
    match item {
        Item::Question(question) => {
            matches!(question.kind, QuestionType::Metadata(Metadata::Username | Metadata::Email))
        }
        Item::Group(_) | Item::Repeat(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::fixtures::{definition, group, personal, question, repeat, with_non_answers};

    #[test]
    fn rows_inherit_from_what_stands_around_them() {
        let items = vec![
            group("a", vec![question("one", QuestionType::Text), personal(question("phone", QuestionType::Text))]),
            with_non_answers(group(
                "b",
                vec![repeat("things", vec![question("two", QuestionType::Integer), question("n", QuestionType::Note)])],
            )),
            personal(group("c", vec![question("mail", QuestionType::Text)])),
            question("who", QuestionType::Metadata(Metadata::Email)),
        ];
        let definition = definition(&[], items);
        let seen: Vec<_> = fields(&definition)
            .iter()
            .map(|field| {
                let section = field.section.map_or("", |row| row.name.as_str()).to_owned();
                (field.name().to_owned(), section, field.repeats.join("/"), field.non_answers.len(), field.personal)
            })
            .collect();
        let expected = [
            ("a", "a", "", 0, false),
            ("one", "a", "", 0, false),
            ("phone", "a", "", 0, true),
            ("b", "b", "", 0, false),
            ("things", "b", "", 3, false),
            ("two", "b", "things", 3, false),
            ("n", "b", "things", 0, false),
            ("c", "c", "", 0, true),
            ("mail", "c", "", 0, true),
            ("who", "", "", 0, true),
        ];
        let expected: Vec<_> =
            expected.iter().map(|(a, b, c, d, e)| (a.to_string(), b.to_string(), c.to_string(), *d, *e)).collect();
        assert_eq!(seen, expected);
    }
}
