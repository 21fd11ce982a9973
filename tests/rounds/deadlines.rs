//! Deadlines of rounds and regions: extension with notice, late answers, and what respondents are told.

use crate::{
    browser::Browser,
    world::{FRENCH, SPANISH, World, hidden},
};

const LINES: &str = "ES61,INT,Health,a@example.org,es\nES61,SOC,Homes,b@example.org,en\nFRH0,INT,Mer,c@example.org,fr";

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_is_told_to_who_has_not_submitted() {
    let world = World::new().await;
    let admin = world.admin().await;
    let page = world.make(&admin, "coast", "open", LINES).await;
    let regions = format!("{page}/regions");
    submit(&world, "b@example.org").await;
    let seen = hidden(&admin.get(&page).await.text, "seen");
    let fields = |deadline: &'static str| {
        [("action", "extend"), ("seen", ""), ("deadline", deadline), ("notify", "yes"), ("words", "Take <b>time</b>.")]
    };
    let extend = async |deadline: &'static str, seen: &str| {
        let mut fields = fields(deadline);
        fields[1].1 = seen;
        admin.send(&page, &page, &fields).await
    };
    for earlier in ["2099-06-01T18:00", "2098-01-01T00:00", "2020-01-01T00:00"] {
        let refused = extend(earlier, &seen).await;
        assert!(refused.status == 422 && refused.text.contains("href=\"#deadline\""), "{earlier}");
        assert!(refused.text.contains("Take &lt;b&gt;time"), "what was typed is kept");
    }
    // One region first, without notice; it keeps its later deadline.
    let own = [("action", "deadline"), ("region", "FRH0"), ("deadline", "2099-09-01T12:00"), ("words", "")];
    assert!(admin.send(&regions, &regions, &own).await.location.ends_with("done=deadline&told=0"));
    assert_eq!(world.mails("deadline").await.len(), 0, "without notice");
    assert_eq!(admin.send(&regions, &regions, &own).await.status, 422, "not later");

    let done = extend("2099-08-01T12:00", &seen).await;
    assert_eq!(done.location, format!("{page}?done=extended&told=2"), "{done:?}");
    let told = world.mails("deadline").await;
    println!("an extension: {} mails to one coordinator and one of two invited", told.len());
    let recipients: Vec<&str> = told.iter().filter_map(|mail| mail.split(':').next()).collect();
    assert_eq!(recipients, ["a@example.org", SPANISH], "not who has submitted, nor the region that has a later one");
    assert_eq!(extend("2099-12-01T12:00", &seen).await.status, 409, "somebody else was faster");

    let body = "SELECT body_text FROM outbox WHERE kind = 'deadline' AND recipient = 'a@example.org'";
    let client = world.site.pool.streaming().await.unwrap();
    let body: String = client.query_one(body, &[]).await.unwrap().get(0);
    assert!(body.contains("Take <b>time</b>.") && body.contains("2099-08-01"), "{body}");
    let unused = "SELECT count(*) FROM magic_link JOIN invitation ON invitation_id = invitation.id
        WHERE used_at IS NULL AND expires_at < '2099-08-01T10:00:00Z'";
    assert_eq!(world.count(unused, &[]).await, 0, "links last as long");
    let (respondent, home) = world.open("a@example.org", "deadline").await;
    let hub = respondent.get(&home).await.text;
    assert!(hub.contains("Europe/Madrid") && hub.contains("2099"), "{hub}");
    let one = [("action", "deadline"), ("region", "FRH0"), ("deadline", "2099-10-01T12:00"), ("notify", "yes")];
    assert!(admin.send(&regions, &regions, &one).await.location.ends_with("done=deadline&told=2"));
    let told = world.mails("deadline").await;
    assert!(told.iter().any(|mail| mail.starts_with(FRENCH)) && told.iter().any(|mail| mail.starts_with("c@")));
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'round.extend'", &[]).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_region_has_its_own_end() {
    let world = World::new().await;
    let admin = world.admin().await;
    world.make(&admin, "coast", "open", LINES).await;
    let (spanish, spanish_home) = world.open("a@example.org", "invitation").await;
    let (french, french_home) = world.open("c@example.org", "invitation").await;
    // The round is over, but one region has longer.
    world
        .run(
            "UPDATE round SET deadline = now() - interval '1 hour';
             UPDATE round_region SET deadline = now() + interval '1 day'
             FROM region WHERE region.id = region_id AND code = 'FRH0'",
        )
        .await;
    let save = async |browser: &Browser<'_>, home: &str, typed: &str| {
        let fields = [("a", typed), ("version:a", "0"), ("then", "leave")];
        browser.send("/account", &format!("{home}/sections/first"), &fields).await
    };
    assert_eq!(spanish.get(&format!("{spanish_home}/sections/first")).await.status, 403);
    let refused = save(&spanish, &spanish_home, "Nowhere else <i>").await;
    assert_eq!(refused.status, 409, "{refused:?}");
    assert!(refused.text.contains("this page was not saved") && refused.text.contains("Nowhere else &lt;i&gt;"));
    assert_eq!(save(&french, &french_home, "In time").await.status, 303);
    // A new link is for who can still answer.
    for (email, more) in [("a@example.org", 0), ("c@example.org", 1)] {
        let query = "SELECT count(*) FROM outbox WHERE recipient = $1";
        let before = world.count(query, &[&email]).await;
        Browser::new(&world.site).send("/sign-in", "/new-link", &[("email", email)]).await;
        assert_eq!(world.count(query, &[&email]).await, before + more, "{email}");
    }
    let hub = spanish.get(&spanish_home).await.text;
    assert!(hub.contains("This round does not take answers now"), "{hub}");
}

