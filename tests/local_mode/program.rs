//! The real program over a database of its own, and a browser that keeps cookies and follows nothing by itself.

use std::{
    env,
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use reqwest::{Client, header::LOCATION, redirect::Policy};
use tempfile::TempDir;
use tokio_postgres::NoTls;

/// A database that only one test uses.
pub struct Database {
    pub url: String,
    name: String,
}

/// The program while it runs. Dropping it kills it, whatever came of the test.
pub struct Program {
    child: Child,
    base_url: String,
    lines: Vec<String>,
    _data: TempDir,
}

/// One visitor's browser.
pub struct Browser(pub Client);

/// What came back.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    pub body: String,
    location: Option<String>,
}

impl Database {
    pub async fn create() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("local_mode_{}_{count}", std::process::id());
        execute(&maintenance(), &format!("CREATE DATABASE {name}")).await;
        let config: tokio_postgres::Config = maintenance().parse().unwrap();
        let main = config.get_dbname().unwrap_or("postgres").to_owned();
        // The maintenance database's name stands in the address once, as its path or as a keyword.
        let url = maintenance();
        let url = match url.rfind(&format!("/{main}")).filter(|_| url.contains("://")) {
            Some(at) => format!("{}/{name}{}", &url[..at], &url[at + 1 + main.len()..]),
            None => url.replace(&format!("dbname={main}"), &format!("dbname={name}")),
        };
        Self { url, name }
    }

    pub async fn count(&self, query: &str) -> i64 {
        let client = connect(&self.url).await;
        client.query_one(query, &[]).await.unwrap().get(0)
    }

    pub async fn texts(&self, query: &str) -> Vec<String> {
        let client = connect(&self.url).await;
        client.query(query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }

    pub async fn drop(self) {
        execute(&maintenance(), &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

impl Program {
    /// The command without an environment of ours.
    pub fn command() -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_periplus"));
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("PERIPLUS_") || name == "DATABASE_URL" {
                command.env_remove(name);
            }
        }
        command
    }

    /// In the local mode, once it has printed its links.
    pub async fn start(database: &Database) -> Self {
        Self::spawn(database, &["--local"], 4).await
    }

    /// As on a server.
    pub async fn start_plain(database: &Database) -> Self {
        Self::spawn(database, &[], 1).await
    }

    async fn spawn(database: &Database, flags: &[&str], lines: usize) -> Self {
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let data = TempDir::new().unwrap();
        let mut child = Self::command()
            .args(["serve", "--listen", &listen.to_string()])
            .args(flags)
            .env("DATABASE_URL", &database.url)
            .env("PERIPLUS_DATA", data.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let read = tokio::task::spawn_blocking(move || BufReader::new(out).lines().take(lines).flatten().collect());
        let lines: Vec<String> = tokio::time::timeout(Duration::from_secs(90), read).await.unwrap().unwrap();
        let program = Self { child, base_url: format!("http://{listen}"), lines, _data: data };
        assert!(!program.lines.is_empty(), "the program ended before it served");
        let live = format!("{}/live", program.base_url);
        let browser = Client::new();
        for _ in 0..100 {
            if browser.get(&live).send().await.is_ok() {
                return program;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{live} does not answer");
    }

    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The link that was printed for an audience.
    pub fn link(&self, audience: &str) -> String {
        let line = self.lines.iter().find(|line| line.starts_with(audience)).unwrap();
        line.split_whitespace().nth(1).unwrap().to_owned()
    }

    /// As `kill -9` does.
    pub fn kill(self) {
        drop(self);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // On Unix this is SIGKILL: no handler runs.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Browser {
    pub fn new() -> Self {
        Self(Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap())
    }

    pub async fn get(&self, url: &str) -> Page {
        Page::of(self.0.get(url).send().await.unwrap()).await
    }

    pub async fn post(&self, url: &str, fields: &[(&str, &str)]) -> Page {
        let origin = url.split('/').take(3).collect::<Vec<_>>().join("/");
        Page::of(self.0.post(url).header("Origin", origin).form(fields).send().await.unwrap()).await
    }
}

impl Page {
    async fn of(response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let location = response.headers().get(LOCATION).map(|value| value.to_str().unwrap().to_owned());
        Self { status, location, body: response.text().await.unwrap() }
    }

    /// Where it sends the browser; empty where it does not.
    pub fn location(&self) -> String {
        self.location.clone().unwrap_or_default()
    }

    /// The value of a hidden field.
    pub fn field(&self, name: &str) -> String {
        let found = after(&self.body, &format!("name=\"{name}\" value=\""));
        found.split('"').next().unwrap().to_owned()
    }

    /// The key of the form that submits.
    pub fn key(&self) -> String {
        assert!(self.body.contains("name=\"key\""), "not ready to submit: {}", self.body);
        self.field("key")
    }
}

/// What follows the first `mark`.
pub fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).unwrap_or_else(|| panic!("no {mark} in {text}")).1
}

fn maintenance() -> String {
    env::var("TEST_DATABASE_URL").unwrap()
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn execute(url: &str, statement: &str) {
    connect(url).await.batch_execute(statement).await.unwrap();
}
