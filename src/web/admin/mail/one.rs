//! One mail: every attempt with the server's words, and its text without the secrets of its links.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::row;
use crate::{
    operations::mail,
    store::mails,
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        mail_frame::without_tokens,
        participation::moment,
        state::State,
        visitor::Visitor,
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    action: String,
}

/// Its history.
pub async fn get(state: Data<State>, id: Path<Uuid>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let line = mails::line(&mut connection, *id).await?.ok_or(Error::NotFound)?;
    let mail = mails::find(&mut connection, *id).await?.ok_or(Error::NotFound)?;
    let attempts: Vec<_> = mails::attempts(&mut connection, *id)
        .await?
        .into_iter()
        .map(|attempt| {
            let outcome = attempt.outcome.unwrap_or_else(|| "open".to_owned());
            json!({
                "number": attempt.number,
                "began": attempt.began_at.format("%Y-%m-%d %H:%M:%S").to_string(),
                "ended": attempt.ended_at.map(|ended| ended.format("%H:%M:%S").to_string()),
                "outcome_key": format!("mail-outcome-{outcome}"),
                "stage_key": attempt.stage.map(|stage| format!("mail-stage-{stage}")),
                "words": attempt.words,
            })
        })
        .collect();
    let row = row(line, &state.locales, visitor.language(), Utc::now());
    let can_retry = ["dead", "bounced"].contains(&row.state.as_str());
    let content = json!({
        "mail": row,
        "attempts": attempts,
        "can_retry": can_retry,
        "due": moment(Some(mail.next_attempt_at)),
        "text": without_tokens(&mail.body_text),
    });
    Ok(page(&state, &visitor, "admin/mail/one", &content))
}

/// Has it tried anew.
pub async fn post(state: Data<State>, id: Path<Uuid>, form: Form) -> Result<HttpResponse, Error> {
    let wish: Wish = form.typed()?;
    if wish.action != "retry" {
        return Err(Error::BadForm);
    }
    let mut connection = state.pool.get().await?;
    let author = form.visitor.actor().map(|actor| actor.account);
    mail::retry(&mut connection, Some(*id), author, Utc::now()).await?;
    Ok(see(&format!("/admin/mail/messages/{id}")))
}
