//! Two regions with two departments each, a round that runs and a draft of another, everybody with a browser; and what
//! the database holds of all that.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use periplus::{
    access::{
        actor::{Role, Strength},
        token::Token,
    },
    fieldwork::{
        ids::{AccountId, RegionId, RoundId},
        round::Round,
    },
    language::Locales,
    operations::{
        accounts,
        invitees::Asking,
        questionnaires,
        rounds::{self, Invitee},
    },
    questionnaire::xlsform::{Source, import},
    store::{accounts as store_accounts, regions, responses, sessions},
};
use tokio_postgres::{Client, types::ToSql};
use uuid::Uuid;

use crate::{
    model::{Grant, Who, grant_of, region_of},
    site::{FORM, Site},
};

const SURVEY: &str = "type,name,label,required\nbegin_group,first,First,\ntext,note,Note,yes\nend_group,,,\n\
    begin_group,second,Second,\ntext,more,More,\nend_group,,,\n";
const SETTINGS: &str = "form_id,form_title,version\ntiny,Tiny,1\n";
const CSRF: &str = "the-token-of-every-form";

pub const REGIONS: [&str; 2] = ["ES61", "ES21"];
pub const ROUNDS: [&str; 2] = ["main", "next"];
pub const SECTIONS: [&str; 2] = ["first", "second"];
/// Every department answers in the first round, one of each region in the second: round and department.
pub const RESPONSES: [(usize, usize); 6] = [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 2)];
pub const EVERYBODY: [Who; 12] = [
    Who::Admin,
    Who::SecondAdmin,
    Who::Consultant,
    Who::Coordinator,
    Who::SecondCoordinator,
    Who::OtherCoordinator,
    Who::Respondent(0),
    Who::Respondent(1),
    Who::Respondent(2),
    Who::Respondent(3),
    Who::Stranger,
    Who::Nobody,
];

pub struct World {
    pub site: Site,
    pub client: Client,
    http: reqwest::Client,
    pub rounds: Vec<Uuid>,
    pub regions: Vec<Uuid>,
    pub departments: Vec<Uuid>,
    pub responses: Vec<Uuid>,
    pub accounts: BTreeMap<Who, Uuid>,
    sessions: BTreeMap<Who, String>,
    /// Audit rows before the first step.
    before: i64,
}

#[derive(Debug)]
pub struct Found {
    pub status: u16,
    pub location: String,
    pub text: String,
}

pub fn email(who: Who) -> String {
    match who {
        Who::Respondent(number) => format!("respondent{number}@example.org"),
        other => format!("{}@example.org", format!("{other:?}").to_lowercase()),
    }
}

/// The first deadline of both rounds.
pub fn deadline() -> DateTime<Utc> {
    DateTime::from_timestamp(4_070_952_000, 0).unwrap()
}

