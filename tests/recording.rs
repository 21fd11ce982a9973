//! Submissions recorded together: what is acknowledged is stored once with its audit row and its mail, what is refused
//! is not, and nobody waits for ever, whoever gives up on the way.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

use std::{env, sync::Arc, time::Duration};

use chrono::{TimeDelta, Utc};
use periplus::{
    access::actor::Actor,
    fieldwork::ids::{AccountId, ResponseId, RoundId, VersionId},
    language::Locales,
    operations::{
        Error, questionnaires,
        recording::Recorder,
        rounds::{self, Invitee, NewRound},
        submit::{self, Outcome},
    },
    questionnaire::{
        compile::{Questionnaire, compile},
        expression::Environment,
        xlsform::{Source, import},
    },
    store::{self, Pool, accounts, migrate, outbox::Mail, regions, responses, submissions::NewSubmission},
};
use serde_json::json;
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};
use uuid::Uuid;

/// How long anything may take before it counts as hanging.
const LONG: Duration = Duration::from_secs(40);

type Recorded = Result<bool, store::Error>;

struct World {
    pool: Pool,
    questionnaire: Questionnaire,
    version: VersionId,
    round: RoundId,
    account: AccountId,
    responses: Vec<ResponseId>,
    recorder: Recorder,
}

impl World {
    async fn new(count: usize) -> Arc<Self> {
        let url = env::var("TEST_DATABASE_URL").expect("run this with target/debug/examples/with_postgres");
        let name = format!("recording_{}", Uuid::new_v4().simple());
        let maintenance = Pool::new(&url, 1, None).unwrap().streaming().await.unwrap();
        maintenance.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        let pool = Pool::new(&format!("{server}/{name}"), 24, None).unwrap();
        migrate(&pool).await.unwrap();
        let client = pool.streaming().await.unwrap();
        let region = "INSERT INTO region (id, code, code_kind, country, names)
            VALUES (gen_random_uuid(), 'X', 'NUTS2', 'ES', '{}')";
        client.batch_execute(region).await.unwrap();
        let mut connection = pool.get().await.unwrap();
        let sheets = vec![
            ("survey.csv".to_owned(), b"type,name,label\ntext,a,A\n".to_vec()),
            ("settings.csv".to_owned(), b"form_id,form_title,version\nf,F,1\n".to_vec()),
        ];
        let definition = import(Source::Files(sheets)).definition.unwrap();
        let now = Utc::now();
        let version = questionnaires::add(&mut connection, &definition, None, now).await.unwrap();
        questionnaires::publish(&mut connection, version, None, now).await.unwrap();
        let region = regions::all(&mut connection).await.unwrap().remove(0).id;
        let mut invitees = Vec::new();
        for number in 0..count {
            let name = format!("Department {number}");
            let department = regions::find_or_create_department(&mut connection, region, "INT", &name).await.unwrap();
            let (email, language) = ("x@example.org".to_owned(), "en".to_owned());
            invitees.push(Invitee { department, department_name: name.clone(), email, name, language });
        }
        let (code, name) = ("r".to_owned(), "R".to_owned());
        let (opens_at, deadline) = (now - TimeDelta::days(1), now + TimeDelta::days(1));
        let new = NewRound { code, name, version, opens_at, deadline, invitees };
        let locales = Locales::load().unwrap();
        let round = rounds::open(&mut connection, &locales, "http://x", &new, None, now).await.unwrap();
        let account = accounts::by_email(&mut connection, "x@example.org").await.unwrap().unwrap().id;
        let begun = "UPDATE response SET state = 'in_progress', draft_version = 3 RETURNING id";
        let responses = client.query(begun, &[]).await.unwrap().iter().map(|row| ResponseId(row.get(0))).collect();
        let (questionnaire, recorder) = (compile(definition).unwrap(), Recorder::default());
        Arc::new(Self { pool, questionnaire, version, round, account, responses, recorder })
    }

    fn submission(&self, number: usize, key: Uuid, draft_version: i32) -> NewSubmission {
        let (now, response) = (Utc::now(), self.responses[number]);
        let mail = Mail {
            id: Uuid::now_v7(),
            kind: "receipt".into(),
            recipient: "x@example.org".into(),
            subject: response.0.to_string(),
            body_text: "Text".into(),
            body_html: "<p>Text</p>".into(),
            created_at: now,
            next_attempt_at: now,
            unsubscribe_url: None,
            sent_at: None,
        };
        NewSubmission {
            round: self.round,
            response,
            revision: 1,
            draft_version,
            key,
            reference: format!("R-{number}"),
            version: self.version,
            language: "en".into(),
            answers: json!({ "a": number.to_string() }),
            content_hash: vec![1; 32],
            codes: vec![1],
            account: self.account,
            mail: Some(mail),
        }
    }

