//! Drafts before and after: what carries over, what is to be confirmed, and what is kept apart.

use serde_json::json;

use super::*;
use crate::questionnaire::fixtures::compiled;

/// A form of these rows (`type name label`) and choices (`list name label`).
fn form(rows: &str, choices: &str) -> Questionnaire {
    let mut markdown = String::from(
        "| survey |\n| | type | name | label | relevant | periplus::unit | periplus::non_answers | periplus::personal |\n",
    );
    let line = |cells: &str| cells.split(';').map(|cell| format!(" {} |", cell.trim())).collect::<String>();
    for row in rows.lines().map(str::trim).filter(|row| !row.is_empty()) {
        markdown.push_str(&format!("| |{}\n", line(row)));
    }
    markdown.push_str("| choices |\n| | list_name | name | label |\n");
    for row in choices.lines().map(str::trim).filter(|row| !row.is_empty()) {
        markdown.push_str(&format!("| |{}\n", line(row)));
    }
    compiled(&markdown)
}

const AB: &str = "ab; a; Red
    ab; b; Blue
    ab; c; Green";

fn moved(from: &Questionnaire, to: &Questionnaire, rows: &[(&str, Value)]) -> Moved {
    let rows: Vec<(&str, &Value)> = rows.iter().map(|(path, value)| (*path, value)).collect();
    Carrier::new(from, to).carry(&rows, &[], "en")
}

/// One question with an answer: the answer after the move, and why it is to be confirmed.
fn check(before: &str, after: &str, answer: Value, expected: Value, reasons: &[Reason]) {
    let (from, to) = (form(before, AB), form(after, "ab; a; Red\nab; c; Lime\nab; d; Black"));
    let done = moved(&from, &to, &[("q", answer.clone())]);
    let now = done.writes.iter().find(|write| write.path == "q").map_or(Some(answer.clone()), |it| it.value.clone());
    assert_eq!(now, Some(expected), "{before} → {after}: {answer}");
    let told: Vec<Reason> = done.reconfirm.iter().flat_map(|it| it.reasons.iter().copied()).collect();
    assert_eq!(told, reasons, "{before} → {after}: {answer}");
    assert!(done.reconfirm.iter().all(|it| it.former == answer && it.former_path == "q"));
    assert!(done.earlier.is_empty());
}

