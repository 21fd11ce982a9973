//! One round with three sections that asks a region, its coordinator, and what tests ask of the database.

use chrono::{DateTime, TimeDelta, Utc};
use periplus::{
    access::{
        actor::{Role, Strength},
        token::Token,
    },
    fieldwork::ids::{AccountId, DepartmentId, RegionId, RoundId},
    language::Locales,
    operations::{
        accounts, questionnaires,
        rounds::{self, Invitee, NewRound},
    },
    questionnaire::xlsform::{Source, import},
    store::{accounts as store_accounts, regions, sessions},
};
use tokio_postgres::Client;
use uuid::Uuid;

use crate::site::{FORM, Site};

pub const CSRF: &str = "the-token-of-every-form";

const SURVEY: &str = "type,name,label::English (en),label::Español (es),required,constraint,periplus::departments,periplus::number\n\
    begin_group,profile,Profile,Perfil,,,,1\n\
    text,contact,Contact,Contacto,yes,,,\n\
    end_group,,,,,,,\n\
    begin_group,health,Health care,Atención sanitaria,,,HEA,2\n\
    text,care,Care,Cuidados,yes,,,\n\
    integer,beds,Beds,Camas,,. < 100,,\n\
    end_group,,,,,,,\n\
    begin_group,work,Work,Trabajo,,,EMP,3\n\
    text,jobs,Jobs,Empleos,yes,,,\n\
    end_group,,,,,,,\n";
const SETTINGS: &str = "form_id,form_title,version,default_language\ntiny,Tiny,1,English (en)\n";

pub struct World {
    pub site: Site,
    pub client: Client,
    pub round: RoundId,
    pub home: RegionId,
    pub coordinator: AccountId,
    pub deadline: DateTime<Utc>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub text: String,
}

impl World {
    /// With one department of another region, because a round asks somebody.
    pub async fn begin() -> Self {
        let site = Site::start().await;
        let mut connection = site.pool.get().await.unwrap();
        let now = Utc::now();
        let files = [("survey.csv", SURVEY), ("settings.csv", SETTINGS), ("choices.csv", "list_name,name,label\n")];
        let imported = import(Source::Files(files.map(|(name, text)| (name.into(), text.into())).to_vec()));
        let definition = imported.definition.unwrap_or_else(|| panic!("{:?}", imported.problems));
        let version = questionnaires::add(&mut connection, &definition, None, now).await.unwrap();
        questionnaires::publish(&mut connection, version, None, now).await.unwrap();
        let all = regions::all(&mut connection).await.unwrap();
        let id_of = |code: &str| all.iter().find(|region| region.code == code).unwrap().id;
        let (home, abroad) = (id_of("ES61"), id_of("ES21"));
        let away = regions::find_or_create_department(&mut connection, abroad, "X", "Away").await.unwrap();
        let away = Invitee {
            department: away,
            department_name: "Away".into(),
            email: "away@example.org".into(),
            name: String::new(),
            language: "en".into(),
        };
        let deadline = now + TimeDelta::days(20);
        let (code, name) = ("season".to_owned(), "Season".to_owned());
        let opens_at = now - TimeDelta::days(1);
        let new = NewRound { code, name, version, opens_at, deadline, invitees: vec![away] };
        let locales = Locales::load().unwrap();
        let round = rounds::open(&mut connection, &locales, &site.address, &new, None, now).await.unwrap();
        for (email, region) in [("coordinator@example.org", home), ("other@example.org", abroad)] {
            let role = Some((Role::Coordinator, Some(region)));
            accounts::add(&mut connection, email, "Marta <Mar>", "es", role, None, now).await.unwrap();
        }
        let coordinator =
            store_accounts::by_email(&mut connection, "coordinator@example.org").await.unwrap().unwrap().id;
        drop(connection);
        let client = site.pool.streaming().await.unwrap();
        let target =
            "INSERT INTO round_region (round_id, region_id, asked_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING";
        client.execute(target, &[&round.0, &home.0]).await.unwrap();
        client.execute("DELETE FROM outbox", &[]).await.unwrap();
        Self { site, client, round, home, coordinator, deadline }
    }

    pub async fn department(&self, kind: &str, name: &str) -> DepartmentId {
        let mut connection = self.site.pool.get().await.unwrap();
        regions::find_or_create_department(&mut connection, self.home, kind, name).await.unwrap()
    }

