//! Bounds that are no rule of their own: the steps of a range, the entries that a repeat must have.

use rust_decimal::Decimal;

use super::{Violation, ViolationKind};
use crate::questionnaire::{
    compile::Questionnaire,
    definition::Range,
    expression::Environment,
    instance::{Instance, NodeId},
};

/// Is the number beyond the range, or between its steps? A range may run downwards.
pub(super) fn outside(range: &Range, number: Decimal) -> Option<ViolationKind> {
    let (start, end) = (range.start.parse::<Decimal>().ok()?, range.end.parse::<Decimal>().ok()?);
    let (least, most) = (start.min(end), start.max(end));
    if number < least || number > most {
        return Some(ViolationKind::OutOfRange { least: least.to_string(), most: most.to_string() });
    }
    let step = range.step.parse::<Decimal>().ok().filter(|step| !step.is_zero())?;
    let rest = number.checked_sub(start)?.checked_rem(step)?;
    (!rest.is_zero()).then(|| ViolationKind::OffStep { least: start.to_string(), step: step.abs().to_string() })
}

impl Questionnaire {
    /// The repeats in `around` that have fewer entries than their author fixed.
    pub(super) fn missing_entries(
        &self,
        instance: &Instance,
        around: NodeId,
        environment: &Environment<'_>,
    ) -> Vec<Violation> {
        let fixed = self.fixed_repeats_in(instance, around, environment).into_iter();
        fixed
            .filter(|repeat| repeat.given < repeat.wanted)
            .map(|repeat| {
                let kind = ViolationKind::EntriesMissing { wanted: repeat.wanted, given: repeat.given };
                Violation { path: repeat.path, slot: repeat.slot, kind }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_run_both_ways_in_steps() {
        for (bounds, number, is_fine) in [
            (("0", "10", "2"), "4", true),
            (("0", "10", "2"), "5", false),
            (("0", "10", "2"), "12", false),
            (("1", "2", "0.25"), "1.75", true),
            (("1", "2", "0.25"), "1.8", false),
            (("10", "0", "-5"), "5", true),
            (("10", "0", "5"), "0", true),
            (("10", "0", "5"), "4", false),
            (("10", "0", "5"), "11", false),
            (("0", "5", "0"), "3.3", true),
        ] {
            let (start, end, step) = bounds;
            let range = Range { start: start.into(), end: end.into(), step: step.into() };
            assert_eq!(outside(&range, number.parse().unwrap()).is_none(), is_fine, "{bounds:?} {number}");
        }
    }
}
