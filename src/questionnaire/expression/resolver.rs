//! Names to slots, calls to functions, and every check that needs no answers.

use std::collections::BTreeMap;

use super::{
    ast::{Call, Expr, ExprKind, Operator, Span},
    error::{ExpressionError, ExpressionErrorKind as Kind},
    functions::{self, Function, Parameter},
    places::Static,
    plan::{CallPlan, Plan, PlanKind},
    suggestion::nearest,
    value::StaticType,
};
use crate::questionnaire::{
    definition::QuestionType,
    schema::{ListId, Schema, SlotId, SlotKind},
};

pub(super) type Result<T, E = ExpressionError> = std::result::Result<T, E>;

/// A question compared with a constant: what an importer checks against the question's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiteralUse {
    pub slot: SlotId,
    pub text: String,
    /// Bytes of the constant.
    pub at: Span,
}

/// A plan with what is known of its value.
pub(super) struct Resolved {
    pub plan: Plan,
    pub kind: StaticType,
    /// Where its nodes can stand; empty for values.
    pub places: Vec<Static>,
    /// It stands for one value in every entry of this repeat, and nothing picks one.
    pub many: Option<SlotId>,
    /// The repeat around the home row whose entry holds all of its places; the root where that is not known.
    pub scope: SlotId,
}

/// What is gathered while resolving one expression.
pub(super) struct Resolver<'s> {
    pub schema: &'s Schema,
    pub home: SlotId,
    /// The innermost repeat in whose entry the expression stands.
    pub around: Option<SlotId>,
    /// The item inside predicates; `None` outside, where it is the home node.
    pub item: Option<Vec<Static>>,
    /// What is read, each slot with the repeat around the home row whose entry it is read within.
    pub dependencies: BTreeMap<SlotId, SlotId>,
    pub literals: Vec<LiteralUse>,
}

impl<'s> Resolver<'s> {
    pub fn new(schema: &'s Schema, home: SlotId) -> Self {
        let around = schema.get(home).repeat;
        Self { schema, home, around, item: None, dependencies: BTreeMap::new(), literals: Vec::new() }
    }

    /// On an entry of the repeat, rather than around its entries.
    pub fn inside(schema: &'s Schema, repeat: SlotId) -> Self {
        Self { around: Some(repeat), ..Self::new(schema, repeat) }
    }

    /// Bare names are columns of the list.
    pub fn over(schema: &'s Schema, home: SlotId, list: ListId) -> Self {
        Self { item: Some(vec![Static::Choice(list)]), ..Self::new(schema, home) }
    }

    /// The type of a whole expression: of a name, that of its question.
    pub fn type_of(&self, resolved: &Resolved) -> StaticType {
        let [Static::Slot(slot)] = resolved.places.as_slice() else { return resolved.kind };
        let SlotKind::Question(kind) = &self.schema.get(*slot).kind else { return resolved.kind };
        match kind {
            QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => StaticType::Number,
            QuestionType::Date => StaticType::Date,
            QuestionType::DateTime => StaticType::DateTime,
            QuestionType::Calculate | QuestionType::Hidden | QuestionType::Metadata(_) => StaticType::Any,
            QuestionType::Text
            | QuestionType::Time
            | QuestionType::SelectOne(_)
            | QuestionType::SelectMultiple(_)
            | QuestionType::Rank(_)
            | QuestionType::File
            | QuestionType::Image
            | QuestionType::Acknowledge
            | QuestionType::Note
            | QuestionType::Point => StaticType::Text,
        }
    }

    /// What must be one value.
    pub fn single(&mut self, expr: &Expr) -> Result<Resolved> {
        let resolved = self.any(expr)?;
        self.depend_on_text(&resolved.places, resolved.scope);
        if let Some(repeat) = resolved.many {
            let name = resolved.places.iter().find_map(|place| match place {
                Static::Slot(slot) => Some(self.schema.get(*slot).name.clone()),
                Static::Document(_) | Static::Root(_) | Static::Choice(_) | Static::Cell(..) => None,
            });
            let repeat = self.schema.get(repeat).name.clone();
            return fail(Kind::ManyValues { name: name.unwrap_or_default(), repeat }, &expr.span);
        }
        Ok(resolved)
    }

