//! Paths to plans: where the steps of a path can lead, without a single answer.

use super::{
    ast::{Axis, Expr, ExprKind, NodeTest, Operator, PathExpr, Span, Start, Step},
    error::ExpressionErrorKind as Kind,
    plan::{ChoicePlan, PathPlan, Plan, PlanKind, StepPlan, TestPlan},
    reads::goes_down,
    resolver::{Resolved, Resolver, Result, fail},
    suggestion::nearest,
    value::StaticType,
};
use crate::questionnaire::schema::{ListId, Schema, SlotId};

/// A place as far as it is known without answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Static {
    Slot(SlotId),
    Document(ListId),
    Root(ListId),
    Choice(ListId),
    Cell(ListId, String),
}

/// What authors write for nothing: a path that leads nowhere is blank, as in the field's engines.
const NULL: &str = "null";

/// A slot within the entry of `scope` around the home node.
#[derive(Clone, Copy)]
struct Anchor {
    scope: SlotId,
    slot: SlotId,
}

impl Resolver<'_> {
    /// The home node itself.
    pub fn home_place(&mut self, span: &Span) -> Resolved {
        let anchor = self.home_anchor();
        self.reference(anchor, span, false)
    }

    pub fn path(&mut self, path: &PathExpr, span: &Span) -> Result<Resolved> {
        let mut steps = path.steps.as_slice();
        let (mut start, named) = match &path.start {
            Start::Reference { name, span } => (self.named(name, span)?, true),
            Start::Expr(expr) => {
                if let Some(found) = self.choice(expr, path, span)? {
                    return Ok(found);
                }
                let start = self.any(expr)?;
                if start.kind != StaticType::Nodes {
                    return fail(Kind::NotNodes { function: "/".to_owned(), argument: 1 }, &expr.span);
                }
                (start, false)
            }
            Start::Root | Start::Context => {
                let at = span.start..span.start;
                let start = match (&path.start, self.item.clone()) {
                    (Start::Root, _) => {
                        let anchor = Anchor { scope: SlotId::ROOT, slot: SlotId::ROOT };
                        let rest = self.after_root_name(steps)?;
                        steps = rest;
                        self.reference(anchor, &at, false)
                    }
                    (_, Some(places)) => {
                        let plan = Plan { kind: PlanKind::Item, span: at };
                        Resolved { plan, kind: StaticType::Nodes, places, many: None, scope: SlotId::ROOT }
                    }
                    (_, None) => self.home_place(&at),
                };
                (start, false)
            }
        };
        if path.predicates.is_empty() {
            steps = self.fold(&mut start, steps, span, named)?;
        } else {
            start.many = None;
        }
        if path.predicates.is_empty() && steps.is_empty() {
            start.plan.span = span.clone();
            self.depend(&start.places, start.scope);
            return Ok(start);
        }
        self.steps(start, &path.predicates, steps, span)
    }

    fn named(&mut self, name: &str, span: &Span) -> Result<Resolved> {
        if name.starts_with("last-saved#") {
            return fail(Kind::RefusedReference { name: name.to_owned() }, span);
        }
        let Some(slot) = self.schema.slot(name) else {
            let names = self.schema.slots().map(|(_, slot)| slot.name.as_str());
            return fail(Kind::UnknownName { name: name.to_owned(), suggestion: nearest(name, names) }, span);
        };
        let anchor = Anchor { scope: self.shared(slot), slot };
        Ok(self.reference(anchor, span, true))
    }

    /// The innermost repeat (or the root) whose entry holds both the home row and `slot`.
    fn shared(&self, slot: SlotId) -> SlotId {
        let outwards = |from: Option<SlotId>| std::iter::successors(from, |slot| self.schema.get(*slot).repeat);
        outwards(self.schema.get(slot).repeat)
            .find(|repeat| outwards(self.around).any(|other| other == *repeat))
            .unwrap_or(SlotId::ROOT)
    }

    fn home_anchor(&self) -> Anchor {
        Anchor { scope: self.schema.scope(self.home), slot: self.home }
    }

    fn reference(&self, anchor: Anchor, span: &Span, named: bool) -> Resolved {
        let Anchor { scope, slot } = anchor;
        let plan = Plan { kind: PlanKind::Reference { scope, slot }, span: span.clone() };
        let strict = named || self.schema.names_its_root();
        let inner = self.schema.scope(slot);
        let many = (strict && inner != scope).then_some(inner);
        Resolved { plan, kind: StaticType::Nodes, places: vec![Static::Slot(slot)], many, scope }
    }

    /// Absolute paths name the response first, where the schema says so.
    fn after_root_name<'e>(&self, steps: &'e [Step]) -> Result<&'e [Step]> {
        let Some((first, rest)) = steps.split_first().filter(|_| self.schema.names_its_root()) else {
            return Ok(steps);
        };
        match &first.test {
            NodeTest::Name(name) if first.axis == Axis::Child && !self.schema.is_root_name(name) => {
                let suggestion = Some("data".to_owned());
                fail(Kind::UnknownName { name: name.clone(), suggestion }, &first.span)
            }
            NodeTest::Name(_) | NodeTest::Any | NodeTest::Node if first.axis == Axis::Child => Ok(rest),
            NodeTest::Name(_)
            | NodeTest::Any
            | NodeTest::AnyIn(_)
            | NodeTest::Node
            | NodeTest::Text
            | NodeTest::Comment
            | NodeTest::Instruction(_) => Ok(steps),
        }
    }

    /// Takes plain steps into the reference that a path starts with; gives those that are left.
    fn fold<'e>(&self, start: &mut Resolved, steps: &'e [Step], span: &Span, named: bool) -> Result<&'e [Step]> {
        let PlanKind::Reference { scope, slot } = start.plan.kind else { return Ok(steps) };
        let mut anchor = Anchor { scope, slot };
        let mut left = steps;
        while let Some((step, rest)) = left.split_first().filter(|(step, _)| step.predicates.is_empty()) {
            let here = self.schema.get(anchor.slot);
            match (step.axis, &step.test) {
                (Axis::This, NodeTest::Node) => {}
                (Axis::Parent, NodeTest::Node | NodeTest::Any) => {
                    let Some(parent) = here.parent else { break };
                    let outside = !self.schema.contains(anchor.scope, parent);
                    anchor =
                        Anchor { scope: if outside { self.schema.scope(parent) } else { anchor.scope }, slot: parent };
                }
                (Axis::Child, NodeTest::Name(name)) => {
                    let Some(child) = self.schema.child(anchor.slot, name) else {
                        if !self.schema.names_its_root() || name == NULL {
                            break;
                        }
                        return self.unknown_child(anchor.slot, name, &step.span);
                    };
                    anchor.slot = child;
                }
                _ => break,
            }
            left = rest;
        }
        *start = self.reference(anchor, span, named);
        Ok(left)
    }

    fn unknown_child<T>(&self, slot: SlotId, name: &str, span: &Span) -> Result<T> {
        let children = self.schema.get(slot).children.iter().map(|child| self.schema.get(*child).name.as_str());
        let suggestion =
            nearest(name, children).or_else(|| nearest(name, self.schema.slots().map(|(_, slot)| slot.name.as_str())));
        fail(Kind::UnknownName { name: name.to_owned(), suggestion }, span)
    }

    fn steps(&mut self, start: Resolved, predicates: &[Expr], steps: &[Step], span: &Span) -> Result<Resolved> {
        let mut scope = start.scope;
        if let PlanKind::Reference { scope, slot } = start.plan.kind
            && self.schema.scope(slot) != scope
        {
            // Which entries there are to start from depends on which are relevant.
            self.depend_on_slot(slot, scope);
        }
        let mut places = start.places;
        let predicates = self.predicates(predicates, &places)?;
        let mut plans = Vec::new();
        for step in steps {
            let test = test_of(step)?;
            places = self.follow(&places, step, &test)?;
            if !goes_down(step.axis) {
                scope = SlotId::ROOT;
            }
            plans.push(StepPlan { axis: step.axis, test, predicates: self.predicates(&step.predicates, &places)? });
        }
        self.depend(&places, scope);
        let path = PathPlan { start: start.plan, predicates, steps: plans };
        let plan = Plan { kind: PlanKind::Path(Box::new(path)), span: span.clone() };
        Ok(Resolved { plan, kind: StaticType::Nodes, places, many: None, scope })
    }

    fn predicates(&mut self, predicates: &[Expr], places: &[Static]) -> Result<Vec<Plan>> {
        let outer = self.item.replace(places.to_vec());
        let plans = predicates.iter().map(|predicate| Ok(self.single(predicate)?.plan)).collect();
        self.item = outer;
        plans
    }

    fn follow(&self, places: &[Static], step: &Step, test: &TestPlan) -> Result<Vec<Static>> {
        let mut found: Vec<Static> = Vec::new();
        for place in places {
            for next in neighbours(self.schema, place, step.axis) {
                let passes = match test {
                    TestPlan::Name(name) => name_of(self.schema, &next) == Some(name),
                    TestPlan::Any | TestPlan::Text => true,
                };
                if passes && !found.contains(&next) {
                    found.push(next);
                }
            }
        }
        match (test, places.first()) {
            (TestPlan::Name(name), Some(_)) if name == NULL => Ok(found),
            (TestPlan::Name(name), Some(place)) if found.is_empty() && self.schema.names_its_root() => match place {
                Static::Slot(slot) => self.unknown_child(*slot, name, &step.span),
                Static::Document(list) | Static::Root(list) | Static::Choice(list) | Static::Cell(list, _) => {
                    self.unknown_column(*list, name, &step.span)
                }
            },
            _ => Ok(found),
        }
    }

    fn unknown_column<T>(&self, list: ListId, name: &str, span: &Span) -> Result<T> {
        let columns = columns(self.schema, list);
        let suggestion = nearest(name, columns.iter().map(String::as_str));
        let list = self.schema.list_of(list).map(|list| list.choices.name.clone()).unwrap_or_default();
        fail(Kind::UnknownColumn { list, name: name.to_owned(), suggestion }, span)
    }

    /// `instance('list')/root/item[name = …]/column` with one choice looked up by its name.
    fn choice(&mut self, start: &Expr, path: &PathExpr, span: &Span) -> Result<Option<Resolved>> {
        let ExprKind::Call(call) = &start.kind else { return Ok(None) };
        let ([root, item, cell], true) = (path.steps.as_slice(), path.predicates.is_empty()) else { return Ok(None) };
        let named = |step: &Step, name: &str| {
            step.axis == Axis::Child && step.test == NodeTest::Name(name.to_owned()) && step.predicates.is_empty()
        };
        let bare_item = Step { predicates: Vec::new(), ..item.clone() };
        if call.name != "instance" || !named(root, "root") || !named(&bare_item, "item") {
            return Ok(None);
        }
        let ([Expr { kind: ExprKind::Chain { first, rest }, .. }], NodeTest::Name(column)) =
            (item.predicates.as_slice(), &cell.test)
        else {
            return Ok(None);
        };
        let [(Operator::Equal, wanted)] = rest.as_slice() else { return Ok(None) };
        let plain_cell = cell.axis == Axis::Child && cell.predicates.is_empty();
        if !is_name_cell(first) || !plain_cell || !is_from_home(wanted) {
            return Ok(None);
        }
        let list = self.any(start)?;
        let PlanKind::List(list) = list.plan.kind else { return Ok(None) };
        if !columns(self.schema, list).contains(column) {
            return Ok(None);
        }
        let name = self.single(wanted)?.plan;
        let choice = ChoicePlan { list, name, column: column.clone() };
        let plan = Plan { kind: PlanKind::Choice(Box::new(choice)), span: span.clone() };
        let places = vec![Static::Cell(list, column.clone())];
        Ok(Some(Resolved { plan, kind: StaticType::Nodes, places, many: None, scope: SlotId::ROOT }))
    }
}

