//! Why a private cluster cannot be started, used or stopped.

use std::{io, path::PathBuf, process::ExitStatus};

#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error("cannot use {path}: {source}", path = path.display())]
    Folder { path: PathBuf, source: io::Error },

    #[error("another server{who} already uses {path}", who = pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default(), path = data.display())]
    InUse { data: PathBuf, pid: Option<u32> },

    #[error("Postgres does not run as root, and this machine has none of the users {candidates:?} to run it as")]
    NoUser { candidates: &'static [&'static str] },

    #[error("the database in {path} belongs to the user id {owner}, which cannot run it", path = cluster.display())]
    ForeignOwner { cluster: PathBuf, owner: u32 },

    #[error("the database in {path} exists, but its owner {user} may not reach it: check the parent folders' permissions", path = cluster.display())]
    Unreachable { cluster: PathBuf, user: String },

    #[error("no Postgres server is installed: install it (Debian: apt-get install postgresql) or set DATABASE_URL")]
    NotInstalled,

    #[error("the database in {path} is of Postgres {needed}, but installed are {installed:?}: install postgresql-{needed}, or dump and restore", path = cluster.display())]
    OtherVersion { cluster: PathBuf, needed: String, installed: Vec<String> },

    #[error("cannot run {program}: {source}", program = program.display())]
    Program { program: PathBuf, source: io::Error },

    #[error("a new database cannot be made: {output}")]
    Initdb { output: String },

    #[error("processes {pids:?} of an earlier server do not leave {path}", path = cluster.display())]
    LeftOver { cluster: PathBuf, pids: Vec<u32> },

    #[error("Postgres stopped at once ({status}); its last words: {log}")]
    StoppedAtOnce { status: ExitStatus, log: String },

    #[error("Postgres was not ready after {seconds} seconds")]
    NotReady { seconds: u64 },

    #[error("Postgres (pid {pid}) does not stop")]
    DoesNotStop { pid: u32 },

    #[error("the database {name:?} cannot be made: {source}")]
    Database { name: String, source: tokio_postgres::Error },

    #[error("no thread or runtime can be started: {0}")]
    Resources(#[source] io::Error),
}
