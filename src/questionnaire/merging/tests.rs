//! Versions that differ in every way, as one definition; and their coded rows as rows of it.

use serde_json::{Value, json};

use super::*;
use crate::questionnaire::{
    answer::NonAnswerKind,
    codes::{CodeLayout, Status, Transcoder},
    fixtures::{definition, group, list, personal, question, repeat, row_mut, with_non_answers},
};

fn one() -> Definition {
    definition(
        &[list("ab", &["a", "b"])],
        vec![
            group(
                "first",
                vec![
                    question("age", QuestionType::Integer),
                    question("colour", QuestionType::SelectOne("ab".into())),
                    with_non_answers(question("many", QuestionType::SelectMultiple("ab".into()))),
                    question("gone", QuestionType::Rank("ab".into())),
                    question("secret", QuestionType::Text),
                    question("inside", QuestionType::Text),
                ],
            ),
            repeat("things", vec![question("what", QuestionType::Text), question("size", QuestionType::Integer)]),
        ],
    )
}

fn two() -> Definition {
    definition(
        &[list("ab", &["c", "b"])],
        vec![
            group(
                "first",
                vec![
                    question("age", QuestionType::Decimal),
                    question("colour", QuestionType::SelectOne("ab".into())),
                    question("many", QuestionType::SelectMultiple("ab".into())),
                    personal(question("secret", QuestionType::Text)),
                    question("new", QuestionType::Acknowledge),
                ],
            ),
            repeat("things", vec![question("what", QuestionType::Integer), question("inside", QuestionType::Text)]),
        ],
    )
}

#[test]
fn a_version_alone_is_as_it_is() {
    let merged = Merged::single(3, &one());
    assert_eq!(merged.definition, one());
    assert_eq!(merged.versions_with("age", None), [3]);
    assert_eq!(merged.versions[0].merged_name("age"), Some("age"));
    assert!(Merged::of(&[]).is_none());
}

#[test]
fn rows_join_where_they_hold_the_same_and_stand_apart_where_not() {
    let merged = Merged::of(&[(2, &two()), (1, &one())]).unwrap();
    let names: Vec<String> = fields(&merged.definition)
        .iter()
        .map(|field| format!("{}{}", field.repeats.iter().map(|it| format!("{it}/")).collect::<String>(), field.name()))
        .collect();
    assert_eq!(
        names,
        [
            "first",
            "age",
            "colour",
            "many",
            "secret",
            "new",
            "gone",
            "secret__v1",
            "inside__v1",
            "things",
            "things/what",
            "things/inside",
            "things/what__v1",
            "things/size"
        ]
    );
    for (row, versions) in
        [("age", &[1, 2][..]), ("gone", &[1]), ("new", &[2]), ("inside", &[2]), ("inside__v1", &[1]), ("what", &[2])]
    {
        assert_eq!(merged.versions_with(row, None), versions, "{row}");
    }
    for (choice, versions) in [("a", &[1][..]), ("b", &[1, 2]), ("c", &[2]), ("x", &[])] {
        assert_eq!(merged.versions_with("colour", Some(choice)), versions, "{choice}");
    }
    // The newest order, then what was removed.
    let choices: Vec<&str> = merged.definition.choice_lists[0].choices.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(choices, ["c", "b", "a"]);
    let fields = fields(&merged.definition);
    let field = |name: &str| fields.iter().find(|field| field.name() == name).unwrap();
    let list = field("gone").question().unwrap().kind.list().unwrap();
    let choices: Vec<&str> =
        merged.definition.choice_list(list).unwrap().choices.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(choices, ["b", "a"], "what no version offered there has no column");
    assert_eq!(field("many").non_answers, NonAnswerKind::ALL.into());
    assert!(field("secret").personal && !field("secret__v1").personal);
    assert_eq!(field("gone").section.unwrap().name, "first");
}

#[test]
fn a_taken_name_is_left_alone() {
    let mut newer = two();
    row_mut(&mut newer.items[0]).name = "age__v1".into();
    let older = definition(&[], vec![question("age", QuestionType::Text)]);
    let merged = Merged::of(&[(1, &older), (2, &newer)]).unwrap();
    assert_eq!(merged.versions[0].merged_name("age"), Some("age__v1_"));
    assert_eq!(merged.versions[1].own_name("age__v1_"), None);
}

#[test]
fn guests_of_a_personal_section_are_no_more_personal_than_before() {
    let older = definition(&[], vec![group("s", vec![question("open", QuestionType::Text)])]);
    let newer = definition(&[], vec![personal(group("s", vec![question("mail", QuestionType::Text)]))]);
    let merged = Merged::of(&[(1, &older), (2, &newer)]).unwrap();
    let fields = fields(&merged.definition);
    let personal = |name: &str| fields.iter().find(|field| field.name() == name).unwrap().personal;
    assert!(personal("mail") && !personal("open"));
}

#[test]
fn coded_rows_read_the_same_in_the_layout_of_all() {
    let merged = Merged::of(&[(1, &one()), (2, &two())]).unwrap();
    let all = CodeLayout::of(&merged.definition);
    let own = CodeLayout::of(&one());
    let transcoder = Transcoder::new(&own, &merged.versions[0], &all).unwrap();
    let document = json!({"age": 7, "colour": "a", "many": ["a", "b"], "gone": ["b", "a"]});
    let Value::Object(document) = document else { panic!() };
    let mut bytes = vec![1, 2, 3];
    transcoder.transcode(&own.encode(&document, |_| true), &mut bytes).unwrap();
    let row = all.row(&bytes).unwrap();
    let slot = |name: &str| all.slot(name).unwrap();
    let names = |name: &str, places: Vec<usize>| -> Vec<String> {
        places.into_iter().map(|place| slot(name).kind.choices()[place].clone()).collect()
    };
    assert_eq!(row.number(slot("age")), Some(7.0));
    assert_eq!(names("colour", row.choice(slot("colour")).into_iter().collect()), ["a"]);
    assert_eq!(names("many", row.chosen(slot("many")).collect()), ["b", "a"]);
    let ranks: Vec<(String, u16)> =
        row.ranks(slot("gone")).map(|(place, rank)| (slot("gone").kind.choices()[place].clone(), rank)).collect();
    assert_eq!(ranks, [("b".to_owned(), 1), ("a".to_owned(), 2)]);
    assert_eq!(row.status(slot("new")), Status::NotAsked);

    let silent = json!({"many": {"non_answer": "no_data"}});
    let Value::Object(silent) = silent else { panic!() };
    transcoder.transcode(&own.encode(&silent, |name| name == "age"), &mut bytes).unwrap();
    let row = all.row(&bytes).unwrap();
    assert_eq!(row.status(slot("age")), Status::Blank);
    assert_eq!(row.status(slot("colour")), Status::NotAsked);
    assert_eq!(row.status(slot("many")), Status::NonAnswer(NonAnswerKind::NoData));
    assert!(transcoder.transcode(&[0], &mut bytes).is_err());
    assert!(Transcoder::new(&own, &Merged::single(1, &one()).versions[0], &own).is_none());
}
