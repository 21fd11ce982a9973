//! Acts as requests: addresses and fields as the pages send them.

use chrono::TimeDelta;
use regex::Regex;
use uuid::Uuid;

use crate::{
    model::{Act, Decision, Grant, Model, Page, Pointer, ResponseState, Talk, To, Who, grant_of, region_of},
    world::{Found, REGIONS, ROUNDS, SECTIONS, World, deadline, email},
};

/// What every text about a response holds, and no other text.
pub fn mark(response: usize) -> String {
    format!("words-of-{response}-z")
}

/// As [`mark`], of a region's answer in a round.
pub fn regional_mark(region: usize, round: usize) -> String {
    format!("region-{region}-says-{round}-z")
}

/// An object of each kind that nobody has.
const ABSENT: Uuid = Uuid::from_u128(0x_0000_0000_0000_4000_8000_0000_0000_0007);

impl World {
    /// Does it; what a form repeats of its page is read from the database.
    pub async fn act(&self, model: &Model, who: Who, act: &Act) -> Found {
        let (mut fields, path) = self.form(model, who, act).await;
        if let Act::Read(page) = act {
            return self.get(who, &self.address(*page).await).await;
        }
        let fields: Vec<(&str, &str)> = fields.iter_mut().map(|(name, value)| (*name, value.as_str())).collect();
        self.post(who, &path, &fields).await
    }

    /// The address of a page.
    pub async fn address(&self, page: Page) -> String {
        match page {
            Page::Own(response, rest) | Page::Response(response, rest) => {
                format!("/responses/{}{rest}", self.responses[response])
            }
            Page::Review(response) => format!("/responses/{}/review", self.responses[response]),
            Page::Query(response, query) => self.query_address(response, query).await,
            Page::Region(region, round, rest) | Page::Speaking(region, round, rest) => {
                format!("/regions/{}/rounds/{}{rest}", REGIONS[region], ROUNDS[round])
            }
            Page::Department(response) => self.department(response),
            Page::Admin(path) | Page::Account(path) => path.to_owned(),
            Page::AdminRound(round, rest) => format!("/admin/rounds/{}{rest}", ROUNDS[round]),
            Page::Results(round, rest) => format!("/results/{}{rest}", ROUNDS[round]),
        }
    }

    /// The same page of what does not exist; nothing where the page is about no object.
    pub fn absent(page: Page) -> Option<String> {
        Some(match page {
            Page::Own(_, rest) | Page::Response(_, rest) => format!("/responses/{ABSENT}{rest}"),
            Page::Review(_) => format!("/responses/{ABSENT}/review"),
            Page::Query(..) => format!("/responses/{ABSENT}/queries/{ABSENT}"),
            Page::Region(_, _, rest) | Page::Speaking(_, _, rest) => format!("/regions/XX00/rounds/absent{rest}"),
            Page::Department(_) => format!("/regions/XX00/rounds/absent/departments/{ABSENT}"),
            Page::AdminRound(_, rest) => format!("/admin/rounds/absent{rest}"),
            Page::Results(_, rest) => format!("/results/absent{rest}"),
            Page::Admin(_) | Page::Account(_) => return None,
        })
    }

