//! Configuration: environment variables and flags, secrets wrapped.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use secrecy::SecretString;

/// May this be logged, whatever level is asked for? Libraries tell at their finer levels what they are given: statements
/// with their parameters, requests with their addresses; that is answers, addresses and tokens.
#[must_use]
pub fn may_be_logged(about: &tracing::Metadata<'_>) -> bool {
    about.target().starts_with("periplus") || *about.level() <= tracing::Level::INFO
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct DataConfig {
    /// Postgres to use; without it the program makes and minds a private one under the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<SecretString>,
    /// PEM file with the certificate authorities of a Postgres on another host, instead of the public ones.
    #[arg(long, env = "DATABASE_CA_FILE")]
    pub database_ca_file: Option<PathBuf>,
    /// Most connections that this instance holds.
    #[arg(long, env = "PERIPLUS_POOL_SIZE", default_value_t = 16)]
    pub pool_size: usize,
    /// Folder of the private Postgres and of mails that are not sent by SMTP.
    #[arg(long, env = "PERIPLUS_DATA", default_value = "data")]
    pub data: PathBuf,
}

/// How the web side serves.
#[derive(Debug, Clone, Args)]
pub struct WebConfig {
    #[command(flatten)]
    pub data: DataConfig,
    #[command(flatten)]
    pub mail: MailConfig,
    /// Address to listen on.
    #[arg(long, env = "PERIPLUS_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Address that people see, for links in mails and for refusing foreign hosts; http://LISTEN if not given.
    #[arg(long, env = "PERIPLUS_BASE_URL")]
    pub base_url: Option<String>,
    /// Proxies in front whose X-Forwarded-For entries are believed.
    #[arg(long, env = "PERIPLUS_PROXIES", default_value_t = 0)]
    pub proxies: usize,
    /// Threads that serve requests.
    #[arg(long, env = "PERIPLUS_WORKERS", default_value_t = 2)]
    pub workers: usize,
    /// Try the program: a demonstration round, sign-in links without a password, a mailbox page. Loopback only.
    #[arg(long)]
    pub local: bool,
}

/// How mail leaves.
#[derive(Debug, Clone, Args)]
pub struct MailConfig {
    /// SMTP server, for instance smtp://user:password@mail.example.org:587?tls=required (STARTTLS; also
    /// tls=opportunistic and tls=none) or smtps://… (TLS from the start); without it mails are files in the data folder.
    #[arg(long, env = "PERIPLUS_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<SecretString>,
    /// PEM file with certificate authorities that the mail server may have its certificate from, besides the public ones.
    #[arg(long, env = "PERIPLUS_SMTP_CA_FILE")]
    pub smtp_ca_file: Option<PathBuf>,
    /// Seconds that the mail server may take for one step; its reply to a message may take four times as long.
    #[arg(long, env = "PERIPLUS_SMTP_TIMEOUT", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub smtp_timeout: u32,
    /// Connections to the mail server at once.
    #[arg(long, env = "PERIPLUS_SMTP_CONNECTIONS", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=50))]
    pub smtp_connections: u16,
    /// Sender of every mail.
    #[arg(long, env = "PERIPLUS_MAIL_FROM", default_value = "Periplus <periplus@localhost.localdomain>")]
    pub mail_from: String,
    /// Where replies go, for instance the secretariat; to the sender if not given.
    #[arg(long, env = "PERIPLUS_MAIL_REPLY_TO")]
    pub mail_reply_to: Option<String>,
    /// Seconds before a mail that was not taken is tried again; each further wait is twice as long, up to four hours.
    #[arg(long, env = "PERIPLUS_MAIL_RETRY", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=14_400))]
    pub mail_retry: u32,
    /// Seconds for which a mail is tried before it is given up.
    #[arg(long, env = "PERIPLUS_MAIL_GIVE_UP", default_value_t = 259200, value_parser = clap::value_parser!(u32).range(1..))]
    pub mail_give_up: u32,
    #[command(flatten)]
    pub house: HouseConfig,
}

/// Who runs the program.
#[derive(Debug, Clone, Args)]
pub struct HouseConfig {
    /// Name of the institution, for mails.
    #[arg(long, env = "PERIPLUS_INSTITUTION", default_value = "Periplus")]
    pub institution: String,
}

impl WebConfig {
    /// The address that people see, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> String {
        let given = self.base_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        given.trim_end_matches('/').to_owned()
    }
}
