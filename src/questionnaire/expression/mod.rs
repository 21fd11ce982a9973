//! The expression language of XLSForm: compiled once against a schema, evaluated many times over instances.

pub mod ast;
mod comparison;
mod dates;
mod environment;
mod error;
mod evaluator;
#[cfg(test)]
pub(super) mod fixture;
mod functions;
mod lexer;
mod nodes;
mod parser;
mod places;
mod plan;
mod resolver;
mod suggestion;
#[cfg(test)]
mod tests;
mod value;

pub use environment::Environment;
pub use error::{EvaluationError, EvaluationErrorKind, ExpressionError, ExpressionErrorKind, Refusal};
pub use nodes::{Column, Nodes, Place, PlaceView};
pub use resolver::LiteralUse;
pub use value::{StaticType, Value, ValueKind, number_text, text_number};

use self::{evaluator::Evaluator, plan::Plan, resolver::Resolver};
use super::{
    instance::{Instance, NodeId},
    schema::{Schema, SlotId},
};

/// A rule of one row, with every name found in the schema.
#[derive(Debug, Clone)]
pub struct Expression {
    plan: Plan,
    dependencies: Vec<SlotId>,
    literals: Vec<LiteralUse>,
    static_type: StaticType,
}

impl Expression {
    /// Compiles the text that stands on the row `home`; it must give one value.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn compile(text: &str, schema: &Schema, home: SlotId) -> Result<Self, ExpressionError> {
        let parsed = parser::parse(text)?;
        let mut resolver = Resolver::new(schema, home);
        let resolved = resolver.single(&parsed)?;
        Ok(Self {
            plan: resolved.plan,
            dependencies: resolver.dependencies.into_iter().collect(),
            literals: resolver.literals,
            static_type: resolved.kind,
        })
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

    /// The slots that it reads, in document order: those whose change may change its value. The home row is among
    /// them where it reads itself.
    #[must_use]
    pub fn dependencies(&self) -> &[SlotId] {
        &self.dependencies
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
}