    /// A fresh session of somebody.
    pub async fn session(&self, email: &str) -> Token {
        let mut connection = self.site.pool.get().await.unwrap();
        let account = store_accounts::by_email(&mut connection, email).await.unwrap().unwrap().id;
        let (token, now) = (Token::new(rand::random()), Utc::now());
        let new = sessions::New {
            token: &token.hash(),
            account,
            csrf_token: CSRF,
            strength: Strength::Link,
            device: "",
            now,
            expires_at: now + TimeDelta::hours(1),
        };
        sessions::create(&mut connection, new).await.unwrap();
        token
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        let token = self.session(who).await;
        let request = self.http().get(format!("{}{path}", self.site.address));
        answer(request.header("Cookie", format!("periplus-session={}", token.reveal()))).await
    }

    pub async fn post(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.session(who).await;
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", CSRF)]).collect();
        let request = self.http().post(format!("{}{path}", self.site.address)).header("Content-Type", FORM);
        let request = request.body(serde_urlencoded::to_string(fields).unwrap());
        answer(request.header("Cookie", format!("periplus-session={}", token.reveal()))).await
    }

    fn http(&self) -> reqwest::Client {
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
    }

    /// Invites one person for a department, for these sections.
    pub async fn invite(&self, department: DepartmentId, email: &str, sections: &[&str]) {
        let id = department.to_string();
        let mut fields = vec![("blocks", "1"), ("action", "invite"), ("message", ""), ("0.department", id.as_str())];
        fields.extend([("0.email", email), ("0.person", ""), ("0.language", "es"), ("0.due", "")]);
        fields.extend(sections.iter().map(|section| ("0.section", *section)));
        let answer = self.post("coordinator@example.org", "/regions/ES61/rounds/season/invite", &fields).await;
        assert_eq!(answer.status, 303, "{answer:?}");
    }

    pub async fn response(&self, department: DepartmentId) -> Uuid {
        let query = "SELECT id FROM response WHERE round_id = $1 AND department_id = $2";
        self.client.query_one(query, &[&self.round.0, &department.0]).await.unwrap().get(0)
    }

    pub async fn sections(&self, department: DepartmentId) -> Option<Vec<String>> {
        let query = "SELECT sections FROM response WHERE round_id = $1 AND department_id = $2";
        self.client.query_one(query, &[&self.round.0, &department.0]).await.unwrap().get(0)
    }

    pub async fn count(&self, query: &str) -> i64 {
        self.client.query_one(query, &[]).await.unwrap().get(0)
    }

    /// The mails that were written, with their recipients, oldest first.
    pub async fn mails(&self) -> Vec<(String, String, String, String)> {
        let query = "SELECT recipient, subject, body_text, body_html FROM outbox ORDER BY id";
        let rows = self.client.query(query, &[]).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect()
    }

    pub async fn forget_mails(&self) {
        self.client.execute("DELETE FROM outbox", &[]).await.unwrap();
    }

    pub async fn account(&self, email: &str) -> Uuid {
        self.client.query_one("SELECT id FROM account WHERE email = $1", &[&email]).await.unwrap().get(0)
    }

    /// What the page shows of a section, to be sent back.
    pub async fn seen(&self, department: DepartmentId, section: &str) -> String {
        let page = self.get("coordinator@example.org", &here(department)).await.text;
        let (_, rest) = page.split_once(&format!("name=\"section\" value=\"{section}\"")).expect("the section's form");
        let (_, rest) = rest.split_once("name=\"seen\" value=\"").expect("what was seen");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// Gives a section to somebody.
    pub async fn delegate(&self, department: DepartmentId, section: &str, to: &str, seen: &str) -> Answer {
        let fields = [
            ("action", "delegate"),
            ("section", section),
            ("to", to),
            ("due", ""),
            ("note", "Por <favor>"),
            ("seen", seen),
        ];
        self.post("coordinator@example.org", &here(department), &fields).await
    }
}

/// The page of a department.
pub fn here(department: DepartmentId) -> String {
    format!("/regions/ES61/rounds/season/departments/{department}")
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let location = response.headers().get("Location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (status, location) = (response.status().as_u16(), location.to_owned());
    Answer { status, location, text: response.text().await.unwrap() }
}
