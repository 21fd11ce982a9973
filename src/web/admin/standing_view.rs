//! The secretariat's view of a round as its template shows it: filtered, sorted, counted, with reasons to call.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::fieldwork::{
    ids::RegionId,
    region::Region,
    round::Round,
    standing::{Asked, Contact, Department, Missing, Numbers, Reason, Stage, reasons},
};

use super::dashboard::{Standing, moment};

/// Departments that a list shows at the most; the whole is in the file.
const MOST_LISTED: usize = 200;

/// What the address says; a filter that is blank is none.
#[derive(Default, Deserialize)]
pub struct View {
    #[serde(default)]
    sort: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    commission: String,
    #[serde(default)]
    list: String,
    #[serde(default)]
    select: String,
}

/// What is to be shown, and how.
#[derive(Debug, Clone)]
pub struct Choice {
    sort: Sort,
    stage: Option<Stage>,
    country: String,
    commission: String,
    list: Missing,
    /// Every region that is shown is ticked.
    all_ticked: bool,
}

/// What the regions are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Region,
    Country,
    Stage,
    Asked,
    Submitted,
    Share,
    Deadline,
}

/// A region with what is counted of it.
struct Line<'a> {
    region: &'a Region,
    asked: &'a Asked,
    departments: Vec<&'a Department>,
    numbers: Numbers,
    stage: Stage,
}

impl Sort {
    const ALL: [Self; 7] =
        [Self::Region, Self::Country, Self::Stage, Self::Asked, Self::Submitted, Self::Share, Self::Deadline];

    fn code(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Country => "country",
            Self::Stage => "state",
            Self::Asked => "asked",
            Self::Submitted => "submitted",
            Self::Share => "share",
            Self::Deadline => "deadline",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Region => "column-region",
            Self::Country => "column-country",
            Self::Stage => "column-state",
            Self::Asked => "column-asked",
            Self::Submitted => "column-submitted",
            Self::Share => "reminding-column-share",
            Self::Deadline => "column-deadline",
        }
    }
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            sort: Sort::Region,
            stage: None,
            country: String::new(),
            commission: String::new(),
            list: Missing::NotOpened,
            all_ticked: false,
        }
    }
}

impl Choice {
    /// What an address asks for; nothing where it says what there is not.
    #[must_use]
    pub fn read(view: &View) -> Option<Self> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let sort = match given(&view.sort) {
            Some(code) => Sort::ALL.into_iter().find(|sort| sort.code() == code)?,
            None => Sort::Region,
        };
        let stage = match given(&view.state) {
            Some(code) => Some(Stage::from_code(&code)?),
            None => None,
        };
        let list = match given(&view.list) {
            Some(code) => Missing::from_code(&code)?,
            None => Missing::NotOpened,
        };
        let (country, commission) = (view.country.trim().to_owned(), view.commission.trim().to_owned());
        Some(Self { sort, stage, country, commission, list, all_ticked: view.select == "all" })
    }

    fn lets(&self, line: &Line<'_>) -> bool {
        let is_country = self.country.is_empty() || self.country == line.region.country;
        let is_commission = self.commission.is_empty() || line.region.commissions.contains(&self.commission);
        is_country && is_commission && self.stage.is_none_or(|stage| stage == line.stage)
    }

    /// The address of the page with another order or list.
    fn address(&self, base: &str, sort: Sort, list: Missing, select: &str) -> String {
        let query = [
            ("sort", sort.code()),
            ("state", self.stage.map_or("", Stage::code)),
            ("country", &self.country),
            ("commission", &self.commission),
            ("list", list.code()),
            ("select", select),
        ];
        let query: Vec<_> = query.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("{base}?{}", serde_urlencoded::to_string(query).unwrap_or_default())
    }
}

