//! A compiled expression: every name is a slot, a list or a function; nothing is looked up by text any more.

use regex::Regex;

use super::{
    ast::{Axis, Operator, Span},
    functions::Function,
};
use crate::questionnaire::schema::{ListId, SlotId};

/// One compiled expression with its place in the text.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub kind: PlanKind,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub(super) enum PlanKind {
    Number(f64),
    Text(String),
    Negate(Box<Plan>),
    And(Vec<Plan>),
    Or(Vec<Plan>),
    /// Comparisons from the left, each of what stands before it.
    Compare(Box<Plan>, Vec<(Operator, Plan)>),
    Arithmetic(Box<Plan>, Vec<(Operator, Plan)>),
    Union(Vec<Plan>),
    Call(Box<CallPlan>),
    /// What stands at `slot` inside the entry of `scope` around the home node.
    Reference {
        scope: SlotId,
        slot: SlotId,
    },
    /// The node or choice at hand.
    Item,
    /// A choice list as a document.
    List(ListId),
    /// No place at all.
    Nothing,
    /// The cell of the choice whose name is given: `instance('list')/root/item[name = …]/label`.
    Choice(Box<ChoicePlan>),
    Path(Box<PathPlan>),
}

#[derive(Debug, Clone)]
pub(super) struct CallPlan {
    pub function: &'static Function,
    pub arguments: Vec<Plan>,
    /// A pattern that is known while compiling.
    pub regex: Option<Regex>,
}

#[derive(Debug, Clone)]
pub(super) struct ChoicePlan {
    pub list: ListId,
    pub name: Plan,
    pub column: String,
}

#[derive(Debug, Clone)]
pub(super) struct PathPlan {
    pub start: Plan,
    pub predicates: Vec<Plan>,
    pub steps: Vec<StepPlan>,
}

#[derive(Debug, Clone)]
pub(super) struct StepPlan {
    pub axis: Axis,
    pub test: TestPlan,
    pub predicates: Vec<Plan>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TestPlan {
    Name(String),
    Any,
    /// The text of a place: the place itself, where it has any.
    Text,
}
