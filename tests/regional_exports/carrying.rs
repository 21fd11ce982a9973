//! Answers that come along from an earlier round: started, confirmed, changed, exported.

use std::collections::BTreeMap;

use chrono::Utc;
use periplus::{
    fieldwork::{ids::ResponseId, response::ResponseState, round::Round},
    operations::{
        Error,
        carrying::{self, Tally},
        entries, moving,
        submit::Outcome,
    },
    questionnaire::{carrying::Left, migration::Reason},
    store::{Connection, drafts, responses},
};
use serde_json::{Value, json};

use crate::world::{World, YES, columns, moment};

const ACCEPTED: [ResponseState; 1] = [ResponseState::Accepted];

/// Three departments, of which the second did not answer in 2025 and the third has begun in 2026.
async fn two_rounds() -> (World, [Round; 2], [ResponseId; 3]) {
    let world = World::new().await;
    let (before, now) = (world.round("r-2025", -300, 0).await, world.round("r-2026", -1, 1).await);
    let mut responses = Vec::new();
    for (number, name) in ["Answered", "Silent", "Begun"].into_iter().enumerate() {
        let department = world.department("ES61", name).await;
        let former = world.ask(before.id, department).await;
        if number != 1 {
            world.answer(former, &earlier(), number == 0).await;
        }
        responses.push(world.ask(now.id, department).await);
    }
    world.save(responses[2], &[("words", json!("typed here"))]).await;
    let responses = <[_; 3]>::try_from(responses).unwrap();
    (world, [before, now], responses)
}

fn earlier() -> Vec<(&'static str, Value)> {
    vec![
        ("agree", YES()),
        ("topics", json!(["a", "b"])),
        ("budget", json!(10)),
        ("words", json!("=old words")),
        ("mail", json!("canary@example.org")),
        ("order", json!(["b", "a"])),
        ("practices/2", json!(true)),
        ("practices/2/title", json!("Two")),
        ("practices/5", json!(true)),
        ("practices/5/title", json!("Five")),
    ]
}

