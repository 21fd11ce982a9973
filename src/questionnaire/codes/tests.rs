//! The bytes of coded rows, and that they read back as they were written.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::questionnaire::fixtures::{definition, group, list, personal, question, repeat};

fn layout() -> CodeLayout {
    let closed = vec![
        question("one", QuestionType::SelectOne("abc".into())),
        question("age", QuestionType::Integer),
        question("many", QuestionType::SelectMultiple("long".into())),
        question("words", QuestionType::Text),
    ];
    let rest = vec![
        question("order", QuestionType::Rank("abc".into())),
        question("agree", QuestionType::Acknowledge),
        personal(question("sex", QuestionType::SelectOne("abc".into()))),
        repeat("things", vec![question("inner", QuestionType::SelectOne("abc".into()))]),
        question("share", QuestionType::Decimal),
    ];
    let long: Vec<String> = (0..20).map(|n| format!("c{n}")).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    CodeLayout::of(&definition(
        &[list("abc", &["a", "b", "c"]), list("long", &long)],
        vec![group("s", closed), group("t", rest)],
    ))
}

fn encode(value: Value) -> Vec<u8> {
    layout().encode(value.as_object().unwrap(), |name| name != "agree")
}

#[test]
fn the_bytes_are_as_documented() {
    let layout = layout();
    let names: Vec<_> = layout.slots().iter().map(|slot| (slot.question.as_str(), slot.offset)).collect();
    let expected = [("one", 0), ("many", 2), ("order", 8), ("agree", 16), ("age", 18), ("share", 28)];
    assert_eq!((names.as_slice(), layout.row_length()), (&expected[..], 38));

    let bytes = encode(json!({"one": "b", "many": ["c0", "c17"], "order": ["c", "a"], "age": 40, "sex": "a"}));
    let mut expected = vec![2, 0, 1, 0, 1, 0, 2, 0, 1, 0, 2, 0, 0, 0, 1, 0, 0xFC, 0xFF, 1, 0];
    expected.extend(40_f64.to_le_bytes());
    expected.extend([0; 10]);
    assert_eq!(bytes, expected);
}

#[test]
fn every_status_has_its_word() {
    for (document, expected) in [
        (json!({}), Status::Blank),
        (json!({"one": null}), Status::Blank),
        (json!({"one": "a"}), Status::Answered),
        (json!({"one": "z"}), Status::Unreadable),
        (json!({"one": ["a"]}), Status::Unreadable),
        (json!({"one": {"unparsed": "a?"}}), Status::Unreadable),
        (
            json!({"one": {"non_answer": "not_our_competence", "reason": "state"}}),
            Status::NonAnswer(NonAnswerKind::NotOurCompetence),
        ),
        (json!({"one": {"non_answer": "no_data"}}), Status::NonAnswer(NonAnswerKind::NoData)),
        (json!({"one": {"non_answer": "not_applicable"}}), Status::NonAnswer(NonAnswerKind::NotApplicable)),
    ] {
        let (layout, bytes) = (layout(), encode(document.clone()));
        assert_eq!(layout.row(&bytes).unwrap().status(layout.slot("one").unwrap()), expected, "{document}");
    }
    let (layout, bytes) = (layout(), encode(json!({"age": "old", "many": ["a"], "order": 3})));
    for question in ["age", "many", "order"] {
        assert_eq!(layout.row(&bytes).unwrap().status(layout.slot(question).unwrap()), Status::Unreadable);
    }
    assert_eq!(layout.row(&bytes).unwrap().status(layout.slot("agree").unwrap()), Status::NotAsked);
}

#[test]
fn another_length_is_refused() {
    assert_eq!(layout().row(&[0; 37]).unwrap_err(), CodeError { expected: 38, found: 37 });
}

fn non_answer() -> impl Strategy<Value = Value> {
    prop::sample::select(&NonAnswerKind::ALL[..]).prop_map(|kind| json!({"non_answer": kind.code()}))
}

fn subset(of: &'static str, count: usize) -> impl Strategy<Value = Value> {
    let names: Vec<String> =
        (0..count).map(|n| if of.is_empty() { ["a", "b", "c"][n].to_owned() } else { format!("{of}{n}") }).collect();
    prop::sample::subsequence(names, 1..=count).prop_shuffle().prop_map(|names| json!(names))
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![any::<i32>().prop_map(|n| json!(n)), (-1e9..1e9).prop_map(|n: f64| json!(n))]
}

proptest! {
    #[test]
    fn a_row_reads_back_as_the_document(
        one in prop::option::of(prop_oneof![prop::sample::select(vec!["a", "b", "c"]).prop_map(|n| json!(n)), non_answer()]),
        many in prop::option::of(prop_oneof![subset("c", 20), non_answer()]),
        order in prop::option::of(prop_oneof![subset("", 3), non_answer()]),
        age in prop::option::of(prop_oneof![number(), non_answer()]),
    ) {
        let layout = layout();
        let answers = [("one", one), ("many", many), ("order", order), ("age", age)];
        let document: Map<_, _> = answers.iter().filter_map(|(k, v)| Some(((*k).to_owned(), v.clone()?))).collect();
        let bytes = layout.encode(&document, |_| true);
        let row = layout.row(&bytes).unwrap();
        for (name, answer) in &answers {
            let slot = layout.slot(name).unwrap();
            let choices = slot.kind.choices();
            let status = match answer {
                None => Status::Blank,
                Some(Value::Object(object)) => {
                    Status::NonAnswer(NonAnswerKind::from_code(object["non_answer"].as_str().unwrap()).unwrap())
                }
                Some(_) => Status::Answered,
            };
            prop_assert_eq!(row.status(slot), status);
            let answered = answer.clone().filter(|_| status == Status::Answered);
            let back = match slot.kind {
                SlotKind::One(_) => row.choice(slot).map(|place| json!(choices[place])),
                SlotKind::Several(_) => {
                    let mut chosen: Vec<_> = row.chosen(slot).map(|place| choices[place].clone()).collect();
                    chosen.sort();
                    (!chosen.is_empty()).then(|| json!(chosen))
                }
                SlotKind::Ranking(_) => {
                    let mut ranked: Vec<_> = row.ranks(slot).collect();
                    ranked.sort_by_key(|(_, rank)| *rank);
                    let ranked: Vec<_> = ranked.iter().map(|(place, _)| &choices[*place]).collect();
                    (!ranked.is_empty()).then(|| json!(ranked))
                }
                SlotKind::Number => row.number(slot).map(|number| json!(number)),
            };
            let expected = match (&slot.kind, answered) {
                (SlotKind::Several(_), Some(names)) => {
                    let mut names: Vec<String> = serde_json::from_value(names).unwrap();
                    names.sort();
                    Some(json!(names))
                }
                (SlotKind::Number, Some(number)) => Some(json!(number.as_f64().unwrap())),
                (_, other) => other,
            };
            prop_assert_eq!(back, expected);
        }
    }
}
