//! A round that is closed while many save and submit: what is acknowledged is stored, what is stored was acknowledged, and
//! nothing that begins after the closing is stored.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::Utc;
use futures_util::future::join_all;
use periplus::{
    access::actor::Actor,
    fieldwork::ids::{AccountId, ResponseId},
    operations::{
        Error, answers,
        recording::Recorder,
        rounds::lifecycle,
        submit::{self, Outcome},
    },
    questionnaire::{compile::Questionnaire, expression::Environment},
    store::{
        Pool, accounts,
        drafts::{self, Write},
        responses::{self, Assignment},
    },
};
use serde_json::json;
use uuid::Uuid;

use crate::world::World;

const SAVERS: usize = 24;
const SUBMITTERS: usize = 24;
const CLOSINGS: usize = 6;

/// What everybody works with.
struct Race {
    pool: Pool,
    questionnaire: Questionnaire,
    world: World,
    recorder: Recorder,
    account: AccountId,
    is_closed: AtomicBool,
}

#[derive(Default)]
struct Saves {
    acknowledged: i64,
    /// Those that began after the closing had returned.
    after_closing: usize,
    last: Option<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_closing_in_the_middle_of_saves_and_submissions() {
    let world = World::new().await;
    let admin = world.admin().await;
    let departments = SAVERS + SUBMITTERS * CLOSINGS;
    let lines: Vec<String> = (0..departments).map(|number| format!("ES61,X,D{number},x@example.org,en")).collect();
    world.make(&admin, "coast", "open", &lines.join("\n")).await;
    let round = world.round("coast").await;
    let client = world.site.pool.streaming().await.unwrap();
    let rows = client.query("SELECT id FROM response ORDER BY id", &[]).await.unwrap();
    let ids: Vec<ResponseId> = rows.iter().map(|row| ResponseId(row.get(0))).collect();
    let mut connection = world.site.pool.get().await.unwrap();
    let account = accounts::by_email(&mut connection, "x@example.org").await.unwrap().unwrap().id;
    drop(connection);
    let name: String = client.query_one("SELECT current_database()::text", &[]).await.unwrap().get(0);
    let url = std::env::var("TEST_DATABASE_URL").unwrap();
    let pool = Pool::new(&format!("{}/{name}", url.rsplit_once('/').unwrap().0), 28, None).unwrap();
    drop(admin);
    let (questionnaire, recorder) = (world.questionnaire(), Recorder::default());
    let is_closed = AtomicBool::new(false);
    let race = Arc::new(Race { pool, questionnaire, world, recorder, account, is_closed });

    let (mut saved, mut recorded, mut refused_submissions, mut late) = (0, 0, 0, 0);
    for closing in 0..CLOSINGS {
        race.is_closed.store(false, Ordering::SeqCst);
        let savers = ids[..SAVERS].iter().map(|id| tokio::spawn(save_until_closed(Arc::clone(&race), *id, closing)));
        let from = SAVERS + closing * SUBMITTERS;
        let theirs = ids[from..from + SUBMITTERS].to_vec();
        let submitters =
            theirs.iter().enumerate().map(|(at, id)| tokio::spawn(submit_some_time(Arc::clone(&race), *id, at)));
        let (savers, submitters): (Vec<_>, Vec<_>) = (savers.collect(), submitters.collect());
        tokio::time::sleep(Duration::from_millis(150 + 40 * closing as u64)).await;
        let mut connection = race.pool.get().await.unwrap();
        let begun = Instant::now();
        lifecycle::close(&mut connection, &round, None, Utc::now()).await.unwrap();
        race.is_closed.store(true, Ordering::SeqCst);
        println!("closing {closing} took {:?}", begun.elapsed());

        for (id, saves) in ids.iter().zip(join_all(savers).await) {
            let saves = saves.unwrap();
            saved += saves.acknowledged;
            late += saves.after_closing;
            let stored = drafts::load(&mut connection, round.id, *id).await.unwrap();
            let value = stored.first().and_then(|row| row.value.clone());
            assert_eq!(value, saves.last.map(|last| json!(last)), "what is stored is what was last acknowledged");
            let history = "SELECT count(*) FROM draft_history WHERE response_id = $1 AND value #>> '{}' LIKE $2";
            let own = format!("{closing}-%");
            assert_eq!(race.world.count(history, &[&id.0, &own]).await, saves.acknowledged, "nothing besides");
        }
        for (id, outcome) in theirs.iter().zip(join_all(submitters).await) {
            let is_recorded = outcome.unwrap();
            recorded += i64::from(is_recorded);
            refused_submissions += usize::from(!is_recorded);
            let whole = "SELECT ((SELECT count(*) FROM submission WHERE response_id = $1)
                + 10 * (SELECT count(*) FROM submission_code WHERE response_id = $1)
                + 100 * (SELECT count(*) FROM audit WHERE object_id = $1 AND action = 'response.submit')
                + 1000 * (SELECT count(*) FROM response WHERE id = $1 AND state = 'submitted'))";
            let found = race.world.count(whole, &[&id.0]).await;
            assert_eq!(found, if is_recorded { 1111 } else { 0 }, "all of it or nothing");
        }
        let frozen = "SELECT count(*) FROM draft_history";
        let before = race.world.count(frozen, &[]).await;
        tokio::time::sleep(Duration::from_millis(30)).await;
        assert_eq!(race.world.count(frozen, &[]).await, before, "nothing comes after the closing");
        lifecycle::reopen(&mut connection, &round, "Again", None, Utc::now()).await.unwrap();
    }
    let receipts = "SELECT count(*) FROM outbox WHERE kind = 'receipt'";
    assert_eq!(race.world.count(receipts, &[]).await, recorded, "a receipt each");
    println!(
        "{CLOSINGS} closings among {SAVERS} savers and {SUBMITTERS} submitters: {saved} saves acknowledged and stored, \
         {recorded} submissions recorded, {refused_submissions} refused, {late} saves after a closing"
    );
    assert_eq!(late, 0, "saved after the closing");
    assert!(saved > 100 && recorded > 0 && refused_submissions > 0, "there was a race");
}

