//! The regions that a round asks: added by groups with a preview, their own deadlines, and who coordinates them.

use std::collections::BTreeSet;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    fieldwork::{
        ids::RegionId,
        region::Region,
        round::{Change, Round},
        targets::{self, Group},
    },
    operations::{
        self,
        invitees::Asking,
        rounds::{
            deadlines::{self, Extension},
            targets as operation,
        },
    },
    store::{Connection, participation, regions, round_regions, rounds},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        participation::local,
        state::State,
        visitor::Visitor,
    },
};

use super::round_form::{Problems, moment};

/// What was just done, with how many it concerned.
#[derive(Default, Deserialize)]
pub struct View {
    done: Option<String>,
    count: Option<u32>,
    told: Option<u32>,
}

/// What the page can say that was done, by the word in its address.
const DONE: [(&str, &str); 3] =
    [("added", "rounds-added"), ("withdrawn", "rounds-withdrawn"), ("deadline", "rounds-region-extended")];

/// What a form of the page sends.
#[derive(Default)]
struct Typed {
    groups: BTreeSet<String>,
    withdraw: BTreeSet<String>,
    codes: String,
    region: String,
    deadline: String,
    notify: bool,
    words: String,
}

/// What comes of it where the page is shown again.
#[derive(Default)]
struct Shown {
    typed: Typed,
    problems: Problems,
    unknown: Vec<String>,
    preview: Option<Vec<RegionId>>,
}

/// The regions.
pub async fn get(
    state: Data<State>,
    code: Path<String>,
    view: Query<View>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    show(&mut connection, &state, &visitor, &round, &view, Shown::default()).await
}

/// Does what the pressed button says, or shows the page again.
pub async fn post(state: Data<State>, code: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let typed = Typed::read(&form)?;
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let author = form.visitor.actor().map(|actor| actor.account);
    let asking = Asking { locales: &state.locales, base_url: &state.base_url, author, now: Utc::now() };
    let all = regions::all(&mut connection).await?;
    let done = match form.fields.first("action").unwrap_or_default() {
        "preview" => select(&all, typed)
            .and_then(|(typed, found)| Err(Box::new(Shown { typed, preview: Some(found), ..Shown::default() }))),
        "add" => match select(&all, typed) {
            Ok((_, found)) => {
                let added = operation::add(&mut connection, asking, &round, &found).await?;
                Ok(format!("added&count={}&told={}", added.new, added.told))
            }
            Err(shown) => Err(shown),
        },
        "withdraw" => withdraw(&mut connection, asking, &round, &all, typed).await?,
        "deadline" => deadline(&mut connection, asking, &round, &all, typed).await?,
        _ => return Err(Error::BadForm),
    };
    match done {
        Ok(done) => Ok(see(&format!("/admin/rounds/{}/regions?done={done}", round.code))),
        Err(shown) => show(&mut connection, &state, &form.visitor, &round, &View::default(), *shown).await,
    }
}

impl Typed {
    fn read(form: &Form) -> Result<Self, Error> {
        const KNOWN: [&str; 8] = ["action", "group", "codes", "withdraw", "region", "deadline", "notify", "words"];
        if form.fields.names().any(|name| !KNOWN.contains(&name)) {
            return Err(Error::BadForm);
        }
        let set = |name| form.fields.all(name).iter().cloned().collect();
        let text = |name| form.fields.first(name).unwrap_or_default().to_owned();
        Ok(Self {
            groups: set("group"),
            withdraw: set("withdraw"),
            codes: text("codes"),
            region: text("region"),
            deadline: text("deadline"),
            notify: form.fields.first("notify") == Some("yes"),
            words: text("words"),
        })
    }
}

/// The regions that were chosen, or the page with what is wrong.
fn select(all: &[Region], typed: Typed) -> Result<(Typed, Vec<RegionId>), Box<Shown>> {
    match targets::select(all, &typed.groups, &typed.codes) {
        Ok(found) if found.is_empty() => {
            let problems = Problems::one("group", "rounds-group-missing");
            Err(Box::new(Shown { typed, problems, ..Shown::default() }))
        }
        Ok(found) => Ok((typed, found)),
        Err(unknown) => {
            let problems = Problems::one("codes", "rounds-codes-unknown");
            let unknown = unknown.into_iter().map(|unknown| unknown.0).collect();
            Err(Box::new(Shown { typed, problems, unknown, preview: None }))
        }
    }
}

