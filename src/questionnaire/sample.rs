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
    expression::Environment,
    instance::{Instance, NodeId},
    path::{EntryPath, Path},
    schema::{SlotId, SlotKind},
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
    let answers = preset.clone();
    let instance = questionnaire.evaluate(&answers, environment);
    let decided = BTreeSet::new();
    let mut sampler = Sampler { questionnaire, environment, profile, preset, idle, random, answers, instance, decided };
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
    answers: Answers,
    /// The answers laid out and computed; kept in step.
    instance: Instance,
    /// The questions and repeats that had their turn, blank ones too.
    decided: BTreeSet<Path>,
}

impl Sampler<'_> {
    /// Answers what is relevant, then opens entries, for as long as that brings more to answer.
    fn pass(&mut self) {
        loop {
            let decided = self.decided.len();
            let nodes: Vec<NodeId> = self.instance.nodes().map(|(node, _)| node).collect();
            for node in nodes {
                if self.instance.is_relevant(node) {
                    self.answer(node);
                }
            }
            if !self.add_entries() && self.decided.len() == decided {
                return;
            }
        }
    }

    /// Opens entries in the relevant repeats, or says why there are none. Gives whether there are more.
    fn add_entries(&mut self) -> bool {
        let schema = &self.questionnaire.schema;
        let mut repeats = Vec::new();
        for (node, at) in self.instance.nodes().filter(|(node, _)| self.instance.is_relevant(*node)) {
            for slot in schema.get(at.slot).children.iter().copied() {
                if schema.get(slot).kind == SlotKind::Repeat && self.instance.is_repeat_relevant(node, slot) {
                    let path = self.instance.entry_path_of(node).question(&schema.get(slot).name);
                    let fixed = self.questionnaire.fixed_entries(&self.instance, node, slot, self.environment);
                    repeats.push((slot, path, fixed));
                }
            }
        }
        let mut added = false;
        for (slot, path, fixed) in repeats {
            added |= self.open(slot, path, fixed);
        }
        if added {
            self.instance = self.questionnaire.evaluate(&self.answers, self.environment);
        }
        added
    }

    fn open(&mut self, repeat: SlotId, path: Path, fixed: Option<u32>) -> bool {
        let given = self.answers.entries(&path).len();
        if let Some(fixed) = fixed {
            let lacks = given < fixed as usize;
            if lacks {
                self.answers.fill_entries(path, fixed as usize);
            }
            return lacks;
        }
        if given > 0 || self.answers.get(&path).is_some() || !self.decided.insert(path.clone()) {
            return false;
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
        count > 0
    }

    fn answer(&mut self, node: NodeId) {
        let questionnaire = self.questionnaire;
        let place = questionnaire.place(self.instance.get(node).slot);
        let Some(question) = place.question().filter(|question| question.kind.is_asked() && !question.is_head()) else {
            return;
        };
        let path = self.instance.path_of(node);
        if self.answers.get(&path).is_some() || self.decided.contains(&path) {
            return;
        }
        let required = questionnaire.is_required(&self.instance, node, self.environment);
        if questionnaire.is_read_only(&self.instance, node, self.environment) {
            return;
        }
        if !required && self.random.percent(self.profile.blank) {
            self.decided.insert(path);
            return;
        }
        let answer = self.non_answer(place).or_else(|| self.draw(node, question));
        self.change(node, answer.clone());
        // Where nothing could be answered, a later answer may offer something.
        if let Some(answer) = answer {
            self.decided.insert(path.clone());
            self.answers.set(path, answer);
        }
    }

    /// What the answer leads to is known at once.
    fn change(&mut self, node: NodeId, answer: Option<Answer>) {
        self.questionnaire.change(&mut self.instance, node, answer, self.environment);
    }

    fn non_answer(&mut self, place: &Place) -> Option<Answer> {
        if !self.random.percent(self.profile.non_answer) {
            return None;
        }
        let offered: Vec<NonAnswer> = place.non_answers.iter().flat_map(|kind| NonAnswer::all(*kind)).collect();
        self.random.pick(&offered).copied().map(Answer::NonAnswer)
    }

    /// An answer that the question's own rules take.
    fn draw(&mut self, node: NodeId, question: &Question) -> Option<Answer> {
        let questionnaire = self.questionnaire;
        for attempt in 0..ATTEMPTS {
            let offered = questionnaire.choices(&self.instance, node, self.environment);
            let draw = Draw { question, offered: &offered, environment: self.environment, attempt, idle: self.idle };
            let drawn = candidate(&draw, &mut self.random)?;
            self.change(node, Some(drawn.clone()));
            if questionnaire.validate_inside(&self.instance, node, self.environment).is_empty() {
                return Some(drawn);
            }
        }
        None
    }

    /// Drops what is off the path and mends what rules refuse once everything is known.
    fn repair(&mut self) {
        for _ in 0..REPAIRS {
            let violations = self.questionnaire.validate(&self.instance, self.environment);
            if !self.drop_irrelevant() && violations.is_empty() {
                return;
            }
            for violation in violations.iter().filter(|violation| self.preset.get(&violation.path).is_none()) {
                self.answers.remove(&violation.path);
                self.decided.remove(&violation.path);
            }
            self.instance = self.questionnaire.evaluate(&self.answers, self.environment);
            self.pass();
        }
    }

    fn drop_irrelevant(&mut self) -> bool {
        let instance = &self.instance;
        let off: Vec<Path> = instance
            .nodes()
            .filter(|(node, at)| at.entry.is_none() && !instance.is_relevant(*node))
            .map(|(node, _)| instance.path_of(node))
            .filter(|path| self.answers.get(path).is_some() && self.preset.get(path).is_none())
            .collect();
        for path in &off {
            self.answers.remove(path);
            self.decided.remove(path);
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
