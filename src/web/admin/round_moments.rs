//! Moments of rounds as forms have them: a date and a time in the round's zone.

use chrono::{DateTime, LocalResult, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use serde_json::{Value, json};

/// Why what was typed is no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Malformed,
    /// Clocks are put forward over it in this zone.
    Skipped,
}

/// `2026-03-31T18:00`, as browsers send it, in this zone. Where clocks are put back over it, it is the first of the two.
///
/// # Errors
/// What is wrong with it.
pub fn read(typed: &str, zone: Tz) -> Result<DateTime<Utc>, Wrong> {
    let typed = typed.trim();
    let parsed = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok());
    // Years of other lengths are typing errors, and no calendar of the database's.
    let parsed = parsed.filter(|moment| ("2000".."2999").contains(&moment.format("%Y").to_string().as_str()));
    match zone.from_local_datetime(&parsed.ok_or(Wrong::Malformed)?) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => Ok(moment.with_timezone(&Utc)),
        LocalResult::None => Err(Wrong::Skipped),
    }
}

/// The moment as the field of a form shows it.
#[must_use]
pub fn typed(moment: DateTime<Utc>, zone: Tz) -> String {
    moment.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
}

/// `19:00`.
#[must_use]
pub fn read_time(typed: &str) -> Option<NaiveTime> {
    ["%H:%M", "%H:%M:%S"].into_iter().find_map(|format| NaiveTime::parse_from_str(typed.trim(), format).ok())
}

/// The zones to choose from: those that are named after places, and UTC; and the one that was typed.
#[must_use]
pub fn zones(chosen: &str) -> Vec<Value> {
    const PLACES: [&str; 9] =
        ["Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Europe/", "Indian/", "Pacific/"];
    let is_place = |name: &str| name == "UTC" || PLACES.iter().any(|place| name.starts_with(place));
    let mut names: Vec<&str> = TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|name| is_place(name)).collect();
    if !chosen.is_empty() && !names.contains(&chosen) {
        names.insert(0, chosen);
    }
    names.into_iter().map(|name| json!({ "name": name, "chosen": name == chosen })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_their_zone_and_strictly() {
        let (utc, brussels) = (Tz::UTC, Tz::Europe__Brussels);
        for (given, zone, expected) in [
            ("2026-03-31T18:00", utc, Ok("2026-03-31T18:00:00Z")),
            ("2026-03-31T18:00", brussels, Ok("2026-03-31T16:00:00Z")),
            (" 2026-01-31 18:00 ", brussels, Ok("2026-01-31T17:00:00Z")),
            ("2026-03-31T18:00", Tz::Atlantic__Azores, Ok("2026-03-31T18:00:00Z")),
            ("2026-03-31T18:00", Tz::America__Cayenne, Ok("2026-03-31T21:00:00Z")),
            // Clocks go from 2 to 3 on this morning, and from 3 to 2 on the other.
            ("2026-03-29T02:30", brussels, Err(Wrong::Skipped)),
            ("2026-03-29T02:30", utc, Ok("2026-03-29T02:30:00Z")),
            ("2026-10-25T02:30", brussels, Ok("2026-10-25T00:30:00Z")),
            ("2026-02-30T18:00", utc, Err(Wrong::Malformed)),
            ("2026-03-31", utc, Err(Wrong::Malformed)),
            ("31/03/2026 18:00", utc, Err(Wrong::Malformed)),
            ("20260-03-31T18:00", utc, Err(Wrong::Malformed)),
            ("0026-03-31T18:00", utc, Err(Wrong::Malformed)),
            ("", utc, Err(Wrong::Malformed)),
        ] {
            let found = read(given, zone);
            assert_eq!(found, expected.map(|moment| moment.parse().unwrap()), "{given} in {zone}");
            if let Ok(moment) = found {
                assert_eq!(typed(moment, zone).replace('T', " "), given.trim().replace('T', " "), "{given} in {zone}");
            }
        }
    }

    #[test]
    fn zones_are_offered_once_and_the_typed_one_is_kept() {
        let names = |chosen| -> Vec<String> {
            zones(chosen).iter().map(|zone| zone["name"].as_str().unwrap_or_default().to_owned()).collect()
        };
        let offered = names("Europe/Paris");
        assert!(offered.contains(&"UTC".to_owned()) && offered.contains(&"Atlantic/Azores".to_owned()));
        assert!(offered.iter().all(|name| name.parse::<Tz>().is_ok()));
        assert_eq!(names("Middle/Earth").first().map(String::as_str), Some("Middle/Earth"));
        assert_eq!(zones("Europe/Paris").iter().filter(|zone| zone["chosen"] == json!(true)).count(), 1);
    }
}
