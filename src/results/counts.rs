//! The counters behind tables: arrays of groups × cells, raised row by row without any work on text but group keys.

use std::{
    collections::{BTreeSet, HashMap},
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
    /// Counters, rank sums and lists of numbers that one group has.
    strides: Strides,
    cubes: Vec<Cube>,
}

#[derive(Debug, Clone, Copy)]
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
    /// Where its rank sums start, of a ranking.
    ranks: Option<usize>,
    /// Which of the numbers it is.
    number: Option<usize>,
}

/// The counts of every group of one grouping, group after group.
#[derive(Debug)]
pub(super) struct Cube {
    grouping: Grouping,
    keeps_numbers: bool,
    counters: Vec<u32>,
    rank_sums: Vec<u64>,
    numbers: Vec<Vec<f64>>,
}

/// The counters of one question in one group.
pub(super) struct Counts<'a>(&'a [u32]);

/// Group keys by number, in the order they were met.
#[derive(Debug, Default)]
pub(super) struct Keys(HashMap<Grouping, Interner>);

#[derive(Debug, Default)]
struct Interner {
    numbers: HashMap<Arc<str>, usize>,
    keys: Vec<Arc<str>>,
}

/// What one row raises: counters by one, rank sums by a rank, and the numbers it adds. Kept for its allocations.
#[derive(Debug, Default)]
pub(super) struct Raised {
    counters: Vec<usize>,
    ranks: Vec<(usize, u16)>,
    numbers: Vec<(usize, f64)>,
    groups: Vec<usize>,
}

/// The counter of responses, before the blocks.
const RESPONSES: usize = 0;
const BLANK: usize = 0;
const ANSWERED: usize = 1;
const NOT_OUR_COMPETENCE: usize = 2;
const NO_DATA: usize = 3;
const NOT_APPLICABLE: usize = 4;
const UNREADABLE: usize = 5;
const STATUSES: usize = 6;

impl Population {
    pub(super) fn new(unit: Unit, states: BTreeSet<State>) -> Self {
        let strides = Strides { counters: RESPONSES + 1, ranks: 0, numbers: 0 };
        Self { unit, states, blocks: Vec::new(), strides, cubes: Vec::new() }
    }

    pub(super) fn is_of(&self, unit: Unit, states: &BTreeSet<State>) -> bool {
        self.unit == unit && self.states == *states
    }

    pub(super) fn takes(&self, respondent: &Respondent) -> bool {
        self.unit == respondent.unit && self.states.contains(&respondent.state)
    }

    /// Makes room for what a recipe counts.
    pub(super) fn prepare(&mut self, recipe: &Recipe, slots: &[usize], layout: &CodeLayout) {
        for slot in slots {
            if self.block(*slot).is_some() {
                continue;
            }
            let Some(kind) = layout.slots().get(*slot).map(|slot| &slot.kind) else { continue };
            let (ranking, number) = (matches!(kind, SlotKind::Ranking(_)), *kind == SlotKind::Number);
            self.blocks.push(Block {
                slot: *slot,
                counters: self.strides.counters,
                ranks: ranking.then_some(self.strides.ranks),
                number: number.then_some(self.strides.numbers),
            });
            self.strides.counters += STATUSES + kind.choices().len();
            self.strides.ranks += if ranking { kind.choices().len() } else { 0 };
            self.strides.numbers += usize::from(number);
        }
        for grouping in &recipe.groups {
            let keeps_numbers = recipe.kind == Kind::Summary;
            match self.cubes.iter_mut().find(|cube| cube.grouping == *grouping) {
                Some(cube) => cube.keeps_numbers |= keeps_numbers,
                None => self.cubes.push(Cube::new(*grouping, keeps_numbers)),
            }
        }
    }

    pub(super) fn add(
        &mut self,
        respondent: &Respondent,
        slots: &[Slot],
        row: CodedRow,
        keys: &mut Keys,
        raised: &mut Raised,
    ) {
        raised.fill(&self.blocks, slots, row);
        for cube in &mut self.cubes {
            keys.groups(cube.grouping, respondent, &mut raised.groups);
            for group in &raised.groups {
                cube.raise(*group, self.strides, raised);
            }
        }
    }

    /// The same numbers in any order give the same statistics to the last bit.
    pub(super) fn sort_numbers(&mut self) {
        for numbers in self.cubes.iter_mut().flat_map(|cube| &mut cube.numbers) {
            numbers.sort_by(f64::total_cmp);
        }
    }

