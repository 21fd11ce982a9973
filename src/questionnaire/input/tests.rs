//! What a form sends is read by type, and every answer is read back from the fields that it is written as.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::questionnaire::{
    answer::NonAnswerKind,
    definition::{Item, Range},
    fixtures,
};

fn question(kind: QuestionType, appearance: &str) -> Question {
    let Item::Question(question) = fixtures::question("q", kind) else { unreachable!() };
    let mut question = *question;
    appearance.clone_into(&mut question.row.appearance);
    question
}

fn choices() -> Vec<Choice> {
    fixtures::list("list", &["a", "b-1", "c", "other", "é"]).choices
}

fn read_back(question: &Question, fields: Vec<(String, String)>, style: NumberStyle) -> Option<Answer> {
    let choices = choices();
    let offered: Vec<Cow<'_, Choice>> = choices.iter().map(Cow::Borrowed).collect();
    read(question, &offered, &"rep/3/q".parse().unwrap(), &fields.into_iter().collect(), style)
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (1000_i32..=9999, 1_u32..=366).prop_filter_map("a day", |(year, day)| NaiveDate::from_yo_opt(year, day))
}

fn time() -> impl Strategy<Value = NaiveTime> {
    (0_u32..86_400).prop_filter_map("a time", |second| NaiveTime::from_num_seconds_from_midnight_opt(second, 0))
}

fn number() -> impl Strategy<Value = Decimal> {
    (-999_999_999_999_999_i64..=999_999_999_999_999, 0_u32..=12)
        .prop_map(|(digits, scale)| Decimal::new(digits, scale).normalize())
}

fn picked() -> impl Strategy<Value = Vec<String>> {
    let names: Vec<String> = choices().into_iter().map(|choice| choice.name).collect();
    prop::sample::subsequence(names, 1..=5)
}

/// A question with an answer of its type.
fn answered() -> impl Strategy<Value = (Question, Answer)> {
    let list = || "list".to_owned();
    let range = Range { start: "0".into(), end: "10".into(), step: "0.5".into() };
    let of = |kind: QuestionType| move |answer: Answer| (question(kind.clone(), ""), answer);
    let moment = (date(), time()).prop_map(|(day, time)| NaiveDateTime::new(day, time));
    let point = (-90_000_i64..=90_000, -180_000_i64..=180_000)
        .prop_map(|(lat, lon)| Answer::Text(format!("{} {}", Decimal::new(lat, 3), Decimal::new(lon, 3))));
    let appearance = prop::sample::select(vec!["", "year", "month-year no-calendar"]);
    prop_oneof![
        "(?s:[^\\r]{0,20}[^\\s])".prop_map(Answer::Text).prop_map(of(QuestionType::Text)),
        number().prop_map(Answer::Number).prop_map(of(QuestionType::Integer)),
        number().prop_map(Answer::Number).prop_map(of(QuestionType::Decimal)),
        number().prop_map(Answer::Number).prop_map(of(QuestionType::Range(range))),
        (date(), appearance).prop_map(|(day, look)| (question(QuestionType::Date, look), Answer::Date(day))),
        time().prop_map(Answer::Time).prop_map(of(QuestionType::Time)),
        moment.prop_map(Answer::DateTime).prop_map(of(QuestionType::DateTime)),
        picked().prop_map(|names| Answer::Choice(names[0].clone())).prop_map(of(QuestionType::SelectOne(list()))),
        picked().prop_map(Answer::Choices).prop_map(of(QuestionType::SelectMultiple(list()))),
        picked().prop_shuffle().prop_map(Answer::Ranking).prop_map(of(QuestionType::Rank(list()))),
        Just(Answer::Choice("OK".into())).prop_map(of(QuestionType::Acknowledge)),
        point.prop_map(of(QuestionType::Point)),
    ]
}

