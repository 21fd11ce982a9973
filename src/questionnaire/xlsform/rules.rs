//! Rules against what they refer to: is a constant a choice of the question's list, is a number compared with a date,
//! is something computed with that is no number?

use std::collections::BTreeMap;

use super::{
    choice_codes::{self, Codes},
    code::Code,
    column::Column,
    context::{CheckedCell, Context},
    default_values,
    nearest::Suggestions,
    operand::{Kind, Operand, Shape, operand},
    origins::Origin,
    problem::{Problem, Severity},
    problems::Problems,
    references::MOST_IN_A_CELL,
};
use crate::questionnaire::{
    definition::{ChoiceList, Item},
    expression::{
        Expression,
        ast::{Call, Expr, ExprKind, Operator, PathExpr, Span, Start},
    },
};

/// Columns whose expressions compare answers.
const RULES: [Column; 7] = [
    Column::Relevant,
    Column::Constraint,
    Column::Calculation,
    Column::Required,
    Column::ReadOnly,
    Column::ChoiceFilter,
    Column::RepeatCount,
];

/// What every question takes.
pub(super) struct Known<'a> {
    pub questions: BTreeMap<&'a str, Kind<'a>>,
    suggestions: Suggestions,
}

/// One rule under check.
struct Check<'a> {
    known: &'a Known<'a>,
    origin: &'a Origin,
    /// The question that `.` stands for; nothing within predicates.
    home: Option<&'a str>,
    problems: Vec<Problem>,
    /// Constants that no choice has, and whether the comparison is then always false or always true.
    dead: Vec<(Span, Problem, bool)>,
}

/// Checks the rules of all rows, and the defaults.
pub(super) fn check(items: &[Item], lists: &[ChoiceList], context: &mut Context) {
    let codes = choice_codes::of_all(lists);
    let mut known = Known { questions: BTreeMap::new(), suggestions: Suggestions::default() };
    known.collect(items, &codes);
    let mut problems = Problems::default();
    for CheckedCell { column, origin } in &context.cells {
        if RULES.contains(column) {
            problems.extend(known.check_rule(origin, *column).into_iter().take(MOST_IN_A_CELL));
        } else if *column == Column::Default {
            problems.extend(default_values::check(&known, origin));
        }
    }
    context.problems.extend(problems.into_sorted());
}

impl<'a> Known<'a> {
    fn collect(&mut self, items: &'a [Item], lists: &'a BTreeMap<&'a str, Codes<'a>>) {
        for item in items {
            if let Item::Question(question) = item {
                self.questions.insert(&question.row.name, Kind::of(question, lists));
            }
            self.collect(item.items(), lists);
        }
    }

    fn check_rule(&self, origin: &Origin, column: Column) -> Vec<Problem> {
        // What cannot be parsed is reported when it is compiled.
        let Ok(expr) = Expression::parse(&origin.text) else { return Vec::new() };
        let home = Some(origin.row_name.as_str()).filter(|_| column != Column::ChoiceFilter);
        let mut check = Check { known: self, origin, home, problems: Vec::new(), dead: Vec::new() };
        check.visit(&expr);
        check.settle(&expr)
    }

    /// A constant that is none of the question's choices.
    pub fn unknown_choice(&self, origin: &Origin, question: &str, codes: &Codes<'_>, literal: &Literal<'_>) -> Problem {
        let names = [literal.text, question, &codes.list.name];
        let meant = self.suggestions.nearest(literal.text, codes.names());
        Problem::in_cell(origin, Code::UnknownChoice, &names, Some(literal.span.clone())).suggesting(meant)
    }
}

/// A constant with its place, without quotes.
pub(super) struct Literal<'a> {
    pub text: &'a str,
    pub span: Span,
}

