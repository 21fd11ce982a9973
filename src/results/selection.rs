//! What a recipe means for one questionnaire: the questions that it counts or lists, or why it cannot.

use super::recipe::{Filter, Kind, Recipe, RecipeError, Rows, TypeName};
use crate::questionnaire::{
    codes::{CodeLayout, SlotKind},
    definition::{Definition, QuestionType},
    fields::{Field, FieldItem, fields},
};

impl Recipe {
    /// The places in coded rows that a table of frequencies or a summary counts, in document order. The same
    /// questions by type exist in any questionnaire; a question by name must be there.
    ///
    /// # Errors
    /// Where the questionnaire has no such question, or it cannot be counted.
    pub fn slots(&self, definition: &Definition, layout: &CodeLayout) -> Result<Vec<usize>, RecipeError> {
        let fields = fields(definition);
        let rows = self.rows.as_ref();
        if let Some(Rows::Named(names)) = rows {
            return names.iter().map(|name| self.named_slot(&fields, layout, name)).collect();
        }
        let takes = |question: &str| match rows {
            Some(Rows::Filter(filter)) => fields.iter().any(|field| field.name() == question && filter.takes(field)),
            Some(Rows::All(_) | Rows::Named(_)) | None => true,
        };
        let slots = layout.slots().iter().enumerate();
        Ok(slots.filter(|(_, slot)| self.counts(&slot.kind) && takes(&slot.question)).map(|(index, _)| index).collect())
    }

    /// The repeat that a list shows, and its columns as asked for (empty: all).
    ///
    /// # Errors
    /// Where the questionnaire has no such repeat or question, or the question is personal.
    pub fn list<'a>(&'a self, definition: &Definition) -> Result<(&'a str, &'a [String]), RecipeError> {
        let fields = fields(definition);
        let repeat = self.repeat.as_deref().ok_or_else(|| self.missing("repeat"))?;
        if !fields.iter().any(|field| matches!(field.item, FieldItem::Repeat(_)) && field.name() == repeat) {
            return Err(RecipeError::UnknownRepeat { table: self.table.clone(), repeat: repeat.to_owned() });
        }
        for column in &self.columns {
            let inside = |field: &&Field| field.repeats.last() == Some(&repeat) && field.name() == column;
            let Some(field) = fields.iter().find(inside) else {
                let (repeat, column) = (repeat.to_owned(), column.clone());
                return Err(RecipeError::UnknownColumn { table: self.table.clone(), repeat, column });
            };
            if field.personal {
                return Err(RecipeError::Personal { table: self.table.clone(), question: column.clone() });
            }
        }
        Ok((repeat, &self.columns))
    }

    fn named_slot(&self, fields: &[Field], layout: &CodeLayout, name: &str) -> Result<usize, RecipeError> {
        let (table, question) = (self.table.clone(), name.to_owned());
        let outside = |field: &&Field| field.name() == name && field.repeats.is_empty() && field.question().is_some();
        let Some(field) = fields.iter().find(outside) else {
            return Err(RecipeError::UnknownQuestion { table, question });
        };
        if field.personal {
            return Err(RecipeError::Personal { table, question });
        }
        let mut slots = layout.slots().iter();
        let found = slots.position(|slot| slot.question == name && self.counts(&slot.kind));
        found.ok_or(RecipeError::WrongType { table, question })
    }

    fn counts(&self, kind: &SlotKind) -> bool {
        match self.kind {
            Kind::Frequencies => *kind != SlotKind::Number,
            Kind::Summary => *kind == SlotKind::Number,
            Kind::List => false,
        }
    }
}

impl Filter {
    fn takes(&self, field: &Field) -> bool {
        let Some(kind) = field.question().and_then(|question| TypeName::of(&question.kind)) else { return false };
        let section = field.section.map_or("", |row| row.name.as_str());
        (self.types.is_empty() || self.types.contains(&kind))
            && (self.sections.is_empty() || self.sections.contains(section))
    }
}

