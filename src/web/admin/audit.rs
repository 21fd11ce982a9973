//! The audit: who changed what, when, with what stood before and after; by filters, in pages, as CSV.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    web::{Bytes, Data, Query},
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    export::guard::guard,
    fieldwork::ids::{AccountId, ResponseId},
    store::{
        Connection, Pool,
        audit::{self, Filter, Recorded},
        people, regions, rounds,
    },
    web::{context::page, error::Error, state::State, visitor::Visitor},
};

/// Rows of a page.
const ROWS: i64 = 50;
/// Rows that a download reads at a time.
const BATCH: i64 = 2_000;

/// The filters, as they were typed; a filter that is blank is none.
#[derive(Clone, Default, Deserialize, Serialize)]
pub struct View {
    #[serde(default)]
    who: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    object: String,
    #[serde(default)]
    round: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    /// The record after which the page goes on: its time and id.
    #[serde(default, skip_serializing)]
    after: String,
}

#[derive(Serialize)]
struct Row {
    at: String,
    who: String,
    action_key: String,
    action: String,
    object: String,
    object_id: String,
    path: String,
    round: String,
    changes: Vec<ChangeRow>,
}

#[derive(Serialize)]
struct ChangeRow {
    name: String,
    before: String,
    after: String,
}

/// The page.
pub async fn get(state: Data<State>, view: Query<View>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let (filter, wrong) = filter(&mut connection, &view).await?;
    let after = place(&view.after);
    let mut found = match &filter {
        Some(filter) => audit::read(&mut connection, filter, after, ROWS + 1).await?,
        None => Vec::new(),
    };
    let more = found.len() > usize::try_from(ROWS).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let query = serde_urlencoded::to_string(&*view).unwrap_or_default();
    let next = found.last().filter(|_| more).map(|last| {
        let at = last.at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let after = serde_urlencoded::to_string([("after", format!("{at}/{}", last.id))]).unwrap_or_default();
        format!("/admin/audit?{query}&{after}")
    });
    let names = Names::of(&mut connection, &found, visitor.language()).await?;
    let say = |recorded: &Recorded| row(recorded, &names, &state, visitor.language());
    let actions: Vec<Value> = audit::actions(&mut connection)
        .await?
        .into_iter()
        .map(|action| {
            json!({ "code": action, "name": name(&action, &state, visitor.language()),
            "chosen": action == view.action })
        })
        .collect();
    let rounds: Vec<Value> = rounds::all(&mut connection)
        .await?
        .into_iter()
        .map(|round| json!({ "code": round.code, "name": round.name, "chosen": round.code == view.round }))
        .collect();
    let content = json!({
        "view": *view, "rows": found.iter().map(say).collect::<Vec<_>>(), "actions": actions, "rounds": rounds,
        "next": next.unwrap_or_default(), "first": format!("/admin/audit?{query}"), "is_first": after.is_none(),
        "download": format!("/admin/audit.csv?{query}"), "wrong": wrong,
    });
    Ok(page(&state, &visitor, "admin/audit", &content))
}

/// Every record that the filters let through, as a stream.
pub async fn download(state: Data<State>, view: Query<View>) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let (filter, _) = filter(&mut connection, &view).await?;
    drop(connection);
    let filter = filter.ok_or(Error::NotFound)?;
    let head = csv_line(["at", "who", "action", "object", "round", "before", "after"].map(str::to_owned).as_slice());
    let pool = state.pool.clone();
    let start = Batch { pool, filter, after: None, head: Some(head) };
    let stream = futures_util::stream::try_unfold(Some(start), |batch| async move {
        match batch {
            Some(batch) => batch.read().await.map(Some),
            None => Ok::<_, Error>(None),
        }
    });
    let file = actix_web::http::header::ContentDisposition::attachment("audit.csv");
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").insert_header(file).streaming(stream))
}

/// Where a download stands.
struct Batch {
    pool: Pool,
    filter: Filter,
    after: Option<(DateTime<Utc>, Uuid)>,
    head: Option<Bytes>,
}

impl Batch {
    async fn read(mut self) -> Result<(Bytes, Option<Self>), Error> {
        if let Some(head) = self.head.take() {
            return Ok((head, Some(self)));
        }
        let mut connection = self.pool.get().await?;
        let found = audit::read(&mut connection, &self.filter, self.after, BATCH).await?;
        drop(connection);
        let lines: Vec<u8> = found.iter().flat_map(|recorded| csv_line(&cells(recorded))).collect();
        self.after = found.last().map(|last| (last.at, last.id));
        let more = self.after.is_some() && i64::try_from(found.len()) == Ok(BATCH);
        Ok((lines.into(), more.then_some(self)))
    }
}

fn cells(recorded: &Recorded) -> Vec<String> {
    let json = |value: &Option<Value>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    vec![
        recorded.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        recorded.email.clone().unwrap_or_default(),
        recorded.action.clone(),
        recorded.object.map(|id| id.to_string()).unwrap_or_default(),
        recorded.round.clone().unwrap_or_default(),
        json(&recorded.before),
        json(&recorded.after),
    ]
}

