//! What is measured on: the shipped questionnaire, invented answers, and rounds with departments. None of this is timed.

use std::{fs, path::Path};

use anyhow::{Context, anyhow, bail};
use chrono::{DateTime, TimeDelta, Utc};
use periplus::{
    access::{
        actor::{Role, Strength},
        token::Token,
    },
    fieldwork::{
        ids::{AccountId, DepartmentId, ResponseId, RoundId, VersionId},
        response::reference,
        round::Round,
    },
    language::Locales,
    operations::{
        accounts, questionnaires, registry,
        rounds::{self, Invitee, NewRound},
    },
    questionnaire::{
        answers::Answers,
        compile::{Questionnaire, compile},
        document::Document,
        expression::Environment,
        sample::{Profile, sample},
        xlsform::{Source, import},
    },
    store::{
        self, Connection, Pool,
        drafts::{self, Write},
        responses, sessions,
        submissions::{self, NewSubmission},
    },
};
use serde_json::Value;
use uuid::Uuid;

use crate::http::Session;

/// Different answers, each given by many departments.
const SAMPLES: u64 = 200;
const BATCH: usize = 500;
const KINDS: &str = "ARRAY['INT','DEV','SOC','EMP','EDU']";

/// A respondent who is signed in, with a response of their own.
pub struct Respondent {
    pub session: Session,
    pub response: ResponseId,
}

/// One invented set of answers.
pub struct Sample {
    pub answers: Answers,
    pub document: Document,
}

pub struct World {
    pub pool: Pool,
    pub questionnaire: Questionnaire,
    pub version: VersionId,
    pub samples: Vec<Sample>,
    pub consultant: Session,
    author: AccountId,
    now: DateTime<Utc>,
}

impl World {
    pub async fn new(database: &str) -> anyhow::Result<Self> {
        let pool = Pool::new(database, 4, None)?;
        store::migrate(&pool).await?;
        let now = Utc::now();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires");
        let mut connection = pool.get().await?;
        let regions = registry::read_regions(&fs::read(folder.join("regions.csv"))?);
        let regions = regions.map_err(|problems| anyhow!("{problems:?}"))?;
        registry::put_regions(&mut connection, &regions, now).await?;
        let mut sheets = Vec::new();
        for name in ["survey.csv", "choices.csv", "settings.csv"] {
            sheets.push((name.to_owned(), fs::read(folder.join("external-dimension").join(name))?));
        }
        let imported = import(Source::Files(sheets));
        let definition = imported.definition.ok_or_else(|| anyhow!("{:?}", imported.problems))?;
        let version = questionnaires::add(&mut connection, &definition, None, now).await?;
        questionnaires::publish(&mut connection, version, None, now).await?;
        let questionnaire = compile(definition).map_err(|findings| anyhow!("{findings:?}"))?;
        let samples = (0..SAMPLES).map(|seed| sampled(&questionnaire, seed, now)).collect::<Result<_, _>>()?;
        let role = Some((Role::Consultant, None));
        let author = accounts::add(&mut connection, "consultant@example.org", "C", "en", role, None, now).await?;
        let consultant = session(&mut connection, author, now).await?;
        drop(connection);
        Ok(Self { pool, questionnaire, version, samples, consultant, author, now })
    }

    /// The answers of the `number`th respondent.
    pub fn sample(&self, number: usize) -> anyhow::Result<&Sample> {
        self.samples.get(number % self.samples.len()).context("no samples")
    }

    /// A round with invited respondents, each signed in; their drafts are complete or empty.
    pub async fn respondents(&self, code: &str, count: usize, complete: bool) -> anyhow::Result<Vec<Respondent>> {
        let departments = self.departments(code, count).await?;
        let invitees: Vec<Invitee> = (0..count)
            .zip(&departments)
            .map(|(number, department)| Invitee {
                department: *department,
                department_name: format!("{code} {number}"),
                email: format!("{code}-{number}@example.org"),
                name: format!("Respondent {number}"),
                language: "en".to_owned(),
            })
            .collect();
        let mut connection = self.pool.get().await?;
        let new = NewRound {
            code: code.to_owned(),
            name: code.to_owned(),
            version: self.version,
            opens_at: self.now - TimeDelta::days(1),
            deadline: self.now + TimeDelta::days(30),
            invitees,
        };
        let locales = Locales::load()?;
        let round = rounds::open(&mut connection, &locales, "http://127.0.0.1", &new, None, self.now).await?;
        // The invitations' mails would otherwise leave while the submissions are measured.
        self.execute("UPDATE outbox SET sent_at = now()").await?;
        let mut respondents = Vec::with_capacity(count);
        for (number, invitee) in new.invitees.iter().enumerate() {
            let account = store::accounts::by_email(&mut connection, &invitee.email).await?.context("no account")?.id;
            let response = responses::of_department(&mut connection, round, invitee.department).await?;
            let response = response.context("no response")?;
            let session = session(&mut connection, account, self.now).await?;
            if complete {
                let writes = writes(&self.sample(number)?.answers);
                drafts::save(&mut connection, round, response, new.version, account, self.now, &writes).await?;
            }
            respondents.push(Respondent { session, response });
        }
        Ok(respondents)
    }

