//! Tokens to the shape of an expression, by how tightly operators bind.

use super::{
    ast::{Axis, Call, Expr, ExprKind, NodeTest, Operator, PathExpr, Span, Start, Step},
    error::{ExpressionError, ExpressionErrorKind},
    lexer::{self, Token, TokenKind},
};

/// Bytes; far more than any form needs.
pub(super) const LONGEST: usize = 32 * 1024;
/// Brackets, calls and minus signs within each other.
const DEEPEST: usize = 120;
/// Between `*` and `|`: the minus before an expression.
const UNARY: u8 = 7;

/// Reads a whole text as one expression.
pub(super) fn parse(text: &str) -> Result<Expr, ExpressionError> {
    if text.len() > LONGEST {
        return Err(ExpressionError { kind: ExpressionErrorKind::TooLong { limit: LONGEST }, at: 0..text.len() });
    }
    let tokens = lexer::tokens(text)?;
    if tokens.is_empty() {
        return Err(ExpressionError { kind: ExpressionErrorKind::Empty, at: 0..text.len() });
    }
    let mut parser = Parser { text, tokens, next: 0, depth: 0 };
    let expr = parser.expr(0)?;
    if parser.peek().is_some() { Err(parser.unexpected()) } else { Ok(expr) }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

type Result<T, E = ExpressionError> = std::result::Result<T, E>;

impl Parser<'_> {
    fn expr(&mut self, least: u8) -> Result<Expr> {
        self.enter()?;
        let mut left = self.unary()?;
        // The level of the chain that `left` is, so that brackets are not flattened.
        let mut level_of_left = None;
        while let Some(TokenKind::Operator(operator)) = self.peek() {
            let operator = *operator;
            let level = operator.level();
            if level < least {
                break;
            }
            self.next += 1;
            let right = self.expr(level + 1)?;
            let span = left.span.start..right.span.end;
            match &mut left.kind {
                ExprKind::Chain { rest, .. } if level_of_left == Some(level) => rest.push((operator, right)),
                _ => {
                    let kind = ExprKind::Chain { first: Box::new(left), rest: vec![(operator, right)] };
                    left = Expr { kind, span: span.clone() };
                }
            }
            left.span = span;
            level_of_left = Some(level);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr> {
        let start = self.here().start;
        if !self.eat(&TokenKind::Operator(Operator::Subtract)) {
            return self.path();
        }
        let inner = self.expr(UNARY)?;
        let span = start..inner.span.end;
        Ok(Expr { kind: ExprKind::Negate(Box::new(inner)), span })
    }

    fn path(&mut self) -> Result<Expr> {
        let start = self.here().start;
        if let Some(from) = self.primary()? {
            let predicates = self.predicates()?;
            let steps = self.further_steps()?;
            if let Start::Expr(expr) = from {
                if predicates.is_empty() && steps.is_empty() {
                    return Ok(*expr);
                }
                let path = PathExpr { start: Start::Expr(expr), predicates, steps };
                return Ok(self.finish(start, path));
            }
            return Ok(self.finish(start, PathExpr { start: from, predicates, steps }));
        }
        let (from, mut steps) = match self.peek() {
            Some(TokenKind::Slash) => {
                self.next += 1;
                if !self.at_step() {
                    let path = PathExpr { start: Start::Root, predicates: Vec::new(), steps: Vec::new() };
                    return Ok(self.finish(start, path));
                }
                (Start::Root, Vec::new())
            }
            Some(TokenKind::DoubleSlash) => {
                let step = any_depth(self.here());
                self.next += 1;
                (Start::Root, vec![step])
            }
            _ => (Start::Context, Vec::new()),
        };
        steps.push(self.step()?);
        steps.extend(self.further_steps()?);
        Ok(self.finish(start, PathExpr { start: from, predicates: Vec::new(), steps }))
    }

    /// What a path may start with other than a step.
    fn primary(&mut self) -> Result<Option<Start>> {
        let span = self.here();
        let kind = match self.peek() {
            Some(TokenKind::Number(number)) => ExprKind::Number(*number),
            Some(TokenKind::Text(text)) => ExprKind::Text(text.clone()),
            Some(TokenKind::Variable(name)) => ExprKind::Variable(name.clone()),
            Some(TokenKind::Reference(name)) => {
                let from = Start::Reference { name: name.clone(), span };
                self.next += 1;
                return Ok(Some(from));
            }
            Some(TokenKind::OpenParenthesis) => {
                self.next += 1;
                let inner = self.expr(0)?;
                self.expect(&TokenKind::CloseParenthesis)?;
                return Ok(Some(Start::Expr(Box::new(inner))));
            }
            Some(TokenKind::Name(name)) if self.is_call() && !is_node_type(name) => {
                let name = name.clone();
                let call = self.call(name, span.clone())?;
                let expr = Expr { kind: ExprKind::Call(call), span: span.start..self.end() };
                return Ok(Some(Start::Expr(Box::new(expr))));
            }
            _ => return Ok(None),
        };
        self.next += 1;
        Ok(Some(Start::Expr(Box::new(Expr { kind, span }))))
    }

    fn call(&mut self, name: String, name_span: Span) -> Result<Call> {
        self.next += 2;
        let mut arguments = Vec::new();
        if !self.eat(&TokenKind::CloseParenthesis) {
            loop {
                arguments.push(self.expr(0)?);
                if !self.eat(&TokenKind::Comma) {
                    break;
                }
            }
            self.expect(&TokenKind::CloseParenthesis)?;
        }
        Ok(Call { name, name_span, arguments })
    }

    fn further_steps(&mut self) -> Result<Vec<Step>> {
        let mut steps = Vec::new();
        loop {
            match self.peek() {
                Some(TokenKind::Slash) => self.next += 1,
                Some(TokenKind::DoubleSlash) => {
                    steps.push(any_depth(self.here()));
                    self.next += 1;
                }
                _ => return Ok(steps),
            }
            steps.push(self.step()?);
        }
    }

    fn step(&mut self) -> Result<Step> {
        let span = self.here();
        let short = match self.peek() {
            Some(TokenKind::Dot) => Some(Axis::This),
            Some(TokenKind::DotDot) => Some(Axis::Parent),
            _ => None,
        };
        if let Some(axis) = short {
            self.next += 1;
            return Ok(Step { axis, test: NodeTest::Node, predicates: self.predicates()?, span });
        }
        let axis = self.axis()?;
        let test = self.node_test()?;
        let span = span.start..self.end();
        Ok(Step { axis, test, predicates: self.predicates()?, span })
    }

    fn axis(&mut self) -> Result<Axis> {
        if self.eat(&TokenKind::At) {
            return Ok(Axis::Attribute);
        }
        let Some(TokenKind::Name(name)) = self.peek() else { return Ok(Axis::Child) };
        if self.peek_second() != Some(&TokenKind::Axis) {
            return Ok(Axis::Child);
        }
        let unknown = || ExpressionErrorKind::UnknownAxis { name: name.clone() };
        let axis = Axis::from_name(name).ok_or_else(|| ExpressionError { kind: unknown(), at: self.here() })?;
        self.next += 2;
        Ok(axis)
    }

    fn node_test(&mut self) -> Result<NodeTest> {
        let test = match self.peek() {
            Some(TokenKind::Star) => NodeTest::Any,
            Some(TokenKind::AnyIn(prefix)) => NodeTest::AnyIn(prefix.clone()),
            Some(TokenKind::Reference(name)) => NodeTest::Name(name.clone()),
            Some(TokenKind::Name(name)) if self.is_call() => {
                let name = name.clone();
                return self.node_type(&name);
            }
            Some(TokenKind::Name(name)) => NodeTest::Name(name.clone()),
            _ => return Err(self.unexpected()),
        };
        self.next += 1;
        Ok(test)
    }

    fn node_type(&mut self, name: &str) -> Result<NodeTest> {
        let test = match name {
            "node" => NodeTest::Node,
            "text" => NodeTest::Text,
            "comment" => NodeTest::Comment,
            "processing-instruction" => NodeTest::Instruction(None),
            _ => return Err(self.unexpected()),
        };
        self.next += 2;
        let named = match (&test, self.peek()) {
            (NodeTest::Instruction(_), Some(TokenKind::Text(target))) => Some(target.clone()),
            _ => None,
        };
        let test = if named.is_some() {
            self.next += 1;
            NodeTest::Instruction(named)
        } else {
            test
        };
        self.expect(&TokenKind::CloseParenthesis)?;
        Ok(test)
    }

    fn predicates(&mut self) -> Result<Vec<Expr>> {
        let mut predicates = Vec::new();
        while self.eat(&TokenKind::OpenBracket) {
            predicates.push(self.expr(0)?);
            self.expect(&TokenKind::CloseBracket)?;
        }
        Ok(predicates)
    }

    fn finish(&self, start: usize, path: PathExpr) -> Expr {
        Expr { kind: ExprKind::Path(path), span: start..self.end() }
    }

    fn enter(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(ExpressionError { kind: ExpressionErrorKind::TooDeep { limit: DEEPEST }, at: self.here() });
        }
        Ok(())
    }

    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn peek_second(&self) -> Option<&TokenKind> {
        self.tokens.get(self.next + 1).map(|token| &token.kind)
    }

    fn is_call(&self) -> bool {
        self.peek_second() == Some(&TokenKind::OpenParenthesis)
    }

    fn at_step(&self) -> bool {
        matches!(
            self.peek(),
            Some(
                TokenKind::Name(_)
                    | TokenKind::AnyIn(_)
                    | TokenKind::Star
                    | TokenKind::Dot
                    | TokenKind::DotDot
                    | TokenKind::At
                    | TokenKind::Reference(_)
            )
        )
    }

    fn eat(&mut self, kind: &TokenKind) -> bool {
        let found = self.peek() == Some(kind);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, kind: &TokenKind) -> Result<()> {
        if self.eat(kind) { Ok(()) } else { Err(self.unexpected()) }
    }

    /// Where the next token stands; the end of the text where there is none.
    fn here(&self) -> Span {
        self.tokens.get(self.next).map_or(self.text.len()..self.text.len(), |token| token.span.clone())
    }

    /// Where the last token that was read ends.
    fn end(&self) -> usize {
        self.next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |token| token.span.end)
    }

    fn unexpected(&self) -> ExpressionError {
        let at = self.here();
        let found = self.text.get(at.clone()).unwrap_or("").to_owned();
        let kind = if found.is_empty() {
            ExpressionErrorKind::UnexpectedEnd
        } else {
            ExpressionErrorKind::Unexpected { found }
        };
        ExpressionError { kind, at }
    }
}

fn is_node_type(name: &str) -> bool {
    matches!(name, "node" | "text" | "comment" | "processing-instruction")
}

fn any_depth(span: Span) -> Step {
    Step { axis: Axis::DescendantOrSelf, test: NodeTest::Node, predicates: Vec::new(), span }
}
