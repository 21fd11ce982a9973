//! The questionnaire that ships: it imports and compiles without a finding, routes as designed, and invented
//! respondents answer all of it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of a test fail as the test does; the lints' exception covers test functions only"
)]

use std::{collections::BTreeSet, path::Path as FilePath};

use chrono::DateTime;
use periplus::questionnaire::{
    answer::Answer,
    answers::Answers,
    codes::{CodedRow, Slot, SlotKind, Status},
    compile::{Questionnaire, compile},
    document::{answers_of, answers_of_draft},
    expression::Environment,
    instance::Instance,
    path::Path,
    sample::{Profile, sample},
    xlsform::{Source, import},
};

const ROLES: [&str; 8] = [
    "role_cooperation",
    "role_humanitarian",
    "role_asylum",
    "role_pathways",
    "role_return",
    "role_diaspora",
    "role_trade",
    "role_education",
];

fn shipped() -> Questionnaire {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/external-dimension");
    let sheet = |name: &str| (format!("{name}.csv"), std::fs::read(folder.join(format!("{name}.csv"))).unwrap());
    let imported = import(Source::Files(["survey", "choices", "settings"].map(sheet).into()));
    assert_eq!(imported.problems, [], "every sheet is sound");
    compile(imported.definition.unwrap()).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn environment(language: &str) -> Environment<'_> {
    Environment { now: DateTime::parse_from_rfc3339("2026-02-03T12:00:00+01:00").unwrap(), language, seed: 7 }
}

fn choice(name: &str) -> Answer {
    Answer::Choice(name.to_owned())
}

fn choices(name: &str) -> Answer {
    Answer::Choices(vec![name.to_owned()])
}

fn has_a_role() -> Vec<(&'static str, Answer)> {
    vec![("role_trade", choice("lead"))]
}

/// Is the row relevant? A repeat without entries has no node, so its rule is asked.
fn is_relevant(questionnaire: &Questionnaire, instance: &Instance, name: &str) -> bool {
    let slot = questionnaire.schema.slot(name).unwrap_or_else(|| panic!("no row {name}"));
    match instance.node_of(slot) {
        Some(node) => instance.is_relevant(node),
        None => {
            let around = questionnaire.schema.get(slot).parent.and_then(|around| instance.node_of(around)).unwrap();
            instance.is_repeat_relevant(around, slot)
        }
    }
}

#[test]
fn it_speaks_three_languages() {
    let definition = shipped().definition;
    let languages: Vec<&str> = definition.languages.iter().map(|language| language.code()).collect();
    assert_eq!(languages, ["en", "fr", "es"]);
}

#[test]
fn every_number_is_there() {
    let questionnaire = shipped();
    let numbers: BTreeSet<u32> = questionnaire
        .schema
        .slots()
        .map(|(slot, _)| questionnaire.place(slot).row.number.as_str())
        .filter_map(|number| number.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse().ok())
        .collect();
    assert!((1..=46).all(|number| numbers.contains(&number)), "{numbers:?}");
    let sections: Vec<&str> = questionnaire.sections.iter().map(|section| section.number.as_str()).collect();
    assert_eq!(sections, ["A", "B", "C", "D", "E", "F", "G", "H", "I"]);
}

