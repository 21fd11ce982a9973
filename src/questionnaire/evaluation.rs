//! One response computed: what is relevant, what is calculated, which choices are offered.

use super::{
    answer::Answer,
    answers::Answers,
    compile::Questionnaire,
    definition::{Choice, QuestionType},
    expression::{Environment, Expression, Place, Value},
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
            for node in instance.nodes_of(*slot) {
                self.compute(&mut instance, *slot, node, environment);
            }
        }
        instance
    }

    /// The choices that `node` offers now: its list, through its filter.
    #[must_use]
    pub fn choices<'a>(&'a self, instance: &Instance, node: NodeId, environment: &Environment<'_>) -> Vec<&'a Choice> {
        let place = self.place(instance.get(node).slot);
        let list = place.question().and_then(|question| question.kind.list());
        let Some(list) = list.and_then(|list| self.schema.list(list)) else { return Vec::new() };
        let Some(choices) = self.schema.list_of(list).map(|list| &list.choices.choices) else { return Vec::new() };
        let Some(filter) = &place.rules.choice_filter else { return choices.iter().collect() };
        let Ok(Value::Nodes(kept)) = filter.evaluate(instance, node, environment) else { return Vec::new() };
        let kept = kept.places().iter().filter_map(|place| match place {
            Place::Choice(_, index) => usize::try_from(*index).ok().and_then(|index| choices.get(index)),
            Place::Answer(_) | Place::Document(_) | Place::Root(_) | Place::Cell(..) => None,
        });
        kept.collect()
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

    fn compute(&self, instance: &mut Instance, slot: SlotId, node: NodeId, environment: &Environment<'_>) {
        let rules = &self.place(slot).rules;
        if let Some(rule) = &rules.relevant {
            let relevant = Self::holds(Some(rule), instance, node, environment, false);
            instance.set_relevant(node, relevant);
        }
        let calculated = rules.calculation.as_ref().filter(|_| is_calculated(&self.schema.get(slot).kind));
        if let Some(rule) = calculated {
            let answer = rule.evaluate(instance, node, environment).ok().and_then(|value| as_answer(&value));
            instance.set_answer(node, answer);
        }
    }
}

/// A calculation on a question that people answer is its initial value; on a calculate row it is the value.
fn is_calculated(kind: &SlotKind) -> bool {
    match kind {
        SlotKind::Question(kind) => matches!(kind, QuestionType::Calculate | QuestionType::Hidden),
        SlotKind::Root | SlotKind::Group | SlotKind::Repeat => false,
    }
}

fn as_answer(value: &Value<'_>) -> Option<Answer> {
    let text = value.as_string();
    (!text.is_empty()).then(|| Answer::Text(text.into_owned()))
}
