//! How every kind of mail looks in every language, and a copy to one's own address.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::json;

use super::kind_name;
use crate::{
    mail::message::{self, Kind},
    operations::mail,
    store::outbox::Mail,
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        mail_frame::frame,
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

/// What was just done.
#[derive(Deserialize)]
pub struct View {
    sent: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    action: String,
}

/// Every kind and language.
pub async fn index(state: Data<State>, visitor: Visitor) -> HttpResponse {
    let languages: Vec<_> = state
        .locales
        .codes()
        .into_iter()
        .map(|code| json!({ "code": code, "name": state.locales.text(code, "language-name", &[]) }))
        .collect();
    let kinds: Vec<_> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let name = kind_name(kind.code(), &state.locales, visitor.language());
            json!({ "code": kind.code(), "name": name, "languages": languages })
        })
        .collect();
    page(&state, &visitor, "admin/mail/previews", &json!({ "kinds": kinds }))
}

/// One of them.
pub async fn get(
    state: Data<State>,
    which: Path<(String, String)>,
    view: Query<View>,
    visitor: SignedIn,
) -> Result<HttpResponse, Error> {
    let actor = visitor.actor()?;
    let (kind, language, mail) = sample(&state, &which, &actor.email)?;
    let content = json!({
        "kind": kind.code(),
        "name": kind_name(kind.code(), &state.locales, visitor.0.language()),
        "language": language,
        "subject": mail.subject,
        "text": mail.body_text,
        "to": actor.email,
        "sent": view.sent.unwrap_or_default(),
    });
    Ok(page(&state, &visitor.0, "admin/mail/preview", &content))
}

/// Its HTML, for the frame.
pub async fn html(state: Data<State>, which: Path<(String, String)>, visitor: SignedIn) -> Result<HttpResponse, Error> {
    let (_, _, mail) = sample(&state, &which, &visitor.actor()?.email)?;
    Ok(frame(mail.body_html))
}

/// Sends it to whoever asks.
pub async fn post(state: Data<State>, which: Path<(String, String)>, form: Form) -> Result<HttpResponse, Error> {
    let wish: Wish = form.typed()?;
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let (kind, language, _) = sample(&state, &which, &actor.email)?;
    if wish.action != "send" {
        return Err(Error::BadForm);
    }
    let mut connection = state.pool.get().await?;
    let what = (kind, language.as_str());
    mail::send_sample(&mut connection, &state.locales, &state.base_url, what, actor, Utc::now()).await?;
    Ok(see(&format!("/admin/mail/preview/{}/{language}?sent=true", kind.code())))
}

fn sample(state: &State, (kind, language): &(String, String), to: &str) -> Result<(Kind, String, Mail), Error> {
    let kind = Kind::from_code(kind).ok_or(Error::NotFound)?;
    let known = state.locales.codes().into_iter().find(|code| *code == language.as_str()).ok_or(Error::NotFound)?;
    let now = Utc::now();
    let mail = message::sample(kind, &state.locales, to, known, &state.base_url, now).into_mail(now);
    Ok((kind, known.to_owned(), mail))
}
