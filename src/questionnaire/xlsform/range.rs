//! What the bounds, ticks and labels of a range question must fulfil.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{code::Code, origins::Origin, problem::Problem, survey::Reader};
use crate::questionnaire::definition::Range;

/// Appearances with which ticks are drawn.
const WITH_TICKS: [&str; 2] = ["vertical", "no-ticks"];

struct Bounds {
    start: Decimal,
    end: Decimal,
    step: Decimal,
}

/// Reports steps, ticks and placeholders that do not fit.
pub(super) fn check(
    reader: &mut Reader<'_>,
    origin: &Origin,
    range: &Range,
    parameters: &BTreeMap<String, String>,
    appearance: &str,
) {
    let (Ok(start), Ok(end), Ok(step)) = (range.start.parse(), range.end.parse(), range.step.parse()) else { return };
    let bounds = Bounds { start, end, step };
    let mut findings: Vec<(&str, &str)> = Vec::new();
    if bounds.step.is_zero() {
        findings.push(("step", "other than 0"));
    } else if bounds.step.abs() > bounds.width() {
        findings.push(("step", "no larger than the range from start to end"));
    }
    let drawn = ["tick_interval", "placeholder", "tick_labelset"];
    if !appearance.split_whitespace().all(|word| WITH_TICKS.contains(&word)) {
        let used = drawn.into_iter().filter(|name| parameters.contains_key(*name));
        findings.extend(used.map(|name| (name, "left out with this appearance")));
    }
    let mut tick = bounds.step;
    if let Some(text) = parameters.get("tick_interval") {
        match text.parse::<Decimal>() {
            Err(_) => findings.push(("tick_interval", "a number")),
            Ok(interval) if interval.is_zero() => findings.push(("tick_interval", "other than 0")),
            Ok(interval) if interval.abs() > bounds.width() => {
                findings.push(("tick_interval", "no larger than the range from start to end"));
            }
            Ok(interval) if !bounds.is_multiple(interval, bounds.step) => {
                findings.push(("tick_interval", "a multiple of step"));
            }
            Ok(interval) => tick = interval,
        }
    }
    if let Some(text) = parameters.get("placeholder") {
        match text.parse::<Decimal>() {
            Err(_) => findings.push(("placeholder", "a number")),
            Ok(value) => findings.extend(bounds.misplaced(value, bounds.step).map(|must| ("placeholder", must))),
        }
    }
    findings.extend(labels(reader, &bounds, tick, parameters, appearance).map(|must| ("tick_labelset", must)));
    for (name, must) in findings {
        let written = parameters.get(name).map_or("", String::as_str);
        let span = origin.text.to_lowercase().find(name).map(|at| at..at + name.len());
        reader.say(Problem::in_cell(origin, Code::InvalidParameter, &[name, written, must], span));
    }
}

/// The choices that name ticks: numbers on ticks; without ticks, the ends only.
fn labels(
    reader: &mut Reader<'_>,
    bounds: &Bounds,
    tick: Decimal,
    parameters: &BTreeMap<String, String>,
    appearance: &str,
) -> Option<&'static str> {
    let list = parameters.get("tick_labelset")?;
    reader.lists.mark_used(list, false, reader.context);
    let Some(found) = reader.lists.get(list) else {
        return Some("a list of the choices sheet");
    };
    let ends_only = appearance.split_whitespace().any(|word| word == "no-ticks");
    found.choices.iter().find_map(|choice| match choice.name.parse::<Decimal>() {
        Err(_) => Some("a list whose choices are numbers"),
        Ok(value) if bounds.misplaced(value, tick).is_some() => Some("a list whose choices are steps of the range"),
        Ok(value) if ends_only && value != bounds.start && value != bounds.end => {
            Some("a list of only the two ends, where no ticks are drawn")
        }
        Ok(_) => None,
    })
}

impl Bounds {
    fn width(&self) -> Decimal {
        self.end.checked_sub(self.start).map_or(Decimal::MAX, |width| width.abs())
    }

    fn is_multiple(&self, value: Decimal, of: Decimal) -> bool {
        value.checked_rem(of).is_some_and(|rest| rest.is_zero())
    }

    /// What is wrong with a value that should stand on a tick.
    fn misplaced(&self, value: Decimal, tick: Decimal) -> Option<&'static str> {
        let (low, high) = (self.start.min(self.end), self.start.max(self.end));
        if value < low || value > high {
            Some("between start and end")
        } else if !value.checked_sub(self.start).is_some_and(|from_start| self.is_multiple(from_start, tick)) {
            Some("a whole number of steps from start")
        } else {
            None
        }
    }
}
