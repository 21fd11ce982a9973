//! Two coordinators at once, pages that are out of date, rounds that are over, and forms from elsewhere.

use crate::world::{ANSWER, COORDINATOR, OTHER, SECOND, World};

#[tokio::test(flavor = "multi_thread")]
async fn two_coordinators_never_overwrite_each_other_in_silence() {
    let world = World::submitted().await;
    let (one, other) = (world.person(COORDINATOR).await, world.person(SECOND).await);
    let first = format!("{ANSWER}/sections/first");
    one.post(ANSWER, &[("then", "begin")]).await;
    let (mine, theirs) = (one.get(&first).await, other.get(&first).await);
    assert_eq!(one.send(&mine, &first, &[("motto", "Mine"), ("basis:motto", "own")]).await.status, 303);
    // What the other one did not touch is no conflict, and what they decided beside it is saved.
    let late =
        other.send(&theirs, &first, &[("motto", "Theirs"), ("basis:motto", "own"), ("basis:network", "rule")]).await;
    assert_eq!(late.status, 409);
    assert!(late.text.contains("Mine") && late.text.contains("Theirs"), "both values are shown");
    assert_eq!(world.value("motto").await, "own \"Mine\"");
    assert_eq!(world.value("network").await, "rule \"yes\"");
    assert_eq!(other.send(&late, &first, &[]).await.status, 303);
    assert_eq!(world.value("motto").await, "own \"Theirs\"");
    // A page that is out of date, with nothing touched on it, changes nothing.
    assert_eq!(one.send(&mine, &first, &[]).await.status, 303);
    assert_eq!(world.value("motto").await, "own \"Theirs\"");

    let list = format!("{ANSWER}/repeats/practices");
    let page = one.get(&list).await;
    assert_eq!(other.save(&list, &[(&format!("take:{}-1", world.responses[2]), "")]).await.status, 303);
    let late = one.send(&page, &list, &[]).await;
    assert_eq!(late.status, 409, "{late:?}");
    assert_eq!(world.one("SELECT count(*) FROM regional_value WHERE path ~ '^practices/[0-9]+$'").await, "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused() {
    let world = World::submitted().await;
    let coordinator = world.person(COORDINATOR).await;
    let first = format!("{ANSWER}/sections/first");
    coordinator.post(ANSWER, &[("then", "begin")]).await;
    assert_eq!(coordinator.get(&format!("{ANSWER}/sections/absent")).await.status, 404);
    assert_eq!(coordinator.get(&format!("{ANSWER}/repeats/first")).await.status, 404);
    assert_eq!(coordinator.get(&format!("{ANSWER}/repeats/practices/9")).await.status, 404);
    // A choice and something else typed; a number that is none; an answer of a department abroad.
    let adopted = format!("adopted:{}", world.responses[0]);
    let both = coordinator.save(&first, &[("basis:motto", &adopted), ("motto", "Else")]).await;
    assert_eq!(both.status, 422);
    assert!(both.text.contains("you chose an answer and wrote another one") && both.text.contains("Else"));
    let wrong = coordinator.save(&first, &[("basis:staff", "own"), ("staff", "many")]).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    assert!(wrong.text.contains("many"));
    let abroad = format!("adopted:{}", world.responses[4]);
    assert_eq!(coordinator.save(&first, &[("basis:motto", &abroad)]).await.status, 404);
    assert_eq!(coordinator.save(&first, &[("basis:motto", "anything")]).await.status, 400);
    assert_eq!(world.one("SELECT count(*) FROM regional_value").await, "0");

    let foreign = world.person(OTHER).await;
    for path in ["", "/sections/first", "/repeats/practices", "/repeats/practices/1", "/sign-off"] {
        assert_eq!(foreign.get(&format!("{ANSWER}{path}")).await.status, 404, "{path}");
    }
    world.run("UPDATE round SET archived_at = now(), closed_at = now()").await;
    let late = coordinator.save(&first, &[("basis:network", "rule")]).await;
    assert_eq!(late.status, 403, "{late:?}");
    assert_eq!(world.one("SELECT count(*) FROM regional_value").await, "0");
}