    async fn form(&self, model: &Model, who: Who, act: &Act) -> (Vec<(&'static str, String)>, String) {
        let own = |fields: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
            fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
        };
        let round_page = |round: usize| format!("/admin/rounds/{}", ROUNDS[round]);
        match act {
            Act::Launch(round) => (own(&[("action", "launch")]), round_page(*round)),
            Act::Close(round) => (own(&[("action", "close")]), round_page(*round)),
            Act::Archive(round) => (own(&[("action", "archive")]), round_page(*round)),
            Act::ReopenRound(round) => (own(&[("action", "reopen"), ("reason", "Too early")]), round_page(*round)),
            Act::Extend(round) => {
                let seen = deadline() + TimeDelta::days(model.rounds[*round].extended);
                // The round's zone is an hour ahead in winter; every deadline of a sequence lies there or is refused.
                let typed = (seen + TimeDelta::days(1)).with_timezone(&chrono_tz::Europe::Brussels);
                let typed = typed.format("%Y-%m-%dT%H:%M").to_string();
                let fields = [("action", "extend"), ("seen", &seen.to_rfc3339()), ("deadline", &typed), ("words", "")];
                (own(&fields), round_page(*round))
            }
            Act::Save(response, text) => {
                let query = "SELECT version::text FROM draft_answer WHERE response_id = $1 AND path = 'note'";
                let version = self.version(query, &[&self.responses[*response]]).await;
                let fields = [("version:note", version.as_str()), ("note", text), ("then", "leave")];
                (own(&fields), format!("/responses/{}/sections/first", self.responses[*response]))
            }
            Act::Submit(response) => {
                let key = Uuid::new_v4().to_string();
                (own(&[("key", &key)]), format!("/responses/{}/submit", self.responses[*response]))
            }
            Act::Ask(response) => {
                let fields = [("path", "note"), ("text", &*format!("Why? {}", mark(*response)))];
                (own(&fields), format!("/responses/{}/queries", self.responses[*response]))
            }
            Act::Talk(response, query, talk) => {
                let said = query.map_or(0, |(owner, number)| model.responses[owner].queries[number].said);
                let (action, party) = match talk {
                    Talk::Reply => ("reply", "department"),
                    Talk::Further => ("reply", "reviewer"),
                    Talk::Close => ("close", "any"),
                    Talk::Reopen => ("reopen", "any"),
                };
                let (text, seen) = (format!("Well, {}", mark(*response)), said.to_string());
                let fields = [("action", action), ("party", party), ("text", &text), ("seen", &seen)];
                (own(&fields), self.query_address(*response, *query).await)
            }
            Act::Decide(response, decision, stale) => {
                let found = &model.responses[*response];
                let state = match found.state {
                    ResponseState::InProgress => "in_progress",
                    ResponseState::Submitted => "submitted",
                    ResponseState::Returned => "returned",
                    ResponseState::Accepted => "accepted",
                };
                let decision = match decision {
                    Decision::Return => "return",
                    Decision::Accept => "accept",
                    Decision::Reopen => "reopen",
                };
                let (revision, text) =
                    ((found.revision + i32::from(*stale)).to_string(), format!("Because {}", mark(*response)));
                let fields = [("decision", decision), ("state", state), ("revision", &revision), ("text", &text)];
                (own(&fields), format!("/responses/{}/review", self.responses[*response]))
            }
            Act::Delegate(..) | Act::Withdraw(..) | Act::Revoke(_) | Act::Invite(_) => self.desk_form(model, act).await,
            Act::RevokeAsAdmin(response) => {
                let found = &model.responses[*response];
                let (round, invitation) =
                    (self.rounds[found.round].to_string(), self.invitation(model, *response).await);
                let fields = [("action", "revoke"), ("round", &*round), ("invitation", &*invitation)];
                (own(&fields), format!("/admin/people/{}", self.accounts[&Who::Respondent(found.department)]))
            }
            Act::Give(whom) | Act::TakeAway(whom) => {
                let action = if matches!(act, Act::Give(_)) { "grant" } else { "take_back" };
                let (role, region) = match grant_of(*whom) {
                    Some(Grant::Coordinator(region)) => ("coordinator", REGIONS[region]),
                    Some(Grant::Consultant) => ("consultant", ""),
                    Some(Grant::Admin) | None => ("admin", ""),
                };
                let fields = [("action", action), ("role", role), ("region", region)];
                (own(&fields), format!("/admin/people/{}", self.accounts[whom]))
            }
            Act::Begin(..) | Act::Write(..) | Act::Sign(..) | Act::ReopenAnswer(..) => {
                self.regional_form(who, act).await
            }
            Act::Read(_) => (Vec::new(), String::new()),
        }
    }

