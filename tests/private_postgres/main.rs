//! The private cluster, started, killed and started again in every way that was met.
//!
//! A server that must be killed is a second process of this test program, which runs the test
//! `a_holder_keeps_its_cluster_until_its_input_ends` with the variable `HOLD` set. As root those servers are
//! started as an unprivileged user too.

mod support;

use anyhow::{Context, Result, bail};
use nix::{
    sys::signal::Signal,
    unistd::{Uid, User},
};
use periplus::postgres::{Cluster, ClusterError, Settings};
use std::{
    env,
    fs::{self, Permissions},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::Path,
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use support::*;

#[test]
fn a_first_start_makes_the_cluster_and_the_second_keeps_its_data() -> Result<()> {
    let folder = folder()?;
    let cluster = start(folder.path())?;
    run(&cluster.url("postgres"), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)")?;
    cluster.stop()?;

    let started = Instant::now();
    let cluster = start(folder.path())?;
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(ask(&cluster.url("postgres"), "SELECT n FROM kept")?, 42);
    Ok(cluster.discard()?)
}

#[test]
fn a_stopped_cluster_is_gone_and_a_dropped_one_too() -> Result<()> {
    let folder = folder()?;
    let cluster = start(folder.path())?;
    let first = cluster.pid();
    cluster.stop()?;
    assert!(!is_alive(first));
    let cluster = start(folder.path())?;
    let second = cluster.pid();
    drop(cluster);
    assert!(!is_alive(second));
    Ok(())
}

#[test]
fn the_address_serves_the_driver_and_psql() -> Result<()> {
    let folder = folder()?;
    let cluster = start(folder.path())?;
    let url = cluster.url("postgres");
    assert_eq!(ask(&url, "SELECT 1")?, 1);
    let psql = Command::new("psql").args([&url, "-XAtc", "SELECT current_user"]).output().context("psql")?;
    assert_eq!(String::from_utf8(psql.stdout)?, "periplus\n", "{}", String::from_utf8_lossy(&psql.stderr));
    Ok(cluster.discard()?)
}

#[test]
fn a_database_is_made_once_whatever_its_name() -> Result<()> {
    let folder = folder()?;
    let cluster = start(folder.path())?;
    for name in ["periplus", "with space", "quo\"te", "été/%"] {
        for _ in 0..2 {
            cluster.create_database_if_missing(name)?;
        }
        assert_eq!(ask(&cluster.url(name), "SELECT 1")?, 1, "{name}");
    }
    assert!(matches!(cluster.create_database_if_missing("nul\0"), Err(ClusterError::Database { .. })));
    Ok(cluster.discard()?)
}

#[tokio::test]
async fn a_database_is_made_where_a_runtime_already_runs() -> Result<()> {
    let folder = folder()?;
    let cluster = start(folder.path())?;
    cluster.create_database_if_missing("periplus")?;
    let (client, connection) = tokio_postgres::connect(&cluster.url("periplus"), tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    client.simple_query("SELECT 1").await?;
    drop(client);
    Ok(cluster.discard()?)
}

#[test]
fn the_settings_reach_the_server() -> Result<()> {
    let folder = folder()?;
    for (settings, fsync, connections) in [(Settings::test(), 0, 200), (Settings::production(), 1, 60)] {
        let cluster = Cluster::start(folder.path(), &settings)?;
        for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
            let on = format!("SELECT (current_setting('{setting}') = 'on')::int");
            assert_eq!(ask(&cluster.url("postgres"), &on)?, fsync, "{setting}");
        }
        assert_eq!(ask(&cluster.url("postgres"), "SELECT current_setting('max_connections')::int")?, connections);
        assert_eq!(ask(&cluster.url("postgres"), "SELECT length(current_setting('listen_addresses'))")?, 0);
        cluster.stop()?;
    }
    Ok(())
}

#[test]
fn the_server_outlives_the_thread_that_started_it() -> Result<()> {
    let folder = folder()?;
    let path = folder.path().to_owned();
    let Ok(cluster) = std::thread::spawn(move || start(&path)).join() else { bail!("the thread panicked") };
    let cluster = cluster?;
    sleep(Duration::from_millis(300));
    assert_eq!(ask(&cluster.url("postgres"), "SELECT 1")?, 1);
    Ok(cluster.discard()?)
}

#[test]
fn a_holder_keeps_its_cluster_until_its_input_ends() -> Result<()> {
    if let Some(data) = env::var_os(HOLD) {
        return hold(Path::new(&data));
    }
    for user in users() {
        let folder = folder_of(user.as_ref())?;
        let mut holder = Holder::start(folder.path(), user.as_ref())?;
        let (postmaster, url) = holder.held()?;
        if user.is_none() {
            assert_eq!(ask(&url, "SELECT 1")?, 1);
        }
        drop(holder.process.stdin.take());
        assert!(holder.process.wait()?.success());
        assert!(!is_alive(postmaster));
    }
    Ok(())
}

#[test]
fn a_second_server_on_the_same_folder_is_refused_and_told_the_first() -> Result<()> {
    let folder = folder()?;
    let cluster = start(folder.path())?;
    let refusal = start(folder.path()).err().context("two servers")?;
    let ClusterError::InUse { data, pid } = &refusal else { bail!("{refusal}") };
    assert_eq!((data, *pid), (&folder.path().canonicalize()?, Some(std::process::id())));
    assert!(refusal.to_string().contains(&format!("(pid {})", std::process::id())), "{refusal}");
    assert_eq!(ask(&cluster.url("postgres"), "SELECT 1")?, 1);
    Ok(cluster.discard()?)
}

#[test]
fn a_killed_application_takes_its_server_along() -> Result<()> {
    for user in users() {
        let folder = folder_of(user.as_ref())?;
        let mut holder = Holder::start(folder.path(), user.as_ref())?;
        let (postmaster, _) = holder.held()?;
        holder.process.kill()?;
        holder.process.wait()?;
        eventually("the server ends", || !is_alive(postmaster))?;

        let mut holder = Holder::start(folder.path(), user.as_ref())?;
        holder.held()?;
    }
    Ok(())
}

#[test]
fn a_killed_application_is_followed_at_once_by_the_next() -> Result<()> {
    let folder = folder()?;
    let mut holder = Holder::start(folder.path(), None)?;
    let (_, url) = holder.held()?;
    run(&url, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")?;
    holder.process.kill()?;
    let cluster = start(folder.path())?;
    assert_eq!(ask(&cluster.url("postgres"), "SELECT n FROM kept")?, 7);
    Ok(cluster.discard()?)
}

#[test]
fn a_server_killed_under_load_keeps_every_commit() -> Result<()> {
    let folder = folder()?;
    let cluster = Cluster::start(folder.path(), &Settings::production())?;
    let url = cluster.url("postgres");
    run(&url, "CREATE TABLE kept (n int)")?;
    let writers: Vec<_> = (0..4)
        .map(|_| {
            let url = url.clone();
            std::thread::spawn(move || write_until_cut(&url))
        })
        .collect();
    eventually("rows are written", || ask(&url, "SELECT count(*)::int FROM kept").is_ok_and(|rows| rows > 50))?;
    // A back end that is busy does not notice by itself that its postmaster is gone.
    let busy = Command::new("psql").args([&url, "-Xc", "SELECT pg_sleep(600)"]).stderr(Stdio::null()).spawn()?;
    eventually("the long query runs", || {
        let running = "SELECT count(*)::int FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'";
        ask(&url, running).is_ok_and(|queries| queries == 1)
    })?;
    signal(cluster.pid(), Signal::SIGKILL)?;
    drop(cluster);

    let cluster = Cluster::start(folder.path(), &Settings::production())?;
    let mut committed = 0;
    for writer in writers {
        let Ok(rows) = writer.join() else { bail!("a writer panicked") };
        committed += rows?;
    }
    let kept = ask(&cluster.url("postgres"), "SELECT count(*)::int FROM kept")?;
    // The answer to the last commit of each writer may have been lost on its way.
    assert!((committed..=committed + 4).contains(&kept), "{committed} were committed, {kept} kept");
    busy.wait_with_output()?;
    Ok(cluster.discard()?)
}

#[test]
fn a_killed_server_whose_application_hangs_is_no_obstacle_to_the_next() -> Result<()> {
    let folder = folder()?;
    let mut holder = Holder::start(folder.path(), None)?;
    let (postmaster, _) = holder.held()?;
    signal(holder.process.id(), Signal::SIGSTOP)?;
    // Nobody reaps it: such a zombie answers to its id, which keeps Postgres' own lock files valid.
    signal(postmaster, Signal::SIGKILL)?;
    eventually("the server is a zombie", || state(postmaster) == Some('Z'))?;
    assert!(matches!(start(folder.path()), Err(ClusterError::InUse { .. })));
    holder.process.kill()?;
    holder.process.wait()?;
    start(folder.path())?.discard()?;
    Ok(())
}

#[test]
fn a_killed_initdb_leaves_nothing_that_looks_like_a_cluster() -> Result<()> {
    for after in [5, 150, 500] {
        let folder = folder()?;
        let mut holder = Holder::start(folder.path(), None)?;
        eventually("initdb starts", || folder.path().join("pg.new").exists())?;
        sleep(Duration::from_millis(after));
        holder.process.kill()?;
        holder.process.wait()?;
        for pid in processes_of(folder.path(), "initdb") {
            let _ = signal(pid, Signal::SIGKILL);
        }
        let cluster = start(folder.path())?;
        assert_eq!(ask(&cluster.url("postgres"), "SELECT 1")?, 1, "killed after {after} ms");
        assert!(!folder.path().join("pg.new").exists());
        cluster.discard()?;
    }
    Ok(())
}

#[test]
fn a_half_made_cluster_is_made_anew() -> Result<()> {
    let folder = folder()?;
    let rest = folder.path().join("pg.new");
    fs::create_dir_all(rest.join("base/1"))?;
    fs::write(rest.join("PG_VERSION"), "15\n")?;
    start(folder.path())?.discard()?;
    Ok(())
}

#[test]
fn a_cluster_of_another_version_is_refused_by_name() -> Result<()> {
    let folder = folder()?;
    let cluster = start(folder.path())?;
    let version = cluster.data_directory().join("PG_VERSION");
    cluster.stop()?;
    let original = fs::read_to_string(&version)?;
    fs::write(&version, "9\n")?;
    let refusal = start(folder.path()).err().context("started")?;
    let ClusterError::OtherVersion { needed, installed, .. } = &refusal else { bail!("{refusal}") };
    assert_eq!(needed, "9");
    assert!(installed.iter().any(|major| major == original.trim()), "{installed:?}");
    fs::write(&version, original)?;
    start(folder.path())?.discard()?;
    Ok(())
}

#[test]
fn a_stale_lock_file_with_the_id_of_a_living_stranger_is_seen_through() -> Result<()> {
    let folder = folder()?;
    let cluster = start(folder.path())?;
    let (data, lock) = (cluster.data_directory().to_owned(), folder.path().join("run/.s.PGSQL.5432.lock"));
    let mut pid_file = fs::read_to_string(data.join("postmaster.pid"))?;
    let ours = cluster.pid().to_string();
    cluster.stop()?;
    // A stranger who even runs as the same user and stands in the same folder: not a Postgres, so left alone.
    let mut stranger = Command::new("sleep");
    stranger.arg("600").current_dir(&data);
    if let Some(owner) = User::from_uid(owner(&data)?)?.filter(|_| Uid::effective().is_root()) {
        stranger.uid(owner.uid.as_raw()).gid(owner.gid.as_raw());
    }
    let mut stranger = stranger.spawn()?;
    pid_file = pid_file.replacen(&ours, &stranger.id().to_string(), 1);
    fs::write(data.join("postmaster.pid"), &pid_file)?;
    fs::create_dir_all(folder.path().join("run"))?;
    fs::write(&lock, &pid_file)?;

    let cluster = start(folder.path())?;
    assert_eq!(ask(&cluster.url("postgres"), "SELECT 1")?, 1);
    assert!(stranger.try_wait()?.is_none(), "the stranger was ended");
    stranger.kill()?;
    stranger.wait()?;
    Ok(cluster.discard()?)
}

#[test]
fn data_under_an_unreachable_home_is_served_from_elsewhere() -> Result<()> {
    if !Uid::effective().is_root() {
        // Who is not root runs Postgres as themselves, and reaches what they can name.
        return Ok(());
    }
    let home = folder()?;
    fs::set_permissions(home.path(), Permissions::from_mode(0o700))?;
    let data = home.path().join("data/postgres");
    let cluster = start(&data)?;
    assert!(!cluster.data_directory().starts_with(home.path()), "{}", cluster.data_directory().display());
    run(&cluster.url("postgres"), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (3)")?;
    cluster.stop()?;

    // The home is opened: the data must not hide behind a new cluster that would fit there now.
    fs::set_permissions(home.path(), Permissions::from_mode(0o711))?;
    let cluster = start(&data)?;
    assert_eq!(ask(&cluster.url("postgres"), "SELECT n FROM kept")?, 3);
    Ok(cluster.discard()?)
}

#[test]
fn data_that_became_unreachable_is_refused_and_not_replaced() -> Result<()> {
    if !Uid::effective().is_root() {
        return Ok(());
    }
    let folder = folder()?;
    let data = folder.path().join("postgres");
    start(&data)?.stop()?;
    fs::set_permissions(folder.path(), Permissions::from_mode(0o700))?;
    assert!(matches!(start(&data), Err(ClusterError::Unreachable { .. })));
    fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
    start(&data)?.discard()?;
    Ok(())
}

#[test]
fn a_folder_may_be_passed_between_root_and_its_owner() -> Result<()> {
    let Some(user) = nobody() else { return Ok(()) };
    let folder = folder_of(Some(&user))?;
    for _ in 0..2 {
        let mut holder = Holder::start(folder.path(), Some(&user))?;
        holder.held()?;
        drop(holder);
        let cluster = start(folder.path())?;
        assert_eq!(owner(cluster.data_directory())?, user.uid);
        cluster.stop()?;
    }
    Ok(())
}

#[test]
fn a_path_too_long_for_a_socket_puts_the_socket_elsewhere() -> Result<()> {
    for user in users() {
        let folder = folder_of(user.as_ref())?;
        let data = folder.path().join("long".repeat(30));
        let mut holder = Holder::start(&data, user.as_ref())?;
        let (_, url) = holder.held()?;
        assert!(!url.contains("longlong"), "{url}");
        if user.is_none() {
            assert_eq!(ask(&url, "SELECT 1")?, 1);
        }
        drop(holder);
        let sockets = url.split(['@', '/']).find(|part| part.starts_with("%2F")).context("a host")?.replace("%2F", "/");
        assert!(!Path::new(&sockets).exists(), "{sockets} stays");
    }
    Ok(())
}

#[test]
fn a_folder_that_cannot_be_used_is_named() -> Result<()> {
    let folder = folder()?;
    let file = folder.path().join("file");
    fs::write(&file, "")?;
    let refusal = start(&file.join("data")).err().context("started")?;
    assert!(refusal.to_string().contains(&*file.to_string_lossy()), "{refusal}");
    Ok(())
}
