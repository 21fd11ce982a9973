//! Two regions, three departments, and everybody who has a part in a review; each with a browser.

use chrono::{TimeDelta, Utc};
use periplus::{
    access::{
        actor::{Role, Strength},
        token::Token,
    },
    fieldwork::ids::{AccountId, DepartmentId, ResponseId},
    language::Locales,
    operations::{
        accounts, questionnaires,
        review::Surroundings,
        rounds::{self, Invitee, NewRound},
    },
    questionnaire::xlsform::{Source, import},
    store::{accounts as store_accounts, regions, responses, sessions},
};
use regex::Regex;
use uuid::Uuid;

use crate::site::{FORM, Site};

const SURVEY: &str = "type,name,label::English (en),label::French (fr),required\n\
    begin_group,first,First,Première,\n\
    text,note,Note,Remarque,\n\
    integer,staff,Staff,Effectifs,yes\n\
    select_one yesno,network,Network?,Réseau ?,\n\
    end_group,,,,\n\
    begin_group,second,Second,Seconde,\n\
    begin_repeat,practices,Practices,Pratiques,\n\
    text,title,Title,Titre,\n\
    end_repeat,,,,\n\
    end_group,,,,\n";
const CHOICES: &str = "list_name,name,label::English (en),label::French (fr)\nyesno,yes,Yes,Oui\nyesno,no,No,Non\n";
const SETTINGS: &str = "form_id,form_title,version,default_language\ntiny,Tiny,1,English (en)\n";
pub const CSRF: &str = "the-token-of-every-form";

pub const RESPONDENT: &str = "a@example.org";
pub const COLLEAGUE: &str = "a2@example.org";
pub const NEIGHBOUR: &str = "neighbour@example.org";
pub const FOREIGNER: &str = "b@example.org";
pub const COORDINATOR: &str = "coordinator-a@example.org";
pub const SECOND: &str = "coordinator-a2@example.org";
pub const OTHER: &str = "coordinator-b@example.org";
pub const ADMIN: &str = "admin@example.org";

/// A round with the departments Health and Homes in ES61 and Trade in ES21.
pub struct World {
    pub site: Site,
    /// Of Health.
    pub response: ResponseId,
    /// Of Homes, in the same region.
    pub neighbour: ResponseId,
    pub foreign: ResponseId,
    pub locales: Locales,
}

/// Somebody with a session.
pub struct Person<'a> {
    world: &'a World,
    client: reqwest::Client,
    cookie: String,
    pub account: AccountId,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub text: String,
}

impl World {
    pub async fn begin() -> Self {
        Self::with_departments(&[]).await
    }

    /// With further departments of the first region, each with one person.
    pub async fn with_departments(more: &[String]) -> Self {
        let site = Site::start().await;
        let mut connection = site.pool.get().await.unwrap();
        let connection = &mut connection;
        let now = Utc::now();
        let files = [("survey.csv", SURVEY), ("settings.csv", SETTINGS), ("choices.csv", CHOICES)];
        let imported = import(Source::Files(files.map(|(name, text)| (name.into(), text.into())).to_vec()));
        let definition = imported.definition.unwrap_or_else(|| panic!("{:?}", imported.problems));
        let version = questionnaires::add(connection, &definition, None, now).await.unwrap();
        questionnaires::publish(connection, version, None, now).await.unwrap();
        let all = regions::all(connection).await.unwrap();
        let id_of = |code: &str| all.iter().find(|region| region.code == code).unwrap().id;
        let mut departments: Vec<DepartmentId> = Vec::new();
        let first: Vec<(&str, &str)> = more.iter().map(|name| ("ES61", name.as_str())).collect();
        for (code, name) in [("ES61", "Health"), ("ES61", "Homes"), ("ES21", "Trade")].into_iter().chain(first) {
            departments.push(regions::find_or_create_department(connection, id_of(code), "X", name).await.unwrap());
        }
        let invitee = |index: usize, email: &str, language: &str| Invitee {
            department: departments[index],
            department_name: "D".into(),
            email: email.into(),
            name: format!("Name of {email}"),
            language: language.into(),
        };
        let mut invitees = vec![
            invitee(0, RESPONDENT, "en"),
            invitee(0, COLLEAGUE, "fr"),
            invitee(1, NEIGHBOUR, "en"),
            invitee(2, FOREIGNER, "en"),
        ];
        invitees.extend((3..departments.len()).map(|index| invitee(index, &format!("d{index}@example.org"), "en")));
        let (opens_at, deadline) = (now - TimeDelta::days(1), now + TimeDelta::days(9));
        let (code, name) = ("first".to_owned(), "First".to_owned());
        let new = NewRound { code, name, version, opens_at, deadline, invitees };
        let locales = Locales::load().unwrap();
        let round = rounds::open(connection, &locales, "http://x", &new, None, now).await.unwrap();
        for (email, region) in [(COORDINATOR, "ES61"), (SECOND, "ES61"), (OTHER, "ES21")] {
            let grant = Some((Role::Coordinator, Some(id_of(region))));
            accounts::add(connection, email, "", "en", grant, None, now).await.unwrap();
        }
        accounts::add(connection, ADMIN, "", "en", Some((Role::Admin, None)), None, now).await.unwrap();
        let mut found = Vec::new();
        for department in &departments[..3] {
            found.push(responses::of_department(connection, round, *department).await.unwrap().unwrap());
        }
        Self { site, response: found[0], neighbour: found[1], foreign: found[2], locales }
    }

