//! Counted attempts, shared by every instance.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Connection, Error, schema::throttle};

/// Counts one attempt under `key` in the window that began at `window_start`, and returns how many there are now.
pub async fn count(connection: &mut Connection, key: &str, window_start: DateTime<Utc>) -> Result<i32, Error> {
    let row = (throttle::key.eq(key), throttle::window_start.eq(window_start), throttle::attempts.eq(1));
    let counted = diesel::insert_into(throttle::table)
        .values(row)
        .on_conflict((throttle::key, throttle::window_start))
        .do_update()
        .set(throttle::attempts.eq(throttle::attempts + 1))
        .returning(throttle::attempts);
    Ok(counted.get_result(connection).await?)
}

/// Removes windows that began before `moment`.
pub async fn forget_before(connection: &mut Connection, moment: DateTime<Utc>) -> Result<usize, Error> {
    Ok(diesel::delete(throttle::table.filter(throttle::window_start.lt(moment))).execute(connection).await?)
}
