//! The program over HTTP, on a database of its own, and people with browsers.

use std::{env, net::TcpListener, sync::Arc, thread};

use actix_web::web::Data;
use chrono::Utc;
use periplus::{
    access::actor::Role,
    language::Locales,
    operations::{accounts, registry},
    store::{Pool, migrate},
    web::{self, state::State},
};
use uuid::Uuid;

use crate::{authenticator, page::Page};

const PASSWORD: &str = "a long enough pass phrase 7";
const BOUNDARY: &str = "a-boundary-that-no-file-holds";
const REGIONS: &[u8] = include_bytes!("../../questionnaires/regions.csv");

pub struct Site {
    address: String,
    pub pool: Pool,
}

pub struct Browser<'a> {
    site: &'a Site,
    client: reqwest::Client,
}

pub struct Answer {
    pub status: u16,
    pub location: String,
    pub page: Page,
}

impl Site {
    /// A site with one admin and these respondents.
    pub async fn start(respondents: &[String]) -> Self {
        let url = env::var("TEST_DATABASE_URL").expect("run this with target/debug/examples/with_postgres");
        let name = format!("outside_{}", Uuid::new_v4().simple());
        let maintenance = Pool::new(&url, 1, None).unwrap().streaming().await.unwrap();
        maintenance.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let url = format!("{}/{name}", url.rsplit_once('/').unwrap().0);
        let pool = Pool::new(&url, 3, None).unwrap();
        migrate(&pool).await.unwrap();
        let mut connection = pool.get().await.unwrap();
        registry::put_regions(&mut connection, &registry::read_regions(REGIONS).unwrap(), Utc::now()).await.unwrap();
        let admin = [("admin@example.org", Some((Role::Admin, None)))];
        for (email, role) in admin.into_iter().chain(respondents.iter().map(|email| (email.as_str(), None))) {
            accounts::add(&mut connection, email, "", "en", role, Some(PASSWORD), Utc::now()).await.unwrap();
        }
        drop(connection);
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", socket.local_addr().unwrap());
        let base_url = address.clone();
        // The framework wants a runtime of its own, and it serves until the test's process ends.
        thread::spawn(move || {
            let pool = Pool::new(&url, 4, None).unwrap();
            let state = State::new(pool, Arc::new(Locales::load().unwrap()), base_url, 0, false).unwrap();
            actix_web::rt::System::new().block_on(async { web::serve(Data::new(state), socket, 1).unwrap().await })
        });
        Self { address, pool }
    }

    pub async fn browser(&self, email: &str) -> Browser<'_> {
        let client = reqwest::Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
        let browser = Browser { site: self, client: client.build().unwrap() };
        let pairs = [("email", email), ("password", PASSWORD), ("next", "/")];
        let next = browser.send("/sign-in", "/sign-in", &pairs).await;
        assert_eq!(next.status, 303, "{email}");
        if next.location.starts_with("/sign-in/authenticator") {
            let page = browser.client.get(format!("{}{}", self.address, next.location)).send().await.unwrap();
            let secret = authenticator::secret_on(&page.text().await.unwrap()).expect("a key");
            let code = authenticator::code(&secret);
            let pairs = [("code", code.as_str()), ("next", "/")];
            assert_eq!(browser.send(&next.location, "/sign-in/authenticator", &pairs).await.status, 200, "{email}");
        }
        browser
    }
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(self.client.get(format!("{}{path}", self.site.address))).await
    }

    /// Sends fields with the token of the page that they come from.
    pub async fn send(&self, page: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let token = self.get(page).await.page.hidden("csrf");
        let pairs = pairs.iter().copied().chain([("csrf", token.as_str())]);
        self.post(path, &pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()).await
    }

    pub async fn post(&self, path: &str, pairs: &[(String, String)]) -> Answer {
        let body = serde_urlencoded::to_string(pairs).unwrap();
        let request = self.client.post(format!("{}{path}", self.site.address));
        self.ask(request.header("Content-Type", "application/x-www-form-urlencoded").body(body)).await
    }

    /// Sends files beside fields.
    pub async fn upload(&self, path: &str, pairs: &[(&str, &str)], files: &[(String, Vec<u8>)]) -> Answer {
        let mut body = Vec::new();
        let mut part = |about: &str, content: &[u8]| {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n").into_bytes());
            body.extend(b"\r\n");
            body.extend(content);
            body.extend(b"\r\n");
        };
        for (name, value) in pairs {
            part(&format!("name=\"{name}\""), value.as_bytes());
        }
        for (name, content) in files {
            part(&format!("name=\"file\"; filename=\"{name}\""), content);
        }
        body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        let request = self.client.post(format!("{}{path}", self.site.address));
        self.ask(request.header("Content-Type", format!("multipart/form-data; boundary={BOUNDARY}")).body(body)).await
    }

    async fn ask(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let location = response.headers().get("Location").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (status, location) = (response.status().as_u16(), location.to_owned());
        let location = location.strip_prefix(&self.site.address).map_or(location.clone(), str::to_owned);
        Answer { status, location, page: Page::read(&response.text().await.unwrap()) }
    }
}
