//! Computes a plan over an instance. Nothing is copied that need not be; work is counted and capped.

use std::borrow::Cow;

use super::{
    ast::{Axis, Operator, Span},
    comparison::compare,
    environment::Environment,
    error::{EvaluationError, EvaluationErrorKind},
    functions::Arguments,
    nodes::{Column, Place, PlaceView, View},
    plan::{PathPlan, Plan, PlanKind, TestPlan},
    value::Value,
};
use crate::questionnaire::{
    instance::{Instance, NodeId},
    schema::{ListId, SlotId},
};

/// Expressions computed and places looked at, for one rule.
const MOST_STEPS: u64 = 200_000;
/// Bytes of one text.
pub(super) const LONGEST_TEXT: usize = 1 << 20;

pub(super) type Outcome<T> = Result<T, EvaluationError>;

/// One evaluation.
pub(super) struct Evaluator<'a> {
    pub view: View<'a>,
    pub environment: Environment<'a>,
    /// The node that the expression stands on.
    pub home: NodeId,
    /// How often chance was asked.
    pub draws: u64,
    steps: u64,
}

/// What is at hand: outside predicates the home node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    pub item: Place,
    /// From 1.
    pub position: usize,
    pub size: usize,
}

impl<'a> Evaluator<'a> {
    pub fn new(instance: &'a Instance, home: NodeId, environment: &Environment<'a>) -> Self {
        let view = View { instance, language: environment.language };
        Self { view, environment: *environment, home, draws: 0, steps: 0 }
    }

