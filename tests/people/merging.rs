//! Doubles become one: what referred to the other follows, and where both have answers nothing is done.

use chrono::{TimeDelta, Utc};
use periplus::{
    access::actor::Role,
    fieldwork::ids::{AccountId, DepartmentId, RegionId},
    language::Locales,
    operations::{
        accounts,
        links::{self, Writing},
        merge::{self, MergeError, Merging},
        questionnaires,
        region_codes::{self, NewCode},
        rounds::{self, Invitee, NewRound},
    },
    questionnaire::xlsform::{Source, import},
    store::{Connection, accounts as store_accounts, invitations, regions},
};

use crate::site::Site;

async fn region(connection: &mut Connection, code: &str) -> RegionId {
    regions::all(connection).await.unwrap().iter().find(|one| one.code == code).unwrap().id
}

/// A round that asks these departments, each by one address; its name is its code.
async fn ask(connection: &mut Connection, code: &str, asked: &[(DepartmentId, &str)]) {
    let survey = "type,name,label\ntext,note,Note\n";
    let settings = format!("form_id,form_title,version\n{code},Tiny,1\n");
    let files = [("survey.csv", survey), ("settings.csv", &settings), ("choices.csv", "list_name,name,label\n")];
    let imported = import(Source::Files(files.map(|(name, text)| (name.into(), text.into())).to_vec()));
    let version = questionnaires::add(connection, &imported.definition.unwrap(), None, Utc::now()).await.unwrap();
    questionnaires::publish(connection, version, None, Utc::now()).await.unwrap();
    let invitee = |(department, email): &(DepartmentId, &str)| Invitee {
        department: *department,
        department_name: "D".into(),
        email: (*email).into(),
        name: String::new(),
        language: "en".into(),
    };
    let new = NewRound {
        code: code.into(),
        name: code.into(),
        version,
        opens_at: Utc::now() - TimeDelta::days(1),
        deadline: Utc::now() + TimeDelta::days(9),
        invitees: asked.iter().map(invitee).collect(),
    };
    rounds::open(connection, &Locales::load().unwrap(), "http://x", &new, None, Utc::now()).await.unwrap();
}

async fn answer(site: &Site, round: &str, department: DepartmentId) {
    let client = site.pool.streaming().await.unwrap();
    let statement = "UPDATE response SET draft_version = 1 FROM round
        WHERE round.id = round_id AND round.code = $1 AND department_id = $2";
    assert_eq!(client.execute(statement, &[&round, &department.0]).await.unwrap(), 1);
}

