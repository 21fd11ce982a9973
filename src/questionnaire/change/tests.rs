//! An answer changed in place gives what evaluating everything anew gives, and what is submitted is what is relevant.

mod forms;

use std::collections::BTreeSet;

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Map, Value};

use self::forms::{Edit, answer, edits, questionnaire, rows};
use super::*;
use crate::questionnaire::{
    answers::Answers,
    document::ENTRY,
    expression::{Expression, fixture::environment},
    fixtures::compiled,
    instance::Content,
    path::Path,
};

/// Everything of an instance that anybody can see, by path.
#[derive(Debug, PartialEq)]
struct Seen {
    path: Path,
    slot: SlotId,
    relevant: bool,
    answer: Option<Answer>,
    content: Content,
    repeats: Vec<bool>,
}

fn seen(instance: &Instance) -> Vec<Seen> {
    let schema = instance.schema();
    let nodes = instance.nodes().map(|(id, node)| {
        let children = schema.get(node.slot).children.iter();
        let repeats = children.filter(|child| schema.get(**child).kind == SlotKind::Repeat);
        Seen {
            path: instance.path_of(id),
            slot: node.slot,
            relevant: instance.is_relevant(id),
            answer: instance.answer(id).cloned(),
            content: instance.content(id).clone(),
            repeats: repeats.map(|repeat| instance.is_repeat_relevant(id, *repeat)).collect(),
        }
    });
    nodes.collect()
}

/// Answers with the instance that they are kept in step with.
struct Response<'a> {
    questionnaire: &'a Questionnaire,
    answers: Answers,
    instance: Instance,
}

impl<'a> Response<'a> {
    fn new(questionnaire: &'a Questionnaire) -> Self {
        let answers = Answers::default();
        let instance = questionnaire.evaluate(&answers, &environment("en"));
        Self { questionnaire, answers, instance }
    }

    /// Gives what changed, where an answer did.
    fn edit(&mut self, edit: &Edit) -> Changed {
        match edit {
            Edit::Answer { node, value } => {
                let questions = |(id, node): (NodeId, &crate::questionnaire::instance::Node)| match &self
                    .questionnaire
                    .schema
                    .get(node.slot)
                    .kind
                {
                    SlotKind::Question(kind) => Some((id, kind.clone())),
                    SlotKind::Root | SlotKind::Group | SlotKind::Repeat => None,
                };
                let mut nodes: Vec<_> = self.instance.nodes().filter_map(questions).collect();
                // Mostly an answer that something is computed from.
                let is_read = |node: NodeId| {
                    let slot = self.instance.get(node).slot;
                    !self.questionnaire.readers.computed(slot).is_empty()
                        && self.questionnaire.calculation(slot).is_none()
                };
                if *value != 4 && nodes.iter().any(|(node, _)| is_read(*node)) {
                    nodes.retain(|(node, _)| is_read(*node));
                }
                let Some((node, kind)) = nodes.get(usize::from(*node) % nodes.len().max(1)) else {
                    return Changed::default();
                };
                return self.answer(*node, answer(kind, *value));
            }
            Edit::Add { repeat } => {
                if let Some(path) = self.repeat(*repeat) {
                    self.answers.add_entry(path);
                    self.rebuild();
                }
            }
            Edit::Remove { repeat, entry } => {
                let Some(path) = self.repeat(*repeat) else { return Changed::default() };
                let entries = self.answers.entries(&path);
                if let Some(key) = entries.get(usize::from(*entry) % entries.len().max(1)).copied() {
                    self.answers.remove_entry(&path, key);
                    self.rebuild();
                }
            }
        }
        Changed::default()
    }

    fn rebuild(&mut self) {
        self.instance = self.questionnaire.evaluate(&self.answers, &environment("en"));
    }

    fn repeat(&self, pick: u16) -> Option<Path> {
        let schema = &self.questionnaire.schema;
        let inside = |(id, node): (NodeId, &crate::questionnaire::instance::Node)| {
            let repeats = schema.get(node.slot).children.iter().filter(|at| schema.get(**at).kind == SlotKind::Repeat);
            let within = self.instance.entry_path_of(id);
            repeats.map(|at| within.question(&schema.get(*at).name)).collect::<Vec<_>>()
        };
        let paths: Vec<Path> = self.instance.nodes().flat_map(inside).collect();
        paths.get(usize::from(pick) % paths.len().max(1)).cloned()
    }

    /// Changes one answer both ways and compares.
    #[track_caller]
    fn answer(&mut self, node: NodeId, answer: Option<Answer>) -> Changed {
        let environment = environment("en");
        let path = self.instance.path_of(node);
        match answer.clone() {
            Some(answer) => self.answers.set(path, answer),
            None => self.answers.remove(&path),
        };
        let before = self.instance.clone();
        let changed = self.questionnaire.change(&mut self.instance, node, answer, &environment);
        let full = self.questionnaire.evaluate(&self.answers, &environment);
        assert_eq!(seen(&self.instance), seen(&full));
        self.check(&before, node, &changed);
        changed
    }

