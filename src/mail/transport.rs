//! How mail leaves: SMTP, or files in a folder.

use std::path::{Path, PathBuf};

use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use crate::store::outbox::Mail;

/// What carries mails.
pub struct Transport {
    sender: Mailbox,
    carrier: Carrier,
}

enum Carrier {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(AsyncFileTransport<Tokio1Executor>),
}

/// Why a mail did not leave.
#[derive(Debug, Error)]
pub enum TransportError {
    #[error("{0:?} is no mail address")]
    Address(String),
    #[error("the mail server's address cannot be read")]
    Server(#[source] lettre::transport::smtp::Error),
    #[error("the folder {0} for mails cannot be made")]
    Folder(PathBuf, #[source] std::io::Error),
    #[error("the mail cannot be put together")]
    Message(#[from] lettre::error::Error),
    #[error("the mail server did not take it")]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error("the mail cannot be written to a file")]
    File(#[from] lettre::transport::file::Error),
}

impl Transport {
    /// SMTP by its address (`smtp://`, `smtps://`, with `?tls=required` for STARTTLS).
    ///
    /// # Errors
    /// When the address or the sender cannot be read.
    pub fn smtp(url: &SecretString, sender: &str) -> Result<Self, TransportError> {
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret());
        let carrier = Carrier::Smtp(Box::new(server.map_err(TransportError::Server)?.build()));
        Ok(Self { sender: mailbox(sender)?, carrier })
    }

    /// A folder: each mail an `.eml` file.
    ///
    /// # Errors
    /// When the folder cannot be made or the sender cannot be read.
    pub fn folder(folder: &Path, sender: &str) -> Result<Self, TransportError> {
        std::fs::create_dir_all(folder).map_err(|error| TransportError::Folder(folder.to_owned(), error))?;
        Ok(Self { sender: mailbox(sender)?, carrier: Carrier::Folder(AsyncFileTransport::new(folder)) })
    }

    /// Hands a mail over. Its Message-ID is the outbox's id, so that a retry is the same message.
    ///
    /// # Errors
    /// When it cannot be put together or is not taken.
    pub async fn send(&self, mail: &Mail) -> Result<(), TransportError> {
        let host = self.sender.email.domain();
        let message = Message::builder()
            .from(self.sender.clone())
            .to(mailbox(&mail.recipient)?)
            .subject(&mail.subject)
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            .multipart(MultiPart::alternative_plain_html(mail.body_text.clone(), mail.body_html.clone()))?;
        match &self.carrier {
            Carrier::Smtp(server) => server.send(message).await.map(|_| ()).map_err(TransportError::Smtp),
            Carrier::Folder(folder) => folder.send(message).await.map(|_| ()).map_err(TransportError::File),
        }
    }
}

impl TransportError {
    /// Would the same mail be refused again whatever happens?
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self {
            Self::Address(_) | Self::Message(_) => true,
            Self::Smtp(error) => error.is_permanent(),
            Self::Server(_) | Self::Folder(..) | Self::File(_) => false,
        }
    }
}

fn mailbox(address: &str) -> Result<Mailbox, TransportError> {
    address.parse().map_err(|_| TransportError::Address(address.to_owned()))
}
