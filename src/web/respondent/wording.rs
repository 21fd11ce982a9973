//! Answers and violations in the reader's words.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use super::piped::At;
use crate::{
    language::Locales,
    questionnaire::{
        answer::{Answer, NonAnswer},
        compile::{Place, Questionnaire},
        definition::{Question, QuestionType},
        input::{NumberStyle, first_date_part, write_time},
        instance::{Instance, NodeId},
        text::Text,
        validation::{Violation, ViolationKind},
    },
};

/// A reader: their language, the interface's messages, the questionnaire's wording.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub language: &'a str,
    pub locales: &'a Locales,
    pub questionnaire: &'a Questionnaire,
}

impl Reader<'_> {
    /// An interface message.
    #[must_use]
    pub fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.locales.text(self.language, key, arguments)
    }

    /// What a row is called: its label, or its name where its author gave none.
    #[must_use]
    pub fn label(&self, place: &Place) -> String {
        let label = self.read(&place.row.label);
        if label.is_empty() { place.row.name.clone() } else { label }
    }

    /// A choice's label.
    #[must_use]
    pub fn choice(&self, kind: &QuestionType, name: &str) -> String {
        self.choice_by(kind, name, &|text| self.read(text))
    }

    /// A choice's label, read as `read` does.
    #[must_use]
    pub fn choice_by(&self, kind: &QuestionType, name: &str, read: &dyn Fn(&Text) -> String) -> String {
        let list = kind.list().and_then(|list| self.questionnaire.definition.choice_list(list));
        let choice = list.and_then(|list| list.choices.iter().find(|choice| choice.name == name));
        let label = choice.map(|choice| read(&choice.label)).unwrap_or_default();
        if label.is_empty() { name.to_owned() } else { label }
    }

    /// A non-answer with its reason.
    #[must_use]
    pub fn non_answer(&self, non_answer: NonAnswer) -> String {
        let kind = self.say(&format!("non-answer-{}", non_answer.kind.code()), &[]);
        match non_answer.reason {
            None => kind,
            Some(reason) => {
                let reason = self.say(&format!("reason-{}", reason.code()), &[]);
                self.say("with-reason", &[("kind", &kind), ("reason", &reason)])
            }
        }
    }

    /// An answer as lines to read.
    #[must_use]
    pub fn answer(&self, question: &Question, answer: &Answer) -> Vec<String> {
        self.answer_by(question, answer, &|name| self.choice(&question.kind, name))
    }

    /// An answer as lines to read, its choices called by `choice`.
    #[must_use]
    pub fn answer_by(&self, question: &Question, answer: &Answer, choice: &dyn Fn(&str) -> String) -> Vec<String> {
        let style = NumberStyle::of_language(self.language);
        match answer {
            Answer::Text(text) => text.lines().map(str::to_owned).collect(),
            Answer::Number(number) => {
                let unit = if question.unit.is_empty() { String::new() } else { format!("\u{a0}{}", question.unit) };
                // Years and other counts without a unit read best as they are written.
                vec![format!("{}{unit}", style.write(*number))]
            }
            Answer::Choice(_) if question.kind == QuestionType::Acknowledge => vec![self.say("acknowledged", &[])],
            Answer::Choice(name) => vec![choice(name)],
            Answer::Choices(names) => names.iter().map(|name| choice(name)).collect(),
            Answer::Ranking(names) => {
                (1..).zip(names).map(|(rank, name): (u32, _)| format!("{rank}. {}", choice(name))).collect()
            }
            Answer::Date(date) => vec![match first_date_part(question) {
                0 => self.date(*date),
                1 => {
                    let month = self.say(&format!("month-{}", date.month()), &[]);
                    self.say("month-year", &[("month", &month), ("year", &date.year().to_string())])
                }
                _ => date.year().to_string(),
            }],
            Answer::Time(time) => vec![write_time(*time)],
            Answer::DateTime(moment) => {
                vec![format!("{}, {}", self.date(moment.date()), write_time(moment.time()))]
            }
            Answer::Files(files) => files.iter().map(|file| file.name.clone()).collect(),
            Answer::NonAnswer(non_answer) => vec![self.non_answer(*non_answer)],
            Answer::Unparsed(text) => vec![text.clone()],
            Answer::Both { answer, non_answer } => {
                let mut lines = self.answer_by(question, answer, choice);
                lines.push(self.non_answer(*non_answer));
                lines
            }
        }
    }

    /// A day in words.
    #[must_use]
    pub fn date(&self, date: NaiveDate) -> String {
        let month = self.say(&format!("month-{}", date.month()), &[]);
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.say("date", &[("day", &day), ("month", &month), ("year", &year)])
    }

    /// A moment in words, in UTC.
    #[must_use]
    pub fn moment(&self, moment: DateTime<Utc>) -> String {
        let (date, time) = (self.date(moment.date_naive()), moment.format("%H:%M").to_string());
        self.say("moment", &[("date", &date), ("time", &time)])
    }

    /// A moment of a round: in the round's time zone, with the zone's name.
    #[must_use]
    pub fn local(&self, moment: DateTime<Utc>, zone: Tz) -> String {
        let there = moment.with_timezone(&zone);
        let (date, time) = (self.date(there.date_naive()), there.format("%H:%M").to_string());
        self.say("local-moment", &[("date", &date), ("time", &time), ("zone", zone.name())])
    }

    /// What is wrong and what to do: in the author's words where there are any.
    #[must_use]
    pub fn violation(&self, violation: &Violation, instance: &Instance) -> String {
        let place = self.questionnaire.place(violation.slot);
        let question = place.question();
        let node = instance.node_at(&violation.path).or_else(|| instance.entry_at(&violation.path.within));
        let at = At { instance, node: node.unwrap_or(NodeId::ROOT) };
        let own = match &violation.kind {
            ViolationKind::Required => question.map(|question| self.read_at(&question.required_message, at)),
            ViolationKind::Constraint => question.map(|question| self.read_at(&question.constraint_message, at)),
            _ => None,
        };
        if let Some(own) = own.filter(|own| !own.is_empty()) {
            return own;
        }
        let label = self.label_at(place, at);
        let number = |text: &str| {
            let number = text.parse().map(|number| NumberStyle::of_language(self.language).write(number));
            number.unwrap_or_else(|_| text.to_owned())
        };
        let say = |key: &str, more: &[(&str, &str)]| {
            let mut arguments = vec![("label", label.as_str())];
            arguments.extend_from_slice(more);
            self.say(key, &arguments)
        };
        match &violation.kind {
            ViolationKind::Required if place.non_answers.is_empty() => say("violation-required", &[]),
            ViolationKind::Required => say("violation-required-or-reason", &[]),
            ViolationKind::Constraint => say("violation-constraint", &[]),
            ViolationKind::NotANumber => say("violation-not-a-number", &[]),
            ViolationKind::NotAWholeNumber => say("violation-not-a-whole-number", &[]),
            ViolationKind::NotADate => say("violation-not-a-date", &[]),
            ViolationKind::NotATime if question.is_some_and(|question| question.kind == QuestionType::DateTime) => {
                say("violation-not-a-moment", &[])
            }
            ViolationKind::NotATime => say("violation-not-a-time", &[]),
            ViolationKind::OutOfRange { least, most } => {
                say("violation-out-of-range", &[("least", &number(least)), ("most", &number(most))])
            }
            ViolationKind::OffStep { least, step } => {
                say("violation-off-step", &[("least", &number(least)), ("step", &number(step))])
            }
            ViolationKind::NotAPlace => say("violation-not-a-place", &[]),
            ViolationKind::EntriesMissing { wanted, given } => {
                say("violation-entries-missing", &[("wanted", &wanted.to_string()), ("given", &given.to_string())])
            }
            ViolationKind::TooLong { most, given } => {
                say("violation-too-long", &[("most", &most.to_string()), ("given", &given.to_string())])
            }
            ViolationKind::UnknownChoice => say("violation-unknown-choice", &[]),
            ViolationKind::AnswerAndNonAnswer => say("violation-answer-and-non-answer", &[]),
            ViolationKind::NonAnswerNotOffered => say("violation-non-answer-not-offered", &[]),
            ViolationKind::RanksUnclear => say("violation-ranks-unclear", &[]),
            ViolationKind::RanksMissing { wanted, given } => {
                say("violation-ranks-missing", &[("wanted", &wanted.to_string()), ("given", &given.to_string())])
            }
            ViolationKind::TooManyEntries { most, given } => {
                say("violation-too-many-entries", &[("most", &most.to_string()), ("given", &given.to_string())])
            }
        }
    }
}
