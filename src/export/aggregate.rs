//! Aggregated tables as CSV, one tidy row a cell. Tables of one recipe share a file and its headers.

use super::line::{Line, header};
use crate::results::table::{Apart, Cells, Frequency, Statistics, Summary, Table};

/// The columns of tables of frequencies. `share` has six decimals; `mean_rank` is for rankings only; `states` are those
/// of the answers that were counted, between spaces.
pub const FREQUENCIES: [&str; 15] = [
    "table",
    "unit",
    "group",
    "question",
    "choice",
    "count",
    "base",
    "share",
    "not_our_competence",
    "no_data",
    "not_applicable",
    "blank",
    "suppressed",
    "mean_rank",
    "states",
];

/// The columns of summaries. Figures that were computed have at most 15 significant digits.
pub const SUMMARIES: [&str; 18] = [
    "table",
    "unit",
    "group",
    "question",
    "n",
    "sum",
    "mean",
    "median",
    "q1",
    "q3",
    "min",
    "max",
    "not_our_competence",
    "no_data",
    "not_applicable",
    "blank",
    "suppressed",
    "states",
];

/// Appends the headers that a table of this kind has.
pub fn headers(cells: &Cells, out: &mut Vec<u8>) {
    match cells {
        Cells::Frequencies(_) => header(FREQUENCIES, out),
        Cells::Summaries(_) => header(SUMMARIES, out),
    }
}

/// Appends the rows of a table, which counts answers in these states, and says how many.
pub fn rows(table: &Table, states: &str, out: &mut Vec<u8>) -> u64 {
    match &table.cells {
        Cells::Frequencies(rows) => {
            rows.iter().for_each(|row| frequency(table, row, states, out));
            rows.len() as u64
        }
        Cells::Summaries(rows) => {
            rows.iter().for_each(|row| summary(table, row, states, out));
            rows.len() as u64
        }
    }
}

fn frequency(table: &Table, row: &Frequency, states: &str, out: &mut Vec<u8>) {
    let line = Line::begin(out)
        .text(&table.name)
        .plain(table.unit.name())
        .text(&row.group)
        .text(&row.question)
        .text(&row.choice)
        .optional(row.count)
        .optional(row.base)
        .optional(row.share.map(|share| format!("{share:.6}")));
    apart(line, row.apart).plain(u8::from(row.suppressed)).optional(row.mean_rank.map(figure)).text(states).end();
}

fn summary(table: &Table, row: &Summary, states: &str, out: &mut Vec<u8>) {
    let Statistics { sum, mean, median, q1, q3, min, max } = row.statistics;
    let line = Line::begin(out)
        .text(&table.name)
        .plain(table.unit.name())
        .text(&row.group)
        .text(&row.question)
        .optional(row.n);
    let figures = [sum, mean, median, q1, q3, min, max];
    let line = figures.into_iter().fold(line, |line, value| line.optional(value.map(figure)));
    apart(line, row.apart).plain(u8::from(row.suppressed)).text(states).end();
}

fn apart<'a>(line: Line<'a>, apart: Option<Apart>) -> Line<'a> {
    let cells = apart.map(|apart| [apart.not_our_competence, apart.no_data, apart.not_applicable, apart.blank]);
    (0..4).fold(line, |line, index| line.optional(cells.and_then(|cells| cells.get(index).copied())))
}

/// At most 15 significant digits, so that 0.1 + 0.2 reads 0.3: what people typed has no more either.
fn figure(value: f64) -> f64 {
    let rounded = format!("{value:.14e}").parse().unwrap_or(value);
    // No "-0".
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::results::recipe::{Grouping, Unit};

    fn written(cells: Cells) -> String {
        let table = Table {
            name: "t".into(),
            title: String::new(),
            unit: Unit::Departments,
            grouping: Grouping::Region,
            cells,
        };
        let mut out = Vec::new();
        headers(&table.cells, &mut out);
        rows(&table, "submitted accepted", &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn frequencies_are_tidy() {
        let row = Frequency {
            group: Arc::from("FR-BRE"),
            question: Arc::from("order"),
            choice: Arc::from("-99"),
            count: Some(2),
            base: Some(3),
            share: Some(2.0 / 3.0),
            mean_rank: Some(1.5),
            apart: Some(Apart { not_our_competence: 4, no_data: 5, not_applicable: 6, blank: 7 }),
            suppressed: false,
        };
        let hidden = Frequency {
            count: None,
            base: None,
            share: None,
            mean_rank: None,
            apart: None,
            suppressed: true,
            ..row.clone()
        };
        let expected = "table,unit,group,question,choice,count,base,share,not_our_competence,no_data,not_applicable,\
                        blank,suppressed,mean_rank,states\n\
                        t,departments,FR-BRE,order,'-99,2,3,0.666667,4,5,6,7,0,1.5,submitted accepted\n\
                        t,departments,FR-BRE,order,'-99,,,,,,,,1,,submitted accepted\n";
        assert_eq!(written(Cells::Frequencies(vec![row, hidden])), expected);
    }

    #[test]
    fn summaries_are_tidy() {
        let row = Summary {
            group: Arc::from("all"),
            question: Arc::from("age"),
            n: Some(2),
            statistics: Statistics::of(&[0.1, 0.2]),
            apart: Some(Apart::default()),
            suppressed: false,
        };
        let expected = "table,unit,group,question,n,sum,mean,median,q1,q3,min,max,not_our_competence,no_data,\
                        not_applicable,blank,suppressed,states\n\
                        t,departments,all,age,2,0.3,0.15,0.15,0.125,0.175,0.1,0.2,0,0,0,0,0,submitted accepted\n";
        assert_eq!(written(Cells::Summaries(vec![row])), expected);
    }

    #[test]
    fn figures_keep_fifteen_digits() {
        for (value, expected) in [
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333333333333333"),
            (-0.0, "0"),
            (1e21, "1000000000000000000000"),
            (123_456_789_012_345.0, "123456789012345"),
            (-2.5, "-2.5"),
        ] {
            assert_eq!(figure(value).to_string(), expected);
        }
    }
}
