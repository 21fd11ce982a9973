//! What stands on one side of an operator, as far as it is known without answers.

use std::collections::BTreeMap;

use super::{
    choice_codes::Codes,
    rules::{Known, Literal},
};
use crate::questionnaire::{
    definition::{Metadata, Question, QuestionType},
    expression::ast::{Axis, Expr, ExprKind, NodeTest, Span, Start},
};

/// What a question is answered with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'a> {
    Number,
    /// Text that is to be typed in digits.
    Digits,
    Text,
    Date,
    Time,
    One(Option<&'a Codes<'a>>),
    Several(Option<&'a Codes<'a>>),
    File,
    Tick,
    Place,
    /// Whatever its rule gives.
    Any,
}

/// One operand with its place in the rule.
#[derive(Debug)]
pub(super) struct Operand<'a> {
    pub shape: Shape<'a>,
    pub span: Span,
    written: &'a str,
}

#[derive(Debug)]
pub(super) enum Shape<'a> {
    Question(&'a str, Kind<'a>),
    /// A constant.
    Number(f64),
    /// A constant, as it stands between its quotes.
    Text(&'a str),
    /// A call that gives a number.
    Computed,
    /// A call that gives a day or a moment.
    Day,
    Other,
}

const GIVE_NUMBERS: [&str; 8] =
    ["number", "int", "count", "sum", "string-length", "count-selected", "round", "count-non-empty"];
const GIVE_DAYS: [&str; 4] = ["today", "now", "date", "date-time"];

/// Reads one side; `text` is the whole rule.
pub(super) fn operand<'a>(expr: &Expr, home: Option<&'a str>, known: &'a Known<'a>, text: &'a str) -> Operand<'a> {
    let question = |name: &str| {
        let (name, kind) = known.questions.get_key_value(name)?;
        Some(Shape::Question(name, *kind))
    };
    let shape = match &expr.kind {
        ExprKind::Number(number) => Some(Shape::Number(*number)),
        ExprKind::Text(_) => text.get(expr.span.start + 1..expr.span.end.saturating_sub(1)).map(Shape::Text),
        ExprKind::Call(call) if GIVE_NUMBERS.contains(&call.name.as_str()) => Some(Shape::Computed),
        ExprKind::Call(call) if GIVE_DAYS.contains(&call.name.as_str()) => Some(Shape::Day),
        ExprKind::Path(path) if path.predicates.is_empty() => match (&path.start, path.steps.as_slice()) {
            (Start::Reference { name, .. }, []) => question(name),
            (Start::Context, [step])
                if step.axis == Axis::This && step.test == NodeTest::Node && step.predicates.is_empty() =>
            {
                home.and_then(question)
            }
            (Start::Reference { .. } | Start::Context | Start::Root | Start::Expr(_), _) => None,
        },
        ExprKind::Call(_)
        | ExprKind::Path(_)
        | ExprKind::Variable(_)
        | ExprKind::Negate(_)
        | ExprKind::Chain { .. } => None,
    };
    let written = text.get(expr.span.clone()).unwrap_or_default();
    Operand { shape: shape.unwrap_or(Shape::Other), span: expr.span.clone(), written }
}

impl<'a> Kind<'a> {
    pub fn of(question: &Question, lists: &'a BTreeMap<&'a str, Codes<'a>>) -> Self {
        let codes = |list: &str| lists.get(list);
        match &question.kind {
            QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => Self::Number,
            QuestionType::Text if question.row.appears("numbers") => Self::Digits,
            QuestionType::Text => Self::Text,
            QuestionType::Date | QuestionType::DateTime => Self::Date,
            QuestionType::Metadata(Metadata::Start | Metadata::End | Metadata::Today) => Self::Date,
            QuestionType::Time => Self::Time,
            QuestionType::SelectOne(list) => Self::One(codes(list)),
            QuestionType::SelectMultiple(list) | QuestionType::Rank(list) => Self::Several(codes(list)),
            QuestionType::File | QuestionType::Image => Self::File,
            QuestionType::Acknowledge => Self::Tick,
            QuestionType::Point => Self::Place,
            QuestionType::Note
            | QuestionType::Calculate
            | QuestionType::Hidden
            | QuestionType::Metadata(Metadata::Username | Metadata::Email) => Self::Any,
        }
    }

    pub fn codes(&self) -> Option<&'a Codes<'a>> {
        match self {
            Self::One(codes) | Self::Several(codes) => *codes,
            Self::Number
            | Self::Digits
            | Self::Text
            | Self::Date
            | Self::Time
            | Self::File
            | Self::Tick
            | Self::Place
            | Self::Any => None,
        }
    }

    /// Can no answer be computed with?
    pub fn has_no_number(&self) -> bool {
        match self {
            Self::One(codes) => codes.is_some_and(Codes::has_no_number),
            Self::Several(_) | Self::Text | Self::File | Self::Tick | Self::Place => true,
            Self::Number | Self::Digits | Self::Date | Self::Time | Self::Any => false,
        }
    }

    /// Does `selected` make sense? Text may hold codes with spaces between them.
    pub fn may_be_selected(&self) -> bool {
        match self {
            Self::One(_) | Self::Several(_) | Self::Text | Self::Digits | Self::Tick | Self::Any => true,
            Self::Number | Self::Date | Self::Time | Self::File | Self::Place => false,
        }
    }

    fn what(&self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Digits | Self::Text => "a text",
            Self::Date => "a date",
            Self::Time => "a time of day",
            Self::One(_) => "a choice",
            Self::Several(_) => "a set of choices",
            Self::File => "a file",
            Self::Tick => "a box to tick",
            Self::Place => "a place",
            Self::Any => "computed",
        }
    }
}

impl<'a> Operand<'a> {
    /// The constant that it is, without its quotes.
    pub fn literal(&self) -> Option<Literal<'a>> {
        match &self.shape {
            Shape::Text(text) => Some(Literal { text, span: self.span.start + 1..self.span.end.saturating_sub(1) }),
            Shape::Number(_) => Some(Literal { text: self.written, span: self.span.clone() }),
            Shape::Question(..) | Shape::Computed | Shape::Day | Shape::Other => None,
        }
    }

    pub fn is_date(&self) -> bool {
        matches!(self.shape, Shape::Day | Shape::Question(_, Kind::Date))
    }
}

impl Shape<'_> {
    /// In words, for a message.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Question(_, kind) => kind.what(),
            Self::Number(_) | Self::Computed => "a number",
            Self::Text(_) => "a text",
            Self::Day => "a date",
            Self::Other => "computed",
        }
    }
}
