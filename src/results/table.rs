//! Aggregated tables in tidy form, one row a cell, and the statistics in them.

use std::sync::Arc;

use super::recipe::{Grouping, Unit};

/// One table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub name: String,
    pub title: String,
    pub unit: Unit,
    pub grouping: Grouping,
    pub cells: Cells,
}

/// Its rows: by group, then question in the order of the recipe, then choice in the order of its list.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    Frequencies(Vec<Frequency>),
    Summaries(Vec<Summary>),
}

/// How often a choice of a question was given in a group. What a recipe does not ask for is absent, and so is what
/// disclosure control hides.
#[derive(Debug, Clone, PartialEq)]
pub struct Frequency {
    pub group: Arc<str>,
    pub question: Arc<str>,
    pub choice: Arc<str>,
    /// Responses that gave the choice; of a ranking: that ranked it at all.
    pub count: Option<u32>,
    pub base: Option<u32>,
    /// Of the base; absent where the base is 0.
    pub share: Option<f64>,
    /// Of a ranking: the mean rank among those who ranked it.
    pub mean_rank: Option<f64>,
    pub apart: Option<Apart>,
    pub suppressed: bool,
}

/// The numbers given to a question in a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    pub group: Arc<str>,
    pub question: Arc<str>,
    /// Responses with a number.
    pub n: Option<u32>,
    pub statistics: Statistics,
    pub apart: Option<Apart>,
    pub suppressed: bool,
}

/// What is told of some numbers; all absent where there are none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Statistics {
    pub sum: Option<f64>,
    pub mean: Option<f64>,
    pub median: Option<f64>,
    pub q1: Option<f64>,
    pub q3: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
}

/// Responses that were asked and gave no answer, by what they gave instead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Apart {
    pub not_our_competence: u32,
    pub no_data: u32,
    pub not_applicable: u32,
    pub blank: u32,
}

impl Statistics {
    /// The statistics of sorted numbers.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let (Some(min), Some(max)) = (values.first(), values.last()) else { return Self::default() };
        let sum = compensated_sum(values);
        Self {
            sum: Some(sum),
            mean: Some(sum / values.len() as f64),
            median: quantile(values, 0.5),
            q1: quantile(values, 0.25),
            q3: quantile(values, 0.75),
            min: Some(*min),
            max: Some(*max),
        }
    }
}

/// The quantile of sorted numbers by linear interpolation between the closest ranks: definition 7 of Hyndman and Fan,
/// "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996) 361–365; the default of R, NumPy
/// and pandas, and `PERCENTILE.INC` of spreadsheets.
#[must_use]
pub fn quantile(sorted: &[f64], probability: f64) -> Option<f64> {
    let position = probability * (sorted.len().checked_sub(1)? as f64);
    let below = position.floor();
    let low = *sorted.get(below as usize)?;
    let high = *sorted.get(position.ceil() as usize)?;
    Some(low + (position - below) * (high - low))
}

/// Neumaier's sum: what each addition rounds away is added at the end.
fn compensated_sum(values: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    sum + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_those_of_definition_seven() {
        // The figures of Python's statistics.quantiles(values, n=4, method="inclusive").
        for (values, q1, median, q3) in [
            (&[5.0][..], 5.0, 5.0, 5.0),
            (&[1.0, 2.0], 1.25, 1.5, 1.75),
            (&[1.0, 2.0, 3.0, 4.0], 1.75, 2.5, 3.25),
            (&[6.0, 7.0, 15.0, 36.0, 39.0, 40.0, 41.0, 42.0, 43.0, 47.0, 49.0], 25.5, 40.0, 42.5),
        ] {
            let found = Statistics::of(values);
            assert_eq!((found.q1, found.median, found.q3), (Some(q1), Some(median), Some(q3)), "{values:?}");
        }
        assert_eq!(Statistics::of(&[]), Statistics::default());
    }

    #[test]
    fn sums_lose_nothing_to_size() {
        let found = Statistics::of(&[-1e15, 0.25, 0.5, 1.0, 1e15]);
        assert_eq!((found.sum, found.mean, found.min, found.max), (Some(1.75), Some(0.35), Some(-1e15), Some(1e15)));
    }
}
