//! Tables against a naive count over documents, and figures that were worked out by hand.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::{
    questionnaire::{
        definition::QuestionType,
        fixtures::{definition, list, question},
    },
    results::{recipe::SHIPPED, table::Apart},
};

const CHOICES: [&str; 4] = ["a", "b", "c", "d"];
const QUESTIONS: [&str; 3] = ["one", "many", "order"];

fn tiny() -> Definition {
    definition(
        &[list("abcd", &CHOICES)],
        vec![
            question("one", QuestionType::SelectOne("abcd".into())),
            question("many", QuestionType::SelectMultiple("abcd".into())),
            question("order", QuestionType::Rank("abcd".into())),
            question("age", QuestionType::Decimal),
        ],
    )
}

#[derive(Debug, Clone)]
struct Response {
    region: &'static str,
    commissions: &'static [&'static str],
    state: State,
    document: Map<String, Value>,
    skipped: BTreeSet<&'static str>,
}

fn tabulate(recipes: &[Recipe], responses: &[Response]) -> Vec<Table> {
    let (definition, layout) = (tiny(), CodeLayout::of(&tiny()));
    let mut tabulator = Tabulator::new(&definition, &layout, recipes).unwrap();
    for response in responses {
        let codes = layout.encode(&response.document, |name| !response.skipped.contains(name));
        let respondent = Respondent {
            unit: Unit::Departments,
            state: response.state,
            region: response.region,
            country: response.region.get(..2).unwrap(),
            commissions: response.commissions,
            department_type: "INT",
        };
        tabulator.add(&respondent, &codes).unwrap();
    }
    tabulator.finish()
}

fn response(region: &'static str, document: Value) -> Response {
    let commissions: &[&str] = if region.starts_with("FR") { &["atlantic", "islands"] } else { &["baltic"] };
    let document = document.as_object().unwrap().clone();
    Response { region, commissions, state: State::Submitted, document, skipped: BTreeSet::new() }
}

fn groups_of(grouping: Grouping, response: &Response) -> Vec<&'static str> {
    match grouping {
        Grouping::All => vec!["all"],
        Grouping::Region => vec![response.region],
        Grouping::Country => vec![response.region.get(..2).unwrap()],
        Grouping::Commission => response.commissions.to_vec(),
        Grouping::DepartmentType => vec!["INT"],
    }
}

fn shipped() -> Vec<Recipe> {
    let recipes = SHIPPED.iter().map(|(_, toml)| Recipe::parse(toml).unwrap());
    recipes.filter(|recipe| recipe.unit == Unit::Departments).collect()
}

fn frequencies(table: &Table) -> &[Frequency] {
    match &table.cells {
        Cells::Frequencies(rows) => rows,
        Cells::Summaries(_) => &[],
    }
}

#[test]
fn a_small_table_has_the_figures_worked_out_by_hand() {
    let responses = [
        response("FR-A", json!({"one": "a", "many": ["a", "c"], "order": ["b", "a"], "age": 10})),
        response("FR-A", json!({"one": "a", "many": ["c"], "order": ["a"], "age": 0.1})),
        response("FR-B", json!({"one": "b", "age": {"non_answer": "no_data", "reason": "confidential"}})),
        response("SE-A", json!({"one": {"non_answer": "not_applicable"}, "age": 0.2})),
        Response { state: State::Returned, ..response("SE-A", json!({"one": "d"})) },
        Response { skipped: ["one"].into(), ..response("SE-B", json!({})) },
    ];
    let recipe = |toml: &str| Recipe::parse(toml).unwrap();
    let recipes = [
        recipe("table = \"f\"\nkind = \"frequencies\""),
        recipe("table = \"g\"\nkind = \"frequencies\"\ngroups = [\"country\"]\nrows = [\"one\"]\nbase = \"asked\""),
        recipe("table = \"n\"\nkind = \"summary\"\nmeasures = [\"sum\", \"median\"]"),
    ];
    let tables = tabulate(&recipes, &responses);
    let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["f", "g", "n"]);

    let row = |table: &Table, group: &str, question: &str, choice: &str| {
        let found = frequencies(table)
            .iter()
            .find(|row| (&*row.group, &*row.question, &*row.choice) == (group, question, choice))
            .unwrap();
        (found.count.unwrap(), found.base.unwrap(), found.share, found.mean_rank)
    };
    assert_eq!(row(&tables[0], "all", "one", "a"), (2, 3, Some(2.0 / 3.0), None));
    assert_eq!(row(&tables[0], "all", "one", "d"), (0, 3, Some(0.0), None));
    assert_eq!(row(&tables[0], "all", "many", "c"), (2, 2, Some(1.0), None));
    assert_eq!(row(&tables[0], "all", "order", "a"), (2, 2, Some(1.0), Some(1.5)));
    assert_eq!(row(&tables[0], "all", "order", "c"), (0, 2, Some(0.0), None));
    assert_eq!(row(&tables[1], "FR", "one", "b"), (1, 3, Some(1.0 / 3.0), None));
    assert_eq!(row(&tables[1], "SE", "one", "a"), (0, 1, Some(0.0), None));
    let apart = frequencies(&tables[1]).last().unwrap().apart;
    assert_eq!(apart, Some(Apart { not_applicable: 1, ..Apart::default() }));

    let Cells::Summaries(rows) = &tables[2].cells else { panic!("not a summary") };
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    let statistics = Statistics { sum: Some(10.3), median: Some(0.2), ..Statistics::default() };
    assert_eq!((row.n, row.statistics), (Some(3), statistics));
    assert_eq!(row.apart, Some(Apart { no_data: 1, blank: 1, ..Apart::default() }));
}

