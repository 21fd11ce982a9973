//! Where a private cluster lives, which user runs it, and the lock that gives it to one application at a time.

use super::ClusterError;
use nix::unistd::{Uid, User};
use sha2::{Digest, Sha256};
use std::{
    env,
    fs::{self, File, OpenOptions, Permissions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, chown, lchown},
    path::{Path, PathBuf},
    thread::sleep,
    time::{Duration, Instant},
};

/// Whom root runs Postgres as, best first; a cluster that exists keeps its owner.
const USERS: &[&str] = &["postgres", "nobody"];
/// Where root keeps a cluster whose user cannot walk to the data folder, such as one in root's home.
const STATE: &str = "/var/lib/periplus";
/// The kernel's limit for a socket's path is 104 bytes on the strictest system; Postgres adds a file name of 14.
const SOCKETS_MAX: usize = 88;
/// In a restart the application before may still be going down.
const LOCK_PATIENCE: Duration = Duration::from_secs(3);
const POLL: Duration = Duration::from_millis(50);
const LOG_MAX: u64 = 16 * 1024 * 1024;

/// The folders of a cluster, held by this process until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    /// What Postgres calls its data directory.
    pub cluster: PathBuf,
    /// Where a new cluster is made before it is renamed to `cluster` whole.
    pub unfinished: PathBuf,
    pub sockets: PathBuf,
    pub log: PathBuf,
    /// Whom to run Postgres as, if not as ourselves.
    pub user: Option<User>,
    _lock: File,
}

impl Place {
    pub fn prepare(data: &Path) -> Result<Self, ClusterError> {
        let data = data_folder(data).map_err(failed_at(data))?;
        let lock = lock(&data)?;
        let hash = hash(&data);
        let away = Path::new(STATE).join(&hash);
        let (base, user) = if Uid::effective().is_root() { as_root(&data, &away)? } else { (data.clone(), None) };
        if base == away {
            tracing::warn!(data = %data.display(), cluster = %away.display(), "the database's user cannot reach the data folder");
            for folder in [Path::new(STATE), &away] {
                walkable(folder).map_err(failed_at(folder))?;
            }
        }
        let place = Self {
            cluster: base.join("pg"),
            unfinished: base.join("pg.new"),
            sockets: sockets(&data, &hash, user.as_ref()),
            log: data.join("postgres.log"),
            user,
            _lock: lock,
        };
        place.private_folder(&place.sockets)?;
        Ok(place)
    }

    /// The major version of the cluster that is there.
    pub fn version(&self) -> Result<Option<String>, ClusterError> {
        let file = self.cluster.join("PG_VERSION");
        match fs::read_to_string(&file) {
            Ok(version) => Ok(Some(version.trim().to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed_at(&file)(error)),
        }
    }

    /// A folder for nobody but the user who runs Postgres.
    pub fn private_folder(&self, folder: &Path) -> Result<(), ClusterError> {
        private_folder(folder, self.user.as_ref()).map_err(failed_at(folder))
    }

    /// Puts the finished cluster in place, in one step that a crash cannot halve.
    pub fn adopt_unfinished(&self) -> Result<(), ClusterError> {
        fs::rename(&self.unfinished, &self.cluster).map_err(failed_at(&self.cluster))?;
        let base = self.cluster.parent().unwrap_or(&self.cluster);
        File::open(base).and_then(|folder| folder.sync_all()).map_err(failed_at(base))
    }

    pub fn open_log(&self) -> Result<File, ClusterError> {
        let open = || {
            if fs::metadata(&self.log).is_ok_and(|log| log.len() > LOG_MAX) {
                fs::rename(&self.log, self.log.with_extension("log.1"))?;
            }
            let log = OpenOptions::new().create(true).append(true).mode(0o600).open(&self.log)?;
            give(&self.log, self.user.as_ref())?;
            Ok(log)
        };
        open().map_err(failed_at(&self.log))
    }

    /// Only right once no process works in the cluster any more: then whatever the files say, they are stale.
    pub fn remove_lock_files(&self) -> Result<(), ClusterError> {
        let socket = self.sockets.join(".s.PGSQL.5432");
        for file in [self.cluster.join("postmaster.pid"), socket.with_extension("5432.lock"), socket] {
            match fs::remove_file(&file) {
                Ok(()) => tracing::info!(file = %file.display(), "removed a stale lock file"),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(failed_at(&file)(error)),
            }
        }
        Ok(())
    }

    /// Removes the folder of the socket, which may lie where nobody would look for it, after a clean stop.
    pub fn remove_sockets(&self) {
        if let Err(error) = fs::remove_dir(&self.sockets)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(sockets = %self.sockets.display(), %error, "the socket's folder stays");
        }
    }

    /// Removes the cluster with everything in it.
    pub fn remove(&self) -> Result<(), ClusterError> {
        fs::remove_dir_all(&self.cluster).map_err(failed_at(&self.cluster))?;
        match self.cluster.parent() {
            Some(base) if base.starts_with(STATE) => fs::remove_dir(base).map_err(failed_at(base)),
            _ => Ok(()),
        }
    }
}