proptest! {
    #[test]
    fn an_answer_is_read_back_from_its_fields(
        (question, answer) in answered(),
        language in prop::sample::select(vec!["en", "fr", "es"]),
        instead in prop::option::of(prop::sample::select(NonAnswerKind::ALL.to_vec())),
    ) {
        let style = NumberStyle::of_language(language);
        let path: Path = "rep/3/q".parse().unwrap();
        let fields = fields_of(&question, &path, &answer, style);
        prop_assert_eq!(read_back(&question, fields, style), Some(answer.clone()));
        if let Some(non_answer) = instead.and_then(|kind| NonAnswer::all(kind).next()) {
            for given in [Answer::NonAnswer(non_answer), Answer::Both { answer: Box::new(answer), non_answer }] {
                let fields = fields_of(&question, &path, &given, style);
                prop_assert_eq!(read_back(&question, fields, style), Some(given));
            }
        }
    }
}

#[test]
fn what_cannot_be_read_is_kept_and_goes_back_into_its_controls() {
    let list = || "list".to_owned();
    for (kind, text) in [
        (QuestionType::Integer, "many"),
        (QuestionType::Date, "30/2/2024"),
        (QuestionType::Date, "1//24"),
        (QuestionType::Date, "yesterday"),
        (QuestionType::Time, "25:00"),
        (QuestionType::DateTime, "1/2/2024 noon"),
        (QuestionType::DateTime, "1/2/2024 "),
        (QuestionType::DateTime, "31/2/2024 12:00"),
        (QuestionType::DateTime, "// 12:00"),
        (QuestionType::SelectOne(list()), "unheard-of"),
        (QuestionType::SelectMultiple(list()), "a unheard-of"),
        (QuestionType::Rank(list()), "a=1 c=1"),
        (QuestionType::Rank(list()), "b-1=2"),
        (QuestionType::Acknowledge, "no"),
        (QuestionType::Point, "by the sea"),
        (QuestionType::Point, "91 0"),
    ] {
        let question = question(kind, "");
        let style = NumberStyle::of_language("en");
        let answer = Answer::Unparsed(text.to_owned());
        let fields = fields_of(&question, &"rep/3/q".parse().unwrap(), &answer, style);
        assert_eq!(read_back(&question, fields, style), Some(answer), "{:?} {text}", question.kind);
    }
}

#[test]
fn parts_of_a_day_that_are_not_asked_for_are_the_first() {
    let style = NumberStyle::of_language("en");
    let sent = |fields: &[(&str, &str)]| -> Vec<(String, String)> {
        fields.iter().map(|(part, value)| (format!("{part}:rep/3/q"), (*value).to_owned())).collect()
    };
    for (appearance, fields, expected) in [
        ("year", sent(&[("year", "2024")]), "2024-01-01"),
        ("month-year", sent(&[("month", "2"), ("year", "2024")]), "2024-02-01"),
        ("", sent(&[("day", "29"), ("month", "2"), ("year", "2024")]), "2024-02-29"),
    ] {
        let answer = read_back(&question(QuestionType::Date, appearance), fields, style);
        assert_eq!(answer, Some(Answer::Date(expected.parse().unwrap())), "{appearance}");
    }
    let incomplete = read_back(&question(QuestionType::Date, ""), sent(&[("year", "2024")]), style);
    assert_eq!(incomplete, Some(Answer::Unparsed("//2024".into())));
    assert_eq!(read_back(&question(QuestionType::Date, "year"), sent(&[("year", "")]), style), None);
}

#[test]
fn places_are_two_numbers_on_the_globe() {
    for (text, expected) in [
        ("43.3623 -8.4115", Some("43.3623 -8.4115")),
        ("43.3623, -8.4115", Some("43.3623 -8.4115")),
        ("43,3623 -8,4115", Some("43.3623 -8.4115")),
        ("43,3623; -8,4115", Some("43.3623 -8.4115")),
        ("0 0 12.5 4", Some("0 0 12.5 4")),
        ("43.3623", None),
        ("90.1 0", None),
        ("0 180.5", None),
        ("north west", None),
    ] {
        assert_eq!(read_point(text).as_deref(), expected, "{text}");
    }
}
