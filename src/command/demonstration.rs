//! What the local mode prepares and prints.

use periplus::{language::Locales, store::Pool};

/// Makes the demonstration where it is not there yet.
pub async fn prepare(pool: &Pool, locales: &Locales, base_url: &str) -> anyhow::Result<()> {
    let _ = (pool, locales, base_url);
    Ok(())
}

/// One line an audience, each a way in.
pub fn announce(base_url: &str) {
    for audience in ["admin", "consultant", "coordinator", "respondent"] {
        println!("{audience:<12} {base_url}/local/{audience}");
    }
}
