//! Which choices a closed question offers: its list, through its filter.

use super::{
    compile::Questionnaire,
    definition::Choice,
    expression::Environment,
    instance::{Instance, NodeId},
};

impl Questionnaire {
    /// The choices that `node` offers now: its list, through its filter.
    #[must_use]
    pub fn choices<'a>(&'a self, instance: &Instance, node: NodeId, environment: &Environment<'_>) -> Vec<&'a Choice> {
        let place = self.place(instance.get(node).slot);
        let list = place.question().and_then(|question| question.kind.list());
        let Some(list) = list.and_then(|list| self.schema.list(list)) else { return Vec::new() };
        let Some(choices) = self.schema.list_of(list).map(|list| &list.choices.choices) else { return Vec::new() };
        let Some(filter) = &place.rules.choice_filter else { return choices.iter().collect() };
        let kept = filter.choices(instance, node, environment).unwrap_or_default();
        kept.into_iter().filter_map(|index| choices.get(usize::try_from(index).ok()?)).collect()
    }
}
