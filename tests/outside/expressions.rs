//! The expressions of the field's public test suites, with what its engines give. The vectors live outside the
//! repository: where they are not found, the tests say so and pass.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use periplus::questionnaire::{
    definition::{Choice, ChoiceList},
    expression::{Environment, Expression, Place, Value, ValueKind},
    instance::{Instance, NodeId},
    schema::{Schema, SlotId},
    text::Text,
    tree::Tree,
};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::{data, exceptions, shape, xml};

#[derive(Deserialize)]
pub struct Vector {
    pub id: String,
    pub expr: String,
    expect: Expected,
    pub profile: String,
    pub instance: Option<String>,
    pub context: Option<String>,
    expect_utc: Option<Expected>,
}

#[derive(Deserialize)]
pub struct Expected {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub value: Json,
    ast: Option<String>,
    factor: Option<f64>,
    tolerance: Option<f64>,
}

/// A response to compute in, and where the expression stands.
struct Scene {
    schema: Schema,
    instance: Instance,
    node: NodeId,
}

#[test]
fn expressions_give_what_the_field_expects() {
    let Some(vectors) = read("expressions.jsonl") else { return };
    let mut figures: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut failed: BTreeMap<&str, String> = BTreeMap::new();
    for vector in &vectors {
        let outcome = check(vector);
        let (passed, all) = figures.entry(&vector.profile).or_default();
        *all += 1;
        match outcome {
            Ok(()) => *passed += 1,
            Err(message) => {
                failed.insert(&vector.id, format!("{} {:?}: {message}", vector.profile, vector.expr));
            }
        }
    }
    for (profile, (passed, all)) in figures {
        println!("{profile}: {passed} of {all} ({:.1} %)", 100.0 * passed as f64 / all as f64);
    }
    let known: BTreeSet<&str> = exceptions::DIFFERENT.iter().map(|(id, _)| *id).collect();
    let surprises: Vec<String> =
        failed.iter().filter(|(id, _)| !known.contains(*id)).map(|(id, message)| format!("{id} {message}")).collect();
    let mended: Vec<&&str> = known.iter().filter(|id| !failed.contains_key(*id)).collect();
    assert!(surprises.is_empty(), "{} not as expected:\n{}", surprises.len(), surprises.join("\n"));
    assert!(mended.is_empty(), "no longer exceptions: {mended:?}");
}

#[test]
fn where_the_field_disagrees_one_answer_is_decided() {
    let Some(vectors) = read("expressions-divergent.jsonl") else { return };
    let mut undecided = Vec::new();
    for vector in &vectors {
        let given = match evaluate(vector) {
            Ok(text) => text,
            Err(message) => format!("error {message}"),
        };
        let decided = exceptions::DECIDED.iter().find(|(id, _, _)| *id == vector.id).map(|(_, value, _)| *value);
        if decided != Some(given.as_str()) {
            undecided.push(format!("(\"{}\", {given:?}, \"\"), // {:?} {decided:?}", vector.id, vector.expr));
        }
    }
    println!("divergent: {} of {} as decided", vectors.len() - undecided.len(), vectors.len());
    assert!(undecided.is_empty(), "not as decided:\n{}", undecided.join("\n"));
    assert_eq!(exceptions::DECIDED.len(), vectors.len());
}

/// What the expression gives, as text; or the code of what is wrong.
fn evaluate(vector: &Vector) -> Result<String, String> {
    let scene = Scene::of(vector)?;
    let home = scene.instance.get(scene.node).slot;
    let compiled =
        Expression::compile(&vector.expr, &scene.schema, home).map_err(|error| error.kind.code().to_owned())?;
    let value = compiled.evaluate(&scene.instance, scene.node, &environment());
    value.map(|value| value.as_string().into_owned()).map_err(|error| error.kind.code().to_owned())
}

pub fn environment() -> Environment<'static> {
    let now = DateTime::parse_from_rfc3339("2026-02-03T04:05:06+00:00").unwrap();
    Environment { now, language: "en", seed: 1 }
}

impl Vector {
    /// What is expected in UTC.
    pub fn expected(&self) -> &Expected {
        self.expect_utc.as_ref().unwrap_or(&self.expect)
    }
}

impl Expected {
    /// Is the number near enough to the one that is wanted?
    pub fn is_near(&self, number: f64, wanted: f64) -> bool {
        let near = match self.factor {
            Some(factor) => (number * factor + 0.5).floor() == (wanted * factor + 0.5).floor(),
            None => (number - wanted).abs() <= self.tolerance.unwrap_or(1e-12).max(wanted.abs() * 1e-12),
        };
        near || number == wanted || (number.is_nan() && wanted.is_nan())
    }
}

