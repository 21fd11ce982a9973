//! Answers and violations in the reader's words.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::{
    language::Locales,
    questionnaire::{
        answer::{Answer, NonAnswer},
        compile::{Place, Questionnaire},
        definition::{Question, QuestionType},
        input::NumberStyle,
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

    /// The questionnaire's wording.
    #[must_use]
    pub fn read(&self, text: &Text) -> String {
        text.read(self.language, &self.questionnaire.definition.default_language).to_owned()
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
        let list = kind.list().and_then(|list| self.questionnaire.definition.choice_list(list));
        let choice = list.and_then(|list| list.choices.iter().find(|choice| choice.name == name));
        let label = choice.map(|choice| self.read(&choice.label)).unwrap_or_default();
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
        let style = NumberStyle::of_language(self.language);
        match answer {
            Answer::Text(text) => text.lines().map(str::to_owned).collect(),
            Answer::Number(number) => {
                let unit = if question.unit.is_empty() { String::new() } else { format!("\u{a0}{}", question.unit) };
                // Years and other counts without a unit read best as they are written.
                vec![format!("{}{unit}", style.write(*number))]
            }
            Answer::Choice(_) if question.kind == QuestionType::Acknowledge => vec![self.say("acknowledged", &[])],
            Answer::Choice(name) => vec![self.choice(&question.kind, name)],
            Answer::Choices(names) => names.iter().map(|name| self.choice(&question.kind, name)).collect(),
            Answer::Ranking(names) => (1..)
                .zip(names)
                .map(|(rank, name): (u32, _)| format!("{rank}. {}", self.choice(&question.kind, name)))
                .collect(),
            Answer::Date(date) => vec![self.date(*date)],
            Answer::Time(time) => vec![time.format("%H:%M").to_string()],
            Answer::DateTime(moment) => {
                vec![format!("{}, {}", self.date(moment.date()), moment.format("%H:%M"))]
            }
            Answer::Files(files) => files.iter().map(|file| file.name.clone()).collect(),
            Answer::NonAnswer(non_answer) => vec![self.non_answer(*non_answer)],
            Answer::Unparsed(text) => vec![text.clone()],
            Answer::Both { answer, non_answer } => {
                let mut lines = self.answer(question, answer);
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

    /// What is wrong and what to do: in the author's words where there are any.
    #[must_use]
    pub fn violation(&self, violation: &Violation) -> String {
        let place = self.questionnaire.place(violation.slot);
        let question = place.question();
        let own = match &violation.kind {
            ViolationKind::Required => question.map(|question| self.read(&question.required_message)),
            ViolationKind::Constraint => question.map(|question| self.read(&question.constraint_message)),
            _ => None,
        };
        if let Some(own) = own.filter(|own| !own.is_empty()) {
            return own;
        }
        let label = self.label(place);
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
            ViolationKind::NotATime => say("violation-not-a-time", &[]),
            ViolationKind::OutOfRange { least, most } => {
                say("violation-out-of-range", &[("least", least), ("most", most)])
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
