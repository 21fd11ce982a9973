//! Names of rows: what they may look like, and that each stands once in the whole questionnaire.

use std::collections::BTreeMap;

use super::{
    code::Code,
    nearest::Suggestions,
    origins::Origin,
    problem::{Place, Problem},
};

/// The longest name; paths to answers take no longer one.
pub const LONGEST_NAME: usize = 200;

/// Names that the field keeps for itself: `meta` holds what a form says about its own filling in.
const RESERVED: [&str; 1] = ["meta"];

/// Every name of the survey sheet, with its cell.
#[derive(Debug, Default)]
pub(super) struct Names {
    places: BTreeMap<String, Place>,
    folded: BTreeMap<String, String>,
    suggestions: Suggestions,
}

impl Names {
    /// Takes the name of a row, and says what is wrong with it. What is wrong in shape is taken all the same, so that
    /// references to it are not reported as well.
    pub fn take(&mut self, origin: &Origin) -> Option<Problem> {
        let name = origin.text.as_str();
        if let Some(first) = self.places.get(name) {
            let problem = Problem::in_cell(origin, Code::DuplicateName, &[name], None);
            return Some(problem.clashing(first.clone()));
        }
        self.places.insert(name.to_owned(), origin.place.clone());
        if let Some(span) = invalid_part(name) {
            return Some(Problem::in_cell(origin, Code::InvalidName, &[name], Some(span)).suggesting(repaired(name)));
        }
        if RESERVED.contains(&name) {
            return Some(Problem::in_cell(origin, Code::ReservedName, &[name], None));
        }
        let twin = self.folded.insert(name.to_lowercase(), name.to_owned())?;
        let problem = Problem::in_cell(origin, Code::NamesDifferByCase, &[name, &twin], None);
        Some(match self.places.get(&twin) {
            Some(place) => problem.clashing(place.clone()),
            None => problem,
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    pub fn suggest(&self, name: &str) -> Option<String> {
        self.suggestions.nearest(name, self.places.keys().map(String::as_str))
    }
}

/// Does it look like a name?
#[must_use]
pub fn is_name(text: &str) -> bool {
    invalid_part(text).is_none()
}

/// The first part of a name that may not be there, in bytes.
fn invalid_part(name: &str) -> Option<std::ops::Range<usize>> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Some(0..name.len());
    }
    let allowed = |index: usize, c: char| {
        let first = c.is_alphabetic() || c == '_';
        let later = c.is_alphanumeric() || matches!(c, '-' | '.' | '·') || ('\u{300}'..='\u{36f}').contains(&c);
        first || (index > 0 && later)
    };
    let (index, bad) = name.char_indices().find(|(index, c)| !allowed(*index, *c))?;
    Some(index..index + bad.len_utf8())
}

/// The name with `_` where something may not be.
fn repaired(name: &str) -> Option<String> {
    let mut repaired: String =
        name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' }).collect();
    if !repaired.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        repaired.insert(0, '_');
    }
    is_name(&repaired).then_some(repaired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_with_a_letter_and_have_no_spaces() {
        for name in ["a", "_a", "a-1", "a.b", "Ünïcode", "الاسم", "a9"] {
            assert!(is_name(name), "{name}");
        }
        for (name, repair) in [("1a", "_1a"), ("a b", "a_b"), ("a/b", "a_b"), ("-a", "_-a"), ("a:b", "a_b")] {
            assert!(!is_name(name), "{name}");
            assert_eq!(repaired(name).as_deref(), Some(repair));
        }
        assert!(!is_name(&"a".repeat(LONGEST_NAME + 1)));
    }
}
