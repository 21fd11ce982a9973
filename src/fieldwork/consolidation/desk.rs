//! Everything that a region has to decide: each question with what the departments say, what the rule proposes, what
//! was decided, and what changed since.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{
    Said, Tally, Voice,
    differing::is_divergent,
    entries::{Entry, Origin, cut},
    propose::{Asked, Outcome, WhyNot, propose},
    rule::Rule,
};
use crate::{
    fieldwork::ids::ResponseId,
    questionnaire::{
        answer::Answer,
        answers::Answers,
        asked::Asked as Sections,
        compile::Questionnaire,
        expression::Environment,
        instance::{Instance, NodeId},
        path::Path,
        schema::{SlotId, SlotKind},
    },
};

/// A department's submission over the region's version.
#[derive(Debug, Clone)]
pub struct Word {
    pub response: ResponseId,
    pub revision: i32,
    pub answers: Answers,
    pub instance: Instance,
    /// The sections that the department is asked for; it may answer the others too.
    pub asked: Sections,
}

/// How a decision came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    Rule,
    Adopted,
    Union,
    Own,
}

/// What was decided for one question or repeat.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Nothing where it was decided that it stays blank.
    pub value: Option<Value>,
    pub basis: Basis,
    pub source: Option<ResponseId>,
    /// Why the departments differ; empty where it is not marked.
    pub divergence: String,
    pub version: i32,
    /// The submissions that were heard, by their revisions.
    pub heard: BTreeMap<ResponseId, i32>,
}

/// One thing to decide.
#[derive(Debug, Clone)]
pub struct Matter {
    pub path: Path,
    pub slot: SlotId,
    /// The section that it belongs to, by its place.
    pub section: usize,
    pub rule: Rule,
    pub voices: Vec<Voice>,
    pub tally: Tally,
    pub outcome: Outcome,
    /// For repeats: the entries of all departments.
    pub entries: Vec<Entry>,
    /// Answers differ, and the rule does not merge them.
    pub differs: bool,
    pub decision: Option<Decision>,
    pub changed: Vec<Changed>,
}

/// What a department says now and said when the region decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    pub response: ResponseId,
    pub before: Said,
    pub now: Said,
}

/// All that matters are made of.
pub struct Desk<'a> {
    pub questionnaire: &'a Questionnaire,
    /// The region's own answers, evaluated.
    pub instance: &'a Instance,
    pub words: &'a [Word],
    /// Earlier submissions that decisions heard, by response and revision.
    pub past: &'a HashMap<(ResponseId, i32), Word>,
    pub decisions: &'a HashMap<String, Decision>,
    pub environment: &'a Environment<'a>,
}

impl Basis {
    pub const ALL: [Self; 4] = [Self::Rule, Self::Adopted, Self::Union, Self::Own];

    /// The code in rows.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Adopted => "adopted",
            Self::Union => "union",
            Self::Own => "own",
        }
    }

    /// The basis with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.code() == code)
    }
}

impl Word {
    /// Reads a submission as the region's version reads it, by stable names: what has another type there is not heard.
    #[must_use]
    pub fn read(
        questionnaire: &Questionnaire,
        response: ResponseId,
        revision: i32,
        document: &serde_json::Map<String, Value>,
        asked: Sections,
        environment: &Environment<'_>,
    ) -> Self {
        let answers = crate::questionnaire::document::answers_of(&questionnaire.schema, document);
        let instance = questionnaire.evaluate(&answers, environment);
        Self { response, revision, answers, instance, asked }
    }

    /// What it says at a place outside repeats, or of a whole repeat.
    #[must_use]
    pub fn says(&self, questionnaire: &Questionnaire, path: &Path) -> Said {
        let Some(slot) = questionnaire.schema.slot(&path.name) else { return Said::NotAsked };
        match self.said(questionnaire, slot, path) {
            Said::Blank if !questionnaire.is_asked(slot, &self.asked) => Said::NotAsked,
            said => said,
        }
    }

    fn said(&self, questionnaire: &Questionnaire, slot: SlotId, path: &Path) -> Said {
        if questionnaire.schema.get(slot).kind != SlotKind::Repeat {
            return self.instance.node_at(path).map_or(Said::NotAsked, |node| Said::at(&self.instance, node));
        }
        let entries = cut(&self.answers, path);
        if !entries.is_empty() {
            return Said::Entries(entries);
        }
        match self.answers.get(path) {
            Some(Answer::NonAnswer(non_answer)) => Said::NonAnswer(*non_answer),
            _ if around(questionnaire, &self.instance, slot).is_some() => Said::Blank,
            _ => Said::NotAsked,
        }
    }
}

impl Matter {
    /// Departments say something, and the region has not decided.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        self.decision.is_none() && self.voices.iter().any(|voice| voice.said.says_something())
    }

    /// Is it marked as divergent?
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.decision.as_ref().is_some_and(|decision| !decision.divergence.is_empty())
    }
}

