//! Whom a round asks: groups of regions, put together without doubles. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ids::RegionId,
    region::{Partnership, Region},
};

/// Regions that are asked together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Every region; organisations, which have no territory to answer for, are asked by a group of their own.
    All,
    Commission(String),
    Country(String),
    Partnership(&'static str),
}

/// A code that names no region, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown(pub String);

impl Group {
    /// The code in forms.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Commission(code) => format!("commission:{code}"),
            Self::Country(code) => format!("country:{code}"),
            Self::Partnership(code) => format!("partnership:{code}"),
        }
    }

    /// Does the region belong to it?
    #[must_use]
    pub fn holds(&self, region: &Region) -> bool {
        match self {
            Self::All => region.partnership != Partnership::Organisation,
            Self::Commission(code) => region.commissions.contains(code),
            Self::Country(code) => region.country == *code,
            Self::Partnership(code) => region.partnership.code() == *code,
        }
    }
}

/// Every group that these regions fall into with the number of its regions: all of them, then by commission, country
/// and partnership.
#[must_use]
pub fn groups(regions: &[Region]) -> Vec<(Group, usize)> {
    let mut counts: BTreeMap<Group, usize> = BTreeMap::new();
    for region in regions {
        let commissions =
            region.commissions.iter().cloned().collect::<BTreeSet<_>>().into_iter().map(Group::Commission);
        let others = [Group::Country(region.country.clone()), Group::Partnership(region.partnership.code())];
        let own = [Group::All].into_iter().chain(commissions).chain(others);
        for group in own.filter(|group| group.holds(region)) {
            *counts.entry(group).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}

/// The regions of these groups and those with these codes, each once, in the order of their codes.
///
/// # Errors
/// The codes that name no region, in the order in which they were typed.
pub fn select(regions: &[Region], chosen: &BTreeSet<String>, codes: &str) -> Result<Vec<RegionId>, Vec<Unknown>> {
    let known: BTreeSet<String> = regions.iter().map(|region| region.code.to_lowercase()).collect();
    let separates = |c: char| c.is_whitespace() || c == ',' || c == ';';
    let typed: Vec<&str> = codes.split(separates).filter(|code| !code.is_empty()).collect();
    let mut unknown: Vec<Unknown> = Vec::new();
    for code in typed.iter().filter(|code| !known.contains(&code.to_lowercase())) {
        let told = Unknown((*code).to_owned());
        if !unknown.contains(&told) {
            unknown.push(told);
        }
    }
    let groups = groups(regions);
    let offered: BTreeSet<String> = groups.iter().map(|(group, _)| group.code()).collect();
    unknown.extend(chosen.difference(&offered).cloned().map(Unknown));
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let wanted: Vec<Group> =
        groups.into_iter().map(|(group, _)| group).filter(|group| chosen.contains(&group.code())).collect();
    let named: BTreeSet<String> = typed.into_iter().map(str::to_lowercase).collect();
    let is_chosen = |region: &&Region| {
        named.contains(&region.code.to_lowercase()) || wanted.iter().any(|group| group.holds(region))
    };
    let found: BTreeMap<&str, RegionId> =
        regions.iter().filter(is_chosen).map(|region| (region.code.as_str(), region.id)).collect();
    Ok(found.into_values().collect())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn region(number: u128, code: &str, country: &str, commissions: &[&str], partnership: Partnership) -> Region {
        Region {
            id: RegionId(Uuid::from_u128(number)),
            code: code.into(),
            code_kind: "NUTS2".into(),
            country: country.into(),
            names: BTreeMap::new(),
            commissions: commissions.iter().map(|code| (*code).to_owned()).collect(),
            partnership,
        }
    }

    fn registry() -> Vec<Region> {
        vec![
            region(1, "ES61", "ES", &["ATL", "MED"], Partnership::Member),
            region(2, "ES21", "ES", &["ATL"], Partnership::Full),
            region(3, "FRH0", "FR", &["ATL", "ATL"], Partnership::Member),
            region(4, "EL30", "EL", &["MED"], Partnership::Associated),
            region(5, "ORG-a", "BE", &[], Partnership::Organisation),
        ]
    }

    #[test]
    fn groups_are_counted() {
        let counted: Vec<String> =
            groups(&registry()).iter().map(|(group, count)| format!("{} {count}", group.code())).collect();
        let expected = [
            "all 4",
            "commission:ATL 3",
            "commission:MED 2",
            "country:BE 1",
            "country:EL 1",
            "country:ES 2",
            "country:FR 1",
            "partnership:associated 1",
            "partnership:full 1",
            "partnership:member 2",
            "partnership:organisation 1",
        ];
        assert_eq!(counted, expected);
    }

    #[test]
    fn groups_and_codes_come_together_without_doubles() {
        for (groups, codes, expected) in [
            (&[][..], "", &[][..]),
            (&["all"], "", &["EL30", "ES21", "ES61", "FRH0"]),
            (&["all", "country:ES"], "ES61 ES61", &["EL30", "ES21", "ES61", "FRH0"]),
            (&["commission:MED"], "", &["EL30", "ES61"]),
            (&["country:FR", "partnership:full"], "", &["ES21", "FRH0"]),
            (&[], "es61, FRH0;\n ES61\r\norg-A", &["ES61", "FRH0", "ORG-a"]),
            (&["partnership:organisation"], "ES61", &["ES61", "ORG-a"]),
        ] {
            let regions = registry();
            let chosen = groups.iter().map(|code| (*code).to_owned()).collect();
            let codes_of = |ids: Vec<RegionId>| -> Vec<String> {
                ids.iter().map(|id| regions.iter().find(|region| region.id == *id).unwrap().code.clone()).collect()
            };
            let found = select(&regions, &chosen, codes).map(codes_of);
            assert_eq!(found, Ok(expected.iter().map(|code| (*code).to_owned()).collect()), "{groups:?} {codes}");
        }
    }

    #[test]
    fn every_unknown_name_is_told_once() {
        let chosen = ["country:XX".to_owned(), "all".to_owned()].into();
        let unknown = select(&registry(), &chosen, "ZZ9 ES61 ZZ9 =cmd()").unwrap_err();
        assert_eq!(unknown, ["ZZ9", "=cmd()", "country:XX"].map(|code| Unknown(code.to_owned())));
    }
}
