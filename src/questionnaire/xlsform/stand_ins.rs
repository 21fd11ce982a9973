//! Stand-ins for questions that rules refer to and that could not be read, so that what else is wrong is found at once.

use std::collections::BTreeSet;

use super::{names::Names, other};
use crate::questionnaire::definition::{Definition, Item, Question, QuestionType, Row};

/// The definition with a hidden question for each name that is taken or referred to and has no row.
pub(super) fn complete(definition: &Definition, names: &Names, missing: BTreeSet<String>) -> Definition {
    let mut read = BTreeSet::new();
    collect(&definition.items, &mut read);
    let wanted: BTreeSet<String> = missing.into_iter().chain(names.all().map(str::to_owned)).collect();
    let lacking = wanted.into_iter().filter(|name| !read.contains(name.as_str()));
    let stand_in = |name: String| {
        let row = Row { name, ..Row::default() };
        Item::Question(Box::new(Question { row, kind: QuestionType::Hidden, ..other::follow_up("", &[]) }))
    };
    let mut definition = definition.clone();
    let stand_ins: Vec<Item> = lacking.map(stand_in).collect();
    definition.items.extend(stand_ins);
    definition
}

fn collect(items: &[Item], names: &mut BTreeSet<String>) {
    for item in items {
        names.insert(item.row().name.clone());
        collect(item.items(), names);
    }
}
