//! What becomes of a mail that the server takes, refuses, or leaves in doubt.

use std::time::Duration;

use mail_parser::MessageParser;
use periplus::store::mails;

use crate::support::{MailServer, Outbox, Worker};

const PATIENCE: Duration = Duration::from_secs(40);

/// Recipient, state in the end, every attempt as outcome and stage, what the last words contain, copies at the server.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str, usize);

const CASES: &[Case] = &[
    ("ana@example.org", "sent", &[("accepted", "reply")], "250 2.0.0 Kept", 1),
    ("slow@example.org", "sent", &[("accepted", "reply")], "250 2.0.0 Kept", 1),
    ("unknown@example.org", "bounced", &[("refused", "recipient")], "550 5.1.1 There is no unknown@example.org", 0),
    ("full@example.org", "bounced", &[("refused", "reply")], "552 5.2.2 The mailbox is full", 0),
    ("later@example.org", "sent", &[("deferred", "recipient"), ("accepted", "reply")], "250", 1),
    ("busy@example.org", "sent", &[("deferred", "reply"), ("accepted", "reply")], "250", 1),
    ("drop@example.org", "sent", &[("deferred", "recipient"), ("accepted", "reply")], "250", 1),
    ("gone@example.org", "sent", &[("deferred", "recipient"), ("accepted", "reply")], "250", 1),
    ("cut@example.org", "sent", &[("uncertain", "reply"), ("accepted", "reply")], "250", 2),
    ("no address", "dead", &[("impossible", "compose")], "is no mail address", 0),
    ("ñandú@example.org", "dead", &[("impossible", "compose")], "SMTPUTF8", 0),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_of_the_server_has_its_consequence() {
    let outbox = Outbox::create().await;
    let server = MailServer::start(&[]);
    outbox.write_to(&CASES.iter().map(|case| case.0).collect::<Vec<_>>()).await;
    let worker = Worker::start(&outbox, &format!("smtp://127.0.0.1:{}", server.port()), &[]);
    outbox.until_none("state = 'waiting'", PATIENCE).await;
    let kept = server.kept();
    for (recipient, state, attempts, words, copies) in CASES {
        let row = "SELECT o.state, string_agg(a.outcome || ' ' || a.stage, ', ' ORDER BY number),
            (array_agg(a.words ORDER BY number DESC))[1], o.message_id
            FROM outbox o JOIN mail_attempt a ON a.mail_id = o.id WHERE recipient = $1 GROUP BY o.id";
        let row = outbox.client.query_one(row, &[recipient]).await.unwrap();
        assert_eq!(row.get::<_, String>(0), *state, "{recipient}");
        let expected: Vec<String> = attempts.iter().map(|(outcome, stage)| format!("{outcome} {stage}")).collect();
        assert_eq!(row.get::<_, String>(1), expected.join(", "), "{recipient}");
        assert!(row.get::<_, String>(2).contains(words), "{recipient}: {}", row.get::<_, String>(2));
        let own: Vec<_> = kept.iter().filter(|(to, _)| to == recipient).map(|(_, kept)| kept).collect();
        assert_eq!(own.len(), *copies, "{recipient}");
        for copy in &own {
            assert_eq!(copy.message_id, row.get::<_, String>(3), "{recipient}");
            assert_eq!(copy.bytes, own[0].bytes, "{recipient}");
        }
    }
    let bounces = outbox.text("SELECT string_agg(address, ' ' ORDER BY address) FROM mail_bounce").await;
    assert_eq!(bounces, "full@example.org unknown@example.org");

    let (_, ana) = kept.iter().find(|(to, _)| to == "ana@example.org").unwrap();
    let message = MessageParser::default().parse(&ana.bytes).unwrap();
    assert_eq!(message.subject(), Some("Mensaje de prueba"));
    assert!(
        message.body_text(0).unwrap().contains("La secretaría") || message.body_text(0).unwrap().contains("secretaría")
    );
    assert!(message.body_html(0).unwrap().contains("<html lang=\"es\">"));
    // One connection carries many mails: it was made anew only where the server had ended it.
    assert!(server.journal().matches("connected").count() <= 8, "{}", server.journal());
    drop(worker);
    outbox.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_at_once_send_each_mail_once() {
    let outbox = Outbox::create().await;
    let server = MailServer::start(&[]);
    let recipients: Vec<String> = (0..300).map(|number| format!("person{number}@example.org")).collect();
    outbox.write_to(&recipients).await;
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let workers: Vec<Worker> = (0..3).map(|_| Worker::start(&outbox, &url, &[])).collect();
    outbox.until_none("state <> 'sent'", PATIENCE).await;
    let mut kept: Vec<String> = server.kept().into_iter().map(|(to, _)| to).collect();
    kept.sort();
    let mut expected = recipients;
    expected.sort();
    assert_eq!(kept, expected);
    drop(workers);
    outbox.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_can_be_tried_anew() {
    let outbox = Outbox::create().await;
    let mut server = MailServer::start(&[]);
    let url = format!("smtp://127.0.0.1:{}", server.port());
    server.kill();
    outbox.write_to(&["ana@example.org"]).await;
    let worker = Worker::start(&outbox, &url, &[("PERIPLUS_MAIL_GIVE_UP", "2")]);
    outbox.until_none("state = 'waiting'", PATIENCE).await;
    assert_eq!(outbox.count("state = 'dead' AND attempts = 0").await, 1);
    assert!(!outbox.text("SELECT words FROM mail_trouble").await.is_empty());

    server.revive();
    let tried = mails::retry(&mut outbox.pool.get().await.unwrap(), None, chrono::Utc::now()).await.unwrap();
    assert_eq!(tried, 1);
    outbox.until_none("state <> 'sent'", PATIENCE).await;
    assert_eq!(outbox.text("SELECT count(*)::text FROM mail_trouble").await, "0");
    assert_eq!(server.kept().len(), 1);
    drop(worker);
    outbox.drop().await;
}
