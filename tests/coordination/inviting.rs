//! Inviting: four departments at once in Spanish, everything that is wrong at once, again and again, and who may.

use crate::world::{World, here};

const INVITE: &str = "/regions/ES61/rounds/season/invite";
const WHO: &str = "coordinator@example.org";

#[tokio::test(flavor = "multi_thread")]
async fn four_departments_are_invited_in_spanish_at_once() {
    let world = World::begin().await;
    let health = world.department("HEA", "Salud").await.to_string();
    let work = world.department("EMP", "Trabajo").await.to_string();
    let chosen = format!("{INVITE}?department={health}&department={work}&new=HEA&new=EUA");
    let form = world.get(WHO, &chosen).await;
    assert_eq!(form.status, 200);
    // What fits a type is ticked: the profile fits everybody.
    for (id, ticked) in [
        ("b0-section-health", true),
        ("b0-section-work", false),
        ("b1-section-work", true),
        ("b2-section-health", true),
        ("b3-section-profile", true),
        ("b3-section-health", false),
    ] {
        let (_, rest) = form.text.split_once(&format!("id=\"{id}\"")).unwrap();
        assert_eq!(rest.split('>').next().unwrap().contains("checked"), ticked, "{id}");
    }
    let message = "Buenos días:\n<b>gracias</b> & {{csrf}}";
    let fields = [
        ("blocks", "4"),
        ("action", "invite"),
        ("message", message),
        ("0.department", &health),
        ("0.email", "ana@example.org"),
        ("0.person", "Ana"),
        ("0.language", "es"),
        ("0.email", ""),
        ("0.person", ""),
        ("0.language", "es"),
        ("0.section", "profile"),
        ("0.section", "health"),
        ("0.due", ""),
        ("1.department", &work),
        ("1.email", "luis@example.org"),
        ("1.person", ""),
        ("1.language", "es"),
        ("1.email", "eva@example.org"),
        ("1.person", ""),
        ("1.language", "fr"),
        ("1.section", "work"),
        ("1.due", ""),
        ("2.department", ""),
        ("2.kind", "HEA"),
        ("2.name", "Hospitales"),
        ("2.name-en", "Hospitals"),
        ("2.email", "mar@example.org"),
        ("2.person", ""),
        ("2.language", "es"),
        ("2.section", "health"),
        ("2.due", ""),
        ("3.department", ""),
        ("3.kind", "EUA"),
        ("3.name", "Asuntos europeos"),
        ("3.email", "sol@example.org"),
        ("3.person", ""),
        ("3.language", "es"),
        ("3.section", "profile"),
        ("3.section", "health"),
        ("3.section", "work"),
        ("3.due", ""),
    ];
    let sent = world.post(WHO, INVITE, &fields).await;
    assert_eq!((sent.status, sent.location.as_str()), (303, "/regions/ES61/rounds/season?done=invited&count=5"));
    let mails = world.mails().await;
    assert_eq!(mails.len(), 5);
    for (to, subject, text, html) in &mails {
        let spanish = to != "eva@example.org";
        assert_eq!(text.contains("Marta <Mar> le escribe:"), spanish, "{text}");
        assert_eq!(text.contains("Marta <Mar> vous écrit"), !spanish, "{text}");
        assert!(text.contains("<b>gracias</b> & {{csrf}}"), "{text}");
        assert!(html.contains("&lt;b&gt;gracias&lt;/b&gt;") && !html.contains("<b>gracias"), "{html}");
        assert!(subject.starts_with("Season"), "{subject}");
    }
    let ana = &mails[0].2;
    assert!(ana.contains("1. Perfil") && ana.contains("2. Atención sanitaria") && !ana.contains("Trabajo"), "{ana}");
    assert!(!mails[4].2.contains("1. Perfil"), "who is asked everything gets no list");
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'region.invite'").await, 1);
    let personal = "SELECT count(*) FROM audit WHERE action = 'region.invite' AND after::text LIKE '%@%'";
    assert_eq!(world.count(personal).await, 0);
    let asked = "SELECT string_agg(department.name || ':' || coalesce(array_to_string(sections, ' '), '*'), ';' ORDER BY department.name)
        FROM response JOIN department ON department.id = department_id JOIN region ON region.id = region_id WHERE region.code = 'ES61'";
    let asked: String = world.client.query_one(asked, &[]).await.unwrap().get(0);
    assert_eq!(asked, "Asuntos europeos:*;Hospitales:health;Salud:health profile;Trabajo:work");
    let matrix = world.get(WHO, "/regions/ES61/rounds/season").await;
    assert_eq!(matrix.status, 200);
    for name in ["Salud", "Trabajo", "Hospitales", "Asuntos europeos"] {
        assert!(matrix.text.contains(name), "{name}");
    }
    // 1 + 2 + 1 + 3 sections are asked and not begun.
    assert_eq!(matrix.text.matches("state--not-started").count(), 7);
    assert_eq!(matrix.text.matches("state--not-asked").count(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_is_told_and_nothing_is_sent() {
    let world = World::begin().await;
    let health = world.department("HEA", "Salud").await.to_string();
    let late = (world.deadline + chrono::TimeDelta::days(2)).date_naive().to_string();
    let fields = [
        ("blocks", "2"),
        ("action", "invite"),
        ("message", "Mi mensaje <i>"),
        ("0.department", &health),
        ("0.email", "ana@example.org"),
        ("0.person", "Ana"),
        ("0.language", "es"),
        ("0.email", "ANA@example.org"),
        ("0.person", ""),
        ("0.language", "es"),
        ("0.section", "profile"),
        ("0.due", &late),
        ("1.department", ""),
        ("1.kind", ""),
        ("1.name", "salud"),
        ("1.email", "no<script>"),
        ("1.person", ""),
        ("1.language", "tlh"),
        ("1.due", ""),
    ];
    let refused = world.post(WHO, INVITE, &fields).await;
    assert_eq!(refused.status, 422);
    for field in ["b0-email-1", "b0-due", "b1-name", "b1-kind", "b1-email-0", "b1-language-0", "b1-sections"] {
        assert!(refused.text.contains(&format!("href=\"#{field}\"")), "{field}: {}", refused.text);
        assert!(refused.text.contains(&format!("id=\"{field}\"")), "{field}");
    }
    for kept in ["ANA@example.org", "no&lt;script&gt;", "Mi mensaje &lt;i&gt;", late.as_str(), "value=\"salud\""] {
        assert!(refused.text.contains(kept), "{kept}");
    }
    assert_eq!(world.mails().await.len(), 0);
    assert_eq!(world.count("SELECT count(*) FROM account WHERE email = 'ana@example.org'").await, 0);
    let more = [
        ("blocks", "1"),
        ("action", "more:0"),
        ("message", "x"),
        ("0.department", health.as_str()),
        ("0.email", "ana@example.org"),
        ("0.person", ""),
        ("0.language", "es"),
        ("0.due", ""),
    ];
    let more = world.post(WHO, INVITE, &more).await;
    assert_eq!((more.status, more.text.matches("name=\"0.email\"").count()), (200, 2));
    let foreign = [("blocks", "1"), ("action", "invite"), ("message", ""), ("role", "admin")];
    assert_eq!(world.post(WHO, INVITE, &foreign).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn inviting_again_sends_again_and_asks_for_more() {
    let world = World::begin().await;
    let health = world.department("HEA", "Salud").await;
    world.invite(health, "ana@example.org", &["health"]).await;
    world.invite(health, "ana@example.org", &["profile"]).await;
    assert_eq!(world.sections(health).await.unwrap(), ["health", "profile"]);
    assert_eq!(world.count("SELECT count(*) FROM invitation JOIN account ON account.id = account_id WHERE email = 'ana@example.org'").await, 1);
    let links = "SELECT count(*) FROM magic_link JOIN invitation ON invitation.id = invitation_id JOIN account ON account.id = account_id WHERE email = 'ana@example.org'";
    assert_eq!(world.count(links).await, 1, "the earlier link no longer works");
    world.invite(health, "ana@example.org", &["work"]).await;
    assert_eq!(world.sections(health).await, None, "all of them are all");
    let page = world.get(WHO, &here(health)).await.text;
    assert!(page.contains("ana@example.org"), "{page}");
    let id: uuid::Uuid = world.client.query_one("SELECT invitation.id FROM invitation JOIN account ON account.id = account_id WHERE email = 'ana@example.org'", &[]).await.unwrap().get(0);
    let id = id.to_string();
    for (action, status) in [("resend", 303), ("revoke", 303), ("revoke", 404), ("resend", 404)] {
        let done = world.post(WHO, &here(health), &[("action", action), ("invitation", &id)]).await;
        assert_eq!(done.status, status, "{action}");
    }
    world.invite(health, "ana@example.org", &["work"]).await;
    assert_eq!(world.count("SELECT count(*) FROM invitation WHERE revoked_at IS NULL AND opened_at IS NULL AND department_id IN (SELECT id FROM department WHERE name = 'Salud')").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_region_and_a_closed_round_are_shut() {
    let world = World::begin().await;
    let health = world.department("HEA", "Salud").await;
    world.invite(health, "ana@example.org", &["health"]).await;
    let (page, desk) = (here(health), "/regions/ES61/rounds/season");
    for path in ["/regions/ES61", desk, INVITE, page.as_str(), "/regions/XX/rounds/season", "/regions/ES21/rounds/none"]
    {
        assert_eq!(world.get("other@example.org", path).await.status, 404, "{path}");
        assert_eq!(world.get("ana@example.org", path).await.status, 404, "{path}");
    }
    // Their own region is there, with another region's department not in it.
    assert_eq!(world.get("other@example.org", "/regions/ES21/rounds/season").await.status, 200);
    let abroad = page.replace("ES61", "ES21");
    assert_eq!(world.get("other@example.org", &abroad).await.status, 404);
    for (path, fields) in [
        (desk, vec![("action", "remind_overdue")]),
        (INVITE, vec![("blocks", "1"), ("action", "invite"), ("message", "")]),
        (page.as_str(), vec![("action", "remind")]),
        (abroad.as_str(), vec![("action", "remind")]),
    ] {
        assert_eq!(world.post("other@example.org", path, &fields).await.status, 404, "{path}");
    }
    world.client.execute("UPDATE round SET closed_at = now()", &[]).await.unwrap();
    world.forget_mails().await;
    for (path, fields) in [
        (desk, vec![("action", "remind_overdue")]),
        (page.as_str(), vec![("action", "remind")]),
        (page.as_str(), vec![("action", "withdraw"), ("section", "health"), ("seen", "1:-")]),
    ] {
        let refused = world.post(WHO, path, &fields).await;
        assert!(refused.status == 403 && refused.text.contains("no admite respuestas"), "{path}: {refused:?}");
    }
    let open = world.get(WHO, desk).await;
    assert!(open.status == 200 && open.text.contains("no admite respuestas"), "it can be read, and says so");
    assert_eq!(world.mails().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_code_leads_to_the_present_one() {
    let world = World::begin().await;
    let query = "INSERT INTO region_code_history (region_id, code, code_kind) VALUES ($1, 'ES6X', 'NUTS2')";
    world.client.execute(query, &[&world.home.0]).await.unwrap();
    for (path, to) in [
        ("/regions/ES6X", "/regions/ES61"),
        ("/regions/ES6X/rounds/season?done=changed", "/regions/ES61/rounds/season?done=changed"),
        ("/regions/ES6X/rounds/season/invite?new=HEA", "/regions/ES61/rounds/season/invite?new=HEA"),
    ] {
        let moved = world.get(WHO, path).await;
        assert_eq!((moved.status, moved.location.as_str()), (303, to));
        assert_eq!(world.get("other@example.org", path).await.status, 404);
    }
    let start = world.get(WHO, "/").await;
    assert_eq!((start.status, start.location.as_str()), (303, "/regions"));
    let region = world.get(WHO, "/regions/ES61").await;
    assert!(region.text.contains("/regions/ES61/rounds/season/invite"), "{}", region.text);
}
