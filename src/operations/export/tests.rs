//! Which files an export has.

use chrono::DateTime;
use uuid::Uuid;

use super::*;
use crate::{
    fieldwork::ids::QuestionnaireId,
    questionnaire::{
        definition::{Item, QuestionType},
        fixtures::{definition, list, personal, question, repeat},
    },
};

fn export(items: Vec<Item>, recipes: &[&str]) -> Export {
    let round = Round::draft(
        RoundId(Uuid::nil()),
        "r".into(),
        "R".into(),
        VersionId(Uuid::nil()),
        DateTime::UNIX_EPOCH,
        DateTime::UNIX_EPOCH,
    );
    let version = Version {
        id: VersionId(Uuid::nil()),
        questionnaire: QuestionnaireId(Uuid::nil()),
        number: 1,
        definition: definition(&[list("ab", &["a", "b"])], items),
        created_at: DateTime::UNIX_EPOCH,
        published_at: None,
    };
    let recipes = recipes.iter().map(|toml| Recipe::parse(toml).unwrap()).collect();
    Export::new(&round, version, &[ResponseState::Accepted], recipes)
}

fn check(items: Vec<Item>, recipes: &[&str], files: &[&str], notices: &[&str]) {
    let export = export(items, recipes);
    let names: Vec<&str> = export.files().iter().map(|file| file.name.as_str()).collect();
    let always = [
        "responses.csv",
        "answers.csv",
        "participation.csv",
        "regional_responses.csv",
        "regional_answers.csv",
        "regional_participation.csv",
        "codebook.csv",
        "columns.csv",
    ];
    assert_eq!(names[..8], always);
    assert_eq!(names[8..], *files);
    let told: Vec<String> = export.notices().iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), notices.len(), "{told:?}");
    for (told, expected) in told.iter().zip(notices) {
        assert!(told.contains(expected), "{told}");
    }
}

fn practices() -> Item {
    repeat("practices", vec![question("title", QuestionType::Text)])
}

const LIST: &str = "table = \"practices\"\nkind = \"list\"\nrepeat = \"practices\"";

#[test]
fn repeats_and_recipes_have_files() {
    check(vec![], &[], &[], &[]);
    check(vec![practices()], &[], &["practices.csv", "regional_practices.csv"], &[]);
    let one = question("one", QuestionType::SelectOne("ab".into()));
    check(
        vec![one, practices()],
        &["table = \"t\"\nkind = \"frequencies\""],
        &["practices.csv", "regional_practices.csv", "t.csv"],
        &[],
    );
}

#[test]
fn a_list_takes_the_place_of_its_repeat() {
    check(vec![practices()], &[LIST], &["regional_practices.csv", "practices.csv"], &[]);
    let regional = LIST.replacen("practices", "regional_practices", 1) + "\nunit = \"regions\"";
    check(vec![practices()], &[&regional], &["practices.csv", "regional_practices.csv"], &[]);
    let listed = export(vec![practices()], &[LIST]);
    assert!(matches!(listed.file("practices.csv").unwrap().content, Content::List(_)));
    let other = LIST.replace("table = \"practices\"", "table = \"short\"");
    check(vec![practices()], &[&other], &["practices.csv", "regional_practices.csv", "short.csv"], &[]);
}

#[test]
fn what_does_not_fit_is_left_out_with_a_notice() {
    check(vec![], &[LIST], &[], &["no repeat \"practices\""]);
    check(vec![personal(practices())], &[LIST], &[], &["no repeat \"practices\""]);
    check(vec![], &["table = \"t\"\nkind = \"frequencies\"\nrows = [\"x\"]"], &[], &["no question \"x\""]);
    check(vec![], &["table = \"t\"\nkind = \"frequencies\"\nunit = \"regions\""], &["t.csv"], &[]);
    check(vec![], &["table = \"answers\"\nkind = \"frequencies\""], &[], &["another file has this name"]);
}

#[test]
fn no_two_files_share_a_name() {
    let repeats = vec![repeat("Answers", vec![]), repeat("repeat_answers", vec![])];
    let files = [
        "repeat_Answers.csv",
        "repeat_repeat_answers.csv",
        "repeat_regional_Answers.csv",
        "regional_repeat_answers.csv",
    ];
    check(repeats, &[], &files, &[]);
}
