//! Text: parts, searches, patterns, digests.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{
    Arguments, EvaluationErrorKind, Function, LONGEST_TEXT, Outcome, Parameter::Value as One, Parameter::Values,
    StaticType, Value, hash, whole_regex,
};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("string", (0, Some(1)), &[One], StaticType::Text, |arguments| {
        Ok(Value::Text(arguments.text_or_item(0)?))
    }),
    Function::new("concat", (0, None), &[Values], StaticType::Text, |arguments| {
        let parts = arguments.each(0)?;
        joined(arguments, parts, "")
    }),
    Function::new("join", (1, None), &[One, Values], StaticType::Text, |arguments| {
        let separator = arguments.text(0)?;
        let parts = arguments.each(1)?;
        joined(arguments, parts, &separator)
    }),
    Function::new("string-length", (0, Some(1)), &[One], StaticType::Number, |arguments| {
        Ok(length(&arguments.text_or_item(0)?))
    }),
    Function::new("normalize-space", (0, Some(1)), &[One], StaticType::Text, |arguments| {
        let text = arguments.text_or_item(0)?;
        let words: Vec<&str> = text.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
        Ok(Value::text(words.join(" ")))
    }),
    Function::new("substring", (2, Some(3)), &[One], StaticType::Text, substring),
    Function::new("substr", (2, Some(3)), &[One], StaticType::Text, substr),
    Function::new("substring-before", (2, Some(2)), &[One], StaticType::Text, |arguments| {
        let (text, mark) = (arguments.text(0)?, arguments.text(1)?);
        Ok(Value::text(text.split_once(&*mark).map_or("", |(before, _)| before).to_owned()))
    }),
    Function::new("substring-after", (2, Some(2)), &[One], StaticType::Text, |arguments| {
        let (text, mark) = (arguments.text(0)?, arguments.text(1)?);
        Ok(Value::text(text.split_once(&*mark).map_or("", |(_, after)| after).to_owned()))
    }),
    Function::new("contains", (2, Some(2)), &[One], StaticType::Boolean, |arguments| {
        let (text, part) = (arguments.text(0)?, arguments.text(1)?);
        Ok(Value::Boolean(text.contains(&*part)))
    }),
    Function::new("starts-with", (2, Some(2)), &[One], StaticType::Boolean, |arguments| {
        let (text, part) = (arguments.text(0)?, arguments.text(1)?);
        Ok(Value::Boolean(text.starts_with(&*part)))
    }),
    Function::new("ends-with", (2, Some(2)), &[One], StaticType::Boolean, |arguments| {
        let (text, part) = (arguments.text(0)?, arguments.text(1)?);
        Ok(Value::Boolean(text.ends_with(&*part)))
    }),
    Function::new("translate", (3, Some(3)), &[One], StaticType::Text, translate),
    Function::new("regex", (2, Some(2)), &[One], StaticType::Boolean, regex),
    Function::new("digest", (2, Some(3)), &[One], StaticType::Text, digest),
    Function::new("base64-decode", (1, Some(1)), &[One], StaticType::Text, |arguments| {
        let text = arguments.text(0)?;
        match STANDARD.decode(text.trim()) {
            Ok(bytes) => Ok(Value::text(String::from_utf8_lossy(&bytes).into_owned())),
            Err(_) => arguments.fail(EvaluationErrorKind::BadBase64),
        }
    }),
];

/// Stops before a text grows too long.
fn joined<'a>(arguments: &Arguments<'_, 'a>, parts: Vec<Value<'a>>, separator: &str) -> Outcome<Value<'a>> {
    let mut text = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            text.push_str(separator);
        }
        text.push_str(&part.as_string());
        if text.len() > LONGEST_TEXT {
            return arguments.made(text);
        }
    }
    arguments.made(text)
}

/// Letters (Unicode scalar values), as the number that expressions have.
#[expect(clippy::cast_precision_loss, reason = "texts are far shorter than 2^52")]
fn length<'a>(text: &str) -> Value<'a> {
    Value::Number(text.chars().count() as f64)
}

/// XPath's: from 1, both bounds rounded, NaN takes nothing.
fn substring<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let text = arguments.text(0)?;
    let first = (arguments.number(1)? + 0.5).floor();
    let end = if arguments.len() > 2 { first + (arguments.number(2)? + 0.5).floor() } else { f64::INFINITY };
    let mut position = 0.0;
    let kept: String = text
        .chars()
        .filter(|_| {
            position += 1.0;
            position >= first && position < end
        })
        .collect();
    Ok(Value::text(kept))
}

/// From 0, the end not counted; from the end where negative.
fn substr<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let text = arguments.text(0)?;
    let size = text.chars().count();
    let start = offset(arguments.number(1)?, size);
    let end = if arguments.len() > 2 { offset(arguments.number(2)?, size) } else { size };
    Ok(Value::text(text.chars().skip(start).take(end.saturating_sub(start)).collect::<String>()))
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the size of a text"
)]
fn offset(number: f64, size: usize) -> usize {
    let from_start = if number < 0.0 { number + size as f64 } else { number };
    if from_start.is_nan() { 0 } else { from_start.clamp(0.0, size as f64) as usize }
}

fn translate<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let (text, from, to) = (arguments.text(0)?, arguments.text(1)?, arguments.text(2)?);
    arguments.evaluator.count(from.len() as u64 / 8 * (1 + text.len() as u64 / 8), arguments.span)?;
    let changed: String = text
        .chars()
        .filter_map(|letter| match from.chars().position(|other| other == letter) {
            Some(place) => to.chars().nth(place),
            None => Some(letter),
        })
        .collect();
    Ok(Value::text(changed))
}

fn regex<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let text = arguments.text(0)?;
    if let Some(regex) = &arguments.call.regex {
        return Ok(Value::Boolean(regex.is_match(&text)));
    }
    let pattern = arguments.text(1)?;
    arguments.evaluator.count(1000, arguments.span)?;
    match whole_regex(&pattern) {
        Ok(regex) => Ok(Value::Boolean(regex.is_match(&text))),
        Err(error) => arguments.fail(EvaluationErrorKind::BadRegex { message: error.to_string() }),
    }
}

fn digest<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let (text, algorithm, encoding) = (arguments.text(0)?, arguments.text(1)?, arguments.text(2)?);
    let bytes = text.as_bytes();
    arguments.evaluator.count(bytes.len() as u64 / 64, arguments.span)?;
    let hash = match &*algorithm {
        "MD5" => hash::md5(bytes).to_vec(),
        "SHA-1" => hash::sha1(bytes).to_vec(),
        "SHA-256" => Sha256::digest(bytes).to_vec(),
        "SHA-384" => Sha384::digest(bytes).to_vec(),
        "SHA-512" => Sha512::digest(bytes).to_vec(),
        other => return bad_option(arguments, other),
    };
    match &*encoding {
        "" | "base64" => Ok(Value::text(STANDARD.encode(hash))),
        "hex" => Ok(Value::text(hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>())),
        other => bad_option(arguments, other),
    }
}

fn bad_option<'a>(arguments: &Arguments<'_, 'a>, option: &str) -> Outcome<Value<'a>> {
    arguments.fail(EvaluationErrorKind::BadOption { function: "digest", option: option.to_owned() })
}
