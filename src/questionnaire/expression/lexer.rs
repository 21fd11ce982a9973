//! Text to tokens, with XPath's traps: `*`, `and`, `div` are operators only after an operand, `a-1` is a name.

use super::{
    ast::{Operator, Span},
    error::{ExpressionError, ExpressionErrorKind},
};

/// A token with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    Number(f64),
    Text(String),
    /// `${name}`
    Reference(String),
    /// `$name`
    Variable(String),
    /// A name, with its prefix where it has one.
    Name(String),
    /// `prefix:*`
    AnyIn(String),
    /// `*` as a name test.
    Star,
    Operator(Operator),
    Slash,
    DoubleSlash,
    Dot,
    DotDot,
    At,
    /// `::`
    Axis,
    Comma,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
}

/// Splits `text` into tokens.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, ExpressionError> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new() };
    while lexer.next_token()? {}
    Ok(lexer.tokens)
}

/// Is it a name as a path writes it, with its prefix where it has one?
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && qualified_name(text) == text
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn next_token(&mut self) -> Result<bool, ExpressionError> {
        let rest = self.rest().trim_start();
        self.at = self.text.len() - rest.len();
        let Some(first) = rest.chars().next() else { return Ok(false) };
        let number = first.is_ascii_digit() || (first == '.' && rest.get(1..).is_some_and(starts_with_digit));
        if number {
            self.number(rest);
        } else if first == '"' || first == '\'' {
            self.literal(rest, first)?;
        } else if first == '$' {
            self.dollar(rest)?;
        } else if is_name_start(first) {
            self.name(rest);
        } else {
            self.symbol(rest, first)?;
        }
        Ok(true)
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        let span = self.at..self.at + length;
        self.at = span.end;
        self.tokens.push(Token { kind, span });
    }

    /// Does what stands before end an operand, so that an operator must follow?
    fn after_operand(&self) -> bool {
        self.tokens.last().is_some_and(|token| match &token.kind {
            TokenKind::Number(_)
            | TokenKind::Text(_)
            | TokenKind::Reference(_)
            | TokenKind::Variable(_)
            | TokenKind::Name(_)
            | TokenKind::AnyIn(_)
            | TokenKind::Star
            | TokenKind::Dot
            | TokenKind::DotDot
            | TokenKind::CloseParenthesis
            | TokenKind::CloseBracket => true,
            TokenKind::Operator(_)
            | TokenKind::Slash
            | TokenKind::DoubleSlash
            | TokenKind::At
            | TokenKind::Axis
            | TokenKind::Comma
            | TokenKind::OpenParenthesis
            | TokenKind::OpenBracket => false,
        })
    }

    fn number(&mut self, rest: &str) {
        let whole = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = rest.get(whole..).unwrap_or("");
        let part = match after.strip_prefix('.') {
            Some(digits) => 1 + digits.bytes().take_while(u8::is_ascii_digit).count(),
            None => 0,
        };
        let digits = rest.get(..whole + part).unwrap_or("");
        self.push(TokenKind::Number(digits.parse().unwrap_or(f64::NAN)), digits.len());
    }

    fn literal(&mut self, rest: &str, quote: char) -> Result<(), ExpressionError> {
        let inner = rest.get(1..).unwrap_or("");
        let end = inner.find(quote).ok_or_else(|| self.error(ExpressionErrorKind::UnterminatedText, rest.len()))?;
        self.push(TokenKind::Text(inner.get(..end).unwrap_or("").to_owned()), end + 2);
        Ok(())
    }

    fn dollar(&mut self, rest: &str) -> Result<(), ExpressionError> {
        if let Some(inner) = rest.strip_prefix("${") {
            let end =
                inner.find('}').ok_or_else(|| self.error(ExpressionErrorKind::UnterminatedReference, rest.len()))?;
            let name = inner.get(..end).unwrap_or("").trim();
            if let Some(wrong) = name.chars().find(|c| !is_name_character(*c) && *c != ':' && *c != '#') {
                return Err(self.error(ExpressionErrorKind::UnexpectedCharacter(wrong), end + 3));
            }
            if name.is_empty() {
                return Err(self.error(ExpressionErrorKind::UnterminatedReference, end + 3));
            }
            self.push(TokenKind::Reference(name.to_owned()), end + 3);
            return Ok(());
        }
        let name = qualified_name(rest.get(1..).unwrap_or(""));
        if name.is_empty() {
            return Err(self.error(ExpressionErrorKind::UnexpectedCharacter('$'), 1));
        }
        self.push(TokenKind::Variable(name.to_owned()), name.len() + 1);
        Ok(())
    }

    fn name(&mut self, rest: &str) {
        if self.after_operand()
            && let Some((word, operator)) = WORDS.into_iter().find(|(word, _)| rest.starts_with(word))
        {
            self.push(TokenKind::Operator(operator), word.len());
            return;
        }
        let name = qualified_name(rest);
        let after = rest.get(name.len()..).unwrap_or("");
        if !name.contains(':') && after.starts_with(":*") {
            self.push(TokenKind::AnyIn(name.to_owned()), name.len() + 2);
        } else {
            self.push(TokenKind::Name(name.to_owned()), name.len());
        }
    }

    fn symbol(&mut self, rest: &str, first: char) -> Result<(), ExpressionError> {
        if first == '*' && !self.after_operand() {
            self.push(TokenKind::Star, 1);
            return Ok(());
        }
        let found = SYMBOLS.iter().find(|(symbol, _)| rest.starts_with(symbol));
        let (symbol, kind) =
            found.ok_or_else(|| self.error(ExpressionErrorKind::UnexpectedCharacter(first), first.len_utf8()))?;
        self.push(kind.clone(), symbol.len());
        Ok(())
    }

    fn error(&self, kind: ExpressionErrorKind, length: usize) -> ExpressionError {
        ExpressionError { kind, at: self.at..self.at + length }
    }
}

