//! The secretariat's pages over HTTP: numbers equal to hand-counted ones, lists, reasons to call, accepting many at once,
//! the file, and a hundred and fifty regions.

use std::time::Instant;

use chrono::{TimeDelta, Utc};
use periplus::access::actor::Role;
use regex::Regex;

use crate::{
    browser::Browser,
    site::Site,
    world::{Asked, World, asked, region},
};

const BASE: &str = "/admin/rounds/season";

/// Six departments of four regions at all stages, and a region that has invited nobody.
async fn mixed(site: &Site) -> World {
    let everybody = [
        asked("ES61", "Salud", "salud@example.org", "es"),
        asked("ES61", "Puertos", "puertos@example.org", "es"),
        asked("ES61", "Pesca", "pesca@example.org", "es"),
        asked("ES70", "Health", "health@example.org", "en"),
        asked("ES70", "Homes", "homes@example.org", "en"),
        asked("FRH0", "Mer", "mer@example.org", "fr"),
        asked("MA-04", "Ports", "ports@example.org", "fr"),
    ];
    let now = Utc::now();
    let times = (now - TimeDelta::days(10), now + TimeDelta::days(9));
    let world = World::begin(site, &everybody, times, &[]).await;
    world.set(1, "in_progress", "opened_at = now()").await;
    world.set(2, "in_progress", "opened_at = now(), started_at = now()").await;
    world.submit(3, 1, now - TimeDelta::days(2)).await;
    world.submit(4, 1, now - TimeDelta::days(2)).await;
    world.set(4, "accepted", "accepted_at = now()").await;
    world.submit(5, 1, now - TimeDelta::hours(1)).await;
    world.submit(6, 1, now - TimeDelta::days(2)).await;
    world.set(6, "returned", "accepted_at = NULL").await;
    // Brittany's deadline was yesterday; Wales was asked and has invited nobody.
    let deadline = "UPDATE round_region SET deadline = now() - interval '1 day' FROM region
        WHERE region.id = region_id AND code = 'FRH0'";
    world.client.execute(deadline, &[]).await.unwrap();
    let wales = "INSERT INTO round_region (round_id, region_id, asked_at)
        SELECT round.id, region.id, now() - interval '9 days' FROM round, region WHERE region.code = 'UKL'";
    world.client.execute(wales, &[]).await.unwrap();
    let mut connection = site.pool.get().await.unwrap();
    for (code, email) in [("ES61", "coordina@example.org"), ("ES70", "canarias@example.org")] {
        let role = Some((Role::Coordinator, Some(region(&mut connection, code).await)));
        periplus::operations::accounts::add(&mut connection, email, "Ana", "es", role, None, now).await.unwrap();
    }
    let bounce = "INSERT INTO mail_bounce (id, address, words, source, at)
        VALUES (gen_random_uuid(), 'canarias@example.org', '550', 'hand', now())";
    world.client.execute(bounce, &[]).await.unwrap();
    world
}

/// The cells of the regions' table, by code: state, asked, submitted, share, opened, started, given back, accepted, late.
fn row(page: &str, code: &str) -> Vec<String> {
    let start = page.split(&format!("<tr id=\"region-{code}\">")).nth(1).unwrap_or_else(|| panic!("no {code}"));
    let row = start.split("</tr>").next().unwrap();
    let cells = Regex::new("<t[dh][^>]*>(.*?)</t[dh]>").unwrap();
    let tag = Regex::new("<[^>]+>").unwrap();
    let text: Vec<String> =
        cells.captures_iter(row).map(|cell| tag.replace_all(&cell[1], "").trim().to_owned()).collect();
    [3, 4, 5, 6, 8, 9, 10, 11, 12].map(|index| text[index].clone()).to_vec()
}

fn figures(page: &str) -> Vec<u32> {
    let figures = page.split("class=\"figures\"").nth(1).unwrap().split("</ul>").next().unwrap();
    let number = Regex::new("<strong>([0-9]+)</strong>").unwrap();
    number.captures_iter(figures).map(|found| found[1].parse().unwrap()).collect()
}

/// The regions of the table in their order.
fn order(page: &str) -> Vec<String> {
    let row = Regex::new("<tr id=\"region-([^\"]+)\"").unwrap();
    row.captures_iter(page).map(|found| found[1].to_owned()).collect()
}

