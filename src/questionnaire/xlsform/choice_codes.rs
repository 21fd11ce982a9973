//! The codes of choice lists, as rules compare with them.

use std::collections::{BTreeMap, BTreeSet};

use crate::questionnaire::definition::ChoiceList;

/// The codes of a list, and as which numbers they read.
#[derive(Debug)]
pub(super) struct Codes<'a> {
    pub list: &'a ChoiceList,
    known: BTreeSet<String>,
    numbers: usize,
}

/// The codes of every list that has choices: one without stands for a file that is still to come.
pub(super) fn of_all(lists: &[ChoiceList]) -> BTreeMap<&str, Codes<'_>> {
    let filled = lists.iter().filter(|list| !list.choices.is_empty());
    filled.map(|list| (list.name.as_str(), Codes::of(list))).collect()
}

impl<'a> Codes<'a> {
    fn of(list: &'a ChoiceList) -> Self {
        let names = || list.choices.iter().map(|choice| choice.name.as_str());
        let numbers = names().filter(|name| name.parse::<f64>().is_ok()).count();
        Self { list, known: names().map(str::to_owned).chain(names().map(number)).collect(), numbers }
    }

    /// Is it one of them, as text or as a number?
    pub fn has(&self, text: &str) -> bool {
        self.known.contains(text) || self.known.contains(&number(text))
    }

    /// Can none of them be computed with?
    pub fn has_no_number(&self) -> bool {
        self.numbers == 0
    }

    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.list.choices.iter().map(|choice| choice.name.as_str())
    }
}

/// `1` for `1.0` and `01`, because numbers are compared as numbers; other text stays.
fn number(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| number.to_string())
}