impl Desk<'_> {
    /// Everything that is asked of the region now, in the order of the pages.
    #[must_use]
    pub fn matters(&self) -> Vec<Matter> {
        let mut found = Vec::new();
        for (section, rows) in self.questionnaire.sections.iter().map(|section| &section.rows).enumerate() {
            for slot in rows.iter().filter_map(|name| self.questionnaire.schema.slot(name)) {
                self.collect(section, NodeId::ROOT, slot, &mut found);
            }
        }
        found
    }

    fn collect(&self, section: usize, parent: NodeId, slot: SlotId, found: &mut Vec<Matter>) {
        let schema = &self.questionnaire.schema;
        if schema.get(slot).kind == SlotKind::Repeat {
            if self.instance.is_repeat_relevant(parent, slot) {
                found.push(self.matter(section, slot));
            }
            return;
        }
        let Some(node) = self.instance.node_of(slot).filter(|node| self.instance.is_relevant(*node)) else { return };
        match self.questionnaire.place(slot).question() {
            Some(question) => {
                let is_asked = question.kind.is_asked() && !question.is_head();
                if is_asked && !self.questionnaire.is_read_only(self.instance, node, self.environment) {
                    found.push(self.matter(section, slot));
                }
            }
            None => {
                for child in &schema.get(slot).children {
                    self.collect(section, node, *child, found);
                }
            }
        }
    }

    fn matter(&self, section: usize, slot: SlotId) -> Matter {
        let path = Path::top(&self.questionnaire.schema.get(slot).name);
        let rule = Rule::of(self.questionnaire, slot);
        let say = |word: &Word| Voice { response: word.response, said: word.says(self.questionnaire, &path) };
        let voices: Vec<Voice> = self.words.iter().map(say).collect();
        let entries = all_entries(&voices);
        let place = self.questionnaire.place(slot);
        let outcome = match place.question() {
            Some(question) => {
                let list = question.kind.list().and_then(|list| self.questionnaire.definition.choice_list(list));
                let choices: Vec<String> = list
                    .map(|list| list.choices.iter().map(|choice| choice.name.clone()).collect())
                    .unwrap_or_default();
                propose(Asked { rule, question, choices: &choices, non_answers: &place.non_answers }, &voices)
            }
            None if entries.is_empty() => super::propose::non_answer(&place.non_answers, &voices),
            // What is proposed of a repeat are its entries.
            None => Outcome::None(if rule == Rule::Coordinator { WhyNot::Coordinator } else { WhyNot::RuleUnfit }),
        };
        let decision = self.decisions.get(&path.to_string()).cloned();
        let changed = decision.as_ref().map(|decision| self.changed(&path, decision, &voices)).unwrap_or_default();
        let differs = is_divergent(&voices, &outcome);
        let tally = Tally::of(&voices);
        Matter { path, slot, section, rule, voices, tally, outcome, entries, differs, decision, changed }
    }

    /// What departments say otherwise than when the region decided.
    fn changed(&self, path: &Path, decision: &Decision, voices: &[Voice]) -> Vec<Changed> {
        let heard = decision.heard.iter().map(|(response, revision)| {
            let before = self.heard(*response, *revision).map(|word| word.says(self.questionnaire, path));
            let now = voices.iter().find(|voice| voice.response == *response).map(|voice| voice.said.clone());
            (*response, before.unwrap_or(Said::NotAsked), now.unwrap_or(Said::NotAsked))
        });
        let new = voices
            .iter()
            .filter(|voice| !decision.heard.contains_key(&voice.response))
            .map(|voice| (voice.response, Said::NotAsked, voice.said.clone()));
        let is_other = |before: &Said, now: &Said| before != now && (before.says_something() || now.says_something());
        heard
            .chain(new)
            .filter(|(_, before, now)| is_other(before, now))
            .map(|(response, before, now)| Changed { response, before, now })
            .collect()
    }

    fn heard(&self, response: ResponseId, revision: i32) -> Option<&Word> {
        let current = self.words.iter().find(|word| word.response == response && word.revision == revision);
        current.or_else(|| self.past.get(&(response, revision)))
    }
}

/// The entries of all departments in their order, each with where it came from.
fn all_entries(voices: &[Voice]) -> Vec<Entry> {
    let mut all = Vec::new();
    for voice in voices {
        if let Said::Entries(entries) = &voice.said {
            all.extend(entries.iter().map(|(key, rows)| Entry {
                origins: vec![Origin { response: voice.response, entry: *key }],
                rows: rows.clone(),
            }));
        }
    }
    all
}

/// The node around a repeat outside repeats, where the repeat is relevant.
fn around(questionnaire: &Questionnaire, instance: &Instance, repeat: SlotId) -> Option<NodeId> {
    let parent = questionnaire.schema.get(repeat).parent?;
    let node = if parent == SlotId::ROOT { NodeId::ROOT } else { instance.node_of(parent)? };
    instance.is_repeat_relevant(node, repeat).then_some(node)
}
