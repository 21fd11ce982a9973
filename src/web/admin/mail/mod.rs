//! The secretariat's post room: what was sent, what became of it, how it looks, and which addresses do not work.

pub mod bounces;
pub mod list;
pub mod one;
pub mod preview;

use crate::{language::Locales, mail::message::Kind, store::mails::MailLine, web::participation::moment};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// A mail in a table.
#[derive(Serialize)]
struct Row {
    id: String,
    kind: String,
    to: String,
    subject: String,
    state: String,
    state_key: String,
    created: String,
    sent: String,
    next: String,
    attempts: i32,
    words: String,
}

fn row(line: MailLine, locales: &Locales, language: &str, now: DateTime<Utc>) -> Row {
    let waiting = line.state.as_deref() == Some("waiting");
    let state = if waiting && line.lease.is_some() && line.next_attempt_at > now {
        "sending".to_owned()
    } else {
        line.state.unwrap_or_default()
    };
    Row {
        id: line.id.to_string(),
        kind: kind_name(&line.kind, locales, language),
        to: line.recipient,
        subject: line.subject,
        state_key: format!("mail-state-{state}"),
        state,
        created: moment(Some(line.created_at)),
        sent: moment(line.sent_at),
        next: if waiting { moment(Some(line.next_attempt_at)) } else { String::new() },
        attempts: line.attempts,
        words: line.last_error.unwrap_or_default(),
    }
}

/// The name of a kind; the code where a later version of the program wrote it.
fn kind_name(code: &str, locales: &Locales, language: &str) -> String {
    Kind::from_code(code).map_or_else(|| code.to_owned(), |_| locales.text(language, &format!("mail-kind-{code}"), &[]))
}
