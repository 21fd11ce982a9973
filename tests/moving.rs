//! A round moves while its departments save and submit: nothing that was taken is lost, and nothing is submitted as
//! another version than it was validated against.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

use std::{collections::HashMap, env, sync::Arc, time::Duration};

use chrono::{TimeDelta, Utc};
use periplus::{
    access::actor::Actor,
    fieldwork::ids::{AccountId, ResponseId, VersionId},
    language::Locales,
    operations::{
        Error, answers, moving, questionnaires as operations,
        recording::Recorder,
        rounds::{self, Invitee, NewRound},
        submit::{self, Outcome},
    },
    questionnaire::{
        compile::{Questionnaire, compile},
        expression::Environment,
        xlsform::{Source, import},
    },
    store::{
        Connection, Pool, accounts, drafts, drafts::Write, migrate, moved, questionnaires, regions, responses,
        rounds as store_rounds, submissions,
    },
};
use serde_json::{Value, json};
use uuid::Uuid;

const DEPARTMENTS: usize = 24;
const SAVES: usize = 25;

/// What one department saw.
struct Lived {
    response: ResponseId,
    /// The last value that was taken, and how many were.
    last: String,
    taken: usize,
    refused: usize,
    submitted: bool,
}

struct World {
    pool: Pool,
    locales: Locales,
    questionnaires: HashMap<VersionId, Questionnaire>,
}

fn sheets(version: i32) -> Source {
    let own = if version == 1 { "text,old,Old," } else { "text,new,New," };
    let survey = format!("type,name,label,required\ntext,a,A,yes\n{own}\n");
    let settings = format!("form_id,form_title,version\nmoving,Moving,{version}\n");
    Source::Files(vec![("survey.csv".into(), survey.into_bytes()), ("settings.csv".into(), settings.into_bytes())])
}

impl World {
    async fn new() -> (Self, [VersionId; 2]) {
        let url = env::var("TEST_DATABASE_URL").expect("run this with target/debug/examples/with_postgres");
        let name = format!("moving_{}", Uuid::new_v4().simple());
        let maintenance = Pool::new(&url, 1, None).unwrap().streaming().await.unwrap();
        maintenance.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        let pool = Pool::new(&format!("{server}/{name}"), 12, None).unwrap();
        migrate(&pool).await.unwrap();
        let client = pool.streaming().await.unwrap();
        let region = "INSERT INTO region (id, code, code_kind, country, names)
            VALUES (gen_random_uuid(), 'X', 'NUTS2', 'ES', '{}')";
        client.batch_execute(region).await.unwrap();
        drop(client);
        let mut connection = pool.get().await.unwrap();
        let mut ids = Vec::new();
        let mut questionnaires = HashMap::new();
        for version in [1, 2] {
            let definition = import(sheets(version)).definition.unwrap();
            let id = operations::add(&mut connection, &definition, None, Utc::now()).await.unwrap();
            operations::publish(&mut connection, id, None, Utc::now()).await.unwrap();
            questionnaires.insert(id, compile(definition).unwrap());
            ids.push(id);
        }
        drop(connection);
        let world = Self { pool, locales: Locales::load().unwrap(), questionnaires };
        (world, [ids.remove(0), ids.remove(0)])
    }

    async fn open(&self, connection: &mut Connection, version: VersionId) -> Vec<(ResponseId, AccountId)> {
        let region = regions::all(connection).await.unwrap().remove(0).id;
        let mut invitees = Vec::new();
        for number in 0..DEPARTMENTS {
            let name = format!("Department {number}");
            let department = regions::find_or_create_department(connection, region, "INT", &name).await.unwrap();
            let (email, language) = (format!("d{number}@example.org"), "en".to_owned());
            invitees.push(Invitee { department, department_name: name.clone(), email, name, language });
        }
        let now = Utc::now();
        let (code, name) = ("moving".to_owned(), "Moving".to_owned());
        let (opens_at, deadline) = (now - TimeDelta::days(1), now + TimeDelta::days(1));
        let new = NewRound { code, name, version, opens_at, deadline, invitees };
        let round = rounds::open(connection, &self.locales, "http://x", &new, None, now).await.unwrap();
        let mut found = Vec::new();
        for invitee in &new.invitees {
            let response = responses::of_department(connection, round, invitee.department).await.unwrap().unwrap();
            let account = accounts::by_email(connection, &invitee.email).await.unwrap().unwrap().id;
            found.push((response, account));
        }
        found
    }

