//! A small questionnaire in two versions, regions with departments, and what each of them says.

use std::{collections::BTreeMap, env, fs, sync::Arc};

use chrono::{DateTime, Utc};
use periplus::{
    access::actor::Actor,
    export::guard::unguard,
    fieldwork::{
        ids::{AccountId, DepartmentId, RegionId, ResponseId, RoundId, VersionId},
        response::ResponseState,
        round::Round,
    },
    language::Locales,
    operations::{
        answers,
        export::{Export, recipes, to_folder, versions},
        questionnaires as operations,
        recording::Recorder,
        submit::{self, Outcome},
    },
    questionnaire::{
        compile::{Questionnaire, compile},
        expression::Environment,
        opening::Known,
        xlsform::{Source, import},
    },
    store::{Pool, accounts, drafts, drafts::Write, migrate, regions, responses, rounds},
};
use serde_json::{Value, json};
use uuid::Uuid;

pub struct World {
    pub pool: Pool,
    pub locales: Locales,
    pub versions: [(VersionId, Questionnaire); 2],
    pub account: AccountId,
}

/// What a region says and signs.
pub struct Sign<'a> {
    pub region: &'a str,
    pub revision: i32,
    /// Which of the versions, 0 or 1.
    pub version: usize,
    pub rows: &'a [(&'a str, Value)],
    pub divergent: Value,
    pub role: &'a str,
    pub clearance: &'a str,
    pub consents: (bool, bool),
}

const COMMON: &str = "type,name,label,periplus::non_answers,periplus::personal
begin_group,main,Main,,
select_one yn,agree,Do you agree?,,
select_multiple topics,topics,Topics,no_data,
decimal,budget,Budget,,
";
const PRACTICES: &str = "end_group,,,,
begin_repeat,practices,Practices,,
text,title,Title,,
select_multiple topics,fields,Fields,,
end_repeat,,,,
";

fn sheets(version: usize) -> Source {
    let own = [
        "text,words,Words,,\ntext,mail,Mail,,yes\nrank topics,order,Order,,\n",
        "text,words,Your words,,\ntext,mail,Mail,,yes\ntext,new,New,,\n",
    ];
    let survey = format!("{COMMON}{}{PRACTICES}", own[version]);
    let more = ["", "topics,c,C\n"][version];
    let choices = format!("list_name,name,label\nyn,yes,Yes\nyn,no,No\ntopics,a,A\ntopics,b,B\n{more}");
    let settings = format!("form_id,form_title,version\nregional,Regional,{}\n", version + 1);
    let sheets = [("survey.csv", survey), ("choices.csv", choices), ("settings.csv", settings)];
    Source::Files(sheets.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect())
}

const REGIONS: &str = r#"
    INSERT INTO region (id, code, code_kind, country, names) VALUES
        (gen_random_uuid(), 'ES61', 'NUTS2', 'ES', '{"own": "=Andalucía"}'),
        (gen_random_uuid(), 'FRG0', 'NUTS2', 'FR', '{"own": "Pays, de la Loire", "en": "Loire"}'),
        (gen_random_uuid(), 'FRH0', 'NUTS2', 'FR', '{"en": "Brittany"}'),
        (gen_random_uuid(), 'SE12', 'NUTS2', 'SE', '{}'),
        (gen_random_uuid(), 'PT20', 'NUTS2', 'PT', '{}');
    INSERT INTO region_commission (region_id, commission)
        SELECT id, commission FROM region, unnest(ARRAY['AAC', 'IMC']) AS commission WHERE code = 'ES61'
        UNION ALL SELECT id, 'AAC' FROM region WHERE code IN ('FRG0', 'FRH0')"#;