async fn withdraw(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    all: &[Region],
    typed: Typed,
) -> Result<Result<String, Box<Shown>>, Error> {
    let chosen = all.iter().filter(|region| typed.withdraw.contains(&region.code)).map(|region| region.id);
    let chosen: Vec<RegionId> = chosen.collect();
    match operation::withdraw(connection, asking, round, &chosen).await {
        Ok(count) if count < chosen.len() => {
            let problems = Problems::one("withdraw", "rounds-withdraw-invited");
            Ok(Err(Box::new(Shown { typed, problems, ..Shown::default() })))
        }
        Ok(count) => Ok(Ok(format!("withdrawn&count={count}"))),
        Err(operations::Error::Field { .. }) => {
            let problems = Problems::one("withdraw", "rounds-withdraw-missing");
            Ok(Err(Box::new(Shown { typed, problems, ..Shown::default() })))
        }
        Err(error) => Err(error.into()),
    }
}

async fn deadline(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    all: &[Region],
    typed: Typed,
) -> Result<Result<String, Box<Shown>>, Error> {
    let asked = round_regions::of_round(connection, round.id).await?;
    let region = all.iter().find(|region| region.code == typed.region);
    let own = region.and_then(|region| asked.iter().find(|asked| asked.region == region.id));
    let mut problems = Problems::default();
    let is_draft = round.standing(asking.now).allows(Change::Define);
    let wanted = if is_draft && typed.deadline.trim().is_empty() {
        None
    } else {
        moment(&typed.deadline, round.rules.time_zone, "deadline", "round-deadline-malformed", &mut problems)
    };
    if own.is_none() {
        problems.fields.insert("region", "rounds-region-choose");
    }
    let (Some(own), false) = (own, problems.any()) else {
        return Ok(Err(Box::new(Shown { typed, problems, ..Shown::default() })));
    };
    let done = match wanted {
        Some(deadline) if !is_draft => {
            let (region, seen) = (Some(own.region), own.deadline.unwrap_or(round.deadline));
            let given = Extension { region, seen, deadline, notify: typed.notify, words: &typed.words };
            deadlines::extend(connection, asking, round, given).await.map(|told| told.coordinators + told.invited)
        }
        wanted => deadlines::plan(connection, asking, round, own.region, wanted).await.map(|()| 0),
    };
    match done {
        Ok(told) => Ok(Ok(format!("deadline&told={told}"))),
        Err(operations::Error::Field { field, problem }) => {
            let problems = match (field, problem) {
                ("words", _) => Problems::one("words", "rounds-words-long"),
                (_, "before-opening") => Problems::one("deadline", "round-deadline-before-opening"),
                _ => Problems::one("deadline", "rounds-deadline-not-later"),
            };
            Ok(Err(Box::new(Shown { typed, problems, ..Shown::default() })))
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    round: &Round,
    view: &View,
    shown: Shown,
) -> Result<HttpResponse, Error> {
    let Shown { typed, problems, unknown, preview } = shown;
    let all = regions::all(connection).await?;
    let asked = round_regions::of_round(connection, round.id).await?;
    let standing = round.standing(Utc::now());
    let done = view.done.as_deref().and_then(|done| DONE.iter().find(|(word, _)| *word == done));
    let is_asked = |id: &RegionId| asked.iter().any(|asked| asked.region == *id);
    let name = |id: &RegionId| {
        let region = all.iter().find(|region| region.id == *id)?;
        Some(format!("{} ({})", region.name(visitor.language()), region.code))
    };
    let preview = preview.map(|found| {
        let (known, new): (Vec<RegionId>, Vec<RegionId>) = found.into_iter().partition(is_asked);
        json!({ "all": known.len() + new.len(), "new": new.len(), "known": known.len(),
            "names": new.iter().filter_map(name).collect::<Vec<_>>() })
    });
    let rows = rows(connection, round, &all, &asked, &typed, visitor.language()).await?;
    let content = json!({
        "base": format!("/admin/rounds/{}", round.code),
        "name": round.name,
        "zone": round.rules.time_zone.name(),
        "deadline": local(round.deadline, round.rules.time_zone),
        "lacking": rows.iter().filter(|row| row["coordinators"] == json!([])).count(),
        "rows": rows,
        "groups": groups(state, visitor, &all, &typed.groups),
        "is_draft": standing.allows(Change::Define),
        "can_ask": standing.allows(Change::Ask),
        "can_extend": standing.allows(Change::Extend),
        "can_withdraw": standing.allows(Change::Withdraw),
        "preview": preview,
        "typed": { "codes": typed.codes, "region": typed.region, "deadline": typed.deadline, "words": typed.words, "notify": typed.notify },
        "unknown": unknown.join(", "),
        "problems": problems.in_order(),
        "wrong": problems.by_field(),
        "done": done.map(|(_, key)| *key).unwrap_or_default(),
        "count": view.count.unwrap_or_default(),
        "told": view.told.unwrap_or_default(),
    });
    let mut response = page(state, visitor, "admin/round_regions", &content);
    if problems.any() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// The regions that are asked, by code.
async fn rows(
    connection: &mut Connection,
    round: &Round,
    all: &[Region],
    asked: &[round_regions::Asked],
    typed: &Typed,
    language: &str,
) -> Result<Vec<Value>, Error> {
    let ids: Vec<RegionId> = asked.iter().map(|asked| asked.region).collect();
    let coordinators = round_regions::coordinators(connection, &ids).await?;
    let counts = participation::by_region(connection, round.id).await?;
    let zone = round.rules.time_zone;
    let row = |region: &Region| {
        let own = asked.iter().find(|asked| asked.region == region.id)?;
        let theirs = coordinators.iter().filter(|coordinator| coordinator.region == region.id);
        let theirs: Vec<&str> = theirs.map(|coordinator| coordinator.email.as_str()).collect();
        Some(json!({
            "code": region.code,
            "name": region.name(language),
            "country": region.country,
            "coordinators": theirs,
            "departments": counts.get(&region.id).map_or(0, |counts| counts.asked),
            "asked": own.asked_at.map(|at| local(at, zone)).unwrap_or_default(),
            "deadline": local(own.deadline.unwrap_or(round.deadline), zone),
            "is_own": own.deadline.is_some(),
            "ticked": typed.withdraw.contains(&region.code),
            "chosen": typed.region == region.code,
        }))
    };
    Ok(all.iter().filter_map(row).collect())
}

/// The groups to choose from, by kind.
fn groups(state: &State, visitor: &Visitor, all: &[Region], chosen: &BTreeSet<String>) -> Value {
    let (mut every, mut commissions, mut countries, mut partnerships) = (vec![], vec![], vec![], vec![]);
    let say = |key: &str| state.locales.text(visitor.language(), key, &[]);
    for (index, (group, count)) in targets::groups(all).into_iter().enumerate() {
        let (list, label) = match &group {
            Group::All => (&mut every, say("rounds-group-all")),
            Group::Commission(code) => (&mut commissions, code.clone()),
            Group::Country(code) => (&mut countries, code.clone()),
            Group::Partnership(code) => (&mut partnerships, say(&format!("rounds-partnership-{code}"))),
        };
        let code = group.code();
        let id = if index == 0 { "group".to_owned() } else { format!("group-{index}") };
        list.push(json!({ "ticked": chosen.contains(&code), "id": id, "code": code, "label": label, "count": count }));
    }
    json!([
        { "legend": say("rounds-groups-all"), "groups": every },
        { "legend": say("rounds-groups-commission"), "groups": commissions },
        { "legend": say("rounds-groups-partnership"), "groups": partnerships },
        { "legend": say("rounds-groups-country"), "groups": countries },
    ])
}
