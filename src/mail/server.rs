//! Which mail server to speak to, and how: read from one address.

use std::{path::Path, time::Duration};

use lettre::transport::smtp::{
    authentication::Credentials,
    client::{Certificate, CertificateStore, TlsParameters},
    extension::ClientId,
};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use url::{Host, Url};

/// A mail server, as configured.
pub struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
    pub(super) hello: ClientId,
    /// How long one step of the conversation may take.
    pub(super) timeout: Duration,
}

/// When the conversation is encrypted.
pub(super) enum Security {
    Plain,
    /// STARTTLS where the server offers it.
    Opportunistic(TlsParameters),
    /// STARTTLS, or no conversation.
    Required(TlsParameters),
    /// From the first byte.
    Implicit(TlsParameters),
}

/// What is wrong with the address. It may hold a password, so none of this repeats it.
#[derive(Debug, Error)]
pub enum ServerError {
    #[error("the mail server's address is no address such as smtp://user:password@mail.example.org:587?tls=required")]
    Address,
    #[error("the mail server's address begins with {0}: it must be smtp or smtps")]
    Scheme(String),
    #[error("{0} in the mail server's address is unknown: there is only tls=required, tls=opportunistic or tls=none")]
    Parameter(String),
    #[error("a password would be sent to {0} unencrypted: use smtps or tls=required")]
    Exposed(String),
    #[error("the file {0} with the mail server's authorities cannot be read")]
    Authority(String, #[source] std::io::Error),
    #[error("TLS cannot be set up for the mail server")]
    Tls(#[from] lettre::transport::smtp::Error),
}

impl Server {
    /// Reads the address. `authority` is a PEM file whose certificates are believed besides the public ones.
    ///
    /// # Errors
    /// When it cannot be read, or would give a password away.
    pub fn new(url: &SecretString, authority: Option<&Path>, timeout: Duration) -> Result<Self, ServerError> {
        let url = Url::parse(url.expose_secret()).map_err(|_| ServerError::Address)?;
        // `smtp` is no scheme that the standard knows, so an address of numbers comes as a domain.
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(ServerError::Address)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let mut tls = None;
        for (name, value) in url.query_pairs() {
            match (name.as_ref(), value.as_ref()) {
                ("tls", "required" | "opportunistic" | "none") => tls = Some(value.into_owned()),
                _ => return Err(ServerError::Parameter(format!("{name}={value}"))),
            }
        }
        let parameters = || parameters(&host, authority);
        let (security, default_port) = match (url.scheme(), tls.as_deref()) {
            ("smtps", None | Some("required")) => (Security::Implicit(parameters()?), 465),
            ("smtp", Some("required")) => (Security::Required(parameters()?), 587),
            ("smtp", Some("opportunistic")) => (Security::Opportunistic(parameters()?), 587),
            ("smtp", _) => (Security::Plain, 25),
            ("smtps", Some(other)) => return Err(ServerError::Parameter(format!("tls={other}"))),
            (scheme, _) => return Err(ServerError::Scheme(scheme.to_owned())),
        };
        let credentials = credentials(&url)?;
        let safe = matches!(security, Security::Required(_) | Security::Implicit(_)) || is_this_machine(&host);
        if credentials.is_some() && !safe {
            return Err(ServerError::Exposed(host));
        }
        let hello = match url.path().trim_matches('/') {
            "" => ClientId::default(),
            name => ClientId::Domain(name.to_owned()),
        };
        Ok(Self { port: url.port().unwrap_or(default_port), host, security, credentials, hello, timeout })
    }

    /// The longest that one attempt can take; a lease must last longer.
    #[must_use]
    pub fn longest_attempt(&self) -> Duration {
        // Sender, recipient, DATA and a reset take one timeout each, the reply to the message four.
        self.timeout * 8
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, ServerError> {
    let decode = |text: &str| -> Result<String, ServerError> {
        Ok(percent_decode_str(text).decode_utf8().map_err(|_| ServerError::Address)?.into_owned())
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (_, None) | ("", Some(_)) => Err(ServerError::Address),
        (user, Some(password)) => Ok(Some(Credentials::new(decode(user)?, decode(password)?))),
    }
}

fn parameters(host: &str, authority: Option<&Path>) -> Result<TlsParameters, ServerError> {
    let mut builder = TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::Default);
    if let Some(file) = authority {
        let pem = std::fs::read(file).map_err(|error| ServerError::Authority(file.display().to_string(), error))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem)?);
    }
    Ok(builder.build()?)
}

fn is_this_machine(host: &str) -> bool {
    match Host::parse(host) {
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Domain(name)) => name == "localhost",
        Ok(Host::Ipv6(_)) | Err(_) => host == "::1",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<Server, ServerError> {
        Server::new(&SecretString::from(url), None, Duration::from_secs(5))
    }

    #[test]
    fn addresses_are_read() {
        for (url, host, port, security, user) in [
            ("smtp://mail.example.org", "mail.example.org", 25, "plain", false),
            ("smtp://mail.example.org?tls=none", "mail.example.org", 25, "plain", false),
            ("smtp://mail.example.org?tls=opportunistic", "mail.example.org", 587, "opportunistic", false),
            ("smtp://u:p@mail.example.org?tls=required", "mail.example.org", 587, "required", true),
            ("smtp://u:p%40@mail.example.org:2525?tls=required", "mail.example.org", 2525, "required", true),
            ("smtps://u:p@mail.example.org", "mail.example.org", 465, "implicit", true),
            ("smtps://mail.example.org:466?tls=required", "mail.example.org", 466, "implicit", false),
            ("smtp://u:p@127.0.0.1:2525", "127.0.0.1", 2525, "plain", true),
            ("smtp://u:p@localhost:2525", "localhost", 2525, "plain", true),
            ("smtp://[::1]:2525", "::1", 2525, "plain", false),
        ] {
            let server = read(url).unwrap_or_else(|error| panic!("{url}: {error}"));
            let found = match server.security {
                Security::Plain => "plain",
                Security::Opportunistic(_) => "opportunistic",
                Security::Required(_) => "required",
                Security::Implicit(_) => "implicit",
            };
            assert_eq!((server.host.as_str(), server.port, found), (host, port, security), "{url}");
            assert_eq!(server.credentials.is_some(), user, "{url}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        for (url, words) in [
            ("no address", "no address such as"),
            ("http://u:secret@mail.example.org", "begins with http"),
            ("smtp://u:secret@mail.example.org?tls=maybe", "tls=maybe"),
            ("smtp://u:secret@mail.example.org?TLS=required", "TLS=required"),
            ("smtps://u:secret@mail.example.org?tls=none", "tls=none"),
            ("smtp://u:secret@mail.example.org", "unencrypted"),
            ("smtp://u:secret@mail.example.org?tls=opportunistic", "unencrypted"),
            ("smtp://secret@mail.example.org?tls=required", "no address such as"),
        ] {
            let Err(error) = read(url) else { panic!("{url} was read") };
            let said = error.to_string();
            assert!(said.contains(words) && !said.contains("secret"), "{url}: {said}");
        }
    }
}