/// The content of the page.
#[must_use]
pub fn content(
    round: &Round,
    standing: &Standing,
    choice: &Choice,
    language: &str,
    wrong: &str,
    now: DateTime<Utc>,
) -> Value {
    let all = lines(standing);
    let every: Vec<&Line<'_>> = all.iter().collect();
    let mut shown: Vec<&Line<'_>> = all.iter().filter(|line| choice.lets(line)).collect();
    sort(&mut shown, choice.sort, language);
    let base = format!("/admin/rounds/{}/dashboard", round.code);
    let address = |sort, list| choice.address(&base, sort, list, "");
    let sorts: Vec<Value> = Sort::ALL
        .into_iter()
        .map(|sort| {
            json!({ "code": sort.code(), "key": sort.key(), "current": sort == choice.sort,
                "href": format!("{}#regions", address(sort, choice.list)) })
        })
        .collect();
    let rows: Vec<Value> = shown.iter().map(|line| row(line, choice.all_ticked, language)).collect();
    let calls: Vec<Value> = shown.iter().filter_map(|line| call(line, language, now)).collect();
    json!({
        "round": { "code": round.code, "name": round.name },
        "base": format!("/admin/rounds/{}", round.code),
        "wrong": wrong,
        "numbers": numbers(&every),
        "filtered": numbers(&shown),
        "is_filtered": shown.len() < all.len(),
        "filters": filters(&every, choice),
        "sort": choice.sort.code(),
        "list": choice.list.code(),
        "sorts": sorts,
        "rows": rows,
        "select_all": format!("{}#regions", choice.address(&base, choice.sort, choice.list, "all")),
        "tiles": tiles(&shown, language),
        "lists": lists(&shown, choice, |list| format!("{}#missing", address(choice.sort, list))),
        "missing": missing(&shown, choice.list, language),
        "most_listed": MOST_LISTED,
        "calls": calls,
    })
}

fn lines(standing: &Standing) -> Vec<Line<'_>> {
    let mut of: HashMap<RegionId, Vec<&Department>> = HashMap::new();
    for one in &standing.departments {
        of.entry(one.region).or_default().push(one);
    }
    let mut lines = Vec::new();
    for region in &standing.regions {
        let Some(asked) = standing.asked.get(&region.id) else { continue };
        let departments = of.remove(&region.id).unwrap_or_default();
        let numbers = Numbers::count(departments.iter().copied(), asked.deadline);
        lines.push(Line { region, asked, departments, numbers, stage: Stage::of(numbers, asked.signed) });
    }
    lines
}