/// The part of the page under a heading.
fn part<'a>(page: &'a str, heading: &str) -> &'a str {
    page.split(&format!("<h2 id=\"{heading}\">")).nth(1).unwrap().split("<h2").next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_numbers_are_those_that_are_counted_by_hand() {
    let site = Site::start().await;
    let _world = mixed(&site).await;
    let (admin, ..) = Browser::enrolled(&site, "admin@example.org").await;
    let page = admin.get(&format!("{BASE}/dashboard")).await;
    assert_eq!(page.status, 200);
    let page = page.text;
    // asked, opened, started, submitted, given back, accepted, late, signed
    assert_eq!(figures(&page), [7, 6, 5, 3, 1, 1, 1, 0]);
    assert!(page.contains("have submitted (42 %)") && page.contains("of 5 regions"));
    for (code, expected) in [
        ("ES61", ["In progress", "3", "0", "0 %", "2", "1", "0", "0", "0"]),
        ("ES70", ["All submitted", "2", "2", "100 %", "2", "2", "0", "1", "0"]),
        ("FRH0", ["All submitted", "1", "1", "100 %", "1", "1", "0", "0", "1"]),
        ("MA-04", ["In progress", "1", "0", "0 %", "1", "1", "1", "0", "0"]),
        ("UKL", ["No department yet", "0", "0", "0 %", "0", "0", "0", "0", "0"]),
    ] {
        assert_eq!(row(&page, code), expected, "{code}");
    }
    // Tiles say the state in words, by country.
    let tiles = part(&page, "tiles");
    for expected in ["aria-label=\"ES\"", "aria-label=\"MA\"", "No department yet", "2/2", "0/3"] {
        assert!(tiles.contains(expected), "{expected}");
    }
    let missing = part(&page, "missing");
    assert!(missing.contains("Not opened (1)") && missing.contains("Not started (2)"));
    assert!(missing.contains("Not submitted (4)"));
    assert!(missing.contains("salud@example.org") && !missing.contains("puertos@example.org"));
    let page = admin.get(&format!("{BASE}/dashboard?list=not_submitted")).await.text;
    let missing = part(&page, "missing");
    for email in ["salud", "puertos", "pesca", "ports"] {
        assert!(missing.contains(&format!("{email}@example.org")), "{email}");
    }
    assert!(!missing.contains("health@example.org"));
    let calls = part(&page, "calls");
    for expected in [
        "One department has not opened it for 10 days.",
        "Mails come back from canarias@example.org.",
        "Nobody coordinates the region.",
        "Asked 9 days ago, and no department is invited.",
        "mailto:coordina@example.org",
    ] {
        assert!(calls.contains(expected), "{expected}: {calls}");
    }
    assert!(!calls.contains("The deadline"), "nobody who is behind has a near deadline: {calls}");
}

