//! Returning, correcting, accepting, reopening.

use crate::world::{ADMIN, COLLEAGUE, COORDINATOR, RESPONDENT, SECOND, World};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_returned_is_corrected_compared_and_accepted() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", "As agreed").await;
    department.add_practice("Nets").await;
    department.submit().await;
    let id = world.response;
    let review = format!("/responses/{id}/review");

    let silent = coordinator.decide("return", "submitted", "1", " \r\n ").await;
    assert_eq!(silent.status, 422);
    assert!(silent.text.contains("href=\"#return-text\"") && silent.text.contains("aria-invalid"), "{}", silent.text);
    let returned = coordinator.decide("return", "submitted", "1", "Staff is too low.\r\nSee 2025.").await;
    assert_eq!((returned.status, world.state().await.as_str()), (303, "returned"));
    assert_eq!(world.mailed("returned").await, format!("{COLLEAGUE} {RESPONDENT}"));
    let mail = world
        .one(&format!("SELECT body_text FROM outbox WHERE kind = 'returned' AND recipient = '{RESPONDENT}'"))
        .await;
    assert!(
        mail.contains("Staff is too low.") && mail.contains("See 2025.") && mail.contains(&format!("/responses/{id}"))
    );
    assert_eq!(world.audited("response.return").await, "1");
    let recorded = world.one("SELECT before || after FROM audit WHERE action = 'response.return'").await;
    assert!(!recorded.contains("too low"), "no words of people in the audit: {recorded}");

    let hub = department.get(&format!("/responses/{id}")).await;
    assert!(hub.text.contains("Staff is too low.\nSee 2025."), "{}", hub.text);
    department.fill("21", "As agreed").await;
    department.add_practice("Traps").await;
    department.submit().await;
    assert_eq!(world.state().await, "submitted");

    let page = coordinator.get(&review).await.text;
    assert!(page.contains("<dt>Before</dt><dd><del>12</del>"), "{page}");
    assert!(page.contains("Changed (2)") && page.contains("Traps"), "{page}");
    assert!(page.contains("Returned (submission 1).") && page.contains("Staff is too low."), "{page}");
    let changed = coordinator.get(&format!("{review}?show=changed")).await.text;
    assert!(changed.contains("Traps") && !changed.contains("As agreed"), "{changed}");
    // What is taken away is told as well.
    let returned = coordinator.decide("return", "submitted", "2", "Traps are no nets.").await;
    assert_eq!(returned.status, 303);
    let section = format!("/responses/{id}/sections/second");
    assert_eq!(department.save(&section, &[("then", "remove:practices/2")]).await.status, 303);
    department.submit().await;
    let page = coordinator.get(&review).await.text;
    assert!(page.contains("No longer answered") && page.contains("<del>Traps</del>"), "{page}");

    assert_eq!(coordinator.decide("accept", "submitted", "3", "").await.status, 303);
    let receipt = department.get(&format!("/responses/{id}/receipt")).await.text;
    assert!(receipt.contains("Accepted (submission 3)."), "{receipt}");
    assert_eq!(world.one("SELECT accepted_at IS NOT NULL FROM response WHERE state = 'accepted'").await, "true");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_is_returned_for_its_open_queries() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", "").await;
    department.submit().await;
    let fields = [("decision", "return"), ("state", "submitted"), ("revision", "1"), ("queries", "yes"), ("text", "")];
    let review = format!("/responses/{}/review", world.response);
    assert_eq!(coordinator.post(&review, &fields).await.status, 409, "there is none");
    let query = coordinator.ask("staff", "Twelve?").await;
    assert_eq!(coordinator.post(&review, &fields).await.status, 303);
    let french =
        world.one(&format!("SELECT body_text FROM outbox WHERE kind = 'returned' AND recipient = '{COLLEAGUE}'")).await;
    assert!(french.contains("Une question sur vos réponses"), "{french}");
    let hub = department.get(&format!("/responses/{}", world.response)).await.text;
    assert!(hub.contains("Because of the open queries") && hub.contains(&query), "{hub}");
    // In words, and by correcting; each alone leaves the other.
    let page = department.get(&query).await.text;
    assert!(page.contains("Correct the answer"), "{page}");
    department.fill("14", "").await;
    department.submit().await;
    assert_eq!(coordinator.decide("accept", "submitted", "2", "").await.status, 409, "the query is still open");
    department.post(&query, &[("action", "reply"), ("text", "Corrected"), ("seen", "1")]).await;
    assert_eq!(coordinator.decide("accept", "submitted", "2", "").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_accepted_is_reopened_on_the_record_only() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", "").await;
    department.submit().await;
    let id = world.response;
    let receipt = format!("/responses/{id}/receipt");
    let request = format!("/responses/{id}/request");
    let asks = |state: &'static str, text: &'static str| [("state", state), ("revision", "1"), ("text", text)];

    // The department asks; the coordinator returns it or, once accepted, opens it again.
    let empty = department.post(&request, &asks("submitted", "")).await;
    assert_eq!(empty.status, 422);
    assert!(empty.text.contains("href=\"#request-text\""), "{}", empty.text);
    assert_eq!(department.post(&request, &asks("submitted", "A digit is missing")).await.status, 303);
    assert_eq!(world.mailed("requested").await, format!("{SECOND} {COORDINATOR}"));
    let again = department.post(&request, &asks("submitted", "Please")).await;
    assert_eq!(again.status, 409);
    assert!(coordinator.get(&format!("/responses/{id}/review")).await.text.contains("A digit is missing"));
    assert_eq!(world.state().await, "submitted");

    assert_eq!(coordinator.decide("accept", "submitted", "1", "").await.status, 303);
    for (decision, text) in [("return", "No"), ("accept", "")] {
        let refused = coordinator.decide(decision, "accepted", "1", text).await;
        assert_eq!((refused.status, world.state().await.as_str()), (409, "accepted"), "{decision}");
    }
    let save =
        department.post(&format!("/responses/{id}/sections/first"), &[("staff", "13"), ("version:staff", "1")]).await;
    assert_eq!(save.status, 409);
    assert!(department.get(&receipt).await.text.contains("Ask for a correction"));
    assert_eq!(department.post(&request, &asks("accepted", "It changed")).await.status, 303);

    assert_eq!(coordinator.decide("reopen", "accepted", "1", "").await.status, 422);
    let admin = world.person(ADMIN).await;
    assert_eq!(admin.decide("reopen", "accepted", "1", "The department asked").await.status, 303);
    assert_eq!(world.state().await, "returned");
    assert_eq!(world.one(&format!("SELECT accepted_at IS NULL FROM response WHERE id = '{id}'")).await, "true");
    assert_eq!(world.audited("response.reopen").await, "1");
    let recorded = world
        .one("SELECT before->>'state' || '>' || (after->>'state') FROM audit WHERE action = 'response.reopen'")
        .await;
    assert_eq!(recorded, "accepted>returned");
    assert_eq!(world.mailed("reopened").await, format!("{COLLEAGUE} {RESPONDENT}"));
    department.fill("13", "").await;
    department.submit().await;
    assert_eq!(coordinator.decide("accept", "submitted", "2", "").await.status, 303);
    let decisions = world.one("SELECT string_agg(decision, ' ' ORDER BY number) FROM review").await;
    assert_eq!(decisions, "requested accepted requested reopened accepted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_round_is_still_decided_about_and_an_archived_one_is_not() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", "").await;
    department.submit().await;
    world.run("UPDATE round SET closed_at = now()").await;
    assert_eq!(coordinator.decide("return", "submitted", "1", "Once more").await.status, 303);
    department.fill("13", "").await;
    department.submit().await;
    let query = coordinator.ask("staff", "Sure?").await;
    world.run("UPDATE round SET archived_at = now()").await;
    for (decision, text) in [("accept", ""), ("return", "No")] {
        let refused = coordinator.decide(decision, "submitted", "2", text).await;
        assert_eq!(refused.status, 409, "{decision}");
        assert!(refused.text.contains("archived"), "{}", refused.text);
    }
    let said = department.post(&query, &[("action", "reply"), ("text", "Yes, sure"), ("seen", "1")]).await;
    assert_eq!(said.status, 409);
    assert!(said.text.contains("Yes, sure"), "{}", said.text);
    assert_eq!(world.state().await, "submitted");
    assert_eq!(world.one("SELECT count(*) FROM query_message").await, "1");
}
