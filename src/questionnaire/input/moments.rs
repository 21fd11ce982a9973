//! Days and times as people write them: in parts, or as one text.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::{Fields, date_fields, time_field};
use crate::questionnaire::{answer::Answer, definition::Question, path::Path};

/// The parts of a day, with their places among [`date_fields`].
pub const DATE_PARTS: [&str; 3] = ["day", "month", "year"];

/// Which parts of a day a question asks for: those after this place of [`DATE_PARTS`] and this one itself. With the
/// appearance `year` or `month-year` the rest is the first of the year or month.
#[must_use]
pub fn first_date_part(question: &Question) -> usize {
    match () {
        () if question.row.appears("year") => 2,
        () if question.row.appears("month-year") => 1,
        () => 0,
    }
}

/// A time of the day: `14:30`, `14.30`, `14h30`, `2:30 pm`, with seconds or without.
#[must_use]
pub fn read_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().to_lowercase();
    let halves = [("pm", Some(true)), ("p.m.", Some(true)), ("am", Some(false)), ("a.m.", Some(false)), ("", None)];
    let (digits, afternoon) = halves.iter().find_map(|(end, half)| Some((text.strip_suffix(end)?.trim(), *half)))?;
    let digits = digits.strip_suffix(['h', ':']).unwrap_or(digits);
    let parts: Vec<&str> = digits.split([':', 'h', '.']).map(str::trim).collect();
    let is_number = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_alone = parts.len() == 1 && afternoon.is_none() && digits.len() == text.len();
    if is_alone || parts.len() > 3 || !parts.iter().all(is_number) {
        return None;
    }
    let part = |place: usize| parts.get(place).map_or(Some(0), |part| part.parse::<u32>().ok());
    let (hour, minute, second) = (part(0)?, part(1)?, part(2)?);
    let hour = match afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// A time as it stands in a control: seconds only where there are some.
#[must_use]
pub fn write_time(time: NaiveTime) -> String {
    let minutes = time.format("%H:%M").to_string();
    let seconds = time.format(":%S").to_string();
    if seconds == ":00" { minutes } else { minutes + &seconds }
}

/// A day of three fields, or of one in ISO 8601; what is no day of the calendar stays as `day/month/year`.
pub(super) fn read_date(question: &Question, path: &Path, fields: &Fields) -> Option<Answer> {
    let Some(parts) = date_parts(question, path, fields) else {
        let text = fields.first(&path.to_string()).filter(|text| !text.is_empty())?;
        return Some(text.parse().map_or_else(|_| Answer::Unparsed(text.to_owned()), Answer::Date));
    };
    Some(day_of(&parts).map_or_else(|| Answer::Unparsed(parts.join("/")), Answer::Date))
}

/// A day of three fields with the time in a fourth, or all in one; what is no moment stays as `day/month/year time`.
pub(super) fn read_moment(question: &Question, path: &Path, fields: &Fields) -> Option<Answer> {
    let time = fields.first(&time_field(path)).unwrap_or("");
    let parts = date_parts(question, path, fields);
    if parts.is_none() && time.is_empty() {
        let text = fields.first(&path.to_string()).filter(|text| !text.is_empty())?;
        return Some(read_iso_moment(text).map_or_else(|| Answer::Unparsed(text.to_owned()), Answer::DateTime));
    }
    let parts = parts.unwrap_or_default();
    let moment = day_of(&parts).zip(read_time(time)).map(|(day, time)| day.and_time(time));
    Some(moment.map_or_else(|| Answer::Unparsed(format!("{} {time}", parts.join("/"))), Answer::DateTime))
}

/// A moment in ISO 8601, with seconds or without.
#[must_use]
pub fn read_iso_moment(text: &str) -> Option<NaiveDateTime> {
    let (day, time) = text.trim().split_once(['T', ' '])?;
    Some(day.parse::<NaiveDate>().ok()?.and_time(read_time(time)?))
}

/// The parts as sent; `None` where all are empty. Parts that are not asked for are the first.
fn date_parts(question: &Question, path: &Path, fields: &Fields) -> Option<[String; 3]> {
    let mut parts = date_fields(path).map(|field| fields.first(&field).unwrap_or("").to_owned());
    if parts.iter().all(String::is_empty) {
        return None;
    }
    for part in parts.iter_mut().take(first_date_part(question)).filter(|part| part.is_empty()) {
        "1".clone_into(part);
    }
    Some(parts)
}

fn day_of([day, month, year]: &[String; 3]) -> Option<NaiveDate> {
    let year = year.parse().ok().filter(|year| (1000..=9999).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, expected) in [
            ("14:30", Some((14, 30, 0))),
            ("9:05", Some((9, 5, 0))),
            ("14.30", Some((14, 30, 0))),
            ("14h30", Some((14, 30, 0))),
            ("14 h 30", Some((14, 30, 0))),
            ("14h", Some((14, 0, 0))),
            ("14:30:15", Some((14, 30, 15))),
            ("2:30 pm", Some((14, 30, 0))),
            ("2 p.m.", Some((14, 0, 0))),
            ("12 am", Some((0, 0, 0))),
            ("12:10PM", Some((12, 10, 0))),
            ("14", None),
            ("25:00", None),
            ("12:60", None),
            ("13 pm", None),
            ("noon", None),
            ("", None),
            ("1:2:3:4", None),
        ] {
            let expected = expected.and_then(|(hour, minute, second)| NaiveTime::from_hms_opt(hour, minute, second));
            assert_eq!(read_time(text), expected, "{text}");
        }
    }
}