fn csv_line(cells: &[String]) -> Bytes {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Memory takes everything that is written to it.
    let _ = writer.write_record(cells.iter().map(|cell| guard(cell).into_owned()));
    writer.into_inner().unwrap_or_default().into()
}

/// What to ask for; nothing, with the field that is wrong, where a filter cannot be read.
async fn filter(connection: &mut Connection, view: &View) -> Result<(Option<Filter>, &'static str), Error> {
    let mut filter = Filter::default();
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    filter.who = given(&view.who);
    filter.action = given(&view.action);
    if let Some(object) = given(&view.object) {
        let Ok(object) = object.parse() else { return Ok((None, "object")) };
        filter.object = Some(object);
    }
    if let Some(round) = given(&view.round) {
        let Some(found) = rounds::by_code(connection, &round).await? else { return Ok((None, "round")) };
        filter.round = Some(found.id);
    }
    let day = |text: &str| text.trim().parse::<NaiveDate>().ok();
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    if given(&view.from).is_some() {
        let Some(from) = day(&view.from) else { return Ok((None, "from")) };
        filter.from = Some(midnight(from));
    }
    if given(&view.until).is_some() {
        let Some(until) = day(&view.until).and_then(|day| day.checked_add_days(Days::new(1))) else {
            return Ok((None, "until"));
        };
        filter.until = Some(midnight(until));
    }
    Ok((Some(filter), ""))
}

fn place(after: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (at, id) = after.split_once('/')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

/// What the objects of records are called, and where their pages are.
struct Names(HashMap<Uuid, (String, String)>);

impl Names {
    async fn of(connection: &mut Connection, found: &[Recorded], language: &str) -> Result<Self, Error> {
        let mut names = HashMap::new();
        let ids: Vec<AccountId> = found
            .iter()
            .filter(|one| one.action.starts_with("account."))
            .filter_map(|one| one.object.map(AccountId))
            .collect();
        for person in people::by_ids(connection, &ids).await? {
            names.insert(person.id.0, (person.email, format!("/admin/people/{}", person.id)));
        }
        let responses: Vec<ResponseId> = found
            .iter()
            .filter(|one| one.action.starts_with("response."))
            .filter_map(|one| one.object.map(ResponseId))
            .collect();
        for (id, department, region) in audit::departments_of(connection, &responses).await? {
            names.insert(id.0, (format!("{region}: {department}"), format!("/admin/audit?object={id}")));
        }
        let regions = regions::all(connection).await?;
        for one in regions::departments(connection).await? {
            let region = regions.iter().find(|region| region.id == one.region);
            let code = region.map_or("", |region| region.code.as_str());
            names.insert(one.id.0, (one.name, format!("/admin/registry/regions/{code}")));
        }
        for region in regions {
            let (name, path) = (region.name(language).to_owned(), format!("/admin/registry/regions/{}", region.code));
            names.insert(region.id.0, (name, path));
        }
        for round in rounds::all(connection).await? {
            names.insert(round.id.0, (round.name, format!("/admin/rounds/{}", round.code)));
        }
        Ok(Self(names))
    }
}

fn row(recorded: &Recorded, names: &Names, state: &State, language: &str) -> Row {
    let known = recorded.object.and_then(|id| names.0.get(&id));
    Row {
        at: recorded.at.format("%Y-%m-%d %H:%M:%S").to_string(),
        who: recorded.email.clone().unwrap_or_default(),
        action_key: name(&recorded.action, state, language),
        action: recorded.action.clone(),
        object: known.map(|(name, _)| name.clone()).unwrap_or_default(),
        object_id: recorded.object.map(|id| id.to_string()).unwrap_or_default(),
        path: known.map(|(_, path)| path.clone()).unwrap_or_default(),
        round: recorded.round.clone().unwrap_or_default(),
        changes: changes(recorded.before.as_ref(), recorded.after.as_ref()),
    }
}

/// An action in words; its code where there are none for it.
fn name(action: &str, state: &State, language: &str) -> String {
    let key = format!("audit-{}", action.replace(['.', '_'], "-"));
    if state.locales.has(language, &key) { state.locales.text(language, &key, &[]) } else { action.to_owned() }
}

fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<ChangeRow> {
    let fields = |value: Option<&Value>| match value {
        Some(Value::Object(fields)) => fields.clone(),
        Some(Value::Null) | None => serde_json::Map::new(),
        Some(other) => serde_json::Map::from_iter([(String::new(), other.clone())]),
    };
    let (before, after) = (fields(before), fields(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    let row =
        |name: &String| ChangeRow { name: name.clone(), before: said(before.get(name)), after: said(after.get(name)) };
    names.into_iter().map(row).filter(|row| row.before != row.after).collect()
}

fn said(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items.iter().map(|item| said(Some(item))).collect::<Vec<_>>().join(", "),
        Some(Value::Bool(true)) => "✓".to_owned(),
        Some(Value::Bool(false)) => "✗".to_owned(),
        Some(other @ (Value::Number(_) | Value::Object(_))) => other.to_string(),
    }
}