    /// Records in the background, as a request would.
    fn send(self: &Arc<Self>, number: usize, key: Uuid, draft_version: i32) -> JoinHandle<Recorded> {
        let (world, new) = (Arc::clone(self), self.submission(number, key, draft_version));
        tokio::spawn(async move {
            let mut connection = world.pool.get().await?;
            world.recorder.record(&mut connection, Utc::now(), new).await
        })
    }

    /// How often a response was stored, after checking that all that belongs to a submission was stored as often.
    async fn stored(&self, number: usize) -> i64 {
        let query = "SELECT
            (SELECT count(*) FROM submission WHERE response_id = $1 AND answers ->> 'a' = $2),
            (SELECT count(*) FROM submission WHERE response_id = $1),
            (SELECT count(*) FROM submission_code WHERE response_id = $1),
            (SELECT count(*) FROM audit WHERE object_id = $1 AND action = 'response.submit'),
            (SELECT count(*) FROM outbox WHERE kind = 'receipt' AND subject = $1::text),
            (SELECT revision::bigint FROM response WHERE id = $1),
            (SELECT count(*) FROM response WHERE id = $1 AND state = 'submitted')";
        let client = self.pool.streaming().await.unwrap();
        let row = client.query_one(query, &[&self.responses[number].0, &number.to_string()]).await.unwrap();
        let counts: Vec<i64> = (0..7).map(|column| row.get(column)).collect();
        assert!(counts.iter().all(|count| *count == counts[0]), "response {number}: {counts:?}");
        counts[0]
    }

    /// Holds the row of a response for as long as the connection lives, so that whoever records it waits.
    async fn hold(&self, number: usize) -> impl Sized + use<> {
        let client = self.pool.streaming().await.unwrap();
        client.batch_execute("BEGIN").await.unwrap();
        let query = "SELECT 1 FROM response WHERE id = $1 FOR UPDATE";
        client.execute(query, &[&self.responses[number].0]).await.unwrap();
        client
    }
}

async fn end(task: JoinHandle<Recorded>) -> Recorded {
    timeout(LONG, task).await.expect("hangs").unwrap()
}

/// What becomes of one of the many.
#[derive(Clone, Copy, PartialEq)]
enum Case {
    Plain,
    Stale,
    /// Given up after so many microseconds.
    GivenUp(u64),
    Twice,
    /// Two people with a page each.
    TwoKeys,
    /// With the key of the one before, which is a plain one.
    Stolen,
    StolenAndStale,
}

