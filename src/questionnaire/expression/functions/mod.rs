//! The functions of the language: one table of names, arities, argument and result types, gathered by subject.

mod geo;
mod hash;
mod logic;
mod moments;
mod numbers;
mod pattern;
mod places;
mod selections;
mod text;

use std::borrow::Cow;

use regex::{Regex, RegexBuilder};

use super::{
    ast::{Call, ExprKind, Span},
    dates,
    error::{EvaluationError, EvaluationErrorKind, ExpressionError, ExpressionErrorKind, Refusal},
    evaluator::{Context, Evaluator, LONGEST_TEXT, Outcome},
    nodes::{Nodes, PlaceView},
    plan::CallPlan,
    value::{StaticType, Value},
};

/// Bytes of a compiled pattern.
const REGEX_SIZE: usize = 1 << 20;

/// What a function does.
type Body = for<'a> fn(&mut Arguments<'_, 'a>) -> Outcome<Value<'a>>;

/// One function of the language.
#[derive(Debug)]
pub(super) struct Function {
    pub name: &'static str,
    pub least: usize,
    /// `None`: as many as are given.
    pub most: Option<usize>,
    /// By place; the last stands for all further ones.
    pub parameters: &'static [Parameter],
    pub result: StaticType,
    pub shape: Shape,
    pub body: Body,
}

/// What an argument must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parameter {
    /// One value.
    Value,
    /// A value, or all that some nodes say.
    Values,
    /// Nodes.
    Nodes,
}

/// How many arguments fit, besides the bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Free,
    Odd,
    Even,
}

/// The arguments of one call, computed when asked for.
pub(super) struct Arguments<'e, 'a> {
    pub evaluator: &'e mut Evaluator<'a>,
    pub call: &'a CallPlan,
    pub context: Context,
    pub span: &'a Span,
}

const SUBJECTS: [&[Function]; 7] = [
    logic::FUNCTIONS,
    text::FUNCTIONS,
    selections::FUNCTIONS,
    numbers::FUNCTIONS,
    moments::FUNCTIONS,
    places::FUNCTIONS,
    geo::FUNCTIONS,
];

/// Functions of other programs, and why they are not offered.
const REFUSED: [(&str, Refusal); 14] = [
    ("pulldata", Refusal::ExternalFile),
    ("search", Refusal::ExternalFile),
    ("lookup", Refusal::ExternalFile),
    ("property", Refusal::Device),
    ("device-id", Refusal::Device),
    ("entity", Refusal::Device),
    ("extract-signed", Refusal::Extension),
    ("intersects", Refusal::Extension),
    ("enclosed-area", Refusal::Extension),
    ("z-score", Refusal::Extension),
    ("add-date", Refusal::Extension),
    ("difference-in-months", Refusal::Extension),
    ("parse-timestamp-to-date", Refusal::Extension),
    ("to-bikram-sambat", Refusal::Extension),
];

/// The function with this name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    all().find(|function| function.name == name)
}

/// Every name, for suggestions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    all().map(|function| function.name)
}

/// Why a function of other programs is not offered.
pub(super) fn refusal(name: &str) -> Option<Refusal> {
    if name.starts_with("cht:") || name.starts_with("ex:") {
        return Some(Refusal::Extension);
    }
    REFUSED.iter().find(|(refused, _)| *refused == name).map(|(_, refusal)| *refusal)
}

/// A text that looks like a day and is none: the 31st of September.
pub(super) fn is_no_date(text: &str) -> bool {
    dates::looks_like_date(text) && dates::read(text).is_none()
}

/// The pattern of a `regex` call, where it is a constant.
pub(super) fn constant_regex(function: &Function, call: &Call) -> Result<Option<Regex>, ExpressionError> {
    let ("regex", [_, pattern]) = (function.name, call.arguments.as_slice()) else { return Ok(None) };
    let ExprKind::Text(text) = &pattern.kind else { return Ok(None) };
    match whole_regex(text) {
        Ok(regex) => Ok(Some(regex)),
        Err(error) => {
            let kind = ExpressionErrorKind::BadRegex { message: error.to_string() };
            Err(ExpressionError { kind, at: pattern.span.clone() })
        }
    }
}

