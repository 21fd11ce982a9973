//! What a response says before and after people touched it.

use serde_json::json;

use super::*;
use crate::questionnaire::{expression::fixture::environment, fixtures::compiled};

const SURVEY: &str = "
| survey |
| | type            | name   | label | default   | calculation | repeat_count | relevant |
| | start           | begun  |       |           |             |              |          |
| | today           | day    |       |           |             |              |          |
| | username        | who    |       |           |             |              |          |
| | email           | mail   |       |           |             |              |          |
| | hidden          | kept   |       | fixed     |             |              |          |
| | integer         | count  | Count | 2         |             |              |          |
| | integer         | base   | Base  | ${count}+1|             |              |          |
| | integer         | twice  | Twice |           | ${base} * 2 |              |          |
| | calculate       | total  |       |           | sum(${len}) |              |          |
| | begin repeat    | ports  | Ports |           |             | ${count}     |          |
| | integer         | len    | Len   | 7         |             |              |          |
| | begin repeat    | ships  | Ships |           |             | 1            |          |
| | text            | ship   | Ship  | Argo      |             |              |          |
| | end repeat      |        |       |           |             |              |          |
| | end repeat      |        |       |           |             |              |          |
";

fn opened(rows: &[(&str, Option<Value>)]) -> Vec<String> {
    let questionnaire = compiled(SURVEY);
    let start = "2026-02-01T09:00:00".parse().unwrap();
    let known = Known { start, username: "Ada".into(), email: "ada@region.example".into() };
    let rows = rows.iter().map(|(path, value)| (*path, value.as_ref()));
    let opened = questionnaire.open(rows, &known, &environment("en"));
    let all = opened.instance.nodes().filter(|(node, _)| opened.instance.is_relevant(*node));
    let said = all.filter_map(|(node, _)| {
        let answer = opened.instance.answer(node)?;
        let path = opened.instance.path_of(node);
        let mark = if opened.prefilled.contains(&path) { "?" } else { "" };
        Some(format!("{path}{mark}={}", answer.to_json()))
    });
    said.filter(|said| !said.starts_with("begun") && !said.starts_with("day")).collect()
}

#[test]
fn what_is_untouched_has_its_initial_value() {
    let expected = [
        "who=\"Ada\"",
        "mail=\"ada@region.example\"",
        "kept?=\"fixed\"",
        "count?=2",
        "base?=3",
        "twice?=6",
        "total=14",
        "ports/1/len?=7",
        "ports/1/ships/1/ship?=\"Argo\"",
        "ports/2/len?=7",
        "ports/2/ships/1/ship?=\"Argo\"",
    ];
    assert_eq!(opened(&[]), expected);
}

#[test]
fn what_was_answered_or_cleared_stays() {
    let rows = [("count", Some(json!(1))), ("base", None), ("ports/1/len", Some(json!(3)))];
    let entries = [("ports/1", Some(json!(true))), ("ports/2", Some(json!(true))), ("ports/2/len", Some(json!(9)))];
    let expected = [
        "who=\"Ada\"",
        "mail=\"ada@region.example\"",
        "kept?=\"fixed\"",
        "count=1",
        "total=3",
        "ports/1/len=3",
        "ports/1/ships/1/ship?=\"Argo\"",
    ];
    assert_eq!(opened(&[rows.as_slice(), entries.as_slice()].concat()), expected, "the second entry is off the path");
    let raised = [("count", Some(json!(2)))];
    let seen = opened(&[raised.as_slice(), entries.as_slice()].concat());
    assert!(seen.contains(&"ports/2/len=9".to_owned()), "{seen:?}");
    // The second was answered first: it stays the second.
    let later = opened(&entries[1..]);
    let lengths: Vec<&String> = later.iter().filter(|said| said.contains("len")).collect();
    assert_eq!(lengths, ["ports/1/len?=7", "ports/2/len=9"]);
}

#[test]
fn the_server_says_when() {
    let questionnaire = compiled(SURVEY);
    let start = "2026-02-01T09:00:00.5".parse().unwrap();
    let known = Known { start, username: String::new(), email: String::new() };
    let environment = environment("en");
    let opened = questionnaire.open(std::iter::empty(), &known, &environment);
    let said = |name: &str| opened.answers.get(&Path::top(name)).map(Answer::to_json);
    assert_eq!(said("begun"), Some(json!("2026-02-01T09:00:00")));
    assert_eq!(said("day"), Some(json!(environment.today())));
    assert_eq!(said("who"), None);
}

/// A default is computed once: what it reads must be on the path by then, and calculated.
#[test]
fn a_default_reads_what_earlier_defaults_opened() {
    let questionnaire = compiled(
        "| survey |
         | | type      | name  | label | default             | calculation | relevant       |
         | | text      | gate  | Gate  | open                |             |                |
         | | integer   | ships | Ships | 3                   |             | ${gate} = 'open' |
         | | calculate | twice |       |                     | ${ships} * 2 |               |
         | | integer   | next  | Next  | coalesce(${twice}, 0) + 1 |       |                |",
    );
    let known = Known { start: NaiveDateTime::default(), username: String::new(), email: String::new() };
    let opened = questionnaire.open(std::iter::empty(), &known, &environment("en"));
    assert_eq!(opened.answers.get(&Path::top("next")), Some(&Answer::Number(7.into())));
    let anew = questionnaire.evaluate(&opened.answers, &environment("en"));
    for (node, _) in anew.nodes() {
        assert_eq!(opened.instance.answer(node), anew.answer(node));
    }
}
