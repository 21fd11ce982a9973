//! Connections: a pool with a bounded wait, TLS where the database is not on this machine, and the migrations.

use std::{path::Path, sync::Arc, time::Duration};

use deadpool::Runtime;
use deadpool::managed::Timeouts;
use diesel::ConnectionError;
use diesel_async::{
    AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
        deadpool::{Object, Pool as Deadpool, PoolError},
    },
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use futures_util::FutureExt;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use tokio_postgres::{
    Client, NoTls,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Error;

/// One connection; store functions take it by `&mut`.
pub type Connection = AsyncPgConnection;

/// The migrations of this program, one folder a change.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// How long a request waits for a connection before it is told to come back.
const LONGEST_WAIT: Duration = Duration::from_secs(3);

/// Connections to one database.
#[derive(Clone)]
pub struct Pool {
    pool: Deadpool<AsyncPgConnection>,
    connector: Arc<Connector>,
}

/// How to reach the database.
struct Connector {
    config: tokio_postgres::Config,
    tls: MakeRustlsConnect,
}

impl Pool {
    /// A pool of at most `size` connections to `url`; nothing is connected yet. `authority` is a PEM file with the
    /// certificates that a database on another host is checked against, instead of the public ones.
    ///
    /// # Errors
    /// When the address or the file cannot be read.
    pub fn new(url: &str, size: usize, authority: Option<&Path>) -> Result<Self, Error> {
        let connector = Arc::new(Connector { config: parse(url)?, tls: tls(authority)? });
        let mut config = ManagerConfig::default();
        let for_pool = Arc::clone(&connector);
        config.custom_setup = Box::new(move |_| Arc::clone(&for_pool).establish().boxed());
        config.recycling_method = RecyclingMethod::Fast;
        let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new_with_config(url, config);
        let timeouts = Timeouts { wait: Some(LONGEST_WAIT), create: Some(LONGEST_WAIT), recycle: Some(LONGEST_WAIT) };
        let pool = Deadpool::builder(manager).max_size(size).timeouts(timeouts).runtime(Runtime::Tokio1).build();
        Ok(Self { pool: pool.map_err(|error| Error::Unavailable(error.into()))?, connector })
    }

    /// A connection, for as long as the guard lives.
    ///
    /// # Errors
    /// When none is free in time, or the database does not answer.
    pub async fn get(&self) -> Result<Object<AsyncPgConnection>, Error> {
        self.pool.get().await.map_err(|error: PoolError| Error::Unavailable(error.into()))
    }

    /// A connection outside the pool and outside Diesel, for streams that hold it long.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn streaming(&self) -> Result<Client, Error> {
        self.connector.connect().await.map_err(|error| Error::Unavailable(error.into()))
    }
}

/// Runs what the database lacks, one transaction a migration; waits for another instance that is doing the same.
/// Returns the versions that ran.
///
/// # Errors
/// When the database does not answer or a migration fails; the failed one leaves no trace.
pub async fn migrate(pool: &Pool) -> Result<Vec<String>, Error> {
    let connector = Arc::clone(&pool.connector);
    let mut connection = connector.establish().await.map_err(|error| Error::Unavailable(error.into()))?;
    diesel::sql_query("SELECT pg_advisory_lock(7230611)").execute(&mut connection).await?;
    let mut harness = AsyncMigrationHarness::new(connection);
    let ran = harness.run_pending_migrations(MIGRATIONS).map_err(Error::Migration)?;
    Ok(ran.iter().map(ToString::to_string).collect())
}

impl Connector {
    async fn connect(&self) -> Result<Client, tokio_postgres::Error> {
        // The TLS connector wants a host name even where it will not be used, and a socket has none.
        if self.config.get_ssl_mode() == SslMode::Disable {
            let (client, connection) = self.config.connect(NoTls).await?;
            drive(connection);
            return Ok(client);
        }
        let (client, connection) = self.config.connect(self.tls.clone()).await?;
        drive(connection);
        Ok(client)
    }

    async fn establish(self: Arc<Self>) -> Result<AsyncPgConnection, ConnectionError> {
        let client = self.connect().await.map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
        AsyncPgConnection::try_from(client).await
    }
}

/// Carries what a client says until the client is dropped.
fn drive(connection: impl Future<Output = Result<(), tokio_postgres::Error>> + Send + 'static) {
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a database connection ended");
        }
    });
}

fn tls(authority: Option<&Path>) -> Result<MakeRustlsConnect, Error> {
    let unusable = |error: Box<dyn std::error::Error + Send + Sync>| Error::Unavailable(error);
    let mut roots = rustls::RootCertStore::empty();
    match authority {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unusable(error.into()))? {
                let certificate = certificate.map_err(|error| unusable(error.into()))?;
                roots.add(certificate).map_err(|error| unusable(error.into()))?;
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(error.into()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Reads the address. Where it does not say how, a socket or this machine is spoken to plainly and any other host
/// over TLS with its certificate checked.
fn parse(url: &str) -> Result<tokio_postgres::Config, Error> {
    let mut config: tokio_postgres::Config =
        url.parse().map_err(|error: tokio_postgres::Error| Error::Unavailable(error.into()))?;
    if !url.contains("sslmode") {
        let near = config.get_hosts().iter().all(|host| match host {
            Host::Unix(_) => true,
            Host::Tcp(name) => name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        });
        config.ssl_mode(if near { SslMode::Disable } else { SslMode::Require });
    }
    config.connect_timeout(LONGEST_WAIT);
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_hosts_are_spoken_to_over_tls() {
        for (url, mode) in [
            ("host=/run/postgresql user=p dbname=p", SslMode::Disable),
            ("postgresql://p@127.0.0.1/p", SslMode::Disable),
            ("postgresql://p@db.example.org/p", SslMode::Require),
            ("postgresql://p@db.example.org/p?sslmode=disable", SslMode::Disable),
        ] {
            assert_eq!(parse(url).unwrap().get_ssl_mode(), mode, "{url}");
        }
        assert!(parse("no address").is_err());
    }
}
