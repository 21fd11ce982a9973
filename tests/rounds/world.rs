//! A published questionnaire, an admin, and coordinators who read different languages.

use chrono::Utc;
use periplus::{
    access::actor::Role,
    fieldwork::{ids::VersionId, round::Round},
    language::Locales,
    operations::{accounts, invitees::Asking, questionnaires},
    questionnaire::{
        compile::{Questionnaire, compile},
        definition::Definition,
        xlsform::{Source, import},
    },
    store::{regions, rounds},
};
use tokio_postgres::types::ToSql;

use crate::{
    browser::{Browser, PASSWORD},
    site::Site,
};

pub const ADMIN: &str = "admin@example.org";
/// Coordinates two regions.
pub const SPANISH: &str = "es@example.org";
pub const FRENCH: &str = "fr@example.org";

const SURVEY: &str = "type,name,label\nbegin_group,first,First\ntext,a,A\nend_group,,\n";
const SETTINGS: &str = "form_id,form_title,version\nf,F,1\n";

pub struct World {
    pub site: Site,
    pub version: VersionId,
    pub definition: Definition,
    pub locales: Locales,
}

impl World {
    pub async fn new() -> Self {
        let site = Site::start().await;
        let mut connection = site.pool.get().await.unwrap();
        let sheets = vec![
            ("survey.csv".to_owned(), SURVEY.as_bytes().to_vec()),
            ("settings.csv".to_owned(), SETTINGS.as_bytes().to_vec()),
        ];
        let definition = import(Source::Files(sheets)).definition.unwrap();
        let version = questionnaires::add(&mut connection, &definition, None, Utc::now()).await.unwrap();
        questionnaires::publish(&mut connection, version, None, Utc::now()).await.unwrap();
        let all = regions::all(&mut connection).await.unwrap();
        let id_of = |code: &str| all.iter().find(|region| region.code == code).map(|region| region.id);
        for (email, language, role) in [
            (ADMIN, "en", (Role::Admin, None)),
            (SPANISH, "es", (Role::Coordinator, id_of("ES61"))),
            (SPANISH, "es", (Role::Coordinator, id_of("ES21"))),
            (FRENCH, "fr", (Role::Coordinator, id_of("FRH0"))),
        ] {
            accounts::add(&mut connection, email, "", language, Some(role), Some(PASSWORD), Utc::now()).await.unwrap();
        }
        drop(connection);
        Self { site, version, definition, locales: Locales::load().unwrap() }
    }

    pub fn questionnaire(&self) -> Questionnaire {
        compile(self.definition.clone()).unwrap()
    }

    pub fn asking(&self) -> Asking<'_> {
        Asking { locales: &self.locales, base_url: &self.site.address, author: None, now: Utc::now() }
    }

    pub async fn admin(&self) -> Browser<'_> {
        Browser::enrolled(&self.site, ADMIN).await.0
    }

    pub async fn round(&self, code: &str) -> Round {
        rounds::by_code(&mut self.site.pool.get().await.unwrap(), code).await.unwrap().unwrap()
    }

    /// Makes a round on its page; its address.
    pub async fn make(&self, admin: &Browser<'_>, code: &str, action: &str, invitees: &str) -> String {
        let made = admin.send("/admin/rounds/new", "/admin/rounds/new", &self.fields(code, action, invitees)).await;
        assert_eq!(made.status, 303, "{made:?}");
        format!("/admin/rounds/{code}")
    }

    /// The fields of the form of a new round.
    pub fn fields<'a>(&self, code: &'a str, action: &'a str, invitees: &'a str) -> Vec<(&'a str, &'a str)> {
        let version: &'static str = Box::leak(self.version.to_string().into_boxed_str());
        vec![
            ("name", "Coast"),
            ("code", code),
            ("version", version),
            ("time_zone", "Europe/Madrid"),
            ("opens_at", "2026-01-01T00:00"),
            ("deadline", "2099-06-01T18:00"),
            ("late_days", "0"),
            ("quiet_from", "19:00"),
            ("quiet_until", "08:00"),
            ("keep_drafts_days", ""),
            ("keep_contacts_days", ""),
            ("keep_logs_days", ""),
            ("invitees", invitees),
            ("action", action),
        ]
    }

    pub async fn count(&self, query: &str, parameters: &[&(dyn ToSql + Sync)]) -> i64 {
        self.site.pool.streaming().await.unwrap().query_one(query, parameters).await.unwrap().get(0)
    }

    pub async fn run(&self, statement: &str) {
        self.site.pool.streaming().await.unwrap().batch_execute(statement).await.unwrap();
    }

    /// The recipients and subjects of the mails of a kind, in order.
    pub async fn mails(&self, kind: &str) -> Vec<String> {
        let query = "SELECT recipient || ': ' || subject FROM outbox WHERE kind = $1 ORDER BY 1";
        let client = self.site.pool.streaming().await.unwrap();
        client.query(query, &[&kind]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }

    /// The address in the newest mail of a kind to somebody.
    pub async fn link(&self, email: &str, kind: &str) -> String {
        let newest = "SELECT body_text FROM outbox WHERE recipient = $1 AND kind = $2 ORDER BY created_at DESC LIMIT 1";
        let client = self.site.pool.streaming().await.unwrap();
        let text: String = client.query_one(newest, &[&email, &kind]).await.unwrap().get(0);
        text[text.find("/open/").expect("a link")..].split_whitespace().next().unwrap().to_owned()
    }

    /// Somebody who opens the link of their newest mail of a kind; where it leads.
    pub async fn open(&self, email: &str, kind: &str) -> (Browser<'_>, String) {
        let browser = Browser::new(&self.site);
        let link = self.link(email, kind).await;
        let opened = browser.send(&link, &link, &[]).await;
        assert_eq!(opened.status, 303, "{opened:?}");
        (browser, opened.location)
    }
}

/// The value of a hidden field.
pub fn hidden(text: &str, name: &str) -> String {
    let (_, rest) = text.split_once(&format!("name=\"{name}\" value=\"")).expect("the field");
    rest.split('"').next().unwrap_or_default().to_owned()
}
