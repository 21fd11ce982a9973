//! Ending the reminders of a round: the page is inert, its button ends them, and so does the button that mail programs
//! show of themselves (RFC 8058).

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::CONTENT_TYPE,
    web::{Bytes, Data, Path},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::json;

use crate::{
    access::token::Token,
    operations::mail,
    web::{
        context::{page, see},
        error::Error,
        form::check_token,
        state::State,
        visitor::Visitor,
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    csrf: String,
    action: String,
}

/// A page with a button. Nothing happens yet: mail scanners open links.
pub async fn get(state: Data<State>, token: Path<String>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let token = Token::parse(&token).ok_or(Error::NotFound)?;
    let mut connection = state.pool.get().await?;
    let (link, ended) = mail::reminder_link(&mut connection, &token).await?.ok_or(Error::NotFound)?;
    let content = json!({ "round": link.round_name, "address": link.address, "ended": ended });
    Ok(page(&state, &visitor, "public/unsubscribe", &content))
}

/// Ends them, or has them sent again. A mail program shows no page first and has no cookie: it says what the standard
/// lays down, and the link's own secret is what it may do that with.
pub async fn post(
    state: Data<State>,
    token: Path<String>,
    visitor: Visitor,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let secret = Token::parse(&token).ok_or(Error::NotFound)?;
    let mut connection = state.pool.get().await?;
    if is_one_click(&request, &body) {
        mail::want_reminders(&mut connection, &secret, false, Utc::now()).await?;
        return Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("OK\n"));
    }
    let wish: Wish = serde_urlencoded::from_bytes(&body).map_err(|_| Error::BadForm)?;
    check_token(&visitor, &wish.csrf)?;
    let wanted = match wish.action.as_str() {
        "end" => false,
        "again" => true,
        _ => return Err(Error::BadForm),
    };
    mail::want_reminders(&mut connection, &secret, wanted, Utc::now()).await?;
    Ok(see(&format!("/unsubscribe/{}", secret.reveal())))
}

/// `List-Unsubscribe=One-Click`, in either of the two forms that the standard allows, and nothing else.
fn is_one_click(request: &HttpRequest, body: &[u8]) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let text = String::from_utf8_lossy(body);
        return text.contains("name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n");
    }
    body.trim_ascii() == b"List-Unsubscribe=One-Click"
}
