//! What is kept for a time goes when that is over: not before, once, and a failure is told.

use chrono::{DateTime, TimeDelta, Utc};
use periplus::{operations::retention, store::privacy};

use crate::{
    browser::Browser,
    traces::Search,
    world::{ADMIN, CANARY, COLLEAGUE, PHONE, World},
};

async fn count(world: &World, what: &str) -> i64 {
    let client = world.site.pool.streaming().await.unwrap();
    client.query_one(&format!("SELECT count(*) FROM {what}"), &[]).await.unwrap().get(0)
}

async fn run(world: &World, now: DateTime<Utc>) -> retention::Tally {
    retention::run(&mut world.site.pool.get().await.unwrap(), now).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_goes_on_its_day() {
    let world = World::begin().await;
    let client = world.site.pool.streaming().await.unwrap();
    let canary = world.guest(CANARY).await;
    world.save(&canary, "contact", &[("contact_mail", CANARY), ("contact_phone", PHONE)]).await;
    client
        .batch_execute(&format!(
            "UPDATE outbox SET sent_at = now();
             INSERT INTO attachment (round_id, id, response_id, name, media_type, size, content_hash, content, uploaded_at)
                 SELECT round_id, gen_random_uuid(), id, 'a', 'text/plain', 1, '', 'x', now() FROM response;
             INSERT INTO department_member SELECT department_id, account.id FROM response, account WHERE email = '{COLLEAGUE}';
             UPDATE round SET late_days = 5, keep_drafts_days = 10, keep_logs_days = 20, keep_contacts_days = 30"
        ))
        .await
        .unwrap();
    let deadline: DateTime<Utc> = client.query_one("SELECT deadline FROM round", &[]).await.unwrap().get(0);
    let day = |days: i64| deadline + TimeDelta::days(5 + days) + TimeDelta::minutes(1);
    let drafts =
        "(SELECT 1 FROM draft_answer UNION ALL SELECT 1 FROM draft_history UNION ALL SELECT 1 FROM attachment) AS x";
    let (kept, mails) = (count(&world, drafts).await, count(&world, "outbox").await);
    assert!(kept > 4 && mails >= 2);

    assert_eq!(run(&world, day(9)).await, retention::Tally::default());
    // A region of its own time: the round is over with the last of its regions.
    let later = "INSERT INTO round_region (round_id, region_id, deadline)
        SELECT response.round_id, region_id, deadline + interval '3 days' FROM response
        JOIN round ON round.id = response.round_id JOIN department ON department.id = department_id
        ON CONFLICT (round_id, region_id) DO UPDATE SET deadline = EXCLUDED.deadline";
    client.batch_execute(later).await.unwrap();
    assert_eq!(run(&world, day(12)).await, retention::Tally::default());
    client.batch_execute("UPDATE round_region SET deadline = NULL").await.unwrap();
    // Two instances at once: one does it.
    let (one, two) = tokio::join!(run(&world, day(12)), run(&world, day(12)));
    assert_eq!((one.removed + two.removed, one.failures + two.failures), (kept, 0));
    assert_eq!(count(&world, drafts).await, 0);
    assert_eq!(count(&world, "retention_run").await, 1);
    assert_eq!(count(&world, "audit WHERE action = 'round.retention'").await, 1);
    assert_eq!(run(&world, day(13)).await.removed, 0, "nothing is left");
    assert_eq!((count(&world, "outbox").await, count(&world, "retention_run").await), (mails, 1));

    run(&world, day(21)).await;
    assert_eq!(count(&world, "outbox").await, 0);
    assert_eq!(count(&world, "invitation").await, 2);
    run(&world, day(31)).await;
    assert_eq!(count(&world, "invitation").await, 0);
    let mut connection = world.site.pool.get().await.unwrap();
    assert!(privacy::is_erased(&mut connection, world.canary).await.unwrap(), "had no other part");
    assert_eq!(count(&world, "account WHERE erased_at IS NOT NULL").await, 1, "the colleague works there");
    let mut search = Search::default();
    search.database(&client, &[CANARY, PHONE]).await;
    assert!(search.found.is_empty(), "{:?}", search.found);
    let audited = count(&world, "audit WHERE action = 'round.retention' AND before IS NOT NULL").await;
    assert_eq!((audited, count(&world, "retention_run").await), (3, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_told_and_tried_again() {
    let world = World::begin().await;
    let client = world.site.pool.streaming().await.unwrap();
    let canary = world.guest(CANARY).await;
    world.save(&canary, "contact", &[("contact_mail", CANARY)]).await;
    client
        .batch_execute(
            "UPDATE round SET keep_drafts_days = 1, closed_at = now() - interval '2 days', opens_at = now() - interval '9 days';
             CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
                 'BEGIN RAISE EXCEPTION ''no %'', OLD.value; END';
             CREATE TRIGGER broken BEFORE DELETE ON draft_answer FOR EACH ROW EXECUTE FUNCTION broken()",
        )
        .await
        .unwrap();
    let now = Utc::now();
    for _ in 0..3 {
        assert_eq!(run(&world, now).await.failures, 1);
    }
    assert_eq!(count(&world, "retention_run WHERE error IS NOT NULL").await, 1, "once a day");
    assert!(count(&world, "draft_answer").await > 0, "nothing half done");
    let mut search = Search::default();
    search.database(&client, &[CANARY]).await;
    assert!(!search.found.contains_key("retention_run.error"), "the database's words may hold an answer");
    let (admin, ..) = Browser::enrolled(&world.site, ADMIN).await;
    for page in ["/admin", "/admin/privacy"] {
        let shown = admin.get(page).await;
        assert!(shown.status == 200 && shown.text.contains("could not be removed"), "{page}: {}", shown.text);
    }
    client.batch_execute("DROP TRIGGER broken ON draft_answer").await.unwrap();
    assert_eq!(run(&world, now + TimeDelta::hours(1)).await.failures, 0);
    assert!(!admin.get("/admin").await.text.contains("could not be removed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_what_is_held_on_them_and_nothing_of_others() {
    let world = World::begin().await;
    let canary = world.guest(CANARY).await;
    world.save(&canary, "contact", &[("contact_mail", CANARY), ("contact_phone", PHONE)]).await;
    let shown = canary.get("/account/data").await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    let file = canary.get("/account/data.json").await.text;
    let held: serde_json::Value = serde_json::from_str(&file).unwrap();
    assert_eq!(held["account"][0]["email"], CANARY);
    assert_eq!(held["invitations"].as_array().unwrap().len(), 1);
    assert_eq!(held["sessions"].as_array().unwrap().len(), 1);
    assert!(!held["mails"].as_array().unwrap().is_empty());
    assert_eq!(held["answers"][0]["answers"], 2);
    assert_eq!(held["mentions"][0]["question"], "contact_mail");
    for text in [&shown.text, &file] {
        assert!(!text.contains(COLLEAGUE) && !text.contains("/open/"), "others, or a link: {text}");
    }
    let (admin, ..) = Browser::enrolled(&world.site, ADMIN).await;
    let own = admin.get("/account/data.json").await.text;
    assert!(own.contains(ADMIN) && !own.contains(CANARY), "{own}");
}
