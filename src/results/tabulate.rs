//! Tabulation: one pass over coded rows fills the tables of all recipes at once.
//!
//! A row raises the counters of its respondent's profile; groups are rolled up from profiles at the end. Memory depends
//! on the number of cells; only summaries keep their numbers, once, for the quartiles.

use std::sync::Arc;

use super::{
    counts::{Population, Profiles, Raised},
    recipe::{Grouping, Kind, Measure, Recipe, RecipeError, State, Unit},
    table::{Cells, Frequency, Statistics, Summary, Table},
};
use crate::questionnaire::{
    codes::{CodeError, CodeLayout},
    definition::Definition,
};

/// Who gave a row: what tables are grouped and filtered by.
#[derive(Debug, Clone, Copy)]
pub struct Respondent<'a> {
    pub unit: Unit,
    pub state: State,
    pub region: &'a str,
    pub country: &'a str,
    pub commissions: &'a [&'a str],
    pub department_type: &'a str,
}

/// Counts rows for a set of recipes. Rows of other versions are coded anew for this layout before they are added.
#[derive(Debug)]
pub struct Tabulator<'a> {
    layout: &'a CodeLayout,
    plans: Vec<Plan<'a>>,
    populations: Vec<Population>,
    profiles: Profiles,
    raised: Raised,
}

/// A recipe, its places in the layout, and the population whose counts it reads.
#[derive(Debug)]
struct Plan<'a> {
    recipe: &'a Recipe,
    slots: Vec<usize>,
    population: usize,
}

impl<'a> Tabulator<'a> {
    /// Prepares the tables of frequencies and summaries; lists are written from documents and are passed over.
    ///
    /// # Errors
    /// Where a recipe names what the questionnaire lacks.
    pub fn new(definition: &Definition, layout: &'a CodeLayout, recipes: &'a [Recipe]) -> Result<Self, RecipeError> {
        let (mut plans, mut populations) = (Vec::new(), Vec::<Population>::new());
        for recipe in recipes.iter().filter(|recipe| recipe.kind != Kind::List) {
            let slots = recipe.slots(definition, layout)?;
            let same = |known: &Population| known.is_of(recipe.unit, &recipe.states);
            let population = populations.iter().position(same).unwrap_or_else(|| {
                populations.push(Population::new(recipe.unit, recipe.states.clone()));
                populations.len() - 1
            });
            if let Some(known) = populations.get_mut(population) {
                known.prepare(recipe, &slots, layout);
            }
            plans.push(Plan { recipe, slots, population });
        }
        Ok(Self { layout, plans, populations, profiles: Profiles::default(), raised: Raised::default() })
    }

    /// Counts one row.
    ///
    /// # Errors
    /// Where the bytes are not a row of this layout.
    pub fn add(&mut self, respondent: &Respondent, codes: &[u8]) -> Result<(), CodeError> {
        let row = self.layout.row(codes)?;
        let profile = self.profiles.number(respondent);
        for population in &mut self.populations {
            if population.takes(respondent) {
                population.add(profile, self.layout.slots(), row, &mut self.raised);
            }
        }
        Ok(())
    }

    /// The tables, in the order of the recipes and their groupings; groups are sorted by key.
    #[must_use]
    pub fn finish(self) -> Vec<Table> {
        let tables = self.plans.iter().flat_map(|plan| {
            plan.recipe.groups.iter().map(|grouping| Table {
                name: plan.recipe.table_name(*grouping),
                title: plan.recipe.title.clone(),
                unit: plan.recipe.unit,
                grouping: *grouping,
                cells: match plan.recipe.kind {
                    Kind::Summary => Cells::Summaries(self.summaries(plan, *grouping)),
                    Kind::Frequencies | Kind::List => Cells::Frequencies(self.frequencies(plan, *grouping)),
                },
            })
        });
        tables.collect()
    }

    fn frequencies(&self, plan: &Plan, grouping: Grouping) -> Vec<Frequency> {
        let Some(population) = self.populations.get(plan.population) else { return Vec::new() };
        let questions: Vec<_> = plan
            .slots
            .iter()
            .filter_map(|slot| Some((population.block(*slot)?, self.layout.slots().get(*slot)?)))
            .map(|(block, slot)| {
                let choices: Vec<Arc<str>> = slot.kind.choices().iter().map(|name| Arc::from(name.as_str())).collect();
                (block, Arc::<str>::from(slot.question.as_str()), choices)
            })
            .collect();
        let wanted = |measure| plan.recipe.measures(measure);
        let mut rows = Vec::new();
        for (key, group) in population.groups(grouping, plan.recipe.kind, &self.profiles) {
            for (block, question, choices) in &questions {
                let counts = group.counts(block);
                let base = counts.base(plan.recipe.base);
                for (place, choice) in choices.iter().enumerate() {
                    let count = counts.choice(place);
                    let mean_rank = group.rank_sum(block, place).filter(|_| count > 0);
                    let mean_rank = mean_rank.map(|sum| sum as f64 / f64::from(count));
                    rows.push(Frequency {
                        group: Arc::clone(&key),
                        question: Arc::clone(question),
                        choice: Arc::clone(choice),
                        count: wanted(Measure::Count).then_some(count),
                        base: Some(base),
                        share: (base > 0 && wanted(Measure::Share)).then(|| f64::from(count) / f64::from(base)),
                        mean_rank: mean_rank.filter(|_| wanted(Measure::MeanRank)),
                        apart: Some(counts.apart()),
                        suppressed: false,
                    });
                }
            }
        }
        rows
    }

    fn summaries(&self, plan: &Plan, grouping: Grouping) -> Vec<Summary> {
        let Some(population) = self.populations.get(plan.population) else { return Vec::new() };
        let mut rows = Vec::new();
        for (key, group) in population.groups(grouping, plan.recipe.kind, &self.profiles) {
            for slot in &plan.slots {
                let (Some(block), Some(slot)) = (population.block(*slot), self.layout.slots().get(*slot)) else {
                    continue;
                };
                let counts = group.counts(block);
                rows.push(Summary {
                    group: Arc::clone(&key),
                    question: Arc::from(slot.question.as_str()),
                    n: Some(counts.answered()),
                    statistics: chosen_statistics(plan.recipe, Statistics::of(group.numbers(block))),
                    apart: Some(counts.apart()),
                    suppressed: false,
                });
            }
        }
        rows
    }
}

fn chosen_statistics(recipe: &Recipe, all: Statistics) -> Statistics {
    let of = |measure, value: Option<f64>| value.filter(|_| recipe.measures(measure));
    Statistics {
        sum: of(Measure::Sum, all.sum),
        mean: of(Measure::Mean, all.mean),
        median: of(Measure::Median, all.median),
        q1: of(Measure::Quartiles, all.q1),
        q3: of(Measure::Quartiles, all.q3),
        min: of(Measure::Min, all.min),
        max: of(Measure::Max, all.max),
    }
}

#[cfg(test)]
mod tests;
