//! Answers piped into wording: `${name}` in a label, hint, message or choice, taken apart once at publication.

use std::collections::HashMap;

use super::{
    compile::Questionnaire,
    definition::{Definition, Item, Question, Row},
    instance::{Instance, NodeId},
    schema::{Schema, SlotId},
    text::Text,
};

/// One part of a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String),
    /// What was answered there.
    Answer(SlotId),
}

/// Every wording that has answers in it, by the wording as written.
#[derive(Debug, Clone, Default)]
pub struct Piping(HashMap<String, Vec<Part>>);

/// A `${name}` in wording that names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnknownName {
    pub row: String,
    pub name: String,
}

impl Piping {
    /// Takes all wording of a definition apart.
    pub(super) fn of(definition: &Definition, schema: &Schema) -> (Self, Vec<UnknownName>) {
        let mut taker = Taker { schema, piping: Self::default(), unknown: Vec::new() };
        taker.text("", &definition.title);
        for list in &definition.choice_lists {
            for choice in &list.choices {
                taker.text(&choice.name, &choice.label);
            }
        }
        taker.items(&definition.items);
        (taker.piping, taker.unknown)
    }

    /// The parts of a wording; `None` where it is said as it stands.
    #[must_use]
    pub fn parts(&self, wording: &str) -> Option<&[Part]> {
        if !wording.contains("${") {
            return None;
        }
        self.0.get(wording).map(Vec::as_slice)
    }
}

impl Questionnaire {
    /// The places that `${name}` means in the wording of `at`: the one of the same entry, or where `at` stands outside
    /// the repeat, those of all its entries.
    #[must_use]
    pub fn piped(&self, instance: &Instance, at: NodeId, slot: SlotId) -> Vec<NodeId> {
        let around = std::iter::successors(self.schema.get(slot).repeat, |repeat| self.schema.get(*repeat).repeat);
        let entry = around.into_iter().find_map(|repeat| instance.around(at, repeat)).unwrap_or(NodeId::ROOT);
        let mut found = Vec::new();
        instance.collect_nodes(entry, slot, &mut found);
        found
    }
}

struct Taker<'a> {
    schema: &'a Schema,
    piping: Piping,
    unknown: Vec<UnknownName>,
}

impl Taker<'_> {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            let Row { name, label, hint, .. } = item.row();
            self.text(name, label);
            self.text(name, hint);
            if let Item::Question(question) = item {
                let Question { guidance, required_message, constraint_message, .. } = &**question;
                for text in [guidance, required_message, constraint_message] {
                    self.text(name, text);
                }
            }
            self.items(item.items());
        }
    }

    fn text(&mut self, row: &str, text: &Text) {
        for (_, wording) in text.iter().filter(|(_, wording)| wording.contains("${")) {
            if !self.piping.0.contains_key(wording) {
                let parts = self.parts(row, wording);
                self.piping.0.insert(wording.to_owned(), parts);
            }
        }
    }

    fn parts(&mut self, row: &str, wording: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut rest = wording;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, then)) = after.split_once('}') else { break };
            match self.schema.slot(name.trim()) {
                Some(slot) => parts.extend([Part::Text(before.to_owned()), Part::Answer(slot)]),
                None => self.unknown.push(UnknownName { row: row.to_owned(), name: name.to_owned() }),
            }
            rest = then;
        }
        parts.push(Part::Text(rest.to_owned()));
        parts.retain(|part| *part != Part::Text(String::new()));
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::{
        answer::Answer, answers::Answers, expression::fixture::environment, fixtures::compiled,
    };

    #[test]
    fn a_name_means_its_own_entry_or_all_of_them() {
        let questionnaire = compiled(
            "| survey |
             | | type         | name  | label                        |
             | | text         | who   | Who                          |
             | | begin repeat | ports | Ports of ${who}              |
             | | text         | port  | Port                         |
             | | note         | about | ${port} of ${who}: ${unsaid} |
             | | text         | unsaid| Unsaid                       |
             | | end repeat   |       |                              |
             | | note         | all   | Ports: ${port}.              |",
        );
        let answers: Answers = ["who", "ports/1/port", "ports/2/port"]
            .map(|path| (path.parse().unwrap(), Answer::Text(path.to_owned())))
            .into_iter()
            .collect();
        let instance = questionnaire.evaluate(&answers, &environment("en"));
        let said = |path: &str, wording: &str| -> String {
            let at = instance.node_at(&path.parse().unwrap()).unwrap();
            let parts = questionnaire.piping.parts(wording).unwrap().iter();
            let say = |part: &Part| match part {
                Part::Text(text) => text.clone(),
                Part::Answer(slot) => {
                    let nodes = questionnaire.piped(&instance, at, *slot);
                    nodes
                        .into_iter()
                        .map(|node| instance.content(node).as_text().into_owned())
                        .collect::<Vec<_>>()
                        .join("+")
                }
            };
            parts.map(say).collect()
        };
        assert_eq!(said("ports/2/about", "${port} of ${who}: ${unsaid}"), "ports/2/port of who: ");
        assert_eq!(said("all", "Ports: ${port}."), "Ports: ports/1/port+ports/2/port.");
        assert_eq!(questionnaire.piping.parts("Port"), None);
    }
}
