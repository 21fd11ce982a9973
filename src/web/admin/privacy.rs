//! What goes when: failures of retention first, what is due next, what was removed, and who was erased.

use actix_web::{HttpResponse, web::Data};
use chrono::Utc;
use serde_json::{Value, json};

use crate::{
    operations::retention,
    store::{
        people, privacy,
        retention::{self as runs, Run},
    },
    web::{context::page, error::Error, participation::moment, state::State, visitor::Visitor},
};

/// Lines of each list.
const MOST: i64 = 200;

/// The page.
pub async fn get(state: Data<State>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let now = Utc::now();
    let failures: Vec<Value> = retention::failures(&mut connection).await?.iter().map(line).collect();
    let due: Vec<Value> = retention::plan(&mut connection)
        .await?
        .into_iter()
        .map(|due| {
            let done = due.last.as_ref().filter(|run| run.error.is_none()).map(|run| run.at);
            json!({ "code": due.code, "name": due.name, "kind_key": kind_key(due.kind.code()), "at": moment(Some(due.at)),
                "is_past": due.at <= now, "done": moment(done) })
        })
        .collect();
    let done: Vec<Value> = runs::runs(&mut connection, MOST).await?.iter().map(line).collect();
    let erasures = privacy::erasures(&mut connection).await?;
    let authors: Vec<_> = erasures.iter().filter_map(|one| one.by).collect();
    let authors = people::by_ids(&mut connection, &authors).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let erased: Vec<Value> = erasures
        .iter()
        .rev()
        .take(most)
        .map(|one| {
            let by = one.by.and_then(|by| authors.iter().find(|author| author.id == by));
            json!({ "account": one.account, "id": one.id, "at": moment(Some(one.at)),
                "by": by.map(|by| by.email.as_str()).unwrap_or_default() })
        })
        .collect();
    let content = json!({ "failures": failures, "due": due, "runs": done, "erasures": erased });
    Ok(page(&state, &visitor, "admin/privacy", &content))
}

fn line(run: &Run) -> Value {
    json!({ "code": run.round_code, "name": run.round_name, "kind_key": kind_key(&run.kind), "at": moment(Some(run.at)),
        "removed": run.removed, "error": run.error })
}

fn kind_key(code: &str) -> String {
    format!("privacy-kind-{code}")
}
