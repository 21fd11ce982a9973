//! Where `${name}` leads, inside repeats and outside, by the cases of the field: what it reads is what the relative
//! path of each case reads, from every entry.

use std::collections::BTreeSet;

use periplus::questionnaire::{
    answer::Answer,
    answers::Answers,
    compile::{Questionnaire, compile},
    definition::Definition,
    expression::{Environment, Expression},
    instance::NodeId,
    path::EntryPath,
    schema::{Schema, SlotId, SlotKind},
    xlsform::{Source, import, markdown::workbook_from_markdown},
};

use crate::{data, expressions};

/// A case with 1 in `reference_parent` is a list of choices taken from a repeat: it looks at all entries of the repeat
/// around, where an expression stays in its own entry. Where the field says that the two differ, ours is a part of it.
const CHOICES: &str = "1";

/// One line of the cases.
struct Case {
    source: Vec<String>,
    target: Vec<String>,
    steps: usize,
    down: String,
    for_choices: bool,
    differs: bool,
}

#[test]
fn references_lead_where_the_field_says() {
    let Some(text) = data::text("ref-relative-path-cases.csv") else { return };
    let (mut same, mut parts) = (0, 0);
    for line in text.lines().skip(1) {
        let case = Case::of(line);
        let questionnaire = compile(definition(&[&case.source, &case.target])).unwrap();
        let relative = format!("{}{}", "../".repeat(case.steps), case.down.trim_start_matches('/'));
        let (ours, theirs) = (read(&questionnaire, &case, "${t}"), read(&questionnaire, &case, &relative));
        assert!(ours.iter().all(|read| !read.is_empty()), "{line}");
        if case.for_choices && case.differs {
            let inside =
                |(ours, theirs): (&BTreeSet<String>, &BTreeSet<String>)| ours.is_subset(theirs) && ours != theirs;
            assert!(ours.iter().zip(&theirs).all(inside), "{line}: {ours:?} {theirs:?}");
            parts += 1;
        } else {
            assert_eq!(ours, theirs, "{line}");
            same += 1;
        }
    }
    println!("references: {same} of {} read the same, {parts} look at one entry of the choices' repeat", same + parts);
    assert!(same > 300 && parts > 50);
}

impl Case {
    fn of(line: &str) -> Self {
        let [around, target, source, reference_parent, steps, down, differs, _] =
            line.split(',').collect::<Vec<_>>()[..]
        else {
            panic!("{line}");
        };
        let path = |inside: &str| -> Vec<String> {
            let names = around.split('/').skip(2).chain(inside.split('/').skip(1));
            names.map(str::to_owned).collect()
        };
        Self {
            source: path(source),
            target: path(target),
            steps: steps.parse().unwrap(),
            down: down.to_owned(),
            for_choices: reference_parent == CHOICES,
            differs: differs == "1",
        }
    }
}

/// What `text` reads from each node of the source, as the set of its texts.
fn read(questionnaire: &Questionnaire, case: &Case, text: &str) -> Vec<BTreeSet<String>> {
    let schema = &questionnaire.schema;
    let home = case.source.iter().fold(SlotId::ROOT, |slot, name| schema.child(slot, name).unwrap());
    let mut answers = Answers::default();
    fill(schema, SlotId::ROOT, &EntryPath::default(), &mut answers);
    let environment: Environment<'_> = expressions::environment();
    let instance = questionnaire.evaluate(&answers, &environment);
    let joined = format!("join(' ', {text})");
    let expression = Expression::compile(&joined, schema, home).unwrap();
    let value = |node: NodeId| expression.evaluate(&instance, node, &environment).unwrap().as_string().into_owned();
    let texts = instance.nodes_of(home).into_iter().map(value);
    texts.map(|text| text.split(' ').map(str::to_owned).collect()).collect()
}

/// Two entries in each repeat; every question says where it stands.
fn fill(schema: &Schema, slot: SlotId, within: &EntryPath, answers: &mut Answers) {
    for child in &schema.get(slot).children {
        let this = schema.get(*child);
        let path = within.question(&this.name);
        match this.kind {
            SlotKind::Question(_) => {
                let text = path.to_string();
                answers.set(path, Answer::Text(text));
            }
            SlotKind::Repeat => {
                for _ in 0..2 {
                    let key = answers.add_entry(path.clone());
                    fill(schema, *child, &within.entry(&this.name, key), answers);
                }
            }
            SlotKind::Root | SlotKind::Group => fill(schema, *child, within, answers),
        }
    }
}

/// A questionnaire with these paths: names that start with `r` and the name `a` are repeats, the last are questions.
fn definition(paths: &[&[String]]) -> Definition {
    let mut rows = vec!["| survey |".to_owned(), "| | type | name | label |".to_owned()];
    add_rows(paths, &mut rows);
    let imported = import(Source::Workbook(workbook_from_markdown(&rows.join("\n"))));
    imported.definition.unwrap_or_else(|| panic!("{:#?}", imported.problems))
}

fn add_rows(paths: &[&[String]], rows: &mut Vec<String>) {
    let mut names: Vec<&String> = paths.iter().filter_map(|path| path.first()).collect();
    names.dedup();
    for name in names {
        let inside: Vec<&[String]> =
            paths.iter().filter(|path| path.first() == Some(name)).map(|path| &path[1..]).collect();
        if inside.iter().all(|path| path.is_empty()) {
            rows.push(format!("| | text | {name} | {name} |"));
            continue;
        }
        let kind = if name.starts_with('r') || name == "a" { "repeat" } else { "group" };
        rows.push(format!("| | begin_{kind} | {name} | {name} |"));
        add_rows(&inside, rows);
        rows.push(format!("| | end_{kind} | | |"));
    }
}