    /// A round in which so many departments have submitted.
    pub async fn submitted(&self, code: &str, count: usize) -> anyhow::Result<RoundId> {
        let departments = self.departments(code, count).await?;
        let mut connection = self.pool.get().await?;
        let (opens_at, deadline) = (self.now - TimeDelta::days(1), self.now + TimeDelta::days(30));
        let (id, name) = (RoundId(Uuid::now_v7()), code.to_owned());
        let draft = Round::draft(id, name.clone(), name, self.version, opens_at, deadline);
        let round = Round { launched_at: Some(self.now), ..draft };
        store::rounds::insert(&mut connection, &round, None).await?;
        for (batch, departments) in departments.chunks(BATCH).enumerate() {
            let opened: Vec<_> =
                departments.iter().map(|id| (*id, ResponseId(Uuid::new_v4()), "en".to_owned())).collect();
            responses::open(&mut connection, round.id, &opened).await?;
            let new = opened.iter().enumerate().map(|(at, (_, response, _))| {
                Ok(self.submission(round.id, *response, self.sample(batch * BATCH + at)?))
            });
            let new: Vec<NewSubmission> = new.collect::<anyhow::Result<_>>()?;
            let recorded = submissions::record(&mut connection, self.now, &new.iter().collect::<Vec<_>>()).await?;
            if recorded.len() != new.len() {
                bail!("only {} of {} submissions were recorded", recorded.len(), new.len());
            }
        }
        Ok(round.id)
    }

    pub async fn execute(&self, sql: &str) -> anyhow::Result<()> {
        Ok(self.pool.streaming().await?.batch_execute(sql).await?)
    }

    /// Leaves nothing of the preparation for the server to do while it is measured.
    pub async fn settle(&self) -> anyhow::Result<()> {
        // A statement each, because several sent together are a transaction.
        self.execute("VACUUM ANALYZE").await?;
        self.execute("CHECKPOINT").await
    }

    fn submission(&self, round: RoundId, response: ResponseId, sample: &Sample) -> NewSubmission {
        NewSubmission {
            round,
            response,
            revision: 1,
            draft_version: 0,
            key: Uuid::new_v4(),
            reference: reference(response, 1),
            version: self.version,
            language: "en".to_owned(),
            answers: Value::Object(sample.document.answers.clone()),
            content_hash: sample.document.content_hash.clone(),
            codes: sample.document.codes.clone(),
            account: self.author,
            mail: None,
        }
    }

    async fn departments(&self, prefix: &str, count: usize) -> anyhow::Result<Vec<DepartmentId>> {
        let sql = format!(
            "WITH places AS (SELECT array_agg(id ORDER BY code) AS ids FROM region)
             INSERT INTO department (id, region_id, kind, name)
             SELECT gen_random_uuid(), ids[1 + n % cardinality(ids)], ({KINDS})[1 + n % 5], '{prefix} ' || n
             FROM places, generate_series(1, {count}) AS n RETURNING id"
        );
        let rows = self.pool.streaming().await?.query(&sql, &[]).await?;
        rows.iter().map(|row| Ok(DepartmentId(row.try_get(0)?))).collect()
    }
}

async fn session(connection: &mut Connection, account: AccountId, now: DateTime<Utc>) -> anyhow::Result<Session> {
    let (token, csrf) = (Token::new(rand::random()), Uuid::new_v4().to_string());
    let new = sessions::New {
        token: &token.hash(),
        account,
        csrf_token: &csrf,
        strength: Strength::Strong,
        device: "",
        now,
        expires_at: now + TimeDelta::days(1),
    };
    sessions::create(connection, new).await?;
    Ok(Session { token: token.reveal(), csrf })
}

fn sampled(questionnaire: &Questionnaire, seed: u64, now: DateTime<Utc>) -> anyhow::Result<Sample> {
    let environment = Environment { now: now.fixed_offset(), language: "en", seed: 0 };
    let answers = sample(questionnaire, seed, Profile::DILIGENT, &Answers::default(), &environment);
    let instance = questionnaire.evaluate(&answers, &environment);
    let violations = questionnaire.validate(&instance, &environment);
    if !violations.is_empty() {
        bail!("the answers of seed {seed} do not hold: {violations:?}");
    }
    let document = questionnaire.document(&instance, &answers);
    Ok(Sample { answers, document })
}

/// Answers as rows of a draft; entries are rows of their own.
fn writes(answers: &Answers) -> Vec<Write> {
    let entries = answers.repeats().flat_map(|(repeat, keys)| {
        keys.iter().map(|key| (repeat.within.entry(&repeat.name, *key).to_string(), true.into()))
    });
    let given = answers.iter().map(|(path, answer)| (path.to_string(), answer.to_json()));
    entries.chain(given).map(|(path, value)| Write { path, value: Some(value), seen: 0 }).collect()
}