    /// One value or many.
    pub fn any(&mut self, expr: &Expr) -> Result<Resolved> {
        let span = &expr.span;
        match &expr.kind {
            ExprKind::Number(number) => Ok(value(PlanKind::Number(*number), span, StaticType::Number)),
            ExprKind::Text(text) => Ok(value(PlanKind::Text(text.clone()), span, StaticType::Text)),
            ExprKind::Variable(name) => fail(Kind::UnknownVariable { name: name.clone() }, span),
            ExprKind::Negate(inner) => {
                let inner = self.single(inner)?.plan;
                Ok(value(PlanKind::Negate(Box::new(inner)), span, StaticType::Number))
            }
            ExprKind::Chain { first, rest } => self.chain(first, rest, span),
            ExprKind::Call(call) => self.call(call, span),
            ExprKind::Path(path) => self.path(path, span),
        }
    }

    fn chain(&mut self, first: &Expr, rest: &[(Operator, Expr)], span: &Span) -> Result<Resolved> {
        let operator = rest.first().map_or(Operator::Union, |(operator, _)| *operator);
        if operator == Operator::Union {
            return self.union(first, rest, span);
        }
        self.note_literals(first, rest);
        let first = self.single(first)?.plan;
        let rest: Vec<(Operator, Plan)> =
            rest.iter().map(|(operator, expr)| Ok((*operator, self.single(expr)?.plan))).collect::<Result<_>>()?;
        let operands = |first: Plan, rest: Vec<(Operator, Plan)>| {
            std::iter::once(first).chain(rest.into_iter().map(|(_, plan)| plan)).collect()
        };
        let (kind, static_type) = match operator {
            Operator::Or => (PlanKind::Or(operands(first, rest)), StaticType::Boolean),
            Operator::And => (PlanKind::And(operands(first, rest)), StaticType::Boolean),
            Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => (PlanKind::Compare(Box::new(first), rest), StaticType::Boolean),
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Modulo => {
                (PlanKind::Arithmetic(Box::new(first), rest), StaticType::Number)
            }
            Operator::Union => (PlanKind::Union(operands(first, rest)), StaticType::Nodes),
        };
        Ok(value(kind, span, static_type))
    }

    fn union(&mut self, first: &Expr, rest: &[(Operator, Expr)], span: &Span) -> Result<Resolved> {
        let (mut plans, mut places, mut scope) = (Vec::new(), Vec::new(), self.home);
        for (argument, expr) in (1..).zip(std::iter::once(first).chain(rest.iter().map(|(_, expr)| expr))) {
            let part = self.any(expr)?;
            if part.kind != StaticType::Nodes {
                return fail(Kind::NotNodes { function: "|".to_owned(), argument }, &expr.span);
            }
            plans.push(part.plan);
            places.extend(part.places);
            scope = scope.min(part.scope);
        }
        let plan = Plan { kind: PlanKind::Union(plans), span: span.clone() };
        Ok(Resolved { plan, kind: StaticType::Nodes, places, many: None, scope })
    }

