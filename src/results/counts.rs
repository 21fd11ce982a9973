//! The counters behind tables: one tally for each profile of respondents, rolled up into groups at the end.
//!
//! A row raises the counters of one tally only, however many groupings there are; there are far fewer profiles (region
//! and department type) than rows.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    recipe::{Base, Grouping, Kind, Recipe, State, Unit},
    table::Apart,
    tabulate::Respondent,
};
use crate::questionnaire::{
    answer::NonAnswerKind,
    codes::{CodeLayout, CodedRow, Slot, SlotKind, Status},
};

/// The responses of some states, counted once for all recipes that ask for them.
#[derive(Debug)]
pub(super) struct Population {
    unit: Unit,
    states: BTreeSet<State>,
    blocks: Vec<Block>,
    strides: Strides,
    /// Only summaries need the numbers themselves.
    keeps_numbers: bool,
    /// By profile.
    tallies: Vec<Tally>,
}

/// How many counters, rank sums and lists of numbers a tally has.
#[derive(Debug, Clone, Copy, Default)]
struct Strides {
    counters: usize,
    ranks: usize,
    numbers: usize,
}

/// The counters of one question: its statuses, then its choices.
#[derive(Debug)]
pub(super) struct Block {
    slot: usize,
    counters: usize,
    choices: usize,
    /// Where its rank sums start, of a ranking.
    ranks: Option<usize>,
    /// Which of the numbers it is.
    number: Option<usize>,
}

/// What was counted among some responses.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    responses: u32,
    counters: Vec<u32>,
    rank_sums: Vec<u64>,
    numbers: Vec<Vec<f64>>,
}

/// The counters of one question in one group.
pub(super) struct Counts<'a>(&'a [u32]);

/// Respondents whose responses count in the same groups, by number in the order they were met.
#[derive(Debug, Default)]
pub(super) struct Profiles {
    numbers: HashMap<String, usize>,
    profiles: Vec<Profile>,
    /// Kept for its allocation.
    key: String,
}

#[derive(Debug)]
struct Profile {
    region: Arc<str>,
    country: Arc<str>,
    commissions: BTreeSet<Arc<str>>,
    department_type: Arc<str>,
}

/// What one row raises: counters by one, rank sums by a rank, and the numbers it adds. Kept for its allocations.
#[derive(Debug, Default)]
pub(super) struct Raised {
    counters: Vec<usize>,
    ranks: Vec<(usize, u16)>,
    numbers: Vec<(usize, f64)>,
}

const BLANK: usize = 0;
const ANSWERED: usize = 1;
const NOT_OUR_COMPETENCE: usize = 2;
const NO_DATA: usize = 3;
const NOT_APPLICABLE: usize = 4;
const UNREADABLE: usize = 5;
const STATUSES: usize = 6;

impl Population {
    pub(super) fn new(unit: Unit, states: BTreeSet<State>) -> Self {
        let (blocks, strides, tallies) = (Vec::new(), Strides::default(), Vec::new());
        Self { unit, states, blocks, strides, keeps_numbers: false, tallies }
    }

    pub(super) fn is_of(&self, unit: Unit, states: &BTreeSet<State>) -> bool {
        self.unit == unit && self.states == *states
    }

    pub(super) fn takes(&self, respondent: &Respondent) -> bool {
        self.unit == respondent.unit && self.states.contains(&respondent.state)
    }

    /// Makes room for what a recipe counts.
    pub(super) fn prepare(&mut self, recipe: &Recipe, slots: &[usize], layout: &CodeLayout) {
        self.keeps_numbers |= recipe.kind == Kind::Summary;
        for slot in slots {
            if self.block(*slot).is_some() {
                continue;
            }
            let Some(kind) = layout.slots().get(*slot).map(|slot| &slot.kind) else { continue };
            let (ranking, number) = (matches!(kind, SlotKind::Ranking(_)), *kind == SlotKind::Number);
            let choices = kind.choices().len();
            self.blocks.push(Block {
                slot: *slot,
                counters: self.strides.counters,
                choices,
                ranks: ranking.then_some(self.strides.ranks),
                number: number.then_some(self.strides.numbers),
            });
            self.strides.counters += STATUSES + choices;
            self.strides.ranks += if ranking { choices } else { 0 };
            self.strides.numbers += usize::from(number);
        }
    }

