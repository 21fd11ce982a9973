//! What people write into queries and reasons does nothing but stand there.

use crate::world::{COORDINATOR, RESPONDENT, World};

const HOSTILE: &str = "<script>alert(1)</script>\r\nBcc: x@example.org\r\n{{page.csrf}} \u{0} { $round } =1+1 <img src=x onerror=alert(2)>";

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_are_inert_on_pages_and_in_mails() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", HOSTILE).await;
    department.submit().await;
    let query = coordinator.ask("staff", HOSTILE).await;
    department.post(&query, &[("action", "reply"), ("text", HOSTILE), ("seen", "1")]).await;
    let id = world.response;
    let request = [("state", "submitted"), ("revision", "1"), ("text", HOSTILE)];
    assert_eq!(department.post(&format!("/responses/{id}/request"), &request).await.status, 303);
    assert_eq!(coordinator.decide("return", "submitted", "1", HOSTILE).await.status, 303);
    let (hub, section) = (format!("/responses/{id}"), format!("/responses/{id}/sections/first"));
    let (review, receipt) = (format!("/responses/{id}/review"), format!("/responses/{id}/receipt"));
    let mut pages = Vec::new();
    for path in [&hub, &section, &receipt, &query] {
        pages.push(department.get(path).await);
    }
    for path in [&review, &query, &"/regions/ES61/rounds/first/queries".to_owned()] {
        pages.push(coordinator.get(path).await);
    }
    for page in pages {
        assert_eq!(page.status, 200);
        assert!(page.text.contains("&lt;script&gt;alert(1)"), "it is not shown: {}", page.text);
        assert!(!page.text.contains("<script>alert") && !page.text.contains("<img src=x"), "{}", page.text);
        assert!(page.text.contains("{{page.csrf}}"), "it is no template: {}", page.text);
    }
    for kind in ["query", "answered", "requested", "returned"] {
        let count = |what: &str| format!("SELECT count(*) FROM outbox WHERE kind = '{kind}' AND {what}");
        assert_ne!(world.one(&count("body_html LIKE '%&lt;script&gt;%'")).await, "0", "{kind}");
        let bad = "(body_html LIKE '%<script>alert%' OR body_html LIKE '%<img src=x%' OR subject ~ '[\\r\\n]')";
        assert_eq!(world.one(&count(bad)).await, "0", "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_is_refused_with_the_limit_and_kept_on_the_page() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", "").await;
    department.submit().await;
    let query = coordinator.ask("staff", &"é".repeat(4_000)).await;
    let long = "é".repeat(4_001);
    let id = world.response;
    let tries = [
        coordinator.post(&format!("/responses/{id}/queries"), &[("path", "note"), ("text", &long)]).await,
        coordinator.post(&query, &[("action", "reply"), ("text", &long), ("seen", "1")]).await,
        department.post(&query, &[("action", "reply"), ("text", &long), ("seen", "1")]).await,
        coordinator.decide("return", "submitted", "1", &long).await,
        department
            .post(&format!("/responses/{id}/request"), &[("state", "submitted"), ("revision", "1"), ("text", &long)])
            .await,
    ];
    for answer in tries {
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("4001 characters. Shorten it to 4000"), "{}", answer.text);
        assert!(answer.text.contains(&long), "what was typed is not lost");
        assert!(answer.text.contains("<title>Error:"), "{}", answer.text);
    }
    for fields in [
        &[("path", "note")][..],
        &[("path", "note"), ("text", "x"), ("state", "accepted")],
        &[("path", "note"), ("text", "x"), ("text", "y")],
    ] {
        assert_eq!(coordinator.post(&format!("/responses/{id}/queries"), fields).await.status, 400, "{fields:?}");
    }
    assert_eq!(world.one("SELECT count(*) FROM answer_query").await, "1");
}