async fn draft(world: &World, round: &Round, response: ResponseId) -> BTreeMap<String, (Option<Value>, i32, bool)> {
    let stored = drafts::load(&mut world.pool.get().await.unwrap(), round.id, response).await.unwrap();
    stored.into_iter().map(|row| (row.path, (row.value, row.version, row.edited_by.is_some()))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_began_starts_with_what_was_submitted() {
    let (world, [before, now], [answered, silent, begun]) = two_rounds().await;
    let mut connection = world.pool.get().await.unwrap();
    let untouched = draft(&world, &now, begun).await;
    let preview = carrying::preview(&mut connection, &now, before.id).await.unwrap();
    assert!(draft(&world, &now, answered).await.is_empty(), "a preview changes nothing");
    let tally = carrying::carry(&mut connection, &now, before.id, Some(world.account), Utc::now()).await.unwrap();
    assert_eq!(tally, preview);
    let one = |name: &str| (name.to_owned(), 1);
    let expected = Tally {
        started: 1,
        silent: 1,
        begun: 1,
        answers: [one("agree"), one("budget"), one("mail"), one("topics"), ("title".to_owned(), 2), one("words")]
            .into(),
        changed: [(("words".to_owned(), Reason::Reworded), 1)].into(),
        left: [(("order".to_owned(), Left::Unasked), 1)].into(),
    };
    assert_eq!(tally, expected);
    let mut rows: BTreeMap<_, _> =
        earlier().into_iter().map(|(path, value)| (path.to_owned(), (Some(value), 1, false))).collect();
    rows.remove("order");
    assert_eq!(draft(&world, &now, answered).await, rows);
    assert!(draft(&world, &now, silent).await.is_empty());
    assert_eq!(draft(&world, &now, begun).await, untouched);
    let assignment = responses::find(&mut connection, answered).await.unwrap().unwrap();
    assert_eq!(assignment.response.started_at, None, "nobody has begun it");

    // Again is the same as once.
    let again = carrying::carry(&mut connection, &now, before.id, None, Utc::now()).await.unwrap();
    assert_eq!((again.started, again.silent, again.begun), (0, 1, 2));
    assert_eq!(draft(&world, &now, answered).await, rows);
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'round.carry'").await, 1);
    let audit = "SELECT count(*) FROM audit WHERE action = 'round.carry' AND before ->> 'from' IS NULL
        AND after ->> 'responses' = '1' AND after ->> 'answers' = '7'";
    assert_eq!(world.count(audit).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_confirmed_or_changed_before_it_is_submitted_and_the_files_say_which() {
    let (world, [before, now], [answered, silent, _]) = two_rounds().await;
    let mut connection = world.pool.get().await.unwrap();
    carrying::carry(&mut connection, &now, before.id, None, Utc::now()).await.unwrap();
    let unconfirmed = async |expected: usize| {
        let outcome = world.submit(answered).await;
        assert!(matches!(outcome, Outcome::Unconfirmed(count) if count == expected), "{expected}: {outcome:?}");
    };
    unconfirmed(7).await;
    let assignment = responses::find(&mut connection, answered).await.unwrap().unwrap();
    let paths: Vec<String> = ["agree", "topics", "mail", "practices/2/title"].map(str::to_owned).into();
    moving::confirm(&mut connection, &assignment, &paths, world.account, Utc::now()).await.unwrap();
    unconfirmed(3).await;
    // Changing is confirming, and so is clearing; but the question of the words is another than it was.
    world.save(answered, &[("budget", json!(12)), ("words", Value::Null), ("new", json!("N"))]).await;
    unconfirmed(2).await;
    moving::confirm(&mut connection, &assignment, &["words".to_owned()], world.account, Utc::now()).await.unwrap();
    unconfirmed(1).await;
    entries::remove(&mut connection, &assignment, world.account, &"practices/5".parse().unwrap(), Utc::now())
        .await
        .unwrap();
    world.save(answered, &[("practices/6", json!(true)), ("practices/6/title", json!("Six"))]).await;
    assert!(matches!(world.submit(answered).await, Outcome::Recorded { .. }));
    world.accept(answered).await;
    world.answer(silent, &[("agree", YES())], true).await;

    let files = world.export(&now, &ACCEPTED).await;
    let wide = columns(&files["responses.csv"], &["department", "carried_from", "changed_since", "budget"]);
    assert_eq!(wide, ["Answered|r-2025|budget practices/5/title words|12", "Silent|||"]);
    let names = ["department", "question", "entry", "choice", "value", "carried_from", "carried"];
    let long = [
        "Answered|agree||yes||r-2025|same",
        "Answered|topics||a||r-2025|same",
        "Answered|topics||b||r-2025|same",
        "Answered|budget|||12|r-2025|changed",
        "Answered|new|||N|r-2025|new",
        "Answered|title|practices/2||Two|r-2025|same",
        "Answered|title|practices/6||Six|r-2025|new",
        "Answered|title|practices/5|||r-2025|removed",
        "Answered|words||||r-2025|removed",
        "Silent|agree||yes|||",
    ];
    assert_eq!(columns(&files["answers.csv"], &names), long);
    assert!(files.values().all(|file| !file.contains("canary")));
    // The earlier round came from nowhere.
    let former = world.export(&before, &ACCEPTED).await;
    assert_eq!(columns(&former["responses.csv"], &["department", "carried_from", "changed_since"]), ["Answered||"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_asked_later_starts_when_they_first_open() {
    let (world, [before, now], _) = two_rounds().await;
    let mut connection = world.pool.get().await.unwrap();
    let late = world.department("FRG0", "Late").await;
    world.answer(world.ask(before.id, late).await, &[("agree", YES())], false).await;
    let response = world.ask(now.id, late).await;
    let open = async |connection: &mut Connection| {
        let assignment = responses::find(connection, response).await.unwrap().unwrap();
        carrying::at_opening(connection, &assignment, world.account, Utc::now()).await.unwrap()
    };
    assert!(!open(&mut connection).await, "nothing comes along into this round yet");
    carrying::carry(&mut connection, &now, before.id, None, Utc::now()).await.unwrap();
    assert!(!open(&mut connection).await, "the run started it");
    let later = world.department("FRG0", "Later").await;
    world.answer(world.ask(before.id, later).await, &[("agree", YES())], false).await;
    let response = world.ask(now.id, later).await;
    let assignment = responses::find(&mut connection, response).await.unwrap().unwrap();
    assert!(carrying::at_opening(&mut connection, &assignment, world.account, Utc::now()).await.unwrap());
    assert!(!carrying::at_opening(&mut connection, &assignment, world.account, Utc::now()).await.unwrap());
    assert_eq!(draft(&world, &now, response).await, [("agree".to_owned(), (Some(YES()), 1, false))].into());
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'response.carry'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_admins_at_once_one_says_where_answers_come_from() {
    let (world, [before, now], [answered, ..]) = two_rounds().await;
    let other = world.round("r-2024", -600, 0).await;
    let run = async |from: &Round| {
        let mut connection = world.pool.get().await.unwrap();
        carrying::carry(&mut connection, &now, from.id, Some(world.account), Utc::now()).await
    };
    let (one, two) = tokio::join!(run(&before), run(&other));
    let refused =
        [&one, &two].into_iter().filter(|run| matches!(run, Err(Error::Field { problem: "other", .. }))).count();
    assert_eq!((refused, one.is_ok() || two.is_ok()), (1, true), "{one:?} {two:?}");
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'round.carry'").await, 1);
    let started = if one.is_ok() { 9 } else { 0 };
    assert_eq!(draft(&world, &now, answered).await.len(), started);

    let third = world.round("r-2027", 0, 1).await;
    let department = world.department("ES61", "Answered").await;
    world.ask(third.id, department).await;
    let same = async || {
        let mut connection = world.pool.get().await.unwrap();
        carrying::carry(&mut connection, &third, before.id, None, Utc::now()).await.unwrap().started
    };
    let (one, two) = tokio::join!(same(), same());
    assert_eq!(one + two, 1, "once, by whichever came first");
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'round.carry'").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_an_earlier_round_of_the_same_questionnaire_is_taken_and_no_closed_one_is_filled() {
    let (world, [before, now], _) = two_rounds().await;
    let mut connection = world.pool.get().await.unwrap();
    let sources = carrying::sources(&mut connection, now.id).await.unwrap();
    assert_eq!(sources.iter().map(|round| round.code.as_str()).collect::<Vec<_>>(), ["r-2025"]);
    assert_eq!(carrying::sources(&mut connection, before.id).await.unwrap(), []);
    for wrong in [now.id, world.round("r-2099", 10, 1).await.id] {
        let refused = carrying::carry(&mut connection, &now, wrong, None, moment(0)).await;
        assert!(matches!(refused, Err(Error::Field { problem: "missing", .. })), "{refused:?}");
    }
    world.run("UPDATE round SET closed_at = now() WHERE code = 'r-2026'").await;
    let refused = carrying::carry(&mut connection, &now, before.id, None, Utc::now()).await;
    assert!(matches!(refused, Err(Error::RoundNotOpen)), "closed in the middle: {refused:?}");
    assert_eq!(world.count("SELECT count(*) FROM round WHERE carried_from IS NOT NULL").await, 0);
}