pub(super) fn failed_at(path: &Path) -> impl FnOnce(io::Error) -> ClusterError {
    move |source| ClusterError::Folder { path: path.to_owned(), source }
}

fn data_folder(data: &Path) -> io::Result<PathBuf> {
    if !data.exists() {
        fs::create_dir_all(data)?;
        if Uid::effective().is_root() {
            walkable(data)?;
        }
    }
    data.canonicalize()
}

/// Makes a folder that every user may walk through, whatever the umask, but not list.
fn walkable(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mode = fs::metadata(folder)?.permissions().mode();
    fs::set_permissions(folder, Permissions::from_mode(mode | 0o711))
}

fn lock(data: &Path) -> Result<File, ClusterError> {
    let path = data.join("lock");
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .write(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(failed_at(&path))?;
    let started = Instant::now();
    while let Err(refusal) = file.try_lock() {
        match refusal {
            fs::TryLockError::Error(error) => return Err(failed_at(&path)(error)),
            fs::TryLockError::WouldBlock if started.elapsed() < LOCK_PATIENCE => sleep(POLL),
            fs::TryLockError::WouldBlock => {
                let pid = fs::read_to_string(&path).ok().and_then(|pid| pid.trim().parse().ok());
                return Err(ClusterError::InUse { data: data.to_owned(), pid });
            }
        }
    }
    let mut write_pid = || {
        // Root must not shut out the owner of the folder, who may start the next server.
        let owner = fs::metadata(data)?;
        if owner.uid() != Uid::effective().as_raw() {
            lchown(&path, Some(owner.uid()), Some(owner.gid()))?;
        }
        file.set_len(0)?;
        writeln!(file, "{}", std::process::id())
    };
    write_pid().map_err(failed_at(&path))?;
    Ok(file)
}

/// The folder to keep the cluster in, and the user to run it as: those of the cluster that is there,
/// so that a change of permissions never hides a database behind a new empty one.
fn as_root(data: &Path, away: &Path) -> Result<(PathBuf, Option<User>), ClusterError> {
    for base in [data, away] {
        let cluster = base.join("pg");
        let Ok(version) = fs::metadata(cluster.join("PG_VERSION")) else { continue };
        let owner = User::from_uid(Uid::from_raw(version.uid())).ok().flatten().filter(|user| !user.uid.is_root());
        return match owner {
            None => Err(ClusterError::ForeignOwner { cluster, owner: version.uid() }),
            Some(user) if !reachable(&cluster, &user) => Err(ClusterError::Unreachable { cluster, user: user.name }),
            Some(user) => Ok((base.to_owned(), Some(user))),
        };
    }
    let user = USERS
        .iter()
        .find_map(|name| User::from_name(name).ok().flatten())
        .ok_or(ClusterError::NoUser { candidates: USERS })?;
    let base = if reachable(&data.join("pg"), &user) { data } else { away };
    Ok((base.to_owned(), Some(user)))
}

/// Whether `user`, without supplementary groups, may walk through every parent of `path`.
fn reachable(path: &Path, user: &User) -> bool {
    path.ancestors().skip(1).all(|parent| {
        fs::metadata(parent).is_ok_and(|parent| {
            let walk = if parent.uid() == user.uid.as_raw() {
                0o100
            } else if parent.gid() == user.gid.as_raw() {
                0o010
            } else {
                0o001
            };
            parent.mode() & walk != 0
        })
    })
}

fn sockets(data: &Path, hash: &str, user: Option<&User>) -> PathBuf {
    let inside = data.join("run");
    if inside.as_os_str().len() <= SOCKETS_MAX && user.is_none_or(|user| reachable(&inside, user)) {
        return inside;
    }
    let name = format!("periplus-{hash}");
    match user {
        Some(_) => Path::new("/run").join(name),
        None => env::var_os("XDG_RUNTIME_DIR")
            .map(PathBuf::from)
            .filter(|folder| folder.is_dir() && folder.as_os_str().len() + 1 + name.len() <= SOCKETS_MAX)
            .unwrap_or_else(|| PathBuf::from("/tmp"))
            .join(name),
    }
}

fn private_folder(folder: &Path, user: Option<&User>) -> io::Result<()> {
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        Ok(()) | Err(_) => {}
    }
    // In a shared temporary folder somebody else may have been first with a link.
    if !fs::symlink_metadata(folder)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    give(folder, user)?;
    fs::set_permissions(folder, Permissions::from_mode(0o700))
}

fn give(path: &Path, user: Option<&User>) -> io::Result<()> {
    user.map_or(Ok(()), |user| chown(path, Some(user.uid.as_raw()), Some(user.gid.as_raw())))
}

fn hash(data: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    Sha256::digest(data.as_os_str().as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
