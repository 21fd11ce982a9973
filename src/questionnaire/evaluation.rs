//! One response computed: what is relevant, what is calculated, which choices are offered.

use rust_decimal::{
    Decimal,
    prelude::{FromPrimitive, ToPrimitive},
};

use super::{
    answers::Answers,
    compile::Questionnaire,
    expression::{Environment, Expression},
    instance::{Instance, NodeId},
    schema::{SlotId, SlotKind},
};

impl Questionnaire {
    /// Lays answers out and computes relevance and calculations, each once, in the order found at publication. A rule
    /// that fails to compute reads as blank.
    #[must_use]
    pub fn evaluate(&self, answers: &Answers, environment: &Environment<'_>) -> Instance {
        let mut instance = Instance::build(&self.schema, answers);
        for slot in &self.order {
            self.compute_repeat(&mut instance, *slot, environment);
            for node in instance.nodes_of(*slot) {
                self.compute(&mut instance, *slot, node, environment);
            }
            self.close_surplus(&mut instance, *slot, environment);
        }
        instance
    }

    /// How many entries the repeat has within `around`, where its author fixed that; never above its bound.
    #[must_use]
    pub fn fixed_entries(
        &self,
        instance: &Instance,
        around: NodeId,
        repeat: SlotId,
        environment: &Environment<'_>,
    ) -> Option<u32> {
        let rule = self.place(repeat).rules.repeat_count.as_ref()?;
        let number = rule.evaluate(instance, around, environment).map_or(f64::NAN, |value| value.as_number());
        // Blank and what is no number open no entries; a fraction counts its whole part.
        let whole =
            Decimal::from_f64(number.clamp(0.0, f64::from(u32::MAX))).and_then(|number| number.trunc().to_u32());
        Some(whole.unwrap_or(0).min(self.max_entries(repeat)))
    }

    /// Is the rule true for `node`? Without a rule, and where it fails to compute, it is `otherwise`.
    pub(super) fn holds(
        rule: Option<&Expression>,
        instance: &Instance,
        node: NodeId,
        environment: &Environment<'_>,
        otherwise: bool,
    ) -> bool {
        let Some(rule) = rule else { return otherwise };
        rule.evaluate(instance, node, environment).map_or(otherwise, |value| value.as_boolean())
    }

    /// Must `node` be answered?
    #[must_use]
    pub fn is_required(&self, instance: &Instance, node: NodeId, environment: &Environment<'_>) -> bool {
        let rules = &self.place(instance.get(node).slot).rules;
        Self::holds(rules.required.as_ref(), instance, node, environment, false)
    }

    /// Is `node` shown without a control?
    #[must_use]
    pub fn is_read_only(&self, instance: &Instance, node: NodeId, environment: &Environment<'_>) -> bool {
        let rules = &self.place(instance.get(node).slot).rules;
        Self::holds(rules.read_only.as_ref(), instance, node, environment, false)
    }

    /// A repeat without entries is relevant or not as well: its rule is computed where it stands.
    fn compute_repeat(&self, instance: &mut Instance, slot: SlotId, environment: &Environment<'_>) {
        let this = self.schema.get(slot);
        let rule = self.place(slot).rules.relevant.as_ref().filter(|_| this.kind == SlotKind::Repeat);
        let (Some(rule), Some(parent)) = (rule, this.parent) else { return };
        for around in instance.nodes_of(parent) {
            let relevant = Self::holds(Some(rule), instance, around, environment, false);
            instance.set_repeat_relevant(around, slot, relevant);
        }
    }

    fn compute(&self, instance: &mut Instance, slot: SlotId, node: NodeId, environment: &Environment<'_>) {
        let rules = &self.place(slot).rules;
        if let Some(rule) = &rules.relevant {
            let relevant = Self::holds(Some(rule), instance, node, environment, false);
            instance.set_relevant(node, relevant);
        }
        if let Some(rule) = &rules.calculation {
            let value = rule.evaluate(instance, node, environment).ok();
            let answer = value.and_then(|value| self.typed(slot, &value));
            instance.set_answer(node, answer);
        }
    }
}
