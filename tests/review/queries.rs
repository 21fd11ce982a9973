//! Queries: on any answer, from both sides, and what they block.

use crate::world::{ADMIN, COLLEAGUE, COORDINATOR, FOREIGNER, NEIGHBOUR, OTHER, RESPONDENT, SECOND, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_query_is_asked_answered_closed_and_blocks_while_it_is_open() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", "As agreed").await;
    department.submit().await;
    let query = coordinator.ask("staff", "Twelve people, or posts?").await;
    assert_eq!(world.state().await, "submitted");
    assert_eq!(world.mailed("query").await, format!("{COLLEAGUE} {RESPONDENT}"));
    let french =
        world.one(&format!("SELECT body_text FROM outbox WHERE kind = 'query' AND recipient = '{COLLEAGUE}'")).await;
    assert!(french.contains("Effectifs") && french.contains("Twelve people") && french.contains(&query), "{french}");
    let blocked = coordinator.decide("accept", "submitted", "1", "").await;
    assert_eq!(blocked.status, 409);
    assert!(blocked.text.contains("one query is open"), "{}", blocked.text);

    let receipt = department.get(&format!("/responses/{}/receipt", world.response)).await;
    assert!(receipt.text.contains(&query), "the department is led to the query");
    let page = department.get(&query).await;
    assert!(page.text.contains("Twelve people, or posts?") && !page.text.contains("Close the query"), "{}", page.text);
    let replied = department.post(&query, &[("action", "reply"), ("text", "Posts."), ("seen", "1")]).await;
    assert_eq!(
        (replied.status, replied.location.as_str()),
        (303, &*format!("/responses/{}/receipt#queries", world.response))
    );
    assert_eq!(world.mailed("answered").await, COORDINATOR);

    // A further question blocks again.
    let further = coordinator.post(&query, &[("action", "reply"), ("text", "Full posts?"), ("seen", "2")]).await;
    assert_eq!(further.status, 303);
    assert_eq!(world.one("SELECT state FROM answer_query").await, "open");
    assert_eq!(coordinator.decide("accept", "submitted", "1", "").await.status, 409);
    department.post(&query, &[("action", "reply"), ("text", "Full ones."), ("seen", "3")]).await;

    // What was said meanwhile is read before it is closed.
    let unseen = coordinator.post(&query, &[("action", "close"), ("seen", "3")]).await;
    assert_eq!(unseen.status, 409);
    assert!(unseen.text.contains("Full ones."), "{}", unseen.text);
    assert_eq!(coordinator.post(&query, &[("action", "close"), ("seen", "4")]).await.status, 303);
    for (fields, status) in [
        (&[("action", "reply"), ("text", "More"), ("seen", "4")], 409),
        (&[("action", "close"), ("text", ""), ("seen", "4")], 409),
    ] {
        let refused = coordinator.post(&query, fields).await;
        assert_eq!(refused.status, status, "{fields:?}");
    }
    let late = department.post(&query, &[("action", "reply"), ("text", "One more thing"), ("seen", "4")]).await;
    assert_eq!(late.status, 409);
    assert!(late.text.contains("One more thing"), "what was typed is not lost: {}", late.text);
    assert_eq!(coordinator.post(&query, &[("action", "reopen"), ("text", "Since when?")]).await.status, 303);
    assert_eq!(coordinator.decide("accept", "submitted", "1", "").await.status, 409);
    department.post(&query, &[("action", "reply"), ("text", "May."), ("seen", "5")]).await;

    // Answered does not block, and is closed by acceptance.
    let accepted = coordinator.decide("accept", "submitted", "1", "Thank you").await;
    assert_eq!((accepted.status, world.state().await.as_str()), (303, "accepted"));
    assert_eq!(world.one("SELECT state FROM answer_query").await, "closed");
    assert_eq!(world.one("SELECT count(*) FROM query_message").await, "6");
    for (action, times) in [
        ("query.open", "1"),
        ("query.reply", "3"),
        ("query.ask", "1"),
        ("query.close", "1"),
        ("query.reopen", "1"),
        ("response.accept", "1"),
    ] {
        assert_eq!(world.audited(action).await, times, "{action}");
    }
    assert_eq!(world.mailed("accepted").await, format!("{COLLEAGUE} {RESPONDENT}"));
    // Nothing can be asked about what is accepted.
    let id = world.response;
    let refused =
        coordinator.post(&format!("/responses/{id}/queries"), &[("path", "note"), ("text", "And this?")]).await;
    assert_eq!(refused.status, 409);
    assert_eq!(coordinator.post(&query, &[("action", "reopen"), ("text", "Again")]).await.status, 409);
    assert_eq!(world.one("SELECT count(*) FROM answer_query WHERE state <> 'closed'").await, "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_stand_on_blank_answers_and_entries_and_on_nothing_else() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", "").await;
    department.add_practice("Nets").await;
    // Also while it is in progress.
    let draft = coordinator.get(&format!("/responses/{}/review", world.response)).await;
    assert!(draft.text.contains("has not been submitted") && draft.text.contains("Nets"), "{}", draft.text);
    assert!(draft.text.contains("Last changed by Name of a@example.org"), "{}", draft.text);
    coordinator.ask("note", "Nothing to add?").await;
    assert_eq!(world.state().await, "in_progress");
    department.submit().await;
    let id = world.response;
    for (path, status) in [
        ("network", 303),
        ("practices", 303),
        ("practices/1/title", 303),
        ("practices/2/title", 400),
        ("title", 400),
        ("practices/1/note", 400),
        ("first", 400),
        ("nothing", 400),
        ("", 400),
        ("../note", 400),
        ("practices/1/practices", 400),
    ] {
        let asked = coordinator.post(&format!("/responses/{id}/queries"), &[("path", path), ("text", "Why?")]).await;
        assert_eq!(asked.status, status, "{path}: {asked:?}");
    }
    let page = coordinator.get(&format!("/responses/{id}/review?show=queries")).await;
    assert!(page.text.contains("With queries (4)") && !page.text.contains("Staff"), "{}", page.text);
    assert_eq!(world.audited("query.open").await, "4");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_section_page_shows_what_is_asked_and_saves_before_it_leads_there() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", "").await;
    let query = coordinator.ask("staff", "Really twelve?").await;
    let id = world.response;
    let hub = department.get(&format!("/responses/{id}")).await;
    assert!(hub.text.contains(&format!("/responses/{id}/sections/first#f-staff")) && hub.text.contains(&query));
    let address = format!("/responses/{id}/sections/first");
    let page = department.get(&address).await;
    assert!(page.text.contains("Really twelve?"), "{}", page.text);
    let number = query.rsplit('/').next().unwrap();
    let then = format!("query:{number}");
    let fields = [("staff", "14"), ("note", "typed just now"), ("then", then.as_str())];
    let left = department.save(&address, &fields).await;
    assert_eq!((left.status, left.location.as_str()), (303, query.as_str()));
    assert_eq!(world.one("SELECT value #>> '{}' FROM draft_answer WHERE path = 'note'").await, "typed just now");
    let replied = department.post(&query, &[("action", "reply"), ("text", "Fourteen."), ("seen", "1")]).await;
    assert_eq!(replied.location, format!("{address}#f-staff"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_or_says_anything() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", "").await;
    department.submit().await;
    let query = coordinator.ask("staff", "Only for you").await;
    let id = world.response;
    let strangers = [NEIGHBOUR, FOREIGNER, OTHER];
    for email in strangers {
        let stranger = world.person(email).await;
        for path in [query.clone(), format!("/responses/{id}/review"), format!("/responses/{id}/receipt")] {
            assert_eq!(stranger.get(&path).await.status, 404, "{email} {path}");
        }
        let say = [("action", "reply"), ("text", "Let me"), ("seen", "1")];
        assert_eq!(stranger.post(&query, &say).await.status, 404, "{email}");
        let ask = [("path", "staff"), ("text", "Let me")];
        assert_eq!(stranger.post(&format!("/responses/{id}/queries"), &ask).await.status, 404, "{email}");
        for (decision, text) in [("accept", ""), ("return", "No"), ("reopen", "No")] {
            assert_eq!(stranger.decide(decision, "submitted", "1", text).await.status, 404, "{email} {decision}");
        }
        // Nor by the address of a response that is theirs.
        let number = query.rsplit('/').next().unwrap();
        for own in [world.neighbour, world.foreign] {
            assert_eq!(stranger.get(&format!("/responses/{own}/queries/{number}")).await.status, 404, "{email} {own}");
        }
    }
    for path in [format!("/responses/{id}/review"), format!("/responses/{id}/queries")] {
        let fields =
            [("path", "staff"), ("text", "x"), ("decision", "accept"), ("state", "submitted"), ("revision", "1")];
        assert_eq!(department.post(&path, &fields).await.status, 404, "the department does not review itself: {path}");
    }
    for action in ["close", "reopen"] {
        assert_eq!(department.post(&query, &[("action", action), ("text", "x"), ("seen", "1")]).await.status, 404);
    }
    let as_reviewer = [("action", "reply"), ("party", "reviewer"), ("text", "x"), ("seen", "1")];
    assert_eq!(department.post(&query, &as_reviewer).await.status, 404);
    assert_eq!(world.one("SELECT count(*) FROM query_message").await, "1");
    assert_eq!(world.state().await, "submitted");

    // Who coordinates the region sees them all in a list, and so does an admin; nobody else.
    for (email, status, shows) in
        [(SECOND, 200, true), (ADMIN, 200, true), (OTHER, 404, false), (RESPONDENT, 404, false)]
    {
        let list = world.person(email).await.get("/regions/ES61/rounds/first/queries?state=open").await;
        assert_eq!((list.status, list.text.contains("Only for you")), (status, shows), "{email}");
    }
    let other = world.person(OTHER).await.get("/regions/ES21/rounds/first/queries").await;
    assert_eq!((other.status, other.text.contains("Only for you")), (200, false));
    let closed = world.person(SECOND).await.get("/regions/ES61/rounds/first/queries?state=closed").await;
    assert!(!closed.text.contains("Only for you"));
}
