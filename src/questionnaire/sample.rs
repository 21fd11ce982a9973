//! A random respondent whose answers are valid: for demonstrations, tests and measurements. The same seed gives the
//! same answers.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::{
    answer::{Answer, NonAnswer},
    answers::Answers,
    compile::{PlaceItem, Questionnaire},
    definition::{Question, QuestionType},
    expression::Environment,
    instance::{Instance, NodeId},
    path::Path,
    schema::SlotKind,
};

/// What kind of respondent.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    /// Of a hundred optional questions, how many are left blank.
    pub blank: u64,
    /// Of a hundred questions that offer it, how many get a reason for not answering.
    pub non_answer: u64,
    /// Entries of a repeat at most.
    pub most_entries: u64,
}

impl Profile {
    /// Somebody who takes the time.
    pub const DILIGENT: Self = Self { blank: 10, non_answer: 6, most_entries: 3 };
    /// Somebody who answers what must be answered.
    pub const HURRIED: Self = Self { blank: 70, non_answer: 15, most_entries: 1 };
}

/// A small generator (SplitMix64, Steele, Lea and Flood 2014): enough for samples, never for secrets.
#[derive(Debug, Clone)]
struct Dice(u64);

/// Rounds of mending after which what is still wrong is left out or not answered with a reason.
const PATIENCE: usize = 30;

/// Answers everything that is relevant, over what `preset` says already. Files stay blank.
#[must_use]
pub fn sample(
    questionnaire: &Questionnaire,
    seed: u64,
    profile: Profile,
    preset: &Answers,
    environment: &Environment<'_>,
) -> Answers {
    let mut respondent = Respondent {
        questionnaire,
        environment,
        profile,
        dice: Dice(seed),
        answers: preset.clone(),
        decided: preset.iter().map(|(path, _)| path.clone()).collect(),
    };
    respondent.answer_all();
    respondent.mend();
    respondent.answers
}

struct Respondent<'a> {
    questionnaire: &'a Questionnaire,
    environment: &'a Environment<'a>,
    profile: Profile,
    dice: Dice,
    answers: Answers,
    /// Questions and repeats that were thought about, answered or not.
    decided: BTreeSet<Path>,
}

