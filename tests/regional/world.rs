//! A region with four departments that have submitted, two coordinators, and somebody from abroad; each with a browser.

use chrono::{TimeDelta, Utc};
use periplus::{
    access::{
        actor::{Actor, Role, Strength},
        token::Token,
    },
    fieldwork::ids::ResponseId,
    language::Locales,
    operations::{
        accounts, answers, questionnaires,
        recording::Recorder,
        rounds::{self, Invitee, NewRound},
        submit::{self, Outcome, Surroundings},
    },
    questionnaire::{
        compile::{Questionnaire, compile},
        expression::Environment,
        xlsform::{Source, import},
    },
    store::{accounts as store_accounts, drafts, regions, responses, sessions},
};
use regex::Regex;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::site::{FORM, Site};

const SURVEY: &str = "type,name,label::English (en),label::French (fr),required,periplus::non_answers,periplus::consolidation\n\
    begin_group,first,First,Première,,,\n\
    select_one yesno,network,Network?,Réseau ?,yes,,any\n\
    integer,staff,Staff,Effectifs,,no_data not_our_competence,sum\n\
    text,motto,Motto,Devise,,,coordinator\n\
    select_one yesno,green,Green?,Vert ?,,,majority\n\
    select_multiple themes,theme,Themes,Thèmes,,,coordinator\n\
    end_group,,,,,,\n\
    begin_group,second,Second,Suite,,,\n\
    begin_repeat,practices,Practices,Pratiques,,,union\n\
    text,title,Title,Titre,yes,,\n\
    text,link,Link,Lien,,,\n\
    end_repeat,,,,,,\n\
    text,statement,Statement,Déclaration,yes,,\n\
    end_group,,,,,,\n";
const CHOICES: &str = "list_name,name,label::English (en),label::French (fr)\nyesno,yes,Yes,Oui\nyesno,no,No,Non\n\
    themes,a,Apples,Pommes\nthemes,b,Boats,Bateaux\nthemes,c,Crabs,Crabes\n";
const SETTINGS: &str = "form_id,form_title,version,default_language\ntiny,Tiny,1,English (en)\n";
const CSRF: &str = "the-token-of-every-form";

pub const COORDINATOR: &str = "coordinator-a@example.org";
pub const SECOND: &str = "coordinator-a2@example.org";
pub const OTHER: &str = "coordinator-b@example.org";
pub const ADMIN: &str = "admin@example.org";
pub const ANSWER: &str = "/regions/ES61/rounds/first/answer";

/// Health, Homes, Ports and Trade of ES61.
pub struct World {
    pub site: Site,
    pub responses: Vec<ResponseId>,
    pub questionnaire: Questionnaire,
}

/// Somebody with a session.
pub struct Person<'a> {
    world: &'a World,
    client: reqwest::Client,
    cookie: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub text: String,
}

impl World {
    pub async fn begin() -> Self {
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
        let mut invitees = Vec::new();
        for name in ["Health", "Homes", "Ports", "Trade"] {
            let department = regions::find_or_create_department(connection, id_of("ES61"), "X", name).await.unwrap();
            invitees.push(Invitee {
                department,
                department_name: name.into(),
                email: format!("{}@example.org", name.to_lowercase()),
                name: name.into(),
                language: "en".into(),
            });
        }
        let abroad = regions::find_or_create_department(connection, id_of("ES21"), "X", "Abroad").await.unwrap();
        let (email, language) = ("abroad@example.org".to_owned(), "en".to_owned());
        invitees.push(Invitee { department: abroad, department_name: "A".into(), email, name: "A".into(), language });
        let (opens_at, deadline) = (now - TimeDelta::days(1), now + TimeDelta::days(9));
        let (code, name) = ("first".to_owned(), "First".to_owned());
        let departments: Vec<_> = invitees.iter().map(|invitee| invitee.department).collect();
        let new = NewRound { code, name, version, opens_at, deadline, invitees };
        let locales = Locales::load().unwrap();
        let round = rounds::open(connection, &locales, "http://x", &new, None, now).await.unwrap();
        for (email, region) in [(COORDINATOR, "ES61"), (SECOND, "ES61"), (OTHER, "ES21")] {
            let grant = Some((Role::Coordinator, Some(id_of(region))));
            accounts::add(connection, email, "", "en", grant, None, now).await.unwrap();
        }
        accounts::add(connection, ADMIN, "", "en", Some((Role::Admin, None)), None, now).await.unwrap();
        let mut found = Vec::new();
        for department in &departments {
            found.push(responses::of_department(connection, round, *department).await.unwrap().unwrap());
        }
        Self { site, responses: found, questionnaire: compile(definition).unwrap() }
    }

    /// All four have submitted.
    pub async fn submitted() -> Self {
        let world = Self::begin().await;
        let held = json!({ "non_answer": "no_data", "reason": "held_elsewhere" });
        let not_ours = json!({ "non_answer": "not_our_competence", "reason": "state" });
        world
            .submit(
                0,
                json!({ "network": "yes", "staff": 10, "motto": "Sea", "green": "yes", "theme": ["a", "b"],
                "practices/1": true, "practices/1/title": "Safe ports", "practices/1/link": "https://example.org/ports",
                "statement": "one" }),
            )
            .await;
        world
            .submit(1, json!({ "network": "no", "staff": held, "motto": "Land", "green": "no", "statement": "two" }))
            .await;
        world
            .submit(2, json!({ "network": "no", "staff": 5, "green": "yes", "theme": ["b", "c"], "practices/1": true,
                "practices/1/title": "Puertos seguros", "practices/1/link": "http://www.example.org/ports/?utm_source=x",
                "practices/2": true, "practices/2/title": "School of fishing", "statement": "three" }))
            .await;
        world.submit(3, json!({ "network": "no", "staff": not_ours, "green": "no", "statement": "four" })).await;
        world
    }

