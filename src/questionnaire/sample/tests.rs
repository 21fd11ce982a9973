//! Respondents are valid, the same for the same seed, and keep what was preset.

use super::*;
use crate::questionnaire::{
    compile::compile,
    document::answers_of,
    expression::fixture::environment,
    fixtures::compiled,
    input::{self, Fields, NumberStyle, fields_of},
    xlsform::{Source, import},
};

const SURVEY: &str = "
| survey |
| | type | name | label | relevant | required | constraint | choice_filter | repeat_count | periplus::ranks | periplus::non_answers |
| | text | mail | Mail | | yes | regex(., '[^@]+@[^@]+') | | | | |
| | integer | count | How many | | yes | . > 2 and . < 5 | | | | |
| | select_one seas | sea | Sea | | yes | | | | | |
| | select_one coasts | coast | Coast | ${sea} != 'none' | yes | | sea = ${sea} | | | |
| | rank seas | order | Order | | yes | | | | 2 | |
| | date | start | Start | | yes | | | | | |
| | date | end | End | | yes | . >= ${start} | | | | |
| | begin repeat | ports | Ports | ${sea} = 'north' | | | | ${count} | | |
| | decimal | share | Share | | yes | . >= 0 and . <= 1 | | | | no_data |
| | begin repeat | ships | Ships | | | | | | | |
| | text | ship | Ship | | yes | string-length(.) > 3 | | | | |
| | end repeat | | | | | | | | | |
| | end repeat | | | | | | | | | |
| | text | code | Code | | yes | regex(., '[A-Z]{2}[0-9]{2}') | | | | |
| choices |
| | list_name | name | label | sea |
| | seas | north | North | |
| | seas | south | South | |
| | seas | none | None | |
| | coasts | jutland | Jutland | north |
| | coasts | crete | Crete | south |
";

#[test]
fn respondents_pass_validation() {
    let questionnaire = compiled(SURVEY);
    let environment = environment("fr");
    for seed in 0..300 {
        let answers = sample(&questionnaire, seed, Profile::DILIGENT, &Answers::default(), &environment);
        let instance = questionnaire.evaluate(&answers, &environment);
        assert_eq!(questionnaire.validate(&instance, &environment), [], "{seed}: {answers:#?}");
        assert_eq!(answers, sample(&questionnaire, seed, Profile::DILIGENT, &Answers::default(), &environment));
        let north = answers.get(&Path::top("sea")) == Some(&Answer::Choice("north".to_owned()));
        let count = if north { answers.get(&Path::top("count")).cloned() } else { None };
        let ports = answers.entries(&Path::top("ports")).len();
        assert_eq!(count.unwrap_or(Answer::Number(0.into())), Answer::Number(ports.into()), "{seed}");
        for (path, _) in answers.iter() {
            assert!(instance.node_at(path).is_some_and(|node| instance.is_relevant(node)), "{seed}: {path}");
        }
    }
}

/// The questionnaire that the browser walks through.
fn every_type() -> Questionnaire {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let files = vec![
        file("survey.csv", include_str!("../../../tests/questionnaires/every-type/survey.csv")),
        file("choices.csv", include_str!("../../../tests/questionnaires/every-type/choices.csv")),
        file("settings.csv", include_str!("../../../tests/questionnaires/every-type/settings.csv")),
        file("towns.csv", include_str!("../../../tests/questionnaires/every-type/towns.csv")),
    ];
    compile(import(Source::Files(files)).definition.unwrap()).unwrap()
}

#[test]
fn every_type_is_answered_kept_and_sent_by_forms() {
    let questionnaire = every_type();
    let environment = environment("fr");
    let style = NumberStyle::of_language("fr");
    let mut kinds = BTreeSet::new();
    for seed in 0..120 {
        let answers = sample(&questionnaire, seed, Profile::DILIGENT, &Answers::default(), &environment);
        let instance = questionnaire.evaluate(&answers, &environment);
        assert_eq!(questionnaire.validate(&instance, &environment), [], "{seed}: {answers:#?}");
        let document = questionnaire.document(&instance, &answers);
        let read = answers_of(&questionnaire.schema, &document.answers);
        let again = questionnaire.document(&questionnaire.evaluate(&read, &environment), &read);
        assert_eq!(again, document, "{seed}");
        for (path, answer) in answers.iter() {
            let Some(node) = instance.node_at(path) else { continue };
            let question = questionnaire.question(&path.name).unwrap();
            let fields: Fields = fields_of(question, path, answer, style).into_iter().collect();
            let choices = questionnaire.known_choices(&instance, node, &environment);
            assert_eq!(input::read(question, &choices, path, &fields, style).as_ref(), Some(answer), "{seed}: {path}");
            kinds.insert(format!("{:?}", question.kind).split('(').next().unwrap().to_owned());
        }
    }
    let answered = [
        "Acknowledge",
        "Date",
        "DateTime",
        "Decimal",
        "Integer",
        "Point",
        "Range",
        "Rank",
        "SelectMultiple",
        "SelectOne",
        "Text",
        "Time",
    ];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), answered);
}

