//! The shape of an expression as written, before any name is looked up.

use std::ops::Range;

/// Bytes of the text.
pub type Span = Range<usize>;

/// One expression with its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    Number(f64),
    Text(String),
    /// `$name`, which XForms do not have.
    Variable(String),
    Negate(Box<Expr>),
    /// Operators of one level, from the left: `a - b + c`.
    Chain {
        first: Box<Expr>,
        rest: Vec<(Operator, Expr)>,
    },
    Call(Call),
    Path(PathExpr),
}

/// A function call.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub name: String,
    pub name_span: Span,
    pub arguments: Vec<Expr>,
}

/// Steps from a start.
#[derive(Debug, Clone, PartialEq)]
pub struct PathExpr {
    pub start: Start,
    /// Predicates on the start itself, as in `(a | b)[1]`.
    pub predicates: Vec<Expr>,
    pub steps: Vec<Step>,
}

/// Where a path starts.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// `/`
    Root,
    /// The node at hand.
    Context,
    /// `${name}`
    Reference {
        name: String,
        span: Span,
    },
    Expr(Box<Expr>),
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub axis: Axis,
    pub test: NodeTest,
    pub predicates: Vec<Expr>,
    pub span: Span,
}

/// What a step takes of its axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeTest {
    Name(String),
    /// `*`
    Any,
    /// `prefix:*`
    AnyIn(String),
    /// `node()`
    Node,
    /// `text()`
    Text,
    /// `comment()`
    Comment,
    /// `processing-instruction()`
    Instruction(Option<String>),
}

/// The direction of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    Child,
    Parent,
    This,
    Ancestor,
    AncestorOrSelf,
    Descendant,
    DescendantOrSelf,
    FollowingSibling,
    PrecedingSibling,
    Following,
    Preceding,
    Attribute,
    Namespace,
}

/// An operator between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Union,
}

impl Expr {
    /// Calls `visit` for this and for everything inside, from the outside in.
    pub fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Self)) {
        let mut waiting = vec![self];
        while let Some(expr) = waiting.pop() {
            visit(expr);
            match &expr.kind {
                ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Variable(_) => {}
                ExprKind::Negate(inner) => waiting.push(inner),
                ExprKind::Chain { first, rest } => {
                    waiting.extend(rest.iter().rev().map(|(_, operand)| operand));
                    waiting.push(first);
                }
                ExprKind::Call(call) => waiting.extend(call.arguments.iter().rev()),
                ExprKind::Path(path) => {
                    waiting.extend(path.steps.iter().rev().flat_map(|step| step.predicates.iter().rev()));
                    waiting.extend(path.predicates.iter().rev());
                    if let Start::Expr(start) = &path.start {
                        waiting.push(start);
                    }
                }
            }
        }
    }
}

impl Expr {
    /// The same without its places in the text: to compare what was written in different ways.
    #[must_use]
    pub fn without_spans(&self) -> Self {
        let all = |exprs: &[Self]| exprs.iter().map(Self::without_spans).collect::<Vec<_>>();
        let kind = match &self.kind {
            ExprKind::Number(number) => ExprKind::Number(*number),
            ExprKind::Text(text) => ExprKind::Text(text.clone()),
            ExprKind::Variable(name) => ExprKind::Variable(name.clone()),
            ExprKind::Negate(inner) => ExprKind::Negate(Box::new(inner.without_spans())),
            ExprKind::Chain { first, rest } => ExprKind::Chain {
                first: Box::new(first.without_spans()),
                rest: rest.iter().map(|(operator, operand)| (*operator, operand.without_spans())).collect(),
            },
            ExprKind::Call(call) => {
                ExprKind::Call(Call { name: call.name.clone(), name_span: 0..0, arguments: all(&call.arguments) })
            }
            ExprKind::Path(path) => ExprKind::Path(PathExpr {
                start: match &path.start {
                    Start::Root => Start::Root,
                    Start::Context => Start::Context,
                    Start::Reference { name, .. } => Start::Reference { name: name.clone(), span: 0..0 },
                    Start::Expr(expr) => Start::Expr(Box::new(expr.without_spans())),
                },
                predicates: all(&path.predicates),
                steps: path
                    .steps
                    .iter()
                    .map(|step| Step { span: 0..0, predicates: all(&step.predicates), ..step.clone() })
                    .collect(),
            }),
        };
        Self { kind, span: 0..0 }
    }
}

impl Operator {
    /// How tightly it binds; the minus before an expression stands between `Multiply` and `Union`.
    #[must_use]
    pub fn level(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::NotEqual => 3,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide | Self::Modulo => 6,
            Self::Union => 8,
        }
    }
}

impl Axis {
    const ALL: [Self; 13] = [
        Self::Child,
        Self::Parent,
        Self::This,
        Self::Ancestor,
        Self::AncestorOrSelf,
        Self::Descendant,
        Self::DescendantOrSelf,
        Self::FollowingSibling,
        Self::PrecedingSibling,
        Self::Following,
        Self::Preceding,
        Self::Attribute,
        Self::Namespace,
    ];

    /// As it is written before `::`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Parent => "parent",
            Self::This => "self",
            Self::Ancestor => "ancestor",
            Self::AncestorOrSelf => "ancestor-or-self",
            Self::Descendant => "descendant",
            Self::DescendantOrSelf => "descendant-or-self",
            Self::FollowingSibling => "following-sibling",
            Self::PrecedingSibling => "preceding-sibling",
            Self::Following => "following",
            Self::Preceding => "preceding",
            Self::Attribute => "attribute",
            Self::Namespace => "namespace",
        }
    }

    /// The axis with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| axis.name() == name)
    }
}
