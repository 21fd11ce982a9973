//! Ends what a killed application, postmaster or initdb left running, so that its lock files are surely stale.

use super::ClusterError;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
    fs,
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

/// Only these are ended: an administrator's shell may stand in the folder too.
const PROGRAMS: [&str; 2] = ["postgres", "initdb"];
const ESCALATION: [(Signal, Duration); 3] = [
    (Signal::SIGINT, Duration::from_secs(10)),
    (Signal::SIGQUIT, Duration::from_secs(5)),
    (Signal::SIGKILL, Duration::from_secs(5)),
];
const REPEAT: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_millis(20);

/// Ends every Postgres process that works inside one of `folders`, orphaned back ends included.
///
/// The caller holds the lock of the data folder, so none of them belongs to a server that is in use.
pub(super) fn end_all(folders: &[&Path]) -> Result<(), ClusterError> {
    for (signal, patience) in ESCALATION {
        let started = Instant::now();
        let mut repeat_at = Duration::ZERO;
        while started.elapsed() < patience {
            let pids = working_inside(folders);
            if pids.is_empty() {
                return Ok(());
            }
            if started.elapsed() >= repeat_at {
                repeat_at = started.elapsed() + REPEAT;
                tracing::warn!(?pids, %signal, "ending what an earlier server left running");
                for pid in pids {
                    // A process that is gone by now, or that is not ours to signal, shows in the next round.
                    let _ = kill(Pid::from_raw(pid.cast_signed()), signal);
                }
            }
            sleep(POLL);
        }
    }
    match (working_inside(folders), folders.first()) {
        (pids, Some(cluster)) if !pids.is_empty() => {
            Err(ClusterError::LeftOver { cluster: (*cluster).to_owned(), pids })
        }
        _ => Ok(()),
    }
}

/// Whether the processes of this machine can be told at all. Without that a lock file must be left to Postgres.
pub(super) fn can_be_told() -> bool {
    fs::read_link("/proc/self/cwd").is_ok()
}

/// A zombie has no working folder, so a dead postmaster that nobody reaped does not count.
fn working_inside(folders: &[&Path]) -> Vec<u32> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    processes
        .flatten()
        .filter_map(|process| {
            let pid = process.file_name().to_str()?.parse().ok()?;
            let cwd = fs::read_link(process.path().join("cwd")).ok()?;
            let program = fs::read_to_string(process.path().join("comm")).ok()?;
            let is_left =
                PROGRAMS.contains(&program.trim_end()) && folders.iter().any(|folder| cwd.starts_with(folder));
            is_left.then_some(pid)
        })
        .collect()
}
