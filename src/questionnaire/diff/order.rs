//! Which rows changed places: the fewest that have to move for the others to stand in their order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The rows that stand in the same container in both versions, but in another order.
pub(super) fn moved_among<'a>(
    before: &BTreeMap<Vec<String>, Vec<&str>>,
    after: &BTreeMap<Vec<String>, Vec<&'a str>>,
) -> BTreeSet<&'a str> {
    let mut moved = BTreeSet::new();
    for (container, names) in after {
        let earlier = before.get(container).map_or(&[][..], Vec::as_slice);
        moved.extend(out_of_order(earlier, names));
    }
    moved
}

/// What has to move of `after`, among what both hold, for the rest to be in the order of `before`.
pub(super) fn out_of_order<'a>(before: &[&str], after: &[&'a str]) -> Vec<&'a str> {
    let places: HashMap<&str, usize> = before.iter().enumerate().map(|(place, name)| (*name, place)).collect();
    let common: Vec<(&str, usize)> = after.iter().filter_map(|name| Some((*name, *places.get(name)?))).collect();
    let kept = longest_rise(&common.iter().map(|(_, place)| *place).collect::<Vec<_>>());
    common.iter().enumerate().filter(|(index, _)| !kept.contains(index)).map(|(_, (name, _))| *name).collect()
}

/// The indices of a longest strictly rising subsequence.
fn longest_rise(numbers: &[usize]) -> BTreeSet<usize> {
    // The index of the smallest end of a rise of each length, and what comes before each number in its rise.
    let mut ends: Vec<usize> = Vec::new();
    let mut earlier: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers.get(*end).is_some_and(|last| last < number));
        earlier.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    std::iter::successors(ends.last().copied(), |index| earlier.get(*index).copied().flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_rows_move() {
        for (before, after, moved) in [
            ("a b c d", "a b c d", ""),
            ("a b c d", "d a b c", "d"),
            ("a b c d", "b c d a", "a"),
            ("a b c d", "a x c", ""),
            ("a b c d e", "a d b c e", "d"),
            ("a b", "b a", "b"),
            ("", "a", ""),
        ] {
            let words = |text: &'static str| text.split_whitespace().collect::<Vec<_>>();
            assert_eq!(out_of_order(&words(before), &words(after)), words(moved), "{before} → {after}");
        }
    }
}
