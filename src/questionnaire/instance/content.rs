//! What the node of an instance reads as in expressions.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::prelude::ToPrimitive;

use crate::questionnaire::{answer::Answer, expression::number_text};

/// What a node reads as in expressions.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Content {
    #[default]
    Blank,
    Text(String),
    Number(f64),
    Date(NaiveDate),
    DateTime(NaiveDateTime),
}

impl Content {
    /// How an answer reads: non-answers and what could not be read are blank.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        let text = |text: String| if text.is_empty() { Self::Blank } else { Self::Text(text) };
        match answer {
            Answer::Text(plain) | Answer::Choice(plain) => text(plain.clone()),
            Answer::Number(number) => number.to_f64().map_or(Self::Blank, Self::Number),
            Answer::Choices(names) | Answer::Ranking(names) => text(names.join(" ")),
            Answer::Date(date) => Self::Date(*date),
            Answer::Time(time) => Self::Text(time.format("%H:%M:%S").to_string()),
            Answer::DateTime(moment) => Self::DateTime(*moment),
            Answer::Files(files) => text(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(" ")),
            Answer::NonAnswer(_) | Answer::Unparsed(_) | Answer::Both { .. } => Self::Blank,
        }
    }

    /// As text; blank is empty.
    #[must_use]
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number_text(*number)),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::DateTime(moment) => Cow::Owned(moment.format("%Y-%m-%dT%H:%M:%S").to_string()),
        }
    }
}
