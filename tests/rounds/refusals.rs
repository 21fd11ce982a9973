//! What the forms of a round do not take: each problem is told with a link to its field, and what was typed is kept.

use crate::world::{World, hidden};

#[tokio::test(flavor = "multi_thread")]
async fn every_field_of_a_round_is_checked() {
    let world = World::new().await;
    let admin = world.admin().await;
    let new = "/admin/rounds/new";
    let line = "ES61,INT,Health,a@example.org,en";
    let page = world.make(&admin, "taken", "draft", "").await;
    let settings = format!("{page}/settings");
    let cases = [
        ("name", " "),
        ("name", &"x".repeat(201)),
        ("code", ""),
        ("code", "A B"),
        ("code", "new"),
        ("code", "taken"),
        ("version", ""),
        ("version", "00000000-0000-0000-0000-000000000000"),
        ("time_zone", "Middle/Earth"),
        ("time_zone", ""),
        ("opens_at", "tomorrow"),
        ("opens_at", "2026-03-29T02:30"),
        ("deadline", "2026-02-30T18:00"),
        ("deadline", "2025-12-31T18:00"),
        ("deadline", "2026-01-02T18:00"),
        ("late_days", "-1"),
        ("late_days", "367"),
        ("late_days", "=1+1"),
        ("quiet_from", "25:00"),
        ("quiet_until", "soon"),
        ("keep_drafts_days", "0"),
        ("keep_contacts_days", "99999"),
        ("keep_logs_days", "1.5"),
        ("invitees", ""),
        ("invitees", "XX,INT,,nobody,xx"),
    ];
    let (mut refused_new, mut refused_settings) = (0, 0);
    for (field, value) in cases {
        let change = |fields: &mut Vec<(_, _)>| {
            for one in fields.iter_mut().filter(|(name, _)| *name == field) {
                one.1 = value;
            }
        };
        let mut fields = world.fields("coast", "open", line);
        change(&mut fields);
        let refused = admin.send(new, new, &fields).await;
        let said = format!("{field} = {value}");
        assert_eq!(refused.status, 422, "{said}: {}", refused.text);
        for expected in ["<title>Error:", "role=\"alert\"", &format!("href=\"#{field}\""), "aria-invalid=\"true\""] {
            assert!(refused.text.contains(expected), "{said}: no {expected}");
        }
        assert!(refused.text.contains(&format!("id=\"{field}\"")), "{said}: the link leads to the field");
        assert!(refused.text.contains("value=\"Coast\"") || field == "name", "{said}: what was typed is kept");
        refused_new += 1;
        // A past deadline does not matter in a draft, and the code does not change.
        if ["code", "invitees"].contains(&field) || value.starts_with("2026-01-02") {
            continue;
        }
        let seen = hidden(&admin.get(&settings).await.text, "seen");
        let mut fields = world.fields("", "", "");
        change(&mut fields);
        fields.retain(|(name, _)| !["code", "action", "invitees"].contains(name));
        fields.push(("seen", &seen));
        let refused = admin.send(&settings, &settings, &fields).await;
        assert!(refused.status == 422 && refused.text.contains(&format!("href=\"#{field}\"")), "settings: {said}");
        refused_settings += 1;
    }
    println!("refused with 422: {refused_new} new rounds, {refused_settings} settings");
    assert_eq!(world.count("SELECT count(*) FROM round", &[]).await, 1, "nothing half done");
    assert_eq!(world.count("SELECT count(*) FROM outbox", &[]).await, 0);
    assert_eq!(admin.send(new, new, &[("name", "N"), ("owner", "me")]).await.status, 400, "unknown fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn regions_and_actions_are_checked() {
    let world = World::new().await;
    let admin = world.admin().await;
    let page = world.make(&admin, "coast", "draft", "").await;
    let regions = format!("{page}/regions");
    for (fields, field) in [
        (&[("action", "launch")][..], "launch"),
        (&[("action", "invite"), ("invitees", "")], "invitees"),
        (&[("action", "invite"), ("invitees", "ES61,INT")], "invitees"),
    ] {
        let refused = admin.send(&page, &page, fields).await;
        assert!(refused.status == 422 && refused.text.contains(&format!("href=\"#{field}\"")), "{fields:?}");
    }
    for (fields, field) in [
        (&[("action", "add"), ("codes", "")][..], "group"),
        (&[("action", "preview"), ("codes", " ")], "group"),
        (&[("action", "add"), ("codes", "ES61 ZZ99 =cmd()")], "codes"),
        (&[("action", "add"), ("group", "country:XX")], "codes"),
    ] {
        let refused = admin.send(&regions, &regions, fields).await;
        assert!(refused.status == 422 && refused.text.contains(&format!("href=\"#{field}\"")), "{fields:?}");
        assert!(refused.text.contains(&format!("id=\"{field}\"")), "{fields:?}: the link leads somewhere");
    }
    let unknown = admin.send(&regions, &regions, &[("action", "add"), ("codes", "ES61 ZZ99 <b>")]).await.text;
    assert!(unknown.contains("ZZ99, &lt;b&gt;") && unknown.contains(">ES61 ZZ99 &lt;b&gt;</textarea>"), "{unknown}");
    assert_eq!(world.count("SELECT count(*) FROM round_region", &[]).await, 0, "nothing half done");

    admin.send(&regions, &regions, &[("action", "add"), ("codes", "ES61")]).await;
    for (fields, field) in [
        (&[("action", "withdraw")][..], "withdraw"),
        (&[("action", "deadline"), ("region", "FRH0"), ("deadline", "2099-01-01T00:00")], "region"),
        (&[("action", "deadline"), ("region", ""), ("deadline", "never")], "deadline"),
    ] {
        let refused = admin.send(&regions, &regions, fields).await;
        assert!(refused.status == 422 && refused.text.contains(&format!("href=\"#{field}\"")), "{fields:?}");
        assert!(refused.text.contains(&format!("id=\"{field}\"")), "{fields:?}: the link leads somewhere");
    }
    let early = [("action", "deadline"), ("region", "ES61"), ("deadline", "2025-01-01T00:00")];
    let refused = admin.send(&regions, &regions, &early).await;
    assert!(refused.status == 422 && refused.text.contains("2025-01-01T00:00"), "before the opening");
    let late = [("action", "deadline"), ("region", "ES61"), ("deadline", "2099-07-01T00:00")];
    assert_eq!(admin.send(&regions, &regions, &late).await.status, 303);
    assert!(admin.get(&regions).await.text.contains("2099-07-01 00:00 (Europe/Madrid)"));
    for (fields, status) in [
        (&[("action", "close")][..], 409),
        (&[("action", "archive")], 409),
        (&[("action", "extend"), ("seen", "2099-06-01T16:00:00Z"), ("deadline", "2099-07-01T00:00")], 409),
        (&[("action", "extend"), ("seen", "now"), ("deadline", "2099-07-01T00:00")], 400),
        (&[("action", "dance")], 400),
        (&[("state", "open"), ("action", "close")], 400),
    ] {
        assert_eq!(admin.send(&page, &page, fields).await.status, status, "{fields:?}");
    }
    world.run("UPDATE round SET deadline = now() - interval '1 hour'").await;
    let past = admin.send(&page, &page, &[("action", "launch")]).await;
    assert!(past.status == 422 && past.text.contains("This deadline is past"), "{past:?}");
    assert_eq!(world.count("SELECT count(*) FROM outbox", &[]).await, 0);
}
