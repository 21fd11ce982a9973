//! Documents hold what is relevant, and read back as the answers they came from.

use super::*;
use crate::questionnaire::{
    answer::{NonAnswer, NonAnswerKind},
    expression::fixture::environment,
    fixtures::compiled,
    path::Path,
};

const SURVEY: &str = "
| survey |
| | type | name | label | relevant | calculation | periplus::non_answers |
| | integer | a | A | | | |
| | note | n | N | | | |
| | begin group | g | G | ${a} > 1 | | |
| | text | b | B | | | |
| | begin repeat | r | R | ${a} < 5 | | no_data |
| | text | c | C | | | |
| | begin repeat | s | S | | | |
| | decimal | d | D | | | |
| | end repeat | | | | | |
| | end repeat | | | | | |
| | end group | | | | | |
| | calculate | twice | | | ${a} * 2 | |
";

fn document(given: &[(&str, Answer)]) -> Value {
    let questionnaire = compiled(SURVEY);
    let answers: Answers = given.iter().map(|(path, answer)| (path.parse().unwrap(), answer.clone())).collect();
    let instance = questionnaire.evaluate(&answers, &environment("en"));
    Value::Object(questionnaire.document(&instance, &answers).answers)
}

fn number(number: i64) -> Answer {
    Answer::Number(number.into())
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

#[test]
fn what_is_not_relevant_is_left_out() {
    let entries = [("b", text("b")), ("r/2/c", text("c")), ("r/2/s/7/d", number(4)), ("r/9/s/1/d", number(5))];
    let with = |a: i64| [vec![("a", number(a))], entries.to_vec()].concat();
    let all = json!([
        {"_entry": 2, "c": "c", "s": [{"_entry": 7, "d": 4}]},
        {"_entry": 9, "s": [{"_entry": 1, "d": 5}]},
    ]);
    assert_eq!(document(&with(1)), json!({"a": 1, "twice": 2}));
    assert_eq!(document(&with(2)), json!({"a": 2, "b": "b", "r": all, "twice": 4}));
    assert_eq!(document(&with(6)), json!({"a": 6, "b": "b", "twice": 12}));
    assert_eq!(document(&[("a", Answer::Unparsed("x".into()))]), json!({}));
}

#[test]
fn a_repeat_without_entries_may_say_why() {
    let say = |kind| Answer::NonAnswer(NonAnswer { kind, reason: None });
    for (a, kind, kept) in [
        (2, NonAnswerKind::NoData, true),
        (1, NonAnswerKind::NoData, false),
        (6, NonAnswerKind::NoData, false),
        (2, NonAnswerKind::NotApplicable, false),
    ] {
        let written = document(&[("a", number(a)), ("r", say(kind))]);
        assert_eq!(written.get("r").is_some(), kept, "{a} {kind:?}");
    }
}

#[test]
fn documents_and_drafts_read_back() {
    let questionnaire = compiled(SURVEY);
    let mut answers: Answers = [("a", number(3)), ("r/2/c", text("c")), ("r/2/s/7/d", number(4)), ("twice", number(6))]
        .map(|(path, answer)| (path.parse().unwrap(), answer))
        .into_iter()
        .collect();
    answers.add_entry(Path::top("r"));
    let instance = questionnaire.evaluate(&answers, &environment("en"));
    let document = questionnaire.document(&instance, &answers);
    assert_eq!(answers_of(&questionnaire.schema, &document.answers), answers);

    let rows = [
        ("r/3", json!(true)),
        ("r/2/s/7/d", json!(4)),
        ("r/2/s/7", json!(true)),
        ("r/2", json!(true)),
        ("r/2/c", json!("c")),
        ("a", json!(3)),
        ("twice", json!(6)),
        ("unknown", json!(1)),
        ("not a path", json!(1)),
        ("g", json!("a group has no answer")),
        ("b", json!(5)),
    ];
    let read = answers_of_draft(&questionnaire.schema, rows.iter().map(|(path, value)| (*path, value)));
    assert_eq!(read, answers);
}

#[test]
fn the_hash_follows_the_content() {
    let questionnaire = compiled(SURVEY);
    let hash = |a: i64| {
        let answers: Answers = [(Path::top("a"), number(a))].into_iter().collect();
        questionnaire.document(&questionnaire.evaluate(&answers, &environment("en")), &answers).content_hash
    };
    assert_eq!(hash(1), hash(1));
    assert_ne!(hash(1), hash(2));
    assert_eq!(hash(1).len(), 32);
}
