//! Two regions with a department each, both asked in one round; and one person for every part that there is to play.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use periplus::{
    access::{
        actor::{Role, Strength},
        token::Token,
    },
    fieldwork::ids::{AccountId, DepartmentId, ResponseId, RoundId, VersionId},
    language::Locales,
    operations::{
        accounts, new_token, questionnaires,
        rounds::{self, Invitee, NewRound},
    },
    questionnaire::xlsform::{Source, import},
    store::{Connection, accounts as store_accounts, regions, reminders, responses, sessions},
};
use uuid::Uuid;

use crate::site::Site;

const SURVEY: &str = "type,name,label\nbegin_group,first,First\ntext,note,Note\nfile,paper,Paper\nend_group,,\n\
    begin_group,second,Second\nbegin_repeat,things,Things\ntext,thing,Thing\nend_repeat,,\nend_group,,\n";
const SETTINGS: &str = "form_id,form_title,version\ntiny,Tiny,1\n";
pub const CSRF: &str = "the-token-of-every-form";

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    Anonymous,
    /// Invited for the first department.
    Respondent,
    /// Invited for the second one.
    OtherRespondent,
    /// Coordinates the first department's region.
    Coordinator,
    OtherCoordinator,
    Consultant,
    Admin,
    /// Administers, but has signed in by a link.
    AdminByLink,
}

impl Who {
    pub const ALL: [Self; 8] = [
        Self::Anonymous,
        Self::Respondent,
        Self::OtherRespondent,
        Self::Coordinator,
        Self::OtherCoordinator,
        Self::Consultant,
        Self::Admin,
        Self::AdminByLink,
    ];

    fn email(self) -> &'static str {
        match self {
            Self::Anonymous => "nobody@example.org",
            Self::Respondent => "a@example.org",
            Self::OtherRespondent => "b@example.org",
            Self::Coordinator => "coordinator-a@example.org",
            Self::OtherCoordinator => "coordinator-b@example.org",
            Self::Consultant => "consultant@example.org",
            Self::Admin | Self::AdminByLink => "admin@example.org",
        }
    }
}

/// One side of the season.
pub struct Side {
    pub region: &'static str,
    pub response: ResponseId,
    pub department: DepartmentId,
    pub attachment: Uuid,
    /// Open, about the first question.
    pub query: Uuid,
    pub account: AccountId,
    /// The invitation's mail, given up.
    pub mail: Uuid,
    /// What ends the reminders.
    pub reminder: String,
    /// A version that was not published.
    pub draft: VersionId,
}

pub struct Season {
    pub sides: [Side; 2],
    pub published: VersionId,
    accounts: HashMap<&'static str, AccountId>,
}

