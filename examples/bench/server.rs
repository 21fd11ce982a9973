//! The program itself, as it is released, and what its process costs.

use anyhow::{Context, bail};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
    env, fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::http::{Client, Session};

/// Clock ticks a second in `/proc`, the same on every Linux that Rust runs on.
const TICKS: f64 = 100.0;

pub struct Server {
    process: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts the release binary that stands beside this example and waits until it answers.
    pub async fn start(database: &str, data: &Path) -> anyhow::Result<Self> {
        let own = env::current_exe()?;
        let binary = own.parent().and_then(Path::parent).context("no folder of binaries")?.join("periplus");
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let process = Command::new(&binary)
            .args(["serve", "--listen", &address.to_string()])
            .env("DATABASE_URL", database)
            .env("PERIPLUS_DATA", data)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot run {}", binary.display()))?;
        let server = Self { process, address };
        let nobody = Session { token: String::new(), csrf: String::new() };
        for _ in 0..200 {
            if let Ok(mut client) = Client::connect(address).await
                && client.get(&nobody, "/ready").await.is_ok_and(|reply| reply.status == 200)
            {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("the server does not answer")
    }

    /// Seconds of processor time so far.
    pub fn processor(&self) -> anyhow::Result<f64> {
        processor(&self.process.id().to_string())
    }

    /// Forgets the peak, so that the next one read is that of what comes between.
    pub fn forget_peak(&self) -> anyhow::Result<()> {
        Ok(fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5")?)
    }

    /// The most memory, in MiB, that was resident since the peak was forgotten.
    pub fn peak(&self) -> anyhow::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Not reaped yet, so the id is nobody else's.
        let _ = kill(Pid::from_raw(self.process.id().cast_signed()), Signal::SIGTERM);
        let _ = self.process.wait();
    }
}

/// Seconds of processor time of this process.
pub fn own_processor() -> anyhow::Result<f64> {
    processor("self")
}

fn processor(process: &str) -> anyhow::Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, after_name) = stat.rsplit_once(')').context("no name")?;
    let ticks: Vec<f64> = after_name.split_whitespace().skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / TICKS)
}
