//! Giving sections to people and departments, two coordinators at once, and reminding.

use chrono::TimeDelta;

use crate::world::{World, here};

const WHO: &str = "coordinator@example.org";

#[tokio::test(flavor = "multi_thread")]
async fn a_section_goes_from_one_to_another_and_both_are_told() {
    let world = World::begin().await;
    let health = world.department("HEA", "Salud").await;
    for email in ["ana@example.org", "luis@example.org"] {
        world.invite(health, email, &["profile", "health"]).await;
    }
    world.forget_mails().await;
    let [ana, luis] = [world.account("ana@example.org").await, world.account("luis@example.org").await];
    let seen = world.seen(health, "health").await;
    let done = world.delegate(health, "health", &format!("person:{ana}"), &seen).await;
    assert_eq!((done.status, done.location), (303, format!("{}?done=changed", here(health))));
    let mails = world.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(
        (mails[0].0.as_str(), mails[0].1.as_str()),
        ("ana@example.org", "Season: le corresponde «Atención sanitaria»")
    );
    assert!(mails[0].2.contains("Por <favor>") && mails[0].3.contains("Por &lt;favor&gt;"), "{mails:?}");
    world.forget_mails().await;
    let seen = world.seen(health, "health").await;
    assert_eq!(world.delegate(health, "health", &format!("person:{luis}"), &seen).await.status, 303);
    let told: Vec<_> = world.mails().await.into_iter().map(|mail| (mail.0, mail.1)).collect();
    let expected = [
        ("ana@example.org", "Season: «Atención sanitaria» ya no le corresponde"),
        ("luis@example.org", "Season: le corresponde «Atención sanitaria»"),
    ];
    assert_eq!(told, expected.map(|(to, subject)| (to.to_owned(), subject.to_owned())));
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'delegation.change'").await, 2);
    // Their hub says whose it is, the page of the coordinator too.
    let hub = world.get("luis@example.org", &format!("/responses/{}", world.response(health).await)).await.text;
    assert!(hub.contains("Para usted") && hub.contains("También abiertas para ustedes"), "{hub}");
    // Whose invitation is revoked sees to nothing; the section is the department's.
    let query = "SELECT id FROM invitation WHERE account_id = $1";
    let id: uuid::Uuid = world.client.query_one(query, &[&luis]).await.unwrap().get(0);
    let fields = [("action", "revoke"), ("invitation", &id.to_string())];
    assert_eq!(world.post(WHO, &here(health), &fields).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM delegation WHERE account_id IS NULL").await, 1);
    let seen = world.seen(health, "health").await;
    let refused = world.delegate(health, "health", &format!("person:{luis}"), &seen).await;
    assert!(refused.status == 422 && refused.text.contains("ya no está invitada"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_coordinators_at_once_do_not_overwrite_each_other() {
    let world = World::begin().await;
    let health = world.department("HEA", "Salud").await;
    world.invite(health, "ana@example.org", &["health"]).await;
    let ana = format!("person:{}", world.account("ana@example.org").await);
    for section in ["health", "work"] {
        // The other one gives it first, and this one's page is older.
        let seen = world.seen(health, section).await;
        assert_eq!(world.delegate(health, section, &ana, &seen).await.status, 303);
        world.forget_mails().await;
        let stale = world.delegate(health, section, "", &seen).await;
        assert_eq!(stale.status, 409);
        for said in ["No se ha sobrescrito nada", "Como está ahora", "Como lo ha escrito usted", "Por &lt;favor&gt;"] {
            assert!(stale.text.contains(said), "{said}: {}", stale.text);
        }
        assert_eq!(world.mails().await.len(), 0);
        let withdrawn = [("action", "withdraw"), ("section", section), ("seen", &seen)];
        assert_eq!(world.post(WHO, &here(health), &withdrawn).await.status, 409);
        // What the conflict page shows can be sent again.
        let (_, rest) = stale.text.split_once(&format!("name=\"section\" value=\"{section}\"")).unwrap();
        let seen = rest.split_once("name=\"seen\" value=\"").unwrap().1.split('"').next().unwrap();
        assert_eq!(world.delegate(health, section, "", seen).await.status, 303);
    }
    assert_eq!(world.sections(health).await.unwrap(), ["health", "work"], "what is given is asked");
    // Of two at the same moment one wins.
    let seen = world.seen(health, "health").await;
    let (one, other) =
        tokio::join!(world.delegate(health, "health", &ana, &seen), world.delegate(health, "health", "", &seen));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_handed_over_and_withdrawn_and_no_answer_is_lost() {
    let world = World::begin().await;
    let (health, work) = (world.department("HEA", "Salud").await, world.department("EMP", "Trabajo").await);
    world.invite(health, "ana@example.org", &["profile", "health"]).await;
    world.invite(work, "luis@example.org", &["work"]).await;
    let answer = "INSERT INTO draft_answer (round_id, response_id, path, value, version, edited_at) VALUES ($1, $2, 'care', '\"x\"', 1, now())";
    world.client.execute(answer, &[&world.round.0, &world.response(health).await]).await.unwrap();
    world.forget_mails().await;
    let page = world.get(WHO, &here(health)).await.text;
    assert!(page.contains("El departamento tiene respuestas en esta sección"), "{page}");
    let seen = world.seen(health, "health").await;
    let other = format!("response:{}", world.response(work).await);
    assert_eq!(world.delegate(health, "health", &other, &seen).await.status, 303);
    assert_eq!(world.sections(health).await.unwrap(), ["profile"]);
    assert_eq!(world.sections(work).await.unwrap(), ["health", "work"]);
    let told: Vec<_> = world.mails().await.into_iter().map(|mail| mail.0).collect();
    assert_eq!(told, ["ana@example.org", "luis@example.org"]);
    assert_eq!(world.count("SELECT count(*) FROM draft_answer").await, 1);
    let matrix = world.get(WHO, "/regions/ES61/rounds/season").await.text;
    assert!(matrix.contains("respondida sin haberse pedido"), "{matrix}");
    // The last one stays.
    let seen = world.seen(health, "profile").await;
    let last = [("action", "withdraw"), ("section", "profile"), ("seen", &seen)];
    let last = world.post(WHO, &here(health), &last).await;
    assert!(last.status == 422 && last.text.contains("Es la única sección"), "{last:?}");
    let seen = world.seen(work, "health").await;
    let gone = [("action", "withdraw"), ("section", "health"), ("seen", &seen)];
    assert_eq!(world.post(WHO, &here(work), &gone).await.status, 303);
    assert_eq!(world.sections(work).await.unwrap(), ["work"]);
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'delegation.withdraw'").await, 1);
    // A response of another region is nobody's to give to.
    let away: uuid::Uuid = world
        .client
        .query_one(
            "SELECT response.id FROM response JOIN department ON department.id = department_id WHERE name = 'Away'",
            &[],
        )
        .await
        .unwrap()
        .get(0);
    let seen = world.seen(work, "work").await;
    assert_eq!(world.delegate(work, "work", &format!("response:{away}"), &seen).await.status, 404);
    let late = (world.deadline + TimeDelta::days(2)).date_naive().to_string();
    let fields = [
        ("action", "delegate"),
        ("section", "work"),
        ("to", ""),
        ("due", late.as_str()),
        ("note", "Nota"),
        ("seen", seen.as_str()),
    ];
    let refused = world.post(WHO, &here(work), &fields).await;
    assert!(
        refused.status == 422 && refused.text.contains("posterior al plazo") && refused.text.contains(&late),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_again_so_soon() {
    let world = World::begin().await;
    let (health, work) = (world.department("HEA", "Salud").await, world.department("EMP", "Trabajo").await);
    world.invite(health, "ana@example.org", &["health"]).await;
    world.invite(health, "eva@example.org", &["health"]).await;
    world.invite(work, "luis@example.org", &["work"]).await;
    world.forget_mails().await;
    let remind = async || world.post(WHO, &here(health), &[("action", "remind")]).await.location;
    assert!(remind().await.ends_with("?done=reminded&count=2&soon=0&unwanted=0"));
    assert!(remind().await.ends_with("?done=reminded&count=0&soon=2&unwanted=0"));
    assert_eq!(world.mails().await.len(), 2);
    let page = world.get(WHO, &format!("{}?done=reminded&count=0&soon=2&unwanted=0", here(health))).await.text;
    assert!(page.contains("No se ha enviado ningún recordatorio") && page.contains("últimas 20 horas"), "{page}");
    world.client.execute("UPDATE coordinator_reminder SET at = at - interval '21 hours'", &[]).await.unwrap();
    let refuse = "INSERT INTO reminder_refusal (round_id, address, at) VALUES ($1, 'eva@example.org', now())";
    world.client.execute(refuse, &[&world.round.0]).await.unwrap();
    assert!(remind().await.ends_with("?done=reminded&count=1&soon=0&unwanted=1"));
    // Of what is overdue, only who sees to it hears.
    let desk = "/regions/ES61/rounds/season";
    let none = world.post(WHO, desk, &[("action", "remind_overdue")]).await.location;
    assert!(none.ends_with("?done=reminded&count=0&soon=0&unwanted=0"), "{none}");
    let luis = world.account("luis@example.org").await;
    let due = "INSERT INTO delegation (round_id, response_id, section, account_id, due_at, delegated_at)
        VALUES ($1, $2, 'work', $3, now() - interval '1 day', now())";
    world.client.execute(due, &[&world.round.0, &world.response(work).await, &luis]).await.unwrap();
    world.forget_mails().await;
    let page = world.get(WHO, desk).await.text;
    assert!(page.contains("Con retraso") && page.contains("value=\"remind_overdue\""), "{page}");
    let one = world.post(WHO, desk, &[("action", "remind_overdue")]).await.location;
    assert!(one.ends_with("?done=reminded&count=1&soon=0&unwanted=0"), "{one}");
    assert_eq!(world.mails().await[0].0, "luis@example.org");
    assert_eq!(world.count("SELECT count(*) FROM audit WHERE action = 'region.remind'").await, 3);
}
