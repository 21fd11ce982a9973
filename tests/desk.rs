//! The desk of the secretariat over HTTP: a workbook with mistakes is told cell by cell, the shipped one is published,
//! asked and exported, and nobody else comes in.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod authenticator;

use std::{env, fs, io::Write, net::TcpListener, sync::Arc, thread};

use actix_web::web::Data;
use chrono::Utc;
use periplus::{
    access::actor::Role,
    fieldwork::ids::RegionId,
    language::Locales,
    operations::{accounts, registry},
    store::{Pool, migrate, regions},
    web::{self, state::State},
};
use uuid::Uuid;

const PASSWORD: &str = "a long enough pass phrase 7";
const FORM: &str = "application/x-www-form-urlencoded";
const BOUNDARY: &str = "a-boundary-that-no-file-holds";

/// A server over a database of its own.
struct Server {
    address: String,
}

/// Somebody with a browser.
struct Browser<'a> {
    server: &'a Server,
    client: reqwest::Client,
}

struct Answer {
    status: u16,
    location: String,
    text: String,
}

impl Server {
    async fn start() -> Self {
        let url = env::var("TEST_DATABASE_URL").expect("run this with target/debug/examples/with_postgres");
        let name = format!("desk_{}", Uuid::new_v4().simple());
        let maintenance = Pool::new(&url, 1, None).unwrap().streaming().await.unwrap();
        maintenance.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        let url = format!("{server}/{name}");
        let pool = Pool::new(&url, 2, None).unwrap();
        migrate(&pool).await.unwrap();
        let home = people(&pool).await;
        assert!(home.is_some(), "the registry has ES61");
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", socket.local_addr().unwrap());
        let base_url = address.clone();
        // The framework wants a runtime of its own, and it serves until the test's process ends.
        thread::spawn(move || {
            let pool = Pool::new(&url, 4, None).unwrap();
            let state = State::new(pool, Arc::new(Locales::load().unwrap()), base_url, 0, false).unwrap();
            actix_web::rt::System::new().block_on(async { web::serve(Data::new(state), socket, 1).unwrap().await })
        });
        Self { address }
    }

    async fn browser(&self, email: &str) -> Browser<'_> {
        let client = reqwest::Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
        let browser = Browser { server: self, client: client.build().unwrap() };
        let credentials = [("email", email), ("password", PASSWORD), ("next", "/")];
        let next = browser.post("/sign-in", "/sign-in", &credentials).await;
        assert_eq!(next.status, 303, "{email}");
        if next.location.starts_with("/sign-in/authenticator") {
            let secret = authenticator::secret_on(&browser.get(&next.location).await.text).expect("a key");
            let fields = [("code", authenticator::code(&secret)), ("next", "/".to_owned())];
            let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
            assert_eq!(browser.post(&next.location, "/sign-in/authenticator", &fields).await.status, 200, "{email}");
        }
        browser
    }
}

/// The registry and one person a role; the coordinator's region.
async fn people(pool: &Pool) -> Option<RegionId> {
    let mut connection = pool.get().await.unwrap();
    let csv = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/regions.csv")).unwrap();
    registry::put_regions(&mut connection, &registry::read_regions(&csv).unwrap(), Utc::now()).await.unwrap();
    let all = regions::all(&mut connection).await.unwrap();
    let home = all.iter().find(|region| region.code == "ES61").map(|region| region.id);
    for (email, role, region) in [
        ("admin@example.org", Role::Admin, None),
        ("consultant@example.org", Role::Consultant, None),
        ("coordinator@example.org", Role::Coordinator, home),
    ] {
        let role = Some((role, region));
        accounts::add(&mut connection, email, "", "en", role, Some(PASSWORD), Utc::now()).await.unwrap();
    }
    home
}

