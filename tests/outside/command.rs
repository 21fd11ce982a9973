//! `periplus expression` as an author meets it: what it prints, and its exit status.

use std::{
    fs,
    process::{Command, Output},
};

use serde_json::{Value as Json, json};

fn periplus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_periplus")).arg("expression").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn an_author_reads_the_type_and_the_value() {
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers.json");
    fs::write(&answers, r#"{"staff": 12, "ports": [{"berths": 5}, {"berths": 7}]}"#).unwrap();
    let answers = answers.to_str().unwrap();
    let now = "2026-02-03T23:30:00+02:00";
    for (arguments, printed) in [
        (vec!["2 + 3 * 4"], "number: 14\n"),
        (vec!["-5"], "number: -5\n"),
        (vec!["'a'"], "string: a\n"),
        (vec!["${staff} > 10", "--answers", answers], "boolean: true\n"),
        (vec!["/data/ports/berths", "--answers", answers], "nodes: 2\n  5\n  7\n"),
        (vec!["${berths}", "--answers", answers, "--at", "ports[2]"], "number: 7\n"),
        (vec!["today()", "--now", now], "date: 2026-02-03\n"),
        (vec!["format-date(today(), '%A')", "--now", now, "--language", "fr"], "string: mardi\n"),
        (vec!["'7'", "--as", "number"], "number: 7\n"),
        (vec!["(1)+(2)", "--parse"], "1 + 2\n"),
        (vec!["0 div 0", "--json"], "{\"type\":\"number\",\"value\":\"NaN\"}\n"),
    ] {
        let output = periplus(&arguments);
        assert_eq!((text(&output.stdout).as_str(), output.status.code()), (printed, Some(0)), "{arguments:?}");
    }
}

#[test]
fn an_author_reads_what_is_wrong_with_a_caret() {
    let output = periplus(&["1 + slected('a', 'b')"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    let expected = "unknown-function: There is no function slected(). Did you mean “selected”?\n\
                    1 + slected('a', 'b')\n    ^^^^^^^\nUse a function that the documentation lists.\n";
    assert_eq!(text(&output.stderr), expected);
    let output = periplus(&["${x}", "--json"]);
    let error: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((error["error"]["code"].as_str(), output.status.code()), (Some("unknown-name"), Some(1)));
    assert_eq!(error["error"]["at"], json!([0, 4]));
    for wrong in [vec![], vec!["1", "--as", "date"], vec!["1", "--now", "soon"], vec!["1", "--answers", "/nowhere"]] {
        let output = periplus(&wrong);
        assert!(!output.status.success() && !output.stderr.is_empty(), "{wrong:?}");
    }
}

#[test]
fn a_questionnaire_gives_the_names() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/external-dimension");
    let output = periplus(&["count(/data/*) > 5", "--questionnaire", folder]);
    assert_eq!(text(&output.stdout), "boolean: true\n", "{}", text(&output.stderr));
    let output = periplus(&["${no_such_question}", "--questionnaire", folder, "--json"]);
    let error: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(error["error"]["code"], "unknown-name");
}
