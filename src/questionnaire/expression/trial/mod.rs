//! Trying an expression on given answers, as the command line does: what it gives, or what is wrong and where.

mod answers;
mod document;
mod given;
mod outcome;
mod place;

pub use given::Given;
pub use outcome::{Conversion, Outcome};

use std::ops::Range;

use serde_json::{Value as Json, json};

use super::{Environment, EvaluationError, Expression, ExpressionError, Words, ast::Expr, parser};
use crate::questionnaire::{
    answers::Answers,
    compile::Questionnaire,
    instance::{Instance, NodeId},
    schema::{Schema, SlotKind},
};

/// What is wrong with a trial: with its expression, its answers or its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable, in kebab case.
    pub code: &'static str,
    pub words: Words,
    pub suggestion: Option<String>,
    /// Bytes of the expression.
    pub at: Range<usize>,
}

/// Answers to try expressions on.
#[derive(Debug, Clone)]
pub struct Scene {
    schema: Schema,
    instance: Instance,
    /// What relative paths start from where no place is given.
    start: NodeId,
}

impl Scene {
    /// Answers as nested JSON, without a questionnaire: objects are groups, arrays the entries of repeats, scalars
    /// answers. `text` and `place` say what absolute paths call the response, where the answers do not.
    ///
    /// # Errors
    /// The answers are no object.
    pub fn of_json(answers: &Given, text: &str, place: Option<&str>) -> Result<Self, Fault> {
        document::scene(answers, text, place)
    }

    /// Answers of a questionnaire, typed, with its calculations and relevance computed: nested, or flat by name.
    ///
    /// # Errors
    /// A name that the questionnaire does not have, or a value that cannot be read.
    pub fn of_questionnaire(
        questionnaire: &Questionnaire,
        answers: &Given,
        environment: &Environment<'_>,
    ) -> Result<Self, Fault> {
        let schema = questionnaire.schema.clone();
        let answers = answers::read(&schema, answers)?;
        let instance = questionnaire.evaluate(&answers, environment);
        Ok(Self { schema, instance, start: NodeId::ROOT })
    }

    /// What the expression gives on the row at `place`: a name, a path such as `/data/ports[2]/berths`, or nothing
    /// for the response itself.
    ///
    /// # Errors
    /// What is wrong with the expression, or what could not be computed.
    pub fn run(
        &self,
        text: &str,
        place: Option<&str>,
        environment: &Environment<'_>,
        conversion: Option<Conversion>,
    ) -> Result<Outcome, Fault> {
        let parsed = parser::parse(text)?;
        let node = self.place(place)?;
        let home = self.instance.get(node).slot;
        let expression = match self.schema.get(home).kind {
            SlotKind::Repeat => Expression::compile_in_entry(text, &self.schema, home)?,
            SlotKind::Root | SlotKind::Group | SlotKind::Question(_) => Expression::compile(text, &self.schema, home)?,
        };
        let value = expression.evaluate(&self.instance, node, environment)?;
        Ok(Outcome::of(&value, &parsed, conversion))
    }
}

/// Answers of a questionnaire from JSON, typed: nested by group or flat by name, as drafts keep them or as people write
/// them.
///
/// # Errors
/// A name that the questionnaire does not have, or what is no object.
pub fn answers(schema: &Schema, given: &Given) -> Result<Answers, Fault> {
    answers::read(schema, given)
}

/// The expression in the program's own writing, without looking up any name.
///
/// # Errors
/// Where it is no expression.
pub fn printed(text: &str) -> Result<String, Fault> {
    Ok(parser::parse(text).map(|expr: Expr| expr.to_string())?)
}

impl Fault {
    /// Something that is not about a part of the expression.
    #[must_use]
    pub fn new(code: &'static str, message: String, fix: &str) -> Self {
        Self { code, words: Words { message, fix: fix.to_owned() }, suggestion: None, at: 0..0 }
    }

    /// The message, with what may have been meant.
    #[must_use]
    pub fn message(&self) -> String {
        match &self.suggestion {
            Some(suggestion) => format!("{} Did you mean “{suggestion}”?", self.words.message),
            None => self.words.message.clone(),
        }
    }

    /// `{"error": {"code", "message", "at"}}`; the place counts characters of `text`, not bytes.
    #[must_use]
    pub fn to_json(&self, text: &str) -> Json {
        let characters = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
        let at = [characters(self.at.start), characters(self.at.end)];
        json!({ "error": { "code": self.code, "message": self.message(), "at": at } })
    }

    /// The line of `text` that it is about with carets below; nothing where it is about no part.
    #[must_use]
    pub fn caret_lines(&self, text: &str) -> String {
        if self.at == (0..0) && !text.is_empty() {
            return String::new();
        }
        let start = text.get(..self.at.start).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let width = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().count());
        let end = self.at.end.min(start + line.len());
        let carets = "^".repeat(width(self.at.start..end).max(1));
        let margin: String = line.chars().take(width(start..self.at.start)).map(blank_as_wide).collect();
        format!("{line}\n{margin}{carets}\n")
    }
}

/// A tab stays one, so that the carets stand below what they mean.
fn blank_as_wide(letter: char) -> char {
    if letter == '\t' { '\t' } else { ' ' }
}

impl From<ExpressionError> for Fault {
    fn from(error: ExpressionError) -> Self {
        let suggestion = error.kind.suggestion().map(str::to_owned);
        Self { code: error.kind.code(), words: error.kind.words(), suggestion, at: error.at }
    }
}

impl From<EvaluationError> for Fault {
    fn from(error: EvaluationError) -> Self {
        Self { code: error.kind.code(), words: error.kind.words(), suggestion: None, at: error.at }
    }
}