    pub fn run(&mut self, plan: &'a Plan) -> Outcome<Value<'a>> {
        let context = Context { item: Place::Answer(self.home), position: 1, size: 1 };
        self.value(plan, context)
    }

    /// The choices of `list` that the filter leaves.
    pub fn choices(&mut self, list: ListId, filter: &'a Plan) -> Outcome<Vec<u32>> {
        let all = self.children(Place::Root(list));
        self.count(all.len() as u64, &filter.span)?;
        let kept = self.filter(all, std::slice::from_ref(filter))?;
        Ok(kept
            .into_iter()
            .filter_map(|place| if let Place::Choice(_, row) = place { Some(row) } else { None })
            .collect())
    }

    /// Any value; a name gives its nodes.
    pub fn value(&mut self, plan: &'a Plan, context: Context) -> Outcome<Value<'a>> {
        self.count(1, &plan.span)?;
        Ok(match &plan.kind {
            PlanKind::Number(number) => Value::Number(*number),
            PlanKind::Text(text) => Value::Text(Cow::Borrowed(text)),
            PlanKind::Negate(inner) => Value::Number(-self.number(inner, context)?),
            PlanKind::And(parts) => Value::Boolean(self.all(parts, context)?),
            PlanKind::Or(parts) => Value::Boolean(self.any(parts, context)?),
            PlanKind::Compare(first, rest) => self.compare_chain(first, rest, context)?,
            PlanKind::Arithmetic(first, rest) => self.arithmetic(first, rest, context)?,
            PlanKind::Union(parts) => self.union(parts, context)?,
            PlanKind::Call(call) => {
                (call.function.body)(&mut Arguments { evaluator: self, call, context, span: &plan.span })?
            }
            PlanKind::Reference { scope, slot } => self.reference(*scope, *slot),
            PlanKind::Item => self.view.one(context.item),
            PlanKind::List(list) => self.view.one(Place::Document(*list)),
            PlanKind::Nothing => self.view.none(),
            PlanKind::Choice(choice) => {
                let name = self.value(&choice.name, context)?.into_string();
                let row = self.view.list(choice.list).and_then(|list| list.position(&name));
                let cell = row.and_then(|row| self.cell(choice.list, row, &choice.column));
                cell.map_or(self.view.none(), |cell| self.view.one(cell))
            }
            PlanKind::Path(path) => self.path(path, context)?,
        })
    }

    /// A value that is no node: a node gives what it says.
    pub fn atom(&mut self, plan: &'a Plan, context: Context) -> Outcome<Value<'a>> {
        if let PlanKind::Reference { scope, slot } = plan.kind
            && let Some(node) = self.single(scope, slot)
        {
            self.count(1, &plan.span)?;
            return Ok(PlaceView { place: Place::Answer(node), view: self.view }.atom());
        }
        Ok(self.value(plan, context)?.atom())
    }

    pub fn number(&mut self, plan: &'a Plan, context: Context) -> Outcome<f64> {
        Ok(self.atom(plan, context)?.as_number())
    }

    pub fn boolean(&mut self, plan: &'a Plan, context: Context) -> Outcome<bool> {
        Ok(self.value(plan, context)?.as_boolean())
    }

    /// Counts work.
    pub fn count(&mut self, steps: u64, span: &Span) -> Outcome<()> {
        self.steps += steps;
        if self.steps > MOST_STEPS {
            let kind = EvaluationErrorKind::TooManySteps { limit: MOST_STEPS };
            return Err(EvaluationError { kind, at: span.clone() });
        }
        Ok(())
    }

    /// Keeps those of `places` for which every predicate holds.
    pub fn filter(&mut self, mut places: Vec<Place>, predicates: &'a [Plan]) -> Outcome<Vec<Place>> {
        for predicate in predicates {
            let size = places.len();
            let mut kept = Vec::new();
            for (position, item) in (1..).zip(places) {
                let keep = match self.value(predicate, Context { item, position, size })? {
                    #[expect(clippy::cast_precision_loss, reason = "there are far fewer places than 2^52")]
                    Value::Number(number) => number == position as f64,
                    other => other.as_boolean(),
                };
                if keep {
                    kept.push(item);
                }
            }
            places = kept;
        }
        Ok(places)
    }

    fn all(&mut self, parts: &'a [Plan], context: Context) -> Outcome<bool> {
        for part in parts {
            if !self.boolean(part, context)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn any(&mut self, parts: &'a [Plan], context: Context) -> Outcome<bool> {
        for part in parts {
            if self.boolean(part, context)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn arithmetic(&mut self, first: &'a Plan, rest: &'a [(Operator, Plan)], context: Context) -> Outcome<Value<'a>> {
        let mut left = self.number(first, context)?;
        for (operator, plan) in rest {
            let right = self.number(plan, context)?;
            left = match operator {
                Operator::Add => left + right,
                Operator::Subtract => left - right,
                Operator::Multiply => left * right,
                Operator::Divide => left / right,
                Operator::Modulo => left % right,
                Operator::Or
                | Operator::And
                | Operator::Equal
                | Operator::NotEqual
                | Operator::Less
                | Operator::LessOrEqual
                | Operator::Greater
                | Operator::GreaterOrEqual
                | Operator::Union => f64::NAN,
            };
        }
        Ok(Value::Number(left))
    }

    fn compare_chain(&mut self, first: &'a Plan, rest: &'a [(Operator, Plan)], context: Context) -> Outcome<Value<'a>> {
        let mut left = self.comparable(first, context)?;
        for (operator, plan) in rest {
            let right = self.comparable(plan, context)?;
            self.count(pairs(&left, &right), &plan.span)?;
            left = Value::Boolean(compare(*operator, &left, &right));
        }
        Ok(left)
    }

    /// One node as what it says; more stay nodes.
    fn comparable(&mut self, plan: &'a Plan, context: Context) -> Outcome<Value<'a>> {
        if let PlanKind::Reference { .. } = plan.kind {
            let value = match plan.kind {
                PlanKind::Reference { scope, slot } if self.single(scope, slot).is_some() => {
                    self.atom(plan, context)?
                }
                _ => self.value(plan, context)?,
            };
            return Ok(value);
        }
        let value = self.value(plan, context)?;
        Ok(match &value {
            Value::Nodes(nodes) if nodes.len() == 1 => value.atom(),
            _ => value,
        })
    }

    fn union(&mut self, parts: &'a [Plan], context: Context) -> Outcome<Value<'a>> {
        let mut places = Vec::new();
        for part in parts {
            if let Value::Nodes(nodes) = self.value(part, context)? {
                places.extend_from_slice(nodes.places());
            }
        }
        places.sort_unstable();
        places.dedup();
        Ok(self.view.nodes(places))
    }

    fn single(&self, scope: SlotId, slot: SlotId) -> Option<NodeId> {
        self.view.instance.around(self.home, scope).and_then(|entry| self.view.instance.node_within(entry, slot))
    }

    fn reference(&self, scope: SlotId, slot: SlotId) -> Value<'a> {
        let Some(entry) = self.view.instance.around(self.home, scope) else { return self.view.none() };
        if let Some(node) = self.view.instance.node_within(entry, slot) {
            return self.view.one(Place::Answer(node));
        }
        let mut nodes = Vec::new();
        self.view.instance.collect_nodes(entry, slot, &mut nodes);
        nodes.retain(|node| self.view.instance.is_relevant(*node));
        self.view.nodes(nodes.into_iter().map(Place::Answer).collect())
    }

    fn path(&mut self, path: &'a PathPlan, context: Context) -> Outcome<Value<'a>> {
        let Value::Nodes(start) = self.value(&path.start, context)? else { return Ok(self.view.none()) };
        let mut places = self.filter(start.places().to_vec(), &path.predicates)?;
        for step in &path.steps {
            let mut found = Vec::new();
            let several = places.len() > 1;
            for place in places {
                let mut candidates = self.along(place, step.axis);
                // Before the test: what is looked at costs, whether it fits or not.
                self.count(1 + candidates.len() as u64, &path.start.span)?;
                candidates.retain(|place| self.passes(*place, &step.test));
                found.extend(self.filter(candidates, &step.predicates)?);
            }
            if several && step.axis != Axis::Child && step.axis != Axis::This {
                found.sort_unstable();
                found.dedup();
            }
            places = found;
        }
        Ok(self.view.nodes(places))
    }

    fn along(&self, place: Place, axis: Axis) -> Vec<Place> {
        match axis {
            Axis::Child => self.children(place),
            Axis::This => vec![place],
            Axis::Parent => self.parent(place).into_iter().collect(),
            Axis::Ancestor => self.ancestors(self.parent(place)),
            Axis::AncestorOrSelf => self.ancestors(Some(place)),
            Axis::Descendant => self.descendants(place).split_off(1),
            Axis::DescendantOrSelf => self.descendants(place),
            Axis::FollowingSibling | Axis::PrecedingSibling => self.siblings(place, axis),
            // The resolver refuses these.
            Axis::Following | Axis::Preceding | Axis::Attribute | Axis::Namespace => Vec::new(),
        }
    }

    fn children(&self, place: Place) -> Vec<Place> {
        let rows = |list| self.view.list(list).map_or(0, |list| list.choices.choices.len());
        match place {
            Place::Answer(node) => {
                self.view.instance.get(node).children.iter().map(|child| Place::Answer(*child)).collect()
            }
            Place::Document(list) => vec![Place::Root(list)],
            Place::Root(list) => (0_u32..).take(rows(list)).map(|row| Place::Choice(list, row)).collect(),
            Place::Choice(list, row) => {
                let extra = self.view.list(list).map_or(0, |list| list.columns.len());
                let columns = (0_u32..).take(extra).map(Column::Extra);
                let all = [Column::Name, Column::Label, Column::TextId].into_iter().chain(columns);
                all.map(|column| Place::Cell(list, row, column)).collect()
            }
            Place::Cell(..) => Vec::new(),
        }
    }

    fn parent(&self, place: Place) -> Option<Place> {
        match place {
            Place::Answer(node) => self.view.instance.get(node).parent.map(Place::Answer),
            Place::Document(_) => None,
            Place::Root(list) => Some(Place::Document(list)),
            Place::Choice(list, _) => Some(Place::Root(list)),
            Place::Cell(list, row, _) => Some(Place::Choice(list, row)),
        }
    }

    /// From the inside out.
    fn ancestors(&self, from: Option<Place>) -> Vec<Place> {
        std::iter::successors(from, |place| self.parent(*place)).collect()
    }

    fn descendants(&self, from: Place) -> Vec<Place> {
        let mut found = Vec::new();
        let mut waiting = vec![from];
        while let Some(place) = waiting.pop() {
            found.push(place);
            waiting.extend(self.children(place).into_iter().rev());
        }
        found
    }

    fn siblings(&self, place: Place, axis: Axis) -> Vec<Place> {
        let all = self.parent(place).map(|parent| self.children(parent)).unwrap_or_default();
        let at = all.iter().position(|other| *other == place).unwrap_or(0);
        if axis == Axis::FollowingSibling {
            all.into_iter().skip(at + 1).collect()
        } else {
            all.into_iter().take(at).rev().collect()
        }
    }

    fn passes(&self, place: Place, test: &TestPlan) -> bool {
        match test {
            TestPlan::Any => true,
            TestPlan::Name(name) => self.has_name(place, name),
            TestPlan::Text => !PlaceView { place, view: self.view }.text().is_empty(),
        }
    }

    fn has_name(&self, place: Place, name: &str) -> bool {
        match place {
            Place::Answer(node) => {
                let schema = self.view.instance.schema();
                schema.get(self.view.instance.get(node).slot).name == name
            }
            Place::Document(_) => false,
            Place::Root(_) => name == "root",
            Place::Choice(..) => name == "item",
            Place::Cell(list, _, column) => self.column_name(list, column) == Some(name),
        }
    }

    fn column_name(&self, list: ListId, column: Column) -> Option<&'a str> {
        match column {
            Column::Name => Some("name"),
            Column::Label => Some("label"),
            Column::TextId => Some("itextId"),
            Column::Extra(index) => self.view.list(list)?.columns.get(index as usize).map(String::as_str),
        }
    }

    fn cell(&self, list: ListId, row: u32, column: &str) -> Option<Place> {
        let cells = self.children(Place::Choice(list, row));
        cells.into_iter().find(|cell| self.has_name(*cell, column))
    }
}

fn pairs(left: &Value<'_>, right: &Value<'_>) -> u64 {
    let size = |value: &Value<'_>| if let Value::Nodes(nodes) = value { nodes.len() as u64 } else { 1 };
    size(left) * size(right)
}