    /// What is said to have changed is what did.
    #[track_caller]
    fn check(&self, before: &Instance, edited: NodeId, changed: &Changed) {
        let (questionnaire, after, environment) = (self.questionnaire, &self.instance, environment("en"));
        let differs = |test: &dyn Fn(&Instance, NodeId) -> Value| -> Vec<NodeId> {
            after.nodes().map(|(id, _)| id).filter(|id| test(before, *id) != test(after, *id)).collect()
        };
        assert_eq!(changed.relevance, differs(&|instance, id| instance.is_relevant(id).into()));
        let answers = differs(&|instance, id| instance.answer(id).map_or(Value::Null, Answer::to_json));
        assert_eq!(changed.values.iter().copied().collect::<BTreeSet<_>>(), answers.into_iter().collect());
        for (column, nodes) in [
            (
                RuleColumn::ChoiceFilter,
                differs(&|instance, id| {
                    let choices = questionnaire.choices(instance, id, &environment);
                    choices.iter().map(|choice| choice.name.as_str()).collect()
                }),
            ),
            (
                RuleColumn::Required,
                differs(&|instance, id| questionnaire.is_required(instance, id, &environment).into()),
            ),
            (
                RuleColumn::Constraint,
                differs(&|instance, id| {
                    let rule = questionnaire.place(instance.get(id).slot).rules.constraint.as_ref();
                    Questionnaire::holds(rule, instance, id, &environment, true).into()
                }),
            ),
            (
                RuleColumn::RepeatCount,
                differs(&|instance, id| {
                    let inside = &questionnaire.schema.get(instance.get(id).slot).children;
                    let count = |at: &SlotId| questionnaire.fixed_entries(instance, id, *at, &environment);
                    inside.iter().map(count).collect()
                }),
            ),
        ] {
            for node in nodes {
                let told = changed.rules.iter().any(|rule| rule.node == node && rule.column == column);
                assert!(told || node == edited && column == RuleColumn::Constraint, "{column:?} of {node:?}");
            }
        }
    }

    /// Every rule, asked once more of the evaluated response, says what it said; and the document has just what is
    /// relevant by them.
    #[track_caller]
    fn check_document(&self) {
        let (questionnaire, instance, environment) = (self.questionnaire, &self.instance, environment("en"));
        let says = |rule: Option<&Expression>, id: NodeId| Questionnaire::holds(rule, instance, id, &environment, true);
        let mut relevant = Vec::new();
        for (id, node) in instance.nodes() {
            let place = questionnaire.place(node.slot);
            let around = node.parent.is_none_or(|parent: NodeId| relevant[parent.index()]);
            let fixed = node.entry.and(node.parent);
            let fixed = fixed.and_then(|at| questionnaire.fixed_entries(instance, at, node.slot, &environment));
            let stands = fixed.is_none_or(|most| node.position <= most);
            relevant.push(around && stands && says(place.rules.relevant.as_ref(), id));
            assert_eq!(instance.is_relevant(id), relevant[id.index()], "{}", instance.path_of(id));
            let rule = questionnaire.calculation(node.slot).filter(|rule| !rule.dependencies().contains(&node.slot));
            if let Some(rule) = rule {
                let value = rule.evaluate(instance, id, &environment).ok().and_then(|value| value.to_answer());
                assert_eq!(instance.answer(id), value.as_ref(), "{}", instance.path_of(id));
            }
        }
        let document = questionnaire.document(instance, &self.answers).answers;
        let mut kept = 0;
        for (id, node) in instance.nodes() {
            let answer = instance.answer(id).filter(|answer| !matches!(answer, Answer::Unparsed(_)));
            let expected = answer.filter(|_| relevant[id.index()]).map(Answer::to_json);
            if matches!(questionnaire.schema.get(node.slot).kind, SlotKind::Question(_)) {
                assert_eq!(at(&document, &instance.path_of(id)), expected.as_ref(), "{}", instance.path_of(id));
                kept += usize::from(expected.is_some());
            }
        }
        assert_eq!(leaves(&document), kept, "nothing else is in {document:?}");
    }
}

fn at<'a>(document: &'a Map<String, Value>, path: &Path) -> Option<&'a Value> {
    let mut here = document;
    for step in &path.within.0 {
        let entries = here.get(&step.repeat)?.as_array()?.iter().filter_map(Value::as_object);
        here = entries.into_iter().find(|entry| entry.get(ENTRY) == Some(&Value::from(step.entry)))?;
    }
    here.get(&path.name)
}

