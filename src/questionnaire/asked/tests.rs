//! Who is asked for which sections: what then keeps a response from being submitted.

use super::*;
use crate::questionnaire::{answer::Answer, answers::Answers, expression::fixture::environment, fixtures::compiled};

const SURVEY: &str = "
| survey |
| | type | name | label | relevant | required | constraint | periplus::departments | repeat_count |
| | begin group | one | One | | | | INT DEV | |
| | text | a | A | | yes | | | |
| | integer | b | B | | | . < 10 | | |
| | end group | | | | | | | |
| | begin group | two | Two | | | | | |
| | text | c | C | | yes | | | |
| | integer | d | D | | | . < 10 | | |
| | end group | | | | | | | |
| | begin group | three | Three | ${b} = 5 | | | HEA | |
| | begin repeat | ports | Ports | | | | | |
| | text | port | Port | | yes | | | |
| | end repeat | | | | | | | |
| | text | e | E | | yes | | | |
| | end group | | | | | | | |
";

fn chosen(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn number(number: i32) -> Answer {
    Answer::Number(number.into())
}

/// What blocks, and the open places of each section.
fn found(asked: Option<&[&str]>, given: &[(&str, Answer)]) -> (Vec<String>, Vec<usize>) {
    let questionnaire = compiled(SURVEY);
    let answers: Answers = given.iter().map(|(path, answer)| (path.parse().unwrap(), answer.clone())).collect();
    let environment = environment("en");
    let instance = questionnaire.evaluate(&answers, &environment);
    let asked = asked.map(chosen);
    let asked = questionnaire.asked(asked.as_deref());
    let blocking = questionnaire.blocking(&instance, &asked, &environment);
    let open = questionnaire.progress(&instance, &asked, &environment).into_iter().map(|one| one.open).collect();
    (blocking.into_iter().map(|violation| violation.path.to_string()).collect(), open)
}

#[test]
fn what_is_missing_blocks_only_where_it_is_asked() {
    let text = || Answer::Text("x".into());
    for (asked, given, blocking, open) in [
        (None, vec![], vec!["a", "c"], [1, 1, 0]),
        (Some(&["one"][..]), vec![], vec!["a"], [1, 0, 0]),
        (Some(&["two"]), vec![("c", text())], vec![], [0, 0, 0]),
        (Some(&["two"]), vec![("a", text())], vec!["c"], [0, 1, 0]),
        // What is wrong with something that was answered blocks everywhere.
        (Some(&["two"]), vec![("c", text()), ("b", number(12))], vec!["b"], [1, 0, 0]),
        // The third is there now, and not asked; nor are the entries that somebody began in it.
        (Some(&["two"]), vec![("c", text()), ("b", number(5))], vec![], [0, 0, 0]),
        (Some(&["two", "three"]), vec![("c", text()), ("b", number(5))], vec!["e"], [0, 0, 1]),
        // Sections of which none is left are all asked.
        (Some(&["gone"]), vec![], vec!["a", "c"], [1, 1, 0]),
        (Some(&["one", "two", "three"]), vec![("b", number(5))], vec!["a", "c", "e"], [1, 1, 1]),
    ] {
        let expected = (blocking.into_iter().map(str::to_owned).collect::<Vec<_>>(), open.to_vec());
        assert_eq!(found(asked, &given), expected, "{asked:?} {given:?}");
    }
}

#[test]
fn all_that_were_chosen_are_all() {
    let questionnaire = compiled(SURVEY);
    assert_eq!(questionnaire.asked(Some(&chosen(&["three", "two", "one"]))), Asked::All);
    let asked = questionnaire.asked(Some(&chosen(&["two", "gone"])));
    assert!(asked.includes("two") && !asked.includes("one") && !asked.includes("gone"));
}
