//! Answers in the shapes that people write them in, and what is said of each outcome.

use serde_json::{Value as Json, json};

use super::super::{
    fixture::environment,
    trial::{Conversion, Given, Scene, printed},
};
use crate::questionnaire::fixtures::compiled;

fn tried(answers: &Json, place: Option<&str>, text: &str, conversion: Option<&str>) -> Json {
    let given: Given = serde_json::from_str(&answers.to_string()).unwrap();
    let conversion = conversion.map(|name| Conversion::from_name(name).unwrap());
    let outcome =
        Scene::of_json(&given, text, place).and_then(|scene| scene.run(text, place, &environment("en"), conversion));
    outcome.map_or_else(|fault| fault.to_json(text), |outcome| outcome.to_json())
}

#[test]
fn answers_make_the_names() {
    let flat =
        json!({ "name": "Ann", "age": 7, "half": 0.5, "gone": null, "ports": [{ "berths": 5 }, { "berths": 7 }] });
    let nested = json!({ "data": { "group": { "age": "7" }, "tags": ["a", "b"], "list": [[1, 2], 3] } });
    for (answers, place, text, value) in [
        (&flat, None, "${name}", json!("Ann")),
        (&flat, None, "${age}", json!(7)),
        (&flat, None, "${half} + 0.5", json!(1)),
        (&flat, None, "${gone}", Json::Null),
        (&flat, None, "/data/age", json!(["7"])),
        (&flat, None, "/form/age", json!(["7"])),
        (&flat, None, "age", json!(["7"])),
        (&flat, None, "sum(ports/berths)", json!(12)),
        (&flat, None, "/data/nothing", json!([])),
        (&flat, Some("ports[2]/berths"), "${berths}", json!(7)),
        (&flat, Some("/data/ports[2]/berths"), "../../age + .", json!(14)),
        (&flat, Some("ports/2"), "position(.)", json!(2)),
        (&flat, Some("berths"), "${berths}", json!(5)),
        (&nested, Some("/"), "data/group/age", json!(["7"])),
        (&nested, None, "/data/group/age + 1", json!(8)),
        (&nested, None, "count(/data/tags)", json!(2)),
        (&nested, None, "sum(/data/list)", json!(6)),
        (&nested, None, "${age} + 1", json!(8)),
        (&nested, Some("/data[1]/group[1]"), "age", json!(["7"])),
        (&json!({ "div": ["a", "b"] }), Some("/div[1]/div[2]"), "string()", json!("b")),
        (&json!({ "root": "" }), Some("/"), "boolean(/other)", json!(false)),
        (&json!({ "a": { "#text": "own", "@id": 3 } }), None, "concat(/a, count(/a/*))", json!("own0")),
        (&json!({}), None, "1 + 1", json!(2)),
        (&json!({ "yes": true }), None, "${yes} = 'true'", json!(true)),
    ] {
        assert_eq!(tried(answers, place, text, None)["value"], value, "{answers} {text}");
    }
}

#[test]
fn outcomes_have_a_type() {
    let answers = json!({ "a": 1, "b": null, "r": [{ "x": 1 }, { "x": 2 }] });
    for (text, conversion, expected) in [
        ("1 div 3", None, json!({ "type": "number", "value": 1.0 / 3.0 })),
        ("0 * -1", None, json!({ "type": "number", "value": "-0" })),
        ("-1 div 0", None, json!({ "type": "number", "value": "-Infinity" })),
        ("'x' + 1", None, json!({ "type": "number", "value": "NaN" })),
        ("9007199254740993 * 1000", None, json!({ "type": "number", "value": 9_007_199_254_740_992_000.0 })),
        ("'7'", Some("number"), json!({ "type": "number", "value": 7 })),
        ("7", Some("string"), json!({ "type": "string", "value": "7" })),
        ("7", Some("boolean"), json!({ "type": "boolean", "value": true })),
        ("today()", None, json!({ "type": "date", "value": "2026-02-03" })),
        ("now()", None, json!({ "type": "datetime", "value": "2026-02-03T23:30:00.000+02:00" })),
        ("${b}", None, json!({ "type": "empty", "value": null })),
        ("''", None, json!({ "type": "string", "value": "" })),
        ("/data/r/x", None, json!({ "type": "nodes", "value": ["1", "2"] })),
        ("if(1, ${a}, ${b})", None, json!({ "type": "number", "value": 1 })),
        (
            "nothing()",
            None,
            json!({ "error": { "code": "unknown-function", "message": "There is no function nothing().", "at": [0, 7] } }),
        ),
        (
            "'é' + ${ab}",
            None,
            json!({ "error": { "code": "unknown-name", "message": "There is no question “ab”. Did you mean “a”?", "at": [6, 11] } }),
        ),
        (
            "${x}",
            None,
            json!({ "error": {
            "code": "many-values",
            "message": "“x” has a value in every entry of “r”, and one value is needed here.",
            "at": [0, 4],
        } }),
        ),
    ] {
        assert_eq!(tried(&answers, None, text, conversion), expected, "{text}");
    }
}

