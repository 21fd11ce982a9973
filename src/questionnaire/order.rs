//! The order in which a questionnaire is computed: each rule after what it reads, and circles refused.

use super::{
    compile::{Finding, Place, RuleColumn},
    expression::Expression,
    schema::{Schema, SlotId},
};

/// Orders what is computed so that each stands after what it reads, and after what stands around it. Reading a slot
/// also reads whether it and the groups around it are relevant.
pub(super) fn evaluation_order(schema: &Schema, places: &[Place]) -> Result<Vec<SlotId>, Finding> {
    // First without what stands around a row itself: nothing that it reads is inside, so this adds no circle, but a
    // circle is told by what rules read.
    walk(schema, places, false)?;
    walk(schema, places, true)
}

fn walk(schema: &Schema, places: &[Place], after_surroundings: bool) -> Result<Vec<SlotId>, Finding> {
    let marks = vec![Mark::New; places.len()];
    let mut walk = Walk { schema, places, after_surroundings, marks, order: Vec::new(), trail: Vec::new() };
    for (slot, _) in schema.slots() {
        walk.visit(slot)?;
    }
    Ok(walk.order)
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

struct Walk<'a> {
    schema: &'a Schema,
    places: &'a [Place],
    after_surroundings: bool,
    marks: Vec<Mark>,
    order: Vec<SlotId>,
    trail: Vec<SlotId>,
}

impl Walk<'_> {
    fn visit(&mut self, slot: SlotId) -> Result<(), Finding> {
        match self.marks.get(slot.index()).copied().unwrap_or(Mark::Done) {
            Mark::Done => return Ok(()),
            Mark::Open => return Err(self.cycle(slot)),
            Mark::New => self.mark(slot, Mark::Open),
        }
        self.trail.push(slot);
        let rules = self.places.get(slot.index()).map(|place| &place.rules);
        let relevant = rules.and_then(|rules| rules.relevant.as_ref());
        let calculation = rules.and_then(|rules| rules.calculation.as_ref());
        let repeat_count = rules.and_then(|rules| rules.repeat_count.as_ref());
        for (rule, may_read_itself) in [(relevant, false), (calculation, true), (repeat_count, false)] {
            for read in rule.into_iter().flat_map(|rule| rule.dependencies().iter().copied()) {
                if may_read_itself && read == slot {
                    continue;
                }
                self.visit_with_surroundings(slot, read)?;
            }
        }
        if self.after_surroundings
            && let Some(around) = self.schema.get(slot).parent
        {
            self.visit(around)?;
        }
        if relevant.is_some() || calculation.is_some() || repeat_count.is_some() {
            self.order.push(slot);
        }
        self.trail.pop();
        self.mark(slot, Mark::Done);
        Ok(())
    }

    /// What `slot` reads must be computed first, and the groups around that. The groups around `slot` itself need not:
    /// where they are not relevant, neither is it, whatever it reads.
    fn visit_with_surroundings(&mut self, slot: SlotId, read: SlotId) -> Result<(), Finding> {
        let around: Vec<SlotId> = self.schema.ancestors_or_self(read).collect();
        for place in around {
            if place == slot || !self.schema.contains(place, slot) {
                self.visit(place)?;
            }
        }
        Ok(())
    }

    fn mark(&mut self, slot: SlotId, mark: Mark) {
        if let Some(place) = self.marks.get_mut(slot.index()) {
            *place = mark;
        }
    }

    fn cycle(&self, slot: SlotId) -> Finding {
        let start = self.trail.iter().position(|other| *other == slot).unwrap_or(0);
        let circle: Vec<SlotId> = self.trail.iter().skip(start).copied().chain([slot]).collect();
        let next = circle.get(1).copied().unwrap_or(slot);
        let reads_next = |rule: &Option<Expression>| {
            rule.iter().flat_map(Expression::dependencies).any(|read| self.schema.contains(next, *read))
        };
        let column = self.places.get(slot.index()).map_or(RuleColumn::Relevant, |place| match &place.rules {
            rules if reads_next(&rules.relevant) => RuleColumn::Relevant,
            rules if reads_next(&rules.calculation) => RuleColumn::Calculation,
            rules if reads_next(&rules.repeat_count) => RuleColumn::RepeatCount,
            _ => RuleColumn::Relevant,
        });
        let names = circle.iter().map(|slot| self.schema.get(*slot).name.clone()).collect();
        Finding::Cycle { names, column }
    }
}
