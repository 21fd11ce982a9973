//! What an expression gave, with its type, for people and as JSON.

use std::fmt::{Display, Formatter, Result};

use serde_json::{Value as Json, json};

use super::super::{
    ast::{Expr, ExprKind, Start},
    nodes::PlaceView,
    value::{Value, number_text},
};

/// A type to convert to, as XPath converts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversion {
    Text,
    Number,
    Boolean,
}

/// A value of its own, free of the response that it came from.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Text(String),
    Number(f64),
    Boolean(bool),
    Date(String),
    DateTime(String),
    /// What each of the places says.
    Nodes(Vec<String>),
    /// A question without an answer.
    Empty,
}

impl Conversion {
    /// The type with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "string" => Some(Self::Text),
            "number" => Some(Self::Number),
            "boolean" => Some(Self::Boolean),
            _ => None,
        }
    }
}

impl Outcome {
    pub(super) fn of(value: &Value<'_>, written: &Expr, conversion: Option<Conversion>) -> Self {
        match conversion {
            Some(Conversion::Text) => Self::Text(value.as_string().into_owned()),
            Some(Conversion::Number) => Self::Number(value.as_number()),
            Some(Conversion::Boolean) => Self::Boolean(value.as_boolean()),
            None => Self::natural(value, written),
        }
    }

    /// A reference to one question is its answer; a path is the places that it leads to.
    fn natural(value: &Value<'_>, written: &Expr) -> Self {
        let Value::Nodes(nodes) = value else { return Self::of_atom(value) };
        match (nodes.len(), nodes.first()) {
            (1, Some(node)) if !is_path(written) => match node.atom() {
                Value::Text(text) if text.is_empty() => Self::Empty,
                atom => Self::of_atom(&atom),
            },
            (0, _) if !is_path(written) => Self::Empty,
            _ => Self::Nodes(nodes.iter().map(|node: PlaceView<'_>| node.text().into_owned()).collect()),
        }
    }

    fn of_atom(value: &Value<'_>) -> Self {
        match value {
            Value::Number(number) => Self::Number(*number),
            Value::Boolean(boolean) => Self::Boolean(*boolean),
            Value::Date(_) => Self::Date(value.as_string().into_owned()),
            Value::DateTime(_) | Value::LocalDateTime(_) => Self::DateTime(value.as_string().into_owned()),
            Value::Text(_) | Value::Nodes(_) => Self::Text(value.as_string().into_owned()),
        }
    }

    /// The name of its type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Number(_) => "number",
            Self::Boolean(_) => "boolean",
            Self::Date(_) => "date",
            Self::DateTime(_) => "datetime",
            Self::Nodes(_) => "nodes",
            Self::Empty => "empty",
        }
    }

    /// `{"type": …, "value": …}`; numbers that JSON lacks are texts.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let value = match self {
            Self::Text(text) | Self::Date(text) | Self::DateTime(text) => json!(text),
            Self::Number(number) => number_to_json(*number),
            Self::Boolean(boolean) => json!(boolean),
            Self::Nodes(texts) => json!(texts),
            Self::Empty => Json::Null,
        };
        json!({ "type": self.type_name(), "value": value })
    }
}

impl Display for Outcome {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Text(text) | Self::Date(text) | Self::DateTime(text) => write!(f, "{}: {text}", self.type_name()),
            Self::Number(number) => write!(f, "number: {}", number_text(*number)),
            Self::Boolean(boolean) => write!(f, "boolean: {boolean}"),
            Self::Nodes(texts) => {
                write!(f, "nodes: {}", texts.len())?;
                texts.iter().try_for_each(|text| write!(f, "\n  {text}"))
            }
            Self::Empty => f.write_str("empty"),
        }
    }
}

/// Is it written as places, rather than as what a question says?
fn is_path(written: &Expr) -> bool {
    match &written.kind {
        ExprKind::Call(call) => matches!(call.name.as_str(), "current" | "instance" | "randomize"),
        ExprKind::Path(path) => {
            !(matches!(path.start, Start::Reference { .. }) && path.steps.is_empty() && path.predicates.is_empty())
        }
        ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::Variable(_)
        | ExprKind::Negate(_)
        | ExprKind::Chain { .. } => false,
    }
}

/// Whole numbers without a point, as far as doubles count without gaps.
fn number_to_json(number: f64) -> Json {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number == 0.0 && number.is_sign_negative() {
        return json!("-0");
    }
    if !number.is_finite() {
        return json!(number_text(number));
    }
    if number.fract() == 0.0 && number.abs() < EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within the range of i64")]
        return json!(number as i64);
    }
    json!(number)
}