    pub(super) fn cube(&self, grouping: Grouping) -> Option<&Cube> {
        self.cubes.iter().find(|cube| cube.grouping == grouping)
    }

    pub(super) fn block(&self, slot: usize) -> Option<&Block> {
        self.blocks.iter().find(|block| block.slot == slot)
    }

    /// The groups that have responses, by key. Everybody together is a group even of nobody.
    pub(super) fn groups(&self, cube: &Cube, keys: &Keys) -> Vec<(usize, Arc<str>)> {
        if cube.grouping == Grouping::All {
            return vec![(0, Arc::from(cube.grouping.name()))];
        }
        let responses = |group: usize| cube.counters.get(group * self.strides.counters + RESPONSES);
        let mut groups: Vec<_> = keys.of(cube.grouping).iter().cloned().enumerate().collect();
        groups.retain(|(group, _)| responses(*group).is_some_and(|count| *count > 0));
        groups.sort_by(|(_, one), (_, other)| one.cmp(other));
        groups
    }

    pub(super) fn counts<'a>(&self, cube: &'a Cube, group: usize, block: &Block) -> Counts<'a> {
        Counts(cube.counters.get(group * self.strides.counters + block.counters..).unwrap_or_default())
    }

    /// The sum of the ranks that a choice was given; nothing where the question is no ranking.
    pub(super) fn rank_sum(&self, cube: &Cube, group: usize, block: &Block, place: usize) -> Option<u64> {
        let place = group * self.strides.ranks + block.ranks? + place;
        Some(cube.rank_sums.get(place).copied().unwrap_or_default())
    }

    pub(super) fn numbers<'a>(&self, cube: &'a Cube, group: usize, block: &Block) -> &'a [f64] {
        let numbers = block.number.and_then(|number| cube.numbers.get(group * self.strides.numbers + number));
        numbers.map_or(&[], Vec::as_slice)
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

impl Cube {
    fn new(grouping: Grouping, keeps_numbers: bool) -> Self {
        Self { grouping, keeps_numbers, counters: Vec::new(), rank_sums: Vec::new(), numbers: Vec::new() }
    }

    fn raise(&mut self, group: usize, strides: Strides, by: &Raised) {
        if self.counters.len() < (group + 1) * strides.counters {
            self.counters.resize((group + 1) * strides.counters, 0);
            self.rank_sums.resize((group + 1) * strides.ranks, 0);
            self.numbers.resize((group + 1) * strides.numbers, Vec::new());
        }
        let counters = self.counters.get_mut(group * strides.counters..).unwrap_or_default();
        for counter in &by.counters {
            if let Some(counter) = counters.get_mut(*counter) {
                *counter += 1;
            }
        }
        for (place, rank) in &by.ranks {
            if let Some(sum) = self.rank_sums.get_mut(group * strides.ranks + place) {
                *sum += u64::from(*rank);
            }
        }
        if self.keeps_numbers {
            for (place, number) in &by.numbers {
                if let Some(numbers) = self.numbers.get_mut(group * strides.numbers + place) {
                    numbers.push(*number);
                }
            }
        }
    }
}

impl Raised {
    fn fill(&mut self, blocks: &[Block], slots: &[Slot], row: CodedRow) {
        self.counters.clear();
        self.ranks.clear();
        self.numbers.clear();
        self.counters.push(RESPONSES);
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

impl Keys {
    fn of(&self, grouping: Grouping) -> &[Arc<str>] {
        self.0.get(&grouping).map_or(&[], |interner| &interner.keys)
    }

    /// The numbers of the groups that a respondent belongs to.
    fn groups(&mut self, grouping: Grouping, respondent: &Respondent, groups: &mut Vec<usize>) {
        groups.clear();
        let interner = self.0.entry(grouping).or_default();
        match grouping {
            Grouping::All => groups.push(0),
            Grouping::Region => groups.push(interner.number(respondent.region)),
            Grouping::Country => groups.push(interner.number(respondent.country)),
            Grouping::DepartmentType => groups.push(interner.number(respondent.department_type)),
            Grouping::Commission => {
                for commission in respondent.commissions {
                    let number = interner.number(commission);
                    if !groups.contains(&number) {
                        groups.push(number);
                    }
                }
            }
        }
    }
}

impl Interner {
    fn number(&mut self, key: &str) -> usize {
        if let Some(number) = self.numbers.get(key) {
            return *number;
        }
        let (key, number) = (Arc::<str>::from(key), self.keys.len());
        self.keys.push(Arc::clone(&key));
        self.numbers.insert(key, number);
        number
    }
}
