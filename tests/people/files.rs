//! Registry files: looked through first, all or nothing, the same again does nothing, and out is what came in.

use std::{fs, time::Instant};

use chrono::Utc;
use periplus::{
    access::actor::Role,
    fieldwork::{ids::AccountId, registry::Kind},
    operations::{
        accounts,
        registry::{self, Applied, Planned},
    },
    store::{Connection, audit, regions, roles},
};

use crate::{
    browser::{Browser, PASSWORD},
    site::Site,
};

async fn admin(connection: &mut Connection) -> AccountId {
    let role = Some((Role::Admin, None));
    accounts::add(connection, "admin@example.org", "", "en", role, Some(PASSWORD), Utc::now()).await.unwrap()
}

async fn import(connection: &mut Connection, kind: Kind, csv: &str) -> Planned {
    registry::import(connection, kind, csv.as_bytes(), false, Utc::now()).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_comes_in_as_the_same() {
    let site = Site::start().await;
    let mut connection = site.pool.get().await.unwrap();
    admin(&mut connection).await;
    import(
        &mut connection,
        Kind::Regions,
        "code,code_kind,country,name_own,name_en,partnership,former_codes,commissions\n\
         XX1,NUTS2,XX,\"'=1+1, \"\"two\"\"\",'-3,full,OLD1/NUTS2/2016-01-01/2023-12-31 OLD2,AA BS\n\
         ,,XX,'@Réseau,,organisation,,\n\
         XX3,NUTS3,XX,\"Two\nlines\",\"'  spaces  \",associated,,\n",
    )
    .await;
    import(
        &mut connection,
        Kind::Departments,
        "region,type,name,name_fr,name_el\nXX1,INT,'=HYPERLINK(),\"'+33 | 1\",Υγεία\nOLD2,HEA,\"a | b \\ c, d\",,\n",
    )
    .await;
    import(
        &mut connection,
        Kind::People,
        "email,name,language,roles,departments\n\
         a@example.org,'=Ana,es,consultant coordinator:XX1 coordinator:ES61,\"XX1: a \\| b \\\\ c, d | XX1: =HYPERLINK()\"\n",
    )
    .await;
    for kind in Kind::ALL {
        let file = registry::export(&mut connection, kind).await.unwrap();
        let text = String::from_utf8(file.clone()).unwrap();
        let cells = csv::Reader::from_reader(text.as_bytes()).into_records().map(Result::unwrap).collect::<Vec<_>>();
        let formulas =
            cells.iter().flat_map(|row| row.iter()).filter(|cell| cell.trim_start().starts_with(['=', '+', '-', '@']));
        assert_eq!(formulas.count(), 0, "{text}");
        let again = registry::plan(&mut connection, kind, &file).await.unwrap().unwrap();
        let counts = again.counts();
        assert_eq!((counts.added, counts.changed, counts.kept), (0, 0, 0), "{kind:?}\n{text}");
        assert_eq!(counts.same, cells.len(), "{kind:?}");
        // The same file, as a spreadsheet of another country writes it.
        let semicolons = text.lines().next().unwrap().replace(',', ";");
        assert!(!semicolons.contains(','));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_thousand_rows_are_taken_and_taken_again_without_a_change() {
    let site = Site::start().await;
    let mut connection = site.pool.get().await.unwrap();
    let mut csv = String::from("code,code_kind,country,commissions,name_own,name_fr\n");
    for number in 0..50_000 {
        csv.push_str(&format!("Z{number},OWN,FR,AA BS,Région {number},La région {number}\n"));
    }
    let begun = Instant::now();
    let counts = import(&mut connection, Kind::Regions, &csv).await.counts();
    println!("50,000 regions imported in {:?}", begun.elapsed());
    assert_eq!((counts.added, counts.kept), (50_000, 128));
    assert_eq!(import(&mut connection, Kind::Regions, &csv).await.counts().same, 50_000);
    assert_eq!(regions::all(&mut connection).await.unwrap().len(), 50_128);
    // One row of fifty thousand is wrong: nothing is done.
    let wrong = csv.replace("La région", "Autre région").replace("Z49999,OWN", "Z0,OWN");
    let problems = registry::import(&mut connection, Kind::Regions, wrong.as_bytes(), false, Utc::now()).await.unwrap();
    assert_eq!(problems.unwrap_err().iter().map(|one| one.line).collect::<Vec<_>>(), [50_001]);
    assert_eq!(import(&mut connection, Kind::Regions, &csv).await.counts().same, 50_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_does_what_was_shown_or_nothing() {
    let site = Site::start().await;
    let mut connection = site.pool.get().await.unwrap();
    let author = admin(&mut connection).await;
    let other = accounts::add(&mut connection, "b@example.org", "", "en", None, None, Utc::now()).await.unwrap();
    let csv = "code,code_kind,country,name_own\nES61,NUTS2,ES,Andalusien\nXX1,NUTS2,XX,New\n";
    let stage = async |connection: &mut Connection| {
        let bytes = csv.as_bytes().to_vec();
        registry::stage(connection, author, Kind::Regions, bytes, Utc::now()).await.unwrap().unwrap().0
    };
    let file = stage(&mut connection).await;
    assert!(matches!(registry::apply(&mut connection, other, file, Utc::now()).await.unwrap(), Applied::Gone));
    let before = regions::all(&mut connection).await.unwrap();
    assert!(before.iter().all(|region| region.code != "XX1"), "a look changes nothing");
    // Somebody else changes the same region in between.
    import(&mut connection, Kind::Regions, "code,code_kind,country,name_own\nES61,NUTS2,ES,Otra\n").await;
    let changed = registry::apply(&mut connection, author, file, Utc::now()).await.unwrap();
    let Applied::Changed(_, file, _) = changed else { panic!("{changed:?}") };
    let done = registry::apply(&mut connection, author, file, Utc::now()).await.unwrap();
    assert!(
        matches!(done, Applied::Done(Kind::Regions, counts) if (counts.added, counts.changed) == (1, 1)),
        "{done:?}"
    );
    assert!(matches!(registry::apply(&mut connection, author, file, Utc::now()).await.unwrap(), Applied::Gone));
    // One row a change, with what stood before and after.
    let filter = audit::Filter { action: Some("region".into()), ..audit::Filter::default() };
    let records = audit::read(&mut connection, &filter, None, 10).await.unwrap();
    let told: Vec<_> = records.iter().map(|one| (one.action.as_str(), one.email.as_deref())).collect();
    let me = Some("admin@example.org");
    assert_eq!(told, [("region.add", me), ("region.change", me), ("region.change", None)], "{records:?}");
    let change = records.iter().find(|one| one.action == "region.change").unwrap();
    assert_eq!(change.before.as_ref().unwrap()["name_own"], "Otra");
    assert_eq!(change.after.as_ref().unwrap()["name_own"], "Andalusien");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_tells_everything_that_is_wrong_and_then_applies() {
    let site = Site::start().await;
    admin(&mut site.pool.get().await.unwrap()).await;
    let (browser, ..) = Browser::enrolled(&site, "admin@example.org").await;
    let page = "/admin/registry/import/regions";
    let refused = browser.upload(page, b"code,code_kind,country,name_own\nA B,NUTS2,fr,=x\n<b>,NUTS2,FR,y\n").await;
    assert_eq!(refused.status, 422);
    for expected in [
        "“A B” cannot be a code",
        "“fr” is not a country",
        "“&#x3D;x” begins like a formula",
        "&lt;b&gt;",
        "D <code>name_own</code>",
    ] {
        assert!(refused.text.contains(expected), "no {expected} in {}", refused.text);
    }
    let latin = browser.upload(page, b"code,code_kind,country,name_own\nES61,NUTS2,ES,Andaluc\xeda\n").await;
    assert!(latin.status == 422 && latin.text.contains("CSV UTF-8"), "{}", latin.text);
    assert_eq!(browser.upload(page, b"").await.status, 422);
    let shipped = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/regions.csv")).unwrap();
    let same = browser.upload(page, shipped.as_bytes()).await;
    assert!(same.text.contains("there is nothing to do"), "{}", same.text);
    let looked = browser.upload(page, shipped.replace("Andalucía,Andalusia", "Andalucía,Andalusia!").as_bytes()).await;
    assert_eq!(looked.status, 200);
    assert!(looked.text.contains("<ins>Andalusia!</ins>"), "{}", looked.text);
    let (_, rest) = looked.text.split_once("action=\"/admin/registry/import/regions/").unwrap();
    let apply = format!("{page}/{}", rest.split('"').next().unwrap());
    let done = browser.send(page, &apply, &[]).await;
    assert_eq!(done.location, "/admin/registry?kind=regions&added=0&changed=1", "{done:?}");
    assert_eq!(browser.send(page, &apply, &[]).await.status, 410, "applied twice");
    let audit = browser.get("/admin/audit?action=region.change").await.text;
    assert!(audit.contains("<del>Andalusia</del>") && audit.contains("admin@example.org"), "{audit}");
    let file = browser.get("/admin/audit.csv?action=region.change").await.text;
    assert_eq!(file.lines().count(), 2, "{file}");
    assert_eq!(browser.get("/admin/registry?q=Andalusia%21").await.text.matches("/regions/ES61\"").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_applications_role_can_only_add_to_the_records() {
    let site = Site::start().await;
    let mut connection = site.pool.get().await.unwrap();
    admin(&mut connection).await;
    roles::prepare_application(&mut connection).await.unwrap();
    roles::prepare_application(&mut connection).await.unwrap();
    let client = site.pool.streaming().await.unwrap();
    client.batch_execute("SET ROLE periplus_app").await.unwrap();
    for refused in [
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "UPDATE submission SET answers = '{}'",
        "DELETE FROM submission",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "DROP TABLE audit",
    ] {
        let error = client.batch_execute(refused).await.unwrap_err();
        assert_eq!(error.code(), Some(&tokio_postgres::error::SqlState::INSUFFICIENT_PRIVILEGE), "{refused}: {error}");
    }
    let insert = "INSERT INTO audit (id, at, action, object_kind) VALUES (gen_random_uuid(), now(), 'a.b', 'a')";
    client.batch_execute(insert).await.unwrap();
    client
        .batch_execute("UPDATE region SET country = country; LOCK TABLE region IN SHARE ROW EXCLUSIVE MODE")
        .await
        .err();
    client.batch_execute("BEGIN; LOCK TABLE region IN SHARE ROW EXCLUSIVE MODE; COMMIT").await.unwrap();
}
