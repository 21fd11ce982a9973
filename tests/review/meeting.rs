//! Two at once: reviewers who meet, a page that is out of date, and a question asked while somebody accepts.

use std::time::Duration;

use chrono::Utc;
use periplus::{
    fieldwork::{ids::ResponseId, response::ResponseState},
    operations::{
        queries::{self, About},
        review::{self, Error, Shown, Surroundings},
    },
    questionnaire::path::Path,
};

use crate::world::{COORDINATOR, RESPONDENT, SECOND, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_out_of_date_decides_nothing_and_says_why() {
    let world = World::begin().await;
    let (department, coordinator) = (world.person(RESPONDENT).await, world.person(COORDINATOR).await);
    department.fill("12", "").await;
    department.submit().await;
    let second = world.person(SECOND).await;
    assert_eq!(second.decide("return", "submitted", "1", "Too low").await.status, 303);
    // Somebody else decided meanwhile.
    let late = coordinator.decide("return", "submitted", "1", "Far too low, I think").await;
    assert_eq!(late.status, 409);
    assert!(late.text.contains("Somebody else decided meanwhile"), "{}", late.text);
    assert!(late.text.contains("Far too low, I think"), "what was typed is not lost: {}", late.text);
    assert!(late.text.contains("Too low"), "what was decided is on the page: {}", late.text);
    // And the department submitted again.
    department.fill("15", "").await;
    department.submit().await;
    for (decision, text) in [("accept", ""), ("return", "Far too low, I think")] {
        let stale = coordinator.decide(decision, "submitted", "1", text).await;
        assert_eq!(stale.status, 409, "{decision}");
        assert!(stale.text.contains("A newer submission arrived") && stale.text.contains(text), "{}", stale.text);
    }
    assert_eq!(world.state().await, "submitted");
    assert_eq!(world.one("SELECT count(*) FROM review").await, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_reviewers_at_once_one_wins() {
    const TIMES: usize = 20;
    let world = World::begin().await;
    let department = world.person(RESPONDENT).await;
    let (first, second) = (world.person(COORDINATOR).await, world.person(SECOND).await);
    department.fill("12", "").await;
    department.submit().await;
    let mut accepted = 0;
    for _ in 0..TIMES {
        world.run("UPDATE response SET state = 'submitted', accepted_at = NULL").await;
        let (one, other) = tokio::join!(
            first.decide("accept", "submitted", "1", ""),
            second.decide("return", "submitted", "1", "Not yet")
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        accepted += usize::from(one.status == 303);
    }
    println!("{TIMES} meetings of two reviewers: {accepted} accepted, {} returned", TIMES - accepted);
    assert_eq!(world.one("SELECT count(*) FROM review").await, TIMES.to_string());
    let audited = "SELECT count(*) FROM audit WHERE action IN ('response.accept', 'response.return')";
    assert_eq!(world.one(audited).await, TIMES.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_accepted_while_somebody_asks() {
    const TIMES: usize = 120;
    let names: Vec<String> = (0..TIMES).map(|index| format!("Department {index}")).collect();
    let world = World::with_departments(&names).await;
    let (first, second) = (world.person(COORDINATOR).await, world.person(SECOND).await);
    world.run("UPDATE response SET state = 'submitted', revision = 1, submitted_at = now()").await;
    let all = world.one("SELECT string_agg(id::text, ' ') FROM response").await;
    let path: Path = "staff".parse().unwrap();
    let label = |_: &str| "Staff".to_owned();
    let about = About { path: &path, label: &label };
    let shown = Shown { state: ResponseState::Submitted, revision: 1 };
    let (mut accepted, mut asked) = (0, 0);
    for id in all.split(' ') {
        let id = ResponseId(id.parse().unwrap());
        let (mut one, mut other) = (world.site.pool.get().await.unwrap(), world.site.pool.get().await.unwrap());
        let around = |author| Surroundings { now: Utc::now(), ..world.around(author) };
        let accepting = async {
            tokio::time::sleep(a_moment()).await;
            review::accept(&mut one, around(first.account), id, shown, "").await
        };
        let asking = async {
            tokio::time::sleep(a_moment()).await;
            queries::open(&mut other, around(second.account), id, &about, "Why?").await
        };
        let (acceptance, question) = tokio::join!(accepting, asking);
        match (&acceptance, &question) {
            (Ok(()), Err(Error::NotNow(ResponseState::Accepted))) => accepted += 1,
            (Err(Error::OpenQueries(open)), Ok(query)) => {
                assert_eq!(open, &[*query]);
                asked += 1;
            }
            both => panic!("{both:?}"),
        }
    }
    println!("{} meetings of accepting and asking: {accepted} accepted, {asked} blocked", accepted + asked);
    let wrong = "SELECT count(*) FROM response JOIN answer_query ON response_id = response.id
        WHERE response.state = 'accepted' AND answer_query.state <> 'closed'";
    assert_eq!(world.one(wrong).await, "0");
    assert_eq!(world.one("SELECT count(*) FROM response WHERE state = 'accepted'").await, accepted.to_string());
    assert_eq!(world.one("SELECT count(*) FROM answer_query").await, asked.to_string());
}

/// About as long as a transaction takes, so that now the one comes first and now the other.
fn a_moment() -> Duration {
    Duration::from_micros(rand::random::<u64>() % 4_000)
}
