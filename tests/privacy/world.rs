//! A round of a questionnaire with personal questions, a canary who is asked, a colleague, and who administers.

use std::{fs, path::Path, sync::Arc, time::Duration};

use chrono::{TimeDelta, Utc};
use periplus::{
    access::actor::Role,
    fieldwork::ids::{AccountId, ResponseId, RoundId},
    jobs::mail::{Courier, Round, send_due},
    language::Locales,
    mail::{compose::Letterhead, retry::Patience, transport::Transport},
    operations::{
        accounts, questionnaires,
        rounds::{self, Invitee, NewRound},
    },
    questionnaire::xlsform::{Source, import},
    store::{accounts as store_accounts, regions, responses},
};
use regex::Regex;

use crate::{
    browser::{Answer, Browser, PASSWORD},
    site::Site,
};

pub const CANARY: &str = "zora.canari@kanarien.example";
pub const NAME: &str = "Zora Canari-Vogel";
pub const PHONE: &str = "+34 955 01 23 45 67";
pub const MARKER: &str = "only on tuesdays, xylophonquartz";
pub const WORDS: [&str; 4] = [CANARY, NAME, PHONE, MARKER];
pub const COLLEAGUE: &str = "colleague@example.org";
pub const ADMIN: &str = "admin@example.org";

const SURVEY: &str = "type,name,label,periplus::personal\nbegin_group,first,First,\ntext,note,Note,\nend_group,,,\n\
    begin_group,contact,Contact,yes\ntext,contact_name,Name,\ntext,contact_mail,Mail,\ntext,contact_phone,Phone,\n\
    text,contact_words,Words,\nend_group,,,\n";
const SETTINGS: &str = "form_id,form_title,version\ncanary,Canary,1\n";

pub struct World {
    pub site: Site,
    pub round: RoundId,
    pub response: ResponseId,
    pub canary: AccountId,
    pub admin: AccountId,
}

impl World {
    pub async fn begin() -> Self {
        let site = Site::start().await;
        let mut connection = site.pool.get().await.unwrap();
        let now = Utc::now();
        let files = [("survey.csv", SURVEY), ("settings.csv", SETTINGS)];
        let imported = import(Source::Files(files.map(|(name, text)| (name.into(), text.into())).to_vec()));
        let definition = imported.definition.unwrap_or_else(|| panic!("{:?}", imported.problems));
        let version = questionnaires::add(&mut connection, &definition, None, now).await.unwrap();
        questionnaires::publish(&mut connection, version, None, now).await.unwrap();
        let all = regions::all(&mut connection).await.unwrap();
        let region = all.iter().find(|region| region.code == "ES61").unwrap().id;
        let department = regions::find_or_create_department(&mut connection, region, "X", "Health").await.unwrap();
        let invitee = |email: &str, name: &str| Invitee {
            department,
            department_name: "Health".into(),
            email: email.into(),
            name: name.into(),
            language: "en".into(),
        };
        let invitees = vec![invitee(CANARY, NAME), invitee(COLLEAGUE, "Karl Kollege")];
        let (opens_at, deadline) = (now - TimeDelta::days(1), now + TimeDelta::days(9));
        let (code, name) = ("first".to_owned(), "First".to_owned());
        let new = NewRound { code, name, version, opens_at, deadline, invitees };
        let locales = Locales::load().unwrap();
        let round = rounds::open(&mut connection, &locales, &site.address, &new, None, now).await.unwrap();
        let role = Some((Role::Admin, None));
        let admin = accounts::add(&mut connection, ADMIN, "", "en", role, Some(PASSWORD), now).await.unwrap();
        let canary = store_accounts::by_email(&mut connection, CANARY).await.unwrap().unwrap().id;
        let response = responses::of_department(&mut connection, round, department).await.unwrap().unwrap();
        drop(connection);
        Self { site, round, response, canary, admin }
    }

    /// The newest link in a mail to somebody that holds this.
    pub async fn link(&self, email: &str, part: &str) -> String {
        let client = self.site.pool.streaming().await.unwrap();
        let newest = "SELECT body_text FROM outbox WHERE recipient = $1 AND position($2 IN body_text) > 0
            ORDER BY created_at DESC, id DESC LIMIT 1";
        let text: String = client.query_one(newest, &[&email, &part]).await.unwrap().get(0);
        text[text.find(part).unwrap()..].split_whitespace().next().unwrap().to_owned()
    }

    /// Every token that is in a mail now.
    pub async fn tokens(&self) -> Vec<String> {
        let client = self.site.pool.streaming().await.unwrap();
        let query = "SELECT (regexp_matches(body_text, '/(?:open|welcome|unsubscribe)/(\\S+)', 'g'))[1] FROM outbox";
        client.query(query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }

    /// Somebody who opened their link.
    pub async fn guest(&self, email: &str) -> Browser<'_> {
        let browser = Browser::new(&self.site);
        let link = self.link(email, "/open/").await;
        let opened = browser.send(&link, &link, &[]).await;
        assert_eq!(opened.status, 303, "{opened:?}");
        browser
    }

    pub fn page(&self, rest: &str) -> String {
        format!("/responses/{}{rest}", self.response)
    }

    /// Saves a section with these answers, as its page sends it.
    pub async fn save(&self, browser: &Browser<'_>, section: &str, answers: &[(&str, &str)]) -> Answer {
        let page = self.page(&format!("/sections/{section}"));
        let shown = browser.get(&page).await.text;
        let hidden = Regex::new(r#"<input type="hidden" name="([^"]+)" value="([^"]*)">"#).unwrap();
        let mut fields: Vec<(&str, &str)> = answers.to_vec();
        for found in hidden.captures_iter(&shown) {
            let [name, value] = found.extract::<2>().1;
            let known = fields.iter().any(|(own, _)| *own == name);
            if !known && !["csrf", "language", "back"].contains(&name) {
                fields.push((name, value));
            }
        }
        fields.push(("then", "leave"));
        browser.send(&page, &page, &fields).await
    }

    /// Sends what waits, as files of a folder.
    pub async fn deliver(&self, folder: &Path) -> usize {
        let letterhead = Letterhead::new("Periplus <periplus@example.org>", None).unwrap();
        let transport = Transport::folder(folder, letterhead).unwrap();
        let patience =
            Patience { first: TimeDelta::seconds(1), longest: TimeDelta::hours(1), give_up: TimeDelta::days(1) };
        let courier = Courier { transport: Arc::new(transport), patience };
        let mut session = courier.transport.session();
        while !matches!(
            send_due(&self.site.pool, &courier, &mut session, Duration::from_millis(10)).await.unwrap(),
            Round::Nothing
        ) {}
        fs::read_dir(folder).unwrap().count()
    }
}
