//! A small questionnaire with its answers, for tests.

use chrono::{DateTime, NaiveDate};
use rust_decimal::Decimal;

use super::Environment;
use crate::questionnaire::{
    answer::{Answer, NonAnswer, NonAnswerKind},
    answers::Answers,
    definition::{Choice, ChoiceList, Definition, Group, Item, Question, QuestionType, Repeat, Row},
    schema::Schema,
    text::{LanguageKey, Text},
};

pub fn row(name: &str) -> Row {
    Row { name: name.to_owned(), ..Row::default() }
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
        parameters: [].into(),
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

pub fn definition(items: Vec<Item>) -> Definition {
    let choice = |(name, english, french, sea): (&str, &str, &str, &str)| {
        let mut label = Text::single(LanguageKey::new("English (en)"), english);
        label.set(LanguageKey::new("French (fr)"), french);
        Choice { name: name.to_owned(), label, extra: [("sea".to_owned(), sea.to_owned())].into() }
    };
    let choices = [("crete", "Crete", "Crète", "south"), ("skane", "Skåne", "Scanie", "north")].map(choice).into();
    Definition {
        form_id: "coasts".to_owned(),
        title: Text::default(),
        version: "7".to_owned(),
        default_language: LanguageKey::new("English (en)"),
        languages: Vec::new(),
        style: String::new(),
        instance_name: String::new(),
        choice_lists: vec![ChoiceList { name: "regions".to_owned(), choices }],
        items,
        extra: [].into(),
    }
}

pub fn coasts() -> Schema {
    let list = || "regions".to_owned();
    Schema::of(&definition(vec![
        group(
            "about",
            vec![
                question("name", QuestionType::Text),
                question("staff", QuestionType::Integer),
                question("founded", QuestionType::Date),
                question("region", QuestionType::SelectOne(list())),
                question("partners", QuestionType::SelectMultiple(list())),
            ],
        ),
        repeat(
            "ports",
            vec![
                question("berths", QuestionType::Integer),
                question("title", QuestionType::Text),
                question("here", QuestionType::Calculate),
                repeat(
                    "ships",
                    vec![question("tons", QuestionType::Decimal), question("aboard", QuestionType::Calculate)],
                ),
            ],
        ),
        question("sum", QuestionType::Calculate),
    ]))
}

pub fn answers() -> Answers {
    let number = |number: i64| Answer::Number(Decimal::from(number));
    [
        ("name", Answer::Text("Ports of the coast".to_owned())),
        ("staff", number(12)),
        ("founded", Answer::Date(NaiveDate::from_ymd_opt(1999, 12, 31).unwrap())),
        ("region", Answer::Choice("crete".to_owned())),
        ("partners", Answer::Choices(vec!["crete".to_owned(), "skane".to_owned()])),
        ("ports/1/berths", number(5)),
        ("ports/1/title", Answer::Text("Chania".to_owned())),
        ("ports/1/ships/1/tons", Answer::Number("1.50".parse().unwrap())),
        ("ports/1/ships/2/tons", Answer::Unparsed("heavy".to_owned())),
        ("ports/4/berths", number(7)),
        ("ports/4/title", Answer::NonAnswer(NonAnswer { kind: NonAnswerKind::NoData, reason: None })),
        ("ports/4/ships/1/tons", number(40)),
    ]
    .map(|(path, answer)| (path.parse().unwrap(), answer))
    .into_iter()
    .collect()
}

pub fn environment(language: &str) -> Environment<'_> {
    Environment { now: DateTime::parse_from_rfc3339("2026-02-03T23:30:00+02:00").unwrap(), language, seed: 7 }
}