    /// Saves again and again, and submits where `submits`.
    async fn live(&self, response: ResponseId, account: AccountId, submits: bool) -> Lived {
        let mut lived = Lived { response, last: String::new(), taken: 0, refused: 0, submitted: false };
        for turn in 0..SAVES {
            let mut connection = self.pool.get().await.unwrap();
            let assignment = responses::find(&mut connection, response).await.unwrap().unwrap();
            let stored = drafts::load(&mut connection, assignment.response.round, response).await.unwrap();
            drop(connection);
            tokio::time::sleep(Duration::from_millis(2)).await;
            let seen = stored.iter().find(|row| row.path == "a").map_or(0, |row| row.version);
            let value = format!("{turn}");
            let write = Write { path: "a".into(), value: Some(json!(value)), seen };
            let mut connection = self.pool.get().await.unwrap();
            let saved = answers::save(&mut connection, &assignment, account, &stored, vec![write], Utc::now()).await;
            match saved {
                Ok(conflicts) => {
                    assert_eq!(conflicts, [], "nobody else edits it");
                    lived.last = value;
                    lived.taken += 1;
                }
                Err(Error::OtherVersion) => lived.refused += 1,
                Err(error) => panic!("{error}"),
            }
        }
        while submits && !lived.submitted {
            lived.submitted = self.submit(response, account).await;
        }
        lived
    }

