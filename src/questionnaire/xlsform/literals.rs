//! Choice codes in rules: does `${colour} = 'read'` name a choice of the list of `colour`?

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    code::Code,
    column::Column,
    context::{CheckedCell, Context},
    nearest::Suggestions,
    origins::Origin,
    problem::{Problem, Severity},
    problems::Problems,
    references::MOST_IN_A_CELL,
};
use crate::questionnaire::definition::{ChoiceList, Item, QuestionType};

/// A piece of a rule, as far as comparisons with choices need it.
#[derive(Debug, Clone, PartialEq)]
enum Token<'a> {
    Reference(&'a str),
    /// This question (`.`).
    Here,
    /// A string or number, with its place without quotes.
    Literal(&'a str, Range<usize>),
    Equals,
    Selected,
    Open,
    Close,
    Comma,
    /// `and`, `or`.
    Joint,
    Else,
}

/// Columns whose expressions compare answers.
const RULES: [Column; 5] =
    [Column::Relevant, Column::Constraint, Column::Calculation, Column::Required, Column::ReadOnly];

/// The list of each closed question.
struct Closed<'a> {
    lists: BTreeMap<&'a str, (&'a Codes<'a>, bool)>,
    suggestions: Suggestions,
}

/// The codes of a list, and as which numbers they read.
struct Codes<'a> {
    list: &'a ChoiceList,
    known: BTreeSet<String>,
}

/// Checks the rules of all rows, and the defaults of closed questions.
pub(super) fn check(items: &[Item], lists: &[ChoiceList], context: &mut Context) {
    // Lists without choices stand for files that are still to come.
    let filled = lists.iter().filter(|list| !list.choices.is_empty());
    let codes: BTreeMap<&str, Codes<'_>> = filled.map(|list| (list.name.as_str(), Codes::of(list))).collect();
    let mut closed = Closed { lists: BTreeMap::new(), suggestions: Suggestions::default() };
    closed.collect(items, &codes);
    let mut problems = Problems::default();
    for CheckedCell { column, origin } in &context.cells {
        if RULES.contains(column) {
            problems.extend(closed.check_rule(origin).into_iter().take(MOST_IN_A_CELL));
        } else if *column == Column::Default {
            problems.extend(closed.check_default(origin));
        }
    }
    context.problems.extend(problems.into_sorted());
}

impl<'a> Closed<'a> {
    fn collect(&mut self, items: &'a [Item], lists: &'a BTreeMap<&'a str, Codes<'a>>) {
        for item in items {
            if let Item::Question(question) = item
                && let Some(name) = question.kind.list()
                && let Some(list) = lists.get(name)
            {
                let several = !matches!(question.kind, QuestionType::SelectOne(_));
                self.lists.insert(&question.row.name, (list, several));
            }
            self.collect(item.items(), lists);
        }
    }

    fn check_rule(&self, origin: &Origin) -> Vec<Problem> {
        let tokens = tokens(&origin.text);
        let mut problems = Vec::new();
        for index in 0..tokens.len() {
            let here = tokens.get(index..).unwrap_or_default();
            let before = index.checked_sub(1).and_then(|before| tokens.get(before));
            let starts = matches!(before, None | Some(Token::Open | Token::Comma | Token::Joint));
            let ends =
                |after: Option<&Token<'_>>| matches!(after, None | Some(Token::Close | Token::Comma | Token::Joint));
            let found = match here {
                [
                    Token::Selected,
                    Token::Open,
                    question,
                    Token::Comma,
                    Token::Literal(text, span),
                    Token::Close,
                    ..,
                ] => Some((question, text, span)),
                [question, Token::Equals, Token::Literal(text, span), rest @ ..]
                | [Token::Literal(text, span), Token::Equals, question, rest @ ..]
                    if starts && ends(rest.first()) =>
                {
                    Some((question, text, span))
                }
                _ => None,
            };
            let Some((question, text, span)) = found else { continue };
            let name = if let Token::Reference(name) = question { *name } else { origin.row_name.as_str() };
            if matches!(question, Token::Reference(_) | Token::Here) {
                problems.extend(self.check_literal(origin, name, text, span.clone()));
            }
        }
        problems
    }

