//! Whom the demonstration asks, and how far each of them has come. Pure, and the same every time.

use crate::fieldwork::region::Region;

/// The regions: several countries, and every geographical commission. The first is the one with a coordinator.
pub const REGIONS: [&str; 20] = [
    "ES61", "EL30", "PT20", "ES21", "FRH0", "FRL0", "FRM0", "ITC3", "ITG1", "ES51", "PT16", "IE05", "NL33", "NO0A2",
    "SE232", "FI1C1", "RO223", "BG331", "DE9", "EL43",
];

/// Departments of a region.
pub const DEPARTMENTS: usize = 4;

/// The person who signs in as a respondent, and who has not begun.
pub const RESPONDENT: &str = "respondent@periplus.example";

/// How far a response has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Unopened,
    /// Some sections are answered.
    Begun,
    /// Every question is answered; only the button is left.
    Ready,
    Submitted,
}

/// One department, who is asked for it, and how far that person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The region's code.
    pub region: &'static str,
    /// A department type's code.
    pub kind: String,
    pub email: String,
    pub stage: Stage,
    /// What its answers are made from.
    pub seed: u64,
}

/// The plan over these department types, in the order of [`REGIONS`].
#[must_use]
pub fn plan(kinds: &[String]) -> Vec<Planned> {
    let mut planned = Vec::new();
    for (region_index, region) in REGIONS.into_iter().enumerate() {
        // Each region begins with international relations, which every region has; the others take turns.
        let others = kinds.iter().skip(1).cycle().skip(region_index * (DEPARTMENTS - 1)).take(DEPARTMENTS - 1);
        for kind in kinds.first().into_iter().chain(others) {
            let index = planned.len();
            let email = match index {
                0 => RESPONDENT.to_owned(),
                _ => format!("dept-{region}-{kind}@periplus.example").to_lowercase(),
            };
            let seed = u64::try_from(index).unwrap_or_default() + 1;
            planned.push(Planned { region, kind: kind.clone(), email, stage: stage(index), seed });
        }
    }
    planned
}

/// The language in which somebody in the region is written to.
#[must_use]
pub fn language_of(region: &Region) -> &'static str {
    match region.country.as_str() {
        "FR" => "fr",
        "ES" => "es",
        _ => "en",
    }
}

/// Of ten, six have submitted, two have begun, one is ready and one has not opened the link.
fn stage(index: usize) -> Stage {
    if index == 0 {
        return Stage::Unopened;
    }
    // A stride that shares no factor with ten, so that every region has a mixture.
    match index * 7 % 10 {
        0..=5 => Stage::Submitted,
        6 | 7 => Stage::Begun,
        8 => Stage::Ready,
        _ => Stage::Unopened,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn six_of_ten_have_submitted_and_nobody_is_asked_twice() {
        let kinds = ["INT", "DEV", "SOC", "EMP", "EDU", "HEA"].map(str::to_owned);
        let planned = plan(&kinds);
        assert_eq!(planned.len(), REGIONS.len() * DEPARTMENTS);
        let count = |stage| planned.iter().filter(|one| one.stage == stage).count();
        assert_eq!(
            [Stage::Submitted, Stage::Begun, Stage::Ready, Stage::Unopened].map(count),
            [47, 16, 8, 9],
            "of {}",
            planned.len()
        );
        let emails: BTreeSet<&str> = planned.iter().map(|one| one.email.as_str()).collect();
        assert_eq!(emails.len(), planned.len());
        assert_eq!(planned[0].email, RESPONDENT);
        assert_eq!((planned[0].region, planned[0].stage), ("ES61", Stage::Unopened));
    }
}
