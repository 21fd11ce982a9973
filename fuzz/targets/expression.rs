//! Any text as a rule: it is read, printed, read again, compiled on several rows and computed.

#![no_main]

use std::sync::OnceLock;

use chrono::DateTime;
use libfuzzer_sys::fuzz_target;
use periplus_fuzz::questionnaire::{
    compile::{Questionnaire, compile},
    expression::{
        Environment, Expression,
        trial::{Given, Scene},
    },
    instance::Instance,
    xlsform::{Source, import, markdown::workbook_from_markdown},
};

const WORKBOOK: &str = "
| survey  |                          |          |       |
|         | type                     | name     | label |
|         | text                     | name     | Name  |
|         | integer                  | staff    | Staff |
|         | date                     | founded  | Founded |
|         | select_one regions       | region   | Region |
|         | select_multiple regions  | partners | Partners |
|         | begin_repeat             | ports    | Ports |
|         | integer                  | berths   | Berths |
|         | begin_repeat             | ships    | Ships |
|         | decimal                  | tons     | Tons |
|         | end_repeat               |          |       |
|         | end_repeat               |          |       |
| choices |                          |          |       |
|         | list_name                | name     | label | sea |
|         | regions                  | crete    | Crete | south |
|         | regions                  | skane    | Skåne | north |
";

const ANSWERS: &str = r#"{
    "name": "Ports of the coast", "staff": 12, "founded": "1999-12-31", "region": "crete",
    "partners": ["crete", "skane"],
    "ports": [
        { "berths": 5, "ships": [{ "tons": 1.5 }, { "tons": "heavy" }] },
        { "berths": null, "ships": [] },
        { "berths": 7, "ships": [{ "tons": 40 }] }
    ]
}"#;

fn questionnaire() -> &'static Questionnaire {
    static QUESTIONNAIRE: OnceLock<Questionnaire> = OnceLock::new();
    QUESTIONNAIRE.get_or_init(|| {
        let imported = import(Source::Workbook(workbook_from_markdown(WORKBOOK)));
        compile(imported.definition.expect("sound")).expect("sound")
    })
}

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let environment = Environment {
        now: DateTime::parse_from_rfc3339("2026-02-03T23:30:00+02:00").expect("a moment"),
        language: "fr",
        seed: 7,
    };
    if let Ok(read) = Expression::parse(&text) {
        let printed = read.to_string();
        // What is at the limits of length and depth may print longer.
        if printed.len() < 16_000 {
            let again = Expression::parse(&printed).expect("what is printed can be read");
            assert_eq!(again.without_spans(), read.without_spans(), "{printed}");
            assert_eq!(again.to_string(), printed);
        }
    }
    let questionnaire = questionnaire();
    let schema = &questionnaire.schema;
    let given: Given = serde_json::from_str(ANSWERS).expect("JSON");
    static INSTANCE: OnceLock<Instance> = OnceLock::new();
    let instance = INSTANCE.get_or_init(|| {
        let answers = periplus_fuzz::questionnaire::expression::trial::answers(schema, &given).expect("sound");
        questionnaire.evaluate(&answers, &environment)
    });
    for (slot, _) in schema.slots() {
        let Ok(compiled) = Expression::compile(&text, schema, slot) else { continue };
        for node in instance.nodes_of(slot).into_iter().take(2) {
            if let Ok(value) = compiled.evaluate(instance, node, &environment) {
                assert!(value.as_string().len() <= 1 << 20);
                let _ = (value.as_number(), value.as_boolean(), value.is_blank(), value.to_answer());
            }
        }
    }
    if let (Some(list), Some(home)) = (schema.list("regions"), schema.slot("region"))
        && let Ok(filter) = Expression::compile_filter(&text, schema, home, list)
    {
        let node = instance.node_of(home).expect("it stands once");
        let _ = filter.choices(instance, node, &environment);
    }
    // Without a questionnaire, names come from the answers.
    if let Ok(scene) = Scene::of_json(&given, &text, None)
        && let Err(fault) = scene.run(&text, None, &environment, None)
    {
        let _ = (fault.to_json(&text), fault.caret_lines(&text));
    }
});
