//! The post room over HTTP: lists, one mail's history, previews, bounces, and ending reminders.

use std::{net::TcpListener, sync::Arc, thread};

use actix_web::web::Data;
use chrono::{DateTime, Utc};
use periplus::web::{self, state::State};
use periplus::{
    access::{actor::Role, token::Token},
    fieldwork::ids::RoundId,
    language::Locales,
    operations::{
        accounts,
        mail::{self, Reminded},
    },
    store::Pool,
};
use uuid::Uuid;

use crate::{authenticator, program::Browser, support::Outbox};

const PASSWORD: &str = "a long enough pass phrase 7";

/// The pages in this process, over a database of their own.
struct Site {
    outbox: Outbox,
    base_url: String,
}

impl Site {
    async fn start() -> Self {
        let outbox = Outbox::create().await;
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", socket.local_addr().unwrap());
        let (database, own_url) = (outbox.database.url.clone(), base_url.clone());
        // The framework wants a runtime of its own, and it serves until the test's process ends.
        thread::spawn(move || {
            let pool = Pool::new(&database, 4, None).unwrap();
            let state = State::new(pool, Arc::new(Locales::load().unwrap()), own_url, 0, false).unwrap();
            actix_web::rt::System::new().block_on(async { web::serve(Data::new(state), socket, 1).unwrap().await })
        });
        Self { outbox, base_url }
    }