#[test]
fn nobody_is_a_table_of_noughts() {
    let tables = tabulate(&shipped()[..2], &[]);
    assert_eq!(frequencies(&tables[0]).len(), 12);
    assert!(frequencies(&tables[0]).iter().all(|row| (row.count, row.base, row.share) == (Some(0), Some(0), None)));
    assert_eq!(frequencies(&tables[1]), []);
}

#[test]
fn a_recipe_for_another_questionnaire_is_refused() {
    let recipes = [Recipe::parse("table = \"t\"\nkind = \"frequencies\"\nrows = [\"gone\"]").unwrap()];
    let layout = CodeLayout::of(&tiny());
    let found = Tabulator::new(&tiny(), &layout, &recipes).unwrap_err();
    assert_eq!(found, RecipeError::UnknownQuestion { table: "t".into(), question: "gone".into() });
}

fn documents() -> impl Strategy<Value = Response> {
    let non_answer = || {
        prop::sample::select(vec!["not_our_competence", "no_data", "not_applicable"])
            .prop_map(|kind| json!({"non_answer": kind}))
    };
    let names = || prop::sample::subsequence(CHOICES.to_vec(), 1..=4).prop_shuffle().prop_map(|names| json!(names));
    let one = prop_oneof![prop::sample::select(CHOICES.to_vec()).prop_map(|name| json!(name)), non_answer()];
    let many = prop_oneof![names(), non_answer()];
    let order = prop_oneof![names(), non_answer()];
    let answers = (prop::option::of(one), prop::option::of(many), prop::option::of(order));
    let region = prop::sample::select(vec!["FR-A", "FR-B", "SE-A"]);
    let state = prop::sample::select(vec![State::Submitted, State::Returned, State::Accepted]);
    (region, state, answers, prop::sample::subsequence(QUESTIONS.to_vec(), 0..=3)).prop_map(
        |(region, state, (one, many, order), skipped)| {
            let answers = [("one", one), ("many", many), ("order", order)];
            let document: Map<_, _> =
                answers.into_iter().filter_map(|(name, answer)| Some((name.to_owned(), answer?))).collect();
            Response { state, skipped: skipped.into_iter().collect(), ..response(region, json!(document)) }
        },
    )
}

/// Counts the documents one cell at a time.
fn naive(responses: &[Response], grouping: Grouping, group: &str, question: &str, choice: &str) -> (u32, u32, Apart) {
    let (mut count, mut base, mut apart) = (0, 0, Apart::default());
    for response in responses {
        if response.state == State::Returned || !groups_of(grouping, response).contains(&group) {
            continue;
        }
        match response.document.get(question) {
            None => apart.blank += u32::from(!response.skipped.contains(question)),
            Some(Value::Object(object)) => match object["non_answer"].as_str().unwrap() {
                "no_data" => apart.no_data += 1,
                "not_applicable" => apart.not_applicable += 1,
                _ => apart.not_our_competence += 1,
            },
            Some(answer) => {
                base += 1;
                let chosen = answer == choice || answer.as_array().is_some_and(|names| names.contains(&json!(choice)));
                count += u32::from(chosen);
            }
        }
    }
    (count, base, apart)
}

proptest! {
    #[test]
    fn frequencies_equal_a_naive_count(responses in prop::collection::vec(documents(), 0..40)) {
        for table in tabulate(&shipped(), &responses) {
            let rows = frequencies(&table);
            let counted = responses.iter().filter(|response| response.state != State::Returned);
            let mut groups: BTreeMap<&str, usize> =
                counted.flat_map(|response| groups_of(table.grouping, response)).map(|group| (group, 0)).collect();
            if table.grouping == Grouping::All {
                groups.insert("all", 0);
            }
            for row in rows {
                *groups.get_mut(&*row.group).unwrap() += 1;
                let (count, base, apart) = naive(&responses, table.grouping, &row.group, &row.question, &row.choice);
                prop_assert_eq!((row.count, row.base, row.apart), (Some(count), Some(base), Some(apart)));
            }
            let each = if rows.is_empty() { 0 } else { 12 };
            prop_assert!(groups.values().all(|cells| *cells == each), "{:?}", groups);
        }
    }
}