fn case(number: usize) -> Case {
    match number % 10 {
        1 => Case::Stale,
        2 => Case::GivenUp(number as u64 * 97 % 9000),
        3 => Case::GivenUp(number as u64 * 9700 % 500_000),
        4 => Case::Twice,
        5 => Case::TwoKeys,
        7 => Case::Stolen,
        9 => Case::StolenAndStale,
        _ => Case::Plain,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_at_once_stand_or_fall_each_on_its_own() {
    let world = World::new(200).await;
    let keys: Vec<Uuid> = world.responses.iter().map(|_| Uuid::new_v4()).collect();
    let mut tasks = Vec::new();
    for number in 0..200 {
        let key = keys[number];
        tasks.push(match case(number) {
            Case::Plain => vec![world.send(number, key, 3)],
            Case::Stale => vec![world.send(number, key, 2)],
            Case::Twice => vec![world.send(number, key, 3), world.send(number, key, 3)],
            Case::TwoKeys => vec![world.send(number, key, 3), world.send(number, Uuid::new_v4(), 3)],
            Case::Stolen => vec![world.send(number, keys[number - 1], 3)],
            Case::StolenAndStale => vec![world.send(number, keys[number - 1], 2)],
            Case::GivenUp(after) => {
                let task = world.send(number, key, 3);
                let abort = task.abort_handle();
                tokio::spawn(async move {
                    sleep(Duration::from_micros(after)).await;
                    abort.abort();
                });
                vec![task]
            }
        });
    }
    let mut given_up = 0;
    for (number, tasks) in tasks.into_iter().enumerate() {
        let mut outcomes = Vec::new();
        for task in tasks {
            outcomes.push(timeout(LONG, task).await.expect("hangs").ok());
        }
        let recorded = outcomes.iter().filter(|outcome| matches!(outcome, Some(Ok(true)))).count();
        let said = format!("{number}: {outcomes:?}");
        match case(number) {
            // The key may have been taken by the one after.
            Case::Plain if number % 10 == 6 => {}
            // Nobody may have heard that it was recorded: whoever had the turn may have given up after its commit. Then
            // all are told that it is no draft any more, and find the submission by its key.
            Case::Plain | Case::TwoKeys => {
                assert!(outcomes.iter().all(|outcome| matches!(outcome, Some(Ok(_)))), "{said}");
                assert_eq!((recorded <= 1, world.stored(number).await), (true, 1), "{said}");
            }
            Case::Stale | Case::StolenAndStale => {
                assert!(matches!(outcomes[0], Some(Ok(false))), "{said}");
                assert_eq!(world.stored(number).await, 0, "{said}");
            }
            // Both may have been told that it was recorded, or that it was done already.
            Case::Twice => {
                assert!(outcomes.iter().all(|outcome| matches!(outcome, Some(Ok(_)))), "{said}");
                assert_eq!(world.stored(number).await, 1, "{said}");
            }
            Case::Stolen => {
                let (before, stored) = (world.stored(number - 1).await, world.stored(number).await);
                assert_eq!((stored >= recorded as i64, stored + before), (true, 1), "{said}");
                let refused = Some("submission_key_unique".to_owned()).filter(|_| stored == 0);
                let constraint = outcomes.into_iter().flatten().find_map(|outcome| match outcome {
                    Err(store::Error::Constraint(name)) => Some(name),
                    _ => None,
                });
                assert_eq!(constraint, refused, "{said}");
            }
            Case::GivenUp(_) => {
                given_up += usize::from(outcomes[0].is_none());
                // Whoever gave up tries again, and it is the same submission.
                let again = end(world.send(number, keys[number], 3)).await.unwrap();
                assert!(!again || recorded == 0, "{said}");
                assert_eq!(world.stored(number).await, 1, "{said}");
            }
        }
    }
    println!("{given_up} given up");
    assert!(given_up > 5, "{given_up}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_gives_up_leaves_nobody_behind_and_nothing_to_come() {
    let world = World::new(7).await;
    let (first, second) = (world.hold(0).await, world.hold(1).await);
    #[expect(clippy::async_yields_async, reason = "the task is what is waited for, later")]
    let send = async |number: usize| {
        let task = world.send(number, Uuid::new_v4(), 3);
        // Long enough to stand in the queue.
        sleep(Duration::from_millis(150)).await;
        task
    };
    // The first holds the turn, and the others wait.
    let holding = send(0).await;
    let waiting = [send(1).await, send(2).await, send(3).await];
    let gone = send(4).await;
    gone.abort();
    assert!(gone.await.unwrap_err().is_cancelled());
    drop(first);
    assert!(end(holding).await.unwrap());
    // Now the second has the turn and records for the others as well; it is dropped on the way.
    sleep(Duration::from_millis(150)).await;
    let [dropped, others @ ..] = waiting;
    dropped.abort();
    assert!(dropped.await.unwrap_err().is_cancelled());
    let later = send(5).await;
    drop(second);
    for task in others {
        // What the second had begun may have ended first.
        end(task).await.unwrap();
    }
    assert!(end(later).await.unwrap());
    assert!(end(world.send(6, Uuid::new_v4(), 3)).await.unwrap());
    for number in [0, 2, 3, 5, 6] {
        assert_eq!(world.stored(number).await, 1, "{number}");
    }
    assert_eq!(world.stored(4).await, 0, "given up before its turn");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_makes_one_submission() {
    let world = World::new(2).await;
    let locales = Locales::load().unwrap();
    let (now, language) = (Utc::now(), "en");
    let environment = Environment { now: now.fixed_offset(), language, seed: 0 };
    let (base_url, recorder) = ("http://x", &world.recorder);
    let around = submit::Surroundings { locales: &locales, base_url, environment: &environment, recorder, now };
    let actor = Actor {
        account: world.account,
        email: "x@example.org".into(),
        name: String::new(),
        language: language.into(),
        grants: Vec::new(),
        invitations: Vec::new(),
    };
    let submit = async |number: usize, key: Uuid| {
        let mut connection = world.pool.get().await.unwrap();
        let assignment = responses::find(&mut connection, world.responses[number]).await.unwrap().unwrap();
        submit::submit(&mut connection, &world.questionnaire, &actor, assignment, key, &around).await
    };
    let (key, other) = (Uuid::new_v4(), Uuid::new_v4());
    let Ok(Outcome::Recorded { reference }) = submit(0, key).await else { unreachable!("it is complete") };
    let again = submit(0, key).await;
    assert!(matches!(&again, Ok(Outcome::Recorded { reference: same }) if *same == reference), "{again:?}");
    assert!(matches!(submit(1, key).await, Err(Error::KeyUsed)), "another response");
    assert!(matches!(submit(1, other).await, Ok(Outcome::Recorded { .. })));
    // What was returned is not sent by the page that sent it before.
    let client = world.pool.streaming().await.unwrap();
    client.execute("UPDATE response SET state = 'returned'", &[]).await.unwrap();
    assert!(matches!(submit(0, key).await, Err(Error::KeyUsed)), "an earlier revision");
    assert!(matches!(submit(0, Uuid::new_v4()).await, Ok(Outcome::Recorded { .. })));
}
