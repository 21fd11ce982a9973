//! Tables of plans, clocks and moments.

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    format!("{}:00Z", text.replace(' ', "T")).parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    format!("{text}:00").parse().unwrap()
}

fn quiet(hours: &str) -> Quiet {
    let (from, until) = hours.split_once('-').unwrap();
    Quiet { from: time(from), until: time(until) }
}

fn zone(name: &str) -> Tz {
    name.parse().unwrap()
}

fn plan(days: &[i32]) -> Vec<Line> {
    days.iter().map(|days| Line { days: *days, added_at: at("2026-01-01 00:00") }).collect()
}

#[test]
fn hours_are_quiet_over_midnight_too() {
    for (hours, of_day, expected) in [
        ("19:00-08:00", "18:59", false),
        ("19:00-08:00", "19:00", true),
        ("19:00-08:00", "00:00", true),
        ("19:00-08:00", "07:59", true),
        ("19:00-08:00", "08:00", false),
        ("12:00-14:00", "11:59", false),
        ("12:00-14:00", "12:00", true),
        ("12:00-14:00", "13:59", true),
        ("12:00-14:00", "14:00", false),
        ("08:00-08:00", "08:00", false),
        ("00:00-00:00", "00:00", false),
        ("00:00-08:00", "00:00", true),
        ("22:00-00:00", "23:59", true),
        ("22:00-00:00", "00:00", false),
    ] {
        assert_eq!(quiet(hours).holds(time(of_day)), expected, "{of_day} in {hours}");
    }
}

/// In Europe clocks went forward on 29 March 2026 at 1:00 UTC and back on 25 October 2026 at 1:00 UTC.
#[test]
fn a_reminder_goes_on_its_day_and_after_quiet_hours() {
    for (days, deadline, place, hours, expected) in [
        // At the deadline's own time of day, by the clock of the region.
        (-7, "2026-06-30 15:00", "Europe/Paris", "19:00-08:00", "2026-06-23 15:00"),
        (0, "2026-06-30 15:00", "Europe/Paris", "19:00-08:00", "2026-06-30 15:00"),
        (3, "2026-06-30 15:00", "Europe/Paris", "19:00-08:00", "2026-07-03 15:00"),
        // 23:59 in Paris is quiet: eight in the morning of the next day.
        (-7, "2026-06-30 21:59", "Europe/Paris", "19:00-08:00", "2026-06-24 06:00"),
        (-7, "2026-06-30 21:59", "Europe/Paris", "08:00-08:00", "2026-06-23 21:59"),
        // The same moment is another time of day elsewhere.
        (-7, "2026-06-30 21:59", "Atlantic/Azores", "22:00-08:00", "2026-06-23 21:59"),
        (-7, "2026-06-30 21:59", "Atlantic/Azores", "19:00-08:00", "2026-06-24 08:00"),
        (-7, "2026-06-30 21:59", "America/Guadeloupe", "19:00-08:00", "2026-06-23 21:59"),
        (-7, "2026-06-30 21:59", "Indian/Reunion", "19:00-08:00", "2026-06-24 04:00"),
        (-7, "2026-06-30 21:59", "Europe/Istanbul", "19:00-08:00", "2026-06-24 05:00"),
        // Before midnight of quiet hours that begin after it.
        (-1, "2026-06-30 21:59", "Europe/Paris", "00:00-09:00", "2026-06-29 21:59"),
        (-1, "2026-06-30 22:00", "Europe/Paris", "00:00-09:00", "2026-06-30 07:00"),
        // Over a change of clocks the time of day stays, not the number of hours.
        (-7, "2026-04-01 10:00", "Europe/Paris", "19:00-08:00", "2026-03-25 11:00"),
        (-7, "2026-10-28 11:00", "Europe/Paris", "19:00-08:00", "2026-10-21 10:00"),
        (-1, "2026-10-26 07:00", "Europe/Paris", "19:00-08:00", "2026-10-25 07:00"),
        (-1, "2026-03-30 20:00", "Europe/Paris", "19:00-08:00", "2026-03-30 06:00"),
        // Half past two does not exist on that Sunday in Paris, and is there twice in autumn.
        (-7, "2026-04-05 00:30", "Europe/Paris", "08:00-08:00", "2026-03-29 01:00"),
        (-7, "2026-11-01 01:30", "Europe/Paris", "08:00-08:00", "2026-10-25 00:30"),
        // Quiet hours that end in the hour that is left out, and in the one that comes twice.
        (-1, "2026-03-29 23:00", "Europe/Paris", "23:00-02:30", "2026-03-29 01:00"),
        (-1, "2026-10-25 23:30", "Europe/Paris", "22:00-02:30", "2026-10-25 00:30"),
        // In the Azores clocks go back at midnight of UTC plus one hour: at 1:00 to 0:00.
        (-1, "2026-10-25 23:30", "Atlantic/Azores", "22:00-00:30", "2026-10-25 00:30"),
        // In Morocco the clock of Ramadan is an hour behind.
        (-1, "2026-02-27 18:30", "Africa/Casablanca", "19:00-08:00", "2026-02-26 18:30"),
    ] {
        let found = time_of(days, at(deadline), zone(place), quiet(hours));
        assert_eq!(found, Some(at(expected)), "{days} from {deadline} in {place}, quiet {hours}");
    }
    assert_eq!(time_of(i32::MAX, at("2026-06-30 15:00"), Tz::UTC, quiet("08:00-08:00")), None);
}