/// A lone `name`: the column that a choice is known by.
fn is_name_cell(expr: &Expr) -> bool {
    let ExprKind::Path(path) = &expr.kind else { return false };
    let plain = path.start == Start::Context && path.predicates.is_empty();
    let [steps @ .., last] = path.steps.as_slice() else { return false };
    let here = steps.iter().all(|step| step.axis == Axis::This && step.predicates.is_empty());
    plain
        && here
        && last.axis == Axis::Child
        && last.predicates.is_empty()
        && last.test == NodeTest::Name("name".to_owned())
}

/// Text, `${name}` or `current()/…`, which read the same for every choice.
fn is_from_home(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Text(_) => true,
        ExprKind::Path(path) => {
            let start = match &path.start {
                Start::Reference { .. } => true,
                Start::Expr(expr) => matches!(&expr.kind, ExprKind::Call(call) if call.name == "current"),
                Start::Root => true,
                Start::Context => false,
            };
            start && path.predicates.is_empty() && path.steps.iter().all(|step| step.predicates.is_empty())
        }
        ExprKind::Number(_)
        | ExprKind::Variable(_)
        | ExprKind::Negate(_)
        | ExprKind::Chain { .. }
        | ExprKind::Call(_) => false,
    }
}

fn test_of(step: &Step) -> Result<TestPlan> {
    let refused = |name: &str| fail(Kind::UnsupportedStep { name: name.to_owned() }, &step.span);
    match step.axis {
        Axis::Following | Axis::Preceding | Axis::Attribute | Axis::Namespace => return refused(step.axis.name()),
        Axis::Child
        | Axis::Parent
        | Axis::This
        | Axis::Ancestor
        | Axis::AncestorOrSelf
        | Axis::Descendant
        | Axis::DescendantOrSelf
        | Axis::FollowingSibling
        | Axis::PrecedingSibling => {}
    }
    match &step.test {
        NodeTest::Name(name) => Ok(TestPlan::Name(name.clone())),
        NodeTest::Any | NodeTest::Node => Ok(TestPlan::Any),
        NodeTest::Text => Ok(TestPlan::Text),
        NodeTest::AnyIn(prefix) => refused(prefix),
        NodeTest::Comment => refused("comment()"),
        NodeTest::Instruction(_) => refused("processing-instruction()"),
    }
}

