//! Repeats whose number of entries their author fixed (`repeat_count`): how many stand, and which are off the path.

use super::{
    answers::Answers,
    compile::Questionnaire,
    expression::Environment,
    instance::{Instance, NodeId},
    path::Path,
    schema::{SlotId, SlotKind},
};

/// A repeat with a fixed number of entries, within the entry or response around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedRepeat {
    pub slot: SlotId,
    pub path: Path,
    pub wanted: u32,
    /// How many entries stand, those beyond the number too.
    pub given: u32,
}

impl Questionnaire {
    /// Has the repeat a fixed number of entries? Then nobody adds or removes any.
    #[must_use]
    pub fn is_fixed(&self, repeat: SlotId) -> bool {
        self.place(repeat).rules.repeat_count.is_some()
    }

    /// Every repeat with a fixed number of entries directly in the group, entry or response `around`, where it is
    /// relevant.
    #[must_use]
    pub fn fixed_repeats_in(
        &self,
        instance: &Instance,
        around: NodeId,
        environment: &Environment<'_>,
    ) -> Vec<FixedRepeat> {
        let node = instance.get(around);
        let children = self.schema.get(node.slot).children.iter().copied();
        let repeats = children.filter(|slot| self.schema.get(*slot).kind == SlotKind::Repeat && self.is_fixed(*slot));
        repeats
            .filter(|slot| instance.is_repeat_relevant(around, *slot))
            .filter_map(|slot| {
                let wanted = self.fixed_entries(instance, around, slot, environment)?;
                let given = node.children.iter().filter(|child| instance.get(**child).slot == slot).count();
                let path = instance.entry_path_of(around).question(&self.schema.get(slot).name);
                Some(FixedRepeat { slot, path, wanted, given: u32::try_from(given).unwrap_or(u32::MAX) })
            })
            .collect()
    }

    /// Adds the entries that are wanted and do not stand yet; says whether there were any.
    pub(super) fn add_fixed_entries(
        &self,
        answers: &mut Answers,
        instance: &Instance,
        environment: &Environment<'_>,
    ) -> bool {
        let mut added = false;
        for (node, _) in instance.nodes() {
            for repeat in self.fixed_repeats_in(instance, node, environment) {
                if repeat.given < repeat.wanted {
                    answers.fill_entries(repeat.path, repeat.wanted as usize);
                    added = true;
                }
            }
        }
        added
    }

    /// Is `entry` beyond the fixed number of its repeat? Then it is off the path: kept in the draft, and back when the
    /// number is raised.
    pub(super) fn is_surplus(&self, instance: &Instance, entry: NodeId, environment: &Environment<'_>) -> bool {
        let node = instance.get(entry);
        let (Some(around), true) = (node.parent, self.is_fixed(node.slot)) else { return false };
        self.fixed_entries(instance, around, node.slot, environment).is_some_and(|wanted| node.position > wanted)
    }
}