impl World {
    pub async fn begin() -> Self {
        let site = Site::start().await;
        let mut connection = site.pool.get().await.unwrap();
        let connection_ref = &mut connection;
        let now = Utc::now();
        let files = [("survey.csv", SURVEY), ("settings.csv", SETTINGS), ("choices.csv", "list_name,name,label\n")];
        let imported = import(Source::Files(files.map(|(name, text)| (name.into(), text.into())).to_vec()));
        let definition = imported.definition.unwrap_or_else(|| panic!("{:?}", imported.problems));
        let version = questionnaires::add(connection_ref, &definition, None, now).await.unwrap();
        questionnaires::publish(connection_ref, version, None, now).await.unwrap();
        let all = regions::all(connection_ref).await.unwrap();
        let region_ids: Vec<RegionId> =
            REGIONS.iter().map(|code| all.iter().find(|region| region.code == *code).unwrap().id).collect();
        let mut departments = Vec::new();
        for number in 0..4 {
            let (region, name) = (region_ids[region_of(number)], format!("Department {number}"));
            departments.push(regions::find_or_create_department(connection_ref, region, "X", &name).await.unwrap());
        }
        let locales = Locales::load().unwrap();
        let mut round_ids = Vec::new();
        for (number, code) in ROUNDS.into_iter().enumerate() {
            let own = RESPONSES.iter().filter(|(round, _)| *round == number);
            let invitees: Vec<Invitee> = own
                .map(|(_, department)| Invitee {
                    department: departments[*department],
                    department_name: format!("Department {department}"),
                    email: email(Who::Respondent(*department)),
                    name: String::new(),
                    language: "en".into(),
                })
                .collect();
            let id = RoundId(Uuid::now_v7());
            let opens_at = now - TimeDelta::days(1);
            let draft = Round::draft(id, code.into(), code.into(), version, opens_at, deadline());
            let round = Round { launched_at: (number == 0).then_some(now), ..draft };
            let asking = Asking { locales: &locales, base_url: &site.address, author: None, now };
            rounds::create(connection_ref, asking, &round, &invitees).await.unwrap();
            round_ids.push(id);
        }
        let mut people = BTreeMap::new();
        for who in EVERYBODY.into_iter().filter(|who| *who != Who::Nobody) {
            let role = grant_of(who).map(|grant| match grant {
                Grant::Admin => (Role::Admin, None),
                Grant::Consultant => (Role::Consultant, None),
                Grant::Coordinator(region) => (Role::Coordinator, Some(region_ids[region])),
            });
            if !matches!(who, Who::Respondent(_)) {
                accounts::add(connection_ref, &email(who), "", "en", role, None, now).await.unwrap();
            }
            let account = store_accounts::by_email(connection_ref, &email(who)).await.unwrap().unwrap();
            people.insert(who, account.id.0);
        }
        let mut found = Vec::new();
        for (round, department) in RESPONSES {
            let response = responses::of_department(connection_ref, round_ids[round], departments[department]);
            found.push(response.await.unwrap().unwrap().0);
        }
        drop(connection);
        let client = site.pool.streaming().await.unwrap();
        let before = client.query_one("SELECT count(*) FROM audit", &[]).await.unwrap().get(0);
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let mut world = Self {
            site,
            client,
            http,
            rounds: round_ids.iter().map(|id| id.0).collect(),
            regions: region_ids.iter().map(|id| id.0).collect(),
            departments: departments.iter().map(|id| id.0).collect(),
            responses: found,
            accounts: people,
            sessions: BTreeMap::new(),
            before,
        };
        for who in EVERYBODY {
            world.sign_in(who).await;
        }
        world
    }

    /// A new session; nothing for nobody.
    pub async fn sign_in(&mut self, who: Who) {
        let Some(account) = self.accounts.get(&who) else { return };
        let token = Token::new(rand::random());
        let now = Utc::now();
        let strong = matches!(who, Who::Admin | Who::SecondAdmin | Who::Consultant);
        let new = sessions::New {
            token: &token.hash(),
            account: AccountId(*account),
            csrf_token: CSRF,
            strength: if strong { Strength::Strong } else { Strength::Link },
            device: "",
            now,
            expires_at: now + TimeDelta::hours(1),
        };
        sessions::create(&mut self.site.pool.get().await.unwrap(), new).await.unwrap();
        self.sessions.insert(who, token.reveal().to_owned());
    }

    pub async fn get(&self, who: Who, path: &str) -> Found {
        self.send(who, self.http.get(format!("{}{path}", self.site.address))).await
    }

    pub async fn post(&self, who: Who, path: &str, fields: &[(&str, &str)]) -> Found {
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", CSRF)]).collect();
        let request = self.http.post(format!("{}{path}", self.site.address)).header("Content-Type", FORM);
        self.send(who, request.body(serde_urlencoded::to_string(fields).unwrap())).await
    }

    async fn send(&self, who: Who, request: reqwest::RequestBuilder) -> Found {
        let cookie = match self.sessions.get(&who) {
            Some(token) => format!("periplus-session={token}"),
            None => format!("periplus-form={CSRF}"),
        };
        let answer = request.header("Cookie", cookie).send().await.unwrap();
        let location = answer.headers().get("Location").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (status, location) = (answer.status().as_u16(), location.to_owned());
        Found { status, location, text: answer.text().await.unwrap_or_default() }
    }

    /// One value as text; empty where there is none.
    pub async fn one(&self, query: &str, values: &[&(dyn ToSql + Sync)]) -> String {
        let row = self.client.query_opt(query, values).await.unwrap();
        row.and_then(|row| row.get::<_, Option<String>>(0)).unwrap_or_default()
    }

    /// Audit rows since the first step.
    pub async fn recorded(&self) -> i64 {
        let now: i64 = self.client.query_one("SELECT count(*) FROM audit", &[]).await.unwrap().get(0);
        now - self.before
    }

