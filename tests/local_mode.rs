//! The local mode as a person meets it: the printed links sign in, a link that is only looked at does nothing, and a
//! program that is killed has lost no submission that it acknowledged.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what a test's helpers do not find fails the test")]

#[path = "local_mode/program.rs"]
mod program;

use program::{Browser, Database, Program, after};

const AUDIENCES: [(&str, &str); 4] =
    [("admin", "/admin"), ("consultant", "/results"), ("coordinator", "/regions/ES61"), ("respondent", "/responses")];

#[tokio::test]
async fn every_audience_signs_in_at_its_printed_link() {
    let database = Database::create().await;
    let program = Program::start(&database).await;
    for (audience, start) in AUDIENCES {
        let link = program.link(audience);
        let browser = Browser::new();
        let page = browser.get(&link).await;
        assert_eq!(page.status, 200, "{audience}");
        assert!(page.body.contains("<form method=\"post\">"), "{audience}");
        // Looking at the link has signed nobody in.
        let inside = browser.get(&format!("{}{start}", program.base_url())).await;
        assert_eq!(inside.location(), format!("/sign-in?next={}", start.replace('/', "%2F")), "{audience}");
        assert_eq!(browser.post(&link, &[("csrf", "wrong")]).await.status, 403, "{audience}");

        let opened = browser.post(&link, &[("csrf", &page.field("csrf"))]).await;
        assert_eq!((opened.status, opened.location()), (303, start.to_owned()), "{audience}");
        let mut inside = browser.get(&format!("{}{start}", program.base_url())).await;
        if audience == "respondent" {
            // Who has one response only is taken to it.
            assert!(inside.location().starts_with("/responses/"), "{inside:?}");
            inside = browser.get(&format!("{}{}", program.base_url(), inside.location())).await;
        }
        assert_eq!(inside.status, 200, "{audience}: {}", inside.body);
    }
    assert_eq!(Browser::new().get(&program.link("admin").replace("admin", "nobody")).await.status, 404);
    program.kill();
    database.drop().await;
}

#[tokio::test]
async fn nothing_of_it_exists_without_the_flag() {
    let database = Database::create().await;
    let program = Program::start_plain(&database).await;
    let browser = Browser::new();
    for path in ["/local/admin", "/local/respondent", "/mailbox"] {
        assert_eq!(browser.get(&format!("{}{path}", program.base_url())).await.status, 404, "{path}");
    }
    program.kill();
    database.drop().await;
}

#[tokio::test]
async fn the_coded_rows_are_what_the_documents_say() {
    let database = Database::create().await;
    Program::start(&database).await.kill();
    let rebuild = || {
        let mut command = Program::command();
        command.args(["codes", "rebuild", "external-dimension-demo"]).env("DATABASE_URL", &database.url);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let all = database.count("SELECT count(*) FROM submission").await;
    assert!(all > 0);
    assert_eq!(rebuild(), format!("{all} submissions, 0 differed\n"));
    // The check can fail: a damaged row is found and made good.
    database.count("WITH hurt AS (UPDATE submission_code SET codes = 'x' RETURNING 1) SELECT count(*) FROM hurt").await;
    assert_eq!(rebuild(), format!("{all} submissions, {all} differed\n"));
    assert_eq!(rebuild(), format!("{all} submissions, 0 differed\n"));
    database.drop().await;
}

#[test]
fn it_listens_on_loopback_only() {
    let refused = Program::command().args(["serve", "--local", "--listen", "0.0.0.0:0"]).output().unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("loopback"), "{refused:?}");
}

#[tokio::test]
async fn an_acknowledged_submission_survives_a_kill() {
    let database = Database::create().await;
    let mut program = Program::start(&database).await;
    let before = database.count("SELECT count(*) FROM submission").await;
    let receipts_before = database.count("SELECT count(*) FROM outbox WHERE kind = 'receipt'").await;
    let ready = ready(&database).await;
    let submitted = 3;
    assert!(ready.len() >= submitted, "{ready:?}");
    let mut kept = Vec::new();
    for email in ready.iter().take(submitted) {
        let browser = Browser::new();
        let link = link_in_mailbox(&program, &browser, email).await;
        let page = browser.get(&link).await;
        let opened = browser.post(&link, &[("csrf", &page.field("csrf"))]).await;
        assert_eq!(opened.status, 303, "{email}: {}", opened.body);
        let response = opened.location();

        let check = browser.get(&format!("{}{response}/check", program.base_url())).await;
        let (csrf, key) = (check.field("csrf"), check.key());
        let sent =
            browser.post(&format!("{}{response}/submit", program.base_url()), &[("csrf", &csrf), ("key", &key)]).await;
        assert_eq!((sent.status, sent.location()), (303, format!("{response}/receipt")), "{email}: {}", sent.body);
        program.kill();

        program = Program::start(&database).await;
        let receipt = browser.get(&format!("{}{response}/receipt", program.base_url())).await;
        assert_eq!(receipt.status, 200, "{email}");
        // The page did not hear back and sends again: the same submission.
        let again =
            browser.post(&format!("{}{response}/submit", program.base_url()), &[("csrf", &csrf), ("key", &key)]).await;
        assert_eq!(again.location(), format!("{response}/receipt"), "{email}");
        kept.push(key);
    }
    let recorded = i64::try_from(kept.len()).unwrap();
    assert_eq!(database.count("SELECT count(*) FROM submission").await, before + recorded);
    let receipts = database.count("SELECT count(*) FROM outbox WHERE kind = 'receipt'").await;
    assert_eq!(receipts, receipts_before + recorded);
    program.kill();
    database.drop().await;
}

/// Whose response lacks nothing but the button.
async fn ready(database: &Database) -> Vec<String> {
    use periplus::operations::demonstration::plan::{Stage, plan};
    let kinds = database.texts("SELECT DISTINCT kind FROM department").await;
    assert!(kinds.len() > 4);
    let shipped = include_str!("../questionnaires/department-types.csv");
    let kinds: Vec<String> = shipped.lines().skip(1).filter_map(|line| Some(line.split(',').next()?.into())).collect();
    plan(&kinds).into_iter().filter(|one| one.stage == Stage::Ready).map(|one| one.email).collect()
}

async fn link_in_mailbox(program: &Program, browser: &Browser, email: &str) -> String {
    let mailbox = browser.get(&format!("{}/mailbox", program.base_url())).await.body;
    let row = after(&mailbox, &format!("<td>{email}</td>"));
    let mail = after(row, "href=\"").split('"').next().unwrap();
    let mail = browser.get(&format!("{}{mail}", program.base_url())).await.body;
    // The link bears the address under which the program served when it was written.
    let token = after(&mail, "/open/").split(['"', '<']).next().unwrap().to_owned();
    format!("{}/open/{token}", program.base_url())
}
