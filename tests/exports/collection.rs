//! A database of its own with a round of the shipped questionnaire, and who answered what in it.

use std::{collections::BTreeMap, env, fs, path::Path};

use chrono::{DateTime, Utc};
use periplus::{
    fieldwork::{
        ids::{AccountId, RegionId, ResponseId, RoundId},
        response::{ResponseState, reference},
        round::Round,
    },
    operations::registry::read_regions,
    questionnaire::{
        compile::{Questionnaire, compile},
        definition::{Definition, Item, QuestionType},
        document::ENTRY,
        merging::{Merged, MergedVersion},
        xlsform::{Source, import},
    },
    store::{
        Connection, Pool, accounts, migrate,
        questionnaires::{self, Version},
        regions, responses, rounds,
        submissions::{self, NewSubmission},
    },
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::answering::document;

/// A database that lasts as long as the server.
pub struct Database {
    pub pool: Pool,
    /// In the server's list of connections.
    pub name: String,
}

/// A round with responses in every state.
pub struct Collection {
    pub database: Database,
    pub round: Round,
    pub version: Version,
    /// What an export of submitted and accepted responses must hold.
    pub submitted: Vec<Submitted>,
}

/// The newest submission of a response.
pub struct Submitted {
    pub response: ResponseId,
    pub region: String,
    pub document: Map<String, Value>,
}

impl Database {
    pub async fn new() -> Self {
        let url = env::var("TEST_DATABASE_URL").expect("run this with target/debug/examples/with_postgres");
        let name = format!("exports_{}", Uuid::new_v4().simple());
        let maintenance = Pool::new(&url, 1, None).unwrap().streaming().await.unwrap();
        maintenance.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        let pool = Pool::new(&format!("{server}/{name}"), 4, None).unwrap();
        migrate(&pool).await.unwrap();
        Self { pool, name }
    }

    /// Adds the shipped questionnaire and a round of it.
    pub async fn round(&self) -> (Questionnaire, Version, Round) {
        let questionnaire = questionnaire();
        let mut connection = self.pool.get().await.unwrap();
        let id = questionnaires::add_version(&mut connection, &questionnaire.definition, None).await.unwrap();
        questionnaires::publish(&mut connection, id, moment(0)).await.unwrap();
        let version = questionnaires::version(&mut connection, id).await.unwrap().unwrap();
        let (round, code, name) = (RoundId(Uuid::from_u128(1)), "first".to_owned(), "First".to_owned());
        let draft = Round::draft(round, code, name, id, moment(0), moment(1_000_000));
        let round = Round { launched_at: Some(moment(0)), ..draft };
        rounds::insert(&mut connection, &round, None).await.unwrap();
        (questionnaire, version, round)
    }
}

impl Collection {
    /// `count` departments of twelve regions: of every ten, one has not submitted, one was returned, one was returned
    /// and submitted again, three are accepted.
    pub async fn new(count: usize) -> Self {
        let database = Database::new().await;
        let (questionnaire, version, round) = database.round().await;
        let mut connection = database.pool.get().await.unwrap();
        let account = accounts::find_or_create(&mut connection, "one@example.org", "One", "en").await.unwrap();
        let regions = add_regions(&mut connection, 12).await;
        let kinds = ["INT", "DEV", "SOC", "EMP"];
        let mut submitted = Vec::new();
        for number in 0..count {
            let (region, code) = &regions[number * 7 % regions.len()];
            let (kind, name) = (kinds[number % kinds.len()], format!("={number}, département \"{}\"", number % 5));
            let department = regions::find_or_create_department(&mut connection, *region, kind, &name).await.unwrap();
            let response = ResponseId(Uuid::from_u128(u128::MAX - number as u128 * 7919));
            responses::open(&mut connection, round.id, &[(department, response, "en".into())]).await.unwrap();
            let last = match number % 10 {
                0 => continue,
                2 => 2,
                _ => 1,
            };
            let mut responding = Responding { connection: &mut connection, round: &round, response, account };
            let mut newest = Map::new();
            for revision in 1..=last {
                newest = responding.submit(&questionnaire, number, revision).await;
                if revision < last || number % 10 == 1 {
                    responding.change(ResponseState::Returned).await;
                }
            }
            match number % 10 {
                1 => continue,
                7..=9 => responding.change(ResponseState::Accepted).await,
                _ => {}
            }
            submitted.push(Submitted { response, region: code.clone(), document: newest });
        }
        drop(connection);
        Self { database, round, version, submitted }
    }

    /// Half of the departments answered the shipped questionnaire, the others a version of it that differs in every
    /// way; documents are as the export calls their questions.
    pub async fn of_two_versions(count: usize) -> (Self, Vec<Version>) {
        let database = Database::new().await;
        let (one, first, mut round) = database.round().await;
        let mut connection = database.pool.get().await.unwrap();
        let two = compile(changed(&one.definition)).unwrap();
        let id = questionnaires::add_version(&mut connection, &two.definition, None).await.unwrap();
        questionnaires::publish(&mut connection, id, moment(0)).await.unwrap();
        let second = questionnaires::version(&mut connection, id).await.unwrap().unwrap();
        let merged = Merged::of(&[(1, &first.definition), (2, &second.definition)]).unwrap();
        let account = accounts::find_or_create(&mut connection, "one@example.org", "One", "en").await.unwrap();
        let regions = add_regions(&mut connection, 12).await;
        let mut submitted = Vec::new();
        for number in 0..count {
            if number == count / 2 {
                assert!(rounds::set_version(&mut connection, round.id, first.id, id).await.unwrap());
                round.version = id;
            }
            let (region, code) = &regions[number * 7 % regions.len()];
            let name = format!("Department {number}");
            let department = regions::find_or_create_department(&mut connection, *region, "INT", &name).await.unwrap();
            let response = ResponseId(Uuid::from_u128(u128::MAX - number as u128 * 7919));
            responses::open(&mut connection, round.id, &[(department, response, "en".into())]).await.unwrap();
            let (questionnaire, version) = if round.version == id { (&two, 1) } else { (&one, 0) };
            let mut responding = Responding { connection: &mut connection, round: &round, response, account };
            let document = responding.submit(questionnaire, number, 1).await;
            let version = &merged.versions[version];
            let document = named(document, version);
            submitted.push(Submitted { response, region: code.clone(), document });
        }
        drop(connection);
        (Self { database, round, version: second.clone(), submitted }, vec![first, second])
    }

    /// The documents by response, as tests/export_check.py reads them.
    pub fn write_documents(&self, path: &Path) {
        let by_response = self.submitted.iter().map(|it| (it.response.to_string(), &it.document));
        fs::write(path, serde_json::to_string(&by_response.collect::<BTreeMap<_, _>>()).unwrap()).unwrap();
    }
}

struct Responding<'a> {
    connection: &'a mut Connection,
    round: &'a Round,
    response: ResponseId,
    account: AccountId,
}

