//! Invented respondents: answers to a whole questionnaire that pass its validation, the same for the same seed.

mod candidates;
mod pattern;
mod random;
#[cfg(test)]
mod tests;
mod wording;

use std::collections::BTreeSet;

use self::{
    candidates::{Draw, candidate},
    random::Random,
};
use super::{
    answer::{Answer, NonAnswer},
    answers::Answers,
    compile::{Place, Questionnaire},
    definition::Question,
    expression::{Environment, Expression},
    instance::{Instance, NodeId},
    path::{EntryPath, Path},
    schema::{Slot, SlotId, SlotKind},
};

/// What kind of respondent it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// How many optional questions in a hundred are left blank.
    pub blank: u32,
    /// How many questions in a hundred get a non-answer where one is offered.
    pub non_answer: u32,
    /// The most entries of a repeat.
    pub most_entries: u32,
    /// How many respondents in a hundred have nothing to tell: they choose "none" and "no" where they can.
    pub idle: u32,
}

/// How often an answer is drawn again because a rule refuses it.
const ATTEMPTS: usize = 40;
/// How often what does not hold together is mended.
const REPAIRS: usize = 6;

impl Profile {
    /// Somebody who takes the time.
    pub const DILIGENT: Self = Self { blank: 12, non_answer: 5, most_entries: 3, idle: 6 };
    /// Somebody who answers what must be answered.
    pub const HURRIED: Self = Self { blank: 70, non_answer: 12, most_entries: 1, idle: 15 };
}

/// Answers to everything that is relevant, in the language of the environment. What stands in `preset` stays; files
/// stay blank. Every rule of the questionnaire holds, unless no answer to a required question could be found.
#[must_use]
pub fn sample(
    questionnaire: &Questionnaire,
    seed: u64,
    profile: Profile,
    preset: &Answers,
    environment: &Environment<'_>,
) -> Answers {
    let mut random = Random::new(seed);
    let idle = random.percent(profile.idle);
    let levels = levels(questionnaire);
    let answers = preset.clone();
    let decided = BTreeSet::new();
    let mut sampler = Sampler { questionnaire, environment, profile, preset, idle, random, levels, answers, decided };
    sampler.pass();
    sampler.repair();
    sampler.answers
}

struct Sampler<'a> {
    questionnaire: &'a Questionnaire,
    environment: &'a Environment<'a>,
    profile: Profile,
    preset: &'a Answers,
    idle: bool,
    random: Random,
    levels: Vec<u32>,
    answers: Answers,
    /// The questions and repeats that had their turn, blank ones too.
    decided: BTreeSet<Path>,
}

