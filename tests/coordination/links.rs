//! Forwarded and replayed links: whoever opens one is the invited person, once, and the page says whose it is.

use crate::{browser::Browser, world::World};

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_link_is_the_invited_persons_and_opens_once() {
    let world = World::begin().await;
    let health = world.department("HEA", "Salud <1>").await;
    world.invite(health, "ana@example.org", &["health"]).await;
    let text = world.mails().await[0].2.clone();
    let address = text.split_whitespace().find(|word| word.contains("/open/")).unwrap();
    let path = address.strip_prefix(&world.site.address).unwrap();
    // Scanners and curious people may look as often as they like.
    let forwarded = Browser::new(&world.site);
    for _ in 0..3 {
        let page = forwarded.get(path).await;
        assert!(page.text.contains("ana@example.org") && page.text.contains("Salud &lt;1&gt;"), "{}", page.text);
    }
    assert_eq!(world.count("SELECT count(*) FROM session").await, 1, "the coordinator's own");
    let opened = forwarded.send(path, path, &[]).await;
    assert_eq!((opened.status, opened.location), (303, format!("/responses/{}", world.response(health).await)));
    assert!(forwarded.get("/account").await.text.contains("ana@example.org"));
    // The invited person comes later: the link is used up, and says no more than an unknown one.
    let late = Browser::new(&world.site);
    assert!(!late.get(path).await.text.contains("ana@example.org"));
    let replayed = late.send(path, path, &[]).await;
    let unknown = format!("/open/{}", "A".repeat(43));
    let unknown = late.send(&unknown, &unknown, &[]).await;
    assert_eq!((replayed.status, unknown.status), (410, 410));
    let plain = |text: &str| {
        let (start, rest) = text.split_once("name=\"csrf\" value=\"").unwrap();
        format!("{}{}", start.len(), rest.split("/open/").next().unwrap().len())
    };
    assert_eq!(plain(&replayed.text), plain(&unknown.text));
    assert_eq!(late.get("/account").await.status, 303, "nobody is signed in");
}
