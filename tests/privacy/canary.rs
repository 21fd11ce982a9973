//! A canary is asked, answers, complains, is asked back, and is erased: nothing of it is found afterwards anywhere.

use std::{fs, path::Path, sync::Arc, time::Duration};

use chrono::Utc;
use periplus::{
    fieldwork::{registry::Kind, response::ResponseState},
    language::Locales,
    operations::{
        Error,
        erasure::{self, Replayed},
        export::{Export, to_folder},
        mail::{self as mails, Reminded},
        registry,
    },
    store::{
        mails::{BounceSource, NewBounce},
        privacy, questionnaires, rounds,
    },
};
use serde_json::Value;

use crate::{
    browser::{Browser, PASSWORD},
    logs,
    traces::Search,
    world::{ADMIN, CANARY, COLLEAGUE, MARKER, NAME, PHONE, WORDS, World},
};

/// Everything that can happen to a canary before it is erased.
async fn live(world: &World, admin: &Browser<'_>, folder: &Path) {
    let client = world.site.pool.streaming().await.unwrap();
    assert!(world.deliver(folder).await >= 2);
    let canary = world.guest(CANARY).await;
    for words in ["before", MARKER] {
        let answers =
            [("contact_name", NAME), ("contact_mail", CANARY), ("contact_phone", PHONE), ("contact_words", words)];
        let saved = world.save(&canary, "contact", &answers).await;
        assert_eq!(saved.status, 303, "{saved:?}");
    }
    let saved = world.save(&canary, "first", &[("note", &format!("Write to {CANARY}, please."))]).await;
    assert_eq!(saved.status, 303, "{saved:?}");
    let check = canary.get(&world.page("/check")).await.text;
    let key = check.split("name=\"key\" value=\"").nth(1).expect("a key").split('"').next().unwrap().to_owned();
    let submitted = canary.send(&world.page("/check"), &world.page("/submit"), &[("key", &key)]).await;
    assert_eq!(submitted.status, 303, "{submitted:?}");

    // Asked for another link, tried a password, refused reminders.
    let stranger = Browser::new(&world.site);
    stranger.send("/sign-in", "/new-link", &[("email", CANARY)]).await;
    stranger.password(CANARY, "wrong").await;
    let mut connection = world.site.pool.get().await.unwrap();
    let now = Utc::now();
    let person = Reminded {
        email: CANARY.into(),
        language: "en".into(),
        department: "Health".into(),
        deadline: now,
        link: "http://x/hub".into(),
    };
    let round = (world.round, "First");
    mails::remind(&mut connection, &Locales::load().unwrap(), "http://x", round, &[person], now).await.unwrap();
    let bounce = NewBounce { address: CANARY.into(), words: format!("550 <{CANARY}> unknown"), mail: None };
    mails::record_bounces(&mut connection, &[bounce], BounceSource::Hand, Some(world.admin), now).await.unwrap();
    client
        .batch_execute(&format!(
            "INSERT INTO reminder_refusal (round_id, address, at) SELECT id, '{CANARY}', now() FROM round;
             INSERT INTO answer_query (round_id, id, response_id, path, state, opened_by, opened_at)
                 SELECT round_id, gen_random_uuid(), id, 'note', 'open', '{canary}', now() FROM response;
             INSERT INTO query_message (round_id, query_id, number, author, at, body)
                 SELECT round_id, id, 1, '{canary}', now(), 'Dear colleagues, ask {NAME} <{CANARY}>' FROM answer_query;
             INSERT INTO delegation (round_id, response_id, section, account_id, note, delegated_by, delegated_at)
                 SELECT round_id, id, 'contact', '{canary}', 'for {NAME}', '{canary}', now() FROM response;
             INSERT INTO carried_answer (round_id, response_id, path, value, carried_at)
                 SELECT round_id, id, 'contact_phone', '\"{PHONE}\"', now() FROM response;
             INSERT INTO audit (id, at, action, object_kind, object_id, after) VALUES
                 (gen_random_uuid(), now(), 'account.add', 'account', '{canary}', '{{\"email\": \"{CANARY}\", \"name\": \"{NAME}\"}}');",
            canary = world.canary
        ))
        .await
        .unwrap();
    let csv = format!("email,name,language\n{CANARY},{NAME},en\n");
    let staged = admin.upload("/admin/registry/import/people", csv.as_bytes()).await;
    assert!([200, 303].contains(&staged.status), "{staged:?}");
    drop(connection);
    world.deliver(folder).await;
}