#[test]
fn routing_goes_as_designed() {
    let questionnaire = shipped();
    let no_role: Vec<_> = ROLES.map(|role| (role, choice("none"))).into();
    let after = |answer: (&'static str, Answer)| [has_a_role(), vec![answer]].concat();
    type Case = (Vec<(&'static str, Answer)>, &'static [&'static str], &'static [&'static str]);
    let cases: [Case; 14] = [
        (
            no_role,
            &["coordination", "state_consultation", "networks_section", "practices_section", "outlook", "practices"],
            &["strategy", "strategy_place", "cooperation", "protection", "mobility", "funding", "active_abroad"],
        ),
        (has_a_role(), &["strategy", "cooperation", "protection", "mobility", "funding"], &["strategy_title"]),
        (after(("strategy", choice("no"))), &["coordination"], &["strategy_title", "strategy_place"]),
        (after(("strategy", choice("partly"))), &["strategy_title", "strategy_link", "strategy_place"], &[]),
        (
            after(("active_abroad", choice("no"))),
            &["protection", "humanitarian_aid"],
            &["partner_countries", "cooperation_theme", "migration_aim", "budget_amount", "results_follow_up"],
        ),
        (after(("active_abroad", choice("yes"))), &["partner_countries", "cooperation_theme", "budget_amount"], &[]),
        (after(("humanitarian_aid", choice("no"))), &["reception", "pathway"], &["crises"]),
        (after(("humanitarian_aid", choice("yes"))), &["crises"], &[]),
        (after(("pathway", choices("none"))), &["minors_role", "rescue_support"], &["places"]),
        (after(("pathway", choices("resettlement"))), &["places"], &[]),
        (after(("labour_scheme", choices("none"))), &["skills_recognition"], &["labour_scheme_details"]),
        (after(("labour_scheme", choices("seasonal"))), &["labour_scheme_details"], &[]),
        (after(("networks", choices("cpmr"))), &["network_roles", "net_cpmr"], &["net_aer", "networks_other"]),
        (after(("exchange_areas", choices("minors"))), &["exchange_minors"], &["exchange_return"]),
    ];
    for (given, on, off) in cases {
        let answers: Answers = given.iter().map(|(name, answer)| (Path::top(name), answer.clone())).collect();
        let instance = questionnaire.evaluate(&answers, &environment("en"));
        for name in on {
            assert!(is_relevant(&questionnaire, &instance, name), "{name} is on the path after {given:?}");
        }
        for name in off {
            assert!(!is_relevant(&questionnaire, &instance, name), "{name} is off the path after {given:?}");
        }
    }
}

#[test]
fn invented_respondents_answer_all_of_it() {
    let questionnaire = shipped();
    let mut answered = BTreeSet::new();
    for seed in 0..300 {
        let environment = environment(["en", "fr", "es"][usize::try_from(seed % 3).unwrap()]);
        let profile = if seed % 3 == 0 { Profile::HURRIED } else { Profile::DILIGENT };
        let answers = sample(&questionnaire, seed, profile, &Answers::default(), &environment);
        let instance = questionnaire.evaluate(&answers, &environment);
        assert_eq!(questionnaire.validate(&instance, &environment), [], "seed {seed}");
        answered.extend(answers.iter().map(|(path, _)| path.name.clone()));
        read_back(&questionnaire, &instance, &answers);
    }
    let missed: Vec<&str> = questionnaire
        .schema
        .slots()
        .filter_map(|(slot, at)| {
            let question = questionnaire.place(slot).question()?;
            let is_file = question.row.name == "practice_file";
            (question.kind.is_asked() && !is_file && !answered.contains(&at.name)).then_some(at.name.as_str())
        })
        .collect();
    assert!(missed.is_empty(), "never answered: {missed:?}");
}

#[test]
fn a_draft_of_rows_is_the_same_answers() {
    let questionnaire = shipped();
    let answers = sample(&questionnaire, 5, Profile::DILIGENT, &Answers::default(), &environment("en"));
    let values = answers.iter().map(|(path, answer)| (path.to_string(), answer.to_json()));
    let entries = answers.repeats().flat_map(|(path, keys)| {
        keys.iter().map(|key| (path.within.entry(&path.name, *key).to_string(), serde_json::json!(true)))
    });
    let mut rows: Vec<(String, serde_json::Value)> = values.chain(entries).collect();
    rows.reverse();
    let borrowed = rows.iter().map(|(path, value)| (path.as_str(), value));
    assert_eq!(answers_of_draft(&questionnaire.schema, borrowed), answers);
}

/// The document says what was answered, and its coded row the same.
fn read_back(questionnaire: &Questionnaire, instance: &Instance, answers: &Answers) {
    let document = questionnaire.document(instance, answers);
    let mut again = answers_of(&questionnaire.schema, &document.answers);
    let calculated: Vec<Path> =
        again.iter().map(|(path, _)| path.clone()).filter(|path| path.name == "any_field_role").collect();
    for path in &calculated {
        again.remove(path);
    }
    assert_eq!(&again, answers);
    let row = questionnaire.codes.row(&document.codes).unwrap();
    for slot in questionnaire.codes.slots() {
        let status = row.status(slot);
        let path = Path::top(&slot.question);
        let node = instance.node_at(&path).unwrap();
        let expected = match answers.get(&path) {
            None if instance.is_relevant(node) => Status::Blank,
            None => Status::NotAsked,
            Some(Answer::NonAnswer(non_answer)) => Status::NonAnswer(non_answer.kind),
            Some(_) => Status::Answered,
        };
        assert_eq!(status, expected, "{path}");
        if let Some(answer) = answers.get(&path).filter(|_| status == Status::Answered) {
            assert_eq!(&decoded(row, slot), answer, "{path}");
        }
    }
}

fn decoded(row: CodedRow<'_>, slot: &Slot) -> Answer {
    let name = |place: usize| slot.kind.choices()[place].clone();
    match &slot.kind {
        SlotKind::One(_) => Answer::Choice(name(row.choice(slot).unwrap())),
        SlotKind::Several(_) => Answer::Choices(row.chosen(slot).map(name).collect()),
        SlotKind::Ranking(_) => {
            let mut ranks: Vec<(usize, u16)> = row.ranks(slot).collect();
            ranks.sort_by_key(|(_, rank)| *rank);
            Answer::Ranking(ranks.into_iter().map(|(place, _)| name(place)).collect())
        }
        SlotKind::Number => Answer::Number(row.number(slot).unwrap().to_string().parse().unwrap()),
    }
}
