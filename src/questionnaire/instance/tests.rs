//! Where answers land, and how they read.

use super::*;
use crate::questionnaire::{
    answers::Answers,
    expression::fixture::{answers, coasts},
    tree::Tree,
};

#[test]
fn every_answer_has_its_node_and_every_node_its_path() {
    let schema = coasts();
    let answers = answers();
    let instance = Instance::build(&schema, &answers);
    for (path, answer) in answers.iter() {
        let node = instance.node_at(path).unwrap();
        assert_eq!(instance.answer(node), Some(answer), "{path}");
        assert_eq!(&instance.path_of(node), path);
    }
    for (id, node) in instance.nodes() {
        let slot = schema.get(node.slot);
        if matches!(slot.kind, SlotKind::Question(_) | SlotKind::Group) {
            assert_eq!(instance.node_at(&instance.path_of(id)), Some(id));
            assert_eq!(instance.node_of(node.slot).is_some(), slot.repeat.is_none(), "{}", slot.name);
        }
        assert!(node.children.iter().all(|child| instance.get(*child).parent == Some(id)));
    }
    let ships = instance.nodes_of(schema.slot("ships").unwrap());
    let paths: Vec<String> = ships.iter().map(|ship| instance.entry_path_of(*ship).to_string()).collect();
    assert_eq!(paths, ["ports/1/ships/1", "ports/1/ships/2", "ports/4/ships/1"]);
    let positions: Vec<u32> = ships.iter().map(|ship| instance.get(*ship).position).collect();
    assert_eq!(positions, [1, 2, 1]);
    assert_eq!(instance.entry_at(&"ports/4".parse().unwrap()), instance.get(ships[2]).parent);
}

#[test]
fn what_has_no_place_is_left_out() {
    let schema = coasts();
    let odd: Answers =
        ["nowhere", "ports/1/nowhere", "ports/1/name", "nowhere/1/berths", "about", "ports/1/ships/1/berths"]
            .map(|path| (path.parse().unwrap(), Answer::Text("x".to_owned())))
            .into_iter()
            .collect();
    let instance = Instance::build(&schema, &odd);
    assert!(instance.nodes().all(|(id, _)| instance.answer(id).is_none()));
    for path in ["nowhere", "ports/2/berths", "ports/1/name", "berths", "ports/1/ports/1/berths"] {
        assert_eq!(instance.node_at(&path.parse().unwrap()), None, "{path}");
    }
}

#[test]
fn answers_read_as_the_language_says() {
    let instance = Instance::build(&coasts(), &answers());
    for (path, text) in [
        ("name", "Ports of the coast"),
        ("staff", "12"),
        ("founded", "1999-12-31"),
        ("region", "crete"),
        ("partners", "crete skane"),
        ("ports/1/ships/1/tons", "1.5"),
        ("ports/1/ships/2/tons", ""),
        ("ports/4/title", ""),
        ("sum", ""),
    ] {
        let node = instance.node_at(&path.parse().unwrap()).unwrap();
        assert_eq!(instance.content(node).as_text(), text, "{path}");
    }
}

#[test]
fn what_repeats_in_a_document_is_a_repeat() {
    let row = |name: &str| Tree::branch("row", vec![Tree::leaf("name", name)]);
    let tree = Tree::branch("data", vec![row("a"), Tree::leaf("alone", "x"), row("b")]);
    let schema = Schema::of_tree(&tree, Vec::new());
    let instance = Instance::of_tree(&schema, &tree);
    let kinds = ["data", "row", "name", "alone"].map(|name| schema.get(schema.slot(name).unwrap()).kind.clone());
    assert!(matches!(kinds, [SlotKind::Group, SlotKind::Repeat, SlotKind::Question(_), SlotKind::Question(_)]));
    let texts: Vec<_> = instance
        .nodes_of(schema.slot("name").unwrap())
        .into_iter()
        .map(|node| instance.content(node).as_text())
        .collect();
    assert_eq!(texts, ["a", "b"]);
}
