//! Every route of the table × everybody × own, foreign and absent objects, over HTTP: who comes in, and that foreign and
//! absent objects answer alike. A route that nothing is expected of fails.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

mod expected;
mod season;
mod site;

use std::collections::BTreeSet;

use chrono::Utc;
use expected::{Body, EXPECTED, Expected, FRESH, PUBLISHED, Rule};
use periplus::web::{assets, routes::ROUTES};
use season::{CSRF, Season, Side, Who};
use site::{BOUNDARY, FORM, Site, multipart};
use uuid::Uuid;

/// Which object a request names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Object {
    /// Of the first department, and so of `Who::Respondent` and `Who::Coordinator`.
    First,
    Second,
    Absent,
}

/// What came back, as far as rights go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    In,
    NotFound,
    SignIn,
    /// Anything that no line expects: 401, 403, 5xx.
    Other(u16),
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_the_table_says() {
    let site = Site::start().await;
    let season = Season::begin(&site).await;
    let (mut cells, mut wrong) = (0, Vec::new());
    for line in EXPECTED {
        for object in objects(line.1) {
            let mut refusals = BTreeSet::new();
            for who in Who::ALL {
                let found = ask(&site, &season, line, who, object).await;
                cells += 1;
                if found.outcome != wanted(line.2, who, object) {
                    wrong.push(format!("{} {} {who:?} {object:?}: {found:?}", line.0, line.1));
                }
                if found.outcome == Outcome::NotFound {
                    refusals.insert(found.title);
                }
            }
            if refusals.len() > 1 {
                wrong.push(format!("{} {} {object:?}: refusals differ: {refusals:?}", line.0, line.1));
            }
        }
    }
    println!("{cells} cells (route × who × object), {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_expectation_is_found() {
    let site = Site::start().await;
    let season = Season::begin(&site).await;
    for (planted, who, object) in [
        (("get", "/responses/{response}", Rule::SignedIn, Body::None), Who::OtherRespondent, Object::First),
        (("get", "/admin/people", Rule::Everybody, Body::None), Who::Consultant, Object::First),
        (("get", "/", Rule::SignedIn, Body::None), Who::Anonymous, Object::First),
    ] {
        let found = ask(&site, &season, &planted, who, object).await;
        assert_ne!(found.outcome, wanted(planted.2, who, object), "{planted:?}: {found:?}");
    }
}

#[test]
fn every_route_is_expected_and_every_expectation_is_a_route() {
    let listed: Vec<(&str, &str)> = ROUTES.iter().map(|route| (route.method, route.path)).collect();
    assert_eq!(strays(&listed), Vec::<String>::new());
    let planted = [listed.as_slice(), &[("get", "/planted")]].concat();
    assert_eq!(strays(&planted), ["get /planted is not expected"]);
    assert_eq!(strays(&listed[1..]), [format!("{} {} is no route", listed[0].0, listed[0].1)]);
}

/// Routes that nothing is expected of, and expectations of no route.
fn strays(listed: &[(&str, &str)]) -> Vec<String> {
    let expected: Vec<(&str, &str)> = EXPECTED.iter().map(|line| (line.0, line.1)).collect();
    let bare = listed.iter().filter(|route| !expected.contains(route));
    let gone = expected.iter().filter(|line| !listed.contains(line));
    bare.map(|(method, path)| format!("{method} {path} is not expected"))
        .chain(gone.map(|(method, path)| format!("{method} {path} is no route")))
        .collect()
}

fn objects(path: &str) -> Vec<Object> {
    let named =
        ["{response}", "{region}", "{round}", "{version}", "{account}", "{kind}", "/messages/{mail}", "/files/{file}"];
    if named.iter().any(|name| path.contains(name)) {
        vec![Object::First, Object::Second, Object::Absent]
    } else {
        vec![Object::First]
    }
}

fn wanted(rule: Rule, who: Who, object: Object) -> Outcome {
    let comes_in = match rule {
        Rule::Everybody => return Outcome::In,
        Rule::Nobody => return Outcome::NotFound,
        _ if who == Who::Anonymous => return Outcome::SignIn,
        Rule::SignedIn => return Outcome::In,
        Rule::NothingThere => false,
        _ if object == Object::Absent => false,
        Rule::Coordinators => matches!(who, Who::Coordinator | Who::OtherCoordinator),
        Rule::These(these) => these.contains(&who),
        Rule::Response { coordinator } => match who {
            Who::Respondent => object == Object::First,
            Who::OtherRespondent => object == Object::Second,
            Who::Coordinator => coordinator && object == Object::First,
            Who::OtherCoordinator => coordinator && object == Object::Second,
            Who::Admin => coordinator,
            Who::Anonymous | Who::Consultant | Who::AdminByLink => false,
        },
        Rule::Speaker => match who {
            Who::Coordinator => object == Object::First,
            Who::OtherCoordinator => object == Object::Second,
            Who::Anonymous
            | Who::Respondent
            | Who::OtherRespondent
            | Who::Consultant
            | Who::Admin
            | Who::AdminByLink => false,
        },
        Rule::Review => match who {
            Who::Coordinator => object == Object::First,
            Who::OtherCoordinator => object == Object::Second,
            Who::Admin => true,
            Who::Anonymous | Who::Respondent | Who::OtherRespondent | Who::Consultant | Who::AdminByLink => false,
        },
        Rule::Region => match who {
            Who::Coordinator => object == Object::First,
            Who::OtherCoordinator => object == Object::Second,
            Who::Admin => true,
            Who::Anonymous | Who::Respondent | Who::OtherRespondent | Who::Consultant | Who::AdminByLink => false,
        },
    };
    if comes_in { Outcome::In } else { Outcome::NotFound }
}

#[derive(Debug)]
struct Found {
    outcome: Outcome,
    #[expect(dead_code, reason = "read in messages of failure")]
    status: u16,
    title: String,
}

async fn ask(site: &Site, season: &Season, line: &Expected, who: Who, object: Object) -> Found {
    let (method, path, _, body) = line;
    let url = format!("{}{}", site.address, address(path, season, object));
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let session = season.session(&mut site.pool.get().await.unwrap(), who, Utc::now()).await;
    let cookies = match session {
        Some(token) => format!("periplus-session={token}"),
        None => format!("periplus-form={CSRF}"),
    };
    let request = match (*method, body) {
        ("get", _) => client.get(&url),
        (_, Body::File) => file(client.post(&url), multipart(CSRF, b"\xff\xff")),
        (_, Body::Attachment) => file(client.post(&url), attachment()),
        (_, body) => {
            let fields: &[(&str, &str)] = if let Body::Fields(fields) = body { fields } else { &[] };
            let fresh = Uuid::new_v4().to_string();
            let fill = |(name, value): &(&'static str, &'static str)| {
                let value = match *value {
                    FRESH => fresh.clone(),
                    PUBLISHED => season.published.to_string(),
                    other => other.to_owned(),
                };
                (*name, value)
            };
            let fields: Vec<_> = fields.iter().map(fill).chain([("csrf", CSRF.to_owned())]).collect();
            client.post(&url).header("Content-Type", FORM).body(serde_urlencoded::to_string(fields).unwrap())
        }
    };
    let response = request.header("Cookie", cookies).send().await.unwrap();
    let status = response.status().as_u16();
    let location = response.headers().get("Location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let outcome = match status {
        303 if location.starts_with("/sign-in?next=") => Outcome::SignIn,
        404 => Outcome::NotFound,
        401 | 403 | 500.. => Outcome::Other(status),
        _ => Outcome::In,
    };
    let text = response.text().await.unwrap_or_default();
    let title = text.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
    Found { outcome, status, title: title.to_owned() }
}

fn file(request: reqwest::RequestBuilder, body: Vec<u8>) -> reqwest::RequestBuilder {
    request.header("Content-Type", format!("multipart/form-data; boundary={BOUNDARY}")).body(body)
}

/// Takes away a file that is not there.
fn attachment() -> Vec<u8> {
    let part = |name: &str, value: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let parts = [("csrf", CSRF), ("version", "0"), ("remove", "00000000-0000-4000-8000-000000000000")];
    let text: String = parts.iter().map(|(name, value)| part(name, value)).collect();
    format!("{text}--{BOUNDARY}--\r\n").into_bytes()
}

/// The path with what it names: of one side, or of nothing.
fn address(path: &str, season: &Season, object: Object) -> String {
    let side: Option<&Side> = match object {
        Object::First => season.sides.first(),
        Object::Second => season.sides.last(),
        Object::Absent => None,
    };
    let nothing = Uuid::from_u128(7).to_string();
    let or_nothing = |id: Option<String>| id.unwrap_or_else(|| nothing.clone());
    let there = side.is_some();
    let of = |name: &str| -> String {
        match name {
            "response" => or_nothing(side.map(|side| side.response.to_string())),
            "query" => or_nothing(side.map(|side| side.query.to_string())),
            "attachment" => or_nothing(side.map(|side| side.attachment.to_string())),
            "department" => or_nothing(side.map(|side| side.department.to_string())),
            "account" => or_nothing(side.map(|side| side.account.to_string())),
            "version" => or_nothing(side.map(|side| side.draft.to_string())),
            "region" => side.map_or("XX00", |side| side.region).to_owned(),
            "round" => if there { "first" } else { "absent" }.to_owned(),
            "mail" => or_nothing(side.map(|side| side.mail.to_string())),
            "language" => "en".to_owned(),
            "kind" if path.starts_with("/admin/mail") => if there { "invitation" } else { "nothing" }.to_owned(),
            "kind" => if there { "regions" } else { "nothing" }.to_owned(),
            "file" if path.starts_with("/results") => "participation.csv".to_owned(),
            "file" if path.starts_with("/admin/registry/files") => {
                if there { "regions.csv" } else { "nothing.csv" }.to_owned()
            }
            "section" => "first".to_owned(),
            "repeat" => "things".to_owned(),
            "entry" if path.starts_with("/regions") => "1".to_owned(),
            "entry" => "things/1".to_owned(),
            "question" => "paper".to_owned(),
            "form" => "xlsx".to_owned(),
            "audience" => "admin".to_owned(),
            "token" if path.starts_with("/unsubscribe") => {
                side.map_or_else(|| "A".repeat(43), |side| side.reminder.clone())
            }
            "token" => "A".repeat(43),
            "hash" | "name" => {
                let at = usize::from(name == "name");
                assets::stylesheet().trim_start_matches("/assets/").split('/').nth(at).unwrap().to_owned()
            }
            _ => nothing.clone(),
        }
    };
    let mut made = String::new();
    for part in path.split('/').skip(1) {
        made.push('/');
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => made.push_str(&of(name.split(':').next().unwrap_or(name))),
            None => made.push_str(part),
        }
    }
    if path.ends_with("/translations/table") { format!("{made}?language=fr") } else { made }
}
