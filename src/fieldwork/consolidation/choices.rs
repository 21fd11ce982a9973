//! Rules over choices: the strongest, the weakest, what most say, what all have in common.

use std::collections::BTreeMap;

use super::propose::{Reason, WhyNot};
use crate::questionnaire::answer::Answer;

/// Names that say no, whatever their list.
const NO: [&str; 6] = ["no", "none", "never", "false", "nothing", "not_at_all"];
/// Names that say yes.
const YES: [&str; 3] = ["yes", "true", "always"];
/// Names that take no side.
const NEITHER: [&str; 8] =
    ["unknown", "dont_know", "do_not_know", "not_known", "not_sure", "unsure", "no_opinion", "undecided"];

/// The strongest choice that anybody makes.
pub(super) fn strongest(choices: &[String], answers: &[&Answer]) -> Result<(Answer, Reason), WhyNot> {
    let (choice, count) = extreme(choices, answers, true)?;
    Ok((Answer::Choice(choice.clone()), Reason::Any { choice, count }))
}

/// The weakest choice that anybody makes.
pub(super) fn weakest(choices: &[String], answers: &[&Answer]) -> Result<(Answer, Reason), WhyNot> {
    let (choice, count) = extreme(choices, answers, false)?;
    Ok((Answer::Choice(choice.clone()), Reason::All { choice, count }))
}

/// The answer that most give; none where two have as many.
pub(super) fn most(answers: &[&Answer]) -> Result<(Answer, Reason), WhyNot> {
    let mut counts: BTreeMap<String, (usize, &Answer)> = BTreeMap::new();
    for answer in answers {
        counts.entry(answer.to_json().to_string()).or_insert((0, answer)).0 += 1;
    }
    let most = counts.values().map(|(count, _)| *count).max().unwrap_or_default();
    let leading: Vec<&Answer> =
        counts.values().filter(|(count, _)| *count == most).map(|(_, answer)| *answer).collect();
    match leading.as_slice() {
        [only] => Ok(((*only).clone(), Reason::Most { count: most })),
        several => Err(WhyNot::Tie { answers: several.iter().map(|answer| (*answer).clone()).collect(), count: most }),
    }
}

/// What all who answered tick.
pub(super) fn common(choices: &[String], answers: &[&Answer]) -> Result<(Answer, Reason), WhyNot> {
    ticked(choices, answers, |count, all| count == all).map(|answer| (answer, Reason::Common))
}

/// What more than half of those who answered tick; a choice with exactly half is a tie.
pub(super) fn more_than_half(choices: &[String], answers: &[&Answer]) -> Result<(Answer, Reason), WhyNot> {
    let halves: Vec<Answer> = counted(answers)
        .into_iter()
        .filter(|(_, count)| count * 2 == answers.len())
        .map(|(name, _)| Answer::Choice(name.to_owned()))
        .collect();
    if !halves.is_empty() {
        return Err(WhyNot::Tie { answers: halves, count: answers.len() / 2 });
    }
    ticked(choices, answers, |count, all| count * 2 > all).map(|answer| (answer, Reason::MoreThanHalf))
}

/// Names in the order of their list; what the list does not know comes after it, by name.
pub(super) fn in_order(choices: &[String], mut names: Vec<String>) -> Vec<String> {
    let place = |name: &String| choices.iter().position(|choice| choice == name).unwrap_or(usize::MAX);
    names.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.cmp(b)));
    names.dedup();
    names
}

fn ticked(choices: &[String], answers: &[&Answer], is_kept: impl Fn(usize, usize) -> bool) -> Result<Answer, WhyNot> {
    let all = counted(answers).into_iter();
    let kept: Vec<String> =
        all.filter(|(_, count)| is_kept(*count, answers.len())).map(|(name, _)| name.to_owned()).collect();
    if kept.is_empty() { Err(WhyNot::NothingInCommon) } else { Ok(Answer::Choices(in_order(choices, kept))) }
}

fn counted<'a>(answers: &[&'a Answer]) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for answer in answers {
        if let Answer::Choices(names) = answer {
            let names: std::collections::BTreeSet<&str> = names.iter().map(String::as_str).collect();
            for name in names {
                *counts.entry(name).or_default() += 1;
            }
        }
    }
    counts
}

/// The first or last of the ladder among what was chosen. Who takes no side counts only where nobody takes one.
fn extreme(choices: &[String], answers: &[&Answer], strongest: bool) -> Result<(String, usize), WhyNot> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for answer in answers {
        if let Answer::Choice(name) = answer {
            *counts.entry(name).or_default() += 1;
        }
    }
    let mut ladder = ladder(choices);
    if !strongest {
        ladder.reverse();
    }
    let found = ladder.into_iter().find_map(|name| Some((name.to_owned(), *counts.get(name)?)));
    found.ok_or(WhyNot::RuleUnfit)
}

/// The choices from the strongest to the weakest. Numbers: the greatest first. Else lists run from yes to no, as
/// authors write them, unless their own names say that they run the other way.
fn ladder(choices: &[String]) -> Vec<&str> {
    let is = |words: &[&str], name: &str| words.contains(&name.to_ascii_lowercase().as_str());
    let mut sides: Vec<&str> = choices.iter().map(String::as_str).filter(|name| !is(&NEITHER, name)).collect();
    let numbers: Option<Vec<rust_decimal::Decimal>> = sides.iter().map(|name| name.parse().ok()).collect();
    if let Some(numbers) = numbers {
        let mut numbered: Vec<_> = numbers.into_iter().zip(sides).collect();
        numbered.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        return numbered.into_iter().map(|(_, name)| name).collect();
    }
    let place = |words: &[&str]| sides.iter().position(|name| is(words, name));
    let runs_upwards = match (place(&YES), place(&NO)) {
        (Some(yes), Some(no)) => no < yes,
        (None, Some(no)) => no == 0,
        (Some(yes), None) => yes > 0 && yes + 1 == sides.len(),
        (None, None) => false,
    };
    if runs_upwards {
        sides.reverse();
    }
    sides
}
