//! The language over a small questionnaire: what names stand for, what rules give, what is refused and where.

use std::{env, fs, path::PathBuf};

use proptest::prelude::*;

use super::{
    fixture::{answers, coasts, definition, environment, group, question, repeat},
    plan::PlanKind,
    *,
};
use crate::questionnaire::{
    answers::Answers,
    definition::{Item, QuestionType},
};

/// What `text` on the row at `path` gives, as text.
fn given(path: &str, text: &str) -> String {
    let schema = coasts();
    let instance = Instance::build(&schema, &answers());
    let node = instance.node_at(&path.parse().unwrap()).unwrap();
    let expression = Expression::compile(text, &schema, instance.get(node).slot).unwrap();
    expression.evaluate(&instance, node, &environment("fr")).unwrap().as_string().into_owned()
}

#[test]
fn rules_at_the_top_of_a_response() {
    for (text, expected) in [
        ("${name}", "Ports of the coast"),
        ("${staff} + 1", "13"),
        ("${staff} = '12'", "true"),
        ("${staff} != ''", "true"),
        ("${sum} = ''", "true"),
        ("${sum} + 1", "NaN"),
        ("${founded}", "1999-12-31"),
        ("${founded} < today()", "true"),
        ("${founded} = '1999-12-31'", "true"),
        ("${founded} != ''", "true"),
        ("${founded} + 1 = date('2000-01-01')", "true"),
        ("today()", "2026-02-03"),
        ("date(now()) = today()", "true"),
        ("now()", "2026-02-03T23:30:00.000+02:00"),
        ("format-date(${founded}, '%e %b %Y')", "31 Dec 1999"),
        ("selected(${partners}, 'skane') and not(selected(${partners}, 'ska'))", "true"),
        ("count-selected(${partners})", "2"),
        ("selected-at(${partners}, 1)", "skane"),
        ("jr:choice-name(${region}, '${region}')", "Crète"),
        ("jr:choice-name(selected-at(${partners}, 1), ${partners})", "Scanie"),
        ("jr:choice-name('x', '${region}')", ""),
        ("instance('regions')/root/item[name = ${region}]/sea", "south"),
        ("instance('regions')/root/item[sea = 'north']/label", "Scanie"),
        ("count(instance('regions')/root/item[selected(${partners}, name)])", "2"),
        ("count(${ports})", "2"),
        ("sum(${berths})", "12"),
        ("max(${berths})", "7"),
        ("min(${tons})", "1.5"),
        ("sum(${tons})", "41.5"),
        ("count-non-empty(${title})", "1"),
        ("join(', ', ${berths})", "5, 7"),
        ("count(${ships})", "3"),
        ("count(/data/ports[berths > 5])", "1"),
        ("/data/ports[2]/berths", "7"),
        ("/coasts/about/staff", "12"),
        ("../about/staff", "12"),
        ("count(${ports}[berths >= ${staff}])", "0"),
        ("indexed-repeat(${berths}, ${ports}, 2)", "7"),
        ("indexed-repeat(${tons}, ${ports}, 2, ${ships}, 1)", "40"),
        ("indexed-repeat(${berths}, ${ports}, 3)", ""),
        ("if(${staff} > 10, 'many', 'few')", "many"),
        ("coalesce(${sum}, ${name})", "Ports of the coast"),
        ("regex(${name}, 'Ports.*')", "true"),
        ("regex(${name}, 'Ports')", "false"),
        ("regex('b', 'a|b|c')", "true"),
        ("once(5)", "5"),
        ("version()", "7"),
        ("${staff} and ${name}", "true"),
        ("boolean(${sum})", "false"),
        ("name(/data/ports[1])", "ports"),
        ("jr:itext(instance('regions')/root/item[2]/itextId)", "Scanie"),
        ("string-length(uuid())", "36"),
        ("random() = random()", "false"),
        ("random() >= 0 and random() < 1", "true"),
        ("count(randomize(${berths}, 3) | ${berths})", "2"),
    ] {
        assert_eq!(given("sum", text), expected, "{text}");
    }
}

#[test]
fn rules_inside_entries() {
    for (path, text, expected) in [
        ("ports/4/here", "${berths}", "7"),
        ("ports/4/here", "position(..)", "2"),
        ("ports/4/here", "${title} = ''", "true"),
        ("ports/1/here", "sum(${tons})", "1.5"),
        ("ports/1/here", "count(${ports})", "2"),
        ("ports/1/here", "count(${ships})", "2"),
        ("ports/4/here", "../berths + ../../about/staff", "19"),
        ("ports/4/here", "sum(../../ports/berths)", "12"),
        ("ports/4/here", "sum(/data/ports/berths)", "12"),
        ("ports/4/here", "count(${ports}[position() < position(current()/..)])", "1"),
        ("ports/1/ships/2/aboard", "${berths}", "5"),
        ("ports/1/ships/2/aboard", "${tons} = ''", "true"),
        ("ports/1/ships/2/aboard", "position(..)", "2"),
        ("ports/1/ships/2/aboard", "position(../..)", "1"),
        ("ports/1/ships/2/aboard", "indexed-repeat(${tons}, ${ships}, position(..) - 1)", "1.5"),
        ("ports/1/ships/2/aboard", "indexed-repeat(${tons}, ${ports}, 2, ${ships}, position(..) - 1)", "40"),
        ("ports/4/here", "indexed-repeat(${berths}, ${ports}, ${berths} - 6)", "5"),
        ("ports/1/ships/2/aboard", "${staff}", "12"),
        ("ports/1/ships/2/aboard", "current()/../../title", "Chania"),
    ] {
        assert_eq!(given(path, text), expected, "{path}: {text}");
    }
}

