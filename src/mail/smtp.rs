//! One conversation with a mail server, step by step, because what a break or a refusal means depends on the step.

use std::{future::Future, time::Duration};

use lettre::transport::smtp::{
    Error as SmtpError,
    authentication::Mechanism,
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Noop, Quit, Rcpt, Rset},
    extension::{Extension, MailParameter},
    response::Response,
};

use super::{
    compose::Composed,
    server::{Security, Server},
    transport::{Outcome, Stage, Trouble},
};

/// Mails over one connection; then a new one is made, as servers expect.
const MOST_MAILS: u32 = 200;

/// A connection that is greeted, encrypted and signed in as configured.
pub(super) struct Conversation {
    connection: AsyncSmtpConnection,
    timeout: Duration,
    mails: u32,
    broken: bool,
}

/// How a step failed.
enum Failure {
    Reply {
        code: u16,
        words: String,
    },
    /// No reply that could be understood: it is not known whether the server acted.
    Silence(String),
}

impl Conversation {
    /// Connects.
    ///
    /// # Errors
    /// [`Trouble`] with the server, whichever mail it would have been for.
    pub async fn begin(server: &Server) -> Result<Self, Trouble> {
        let implicit = match &server.security {
            Security::Implicit(parameters) => Some(parameters.clone()),
            Security::Plain | Security::Opportunistic(_) | Security::Required(_) => None,
        };
        let address = (server.host.as_str(), server.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(address, Some(server.timeout), &server.hello, implicit, None);
        let mut connection = within(server.timeout * 2, connecting).await.map_err(Failure::into_trouble)?;
        match &server.security {
            Security::Plain | Security::Implicit(_) => {}
            Security::Opportunistic(_) if !connection.can_starttls() => {}
            Security::Opportunistic(parameters) | Security::Required(parameters) => {
                let upgrade = connection.starttls(parameters.clone(), &server.hello);
                within(server.timeout * 2, upgrade).await.map_err(Failure::into_trouble)?;
            }
        }
        if let Some(credentials) = &server.credentials {
            let signing_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials);
            within(server.timeout * 2, signing_in).await.map_err(Failure::into_trouble)?;
        }
        Ok(Self { connection, timeout: server.timeout, mails: 0, broken: false })
    }

    /// Can another mail go over it?
    pub fn is_usable(&self) -> bool {
        !self.broken && self.mails < MOST_MAILS
    }

    /// Is somebody still there? To be asked after a pause.
    pub async fn is_alive(&mut self) -> bool {
        self.is_usable() && within(self.timeout, self.connection.command(Noop)).await.is_ok()
    }

    /// Says goodbye; what comes back does not matter.
    pub async fn end(mut self) {
        if !self.broken {
            let _ = within(self.timeout, self.connection.command(Quit)).await;
        }
    }

    /// Sends one mail.
    pub async fn deliver(&mut self, mail: &Composed) -> Outcome {
        self.mails += 1;
        if let Err(outcome) = self.announce(mail).await {
            return outcome;
        }
        // From the first byte of the message until its reply, a break leaves it open whether the mail arrived.
        match within(self.timeout * 4, self.connection.message(&mail.bytes)).await {
            Ok(reply) => Outcome::Accepted { words: words(&reply) },
            Err(Failure::Silence(words)) => {
                self.broken = true;
                Outcome::Uncertain { words }
            }
            Err(failure) => self.refused(Stage::Reply, failure).await,
        }
    }

    /// All steps before the message itself.
    async fn announce(&mut self, mail: &Composed) -> Result<(), Outcome> {
        let mut parameters = Vec::new();
        if !(mail.from.to_string().is_ascii() && mail.to.to_string().is_ascii()) {
            if !self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                let words = "the mail server takes no address with other letters than ASCII (SMTPUTF8)".to_owned();
                return Err(Outcome::Impossible { words });
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let sender = Mail::new(Some(mail.from.clone()), parameters);
        if let Err(failure) = within(self.timeout, self.connection.command(sender)).await {
            return Err(self.refused(Stage::Sender, failure).await);
        }
        let recipient = Rcpt::new(mail.to.clone(), Vec::new());
        if let Err(failure) = within(self.timeout, self.connection.command(recipient)).await {
            return Err(self.refused(Stage::Recipient, failure).await);
        }
        if let Err(failure) = within(self.timeout, self.connection.command(Data)).await {
            return Err(self.refused(Stage::Data, failure).await);
        }
        Ok(())
    }

    /// What a failure means for the mail, and for the connection.
    async fn refused(&mut self, stage: Stage, failure: Failure) -> Outcome {
        let (code, words) = match failure {
            Failure::Silence(words) => {
                self.broken = true;
                return Outcome::Deferred { stage, words };
            }
            Failure::Reply { code, words } => (code, words),
        };
        let about_session = is_about_session(code);
        self.broken = about_session || within(self.timeout, self.connection.command(Rset)).await.is_err();
        // Who is refused as the sender is refused for every recipient: that is ours to mend, and no bounce.
        let for_good = code >= 500 && !about_session && stage != Stage::Sender;
        if for_good { Outcome::Refused { stage, words } } else { Outcome::Deferred { stage, words } }
    }
}

/// Replies that say something about the conversation or who we are, not about this mail: closing, syntax and sequence,
/// no mail service here, sign in or encrypt first.
fn is_about_session(code: u16) -> bool {
    matches!(code, 421 | 454 | 500..=504 | 521 | 530 | 534 | 535 | 538)
}

impl Failure {
    fn into_trouble(self) -> Trouble {
        match self {
            Self::Reply { words, .. } | Self::Silence(words) => Trouble { words },
        }
    }
}

/// One step, which ends in time.
async fn within<T>(timeout: Duration, step: impl Future<Output = Result<T, SmtpError>>) -> Result<T, Failure> {
    let Ok(result) = tokio::time::timeout(timeout, step).await else {
        return Err(Failure::Silence(format!("no reply within {} seconds", timeout.as_secs())));
    };
    result.map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        match error.status() {
            Some(code) => {
                let code = u16::from(code);
                Failure::Reply { code, words: one_line(&format!("{code} {}", cause.unwrap_or_default())) }
            }
            None => Failure::Silence(one_line(&cause.unwrap_or_else(|| error.to_string()))),
        }
    })
}

fn words(reply: &Response) -> String {
    let lines: Vec<&str> = reply.message().collect();
    one_line(&format!("{} {}", reply.code(), lines.join(" ")))
}

/// A server may say anything at any length; it is kept as one line for people.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(500).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_servers_say_is_one_short_line() {
        assert_eq!(one_line("550 5.1.1 No such\r\n user\0 here "), "550 5.1.1 No such user here");
        assert_eq!(one_line(&"x".repeat(10_000)).len(), 500);
    }
}