    fn call(&mut self, call: &Call, span: &Span) -> Result<Resolved> {
        let function = self.function(call)?;
        match function.name {
            "current" => return Ok(self.home_place(span)),
            "instance" => return self.instance(call, span),
            "jr:choice-name" => return self.choice_name(function, call, span),
            _ => {}
        }
        let mut arguments = Vec::new();
        let (mut first_places, mut scope) = (Vec::new(), self.home);
        for (index, expr) in call.arguments.iter().enumerate() {
            let resolved = match function.parameter(index) {
                Parameter::Value => self.single(expr)?,
                Parameter::Values => {
                    let resolved = self.any(expr)?;
                    self.depend_on_text(&resolved.places, resolved.scope);
                    resolved
                }
                Parameter::Nodes => {
                    let resolved = self.any(expr)?;
                    if !matches!(resolved.kind, StaticType::Nodes) {
                        let kind = Kind::NotNodes { function: function.name.to_owned(), argument: index + 1 };
                        return fail(kind, &expr.span);
                    }
                    self.depend(&resolved.places, resolved.scope);
                    resolved
                }
            };
            scope = scope.min(resolved.scope);
            if index == 0 {
                first_places = resolved.places;
            }
            arguments.push(resolved.plan);
        }
        if function.name == "indexed-repeat" {
            self.widen(&mut arguments);
            scope = SlotId::ROOT;
        }
        if function.reads_the_item(arguments.len()) {
            self.depend_on_item();
        }
        self.check_constants(function, call)?;
        let regex = functions::constant_regex(function, call)?;
        let keeps_places = function.result == StaticType::Nodes;
        let places = if keeps_places { first_places } else { Vec::new() };
        let plan = Plan { kind: PlanKind::Call(Box::new(CallPlan { function, arguments, regex })), span: span.clone() };
        Ok(Resolved { plan, kind: function.result, places, many: None, scope })
    }

    /// `indexed-repeat` picks among all entries of the outermost repeat that it names, also from inside of one.
    fn widen(&mut self, arguments: &mut [Plan]) {
        let Some(PlanKind::Reference { scope: outer, slot: repeat }) = arguments.get(1).map(|plan| plan.kind.clone())
        else {
            return;
        };
        // What is asked for, and the repeats within; the places between stay those of the entry at hand.
        let nodes = arguments.iter_mut().enumerate().filter(|(index, _)| *index == 0 || (*index > 1 && index % 2 == 1));
        for (_, plan) in nodes {
            if let PlanKind::Reference { scope, slot } = &mut plan.kind
                && *slot != repeat
                && self.schema.contains(repeat, *slot)
            {
                *scope = outer;
                self.depend_on_slot(*slot, outer);
            }
        }
    }