#[test]
fn quiet_hours_end_after_they_began_whatever_the_clock_does() {
    let zones = ["Europe/Paris", "Atlantic/Azores", "Africa/Casablanca", "America/Nuuk", "Asia/Beirut", "Africa/Cairo"];
    for place in zones.map(zone) {
        for hours in ["19:00-08:00", "22:00-00:30", "01:00-02:30", "02:15-02:45", "23:30-00:00"].map(quiet) {
            for half in 0..(366 * 48) {
                let moment = at("2026-01-01 00:15") + TimeDelta::minutes(30 * half);
                let end = hours.after(moment, place);
                assert!(end >= moment && end - moment <= TimeDelta::hours(15), "{moment} in {place}: {end}");
                let shown = end.with_timezone(&place).time();
                let back = moments(end.with_timezone(&place).naive_local(), place).len() == 2;
                assert!(!hours.holds(shown) || back, "{moment} in {place}, {hours:?}: {end}");
            }
        }
    }
}

struct Case {
    what: &'static str,
    days: &'static [i32],
    since: &'static str,
    sent: &'static [i32],
    late_days: i32,
    closed_at: Option<&'static str>,
    now: &'static str,
    expected: Option<i32>,
}

/// Opens on the 1st, deadline on the 20th at noon of Paris, plan of a week, a day before, and two days after.
const USUAL: Case = Case {
    what: "",
    days: &[-7, -1, 2],
    since: "2026-06-01 06:00",
    sent: &[],
    late_days: 0,
    closed_at: None,
    now: "2026-06-10 10:00",
    expected: None,
};

#[test]
fn the_reminder_that_is_due_is_the_latest_that_was_not_sent() {
    let cases = [
        Case { what: "none yet", ..USUAL },
        Case { what: "a minute before", now: "2026-06-13 09:59", ..USUAL },
        Case { what: "at its time", now: "2026-06-13 10:00", expected: Some(-7), ..USUAL },
        Case { what: "sent already", now: "2026-06-13 11:00", sent: &[-7], ..USUAL },
        Case { what: "days later, after an outage", now: "2026-06-16 10:00", expected: Some(-7), ..USUAL },
        Case { what: "in the night after an outage", now: "2026-06-16 23:00", ..USUAL },
        Case { what: "the latest of two", now: "2026-06-19 10:00", expected: Some(-1), ..USUAL },
        Case { what: "the second", now: "2026-06-19 10:00", sent: &[-7], expected: Some(-1), ..USUAL },
        Case { what: "no earlier one after a later one", now: "2026-06-19 10:00", sent: &[-1], ..USUAL },
        Case { what: "invited after the first", since: "2026-06-14 06:00", now: "2026-06-15 10:00", ..USUAL },
        Case {
            what: "invited after the first, the second goes",
            since: "2026-06-14 06:00",
            now: "2026-06-19 10:00",
            expected: Some(-1),
            ..USUAL
        },
        Case { what: "invited after all", since: "2026-06-19 11:00", now: "2026-06-19 12:00", ..USUAL },
        Case { what: "after the deadline nothing is taken", now: "2026-06-22 10:00", sent: &[-1], ..USUAL },
        Case { what: "late answers", now: "2026-06-22 10:00", sent: &[-1], late_days: 5, expected: Some(2), ..USUAL },
        Case { what: "late days over", now: "2026-06-22 10:00", sent: &[-1], late_days: 2, ..USUAL },
        Case {
            what: "late, but the last before the deadline did not go: the latest due one",
            now: "2026-06-21 10:00",
            sent: &[-7],
            late_days: 5,
            expected: Some(-1),
            ..USUAL
        },
        Case {
            what: "closed by hand",
            now: "2026-06-19 10:00",
            closed_at: Some("2026-06-18 10:00"),
            sent: &[-7],
            ..USUAL
        },
        Case { what: "no plan", days: &[], now: "2026-06-19 10:00", ..USUAL },
        Case { what: "before the opening", days: &[-30], since: "2026-05-01 10:00", now: "2026-05-25 10:00", ..USUAL },
        Case { what: "a day before the opening", days: &[-30], since: "2026-05-01 10:00", ..USUAL },
    ];
    for case in cases {
        let window =
            Window::new(at("2026-06-01 06:00"), at("2026-06-20 10:00"), case.late_days, case.closed_at.map(at));
        let person = Person { zone: zone("Europe/Paris"), since: at(case.since), sent: case.sent };
        let found = due(&plan(case.days), window, quiet("19:00-08:00"), person, at(case.now));
        assert_eq!(found.map(|due| due.days), case.expected, "{}", case.what);
    }
}

