//! Finds the Postgres programs of this machine, and the ones that fit a cluster that is already there.

use super::ClusterError;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The variable that names a folder to prefer over all that are found.
const PREFERRED: &str = "PG_BINDIR";
const DEBIAN: &str = "/usr/lib/postgresql";

/// A folder that holds `initdb` and `postgres`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    pub folder: PathBuf,
    pub major: String,
}

/// Everything installed, best first.
pub(super) fn installed() -> Vec<Binaries> {
    let mut found: Vec<Binaries> = Vec::new();
    for folder in candidates() {
        if folder.join("initdb").is_file()
            && found.iter().all(|known| known.folder != folder)
            && let Some(major) = major_of(&folder)
        {
            found.push(Binaries { folder, major });
        }
    }
    found
}

/// The programs for a cluster of version `existing`, or the best ones for a new cluster.
pub(super) fn choose(
    installed: Vec<Binaries>,
    existing: Option<String>,
    cluster: &Path,
) -> Result<Binaries, ClusterError> {
    let majors = installed.iter().map(|one| one.major.clone()).collect();
    match existing {
        None => installed.into_iter().next().ok_or(ClusterError::NotInstalled),
        Some(needed) => match installed.into_iter().find(|one| one.major == needed) {
            Some(fitting) => Ok(fitting),
            None => Err(ClusterError::OtherVersion { cluster: cluster.to_owned(), needed, installed: majors }),
        },
    }
}

fn candidates() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = env::var_os(PREFERRED).map(PathBuf::from).into_iter().collect();
    folders.extend(debian());
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        folders.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    folders
}

/// Debian keeps a folder for each major version and none of them on the PATH.
fn debian() -> Vec<PathBuf> {
    let mut versions: Vec<u32> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable();
    versions.into_iter().rev().map(|version| Path::new(DEBIAN).join(version.to_string()).join("bin")).collect()
}

fn major_of(folder: &Path) -> Option<String> {
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    parse_major(&String::from_utf8(output.stdout).ok()?)
}

fn parse_major(version: &str) -> Option<String> {
    let digits: String =
        version.split_whitespace().nth(2)?.chars().take_while(|character| character.is_ascii_digit()).collect();
    (!digits.is_empty()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binaries(majors: &[&str]) -> Vec<Binaries> {
        majors
            .iter()
            .map(|major| Binaries { folder: Path::new("/pg").join(major), major: (*major).to_owned() })
            .collect()
    }

    #[test]
    fn the_major_version_is_read_from_what_postgres_prints() {
        for (printed, major) in [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", Some("15")),
            ("postgres (PostgreSQL) 17", Some("17")),
            ("postgres (PostgreSQL) 18beta2", Some("18")),
            ("postgres (PostgreSQL) devel", None),
            ("", None),
        ] {
            assert_eq!(parse_major(printed).as_deref(), major, "{printed}");
        }
    }

    #[test]
    fn a_cluster_is_served_by_its_own_version_and_a_new_one_by_the_best() {
        let cluster = Path::new("/data/pg");
        for (installed, existing, chosen) in
            [(["17", "15"], None, "17"), (["17", "15"], Some("15"), "15"), (["17", "15"], Some("17"), "17")]
        {
            let found = choose(binaries(&installed), existing.map(str::to_owned), cluster).unwrap();
            assert_eq!(found.major, chosen, "{installed:?} {existing:?}");
        }
    }

    #[test]
    fn a_missing_server_and_a_missing_version_are_told_apart() {
        let cluster = Path::new("/data/pg");
        assert!(matches!(choose(Vec::new(), None, cluster), Err(ClusterError::NotInstalled)));
        let error = choose(binaries(&["17", "16"]), Some("15".to_owned()), cluster).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the database in /data/pg is of Postgres 15, but installed are [\"17\", \"16\"]: \
             install postgresql-15, or dump and restore"
        );
    }
}
