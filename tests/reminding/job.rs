//! The worker over simulated days: the plan by each region's clock, who is left out, what a new deadline brings.

use chrono::{DateTime, Utc};
use periplus::{
    access::token::Token,
    jobs::reminders::send_due,
    operations::{
        links::Writing,
        mail,
        reminding::{self, Count},
    },
};

use crate::{
    site::Site,
    world::{Asked, World, asked, at},
};

fn season() -> (DateTime<Utc>, DateTime<Utc>) {
    (at("2027-03-01 06:00"), at("2027-03-31 15:00"))
}

fn places() -> Vec<Asked> {
    vec![
        asked("ES61", "Salud", "andalusia@example.org", "es"),
        asked("ES70", "Health", "canary@example.org", "en"),
        asked("FRY4", "Santé", "reunion@example.org", "fr"),
        asked("FRY1", "Santé", "guadeloupe@example.org", "fr"),
    ]
}

/// Whom the mails went to, by when.
fn told(mails: &[(String, String)]) -> Vec<String> {
    mails.iter().map(|(when, to)| format!("{when} {}", to.split('@').next().unwrap_or_default())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_reminded_by_their_own_clock() {
    let site = Site::start().await;
    let world = World::begin(&site, &places(), season(), &[-7, -1, 2]).await;
    // 15:00 UTC is 17:00 in Andalusia, after its clocks went forward, and 19:00 in Réunion: quiet until the morning.
    let mails = world.pass(&site, at("2027-03-20 00:00"), at("2027-04-05 00:00")).await;
    let expected = [
        "03-24 15:00 guadeloupe",
        "03-24 16:00 andalusia",
        "03-24 16:00 canary",
        "03-25 04:00 reunion",
        "03-30 15:00 andalusia",
        "03-30 15:00 canary",
        "03-30 15:00 guadeloupe",
        "03-31 04:00 reunion",
    ];
    assert_eq!(told(&mails), expected);
    let subjects = "SELECT count(DISTINCT subject) FROM outbox WHERE subject IN
        ('Recordatorio: Season, Salud', 'Reminder: Season, Health', 'Rappel : Season, Santé')";
    assert_eq!(world.count(subjects).await, 3, "each in their language");
    // One row of the audit a run, with its numbers; one of the memory a reminder; each mail with two links of its own.
    let audit = "SELECT count(*) FROM audit WHERE action = 'reminders.send' AND account_id IS NULL
        AND round_id IS NOT NULL";
    assert_eq!(world.count(audit).await, 5);
    assert_eq!(world.count("SELECT sum((after->>'mails')::int) FROM audit WHERE action = 'reminders.send'").await, 8);
    assert_eq!(world.count("SELECT count(*) FROM reminder_sent").await, 8);
    let links =
        "SELECT count(*) FROM magic_link WHERE created_at > '2027-03-20' AND expires_at = '2027-03-31 15:00+00'";
    assert_eq!(world.count(links).await, 8);
    assert_eq!(world.count("SELECT count(DISTINCT unsubscribe_url) FROM outbox WHERE kind = 'reminder'").await, 8);
    let leaks = "SELECT count(*) FROM audit WHERE coalesce(after::text, '') LIKE '%@%' AND action LIKE 'reminders.%'";
    assert_eq!(world.count(leaks).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn late_answers_bring_reminders_after_the_deadline() {
    let site = Site::start().await;
    let world = World::begin(&site, &places()[..1], season(), &[2, 9]).await;
    world.client.execute("UPDATE round SET late_days = 5", &[]).await.unwrap();
    let mails = world.pass(&site, at("2027-03-31 12:00"), at("2027-04-12 00:00")).await;
    assert_eq!(told(&mails), ["04-02 15:00 andalusia"], "late days end before the ninth");
    let body: String = world.client.query_one("SELECT body_text FROM outbox", &[]).await.unwrap().get(0);
    assert!(body.contains("2027-03-31 15:00") && body.contains("2027-04-05 15:00"), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_needs_no_reminder_gets_none() {
    let site = Site::start().await;
    let names = ["waits", "submitted", "accepted", "returned", "revoked", "disabled", "refused", "bounced", "mended"];
    let everybody: Vec<Asked> =
        names.iter().map(|name| asked("ES61", name, &format!("{name}@example.org"), "en")).collect();
    let world = World::begin(&site, &everybody, season(), &[-7]).await;
    let day = at("2027-03-10 10:00");
    world.submit(1, 1, day).await;
    world.submit(2, 1, day).await;
    world.set(2, "accepted", "accepted_at = submitted_at").await;
    world.submit(3, 1, day).await;
    world.set(3, "returned", "accepted_at = NULL").await;
    for statement in [
        "UPDATE invitation SET revoked_at = now() FROM account WHERE account.id = account_id
            AND email = 'revoked@example.org'",
        "UPDATE account SET disabled_at = now() WHERE email = 'disabled@example.org'",
        "INSERT INTO reminder_refusal SELECT id, 'refused@example.org', now() FROM round",
        "INSERT INTO mail_bounce (id, address, words, source, at)
            SELECT gen_random_uuid(), address, '550', 'hand', '2027-03-05'
            FROM unnest(ARRAY['bounced@example.org', 'mended@example.org']) AS address",
    ] {
        assert!(world.client.execute(statement, &[]).await.unwrap() > 0, "{statement}");
    }
    // A later mail arrived at the address that was mended.
    let sent = "INSERT INTO outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at,
        sent_at) VALUES (gen_random_uuid(), 'link', 'Mended@example.org', '', '', '', $1, $1, $1)";
    world.client.execute(sent, &[&at("2027-03-06 10:00")]).await.unwrap();
    let mails = world.pass(&site, at("2027-03-24 12:00"), at("2027-03-25 12:00")).await;
    let expected = ["03-24 16:00 mended", "03-24 16:00 returned", "03-24 16:00 waits"];
    assert_eq!(told(&mails), expected);
    let body: String = world
        .client
        .query_one("SELECT body_text FROM outbox WHERE recipient = 'returned@example.org'", &[])
        .await
        .unwrap()
        .get(0);
    assert!(body.contains("given back"), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_end_by_their_link_and_the_round_goes_on() {
    let site = Site::start().await;
    let world = World::begin(&site, &places()[..2], season(), &[-7, -1]).await;
    assert_eq!(world.pass(&site, at("2027-03-24 12:00"), at("2027-03-25 12:00")).await.len(), 2);
    let query = "SELECT unsubscribe_url, body_text FROM outbox WHERE recipient = 'canary@example.org'";
    let row = world.client.query_one(query, &[]).await.unwrap();
    let (url, body): (String, String) = (row.get(0), row.get(1));
    let token = Token::parse(url.rsplit('/').next().unwrap()).expect("a token");
    let mut connection = site.pool.get().await.unwrap();
    mail::want_reminders(&mut connection, &token, false, at("2027-03-26 12:00")).await.unwrap();
    let mails = world.pass(&site, at("2027-03-30 12:00"), at("2027-03-31 12:00")).await;
    assert_eq!(told(&mails), ["03-30 15:00 andalusia"]);
    // The link to answer, which came with the reminder, still opens the questionnaire.
    let link = body.split_whitespace().find(|word| word.contains("/open/")).expect("a link");
    let token = Token::parse(link.rsplit('/').next().unwrap()).expect("a token");
    let origin =
        periplus::operations::accounts::Origin { device: "", address: "192.0.2.1", now: at("2027-03-30 16:00") };
    let opened = periplus::operations::links::open(&mut connection, &token, "en", origin).await.unwrap();
    assert_eq!(opened.unwrap().response, Some(world.responses[1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_brings_reminders_of_its_own() {
    let site = Site::start().await;
    let world = World::begin(&site, &places()[..2], season(), &[-7, -1]).await;
    let mails = world.pass(&site, at("2027-03-24 12:00"), at("2027-03-28 12:00")).await;
    assert_eq!(told(&mails), ["03-24 16:00 andalusia", "03-24 16:00 canary"]);
    // Andalusia gets two weeks more; the day that lies seven days before the new deadline has not come yet.
    let extend = "UPDATE round_region SET deadline = $1 FROM region WHERE region.id = region_id AND code = $2";
    world.client.execute(extend, &[&at("2027-04-14 15:00"), &"ES61"]).await.unwrap();
    world.client.execute("UPDATE round SET deadline_set_at = '2027-03-01'", &[]).await.unwrap();
    let mails = world.pass(&site, at("2027-03-28 12:00"), at("2027-04-20 12:00")).await;
    assert_eq!(told(&mails), ["03-30 15:00 canary", "04-07 15:00 andalusia", "04-13 15:00 andalusia"]);
    assert_eq!(world.count("SELECT count(*) FROM reminder_sent").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_passed_before_the_deadline_was_set_is_not_made_up_for() {
    let site = Site::start().await;
    let world = World::begin(&site, &places()[..1], season(), &[-7, -1]).await;
    world.pass(&site, at("2027-03-24 12:00"), at("2027-03-28 12:00")).await;
    let extend = "UPDATE round_region SET deadline = '2027-04-01 15:00+00'";
    world.client.execute(extend, &[]).await.unwrap();
    let noted = "SELECT count(*) FROM round_region WHERE deadline_set_at BETWEEN now() - interval '1 minute' AND now()";
    assert_eq!(world.count(noted).await, 1, "the database notes it");
    world.client.execute("UPDATE round_region SET deadline_set_at = '2027-03-28 12:00+00'", &[]).await.unwrap();
    let mails = world.pass(&site, at("2027-03-28 12:00"), at("2027-04-02 12:00")).await;
    assert_eq!(told(&mails), ["03-31 15:00 andalusia"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_at_once_write_one_reminder() {
    let site = Site::start().await;
    let everybody: Vec<Asked> =
        (0..60).map(|index| asked("ES61", &format!("D{index}"), &format!("p{index}@example.org"), "en")).collect();
    let world = World::begin(&site, &everybody, season(), &[-7, -3, -1]).await;
    let mut sent = 0;
    for now in ["2027-03-24 16:00", "2027-03-28 16:00", "2027-03-30 16:00"].map(at) {
        for _ in 0..3 {
            let both = tokio::join!(
                send_due(&site.pool, &world.reminder, now),
                send_due(&site.pool, &world.reminder, now),
                send_due(&site.pool, &world.reminder, now)
            );
            sent += both.0 + both.1 + both.2;
        }
    }
    assert_eq!(sent, 180);
    assert_eq!(world.count("SELECT count(*) FROM outbox WHERE kind = 'reminder'").await, 180);
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'reminders.send'").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_outage_only_the_latest_goes() {
    let site = Site::start().await;
    let world = World::begin(&site, &places()[..1], season(), &[-14, -7, -3, -1]).await;
    let mails = world.pass(&site, at("2027-03-29 03:00"), at("2027-03-30 03:00")).await;
    // In the morning, not at three.
    assert_eq!(told(&mails), ["03-29 06:00 andalusia"]);
    let days: i32 = world.client.query_one("SELECT days FROM reminder_sent", &[]).await.unwrap().get(0);
    assert_eq!(days, -3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_round_reminds_nobody() {
    let site = Site::start().await;
    let world = World::begin(&site, &places()[..1], season(), &[-7, 1]).await;
    for change in [
        "closed_at = '2027-03-20'",
        "closed_at = NULL, archived_at = '2027-03-20'",
        "archived_at = NULL, launched_at = NULL",
    ] {
        world.client.execute(&format!("UPDATE round SET {change}"), &[]).await.unwrap();
        let mails = world.pass(&site, at("2027-03-24 12:00"), at("2027-03-25 12:00")).await;
        assert_eq!(told(&mails), Vec::<String>::new(), "{change}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reminding_by_hand_reaches_whom_it_says_and_nobody_twice() {
    let site = Site::start().await;
    let world = World::begin(&site, &places(), season(), &[]).await;
    let refusal = "INSERT INTO reminder_refusal SELECT id, 'canary@example.org', now() FROM round";
    world.client.execute(refusal, &[]).await.unwrap();
    let mut connection = site.pool.get().await.unwrap();
    let mut other = site.pool.get().await.unwrap();
    // 16:00 in Andalusia, 11:00 in Guadeloupe, and 19:00 in Réunion.
    let now = at("2027-03-10 15:00");
    let held = periplus::store::reminding::find(&mut connection, world.round).await.unwrap().unwrap();
    let expected = Count { reminded: 3, later: 1, refused: 1, ..Count::default() };
    assert_eq!(reminding::count(&mut connection, &held, None, now).await.unwrap(), expected);
    let locales = std::sync::Arc::clone(&world.reminder.locales);
    let writing = Writing { locales: &locales, base_url: &site.address, now };
    let (one, two) = tokio::join!(
        reminding::remind_now(&mut connection, writing, world.round, None, world.admin),
        reminding::remind_now(&mut other, writing, world.round, None, world.admin)
    );
    let (mut counts, lately) = ([one.unwrap(), two.unwrap()], Count { lately: 3, refused: 1, ..Count::default() });
    counts.sort_by_key(|count| count.reminded);
    assert_eq!(counts, [lately, expected]);
    let waits = "SELECT count(*) FROM outbox WHERE kind = 'reminder' AND recipient = 'reunion@example.org'
        AND next_attempt_at = '2027-03-11 04:00+00'";
    assert_eq!(world.count(waits).await, 1, "in the morning of Réunion");
    assert_eq!(world.count("SELECT count(*) FROM outbox WHERE kind = 'reminder'").await, 3);
    let audit = "SELECT count(*) FROM audit WHERE action = 'reminders.now' AND account_id IS NOT NULL";
    assert_eq!(world.count(audit).await, 1);
    // The next day, one region alone.
    let writing = Writing { now: at("2027-03-11 15:00"), ..writing };
    let home = [crate::world::region(&mut connection, "ES61").await];
    let alone = reminding::remind_now(&mut connection, writing, world.round, Some(&home), world.admin).await.unwrap();
    assert_eq!(alone, Count { reminded: 1, ..Count::default() });
}
