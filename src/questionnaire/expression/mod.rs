//! The expression language of XLSForm: compiled once against a schema, evaluated many times over instances.

pub mod ast;
mod calendar;
mod comparison;
mod dates;
mod environment;
mod error;
mod evaluator;
#[cfg(test)]
pub(super) mod fixture;
mod functions;
mod lexer;
mod message;
mod nodes;
mod parser;
mod places;
mod plan;
mod print;
mod reads;
mod resolver;
mod suggestion;
#[cfg(test)]
mod tests;
pub mod trial;
mod value;

pub use environment::Environment;
pub use error::{EvaluationError, EvaluationErrorKind, ExpressionError, ExpressionErrorKind, Refusal};
pub use message::Words;
pub use nodes::{Column, Nodes, Place, PlaceView};
pub use reads::Read;
pub use resolver::LiteralUse;
pub use value::{StaticType, Value, ValueKind, number_text, text_number};

use self::{evaluator::Evaluator, plan::Plan, resolver::Resolver};
use super::{
    instance::{Instance, NodeId},
    schema::{ListId, Schema, SlotId},
};

/// A rule of one row, with every name found in the schema.
#[derive(Debug, Clone)]
pub struct Expression {
    plan: Plan,
    dependencies: Vec<SlotId>,
    reads: Vec<Read>,
    literals: Vec<LiteralUse>,
    static_type: StaticType,
    /// The list whose choices it is about, for a choice filter.
    list: Option<ListId>,
}

impl Expression {
    /// Compiles the text that stands on the row `home`; it must give one value.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn compile(text: &str, schema: &Schema, home: SlotId) -> Result<Self, ExpressionError> {
        Self::compile_with(text, Resolver::new(schema, home), None)
    }

    /// Compiles the text that stands on an entry of `repeat` as a whole: a name means what stands in that entry.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn compile_in_entry(text: &str, schema: &Schema, repeat: SlotId) -> Result<Self, ExpressionError> {
        Self::compile_with(text, Resolver::inside(schema, repeat), None)
    }

    /// Compiles the choice filter on the row `home`, where bare names are columns of `list`.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn compile_filter(text: &str, schema: &Schema, home: SlotId, list: ListId) -> Result<Self, ExpressionError> {
        Self::compile_with(text, Resolver::over(schema, home, list), Some(list))
    }

    /// Reads the text without looking up any name.
    ///
    /// # Errors
    /// Where it is no expression.
    pub fn parse(text: &str) -> Result<ast::Expr, ExpressionError> {
        parser::parse(text)
    }

    /// Computes it for `node`: the home row's own node, or for the rules of a repeat the node around it or an entry.
    ///
    /// # Errors
    /// What could not be computed.
    pub fn evaluate<'a>(
        &'a self,
        instance: &'a Instance,
        node: NodeId,
        environment: &Environment<'a>,
    ) -> Result<Value<'a>, EvaluationError> {
        Evaluator::new(instance, node, environment).run(&self.plan)
    }

    /// The choices that a filter leaves for `node`, by their place in the list; none where it is no filter.
    ///
    /// # Errors
    /// What could not be computed.
    pub fn choices<'a>(
        &'a self,
        instance: &'a Instance,
        node: NodeId,
        environment: &Environment<'a>,
    ) -> Result<Vec<u32>, EvaluationError> {
        let Some(list) = self.list else { return Ok(Vec::new()) };
        Evaluator::new(instance, node, environment).choices(list, &self.plan)
    }

    /// The slots that it reads, in document order: those whose change may change its value. The home row is among
    /// them where it reads itself.
    #[must_use]
    pub fn dependencies(&self) -> &[SlotId] {
        &self.dependencies
    }

    /// What it reads, each slot once, in document order.
    #[must_use]
    pub fn reads(&self) -> &[Read] {
        &self.reads
    }

    /// Questions compared with constants, to check against their lists.
    #[must_use]
    pub fn literals(&self) -> &[LiteralUse] {
        &self.literals
    }

    /// What it gives, as far as that is known without answers.
    #[must_use]
    pub fn static_type(&self) -> StaticType {
        self.static_type
    }

    fn compile_with(text: &str, mut resolver: Resolver<'_>, list: Option<ListId>) -> Result<Self, ExpressionError> {
        let parsed = parser::parse(text)?;
        let resolved = resolver.single(&parsed)?;
        let static_type = resolver.type_of(&resolved);
        let reads: Vec<Read> = resolver.dependencies.into_iter().map(|(slot, scope)| Read { slot, scope }).collect();
        let dependencies = reads.iter().map(|read| read.slot).collect();
        Ok(Self { plan: resolved.plan, dependencies, reads, literals: resolver.literals, static_type, list })
    }
}