impl Sampler<'_> {
    fn pass(&mut self) {
        for level in 0..=self.levels.iter().copied().max().unwrap_or(0) {
            self.add_entries(level);
            self.fill(level);
        }
    }

    /// Opens entries in the repeats of one level, or says why there are none.
    fn add_entries(&mut self, level: u32) {
        let schema = &self.questionnaire.schema;
        let is_due = |(slot, at): &(SlotId, &Slot)| at.kind == SlotKind::Repeat && self.is_on(*slot, level);
        let due: Vec<SlotId> = schema.slots().filter(is_due).map(|(slot, _)| slot).collect();
        if due.is_empty() {
            return;
        }
        let instance = self.questionnaire.evaluate(&self.answers, self.environment);
        for (node, at) in instance.nodes().filter(|(node, _)| instance.is_relevant(*node)) {
            for slot in schema.get(at.slot).children.iter().copied().filter(|slot| due.contains(slot)) {
                if instance.is_repeat_relevant(node, slot) {
                    let path = instance.entry_path_of(node).question(&schema.get(slot).name);
                    let fixed = self.questionnaire.fixed_entries(&instance, node, slot, self.environment);
                    self.open(slot, path, fixed);
                }
            }
        }
    }

    fn open(&mut self, repeat: SlotId, path: Path, fixed: Option<u32>) {
        let given = self.answers.entries(&path).len();
        if let Some(fixed) = fixed {
            for _ in given..fixed as usize {
                self.answers.add_entry(path.clone());
            }
            return;
        }
        if given > 0 || self.answers.get(&path).is_some() || !self.decided.insert(path.clone()) {
            return;
        }
        let most = if self.idle { 0 } else { self.profile.most_entries.min(self.questionnaire.max_entries(repeat)) };
        let least = u32::from(self.random.percent(60)).min(most);
        let count = self.random.between(i64::from(least), i64::from(most));
        for _ in 0..count {
            self.answers.add_entry(path.clone());
        }
        if count == 0
            && let Some(non_answer) = self.non_answer(self.questionnaire.place(repeat))
        {
            self.answers.set(path, non_answer);
        }
    }

    /// Answers the questions of one level: everything that they depend on has been answered.
    fn fill(&mut self, level: u32) {
        let mut instance = self.questionnaire.evaluate(&self.answers, self.environment);
        let due: Vec<NodeId> = instance
            .nodes()
            .filter(|(node, at)| self.is_on(at.slot, level) && instance.is_relevant(*node))
            .map(|(node, _)| node)
            .collect();
        for node in due {
            self.answer(&mut instance, node);
        }
    }

    fn answer(&mut self, instance: &mut Instance, node: NodeId) {
        let questionnaire = self.questionnaire;
        let place = questionnaire.place(instance.get(node).slot);
        let Some(question) = place.question().filter(|question| question.kind.is_asked() && !question.is_head()) else {
            return;
        };
        let path = instance.path_of(node);
        if self.answers.get(&path).is_some() || !self.decided.insert(path.clone()) {
            return;
        }
        let required = questionnaire.is_required(instance, node, self.environment);
        if questionnaire.is_read_only(instance, node, self.environment) {
            return;
        }
        if !required && self.random.percent(self.profile.blank) {
            return;
        }
        let answer = self.non_answer(place).or_else(|| self.draw(instance, node, question));
        instance.set_answer(node, answer.clone());
        if let Some(answer) = answer {
            self.answers.set(path, answer);
        }
    }

    fn non_answer(&mut self, place: &Place) -> Option<Answer> {
        if !self.random.percent(self.profile.non_answer) {
            return None;
        }
        let offered: Vec<NonAnswer> = place.non_answers.iter().flat_map(|kind| NonAnswer::all(*kind)).collect();
        self.random.pick(&offered).copied().map(Answer::NonAnswer)
    }

    /// An answer that the question's own rules take.
    fn draw(&mut self, instance: &mut Instance, node: NodeId, question: &Question) -> Option<Answer> {
        let questionnaire = self.questionnaire;
        for attempt in 0..ATTEMPTS {
            let offered = questionnaire.choices(instance, node, self.environment);
            let draw = Draw { question, offered: &offered, environment: self.environment, attempt, idle: self.idle };
            let drawn = candidate(&draw, &mut self.random)?;
            instance.set_answer(node, Some(drawn.clone()));
            if questionnaire.validate_inside(instance, node, self.environment).is_empty() {
                return Some(drawn);
            }
        }
        None
    }

    /// Drops what is off the path and mends what rules refuse once everything is known.
    fn repair(&mut self) {
        for _ in 0..REPAIRS {
            let instance = self.questionnaire.evaluate(&self.answers, self.environment);
            let dropped = self.drop_irrelevant(&instance);
            let violations = self.questionnaire.validate(&instance, self.environment);
            if violations.is_empty() && !dropped {
                return;
            }
            for violation in violations.iter().filter(|violation| self.preset.get(&violation.path).is_none()) {
                self.answers.remove(&violation.path);
                self.decided.remove(&violation.path);
            }
            self.pass();
        }
    }

    fn is_on(&self, slot: SlotId, level: u32) -> bool {
        self.levels.get(slot.index()) == Some(&level)
    }

    fn drop_irrelevant(&mut self, instance: &Instance) -> bool {
        let off: Vec<Path> = instance
            .nodes()
            .filter(|(node, at)| at.entry.is_none() && !instance.is_relevant(*node))
            .map(|(node, _)| instance.path_of(node))
            .filter(|path| self.answers.get(path).is_some() && self.preset.get(path).is_none())
            .collect();
        for path in &off {
            self.answers.remove(path);
        }
        // Entries beyond a fixed number.
        let surplus = |node: NodeId| {
            let at = instance.get(node);
            at.entry.is_some()
                && !instance.is_relevant(node)
                && at.parent.is_some_and(|parent| instance.is_relevant(parent))
        };
        let entries: Vec<EntryPath> = instance
            .nodes()
            .filter(|(node, at)| surplus(*node) && self.questionnaire.is_fixed(at.slot))
            .map(|(node, _)| instance.entry_path_of(node))
            .collect();
        for (around, step) in entries.iter().filter_map(EntryPath::split_last) {
            self.answers.remove_entry(&around.question(&step.repeat), step.entry);
        }
        !off.is_empty() || !entries.is_empty()
    }
}

/// The question whose answers in the entries of a repeat are the choices of `slot`.
fn source_of(questionnaire: &Questionnaire, slot: SlotId) -> Option<SlotId> {
    questionnaire.schema.slot(questionnaire.place(slot).question()?.kind.repeat_source()?)
}

/// How many steps of routing stand before each slot: what a slot's relevance, choices or number of entries read is
/// one level before it, so that it is known when the slot's turn comes.
fn levels(questionnaire: &Questionnaire) -> Vec<u32> {
    let schema = &questionnaire.schema;
    let mut levels = vec![0_u32; schema.len()];
    // Relevance has no cycles, but choices may be filtered by each other.
    for _ in 0..schema.len() {
        let mut changed = false;
        for (slot, at) in schema.slots() {
            let rules = &questionnaire.place(slot).rules;
            let read =
                [&rules.relevant, &rules.calculation, &rules.choice_filter, &rules.repeat_count, &rules.required];
            let level_of = |slot: SlotId| levels.get(slot.index()).copied().unwrap_or(0);
            let before = read
                .into_iter()
                .flatten()
                .flat_map(Expression::dependencies)
                .filter(|read| !schema.contains(**read, slot))
                .copied()
                .chain(source_of(questionnaire, slot))
                .map(|read| level_of(read) + 1)
                .max();
            let around =
                at.parent.map(|parent| level_of(parent) + u32::from(schema.get(parent).kind == SlotKind::Repeat));
            let level = before.into_iter().chain(around).max().unwrap_or(0).min(32);
            if let Some(known) = levels.get_mut(slot.index())
                && *known < level
            {
                *known = level;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    levels
}
