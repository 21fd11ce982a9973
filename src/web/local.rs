//! Only in the local mode: sign-in without a password, one way in for each audience, and the mailbox.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    access::actor::Strength,
    operations::{accounts, demonstration},
    store::{accounts as store_accounts, mails},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        mail_frame::frame,
        participation::moment,
        public::home,
        state::State,
        visitor::{Visitor, session_cookie},
    },
};

/// A page with a button, as for every link.
pub async fn get(state: Data<State>, audience: Path<String>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let email = demonstration::email_of(&audience).ok_or(Error::NotFound)?;
    Ok(page(&state, &visitor, "public/local", &json!({ "audience": *audience, "email": email })))
}

/// Signs in as the demonstration's person for the audience.
pub async fn post(state: Data<State>, audience: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let email = demonstration::email_of(&audience).ok_or(Error::NotFound)?;
    let mut connection = state.pool.get().await?;
    let account = store_accounts::by_email(&mut connection, email).await?.ok_or(Error::NotFound)?;
    let token = accounts::begin_session(&mut connection, account.id, Strength::Strong, form.visitor.origin()).await?;
    let start = demonstration::start_of(&audience).unwrap_or_else(|| home::start_of(&form.visitor));
    let mut response = see(start);
    response.add_cookie(&session_cookie(&token, &state)).map_err(|_| Error::Unknown)?;
    Ok(response)
}

/// The newest mails.
pub async fn mailbox(state: Data<State>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let mails = mails::newest(&mut connection, 200).await?;
    let rows: Vec<_> = mails
        .iter()
        .map(|mail| {
            let created = mail.created_at.format("%Y-%m-%d %H:%M").to_string();
            json!({ "id": mail.id, "to": mail.recipient, "subject": mail.subject, "created": created,
                "sent": mail.sent_at.is_some() })
        })
        .collect();
    Ok(page(&state, &visitor, "public/mailbox", &json!({ "mails": rows })))
}

/// One mail, as plain text with its links.
pub async fn mail(state: Data<State>, id: Path<Uuid>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let mail = mails::find(&mut connection, *id).await?.ok_or(Error::NotFound)?;
    let lines: Vec<_> =
        mail.body_text.lines().map(|line| json!({ "text": line, "link": line.starts_with(&state.base_url) })).collect();
    let content = json!({
        "id": mail.id,
        "to": mail.recipient,
        "subject": mail.subject,
        "kind": mail.kind,
        "created": moment(Some(mail.created_at)),
        "sent": moment(mail.sent_at),
        "unsubscribe": mail.unsubscribe_url,
        "lines": lines,
    });
    Ok(page(&state, &visitor, "public/mail", &content))
}

/// Its HTML, for the frame.
pub async fn mail_html(state: Data<State>, id: Path<Uuid>) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let mail = mails::find(&mut connection, *id).await?.ok_or(Error::NotFound)?;
    Ok(frame(mail.body_html))
}
