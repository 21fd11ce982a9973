//! Runs a command with a throw-away Postgres: `cargo run --example with_postgres -- COMMAND…`
//!
//! The command finds a maintenance database in `TEST_DATABASE_URL`; its exit status becomes ours.

use anyhow::{Context, bail};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use periplus::postgres::{Cluster, Settings};
use std::{
    env,
    fs::Permissions,
    os::unix::{fs::PermissionsExt, process::ExitStatusExt},
    process::{Command, ExitCode, ExitStatus},
    thread,
};
use tokio::signal::unix::{SignalKind, signal};

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    let Some(program) = arguments.next() else { bail!("usage: with_postgres COMMAND [ARGUMENT…]") };
    let signals = Signals::listen()?;

    // As root, Postgres runs as another user, who must be able to walk in.
    let folder = tempfile::Builder::new().prefix("periplus-").permissions(Permissions::from_mode(0o711)).tempdir()?;
    let cluster = Cluster::start(folder.path(), &Settings::test())?;
    let mut command = Command::new(&program);
    command.args(arguments).env("TEST_DATABASE_URL", cluster.url("postgres"));
    // Started by `cargo run`, we would hand cargo's view of this package on to a build, which then begins anew.
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
    let mut child = command.spawn().with_context(|| format!("cannot run {}", program.display()))?;
    signals.pass_on_to(Pid::from_raw(child.id().cast_signed()));
    let status = child.wait()?;
    cluster.discard()?;
    folder.close()?;
    Ok(exit_code(status))
}

/// The signals that would end us before the cluster is stopped and its folder removed.
struct Signals {
    runtime: tokio::runtime::Runtime,
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let inside = runtime.enter();
        let interrupt = signal(SignalKind::interrupt())?;
        let terminate = signal(SignalKind::terminate())?;
        let hang_up = signal(SignalKind::hangup())?;
        drop(inside);
        Ok(Self { runtime, interrupt, terminate, hang_up })
    }

    /// Ctrl-C is not passed on: the terminal has sent it to the command as well.
    fn pass_on_to(self, child: Pid) {
        let Self { runtime, mut interrupt, mut terminate, mut hang_up } = self;
        thread::spawn(move || {
            runtime.block_on(async {
                loop {
                    tokio::select! {
                        _ = interrupt.recv() => {}
                        _ = terminate.recv() => drop(kill(child, Signal::SIGTERM)),
                        _ = hang_up.recv() => drop(kill(child, Signal::SIGHUP)),
                    }
                }
            });
        });
    }
}

/// A command that a signal ended has no exit status: shells count 128 and the signal's number.
fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}