    async fn browser(&self, email: &str, role: Role) -> Browser {
        let mut connection = self.outbox.pool.get().await.unwrap();
        let role = Some((role, None));
        accounts::add(&mut connection, email, "", "en", role, Some(PASSWORD), Utc::now()).await.unwrap();
        let browser = Browser::new();
        let page = browser.get(&self.at("/sign-in")).await;
        let fields = [("csrf", page.field("csrf")), ("email", email.to_owned()), ("password", PASSWORD.to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let signed_in = browser.post(&self.at("/sign-in"), &[&fields[..], &[("next", "/")]].concat()).await;
        assert_eq!(signed_in.status, 303, "{}", signed_in.body);
        if signed_in.location().starts_with("/sign-in/authenticator") {
            let page = browser.get(&self.at(&signed_in.location())).await;
            let code = authenticator::code(&authenticator::secret_on(&page.body).unwrap());
            let fields = [("csrf", page.field("csrf")), ("code", code), ("next", "/".to_owned())];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(browser.post(&self.at("/sign-in/authenticator"), &fields).await.status, 200);
        }
        browser
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    async fn id(&self, recipient: &str) -> Uuid {
        let query = "SELECT id FROM outbox WHERE recipient = $1 ORDER BY id DESC LIMIT 1";
        self.outbox.client.query_one(query, &[&recipient]).await.unwrap().get(0)
    }

    /// A round that nothing is asked in.
    async fn round(&self, name: &str) -> RoundId {
        let statement = format!(
            "INSERT INTO questionnaire (id, form_id) VALUES ('00000000-0000-0000-0000-000000000001', 'f');
             INSERT INTO questionnaire_version (id, questionnaire_id, number, definition, content_hash) VALUES
                 ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 1, '{{}}', '');
             INSERT INTO round (id, code, name, version_id, opens_at, deadline) VALUES
                 ('00000000-0000-0000-0000-000000000003', 'r', '{name}', '00000000-0000-0000-0000-000000000002',
                 now(), now() + interval '1 day')"
        );
        self.outbox.client.batch_execute(&statement).await.unwrap();
        RoundId(Uuid::from_u128(3))
    }

    async fn remind(&self, round: RoundId, people: &[&str]) -> usize {
        let locales = Locales::load().unwrap();
        let deadline: DateTime<Utc> = "2027-05-01T18:00:00Z".parse().unwrap();
        let person = |email: &&str| Reminded {
            email: (*email).to_owned(),
            language: "fr".into(),
            department: "Pêche".into(),
            deadline,
            link: format!("{}/open/x", self.base_url),
        };
        let people: Vec<_> = people.iter().map(person).collect();
        let mut connection = self.outbox.pool.get().await.unwrap();
        let about = (round, "Campagne <b>1</b>");
        mail::remind(&mut connection, &locales, &self.base_url, about, &people, Utc::now()).await.unwrap()
    }
}

/// Posts a form with the token of the page.
async fn submit(browser: &Browser, page: &str, to: &str, fields: &[(&str, &str)]) -> crate::program::Page {
    let token = browser.get(page).await.field("csrf");
    browser.post(to, &[&[("csrf", token.as_str())], fields].concat()).await
}

/// Sends files; the answer's status and text.
async fn upload(browser: &Browser, site: &Site, files: &[(&str, &[u8])]) -> (u16, String) {
    let token = browser.get(&site.at("/admin/mail/bounces")).await.field("csrf");
    let mut body = format!("--upload\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n").into_bytes();
    for (name, content) in files {
        let head = format!("--upload\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--upload--\r\n");
    let request = browser.0.post(site.at("/admin/mail/bounces/import")).header("Origin", &site.base_url);
    let request = request.header("Content-Type", "multipart/form-data; boundary=upload").body(body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secretariat_sees_what_became_of_mails() {
    let site = Site::start().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let consultant = site.browser("consultant@example.org", Role::Consultant).await;
    let token = Token::new([5; 32]).reveal();
    site.outbox.write_to(&["ana@example.org", "ben@example.org", "<i>eve</i>@example.org"]).await;
    let (ana, ben) = (site.id("ana@example.org").await, site.id("ben@example.org").await);
    let statement = format!(
        "UPDATE outbox SET failed_at = now(), last_error = '<b>gone</b>', body_text = 'Open {}/open/{token} now'
             WHERE id = '{ana}';
         INSERT INTO mail_attempt (mail_id, number, began_at, ended_at, outcome, stage, words)
             VALUES ('{ana}', 1, now(), now(), 'uncertain', 'reply', '<script>x</script>'),
                    ('{ana}', 2, now(), NULL, NULL, NULL, NULL);
         INSERT INTO mail_trouble (since, seen_at, words) VALUES (now(), now(), 'connection <u>refused</u>')",
        site.base_url
    );
    site.outbox.client.batch_execute(&statement).await.unwrap();

    let list = admin.get(&site.at("/admin/mail")).await.body;
    for expected in ["ana@example.org", "&lt;i&gt;eve", "&lt;b&gt;gone", "connection &lt;u&gt;refused", "Given up"] {
        assert!(list.contains(expected), "{expected} in {list}");
    }
    for (query, has_ana, has_ben) in [
        ("?state=dead", true, false),
        ("?state=waiting", false, true),
        ("?kind=invitation", false, false),
        ("?address=BEN", false, true),
        ("?address=%25", false, false),
        (&*format!("?before={ben}"), true, false),
    ] {
        let list = admin.get(&site.at(&format!("/admin/mail{query}"))).await.body;
        assert_eq!(list.contains("ana@example.org"), has_ana, "{query}");
        assert_eq!(list.contains("ben@example.org"), has_ben, "{query}");
    }
    assert_eq!(admin.get(&site.at("/admin/mail?state=strange")).await.status, 404);

    let address = site.at(&format!("/admin/mail/messages/{ana}"));
    let history = admin.get(&address).await.body;
    assert!(history.contains("&lt;script&gt;") && history.contains("No reply after the message was handed over"));
    assert!(history.contains("/open/… now") && !history.contains(&token), "{history}");
    for path in ["/admin/mail", "/admin/mail/bounces", "/admin/mail/preview", &*format!("/admin/mail/messages/{ana}")] {
        assert_eq!(consultant.get(&site.at(path)).await.status, 404, "{path}");
        assert_eq!(Browser::new().get(&site.at(path)).await.status, 303, "{path}");
    }
    let nothing = [("csrf", "x"), ("action", "retry")];
    assert_eq!(admin.post(&address, &nothing).await.status, 403);
    assert_eq!(submit(&admin, &address, &address, &[("action", "retry")]).await.status, 303);
    assert_eq!(site.outbox.count("state = 'waiting'").await, 3);
    // Nothing is left to try anew.
    assert_eq!(submit(&admin, &site.at("/admin/mail/bounces"), &address, &[("action", "retry")]).await.status, 404);
    assert_eq!(
        site.outbox.text("SELECT string_agg(action, ' ') FROM audit WHERE action LIKE 'mail.%'").await,
        "mail.retry"
    );
    site.outbox.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mail_can_be_looked_at_and_sent_to_oneself() {
    let site = Site::start().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let index = admin.get(&site.at("/admin/mail/preview")).await.body;
    let mut sent = 0;
    for kind in ["invitation", "link", "receipt", "reminder", "moved", "test"] {
        for language in ["en", "fr", "es"] {
            let path = format!("/admin/mail/preview/{kind}/{language}");
            assert!(index.contains(&path), "{path}");
            let page = admin.get(&site.at(&path)).await;
            assert_eq!(page.status, 200, "{path}");
            let frame = admin.0.get(site.at(&format!("{path}/html"))).send().await.unwrap();
            let policy = frame.headers()["content-security-policy"].to_str().unwrap().to_owned();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            assert!(frame.text().await.unwrap().contains(&format!("<html lang=\"{language}\"")), "{path}");
            let (page, to) = (site.at(&path), site.at(&path));
            assert_eq!(submit(&admin, &page, &to, &[("action", "send")]).await.status, 303, "{path}");
            sent += 1;
        }
    }
    assert_eq!(site.outbox.count("kind = 'test' AND recipient = 'admin@example.org'").await, sent);
    for path in ["/admin/mail/preview/strange/en", "/admin/mail/preview/test/xx", "/admin/mail/preview/test/xx/html"] {
        assert_eq!(admin.get(&site.at(path)).await.status, 404, "{path}");
    }
    site.outbox.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bounces_are_noted_by_hand_and_from_files_after_a_look() {
    let site = Site::start().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let page = site.at("/admin/mail/bounces");
    site.outbox.write_to(&["Ana@example.org", "ben@example.org"]).await;
    site.outbox.client.batch_execute("UPDATE outbox SET sent_at = now()").await.unwrap();

    let hand = [("action", "hand"), ("address", "no address"), ("reason", "x")];
    assert_eq!(submit(&admin, &page, &page, &hand).await.status, 422);
    let hand = [("action", "hand"), ("address", "ana@Example.org"), ("reason", "Left, \"in May\"")];
    assert_eq!(submit(&admin, &page, &page, &hand).await.location(), "/admin/mail/bounces?recorded=1");
    assert_eq!(submit(&admin, &page, &page, &hand).await.location(), "/admin/mail/bounces?recorded=0");
    assert_eq!(site.outbox.count("state = 'bounced' AND recipient = 'Ana@example.org'").await, 1);

    let (status, text) = upload(&admin, &site, &[("a.csv", b"address,reason\nx,y\nben@example.org,\n")]).await;
    assert_eq!(status, 422);
    for problem in ["line 2", "line 3", "\u{201c}x\u{201d} is not an e-mail address", "The reason is missing"] {
        assert!(text.contains(problem), "{problem} in {text}");
    }
    let ben = site.id("ben@example.org").await;
    let report = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; m\r\n\r\n\
         Final-Recipient: rfc822; ben@example.org\r\nAction: failed\r\nDiagnostic-Code: smtp; 550 <b>no</b>\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{ben}@example.org>\r\n\r\nHello\r\n--b--\r\n"
    );
    let list = b"address;reason\nstranger@example.org;=1+1\n".as_slice();
    let (status, text) = upload(&admin, &site, &[("r.eml", report.as_bytes()), ("l.csv", list)]).await;
    assert_eq!(status, 200, "{text}");
    assert!(text.contains("550 &lt;b&gt;no") && text.contains("nobody was written to there"), "{text}");
    assert_eq!(site.outbox.count("state = 'bounced'").await, 1, "looking writes nothing down");

    let lines = text.split_once("<textarea name=\"lines\" hidden>").unwrap().1.split_once("</textarea>").unwrap().0;
    let lines = lines.replace("&lt;", "<").replace("&gt;", ">").replace("&#x3D;", "=").replace("&quot;", "\"");
    let record = [("action", "record"), ("source", "report"), ("lines", lines.as_str())];
    assert_eq!(submit(&admin, &page, &page, &record).await.location(), "/admin/mail/bounces?recorded=2");
    assert_eq!(site.outbox.count("state = 'bounced' AND recipient = 'ben@example.org'").await, 1);
    let known =
        site.outbox.text("SELECT string_agg(address || ' ' || source, ', ' ORDER BY address) FROM mail_bounce").await;
    assert_eq!(known, "ana@example.org hand, ben@example.org report, stranger@example.org report");
    site.outbox.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_end_by_their_link_and_the_round_goes_on() {
    let site = Site::start().await;
    let round = site.round("Campagne 1").await;
    assert_eq!(site.remind(round, &["Ana@example.org", "ben@example.org"]).await, 2);
    let url = site.outbox.text("SELECT unsubscribe_url FROM outbox WHERE recipient = 'Ana@example.org'").await;
    let refused = async || site.outbox.text("SELECT string_agg(address, ' ') FROM reminder_refusal").await;

    let browser = Browser::new();
    let page = browser.get(&url).await;
    assert!(page.status == 200 && page.body.contains("ana@example.org"), "{}", page.body);
    assert_eq!(refused().await, "", "looking changes nothing");
    assert_eq!(browser.post(&url, &[("csrf", "wrong"), ("action", "end")]).await.status, 403);
    assert_eq!(browser.post(&url, &[("action", "end")]).await.status, 400);
    assert_eq!(refused().await, "");
    assert_eq!(submit(&browser, &url, &url, &[("action", "end")]).await.status, 303);
    assert_eq!(refused().await, "ana@example.org");
    assert!(browser.get(&url).await.body.contains("Reminders are stopped"));
    assert_eq!(site.remind(round, &["ana@example.org", "ben@example.org"]).await, 1);
    assert_eq!(submit(&browser, &url, &url, &[("action", "again")]).await.status, 303);
    assert_eq!(site.remind(round, &["ana@example.org", "ben@example.org"]).await, 2);

    // As mail programs do it: no cookie, no page before.
    let client = reqwest::Client::new();
    let form = "application/x-www-form-urlencoded";
    let parts = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    for (kind, body, status, ended) in [
        (form, "List-Unsubscribe=Two-Clicks", 400, ""),
        (form, "List-Unsubscribe=One-Click", 200, "ana@example.org"),
        (form, "List-Unsubscribe=One-Click", 200, "ana@example.org"),
        ("multipart/form-data; boundary=b", parts, 200, "ana@example.org"),
    ] {
        let answer = client.post(&url).header("Content-Type", kind).body(body).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), refused().await.as_str()), (status, ended), "{kind} {body}");
    }
    let unknown = site.at(&format!("/unsubscribe/{}", Token::new([1; 32]).reveal()));
    assert_eq!(browser.get(&unknown).await.status, 404);
    let answer = client.post(&unknown).header("Content-Type", form).body("List-Unsubscribe=One-Click").send().await;
    assert_eq!(answer.unwrap().status(), 404);
    let text = site.outbox.text("SELECT body_text FROM outbox WHERE recipient = 'ben@example.org' LIMIT 1").await;
    assert!(text.contains("Rappel") || text.contains("envoyées"), "{text}");
    assert!(text.contains("2027-05-01 18:00 UTC") && text.contains("Pêche"), "{text}");
    let html = site.outbox.text("SELECT body_html FROM outbox WHERE recipient = 'ben@example.org' LIMIT 1").await;
    assert!(html.contains("Campagne &lt;b&gt;1"), "{html}");
    site.outbox.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_refuses_line_breaks_in_headers() {
    let outbox = Outbox::create().await;
    for column in ["recipient", "subject", "kind", "message_id", "unsubscribe_url"] {
        for bad in ["E'a\\r\\nBcc: b'", "E'a\\nb'", "E'a\\rb'"] {
            outbox.write_to(&["ana@example.org"]).await;
            let statement = format!("UPDATE outbox SET {column} = {bad}");
            let error = outbox.client.batch_execute(&statement).await.unwrap_err();
            assert_eq!(error.as_db_error().unwrap().constraint(), Some("outbox_one_line"), "{statement}");
        }
    }
    outbox.drop().await;
}
