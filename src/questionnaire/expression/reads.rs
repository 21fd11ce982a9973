//! What a rule reads, noted while its names are looked up: its value can change only when one of these does.

use super::{
    ast::Axis,
    places::{Static, neighbours},
    resolver::Resolver,
};
use crate::questionnaire::schema::{SlotId, SlotKind};

/// A slot that a rule reads, and where: in the entry of `scope` around the row's own node, or (the root) anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    pub slot: SlotId,
    pub scope: SlotId,
}

impl Resolver<'_> {
    /// What is read: the slots, and for groups all that stands inside.
    pub fn depend(&mut self, places: &[Static], scope: SlotId) {
        for slot in places.iter().filter_map(slot_of) {
            self.depend_on_slot(slot, scope);
            if self.schema.get(slot).kind == SlotKind::Group {
                self.depend_on_inside(slot, scope);
            }
        }
    }

    /// What is read where the text of a place is asked for: of an entry or the response, all that stands inside.
    pub fn depend_on_text(&mut self, places: &[Static], scope: SlotId) {
        self.depend(places, scope);
        for slot in places.iter().filter_map(slot_of) {
            if matches!(self.schema.get(slot).kind, SlotKind::Repeat | SlotKind::Root) {
                self.depend_on_inside(slot, scope);
            }
        }
    }

    /// The node at hand: the home node, or inside a predicate what it is about.
    pub fn depend_on_item(&mut self) {
        let home = (vec![Static::Slot(self.home)], self.schema.scope(self.home));
        let (places, scope) = self.item.clone().map_or(home, |places| (places, SlotId::ROOT));
        self.depend_on_text(&places, scope);
    }

    /// A slot, and the repeats around it, whose relevance is its own.
    pub fn depend_on_slot(&mut self, slot: SlotId, scope: SlotId) {
        let around = std::iter::successors(self.schema.get(slot).repeat, |outer| self.schema.get(*outer).repeat);
        for read in std::iter::once(slot).chain(around) {
            // Scopes of one row lie in each other, and the outer one comes first.
            let known = self.dependencies.entry(read).or_insert(scope);
            *known = scope.min(*known);
        }
    }

    fn depend_on_inside(&mut self, slot: SlotId, scope: SlotId) {
        for inside in neighbours(self.schema, &Static::Slot(slot), Axis::Descendant).iter().filter_map(slot_of) {
            self.depend_on_slot(inside, scope);
        }
    }
}

/// Does the axis lead no further out than it starts?
pub(super) fn goes_down(axis: Axis) -> bool {
    match axis {
        Axis::Child | Axis::This | Axis::Descendant | Axis::DescendantOrSelf => true,
        Axis::Parent
        | Axis::Ancestor
        | Axis::AncestorOrSelf
        | Axis::FollowingSibling
        | Axis::PrecedingSibling
        | Axis::Following
        | Axis::Preceding
        | Axis::Attribute
        | Axis::Namespace => false,
    }
}

fn slot_of(place: &Static) -> Option<SlotId> {
    match place {
        Static::Slot(slot) => Some(*slot),
        Static::Document(_) | Static::Root(_) | Static::Choice(_) | Static::Cell(..) => None,
    }
}
