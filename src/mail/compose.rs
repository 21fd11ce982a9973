//! A mail as it travels: its headers and both bodies. The same row makes the same bytes at every attempt.

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};
use thiserror::Error;

use crate::store::outbox::{Leased, Mail};

/// Who writes, and who reads the replies.
#[derive(Debug, Clone)]
pub struct Letterhead {
    sender: Mailbox,
    reply_to: Option<Mailbox>,
}

/// What an SMTP conversation needs.
#[derive(Debug, Clone)]
pub struct Composed {
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

/// Why a mail cannot be put together; trying again would not help.
#[derive(Debug, Error)]
pub enum ComposeError {
    #[error("{0:?} is no mail address")]
    Address(String),
    #[error("the header {0} has a line break or another control character")]
    ControlCharacter(&'static str),
    #[error("the mail cannot be put together: {0}")]
    Message(#[from] lettre::error::Error),
}

impl Letterhead {
    /// The sender and, where replies go elsewhere, their address; both as `Name <a@example.org>`.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn new(sender: &str, reply_to: Option<&str>) -> Result<Self, ComposeError> {
        Ok(Self { sender: mailbox(sender)?, reply_to: reply_to.map(mailbox).transpose()? })
    }

    /// The right side of Message-IDs.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.sender.email.domain()
    }

    /// Puts a mail together.
    ///
    /// # Errors
    /// Where a header cannot be written; a line break is refused, never mended.
    pub fn compose(&self, leased: &Leased) -> Result<Composed, ComposeError> {
        let mail = &leased.mail;
        check(mail, &leased.message_id)?;
        let to = mailbox(&mail.recipient)?;
        let recipient = to.email.clone();
        let mut builder = Message::builder()
            .from(self.sender.clone())
            .to(to)
            .subject(&mail.subject)
            .date(mail.created_at.into())
            .message_id(Some(leased.message_id.clone()))
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned()));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        if let Some(url) = &mail.unsubscribe_url {
            builder = builder
                .raw_header(header("List-Unsubscribe", format!("<{url}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
        let plain = SinglePart::plain(mail.body_text.clone());
        let message = if mail.body_html.is_empty() {
            builder.singlepart(plain)?
        } else {
            let parts = MultiPart::alternative().boundary(mail.id.simple().to_string());
            builder.multipart(parts.singlepart(plain).singlepart(SinglePart::html(mail.body_html.clone())))?
        };
        Ok(Composed { from: self.sender.email.clone(), to: recipient, bytes: message.formatted() })
    }
}

/// Written as it stands: what comes here is ASCII that was checked, and must not be folded or encoded.
fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

fn check(mail: &Mail, message_id: &str) -> Result<(), ComposeError> {
    let url = mail.unsubscribe_url.as_deref().unwrap_or_default();
    for (name, value) in [("To", mail.recipient.as_str()), ("Subject", mail.subject.as_str())] {
        if value.chars().any(char::is_control) {
            return Err(ComposeError::ControlCharacter(name));
        }
    }
    for (name, value) in [("Message-ID", message_id), ("List-Unsubscribe", url)] {
        if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ComposeError::ControlCharacter(name));
        }
    }
    Ok(())
}

fn mailbox(address: &str) -> Result<Mailbox, ComposeError> {
    if address.chars().any(char::is_control) {
        return Err(ComposeError::ControlCharacter("address"));
    }
    address.parse().map_err(|_| ComposeError::Address(address.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};
    use mail_parser::{MessageParser, MimeHeaders};
    use uuid::Uuid;

    fn leased(change: impl FnOnce(&mut Leased)) -> Leased {
        let moment: DateTime<Utc> = "2027-03-01T08:15:00Z".parse().unwrap();
        let mail = Mail {
            id: Uuid::from_u128(7),
            kind: "reminder".into(),
            recipient: "ana@example.org".into(),
            subject: "Región de Murcia: «Dimensión exterior» – un recordatorio que no cabe en una sola línea".into(),
            body_text: "Buenos días:\n\n.\nEnlace".into(),
            body_html: "<p>Buenos días:</p>".into(),
            created_at: moment,
            next_attempt_at: moment,
            unsubscribe_url: Some(format!("https://periplus.example.org/unsubscribe/{}", "x".repeat(90))),
            sent_at: None,
        };
        let mut leased = Leased { mail, message_id: "<7@example.org>".into(), attempts: 0, since: moment };
        change(&mut leased);
        leased
    }

    fn letterhead() -> Letterhead {
        Letterhead::new("Comisión <periplus@example.org>", Some("Secretaría <desk@example.org>")).unwrap()
    }

    #[test]
    fn a_mail_reads_back_with_every_header_and_both_bodies() {
        let composed = letterhead().compose(&leased(|_| ())).unwrap();
        assert!(composed.bytes.is_ascii());
        let read = MessageParser::default().parse(&composed.bytes).unwrap();
        let mail = leased(|_| ()).mail;
        assert_eq!(read.subject(), Some(mail.subject.as_str()));
        assert_eq!(read.message_id(), Some("7@example.org"));
        assert_eq!(read.date().unwrap().to_timestamp(), mail.created_at.timestamp());
        assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), mail.body_text);
        assert_eq!(read.body_html(0).unwrap().trim_end(), mail.body_html);
        assert_eq!(read.reply_to().unwrap().first().unwrap().address(), Some("desk@example.org"));
        assert_eq!(read.from().unwrap().first().unwrap().name(), Some("Comisión"));
        assert_eq!(read.content_type().unwrap().subtype(), Some("alternative"));
        let text = String::from_utf8(composed.bytes).unwrap();
        let url = mail.unsubscribe_url.unwrap();
        for line in [
            "Auto-Submitted: auto-generated\r\n",
            &format!("List-Unsubscribe: <{url}>\r\n"),
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }

    #[test]
    fn every_attempt_is_the_same_message() {
        let mail = leased(|_| ());
        let later = Leased { attempts: 5, ..mail.clone() };
        assert_eq!(letterhead().compose(&mail).unwrap().bytes, letterhead().compose(&later).unwrap().bytes);
    }

    #[test]
    fn only_mails_that_remind_can_be_unsubscribed_from() {
        let composed = letterhead().compose(&leased(|leased| leased.mail.unsubscribe_url = None)).unwrap();
        assert!(!String::from_utf8(composed.bytes).unwrap().contains("List-Unsubscribe"));
    }

    #[test]
    fn line_breaks_are_refused_in_every_header() {
        type Change = fn(&mut Leased, &str);
        let fields: [(&str, Change); 4] = [
            ("To", |leased, bad| leased.mail.recipient.push_str(bad)),
            ("Subject", |leased, bad| leased.mail.subject.push_str(bad)),
            ("Message-ID", |leased, bad| leased.message_id.push_str(bad)),
            ("List-Unsubscribe", |leased, bad| leased.mail.unsubscribe_url = Some(bad.to_owned())),
        ];
        for (name, change) in fields {
            for bad in ["\r\nBcc: b@example.org", "\nBcc: b@example.org", "\rBcc: b@example.org", "\0"] {
                let refused = letterhead().compose(&leased(|leased| change(leased, bad)));
                assert!(
                    matches!(refused, Err(ComposeError::ControlCharacter(found)) if found == name),
                    "{name} {bad:?}"
                );
            }
        }
        assert!(Letterhead::new("a@example.org\r\nBcc: b@example.org", None).is_err());
        assert!(Letterhead::new("a@example.org", Some("b@example.org\n")).is_err());
    }
}