/// The vectors of a file.
pub fn read(name: &str) -> Option<Vec<Vector>> {
    let text = data::text(name)?;
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn check(vector: &Vector) -> Result<(), String> {
    let expected = vector.expected();
    if vector.profile == "parse" {
        let parsed = Expression::parse(&vector.expr);
        return match (expected.value.as_str() == Some("ok"), parsed, &expected.ast) {
            (true, Err(error), _) => Err(format!("refused: {:?}", error.kind)),
            (false, Ok(_), _) => Err("accepted".to_owned()),
            (true, Ok(expr), Some(ast)) if shape::shape(&expr) != *ast => Err(shape::shape(&expr)),
            (true, Ok(_), _) | (false, Err(_), _) => Ok(()),
        };
    }
    let scene = Scene::of(vector)?;
    let home = scene.instance.get(scene.node).slot;
    let compiled = match Expression::compile(&vector.expr, &scene.schema, home) {
        Ok(compiled) => compiled,
        Err(_) if expected.kind == "error" => return Ok(()),
        Err(error) => return Err(format!("not compiled: {:?}", error.kind)),
    };
    match compiled.evaluate(&scene.instance, scene.node, &environment()) {
        Ok(value) if expected.kind == "error" => Err(format!("gave {:?}", value.as_string())),
        Ok(value) => compare(&scene, &value, expected),
        Err(_) if expected.kind == "error" => Ok(()),
        Err(error) => Err(format!("failed: {:?}", error.kind)),
    }
}

fn compare(scene: &Scene, value: &Value<'_>, expected: &Expected) -> Result<(), String> {
    let text = value.as_string();
    let wanted = match &expected.value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let passed = match expected.kind.as_str() {
        "boolean" => expected.value.as_bool() == Some(value.as_boolean()),
        "number" | "number-rounded" => {
            let wanted = wanted.parse::<f64>().map_err(|error| error.to_string())?;
            expected.is_near(value.as_number(), wanted)
        }
        "string" => text == wanted,
        "string-match" => regex::Regex::new(&wanted).unwrap().is_match(&text),
        "date" => value.kind() == ValueKind::Date && text == wanted,
        "nodeset" => {
            let Value::Nodes(nodes) = value else { return Err("no nodes".to_owned()) };
            let paths: Vec<Json> = nodes.places().iter().map(|place| Json::String(scene.path(*place))).collect();
            return if expected.value == Json::Array(paths.clone()) { Ok(()) } else { Err(format!("{paths:?}")) };
        }
        other => return Err(format!("unknown expectation {other}")),
    };
    if passed { Ok(()) } else { Err(format!("gave {:?} {text:?}, expected {wanted:?}", value.kind())) }
}

impl Scene {
    fn of(vector: &Vector) -> Result<Self, String> {
        let Some(document) = &vector.instance else {
            let schema = Schema::empty();
            let instance = Instance::build(&schema, &Default::default());
            return Ok(Self { schema, instance, node: NodeId::ROOT });
        };
        let document = xml::read(document).ok_or("unreadable XML")?;
        let context = vector.context.as_deref().unwrap_or("/");
        let (tree, lists, context) = match primary_instance(&document) {
            Some((tree, lists)) => (tree, lists, context.split_once("/instance[1]").map_or("", |(_, inside)| inside)),
            None => (document, Vec::new(), context),
        };
        let schema = Schema::of_tree(&tree, lists);
        let instance = Instance::of_tree(&schema, &tree);
        let mut node = NodeId::ROOT;
        for step in context.split('/').filter(|step| !step.is_empty()) {
            let (name, position) = step.trim_end_matches(']').split_once('[').ok_or("odd context")?;
            let position: usize = position.parse().map_err(|_| "odd context")?;
            let named = |child: &&NodeId| schema.get(instance.get(**child).slot).name == name;
            let found = instance.get(node).children.iter().filter(named).nth(position - 1);
            node = *found.ok_or_else(|| format!("no context {context}"))?;
        }
        Ok(Self { schema, instance, node })
    }

    fn path(&self, place: Place) -> String {
        let mut node = match place {
            Place::Answer(node) => node,
            Place::Document(list) => return format!("/h:html[1]/h:head[1]/model[1]/instance[{}]", list.index() + 2),
            Place::Root(_) | Place::Choice(..) | Place::Cell(..) => return format!("{place:?}"),
        };
        let mut path = String::new();
        while self.instance.get(node).slot != SlotId::ROOT {
            let this = self.instance.get(node);
            path = format!("/{}[{}]{path}", self.schema.get(this.slot).name, this.position);
            node = this.parent.unwrap();
        }
        if path.is_empty() { "/".to_owned() } else { path }
    }
}

/// The first instance of an XForm, and its secondary instances as lists.
fn primary_instance(document: &Tree) -> Option<(Tree, Vec<ChoiceList>)> {
    if document.name != "h:html" {
        return None;
    }
    let model = document.children.iter().find(|child| child.name == "h:head")?;
    let model = model.children.iter().find(|child| child.name == "model")?;
    let mut instances = model.children.iter().filter(|child| child.name.starts_with("instance"));
    let tree = instances.next()?.children.first()?.clone();
    let lists = instances.map(|instance| {
        let items = instance.children.iter().flat_map(|root| &root.children);
        let choice = |item: &Tree| {
            let cell = |cell: &Tree| (cell.name.clone(), cell.text.clone());
            Choice { name: String::new(), label: Text::default(), extra: item.children.iter().map(cell).collect() }
        };
        let name = instance.name.strip_prefix("instance#").unwrap_or_default().to_owned();
        ChoiceList { name, choices: items.map(choice).collect() }
    });
    let lists = lists.collect();
    Some((tree, lists))
}