impl Browser<'_> {
    async fn get(&self, path: &str) -> Answer {
        answer(self.client.get(format!("{}{path}", self.server.address))).await
    }

    /// The token of the forms on a page.
    async fn token(&self, page: &str) -> String {
        let text = self.get(page).await.text;
        let (_, rest) = text.split_once("name=\"csrf\" value=\"").expect("a form");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    async fn post(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token(page).await;
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = self.client.post(format!("{}{path}", self.server.address));
        answer(request.header("Content-Type", FORM).body(body)).await
    }

    async fn upload(&self, token: &str, file: &[u8]) -> Answer {
        let part = |about: &str| format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n\r\n");
        let body = format!("{}{token}\r\n{}", part("name=\"csrf\""), part("name=\"file\"; filename=\"form\""));
        let body = [body.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
        let request = self.client.post(format!("{}/admin/questionnaires", self.server.address));
        answer(request.header("Content-Type", format!("multipart/form-data; boundary={BOUNDARY}")).body(body)).await
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let location = response.headers().get("Location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (status, location) = (response.status().as_u16(), location.to_owned());
    Answer { status, location, text: response.text().await.unwrap() }
}

/// The shipped questionnaire as a zip of its sheets, each as `change` makes it.
fn shipped(change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["survey.csv", "choices.csv", "settings.csv"] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/external-dimension");
        let sheet = fs::read_to_string(format!("{folder}/{name}")).unwrap();
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(change(name, sheet).as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_questionnaire_with_mistakes_is_not_taken() {
    let server = Server::start().await;
    let admin = server.browser("admin@example.org").await;
    let token = admin.token("/admin/questionnaires").await;
    let survey = "type,name,label,relevant\ninteger,age,How old?,\ntext,job,Job?,${aeg} > 1\ntext,why,Why?,1 +\n";
    for (row, place) in [("text,job,Job?,${aeg} > 1", "survey!D3"), ("text,job,Job?,foo(1)", "survey!D3")] {
        let survey = survey.replace("text,job,Job?,${aeg} > 1", row);
        let file = shipped(|name, sheet| if name == "survey.csv" { survey.clone() } else { sheet });
        let refused = admin.upload(&token, &file).await;
        assert_eq!(refused.status, 422, "{row}");
        for expected in [place, "<title>Error:", "role=\"alert\"", "</mark>"] {
            assert!(refused.text.contains(expected), "{row}: no {expected}");
        }
        assert!(refused.text.contains("There are no questionnaires yet."), "{row}: stored");
    }
    assert_eq!(admin.upload(&token, b"no workbook").await.status, 422);
    assert_eq!(admin.upload("wrong", &shipped(|_, sheet| sheet)).await.status, 403);
    let large = vec![b'x'; 10 * 1024 * 1024 + 1];
    assert_eq!(admin.upload(&token, &large).await.status, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shipped_questionnaire_is_published_asked_and_exported() {
    let server = Server::start().await;
    let admin = server.browser("admin@example.org").await;
    let token = admin.token("/admin/questionnaires").await;
    let taken = admin.upload(&token, &shipped(|_, sheet| sheet)).await;
    assert_eq!(taken.status, 303);
    let preview = admin.get(&taken.location).await;
    assert!(preview.text.contains("Spanish (es)") && preview.text.contains("Publish this version"));
    assert_eq!(admin.post(&taken.location, &taken.location, &[("action", "publish")]).await.status, 303);

    let version = taken.location.rsplit('/').next().unwrap_or_default();
    let round = |code: &'static str, invitees: &'static str| {
        [
            ("name", "First"),
            ("code", code),
            ("version", version),
            ("opens_at", "2026-01-01T00:00"),
            ("deadline", "2099-01-01T00:00"),
            ("invitees", invitees),
        ]
    };
    let path = "/admin/rounds/new";
    let wrong = admin.post(path, path, &round("A B", "XX,INT,,nobody,en\nES61,INT,Health,a@example.org,en")).await;
    assert_eq!(wrong.status, 422);
    for expected in ["<title>Error:", "href=\"#code\"", "href=\"#invitees\"", "Line 1: “nobody”", "ES61,INT,Health"]
    {
        assert!(wrong.text.contains(expected), "no {expected}");
    }
    let lines = "ES61,INT,Health,a@example.org,en\nES21,SOC,Homes,b@example.org,es";
    assert_eq!(admin.post(path, path, &round("first", lines)).await.location, "/admin/rounds/first?invited=2");
    assert_eq!(admin.post(path, path, &round("first", lines)).await.status, 422, "the code is taken");

    let consultant = server.browser("consultant@example.org").await;
    let participation = consultant.get("/results/first/participation.csv").await;
    assert_eq!((participation.status, participation.text.lines().count()), (200, 3));
    assert_eq!(consultant.get("/results/first/none.csv").await.status, 404);
    assert_eq!(consultant.get("/admin").await.status, 404);
    let coordinator = server.browser("coordinator@example.org").await;
    assert_eq!(coordinator.get("/").await.location, "/regions");
    assert_eq!(coordinator.get("/regions").await.location, "/regions/ES61");
    let own = coordinator.get("/regions/ES61/rounds/first").await.text;
    assert!(own.contains("Health") && !own.contains("Homes"));
    for foreign in ["/regions/ES21", "/results/first/participation.csv", "/admin/rounds/first"] {
        assert_eq!(coordinator.get(foreign).await.status, 404, "{foreign}");
    }
    let round = "/admin/rounds/first";
    assert_eq!(admin.post(round, round, &[("action", "close")]).await.status, 303);
    assert_eq!(admin.post("/admin/rounds/new", round, &[("action", "close")]).await.status, 409);
}