/// A pattern that must match the whole text.
fn whole_regex(pattern: &str) -> Result<Regex, regex::Error> {
    let pattern = &pattern::in_our_dialect(pattern);
    // Checked alone first, so that no bracket closes the group around it.
    RegexBuilder::new(pattern).size_limit(REGEX_SIZE).build()?;
    RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(REGEX_SIZE).build()
}

fn all() -> impl Iterator<Item = &'static Function> {
    SUBJECTS.into_iter().flatten()
}

impl Function {
    /// What the argument at `index` (from 0) must be.
    pub fn parameter(&self, index: usize) -> Parameter {
        self.parameters.get(index).or_else(|| self.parameters.last()).copied().unwrap_or(Parameter::Value)
    }

    /// Does it read the node at hand, without an argument that says so?
    pub fn reads_the_item(&self, given: usize) -> bool {
        self.name == "once"
            || given == 0 && ["string", "number", "string-length", "normalize-space"].contains(&self.name)
    }

    const fn new(
        name: &'static str,
        (least, most): (usize, Option<usize>),
        parameters: &'static [Parameter],
        result: StaticType,
        body: Body,
    ) -> Self {
        Self { name, least, most, parameters, result, shape: Shape::Free, body }
    }

    const fn shaped(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }
}

impl Shape {
    /// May so many arguments be given?
    pub fn fits(self, given: usize) -> bool {
        match self {
            Self::Free => true,
            Self::Odd => given % 2 == 1,
            Self::Even => given.is_multiple_of(2),
        }
    }
}

impl<'a> Arguments<'_, 'a> {
    fn len(&self) -> usize {
        self.call.arguments.len()
    }

    /// The argument at `index`, or blank where there is none.
    fn value(&mut self, index: usize) -> Outcome<Value<'a>> {
        match self.call.arguments.get(index) {
            Some(plan) => self.evaluator.value(plan, self.context),
            None => Ok(Value::BLANK),
        }
    }

    fn atom(&mut self, index: usize) -> Outcome<Value<'a>> {
        match self.call.arguments.get(index) {
            Some(plan) => self.evaluator.atom(plan, self.context),
            None => Ok(Value::BLANK),
        }
    }

    fn number(&mut self, index: usize) -> Outcome<f64> {
        Ok(self.atom(index)?.as_number())
    }

    fn text(&mut self, index: usize) -> Outcome<Cow<'a, str>> {
        let text = self.atom(index)?.into_string();
        // A long answer costs more to search than a short one.
        self.evaluator.count(text.len() as u64 / 512, self.span)?;
        Ok(text)
    }

    fn boolean(&mut self, index: usize) -> Outcome<bool> {
        Ok(self.value(index)?.as_boolean())
    }

    fn nodes(&mut self, index: usize) -> Outcome<Nodes<'a>> {
        match self.value(index)? {
            Value::Nodes(nodes) => Ok(nodes),
            _ => Ok(Nodes { view: self.evaluator.view, places: super::nodes::Places::None }),
        }
    }

    /// The argument at `index`, or the item at hand where it is left out.
    fn text_or_item(&mut self, index: usize) -> Outcome<Cow<'a, str>> {
        if index < self.len() { self.text(index) } else { Ok(self.item().text()) }
    }

    fn item(&self) -> PlaceView<'a> {
        PlaceView { place: self.context.item, view: self.evaluator.view }
    }

    /// What the arguments from `first` on say, nodes one by one.
    fn each(&mut self, first: usize) -> Outcome<Vec<Value<'a>>> {
        let mut values = Vec::new();
        for index in first..self.len() {
            match self.value(index)? {
                Value::Nodes(nodes) => {
                    self.evaluator.count(nodes.len() as u64, self.span)?;
                    values.extend(nodes.iter().map(PlaceView::atom));
                }
                other => values.push(other),
            }
        }
        Ok(values)
    }

    /// A text that was put together, if it is not too long.
    fn made(&self, text: String) -> Outcome<Value<'a>> {
        if text.len() > LONGEST_TEXT {
            return self.fail(EvaluationErrorKind::TooMuchText { limit: LONGEST_TEXT });
        }
        Ok(Value::Text(Cow::Owned(text)))
    }

    fn fail<T>(&self, kind: EvaluationErrorKind) -> Outcome<T> {
        Err(EvaluationError { kind, at: self.span.clone() })
    }
}
