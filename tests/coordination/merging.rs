//! A department that is merged while it is asked: who sees to what goes over with it.

use chrono::Utc;
use periplus::{
    fieldwork::ids::AccountId,
    operations::merge::{self, Merging},
};

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_delegated_survives_a_merge() {
    let world = World::begin().await;
    let (health, double) = (world.department("HEA", "Salud").await, world.department("HEA", "Sanidad").await);
    world.invite(health, "ana@example.org", &["profile"]).await;
    world.invite(double, "luis@example.org", &["health"]).await;
    let luis = world.account("luis@example.org").await;
    let seen = world.seen(double, "health").await;
    assert_eq!(world.delegate(double, "health", &format!("person:{luis}"), &seen).await.status, 303);
    let (stays, gone) = (world.response(health).await, world.response(double).await);
    let by = Merging { author: AccountId(world.coordinator.0), now: Utc::now() };
    merge::departments(&mut world.site.pool.get().await.unwrap(), by, double, health).await.unwrap();
    assert_eq!(world.sections(health).await.unwrap(), ["health", "profile"]);
    let query = "SELECT count(*) FROM delegation WHERE response_id = $1 AND account_id = $2 AND section = 'health'";
    let kept: i64 = world.client.query_one(query, &[&stays, &luis]).await.unwrap().get(0);
    assert_eq!(kept, 1);
    let people = world.get("coordinator@example.org", &crate::world::here(health)).await.text;
    assert!(people.contains("ana@example.org") && people.contains("luis@example.org"), "{people}");
    let query = "SELECT into_id FROM merged_response WHERE id = $1";
    let into: uuid::Uuid = world.client.query_one(query, &[&gone]).await.unwrap().get(0);
    assert_eq!(into, stays);
}