impl World {
    pub async fn new() -> Self {
        let url = env::var("TEST_DATABASE_URL").expect("run this with target/debug/examples/with_postgres");
        let name = format!("regional_{}", Uuid::new_v4().simple());
        let maintenance = Pool::new(&url, 1, None).unwrap().streaming().await.unwrap();
        maintenance.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        let pool = Pool::new(&format!("{server}/{name}"), 4, None).unwrap();
        migrate(&pool).await.unwrap();
        pool.streaming().await.unwrap().batch_execute(REGIONS).await.unwrap();
        let mut connection = pool.get().await.unwrap();
        let mut versions = Vec::new();
        for version in 0..2 {
            let definition = import(sheets(version)).definition.unwrap();
            let id = operations::add(&mut connection, &definition, None, moment(0)).await.unwrap();
            operations::publish(&mut connection, id, None, moment(0)).await.unwrap();
            versions.push((id, compile(definition).unwrap()));
        }
        let account = accounts::find_or_create(&mut connection, "one@example.org", "One", "en").await.unwrap();
        drop(connection);
        let [one, two] = <[_; 2]>::try_from(versions).ok().unwrap();
        Self { pool, locales: Locales::load().unwrap(), versions: [one, two], account }
    }

    pub async fn run(&self, sql: &str) -> u64 {
        self.pool.streaming().await.unwrap().execute(sql, &[]).await.unwrap()
    }

    pub async fn count(&self, sql: &str) -> i64 {
        self.pool.streaming().await.unwrap().query_one(sql, &[]).await.unwrap().get(0)
    }

    /// A round that opens on this day, with one of the versions.
    pub async fn round(&self, code: &str, day: i64, version: usize) -> Round {
        let client = self.pool.streaming().await.unwrap();
        let insert = "INSERT INTO round (id, code, name, version_id, opens_at, deadline)
            VALUES (gen_random_uuid(), $1, 'Round ' || $1, $2, $3, $4)";
        let (opens_at, deadline) = (moment(day), Utc::now() + chrono::TimeDelta::days(30));
        client.execute(insert, &[&code, &self.versions[version].0.0, &opens_at, &deadline]).await.unwrap();
        rounds::by_code(&mut self.pool.get().await.unwrap(), code).await.unwrap().unwrap()
    }

    pub async fn region(&self, code: &str) -> RegionId {
        let all = regions::all(&mut self.pool.get().await.unwrap()).await.unwrap();
        all.iter().find(|region| region.code == code).unwrap().id
    }

    pub async fn department(&self, region: &str, name: &str) -> DepartmentId {
        let (region, mut connection) = (self.region(region).await, self.pool.get().await.unwrap());
        regions::find_or_create_department(&mut connection, region, "INT", name).await.unwrap()
    }

    /// Asks a department.
    pub async fn ask(&self, round: RoundId, department: DepartmentId) -> ResponseId {
        let (id, mut connection) = (ResponseId(Uuid::new_v4()), self.pool.get().await.unwrap());
        responses::open(&mut connection, round, &[(department, id, "en".into())]).await.unwrap();
        id
    }

    /// Saves over whatever stands there.
    pub async fn save(&self, response: ResponseId, rows: &[(&str, Value)]) {
        let mut connection = self.pool.get().await.unwrap();
        let assignment = responses::find(&mut connection, response).await.unwrap().unwrap();
        let stored = drafts::load(&mut connection, assignment.response.round, response).await.unwrap();
        let write = |(path, value): &(&str, Value)| {
            let seen = stored.iter().find(|row| row.path == *path).map_or(0, |row| row.version);
            Write { path: (*path).to_owned(), value: (!value.is_null()).then(|| value.clone()), seen }
        };
        let writes = rows.iter().map(write).collect();
        let conflicts = answers::save(&mut connection, &assignment, self.account, &stored, writes, Utc::now()).await;
        assert_eq!(conflicts.unwrap(), []);
    }