    pub(super) fn add(&mut self, profile: usize, slots: &[Slot], row: CodedRow, raised: &mut Raised) {
        raised.fill(&self.blocks, slots, row);
        if self.tallies.len() <= profile {
            self.tallies.resize_with(profile + 1, Tally::default);
        }
        if let Some(tally) = self.tallies.get_mut(profile) {
            tally.make_room(self.strides);
            tally.raise(raised, self.keeps_numbers);
        }
    }

    pub(super) fn block(&self, slot: usize) -> Option<&Block> {
        self.blocks.iter().find(|block| block.slot == slot)
    }

    /// The tallies of the groups that have responses, by key; numbers are sorted, so that the same numbers in any order
    /// give the same statistics to the last bit. Everybody together is a group even of nobody.
    pub(super) fn groups(&self, grouping: Grouping, kind: Kind, profiles: &Profiles) -> BTreeMap<Arc<str>, Tally> {
        let mut groups: BTreeMap<Arc<str>, Tally> = BTreeMap::new();
        if grouping == Grouping::All {
            groups.insert(Arc::from(grouping.name()), Tally::default());
        }
        for (profile, tally) in profiles.profiles.iter().zip(&self.tallies).filter(|(_, tally)| tally.responses > 0) {
            for key in profile.groups(grouping) {
                let group = groups.entry(key).or_default();
                group.make_room(self.strides);
                group.merge(tally, kind == Kind::Summary);
            }
        }
        for numbers in groups.values_mut().flat_map(|group| &mut group.numbers) {
            numbers.sort_unstable_by(f64::total_cmp);
        }
        groups
    }
}

impl Tally {
    pub(super) fn counts(&self, block: &Block) -> Counts<'_> {
        let end = block.counters + STATUSES + block.choices;
        Counts(self.counters.get(block.counters..end).unwrap_or_default())
    }

    /// The sum of the ranks that a choice was given; nothing where the question is no ranking.
    pub(super) fn rank_sum(&self, block: &Block, place: usize) -> Option<u64> {
        Some(self.rank_sums.get(block.ranks? + place).copied().unwrap_or_default())
    }

    pub(super) fn numbers(&self, block: &Block) -> &[f64] {
        block.number.and_then(|number| self.numbers.get(number)).map_or(&[], Vec::as_slice)
    }

    fn make_room(&mut self, strides: Strides) {
        if self.counters.is_empty() {
            self.counters.resize(strides.counters, 0);
            self.rank_sums.resize(strides.ranks, 0);
            self.numbers.resize(strides.numbers, Vec::new());
        }
    }

    fn raise(&mut self, by: &Raised, keeps_numbers: bool) {
        self.responses += 1;
        for counter in &by.counters {
            if let Some(counter) = self.counters.get_mut(*counter) {
                *counter += 1;
            }
        }
        for (place, rank) in &by.ranks {
            if let Some(sum) = self.rank_sums.get_mut(*place) {
                *sum += u64::from(*rank);
            }
        }
        for (place, number) in by.numbers.iter().filter(|_| keeps_numbers) {
            if let Some(numbers) = self.numbers.get_mut(*place) {
                numbers.push(*number);
            }
        }
    }

    fn merge(&mut self, other: &Self, with_numbers: bool) {
        self.responses += other.responses;
        self.counters.iter_mut().zip(&other.counters).for_each(|(counter, more)| *counter += more);
        self.rank_sums.iter_mut().zip(&other.rank_sums).for_each(|(sum, more)| *sum += more);
        if with_numbers {
            self.numbers.iter_mut().zip(&other.numbers).for_each(|(numbers, more)| numbers.extend(more));
        }
    }
}