pub(super) fn neighbours(schema: &Schema, place: &Static, axis: Axis) -> Vec<Static> {
    match axis {
        Axis::Child => children(schema, place),
        Axis::This => vec![place.clone()],
        Axis::Parent => parent(schema, place).into_iter().collect(),
        Axis::Ancestor => std::iter::successors(parent(schema, place), |place| parent(schema, place)).collect(),
        Axis::AncestorOrSelf => std::iter::successors(Some(place.clone()), |place| parent(schema, place)).collect(),
        Axis::Descendant | Axis::DescendantOrSelf => {
            let mut found = if axis == Axis::Descendant { Vec::new() } else { vec![place.clone()] };
            let mut waiting = children(schema, place);
            while let Some(next) = waiting.pop() {
                waiting.extend(children(schema, &next));
                found.push(next);
            }
            found
        }
        Axis::FollowingSibling | Axis::PrecedingSibling => {
            parent(schema, place).map(|parent| children(schema, &parent)).unwrap_or_default()
        }
        Axis::Following | Axis::Preceding | Axis::Attribute | Axis::Namespace => Vec::new(),
    }
}

fn children(schema: &Schema, place: &Static) -> Vec<Static> {
    match place {
        Static::Slot(slot) => schema.get(*slot).children.iter().map(|child| Static::Slot(*child)).collect(),
        Static::Document(list) => vec![Static::Root(*list)],
        Static::Root(list) => vec![Static::Choice(*list)],
        Static::Choice(list) => columns(schema, *list).into_iter().map(|name| Static::Cell(*list, name)).collect(),
        Static::Cell(..) => Vec::new(),
    }
}

fn parent(schema: &Schema, place: &Static) -> Option<Static> {
    match place {
        Static::Slot(slot) => schema.get(*slot).parent.map(Static::Slot),
        Static::Document(_) => None,
        Static::Root(list) => Some(Static::Document(*list)),
        Static::Choice(list) => Some(Static::Root(*list)),
        Static::Cell(list, _) => Some(Static::Choice(*list)),
    }
}

fn columns(schema: &Schema, list: ListId) -> Vec<String> {
    let extra = schema.list_of(list).map(|list| list.columns.clone()).unwrap_or_default();
    ["name", "label", "itextId"].map(str::to_owned).into_iter().chain(extra).collect()
}

fn name_of<'a>(schema: &'a Schema, place: &'a Static) -> Option<&'a str> {
    match place {
        Static::Slot(slot) => Some(&schema.get(*slot).name),
        Static::Cell(_, name) => Some(name),
        Static::Document(_) => None,
        Static::Root(_) => Some("root"),
        Static::Choice(_) => Some("item"),
    }
}
