//! A private Postgres cluster, made and minded by this process for running without a `DATABASE_URL`.

mod binaries;
mod error;
mod leftovers;
mod place;

pub use error::ClusterError;

use binaries::Binaries;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use place::Place;
use std::{
    fmt::Write,
    fs,
    os::unix::{ffi::OsStrExt, process::CommandExt},
    panic::resume_unwind,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
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
            initialise(&place, &binaries, settings)?;
        }
        let (server, keeper) = launch(&place, &binaries, settings)?;
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
        let host = percent_encoded(self.place.sockets.as_os_str().as_bytes());
        format!("postgresql://{SUPERUSER}@{host}/{}", percent_encoded(database.as_bytes()))
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

/// Makes the cluster aside and renames it when whole, so that a killed `initdb` leaves nothing that looks like one.
fn initialise(place: &Place, binaries: &Binaries, settings: &Settings) -> Result<(), ClusterError> {
    if place.unfinished.exists() {
        fs::remove_dir_all(&place.unfinished).map_err(place::failed_at(&place.unfinished))?;
    }
    place.private_folder(&place.unfinished)?;
    let mut initdb = command(place, binaries, "initdb", &place.unfinished);
    initdb.args(["--username", SUPERUSER, "--encoding", "UTF8", "--locale", "C.UTF-8"]);
    initdb.args(["--auth-local", "trust", "--auth-host", "reject"]);
    if !settings.fsync {
        initdb.arg("--no-sync");
    }
    let output = initdb
        .arg("--pgdata")
        .arg(&place.unfinished)
        .stdin(Stdio::null())
        .output()
        .map_err(|source| ClusterError::Program { program: binaries.folder.join("initdb"), source })?;
    if !output.status.success() {
        return Err(ClusterError::Initdb { output: String::from_utf8_lossy(&output.stderr).trim().to_owned() });
    }
    place.adopt_unfinished()
}

/// Starts the postmaster as a child of a thread that lives as long as the sender that comes back.
///
/// The kernel signals the child when the *thread* that made it ends, so that must not be a passing one.
fn launch(place: &Place, binaries: &Binaries, settings: &Settings) -> Result<(Child, mpsc::Sender<()>), ClusterError> {
    let log = place.open_log()?;
    let mut postgres = command(place, binaries, "postgres", &place.cluster);
    postgres.arg("-D").arg(&place.cluster).arg("-k").arg(&place.sockets);
    for option in settings.options() {
        postgres.arg("-c").arg(option);
    }
    let errors = log.try_clone().map_err(place::failed_at(&place.log))?;
    // In a process group of its own, because Ctrl-C must reach us and not the database.
    postgres.stdin(Stdio::null()).stdout(log).stderr(errors).process_group(0);
    end_with_this_process(&mut postgres);

    let (answer, answered) = mpsc::channel();
    let (keeper, kept) = mpsc::channel::<()>();
    thread::Builder::new()
        .name("postgres-keeper".to_owned())
        .spawn(move || {
            let _ = answer.send(postgres.spawn());
            let _ = kept.recv();
        })
        .map_err(ClusterError::Resources)?;
    let spawned = answered.recv().unwrap_or_else(|closed| Err(std::io::Error::other(closed)));
    let server =
        spawned.map_err(|source| ClusterError::Program { program: binaries.folder.join("postgres"), source })?;
    Ok((server, keeper))
}

fn command(place: &Place, binaries: &Binaries, program: &str, folder: &Path) -> Command {
    let mut command = Command::new(binaries.folder.join(program));
    // The folder is how `leftovers` knows whose process it is; the environment may hold our secrets.
    command.current_dir(folder).env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
    if let Some(user) = &place.user {
        command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
    }
    command
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "no other way asks the kernel for a signal at our death, which kill -9 cannot prevent")]
fn end_with_this_process(command: &mut Command) {
    let parent = Pid::this();
    // SAFETY: between fork and exec only two system calls are made, both safe there; nothing is allocated or locked.
    unsafe {
        command.pre_exec(move || {
            nix::sys::prctl::set_pdeathsig(Signal::SIGINT)?;
            if nix::unistd::getppid() == parent { Ok(()) } else { Err(nix::errno::Errno::ESRCH.into()) }
        });
    }
}

#[cfg(not(target_os = "linux"))]
fn end_with_this_process(_: &mut Command) {}

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
