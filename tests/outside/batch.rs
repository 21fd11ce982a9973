//! The vectors once more, as a stranger runs them: through the program's `expression --batch`, with XML turned into
//! nested answers in each of the ways in which people do that.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    thread,
};

use periplus::questionnaire::tree::Tree;
use serde_json::{Map, Value as Json, json};

use crate::{
    exceptions,
    expressions::{Vector, read},
    xml,
};

/// How an instance becomes answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mapping {
    /// The document element is the one key at the top; of a form, its first instance, and its lists are lost.
    Document,
    /// What stands in the document element.
    Content,
    /// All of a form, as it is.
    Whole,
}

/// How many ask for the document element itself, which is not in its content.
const CONTENT_ONLY: usize = 12;

#[test]
fn the_program_gives_what_the_field_expects() {
    let Some(vectors) = read("expressions.jsonl") else { return };
    let known: BTreeSet<&str> = exceptions::DIFFERENT.iter().map(|(id, _)| *id).collect();
    for (profile, mapping, least) in [
        ("scalar", Mapping::Document, 0.99),
        ("tree", Mapping::Document, 0.95),
        ("tree", Mapping::Whole, 0.95),
        ("tree", Mapping::Content, 0.90),
        ("parse", Mapping::Document, 0.99),
    ] {
        let vectors: Vec<&Vector> = vectors.iter().filter(|vector| vector.profile == profile).collect();
        let requests: Vec<Json> = vectors.iter().map(|vector| request(vector, mapping)).collect();
        let answers = batch(&requests);
        assert_eq!(answers.len(), requests.len());
        let mut failed = Vec::new();
        for ((vector, request), answer) in vectors.iter().zip(&requests).zip(&answers) {
            let lost = mapping != Mapping::Whole && vector.expr.starts_with("instance(");
            if !passes(vector, answer) && !lost {
                failed.push((vector.id.as_str(), format!("{} {request} gave {answer}", vector.id)));
            }
        }
        let share = 1.0 - failed.len() as f64 / vectors.len() as f64;
        println!(
            "{profile}, {mapping:?}: {} of {} ({:.1} %)",
            vectors.len() - failed.len(),
            vectors.len(),
            100.0 * share
        );
        let surprises: Vec<&String> =
            failed.iter().filter(|(id, _)| !known.contains(id)).map(|(_, message)| message).collect();
        if mapping == Mapping::Content {
            assert!(surprises.len() <= CONTENT_ONLY, "{surprises:#?}");
        } else {
            assert!(surprises.is_empty(), "{profile}, {mapping:?}: {surprises:#?}");
        }
        assert!(share >= least, "{profile}, {mapping:?}: {share}");
    }
}

#[test]
fn a_batch_answers_every_line() {
    let lines = ["{\"expr\": \"1 + 1\"}", "no JSON", "{}", "{\"expr\": \"1 +\"}", "[1]", "\u{1}", "{\"expr\": \"2\"}"];
    let answers = run(&lines.map(str::to_owned));
    let codes: Vec<&str> = answers.iter().map(|answer| answer["error"]["code"].as_str().unwrap_or("")).collect();
    assert_eq!(codes, ["", "not-json", "unreadable-request", "unexpected-end", "unreadable-request", "not-json", ""]);
    assert_eq!(answers[0], json!({ "type": "number", "value": 2 }));
    assert_eq!(answers[3]["error"]["at"], json!([3, 3]));
}

fn request(vector: &Vector, mapping: Mapping) -> Json {
    let mut request = json!({ "expr": vector.expr, "now": "2026-02-03T04:05:06Z", "language": "en" });
    let conversion = match vector.expected().kind.as_str() {
        "string" | "string-match" => Some("string"),
        "number" | "number-rounded" => Some("number"),
        "boolean" => Some("boolean"),
        _ => None,
    };
    if vector.profile == "parse" {
        request["parse"] = json!(true);
    } else if let Some(conversion) = conversion {
        request["as"] = json!(conversion);
    }
    if let Some(document) = &vector.instance {
        let document = xml::read(document).unwrap();
        request["answers"] = answers(&document, mapping);
        request["context"] = json!(vector.context.as_deref().unwrap_or("/"));
    }
    request
}

fn answers(document: &Tree, mapping: Mapping) -> Json {
    let is_form = document.name == "h:html";
    match mapping {
        Mapping::Whole => json!({ document.name.clone(): nested(document) }),
        Mapping::Document | Mapping::Content => {
            let root = if is_form { first_instance(document).unwrap_or(document) } else { document };
            let content = nested(root);
            let content = if content.is_object() { content } else { json!({}) };
            if mapping == Mapping::Content { content } else { json!({ root.name.clone(): nested(root) }) }
        }
    }
}

fn first_instance(document: &Tree) -> Option<&Tree> {
    let child = |tree: &'static str| move |parent: &'_ Tree| parent.children.iter().position(|one| one.name == tree);
    let head = &document.children[child("h:head")(document)?];
    let model = &head.children[child("model")(head)?];
    model.children.iter().find(|one| one.name.starts_with("instance"))?.children.first()
}

/// Repeated elements are arrays, elements without children are texts.
fn nested(tree: &Tree) -> Json {
    if tree.children.is_empty() {
        return json!(tree.text);
    }
    let mut object = Map::new();
    if !tree.text.is_empty() {
        object.insert("#text".to_owned(), json!(tree.text));
    }
    for child in &tree.children {
        let (name, id) = child.name.split_once('#').unwrap_or((&child.name, ""));
        let mut value = nested(child);
        if let (false, Some(object)) = (id.is_empty(), value.as_object_mut()) {
            object.insert("@id".to_owned(), json!(id));
        }
        match object.get_mut(name) {
            None => {
                object.insert(name.to_owned(), value);
            }
            Some(Json::Array(values)) => values.push(value),
            Some(one) => *one = json!([one.take(), value]),
        }
    }
    Json::Object(object)
}

fn passes(vector: &Vector, answer: &Json) -> bool {
    let expected = vector.expected();
    let error = answer.get("error").is_some();
    if vector.profile == "parse" {
        return error != (expected.value.as_str() == Some("ok"));
    }
    let value = &answer["value"];
    match expected.kind.as_str() {
        "error" => error,
        "boolean" | "string" => *value == expected.value,
        "string-match" => {
            regex::Regex::new(expected.value.as_str().unwrap()).unwrap().is_match(value.as_str().unwrap())
        }
        "number" | "number-rounded" => {
            let number = |json: &Json| json.as_f64().or_else(|| json.as_str()?.parse().ok());
            number(value).zip(number(&expected.value)).is_some_and(|(given, wanted)| expected.is_near(given, wanted))
        }
        "date" => answer["type"] == "date" && *value == expected.value,
        "nodeset" => {
            answer["type"] == "nodes" && value.as_array().map(Vec::len) == expected.value.as_array().map(Vec::len)
        }
        other => panic!("unknown expectation {other}"),
    }
}

fn batch(requests: &[Json]) -> Vec<Json> {
    run(&requests.iter().map(Json::to_string).collect::<Vec<_>>())
}

fn run(lines: &[String]) -> Vec<Json> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_periplus"))
        .args(["expression", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = lines.join("\n");
    let writer = thread::spawn(move || input.write_all(text.as_bytes()));
    let output = BufReader::new(child.stdout.take().unwrap());
    let answers = output.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    writer.join().unwrap().unwrap();
    assert!(child.wait().unwrap().success());
    answers
}
