//! Runs the programs of Postgres: `initdb` for a new cluster, and the postmaster so that it never outlives us.

use super::{
    ClusterError, SUPERUSER, Settings,
    binaries::Binaries,
    place::{Place, failed_at},
};
use nix::{sys::signal::Signal, unistd::Pid};
use std::{
    fs,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};

/// Makes the cluster aside and renames it when whole, so that a killed `initdb` leaves nothing that looks like one.
pub(super) fn initialise(place: &Place, binaries: &Binaries, settings: &Settings) -> Result<(), ClusterError> {
    if place.unfinished.exists() {
        fs::remove_dir_all(&place.unfinished).map_err(failed_at(&place.unfinished))?;
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
pub(super) fn start(
    place: &Place,
    binaries: &Binaries,
    settings: &Settings,
) -> Result<(Child, mpsc::Sender<()>), ClusterError> {
    let log = place.open_log()?;
    let mut postgres = command(place, binaries, "postgres", &place.cluster);
    postgres.arg("-D").arg(&place.cluster).arg("-k").arg(&place.sockets);
    for option in settings.options() {
        postgres.arg("-c").arg(option);
    }
    let errors = log.try_clone().map_err(failed_at(&place.log))?;
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
