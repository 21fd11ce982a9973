//! What keeps a definition from being published, and in which order rules are computed.

use super::*;
use crate::questionnaire::{
    definition::Item,
    fixtures::{compiled, definition, group, list, question, row_mut},
};

fn with(item: Item, change: impl FnOnce(&mut Question)) -> Item {
    let Item::Question(mut question) = item else { return item };
    change(&mut question);
    Item::Question(question)
}

fn relevant(mut item: Item, rule: &str) -> Item {
    row_mut(&mut item).relevant = rule.to_owned();
    item
}

fn found(items: Vec<Item>) -> Vec<String> {
    let findings =
        compile(definition(&[list("some", &["a", "b"]), list("none", &[])], items)).err().unwrap_or_default();
    let name = |finding: &Finding| match finding {
        Finding::Rule { row, column, .. } => format!("{row}: {}", column.header()),
        Finding::EmptyList { row, list } => format!("{row}: no choices in {list}"),
        Finding::NotInRepeat { row, name } => format!("{row}: {name} is in no repeat"),
        Finding::UnknownInWording { row, name } => format!("{row}: {name} in wording"),
        Finding::Cycle { names, column } => format!("{} by {}", names.join(" "), column.header()),
    };
    findings.iter().map(name).collect()
}

#[test]
fn every_broken_rule_is_found_at_once() {
    let text = |name: &str| question(name, QuestionType::Text);
    let broken = "${missing} = 1";
    let one = |name: &str, list: &str| question(name, QuestionType::SelectOne(list.to_owned()));
    let items = vec![
        relevant(text("a"), broken),
        with(text("b"), |question| question.required = broken.to_owned()),
        with(text("c"), |question| question.constraint = "(".to_owned()),
        with(text("d"), |question| question.calculation = "foo()".to_owned()),
        with(one("e", "some"), |question| question.choice_filter = "colour = 1".to_owned()),
        with(text("f"), |question| question.default = broken.to_owned()),
        with(text("g"), |question| question.read_only = broken.to_owned()),
        one("h", "none"),
        one("i", "unheard_of"),
        with(text("j"), |question| question.required = "yes".to_owned()),
        with(text("k"), |question| question.default = "plain (text)".to_owned()),
        with(one("l", "some"), |question| question.choice_filter = "name != ${a}".to_owned()),
    ];
    let expected = [
        "a: relevant",
        "b: required",
        "c: constraint",
        "d: calculation",
        "e: choice_filter",
        "f: default",
        "g: read_only",
        "h: no choices in none",
        "i: no choices in unheard_of",
    ];
    assert_eq!(found(items), expected);
}

#[test]
fn circles_are_refused_and_what_only_looks_like_one_is_not() {
    let text = |name: &str, rule: &str| relevant(question(name, QuestionType::Text), rule);
    let sum = |name: &str, rule: &str| {
        with(question(name, QuestionType::Calculate), |question| question.calculation = rule.to_owned())
    };
    let cases = [
        (vec![text("a", "${b} = 1"), text("b", "${a} = 1")], vec!["a b a by relevant"]),
        (vec![text("a", "${a} = 1")], vec!["a a by relevant"]),
        (vec![sum("a", "${b} + 1"), sum("b", "${a} + 1")], vec!["a b a by calculation"]),
        (vec![relevant(group("g", vec![text("a", "")]), "${b} = 1"), text("b", "${a} = 1")], vec!["g b g by relevant"]),
        (vec![sum("a", "${a} + 1")], vec![]),
        (vec![text("a", "${b} = 1"), text("b", "${c} = 1"), text("c", "")], vec![]),
        (vec![relevant(group("g", vec![text("a", ""), text("b", "${a} = 1")]), "${c} = 1"), text("c", "")], vec![]),
    ];
    for (items, expected) in cases {
        assert_eq!(found(items.clone()), expected, "{items:#?}");
    }
}

#[test]
fn what_is_read_is_computed_first() {
    let questionnaire = compiled(
        "| survey |
         | | type      | name | label | relevant    | calculation |
         | | text      | a    | A     | ${b} = '2'  |             |
         | | calculate | b    |       |             | ${c} + 1    |
         | | calculate | c    |       |             | 1           |",
    );
    let names: Vec<&str> =
        questionnaire.order.iter().map(|slot| questionnaire.schema.get(*slot).name.as_str()).collect();
    assert_eq!(names, ["c", "b", "a"]);
}
