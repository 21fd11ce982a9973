//! Where `${name}` leads, inside repeats and outside, by the cases of the field.

use std::{env, fs, path::PathBuf};

use super::{
    super::{
        fixture::{definition, group, question, repeat},
        plan::PlanKind,
    },
    Expression, Schema, SlotId,
};
use crate::questionnaire::definition::{Item, QuestionType};

#[test]
fn references_lead_where_the_field_says() {
    let shared = env::var_os("PERIPLUS_SHARED").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let path = shared.unwrap_or(beside).join("xlsform/ref-relative-path-cases.csv");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("NOT RUN: there is no {}; set PERIPLUS_SHARED to the folder of cases", path.display());
        return;
    };
    let mut checked = 0;
    for line in text.lines().skip(1) {
        let [around, target, source, for_choices, steps, down, ..] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        // With 1, it is a list of choices taken from a repeat: no expression of ours.
        if for_choices == "0" {
            assert_eq!(relative(around, source, target), (steps.parse().unwrap(), down.to_owned()), "{line}");
            checked += 1;
        }
    }
    println!("{checked} references lead where they should");
    assert!(checked > 200);
}

/// Levels up from the row at `source`, and the path down to the row at `target`, both in the repeat `a`.
fn relative(around: &str, source: &str, target: &str) -> (usize, String) {
    let path = |inside: &str| -> Vec<String> {
        let names = around.split('/').skip(2).chain(inside.split('/').skip(1));
        names.map(str::to_owned).collect()
    };
    let (source, target) = (path(source), path(target));
    let schema = Schema::of(&definition(items(&[&source, &target])));
    let slot = |path: &[String]| path.iter().fold(SlotId::ROOT, |slot, name| schema.child(slot, name).unwrap());
    let expression = Expression::compile("count(${t})", &schema, slot(&source)).unwrap();
    let PlanKind::Call(call) = &expression.plan.kind else { panic!("{expression:?}") };
    let PlanKind::Reference { scope, .. } = call.arguments[0].kind else { panic!("{expression:?}") };
    // Groups stand once in an entry: going up to the nearest common one leads to the same nodes.
    let common = source.iter().zip(&target).take_while(|(one, other)| one == other).count();
    assert!(schema.contains(scope, slot(&source[..common])), "{scope:?}");
    let shared_repeat = |name: &&String| name.starts_with('r') || *name == "a";
    let innermost = source[..common].iter().rfind(shared_repeat).unwrap();
    assert_eq!(&schema.get(scope).name, innermost);
    (source.len() - common, format!("/{}", target[common..].join("/")))
}

/// Rows for all paths: names that start with `r` and the name `a` are repeats, the last are questions.
fn items(paths: &[&[String]]) -> Vec<Item> {
    let mut names: Vec<&String> = paths.iter().filter_map(|path| path.first()).collect();
    names.dedup();
    let inside = |name: &String| -> Vec<Item> {
        let deeper: Vec<&[String]> =
            paths.iter().filter(|path| path.first() == Some(name)).map(|path| &path[1..]).collect();
        items(&deeper)
    };
    names
        .into_iter()
        .map(|name| match inside(name) {
            inner if inner.is_empty() => question(name, QuestionType::Text),
            inner if name.starts_with('r') || name == "a" => repeat(name, inner),
            inner => group(name, inner),
        })
        .collect()
}