impl Responding<'_> {
    async fn submit(&mut self, questionnaire: &Questionnaire, number: usize, revision: i32) -> Map<String, Value> {
        let document = document(questionnaire, number as u64 * 10 + revision as u64);
        let new = NewSubmission {
            round: self.round.id,
            response: self.response,
            revision,
            draft_version: 0,
            key: Uuid::new_v4(),
            reference: reference(self.response, revision),
            version: self.round.version,
            language: "en".into(),
            answers: Value::Object(document.answers.clone()),
            content_hash: document.content_hash,
            codes: document.codes,
            account: self.account,
            mail: None,
        };
        let recorded = submissions::record(self.connection, moment(number as i64), &[&new]).await.unwrap();
        assert_eq!(recorded, [new.key]);
        document.answers
    }

    async fn change(&mut self, to: ResponseState) {
        let (from, now) = (ResponseState::Submitted, moment(500_000));
        let changed = responses::change_state(self.connection, self.round.id, self.response, from, to, now).await;
        assert!(changed.unwrap());
    }
}

/// Questions of other types, other choices, one question less, one more.
/// A document with its names as the versions' tables have them.
fn named(document: Map<String, Value>, version: &MergedVersion) -> Map<String, Value> {
    let inside = |answer: Value| match answer {
        Value::Object(entry) if entry.contains_key(ENTRY) => Value::Object(named(entry, version)),
        other => other,
    };
    let rename = |(name, answer): (String, Value)| {
        let answer = match answer {
            Value::Array(items) => Value::Array(items.into_iter().map(inside).collect()),
            other => other,
        };
        (version.merged_name(&name).unwrap_or(&name).to_owned(), answer)
    };
    document.into_iter().map(rename).collect()
}

fn changed(definition: &Definition) -> Definition {
    let mut changed = definition.clone();
    for list in &mut changed.choice_lists {
        // The names of choices that rules know stay.
        let mut new = list.choices[0].clone();
        new.name = "a_new_choice".to_owned();
        list.choices.insert(0, new);
        list.choices.swap(0, 1);
    }
    let (mut numbers, mut texts) = (0, 0);
    let mut waiting: Vec<&mut Item> = changed.items.iter_mut().collect();
    while let Some(item) = waiting.pop() {
        match item {
            Item::Group(group) => {
                if let Some(Item::Question(first)) = group.items.first() {
                    let mut added = first.clone();
                    added.row.name = format!("added_to_{}", group.row.name);
                    added.kind = QuestionType::Integer;
                    added.constraint = String::new();
                    added.choice_filter = String::new();
                    added.row.personal = false;
                    group.items.push(Item::Question(added));
                }
                waiting.extend(&mut group.items);
            }
            Item::Repeat(repeat) => waiting.extend(&mut repeat.items),
            Item::Question(question) => match question.kind {
                QuestionType::Integer if question.row.name.starts_with("added") => {}
                QuestionType::Integer => {
                    numbers += 1;
                    question.kind = if numbers % 2 == 0 { QuestionType::Text } else { QuestionType::Decimal };
                    question.constraint = String::new();
                }
                QuestionType::Text => {
                    texts += 1;
                    if texts % 3 == 0 {
                        question.kind = QuestionType::Decimal;
                        question.constraint = String::new();
                    }
                }
                _ => {}
            },
        }
    }
    changed
}

pub fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
}

fn questionnaire() -> Questionnaire {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/external-dimension");
    let sheet = |name: &str| (name.to_owned(), fs::read(folder.join(name)).unwrap());
    let imported = import(Source::Files(["survey.csv", "choices.csv", "settings.csv"].map(sheet).to_vec()));
    compile(imported.definition.expect("the shipped questionnaire")).unwrap()
}

async fn add_regions(connection: &mut Connection, count: usize) -> Vec<(RegionId, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/regions.csv");
    let mut added = Vec::new();
    for region in read_regions(&fs::read(path).unwrap()).unwrap().into_iter().take(count) {
        added.push((regions::put(connection, &region).await.unwrap(), region.code.clone()));
    }
    added
}
