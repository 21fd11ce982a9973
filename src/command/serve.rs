//! `periplus serve`: the web side and the worker, until a signal ends them.

use std::{io::Write, net::TcpListener, sync::Arc};

use actix_web::web::Data;
use anyhow::{Context, bail};
use chrono::Utc;
use periplus::{
    config::{MailConfig, WebConfig},
    jobs,
    language::Locales,
    mail::transport::Transport,
    operations::setup,
    web::{self, state::State},
};

use super::Database;

/// Serves until a signal.
pub fn run(config: &WebConfig) -> anyhow::Result<()> {
    if config.local && !config.listen.ip().is_loopback() {
        bail!("--local signs people in without a password, so it listens on loopback only, not on {}", config.listen);
    }
    let socket = TcpListener::bind(config.listen).with_context(|| format!("cannot listen on {}", config.listen))?;
    let database = Database::open(&config.data)?;
    let locales = Arc::new(Locales::load()?);
    let base_url = config.base_url();
    let transport = transport(&config.mail, config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (pool, setup) = runtime.block_on(async {
        let pool = database.pool(&config.data).await?;
        if config.local {
            super::demonstration::prepare(&pool, &locales, &base_url).await?;
        }
        let setup = setup::link(&mut *pool.get().await?, Utc::now()).await?;
        anyhow::Ok((pool, setup))
    })?;
    runtime.spawn(jobs::mail::run(pool.clone(), transport));
    runtime.spawn(jobs::housekeeping::run(pool.clone()));
    let state = State::new(pool, locales, base_url.clone(), config.proxies, config.local)?;
    actix_web::rt::System::new().block_on(async {
        let server = web::serve(Data::new(state), socket, config.workers)?;
        if config.local {
            super::demonstration::announce(&base_url);
        } else {
            println!("serving {base_url}");
        }
        if let Some(token) = setup {
            // Who started the program may have stopped reading; that must not end it.
            let link = format!("{base_url}/setup/{}", token.reveal());
            let _ = writeln!(std::io::stdout(), "Nobody administers yet. Make the first administrator at {link}");
        }
        server.await
    })?;
    runtime.shutdown_background();
    database.close()
}

fn transport(mail: &MailConfig, config: &WebConfig) -> anyhow::Result<Transport> {
    Ok(match &mail.smtp_url {
        Some(url) => Transport::smtp(url, &mail.mail_from)?,
        None => Transport::folder(&config.data.data.join("mail"), &mail.mail_from)?,
    })
}
