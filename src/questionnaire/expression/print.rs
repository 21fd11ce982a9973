//! Expressions as text, with no parenthesis that is not needed: reading it again gives the same expression.

use std::fmt::{Display, Formatter, Result};

use super::{
    ast::{Axis, Call, Expr, ExprKind, NodeTest, Operator, PathExpr, Start, Step},
    lexer::is_name,
};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            ExprKind::Number(number) => write_number(f, *number),
            ExprKind::Text(text) => write_text(f, text),
            ExprKind::Variable(name) => write!(f, "${name}"),
            ExprKind::Negate(inner) => {
                f.write_str("-")?;
                // What binds less tightly would fall out of the minus.
                enclosed(
                    f,
                    inner,
                    match &inner.kind {
                        ExprKind::Chain { rest, .. } => level(rest) < UNARY,
                        ExprKind::Path(path) => is_root_alone(path),
                        ExprKind::Number(_)
                        | ExprKind::Text(_)
                        | ExprKind::Variable(_)
                        | ExprKind::Negate(_)
                        | ExprKind::Call(_) => false,
                    },
                )
            }
            ExprKind::Chain { first, rest } => write_chain(f, first, rest),
            ExprKind::Call(call) => write_call(f, call),
            ExprKind::Path(path) => write_path(f, path),
        }
    }
}

/// Between `*` and `|`: the minus before an expression.
const UNARY: u8 = 7;

impl Operator {
    /// As it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "div",
            Self::Modulo => "mod",
            Self::Union => "|",
        }
    }
}

fn level(rest: &[(Operator, Expr)]) -> u8 {
    rest.first().map_or(u8::MAX, |(operator, _)| operator.level())
}

fn write_chain(f: &mut Formatter<'_>, first: &Expr, rest: &[(Operator, Expr)]) -> Result {
    let around = level(rest);
    enclosed(f, first, needs_parentheses(first, around))?;
    for (operator, operand) in rest {
        write!(f, " {} ", operator.symbol())?;
        enclosed(f, operand, needs_parentheses(operand, around))?;
    }
    Ok(())
}

/// Would an operand of a chain of this level be read as something else without parentheses?
fn needs_parentheses(operand: &Expr, around: u8) -> bool {
    match &operand.kind {
        ExprKind::Chain { rest, .. } => level(rest) <= around,
        // It would take the whole union.
        ExprKind::Negate(_) => around > UNARY,
        ExprKind::Path(path) => is_root_alone(path),
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Variable(_) | ExprKind::Call(_) => false,
    }
}

/// What follows its slash would be read as a step: `/ * 2`.
fn is_root_alone(path: &PathExpr) -> bool {
    path.start == Start::Root && path.steps.is_empty()
}

fn enclosed(f: &mut Formatter<'_>, expr: &Expr, parentheses: bool) -> Result {
    if parentheses { write!(f, "({expr})") } else { write!(f, "{expr}") }
}

fn write_number(f: &mut Formatter<'_>, number: f64) -> Result {
    if number.is_finite() {
        return write!(f, "{number}");
    }
    // The least whole power of ten that no double holds: expressions have no exponents and no word for infinity.
    write!(f, "1{:0>309}", 0)
}

fn write_text(f: &mut Formatter<'_>, text: &str) -> Result {
    if !text.contains('\'') {
        return write!(f, "'{text}'");
    }
    if !text.contains('"') {
        return write!(f, "\"{text}\"");
    }
    // No literal holds both kinds of quotation marks; none comes from reading, so only the meaning must stay.
    f.write_str("concat(")?;
    for (index, part) in text.split('\'').enumerate() {
        f.write_str(if index > 0 { ", \"'\", " } else { "" })?;
        write!(f, "'{part}'")?;
    }
    f.write_str(")")
}

fn write_call(f: &mut Formatter<'_>, call: &Call) -> Result {
    write!(f, "{}(", call.name)?;
    for (index, argument) in call.arguments.iter().enumerate() {
        write!(f, "{}{argument}", if index > 0 { ", " } else { "" })?;
    }
    f.write_str(")")
}

fn write_path(f: &mut Formatter<'_>, path: &PathExpr) -> Result {
    match &path.start {
        Start::Root if path.steps.is_empty() => f.write_str("/")?,
        Start::Root | Start::Context => {}
        Start::Reference { name, .. } => write!(f, "${{{name}}}")?,
        Start::Expr(expr) => enclosed(f, expr, !is_primary(expr))?,
    }
    write_predicates(f, &path.predicates)?;
    let mut steps = path.steps.iter().peekable();
    let mut first = path.start == Start::Context;
    while let Some(step) = steps.next() {
        if !first && is_any_depth(step) && steps.peek().is_some() {
            f.write_str("//")?;
            steps.next().map_or(Ok(()), |next| write_step(f, next))?;
        } else {
            f.write_str(if first { "" } else { "/" })?;
            write_step(f, step)?;
        }
        first = false;
    }
    Ok(())
}

/// May steps and predicates follow it without parentheses?
fn is_primary(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Variable(_) | ExprKind::Call(_) => true,
        ExprKind::Negate(_) | ExprKind::Chain { .. } | ExprKind::Path(_) => false,
    }
}

fn is_any_depth(step: &Step) -> bool {
    step.axis == Axis::DescendantOrSelf && step.test == NodeTest::Node && step.predicates.is_empty()
}

fn write_step(f: &mut Formatter<'_>, step: &Step) -> Result {
    match (step.axis, &step.test) {
        (Axis::This, NodeTest::Node) => f.write_str(".")?,
        (Axis::Parent, NodeTest::Node) => f.write_str("..")?,
        // From a reference in a path, whose name may be none of XML; alone it would be a reference again.
        (Axis::Child, NodeTest::Name(name)) if !is_name(name) => write!(f, "child::${{{name}}}")?,
        (Axis::Child, test) => write_test(f, test)?,
        (Axis::Attribute, test) => {
            f.write_str("@")?;
            write_test(f, test)?;
        }
        (axis, test) => {
            write!(f, "{}::", axis.name())?;
            write_test(f, test)?;
        }
    }
    write_predicates(f, &step.predicates)
}

fn write_test(f: &mut Formatter<'_>, test: &NodeTest) -> Result {
    match test {
        NodeTest::Name(name) if !is_name(name) => write!(f, "${{{name}}}"),
        NodeTest::Name(name) => f.write_str(name),
        NodeTest::Any => f.write_str("*"),
        NodeTest::AnyIn(prefix) => write!(f, "{prefix}:*"),
        NodeTest::Node => f.write_str("node()"),
        NodeTest::Text => f.write_str("text()"),
        NodeTest::Comment => f.write_str("comment()"),
        NodeTest::Instruction(None) => f.write_str("processing-instruction()"),
        NodeTest::Instruction(Some(target)) => {
            f.write_str("processing-instruction(")?;
            write_text(f, target)?;
            f.write_str(")")
        }
    }
}

fn write_predicates(f: &mut Formatter<'_>, predicates: &[Expr]) -> Result {
    predicates.iter().try_for_each(|predicate| write!(f, "[{predicate}]"))
}