    async fn desk_form(&self, model: &Model, act: &Act) -> (Vec<(&'static str, String)>, String) {
        match act {
            Act::Delegate(response, section, to) => {
                let found = &model.responses[*response];
                let whom = match to {
                    To::Department => String::new(),
                    To::Own => format!("person:{}", self.accounts[&Who::Respondent(found.department)]),
                    To::Foreign => format!("person:{}", self.accounts[&Who::Respondent(3 - found.department)]),
                };
                let seen = self.seen(model, *response, *section).await;
                let fields = vec![
                    ("action", "delegate".to_owned()),
                    ("section", SECTIONS[*section].to_owned()),
                    ("to", whom),
                    ("due", String::new()),
                    ("note", String::new()),
                    ("seen", seen),
                ];
                (fields, self.department(*response))
            }
            Act::Withdraw(response, section) => {
                let seen = self.seen(model, *response, *section).await;
                let fields =
                    vec![("action", "withdraw".to_owned()), ("section", SECTIONS[*section].to_owned()), ("seen", seen)];
                (fields, self.department(*response))
            }
            Act::Invite(response) => {
                let found = &model.responses[*response];
                let fields = vec![
                    ("blocks", "1".to_owned()),
                    ("action", "invite".to_owned()),
                    ("message", String::new()),
                    ("0.department", self.departments[found.department].to_string()),
                    ("0.email", email(Who::Respondent(found.department))),
                    ("0.person", String::new()),
                    ("0.language", "en".to_owned()),
                    ("0.due", String::new()),
                    ("0.section", "first".to_owned()),
                ];
                let (region, round) = (REGIONS[region_of(found.department)], ROUNDS[found.round]);
                (fields, format!("/regions/{region}/rounds/{round}/invite"))
            }
            other => {
                let Act::Revoke(response) = other else { panic!("{other:?} is none of the desk's") };
                let invitation = self.invitation(model, *response).await;
                (vec![("action", "revoke".to_owned()), ("invitation", invitation)], self.department(*response))
            }
        }
    }

    async fn regional_form(&self, who: Who, act: &Act) -> (Vec<(&'static str, String)>, String) {
        let (Act::Begin(region, round)
        | Act::Write(region, round, _)
        | Act::Sign(region, round)
        | Act::ReopenAnswer(region, round)) = act
        else {
            panic!("{act:?} is none of the region's answer")
        };
        let page = format!("/regions/{}/rounds/{}/answer", REGIONS[*region], ROUNDS[*round]);
        let (region, round) = (self.regions[*region], self.rounds[*round]);
        match act {
            Act::Write(_, _, text) => {
                let query =
                    "SELECT version::text FROM regional_value WHERE region_id = $1 AND round_id = $2 AND path = 'note'";
                let version = self.version(query, &[&region, &round]).await;
                let fields = vec![("version:note", version), ("basis:note", "own".to_owned()), ("note", text.clone())];
                (fields, format!("{page}/sections/first"))
            }
            Act::Sign(..) => {
                let shown = self.get(who, &format!("{page}/sign-off")).await.text;
                let hidden = |name: &str| {
                    let field = Regex::new(&format!(r#"name="{name}" value="([^"]*)""#)).unwrap();
                    field.captures(&shown).map(|found| found[1].to_owned()).unwrap_or_default()
                };
                let fields = vec![
                    ("seen", hidden("seen")),
                    ("sources", hidden("sources")),
                    ("role", "Director".to_owned()),
                    ("day:date", "1".to_owned()),
                    ("month:date", "2".to_owned()),
                    ("year:date", "2026".to_owned()),
                    ("clearance", "political".to_owned()),
                    ("public", "no".to_owned()),
                    ("network", "yes".to_owned()),
                ];
                (fields, format!("{page}/sign-off"))
            }
            Act::ReopenAnswer(..) => (vec![("reason", "A figure was wrong".to_owned())], format!("{page}/reopen")),
            _ => (vec![("then", "begin".to_owned())], page),
        }
    }

    fn department(&self, response: usize) -> String {
        let (round, department) = crate::world::RESPONSES[response];
        let (region, id) = (REGIONS[region_of(department)], self.departments[department]);
        format!("/regions/{region}/rounds/{}/departments/{id}", ROUNDS[round])
    }

    async fn query_address(&self, response: usize, query: Pointer) -> String {
        let id = match query {
            Some((owner, number)) => self.query(owner, number).await,
            None => ABSENT.to_string(),
        };
        format!("/responses/{}/queries/{id}", self.responses[response])
    }

    async fn invitation(&self, model: &Model, response: usize) -> String {
        let found = &model.responses[response];
        let query = "SELECT id::text FROM invitation WHERE round_id = $1 AND department_id = $2";
        self.one(query, &[&self.rounds[found.round], &self.departments[found.department]]).await
    }

    /// What the page shows of a section.
    async fn seen(&self, model: &Model, response: usize, section: usize) -> String {
        let query = "SELECT (extract(epoch FROM delegated_at) * 1000000)::bigint::text FROM delegation
            WHERE response_id = $1 AND section = $2";
        let stamp = self.one(query, &[&self.responses[response], &SECTIONS[section]]).await;
        let stamp = if stamp.is_empty() { "-" } else { &stamp };
        format!("{}:{stamp}", u8::from(model.responses[response].asked[section]))
    }

    async fn version(&self, query: &str, values: &[&(dyn tokio_postgres::types::ToSql + Sync)]) -> String {
        let found = self.one(query, values).await;
        if found.is_empty() { "0".to_owned() } else { found }
    }
}
