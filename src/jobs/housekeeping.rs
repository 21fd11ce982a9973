//! Removes what has run out: sessions and the windows of throttles.

use std::time::Duration;

use chrono::{TimeDelta, Utc};

use crate::store::{self, Pool, sessions, throttle};

/// Cleans up every hour until the program ends.
pub async fn run(pool: Pool) {
    loop {
        if let Err(error) = clean(&pool).await {
            tracing::warn!(%error, "housekeeping could not run");
        }
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
}

async fn clean(pool: &Pool) -> Result<(), store::Error> {
    let mut connection = pool.get().await?;
    sessions::remove_expired(&mut connection, Utc::now()).await?;
    throttle::forget_before(&mut connection, Utc::now() - TimeDelta::days(1)).await?;
    Ok(())
}
