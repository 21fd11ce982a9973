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
        let (mut nodes, mut turned) = (Vec::new(), Vec::new());
        for slot in &self.order {
            let parent = self.schema.get(*slot).parent.filter(|_| self.schema.get(*slot).kind == SlotKind::Repeat);
            if let Some(parent) = parent {
                instance.collect_nodes(NodeId::ROOT, parent, &mut nodes);
                for around in nodes.drain(..) {
                    self.compute_repeat(&mut instance, *slot, around, environment);
                }
            }
            let starts_over = self.calculation(*slot).is_some_and(|rule| reads(rule, *slot));
            instance.collect_nodes(NodeId::ROOT, *slot, &mut nodes);
            for node in nodes.drain(..) {
                if starts_over {
                    instance.keep_given(node);
                }
                self.compute(&mut instance, *slot, node, environment, &mut turned);
                turned.clear();
            }
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

    /// A repeat without entries is relevant or not as well: its rule is computed where it stands. Says whether that
    /// is new.
    pub(super) fn compute_repeat(
        &self,
        instance: &mut Instance,
        repeat: SlotId,
        around: NodeId,
        environment: &Environment<'_>,
    ) -> bool {
        let Some(rule) = &self.place(repeat).rules.relevant else { return false };
        let relevant = Self::holds(Some(rule), instance, around, environment, false);
        instance.set_repeat_relevant(around, repeat, relevant)
    }

    /// Computes the relevance and the calculation of `node`: says whether the latter gave another value, and appends
    /// what turned relevant or ceased to be.
    pub(super) fn compute(
        &self,
        instance: &mut Instance,
        slot: SlotId,
        node: NodeId,
        environment: &Environment<'_>,
        turned: &mut Vec<NodeId>,
    ) -> bool {
        let rules = &self.place(slot).rules;
        if rules.relevant.is_some() || rules.repeat_count.is_some() {
            let otherwise = rules.relevant.is_none();
            let relevant = Self::holds(rules.relevant.as_ref(), instance, node, environment, otherwise);
            let stands = relevant && !self.is_surplus(instance, node, environment);
            instance.turn(node, stands, turned);
        }
        let Some(rule) = self.calculation(slot) else { return false };
        let computed = |instance: &Instance| {
            rule.evaluate(instance, node, environment).ok().and_then(|value| self.typed(slot, &value))
        };
        if !reads(rule, slot) {
            let answer = computed(instance);
            return instance.set_answer(node, answer);
        }
        // What reads itself starts from what was given, or it would count on with every change elsewhere.
        let before = instance.answer(node).cloned();
        instance.set_answer(node, instance.given(node).cloned());
        let answer = computed(instance);
        instance.set_answer(node, answer);
        before.as_ref() != instance.answer(node)
    }

    /// The rule that gives the slot its value.
    pub(super) fn calculation(&self, slot: SlotId) -> Option<&Expression> {
        self.place(slot).rules.calculation.as_ref()
    }
}

fn reads(rule: &Expression, slot: SlotId) -> bool {
    rule.dependencies().binary_search(&slot).is_ok()
}
