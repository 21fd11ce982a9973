//! A round in a time that is yet to come, so that the moments at which the database notes a change lie before it.

use chrono::{DateTime, TimeDelta, Utc};
use periplus::{
    access::actor::Role,
    fieldwork::ids::{AccountId, RegionId, ResponseId, RoundId},
    language::Locales,
    operations::{
        accounts, questionnaires,
        reminding::{Reminder, add_line},
        rounds::{self, Invitee, NewRound},
    },
    questionnaire::xlsform::{Source, import},
    store::{Connection, regions, responses},
};
use tokio_postgres::Client;

use crate::site::Site;

pub const PASSWORD: &str = "a long enough pass phrase 7";

/// A department that is asked, by one address.
pub struct Asked {
    pub region: &'static str,
    pub department: String,
    pub email: String,
    pub language: &'static str,
}

pub struct World {
    pub round: RoundId,
    pub admin: AccountId,
    pub client: Client,
    pub reminder: Reminder,
    /// In the order in which they were asked.
    pub responses: Vec<ResponseId>,
}

pub fn at(text: &str) -> DateTime<Utc> {
    format!("{}:00Z", text.replace(' ', "T")).parse().unwrap()
}

pub fn asked(region: &'static str, department: &str, email: &str, language: &'static str) -> Asked {
    Asked { region, department: department.to_owned(), email: email.to_owned(), language }
}

pub async fn region(connection: &mut Connection, code: &str) -> RegionId {
    regions::all(connection).await.unwrap().iter().find(|one| one.code == code).unwrap().id
}

impl World {
    /// A round that is open from `opens_at` to `deadline`, and asks these at its opening.
    pub async fn begin(
        site: &Site,
        asked: &[Asked],
        (opens_at, deadline): (DateTime<Utc>, DateTime<Utc>),
        plan: &[i32],
    ) -> Self {
        let mut connection = site.pool.get().await.unwrap();
        let connection = &mut connection;
        let now = opens_at;
        let survey = "type,name,label\ntext,note,Note\n";
        let settings = "form_id,form_title,version\ntiny,Tiny,1\n";
        let files = [("survey.csv", survey), ("settings.csv", settings), ("choices.csv", "list_name,name,label\n")];
        let imported = import(Source::Files(files.map(|(name, text)| (name.into(), text.into())).to_vec()));
        let version = questionnaires::add(connection, &imported.definition.unwrap(), None, now).await.unwrap();
        questionnaires::publish(connection, version, None, now).await.unwrap();
        let all = regions::all(connection).await.unwrap();
        let (mut departments, mut invitees) = (Vec::new(), Vec::new());
        for one in asked {
            let region = all.iter().find(|region| region.code == one.region).unwrap().id;
            let id = regions::find_or_create_department(connection, region, "X", &one.department).await.unwrap();
            departments.push(id);
            invitees.push(Invitee {
                department: id,
                department_name: one.department.clone(),
                email: one.email.clone(),
                name: String::new(),
                language: one.language.into(),
            });
        }
        let (code, name) = ("season".to_owned(), "Season".to_owned());
        let new = NewRound { code, name, version, opens_at, deadline, invitees };
        let locales = std::sync::Arc::new(Locales::load().unwrap());
        let round = rounds::open(connection, &locales, &site.address, &new, None, now).await.unwrap();
        let role = Some((Role::Admin, None));
        let admin = accounts::add(connection, "admin@example.org", "", "en", role, Some(PASSWORD), now).await.unwrap();
        for days in plan {
            add_line(connection, round, *days, admin, now).await.unwrap();
        }
        let mut found = Vec::new();
        for id in &departments {
            found.push(responses::of_department(connection, round, *id).await.unwrap().unwrap());
        }
        let client = site.pool.streaming().await.unwrap();
        // What was asked at the opening was asked then, by whichever clock.
        let since = "UPDATE round SET launched_at = $2, deadline_set_at = $2 WHERE id = $1";
        client.execute(since, &[&round.0, &now]).await.unwrap();
        let asked_at = "INSERT INTO round_region (round_id, region_id, asked_at, deadline_set_at)
            SELECT DISTINCT $1::uuid, region_id, $2::timestamptz, $2::timestamptz FROM response
            JOIN department ON department.id = department_id WHERE round_id = $1
            ON CONFLICT (round_id, region_id) DO UPDATE SET asked_at = $2, deadline_set_at = $2";
        client.execute(asked_at, &[&round.0, &now]).await.unwrap();
        client.execute("DELETE FROM outbox", &[]).await.unwrap();
        let reminder = Reminder { locales, base_url: site.address.clone() };
        Self { round, admin, client, reminder, responses: found }
    }

    /// Lets the worker look every quarter of an hour. Returns what it wrote: when, to whom, in the order of time.
    pub async fn pass(&self, site: &Site, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<(String, String)> {
        let mut now = from;
        while now < until {
            periplus::jobs::reminders::send_due(&site.pool, &self.reminder, now).await;
            now += TimeDelta::minutes(15);
        }
        self.mails(from, until).await
    }

    pub async fn mails(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<(String, String)> {
        let query = "SELECT to_char(created_at AT TIME ZONE 'UTC', 'MM-DD HH24:MI'), recipient FROM outbox
            WHERE kind = 'reminder' AND created_at >= $1 AND created_at < $2 ORDER BY 1, 2";
        let rows = self.client.query(query, &[&from, &until]).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    pub async fn count(&self, query: &str) -> i64 {
        self.client.query_one(query, &[]).await.unwrap().get(0)
    }

    /// Brings a response into a state, as if everything before had happened.
    pub async fn set(&self, index: usize, state: &str, change: &str) {
        let query = format!("UPDATE response SET state = $2, {change} WHERE id = $1");
        assert_eq!(self.client.execute(&query, &[&self.responses[index].0, &state]).await.unwrap(), 1);
    }

    /// A submission of a response, without answers.
    pub async fn submit(&self, index: usize, revision: i32, at: DateTime<Utc>) {
        let insert = "INSERT INTO submission (round_id, response_id, revision, submission_key, reference, version_id,
            language, answers, content_hash, submitted_at)
            SELECT round_id, id, $2::int, gen_random_uuid(), id || '-' || $2::int, version_id, 'en', '{}', '', $3
            FROM response WHERE id = $1";
        self.client.execute(insert, &[&self.responses[index].0, &revision, &at]).await.unwrap();
        let update = "UPDATE response SET state = 'submitted', revision = $2, submitted_at = $3,
            opened_at = coalesce(opened_at, $3), started_at = coalesce(started_at, $3) WHERE id = $1";
        self.client.execute(update, &[&self.responses[index].0, &revision, &at]).await.unwrap();
    }

    pub async fn open_query(&self, index: usize) {
        let insert = "INSERT INTO answer_query (round_id, id, response_id, path, state, opened_at)
            VALUES ($1, gen_random_uuid(), $2, 'note', 'open', now())";
        self.client.execute(insert, &[&self.round.0, &self.responses[index].0]).await.unwrap();
    }
}