#[test]
fn what_is_not_relevant_reads_as_blank() {
    let schema = coasts();
    let mut instance = Instance::build(&schema, &answers());
    let text = "concat(${name}, '|', ${staff}, '|', sum(${berths}), '|', count(${ports}))";
    let expression = Expression::compile(text, &schema, SlotId::ROOT).unwrap();
    let value = |instance: &Instance| {
        expression.evaluate(instance, NodeId::ROOT, &environment("en")).unwrap().as_string().into_owned()
    };
    assert_eq!(value(&instance), "Ports of the coast|12|12|2");
    let node = |instance: &Instance, name: &str| instance.node_of(schema.slot(name).unwrap()).unwrap();
    let (about, name) = (node(&instance, "about"), node(&instance, "name"));
    let port = instance.nodes_of(schema.slot("ports").unwrap())[0];
    instance.set_relevant(name, false);
    instance.set_relevant(port, false);
    assert_eq!(value(&instance), "|12|7|1");
    instance.set_relevant(about, false);
    assert_eq!(value(&instance), "||7|1");
    assert!(instance.answer(name).is_some());
    instance.set_relevant(name, true);
    assert_eq!(value(&instance), "||7|1");
    instance.set_relevant(about, true);
    assert_eq!(value(&instance), "Ports of the coast|12|7|1");
    instance.set_answer(name, None);
    assert_eq!(value(&instance), "|12|7|1");
}

#[test]
fn mistakes_have_a_code_and_a_place() {
    for (text, code, at, suggestion) in [
        ("", "empty-expression", "", None),
        ("${nmae} = 1", "unknown-name", "${nmae}", Some("name")),
        ("slected(${region}, 'a')", "unknown-function", "slected", Some("selected")),
        ("selected(${region})", "wrong-number-of-arguments", "selected", None),
        ("1 + pulldata('a', 'b', 'c', 'd')", "refused-function", "pulldata", None),
        ("cht:difference-in-weeks(1, 2)", "refused-function", "cht:difference-in-weeks", None),
        ("${berths} > 3", "many-values", "${berths}", None),
        ("1 + ${tons}", "many-values", "${tons}", None),
        ("if(true(), ${berths}, 0)", "many-values", "${berths}", None),
        ("${berths}", "many-values", "${berths}", None),
        ("/data/ports/berths", "many-values", "/data/ports/berths", None),
        ("sum(1)", "not-a-reference", "1", None),
        ("count(${name} + 1)", "not-a-reference", "${name} + 1", None),
        ("regex(${name}, '(')", "bad-regex", "'('", None),
        ("regex(${name}, 'a){999}(')", "bad-regex", "'a){999}('", None),
        ("regex(${name}, '((a{900}){900}){900}')", "bad-regex", "'((a{900}){900}){900}'", None),
        ("date('2026-02-30') < today()", "invalid-date", "'2026-02-30'", None),
        ("'open", "unterminated-text", "'open", None),
        ("${open", "unterminated-reference", "${open", None),
        ("1 +", "unexpected-end", "", None),
        ("1 == 2", "unexpected-token", "=", None),
        ("1 2", "unexpected-token", "2", None),
        ("${name} = \u{2018}x\u{2019}", "unexpected-character", "\u{2018}", None),
        ("$name", "unknown-variable", "$name", None),
        ("instance('region')/root/item[1]/name", "unknown-list", "'region'", Some("regions")),
        ("instance('regions')/root/item[1]/see", "unknown-column", "see", Some("sea")),
        ("/data/abuot/name", "unknown-name", "abuot", Some("about")),
        ("/date/about/name", "unknown-name", "date", Some("data")),
        ("${last-saved#name}", "refused-reference", "${last-saved#name}", None),
        ("../@id", "unsupported-step", "@id", None),
        ("sideways::name", "unknown-axis", "sideways", None),
        ("indexed-repeat(${berths}, ${ports}, 1, ${ships})", "odd-arguments", "indexed-repeat", None),
    ] {
        let error = Expression::compile(text, &coasts(), SlotId::ROOT).unwrap_err();
        let place = text.get(error.at.clone()).unwrap();
        assert_eq!((error.kind.code(), place, error.kind.suggestion()), (code, at, suggestion), "{text}");
    }
}

