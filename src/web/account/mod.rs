//! A person's own account: roles and departments to switch between, password, second factor, and where they are signed
//! in.

pub mod data;
pub mod password;
pub mod recovery;
pub mod sessions;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    access::{actor::Role, password::SHORTEST},
    operations::accounts::IDLE,
    store::{Connection, accounts, invitations, regions, second_factor, sessions as store_sessions},
    web::{context::page, error::Error, participation::moment, state::State, visitor::SignedIn},
};

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn get(state: Data<State>, who: SignedIn, done: Query<Done>) -> Result<HttpResponse, Error> {
    let done = match done.done.as_str() {
        "password" => "account-done-password",
        "sessions" => "account-done-sessions",
        _ => "",
    };
    show(&state, &who, done, "").await
}

/// The page after a form that could not be taken.
async fn show(state: &State, who: &SignedIn, done: &str, problem: &str) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let actor = who.actor()?;
    let account = accounts::find(&mut connection, actor.account).await?.ok_or(Error::SignInFirst)?;
    let roles = roles(&mut connection, who).await?;
    let now = Utc::now();
    let current = who.0.session().map(|token| token.hash().0);
    let sessions: Vec<Value> = store_sessions::of(&mut connection, actor.account, now, now - IDLE)
        .await?
        .into_iter()
        .map(|session| {
            let is_this = current.as_ref() == Some(&session.token_hash);
            json!({ "id": session.id, "device": device(&session.device), "created": moment(Some(session.created_at)),
                "seen": moment(Some(session.seen_at)), "current": is_this })
        })
        .collect();
    let content = json!({
        "email": account.email, "name": account.name, "roles": roles, "done": done, "problem": problem,
        "others": sessions.len() > 1,
        "has_password": account.password_hash.is_some(), "shortest": SHORTEST,
        "has_factor": account.totp_confirmed_at.is_some(), "factor_since": moment(account.totp_confirmed_at),
        "codes_left": second_factor::recovery_codes_left(&mut connection, actor.account).await?,
        "sessions": sessions,
    });
    let mut response = page(state, &who.0, "account/account", &content);
    if !problem.is_empty() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Every part that somebody plays, with the page where it is played.
async fn roles(connection: &mut Connection, who: &SignedIn) -> Result<Vec<Value>, Error> {
    let actor = who.actor()?;
    let regions = regions::all(connection).await?;
    let mut rows = Vec::new();
    for grant in &actor.grants {
        let region = grant.region.and_then(|id| regions.iter().find(|region| region.id == id));
        let (key, path) = match grant.role {
            Role::Admin => ("role-admin", "/admin".to_owned()),
            Role::Consultant => ("role-consultant", "/results".to_owned()),
            Role::Coordinator => {
                ("role-coordinator", format!("/regions/{}", region.map_or("", |region| region.code.as_str())))
            }
        };
        let place = region.map(|region| region.name(who.0.language())).unwrap_or_default();
        rows.push(json!({ "key": key, "place": place, "round": "", "path": path }));
    }
    for invited in invitations::of_account(connection, actor.account).await? {
        if invited.revoked_at.is_none() && invited.round.is_launched() {
            rows.push(json!({ "key": "role-respondent", "place": invited.department, "round": invited.round.name,
                "path": "/responses" }));
        }
    }
    Ok(rows)
}

/// The browser and system that a device says it is; all that it says where neither is known.
fn device(said: &str) -> String {
    // Most browsers name others as well: the first that is found here is the one.
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chromium/", "Chromium"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find =
        |known: &[(&str, &'static str)]| known.iter().find(|(sign, _)| said.contains(sign)).map(|(_, name)| *name);
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) if said.is_empty() => "–".to_owned(),
        (None, None) => said.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_have_short_names() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        let safari =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1";
        for (said, name) in [
            (chrome, "Chrome, Linux"),
            (safari, "Safari, iPhone"),
            ("Mozilla/5.0 (Windows NT 10.0; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox, Windows"),
            ("curl/8.5", "curl/8.5"),
            ("", "–"),
        ] {
            assert_eq!(device(said), name, "{said}");
        }
    }
}