impl Season {
    pub async fn begin(site: &Site) -> Self {
        let mut connection = site.pool.get().await.unwrap();
        let connection = &mut connection;
        let now = Utc::now();
        let files = [("survey.csv", SURVEY), ("settings.csv", SETTINGS), ("choices.csv", "list_name,name,label\n")];
        let imported = import(Source::Files(files.map(|(name, text)| (name.into(), text.into())).to_vec()));
        let definition = imported.definition.unwrap_or_else(|| panic!("{:?}", imported.problems));
        let version = questionnaires::add(connection, &definition, None, now).await.unwrap();
        questionnaires::publish(connection, version, None, now).await.unwrap();
        let all = regions::all(connection).await.unwrap();
        let id_of = |code: &str| all.iter().find(|region| region.code == code).unwrap().id;
        let mut departments = Vec::new();
        for (code, name) in [("ES61", "Health"), ("ES21", "Homes")] {
            departments.push(regions::find_or_create_department(connection, id_of(code), "X", name).await.unwrap());
        }
        let invitee = |index: usize, email: &str| Invitee {
            department: departments[index],
            department_name: "D".into(),
            email: email.into(),
            name: String::new(),
            language: "en".into(),
        };
        let invitees = vec![invitee(0, Who::Respondent.email()), invitee(1, Who::OtherRespondent.email())];
        let (opens_at, deadline) = (now - TimeDelta::days(1), now + TimeDelta::days(9));
        let (code, name) = ("first".to_owned(), "First".to_owned());
        let new = NewRound { code, name, version, opens_at, deadline, invitees };
        let round = rounds::open(connection, &Locales::load().unwrap(), "http://x", &new, None, now).await.unwrap();
        for (who, role) in [
            (Who::Coordinator, (Role::Coordinator, Some(id_of("ES61")))),
            (Who::OtherCoordinator, (Role::Coordinator, Some(id_of("ES21")))),
            (Who::Consultant, (Role::Consultant, None)),
            (Who::Admin, (Role::Admin, None)),
        ] {
            accounts::add(connection, who.email(), "", "en", Some(role), None, now).await.unwrap();
        }
        let mut known = HashMap::new();
        for who in Who::ALL.into_iter().filter(|who| *who != Who::Anonymous) {
            let account = store_accounts::by_email(connection, who.email()).await.unwrap().unwrap();
            known.insert(who.email(), account.id);
        }
        let mut sides = Vec::new();
        for (index, (region, who)) in
            [("ES61", Who::Respondent), ("ES21", Who::OtherRespondent)].into_iter().enumerate()
        {
            let response = responses::of_department(connection, round, departments[index]).await.unwrap().unwrap();
            let attachment = fill(site, round, response).await;
            let query = ask(site, round, response).await;
            let draft = questionnaires::add(connection, &definition, None, now).await.unwrap();
            let reminder = new_token();
            let link = (reminder.hash(), who.email().to_owned());
            reminders::add_links(connection, round, &[link], now).await.unwrap();
            let gives_up = "UPDATE outbox SET failed_at = now() WHERE recipient = $1 RETURNING id";
            let client = site.pool.streaming().await.unwrap();
            let mail = client.query_one(gives_up, &[&who.email()]).await.unwrap().get(0);
            let (account, reminder) = (known[who.email()], reminder.reveal().to_owned());
            let department = departments[index];
            sides.push(Side { region, response, department, attachment, query, account, mail, reminder, draft });
        }
        let Ok(sides) = sides.try_into() else { panic!("two sides") };
        Self { sides, published: version, accounts: known }
    }

    /// A fresh session; nothing for nobody.
    pub async fn session(&self, connection: &mut Connection, who: Who, now: DateTime<Utc>) -> Option<String> {
        let account = *self.accounts.get(who.email())?;
        let strength = match who {
            Who::Admin | Who::Consultant => Strength::Strong,
            Who::AdminByLink => Strength::Link,
            _ => Strength::Link,
        };
        let token = Token::new(rand::random());
        let new = sessions::New {
            token: &token.hash(),
            account,
            csrf_token: CSRF,
            strength,
            device: "",
            now,
            expires_at: now + TimeDelta::hours(1),
        };
        sessions::create(connection, new).await.unwrap();
        Some(token.reveal())
    }
}

/// An entry and a file of the response.
async fn fill(site: &Site, round: RoundId, response: ResponseId) -> Uuid {
    let client = site.pool.streaming().await.unwrap();
    let entry = "INSERT INTO draft_answer (round_id, response_id, path, value, version, edited_at)
        VALUES ($1, $2, 'things/1', 'true', 1, now())";
    client.execute(entry, &[&round.0, &response.0]).await.unwrap();
    let attachment = Uuid::new_v4();
    let file = "INSERT INTO attachment (round_id, id, response_id, name, media_type, size, content_hash, content,
        uploaded_at) VALUES ($1, $2, $3, 'a.txt', 'text/plain', 1, '', 'x', now())";
    client.execute(file, &[&round.0, &attachment, &response.0]).await.unwrap();
    attachment
}

/// A query about its first question.
async fn ask(site: &Site, round: RoundId, response: ResponseId) -> Uuid {
    let client = site.pool.streaming().await.unwrap();
    let query = Uuid::new_v4();
    let opened = "INSERT INTO answer_query (round_id, id, response_id, path, state, opened_at)
        VALUES ($1, $2, $3, 'note', 'open', now())";
    client.execute(opened, &[&round.0, &query, &response.0]).await.unwrap();
    let said = "INSERT INTO query_message (round_id, query_id, number, at, body) VALUES ($1, $2, 1, now(), 'Why?')";
    client.execute(said, &[&round.0, &query]).await.unwrap();
    query
}
