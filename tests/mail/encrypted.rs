//! STARTTLS, TLS from the start, and signing in; and that nothing is sent, and nothing lost, where they fail.

use std::{fs, path::PathBuf, time::Duration};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;

use crate::support::{MailServer, Outbox, Worker};

const PATIENCE: Duration = Duration::from_secs(40);

/// An authority, and a certificate that it gave to `localhost`, as files.
struct Certificates {
    _folder: TempDir,
    authority: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

impl Certificates {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let mut about = CertificateParams::new(Vec::new()).unwrap();
        about.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(about, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let about = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = about.signed_by(&key, &issuer).unwrap();
        let file = |name: &str, content: String| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            path
        };
        let authority = file("authority.pem", issuer.pem());
        let certificate = file("certificate.pem", certificate.pem());
        let key = file("key.pem", key.serialize_pem());
        Self { _folder: folder, authority, certificate, key }
    }

    fn server(&self, more: &[&str]) -> MailServer {
        let files = ["--certificate", self.certificate.to_str().unwrap(), "--key", self.key.to_str().unwrap()];
        MailServer::start(&[&files, more].concat())
    }

    fn believed(&self) -> [(&'static str, &str); 1] {
        [("PERIPLUS_SMTP_CA_FILE", self.authority.to_str().unwrap())]
    }
}

const SIGN_IN: [&str; 4] = ["--user", "periplus", "--password", "p@ss:word"];

#[tokio::test(flavor = "multi_thread")]
async fn mails_go_encrypted_and_signed_in() {
    let certificates = Certificates::new();
    for (name, address, more) in [
        ("STARTTLS", "smtp://periplus:p%40ss%3Aword@localhost:PORT?tls=required", &SIGN_IN[..]),
        ("STARTTLS where offered", "smtp://localhost:PORT?tls=opportunistic", &[]),
        ("TLS from the start", "smtps://localhost:PORT", &["--implicit"]),
    ] {
        let outbox = Outbox::create().await;
        let server = certificates.server(more);
        outbox.write_to(&["ana@example.org", "later@example.org", "unknown@example.org"]).await;
        let url = address.replace("PORT", &server.port().to_string());
        let worker = Worker::start(&outbox, &url, &certificates.believed());
        outbox.until_none("state = 'waiting'", PATIENCE).await;
        assert_eq!(outbox.count("state = 'sent'").await, 2, "{name}");
        assert_eq!(outbox.count("state = 'bounced'").await, 1, "{name}");
        assert_eq!(server.kept().len(), 2, "{name}");
        assert!(server.journal().contains("connected tls"), "{name}: {}", server.journal());
        drop(worker);
        outbox.drop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_or_lost_where_the_server_is_not_trusted() {
    let certificates = Certificates::new();
    let plain = MailServer::start(&[]);
    let encrypted = certificates.server(&SIGN_IN);
    let nobody: [(&str, &str); 0] = [];
    let outbox = Outbox::create().await;
    outbox.write_to(&["ana@example.org", "ben@example.org"]).await;
    for (name, port, user, settings, words) in [
        ("no STARTTLS", plain.port(), "", &certificates.believed()[..], "STARTTLS is not supported"),
        ("an unknown authority", encrypted.port(), "periplus:p%40ss%3Aword@", &nobody[..], "certificate"),
        ("a wrong password", encrypted.port(), "periplus:wrong@", &certificates.believed()[..], "535"),
    ] {
        let worker = Worker::start(&outbox, &format!("smtp://{user}localhost:{port}?tls=required"), settings);
        let mut said = String::new();
        for _ in 0..200 {
            said = outbox.text("SELECT coalesce(max(words), '') FROM mail_trouble").await;
            if said.contains(words) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(said.contains(words), "{name}: {said}");
        drop(worker);
        assert_eq!(outbox.count("state = 'waiting' AND attempts = 0").await, 2, "{name}");
    }
    assert!(plain.kept().is_empty() && encrypted.kept().is_empty());

    let url = format!("smtp://periplus:p%40ss%3Aword@localhost:{}?tls=required", encrypted.port());
    let worker = Worker::start(&outbox, &url, &certificates.believed());
    outbox.until_none("state <> 'sent'", PATIENCE).await;
    assert_eq!(encrypted.kept().len(), 2);
    assert_eq!(outbox.text("SELECT count(*)::text FROM mail_trouble").await, "0");
    drop(worker);
    outbox.drop().await;
}
