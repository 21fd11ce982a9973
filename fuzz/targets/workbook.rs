//! Any bytes as an upload: one file by its content, and sheets of CSV between NULs; what is sound is compiled, filled
//! in and computed.

#![no_main]

use chrono::DateTime;
use libfuzzer_sys::fuzz_target;
use periplus_fuzz::questionnaire::{
    answers::Answers,
    check::check,
    compile::compile,
    expression::Environment,
    xlsform::{Source, import},
};

fuzz_target!(|data: &[u8]| {
    look(|| Source::File(data.to_vec()));
    if data.contains(&0) && !data.starts_with(b"PK") {
        let names = ["survey.csv", "choices.csv", "settings.csv"];
        let sheets = names.into_iter().zip(data.split(|byte| *byte == 0));
        let files: Vec<(String, Vec<u8>)> = sheets.map(|(name, sheet)| (name.to_owned(), sheet.to_vec())).collect();
        look(|| Source::Files(files.clone()));
    }
});

fn look(source: impl Fn() -> Source) {
    let imported = import(source());
    let checked = check(source());
    for problem in imported.problems.iter().chain(&checked.problems) {
        let _ = (problem.to_string(), problem.caret_lines(), problem.message(), problem.fix());
    }
    let Some(definition) = checked.definition else { return };
    let Ok(questionnaire) = compile(definition) else { return };
    let environment = Environment {
        now: DateTime::parse_from_rfc3339("2026-02-03T23:30:00+02:00").expect("a moment"),
        language: "en",
        seed: 7,
    };
    let _ = questionnaire.evaluate(&Answers::default(), &environment);
}
