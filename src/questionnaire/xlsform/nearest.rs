//! Did you mean…: the known word that is nearest to one that is not known.

use std::cell::Cell;

/// How many comparisons a workbook is worth; whoever has more slips than that starts with the first ones.
const MOST_COMPARISONS: usize = 200_000;

/// Finds nearest words as long as that takes a bearable time, however many questions and slips a workbook has.
#[derive(Debug)]
pub(super) struct Suggestions {
    left: Cell<usize>,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { left: Cell::new(MOST_COMPARISONS) }
    }
}

impl Suggestions {
    /// The nearest word, or nothing once the time is used up.
    pub fn nearest<'a>(&self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let left = self.left.get();
        let mut compared = 0;
        let counted = known.into_iter().take(left).inspect(|_| compared += 1);
        let found = nearest(word, counted).map(str::to_owned);
        self.left.set(left - compared);
        found
    }
}

/// The nearest of `known` within a third of the word's length (at least one slip); `None` where two are equally near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(word);
    let most = (wanted.len() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for candidate in known {
        let folded = fold(candidate);
        if wanted.len().abs_diff(folded.len()) > most || candidate == word {
            continue;
        }
        let slips = distance(&wanted, &folded);
        if slips > most || slips >= folded.len() {
            continue;
        }
        match best {
            Some((least, known)) if least == slips => tied |= known != candidate,
            Some((least, _)) if least < slips => {}
            _ => {
                best = Some((slips, candidate));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, candidate)| candidate)
}

/// Case, hyphens and spaces are not slips.
fn fold(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).map(|c| if matches!(c, ' ' | '-') { '_' } else { c }).take(100).collect()
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut least = (at(&above, j) + usize::from(x != y)).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && Some(x) == b.get(j.wrapping_sub(1)) && a.get(i.wrapping_sub(1)) == Some(y);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_or_none() {
        let known = ["label", "hint", "relevant", "name", "choice_filter"];
        for (word, expected) in [
            ("lable", Some("label")),
            ("labels", Some("label")),
            ("relevent", Some("relevant")),
            ("choice filter", Some("choice_filter")),
            ("choicefilter", Some("choice_filter")),
            ("nane", Some("name")),
            ("colour", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
        assert_eq!(nearest("q3", ["q1", "q2"]), None, "two are equally near");
    }
}
