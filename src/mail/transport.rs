//! How mail leaves: SMTP, or files in a folder.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    compose::{Composed, Letterhead},
    server::Server,
    smtp::Conversation,
};
use crate::store::outbox::Leased;

/// What carries mails, for every session.
pub struct Transport {
    letterhead: Letterhead,
    carrier: Carrier,
}

enum Carrier {
    Smtp(Box<Server>),
    Folder(PathBuf),
}

/// One worker's way to the server. Its connection is used for as many mails as the server likes.
pub struct Session<'a> {
    transport: &'a Transport,
    conversation: Option<Conversation>,
}

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Accepted {
        words: String,
    },
    /// Refused for good, with the server's words.
    Refused {
        stage: Stage,
        words: String,
    },
    /// Not now: nothing was handed over.
    Deferred {
        stage: Stage,
        words: String,
    },
    /// The message was handed over and no reply came: it may have arrived.
    Uncertain {
        words: String,
    },
    /// It can never be sent.
    Impossible {
        words: String,
    },
}

/// How far an attempt had come when it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Compose,
    Sender,
    Recipient,
    Data,
    Reply,
}

/// The server cannot be used now, for any mail.
#[derive(Debug, Clone)]
pub struct Trouble {
    pub words: String,
}

impl Stage {
    /// The code in rows.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Compose => "compose",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Data => "data",
            Self::Reply => "reply",
        }
    }
}

impl Transport {
    /// Over SMTP.
    #[must_use]
    pub fn smtp(server: Server, letterhead: Letterhead) -> Self {
        Self { letterhead, carrier: Carrier::Smtp(Box::new(server)) }
    }

    /// A folder: each mail an `.eml` file.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn folder(folder: &Path, letterhead: Letterhead) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self { letterhead, carrier: Carrier::Folder(folder.to_owned()) })
    }

    /// The right side of Message-IDs.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.letterhead.domain()
    }

    /// Does handing a mail over twice do no harm? A file is only written again.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        matches!(self.carrier, Carrier::Folder(_))
    }

    /// The longest that one attempt can take.
    #[must_use]
    pub fn longest_attempt(&self) -> Duration {
        match &self.carrier {
            Carrier::Smtp(server) => server.longest_attempt(),
            Carrier::Folder(_) => Duration::from_secs(30),
        }
    }

    /// A session that is not connected yet.
    #[must_use]
    pub fn session(&self) -> Session<'_> {
        Session { transport: self, conversation: None }
    }
}

impl Session<'_> {
    /// Can the next mail be handed over at once?
    #[must_use]
    pub fn is_ready(&self) -> bool {
        match &self.transport.carrier {
            Carrier::Folder(_) => true,
            Carrier::Smtp(_) => self.conversation.as_ref().is_some_and(Conversation::is_usable),
        }
    }

    /// Connects where that is needed. `after_pause` says that some time has passed, in which the server may have left.
    /// Says whether a connection was made.
    ///
    /// # Errors
    /// [`Trouble`] where the server cannot be used.
    pub async fn prepare(&mut self, after_pause: bool) -> Result<bool, Trouble> {
        let Carrier::Smtp(server) = &self.transport.carrier else { return Ok(false) };
        if let Some(mut kept) = self.conversation.take() {
            let usable = if after_pause { kept.is_alive().await } else { kept.is_usable() };
            if usable {
                self.conversation = Some(kept);
                return Ok(false);
            }
            kept.end().await;
        }
        self.conversation = Some(Conversation::begin(server).await?);
        Ok(true)
    }

    /// Hands one mail over.
    pub async fn deliver(&mut self, leased: &Leased) -> Outcome {
        let composed = match self.transport.letterhead.compose(leased) {
            Ok(composed) => composed,
            Err(error) => return Outcome::Impossible { words: error.to_string() },
        };
        match (&self.transport.carrier, &mut self.conversation) {
            (Carrier::Folder(folder), _) => match keep(folder, leased, &composed) {
                Ok(()) => Outcome::Accepted { words: String::new() },
                Err(error) => Outcome::Deferred { stage: Stage::Reply, words: error.to_string() },
            },
            (Carrier::Smtp(_), Some(conversation)) => conversation.deliver(&composed).await,
            (Carrier::Smtp(_), None) => Outcome::Deferred { stage: Stage::Sender, words: "not connected".to_owned() },
        }
    }

    /// Says goodbye to the server.
    pub async fn end(&mut self) {
        if let Some(conversation) = self.conversation.take() {
            conversation.end().await;
        }
    }
}

/// Writes the file whole or not at all; a second attempt writes the same one.
fn keep(folder: &Path, leased: &Leased, composed: &Composed) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&composed.bytes)?;
    file.persist(folder.join(format!("{}.eml", leased.mail.id)))?;
    Ok(())
}