#[test]
fn a_questionnaire_gives_types_and_labels() {
    let questionnaire = compiled(
        "| survey | | | | |
         | | type | name | label | calculation |
         | | integer | age | Age | |
         | | date | born | Born | |
         | | select_multiple sea | seas | Seas | |
         | | begin_group | g | G | |
         | | begin_repeat | ports | Ports | |
         | | decimal | berths | Berths | |
         | | end_repeat | | | |
         | | end_group | | | |
         | | calculate | twice | | ${age} * 2 |
         | choices | | | | |
         | | list_name | name | label::en | label::fr |
         | | sea | north | North Sea | Mer du Nord |",
    );
    let environment = environment("fr");
    let run = |answers: Json, place: Option<&str>, text: &str| {
        let given: Given = serde_json::from_str(&answers.to_string()).unwrap();
        let scene = Scene::of_questionnaire(&questionnaire, &given, &environment);
        let outcome = scene.and_then(|scene| scene.run(text, place, &environment, None));
        outcome.map_or_else(|fault| fault.to_json(text), |outcome| outcome.to_json())
    };
    let ports = json!([{ "berths": "2.50" }, { "berths": 4 }]);
    for (answers, place, text, value) in [
        (json!({ "age": "7" }), None, "${twice}", json!(14)),
        (json!({ "data": { "age": 7 } }), None, "/data/age", json!(["7"])),
        (json!({ "age": "seven" }), None, "${age}", Json::Null),
        (json!({ "born": "2026-2-3" }), None, "${born}", json!("2026-02-03")),
        (json!({ "seas": "north" }), None, "jr:choice-name(${seas}, '${seas}')", json!("Mer du Nord")),
        (json!({ "seas": ["north"] }), None, "${seas}", json!("north")),
        (json!({ "g": { "ports": ports } }), None, "sum(${berths})", json!(6.5)),
        (json!({ "ports": ports }), Some("berths"), "${berths}", json!(2.5)),
        (json!({ "ports": ports }), Some("ports[2]"), "${berths}", json!(4)),
        (json!({ "ports": ports }), Some("/data/g/ports[2]/berths"), ".", json!(["4"])),
    ] {
        assert_eq!(run(answers.clone(), place, text)["value"], value, "{answers} {text}");
    }
    for (answers, place, code) in [
        (json!({ "aeg": 1 }), None, "unknown-answer"),
        (json!([]), None, "unreadable-answers"),
        (json!({ "ports": [3] }), None, "unreadable-answers"),
        (json!({}), Some("berths"), "unknown-place"),
        (json!({}), Some("age[x]"), "unknown-place"),
    ] {
        assert_eq!(run(answers.clone(), place, "1")["error"]["code"], code, "{answers}");
    }
}

#[test]
fn carets_stand_below_what_is_wrong() {
    let answers: Given = serde_json::from_str("{}").unwrap();
    for (text, lines) in [
        ("1 + nope()", "1 + nope()\n    ^^^^\n"),
        ("1 +", "1 +\n   ^\n"),
        ("1 +\n\té + ${x}", "\té + ${x}\n\t    ^^^^\n"),
        ("", "\n^\n"),
    ] {
        let fault =
            Scene::of_json(&answers, text, None).unwrap().run(text, None, &environment("en"), None).unwrap_err();
        assert_eq!(fault.caret_lines(text), lines, "{text}");
    }
    assert_eq!(printed("1+ (2)").unwrap(), "1 + 2");
}