impl<'a> Check<'a> {
    fn visit(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Variable(_) => {}
            ExprKind::Negate(inner) => {
                self.needs_number(inner);
                self.visit(inner);
            }
            ExprKind::Chain { first, rest } => {
                self.chain(first, rest);
                self.visit(first);
                rest.iter().for_each(|(_, expr)| self.visit(expr));
            }
            ExprKind::Call(call) => {
                self.call(call);
                call.arguments.iter().for_each(|argument| self.visit(argument));
            }
            ExprKind::Path(path) => {
                if self.origin.text.get(expr.span.clone()) == Some("null") {
                    let span = Some(expr.span.clone());
                    self.say(Problem::in_cell(self.origin, Code::NullTaken, &[], span));
                }
                self.path(path);
            }
        }
    }

    /// Within predicates `.` is something else.
    fn path(&mut self, path: &PathExpr) {
        if let Start::Expr(expr) = &path.start {
            self.visit(expr);
        }
        let home = self.home.take();
        let predicates = path.predicates.iter().chain(path.steps.iter().flat_map(|step| &step.predicates));
        predicates.for_each(|predicate| self.visit(predicate));
        self.home = home;
    }

    fn chain(&mut self, first: &Expr, rest: &[(Operator, Expr)]) {
        let Some((operator, second)) = rest.first() else { return };
        match operator {
            Operator::Or | Operator::And | Operator::Union => {}
            Operator::Equal | Operator::NotEqual => self.equal(first, *operator == Operator::NotEqual, second),
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
                self.ordered(first, second);
            }
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Modulo => {
                self.needs_number(first);
                rest.iter().for_each(|(_, expr)| self.needs_number(expr));
            }
        }
    }

    fn call(&mut self, call: &Call) {
        match (call.name.as_str(), call.arguments.as_slice()) {
            ("selected", [asked, constant]) => {
                let (question, literal) = (self.operand(asked), self.operand(constant));
                match &question.shape {
                    Shape::Question(_, kind) if !kind.may_be_selected() => self.mismatch(
                        &question,
                        "which is not chosen from a list",
                        "Compare it with “=”, or refer to a question of type select_one or select_multiple.",
                    ),
                    _ => self.choice(&question, &literal, false),
                }
            }
            ("jr:choice-name", [code, asked]) => self.choice_name(code, asked),
            _ => {}
        }
    }

    /// `jr:choice-name(${a}, '${b}')` looks `a` up in the list of `b`.
    fn choice_name(&mut self, code: &Expr, asked: &Expr) {
        let parsed;
        let asked = match &asked.kind {
            ExprKind::Text(text) => {
                let Ok(inner) = Expression::parse(text) else { return };
                parsed = Expr { span: asked.span.clone(), ..inner };
                &parsed
            }
            _ => asked,
        };
        let (code, asked) = (self.operand(code), self.operand(asked));
        let (Shape::Question(one, taken), Shape::Question(other, shown)) = (&code.shape, &asked.shape) else { return };
        let (Some(taken), Some(shown)) = (taken.codes(), shown.codes()) else { return };
        if !taken.names().any(|name| shown.has(name)) {
            let names = [one, taken.list.name.as_str(), other, shown.list.name.as_str()];
            self.say(Problem::in_cell(self.origin, Code::WrongList, &names, Some(asked.span)));
        }
    }

    fn equal(&mut self, first: &Expr, differs: bool, second: &Expr) {
        let (first, second) = (self.operand(first), self.operand(second));
        for (one, other) in [(&first, &second), (&second, &first)] {
            if let Shape::Question(name, Kind::Several(_)) = &one.shape
                && let Some(literal) = other.literal()
                && !literal.text.is_empty()
                && !literal.text.contains(char::is_whitespace)
            {
                let names = [*name, literal.text];
                let span = one.span.start.min(other.span.start)..one.span.end.max(other.span.end);
                self.say(Problem::in_cell(self.origin, Code::MultipleCompared, &names, Some(span)));
                return;
            }
            self.choice(one, other, differs);
        }
        self.comparable(&first, &second);
    }

    fn ordered(&mut self, first: &Expr, second: &Expr) {
        let (first, second) = (self.operand(first), self.operand(second));
        for (one, other) in [(&first, &second), (&second, &first)] {
            let number = matches!(other.shape, Shape::Number(_) | Shape::Question(_, Kind::Number) | Shape::Computed);
            let Shape::Question(_, kind) = &one.shape else { continue };
            if number && kind.has_no_number() {
                let fix = "Refer to a question that is answered with a number, or use string-length() or \
                           count-selected() of this one.";
                return self.mismatch(one, "which has no order among numbers", fix);
            }
        }
        self.comparable(&first, &second);
    }

    /// What can never be equal, more or less, whatever is answered.
    fn comparable(&mut self, first: &Operand<'a>, second: &Operand<'a>) {
        for (one, other) in [(first, second), (second, first)] {
            let (which, fix) = match (&one.shape, &other.shape) {
                (Shape::Question(_, Kind::Number), Shape::Text(text)) if !is_blank(text) && !is_number(text) => {
                    ("and is compared with a number", "Write a number without quotes.")
                }
                // Days since 1970 are many; a small number is a year, or an age.
                (_, Shape::Number(number)) if one.is_date() && number.abs() < 10_000.0 => {
                    ("and is compared with a date", "Compare with a date, for instance date('2026-03-31') or today().")
                }
                (_, Shape::Text(text)) if one.is_date() && !is_blank(text) && !default_values::is_date(text) => {
                    ("and is compared with a date", "Write a day as '2026-03-31'.")
                }
                (_, Shape::Question(_, Kind::Number)) if one.is_date() => {
                    ("and is compared with a date", "Compare dates with dates and numbers with numbers.")
                }
                _ => continue,
            };
            return self.mismatch(other, which, fix);
        }
    }

    fn needs_number(&mut self, expr: &Expr) {
        let operand = self.operand(expr);
        let wrong = match &operand.shape {
            Shape::Question(_, kind) => kind.has_no_number(),
            Shape::Text(text) => !is_blank(text) && !is_number(text),
            Shape::Number(_) | Shape::Computed | Shape::Day | Shape::Other => false,
        };
        if wrong {
            let fix = "Compute with questions of type integer, decimal or date, or turn it into a number first, for \
                       instance with number() or if().";
            self.mismatch(&operand, "which cannot be computed with", fix);
        }
    }

    /// A constant beside a closed question must be one of its choices.
    fn choice(&mut self, question: &Operand<'a>, other: &Operand<'a>, differs: bool) {
        let Shape::Question(name, kind) = &question.shape else { return };
        let (Some(codes), Some(literal)) = (kind.codes(), other.literal()) else { return };
        if !literal.text.is_empty() && !codes.has(literal.text) {
            let problem = self.known.unknown_choice(self.origin, name, codes, &literal);
            self.dead.push((other.span.clone(), problem, differs));
        }
    }

    fn mismatch(&mut self, operand: &Operand<'_>, which: &str, fix: &str) {
        let written = self.origin.text.get(operand.span.clone()).unwrap_or_default();
        let names = [written, operand.shape.what(), which, fix];
        self.say(Problem::in_cell(self.origin, Code::TypeMismatch, &names, Some(operand.span.clone())));
    }

    fn operand(&self, expr: &Expr) -> Operand<'a> {
        operand(expr, self.home, self.known, &self.origin.text)
    }

    fn say(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// A near miss is a slip, and so is what makes a whole rule always true or always false. A code that the list never
    /// had, beside others that it has, may be a leftover: the rule still works.
    fn settle(self, expr: &Expr) -> Vec<Problem> {
        let mut fixed = Vec::new();
        self.constant_parts(expr, true, &mut fixed);
        let mut problems = self.problems;
        for (span, problem, _) in self.dead {
            let breaks = fixed.iter().any(|part: &Span| part.start <= span.start && span.end <= part.end);
            let severity = if problem.suggestion.is_some() || breaks { Severity::Error } else { Severity::Warning };
            problems.push(problem.weighing(severity));
        }
        problems
    }

    /// The parts of a rule that are decided whatever is answered: whole rules, conditions of `if`, operands.
    fn constant_parts(&self, expr: &Expr, is_whole: bool, found: &mut Vec<Span>) {
        if is_whole && self.truth(expr).is_some() {
            found.push(expr.span.clone());
        }
        match &expr.kind {
            ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Variable(_) => {}
            ExprKind::Negate(inner) => self.constant_parts(inner, true, found),
            ExprKind::Chain { first, rest } => {
                let joins = rest.first().is_some_and(|(op, _)| matches!(op, Operator::And | Operator::Or));
                self.constant_parts(first, !joins, found);
                rest.iter().for_each(|(_, expr)| self.constant_parts(expr, !joins, found));
            }
            ExprKind::Call(call) => {
                let whole = call.name != "not";
                call.arguments.iter().for_each(|argument| self.constant_parts(argument, whole, found));
            }
            ExprKind::Path(path) => {
                let predicates = path.predicates.iter().chain(path.steps.iter().flat_map(|step| &step.predicates));
                predicates.for_each(|predicate| self.constant_parts(predicate, true, found));
            }
        }
    }

    fn truth(&self, expr: &Expr) -> Option<bool> {
        let dead = |constant: &Expr| self.dead.iter().find(|(span, ..)| *span == constant.span).map(|found| found.2);
        match &expr.kind {
            ExprKind::Chain { first, rest } => {
                let (operator, second) = rest.first()?;
                let parts = || std::iter::once(&**first).chain(rest.iter().map(|(_, expr)| expr));
                let decided = |by: bool| {
                    if parts().any(|part| self.truth(part) == Some(by)) {
                        Some(by)
                    } else {
                        parts().all(|part| self.truth(part) == Some(!by)).then_some(!by)
                    }
                };
                match operator {
                    Operator::And => decided(false),
                    Operator::Or => decided(true),
                    Operator::Equal | Operator::NotEqual => dead(second).or_else(|| dead(first)),
                    Operator::Less
                    | Operator::LessOrEqual
                    | Operator::Greater
                    | Operator::GreaterOrEqual
                    | Operator::Add
                    | Operator::Subtract
                    | Operator::Multiply
                    | Operator::Divide
                    | Operator::Modulo
                    | Operator::Union => None,
                }
            }
            ExprKind::Call(call) => match (call.name.as_str(), call.arguments.as_slice()) {
                ("not", [inner]) => self.truth(inner).map(|truth| !truth),
                ("selected", [_, constant]) => dead(constant),
                _ => None,
            },
            ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Variable(_) | ExprKind::Negate(_) => None,
            ExprKind::Path(_) => None,
        }
    }
}

fn is_number(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok()
}

/// Authors write `'NaN'` for a number that was not given.
fn is_blank(text: &str) -> bool {
    text.trim().is_empty() || text == "NaN"
}