/// Saves one value after the other, as a page that was opened before the closing, until it is refused.
async fn save_until_closed(race: Arc<Race>, id: ResponseId, closing: usize) -> Saves {
    let mut saves = Saves::default();
    let assignment = assignment(&race, id).await;
    loop {
        let mut connection = race.pool.get().await.unwrap();
        let stored = drafts::load(&mut connection, assignment.response.round, id).await.unwrap();
        let value = format!("{closing}-{}", saves.acknowledged);
        let seen = stored.first().map_or(0, |row| row.version);
        let write = Write { path: "a".into(), value: Some(json!(value)), seen };
        let was_closed = race.is_closed.load(Ordering::SeqCst);
        // The page was checked before: only the statement itself can refuse.
        match answers::save(&mut connection, &assignment, race.account, &stored, vec![write], Utc::now()).await {
            Ok(conflicts) => {
                assert!(conflicts.is_empty());
                saves.acknowledged += 1;
                saves.after_closing += usize::from(was_closed);
                saves.last = Some(value);
            }
            Err(Error::RoundNotOpen) => {
                saves.last = saves.last.or_else(|| stored.first()?.value.as_ref()?.as_str().map(str::to_owned));
                return saves;
            }
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// Submits around the closing; says whether it was recorded.
async fn submit_some_time(race: Arc<Race>, id: ResponseId, at: usize) -> bool {
    let assignment = assignment(&race, id).await;
    tokio::time::sleep(Duration::from_millis(20 * at as u64)).await;
    let mut connection = race.pool.get().await.unwrap();
    let now = Utc::now();
    let environment = Environment { now: now.fixed_offset(), language: "en", seed: 0 };
    let (locales, recorder) = (&race.world.locales, &race.recorder);
    let around = submit::Surroundings { locales, base_url: "http://x", environment: &environment, recorder, now };
    let actor = Actor {
        account: race.account,
        email: "x@example.org".into(),
        name: String::new(),
        language: "en".into(),
        grants: Vec::new(),
        invitations: Vec::new(),
    };
    let was_closed = race.is_closed.load(Ordering::SeqCst);
    match submit::submit(&mut connection, &race.questionnaire, &actor, assignment, Uuid::new_v4(), &around).await {
        Ok(Outcome::Recorded { .. }) => {
            assert!(!was_closed, "submitted after the closing");
            true
        }
        Err(Error::RoundNotOpen) => false,
        other => panic!("{other:?}"),
    }
}

async fn assignment(race: &Race, id: ResponseId) -> Assignment {
    responses::find(&mut race.pool.get().await.unwrap(), id).await.unwrap().unwrap()
}
