//! Answers without a questionnaire: nested JSON as a document, in any of the shapes that people write one in.

use rust_decimal::Decimal;

use super::{
    super::{
        ast::{Axis, ExprKind, NodeTest, Start, Step},
        parser,
    },
    Fault, Given, Scene, place,
};
use crate::questionnaire::{
    answer::Answer,
    definition::{Choice, ChoiceList},
    instance::{Instance, NodeId},
    schema::Schema,
    text::{LanguageKey, Text},
    tree::Tree,
};

pub(super) fn scene(answers: &Given, text: &str, place: Option<&str>) -> Result<Scene, Fault> {
    let (answers, lists) = primary_instance(answers).unwrap_or((answers, Vec::new()));
    let Some(entries) = answers.entries() else {
        let message = "The answers are no object.".to_owned();
        return Err(Fault::new("unreadable-answers", message, "Give an object of answers by name."));
    };
    let mut builder = Builder::default();
    let trees = builder.children(entries);
    let wrapper = wrapper(&trees, text, place);
    let scene = builder.clone().scene(trees.clone(), lists.clone(), wrapper.clone());
    if wrapper.is_some() || scene.place(place).is_ok() {
        return Ok(scene);
    }
    // The place itself says what the response is called: `/div[1]/div[2]` of `{"div": ["a", "b"]}`.
    let first = place.filter(|place| place.starts_with('/')).and_then(place::steps);
    match first.as_deref().and_then(<[_]>::first) {
        Some(first) => Ok(builder.scene(trees, lists, Some(first.name.to_owned()))),
        None => Ok(scene),
    }
}

/// What absolute paths call the response where the answers have no such element: `/data/age` of `{"age": 7}`.
fn wrapper(trees: &[Tree], text: &str, place: Option<&str>) -> Option<String> {
    let has = |name: &str| trees.iter().any(|tree| tree.name == name);
    // One element that holds others, or whose root is asked for, looks like the document itself.
    let is_document = match trees {
        [] => return None,
        [only] => !only.children.is_empty() || place == Some("/"),
        _ => false,
    };
    let mut paths = absolute_paths(text);
    if let Some(steps) = place.filter(|place| place.starts_with('/')).and_then(place::steps) {
        let mut names = steps.iter().map(|step| step.name.to_owned());
        paths.extend(names.next().map(|first| (first, names.next())));
    }
    if paths.iter().any(|(first, _)| has(first)) {
        return None;
    }
    let leads = |second: &Option<String>| second.as_deref().is_some_and(has);
    paths.into_iter().find(|(_, second)| !is_document || leads(second)).map(|(first, _)| first)
}

/// The first two names of each absolute path of the expression.
fn absolute_paths(text: &str) -> Vec<(String, Option<String>)> {
    let mut paths = Vec::new();
    let Ok(parsed) = parser::parse(text) else { return paths };
    parsed.walk(&mut |expr| {
        let ExprKind::Path(path) = &expr.kind else { return };
        if path.start == Start::Root
            && let Some(first) = path.steps.first().and_then(child_name)
        {
            paths.push((first, path.steps.get(1).and_then(child_name)));
        }
    });
    paths
}

fn child_name(step: &Step) -> Option<String> {
    match &step.test {
        NodeTest::Name(name) if step.axis == Axis::Child => Some(name.clone()),
        NodeTest::Name(_)
        | NodeTest::Any
        | NodeTest::AnyIn(_)
        | NodeTest::Node
        | NodeTest::Text
        | NodeTest::Comment
        | NodeTest::Instruction(_) => None,
    }
}

/// The first instance of a whole XForm, and its others as lists.
fn primary_instance(document: &Given) -> Option<(&Given, Vec<ChoiceList>)> {
    let html = document.get("h:html").or_else(|| document.get("html"))?;
    let model = html.get("h:head").or_else(|| html.get("head"))?.get("model")?;
    let instances = match model.get("instance")? {
        Given::List(instances) => instances.as_slice(),
        one => std::slice::from_ref(one),
    };
    let (primary, others) = instances.split_first()?;
    Some((primary, others.iter().filter_map(list).collect()))
}

/// A secondary instance: `{"@id": …, "root": {"item": […]}}`.
fn list(instance: &Given) -> Option<ChoiceList> {
    let name = instance.get("@id").or_else(|| instance.get("id"))?.text();
    let root = instance.entries()?.iter().map(|(_, value)| value).find(|value| value.entries().is_some())?;
    let items = match root.entries()?.first() {
        Some((_, Given::List(items))) => items.as_slice(),
        Some((_, one)) => std::slice::from_ref(one),
        None => &[],
    };
    let choice = |item: &Given| {
        let cell = |name: &str| item.get(name).map(Given::text).unwrap_or_default();
        let cells = item.entries()?.iter().filter(|(key, _)| !matches!(key.as_str(), "name" | "label"));
        let label = Text::single(LanguageKey::new("default"), &cell("label"));
        let extra = cells.map(|(key, value)| (key.clone(), value.text())).collect();
        Some(Choice { name: cell("name"), label, extra })
    };
    Some(ChoiceList { name, choices: items.iter().filter_map(choice).collect() })
}

/// Gathers, beside the texts, which of them are numbers: in the order of the nodes.
#[derive(Clone, Default)]
struct Builder {
    numbers: Vec<Option<Decimal>>,
}

impl Builder {
    fn children(&mut self, entries: &[(String, Given)]) -> Vec<Tree> {
        let mut trees = Vec::new();
        for (name, value) in entries {
            // Attributes and the text of an element, as programs that turn XML into JSON write them.
            if !name.starts_with(['@', '#', '$']) {
                self.add(name, value, &mut trees);
            }
        }
        trees
    }

    fn add(&mut self, name: &str, value: &Given, trees: &mut Vec<Tree>) {
        match value {
            Given::List(entries) => entries.iter().for_each(|entry| self.add(name, entry, trees)),
            Given::Object(entries) => {
                self.numbers.push(None);
                let own = ["#text", "$t", "$"].into_iter().find_map(|key| value.get(key));
                let text = own.map(Given::text).unwrap_or_default();
                let children = self.children(entries);
                trees.push(Tree { text, ..Tree::branch(name, children) });
            }
            Given::Scalar(scalar) => {
                // Through its text: every digit of it stays.
                self.numbers.push(scalar.as_f64().and_then(|_| value.text().parse().ok()));
                trees.push(Tree::leaf(name, &value.text()));
            }
        }
    }

    fn scene(mut self, mut trees: Vec<Tree>, lists: Vec<ChoiceList>, wrapper: Option<String>) -> Scene {
        if let Some(name) = &wrapper {
            trees = vec![Tree::branch(name, trees)];
            self.numbers.insert(0, None);
        }
        let schema = Schema::of_trees(&trees, lists);
        let mut instance = Instance::of_trees(&schema, &trees);
        let nodes: Vec<NodeId> = instance.nodes().skip(1).map(|(node, _)| node).collect();
        for (node, number) in nodes.into_iter().zip(self.numbers) {
            if let Some(number) = number {
                instance.set_answer(node, Some(Answer::Number(number)));
            }
        }
        let first = instance.get(NodeId::ROOT).children.first().copied().filter(|_| wrapper.is_some());
        Scene { schema, instance, start: first.unwrap_or(NodeId::ROOT) }
    }
}
