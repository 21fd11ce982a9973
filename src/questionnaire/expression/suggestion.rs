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

/// Letters added, dropped, changed, or swapped with their neighbour, between the two.
fn distance(wanted: &[char], candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.to_lowercase().chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=wanted.len()).collect()];
    let at = |rows: &[Vec<usize>], row: usize, column: usize| {
        rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(usize::MAX - 1)
    };
    for (above, letter) in candidate.iter().enumerate() {
        rows.push(vec![above + 1]);
        for (left, other) in wanted.iter().enumerate() {
            let changed = at(&rows, above, left) + usize::from(letter != other);
            let one_more = at(&rows, above, left + 1).min(at(&rows, above + 1, left)) + 1;
            let swaps = above > 0 && left > 0 && wanted.get(left - 1) == Some(letter);
            let swapped = if swaps && candidate.get(above - 1) == Some(other) {
                at(&rows, above - 1, left - 1) + 1
            } else {
                usize::MAX
            };
            let best = changed.min(one_more).min(swapped);
            rows.last_mut().into_iter().for_each(|row| row.push(best));
        }
    }
    at(&rows, candidate.len(), wanted.len())
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
            ("aeg", Some("age")),
            ("sex", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, names.into_iter()).as_deref(), expected, "{name}");
        }
    }
}