#[test]
fn answers_are_converted_where_they_can_be() {
    use Reason::{Choices, Reworded, Type, Unit, Unreadable};
    let typed = |text: &str| json!({ "unparsed": text });
    check("text; q; Q", "text; q; Q", json!("x"), json!("x"), &[]);
    check("text; q; Q", "text; q; Q?", json!("x"), json!("x"), &[Reworded]);
    check("integer; q; Q", "decimal; q; Q", json!(3), json!(3), &[]);
    check("decimal; q; Q", "integer; q; Q", json!(3.5), json!(3.5), &[Type]);
    check("integer; q; Q;; EUR", "integer; q; Q;; kEUR", json!(3), json!(3), &[Unit]);
    check("text; q; Q", "integer; q; Q", json!("1,200"), json!(1200), &[Type]);
    check("text; q; Q", "integer; q; Q", json!("many"), typed("many"), &[Type, Unreadable]);
    check("integer; q; Q", "text; q; Q", json!(12), json!("12"), &[Type]);
    check("text; q; Q", "date; q; Q", json!("2026-02-01"), json!("2026-02-01"), &[Type]);
    check("text; q; Q", "date; q; Q", json!("soon"), typed("soon"), &[Type, Unreadable]);
    check("select_one ab; q; Q", "select_one ab; q; Q", json!("a"), json!("a"), &[]);
    check("select_one ab; q; Q", "select_one ab; q; Q", json!("b"), typed("Blue"), &[Choices, Unreadable]);
    check("select_one ab; q; Q", "select_one ab; q; Q", json!("c"), json!("c"), &[Choices]);
    check("select_one ab; q; Q", "select_multiple ab; q; Q", json!("a"), json!(["a"]), &[Type]);
    check("select_one ab; q; Q", "select_multiple ab; q; Q", json!("b"), typed("Blue"), &[Type, Choices, Unreadable]);
    check("select_multiple ab; q; Q", "select_one ab; q; Q", json!(["a"]), json!("a"), &[Type]);
    check(
        "select_multiple ab; q; Q",
        "select_one ab; q; Q",
        json!(["a", "c"]),
        typed("Red; Green"),
        &[Type, Choices, Unreadable],
    );
    check("select_multiple ab; q; Q", "select_multiple ab; q; Q", json!(["a", "b"]), json!(["a"]), &[Choices]);
    check("select_multiple ab; q; Q", "select_multiple ab; q; Q", json!(["b"]), typed("Blue"), &[Choices, Unreadable]);
    check("rank ab; q; Q", "rank ab; q; Q", json!(["b", "a", "c"]), json!(["a", "c"]), &[Choices]);
    check("text; q; Q", "select_one ab; q; Q", json!("red"), json!("a"), &[Type]);
    check("text; q; Q", "select_one ab; q; Q", json!("blue"), typed("blue"), &[Type, Unreadable]);
    check("select_one ab; q; Q", "text; q; Q", json!("b"), json!("Blue"), &[Type]);
    let offers = "integer; q; Q;;; no_data";
    let non_answer = json!({ "non_answer": "no_data" });
    check(offers, "text; q; Q;;; no_data", non_answer.clone(), non_answer.clone(), &[]);
    check(offers, "text; q; Q", non_answer.clone(), non_answer, &[Unreadable]);
    let both = json!({ "given": "12", "non_answer": "no_data", "reason": null });
    let kept = json!({ "given": 12, "non_answer": "no_data", "reason": null });
    check("text; q; Q;;; no_data", offers, both, kept, &[Type]);
    check("text; q; Q;;;; yes", "text; q; Q", json!("x"), json!("x"), &[Reason::Terms]);
    check("text; q; Q", "text; q; Q;;;; yes", json!("x"), json!("x"), &[]);
}

#[test]
fn what_is_asked_no_more_is_kept() {
    let from = form("text; a; A\nfile; f; F\ntext; t; T\ntext; c; C", "");
    let to = form("text; f; F\nnote; c; C", "");
    let files = json!([{ "file": "00000000-0000-0000-0000-000000000001", "name": "x.pdf", "media_type": "application/pdf", "size": 1 }]);
    let done = moved(&from, &to, &[("a", json!("1")), ("f", files), ("c", json!("3"))]);
    assert!(done.writes.is_empty(), "{:?}", done.writes);
    assert_eq!(done.earlier.iter().map(|it| it.former_path.as_str()).collect::<Vec<_>>(), ["a", "c", "f"]);
    assert!(done.reconfirm.is_empty());
    // Asked again, it would otherwise come back unseen.
    let back = moved(&to, &from, &[("a", json!("1"))]);
    assert_eq!(back.reconfirm[0].reasons, BTreeSet::from([Reason::AskedAgain]));
    let other = form("integer; a; A", "");
    let back = moved(&to, &other, &[("a", json!("many"))]);
    assert_eq!(back.writes[0].value, Some(json!({ "unparsed": "many" })));
}

const INSIDE: &str = "begin_repeat; r; R
    text; q; Q
    text; s; S
    end_repeat;";
const OUTSIDE: &str = "text; q; Q
    begin_repeat; r; R
    text; s; S
    end_repeat;";

