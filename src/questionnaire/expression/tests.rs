//! The language over a small questionnaire: what names stand for, what rules give, what is refused and where.

mod documentation;
mod printing;
mod trials;

use proptest::prelude::*;

use super::{
    fixture::{answers, coasts, environment},
    *,
};
use crate::questionnaire::{answer::Answer, answers::Answers};

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
        ("format-date(${founded}, '%A %e %B %Y')", "vendredi 31 décembre 1999"),
        ("format-date(${founded}, '%a %d %b %y')", "ven. 31 déc. 99"),
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
fn choice_filters_leave_some_choices() {
    let schema = coasts();
    let instance = Instance::build(&schema, &answers());
    let list = schema.list("regions").unwrap();
    let compile = |text: &str| Expression::compile_filter(text, &schema, schema.slot("partners").unwrap(), list);
    let node = instance.node_of(schema.slot("partners").unwrap()).unwrap();
    for (text, expected) in [
        ("true()", &[0, 1][..]),
        ("sea = 'north'", &[1]),
        ("name != ${region}", &[1]),
        ("sea = instance('regions')/root/item[name = ${region}]/sea", &[0]),
        ("position() = 2 or ${staff} > 10", &[0, 1]),
        ("label = 'Crète'", &[0]),
        ("selected(., 'nothing')", &[]),
        ("sea = 'north' and count(${ports}) = 2 and sum(${berths}) > 1", &[1]),
    ] {
        let filter = compile(text).unwrap();
        assert_eq!(filter.choices(&instance, node, &environment("fr")).unwrap(), expected, "{text}");
    }
    for (text, code, suggestion) in
        [("see = 'north'", "unknown-column", Some("sea")), ("sea = ${berths}", "many-values", None)]
    {
        let error = compile(text).unwrap_err().kind;
        assert_eq!((error.code(), error.suggestion()), (code, suggestion));
    }
    let none = Expression::compile("true()", &schema, SlotId::ROOT).unwrap();
    assert!(none.choices(&instance, node, &environment("fr")).unwrap().is_empty());
}

#[test]
fn a_calculation_gives_an_answer() {
    for (text, expected) in [
        ("0.1 + 0.2", Some(Answer::Number("0.3".parse().unwrap()))),
        ("${staff} * 1000", Some(Answer::Number(12_000.into()))),
        ("1 div 0", None),
        ("${sum} + 1", None),
        ("''", None),
        ("${name}", Some(Answer::Text("Ports of the coast".to_owned()))),
        ("1 = 1", Some(Answer::Text("true".to_owned()))),
        ("${founded}", Some(Answer::Date("1999-12-31".parse().unwrap()))),
        ("date(${founded} + 1)", Some(Answer::Date("2000-01-01".parse().unwrap()))),
        ("now()", Some(Answer::DateTime("2026-02-03T23:30:00".parse().unwrap()))),
    ] {
        let schema = coasts();
        let instance = Instance::build(&schema, &answers());
        let expression = Expression::compile(text, &schema, schema.slot("sum").unwrap()).unwrap();
        let value = expression.evaluate(&instance, NodeId::ROOT, &environment("en")).unwrap();
        assert_eq!(value.to_answer(), expected, "{text}");
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
