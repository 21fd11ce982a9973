//! The sections that a response is asked for: the others stay open to it, and nothing in them is required.

use std::collections::BTreeSet;

use super::{
    compile::Questionnaire,
    expression::Environment,
    instance::{Instance, NodeId},
    schema::SlotId,
    sections::Section,
    validation::{Violation, ViolationKind},
};

/// Which sections are asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Asked {
    #[default]
    All,
    /// These, by name; at least one.
    Some(BTreeSet<String>),
}

/// How far one section is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SectionProgress {
    pub asked: bool,
    /// Is there anything to answer in it?
    pub relevant: bool,
    /// What in it keeps the response from being submitted.
    pub open: usize,
}

impl Asked {
    /// Is the section with this name asked?
    #[must_use]
    pub fn includes(&self, section: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(names) => names.contains(section),
        }
    }
}

impl ViolationKind {
    /// Is it only that something was not answered?
    #[must_use]
    pub fn is_missing(&self) -> bool {
        match self {
            Self::Required | Self::EntriesMissing { .. } => true,
            Self::Constraint
            | Self::NotANumber
            | Self::NotAWholeNumber
            | Self::NotADate
            | Self::NotATime
            | Self::NotAPlace
            | Self::OutOfRange { .. }
            | Self::OffStep { .. }
            | Self::TooLong { .. }
            | Self::UnknownChoice
            | Self::AnswerAndNonAnswer
            | Self::NonAnswerNotOffered
            | Self::RanksUnclear
            | Self::RanksMissing { .. }
            | Self::TooManyEntries { .. } => false,
        }
    }
}

impl Questionnaire {
    /// The sections that are asked of those that were chosen. Where none of them is left in this version, all are: a
    /// response must not be complete because its sections got other names.
    #[must_use]
    pub fn asked(&self, chosen: Option<&[String]>) -> Asked {
        let Some(chosen) = chosen else { return Asked::All };
        let own = |section: &&Section| chosen.contains(&section.name);
        let names: BTreeSet<String> = self.sections.iter().filter(own).map(|section| section.name.clone()).collect();
        if names.is_empty() || names.len() == self.sections.len() { Asked::All } else { Asked::Some(names) }
    }

    /// What a section is called outside a response: a mark stands for each answer in its wording.
    #[must_use]
    pub fn section_title(&self, section: &Section, language: &str) -> String {
        let default = &self.definition.default_language;
        let own = section.title.read(language, default);
        let title = if own.is_empty() { self.definition.title.read(language, default) } else { own };
        let mut parts = title.split("${");
        let first = parts.next().unwrap_or_default().to_owned();
        let marked =
            |part: &str| part.split_once('}').map_or_else(|| format!("${{{part}"), |(_, rest)| format!("…{rest}"));
        parts.fold(first, |title, part| title + &marked(part))
    }

    /// The place of the section that shows `slot`.
    #[must_use]
    pub fn section_of(&self, slot: SlotId) -> Option<usize> {
        let top = self.schema.ancestors_or_self(slot).filter(|slot| *slot != SlotId::ROOT).last()?;
        let name = &self.schema.get(top).name;
        self.sections.iter().position(|section| section.rows.contains(name))
    }

    /// What keeps an evaluated response from being submitted, in document order.
    #[must_use]
    pub fn blocking(&self, instance: &Instance, asked: &Asked, environment: &Environment<'_>) -> Vec<Violation> {
        self.blocking_inside(instance, NodeId::ROOT, asked, environment)
    }

    /// What of it stands at `node` or inside it: not what is only missing in sections that are not asked.
    #[must_use]
    pub fn blocking_inside(
        &self,
        instance: &Instance,
        node: NodeId,
        asked: &Asked,
        environment: &Environment<'_>,
    ) -> Vec<Violation> {
        let mut found = self.validate_inside(instance, node, environment);
        found.retain(|violation| !violation.kind.is_missing() || self.is_asked(violation.slot, asked));
        found
    }

    /// Does `slot` stand in a section that is asked? What stands in no section is asked of everybody.
    #[must_use]
    pub fn is_asked(&self, slot: SlotId, asked: &Asked) -> bool {
        let section = self.section_of(slot).and_then(|place| self.sections.get(place));
        section.is_none_or(|section| asked.includes(&section.name))
    }

    /// How far every section of an evaluated response is, in order.
    #[must_use]
    pub fn progress(&self, instance: &Instance, asked: &Asked, environment: &Environment<'_>) -> Vec<SectionProgress> {
        let mut open = vec![0; self.sections.len()];
        for violation in self.blocking(instance, asked, environment) {
            if let Some(count) = self.section_of(violation.slot).and_then(|place| open.get_mut(place)) {
                *count += 1;
            }
        }
        let of = |(section, open): (&Section, usize)| SectionProgress {
            asked: asked.includes(&section.name),
            relevant: self.is_section_relevant(instance, section),
            open,
        };
        self.sections.iter().zip(open).map(of).collect()
    }

    /// Is there anything to answer in the section?
    #[must_use]
    pub fn is_section_relevant(&self, instance: &Instance, section: &Section) -> bool {
        section.rows.iter().any(|name| {
            let Some(slot) = self.schema.slot(name) else { return false };
            match instance.node_of(slot) {
                Some(node) => instance.is_relevant(node),
                None => instance.is_repeat_relevant(NodeId::ROOT, slot),
            }
        })
    }
}

#[cfg(test)]
mod tests;
