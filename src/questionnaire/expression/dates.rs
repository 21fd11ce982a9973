//! Civil days and moments as text and as numbers of days since 1970.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

const SECONDS_A_DAY: f64 = 86_400.0;

/// A day, or a day with a time; the offset where the text gives one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Day(NaiveDate),
    Time(NaiveDateTime, Option<FixedOffset>),
}

/// Days since 1970.
pub(super) fn days_of(date: NaiveDate) -> f64 {
    f64::from(date.num_days_from_ce() - epoch().num_days_from_ce())
}

/// Days since 1970, with the part of the day that has passed.
pub(super) fn days_of_moment(moment: NaiveDateTime) -> f64 {
    days_of(moment.date()) + day_part(moment.time())
}

/// The part of the day that has passed.
pub(super) fn day_part(time: NaiveTime) -> f64 {
    let milliseconds = f64::from(time.num_seconds_from_midnight()) * 1000.0 + f64::from(time.nanosecond() / 1_000_000);
    milliseconds / 1000.0 / SECONDS_A_DAY
}

/// The day so many days after 1970 began.
pub(super) fn date_of_days(days: f64) -> Option<NaiveDate> {
    if !days.is_finite() || days.abs() > 3_000_000.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let whole = days.floor() as i64;
    epoch().checked_add_signed(TimeDelta::try_days(whole)?)
}

/// The moment so many days after 1970 began, to the millisecond.
pub(super) fn moment_of_days(days: f64) -> Option<NaiveDateTime> {
    let date = date_of_days(days)?;
    #[expect(clippy::cast_possible_truncation, reason = "a part of a day in milliseconds")]
    let milliseconds = ((days - days.floor()) * SECONDS_A_DAY * 1000.0).round() as i64;
    date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::try_milliseconds(milliseconds)?)
}

/// A moment as ISO 8601 with milliseconds and offset.
pub(super) fn moment_text(moment: &DateTime<FixedOffset>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// A local moment in the offset of `zone`.
pub(super) fn in_zone(moment: NaiveDateTime, zone: FixedOffset) -> DateTime<FixedOffset> {
    moment.and_local_timezone(zone).earliest().unwrap_or_else(|| moment.and_utc().with_timezone(&zone))
}

/// Days since 1970 of a text that is a date or a moment; NaN where it is neither.
pub(super) fn text_days(text: &str) -> f64 {
    match read(text) {
        Some(Moment::Day(date)) => days_of(date),
        Some(Moment::Time(moment, offset)) => {
            let shift = offset.map_or(0, |offset| offset.local_minus_utc());
            days_of_moment(moment - TimeDelta::seconds(i64::from(shift)))
        }
        None => f64::NAN,
    }
}

/// Does the text have the form of a date, whether or not there is such a day?
pub(super) fn looks_like_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('T').next().unwrap_or("").split('-').collect();
    let digits = |part: &&str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    matches!(parts.as_slice(), [year, month, day] if digits(year, 4, 4) && digits(month, 1, 2) && digits(day, 1, 2))
}

/// Reads `2026-02-01`, `2026-2-1`, `2026-02-01T10:00`, with seconds, their parts, and an offset or `Z`.
pub(super) fn read(text: &str) -> Option<Moment> {
    let text = text.trim();
    if !text.as_bytes().first()?.is_ascii_digit() || !text.is_ascii() || text.len() > 40 {
        return None;
    }
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    if !looks_like_date(day) {
        return None;
    }
    let mut parts = day.split('-');
    let date =
        NaiveDate::from_ymd_opt(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)?;
    let Some(time) = time else { return Some(Moment::Day(date)) };
    let (time, offset) = read_time(time)?;
    Some(Moment::Time(date.and_time(time), offset))
}

/// Reads `10:20`, `10:20:30`, `10:20:30.5`, with an offset or `Z`.
pub(super) fn read_time(text: &str) -> Option<(NaiveTime, Option<FixedOffset>)> {
    let text = text.trim();
    if !text.is_ascii() {
        return None;
    }
    let split = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(split);
    let mut parts = clock.split(':');
    let (hour, minute) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    let (second, milliseconds) = match parts.next() {
        None => (0, 0),
        Some(seconds) => {
            let (whole, part) = seconds.split_once('.').unwrap_or((seconds, "0"));
            (two_digits(whole)?, thousandths(part)?)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    let time = NaiveTime::from_hms_milli_opt(hour, minute, second, milliseconds)?;
    let offset = if zone.is_empty() { None } else { Some(read_offset(zone)?) };
    Some((time, offset))
}

fn read_offset(zone: &str) -> Option<FixedOffset> {
    if zone.eq_ignore_ascii_case("z") {
        return FixedOffset::east_opt(0);
    }
    let (sign, digits) = zone.split_at_checked(1)?;
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (two_digits(hours)?, two_digits(minutes)?),
        None if digits.len() == 4 => (two_digits(digits.get(..2)?)?, two_digits(digits.get(2..)?)?),
        None => (two_digits(digits)?, 0),
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    FixedOffset::east_opt(if sign == "-" { -seconds } else { seconds })
}

fn two_digits(text: &str) -> Option<u32> {
    ((1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn thousandths(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 9 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let padded: String = text.chars().chain("00".chars()).take(3).collect();
    padded.parse().ok()
}

fn epoch() -> NaiveDate {
    DateTime::UNIX_EPOCH.date_naive()
}
