//! A department that is asked for some sections submits with only these complete; hub, check page and submission agree.

use uuid::Uuid;

use crate::world::World;

async fn answer(world: &World, response: Uuid, path: &str, value: &str) {
    let query = "INSERT INTO draft_answer (round_id, response_id, path, value, version, edited_at)
        VALUES ($1, $2, $3, $4::text::jsonb, 1, now())
        ON CONFLICT (round_id, response_id, path) DO UPDATE SET value = excluded.value";
    world.client.execute(query, &[&world.round.0, &response, &path, &value]).await.unwrap();
}

async fn submit(world: &World, response: Uuid) -> (u16, String) {
    let key = Uuid::new_v4().to_string();
    let answer = world.post("ana@example.org", &format!("/responses/{response}/submit"), &[("key", &key)]).await;
    (answer.status, answer.text)
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_asked_must_be_complete() {
    let world = World::begin().await;
    let health = world.department("HEA", "Salud").await;
    world.invite(health, "ana@example.org", &["profile", "health"]).await;
    let response = world.response(health).await;
    let (hub, check) = (format!("/responses/{response}"), format!("/responses/{response}/check"));
    let page = async |path: &str| world.get("ana@example.org", path).await.text;
    assert!(page(&hub).await.contains("0 de 2"), "{}", page(&hub).await);

    answer(&world, response, "contact", "\"Ana\"").await;
    assert!(page(&hub).await.contains("1 de 2"));
    assert!(!page(&check).await.contains(&format!("action=\"/responses/{response}/submit\"")));
    let (status, text) = submit(&world, response).await;
    assert!(status == 422 && text.contains(&format!("/responses/{response}/sections/health#")), "{status} {text}");
    assert!(!text.contains(&format!("<li><a href=\"/responses/{response}/sections/work#")), "{text}");

    answer(&world, response, "care", "\"Mucho\"").await;
    assert!(page(&hub).await.contains("2 de 2") && page(&hub).await.contains(&check));
    // What was answered elsewhere has to be right all the same.
    answer(&world, response, "jobs", "5").await;
    answer(&world, response, "beds", "500").await;
    assert_eq!(submit(&world, response).await.0, 422);
    answer(&world, response, "jobs", "null").await;
    answer(&world, response, "beds", "50").await;
    // A page of a section that is not asked goes on although nothing is answered on it.
    let section = format!("/responses/{response}/sections/work");
    let work = page(&section).await;
    let version = work.split_once("name=\"version:jobs\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let shown = work.split_once("name=\":questionnaire\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let fields = [("jobs", ""), ("version:jobs", version.as_str()), (":questionnaire", &shown), ("then", "continue")];
    let saved = world.post("ana@example.org", &section, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    assert!(page(&check).await.contains(&format!("action=\"/responses/{response}/submit\"")));
    let (status, text) = submit(&world, response).await;
    assert_eq!(status, 303, "{text}");
    let query = "SELECT answers::text FROM submission WHERE response_id = $1";
    let document: String = world.client.query_one(query, &[&response]).await.unwrap().get(0);
    assert_eq!(
        document,
        "{\"beds\": \"50\", \"care\": \"Mucho\", \"contact\": \"Ana\"}".replace("\"50\"", &beds(&document))
    );
    let matrix = world.get("coordinator@example.org", "/regions/ES61/rounds/season").await.text;
    assert_eq!((matrix.matches("state--submitted").count(), matrix.matches("state--not-asked").count()), (2, 1));
    assert!(matrix.contains(&format!("/responses/{response}/review")));
}

/// However the number is written.
fn beds(document: &str) -> String {
    document.split_once("\"beds\": ").unwrap().1.split(',').next().unwrap().to_owned()
}