    pub async fn submit(&self, response: ResponseId) -> Outcome {
        let mut connection = self.pool.get().await.unwrap();
        let assignment = responses::find(&mut connection, response).await.unwrap().unwrap();
        let questionnaire = self.questionnaire(assignment.response.version);
        let actor = Actor {
            account: self.account,
            email: "one@example.org".into(),
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
        submit::submit(&mut connection, questionnaire, &actor, assignment, Uuid::new_v4(), &around).await.unwrap()
    }

    /// Saves and submits; accepted where said.
    pub async fn answer(&self, response: ResponseId, rows: &[(&str, Value)], accepted: bool) {
        self.save(response, rows).await;
        assert!(matches!(self.submit(response).await, Outcome::Recorded { .. }));
        if accepted {
            self.accept(response).await;
        }
    }

    pub async fn accept(&self, response: ResponseId) {
        let sql = format!("UPDATE response SET state = 'accepted', accepted_at = now() WHERE id = '{response}'");
        assert_eq!(self.run(&sql).await, 1);
    }

    fn questionnaire(&self, version: VersionId) -> &Questionnaire {
        &self.versions.iter().find(|(id, _)| *id == version).unwrap().1
    }

    /// Signs as the region's page does: the answer, the sign-off and its codes.
    pub async fn sign(&self, round: RoundId, sign: Sign<'_>) {
        let (version, questionnaire) = &self.versions[sign.version];
        let known = Known { start: moment(0).naive_utc(), username: String::new(), email: String::new() };
        let environment = Environment { now: moment(0).fixed_offset(), language: "en", seed: 0 };
        let rows = sign.rows.iter().map(|(path, value)| (*path, Some(value)));
        let opened = questionnaire.open(rows, &known, &environment);
        let document = questionnaire.document(&opened.instance, &opened.answers);
        let (region, client) = (self.region(sign.region).await, self.pool.streaming().await.unwrap());
        let answer =
            "INSERT INTO regional_answer (round_id, region_id, version_id, state, revision, language, opened_at)
            VALUES ($1, $2, $3, 'signed', $4, 'en', now())
            ON CONFLICT (round_id, region_id) DO UPDATE SET state = 'signed', revision = $4, version_id = $3";
        client.execute(answer, &[&round.0, &region.0, &version.0, &sign.revision]).await.unwrap();
        let insert = "INSERT INTO sign_off (round_id, region_id, revision, reference, version_id, language, answers,
                divergent, content_hash, role, signed_on, clearance, consent_public, consent_network, signed_at)
            VALUES ($1, $2, $3, 'SIGN-' || $3::integer, $4, 'en', $5::text::jsonb, $6::text::jsonb, $7, $8, '2026-11-20', $9, $10,
                $11, now())";
        let (answers, divergent) = (Value::Object(document.answers).to_string(), sign.divergent.to_string());
        let (public, network) = sign.consents;
        client
            .execute(
                insert,
                &[
                    &round.0,
                    &region.0,
                    &sign.revision,
                    &version.0,
                    &answers,
                    &divergent,
                    &document.content_hash,
                    &sign.role,
                    &sign.clearance,
                    &public,
                    &network,
                ],
            )
            .await
            .unwrap();
        let codes = "INSERT INTO sign_off_code (round_id, region_id, revision, codes) VALUES ($1, $2, $3, $4)";
        client.execute(codes, &[&round.0, &region.0, &sign.revision, &document.codes]).await.unwrap();
    }

    /// Every file of an export of answers in these states, by name.
    pub async fn export(&self, round: &Round, states: &[ResponseState]) -> BTreeMap<String, String> {
        let found = versions(&mut self.pool.get().await.unwrap(), round).await.unwrap();
        let export = Export::of_versions(round, &found, states, recipes(None).unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let manifest = to_folder(&self.pool, &Arc::new(export), folder.path()).await.unwrap();
        let files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap());
        let read =
            |file: fs::DirEntry| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap());
        let files: BTreeMap<String, String> = files.map(read).collect();
        for file in &manifest.files {
            file.check(files[&file.name].as_bytes()).unwrap();
        }
        files
    }
}

pub const YES: fn() -> Value = || json!("yes");

pub fn moment(day: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + day * 86_400, 0).unwrap()
}

/// The cells of these columns of a file, unguarded, a line a row with `|` between them.
pub fn columns(csv: &str, names: &[&str]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let places: Vec<usize> = names
        .iter()
        .map(|name| {
            headers.iter().position(|header| header == *name).unwrap_or_else(|| panic!("no {name}: {headers:?}"))
        })
        .collect();
    let line = |record: csv::StringRecord| {
        places.iter().map(|place| unguard(&record[*place]).to_owned()).collect::<Vec<_>>().join("|")
    };
    reader.records().map(|record| line(record.unwrap())).collect()
}
