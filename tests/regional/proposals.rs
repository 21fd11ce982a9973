//! What the rules propose, case by case; and properties that hold for all answers.

use periplus::{
    fieldwork::{
        consolidation::{
            Said, Tally, Voice,
            differing::is_divergent,
            propose::{Asked, Outcome, WhyNot, propose},
            rule::Rule,
        },
        ids::ResponseId,
    },
    questionnaire::{
        answer::{Answer, NonAnswer, NonAnswerKind},
        compile::{Questionnaire, compile},
        expression::Environment,
        path::Path,
        xlsform::{Source, import},
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

const SURVEY: &str = "type,name,label,parameters,periplus::non_answers,periplus::max_length\n\
    select_one answers,one,One,,no_data not_our_competence not_applicable,\n\
    select_multiple topics,several,Several,,no_data not_our_competence not_applicable,\n\
    integer,whole,Whole,,no_data not_our_competence not_applicable,\n\
    decimal,fraction,Fraction,,no_data not_our_competence not_applicable,\n\
    range,stars,Stars,start=0 end=10 step=2,no_data,\n\
    text,words,Words,,no_data not_our_competence not_applicable,20\n\
    rank topics,order,Order,,no_data,\n\
    date,day,Day,,no_data,\n\
    select_one grades,grade,Grade,,no_data,\n\
    select_one upwards,upward,Upward,,,\n\
    acknowledge,agreed,Agreed,,no_data,\n";
const CHOICES: &str = "list_name,name,label\nanswers,yes,Y\nanswers,partly,P\nanswers,no,N\nanswers,unknown,U\n\
    topics,a,A\ntopics,b,B\ntopics,c,C\ngrades,1,1\ngrades,2,2\ngrades,3,3\nupwards,none,N\nupwards,some,S\nupwards,full,F\n";

fn questionnaire() -> Questionnaire {
    let settings = "form_id,form_title,version\nf,F,1\n";
    let files = [("survey.csv", SURVEY), ("settings.csv", settings), ("choices.csv", CHOICES)];
    let imported = import(Source::Files(files.map(|(name, text)| (name.into(), text.into())).to_vec()));
    compile(imported.definition.unwrap_or_else(|| panic!("{:?}", imported.problems))).unwrap()
}

fn voices(questionnaire: &Questionnaire, name: &str, said: &[Value]) -> Vec<Voice> {
    let kind = &questionnaire.question(name).unwrap().kind;
    (1..)
        .zip(said)
        .map(|(number, value)| {
            let said = match value {
                Value::Null => Said::Blank,
                Value::Bool(_) => Said::NotAsked,
                Value::String(text) if text.starts_with('!') => {
                    Said::NonAnswer(NonAnswer::from_code(&text[1..]).unwrap())
                }
                value => Said::Answer(Answer::from_json(kind, value).unwrap_or_else(|| panic!("{name}: {value}"))),
            };
            Voice { response: ResponseId(Uuid::from_u128(number)), said }
        })
        .collect()
}

fn ask(questionnaire: &Questionnaire, rule: Rule, name: &str, voices: &[Voice]) -> Outcome {
    let slot = questionnaire.schema.slot(name).unwrap();
    let place = questionnaire.place(slot);
    let question = place.question().unwrap();
    let list = question.kind.list().and_then(|list| questionnaire.definition.choice_list(list));
    let choices: Vec<String> =
        list.map(|list| list.choices.iter().map(|choice| choice.name.clone()).collect()).unwrap_or_default();
    propose(Asked { rule, question, choices: &choices, non_answers: &place.non_answers }, voices)
}

/// A proposal as JSON; the name of the reason why there is none.
fn told(outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Proposed { answer, .. } => answer.to_json(),
        Outcome::None(why) => json!(format!("{why:?}").split(['(', ' ', '{']).next().unwrap()),
    }
}

#[test]
fn every_rule_proposes_what_the_table_says() {
    let questionnaire = questionnaire();
    let no_data = json!({ "non_answer": "no_data" });
    let held = json!({ "non_answer": "no_data", "reason": "held_elsewhere" });
    for (rule, name, said, expected) in [
        ("any", "one", json!(["no", "yes", "no", "partly"]), json!("yes")),
        ("any", "one", json!(["no", "partly", "unknown"]), json!("partly")),
        ("any", "one", json!(["unknown", "no"]), json!("no")),
        ("any", "one", json!(["unknown", "unknown"]), json!("unknown")),
        ("all", "one", json!(["yes", "yes", "partly"]), json!("partly")),
        ("all", "one", json!(["yes", "!no_data:not_collected", null]), json!("yes")),
        ("any", "grade", json!(["1", "3", "2"]), json!("3")),
        ("all", "grade", json!(["1", "3", "2"]), json!("1")),
        ("any", "upward", json!(["none", "some"]), json!("some")),
        ("all", "upward", json!(["full", "some"]), json!("some")),
        ("majority", "one", json!(["yes", "no", "no"]), json!("no")),
        ("majority", "one", json!(["yes", "no", "no", "yes"]), json!("Tie")),
        ("majority", "day", json!(["2026-01-01", "2026-01-01", "2025-01-01"]), json!("2026-01-01")),
        ("any", "day", json!(["2026-01-01", "2025-01-01"]), json!("RuleUnfit")),
        ("any", "several", json!([["b"], ["a", "b"]]), json!(["a", "b"])),
        ("union", "several", json!([["c"], ["a"]]), json!(["a", "c"])),
        ("all", "several", json!([["b", "c"], ["a", "b"]]), json!(["b"])),
        ("all", "several", json!([["c"], ["a"]]), json!("NothingInCommon")),
        ("majority", "several", json!([["a", "b"], ["a"], ["c"]]), json!(["a"])),
        ("majority", "several", json!([["a", "b"], ["b"], ["a", "b"], ["c", "b"]]), json!("Tie")),
        ("sum", "fraction", json!([0.1, 0.2, "!no_data:held_elsewhere", null]), json!(0.3)),
        ("sum", "whole", json!([-3, 3]), json!(0)),
        ("sum", "whole", json!([999_999_999_999_999_i64, 1]), json!("TooLarge")),
        ("sum", "stars", json!([6, 6]), json!("OutOfRange")),
        ("mean", "stars", json!([4, 6]), json!("OutOfRange")),
        ("sum", "words", json!(["a", "b"]), json!("RuleUnfit")),
        ("mean", "whole", json!([1, 2]), json!("NotWhole")),
        ("mean", "whole", json!([1, 3, "!not_our_competence:state"]), json!(2)),
        ("mean", "fraction", json!([10, 0, 0]), json!(3.33)),
        ("union", "words", json!(["Sea", " sea. ", "Land"]), json!("Sea\nLand")),
        ("union", "words", json!(["A long text of words", "Another"]), json!("TooLong")),
        ("coordinator", "words", json!(["Sea", "Sea"]), json!("Coordinator")),
        ("majority", "order", json!([["a", "b", "c"], ["a", "c", "b"], ["b", "a", "c"]]), json!(["a", "b", "c"])),
        ("majority", "order", json!([["a", "b", "c"], ["b", "a", "c"]]), json!("EqualPoints")),
        ("all", "agreed", json!(["OK", null]), json!("NothingInCommon")),
        ("any", "agreed", json!(["OK", null]), json!("OK")),
        ("sum", "whole", json!(["!no_data:held_elsewhere", "!no_data:held_elsewhere"]), held),
        (
            "sum",
            "whole",
            json!(["!no_data:held_elsewhere", "!no_data:not_collected", "!not_our_competence:state"]),
            no_data,
        ),
        ("sum", "whole", json!(["!not_our_competence:state", "!not_applicable"]), json!("NonAnswersDiffer")),
        ("sum", "whole", json!(["!not_our_competence:state", null]), json!("NonAnswersDiffer")),
        ("sum", "whole", json!([null, true]), json!("Nobody")),
        ("any", "one", json!([]), json!("Nobody")),
    ] {
        let voices = voices(&questionnaire, name, said.as_array().unwrap());
        let outcome = ask(&questionnaire, Rule::from_code(rule).unwrap(), name, &voices);
        assert_eq!(told(&outcome), expected, "{rule} {name} {said}");
    }
}

#[test]
fn departments_differ_where_no_rule_merges_them() {
    let questionnaire = questionnaire();
    for (rule, name, said, expected) in [
        (Rule::Coordinator, "words", json!(["Sea", "SEA!"]), false),
        (Rule::Coordinator, "words", json!(["Sea", "Land"]), true),
        (Rule::Coordinator, "one", json!(["yes", "!no_data:not_collected"]), false),
        (Rule::Any, "one", json!(["yes", "no"]), false),
        (Rule::Majority, "one", json!(["yes", "no"]), true),
        (Rule::Sum, "whole", json!([1, 2]), false),
    ] {
        let voices = voices(&questionnaire, name, said.as_array().unwrap());
        let outcome = ask(&questionnaire, rule, name, &voices);
        assert_eq!(is_divergent(&voices, &outcome), expected, "{rule:?} {name} {said}");
    }
}

#[test]
fn who_could_not_answer_leaves_the_base() {
    let questionnaire = questionnaire();
    let said = json!([1, "!no_data:not_collected", "!not_our_competence:state", "!not_applicable", null, true]);
    let tally = Tally::of(&voices(&questionnaire, "whole", said.as_array().unwrap()));
    let expected = Tally { answered: 1, no_data: 1, not_our_competence: 1, not_applicable: 1, blank: 1, not_asked: 1 };
    assert_eq!((tally, tally.base()), (expected, 3));
}

const NAMES: [&str; 9] = ["one", "several", "whole", "fraction", "stars", "words", "order", "day", "grade"];

/// A question, and what departments say to it.
fn anything() -> impl Strategy<Value = (&'static str, Vec<Value>)> {
    prop::sample::select(NAMES.to_vec()).prop_flat_map(|name| {
        let answer = match name {
            "one" => prop::sample::select(vec!["yes", "partly", "no", "unknown"]).prop_map(|one| json!(one)).boxed(),
            "grade" => (1..=3_i32).prop_map(|grade| json!(grade.to_string())).boxed(),
            "several" => prop::sample::subsequence(vec!["a", "b", "c"], 1..=3).prop_map(|some| json!(some)).boxed(),
            "order" => Just(vec!["a", "b", "c"]).prop_shuffle().prop_map(|order| json!(order)).boxed(),
            "whole" => (-999_999_999_999_999_i64..=999_999_999_999_999).prop_map(|number| json!(number)).boxed(),
            "fraction" => (-1_000_000_i64..1_000_000)
                .prop_map(|cents| serde_json::from_str(&format!("{}.{:02}", cents / 100, cents.abs() % 100)).unwrap())
                .boxed(),
            "stars" => (0..=5_i32).prop_map(|half| json!(half * 2)).boxed(),
            "day" => (1..=28_i32).prop_map(|day| json!(format!("2026-02-{day:02}"))).boxed(),
            _ => "[a-cA-C ]{1,8}[a-c]".prop_map(|text| json!(text)).boxed(),
        };
        let said = prop_oneof![
            6 => answer,
            1 => Just(json!(null)),
            1 => Just(json!("!no_data:not_collected")),
        ];
        (Just(name), prop::collection::vec(said, 0..7))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_departments_does_not_matter((name, said) in anything(), turn in 0_usize..7) {
        let questionnaire = questionnaire();
        let mut turned = said.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        for rule in Rule::ALL {
            // Texts are put one after the other.
            if rule == Rule::Union && name == "words" {
                continue;
            }
            let [one, other] = [&said, &turned].map(|said| told(&ask(&questionnaire, rule, name, &voices(&questionnaire, name, said))));
            prop_assert_eq!(one, other, "{:?} {}", rule, name);
        }
    }

    #[test]
    fn a_proposal_is_always_valid((name, said) in anything()) {
        let questionnaire = questionnaire();
        let now = "2026-03-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().fixed_offset();
        let environment = Environment { now, language: "en", seed: 0 };
        for rule in Rule::ALL {
            let outcome = ask(&questionnaire, rule, name, &voices(&questionnaire, name, &said));
            if let Outcome::Proposed { answer, .. } = outcome {
                let answers = [(Path::top(name), answer)].into_iter().collect();
                let instance = questionnaire.evaluate(&answers, &environment);
                prop_assert_eq!(questionnaire.validate(&instance, &environment), vec![], "{:?} {}", rule, name);
            }
        }
    }

    #[test]
    fn one_department_alone_is_heard_as_it_speaks((name, said) in anything()) {
        let questionnaire = questionnaire();
        for one in said.iter().filter(|one| !one.is_null()) {
            let voices = voices(&questionnaire, name, std::slice::from_ref(one));
            for rule in Rule::ALL.into_iter().filter(|rule| *rule != Rule::Coordinator) {
                let outcome = ask(&questionnaire, rule, name, &voices);
                let is_word = matches!(&voices[0].said, Said::NonAnswer(non_answer) if non_answer.kind == NonAnswerKind::NoData);
                let expected = voices[0].said.as_answer().unwrap().to_json();
                let unfit = outcome == Outcome::None(WhyNot::RuleUnfit);
                // Only numbers have a sum.
                prop_assert!((unfit && rule == Rule::Sum && !is_word) || told(&outcome) == expected, "{rule:?} {name}: {outcome:?}");
            }
        }
    }
}
