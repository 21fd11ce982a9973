//! Days and moments: reading, writing, and as numbers of days since 1970.

use std::fmt::Write;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, NaiveTime, Timelike};

use super::{
    super::{
        calendar::{self, Names},
        dates::{self, Moment},
    },
    Arguments, Function, Outcome,
    Parameter::Value as One,
    StaticType, Value,
};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("today", (0, Some(0)), &[], StaticType::Date, |arguments| {
        Ok(Value::Date(arguments.evaluator.environment.today()))
    }),
    Function::new("now", (0, Some(0)), &[], StaticType::DateTime, |arguments| {
        Ok(Value::DateTime(arguments.evaluator.environment.now))
    }),
    Function::new("date", (1, Some(1)), &[One], StaticType::Date, |arguments| {
        Ok(moment(arguments)?.map_or(Value::BLANK, |moment| match moment {
            Moment::Day(date) => Value::Date(date),
            Moment::Time(moment, _) => Value::Date(moment.date()),
        }))
    }),
    Function::new("date-time", (1, Some(1)), &[One], StaticType::DateTime, |arguments| {
        let zone = zone(arguments);
        Ok(moment(arguments)?.map_or(Value::BLANK, |moment| match moment {
            Moment::Day(date) => Value::Date(date),
            Moment::Time(moment, _) => Value::DateTime(dates::in_zone(moment, zone)),
        }))
    }),
    Function::new("decimal-date-time", (1, Some(1)), &[One], StaticType::Number, |arguments| {
        let days = moment(arguments)?.map(|moment| match moment {
            Moment::Day(date) => dates::days_of(date),
            Moment::Time(moment, _) => dates::days_of_moment(moment),
        });
        Ok(Value::Number(days.unwrap_or(f64::NAN)))
    }),
    Function::new("decimal-time", (1, Some(1)), &[One], StaticType::Number, |arguments| {
        Ok(Value::Number(time(arguments)?.map_or(f64::NAN, dates::day_part)))
    }),
    Function::new("format-date", (2, Some(2)), &[One], StaticType::Text, format),
    Function::new("format-date-time", (2, Some(2)), &[One], StaticType::Text, format),
];

fn zone(arguments: &Arguments<'_, '_>) -> FixedOffset {
    *arguments.evaluator.environment.now.offset()
}

/// The first argument as a day, or a moment on the clocks of the time zone whose days count.
fn moment(arguments: &mut Arguments<'_, '_>) -> Outcome<Option<Moment>> {
    let zone = zone(arguments);
    let local = |moment: DateTime<FixedOffset>| Moment::Time(moment.with_timezone(&zone).naive_local(), None);
    Ok(match arguments.atom(0)? {
        Value::Date(date) => Some(Moment::Day(date)),
        Value::DateTime(moment) => Some(local(moment)),
        Value::LocalDateTime(moment) => Some(Moment::Time(moment, None)),
        Value::Number(number) if number == number.floor() => dates::date_of_days(number).map(Moment::Day),
        Value::Number(number) => dates::moment_of_days(number).map(|moment| Moment::Time(moment, None)),
        Value::Text(text) => match dates::read(&text) {
            Some(Moment::Time(moment, Some(offset))) => Some(local(dates::in_zone(moment, offset))),
            other => other,
        },
        Value::Boolean(_) | Value::Nodes(_) => None,
    })
}

/// The first argument as a time of the day.
fn time(arguments: &mut Arguments<'_, '_>) -> Outcome<Option<NaiveTime>> {
    let zone = zone(arguments);
    if let Value::Text(text) = arguments.atom(0)?
        && let Some((time, offset)) = dates::read_time(&text)
    {
        let moment = DateTime::UNIX_EPOCH.date_naive().and_time(time);
        let local = offset.map_or(moment, |offset| dates::in_zone(moment, offset).with_timezone(&zone).naive_local());
        return Ok(Some(local.time()));
    }
    Ok(moment(arguments)?.map(|moment| match moment {
        Moment::Day(_) => NaiveTime::MIN,
        Moment::Time(moment, _) => moment.time(),
    }))
}

/// Writes a moment by a pattern, with names in the reader's language; blank where it is none.
fn format<'a>(arguments: &mut Arguments<'_, 'a>) -> Outcome<Value<'a>> {
    let moment = match moment(arguments)? {
        Some(Moment::Day(date)) => date.and_time(NaiveTime::MIN),
        Some(Moment::Time(moment, _)) => moment,
        None => return Ok(Value::BLANK),
    };
    let pattern = arguments.text(1)?;
    let names = calendar::names(arguments.evaluator.environment.language);
    let mut text = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
        } else if let Some(code) = letters.next() {
            write_part(&mut text, &moment, code, names);
        }
    }
    arguments.made(text)
}

fn write_part(text: &mut String, moment: &NaiveDateTime, code: char, names: &Names) {
    let name = |names: &[&'static str], place: u32| names.get(place as usize).copied().unwrap_or("");
    let (month, day) = (moment.month0(), moment.weekday().num_days_from_sunday());
    // Writing to a string cannot fail.
    let _ = match code {
        'Y' => write!(text, "{:04}", moment.year()),
        'y' => write!(text, "{:02}", moment.year().rem_euclid(100)),
        'm' => write!(text, "{:02}", moment.month()),
        'n' => write!(text, "{}", moment.month()),
        'B' => text.write_str(name(&names.months, month)),
        'b' => text.write_str(name(&names.short_months, month)),
        'W' => write!(text, "{}", moment.iso_week().week()),
        'd' => write!(text, "{:02}", moment.day()),
        'e' => write!(text, "{}", moment.day()),
        'A' => text.write_str(name(&names.days, day)),
        'a' => text.write_str(name(&names.short_days, day)),
        'w' => write!(text, "{day}"),
        'H' => write!(text, "{:02}", moment.hour()),
        'h' => write!(text, "{}", moment.hour()),
        'M' => write!(text, "{:02}", moment.minute()),
        'S' => write!(text, "{:02}", moment.second()),
        '3' => write!(text, "{:03}", moment.nanosecond() / 1_000_000),
        '%' => write!(text, "%"),
        other => write!(text, "%{other}"),
    };
}
