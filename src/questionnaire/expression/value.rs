//! Values of expressions and how one kind reads as another: XPath's coercions, with civil dates.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

use rust_decimal::{Decimal, prelude::FromPrimitive};

use super::{
    dates::{self, days_of, days_of_moment},
    nodes::Nodes,
};
use crate::questionnaire::answer::Answer;

/// What an expression gives.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    Boolean(bool),
    Date(NaiveDate),
    DateTime(DateTime<FixedOffset>),
    /// A wall clock's moment, as people answer it.
    LocalDateTime(NaiveDateTime),
    Nodes(Nodes<'a>),
}

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueKind {
    Text,
    Number,
    Boolean,
    Date,
    DateTime,
    Nodes,
}

/// What an expression gives whatever the answers, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StaticType {
    Text,
    Number,
    Boolean,
    Date,
    DateTime,
    /// Places in a response or a choice list.
    Nodes,
    Any,
}

impl<'a> Value<'a> {
    /// Blank text.
    pub const BLANK: Value<'static> = Value::Text(Cow::Borrowed(""));

    /// The kind of this value.
    #[must_use]
    pub fn kind(&self) -> ValueKind {
        match self {
            Self::Text(_) => ValueKind::Text,
            Self::Number(_) => ValueKind::Number,
            Self::Boolean(_) => ValueKind::Boolean,
            Self::Date(_) => ValueKind::Date,
            Self::DateTime(_) | Self::LocalDateTime(_) => ValueKind::DateTime,
            Self::Nodes(_) => ValueKind::Nodes,
        }
    }

    /// As text; of nodes the first.
    #[must_use]
    pub fn as_string(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number_text(*number)),
            Self::Boolean(true) => Cow::Borrowed("true"),
            Self::Boolean(false) => Cow::Borrowed("false"),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::DateTime(moment) => Cow::Owned(dates::moment_text(moment)),
            Self::LocalDateTime(moment) => Cow::Owned(moment.format("%Y-%m-%dT%H:%M:%S").to_string()),
            Self::Nodes(nodes) => nodes.first().map_or(Cow::Borrowed(""), |node| node.text()),
        }
    }

    /// As text of its own.
    #[must_use]
    pub fn into_string(self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text,
            Self::Nodes(nodes) => nodes.first().map_or(Cow::Borrowed(""), |node| node.text()),
            Self::Number(_) | Self::Boolean(_) | Self::Date(_) | Self::DateTime(_) | Self::LocalDateTime(_) => {
                Cow::Owned(self.as_string().into_owned())
            }
        }
    }

    /// As a number: dates as days since 1970, blank and what is no number as NaN.
    #[must_use]
    pub fn as_number(&self) -> f64 {
        match self {
            Self::Text(text) => text_number(text),
            Self::Number(number) => *number,
            Self::Boolean(boolean) => f64::from(u8::from(*boolean)),
            Self::Date(date) => days_of(*date),
            Self::DateTime(moment) => days_of_moment(moment.naive_local()),
            Self::LocalDateTime(moment) => days_of_moment(*moment),
            Self::Nodes(nodes) => nodes.first().map_or(f64::NAN, |node| node.atom().as_number()),
        }
    }

    /// As a truth: text that is not blank, a number that is neither 0 nor NaN; a node as what it
    /// says, a group or entry where there is one.
    #[must_use]
    pub fn as_boolean(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => !(number.is_nan() || *number == 0.0),
            Self::Boolean(boolean) => *boolean,
            Self::Date(_) | Self::DateTime(_) | Self::LocalDateTime(_) => true,
            Self::Nodes(nodes) => nodes.first().is_some_and(|node| node.is_group() || node.atom().as_boolean()),
        }
    }

    /// Is it blank: empty text, NaN, or no node that says anything?
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Number(number) => number.is_nan(),
            Self::Boolean(_) | Self::Date(_) | Self::DateTime(_) | Self::LocalDateTime(_) => false,
            Self::Nodes(nodes) => nodes.first().is_none_or(|node| node.text().is_empty()),
        }
    }

    /// A node's own value, where this is nodes; else itself. No node is blank.
    #[must_use]
    pub fn atom(self) -> Self {
        match self {
            Self::Nodes(nodes) => nodes.first().map_or(Self::BLANK, |node| node.atom()),
            Self::Text(_)
            | Self::Number(_)
            | Self::Boolean(_)
            | Self::Date(_)
            | Self::DateTime(_)
            | Self::LocalDateTime(_) => self,
        }
    }

    /// As the answer of a calculation: nothing where blank or no number; numbers to 15 significant digits.
    #[must_use]
    pub fn to_answer(&self) -> Option<Answer> {
        match self {
            Self::Text(text) => (!text.is_empty()).then(|| Answer::Text(text.clone().into_owned())),
            Self::Number(number) if number.is_finite() => {
                let decimal = Decimal::from_f64(*number).map(|decimal| Answer::Number(decimal.normalize()));
                Some(decimal.unwrap_or_else(|| Answer::Text(number_text(*number))))
            }
            Self::Number(_) => None,
            Self::Boolean(_) => Some(Answer::Text(self.as_string().into_owned())),
            Self::Date(date) => Some(Answer::Date(*date)),
            Self::DateTime(moment) => Some(Answer::DateTime(moment.naive_local())),
            Self::LocalDateTime(moment) => Some(Answer::DateTime(*moment)),
            Self::Nodes(nodes) => nodes.first().and_then(|node| node.atom().to_answer()),
        }
    }

    /// Text that is known while compiling or computing.
    #[must_use]
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }
}

/// A number as XPath writes it: no exponent, no trailing zeros, `0` for minus zero.
#[must_use]
pub fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    number.to_string()
}

/// The number that a text writes: digits with at most one point, a minus before; or a date as days since 1970.
#[must_use]
pub fn text_number(text: &str) -> f64 {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain && digits.bytes().any(|byte| byte.is_ascii_digit()) {
        return text.parse().unwrap_or(f64::NAN);
    }
    dates::text_days(text)
}