    /// A default that is no expression is a code, or several.
    fn check_default(&self, origin: &Origin) -> Vec<Problem> {
        let Some((_, several)) = self.lists.get(origin.row_name.as_str()) else { return Vec::new() };
        let text = origin.text.as_str();
        if text.contains(['(', '$', '\'', '"', '/']) {
            return Vec::new();
        }
        let check = |word: &str, at: usize| self.check_literal(origin, &origin.row_name, word, at..at + word.len());
        if *several {
            let start = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
            text.split_whitespace().filter_map(|word| check(word, start(word))).collect()
        } else {
            check(text, 0).into_iter().collect()
        }
    }

    fn check_literal(&self, origin: &Origin, question: &str, text: &str, span: Range<usize>) -> Option<Problem> {
        let (Codes { list, known }, _) = self.lists.get(question)?;
        if text.is_empty() || known.contains(text) || known.contains(&number(text)) {
            return None;
        }
        let codes = list.choices.iter().map(|choice| choice.name.as_str());
        let problem = Problem::in_cell(origin, Code::UnknownChoice, &[text, question, &list.name], Some(span));
        // A near miss is a slip that breaks the rule; a code that the list never had may be a leftover.
        Some(match self.suggestions.nearest(text, codes) {
            Some(meant) => problem.suggesting(Some(meant)),
            None => problem.weighing(Severity::Warning),
        })
    }
}

impl<'a> Codes<'a> {
    fn of(list: &'a ChoiceList) -> Self {
        let names = || list.choices.iter().map(|choice| choice.name.as_str());
        Self { list, known: names().map(str::to_owned).chain(names().map(number)).collect() }
    }
}

/// `1` for `1.0` and `01`, because numbers are compared as numbers; other text stays.
fn number(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| number.to_string())
}

/// Cuts a rule into pieces; what is not understood is [`Token::Else`], and never an error: that is for the compiler.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (token, length) = next(rest, at);
        tokens.extend(token);
        at += length.max(1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    tokens
}

fn next(rest: &str, at: usize) -> (Option<Token<'_>>, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    if first.is_whitespace() {
        return (None, first.len_utf8());
    }
    if first == '\'' || first == '"' {
        let inner = rest.get(1..).unwrap_or_default();
        return match inner.split_once(first) {
            Some((text, _)) => (Some(Token::Literal(text, at + 1..at + 1 + text.len())), text.len() + 2),
            None => (Some(Token::Else), rest.len()),
        };
    }
    if let Some(inner) = rest.strip_prefix("${") {
        return match inner.split_once('}') {
            Some((name, _)) => (Some(Token::Reference(name.trim())), name.len() + 3),
            None => (Some(Token::Else), rest.len()),
        };
    }
    if first.is_ascii_digit() {
        let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        return (rest.get(..length).map(|text| Token::Literal(text, at..at + length)), length);
    }
    if first.is_alphabetic() || first == '_' {
        let part_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        let length = rest.find(|c: char| !part_of_name(c)).unwrap_or(rest.len());
        let token = match rest.get(..length) {
            Some("selected") => Token::Selected,
            Some("and" | "or") => Token::Joint,
            Some(_) | None => Token::Else,
        };
        return (Some(token), length);
    }
    match first {
        '!' if rest.starts_with("!=") => (Some(Token::Equals), 2),
        '=' => (Some(Token::Equals), 1),
        '(' => (Some(Token::Open), 1),
        ')' => (Some(Token::Close), 1),
        ',' => (Some(Token::Comma), 1),
        '.' if !rest.starts_with("..") && !rest.starts_with("./") => (Some(Token::Here), 1),
        _ => (Some(Token::Else), first.len_utf8()),
    }
}