    /// The newest audit rows, for messages of failure.
    pub async fn newest(&self) -> String {
        let query =
            "SELECT string_agg(action, ', ') FROM (SELECT action FROM audit ORDER BY at DESC, id DESC LIMIT 3) AS a";
        self.one(query, &[]).await
    }

    /// The queries of a response, the oldest first.
    pub async fn query(&self, response: usize, number: usize) -> String {
        let query = "SELECT id::text FROM answer_query WHERE response_id = $1 ORDER BY id OFFSET $2 LIMIT 1";
        self.one(query, &[&self.responses[response], &i64::try_from(number).unwrap()]).await
    }

    /// What the database holds, in the words of the model.
    pub async fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (number, round) in self.rounds.iter().enumerate() {
            let query = "SELECT CASE WHEN archived_at IS NOT NULL THEN 'archived' WHEN launched_at IS NULL THEN 'draft'
                WHEN closed_at IS NOT NULL THEN 'closed' ELSE 'open' END, deadline FROM round WHERE id = $1";
            let row = self.client.query_one(query, &[round]).await.unwrap();
            let (state, until): (String, DateTime<Utc>) = (row.get(0), row.get(1));
            lines.push(format!("round {number}: {state} +{}", (until - deadline()).num_days()));
        }
        for (number, id) in self.responses.iter().enumerate() {
            lines.push(format!("response {number}: {}", self.response(number, id).await));
        }
        for (region, region_id) in self.regions.iter().enumerate() {
            for (round, round_id) in self.rounds.iter().enumerate() {
                let query = "SELECT state || ' ' || revision || ' ''' || coalesce((SELECT value #>> '{}' FROM regional_value
                    AS value WHERE (value.round_id, value.region_id, path) = (answer.round_id, answer.region_id, 'note')), '')
                    || '''' FROM regional_answer AS answer WHERE region_id = $1 AND round_id = $2";
                let found = self.one(query, &[region_id, round_id]).await;
                lines.extend((!found.is_empty()).then(|| format!("answer {region} {round}: {found}")));
            }
        }
        lines.push(format!("grants: {}", self.one("SELECT count(*)::text FROM role_grant", &[]).await));
        for (who, account) in &self.accounts {
            let Some(grant) = grant_of(*who) else { continue };
            let (role, region) = match grant {
                Grant::Admin => ("admin", None),
                Grant::Consultant => ("consultant", None),
                Grant::Coordinator(region) => ("coordinator", Some(self.regions[region])),
            };
            let query = "SELECT 'yes' FROM role_grant WHERE account_id = $1 AND role = $2 AND region_id IS NOT DISTINCT FROM $3";
            if self.one(query, &[account, &role, &region]).await == "yes" {
                lines.push(format!("grant: {who:?}"));
            }
        }
        lines
    }

    async fn response(&self, number: usize, id: &Uuid) -> String {
        let own = self.accounts[&Who::Respondent(RESPONSES[number].1)];
        let query = "SELECT concat_ws(' ', state, revision::text,
            '''' || coalesce((SELECT value #>> '{}' FROM draft_answer WHERE response_id = $1 AND path = 'note'), '') || '''',
            'sent ''' || coalesce((SELECT answers->>'note' FROM submission WHERE response_id = $1
                ORDER BY revision DESC LIMIT 1), '') || '''',
            (SELECT string_agg(CASE WHEN response.sections IS NULL OR section = ANY (response.sections) THEN 'asked'
                ELSE 'not' END, ' ' ORDER BY section) FROM unnest(ARRAY['first', 'second']) AS section),
            (SELECT string_agg(CASE WHEN response_id IS NULL THEN '-' WHEN account_id IS NULL THEN 'department'
                WHEN account_id = $2 THEN 'own' ELSE 'another' END, ' ' ORDER BY named)
                FROM unnest(ARRAY['first', 'second']) AS named
                LEFT JOIN delegation ON section = named AND response_id = $1),
            'invited ' || (SELECT revoked_at IS NULL FROM invitation WHERE account_id = $2
                AND invitation.round_id = response.round_id),
            'queries ' || coalesce((SELECT string_agg(state || (SELECT count(*) FROM query_message WHERE query_id = asked.id),
                ' ' ORDER BY id) FROM answer_query AS asked WHERE response_id = $1), ''))
            FROM response WHERE id = $1";
        self.one(query, &[id, &own]).await
    }
}