impl TypeName {
    fn of(kind: &QuestionType) -> Option<Self> {
        match kind {
            QuestionType::SelectOne(_) => Some(Self::SelectOne),
            QuestionType::SelectMultiple(_) => Some(Self::SelectMultiple),
            QuestionType::Rank(_) => Some(Self::Rank),
            QuestionType::Acknowledge => Some(Self::Acknowledge),
            QuestionType::Integer => Some(Self::Integer),
            QuestionType::Decimal => Some(Self::Decimal),
            QuestionType::Range(_) => Some(Self::Range),
            QuestionType::Text
            | QuestionType::Date
            | QuestionType::Time
            | QuestionType::DateTime
            | QuestionType::File
            | QuestionType::Image
            | QuestionType::Note
            | QuestionType::Calculate
            | QuestionType::Hidden
            | QuestionType::Metadata(_)
            | QuestionType::Point => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::fixtures::{definition, group, list, personal, question, repeat};

    fn tiny() -> Definition {
        definition(
            &[list("yn", &["yes", "no"])],
            vec![
                group(
                    "a",
                    vec![
                        question("one", QuestionType::SelectOne("yn".into())),
                        question("many", QuestionType::SelectMultiple("yn".into())),
                        question("words", QuestionType::Text),
                        personal(question("sex", QuestionType::SelectOne("yn".into()))),
                    ],
                ),
                group(
                    "b",
                    vec![
                        question("two", QuestionType::SelectOne("yn".into())),
                        question("age", QuestionType::Integer),
                        repeat(
                            "practices",
                            vec![question("title", QuestionType::Text), personal(question("mail", QuestionType::Text))],
                        ),
                    ],
                ),
            ],
        )
    }

    fn check(rows: &str, expected: Result<&[&str], RecipeError>) {
        let kind = if rows.contains("numbers") { "summary" } else { "frequencies" };
        let recipe = Recipe::parse(&format!("table = \"t\"\nkind = \"{kind}\"\n{rows}")).unwrap();
        let (definition, layout) = (tiny(), CodeLayout::of(&tiny()));
        let slots = recipe.slots(&definition, &layout);
        let names = slots.map(|slots| slots.iter().map(|i| layout.slots()[*i].question.as_str()).collect::<Vec<_>>());
        assert_eq!(names, expected.map(<[_]>::to_vec), "{rows}");
    }

    #[test]
    fn rows_select_questions() {
        let (table, question) = (|| "t".to_owned(), |name: &str| name.to_owned());
        check("", Ok(&["one", "many", "two"]));
        check("rows = \"closed\"", Ok(&["one", "many", "two"]));
        check("rows = \"numbers\"", Ok(&["age"]));
        check("rows = [\"two\", \"one\"]", Ok(&["two", "one"]));
        check("rows = { types = [\"select_one\"] }", Ok(&["one", "two"]));
        check("rows = { types = [\"select_one\"], sections = [\"b\"] }", Ok(&["two"]));
        check("rows = [\"x\"]", Err(RecipeError::UnknownQuestion { table: table(), question: question("x") }));
        check("rows = [\"title\"]", Err(RecipeError::UnknownQuestion { table: table(), question: question("title") }));
        check("rows = [\"sex\"]", Err(RecipeError::Personal { table: table(), question: question("sex") }));
        check("rows = [\"words\"]", Err(RecipeError::WrongType { table: table(), question: question("words") }));
        check("rows = [\"age\"]", Err(RecipeError::WrongType { table: table(), question: question("age") }));
    }

    #[test]
    fn lists_name_a_repeat_and_its_questions() {
        let (table, repeat) = ("t".to_owned(), "practices".to_owned());
        for (toml, expected) in [
            ("repeat = \"practices\"", Ok(&[][..])),
            ("repeat = \"practices\"\ncolumns = [\"title\"]", Ok(&["title"][..])),
            ("repeat = \"b\"", Err(RecipeError::UnknownRepeat { table: table.clone(), repeat: "b".into() })),
            (
                "repeat = \"practices\"\ncolumns = [\"one\"]",
                Err(RecipeError::UnknownColumn { table: table.clone(), repeat: repeat.clone(), column: "one".into() }),
            ),
            (
                "repeat = \"practices\"\ncolumns = [\"mail\"]",
                Err(RecipeError::Personal { table: table.clone(), question: "mail".into() }),
            ),
        ] {
            let recipe = Recipe::parse(&format!("table = \"t\"\nkind = \"list\"\n{toml}")).unwrap();
            let found = recipe.list(&tiny()).map(|(_, columns)| columns.to_vec());
            assert_eq!(found, expected.map(|names| names.iter().map(|name| (*name).to_owned()).collect()), "{toml}");
        }
    }
}
