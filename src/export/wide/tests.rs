//! Rows as a table of cases, and that every cell reads back whatever was answered.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::export::ExportRow;
use crate::export::fixtures::{instrument, read, row};

const QUESTIONS: [&str; 12] = [
    "country",
    "words",
    "proof",
    "many/a",
    "many/b",
    "many.non_answer",
    "order/a",
    "order/b",
    "order.non_answer",
    "amount",
    "amount.non_answer",
    "practices",
];

fn cells(document: &str) -> Vec<String> {
    let mut writer = WideWriter::new(&instrument());
    let mut out = Vec::new();
    writer.header(&mut out);
    writer.row(&row(document), &mut out).unwrap();
    assert!(writer.unplaced().is_empty(), "{:?}", writer.unplaced());
    read(&out).pop().unwrap().split_off(LEADING.len())
}

#[test]
fn headers_are_question_names_and_none_is_there_twice() {
    let mut expected: Vec<&str> = LEADING.to_vec();
    expected[3] = "response_country";
    expected.extend(QUESTIONS);
    assert_eq!(WideWriter::new(&instrument()).headers(), expected);
}

#[test]
fn leading_cells_say_who_and_when() {
    let mut out = Vec::new();
    let mut writer = WideWriter::new(&instrument());
    writer.row(&ExportRow { department: "=Europe, \"Mer\"", ..row("{}") }, &mut out).unwrap();
    let expected = "00000000-0000-0000-0000-000000001234,MIG-7F3K,FR-BRE,FR,\"'=Europe, \"\"Mer\"\"\",INT,accepted,2,fr,\
                    2026-09-21T14:13:20Z,3,,,,,,,,,,,,,,\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn answers_stand_in_their_columns() {
    for (document, expected) in [
        ("{}", ",,,,,,,,,,,"),
        (r#"{"country": "a", "words": "=SUM(A1)"}"#, "a,=SUM(A1),,,,,,,,,,"),
        (r#"{"words": null}"#, ",,,,,,,,,,,"),
        (r#"{"words": "\u00c9t\u00e9"}"#, ",Été,,,,,,,,,,"),
        (r#"{"many": ["b"]}"#, ",,,0,1,,,,,,,"),
        (r#"{"many": ["b", "a"]}"#, ",,,1,1,,,,,,,"),
        (r#"{"many": []}"#, ",,,0,0,,,,,,,"),
        (r#"{"order": ["b", "a"]}"#, ",,,,,,2,1,,,,"),
        (r#"{"order": ["b"]}"#, ",,,,,,,1,,,,"),
        (r#"{"amount": -12}"#, ",,,,,,,,,-12,,"),
        (r#"{"amount": 0.1}"#, ",,,,,,,,,0.1,,"),
        (r#"{"amount": 1e3}"#, ",,,,,,,,,1000,,"),
        (r#"{"amount": 12345678901234.5}"#, ",,,,,,,,,12345678901234.5,,"),
        (
            r#"{"amount": {"non_answer": "not_our_competence", "reason": "state"}}"#,
            ",,,,,,,,,,not_our_competence:state,",
        ),
        (r#"{"many": {"reason": "confidential", "non_answer": "no_data"}}"#, ",,,,,no_data:confidential,,,,,,"),
        (r#"{"order": {"non_answer": "not_applicable"}}"#, ",,,,,,,,not_applicable,,,"),
        (r#"{"proof": [{"file": "x", "name": "a.pdf", "size": 1}, {"name": "b.pdf"}]}"#, ",,a.pdf; b.pdf,,,,,,,,,"),
        (r#"{"practices": [{"_entry": 1}, {"_entry": 5, "title": "x"}]}"#, ",,,,,,,,,,,2"),
        (r#"{"practices": [], "many": ["a"], "country": "b"}"#, "b,,,1,0,,,,,,,0"),
    ] {
        assert_eq!(cells(document), expected.split(',').collect::<Vec<_>>(), "{document}");
    }
}

#[test]
fn personal_answers_leave_no_trace() {
    let mut out = Vec::new();
    let mut writer = WideWriter::new(&instrument());
    writer.header(&mut out);
    let document = r#"{"phone": "canary", "email": "canary", "practices": [{"_entry": 1, "contact": "canary"}]}"#;
    writer.row(&row(document), &mut out).unwrap();
    assert!(!String::from_utf8(out).unwrap().contains("canary"));
    assert!(writer.unplaced().is_empty());
}

#[test]
fn what_has_no_column_is_told() {
    let mut writer = WideWriter::new(&instrument());
    let document = r#"{"gone": 1, "many": ["z", "a"], "words": {"non_answer": "not_applicable"}}"#;
    writer.row(&row(document), &mut Vec::new()).unwrap();
    let unplaced: Vec<_> = writer.unplaced().iter().map(|(name, count)| (name.as_str(), *count)).collect();
    assert_eq!(unplaced, [("gone", 1), ("many", 1), ("words", 1)]);
}

#[test]
fn a_damaged_document_writes_nothing() {
    for document in
        ["", "[]", "{", "{} {}", r#"{"words": ["a"]}"#, r#"{"many": "a"}"#, r#"{"words": {"unparsed": "a"}}"#]
    {
        let mut out = Vec::new();
        let error = WideWriter::new(&instrument()).row(&row(document), &mut out).unwrap_err();
        assert!(matches!(error, ExportError::Document { .. }), "{document}");
        assert!(out.is_empty());
    }
}

proptest! {
    #[test]
    fn every_text_reads_back(words in "[ '=+@,\"\r\n\ta]{1,6}|\\PC{1,40}", digits in -10_i64.pow(14)..10_i64.pow(14), reversed: bool) {
        let amount = digits as f64 / 1e5;
        let mut document: Map<String, Value> = Map::new();
        document.insert("words".into(), json!(words));
        document.insert("amount".into(), json!(amount));
        document.insert("many".into(), json!(["a"]));
        let mut members: Vec<String> = document.iter().map(|(key, value)| format!("{}:{value}", json!(key))).collect();
        if reversed {
            members.reverse();
        }
        let found = cells(&format!("{{{}}}", members.join(",")));
        prop_assert_eq!(&found[1], &words);
        prop_assert_eq!(found[9].parse::<f64>().unwrap(), amount);
        prop_assert_eq!(&found[3..6], ["1", "0", ""]);
    }
}