    pub async fn person(&self, email: &str) -> Person<'_> {
        let mut connection = self.site.pool.get().await.unwrap();
        let account = store_accounts::by_email(&mut connection, email).await.unwrap().unwrap().id;
        let token = Token::new(rand::random());
        let now = Utc::now();
        let strength = if email == ADMIN { Strength::Strong } else { Strength::Link };
        let new = sessions::New {
            token: &token.hash(),
            account,
            csrf_token: CSRF,
            strength,
            device: "",
            now,
            expires_at: now + TimeDelta::hours(1),
        };
        sessions::create(&mut connection, new).await.unwrap();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Person { world: self, client, cookie: format!("periplus-session={}", token.reveal()), account }
    }

    pub fn around(&self, author: AccountId) -> Surroundings<'_> {
        Surroundings { locales: &self.locales, base_url: "http://x", author, now: Utc::now() }
    }

    /// One value of the database, as text.
    pub async fn one(&self, query: &str) -> String {
        let client = self.site.pool.streaming().await.unwrap();
        let row = client.query_one(&format!("SELECT ({query})::text"), &[]).await.unwrap();
        row.get::<_, Option<String>>(0).unwrap_or_default()
    }

    pub async fn run(&self, statement: &str) {
        let client = self.site.pool.streaming().await.unwrap();
        client.batch_execute(statement).await.unwrap();
    }

    pub async fn state(&self) -> String {
        self.one(&format!("SELECT state FROM response WHERE id = '{}'", self.response)).await
    }

    /// How often an action was recorded.
    pub async fn audited(&self, action: &str) -> String {
        self.one(&format!("SELECT count(*) FROM audit WHERE action = '{action}'")).await
    }

    /// Whom mails of a kind were written to, in order, separated by spaces.
    pub async fn mailed(&self, kind: &str) -> String {
        self.one(&format!(
            "SELECT coalesce(string_agg(recipient, ' ' ORDER BY created_at, recipient COLLATE \"C\"), '') FROM outbox WHERE kind = '{kind}'"
        ))
        .await
    }
}

impl Person<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        let request = self.client.get(format!("{}{path}", self.world.site.address));
        answer(request.header("Cookie", &self.cookie)).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", CSRF)]).collect();
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = self.client.post(format!("{}{path}", self.world.site.address));
        answer(request.header("Cookie", &self.cookie).header("Content-Type", FORM).body(body)).await
    }

    /// Sends a page of answers with what its hidden fields hold.
    pub async fn save(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{path}: {page:?}");
        let hidden =
            Regex::new(r#"<input type="hidden" name="(version:[^"]+|:questionnaire)" value="([^"]*)""#).unwrap();
        let hidden: Vec<(String, String)> =
            hidden.captures_iter(&page.text).map(|found| (found[1].to_owned(), found[2].to_owned())).collect();
        let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).collect();
        self.post(path, &all).await
    }

    /// Answers both sections.
    pub async fn fill(&self, staff: &str, note: &str) {
        let id = self.world.response;
        let sent = self.save(&format!("/responses/{id}/sections/first"), &[("staff", staff), ("note", note)]).await;
        assert_eq!(sent.status, 303, "{sent:?}");
    }

    /// Adds a practice.
    pub async fn add_practice(&self, title: &str) {
        let id = self.world.response;
        let added = self.save(&format!("/responses/{id}/sections/second"), &[("then", "add:practices")]).await;
        assert_eq!(added.status, 303, "{added:?}");
        let name = added.location.split_once("/entries/").unwrap().1;
        let sent = self.save(&added.location, &[(&format!("{name}/title"), title)]).await;
        assert_eq!(sent.status, 303, "{sent:?}");
    }

    pub async fn submit(&self) {
        let key = Uuid::new_v4().to_string();
        let sent = self.post(&format!("/responses/{}/submit", self.world.response), &[("key", &key)]).await;
        assert_eq!((sent.status, sent.location.ends_with("/receipt")), (303, true), "{sent:?}");
    }

    /// Opens a query; its address.
    pub async fn ask(&self, path: &str, text: &str) -> String {
        let id = self.world.response;
        let asked = self.post(&format!("/responses/{id}/queries"), &[("path", path), ("text", text)]).await;
        assert_eq!(asked.status, 303, "{asked:?}");
        let newest = "SELECT id FROM answer_query ORDER BY id DESC LIMIT 1";
        format!("/responses/{id}/queries/{}", self.world.one(newest).await)
    }

    pub async fn decide(&self, decision: &str, state: &str, revision: &str, text: &str) -> Answer {
        let fields = [("decision", decision), ("state", state), ("revision", revision), ("text", text)];
        self.post(&format!("/responses/{}/review", self.world.response), &fields).await
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let location = response.headers().get("Location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (status, location) = (response.status().as_u16(), location.to_owned());
    Answer { status, location, text: response.text().await.unwrap() }
}
