//! What stands in a response, or in an entry of it, before anybody has answered.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{
    answer::Answer,
    answers::Answers,
    compile::{PlaceItem, Questionnaire},
    definition::{Choice, Question, QuestionType},
    expression::{Environment, Expression, Value},
    instance::{Instance, NodeId},
    path::{EntryPath, Path},
};

impl Questionnaire {
    /// The defaults of a response that is being opened: those that are written out, and those that are computed. What
    /// stands in repeats waits for its entry.
    #[must_use]
    pub fn defaults(&self, environment: &Environment<'_>) -> Answers {
        let mut answers = Answers::default();
        self.add_defaults(&mut answers, &EntryPath::default(), environment);
        answers
    }

    /// Gives the defaults to what is blank in one entry (or for no steps, outside repeats). A default may read those
    /// before it.
    pub fn add_defaults(&self, answers: &mut Answers, within: &EntryPath, environment: &Environment<'_>) {
        let mut instance = self.evaluate(answers, environment);
        let Some(start) = instance.entry_at(within) else { return };
        for node in questions_of(&instance, start) {
            if instance.answer(node).is_some() {
                continue;
            }
            let place = self.place(instance.get(node).slot);
            let PlaceItem::Question(question) = &place.item else { continue };
            let computed = place.rules.default.as_ref();
            let Some(answer) = self.default_of(question, computed, &instance, node, environment) else { continue };
            let path: Path = instance.path_of(node);
            answers.set(path, answer.clone());
            instance.set_answer(node, Some(answer));
        }
    }

    fn default_of(
        &self,
        question: &Question,
        computed: Option<&Expression>,
        instance: &Instance,
        node: NodeId,
        environment: &Environment<'_>,
    ) -> Option<Answer> {
        let choices = || self.choices(instance, node, environment);
        match computed {
            Some(rule) => of_value(&question.kind, &rule.evaluate(instance, node, environment).ok()?, &choices()),
            None => written(&question.kind, question.default.trim(), &choices()),
        }
    }
}

/// The questions of an entry, in document order; those of entries further in are left out.
fn questions_of(instance: &Instance, start: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut waiting: Vec<NodeId> = vec![start];
    while let Some(node) = waiting.pop() {
        found.push(node);
        let inside = instance.get(node).children.iter().rev();
        waiting.extend(inside.filter(|child| instance.get(**child).entry.is_none()));
    }
    found
}

fn of_value(kind: &QuestionType, value: &Value<'_>, choices: &[Cow<'_, Choice>]) -> Option<Answer> {
    if kind.is_number() {
        return match value.to_answer()? {
            answer @ Answer::Number(_) => Some(answer),
            answer => written(kind, &plain(&answer)?, choices),
        };
    }
    written(kind, value.as_string().trim(), choices)
}

fn plain(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Text(text) => Some(text.trim().to_owned()),
        Answer::Number(_)
        | Answer::Choice(_)
        | Answer::Choices(_)
        | Answer::Ranking(_)
        | Answer::Date(_)
        | Answer::Time(_)
        | Answer::DateTime(_)
        | Answer::Files(_)
        | Answer::NonAnswer(_)
        | Answer::Unparsed(_)
        | Answer::Both { .. } => None,
    }
}

/// Reads a default by the type of its question; what is not of that type is no default.
fn written(kind: &QuestionType, text: &str, choices: &[Cow<'_, Choice>]) -> Option<Answer> {
    if text.is_empty() {
        return None;
    }
    let known = |name: &str| choices.iter().any(|choice| choice.name == name);
    let names = || text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    match kind {
        QuestionType::Text | QuestionType::Hidden | QuestionType::Point => Some(Answer::Text(text.to_owned())),
        QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => {
            text.parse::<Decimal>().ok().map(|number| Answer::Number(number.normalize()))
        }
        QuestionType::Date => text.get(..10).and_then(|day| day.parse().ok()).map(Answer::Date),
        QuestionType::Time => text.parse().ok().map(Answer::Time),
        QuestionType::DateTime => text.get(..19).and_then(|moment| moment.parse().ok()).map(Answer::DateTime),
        QuestionType::SelectOne(_) => known(text).then(|| Answer::Choice(text.to_owned())),
        QuestionType::SelectMultiple(_) => {
            let wanted = names();
            let in_order = choices.iter().filter(|choice| wanted.contains(&choice.name));
            let chosen: Vec<String> = in_order.map(|choice| choice.name.clone()).collect();
            (!chosen.is_empty()).then_some(Answer::Choices(chosen))
        }
        QuestionType::Rank(_) => names().iter().all(|name| known(name)).then(|| Answer::Ranking(names())),
        QuestionType::Acknowledge => (text == "OK").then(|| Answer::Choice(text.to_owned())),
        QuestionType::File
        | QuestionType::Image
        | QuestionType::Note
        | QuestionType::Calculate
        | QuestionType::Metadata(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::{
        compile::compile,
        expression::fixture::environment,
        xlsform::{Source, import, markdown::workbook_from_markdown},
    };

    #[test]
    fn defaults_are_read_by_type_or_computed() {
        let survey = "
            | survey |
            | | type | name | label | default |
            | | text | title | T | Plan (draft) |
            | | integer | year | Y | 2024 |
            | | decimal | share | S | 0.50 |
            | | date | day | D | 2024-02-29 |
            | | date | opened | O | today() |
            | | integer | next | N | ${year} + 1 |
            | | select_one seas | sea | S | north |
            | | select_multiple seas | seas | S | south north |
            | | begin repeat | ports | P | |
            | | integer | since | S | ${year} |
            | | end repeat | | | |
            | choices |
            | | list_name | name | label |
            | | seas | north | N |
            | | seas | south | S |";
        let imported = import(Source::Workbook(workbook_from_markdown(survey)));
        let questionnaire = compile(imported.definition.unwrap()).unwrap();
        let environment = environment("en");
        let mut answers = questionnaire.defaults(&environment);
        let seen: Vec<_> = answers.iter().map(|(path, answer)| format!("{path}={}", answer.to_json())).collect();
        let expected = [
            "day=\"2024-02-29\"",
            "next=2025",
            "opened=\"2026-02-03\"",
            "sea=\"north\"",
            "seas=[\"north\",\"south\"]",
            "share=0.5",
            "title=\"Plan (draft)\"",
            "year=2024",
        ];
        assert_eq!(seen, expected);
        let key = answers.add_entry(Path::top("ports"));
        let within = EntryPath::default().entry("ports", key);
        questionnaire.add_defaults(&mut answers, &within, &environment);
        assert_eq!(answers.get(&within.question("since")), Some(&Answer::Number(2024.into())));
    }

    #[test]
    fn what_is_not_of_its_type_is_no_default() {
        for (kind, text) in [
            (QuestionType::Integer, "many"),
            (QuestionType::Date, "29 February"),
            (QuestionType::Time, "noon"),
            (QuestionType::SelectOne("list".into()), "unknown"),
            (QuestionType::SelectMultiple("list".into()), "unknown"),
            (QuestionType::Rank("list".into()), "unknown"),
            (QuestionType::Acknowledge, "no"),
            (QuestionType::Text, ""),
            (QuestionType::Note, "text"),
        ] {
            assert_eq!(written(&kind, text, &[]), None, "{text}");
        }
    }
}
