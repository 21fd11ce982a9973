//! Numbers: rounding, powers, angles, and what many of them come to.

use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use super::{
    super::{dates, value::number_text},
    Arguments, Function, Outcome,
    Parameter::Nodes,
    Parameter::Value as One,
    Parameter::Values,
    StaticType, Value,
};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("number", (0, Some(1)), &[One], StaticType::Number, |arguments| {
        let value = if arguments.len() == 0 { arguments.item().atom() } else { arguments.atom(0)? };
        Ok(Value::Number(plain_number(&value)))
    }),
    function("int", |arguments| of_one(arguments, f64::trunc)),
    function("floor", |arguments| of_one(arguments, f64::floor)),
    function("ceiling", |arguments| of_one(arguments, f64::ceil)),
    function("abs", |arguments| of_one(arguments, f64::abs)),
    function("sqrt", |arguments| of_one(arguments, f64::sqrt)),
    function("exp", |arguments| of_one(arguments, f64::exp)),
    function("exp10", |arguments| of_one(arguments, |number| 10_f64.powf(number))),
    function("log", |arguments| of_one(arguments, f64::ln)),
    function("log10", |arguments| of_one(arguments, f64::log10)),
    function("sin", |arguments| of_one(arguments, f64::sin)),
    function("cos", |arguments| of_one(arguments, f64::cos)),
    function("tan", |arguments| of_one(arguments, f64::tan)),
    function("asin", |arguments| of_one(arguments, f64::asin)),
    function("acos", |arguments| of_one(arguments, f64::acos)),
    function("atan", |arguments| of_one(arguments, f64::atan)),
    Function::new("atan2", (2, Some(2)), &[One], StaticType::Number, |arguments| {
        Ok(Value::Number(arguments.number(0)?.atan2(arguments.number(1)?)))
    }),
    Function::new("pow", (2, Some(2)), &[One], StaticType::Number, |arguments| {
        Ok(Value::Number(arguments.number(0)?.powf(arguments.number(1)?)))
    }),
    Function::new("pi", (0, Some(0)), &[], StaticType::Number, |_| Ok(Value::Number(std::f64::consts::PI))),
    Function::new("round", (1, Some(2)), &[One], StaticType::Number, |arguments| {
        let digits = if arguments.len() > 1 { arguments.number(1)? } else { 0.0 };
        Ok(Value::Number(round(arguments.number(0)?, digits)))
    }),
    Function::new("sum", (1, Some(1)), &[Nodes], StaticType::Number, |arguments| {
        Ok(Value::Number(numbers(arguments)?.into_iter().fold(0.0, |sum, number| sum + number)))
    }),
    Function::new("min", (1, None), &[Values], StaticType::Number, |arguments| {
        Ok(Value::Number(extreme(&numbers(arguments)?, |number, best| number < best)))
    }),
    Function::new("max", (1, None), &[Values], StaticType::Number, |arguments| {
        Ok(Value::Number(extreme(&numbers(arguments)?, |number, best| number > best)))
    }),
    Function::new("random", (0, Some(0)), &[], StaticType::Number, |arguments| {
        let draw = arguments.draw();
        #[expect(clippy::cast_precision_loss, reason = "53 bits are what a double holds")]
        Ok(Value::Number((draw >> 11) as f64 / (1_u64 << 53) as f64))
    }),
    Function::new("uuid", (0, Some(1)), &[One], StaticType::Text, uuid),
];

const fn function(name: &'static str, body: super::Body) -> Function {
    Function::new(name, (1, Some(1)), &[One], StaticType::Number, body)
}

/// Of a moment its day: the part of the day that has passed is for `decimal-date-time`.
fn plain_number(value: &Value<'_>) -> f64 {
    let number = value.as_number();
    match value {
        Value::DateTime(_) | Value::LocalDateTime(_) => number.floor(),
        Value::Text(text) if dates::read(text).is_some() => number.floor(),
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Date(_) | Value::Nodes(_) => number,
    }
}

fn of_one<'a>(arguments: &mut Arguments<'_, 'a>, body: fn(f64) -> f64) -> Outcome<Value<'a>> {
    Ok(Value::Number(body(arguments.number(0)?)))
}

/// What is not blank, as numbers.
fn numbers(arguments: &mut Arguments<'_, '_>) -> Outcome<Vec<f64>> {
    let said = arguments.each(0)?;
    let blank = |value: &Value<'_>| matches!(value, Value::Text(text) if text.trim().is_empty());
    Ok(said.iter().filter(|value| !blank(value)).map(Value::as_number).collect())
}

/// NaN where there is none, or where one is no number.
fn extreme(numbers: &[f64], better: fn(f64, f64) -> bool) -> f64 {
    let best = |best: f64, number: &f64| if number.is_nan() || better(*number, best) { *number } else { best };
    match numbers.split_first() {
        Some((first, rest)) if !first.is_nan() => {
            rest.iter().fold(*first, |so_far, number| if so_far.is_nan() { so_far } else { best(so_far, number) })
        }
        _ => f64::NAN,
    }
}

/// To so many decimal places, halves away from zero, as the decimal that the number is written as.
pub(super) fn round(number: f64, digits: f64) -> f64 {
    if !number.is_finite() || digits.is_nan() {
        return f64::NAN;
    }
    #[expect(clippy::cast_possible_truncation, reason = "clamped first")]
    let digits = digits.trunc().clamp(-30.0, 30.0) as i32;
    if number == 0.0 || digits > 17 {
        return number;
    }
    exact_round(number, digits).unwrap_or_else(|| {
        let scale = 10_f64.powi(digits);
        (number * scale).round() / scale
    })
}

fn exact_round(number: f64, digits: i32) -> Option<f64> {
    let decimal = Decimal::from_str(&number_text(number)).ok()?;
    let places = u32::try_from(digits.max(0)).ok()?;
    let scale = Decimal::from(10_u64.checked_pow(u32::try_from((-digits).max(0)).ok()?)?);
    let scaled = decimal.checked_div(scale)?;
    let rounded = scaled.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    rounded.checked_mul(scale)?.normalize().to_f64()
}

/// A random UUID; with a length, so many random letters and digits.
fn uuid<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    if arguments.len() == 0 {
        let random = (u128::from(arguments.draw()) << 64) | u128::from(arguments.draw());
        let id = uuid::Builder::from_random_bytes(random.to_be_bytes()).into_uuid();
        return Ok(Value::text(id.to_string()));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped first")]
    let length = arguments.number(0)?.clamp(0.0, 1000.0) as usize;
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut text = String::new();
    for _ in 0..length {
        let letter = usize::try_from(arguments.draw() % 62).ok().and_then(|place| LETTERS.get(place));
        text.extend(letter.map(|letter| char::from(*letter)));
    }
    Ok(Value::text(text))
}

impl Arguments<'_, '_> {
    /// A number that depends on the seed, the place in the response and in the expression, and on nothing else.
    pub(super) fn draw(&mut self) -> u64 {
        self.evaluator.draws += 1;
        let parts = [
            self.evaluator.environment.seed,
            self.span.start as u64,
            self.evaluator.view.instance.place_number(self.evaluator.home),
            self.evaluator.draws,
        ];
        parts.into_iter().fold(0, |state, part| mix(state ^ part))
    }
}

/// The output function of `SplitMix64`.
fn mix(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}
