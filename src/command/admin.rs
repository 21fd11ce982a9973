//! `periplus admin`: people with roles.

use std::env;

use anyhow::{Context, bail};
use chrono::Utc;
use clap::{Args, Subcommand};
use periplus::{access::actor::Role, config::DataConfig, operations::accounts, store::regions};

use super::with_pool;

const PASSWORD: &str = "PERIPLUS_PASSWORD";

/// What to do.
#[derive(Subcommand)]
pub enum Admin {
    /// Add a person with a role, or grant the role to one who is there. The password comes from a prompt, or from
    /// the environment variable PERIPLUS_PASSWORD.
    Add(Add),
}

/// Whom to add.
#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    data: DataConfig,
    email: String,
    /// How pages call the person; the address where not given.
    #[arg(long)]
    name: Option<String>,
    #[arg(long, default_value = "admin", value_parser = role)]
    role: Role,
    /// Code of the region that a coordinator coordinates.
    #[arg(long)]
    region: Option<String>,
    /// Language of the interface and of mails.
    #[arg(long, default_value = "en")]
    language: String,
}

/// Does it.
pub fn run(admin: Admin) -> anyhow::Result<()> {
    match admin {
        Admin::Add(add) => add_person(&add),
    }
}

fn add_person(add: &Add) -> anyhow::Result<()> {
    if (add.role == Role::Coordinator) != add.region.is_some() {
        bail!("a coordinator needs --region, and nobody else has one");
    }
    let password = password()?;
    with_pool(&add.data, async |pool| {
        let mut connection = pool.get().await?;
        let region = match &add.region {
            Some(code) => {
                let known = regions::all(&mut connection).await?;
                let found = known.into_iter().find(|region| region.code == *code);
                Some(found.with_context(|| format!("there is no region {code}"))?.id)
            }
            None => None,
        };
        let (name, role) = (add.name.as_deref().unwrap_or(&add.email), Some((add.role, region)));
        let now = Utc::now();
        accounts::add(&mut connection, &add.email, name, &add.language, role, Some(&password), now).await?;
        println!("{} is {}", add.email, add.role.code());
        Ok(())
    })
}

fn role(code: &str) -> Result<Role, String> {
    let codes = || Role::ALL.map(Role::code).join(", ");
    Role::from_code(code).ok_or_else(|| format!("one of {}", codes()))
}

/// Never an argument: those are seen by everybody on the machine, and stay in the shell's history.
fn password() -> anyhow::Result<String> {
    if let Ok(given) = env::var(PASSWORD) {
        return Ok(given);
    }
    let prompt = format!("Password (at least {} characters): ", periplus::access::password::SHORTEST);
    let given = rpassword::prompt_password(prompt).context("no password could be read; set PERIPLUS_PASSWORD")?;
    let again = rpassword::prompt_password("The same again: ").context("no password could be read")?;
    if given != again {
        bail!("the two passwords differ");
    }
    Ok(given)
}