    /// False where the response moved meanwhile.
    async fn submit(&self, response: ResponseId, account: AccountId) -> bool {
        let mut connection = self.pool.get().await.unwrap();
        let assignment = responses::find(&mut connection, response).await.unwrap().unwrap();
        let questionnaire = &self.questionnaires[&assignment.response.version];
        let actor = Actor {
            account,
            email: "x@example.org".into(),
            name: String::new(),
            language: "en".into(),
            grants: Vec::new(),
            invitations: Vec::new(),
        };
        let now = Utc::now();
        let environment = Environment { now: now.fixed_offset(), language: "en", seed: 0 };
        let around = submit::Surroundings {
            locales: &self.locales,
            base_url: "http://x",
            environment: &environment,
            recorder: &Recorder::default(),
            now,
        };
        tokio::time::sleep(Duration::from_millis(1)).await;
        match submit::submit(&mut connection, questionnaire, &actor, assignment, Uuid::new_v4(), &around).await {
            Ok(Outcome::Recorded { .. }) => true,
            Ok(Outcome::Moved) => false,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn saves_and_submissions_race_with_a_move() {
    let (world, [one, two]) = World::new().await;
    let world = Arc::new(world);
    let mut connection = world.pool.get().await.unwrap();
    let people = world.open(&mut connection, one).await;
    let mut tasks = Vec::new();
    for (number, (response, account)) in people.into_iter().enumerate() {
        let world = Arc::clone(&world);
        // A third is sent at once, so that submissions meet the move too.
        let submits = number % 3 != 0;
        tasks.push(tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(number as u64 * 15)).await;
            world.live(response, account, submits).await
        }));
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let round = store_rounds::by_code(&mut connection, "moving").await.unwrap().unwrap();
    let around = moving::Surroundings { locales: &world.locales, base_url: "http://x", author: None, now: Utc::now() };
    moving::move_round(&mut connection, around, &round, two).await.unwrap();
    let mut lives = Vec::new();
    for task in tasks {
        lives.push(task.await.unwrap());
    }
    let (mut refused, mut by_version) = (0, HashMap::<VersionId, usize>::new());
    for lived in &lives {
        refused += lived.refused;
        let assignment = responses::find(&mut connection, lived.response).await.unwrap().unwrap();
        let stored = drafts::load(&mut connection, round.id, lived.response).await.unwrap();
        let row = stored.iter().find(|row| row.path == "a").unwrap();
        assert_eq!(row.value, Some(json!(lived.last)));
        assert_eq!(row.version, i32::try_from(lived.taken).unwrap(), "every save that was taken counts");
        assert_eq!(lived.taken + lived.refused, SAVES);
        if !lived.submitted {
            assert_eq!(assignment.response.version, two);
            continue;
        }
        let submission = submissions::newest(&mut connection, round.id, lived.response).await.unwrap().unwrap();
        assert_eq!(submission.version_id, assignment.response.version);
        assert_eq!(submission.answers["a"], Value::String(lived.last.clone()));
        *by_version.entry(submission.version_id).or_default() += 1;
    }
    println!("{refused} saves refused; {by_version:?} submitted");
    // The same call again finds nothing to do.
    let round = store_rounds::by_code(&mut connection, "moving").await.unwrap().unwrap();
    assert_eq!(round.version, two);
    let again = moving::move_round(&mut connection, around, &round, two).await.unwrap();
    assert_eq!((again.drafts, again.unbegun), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_that_broke_off_is_taken_up_and_a_returned_response_catches_up() {
    let (world, [one, two]) = World::new().await;
    let mut connection = world.pool.get().await.unwrap();
    let people = world.open(&mut connection, one).await;
    let save = async |connection: &mut Connection, (response, account): (ResponseId, AccountId)| {
        let assignment = responses::find(connection, response).await.unwrap().unwrap();
        let writes = ["a", "old"].map(|path| Write { path: path.into(), value: Some(json!("x")), seen: 0 });
        answers::save(connection, &assignment, account, &[], writes.to_vec(), Utc::now()).await.unwrap();
    };
    for person in &people[..3] {
        save(&mut connection, *person).await;
    }
    assert!(world.submit(people[0].0, people[0].1).await);
    let round = store_rounds::by_code(&mut connection, "moving").await.unwrap().unwrap();
    let around = moving::Surroundings { locales: &world.locales, base_url: "http://x", author: None, now: Utc::now() };
    let preview = moving::preview(&mut connection, &round, two).await.unwrap();
    assert_eq!((preview.drafts, preview.unbegun, preview.staying), (2, DEPARTMENTS - 3, 1));
    assert_eq!(preview.earlier, [("old".to_owned(), 2)].into());
    // It broke off when only the round had moved.
    assert!(store_rounds::set_version(&mut connection, round.id, one, two).await.unwrap());
    let round = store_rounds::find(&mut connection, round.id).await.unwrap().unwrap();
    let tally = moving::move_round(&mut connection, around, &round, two).await.unwrap();
    assert_eq!((tally.drafts, tally.unbegun, tally.staying), (2, DEPARTMENTS - 3, 1));
    let refused = moving::move_round(&mut connection, around, &round, one).await;
    assert!(matches!(refused, Err(Error::Field { problem: "older", .. })), "{refused:?}");

    let (response, _) = people[0];
    let client = world.pool.streaming().await.unwrap();
    client.execute("UPDATE response SET state = 'returned' WHERE id = $1", &[&response.0]).await.unwrap();
    moving::catch_up(&mut connection, around, &round, response).await.unwrap();
    let assignment = responses::find(&mut connection, response).await.unwrap().unwrap();
    assert_eq!(assignment.response.version, two);
    let earlier = moved::earlier(&mut connection, round.id, response).await.unwrap();
    assert_eq!(earlier.iter().map(|it| it.former_path.as_str()).collect::<Vec<_>>(), ["old"]);
    let versions = questionnaires::heads_beside(&mut connection, two).await.unwrap();
    assert_eq!(versions.iter().map(|head| head.number).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(moved::submitted_versions(&mut connection, round.id).await.unwrap(), [one]);
    assert!(world.submit(response, people[0].1).await);
    assert_eq!(moved::submitted_versions(&mut connection, round.id).await.unwrap(), [one, two]);
}
