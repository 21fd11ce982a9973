//! Reading what was printed gives the same expression, and the engine stands whatever is done to a real one.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::super::{
    Expression,
    ast::{Axis, Call, Expr, ExprKind, NodeTest, Operator, PathExpr, Start, Step},
    fixture::{answers, coasts, environment},
    trial::{Given, Scene},
};
use crate::questionnaire::{instance::Instance, schema::SlotId};

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: 0..0 }
}

fn name() -> impl Strategy<Value = String> {
    let odd = ["and", "or", "div", "mod", "node", "text", "self", "é", "a-1", "a.b", "a.", "_", "p:q"];
    prop_oneof!["[a-zA-Z_][a-z0-9_.-]{0,5}", select(odd.to_vec()).prop_map(str::to_owned)]
}

fn number() -> impl Strategy<Value = f64> {
    let odd = [0.0, 0.1, 1e21, 1e300, f64::MIN_POSITIVE, f64::MAX, f64::INFINITY];
    prop_oneof![(0_u32..1000).prop_map(f64::from), any::<f64>().prop_map(f64::abs), select(odd.to_vec())]
        .prop_filter("a number", |number| !number.is_nan())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[^\"]{0,6}", "[^']{0,6}"]
}

fn call_name() -> impl Strategy<Value = String> {
    let is_node_type = |name: &str| ["node", "text", "comment", "processing-instruction"].contains(&name);
    name().prop_filter("a function", move |name| !is_node_type(name))
}

fn test() -> impl Strategy<Value = NodeTest> {
    prop_oneof![
        5 => name().prop_map(NodeTest::Name),
        1 => Just(NodeTest::Name("last-saved#x".to_owned())),
        2 => Just(NodeTest::Any),
        3 => Just(NodeTest::Node),
        1 => Just(NodeTest::Text),
        1 => Just(NodeTest::Comment),
        1 => "[a-z]{1,3}".prop_map(NodeTest::AnyIn),
        1 => option::of(text()).prop_map(NodeTest::Instruction),
    ]
}

fn step(inner: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Step> {
    let axis = prop_oneof![
        5 => Just(Axis::Child),
        2 => Just(Axis::Parent),
        2 => Just(Axis::This),
        2 => Just(Axis::DescendantOrSelf),
        1 => select(vec![Axis::Ancestor, Axis::FollowingSibling, Axis::Attribute, Axis::Namespace]),
    ];
    let predicates = prop_oneof![3 => Just(Vec::new()), 1 => vec(inner, 1..3)];
    (axis, test(), predicates).prop_map(|(axis, test, predicates)| Step { axis, test, predicates, span: 0..0 })
}

fn path(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Expr> {
    let steps = |least| vec(step(inner.clone()), least..4);
    let predicates = || vec(inner.clone(), 0..2);
    let finish = |(start, predicates, steps)| expr(ExprKind::Path(PathExpr { start, predicates, steps }));
    prop_oneof![
        (Just(Start::Root), Just(Vec::new()), steps(0)).prop_map(finish),
        (Just(Start::Context), Just(Vec::new()), steps(1)).prop_map(finish),
        (name().prop_map(|name| Start::Reference { name, span: 0..0 }), predicates(), steps(0)).prop_map(finish),
        (inner.clone().prop_map(|inner| Start::Expr(Box::new(inner))), predicates(), steps(1)).prop_map(finish),
        (inner.clone().prop_map(|inner| Start::Expr(Box::new(inner))), vec(inner.clone(), 1..2), steps(0))
            .prop_map(finish),
    ]
}

fn chain(inner: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Expr> {
    use Operator as O;
    let levels = vec![
        vec![O::Or],
        vec![O::And],
        vec![O::Equal, O::NotEqual],
        vec![O::Less, O::LessOrEqual, O::Greater, O::GreaterOrEqual],
        vec![O::Add, O::Subtract],
        vec![O::Multiply, O::Divide, O::Modulo],
        vec![O::Union],
    ];
    select(levels).prop_flat_map(move |operators| {
        (inner.clone(), vec((select(operators), inner.clone()), 1..4))
            .prop_map(|(first, rest)| expr(ExprKind::Chain { first: Box::new(first), rest }))
    })
}

fn any_expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        number().prop_map(|number| expr(ExprKind::Number(number))),
        text().prop_map(|text| expr(ExprKind::Text(text))),
        name().prop_map(|name| expr(ExprKind::Variable(name))),
        name().prop_map(|name| {
            let start = Start::Reference { name, span: 0..0 };
            expr(ExprKind::Path(PathExpr { start, predicates: Vec::new(), steps: Vec::new() }))
        }),
        Just(expr(ExprKind::Path(PathExpr { start: Start::Root, predicates: Vec::new(), steps: Vec::new() }))),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| expr(ExprKind::Negate(Box::new(inner)))),
            chain(inner.clone()),
            path(inner.clone()),
            (call_name(), vec(inner, 0..4))
                .prop_map(|(name, arguments)| { expr(ExprKind::Call(Call { name, name_span: 0..0, arguments })) }),
        ]
    })
}