async fn search(world: &World, folder: &Path) -> Search {
    let mut search = Search::default();
    search.database(&world.site.pool.streaming().await.unwrap(), &WORDS).await;
    search.folder(folder, &WORDS);
    let mut connection = world.site.pool.get().await.unwrap();
    for kind in [Kind::Regions, Kind::Departments, Kind::People] {
        let file = registry::export(&mut connection, kind).await.unwrap();
        search.text("registry files", &file, &WORDS);
    }
    let round = rounds::find(&mut connection, world.round).await.unwrap().unwrap();
    let version = questionnaires::version(&mut connection, round.version).await.unwrap().unwrap();
    drop(connection);
    let states = [ResponseState::InProgress, ResponseState::Submitted];
    let export = Arc::new(Export::new(&round, version, &states, Vec::new()));
    let out = tempfile::tempdir().unwrap();
    to_folder(&world.site.pool, &export, &out.path().join("exports")).await.unwrap();
    search.folder(&out.path().join("exports"), &WORDS);
    search
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_canary_leaves_no_trace() {
    let logs = logs::listen();
    let world = World::begin().await;
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("mail");
    let (admin, ..) = Browser::enrolled(&world.site, ADMIN).await;
    live(&world, &admin, &folder).await;
    let before = search(&world, &folder).await;
    println!("before: {before:#?}");
    for place in [
        "account.email",
        "account.name",
        "draft_answer.value",
        "draft_history.value",
        "submission.answers",
        "outbox.recipient",
        "mail_bounce.words",
        "reminder_link.address",
        "throttle.key",
        "staged_import.content",
        "files of exports",
        "query_message.body",
        "delegation.note",
        "carried_answer.value",
        "audit.after",
        "files of mail",
        "registry files",
    ] {
        assert!(before.found.contains_key(place), "the search does not see {place}: {:?}", before.found);
    }

    let page = format!("/admin/people/{}/erase", world.canary);
    let wrong = admin.send(&page, &page, &[("email", COLLEAGUE)]).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    let canary = world.guest(CANARY).await;
    assert_eq!(canary.get("/account").await.status, 200);
    let erased = admin.send(&page, &page, &[("email", CANARY)]).await;
    assert_eq!((erased.status, erased.location.as_str()), (303, page.as_str()), "{erased:?}");
    assert!(canary.get("/account").await.location.starts_with("/sign-in"), "signed out at once");
    let mut connection = world.site.pool.get().await.unwrap();
    let files = periplus::jobs::retention::tidy_mail(&mut connection, &folder).await.unwrap();
    drop(connection);

    let mut after = search(&world, &folder).await;
    let own = logs.own.text();
    after.text("logs", own.as_bytes(), &WORDS);
    let mut unheld = Search::default();
    unheld.text("logs", logs.unheld.text().as_bytes(), &WORDS);
    println!("{} bytes of logs; with libraries at their finest they would hold {:?}", own.len(), unheld.found);
    for link in world.tokens().await {
        assert!(!own.contains(&link), "a token in the log");
    }
    println!(
        "erased, {files} files of mails removed; searched {} tables, {} columns, {} files, {} bytes: {} traces",
        after.tables,
        after.columns,
        after.files,
        after.bytes,
        after.found.values().sum::<i64>()
    );
    assert!(after.found.is_empty(), "{:#?}", after.found);
    assert!(after.tables > 40 && after.columns > 300 && after.bytes > 10_000, "{after:?}");

    // The receipt is there, without a word of the person; the colleague's work and account are untouched.
    let receipt = admin.get(&format!("/admin/people/{}/receipt.json", world.canary)).await;
    let receipt: Value = serde_json::from_str(&receipt.text).unwrap();
    assert_eq!(receipt["receipt"]["personal_answers"], 4, "{receipt}");
    assert!(admin.get(&page).await.text.contains(receipt["erasure"].as_str().unwrap()));
    let colleague = world.guest(COLLEAGUE).await;
    assert_eq!(colleague.get(&world.page("/receipt")).await.status, 200);
    assert_eq!(admin.get("/admin/privacy").await.status, 200);
    let client = world.site.pool.streaming().await.unwrap();
    let audited = "SELECT count(*) FROM audit WHERE action = 'account.erase' AND object_id = $1 AND before IS NOT NULL";
    assert_eq!(client.query_one(audited, &[&world.canary.0]).await.unwrap().get::<_, i64>(0), 1);

    // Again: nobody is left to erase. After an old backup: done again, from the file and at the start.
    let mut connection = world.site.pool.get().await.unwrap();
    let again = erasure::erase(&mut connection, world.canary, None, Utc::now()).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    let restored = format!(
        "UPDATE account SET email = '{CANARY}', name = '{NAME}', erased_at = NULL, disabled_at = NULL WHERE id = '{}'",
        world.canary
    );
    client.batch_execute(&restored).await.unwrap();
    let unknown = uuid::Uuid::new_v4();
    let fates = erasure::replay(&mut connection, &[world.canary.0, world.canary.0, unknown], Utc::now()).await.unwrap();
    let fates: Vec<Replayed> = fates.into_iter().map(|(_, fate)| fate).collect();
    assert_eq!(fates, [Replayed::Erased, Replayed::Standing, Replayed::Unknown]);
    client.batch_execute(&restored).await.unwrap();
    assert_eq!(privacy::undone(&mut connection).await.unwrap(), [world.canary]);
    assert_eq!(erasure::redo(&mut connection, Utc::now()).await.unwrap(), 1);
    assert_eq!(erasure::redo(&mut connection, Utc::now()).await.unwrap(), 0);
    let mut last = Search::default();
    last.database(&client, &WORDS).await;
    assert!(last.found.is_empty(), "{:#?}", last.found);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_who_administers_is_not_erased() {
    let world = World::begin().await;
    let mut connection = world.site.pool.get().await.unwrap();
    let refused = erasure::erase(&mut connection, world.admin, None, Utc::now()).await;
    assert!(matches!(refused, Err(Error::LastAdmin)), "{refused:?}");
    assert_eq!(privacy::names(&mut connection, world.admin).await.unwrap()[0].email, ADMIN);
    assert!(privacy::erasures(&mut connection).await.unwrap().is_empty(), "nothing half done");
    let browser = Browser::new(&world.site);
    assert_eq!(browser.password(ADMIN, PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saves_while_being_erased_leaves_nothing_half_done() {
    let world = World::begin().await;
    let canary = world.guest(CANARY).await;
    let client = world.site.pool.streaming().await.unwrap();
    let mut saves = 0;
    let saving = async {
        loop {
            let words = saves.to_string();
            let answers = [("contact_mail", CANARY), ("contact_words", words.as_str())];
            let answer = world.save(&canary, "contact", &answers).await;
            match answer.status {
                303 if !answer.location.starts_with("/sign-in") => saves += 1,
                _ => break answer,
            }
        }
    };
    let erasing = async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        let mut connection = world.site.pool.get().await.unwrap();
        erasure::erase(&mut connection, world.canary, None, Utc::now()).await.unwrap();
    };
    let (last, ()) = tokio::join!(saving_or_out(saving), erasing);
    println!("{saves} saves before the erasure, then {last}");
    let mut search = Search::default();
    search.database(&client, &[CANARY, NAME]).await;
    assert!(search.found.is_empty(), "{:?}", search.found);
    // A save that passed the guard before and comes to the database after: refused as a whole.
    let late = format!(
        "SELECT save_draft(round_id, id, version_id, '{}', now(), '{{contact_mail}}', ARRAY['\"{CANARY}\"']::jsonb[],
             ARRAY[(SELECT version FROM draft_answer WHERE path = 'contact_mail')]) FROM response",
        world.canary
    );
    let refused = client.batch_execute(&late).await.unwrap_err();
    assert_eq!(refused.as_db_error().and_then(|error| error.constraint()), Some("account_is_erased"), "{refused}");
}

/// The status and place of the answer that ended the saving.
async fn saving_or_out(saving: impl Future<Output = crate::browser::Answer>) -> String {
    let last = saving.await;
    assert!([200, 303, 401, 410].contains(&last.status), "{last:?}");
    format!("{} {}", last.status, last.location)
}

#[test]
fn folders_are_searched() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), format!("{CANARY} zora=40x=\r\ny")).unwrap();
    let mut search = Search::default();
    search.folder(folder.path(), &[CANARY, "zora@xy"]);
    assert_eq!(search.found.values().sum::<i64>(), 2);
}