fn sort(lines: &mut [&Line<'_>], sort: Sort, language: &str) {
    let name = |line: &Line<'_>| (line.region.name(language).to_lowercase(), line.region.code.clone());
    match sort {
        Sort::Region => lines.sort_by_key(|line| name(line)),
        Sort::Country => lines.sort_by_key(|line| (line.region.country.clone(), name(line))),
        Sort::Stage => lines.sort_by_key(|line| (line.stage, name(line))),
        Sort::Asked => lines.sort_by_key(|line| (std::cmp::Reverse(line.numbers.asked), name(line))),
        Sort::Submitted => lines.sort_by_key(|line| (line.numbers.submitted, name(line))),
        Sort::Share => lines.sort_by_key(|line| (line.numbers.share(), name(line))),
        Sort::Deadline => lines.sort_by_key(|line| (line.asked.deadline, name(line))),
    }
}

fn numbers(lines: &[&Line<'_>]) -> Value {
    let sum = lines.iter().fold(Numbers::default(), |sum, line| sum.plus(line.numbers));
    let signed = lines.iter().filter(|line| line.asked.signed).count();
    json!({
        "regions": lines.len(), "signed": signed, "asked": sum.asked, "opened": sum.opened, "started": sum.started,
        "submitted": sum.submitted, "returned": sum.returned, "accepted": sum.accepted, "late": sum.late,
        "share": sum.share(),
    })
}

fn filters(lines: &[&Line<'_>], choice: &Choice) -> Value {
    let countries: BTreeSet<&str> = lines.iter().map(|line| line.region.country.as_str()).collect();
    let commissions: BTreeSet<&str> =
        lines.iter().flat_map(|line| &line.region.commissions).map(String::as_str).collect();
    let stages: Vec<Value> = Stage::ALL
        .into_iter()
        .map(|stage| {
            let count = lines.iter().filter(|line| line.stage == stage).count();
            json!({ "code": stage.code(), "key": stage_key(stage), "count": count,
                "chosen": choice.stage == Some(stage) })
        })
        .collect();
    let options = |codes: BTreeSet<&str>, chosen: &str| -> Vec<Value> {
        codes.into_iter().map(|code| json!({ "code": code, "chosen": code == chosen })).collect()
    };
    json!({
        "stages": stages,
        "countries": options(countries, &choice.country),
        "commissions": options(commissions, &choice.commission),
    })
}

fn row(line: &Line<'_>, ticked: bool, language: &str) -> Value {
    let Numbers { asked, opened, started, submitted, returned, accepted, late } = line.numbers;
    json!({
        "code": line.region.code, "name": line.region.name(language), "country": line.region.country,
        "commissions": line.region.commissions.join(" "), "stage": line.stage.code(),
        "stage_key": stage_key(line.stage), "asked": asked, "opened": opened, "started": started,
        "submitted": submitted, "returned": returned, "accepted": accepted, "late": late,
        "share": line.numbers.share(), "deadline": moment(line.asked.deadline), "ticked": ticked,
    })
}

fn tiles(lines: &[&Line<'_>], language: &str) -> Vec<Value> {
    let mut countries: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for line in lines {
        let tile = json!({
            "code": line.region.code, "name": line.region.name(language), "stage": line.stage.code(),
            "stage_key": stage_key(line.stage), "submitted": line.numbers.submitted, "asked": line.numbers.asked,
        });
        countries.entry(&line.region.country).or_default().push(tile);
    }
    countries.into_iter().map(|(country, regions)| json!({ "country": country, "regions": regions })).collect()
}

fn lists(lines: &[&Line<'_>], choice: &Choice, address: impl Fn(Missing) -> String) -> Vec<Value> {
    let list = |list: Missing| {
        let count = lines.iter().flat_map(|line| &line.departments).filter(|one| list.holds(one)).count();
        json!({ "code": list.code(), "key": missing_key(list), "count": count, "current": list == choice.list,
            "href": address(list) })
    };
    Missing::ALL.into_iter().map(list).collect()
}

fn missing(lines: &[&Line<'_>], list: Missing, language: &str) -> Vec<Value> {
    let all = lines.iter().flat_map(|line| line.departments.iter().map(move |one| (line, *one)));
    all.filter(|(_, one)| list.holds(one))
        .take(MOST_LISTED)
        .map(|(line, one)| {
            json!({
                "region": line.region.name(language), "code": line.region.code, "department": one.name,
                "kind": one.kind, "invited": one.invited_at.map(moment).unwrap_or_default(),
                "people": one.people.iter().map(contact).collect::<Vec<_>>(),
            })
        })
        .collect()
}

/// A region to call, with every reason, who coordinates it, and the departments that it is about.
fn call(line: &Line<'_>, language: &str, now: DateTime<Utc>) -> Option<Value> {
    let reasons = reasons(line.asked, &line.departments, now);
    if reasons.is_empty() {
        return None;
    }
    let behind = line.departments.iter().filter(|one| !one.is_submitted());
    let departments: Vec<Value> = behind
        .map(|one| json!({ "name": one.name, "people": one.people.iter().map(contact).collect::<Vec<_>>() }))
        .collect();
    Some(json!({
        "code": line.region.code, "name": line.region.name(language),
        "reasons": reasons.iter().map(reason).collect::<Vec<_>>(),
        "coordinators": line.asked.coordinators.iter().map(contact).collect::<Vec<_>>(),
        "departments": departments,
    }))
}

fn contact(contact: &Contact) -> Value {
    json!({ "email": contact.email, "name": contact.name, "bounced": contact.bounced })
}

fn reason(reason: &Reason) -> Value {
    let said = |key: &str, departments: usize, days: i64, addresses: String| json!({ "key": key, "departments": departments, "days": days, "addresses": addresses });
    match reason {
        Reason::NoCoordinator => said("reminding-call-no-coordinator", 0, 0, String::new()),
        Reason::Unshared { days } => said("reminding-call-unshared", 0, *days, String::new()),
        Reason::Bounced { addresses } => said("reminding-call-bounced", 0, 0, addresses.join(", ")),
        Reason::Unopened { departments, days } => said("reminding-call-unopened", *departments, *days, String::new()),
        Reason::Near { departments, days } => said("reminding-call-near", *departments, *days, String::new()),
        Reason::Overdue { departments } => said("reminding-call-overdue", *departments, 0, String::new()),
    }
}

fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Unshared => "reminding-stage-unshared",
        Stage::Unopened => "reminding-stage-unopened",
        Stage::Opened => "reminding-stage-opened",
        Stage::Started => "reminding-stage-started",
        Stage::Submitted => "reminding-stage-submitted",
        Stage::Accepted => "reminding-stage-accepted",
        Stage::Signed => "reminding-stage-signed",
    }
}

fn missing_key(missing: Missing) -> &'static str {
    match missing {
        Missing::NotOpened => "reminding-list-not-opened",
        Missing::NotStarted => "reminding-list-not-started",
        Missing::NotSubmitted => "reminding-list-not-submitted",
    }
}
