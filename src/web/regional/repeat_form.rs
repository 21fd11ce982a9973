//! The entries that a repeat's page offers, and its form read as the region's list: which, in which order, merged how.

use std::collections::BTreeSet;

use crate::{
    fieldwork::consolidation::{
        desk::Matter,
        entries::{Double, Entry, doubles, merged},
    },
    operations::regional::Regional,
    questionnaire::input::Fields,
};

/// An entry on offer.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Names its fields: `own-2`, or the response and the entry's number.
    pub id: String,
    pub entry: Entry,
    /// Its number where it is the region's already.
    pub own: Option<u32>,
    /// Taken unless somebody says otherwise.
    pub is_taken: bool,
}

/// What is to be done with two entries that may be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Both,
    First,
    Second,
    Merge,
}

/// What is wrong with the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// No whole number above zero.
    Order { item: String },
    /// Both are taken, and nobody said whether they are the same.
    Undecided { pair: String },
}

impl Choice {
    pub(super) const ALL: [Self; 4] = [Self::Merge, Self::First, Self::Second, Self::Both];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::First => "first",
            Self::Second => "second",
            Self::Merge => "merge",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }
}

/// The region's entries, then those of departments that it has not.
pub(super) fn items(regional: &Regional, matter: &Matter) -> Vec<Item> {
    let own = regional.entries(&matter.path);
    let keys = regional.answers.entries(&matter.path);
    let mut items: Vec<Item> = own
        .iter()
        .zip(keys)
        .map(|(entry, key)| Item { id: format!("own-{key}"), entry: entry.clone(), own: Some(*key), is_taken: true })
        .collect();
    let is_new = matter.decision.is_none();
    for entry in &matter.entries {
        let Some(origin) = entry.origins.first() else { continue };
        let changed = matter.changed.iter().any(|changed| changed.response == origin.response);
        let has_it = own.iter().any(|one| one.origins.contains(origin) && (!changed || one.rows == entry.rows));
        if !has_it {
            let id = format!("{}-{}", origin.response, origin.entry);
            items.push(Item { id, entry: entry.clone(), own: None, is_taken: is_new });
        }
    }
    items
}

/// The pairs that may be the same. An entry that a department changed since is not its own double.
pub(super) fn pairs(regional: &Regional, matter: &Matter, items: &[Item]) -> Vec<Double> {
    let entries: Vec<Entry> = items.iter().map(|item| item.entry.clone()).collect();
    doubles(&regional.questionnaire, matter.slot, &entries)
}

/// The name of a pair in fields.
pub(super) fn pair_id(items: &[Item], double: &Double) -> String {
    let id = |place: usize| items.get(place).map(|item| item.id.as_str()).unwrap_or_default();
    format!("{}+{}", id(double.first), id(double.second))
}

pub(super) fn is_taken(fields: &Fields, item: &Item) -> bool {
    fields.first(&format!("take:{}", item.id)).is_some()
}

/// What was chosen for a pair. Both were kept before where both are the region's already.
pub(super) fn choice(fields: &Fields, items: &[Item], double: &Double) -> Option<Choice> {
    let sent = fields.first(&format!("double:{}", pair_id(items, double))).and_then(Choice::from_code);
    let is_own = |place: usize| items.get(place).is_some_and(|item| item.own.is_some());
    sent.or_else(|| (is_own(double.first) && is_own(double.second)).then_some(Choice::Both))
}

/// The region's list.
pub(super) fn read(items: &[Item], doubles: &[Double], fields: &Fields) -> Result<Vec<Entry>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut taken: Vec<Option<(u32, Entry)>> = Vec::new();
    for (place, item) in (1..).zip(items) {
        let order = fields.first(&format!("order:{}", item.id)).filter(|text| !text.is_empty());
        let order = match order.map(str::parse::<u32>) {
            None => place,
            Some(Ok(order)) if order > 0 => order,
            Some(_) => {
                problems.push(Problem::Order { item: item.id.clone() });
                place
            }
        };
        taken.push(is_taken(fields, item).then(|| (order, item.entry.clone())));
    }
    // An entry that was merged into another is found there by later pairs.
    let mut home: Vec<usize> = (0..items.len()).collect();
    for double in doubles {
        let at = |place: usize| home.get(place).copied().unwrap_or(place);
        let (first, second) = (at(double.first), at(double.second));
        let one = taken.get(first).cloned().flatten();
        let other = taken.get(second).cloned().flatten();
        let (Some((order, one)), Some((later, other))) = (one, other) else { continue };
        if first == second {
            continue;
        }
        let kept = match choice(fields, items, double) {
            None => {
                problems.push(Problem::Undecided { pair: pair_id(items, double) });
                continue;
            }
            Some(Choice::Both) => continue,
            Some(Choice::First) => one,
            Some(Choice::Second) => other,
            Some(Choice::Merge) => {
                let pair = pair_id(items, double);
                merged(&one, &other, &|name| fields.first(&format!("from:{pair}:{name}")) == Some("second"))
            }
        };
        if let Some(place) = taken.get_mut(first) {
            *place = Some((order.min(later), kept));
        }
        if let Some(place) = taken.get_mut(second) {
            *place = None;
        }
        for place in home.iter_mut().filter(|place| **place == second) {
            *place = first;
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut entries: Vec<(u32, Entry)> = taken.into_iter().flatten().collect();
    entries.sort_by_key(|(order, _)| *order);
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// The questions of which two entries say different things, by name.
pub(super) fn differing(one: &Entry, other: &Entry) -> BTreeSet<String> {
    let name = |rest: &String| rest.split('/').next().unwrap_or(rest).to_owned();
    let of = |entry: &Entry, wanted: &str| -> Vec<(String, serde_json::Value)> {
        let own = entry.rows.iter().filter(|(rest, _)| name(rest) == wanted);
        own.map(|(rest, value)| (rest.clone(), value.clone())).collect()
    };
    let names: BTreeSet<String> = one.rows.keys().chain(other.rows.keys()).map(name).collect();
    let differs = |wanted: &String| {
        let (one, other) = (of(one, wanted), of(other, wanted));
        !one.is_empty() && !other.is_empty() && one != other
    };
    names.into_iter().filter(differs).collect()
}