fn leaves(document: &Map<String, Value>) -> usize {
    let inside = document.iter().filter(|(name, _)| *name != ENTRY).map(|(_, value)| match value.as_array() {
        Some(entries) if entries.iter().all(Value::is_object) && !entries.is_empty() => {
            entries.iter().filter_map(Value::as_object).map(leaves).sum()
        }
        _ => 1,
    });
    inside.sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_change_gives_what_evaluating_anew_gives(rows in rows(), edits in edits()) {
        let questionnaire = questionnaire(&rows);
        let mut response = Response::new(&questionnaire);
        for edit in &edits {
            response.edit(edit);
        }
    }

    #[test]
    fn pruning_loses_no_relevant_answer_and_keeps_no_other(rows in rows(), edits in edits()) {
        let questionnaire = questionnaire(&rows);
        let mut response = Response::new(&questionnaire);
        for edit in &edits {
            response.edit(edit);
            response.check_document();
        }
    }
}

/// The properties above say something only where edits have far consequences.
#[test]
fn what_is_drawn_is_entangled() {
    let mut runner = TestRunner::deterministic();
    let (mut edited, mut turned, mut computed, mut noted, mut running, mut entries) = (0, 0, 0, 0, 0, 0);
    for _ in 0..150 {
        let rows = rows().new_tree(&mut runner).unwrap().current();
        let edits = edits().new_tree(&mut runner).unwrap().current();
        let questionnaire = questionnaire(&rows);
        running += questionnaire.order.iter().filter(|slot| questionnaire.readers.is_running(**slot)).count();
        let mut response = Response::new(&questionnaire);
        for edit in &edits {
            let changed = response.edit(edit);
            edited += 1;
            turned += usize::from(!changed.relevance.is_empty());
            computed += usize::from(changed.values.len() > 1);
            noted += usize::from(!changed.rules.is_empty());
        }
        entries += response.instance.nodes().filter(|(_, node)| node.entry.is_some()).count();
    }
    let counts = [edited, turned, computed, noted, running, entries];
    println!("{counts:?}");
    assert!(counts.iter().zip([2000, 150, 300, 500, 5, 300]).all(|(count, least)| *count >= least), "{counts:?}");
}

#[test]
fn running_totals_follow_a_change_in_an_entry_before() {
    let questionnaire = compiled(
        "| survey |
         | | type         | name  | label | calculation |
         | | begin repeat | ports | Ports | |
         | | integer      | tons  | Tons  | |
         | | calculate    | total |       | coalesce(indexed-repeat(${total}, ${ports}, position(..) - 1), 0) + ${tons} |
         | | end repeat   |       |       | |
         | | calculate    | all   |       | max(${total}) |",
    );
    let number = |number: i64| Answer::Number(number.into());
    let mut response = Response::new(&questionnaire);
    for _ in 0..3 {
        response.answers.add_entry(Path::top("ports"));
    }
    response.rebuild();
    let tons = response.instance.nodes_of(questionnaire.schema.slot("tons").unwrap());
    for (node, tons) in tons.iter().zip([1, 10, 100]) {
        response.answer(*node, Some(number(tons)));
    }
    let all = questionnaire.schema.slot("all").and_then(|all| response.instance.node_of(all)).unwrap();
    assert_eq!(response.instance.answer(all), Some(&number(111)));
    let changed = response.answer(tons[0], Some(number(5)));
    assert_eq!(response.instance.answer(all), Some(&number(115)));
    assert_eq!(changed.values.len(), 5, "the answer, three totals and the last");
}

#[test]
fn nothing_that_does_not_read_it_is_touched() {
    let questionnaire = compiled(
        "| survey |
         | | type         | name  | label | relevant     | calculation |
         | | integer      | count | Count |              | |
         | | begin repeat | ports | Ports | ${count} > 1 | |
         | | integer      | tons  | Tons  |              | |
         | | calculate    | twice |       |              | ${tons} * 2 |
         | | calculate    | large |       |              | ${twice} > 100 |
         | | text         | why   | Why   | ${large} = 'true' | |
         | | end repeat   |       |       |              | |",
    );
    let number = |number: i64| Some(Answer::Number(number.into()));
    let mut response = Response::new(&questionnaire);
    let count = questionnaire.schema.slot("count").and_then(|count| response.instance.node_of(count)).unwrap();
    // Without entries the repeat still opens and closes.
    assert_eq!(response.answer(count, number(2)).repeats.len(), 1);
    assert_eq!(response.answer(count, number(3)).repeats, []);
    for _ in 0..2 {
        response.answers.add_entry(Path::top("ports"));
    }
    response.rebuild();
    let tons = response.instance.nodes_of(questionnaire.schema.slot("tons").unwrap());
    let changed = response.answer(tons[0], number(20));
    assert_eq!(changed.values.len(), 2, "it is as large as before, so nothing further is computed");
    assert!(changed.relevance.is_empty() && changed.rules.is_empty());
    assert_eq!(response.answer(tons[1], number(80)).relevance.len(), 1);
    let same = response.answer(tons[1], number(80));
    assert!(same.is_empty());
}
