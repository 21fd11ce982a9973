//! Groups are sections; loose rows gather between them.

use super::*;
use crate::questionnaire::{
    definition::QuestionType,
    fixtures::{definition, group, question, repeat, row_mut},
};

#[test]
fn loose_rows_between_groups_form_sections() {
    let text = |name: &str| question(name, QuestionType::Text);
    let sum = |name: &str| {
        let mut item = question(name, QuestionType::Calculate);
        row_mut(&mut item).label = Text::default();
        item
    };
    type Case = (Vec<Item>, Vec<(&'static str, Vec<&'static str>)>);
    let cases: Vec<Case> = vec![
        (vec![], vec![]),
        (vec![sum("x")], vec![]),
        (vec![text("a"), text("b")], vec![("a", vec!["a", "b"])]),
        (vec![group("g", vec![text("a")]), group("h", vec![])], vec![("g", vec!["g"]), ("h", vec!["h"])]),
        (
            vec![text("a"), group("g", vec![]), question("n", QuestionType::Note), sum("x"), repeat("r", vec![])],
            vec![("a", vec!["a"]), ("g", vec!["g"]), ("n", vec!["n", "r"])],
        ),
        (vec![text("a"), sum("x"), text("b")], vec![("a", vec!["a", "b"])]),
    ];
    for (items, expected) in cases {
        let found = sections(&definition(&[], items));
        let seen: Vec<(&str, Vec<&str>)> = found
            .iter()
            .map(|section| (section.name.as_str(), section.rows.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(seen, expected);
        assert!(found.iter().all(|section| section.title.is_empty() == (section.name == "a" || section.name == "n")));
    }
}
