//! Files of regions: `code,code_kind,country,name_own` with partnership, commissions, former codes and names by
//! language.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    bounded, names, needed,
    plan::{Change, Fate, Item, Plan, fate},
    problem::{Problem, ProblemKind},
    sheet::{Columns, Guard, Row, Sheet},
};
use crate::fieldwork::{
    ids::RegionId,
    region::{FormerCode, NO_CODE, OWN_NAME, Partnership, Region},
};

/// The columns.
pub const COLUMNS: Columns = Columns {
    required: &["code", "code_kind", "country", "name_own"],
    optional: &["commissions", "partnership", "former_codes"],
    names: true,
};

/// A region with the codes that it had before, by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub region: Region,
    pub former: Vec<FormerCode>,
}

/// Regions by the codes that they have and had.
pub struct Codes<'a> {
    present: HashMap<&'a str, usize>,
    former: HashMap<&'a str, Vec<usize>>,
    regions: &'a [Standing],
}

/// Which region a code means.
pub enum Meant<'a> {
    Region(&'a Standing),
    /// Several regions had it.
    Several,
    Nobody,
}

impl<'a> Codes<'a> {
    /// Looks the codes of `regions` up.
    #[must_use]
    pub fn of(regions: &'a [Standing]) -> Self {
        let (mut present, mut former) = (HashMap::new(), HashMap::<&str, Vec<usize>>::new());
        for (index, standing) in regions.iter().enumerate() {
            present.insert(standing.region.code.as_str(), index);
            for code in &standing.former {
                let holders = former.entry(code.code.as_str()).or_default();
                if !holders.contains(&index) {
                    holders.push(index);
                }
            }
        }
        Self { present, former, regions }
    }

    /// The region that has this code, or else the only one that had it.
    #[must_use]
    pub fn find(&self, code: &str) -> Meant<'a> {
        match (self.present.get(code), self.former.get(code).map(Vec::as_slice)) {
            (Some(index), _) | (None, Some([index])) => self.at(*index),
            (None, Some([_, ..])) => Meant::Several,
            (None, Some([]) | None) => Meant::Nobody,
        }
    }

    fn at(&self, index: usize) -> Meant<'a> {
        self.regions.get(index).map_or(Meant::Nobody, Meant::Region)
    }
}

/// What a file would change of the regions that stand, or everything that is wrong with it.
///
/// # Errors
/// Every problem of every line.
pub fn plan(
    bytes: &[u8],
    guard: Guard,
    standing: &[Standing],
    fresh: &mut dyn FnMut() -> Uuid,
) -> Result<Plan<Standing>, Vec<Problem>> {
    let (sheet, mut problems) = Sheet::read(bytes, &COLUMNS, guard);
    let codes = Codes::of(standing);
    let organisations = organisations(standing);
    // A code that a row of the file has is not free to be a former one of another row.
    let own: HashSet<String> = sheet.rows().map(|row| row.get("code").to_uppercase()).collect();
    let mut items: Vec<Item<Standing>> = Vec::new();
    let mut seen: HashMap<RegionId, u64> = HashMap::new();
    let mut lines: HashMap<String, u64> = HashMap::new();
    let mut numbers = Numbers::after(standing);
    for row in sheet.rows() {
        let before = problems.len();
        check(&row, &mut problems);
        let former = former_codes(&row, &mut problems);
        let code = row.get("code").to_uppercase();
        let found = if code.is_empty() {
            organisations.get(&(row.get("country"), row.get("name_own"))).copied()
        } else {
            match codes.find(&code) {
                Meant::Region(found) => Some(found),
                Meant::Several => {
                    problems.push(row.problem("code", ProblemKind::AmbiguousRegion(code.clone())));
                    None
                }
                Meant::Nobody => renamed(&former, &codes, &own),
            }
        };
        let key = if code.is_empty() { format!("{} {}", row.get("country"), row.get("name_own")) } else { code };
        let first = *lines.entry(key).or_insert(row.line);
        let again = found.map_or(first, |found| first.min(*seen.entry(found.region.id).or_insert(row.line)));
        if again != row.line {
            problems.push(row.problem("code", ProblemKind::Doubled { first: again }));
        }
        if problems.len() > before {
            continue;
        }
        let after = wanted(&row, found, former, &mut numbers, fresh);
        items.push(item(row.line, found, after));
    }
    taken(&items, standing, &mut problems);
    if problems.is_empty() { Ok(Plan::new(items, standing.len())) } else { Err(super::plan::in_order(problems)) }
}