#[tokio::test(flavor = "multi_thread")]
async fn late_answers_are_taken_and_told() {
    let world = World::new().await;
    let admin = world.admin().await;
    let page = world.make(&admin, "coast", "open", LINES).await;
    let (respondent, home) = world.open("a@example.org", "invitation").await;
    let hub = respondent.get(&home).await.text;
    assert!(hub.contains("After the deadline nothing can be changed"), "{hub}");
    world.run("UPDATE round SET late_days = 2, deadline = now() + interval '1 hour'").await;
    assert!(respondent.get(&home).await.text.contains("After the deadline answers are still taken until"));
    submit(&world, "b@example.org").await;
    world.run("UPDATE round SET deadline = now() - interval '1 second'").await;
    assert!(respondent.get(&home).await.text.contains("You can still answer and submit until"));
    assert!(admin.get(&page).await.text.contains("late answers are taken until"));
    let late = submit_as(&respondent, &home).await;
    assert!(late.contains("It arrived after the deadline"), "{late}");
    // Who returns what was submitted in time sees no lateness; and after the last moment nothing goes.
    let state = "UPDATE response SET state = 'returned' WHERE submitted_at > (SELECT deadline FROM round)";
    world.run(state).await;
    world.run("UPDATE round SET opens_at = now() - interval '9 days', deadline = now() - interval '3 days'").await;
    let page = respondent.get(&format!("{home}/sections/first")).await;
    assert_eq!(page.status, 200, "what was returned may be corrected after the end");
    world.run("UPDATE round SET closed_at = now()").await;
    assert_eq!(respondent.get(&format!("{home}/sections/first")).await.status, 403, "but not once it was closed");
}

/// Answers and submits as who was invited; the receipt.
async fn submit(world: &World, email: &str) -> String {
    let (browser, home) = world.open(email, "invitation").await;
    let receipt = submit_as(&browser, &home).await;
    assert!(!receipt.contains("It arrived after"), "in time: {receipt}");
    receipt
}

async fn submit_as(browser: &Browser<'_>, home: &str) -> String {
    let section = format!("{home}/sections/first");
    let saved = browser.send(&section, &section, &[("a", "Yes"), ("version:a", "0"), ("then", "leave")]).await;
    assert_eq!(saved.status, 303, "{saved:?}");
    let check = format!("{home}/check");
    let key = hidden(&browser.get(&check).await.text, "key");
    let sent = browser.send(&check, &format!("{home}/submit"), &[("key", &key)]).await;
    assert_eq!(sent.location, format!("{home}/receipt"), "{sent:?}");
    browser.get(&sent.location).await.text
}

#[tokio::test(flavor = "multi_thread")]
async fn two_regions_of_a_round_that_are_one_are_asked_once() {
    let world = World::new().await;
    let admin = world.admin().await;
    let page = world.make(&admin, "coast", "draft", LINES).await;
    let regions = format!("{page}/regions");
    admin.send(&regions, &regions, &[("action", "add"), ("codes", "ES21")]).await;
    for (region, deadline) in [("ES21", "2099-09-01T12:00"), ("ES61", "2099-08-01T12:00")] {
        let own = [("action", "deadline"), ("region", region), ("deadline", deadline)];
        assert_eq!(admin.send(&regions, &regions, &own).await.status, 303);
    }
    let registry = "/admin/registry/regions/ES21";
    let merged = admin.send(registry, registry, &[("action", "merge"), ("into", "ES61")]).await;
    assert_eq!(merged.status, 303, "{merged:?}");
    assert_eq!(world.count("SELECT count(*) FROM round_region", &[]).await, 2);
    let listed = admin.get(&regions).await.text;
    assert!(
        listed.contains("2099-09-01 12:00") && !listed.contains("2099-08-01"),
        "the later deadline stays: {listed}"
    );
}