#[test]
fn limits_hold() {
    let schema = coasts();
    let compile = |text: &str| Expression::compile(text, &schema, SlotId::ROOT).map_err(|error| error.kind.code());
    for deep in ["(", "not(", "-", "if(1,1,", "/data[", "1+(", "1="] {
        let code = compile(&deep.repeat(2000)).unwrap_err();
        assert!(
            ["expression-too-deep", "unexpected-token", "unexpected-end", "unknown-name"].contains(&code),
            "{code}"
        );
    }
    assert_eq!(compile(&"1 ".repeat(20_000)).unwrap_err(), "expression-too-long");
    let long = format!("0{}", " + 1".repeat(5000));
    let instance = Instance::build(&schema, &answers());
    let environment = environment("en");
    let sum = compile(&long).unwrap();
    assert_eq!(sum.evaluate(&instance, NodeId::ROOT, &environment).unwrap().as_number(), 5000.0);
    let nested = "if(true(), 1, ".repeat(80) + "0" + &")".repeat(80);
    assert!(compile(&nested).unwrap().evaluate(&instance, NodeId::ROOT, &environment).is_ok());
    let busy = format!("count(//*{})", "[count(//*) > 0]".repeat(2000));
    let error = compile(&busy).unwrap().evaluate(&instance, NodeId::ROOT, &environment).unwrap_err();
    assert_eq!(error.kind.code(), "too-many-steps");
}

#[test]
fn a_rule_knows_what_it_reads() {
    let schema = coasts();
    for (home, text, expected) in [
        ("sum", "${staff} + ${staff} - 1", "staff"),
        ("sum", "sum(${berths})", "ports berths"),
        ("here", "${berths} + count(${ships})", "ports berths ships"),
        ("sum", "/data/ports[berths > ${staff}]/title", "staff ports berths title"),
        ("region", ". = 'crete'", "region"),
        ("sum", "jr:choice-name(${region}, '${partners}')", "region"),
        ("sum", "instance('regions')/root/item[name = ${region}]/sea", "region"),
        ("sum", "today()", ""),
    ] {
        let expression = Expression::compile(text, &schema, schema.slot(home).unwrap()).unwrap();
        let names: Vec<&str> = expression.dependencies().iter().map(|slot| schema.get(*slot).name.as_str()).collect();
        assert_eq!(names.join(" "), expected, "{text}");
    }
    let text = "selected(${partners}, 'crete') or 'oslo' = ${region} or ${region} = ''";
    let expression = Expression::compile(text, &schema, SlotId::ROOT).unwrap();
    let constants: Vec<&str> = expression.literals().iter().map(|literal| literal.text.as_str()).collect();
    assert_eq!(constants, ["crete", "oslo", ""]);
    assert_eq!(expression.static_type(), StaticType::Boolean);
}

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

/// Pieces of expressions in any order: most are nonsense, some compile.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "${berths}",
        "${name}",
        "${ports}",
        "(",
        ")",
        "[",
        "]",
        "/",
        "//",
        "..",
        ".",
        ",",
        "'a'",
        "'2026-02-30'",
        "1",
        "-3.5",
        "0.",
        "1e9",
        " + ",
        " - ",
        " * ",
        " div ",
        " mod ",
        " = ",
        "!=",
        "<",
        " and ",
        " or ",
        "|",
        "count(",
        "sum(",
        "if(",
        "round(",
        "substr(",
        "date(",
        "regex('a', ",
        "position(",
        "selected-at(",
        "instance('regions')",
        "/root/item",
        "name",
        "ancestor::*",
        "randomize(",
        "indexed-repeat(",
        "format-date(",
        "concat(",
        "é",
        "\u{0}",
        "jr:choice-name(",
        "current()",
        "@",
        "$x",
        "${",
        "pow(",
        "digest('a', 'MD5')",
        "area('1 2; 3 4; 5 6')",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn no_text_breaks_the_engine(text in prop_oneof![soup(), any::<String>()]) {
        let schema = coasts();
        let instance = Instance::build(&schema, &answers());
        match Expression::compile(&text, &schema, SlotId::ROOT) {
            Ok(expression) => {
                if let Ok(value) = expression.evaluate(&instance, NodeId::ROOT, &environment("en")) {
                    prop_assert!(value.as_string().len() <= 1 << 20);
                    let _ = (value.as_number(), value.as_boolean(), value.is_blank());
                }
            }
            Err(error) => prop_assert!(text.get(error.at).is_some()),
        }
    }

    #[test]
    fn functions_take_any_values(function in prop::sample::select(super::functions::names().collect::<Vec<_>>()),
                                 values in prop::collection::vec(any::<(bool, f64, String)>(), 0..5)) {
        let arguments: Vec<String> = values
            .into_iter()
            .map(|(number, double, text)| {
                if number { format!("({} * 1)", number_text(double)) } else { format!("'{}'", text.replace('\'', "")) }
            })
            .collect();
        let text = format!("{function}({})", arguments.join(", ")).replace("Infinity", "(1 div 0)").replace("NaN", "(0 div 0)");
        let schema = Schema::empty();
        let instance = Instance::build(&schema, &Answers::default());
        if let Ok(expression) = Expression::compile(&text, &schema, SlotId::ROOT) {
            let _ = expression.evaluate(&instance, NodeId::ROOT, &environment("en")).map(|value| value.as_number());
        }
    }
}