/// The former codes of a cell: `CODE`, or `CODE/KIND/FROM/TO` with days as 2021-12-31, separated by spaces.
#[must_use]
pub fn write_former(codes: &[FormerCode]) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let write = |former: &FormerCode| {
        let whole = format!("{}/{}/{}/{}", former.code, former.kind, day(former.from), day(former.to));
        whole.trim_end_matches('/').to_owned()
    };
    codes.iter().map(write).collect::<Vec<_>>().join(" ")
}

/// May this be the code of a region, as it stands in addresses and files?
#[must_use]
pub fn is_code(code: &str) -> bool {
    let middle = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    code.len() <= 40 && code.starts_with(|c: char| c.is_ascii_alphanumeric()) && code.chars().all(middle)
}

/// May this be the kind of a code?
#[must_use]
pub fn is_code_kind(kind: &str) -> bool {
    is_code(kind)
}

fn check(row: &Row<'_>, problems: &mut Vec<Problem>) {
    bounded(row, problems);
    needed(row, "name_own", problems);
    let partnership = row.get("partnership");
    let is_organisation = Partnership::from_code(partnership) == Some(Partnership::Organisation);
    if !partnership.is_empty() && Partnership::from_code(partnership).is_none() {
        problems.push(row.problem("partnership", ProblemKind::Partnership(partnership.to_owned())));
    }
    match row.cell("code") {
        Some("") if !is_organisation => problems.push(row.problem("code", ProblemKind::CodeNeeded)),
        Some(code) if !code.is_empty() && !is_code(code) => {
            problems.push(row.problem("code", ProblemKind::Code(code.to_owned())));
        }
        Some(_) | None => {}
    }
    match row.cell("code_kind") {
        Some("") if !row.get("code").is_empty() => problems.push(row.problem("code_kind", ProblemKind::Blank)),
        Some(kind) if !kind.is_empty() && !is_code_kind(kind) => {
            problems.push(row.problem("code_kind", ProblemKind::CodeKind(kind.to_owned())));
        }
        Some(_) | None => {}
    }
    let country = row.get("country");
    let is_country = country.len() == 2 && country.chars().all(|c| c.is_ascii_uppercase());
    if row.cell("country").is_some() && !is_country {
        problems.push(row.problem("country", ProblemKind::Country(country.to_owned())));
    }
    for commission in row.get("commissions").split_whitespace().filter(|commission| !is_code(commission)) {
        problems.push(row.problem("commissions", ProblemKind::Commission(commission.to_owned())));
    }
}

fn former_codes(row: &Row<'_>, problems: &mut Vec<Problem>) -> Vec<FormerCode> {
    let mut found = Vec::new();
    for text in row.get("former_codes").split_whitespace() {
        match former_code(text, row.get("code_kind")) {
            Some(former) => found.push(former),
            None => problems.push(row.problem("former_codes", ProblemKind::FormerCode(text.to_owned()))),
        }
    }
    found
}

fn former_code(text: &str, kind: &str) -> Option<FormerCode> {
    let mut parts = text.split('/');
    let code = parts.next().filter(|code| is_code(code))?.to_uppercase();
    let kind = parts.next().filter(|kind| !kind.is_empty()).unwrap_or(kind);
    let mut day = || match parts.next() {
        None | Some("") => Some(None),
        Some(day) => day.parse::<NaiveDate>().ok().map(Some),
    };
    let (from, to) = (day()?, day()?);
    let in_order = from.is_none_or(|from| to.is_none_or(|to| from <= to));
    (is_code_kind(kind) && in_order && parts.next().is_none()).then(|| FormerCode {
        code,
        kind: kind.to_owned(),
        from,
        to,
    })
}

/// The region whose present code the row calls a former one: its code changes.
fn renamed<'a>(former: &[FormerCode], codes: &Codes<'a>, own: &HashSet<String>) -> Option<&'a Standing> {
    former.iter().filter(|former| !own.contains(&former.code)).find_map(|former| match codes.find(&former.code) {
        Meant::Region(found) => Some(found),
        Meant::Several | Meant::Nobody => None,
    })
}

/// Organisations that the registry gave a code to, by country and name.
fn organisations(standing: &[Standing]) -> HashMap<(&str, &str), &Standing> {
    let own = standing.iter().filter(|standing| standing.region.code_kind == NO_CODE);
    own.map(|standing| ((standing.region.country.as_str(), standing.region.name(OWN_NAME)), standing)).collect()
}

/// Numbers for organisations without a code.
struct Numbers(u64);