#[test]
fn a_line_that_comes_late_into_the_plan_is_not_made_up_for() {
    let window = Window::new(at("2026-06-01 06:00"), at("2026-06-20 10:00"), 0, None);
    let person = Person { zone: Tz::UTC, since: at("2026-06-01 06:00"), sent: &[] };
    let line = |days, added_at| Line { days, added_at: at(added_at) };
    let lines = [line(-7, "2026-06-15 06:00"), line(-3, "2026-06-15 06:00")];
    let found = |now| due(&lines, window, quiet("19:00-08:00"), person, at(now)).map(|due| due.days);
    assert_eq!(found("2026-06-15 12:00"), None);
    assert_eq!(found("2026-06-17 10:00"), Some(-3));
}

#[test]
fn the_next_reminder_is_told_with_its_time() {
    let window = Window::new(at("2026-06-01 06:00"), at("2026-06-20 10:00"), 0, None);
    let lines = plan(&[-7, -1]);
    for (now, sent, expected) in [
        ("2026-06-10 10:00", &[][..], Some((-7, "2026-06-13 10:00"))),
        ("2026-06-14 10:00", &[-7][..], Some((-1, "2026-06-19 10:00"))),
        // Overdue, in the night: in the morning.
        ("2026-06-14 20:00", &[][..], Some((-7, "2026-06-15 06:00"))),
        ("2026-06-14 10:00", &[][..], Some((-7, "2026-06-14 10:00"))),
        ("2026-06-19 12:00", &[-1][..], None),
        ("2026-06-21 12:00", &[][..], None),
    ] {
        let person = Person { zone: zone("Europe/Paris"), since: at("2026-06-01 06:00"), sent };
        let found = next(&lines, window, quiet("19:00-08:00"), person, at(now));
        assert_eq!(found, expected.map(|(days, time)| Due { days, at: at(time) }), "{now}");
    }
}

#[test]
fn over_a_season_each_goes_once_and_in_waking_hours() {
    let window = Window::new(at("2026-03-01 06:00"), at("2026-04-10 21:59"), 14, None);
    let lines = plan(&[-30, -14, -7, -3, -1, 0, 1, 7, 30]);
    let hours = quiet("19:00-08:00");
    for place in ["Europe/Paris", "Atlantic/Azores", "America/Guadeloupe", "Indian/Reunion", "Africa/Casablanca"] {
        let mut sent = Vec::new();
        for quarter in 0..(70 * 96) {
            let now = at("2026-03-01 00:00") + TimeDelta::minutes(15 * quarter);
            let person = Person { zone: zone(place), since: at("2026-02-01 06:00"), sent: &sent };
            if let Some(found) = due(&lines, window, hours, person, now) {
                assert!(!hours.holds(now.with_timezone(&zone(place)).time()), "{place} {now}");
                assert!(now - found.at < TimeDelta::minutes(15), "{place} {now}: {found:?}");
                sent.push(found.days);
            }
        }
        assert_eq!(sent, [-30, -14, -7, -3, -1, 0, 1, 7], "{place}");
    }
}
