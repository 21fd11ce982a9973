//! A private Postgres cluster, made and minded by this process for running without a `DATABASE_URL`.

mod binaries;
mod error;
mod launch;
mod leftovers;
mod place;

pub use error::ClusterError;

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use place::Place;
use std::{
    fmt::Write,
    fs,
    os::unix::ffi::OsStrExt,
    panic::resume_unwind,
    path::Path,
    process::{Child, ExitStatus},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

const SUPERUSER: &str = "periplus";
const MAINTENANCE_DATABASE: &str = "postgres";
/// Recovery after a crash replays up to a gigabyte of log; to give up earlier would start it all over.
const READY_PATIENCE: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(10);
/// Fast, then immediate (recovery at the next start), then none at all.
const STOPPING: [(Signal, Duration); 3] = [
    (Signal::SIGINT, Duration::from_secs(15)),
    (Signal::SIGQUIT, Duration::from_secs(10)),
    (Signal::SIGKILL, Duration::from_secs(5)),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Whether a commit survives a power cut. Without it full-page writes and waiting for commits are off too.
    pub fsync: bool,
    pub max_connections: u32,
    pub shared_buffers_mb: u32,
}

/// A running cluster. It ends with this value, and with this process even if that is killed.
#[derive(Debug)]
#[must_use = "a cluster that is dropped stops"]
pub struct Cluster {
    server: Child,
    place: Place,
    _keeper: mpsc::Sender<()>,
}

impl Settings {
    #[must_use]
    pub fn production() -> Self {
        Self { fsync: true, max_connections: 60, shared_buffers_mb: 128 }
    }

    /// For a cluster that is thrown away.
    #[must_use]
    pub fn test() -> Self {
        Self { fsync: false, max_connections: 200, shared_buffers_mb: 128 }
    }

    fn options(self) -> Vec<String> {
        let on_or_off = if self.fsync { "on" } else { "off" };
        let mut options = vec![
            "listen_addresses=".to_owned(),
            "unix_socket_permissions=0700".to_owned(),
            "timezone=UTC".to_owned(),
            "log_timezone=UTC".to_owned(),
            "log_destination=stderr".to_owned(),
            "logging_collector=off".to_owned(),
            format!("max_connections={}", self.max_connections),
            format!("shared_buffers={}MB", self.shared_buffers_mb),
        ];
        options.extend(["fsync", "full_page_writes", "synchronous_commit"].map(|name| format!("{name}={on_or_off}")));
        options
    }
}

impl Cluster {
    /// Starts the cluster of the folder `data`, and makes folder and cluster first where they are missing.
    ///
    /// Postgres processes that a killed application left in the folder are ended before.
    pub fn start(data: &Path, settings: &Settings) -> Result<Self, ClusterError> {
        let started = Instant::now();
        let place = Place::prepare(data)?;
        let existing = place.version()?;
        let is_new = existing.is_none();
        let binaries = binaries::choose(binaries::installed(), existing, &place.cluster)?;
        leftovers::end_all(&[&place.cluster, &place.unfinished])?;
        if leftovers::can_be_told() {
            place.remove_lock_files()?;
        }
        if is_new {
            launch::initialise(&place, &binaries, settings)?;
        }
        let (server, keeper) = launch::start(&place, &binaries, settings)?;
        let mut cluster = Self { server, place, _keeper: keeper };
        cluster.wait_until_ready()?;
        tracing::info!(
            cluster = %cluster.place.cluster.display(),
            pid = cluster.server.id(),
            version = binaries.major,
            is_new,
            milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "the private Postgres is ready"
        );
        Ok(cluster)
    }

    /// Where to connect, in the form that libpq, `tokio_postgres` and Diesel all read.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        self.url_as(SUPERUSER, database)
    }

    /// Where to connect as another role of the cluster.
    #[must_use]
    pub fn url_as(&self, role: &str, database: &str) -> String {
        let host = percent_encoded(self.place.sockets.as_os_str().as_bytes());
        format!("postgresql://{role}@{host}/{}", percent_encoded(database.as_bytes()))
    }

    /// The data directory of Postgres, which as root may lie outside the folder the cluster was started for.
    #[must_use]
    pub fn data_directory(&self) -> &Path {
        &self.place.cluster
    }

    /// The process id of the postmaster.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.server.id()
    }

    pub fn create_database_if_missing(&self, name: &str) -> Result<(), ClusterError> {
        let url = self.url(MAINTENANCE_DATABASE);
        // A thread of its own, because a runtime cannot be started where one already runs.
        let created = thread::scope(|scope| scope.spawn(|| create_database_if_missing(&url, name)).join());
        created.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Stops the cluster; a later start finds all that was committed.
    pub fn stop(mut self) -> Result<(), ClusterError> {
        self.shut_down()
    }

    /// Stops the cluster and deletes it with everything in it.
    pub fn discard(mut self) -> Result<(), ClusterError> {
        self.shut_down()?;
        self.place.remove()
    }

    fn shut_down(&mut self) -> Result<(), ClusterError> {
        let pid = self.server.id();
        for (signal, patience) in STOPPING {
            if self.exited()?.is_some() {
                return Ok(());
            }
            // The child is not reaped yet, so the id cannot be anybody else's.
            let _ = kill(Pid::from_raw(pid.cast_signed()), signal);
            let sent = Instant::now();
            while self.exited()?.is_none() && sent.elapsed() < patience {
                thread::sleep(POLL);
            }
        }
        self.exited()?.map(|_| ()).ok_or(ClusterError::DoesNotStop { pid })
    }

    fn exited(&mut self) -> Result<Option<ExitStatus>, ClusterError> {
        self.server.try_wait().map_err(ClusterError::Resources)
    }

    /// Reads the state from the postmaster's own file, as `pg_ctl` does, for this needs no connection.
    fn wait_until_ready(&mut self) -> Result<(), ClusterError> {
        let file = self.place.cluster.join("postmaster.pid");
        let started = Instant::now();
        while started.elapsed() < READY_PATIENCE {
            if let Some(status) = self.exited()? {
                return Err(ClusterError::StoppedAtOnce { status, log: last_lines(&self.place.log, 5) });
            }
            if fs::read_to_string(&file).is_ok_and(|state| says_ready(&state, self.server.id())) {
                return Ok(());
            }
            thread::sleep(POLL);
        }
        Err(ClusterError::NotReady { seconds: READY_PATIENCE.as_secs() })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        match self.shut_down() {
            Ok(()) => self.place.remove_sockets(),
            Err(error) => tracing::error!(%error, "the private Postgres was not stopped"),
        }
    }
}

