//! Answers that a question might get, the likely ones first; whether they hold is the caller's to check.

use std::borrow::Cow;

use chrono::{Datelike, Days, NaiveTime};
use rust_decimal::Decimal;

use super::{
    pattern,
    random::{Random, hash},
    wording,
};
use crate::questionnaire::{
    answer::Answer,
    definition::{Choice, Question, QuestionType, Range},
    expression::Environment,
    input::first_date_part,
    validation::LONGEST_TEXT,
};

/// Choices that say "nothing of the kind": they stand alone, and a respondent without activities prefers them.
const NOTHING: [&str; 3] = ["none", "no", "never"];

/// What a candidate is drawn from.
pub(super) struct Draw<'a> {
    pub question: &'a Question,
    pub offered: &'a [Cow<'a, Choice>],
    pub environment: &'a Environment<'a>,
    /// How many were tried before for this question.
    pub attempt: usize,
    /// Does the respondent have little to tell?
    pub idle: bool,
}

/// Something that could be answered; nothing where the question takes no such answer.
pub(super) fn candidate(draw: &Draw<'_>, random: &mut Random) -> Option<Answer> {
    match &draw.question.kind {
        QuestionType::Text => Some(Answer::Text(text(draw, random))),
        QuestionType::Integer => Some(Answer::Number(number(draw, random).round())),
        QuestionType::Decimal => Some(Answer::Number(number(draw, random))),
        QuestionType::Range(range) => in_range(range, random).map(Answer::Number),
        QuestionType::Date => day(draw, random).map(Answer::Date),
        QuestionType::Time => time(random).map(Answer::Time),
        QuestionType::DateTime => Some(Answer::DateTime(day(draw, random)?.and_time(time(random)?))),
        QuestionType::SelectOne(_) => one(draw, random).map(Answer::Choice),
        QuestionType::SelectMultiple(_) => several(draw, random).map(Answer::Choices),
        QuestionType::Rank(_) => ranking(draw, random).map(Answer::Ranking),
        QuestionType::Acknowledge => Some(Answer::Choice("OK".to_owned())),
        QuestionType::Point => {
            let (latitude, longitude) = (random.between(34_000, 69_000), random.between(-25_000, 34_000));
            Some(Answer::Text(format!("{} {}", Decimal::new(latitude, 3), Decimal::new(longitude, 3))))
        }
        QuestionType::File
        | QuestionType::Image
        | QuestionType::Note
        | QuestionType::Calculate
        | QuestionType::Hidden
        | QuestionType::Metadata(_) => None,
    }
}

fn text(draw: &Draw<'_>, random: &mut Random) -> String {
    let Question { row, constraint, max_length, .. } = draw.question;
    let language = draw.environment.language;
    // Addresses and links look better invented than put together.
    let usual = constraint.contains('@') || constraint.contains("http");
    let shaped = if usual && draw.attempt < 4 { None } else { pattern::matching(constraint, random) };
    let text = if let Some(shaped) = shaped {
        shaped
    } else if draw.attempt > 8 {
        let plain = [wording::address(random), wording::link(random), random.between(0, 2050).to_string()];
        let shapes = [format!("AB{}", random.between(10, 99)), format!("+352 {}", random.between(100_000, 999_999))];
        random.pick(&[plain.as_slice(), shapes.as_slice()].concat()).cloned().unwrap_or_default()
    } else if constraint.contains('@') {
        wording::address(random)
    } else if constraint.contains("http") {
        wording::link(random)
    } else if row.appears("multiline") {
        wording::paragraph(random, language)
    } else if row.name.ends_with("_role") {
        wording::role(random, language)
    } else if row.personal || row.name.ends_with("_name") && row.name.starts_with("contact") {
        wording::person(random)
    } else {
        wording::title(random, language)
    };
    let most = max_length.unwrap_or(LONGEST_TEXT) as usize;
    let kept: String = text.chars().take(most).collect();
    kept.trim_end().to_owned()
}

/// Amounts by their unit, else counts; then what the constraint itself names, years, shares, and odd ones.
fn number(draw: &Draw<'_>, random: &mut Random) -> Decimal {
    let likely = draw.attempt == 0;
    match (draw.question.unit.as_str(), random.below(6)) {
        ("%", _) if likely => Decimal::from(random.between(0, 20) * 5),
        ("EUR", _) if likely => Decimal::from(random.between(1, 90) * 10_i64.pow(draw_power(random))),
        (_, _) if likely => Decimal::from(random.between(0, 30) * random.between(0, 30)),
        (_, 0..=2) => named_in(&draw.question.constraint, random),
        (_, 4 | 5) => Decimal::from(random.between(1995, 2026)),
        (_, 3) => Decimal::new(random.between(0, 1000), 1),
        _ => Decimal::from(random.between(-5, 12)),
    }
}