#[tokio::test(flavor = "multi_thread")]
async fn regions_are_sorted_and_filtered_by_the_address() {
    let site = Site::start().await;
    let _world = mixed(&site).await;
    let (admin, ..) = Browser::enrolled(&site, "admin@example.org").await;
    for (query, expected) in [
        ("", vec!["ES61", "FRH0", "ES70", "MA-04", "UKL"]),
        ("?sort=country", vec!["ES61", "ES70", "FRH0", "MA-04", "UKL"]),
        ("?sort=state", vec!["UKL", "ES61", "MA-04", "FRH0", "ES70"]),
        ("?sort=asked", vec!["ES61", "ES70", "FRH0", "MA-04", "UKL"]),
        ("?sort=deadline", vec!["FRH0", "ES61", "ES70", "MA-04", "UKL"]),
        ("?country=ES&state=", vec!["ES61", "ES70"]),
        ("?country=ES&state=submitted", vec!["ES70"]),
        ("?commission=IS", vec!["ES70"]),
        ("?state=signed", vec![]),
    ] {
        assert_eq!(order(&admin.get(&format!("{BASE}/dashboard{query}")).await.text), expected, "{query}");
    }
    for wrong in ["?sort=password", "?state=x", "?list=x", "?sort=region;drop"] {
        assert_eq!(admin.get(&format!("{BASE}/dashboard{wrong}")).await.status, 404, "{wrong}");
    }
    let ticked = admin.get(&format!("{BASE}/dashboard?country=ES&select=all")).await.text;
    assert_eq!(ticked.matches(" checked>").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_accepted_and_what_cannot_be_is_said() {
    let site = Site::start().await;
    let names = ["Fine", "Asked back", "Given back", "Sent again", "Also fine"];
    let everybody: Vec<Asked> = names
        .iter()
        .enumerate()
        .map(|(index, name)| asked("ES61", name, &format!("p{index}@example.org"), "en"))
        .collect();
    let now = Utc::now();
    let world = World::begin(&site, &everybody, (now - TimeDelta::days(9), now + TimeDelta::days(9)), &[]).await;
    for index in 0..5 {
        world.submit(index, 1, now).await;
    }
    world.open_query(1).await;
    let (admin, ..) = Browser::enrolled(&site, "admin@example.org").await;
    let path = format!("{BASE}/dashboard");
    let none = admin.send(&path, &path, &[("action", "accept")]).await;
    assert_eq!(none.status, 422);
    assert!(none.text.contains("<title>Error:") && none.text.contains("Tick at least one region"));
    let shown = admin.send(&path, &path, &[("action", "accept"), ("region", "ES61")]).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text.contains("Accept 4 responses") && shown.text.contains("one query is open"));
    let value = Regex::new("name=\"response\" value=\"([^\"]+)\"").unwrap();
    let mut fields = vec![("action", "accept-now".to_owned())];
    fields.extend(value.captures_iter(&shown.text).map(|found| ("response", found[1].to_owned())));
    assert_eq!(fields.len(), 5);
    // Meanwhile one is given back, and one comes again.
    world.set(2, "returned", "accepted_at = NULL").await;
    world.set(3, "returned", "accepted_at = NULL").await;
    world.submit(3, 2, now).await;
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = admin.send(&path, &path, &fields).await.text;
    for expected in ["2 responses were accepted.", "it was given back meanwhile", "has submitted again"] {
        assert!(done.contains(expected), "{expected}: {done}");
    }
    let states = "SELECT string_agg(department.name || ' ' || state, ', ' ORDER BY department.name) FROM response
        JOIN department ON department.id = department_id";
    let states: String = world.client.query_one(states, &[]).await.unwrap().get(0);
    let expected = "Also fine accepted, Asked back submitted, Fine accepted, Given back returned, Sent again submitted";
    assert_eq!(states, expected);
    let audit = "SELECT count(*) FROM audit WHERE action = 'response.accept' AND account_id IS NOT NULL";
    assert_eq!(world.count(audit).await, 2);
    // Once more: nothing is accepted twice.
    let again = admin.send(&path, &path, &fields).await.text;
    assert!(again.contains("No response was accepted.") && again.contains("accepted it meanwhile"), "{again}");
    assert_eq!(world.count(audit).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn participation_is_a_file_of_departments() {
    let site = Site::start().await;
    let world = mixed(&site).await;
    let signed = "INSERT INTO regional_answer (round_id, region_id, version_id, state, revision, language, opened_at)
        SELECT round.id, region.id, version_id, 'signed', 1, 'en', now() FROM round, region WHERE region.code = 'ES70'";
    world.client.execute(signed, &[]).await.unwrap();
    let formula = "UPDATE department SET name = '=1+1' WHERE name = 'Mer'";
    world.client.execute(formula, &[]).await.unwrap();
    let (admin, ..) = Browser::enrolled(&site, "admin@example.org").await;
    let file = admin.get(&format!("{BASE}/participation.csv")).await;
    assert_eq!(file.status, 200);
    let lines: Vec<String> =
        file.text.lines().map(|line| line.splitn(13, ',').take(12).collect::<Vec<_>>().join(",")).collect();
    let expected = [
        "region,country,department,department_type,invited,opened,started,submitted,late,accepted,state,signed_off",
        "ES61,ES,Pesca,X,1,1,1,0,0,0,in_progress,0",
        "ES61,ES,Puertos,X,1,1,0,0,0,0,in_progress,0",
        "ES61,ES,Salud,X,1,0,0,0,0,0,in_progress,0",
        "ES70,ES,Health,X,1,1,1,1,0,0,submitted,1",
        "ES70,ES,Homes,X,1,1,1,1,0,1,accepted,1",
        "FRH0,FR,'=1+1,X,1,1,1,1,1,0,submitted,0",
        "MA-04,MA,Ports,X,1,1,1,0,0,0,returned,0",
    ];
    assert_eq!(lines, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_is_changed_and_reminding_says_whom_first() {
    let site = Site::start().await;
    let world = mixed(&site).await;
    world.client.execute("UPDATE round SET quiet_from = '00:00', quiet_until = '00:00'", &[]).await.unwrap();
    let (admin, ..) = Browser::enrolled(&site, "admin@example.org").await;
    let path = format!("{BASE}/reminders");
    let add = async |days: &str, when: &str| {
        admin.send(&path, &path, &[("action", "add"), ("days", days), ("when", when)]).await
    };
    assert_eq!(add("7", "before").await.status, 303);
    assert_eq!(add("2", "after").await.status, 303);
    for (days, when, says) in [
        ("7", "before", "in the plan already"),
        ("x", "before", "0 to 366"),
        ("400", "after", "0 to 366"),
        ("1", "", "0 to 366"),
    ] {
        let wrong = add(days, when).await;
        assert_eq!(wrong.status, 422, "{days} {when}");
        assert!(wrong.text.contains(says) && wrong.text.contains("<title>Error:"), "{days} {when}");
    }
    let page = admin.get(&path).await.text;
    assert!(page.contains("7 days before the deadline") && page.contains("2 days after the deadline"));
    // The four who have not submitted are to come; those of Andalusia and Rabat.
    let coming = part(&page, "coming");
    assert!(coming.contains("<td class=\"table__number\">4</td>"), "{coming}");
    assert!(!coming.contains("2 days after"), "no late answers are taken: {coming}");
    assert_eq!(admin.send(&path, &path, &[("action", "remove"), ("days", "2")]).await.status, 303);
    assert_eq!(admin.send(&path, &path, &[("action", "remove"), ("days", "2")]).await.status, 404);
    let plans = "SELECT string_agg((before->'days')::text || (after->'days')::text, ' ' ORDER BY id) FROM audit
        WHERE action = 'reminders.plan'";
    let plans: String = world.client.query_one(plans, &[]).await.unwrap().get(0);
    assert_eq!(plans, "[][-7] [-7][-7, 2] [-7, 2][-7]");

    let asked = admin.send(&path, &path, &[("action", "remind"), ("region", "ES61")]).await;
    assert!(asked.text.contains("3 people would be reminded."), "{}", asked.text);
    assert_eq!(world.count("SELECT count(*) FROM outbox WHERE kind = 'reminder'").await, 0);
    let done = admin.send(&path, &path, &[("action", "remind-now"), ("region", "ES61")]).await;
    assert_eq!(done.status, 303);
    assert!(done.location.starts_with("/admin/rounds/season/reminders?reminded=3&"), "{}", done.location);
    let page = admin.get(&done.location).await.text;
    assert!(page.contains("3 people are reminded.") && part(&page, "sent").contains("By hand"));
    assert_eq!(world.count("SELECT count(*) FROM outbox WHERE kind = 'reminder'").await, 3);
    let all = admin.send(&path, &path, &[("action", "remind"), ("region", "*")]).await.text;
    assert!(all.contains("One person would be reminded.") && all.contains("in the last 12 hours: 3"), "{all}");
    assert_eq!(admin.send(&path, &path, &[("action", "remind"), ("region", "SE-AC")]).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_and_fifty_regions_are_quick() {
    let site = Site::start().await;
    let now = Utc::now();
    let first = [asked("ES61", "D0", "p@example.org", "en")];
    let world = World::begin(&site, &first, (now - TimeDelta::days(9), now + TimeDelta::days(9)), &[-3]).await;
    for statement in [
        "INSERT INTO region (id, code, code_kind, country, names, created_at, partnership)
            SELECT gen_random_uuid(), 'XX' || n, 'NUTS2', 'ES', '{\"own\": \"Region\"}', now(), 'member'
            FROM generate_series(1, 150 - (SELECT count(*)::int FROM region)) AS n",
        "INSERT INTO department (id, region_id, kind, name, created_at, names)
            SELECT gen_random_uuid(), region.id, 'X', 'Department ' || n, now(), '{}'
            FROM region, generate_series(1, 12) AS n",
        "INSERT INTO account (id, email, name, language, created_at)
            SELECT gen_random_uuid(), 'n' || n || '@example.org', 'N', 'en', now() FROM generate_series(1, 1800) AS n",
        "INSERT INTO response (round_id, id, department_id, state, language)
            SELECT round.id, gen_random_uuid(), department.id, 'in_progress', 'en' FROM round, department
            ON CONFLICT DO NOTHING",
        "INSERT INTO invitation (round_id, id, department_id, account_id, created_at)
            SELECT round.id, gen_random_uuid(), d.id, a.id, now() - interval '8 days' FROM round,
                (SELECT id, row_number() OVER (ORDER BY id) AS n FROM department WHERE name <> 'D0') AS d
                JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM account WHERE email LIKE 'n%') AS a USING (n)",
        "INSERT INTO mail_bounce (id, address, words, source, at)
            SELECT gen_random_uuid(), 'n' || n || '@example.org', '550', 'hand', now() FROM generate_series(1, 50) AS n",
        "ANALYZE",
    ] {
        world.client.execute(statement, &[]).await.unwrap();
    }
    assert_eq!(world.count("SELECT count(*) FROM invitation").await, 1801);
    let (admin, ..) = Browser::enrolled(&site, "admin@example.org").await;
    for path in ["dashboard", "reminders", "participation.csv"] {
        let begun = Instant::now();
        let page = admin.get(&format!("{BASE}/{path}")).await;
        let took = begun.elapsed();
        println!("{path}: {} bytes in {took:?}", page.text.len());
        assert_eq!(page.status, 200);
        assert!(took.as_secs_f64() < 3.0, "{path}: {took:?}");
    }
    let begun = Instant::now();
    let sent = periplus::jobs::reminders::send_due(&site.pool, &world.reminder, now + TimeDelta::days(7)).await;
    println!("{sent} reminders in {:?}", begun.elapsed());
}
