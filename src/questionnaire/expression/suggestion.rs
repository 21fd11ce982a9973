//! Did you mean: the nearest name that exists.

/// The candidate that is nearest to `name`, if any is near.
pub(super) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let wanted: Vec<char> = name.to_lowercase().chars().take(100).collect();
    let furthest = (wanted.len() / 3).clamp(1, 4);
    candidates
        .filter(|candidate| !candidate.is_empty() && candidate.len().abs_diff(name.len()) <= 8)
        .map(|candidate| (distance(&wanted, candidate), candidate))
        .filter(|(distance, _)| *distance <= furthest)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.to_owned())
}

/// Letters added, dropped or changed between the two.
fn distance(wanted: &[char], candidate: &str) -> usize {
    let mut row: Vec<usize> = (0..=wanted.len()).collect();
    for (index, letter) in candidate.to_lowercase().chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(index + 1);
        for ((pair, other), left) in row.windows(2).zip(wanted).zip(0..) {
            let [diagonal, above] = pair else { continue };
            let before: usize = next.get(left).copied().unwrap_or(usize::MAX - 1);
            next.push((diagonal + usize::from(*other != letter)).min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested() {
        let names = ["region", "reference_year", "selected", "age"];
        for (name, expected) in [
            ("regoin", Some("region")),
            ("Region", Some("region")),
            ("reference_yaer", Some("reference_year")),
            ("slected", Some("selected")),
            ("sex", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, names.into_iter()).as_deref(), expected, "{name}");
        }
    }
}
