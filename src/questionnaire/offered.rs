//! Which choices a closed question offers: its list through its filter, or what was answered in the entries of a
//! repeat.

use std::{borrow::Cow, collections::HashSet};

use super::{
    compile::Questionnaire,
    definition::{Choice, QuestionType},
    expression::Environment,
    instance::{Instance, NodeId},
    schema::{Schema, SlotId},
    text::Text,
};

/// Choices of a definition, or made of a response's answers.
pub type Choices<'a> = Vec<Cow<'a, Choice>>;

impl Questionnaire {
    /// The choices that `node` offers now: its list, through its filter.
    #[must_use]
    pub fn choices<'a>(&'a self, instance: &Instance, node: NodeId, environment: &Environment<'_>) -> Choices<'a> {
        let place = self.place(instance.get(node).slot);
        let Some(question) = place.question() else { return Vec::new() };
        if let Some(source) = question.kind.repeat_source() {
            return self.entries_as_choices(instance, node, &question.kind, source, environment);
        }
        let list = question.kind.list();
        let Some(list) = list.and_then(|list| self.schema.list(list)) else { return Vec::new() };
        let Some(choices) = self.schema.list_of(list).map(|list| &list.choices.choices) else { return Vec::new() };
        let Some(filter) = &place.rules.choice_filter else { return choices.iter().map(Cow::Borrowed).collect() };
        let kept = filter.choices(instance, node, environment).unwrap_or_default();
        kept.into_iter().filter_map(|index| choices.get(usize::try_from(index).ok()?).map(Cow::Borrowed)).collect()
    }

    /// The choices that `node` may know, offered now or not: the whole list.
    #[must_use]
    pub fn known_choices<'a>(
        &'a self,
        instance: &Instance,
        node: NodeId,
        environment: &Environment<'_>,
    ) -> Choices<'a> {
        let list = self.place(instance.get(node).slot).question().and_then(|question| question.kind.list());
        match list.and_then(|list| self.definition.choice_list(list)) {
            Some(list) => list.choices.iter().map(Cow::Borrowed).collect(),
            None => self.choices(instance, node, environment),
        }
    }

    /// What a choice that an entry answered is called; `None` where the choices are a list, or no entry says so now.
    #[must_use]
    pub fn entry_label(&self, instance: &Instance, node: NodeId, kind: &QuestionType, name: &str) -> Option<Text> {
        let slot = self.schema.slot(kind.repeat_source()?)?;
        let around = instance.around(node, entries_around(&self.schema, instance.get(node).slot, slot))?;
        let mut sources = Vec::new();
        instance.collect_nodes(around, slot, &mut sources);
        let said = |entry: &NodeId| instance.content(*entry).as_text().trim().to_owned();
        let found = sources.iter().map(said).find(|said| code_of(kind, said) == name)?;
        Some(self.label_of(slot, &found))
    }

    /// What the entries answered, each once: blank ones and those that the filter refuses are left out.
    fn entries_as_choices<'a>(
        &'a self,
        instance: &Instance,
        node: NodeId,
        kind: &QuestionType,
        source: &str,
        environment: &Environment<'_>,
    ) -> Choices<'a> {
        let Some(slot) = self.schema.slot(source) else { return Vec::new() };
        let around = entries_around(&self.schema, instance.get(node).slot, slot);
        let Some(around) = instance.around(node, around) else { return Vec::new() };
        let mut sources = Vec::new();
        instance.collect_nodes(around, slot, &mut sources);
        let filter = self.place(instance.get(node).slot).rules.choice_filter.as_ref();
        let mut seen = HashSet::new();
        let mut choices = Vec::new();
        for entry in sources {
            let said = instance.content(entry).as_text().trim().to_owned();
            let name = code_of(kind, &said);
            if name.is_empty() || !Self::holds(filter, instance, entry, environment, true) || !seen.insert(name.clone())
            {
                continue;
            }
            choices.push(Cow::Owned(Choice { name, label: self.label_of(slot, &said), extra: Default::default() }));
        }
        choices
    }

    /// A closed question's answer is called by its choice's label.
    fn label_of(&self, source: SlotId, said: &str) -> Text {
        let list = self.place(source).question().and_then(|question| question.kind.list());
        let list = list.and_then(|list| self.definition.choice_list(list));
        let choice = list.and_then(|list| list.choices.iter().find(|choice| choice.name == said));
        let label = choice.map(|choice| choice.label.clone()).filter(|label| !label.is_empty());
        label.unwrap_or_else(|| Text::single(self.definition.default_language.clone(), said))
    }
}

/// Whose entries are meant: all those of the repeat around `source`, in the innermost entry that both stand in.
fn entries_around(schema: &Schema, select: SlotId, source: SlotId) -> SlotId {
    let own = schema.get(source).repeat.unwrap_or(SlotId::ROOT);
    let outer = std::iter::successors(schema.get(own).repeat, |repeat| schema.get(*repeat).repeat);
    outer.into_iter().find(|repeat| schema.contains(*repeat, select)).unwrap_or(SlotId::ROOT)
}

/// Several answers are kept with spaces between them, so that one among them has none.
fn code_of(kind: &QuestionType, said: &str) -> String {
    match kind {
        QuestionType::SelectMultiple(_) | QuestionType::Rank(_) => {
            said.split_whitespace().collect::<Vec<_>>().join("_")
        }
        _ => said.to_owned(),
    }
}

#[cfg(test)]
mod tests;
