//! From four submissions to a signed answer, opened again and signed again.

use chrono::{Datelike, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::world::{ADMIN, ANSWER, COORDINATOR, OTHER, World};

#[tokio::test(flavor = "multi_thread")]
async fn four_departments_become_one_signed_answer() {
    let world = World::submitted().await;
    let coordinator = world.person(COORDINATOR).await;
    let first = format!("{ANSWER}/sections/first");
    let second = format!("{ANSWER}/sections/second");
    let practices = format!("{ANSWER}/repeats/practices");
    let sign_off = format!("{ANSWER}/sign-off");

    for foreign in [OTHER, "health@example.org"] {
        let person = world.person(foreign).await;
        assert_eq!(person.get(ANSWER).await.status, 404, "{foreign}");
        assert_eq!(person.post(ANSWER, &[("then", "begin")]).await.status, 404, "{foreign}");
    }
    assert_eq!(world.person(ADMIN).await.post(ANSWER, &[("then", "begin")]).await.status, 404);
    assert_eq!(coordinator.get("/regions/ES61/rounds/absent/answer").await.status, 404);
    assert_eq!(coordinator.post(ANSWER, &[("then", "begin")]).await.status, 303);

    // The rules decide two questions; the practices may be doubles, the others are the coordinator's word or a tie.
    let adopted = coordinator.post(ANSWER, &[("then", "adopt")]).await;
    assert_eq!(adopted.location, format!("{ANSWER}?adopted=2"), "{adopted:?}");
    assert_eq!(world.value("network").await, "rule \"yes\"");
    assert_eq!(world.value("staff").await, "rule 15");
    let page = coordinator.get(&first).await.text;
    for words in ["1 of 4 departments say “Yes”", "The sum of 2 of 3 departments", "No data: 1", "A tie", "2 each"]
    {
        assert!(page.contains(words), "{words} is not on the page");
    }
    assert!(world.person(ADMIN).await.get(&first).await.text.contains("The sum of 2 of 3 departments"));

    // A mark without a reason is refused, and nothing typed is lost.
    let adopt = format!("adopted:{}", world.responses[0]);
    let wishes = [
        ("basis:motto", adopt.as_str()),
        ("basis:green", "own"),
        ("green", "no"),
        ("basis:theme", "union"),
        ("divergent:green", "yes"),
    ];
    let refused = coordinator.save(&first, &wishes).await;
    assert_eq!(refused.status, 422, "{refused:?}");
    assert!(refused.text.contains("Say why the departments differ"));
    assert_eq!(world.value("motto").await, "");
    let saved = coordinator.send(&refused, &first, &[("divergence:green", "Homes & Trade wait for the law")]).await;
    assert_eq!(saved.status, 303, "{saved:?}");
    assert_eq!(world.value("motto").await, "adopted \"Sea\"");
    assert_eq!(world.value("green").await, "own \"no\"");
    assert_eq!(world.value("theme").await, r#"union ["a", "b", "c"]"#);

    // The same link under two titles: merged, and the third one comes first.
    let [health, ports] = [0, 2].map(|index| world.responses[index]);
    let pair = format!("{health}-1+{ports}-1");
    let undecided = coordinator.save(&practices, &[]).await;
    assert_eq!(undecided.status, 422);
    assert!(undecided.text.contains("Say whether these two are the same"));
    assert!(undecided.text.contains("The same link: example.org/ports"));
    let wishes = [
        (format!("double:{pair}"), "merge"),
        (format!("from:{pair}:title"), "second"),
        (format!("from:{pair}:link"), "first"),
        (format!("order:{ports}-2"), "1"),
        (format!("order:{health}-1"), "2"),
    ];
    let wishes: Vec<(&str, &str)> = wishes.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let merged = coordinator.send(&undecided, &practices, &wishes).await;
    assert_eq!(merged.status, 303, "{}", merged.text);
    let origins = world.one("SELECT origins FROM regional_value WHERE path = 'practices/2'").await;
    let origins: Value = serde_json::from_str(&origins).unwrap();
    assert_eq!(origins, json!([{ "response": health, "entry": 1 }, { "response": ports, "entry": 1 }]));

    // What is still to decide is listed with who could say; nothing is signed.
    let blocked = coordinator.get(&sign_off).await.text;
    assert!(
        blocked.contains("Still to decide") && blocked.contains("Statement") && blocked.contains("Trade: Has answered")
    );
    let today = Utc::now().date_naive();
    let day = |offset: i64| {
        let day = today + TimeDelta::days(offset);
        [day.day().to_string(), day.month().to_string(), day.year().to_string()]
    };
    let form = |[day, month, year]: [String; 3]| {
        vec![
            ("role".to_owned(), "Director".to_owned()),
            ("day:date".to_owned(), day),
            ("month:date".to_owned(), month),
            ("year:date".to_owned(), year),
            ("clearance".to_owned(), "political".to_owned()),
            ("public".to_owned(), "no".to_owned()),
            ("network".to_owned(), "yes".to_owned()),
        ]
    };
    let sign = async |day: [String; 3]| {
        let page = coordinator.get(&sign_off).await;
        let fields = form(day);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        coordinator.send(&page, &sign_off, &fields).await
    };
    assert_ne!(sign(day(-1)).await.status, 303);
    let blank = coordinator.save(&second, &[("basis:statement", "own")]).await;
    assert_eq!(blank.status, 303, "{blank:?}");
    assert!(coordinator.get(&sign_off).await.text.contains("Missing or wrong"));
    let written = coordinator.save(&second, &[("basis:statement", "own"), ("statement", "We speak")]).await;
    assert_eq!(written.status, 303, "{written:?}");

    let future = sign(day(2)).await;
    assert_eq!(future.status, 422, "{future:?}");
    assert!(future.text.contains("lies in the future") && future.text.contains("value=\"Director\""));
    let signed = sign(day(-1)).await;
    assert_eq!((signed.status, signed.location.as_str()), (303, sign_off.as_str()), "{signed:?}");

    let stored: Value = serde_json::from_str(&world.one("SELECT answers FROM sign_off").await).unwrap();
    let expected = json!({
        "network": "yes",
        "staff": 15,
        "motto": "Sea",
        "green": "no",
        "theme": ["a", "b", "c"],
        "practices": [
            { "_entry": 1, "title": "School of fishing" },
            { "_entry": 2, "title": "Puertos seguros", "link": "https://example.org/ports" },
        ],
        "statement": "We speak",
    });
    assert_eq!(stored, expected);
    let divergent = world.one("SELECT divergent->>'green' FROM sign_off").await;
    assert_eq!(divergent, "Homes & Trade wait for the law");
    let codes = world.questionnaire.codes.encode(expected.as_object().unwrap(), |_| true);
    let codes: String = codes.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(world.one("SELECT encode(codes, 'hex') FROM sign_off_code").await, codes);
    assert_eq!(world.one("SELECT state || revision FROM regional_answer").await, "signed1");
    assert_eq!(world.one("SELECT count(*) FROM outbox WHERE kind = 'signed'").await, "2");
    let receipt = coordinator.get(&sign_off).await.text;
    assert!(receipt.contains(&world.one("SELECT reference FROM sign_off").await) && receipt.contains("We speak"));
    assert_eq!(coordinator.post(&first, &[]).await.status, 409);
    assert_eq!(coordinator.post(ANSWER, &[("then", "adopt")]).await.status, 409);

    // Opened again with a reason; a department says something else; it is told, and must be looked at.
    let reopen = format!("{ANSWER}/reopen");
    assert_eq!(coordinator.post(&reopen, &[("reason", " ")]).await.status, 422);
    assert_eq!(coordinator.post(&reopen, &[("reason", "A figure was wrong")]).await.status, 303);
    assert_eq!(coordinator.post(&reopen, &[("reason", "Again")]).await.status, 409);
    let shown = coordinator.get(&first).await;
    world.submit(0, json!({ "staff": 20 })).await;
    assert!(coordinator.get(ANSWER).await.text.contains("1 changed since"));
    assert_eq!(coordinator.send(&shown, &first, &[("motto", "Sea and land")]).await.status, 409);
    assert_ne!(sign(day(-1)).await.status, 303);
    let page = coordinator.get(&first).await;
    assert!(page.text.contains("Departments changed what they say"));
    let kept = coordinator.send(&page, &first, &[("keep:staff", "yes")]).await;
    assert_eq!(kept.status, 303, "{kept:?}");
    assert_eq!(world.value("staff").await, "rule 15");
    let taken = coordinator.save(&first, &[("basis:staff", "own"), ("staff", "25")]).await;
    assert_eq!(taken.status, 303, "{taken:?}");
    assert_eq!(sign(day(0)).await.status, 303);
    assert_eq!(world.one("SELECT string_agg(answers->>'staff', ' ' ORDER BY revision) FROM sign_off").await, "15 25");
    for (action, count) in [("regional.begin", "1"), ("regional.sign", "2"), ("regional.reopen", "1")] {
        let query = format!("SELECT count(*) FROM audit WHERE action = '{action}'");
        assert_eq!(world.one(&query).await, count, "{action}");
    }
}
