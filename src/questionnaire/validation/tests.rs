//! Every kind of violation, by one answer each.

use super::*;
use crate::questionnaire::{
    answer::{NonAnswer, NonAnswerKind},
    answers::Answers,
    expression::fixture::environment,
    fixtures::compiled,
};

const SURVEY: &str = "
| survey |
| | type | name | label | relevant | required | constraint | choice_filter | periplus::ranks | periplus::max_length | periplus::non_answers | periplus::max_entries | parameters |
| | text | must | M | | yes | | | | | no_data | | |
| | text | short | S | | | | | | 3 | | | |
| | integer | whole | W | | | . < 10 | | | | | | |
| | decimal | part | P | | | | | | | | | |
| | range | slide | R | | | | | | | | | start=0 end=5 step=1 |
| | date | day | D | | | | | | | | | |
| | time | hour | H | | | | | | | | | |
| | select_one seas | sea | S | | | | | | | | | |
| | select_multiple coasts | coasts | C | | | | sea = ${sea} | | | | | |
| | rank seas | order | O | | | | | 2 | | | | |
| | rank coasts | few | F | ${sea} = 'north' | | | sea = ${sea} | 3 | | | | |
| | text | off | O | ${sea} = 'none' | yes | | | | | | | |
| | begin repeat | ports | P | | | | | | | | 1 | |
| | text | port | P | | yes | | | | | | | |
| | end repeat | | | | | | | | | | | |
| choices |
| | list_name | name | label | sea |
| | seas | north | North | |
| | seas | south | South | |
| | seas | none | None | |
| | coasts | jutland | Jutland | north |
| | coasts | crete | Crete | south |
";

fn violations(given: &[(&str, Answer)]) -> Vec<(String, ViolationKind)> {
    let questionnaire = compiled(SURVEY);
    let start = [("must", Answer::Text("x".to_owned()))];
    let answers: Answers = start.iter().chain(given).map(|(path, a)| (path.parse().unwrap(), a.clone())).collect();
    let environment = environment("en");
    let instance = questionnaire.evaluate(&answers, &environment);
    let found = questionnaire.validate(&instance, &environment);
    found.into_iter().map(|violation| (violation.path.to_string(), violation.kind)).collect()
}

#[test]
fn every_kind_is_found() {
    use ViolationKind as K;
    let unparsed = || Answer::Unparsed("?".to_owned());
    let number = |text: &str| Answer::Number(text.parse().unwrap());
    let one = |name: &str| Answer::Choice(name.to_owned());
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let missing = NonAnswer { kind: NonAnswerKind::NoData, reason: None };
    let both = Answer::Both { answer: Box::new(number("1")), non_answer: missing };
    let (least, most) = ("0".to_owned(), "5".to_owned());
    for (path, answer, kind) in [
        ("short", Answer::Text("été!".into()), K::TooLong { most: 3, given: 4 }),
        ("whole", number("10"), K::Constraint),
        ("whole", number("1.5"), K::NotAWholeNumber),
        ("whole", unparsed(), K::NotANumber),
        ("whole", both, K::AnswerAndNonAnswer),
        ("whole", Answer::NonAnswer(missing), K::NonAnswerNotOffered),
        ("slide", number("6"), K::OutOfRange { least, most }),
        ("day", unparsed(), K::NotADate),
        ("hour", unparsed(), K::NotATime),
        ("sea", one("east"), K::UnknownChoice),
        ("sea", unparsed(), K::UnknownChoice),
        ("coasts", Answer::Choices(names(&["crete"])), K::UnknownChoice),
        ("order", Answer::Ranking(names(&["north"])), K::RanksMissing { wanted: 2, given: 1 }),
        ("order", Answer::Ranking(names(&["north", "east"])), K::UnknownChoice),
        ("order", unparsed(), K::RanksUnclear),
    ] {
        assert_eq!(violations(&[(path, answer)]), [(path.to_owned(), kind)]);
    }
}

#[test]
fn what_is_well_answered_or_off_the_path_is_not() {
    let text = |text: &str| Answer::Text(text.to_owned());
    let north = || ("sea", Answer::Choice("north".to_owned()));
    let jutland = || vec!["jutland".to_owned()];
    let no_data = Answer::NonAnswer(NonAnswer { kind: NonAnswerKind::NoData, reason: None });
    assert_eq!(violations(&[("must", no_data)]), []);
    assert_eq!(violations(&[("short", text("été")), north()]), []);
    assert_eq!(violations(&[north(), ("coasts", Answer::Choices(jutland()))]), []);
    assert_eq!(violations(&[north(), ("few", Answer::Ranking(jutland()))]), [], "as many as the filter leaves");
    let none = ("sea", Answer::Choice("none".to_owned()));
    assert_eq!(violations(&[none]), [("off".to_owned(), ViolationKind::Required)]);
}

#[test]
fn entries_are_counted_once() {
    let text = || Answer::Text("x".to_owned());
    let found = violations(&[("ports/1/port", text()), ("ports/2/port", text())]);
    assert_eq!(found, [("ports".to_owned(), ViolationKind::TooManyEntries { most: 1, given: 2 })]);
}
