//! From a draft to the archive, and who hears of it.

use chrono::Utc;
use futures_util::future::join_all;
use periplus::{
    fieldwork::round::RoundState,
    operations::{Error, rounds::launching},
};

use crate::{
    browser::Browser,
    world::{FRENCH, SPANISH, World},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_round_goes_from_draft_to_archive() {
    let world = World::new().await;
    let admin = world.admin().await;
    let page = world.make(&admin, "coast", "draft", "ES61,INT,Health,a@example.org,en").await;
    let (settings, regions) = (format!("{page}/settings"), format!("{page}/regions"));
    assert_eq!(world.round("coast").await.state(Utc::now()), RoundState::Draft);
    assert_eq!(world.mails("invitation").await.len() + world.mails("region").await.len(), 0, "nobody was asked yet");
    let draft = admin.get(&page).await.text;
    assert!(draft.contains("Draft") && draft.contains("2099-06-01 18:00 (Europe/Madrid)"), "{draft}");

    // In a draft everything changes; the moments are those of its zone.
    let seen = crate::world::hidden(&admin.get(&settings).await.text, "seen");
    let mut fields = world.fields("", "", "");
    fields.retain(|(name, _)| !["code", "action", "invitees", "time_zone"].contains(name));
    fields.extend([("seen", seen.as_str()), ("time_zone", "Atlantic/Azores")]);
    assert_eq!(admin.send(&settings, &settings, &fields).await.location, format!("{page}?done=changed"));
    assert_eq!(world.round("coast").await.deadline.to_string(), "2099-06-01 18:00:00 UTC");
    let stale = admin.send(&settings, &settings, &fields).await;
    assert!(stale.status == 409 && stale.text.contains("Somebody else changed this round"), "{stale:?}");

    let chosen = [("group", "country:ES"), ("group", "commission:ATL"), ("codes", "FRH0 es61")];
    let preview = admin.send(&regions, &regions, &[&chosen[2..], &[("action", "preview")]].concat()).await;
    assert!(preview.status == 200 && preview.text.contains("1 region would be added"), "{}", preview.text);
    let add = [("group", "country:FR"), ("codes", "ES21 ES61, FRH0"), ("action", "add")];
    let added = admin.send(&regions, &regions, &add).await;
    assert!(added.location.contains("done=added&count="), "{added:?}");
    let again = admin.send(&regions, &regions, &add).await;
    assert!(again.location.ends_with("count=0&told=0"), "no doubles: {again:?}");
    let french = "SELECT count(*) FROM region WHERE country = 'FR'";
    let asked = "SELECT count(*) FROM round_region";
    assert_eq!(world.count(asked, &[]).await, world.count(french, &[]).await + 2);
    let withdraw = admin.send(&regions, &regions, &[("withdraw", "ES61"), ("action", "withdraw")]).await;
    assert!(withdraw.status == 422 && withdraw.text.contains("departments of theirs are invited"));
    let listed = admin.get(&regions).await.text;
    assert!(listed.contains(SPANISH) && listed.contains("have no coordinator") && listed.contains("Nobody"));

    // Who is asked in a draft does not know of it.
    world.run("UPDATE account SET password_hash = NULL WHERE email = 'a@example.org'").await;
    let launched = admin.send(&page, &page, &[("action", "launch")]).await;
    assert_eq!(launched.location, format!("{page}?done=launched&told=3"), "{launched:?}");
    let told = world.mails("region").await;
    assert_eq!(told.len(), 2, "one mail a coordinator: {told:?}");
    assert!(told[0].starts_with(SPANISH) && told[1].starts_with(FRENCH) || told[1].starts_with(SPANISH), "{told:?}");
    let subjects: Vec<&str> = told.iter().filter_map(|mail| mail.split_once(": Coast").map(|(_, rest)| rest)).collect();
    assert!(subjects.len() == 2 && subjects[0] != subjects[1], "each in their language: {told:?}");
    assert_eq!(world.mails("invitation").await.len(), 1);
    assert!(admin.get(&page).await.text.contains("have no coordinator"), "the admin is told");
    let (_, start) = world.open(SPANISH, "region").await;
    assert_eq!(start, "/", "the link signs in");

    assert_eq!(admin.send(&page, &page, &[("action", "launch")]).await.status, 409);
    assert_eq!(admin.send(&page, &page, &[("action", "archive")]).await.status, 409, "it runs");
    assert_eq!(admin.send(&page, &page, &[("action", "close")]).await.location, format!("{page}?done=closed"));
    assert_eq!(admin.send(&page, &page, &[("action", "close")]).await.status, 409);
    let bare = admin.send(&page, &page, &[("action", "reopen"), ("reason", " ")]).await;
    assert!(bare.status == 422 && bare.text.contains("href=\"#reason\""), "{bare:?}");
    let reopened = admin.send(&page, &page, &[("action", "reopen"), ("reason", "Too early")]).await;
    assert_eq!(reopened.location, format!("{page}?done=reopened"));
    assert_eq!(world.round("coast").await.state(Utc::now()), RoundState::Open);
    assert_eq!(admin.send(&page, &page, &[("action", "close")]).await.status, 303);
    assert_eq!(admin.send(&page, &page, &[("action", "archive")]).await.location, format!("{page}?done=archived"));
    for (address, wish) in [(&page, "reopen"), (&page, "launch"), (&page, "archive"), (&page, "close")] {
        let fields = [("action", wish), ("reason", "x")];
        assert_eq!(admin.send(&settings_token(&page), address, &fields).await.status, 409, "{wish}");
    }
    assert_eq!(admin.send("/admin/rounds/new", &settings, &fields).await.status, 409, "settings");
    assert_eq!(admin.send("/admin/rounds/new", &regions, &add).await.status, 409, "regions");
    assert_eq!(admin.get(&page).await.status, 200);
    assert_eq!(admin.get("/results/coast/participation.csv").await.status, 200);
    let refused = world.site.pool.streaming().await.unwrap();
    let refused = refused.batch_execute("UPDATE response SET state = 'accepted'").await;
    assert!(refused.is_err(), "no page that is still open changes it");

    let rows = "SELECT count(*) FROM audit WHERE object_kind = 'round' AND action = $1";
    for (action, expected) in [
        ("round.create", 1),
        ("round.settings", 1),
        ("round.targets", 1),
        ("round.launch", 1),
        ("round.close", 2),
        ("round.reopen", 1),
        ("round.archive", 1),
    ] {
        assert_eq!(world.count(rows, &[&action]).await, expected, "{action}");
    }
    let whole = "SELECT count(*) FROM audit WHERE object_kind = 'round' AND before IS NOT NULL AND after IS NOT NULL";
    assert_eq!(world.count(whole, &[]).await, 6, "before and after");
    let names = "SELECT count(*) FROM audit WHERE object_kind = 'round'
        AND coalesce(before::text, '') || coalesce(after::text, '') LIKE '%@%'";
    assert_eq!(world.count(names, &[]).await, 0, "no addresses");
}

/// Where a form is found whatever the round allows.
fn settings_token(_: &str) -> String {
    "/admin/rounds/new".to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_do_not_exist_for_who_is_asked() {
    let world = World::new().await;
    let admin = world.admin().await;
    let lines = "ES61,INT,Health,a@example.org,es";
    world.make(&admin, "open", "open", lines).await;
    let (respondent, home) = world.open("a@example.org", "invitation").await;
    world.make(&admin, "draft", "draft", lines).await;
    let draft = world.round("draft").await.id;
    let query = "SELECT id::text FROM response WHERE round_id = $1";
    let client = world.site.pool.streaming().await.unwrap();
    let hidden: String = client.query_one(query, &[&draft.0]).await.unwrap().get(0);
    assert_eq!(respondent.get("/responses").await.location, home, "the only one");
    for address in ["", "/questions", "/sections/first", "/check", "/receipt"] {
        assert_eq!(respondent.get(&format!("/responses/{hidden}{address}")).await.status, 404, "{address}");
        assert_ne!(respondent.get(&format!("{home}{address}")).await.status, 404, "{address}");
    }
    let coordinator = Browser::new(&world.site);
    coordinator.password(SPANISH, crate::browser::PASSWORD).await;
    assert_eq!(coordinator.get(&format!("/responses/{hidden}/questions")).await.status, 404);
    assert!(!respondent.get("/account").await.text.contains("draft"));
    // A new link is sent for the one that was launched.
    let before = world.count("SELECT count(*) FROM outbox WHERE recipient = 'a@example.org'", &[]).await;
    Browser::new(&world.site).send("/sign-in", "/new-link", &[("email", "a@example.org")]).await;
    assert_eq!(world.count("SELECT count(*) FROM outbox WHERE recipient = 'a@example.org'", &[]).await, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_launch_at_once_one_wins() {
    let world = World::new().await;
    let admin = world.admin().await;
    let lines = "ES61,INT,Health,a@example.org,es\nFRH0,INT,Mer,b@example.org,fr";
    world.make(&admin, "coast", "draft", lines).await;
    let round = world.round("coast").await;
    let launches = (0..8).map(|_| async {
        let mut connection = world.site.pool.get().await.unwrap();
        launching::launch(&mut connection, world.asking(), &round).await
    });
    let outcomes = join_all(launches).await;
    let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let lost = outcomes.iter().filter(|outcome| matches!(outcome, Err(Error::Overtaken))).count();
    println!("8 launches at once: {won} won, {lost} told that somebody was faster");
    assert_eq!((won, lost), (1, 7), "{outcomes:?}");
    assert_eq!((world.mails("region").await.len(), world.mails("invitation").await.len()), (2, 2), "mails once");
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'round.launch'", &[]).await, 1);
}