fn create_database_if_missing(url: &str, name: &str) -> Result<(), ClusterError> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(ClusterError::Resources)?;
    let create = async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        if client.query_opt("SELECT FROM pg_database WHERE datname = $1", &[&name]).await?.is_none() {
            client.batch_execute(&format!("CREATE DATABASE \"{}\"", name.replace('"', "\"\""))).await?;
        }
        Ok(())
    };
    runtime.block_on(create).map_err(|source| ClusterError::Database { name: name.to_owned(), source })
}

/// Line 1 of `postmaster.pid` is the process, line 8 its state.
fn says_ready(state: &str, pid: u32) -> bool {
    let mut lines = state.lines().map(str::trim);
    lines.next().and_then(|line| line.parse().ok()) == Some(pid) && lines.nth(6) == Some("ready")
}

fn last_lines(file: &Path, count: usize) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let mut lines: Vec<_> = text.lines().rev().take(count).collect();
    lines.reverse();
    lines.join("\n")
}

fn percent_encoded(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(*byte)),
            other => {
                // Writing to a String cannot fail.
                let _ = write!(text, "%{other:02X}");
            }
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_is_ready_only_when_our_own_postmaster_says_so() {
        let state = "42\n/data/pg\n1764000000\n5432\n/run\n\n  5432001  1\nready   \n";
        assert!(says_ready(state, 42));
        assert!(!says_ready(state, 43));
        assert!(!says_ready(&state.replace("ready", "starting"), 42));
        assert!(!says_ready("42\n", 42));
        assert!(!says_ready("", 42));
    }

    #[test]
    fn an_address_is_percent_encoded() {
        for (bytes, encoded) in
            [("/run/a-b_c.d~1", "%2Frun%2Fa-b_c.d~1"), ("a b@c:d", "a%20b%40c%3Ad"), ("é%", "%C3%A9%25"), ("", "")]
        {
            assert_eq!(percent_encoded(bytes.as_bytes()), encoded);
        }
    }

    #[test]
    fn without_fsync_nothing_waits_for_the_disk() {
        let options = Settings::test().options();
        for option in ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200"] {
            assert!(options.iter().any(|one| one == option), "{option}");
        }
        assert!(Settings::production().options().iter().any(|option| option == "fsync=on"));
    }
}