impl Respondent<'_> {
    /// Answers what is relevant until nothing new becomes relevant.
    fn answer_all(&mut self) {
        loop {
            let instance = self.questionnaire.evaluate(&self.answers, self.environment);
            let before = self.decided.len();
            let nodes: Vec<NodeId> =
                instance.nodes().map(|(node, _)| node).filter(|node| instance.is_relevant(*node)).collect();
            for node in nodes {
                self.visit(&instance, node);
            }
            if self.decided.len() == before {
                return;
            }
        }
    }

    fn visit(&mut self, instance: &Instance, node: NodeId) {
        let place = self.questionnaire.place(instance.get(node).slot);
        if let PlaceItem::Question(question) = &place.item {
            let path = instance.path_of(node);
            if question.kind.is_asked() && self.decided.insert(path.clone()) {
                let answer = self.decide(instance, node, question);
                self.put(path, answer);
            }
        }
        for child in &self.questionnaire.schema.get(instance.get(node).slot).children {
            let slot = self.questionnaire.schema.get(*child);
            let path = instance.entry_path_of(node).question(&slot.name);
            if slot.kind == SlotKind::Repeat && self.decided.insert(path.clone()) {
                let most = self.profile.most_entries.min(u64::from(self.questionnaire.max_entries(*child)));
                for _ in 0..self.dice.below(most + 1) {
                    self.answers.add_entry(path.clone());
                }
            }
        }
    }

    fn decide(&mut self, instance: &Instance, node: NodeId, question: &Question) -> Option<Answer> {
        let required = self.questionnaire.is_required(instance, node, self.environment);
        if self.questionnaire.is_read_only(instance, node, self.environment) {
            return None;
        }
        if self.dice.percent(self.profile.non_answer)
            && let Some(non_answer) = self.non_answer(node, instance)
        {
            return Some(non_answer);
        }
        if !required && self.dice.percent(self.profile.blank) {
            return None;
        }
        self.invent(instance, node, question)
    }

    fn non_answer(&mut self, node: NodeId, instance: &Instance) -> Option<Answer> {
        let offered = &self.questionnaire.place(instance.get(node).slot).non_answers;
        let all: Vec<NonAnswer> = offered.iter().flat_map(|kind| NonAnswer::all(*kind)).collect();
        self.dice.pick(&all).copied().map(Answer::NonAnswer)
    }

    fn invent(&mut self, instance: &Instance, node: NodeId, question: &Question) -> Option<Answer> {
        let names: Vec<String> = self
            .questionnaire
            .choices(instance, node, self.environment)
            .into_iter()
            .map(|choice| choice.name.clone())
            .collect();
        match &question.kind {
            QuestionType::Text => Some(Answer::Text(self.text(question))),
            QuestionType::Point => Some(Answer::Text("43.3 5.4".to_owned())),
            QuestionType::Integer => Some(Answer::Number(self.whole_number())),
            QuestionType::Decimal => Some(Answer::Number(self.whole_number() + Decimal::new(5, 1))),
            QuestionType::Range(range) => {
                let bound = |text: &str| text.parse::<Decimal>().ok();
                let (start, end) = (bound(&range.start)?, bound(&range.end)?);
                let step = bound(&range.step).filter(|step| !step.is_zero())?;
                let steps = u64::try_from(((end - start) / step).trunc()).unwrap_or(0);
                Some(Answer::Number(start + step * Decimal::from(self.dice.below(steps + 1))))
            }
            QuestionType::SelectOne(_) => self.dice.pick(&names).cloned().map(Answer::Choice),
            QuestionType::SelectMultiple(_) => {
                let most = 1 + self.dice.below(4);
                let chosen = self.dice.some_of(&names, most);
                (!chosen.is_empty()).then_some(Answer::Choices(chosen))
            }
            QuestionType::Rank(_) => {
                let wanted = question.ranks.map_or(names.len(), |ranks| ranks as usize);
                let mut ranked = self.dice.shuffled(&names);
                ranked.truncate(wanted);
                Some(Answer::Ranking(ranked))
            }
            QuestionType::Date => Some(Answer::Date(self.date()?)),
            QuestionType::Time => Some(Answer::Time(chrono::NaiveTime::from_hms_opt(9, 30, 0)?)),
            QuestionType::DateTime => Some(Answer::DateTime(self.date()?.and_hms_opt(9, 30, 0)?)),
            QuestionType::Acknowledge => Some(Answer::Choice("OK".to_owned())),
            QuestionType::File
            | QuestionType::Image
            | QuestionType::Note
            | QuestionType::Calculate
            | QuestionType::Hidden
            | QuestionType::Metadata(_) => None,
        }
    }

    /// Tries again what is wrong; what resists is not answered.
    fn mend(&mut self) {
        for round in 0..PATIENCE * 2 {
            let instance = self.questionnaire.evaluate(&self.answers, self.environment);
            let violations = self.questionnaire.validate(&instance, self.environment);
            if violations.is_empty() {
                return;
            }
            for violation in violations {
                let Some(node) = instance.node_at(&violation.path) else { continue };
                let Some(question) = self.questionnaire.place(violation.slot).question() else { continue };
                if round < PATIENCE {
                    let answer = self.invent(&instance, node, question);
                    self.put(violation.path, answer);
                    continue;
                }
                let answer = self.non_answer(node, &instance);
                match violation.path.within.split_last() {
                    Some((around, step)) if answer.is_none() => {
                        self.answers.remove_entry(&around.question(&step.repeat), step.entry);
                    }
                    _ => self.put(violation.path, answer),
                }
            }
            // A mended answer may have made further questions relevant.
            self.answer_all();
        }
    }

    fn put(&mut self, path: Path, answer: Option<Answer>) {
        match answer {
            Some(answer) => self.answers.set(path, answer),
            None => self.answers.remove(&path),
        };
    }

    /// Counts, percentages, amounts and years, so that one of them meets most constraints.
    fn whole_number(&mut self) -> Decimal {
        Decimal::from(match self.dice.below(4) {
            0 => self.dice.below(13),
            1 => self.dice.below(101),
            2 => 1990 + self.dice.below(35),
            _ => 1_000 * self.dice.below(5_000),
        })
    }

    fn date(&mut self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2019, 1, 1)?.checked_add_days(Days::new(self.dice.below(2_000)))
    }

    fn text(&mut self, question: &Question) -> String {
        const WORDS: [&str; 24] = [
            "accueil",
            "integration",
            "coopération",
            "youth",
            "ports",
            "formación",
            "reception",
            "municipalities",
            "diaspora",
            "partners",
            "salud",
            "housing",
            "training",
            "ville",
            "islands",
            "employment",
            "región",
            "universities",
            "shared",
            "coastal",
            "migrants’",
            "network",
            "pilot",
            "plan",
        ];
        let constraint = question.constraint.as_str();
        if constraint.contains('@') || question.row.name.contains("email") {
            return format!("person{}@example.org", self.dice.below(1_000));
        }
        if constraint.contains("http") || question.row.name.contains("link") {
            return format!("https://example.org/{}", self.dice.below(1_000));
        }
        let words = if question.row.appears("multiline") { 30 } else { 3 };
        let sentence: Vec<&str> =
            (0..=self.dice.below(words)).filter_map(|_| self.dice.pick(&WORDS).copied()).collect();
        // What a spreadsheet would take for a formula, a quotation, and a line break occur in real answers too.
        let start = match self.dice.below(40) {
            0 => "=",
            1 => "- ",
            2 => "“",
            _ => "",
        };
        let mut text = format!("{start}{}", sentence.join(if self.dice.percent(5) { ",\n" } else { " " }));
        let most = question.max_length.map_or(usize::MAX, |most| most as usize);
        text = text.chars().take(most).collect::<String>().trim_end().to_owned();
        if text.is_empty() { "x".to_owned() } else { text }
    }
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below `bound`; 0 for a bound of 0.
    fn below(&mut self, bound: u64) -> u64 {
        self.next().checked_rem(bound).unwrap_or(0)
    }

    fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    fn pick<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        let index = self.below(things.len() as u64);
        things.get(usize::try_from(index).ok()?)
    }

    fn shuffled(&mut self, things: &[String]) -> Vec<String> {
        let mut keyed: Vec<(u64, String)> = things.iter().map(|thing| (self.next(), thing.clone())).collect();
        keyed.sort();
        keyed.into_iter().map(|(_, thing)| thing).collect()
    }

    /// Up to `most` of them, in their order.
    fn some_of(&mut self, things: &[String], most: u64) -> Vec<String> {
        let mut chosen = self.shuffled(things);
        chosen.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        things.iter().filter(|thing| chosen.contains(thing)).cloned().collect()
    }
}
