//! Calculations with a trigger: computed when an answer that they name changes, and kept until it changes again.

use super::{
    answer::Answer,
    compile::Questionnaire,
    expression::Environment,
    instance::{Instance, NodeId},
    path::Path,
};

impl Questionnaire {
    /// What the change from `before` to `after` sets off, each with its new value (`None`: blank).
    #[must_use]
    pub fn triggered(
        &self,
        before: &Instance,
        after: &Instance,
        environment: &Environment<'_>,
    ) -> Vec<(Path, Option<Answer>)> {
        let mut found = Vec::new();
        for (node, at) in after.nodes() {
            let rules = &self.place(at.slot).rules;
            let Some(rule) = &rules.triggered else { continue };
            let changed = |read: NodeId| {
                let was = before.node_at(&after.path_of(read)).map(|node| before.content(node).as_text().into_owned());
                was.unwrap_or_default() != after.content(read).as_text()
            };
            if !rules.triggers.iter().any(|slot| self.piped(after, node, *slot).into_iter().any(changed)) {
                continue;
            }
            let value = rule.evaluate(after, node, environment).ok();
            let answer = value.and_then(|value| self.typed(at.slot, &value));
            if after.answer(node) != answer.as_ref() {
                found.push((after.path_of(node), answer));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::{answers::Answers, expression::fixture::environment, fixtures::compiled};

    #[test]
    fn a_calculation_waits_for_its_trigger() {
        let questionnaire = compiled(
            "| survey |
             | | type         | name   | label | calculation      | trigger      |
             | | integer      | a      | A     |                  |              |
             | | integer      | b      | B     |                  |              |
             | | calculate    | sum    |       | ${a} + ${b}      | ${a}         |
             | | begin repeat | rep    | R     |                  |              |
             | | text         | c      | C     |                  |              |
             | | text         | copy   | Copy  | concat(${c},'!') | ${c}, ${b}   |
             | | end repeat   |        |       |                  |              |",
        );
        let environment = environment("en");
        let lay = |answers: &[(&str, Answer)]| {
            let answers: Answers = answers.iter().map(|(path, one)| (path.parse().unwrap(), one.clone())).collect();
            questionnaire.evaluate(&answers, &environment)
        };
        let number = |number: i64| Answer::Number(number.into());
        let text = |text: &str| Answer::Text(text.to_owned());
        let base = [("a", number(1)), ("b", number(2)), ("rep/1/c", text("x")), ("rep/2/c", text("y"))];
        let with = |path: &'static str, answer: Answer| {
            let mut changed: Vec<(&str, Answer)> = base.iter().filter(|(other, _)| *other != path).cloned().collect();
            changed.push((path, answer));
            let found = questionnaire.triggered(&lay(&base), &lay(&changed), &environment);
            found.into_iter().map(|(path, answer)| (path.to_string(), answer)).collect::<Vec<_>>()
        };
        assert_eq!(with("a", number(5)), [("sum".to_owned(), Some(number(7)))]);
        assert_eq!(with("rep/2/c", text("z")), [("rep/2/copy".to_owned(), Some(text("z!")))]);
        let both = [("rep/1/copy".to_owned(), Some(text("x!"))), ("rep/2/copy".to_owned(), Some(text("y!")))];
        assert_eq!(with("b", number(9)), both);
        assert_eq!(with("b", number(2)), []);
        let instance = lay(&base);
        let sum = instance.node_at(&"sum".parse().unwrap()).unwrap();
        assert_eq!(instance.answer(sum), None, "nothing is computed before the trigger");
    }
}
