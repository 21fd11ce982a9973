//! A real mail server and real workers, each a process that can be killed, over a database of their own.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use chrono::Utc;
use periplus::{
    language::Locales,
    mail::message,
    store::{Pool, migrate, outbox},
};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

use crate::program::{Database, Program};

/// An SMTP server. What it kept stays in its folder when it is killed.
pub struct MailServer {
    folder: TempDir,
    arguments: Vec<String>,
    port: u16,
    child: Option<Child>,
}

/// A program that sends what is in the outbox. Dropping it kills it.
pub struct Worker(Child);

/// The outbox of a test.
pub struct Outbox {
    pub database: Database,
    pub client: Client,
    pub pool: Pool,
}

/// A message that the server kept.
pub struct Kept {
    pub message_id: String,
    pub bytes: Vec<u8>,
}

impl MailServer {
    /// Starts one with these further arguments, on a port that the system chooses.
    pub fn start(arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let mut server = Self { folder: TempDir::new().unwrap(), arguments, port: 0, child: None };
        server.revive();
        server
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// As `kill -9` does.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Starts it again on the same port.
    pub fn revive(&mut self) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = root.join(".venv/bin/python");
        assert!(python.exists(), "run tools/need python first: the mail server of the tests is a Python package");
        let mut child = Command::new(python)
            .arg(root.join("tests/mail/server.py"))
            .arg(self.folder.path())
            .arg(self.port.to_string())
            .args(&self.arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.port = line.trim().parse().expect("the mail server did not start");
        self.child = Some(child);
    }

    /// What was written down since it was first started.
    pub fn journal(&self) -> String {
        fs::read_to_string(self.folder.path().join("journal")).unwrap_or_default()
    }

    pub fn journal_length(&self) -> u64 {
        fs::metadata(self.folder.path().join("journal")).map_or(0, |about| about.len())
    }

    /// Every message that is on its disk, with the recipient.
    pub fn kept(&self) -> Vec<(String, Kept)> {
        let files = fs::read_dir(self.folder.path().join("messages")).unwrap().map(|entry| entry.unwrap().path());
        let files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "eml")).collect();
        let read = |path: PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let line = text.lines().find(|line| line.starts_with("Message-ID: ")).unwrap();
            let message_id = line.trim_start_matches("Message-ID: ").to_owned();
            (name.split(' ').next().unwrap().to_owned(), Kept { message_id, bytes })
        };
        files.into_iter().map(read).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Worker {
    /// The program as it runs on a server, with short waits.
    pub fn start(outbox: &Outbox, smtp_url: &str, settings: &[(&str, &str)]) -> Self {
        let mut command = Program::command();
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--pool-size", "4"])
            .env("DATABASE_URL", &outbox.database.url)
            .env("PERIPLUS_DATA", std::env::temp_dir())
            .env("PERIPLUS_SMTP_URL", smtp_url)
            .env("PERIPLUS_SMTP_TIMEOUT", "2")
            .env("PERIPLUS_MAIL_RETRY", "1")
            .env("PERIPLUS_MAIL_FROM", "Comisión <periplus@example.org>")
            .env("RUST_LOG", "off")
            .envs(settings.iter().copied())
            .stdout(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // On Unix this is SIGKILL: no handler runs.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Outbox {
    pub async fn create() -> Self {
        let database = Database::create().await;
        let pool = Pool::new(&database.url, 2, None).unwrap();
        migrate(&pool).await.unwrap();
        let (client, connection) = tokio_postgres::connect(&database.url, NoTls).await.unwrap();
        tokio::spawn(connection);
        Self { database, client, pool }
    }

    /// Promises a mail to each.
    pub async fn write_to<T: AsRef<str>>(&self, recipients: &[T]) {
        let locales = Locales::load_for("Comisión Marítima").unwrap();
        let now = Utc::now();
        let write = |to: &T| message::test(&locales, to.as_ref(), "es", "https://periplus.example.org").into_mail(now);
        let mails: Vec<_> = recipients.iter().map(write).collect();
        outbox::enqueue(&mut self.pool.get().await.unwrap(), &mails).await.unwrap();
    }

    pub async fn count(&self, condition: &str) -> i64 {
        let query = format!("SELECT count(*) FROM outbox WHERE {condition}");
        self.client.query_one(&query, &[]).await.unwrap().get(0)
    }

    pub async fn text(&self, query: &str) -> String {
        self.client.query_one(query, &[]).await.unwrap().get::<_, Option<String>>(0).unwrap_or_default()
    }

    /// Waits until no mail is such.
    pub async fn until_none(&self, condition: &str, patience: Duration) {
        let end = std::time::Instant::now() + patience;
        while self.count(condition).await > 0 {
            assert!(std::time::Instant::now() < end, "still {condition}: {}", self.count(condition).await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn drop(self) {
        drop(self.client);
        drop(self.pool);
        self.database.drop().await;
    }
}
