//! The field's own workbooks, answered twice by invented respondents: going from one respondent's answers to the
//! other's, answer by answer, is at every step what evaluating everything anew gives.

use std::{collections::BTreeSet, fs, path::Path as FilePath};

use periplus::questionnaire::{
    answer::Answer,
    answers::Answers,
    compile::{Questionnaire, compile},
    document::answers_of,
    expression::Environment,
    instance::{Content, Instance},
    path::Path,
    sample::{Profile, sample},
    xlsform::{Source, import},
};

use crate::data;

/// Every accepted workbook, and the questionnaire that ships.
fn questionnaires() -> Vec<(String, Questionnaire)> {
    let shipped = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/external-dimension");
    let sheet = |name: &str| (format!("{name}.csv"), fs::read(shipped.join(format!("{name}.csv"))).unwrap());
    let shipped = Source::Files(["survey", "choices", "settings"].map(sheet).into());
    let mut sources = vec![("the shipped questionnaire".to_owned(), shipped)];
    let Some(folder) = data::path("forms") else {
        println!("NOT RUN over outside workbooks: there is no folder forms");
        return sources.into_iter().filter_map(|(name, source)| Some((name, published(source)?))).collect();
    };
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    sources.extend(
        files.into_iter().map(|file| {
            (file.file_name().unwrap().to_string_lossy().into_owned(), Source::File(fs::read(file).unwrap()))
        }),
    );
    sources.into_iter().filter_map(|(name, source)| Some((name, published(source)?))).collect()
}

fn published(source: Source) -> Option<Questionnaire> {
    compile(import(source).definition?).ok()
}

fn environment() -> Environment<'static> {
    let now = chrono::DateTime::parse_from_rfc3339("2026-02-03T12:00:00+01:00").unwrap();
    Environment { now, language: "en", seed: 7 }
}

/// Everything of an instance that anybody can see, by path.
fn seen(instance: &Instance) -> Vec<(Path, bool, Option<Answer>, Content)> {
    let nodes = instance.nodes().map(|(id, _)| {
        let (answer, content) = (instance.answer(id).cloned(), instance.content(id).clone());
        (instance.path_of(id), instance.is_relevant(id), answer, content)
    });
    nodes.collect()
}

/// The document has every relevant answer as it was given, and no other.
fn assert_pruned(name: &str, questionnaire: &Questionnaire, instance: &Instance, answers: &Answers) {
    let document = answers_of(&questionnaire.schema, &questionnaire.document(instance, answers).answers);
    for (path, answer) in answers.iter() {
        let Some(node) = instance.node_at(path) else { continue };
        let relevant = instance.answer(node) == Some(answer) && instance.is_relevant(node);
        assert_eq!(document.get(path).is_some(), relevant, "{name}: {path}");
    }
    for (path, _) in document.iter() {
        let is_relevant = |node| instance.is_relevant(node);
        let repeat_without_entries = instance.node_at(path).is_none();
        assert!(repeat_without_entries || instance.node_at(path).is_some_and(is_relevant), "{name}: {path}");
    }
}

#[test]
fn changing_answers_one_by_one_gives_what_evaluating_anew_gives() {
    let environment = environment();
    let (mut changes, mut turned) = (0, 0);
    for (name, questionnaire) in &questionnaires() {
        let respondents = [(1, Profile::DILIGENT), (2, Profile::DILIGENT), (3, Profile::HURRIED)];
        let answers =
            respondents.map(|(seed, profile)| sample(questionnaire, seed, profile, &Answers::default(), &environment));
        let [mut present, others @ ..] = answers;
        let mut instance = questionnaire.evaluate(&present, &environment);
        for other in others {
            let paths = present.iter().chain(other.iter()).map(|(path, _)| path.clone()).collect::<BTreeSet<_>>();
            for (count, path) in paths.into_iter().enumerate() {
                let Some(node) = instance.node_at(&path) else { continue };
                let answer = other.get(&path).cloned();
                match answer.clone() {
                    Some(answer) => present.set(path, answer),
                    None => present.remove(&path),
                };
                let changed = questionnaire.change(&mut instance, node, answer, &environment);
                changes += 1;
                turned += changed.relevance.len();
                // Each step of the way costs an evaluation of everything.
                if count < 20 || count % 15 == 0 {
                    assert_eq!(seen(&instance), seen(&questionnaire.evaluate(&present, &environment)), "{name}");
                }
            }
            assert_eq!(seen(&instance), seen(&questionnaire.evaluate(&present, &environment)), "{name}");
            assert_pruned(name, questionnaire, &instance, &present);
        }
    }
    println!("{changes} changes; {turned} questions became relevant or ceased to be");
    assert!(changes > 100 && turned > 10, "{changes}, {turned}");
}
