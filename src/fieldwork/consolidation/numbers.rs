//! Sums and means, in exact decimals.

use rust_decimal::Decimal;

use super::propose::{Reason, WhyNot};
use crate::questionnaire::{
    answer::Answer,
    definition::{Question, QuestionType, Range},
    input::MOST_DIGITS,
};

/// How many decimals a mean has more than what it is made of.
const FURTHER_DECIMALS: u32 = 2;

/// The sum of all numbers.
pub(super) fn sum(answers: &[&Answer]) -> Result<(Answer, Reason), WhyNot> {
    Ok((Answer::Number(added(answers)?), Reason::Sum))
}

/// The mean of all numbers.
pub(super) fn mean(question: &Question, answers: &[&Answer]) -> Result<(Answer, Reason), WhyNot> {
    let numbers = numbers(answers)?;
    let count = Decimal::from(numbers.len());
    let exact = added(answers)?.checked_div(count).ok_or(WhyNot::RuleUnfit)?;
    let scale = numbers.iter().map(|number| number.normalize().scale()).max().unwrap_or_default();
    let mean = exact.round_dp(scale + FURTHER_DECIMALS).normalize();
    if question.kind == QuestionType::Integer && !mean.is_integer() {
        return Err(WhyNot::NotWhole(mean));
    }
    Ok((Answer::Number(mean), Reason::Mean { rounded: mean != exact.normalize() }))
}

/// Does the question take this number?
pub(super) fn fits(question: &Question, number: Decimal) -> Result<(), WhyNot> {
    let digits = number.normalize().mantissa().unsigned_abs().to_string().len();
    if digits > usize::try_from(MOST_DIGITS).unwrap_or(usize::MAX) {
        return Err(WhyNot::TooLarge);
    }
    match &question.kind {
        QuestionType::Integer if !number.is_integer() => Err(WhyNot::NotWhole(number)),
        QuestionType::Range(range) if !is_within(range, number) => Err(WhyNot::OutOfRange(number)),
        _ => Ok(()),
    }
}

fn added(answers: &[&Answer]) -> Result<Decimal, WhyNot> {
    let mut sum = Decimal::ZERO;
    for number in numbers(answers)? {
        let more = sum.checked_add(number).ok_or(WhyNot::TooLarge)?;
        // Beyond 28 digits decimals round, and a sum that lost digits is none.
        if more.checked_sub(number) != Some(sum) {
            return Err(WhyNot::TooLarge);
        }
        sum = more;
    }
    Ok(sum.normalize())
}

fn numbers(answers: &[&Answer]) -> Result<Vec<Decimal>, WhyNot> {
    let number = |answer: &&Answer| if let Answer::Number(number) = answer { Some(*number) } else { None };
    answers.iter().map(number).collect::<Option<_>>().ok_or(WhyNot::RuleUnfit)
}

fn is_within(range: &Range, number: Decimal) -> bool {
    let bound = |text: &str| text.trim().parse::<Decimal>().ok();
    let (Some(start), Some(end)) = (bound(&range.start), bound(&range.end)) else { return true };
    let (least, most) = (start.min(end), start.max(end));
    let on_step = match bound(&range.step).filter(|step| !step.is_zero()) {
        Some(step) => {
            number.checked_sub(start).and_then(|rest| rest.checked_rem(step)).is_some_and(|rest| rest.is_zero())
        }
        None => true,
    };
    (least..=most).contains(&number) && on_step
}