impl Counts<'_> {
    pub(super) fn answered(&self) -> u32 {
        self.get(ANSWERED)
    }

    pub(super) fn choice(&self, place: usize) -> u32 {
        self.get(STATUSES + place)
    }

    pub(super) fn apart(&self) -> Apart {
        Apart {
            not_our_competence: self.get(NOT_OUR_COMPETENCE),
            no_data: self.get(NO_DATA),
            not_applicable: self.get(NOT_APPLICABLE),
            blank: self.get(BLANK),
        }
    }

    pub(super) fn base(&self, base: Base) -> u32 {
        match base {
            Base::Answered => self.answered(),
            Base::Asked => (BLANK..STATUSES).map(|status| self.get(status)).sum(),
        }
    }

    fn get(&self, counter: usize) -> u32 {
        self.0.get(counter).copied().unwrap_or_default()
    }
}

impl Raised {
    fn fill(&mut self, blocks: &[Block], slots: &[Slot], row: CodedRow) {
        self.counters.clear();
        self.ranks.clear();
        self.numbers.clear();
        for block in blocks {
            let Some(slot) = slots.get(block.slot) else { continue };
            let status = match row.status(slot) {
                Status::NotAsked => continue,
                Status::Blank => BLANK,
                Status::Answered => ANSWERED,
                Status::Unreadable => UNREADABLE,
                Status::NonAnswer(NonAnswerKind::NotOurCompetence) => NOT_OUR_COMPETENCE,
                Status::NonAnswer(NonAnswerKind::NoData) => NO_DATA,
                Status::NonAnswer(NonAnswerKind::NotApplicable) => NOT_APPLICABLE,
            };
            self.counters.push(block.counters + status);
            let choices = block.counters + STATUSES;
            match slot.kind {
                SlotKind::One(_) => self.counters.extend(row.choice(slot).map(|place| choices + place)),
                SlotKind::Several(_) => self.counters.extend(row.chosen(slot).map(|place| choices + place)),
                SlotKind::Ranking(_) => {
                    for (place, rank) in row.ranks(slot) {
                        self.counters.push(choices + place);
                        self.ranks.extend(block.ranks.map(|start| (start + place, rank)));
                    }
                }
                SlotKind::Number => self.numbers.extend(block.number.zip(row.number(slot))),
            }
        }
    }
}

impl Profiles {
    /// The number of the profile that a respondent has.
    pub(super) fn number(&mut self, respondent: &Respondent) -> usize {
        self.key.clear();
        for part in
            [respondent.region, respondent.country, respondent.department_type].iter().chain(respondent.commissions)
        {
            self.key.push_str(part);
            // No text from the database can hold this character.
            self.key.push('\0');
        }
        if let Some(number) = self.numbers.get(&self.key) {
            return *number;
        }
        let number = self.profiles.len();
        self.numbers.insert(self.key.clone(), number);
        self.profiles.push(Profile {
            region: Arc::from(respondent.region),
            country: Arc::from(respondent.country),
            commissions: respondent.commissions.iter().map(|&commission| Arc::from(commission)).collect(),
            department_type: Arc::from(respondent.department_type),
        });
        number
    }
}

impl Profile {
    fn groups(&self, grouping: Grouping) -> Vec<Arc<str>> {
        match grouping {
            Grouping::All => vec![Arc::from(grouping.name())],
            Grouping::Region => vec![Arc::clone(&self.region)],
            Grouping::Country => vec![Arc::clone(&self.country)],
            Grouping::Commission => self.commissions.iter().cloned().collect(),
            Grouping::DepartmentType => vec![Arc::clone(&self.department_type)],
        }
    }
}