impl Numbers {
    const START: &'static str = "ORG-";

    fn after(standing: &[Standing]) -> Self {
        let used = standing.iter().filter_map(|standing| standing.region.code.strip_prefix(Self::START)?.parse().ok());
        Self(used.max().unwrap_or(0))
    }

    fn next(&mut self) -> String {
        self.0 += 1;
        format!("{}{}", Self::START, self.0)
    }
}

/// The region as the file wants it; what the file has no column for stays as it is.
fn wanted(
    row: &Row<'_>,
    found: Option<&Standing>,
    former: Vec<FormerCode>,
    numbers: &mut Numbers,
    fresh: &mut dyn FnMut() -> Uuid,
) -> Standing {
    let code = row.get("code").to_uppercase();
    let mut after = found.cloned().unwrap_or_else(|| Standing {
        region: Region {
            id: RegionId(fresh()),
            code: if code.is_empty() { numbers.next() } else { code.clone() },
            code_kind: NO_CODE.to_owned(),
            country: String::new(),
            names: BTreeMap::new(),
            commissions: Vec::new(),
            partnership: Partnership::default(),
        },
        former: Vec::new(),
    });
    let region = &mut after.region;
    let by_old_code = found.is_some_and(|found| found.former.iter().any(|former| former.code == code));
    if !code.is_empty() && !by_old_code {
        region.code = code;
    }
    if !row.get("code_kind").is_empty() && !by_old_code {
        row.get("code_kind").clone_into(&mut region.code_kind);
    }
    row.get("country").clone_into(&mut region.country);
    names(row, &mut region.names);
    if let Some(commissions) = row.cell("commissions") {
        region.commissions = commissions.split_whitespace().map(str::to_owned).collect();
        region.commissions.sort();
        region.commissions.dedup();
    }
    if let Some(partnership) = Partnership::from_code(row.get("partnership")) {
        region.partnership = partnership;
    }
    if row.cell("former_codes").is_some() && !by_old_code {
        after.former = former;
    }
    // A code that the region has now and loses is kept, whatever the file says of former ones.
    if let Some(lost) = found.filter(|found| found.region.code != after.region.code)
        && !after.former.iter().any(|former| former.code == lost.region.code)
    {
        let (code, kind) = (lost.region.code.clone(), lost.region.code_kind.clone());
        after.former.push(FormerCode { code, kind, from: None, to: None });
    }
    after.former.retain(|former| former.code != after.region.code || former.kind != after.region.code_kind);
    after.former.sort();
    after.former.dedup_by(|a, b| a.code == b.code && a.kind == b.kind);
    after
}

fn item(line: u64, found: Option<&Standing>, after: Standing) -> Item<Standing> {
    let texts = |standing: &Standing| {
        let region = &standing.region;
        let mut texts = vec![
            ("code".to_owned(), region.code.clone()),
            ("code_kind".to_owned(), region.code_kind.clone()),
            ("country".to_owned(), region.country.clone()),
            ("commissions".to_owned(), region.commissions.join(" ")),
            ("partnership".to_owned(), region.partnership.code().to_owned()),
            ("former_codes".to_owned(), write_former(&standing.former)),
        ];
        texts.extend(region.names.iter().map(|(language, name)| (format!("{}{language}", super::NAME), name.clone())));
        texts
    };
    let changes = Change::between(&found.map(texts).unwrap_or_default(), &texts(&after));
    let (key, name) = (after.region.code.clone(), after.region.name(OWN_NAME).to_owned());
    Item { line, fate: fate(found.is_some(), &changes), key, name, changes, after }
}

/// Codes that two regions would have once the file was applied.
fn taken(items: &[Item<Standing>], standing: &[Standing], problems: &mut Vec<Problem>) {
    let touched: HashSet<RegionId> = items.iter().map(|item| item.after.region.id).collect();
    let others = standing.iter().filter(|other| !touched.contains(&other.region.id));
    let others: HashSet<&str> = others.map(|other| other.region.code.as_str()).collect();
    let mut own: HashMap<&str, u64> = HashMap::new();
    for item in items.iter().filter(|item| item.fate != Fate::Same) {
        let code = item.after.region.code.as_str();
        let kind = match own.insert(code, item.line) {
            Some(first) => Some(ProblemKind::Doubled { first }),
            None => others.contains(code).then(|| ProblemKind::Taken(code.to_owned())),
        };
        if let Some(kind) = kind {
            problems.push(Problem { line: item.line, column: None, kind });
        }
    }
}
