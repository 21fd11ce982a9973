//! What stands in a response, or in an entry of it, before anybody has answered.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{
    answer::Answer,
    compile::{PlaceItem, Questionnaire},
    definition::{Choice, Question, QuestionType},
    expression::{Environment, Expression, Value},
    input::{read_iso_moment, read_time},
    instance::{Instance, NodeId},
    schema::SlotId,
};

impl Questionnaire {
    /// What stands at `node` before anybody answered: the default, written out or computed, else the calculation.
    pub(super) fn initial_value(
        &self,
        instance: &Instance,
        node: NodeId,
        environment: &Environment<'_>,
    ) -> Option<Answer> {
        let place = self.place(instance.get(node).slot);
        let PlaceItem::Question(question) = &place.item else { return None };
        let computed = [&place.rules.default, &place.rules.initial].into_iter().flatten().next();
        self.default_of(question, computed, instance, node, environment)
    }

    /// What a calculation gives, as an answer of the type of `slot`.
    pub(super) fn typed(&self, slot: SlotId, value: &Value<'_>) -> Option<Answer> {
        let question = self.place(slot).question()?;
        let list = question.kind.list().and_then(|list| self.definition.choice_list(list));
        let choices: Vec<Cow<'_, Choice>> =
            list.into_iter().flat_map(|list| &list.choices).map(Cow::Borrowed).collect();
        of_value(&question.kind, value, &choices)
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

fn of_value(kind: &QuestionType, value: &Value<'_>, choices: &[Cow<'_, Choice>]) -> Option<Answer> {
    if *kind == QuestionType::Calculate {
        return value.to_answer();
    }
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
    let known = |name: &str| kind.repeat_source().is_some() || choices.iter().any(|choice| choice.name == name);
    let names = || text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    match kind {
        QuestionType::Text | QuestionType::Hidden | QuestionType::Point => Some(Answer::Text(text.to_owned())),
        QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => {
            text.parse::<Decimal>().ok().map(|number| Answer::Number(number.normalize()))
        }
        QuestionType::Date => text.get(..10).and_then(|day| day.parse().ok()).map(Answer::Date),
        QuestionType::Time => read_time(text.get(..8).unwrap_or(text)).map(Answer::Time),
        QuestionType::DateTime => read_iso_moment(text.get(..19).unwrap_or(text)).map(Answer::DateTime),
        QuestionType::SelectOne(_) => known(text).then(|| Answer::Choice(text.to_owned())),
        QuestionType::SelectMultiple(_) => {
            let mut chosen: Vec<String> = names().into_iter().filter(|name| known(name)).collect();
            chosen.sort_by_key(|name| choices.iter().position(|choice| choice.name == *name));
            chosen.dedup();
            (!chosen.is_empty()).then_some(Answer::Choices(chosen))
        }
        QuestionType::Rank(_) => names().iter().all(|name| known(name)).then(|| Answer::Ranking(names())),
        QuestionType::Acknowledge => (text == "OK").then(|| Answer::Choice(text.to_owned())),
        QuestionType::Calculate => Some(Answer::Text(text.to_owned())),
        QuestionType::File | QuestionType::Image | QuestionType::Note | QuestionType::Metadata(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::{
        compile::compile,
        expression::fixture::environment,
        opening::Known,
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
        let start = chrono::NaiveDateTime::default();
        let known = Known { start, username: String::new(), email: String::new() };
        let open = |rows: &[(&str, serde_json::Value)]| {
            questionnaire.open(rows.iter().map(|(path, value)| (*path, Some(value))), &known, &environment).answers
        };
        let answers = open(&[]);
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
        let answers = open(&[("ports/4", serde_json::Value::Bool(true)), ("year", serde_json::json!(1999))]);
        assert_eq!(answers.get(&"ports/4/since".parse().unwrap()), Some(&Answer::Number(1999.into())));
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
