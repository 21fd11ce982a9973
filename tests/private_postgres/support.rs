//! A second process that holds a cluster, and what the tests look at and do to processes, folders and databases.

use anyhow::{Context, Result, bail, ensure};
use nix::{
    sys::signal::{Signal, kill},
    unistd::{Pid, Uid, User},
};
use periplus::postgres::{Cluster, ClusterError, Settings};
use std::{
    env,
    fs::{self, Permissions},
    io::{BufRead, BufReader, Read, Write},
    os::unix::{fs::PermissionsExt, fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The variable that makes this program a holder, and the word before what the holder holds.
pub const HOLD: &str = "PERIPLUS_TEST_HOLD_CLUSTER";
const HELD: &str = "HELD ";
const SOON: Duration = Duration::from_secs(20);
const NOBODY: &str = "nobody";

/// Another process of this program that owns a cluster.
pub struct Holder {
    pub process: Child,
    output: BufReader<ChildStdout>,
    _program: TempDir,
}

impl Holder {
    pub fn start(data: &Path, user: Option<&User>) -> Result<Self> {
        // The program may lie where only we can walk, so it is copied; by another process, because a file
        // that we have open for writing while another test forks cannot be run.
        let folder = folder()?;
        let program = folder.path().join("holder");
        let copied = Command::new("cp").arg(env::current_exe()?).arg(&program).status()?;
        ensure!(copied.success(), "cp: {copied}");
        fs::set_permissions(&program, Permissions::from_mode(0o755))?;
        let mut command = Command::new(&program);
        command.args(["--exact", "a_holder_keeps_its_cluster_until_its_input_ends", "--nocapture"]);
        command.env(HOLD, data).env_remove("XDG_RUNTIME_DIR").current_dir("/");
        if let Some(user) = user {
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = BufReader::new(process.stdout.take().context("no output")?);
        Ok(Self { process, output, _program: folder })
    }

    /// The postmaster and the address, once the cluster is ready.
    pub fn held(&mut self) -> Result<(u32, String)> {
        let mut line = String::new();
        while self.output.read_line(&mut line)? > 0 {
            if let Some((pid, url)) = line.strip_prefix(HELD).and_then(|held| held.trim().split_once(' ')) {
                return Ok((pid.parse()?, url.to_owned()));
            }
            line.clear();
        }
        bail!("the holder ended without a cluster")
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

pub fn hold(data: &Path) -> Result<()> {
    let cluster = start(data)?;
    writeln!(std::io::stdout(), "\n{HELD}{} {}", cluster.pid(), cluster.url("postgres"))?;
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(cluster.stop()?)
}

pub fn start(data: &Path) -> Result<Cluster, ClusterError> {
    Cluster::start(data, &Settings::test())
}

pub fn folder() -> Result<TempDir> {
    Ok(tempfile::Builder::new().prefix("periplus-").permissions(Permissions::from_mode(0o711)).tempdir_in("/tmp")?)
}

pub fn folder_of(user: Option<&User>) -> Result<TempDir> {
    let folder = folder()?;
    if let Some(user) = user {
        chown(folder.path(), Some(user.uid.as_raw()), Some(user.gid.as_raw()))?;
    }
    Ok(folder)
}

/// As whom to hold clusters: as ourselves, and if we are root as a normal user too.
pub fn users() -> Vec<Option<User>> {
    std::iter::once(None).chain(nobody().map(Some)).collect()
}

pub fn nobody() -> Option<User> {
    User::from_name(NOBODY).ok().flatten().filter(|_| Uid::effective().is_root())
}

pub fn owner(path: &Path) -> Result<Uid> {
    use std::os::unix::fs::MetadataExt;
    Ok(Uid::from_raw(fs::metadata(path)?.uid()))
}

pub fn signal(pid: u32, signal: Signal) -> Result<()> {
    Ok(kill(Pid::from_raw(pid.cast_signed()), signal)?)
}

/// The state of a process, if it exists: `Z` is a zombie.
pub fn state(pid: u32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

pub fn is_alive(pid: u32) -> bool {
    state(pid).is_some_and(|state| state != 'Z')
}

pub fn processes_of(folder: &Path, program: &str) -> Vec<u32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter(|process| fs::read_link(process.path().join("cwd")).is_ok_and(|cwd: PathBuf| cwd.starts_with(folder)))
        .filter(|process| fs::read_to_string(process.path().join("comm")).is_ok_and(|name| name.trim() == program))
        .filter_map(|process| process.file_name().to_str()?.parse().ok())
        .collect()
}

pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) -> Result<()> {
    let started = Instant::now();
    while !holds() {
        ensure!(started.elapsed() < SOON, "not within {SOON:?}: {what}");
        sleep(Duration::from_millis(5));
    }
    Ok(())
}

/// Inserts rows one by one until the server goes away, and counts those that were acknowledged.
pub fn write_until_cut(url: &str) -> Result<i32> {
    connected(url, async |client| {
        let mut rows = 0;
        while client.execute("INSERT INTO kept VALUES (1)", &[]).await.is_ok() {
            rows += 1;
        }
        Ok(rows)
    })
}

pub fn run(url: &str, statements: &str) -> Result<()> {
    connected(url, async |client| Ok(client.batch_execute(statements).await?))
}

pub fn ask(url: &str, query: &str) -> Result<i32> {
    connected(url, async |client| Ok(client.query_one(query, &[]).await?.try_get(0)?))
}

pub fn connected<T>(url: &str, work: impl AsyncFnOnce(tokio_postgres::Client) -> Result<T>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let limit = Duration::from_secs(60);
        tokio::time::timeout(limit, async {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
            tokio::spawn(connection);
            work(client).await
        })
        .await?
    })
}
