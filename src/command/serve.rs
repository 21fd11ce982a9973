//! `periplus serve`: the web side and the worker, until a signal ends them.

use std::{io::Write, net::TcpListener, sync::Arc, time::Duration};

use actix_web::web::Data;
use anyhow::{Context, bail};
use chrono::{TimeDelta, Utc};
use periplus::{
    config::{MailConfig, WebConfig},
    jobs::{self, mail::Courier},
    language::Locales,
    mail::{compose::Letterhead, retry::Patience, server::Server, transport::Transport},
    operations::{reminding::Reminder, setup},
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
    let locales = Arc::new(Locales::load_for(&config.mail.house.institution)?);
    let base_url = config.base_url();
    let courier = courier(&config.mail, config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (pool, setup) = runtime.block_on(async {
        let pool = database.pool(&config.data).await?;
        if config.local {
            super::demonstration::prepare(&pool, &locales, &base_url).await?;
        }
        let setup = setup::link(&mut *pool.get().await?, Utc::now()).await?;
        anyhow::Ok((pool, setup))
    })?;
    runtime.spawn(jobs::mail::run(pool.clone(), courier, config.mail.smtp_connections.into()));
    runtime.spawn(jobs::housekeeping::run(pool.clone()));
    runtime.spawn(jobs::retention::run(pool.clone(), config.data.data.join("mail")));
    let reminder = Reminder { locales: Arc::clone(&locales), base_url: base_url.clone() };
    runtime.spawn(jobs::reminders::run(pool.clone(), reminder));
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

fn courier(mail: &MailConfig, config: &WebConfig) -> anyhow::Result<Courier> {
    let letterhead = Letterhead::new(&mail.mail_from, mail.mail_reply_to.as_deref())?;
    let transport = match &mail.smtp_url {
        Some(url) => {
            let timeout = Duration::from_secs(mail.smtp_timeout.into());
            Transport::smtp(Server::new(url, mail.smtp_ca_file.as_deref(), timeout)?, letterhead)
        }
        None => Transport::folder(&config.data.data.join("mail"), letterhead)?,
    };
    let patience = Patience {
        first: TimeDelta::seconds(mail.mail_retry.into()),
        longest: TimeDelta::hours(4),
        give_up: TimeDelta::seconds(mail.mail_give_up.into()),
    };
    Ok(Courier { transport: Arc::new(transport), patience })
}