#[test]
fn questions_move_into_and_out_of_repeats() {
    let (inside, outside) = (form(INSIDE, ""), form(OUTSIDE, ""));
    let rows = [
        ("r/1", json!(null)),
        ("r/1/q", json!("removed")),
        ("r/2", json!(true)),
        ("r/2/q", json!("two")),
        ("r/2/s", json!("s")),
        ("r/3", json!(true)),
        ("r/3/q", json!("three")),
    ];
    let out = moved(&inside, &outside, &rows);
    let write = |path: &str, value: Option<Value>| Rewrite { path: path.to_owned(), value };
    assert_eq!(out.writes, [write("r/2/q", None), write("q", Some(json!("two")))]);
    assert_eq!(out.reconfirm.len(), 1);
    assert_eq!((out.reconfirm[0].path.as_str(), out.reconfirm[0].former_path.as_str()), ("q", "r/2/q"));
    assert_eq!(out.reconfirm[0].reasons, BTreeSet::from([Reason::Moved]));
    // Only one entry can speak for all; the others are kept.
    assert_eq!(out.earlier, [Earlier { former_path: "r/3/q".into(), former: json!("three") }]);

    let into = moved(&outside, &inside, &[("q", json!("x")), ("r/4", json!(true)), ("r/4/s", json!("s"))]);
    assert_eq!(into.writes, [write("q", None), write("r/4/q", Some(json!("x")))]);
    let alone = moved(&outside, &inside, &[("q", json!("x"))]);
    assert_eq!(alone.writes, [write("q", None), write("r/1", Some(json!(true))), write("r/1/q", Some(json!("x")))]);
}

#[test]
fn entries_follow_a_repeat_of_another_name_and_stay_without_one() {
    let (from, renamed) = (form(INSIDE, ""), form(&INSIDE.replace("; r;", "; other;"), ""));
    let rows = [("r/2", json!(true)), ("r/2/q", json!("two")), ("r/5", json!(true)), ("r/5/q", json!("five"))];
    let done = moved(&from, &renamed, &rows);
    let written: Vec<&str> =
        done.writes.iter().filter(|write| write.value.is_some()).map(|write| write.path.as_str()).collect();
    assert_eq!(written, ["other/2", "other/2/q", "other/5", "other/5/q"]);
    assert_eq!(done.reconfirm.len(), 2);
    let gone = moved(&from, &form("text; x; X", ""), &rows);
    assert_eq!(gone.earlier.iter().map(|it| it.former_path.as_str()).collect::<Vec<_>>(), ["r/2/q", "r/5/q"]);
    assert!(gone.writes.is_empty());
}

#[test]
fn what_waited_and_is_gone_is_withdrawn() {
    let (from, to) = (form("text; a; A\ntext; b; B", ""), form("text; b; B", ""));
    let value = json!("x");
    let rows: Vec<(&str, &Value)> = vec![("a", &value), ("b", &value)];
    let done = Carrier::new(&from, &to).carry(&rows, &["a", "b"], "en");
    assert_eq!(done.withdrawn, ["a"]);
    // Blanked by its people meanwhile.
    assert_eq!(Carrier::new(&from, &to).carry(&rows[1..], &["a"], "en").withdrawn, ["a"]);
}

#[test]
fn nothing_typed_is_lost_whatever_the_types() {
    let types = [
        "text",
        "integer",
        "decimal",
        "date",
        "time",
        "dateTime",
        "select_one ab",
        "select_multiple ab",
        "rank ab",
        "acknowledge",
    ];
    let answers = [
        json!("2026-01-01T10:00:00"),
        json!(4),
        json!(0.5),
        json!("2026-01-01"),
        json!("10:00:00"),
        json!("2026-01-01T10:00:00"),
        json!("b"),
        json!(["b", "c"]),
        json!(["c", "a", "b"]),
        json!("OK"),
    ];
    for (before, answer) in types.iter().zip(&answers) {
        for after in types {
            let (from, to) = (form(&format!("{before}; q; Q"), AB), form(&format!("{after}; q; Q"), "ab; a; Red"));
            let done = moved(&from, &to, &[("q", answer.clone())]);
            let value =
                done.writes.iter().find(|write| write.path == "q").map_or(Some(answer.clone()), |it| it.value.clone());
            let value = value.unwrap();
            let SlotKind::Question(kind) = &to.schema.get(to.schema.slot("q").unwrap()).kind else { panic!() };
            let read = Answer::from_json(kind, &value);
            assert!(read.is_some() || !done.earlier.is_empty(), "{before} → {after}: {value}");
            assert!(before == &after || value == *answer || !done.reconfirm.is_empty(), "{before} → {after}: {value}");
        }
    }
}