#[test]
fn what_is_preset_stays() {
    let questionnaire = compiled(SURVEY);
    let environment = environment("en");
    let preset: Answers = [(Path::top("sea"), Answer::Choice("south".to_owned()))].into_iter().collect();
    for seed in 0..20 {
        let answers = sample(&questionnaire, seed, Profile::HURRIED, &preset, &environment);
        assert_eq!(answers.get(&Path::top("sea")), preset.get(&Path::top("sea")));
        assert_eq!(answers.get(&Path::top("coast")), Some(&Answer::Choice("crete".to_owned())));
    }
}

#[test]
fn profiles_set_the_rates() {
    let survey = "| survey |
                  | | type | name | label | periplus::non_answers |
                  | | text | a    | A     | no_data               |
                  | | file | b    | B     |                       |";
    let questionnaire = compiled(survey);
    let environment = environment("en");
    let count = |profile: Profile, kept: fn(&Answer) -> bool| {
        let answers = (0..200).map(|seed| sample(&questionnaire, seed, profile, &Answers::default(), &environment));
        answers.filter(|answers| answers.iter().any(|(_, answer)| kept(answer))).count()
    };
    let base = Profile { blank: 0, non_answer: 0, most_entries: 0, idle: 0 };
    assert_eq!(count(base, |answer| matches!(answer, Answer::Text(_))), 200);
    assert_eq!(count(Profile { blank: 100, ..base }, |_| true), 0);
    assert_eq!(count(Profile { non_answer: 100, ..base }, |answer| matches!(answer, Answer::NonAnswer(_))), 200);
    assert_eq!(count(base, |answer| matches!(answer, Answer::Files(_))), 0);
}

#[test]
fn what_reads_later_answers_is_answered_as_well() {
    let questionnaire = compiled(
        "| survey |
         | | type | name | label | relevant | constraint | choice_filter | calculation |
         | | select_one coasts | coast | Coast | | | sea = ${sea} | |
         | | text | why | Why | ${sea} = 'south' | | | |
         | | integer | least | Least | | . < ${most} and . > 0 | | |
         | | integer | share | Share | | ${rest} >= 0 and ${rest} < 40 | | |
         | | calculate | rest | | | | | 100 - ${share} |
         | | integer | most | Most | | . > 1 and . < 100 | | |
         | | select_one seas | sea | Sea | | | | |
         | choices |
         | | list_name | name | label | sea |
         | | seas | north | North | |
         | | seas | south | South | |
         | | coasts | jutland | Jutland | north |
         | | coasts | crete | Crete | south |",
    );
    let environment = environment("en");
    let profile = Profile { blank: 0, non_answer: 0, most_entries: 1, idle: 0 };
    for seed in 0..100 {
        let answers = sample(&questionnaire, seed, profile, &Answers::default(), &environment);
        let instance = questionnaire.evaluate(&answers, &environment);
        assert_eq!(questionnaire.validate(&instance, &environment), [], "{seed}: {answers:#?}");
        let south = answers.get(&Path::top("sea")) == Some(&Answer::Choice("south".to_owned()));
        let coast = if south { "crete" } else { "jutland" };
        assert_eq!(answers.get(&Path::top("coast")), Some(&Answer::Choice(coast.to_owned())), "{seed}");
        assert_eq!(answers.get(&Path::top("why")).is_some(), south, "{seed}");
        assert!(answers.get(&Path::top("most")).is_some(), "{seed}");
        let within = ["least", "share"].iter().filter(|name| answers.get(&Path::top(name)).is_some()).count();
        assert_eq!(within, 2, "{seed}: {answers:#?}");
    }
}