fn draw_power(random: &mut Random) -> u32 {
    u32::try_from(random.between(3, 5)).unwrap_or(3)
}

/// A number that the constraint's text has, or the one before or after.
fn named_in(constraint: &str, random: &mut Random) -> Decimal {
    let words: Vec<Decimal> = constraint
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter_map(|word| word.trim_matches('.').parse().ok())
        .collect();
    random.pick(&words).copied().unwrap_or_default() + Decimal::from(random.between(-1, 1))
}

fn in_range(range: &Range, random: &mut Random) -> Option<Decimal> {
    let read = |text: &str| text.parse::<Decimal>().ok();
    let (start, end) = (read(&range.start)?, read(&range.end)?);
    let step = read(&range.step).filter(|step| !step.is_zero()).unwrap_or(Decimal::ONE).abs();
    let steps = i64::try_from(((end - start).abs() / step).floor()).ok()?;
    let way = Decimal::from(random.between(0, steps)) * step;
    Some(if end < start { start - way } else { start + way })
}

fn day(draw: &Draw<'_>, random: &mut Random) -> Option<chrono::NaiveDate> {
    let today = draw.environment.today();
    let days = Days::new(u64::try_from(random.between(0, 6 * 365)).ok()?);
    let day = if draw.attempt > 8 && random.percent(50) {
        today.checked_add_days(days)?
    } else {
        today.checked_sub_days(days)?
    };
    // What is not asked for is the first.
    match first_date_part(draw.question) {
        0 => Some(day),
        1 => day.with_day(1),
        _ => day.with_day(1)?.with_month(1),
    }
}

fn time(random: &mut Random) -> Option<NaiveTime> {
    let quarter = u32::try_from(random.between(0, 95)).ok()?;
    NaiveTime::from_hms_opt(quarter / 4, quarter % 4 * 15, 0)
}

/// Some choices are more common than others, the same ones in every response.
fn weights(draw: &Draw<'_>) -> Vec<u32> {
    let weight = |choice: &Cow<'_, Choice>| {
        let common = 1 + u32::try_from(hash(&format!("{}/{}", draw.question.row.name, choice.name)) % 6).unwrap_or(0);
        match (is_nothing(choice), draw.idle) {
            (true, true) => 400,
            (true, false) => 2,
            (false, _) => common,
        }
    };
    draw.offered.iter().map(weight).collect()
}

fn is_nothing(choice: &Choice) -> bool {
    NOTHING.contains(&choice.name.as_str())
}

fn one(draw: &Draw<'_>, random: &mut Random) -> Option<String> {
    let place = random.weighted(&weights(draw))?;
    draw.offered.get(place).map(|choice| choice.name.clone())
}

fn several(draw: &Draw<'_>, random: &mut Random) -> Option<Vec<String>> {
    let nothing = draw.offered.iter().find(|choice| is_nothing(choice));
    if let Some(nothing) = nothing
        && random.percent(if draw.idle { 95 } else { 12 })
    {
        return Some(vec![nothing.name.clone()]);
    }
    let mut weights = weights(draw);
    for (weight, choice) in weights.iter_mut().zip(draw.offered) {
        if is_nothing(choice) {
            *weight = 0;
        }
    }
    let mut places = Vec::new();
    for _ in 0..random.between(1, 5) {
        let Some(place) = random.weighted(&weights) else { break };
        places.extend(weights.get_mut(place).map(std::mem::take).map(|_| place));
    }
    places.sort_unstable();
    let names: Vec<String> =
        places.iter().filter_map(|place| draw.offered.get(*place)).map(|c| c.name.clone()).collect();
    (!names.is_empty()).then_some(names)
}

fn ranking(draw: &Draw<'_>, random: &mut Random) -> Option<Vec<String>> {
    let mut rest: Vec<&str> = draw.offered.iter().map(|choice| choice.name.as_str()).collect();
    let wanted = draw.question.ranks.map_or(rest.len(), |ranks| rest.len().min(ranks as usize));
    let mut ranked = Vec::new();
    for _ in 0..wanted {
        ranked.push(rest.swap_remove(random.below(rest.len())).to_owned());
    }
    (!ranked.is_empty()).then_some(ranked)
}
