//! Signing in: second factors, links, sessions and rights, as they are met over HTTP.

use std::time::{Duration, Instant};

use chrono::Utc;
use periplus::{
    access::{
        actor::{Role, Strength},
        token::Token,
    },
    language::Locales,
    operations::{
        accounts::{self, Origin},
        links::{self, Writing},
        setup,
    },
    store::regions,
};

use crate::{
    authenticator,
    browser::{Browser, PASSWORD},
    site::Site,
};

async fn people(site: &Site) {
    let mut connection = site.pool.get().await.unwrap();
    let all = regions::all(&mut connection).await.unwrap();
    let home = all.iter().find(|region| region.code == "ES61").map(|region| region.id);
    for (email, role) in [
        ("admin@example.org", Some((Role::Admin, None))),
        ("consultant@example.org", Some((Role::Consultant, None))),
        ("coordinator@example.org", Some((Role::Coordinator, home))),
        ("nobody@example.org", None),
    ] {
        accounts::add(&mut connection, email, "", "en", role, Some(PASSWORD), Utc::now()).await.unwrap();
    }
}

/// The address in the newest mail to somebody.
async fn mailed(site: &Site, email: &str) -> String {
    let client = site.pool.streaming().await.unwrap();
    let newest = "SELECT body_text FROM outbox WHERE recipient = $1 ORDER BY created_at DESC, id DESC LIMIT 1";
    let text: String = client.query_one(newest, &[&email]).await.unwrap().get(0);
    let at = text.find("/open/").or_else(|| text.find("/welcome/")).expect("a link");
    text[at..].split_whitespace().next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_set_up_once_and_asked_for_ever_after() {
    let site = Site::start().await;
    people(&site).await;
    let (first, secret, codes) = Browser::enrolled(&site, "admin@example.org").await;
    assert_eq!(codes.len(), 10);
    assert_eq!(first.get("/admin/people").await.status, 200);

    let second = Browser::new(&site);
    let next = second.password("admin@example.org", PASSWORD).await;
    assert_eq!(next.location, "/sign-in/code?next=%2F");
    assert_eq!(second.get("/admin").await.location, "/sign-in?next=%2Fadmin", "the password alone opens nothing");
    let try_code = async |browser: &Browser<'_>, code: &str| {
        browser.send("/sign-in/code", "/sign-in/code", &[("code", code), ("next", "/")]).await
    };
    let used = authenticator::code(&secret);
    assert_eq!(try_code(&second, &used).await.status, 422, "the code that set it up was used");
    assert_eq!(try_code(&second, "000000").await.status, 422);
    let later = secret.code(Utc::now().timestamp() + 30);
    assert_eq!(try_code(&second, &later).await.location, "/");
    assert_eq!(second.get("/admin").await.status, 200);

    let third = Browser::new(&site);
    third.password("admin@example.org", PASSWORD).await;
    assert_eq!(try_code(&third, &later).await.status, 422, "a code works once");
    assert_eq!(try_code(&third, &codes[0].to_lowercase()).await.location, "/");
    let fourth = Browser::new(&site);
    fourth.password("admin@example.org", PASSWORD).await;
    assert_eq!(try_code(&fourth, &codes[0]).await.status, 422, "a recovery code works once");
    let mut statuses = Vec::new();
    for _ in 0..10 {
        statuses.push(try_code(&fourth, "111111").await.status);
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    assert!(third.get("/account").await.text.contains("9 recovery codes are left"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_never_administers() {
    let site = Site::start().await;
    people(&site).await;
    // Somebody who coordinates and administers.
    let mut connection = site.pool.get().await.unwrap();
    let home = regions::all(&mut connection).await.unwrap().iter().find(|one| one.code == "ES61").map(|one| one.id);
    let role = Some((Role::Coordinator, home));
    accounts::add(&mut connection, "admin@example.org", "", "en", role, None, Utc::now()).await.unwrap();
    let browser = Browser::new(&site);
    assert_eq!(browser.send("/sign-in", "/new-link", &[("email", "admin@example.org")]).await.status, 200);
    let link = mailed(&site, "admin@example.org").await;
    assert_eq!(browser.get(&link).await.status, 200);
    assert_eq!(browser.get("/account").await.status, 303, "to look at a link changes nothing");
    assert_eq!(browser.send(&link, &link, &[]).await.location, "/");
    assert_eq!(browser.get("/regions/ES61").await.status, 200);
    for path in ["/admin", "/admin/people", "/admin/audit", "/results"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    let other = Browser::new(&site);
    let gone = |text: &str| text.contains("This link no longer works");
    let replayed = other.send(&link, &link, &[]).await;
    let unknown = format!("/open/{}", "A".repeat(43));
    let unknown = other.send(&unknown, &unknown, &[]).await;
    assert_eq!((replayed.status, unknown.status), (410, 410));
    assert!(gone(&replayed.text) && gone(&unknown.text));
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_addresses_hear_the_same_in_the_same_time() {
    let site = Site::start().await;
    people(&site).await;
    let browser = Browser::new(&site);
    let mut times: [[Vec<Duration>; 2]; 2] = Default::default();
    for _ in 0..7 {
        for (which, email) in ["coordinator@example.org", "unknown.person@example.org"].into_iter().enumerate() {
            let begun = Instant::now();
            let wrong = browser.password(email, "not the password at all").await;
            times[0][which].push(begun.elapsed());
            assert_eq!(wrong.status, 422);
            let begun = Instant::now();
            let asked = browser.send("/sign-in", "/new-link", &[("email", email)]).await;
            times[1][which].push(begun.elapsed());
            assert_eq!(asked.status, 200);
            let plain = |text: &str| text.replace(email, "");
            let other = browser.password("third@example.org", "not the password at all").await;
            assert_eq!(plain(&wrong.text), other.text.replace("third@example.org", ""));
            let third = browser.send("/sign-in", "/new-link", &[("email", "third@example.org")]).await;
            assert_eq!(asked.text, third.text);
        }
    }
    for (what, pair) in ["password", "new link"].iter().zip(&mut times) {
        let [known, unknown] = pair.each_mut().map(|times| {
            times.sort();
            times[times.len() / 2]
        });
        println!("{what}: median {known:?} for a known address, {unknown:?} for an unknown one");
        let (low, high) = (known.min(unknown), known.max(unknown));
        assert!(high < low * 2, "{what}: {known:?} and {unknown:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_rights_ends_sessions_at_once_and_somebody_always_administers() {
    let site = Site::start().await;
    people(&site).await;
    let (admin, ..) = Browser::enrolled(&site, "admin@example.org").await;
    let coordinator = Browser::new(&site);
    assert_eq!(coordinator.password("coordinator@example.org", PASSWORD).await.location, "/");
    assert_eq!(coordinator.get("/regions/ES61").await.status, 200);
    let list = admin.get("/admin/people?q=coordinator").await.text;
    let (_, rest) = list.split_once("/admin/people/").unwrap();
    let page = format!("/admin/people/{}", rest.split('"').next().unwrap());
    let take = [("action", "take_back"), ("role", "coordinator"), ("region", "ES61")];
    assert_eq!(admin.send(&page, &page, &take).await.location, format!("{page}?done=changed"));
    assert_eq!(coordinator.get("/account").await.location, "/sign-in?next=%2Faccount");
    let give = [("action", "grant"), ("role", "coordinator"), ("region", "ES61")];
    admin.send(&page, &page, &give).await;
    coordinator.password("coordinator@example.org", PASSWORD).await;
    assert_eq!(coordinator.get("/regions/ES61").await.status, 200);
    admin.send(&page, &page, &[("action", "disable")]).await;
    assert_eq!(coordinator.get("/account").await.status, 303);
    assert_eq!(coordinator.password("coordinator@example.org", PASSWORD).await.status, 422);
    admin.send(&page, &page, &[("action", "enable")]).await;

    let own = admin.get("/admin/people?q=admin%40").await.text;
    let (_, rest) = own.split_once("<th scope=\"row\"><a href=\"/admin/people/").unwrap();
    let own = format!("/admin/people/{}", rest.split('"').next().unwrap());
    for wish in [[("action", "disable")].as_slice(), &[("action", "take_back"), ("role", "admin"), ("region", "")]] {
        let refused = admin.send(&own, &own, wish).await;
        assert!(refused.status == 422 && refused.text.contains("Nobody would be left"), "{refused:?}");
    }
    let rights = admin.get("/admin/audit.csv?action=account.rights").await.text;
    assert_eq!(rights.lines().count(), 5, "one row a change: {rights}");
    assert!(rights.contains("coordinator:ES61"), "{rights}");
    assert!(admin.send(&page, &page, &[("action", "rename"), ("name", "N"), ("role", "admin")]).await.status == 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_sees_where_they_are_signed_in_and_ends_it() {
    let site = Site::start().await;
    people(&site).await;
    let [here, there] = [Browser::new(&site), Browser::new(&site)];
    for browser in [&here, &there] {
        browser.password("nobody@example.org", PASSWORD).await;
    }
    let page = here.get("/account").await.text;
    let (_, rest) = page.split_once("name=\"session\" value=\"").unwrap();
    let id = rest.split('"').next().unwrap();
    let stranger = Browser::new(&site);
    stranger.password("coordinator@example.org", PASSWORD).await;
    assert_eq!(stranger.send("/account", "/account/sessions", &[("session", id)]).await.status, 404);
    assert_eq!(here.send("/account", "/account/sessions", &[("session", id)]).await.status, 303);
    assert_eq!(there.get("/account").await.status, 303);
    assert_eq!(here.get("/account").await.status, 200);
    there.password("nobody@example.org", PASSWORD).await;
    let new = "another long pass phrase";
    let wrong = [("earlier", "wrong"), ("password", new), ("again", new)];
    assert_eq!(here.send("/account", "/account/password", &wrong).await.status, 422);
    let right = [("earlier", PASSWORD), ("password", new), ("again", new)];
    assert_eq!(here.send("/account", "/account/password", &right).await.location, "/account?done=password");
    assert_eq!(there.get("/account").await.status, 303, "a new password ends the other sessions");
    assert_eq!(there.password("nobody@example.org", new).await.location, "/");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_admin_comes_by_a_link_and_the_next_by_mail() {
    let site = Site::start().await;
    let mut connection = site.pool.get().await.unwrap();
    let earlier = setup::link(&mut connection, Utc::now()).await.unwrap().unwrap();
    let link = setup::link(&mut connection, Utc::now()).await.unwrap().unwrap();
    let browser = Browser::new(&site);
    let fields = |password: &'static str| {
        [("email", "first@example.org"), ("name", "First"), ("password", password), ("again", password)]
    };
    let page = |token: &Token| format!("/setup/{}", token.reveal());
    assert_eq!(browser.send(&page(&earlier), &page(&earlier), &fields(PASSWORD)).await.status, 410);
    assert_eq!(browser.send(&page(&link), &page(&link), &fields("short")).await.status, 422);
    assert_eq!(browser.send(&page(&link), &page(&link), &fields(PASSWORD)).await.status, 303);
    assert_eq!(browser.send(&page(&link), &page(&link), &fields(PASSWORD)).await.status, 410);
    assert!(setup::link(&mut connection, Utc::now()).await.unwrap().is_none());

    let (admin, ..) = Browser::enrolled(&site, "first@example.org").await;
    let next =
        [("email", "Next@example.org"), ("name", ""), ("language", "fr"), ("role", "consultant"), ("region", "")];
    let added = admin.send("/admin/people", "/admin/people", &next).await;
    assert!(added.location.ends_with("?done=added"), "{added:?}");
    let welcome = mailed(&site, "next@example.org").await;
    let other = Browser::new(&site);
    let passwords = [("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(other.send(&welcome, &welcome, &passwords).await.status, 303);
    assert_eq!(other.send(&welcome, &welcome, &passwords).await.status, 410);
    let (consultant, ..) = Browser::enrolled(&site, "next@example.org").await;
    assert_eq!(consultant.get("/results").await.status, 200);
    assert_eq!(consultant.get("/admin/people").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_link_replaces_the_earlier_one() {
    let site = Site::start().await;
    people(&site).await;
    let mut connection = site.pool.get().await.unwrap();
    let locales = Locales::load().unwrap();
    let writing = Writing { locales: &locales, base_url: &site.address, now: Utc::now() };
    let email = "coordinator@example.org";
    let id = accounts::add(&mut connection, email, "", "en", None, None, Utc::now()).await.unwrap();
    links::send(&mut connection, writing, id, id).await.unwrap();
    let first = mailed(&site, email).await;
    links::send(&mut connection, writing, id, id).await.unwrap();
    let second = mailed(&site, email).await;
    let origin = Origin { address: "", device: "", now: Utc::now() };
    let open = async |connection: &mut _, path: &str| {
        let token = Token::parse(path.rsplit('/').next().unwrap()).unwrap();
        links::open(connection, &token, "en", origin).await.unwrap().is_some()
    };
    assert!(!open(&mut connection, &first).await, "a newer link replaces it");
    assert!(open(&mut connection, &second).await);
    assert!(!open(&mut connection, &second).await, "used");
    let session = accounts::begin_session(&mut connection, id, Strength::Link, origin).await.unwrap();
    assert_ne!(session.reveal(), second);
}