    fn function(&self, call: &Call) -> Result<&'static Function> {
        let name = call.name.as_str();
        let Some(function) = functions::find(name) else {
            let kind = match functions::refusal(name) {
                Some(refusal) => Kind::RefusedFunction { name: name.to_owned(), refusal },
                None => Kind::UnknownFunction { name: name.to_owned(), suggestion: nearest(name, functions::names()) },
            };
            return fail(kind, &call.name_span);
        };
        let given = call.arguments.len();
        if given < function.least || function.most.is_some_and(|most| given > most) {
            let (least, most) = (function.least, function.most);
            return fail(Kind::Arity { function: function.name, given, least, most }, &call.name_span);
        }
        if !function.shape.fits(given) {
            return fail(Kind::OddArguments { function: function.name, given }, &call.name_span);
        }
        Ok(function)
    }

    /// Constants that can never work are the author's slips.
    fn check_constants(&mut self, function: &Function, call: &Call) -> Result<()> {
        match (function.name, call.arguments.as_slice()) {
            ("date" | "date-time", [Expr { kind: ExprKind::Text(text), span }]) if functions::is_no_date(text) => {
                fail(Kind::InvalidDate { text: text.clone() }, span)
            }
            ("selected", [asked, constant]) => {
                self.note_literal(asked, constant);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn choice_name(&mut self, function: &'static Function, call: &Call, span: &Span) -> Result<Resolved> {
        let [code, question] = call.arguments.as_slice() else {
            let (least, most, given) = (function.least, function.most, call.arguments.len());
            return fail(Kind::Arity { function: function.name, given, least, most }, &call.name_span);
        };
        let code = self.single(code)?.plan;
        let known = self.dependencies.clone();
        let written = match &question.kind {
            // The question stands in quotation marks, as the documentation of XLSForm has it.
            ExprKind::Text(text) => {
                let inner = super::parser::parse(text)
                    .map_err(|error| ExpressionError { at: question.span.clone(), ..error })?;
                self.any(&inner).map_err(|error| ExpressionError { at: question.span.clone(), ..error })?
            }
            ExprKind::Number(_)
            | ExprKind::Variable(_)
            | ExprKind::Negate(_)
            | ExprKind::Chain { .. }
            | ExprKind::Call(_)
            | ExprKind::Path(_) => self.any(question)?,
        };
        self.dependencies = known;
        let list = written.places.iter().find_map(|place| match place {
            Static::Slot(slot) => match &self.schema.get(*slot).kind {
                SlotKind::Question(kind) => kind.list().and_then(|list| self.schema.list(list)),
                SlotKind::Root | SlotKind::Group | SlotKind::Repeat => None,
            },
            Static::Document(_) | Static::Root(_) | Static::Choice(_) | Static::Cell(..) => None,
        });
        let Some(list) = list else {
            // What the entries of a repeat answered is its own name.
            if written.places.iter().any(|place| self.is_from_repeat(place)) {
                return Ok(value(code.kind, span, StaticType::Text));
            }
            return fail(Kind::NotNodes { function: function.name.to_owned(), argument: 2 }, &question.span);
        };
        let list = Plan { kind: PlanKind::List(list), span: question.span.clone() };
        let call = CallPlan { function, arguments: vec![code, list], regex: None };
        Ok(value(PlanKind::Call(Box::new(call)), span, StaticType::Text))
    }

    fn is_from_repeat(&self, place: &Static) -> bool {
        let Static::Slot(slot) = place else { return false };
        match &self.schema.get(*slot).kind {
            SlotKind::Question(kind) => kind.repeat_source().is_some(),
            SlotKind::Root | SlotKind::Group | SlotKind::Repeat => false,
        }
    }

    fn instance(&mut self, call: &Call, span: &Span) -> Result<Resolved> {
        let [Expr { kind: ExprKind::Text(name), span: name_span }] = call.arguments.as_slice() else {
            return fail(Kind::NotNodes { function: "instance".to_owned(), argument: 1 }, span);
        };
        let (kind, places) = match self.schema.list(name) {
            Some(list) => (PlanKind::List(list), vec![Static::Document(list)]),
            None if !self.schema.names_its_root() => (PlanKind::Nothing, Vec::new()),
            None => {
                let suggestion = nearest(name, self.schema.list_names());
                return fail(Kind::UnknownList { name: name.clone(), suggestion }, name_span);
            }
        };
        let plan = Plan { kind, span: span.clone() };
        Ok(Resolved { plan, kind: StaticType::Nodes, places, many: None, scope: self.home })
    }

    fn note_literals(&mut self, first: &Expr, rest: &[(Operator, Expr)]) {
        if let [(Operator::Equal | Operator::NotEqual, second)] = rest {
            self.note_literal(first, second);
            self.note_literal(second, first);
        }
    }

    fn note_literal(&mut self, asked: &Expr, constant: &Expr) {
        let ExprKind::Text(text) = &constant.kind else { return };
        let ExprKind::Path(path) = &asked.kind else { return };
        let plain = path.predicates.is_empty() && path.steps.is_empty();
        if let super::ast::Start::Reference { name, .. } = &path.start
            && let Some(slot) = self.schema.slot(name).filter(|_| plain)
        {
            self.literals.push(LiteralUse { slot, text: text.clone(), at: constant.span.clone() });
        }
    }
}

pub(super) fn value(kind: PlanKind, span: &Span, static_type: StaticType) -> Resolved {
    let plan = Plan { kind, span: span.clone() };
    Resolved { plan, kind: static_type, places: Vec::new(), many: None, scope: SlotId::ROOT }
}

pub(super) fn fail<T>(kind: Kind, span: &Span) -> Result<T> {
    Err(ExpressionError { kind, at: span.clone() })
}