    /// Writes these answers over a department's draft and submits it; one that was submitted is returned first.
    pub async fn submit(&self, department: usize, given: Value) {
        let response = self.responses[department];
        self.run(&format!("UPDATE response SET state = 'returned' WHERE id = '{response}' AND state = 'submitted'"))
            .await;
        let mut connection = self.site.pool.get().await.unwrap();
        let connection = &mut connection;
        let name = ["health", "homes", "ports", "trade"][department];
        let account = store_accounts::by_email(connection, &format!("{name}@example.org")).await.unwrap().unwrap();
        let assignment = responses::find(connection, response).await.unwrap().unwrap();
        let stored = drafts::load(connection, assignment.response.round, response).await.unwrap();
        let writes = given.as_object().unwrap().iter().map(|(path, value)| drafts::Write {
            path: path.clone(),
            value: Some(value.clone()),
            seen: stored.iter().find(|row| row.path == *path).map_or(0, |row| row.version),
        });
        let now = Utc::now();
        let writes = writes.collect();
        let late = answers::save(connection, &assignment, account.id, &stored, writes, now).await.unwrap();
        assert!(late.is_empty(), "{late:?}");
        let saved = responses::find(connection, response).await.unwrap().unwrap();
        let environment = Environment { now: now.fixed_offset(), language: "en", seed: 0 };
        let actor = Actor {
            account: account.id,
            email: account.email,
            name: String::new(),
            language: "en".into(),
            grants: Vec::new(),
            invitations: Vec::new(),
        };
        let (locales, recorder) = (Locales::load().unwrap(), Recorder::default());
        let around = Surroundings {
            locales: &locales,
            base_url: "http://x",
            environment: &environment,
            recorder: &recorder,
            now,
        };
        let outcome =
            submit::submit(connection, &self.questionnaire, &actor, saved, Uuid::new_v4(), &around).await.unwrap();
        assert!(matches!(outcome, Outcome::Recorded { .. }), "{outcome:?}");
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
        Person { world: self, client, cookie: format!("periplus-session={}", token.reveal()) }
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

    /// What is stored of the region's answer at a path: basis and value.
    pub async fn value(&self, path: &str) -> String {
        self.one(&format!(
            "SELECT coalesce((SELECT basis || ' ' || coalesce(value::text, '-') FROM regional_value WHERE path = '{path}'), '')"
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

    /// Sends the form of a page as a browser does, with these fields in the place of its own; an empty box is not
    /// ticked.
    pub async fn send(&self, page: &Answer, path: &str, changes: &[(&str, &str)]) -> Answer {
        let mut fields = fields_of(&page.text);
        fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        let changes = changes.iter().filter(|(name, value)| !(value.is_empty() && name.contains(':')));
        fields.extend(changes.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(path, &fields).await
    }

    /// Opens a page and sends it.
    pub async fn save(&self, path: &str, changes: &[(&str, &str)]) -> Answer {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{path}: {page:?}");
        self.send(&page, path, changes).await
    }
}

/// The fields of the page's own form, as a browser would send them.
fn fields_of(page: &str) -> Vec<(String, String)> {
    let main = page.split("<main").nth(1).unwrap_or_default();
    let attribute = |tag: &str, name: &str| -> Option<String> {
        let found = Regex::new(&format!(r#"\s{name}="([^"]*)""#)).unwrap().captures(tag)?[1].to_owned();
        Some(plain(&found))
    };
    let mut fields = Vec::new();
    for tag in Regex::new(r"(?s)<input\b[^>]*>").unwrap().find_iter(main).map(|found| found.as_str()) {
        let kind = attribute(tag, "type").unwrap_or_default();
        let is_sent = !matches!(kind.as_str(), "radio" | "checkbox") || tag.contains(" checked");
        let name = attribute(tag, "name").filter(|name| is_sent && name != "csrf");
        fields.extend(name.map(|name| (name, attribute(tag, "value").unwrap_or_default())));
    }
    for found in Regex::new(r"(?s)(<textarea\b[^>]*>)\n?(.*?)</textarea>").unwrap().captures_iter(main) {
        fields.extend(attribute(&found[1], "name").map(|name| (name, plain(&found[2]))));
    }
    let selected = Regex::new(r#"<option value="([^"]*)" selected"#).unwrap();
    for found in Regex::new(r"(?s)(<select\b[^>]*>)(.*?)</select>").unwrap().captures_iter(main) {
        let chosen = selected.captures(&found[2]);
        let chosen = chosen.map(|chosen| plain(&chosen[1])).unwrap_or_default();
        fields.extend(attribute(&found[1], "name").map(|name| (name, chosen)));
    }
    fields
}

fn plain(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x3D;", "=")
        .replace("&amp;", "&")
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let location = response.headers().get("Location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (status, location) = (response.status().as_u16(), location.to_owned());
    Answer { status, location, text: response.text().await.unwrap() }
}