async fn responses(site: &Site, department: DepartmentId) -> Vec<(String, i32)> {
    let client = site.pool.streaming().await.unwrap();
    let statement = "SELECT round.code, draft_version FROM response JOIN round ON round.id = round_id
        WHERE department_id = $1 ORDER BY 1";
    let rows = client.query(statement, &[&department.0]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

async fn somebody(connection: &mut Connection, email: &str, role: Option<(Role, Option<RegionId>)>) -> AccountId {
    accounts::add(connection, email, "", "en", role, None, Utc::now()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn departments_become_one_unless_both_have_answered() {
    let site = Site::start().await;
    let mut connection = site.pool.get().await.unwrap();
    let connection = &mut connection;
    let home = region(connection, "ES61").await;
    let author = somebody(connection, "admin@example.org", Some((Role::Admin, None))).await;
    let by = Merging { author, now: Utc::now() };
    let mut made = Vec::new();
    for name in ["Health", "Healht", "Homes", "Hoems"] {
        made.push(regions::find_or_create_department(connection, home, "X", name).await.unwrap());
    }
    let [health, double, homes, other] = made[..] else { panic!() };
    // In the first round only the double has answered, in the second only the one that stays, in the third neither.
    for round in ["r1", "r2", "r3"] {
        ask(connection, round, &[(health, "a@example.org"), (double, "a@example.org"), (double, "b@example.org")])
            .await;
    }
    answer(&site, "r1", double).await;
    answer(&site, "r2", health).await;
    merge::departments(connection, by, double, health).await.unwrap();
    let expected = [("r1", 1), ("r2", 1), ("r3", 0)].map(|(code, saves)| (code.to_owned(), saves));
    assert_eq!(responses(&site, health).await, expected);
    let a = store_accounts::by_email(connection, "a@example.org").await.unwrap().unwrap();
    let b = store_accounts::by_email(connection, "b@example.org").await.unwrap().unwrap();
    assert_eq!(invitations::of_account(connection, a.id).await.unwrap().len(), 3, "one a round");
    assert!(invitations::of_account(connection, b.id).await.unwrap().iter().all(|one| one.department == "Health"));
    assert!(regions::departments(connection).await.unwrap().iter().all(|one| one.id != double));

    ask(connection, "r4", &[(homes, "c@example.org"), (other, "d@example.org")]).await;
    answer(&site, "r4", homes).await;
    answer(&site, "r4", other).await;
    let refused = merge::departments(connection, by, other, homes).await.unwrap_err();
    assert!(matches!(&refused, MergeError::Clash(rounds) if *rounds == ["r4"]), "{refused:?}");
    assert_eq!(responses(&site, other).await, [("r4".to_owned(), 1)], "nothing was done");
    assert!(matches!(merge::departments(connection, by, homes, homes).await, Err(MergeError::Same)));
    let abroad = region(connection, "ES21").await;
    let away = regions::find_or_create_department(connection, abroad, "X", "Away").await.unwrap();
    assert!(matches!(merge::departments(connection, by, away, homes).await, Err(MergeError::OtherRegion)));

    // The regions too: the same names meet, and there both have answered.
    let same = regions::find_or_create_department(connection, abroad, "X", "Homes").await.unwrap();
    ask(connection, "r5", &[(same, "e@example.org"), (homes, "c@example.org")]).await;
    answer(&site, "r5", same).await;
    answer(&site, "r5", homes).await;
    let refused = merge::regions(connection, by, abroad, home).await.unwrap_err();
    assert!(matches!(&refused, MergeError::Clash(rounds) if *rounds == ["r5"]), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn regions_become_one_and_their_codes_are_still_found() {
    let site = Site::start().await;
    let mut connection = site.pool.get().await.unwrap();
    let connection = &mut connection;
    let (gone, stays) = (region(connection, "ES21").await, region(connection, "ES61").await);
    let author = somebody(connection, "admin@example.org", Some((Role::Admin, None))).await;
    let one = somebody(connection, "one@example.org", Some((Role::Coordinator, Some(gone)))).await;
    let both = somebody(connection, "both@example.org", Some((Role::Coordinator, Some(gone)))).await;
    somebody(connection, "both@example.org", Some((Role::Coordinator, Some(stays)))).await;
    for (at, name) in [(gone, "Health"), (stays, "Health"), (gone, "Homes")] {
        regions::find_or_create_department(connection, at, "X", name).await.unwrap();
    }
    let since = "2024-01-01".parse().ok();
    let new = NewCode { code: "es99", kind: "NUTS2", since };
    region_codes::change(connection, author, gone, new, Utc::now()).await.unwrap();
    merge::regions(connection, Merging { author, now: Utc::now() }, gone, stays).await.unwrap();
    let all = regions::standing(connection).await.unwrap();
    let merged = all.iter().find(|standing| standing.region.id == stays).unwrap();
    assert_eq!(all.len(), 127);
    let former: Vec<_> = merged.former.iter().map(|former| (former.code.as_str(), former.to)).collect();
    assert_eq!(former, [("ES21", "2023-12-31".parse().ok()), ("ES99", None)]);
    assert_eq!(regions::departments(connection).await.unwrap().iter().filter(|one| one.region == stays).count(), 2);
    for id in [one, both] {
        let roles = store_accounts::roles(connection, id).await.unwrap();
        assert_eq!(roles, [(Role::Coordinator, Some(stays))]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_become_one_and_records_keep_their_names() {
    let site = Site::start().await;
    let mut connection = site.pool.get().await.unwrap();
    let connection = &mut connection;
    let home = region(connection, "ES61").await;
    let author = somebody(connection, "admin@example.org", Some((Role::Admin, None))).await;
    let by = Merging { author, now: Utc::now() };
    let gone = somebody(connection, "old@example.org", Some((Role::Coordinator, Some(home)))).await;
    let stays = somebody(connection, "new@example.org", Some((Role::Consultant, None))).await;
    let health = regions::find_or_create_department(connection, home, "X", "Health").await.unwrap();
    ask(connection, "r1", &[(health, "old@example.org"), (health, "new@example.org")]).await;
    ask(connection, "r2", &[(health, "old@example.org")]).await;
    merge::people(connection, by, gone, stays).await.unwrap();
    let roles = store_accounts::roles(connection, stays).await.unwrap();
    assert_eq!(roles, [(Role::Consultant, None), (Role::Coordinator, Some(home))]);
    assert_eq!(invitations::of_account(connection, stays).await.unwrap().len(), 2);
    let old = store_accounts::find(connection, gone).await.unwrap().unwrap();
    assert!(old.disabled_at.is_some());
    // Who is asked at the old address is the same person.
    assert_eq!(somebody(connection, "old@example.org", None).await, stays);
    assert!(merge::people(connection, by, gone, stays).await.is_err(), "merged already");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_sent_again_revoked_and_given_anew() {
    let site = Site::start().await;
    let mut connection = site.pool.get().await.unwrap();
    let connection = &mut connection;
    let home = region(connection, "ES61").await;
    let author = somebody(connection, "admin@example.org", Some((Role::Admin, None))).await;
    let health = regions::find_or_create_department(connection, home, "X", "Health").await.unwrap();
    ask(connection, "r1", &[(health, "a@example.org")]).await;
    let account = store_accounts::by_email(connection, "a@example.org").await.unwrap().unwrap();
    let found = invitations::of_account(connection, account.id).await.unwrap().remove(0);
    let client = site.pool.streaming().await.unwrap();
    let links = async || -> i64 {
        client.query_one("SELECT count(*) FROM magic_link WHERE used_at IS NULL", &[]).await.unwrap().get(0)
    };
    let locales = Locales::load().unwrap();
    let writing = Writing { locales: &locales, base_url: "http://x", now: Utc::now() };
    links::resend(connection, writing, author, found.round.id, found.id).await.unwrap();
    assert_eq!(links().await, 1, "the earlier link no longer works");
    links::revoke(connection, author, found.round.id, found.id, Utc::now()).await.unwrap();
    assert_eq!(links().await, 0);
    assert!(links::revoke(connection, author, found.round.id, found.id, Utc::now()).await.is_err());
    assert!(links::resend(connection, writing, author, found.round.id, found.id).await.is_err());
    links::request(connection, writing, "a@example.org", "en", "").await.unwrap();
    assert_eq!(links().await, 0, "a revoked invitation gets no new link");
    invitations::find_or_create(connection, found.round.id, health, account.id, Utc::now()).await.unwrap();
    links::request(connection, writing, "a@example.org", "en", "").await.unwrap();
    assert_eq!(links().await, 1);
    let later = Writing { now: found.round.deadline + TimeDelta::seconds(1), ..writing };
    assert!(links::resend(connection, later, author, found.round.id, found.id).await.is_err(), "the round is over");
}