/// Rules as people write them.
const REAL: [&str; 16] = [
    "selected(${partners}, 'skane') and not(${staff} > 10 or ${staff} = '')",
    "if(${founded} != '', format-date(${founded}, '%e %b %Y'), 'unknown')",
    "instance('regions')/root/item[name = current()/../region]/label",
    "sum(${berths}) div count(${ports}[berths >= 5]) * 100",
    "round((${staff} - 3) * -1.5, 2)",
    "regex(., '[A-Z]{2}[0-9]{1,3}') and string-length(.) <= 5",
    "indexed-repeat(${berths}, ${ports}, position(..) - 1)",
    "jr:choice-name(selected-at(${partners}, 0), '${partners}')",
    "coalesce(${name}, concat('region ', ${region}))",
    "decimal-date-time(${founded}) + 365.25 < decimal-date-time(today())",
    "/data/ports[2]/ships[last()]/tons | /data/about/staff",
    "count-selected(${partners}) >= 1 and count-selected(.) < 4",
    "join(', ', randomize(${title}, 42))",
    "once(substr(uuid(), 0, 8))",
    "../../ports[position() < 3]//tons",
    "weighted-checklist(1, -1, ${name}, 2, ${staff}, 3)",
];

/// Two rules cut and put together, with something between.
fn mutated() -> impl Strategy<Value = String> {
    let bits = ["", "(", ")", "[", "]", "'", "\"", "${", "}", "-", "/", "//", ",", "é", "\u{0}", "*", " or ", "0", "$"];
    let piece = || (select(REAL.to_vec()), any::<prop::sample::Index>(), any::<prop::sample::Index>());
    vec((piece(), select(bits.to_vec())), 1..4).prop_map(|pieces| {
        let mut text = String::new();
        for ((rule, from, to), bit) in pieces {
            let letters: Vec<char> = rule.chars().collect();
            let (from, to) = (from.index(letters.len() + 1), to.index(letters.len() + 1));
            text.extend(&letters[from.min(to)..from.max(to)]);
            text.push_str(bit);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn reading_what_was_printed_is_the_identity(expr in any_expr()) {
        let printed = expr.to_string();
        let read = Expression::parse(&printed);
        prop_assert_eq!(read.map(|read| read.without_spans()), Ok(expr), "{}", printed);
    }

    #[test]
    fn real_rules_broken_anyhow_break_nothing(text in mutated()) {
        let schema = coasts();
        let instance = Instance::build(&schema, &answers());
        let environment = environment("fr");
        if let Ok(read) = Expression::parse(&text) {
            let printed = read.to_string();
            prop_assert_eq!(Expression::parse(&printed).map(|again| again.without_spans()), Ok(read.without_spans()));
        }
        for home in ["sum", "here", "aboard", "region"].into_iter().filter_map(|name| schema.slot(name)) {
            let Ok(expression) = Expression::compile(&text, &schema, home) else { continue };
            for node in instance.nodes_of(home) {
                if let Ok(value) = expression.evaluate(&instance, node, &environment) {
                    prop_assert!(value.as_string().len() <= 1 << 20);
                }
            }
        }
        let given: Given = serde_json::from_str(r#"{"name": "a", "staff": 3, "ports": [{"berths": 1}, {}]}"#).unwrap();
        if let Err(fault) = Scene::of_json(&given, &text, None).unwrap().run(&text, None, &environment, None) {
            prop_assert!(text.get(fault.at.clone()).is_some());
            let _ = fault.caret_lines(&text);
        }
    }
}

#[test]
fn no_parenthesis_is_printed_that_is_not_needed() {
    for (text, printed) in [
        ("( 1+2 )*3", "(1 + 2) * 3"),
        ("(1*2)+3", "1 * 2 + 3"),
        ("1-(2-3)", "1 - (2 - 3)"),
        ("(1-2)-3", "(1 - 2) - 3"),
        ("1-2-3", "1 - 2 - 3"),
        ("((a or b)) and c", "(a or b) and c"),
        ("a or (b and c)", "a or b and c"),
        ("-(1)", "-1"),
        ("-(1 + 2)", "-(1 + 2)"),
        ("-(a | b)", "-a | b"),
        ("(-a) | b", "(-a) | b"),
        ("2 * -(3)", "2 * -3"),
        ("((${a}))", "${a}"),
        ("(${a})[1]", "(${a})[1]"),
        ("child::a/parent::node()/self::node()", "a/../."),
        ("/descendant-or-self::node()/a", "//a"),
        ("(/) * 2", "(/) * 2"),
        ("self::a[ 1 ]", "self::a[1]"),
        ("concat( 'it''s' )", ""),
        ("concat( \"it's\" ,'\"')", "concat(\"it's\", '\"')"),
        ("1000000000000000000000", "1000000000000000000000"),
        (".5", "0.5"),
        ("5.", "5"),
    ] {
        let given = Expression::parse(text).map_or_else(|_| String::new(), |expr| expr.to_string());
        assert_eq!(given, printed, "{text}");
    }
}

#[test]
fn caps_hold_however_it_is_written() {
    let schema = coasts();
    let instance = Instance::build(&schema, &answers());
    let code = |text: &str| match Expression::compile(text, &schema, SlotId::ROOT) {
        Err(error) => error.kind.code(),
        Ok(expression) => expression
            .evaluate(&instance, crate::questionnaire::instance::NodeId::ROOT, &environment("en"))
            .map_or_else(|error| error.kind.code(), |_| "fine"),
    };
    let many = |text: &str, count: usize| vec![text; count].join(", ");
    for (text, expected) in [
        ("(".repeat(100_000), "expression-too-long"),
        (format!("{}1{}", "(".repeat(15_000), ")".repeat(15_000)), "expression-too-deep"),
        (format!("{}1{}", "(".repeat(100), ")".repeat(100)), "fine"),
        ("-".repeat(30_000) + "1", "expression-too-deep"),
        (format!("1{}", "[1]".repeat(10_000)), "not-a-reference"),
        (format!("{}1{}", "a[".repeat(10_000), "]".repeat(10_000)), "expression-too-deep"),
        (format!("1{}", " = 1".repeat(7000)), "fine"),
        (format!("count({})", vec!["//*"; 1000].join(" | ")), "fine"),
        (format!("count({})", vec!["//*"; 5000].join(" | ")), "too-many-steps"),
        (format!("string-length(concat({}))", many("${name}", 3000)), "fine"),
        (format!("join('', randomize({}))", "//*".repeat(200)), "fine"),
        ("regex(concat(${name}, ${name}), '(a*)*(b|b|ab)*(x+x+)+y')".to_owned(), "fine"),
        ("regex('a', concat('(a{1000}){', '1000', '}'))".to_owned(), "bad-regex"),
        (format!("count(//*{})", "/ancestor-or-self::*//*".repeat(400)), "fine"),
    ] {
        let start = std::time::Instant::now();
        assert_eq!(code(&text), expected, "{}", text.get(..60).unwrap_or(&text));
        assert!(start.elapsed().as_secs() < 5, "{}", text.get(..60).unwrap_or(&text));
    }
}
