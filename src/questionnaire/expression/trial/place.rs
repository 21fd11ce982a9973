//! Where an expression stands: names and positions to a node.

use super::{Fault, Scene};
use crate::questionnaire::instance::NodeId;

/// One step of a place: `ports[2]`, or `ports/2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlaceStep<'a> {
    pub name: &'a str,
    /// From 1.
    pub position: usize,
}

/// The steps of a place; those of an XForm before its first instance are left out. `None` where it is no place.
pub(super) fn steps(place: &str) -> Option<Vec<PlaceStep<'_>>> {
    let mut steps: Vec<PlaceStep<'_>> = Vec::new();
    for step in place.split('/').filter(|step| !matches!(*step, "" | ".")) {
        if let (Ok(position), Some(last)) = (step.parse(), steps.last_mut()) {
            last.position = position;
            continue;
        }
        let (name, position) = match step.split_once('[') {
            Some((name, position)) => (name, position.strip_suffix(']')?.trim().parse().ok()?),
            None => (step, 1),
        };
        let name = name.trim().strip_prefix("${").and_then(|name| name.strip_suffix('}')).unwrap_or(name.trim());
        steps.push(PlaceStep { name, position });
    }
    let is_form = steps.first().is_some_and(|step| matches!(step.name, "h:html" | "html"));
    let instance = steps.iter().position(|step| step.name == "instance").filter(|_| is_form);
    Some(instance.map_or(steps.clone(), |index| steps.split_off(index + 1)))
}

impl Scene {
    /// The node at `place`; where the answers themselves begin if there is none.
    pub(super) fn place(&self, place: Option<&str>) -> Result<NodeId, Fault> {
        let Some(place) = place.map(str::trim).filter(|place| !place.is_empty()) else { return Ok(self.start) };
        let nowhere = || {
            let message = format!("There is nothing at “{place}” in the answers.");
            Fault::new("unknown-place", message, "Give the path of a question or entry, such as ports[2]/berths.")
        };
        let steps = steps(place).ok_or_else(nowhere)?;
        let absolute = place.starts_with('/');
        let mut steps = steps.as_slice();
        let mut node = if absolute { NodeId::ROOT } else { self.start };
        if let Some((_, rest)) =
            steps.split_first().filter(|(first, _)| absolute && self.schema.is_root_name(first.name))
        {
            steps = rest;
        }
        for step in steps {
            node = self.inside(node, step).ok_or_else(nowhere)?;
        }
        Ok(node)
    }

    /// Among the children by that name, else among all that stands inside.
    fn inside(&self, node: NodeId, step: &PlaceStep<'_>) -> Option<NodeId> {
        let is_named = |node: &NodeId| self.schema.get(self.instance.get(*node).slot).name == step.name;
        let index = step.position.checked_sub(1)?;
        let children = &self.instance.get(node).children;
        if children.iter().any(is_named) {
            return children.iter().copied().filter(is_named).nth(index);
        }
        let mut inside = Vec::new();
        let mut waiting: Vec<NodeId> = children.iter().rev().copied().collect();
        while let Some(next) = waiting.pop() {
            inside.push(next);
            waiting.extend(self.instance.get(next).children.iter().rev());
        }
        inside.into_iter().filter(is_named).nth(index)
    }
}