const WORDS: [(&str, Operator); 4] =
    [("and", Operator::And), ("or", Operator::Or), ("div", Operator::Divide), ("mod", Operator::Modulo)];

/// Longer ones stand before those that they start with.
const SYMBOLS: [(&str, TokenKind); 22] = [
    ("!=", TokenKind::Operator(Operator::NotEqual)),
    ("<=", TokenKind::Operator(Operator::LessOrEqual)),
    (">=", TokenKind::Operator(Operator::GreaterOrEqual)),
    ("//", TokenKind::DoubleSlash),
    ("..", TokenKind::DotDot),
    ("::", TokenKind::Axis),
    ("=", TokenKind::Operator(Operator::Equal)),
    ("<", TokenKind::Operator(Operator::Less)),
    (">", TokenKind::Operator(Operator::Greater)),
    ("+", TokenKind::Operator(Operator::Add)),
    ("-", TokenKind::Operator(Operator::Subtract)),
    ("*", TokenKind::Operator(Operator::Multiply)),
    ("|", TokenKind::Operator(Operator::Union)),
    ("/", TokenKind::Slash),
    (".", TokenKind::Dot),
    ("@", TokenKind::At),
    (",", TokenKind::Comma),
    ("(", TokenKind::OpenParenthesis),
    (")", TokenKind::CloseParenthesis),
    ("[", TokenKind::OpenBracket),
    ("]", TokenKind::CloseBracket),
    ("\u{2212}", TokenKind::Operator(Operator::Subtract)),
];

fn starts_with_digit(text: &str) -> bool {
    text.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// The name at the start of `text`, `prefix:name` included; `axis::` is not a prefix.
fn qualified_name(text: &str) -> &str {
    let simple = simple_name(text);
    let local = text.get(simple.len()..).and_then(|after| after.strip_prefix(':')).map(simple_name);
    match local {
        Some(local) if !simple.is_empty() && !local.is_empty() => {
            text.get(..simple.len() + 1 + local.len()).unwrap_or(simple)
        }
        _ => simple,
    }
}

fn simple_name(text: &str) -> &str {
    if !text.starts_with(is_name_start) {
        return "";
    }
    let end = text.find(|c| !is_name_character(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}
