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

/// What absolute paths begin with: no repeat may be called so.
const ROOT: &str = "data";

/// Every name of the survey sheet, with its cell.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeMap<String, Taken>,
    /// Names that rows of several groups have, with the second of them.
    ambiguous: BTreeMap<String, Place>,
    folded: BTreeMap<String, String>,
    suggestions: Suggestions,
}

/// Where a name stands.
#[derive(Debug)]
struct Taken {
    place: Place,
    parent: String,
    is_repeat: bool,
}

/// What surrounds a row that wants a name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Surroundings<'a> {
    /// The name of the group or repeat around it.
    pub parent: &'a str,
    pub is_repeat: bool,
}

impl Names {
    /// Takes the name of a row; gives the name that it gets, and says what is wrong. What is wrong in shape is taken
    /// all the same, so that references to it are not reported as well.
    pub fn take(&mut self, origin: &Origin, around: Surroundings<'_>) -> (String, Option<Problem>) {
        let name = origin.text.as_str();
        if let Some(first) = self.taken.get(name) {
            // The field lets groups have rows of the same name, but no two repeats.
            if first.parent == around.parent || (first.is_repeat && around.is_repeat) || RESERVED.contains(&name) {
                let problem = Problem::in_cell(origin, Code::DuplicateName, &[name], None);
                return (name.to_owned(), Some(problem.clashing(first.place.clone())));
            }
            let clash = first.place.clone();
            let new = self.free_name(around.parent, name);
            let problem = Problem::in_cell(origin, Code::RenamedRow, &[name, &new], None).clashing(clash);
            self.ambiguous.entry(name.to_owned()).or_insert_with(|| origin.place.clone());
            self.insert(&new, origin, around);
            return (new, Some(problem));
        }
        self.insert(name, origin, around);
        (name.to_owned(), self.complaint(origin, around))
    }

    fn complaint(&mut self, origin: &Origin, around: Surroundings<'_>) -> Option<Problem> {
        let name = origin.text.as_str();
        if let Some(span) = invalid_part(name) {
            return Some(Problem::in_cell(origin, Code::InvalidName, &[name], Some(span)).suggesting(repaired(name)));
        }
        if RESERVED.contains(&name) || (around.is_repeat && name == ROOT) {
            return Some(Problem::in_cell(origin, Code::ReservedName, &[name], None));
        }
        let twin = self.folded.insert(name.to_lowercase(), name.to_owned())?;
        let problem = Problem::in_cell(origin, Code::NamesDifferByCase, &[name, &twin], None);
        Some(match self.taken.get(&twin) {
            Some(taken) => problem.clashing(taken.place.clone()),
            None => problem,
        })
    }

    fn insert(&mut self, name: &str, origin: &Origin, around: Surroundings<'_>) {
        let taken =
            Taken { place: origin.place.clone(), parent: around.parent.to_owned(), is_repeat: around.is_repeat };
        self.taken.insert(name.to_owned(), taken);
    }

    /// The name with that of its group before it, and a number where that is taken too.
    fn free_name(&self, parent: &str, name: &str) -> String {
        let plain = if parent.is_empty() { format!("{name}_2") } else { format!("{parent}_{name}") };
        let numbered = (2_usize..).map(|number| format!("{plain}_{number}"));
        std::iter::once(plain.clone()).chain(numbered).find(|name| !self.has(name)).unwrap_or(plain)
    }

    /// Another row with this name, where references cannot tell which is meant.
    pub fn ambiguous(&self, name: &str) -> Option<&Place> {
        self.ambiguous.get(name)
    }

    /// Is it the name of a repeat?
    pub fn is_repeat(&self, name: &str) -> bool {
        self.taken.get(name).is_some_and(|taken| taken.is_repeat)
    }

    /// Every name.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.taken.keys().map(String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.taken.contains_key(name)
    }

    pub fn suggest(&self, name: &str) -> Option<String> {
        self.suggestions.nearest(name, self.all())
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
