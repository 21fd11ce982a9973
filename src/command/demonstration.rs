//! What the local mode prepares and prints.

use chrono::Utc;
use periplus::{language::Locales, operations::demonstration, store::Pool};

/// Makes the demonstration where it is not there yet.
pub async fn prepare(pool: &Pool, locales: &Locales, base_url: &str) -> anyhow::Result<()> {
    let mut connection = pool.get().await?;
    demonstration::prepare(&mut connection, locales, base_url, Utc::now()).await?;
    Ok(())
}

/// One line an audience, each a way in.
pub fn announce(base_url: &str) {
    for audience in ["admin", "consultant", "coordinator", "respondent"] {
        println!("{audience:<12} {base_url}/local/{audience}");
    }
}
