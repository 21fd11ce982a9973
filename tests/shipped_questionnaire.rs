//! The shipped questionnaire: it imports, compiles, routes as designed, and can be answered.

use std::{collections::BTreeSet, fs};

use chrono::DateTime;
use periplus::questionnaire::{
    answer::Answer,
    answers::Answers,
    compile::{Questionnaire, compile},
    document::{answers_of, answers_of_draft},
    expression::Environment,
    path::Path,
    sample::{Profile, sample},
    xlsform::{Source, import},
};

fn questionnaire() -> Questionnaire {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/external-dimension");
    let files = ["survey.csv", "choices.csv", "settings.csv"]
        .map(|name| (name.to_owned(), fs::read(format!("{folder}/{name}")).unwrap()));
    let imported = import(Source::Files(files.into()));
    assert_eq!(imported.problems.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    compile(imported.definition.unwrap()).unwrap()
}

fn environment() -> Environment<'static> {
    let now = DateTime::parse_from_rfc3339("2026-03-01T10:00:00Z").unwrap();
    Environment { now, language: "en", seed: 1 }
}

#[test]
fn every_question_of_the_instrument_is_there_in_three_languages() {
    let questionnaire = questionnaire();
    let numbers: BTreeSet<u32> = questionnaire
        .schema
        .slots()
        .filter_map(|(slot, _)| {
            let number = &questionnaire.place(slot).row.number;
            number.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
        })
        .collect();
    assert_eq!(numbers, (1..=46).collect());
    let codes: Vec<&str> = questionnaire.definition.languages.iter().map(|language| language.code()).collect();
    assert_eq!(codes, ["en", "fr", "es"]);
    let names: Vec<&str> = questionnaire.sections.iter().map(|section| section.number.as_str()).collect();
    assert_eq!(names, ["A", "B", "C", "D", "E", "F", "G", "H", "I"]);
}

/// Which of `names` are relevant after these answers to closed questions.
fn relevant<'a>(questionnaire: &Questionnaire, given: &[(&str, &str)], names: &[&'a str]) -> Vec<&'a str> {
    let mut answers = Answers::default();
    for (name, choice) in given {
        let kind = &questionnaire.question(name).unwrap_or_else(|| panic!("no question {name}")).kind;
        let answer = match kind {
            periplus::questionnaire::definition::QuestionType::SelectMultiple(_) => {
                Answer::Choices(vec![(*choice).to_owned()])
            }
            _ => Answer::Choice((*choice).to_owned()),
        };
        answers.set(Path::top(name), answer);
    }
    let instance = questionnaire.evaluate(&answers, &environment());
    let is_relevant = |name: &&&str| {
        let slot = questionnaire.schema.slot(name).unwrap_or_else(|| panic!("no row {name}"));
        instance.node_of(slot).is_some_and(|node| instance.is_relevant(node))
    };
    names.iter().filter(is_relevant).copied().collect()
}

#[test]
fn routing_follows_the_instrument() {
    let questionnaire = questionnaire();
    let sections = [
        "respondent",
        "mandate",
        "cooperation",
        "protection",
        "mobility",
        "networks_section",
        "funding",
        "practices_section",
        "outlook",
    ];
    assert_eq!(relevant(&questionnaire, &[], &sections), sections);
    let roles: Vec<String> = questionnaire
        .schema
        .slots()
        .filter(|(slot, _)| {
            questionnaire.place(*slot).row.name.starts_with("role_") && questionnaire.place(*slot).question().is_some()
        })
        .map(|(_, slot)| slot.name.clone())
        .take(8)
        .collect();
    assert_eq!(roles.len(), 8);
    let none: Vec<(&str, &str)> = roles.iter().map(|name| (name.as_str(), "none")).collect();
    assert_eq!(
        relevant(&questionnaire, &none, &sections),
        ["respondent", "mandate", "networks_section", "practices_section", "outlook"]
    );
    let one_role: Vec<(&str, &str)> = none.iter().skip(1).copied().chain([(roles[0].as_str(), "lead")]).collect();
    assert_eq!(relevant(&questionnaire, &one_role, &sections), sections);
}

#[test]
fn random_respondents_are_valid_and_answer_everything_between_them() {
    let questionnaire = questionnaire();
    let environment = environment();
    let mut answered = BTreeSet::new();
    for seed in 0..120 {
        let profile = if seed % 3 == 0 { Profile::HURRIED } else { Profile::DILIGENT };
        let answers = sample(&questionnaire, seed, profile, &Answers::default(), &environment);
        let instance = questionnaire.evaluate(&answers, &environment);
        assert_eq!(questionnaire.validate(&instance, &environment), [], "seed {seed}");
        answered.extend(answers.iter().map(|(path, _)| path.name.clone()));
        let again = sample(&questionnaire, seed, profile, &Answers::default(), &environment);
        assert_eq!(again, answers, "seed {seed} twice");

        let document = questionnaire.document(&instance, &answers);
        let read = answers_of(&questionnaire.schema, &document.answers);
        let reread = questionnaire.evaluate(&read, &environment);
        assert_eq!(questionnaire.document(&reread, &read), document, "seed {seed} read back");
        assert!(questionnaire.codes.row(&document.codes).is_ok());
    }
    let asked: BTreeSet<String> = questionnaire
        .schema
        .slots()
        .filter(|(slot, _)| questionnaire.place(*slot).question().is_some_and(|question| question.kind.is_asked()))
        .map(|(_, slot)| slot.name.clone())
        .collect();
    let never: Vec<&String> = asked.difference(&answered).collect();
    assert_eq!(never, ["practice_file"], "files are not invented");
}

#[test]
fn a_draft_of_rows_is_the_same_answers() {
    let questionnaire = questionnaire();
    let answers = sample(&questionnaire, 5, Profile::DILIGENT, &Answers::default(), &environment());
    let values = answers.iter().map(|(path, answer)| (path.to_string(), answer.to_json()));
    let entries = answers.repeats().flat_map(|(path, keys)| {
        keys.iter().map(|key| (path.within.entry(&path.name, *key).to_string(), serde_json::json!(true)))
    });
    let mut rows: Vec<(String, serde_json::Value)> = values.chain(entries).collect();
    rows.reverse();
    let borrowed = rows.iter().map(|(path, value)| (path.as_str(), value));
    assert_eq!(answers_of_draft(&questionnaire.schema, borrowed), answers);
}
