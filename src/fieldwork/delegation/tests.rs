//! Tables of cases: states, dates, suggestions, and what is asked.

use super::*;
use crate::questionnaire::text::Text;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn sections(given: &[(&str, &[&str])]) -> Vec<Section> {
    let section = |(name, kinds): &(&str, &[&str])| Section {
        name: (*name).to_owned(),
        title: Text::default(),
        number: String::new(),
        departments: names(kinds),
        rows: Vec::new(),
    };
    given.iter().map(section).collect()
}

#[test]
fn every_state_of_a_section() {
    use ResponseState as R;
    use SectionState as S;
    // Asked, relevant, begun, open places, response, the state.
    for (asked, relevant, begun, open, response, expected) in [
        (false, true, false, 0, R::InProgress, S::NotAsked),
        (false, true, false, 0, R::Accepted, S::NotAsked),
        (false, true, true, 0, R::InProgress, S::Complete),
        (false, true, true, 1, R::InProgress, S::InProgress),
        (false, true, true, 0, R::Submitted, S::Submitted),
        (true, false, false, 0, R::InProgress, S::NotRelevant),
        (true, false, true, 0, R::Returned, S::NotRelevant),
        (true, true, false, 0, R::InProgress, S::NotStarted),
        (true, true, false, 4, R::InProgress, S::NotStarted),
        (true, true, true, 4, R::InProgress, S::InProgress),
        (true, true, true, 0, R::InProgress, S::Complete),
        (true, true, true, 0, R::Submitted, S::Submitted),
        (true, true, false, 0, R::Submitted, S::Submitted),
        (true, true, true, 2, R::Returned, S::Returned),
        (true, true, true, 0, R::Accepted, S::Accepted),
    ] {
        let progress = SectionProgress { asked, relevant, open };
        assert_eq!(state(response, progress, begun), expected, "{progress:?} {begun} {response:?}");
    }
    let codes: BTreeSet<&str> = SectionState::ALL.into_iter().map(SectionState::code).collect();
    assert_eq!(codes.len(), SectionState::ALL.len());
}

#[test]
fn what_is_overdue_and_when() {
    let (due, deadline) = (at("2026-03-10T12:00:00Z"), at("2026-03-20T12:00:00Z"));
    let begun = Some(at("2026-03-01T00:00:00Z"));
    let (before, between, after) = (at("2026-03-10T11:59:59Z"), due, deadline);
    // Begun, open places, response, due date, then overdue before it, between, and at the deadline.
    for (edited_at, open, response, due_at, overdue) in [
        (None, 3, ResponseState::InProgress, Some(due), [false, true, true]),
        (begun, 3, ResponseState::InProgress, Some(due), [false, true, true]),
        (begun, 0, ResponseState::InProgress, Some(due), [false, false, true]),
        (begun, 3, ResponseState::InProgress, None, [false, false, true]),
        (begun, 0, ResponseState::Returned, Some(due), [false, true, true]),
        (begun, 0, ResponseState::Submitted, Some(due), [false, false, false]),
        (begun, 0, ResponseState::Accepted, None, [false, false, false]),
    ] {
        for (now, expected) in [before, between, after].into_iter().zip(overdue) {
            let progress = SectionProgress { asked: true, relevant: true, open };
            let known = Known { response, progress, edited_at, due_at, deadline };
            assert_eq!(cell(&known, now).is_overdue, expected, "{known:?} at {now}");
            let progress = SectionProgress { asked: false, relevant: true, open: 0 };
            let unasked = cell(&Known { progress, ..known }, now);
            assert!(!unasked.is_overdue && unasked.due_at.is_none(), "what is not asked is never late");
        }
    }
}

#[test]
fn a_row_sums_what_is_asked() {
    let cell = |asked, state, due: &str, is_overdue| Cell {
        asked,
        state,
        due_at: asked.then(|| at(due)),
        is_overdue,
        edited_at: Some(at(due) - TimeDelta::days(9)),
    };
    let cells = [
        cell(true, SectionState::Complete, "2026-03-01T00:00:00Z", false),
        cell(true, SectionState::InProgress, "2026-03-12T00:00:00Z", true),
        cell(true, SectionState::NotStarted, "2026-03-11T00:00:00Z", false),
        cell(true, SectionState::NotRelevant, "2026-03-02T00:00:00Z", false),
        cell(false, SectionState::Complete, "2026-04-01T00:00:00Z", false),
    ];
    let expected = Row {
        asked: 3,
        done: 1,
        is_overdue: true,
        due_at: Some(at("2026-03-11T00:00:00Z")),
        edited_at: Some(at("2026-03-23T00:00:00Z")),
    };
    assert_eq!(row(&cells), expected);
    assert_eq!(row(&[]), Row::default());
}

#[test]
fn sections_are_suggested_by_type_and_never_none() {
    let all = sections(&[("profile", &[]), ("health", &["HEA"]), ("abroad", &["INT", "DEV"])]);
    for (kind, expected) in [
        ("HEA", vec!["profile", "health"]),
        ("DEV", vec!["profile", "abroad"]),
        ("XXX", vec!["profile"]),
        ("", vec!["profile"]),
        ("hea", vec!["profile"]),
    ] {
        assert_eq!(suggested(&all, kind), expected, "{kind}");
    }
    assert_eq!(suggested(&all[1..], "XXX"), ["health", "abroad"], "who fits nowhere is asked everything");
}

#[test]
fn a_due_date_is_the_end_of_a_day_and_not_after_the_deadline() {
    let (madrid, now) = (Tz::Europe__Madrid, at("2026-03-10T09:00:00Z"));
    let deadline = at("2026-03-31T16:00:00Z");
    for (typed, expected) in [
        ("", Ok(None)),
        ("  ", Ok(None)),
        ("2026-03-10", Ok(Some(at("2026-03-10T22:59:00Z")))),
        // Summer time has begun.
        ("2026-03-30", Ok(Some(at("2026-03-30T21:59:00Z")))),
        ("2026-03-31", Ok(Some(deadline))),
        ("2026-04-01", Err(DueProblem::AfterDeadline)),
        ("9999-12-31", Err(DueProblem::AfterDeadline)),
        ("2026-03-09", Err(DueProblem::Past)),
        ("2026-02-30", Err(DueProblem::Unreadable)),
        ("31/03/2026", Err(DueProblem::Unreadable)),
        ("=1+1", Err(DueProblem::Unreadable)),
    ] {
        assert_eq!(due_at(typed, madrid, deadline, now), expected, "{typed}");
    }
    // Late in the evening it is tomorrow already, further east.
    let evening = at("2026-03-10T23:30:00Z");
    assert_eq!(due_at("2026-03-10", madrid, deadline, evening), Err(DueProblem::Past));
    assert!(due_at("2026-03-10", Tz::Atlantic__Azores, deadline, evening).is_ok());
}

#[test]
fn nobody_is_reminded_twice_a_day() {
    let now = at("2026-03-10T09:00:00Z");
    assert!(may_remind(None, now));
    assert!(!may_remind(Some(now), now));
    assert!(!may_remind(Some(now - BETWEEN_REMINDERS + TimeDelta::seconds(1)), now));
    assert!(may_remind(Some(now - BETWEEN_REMINDERS), now));
}

#[test]
fn what_is_asked_grows_and_shrinks() {
    let all = sections(&[("a", &[]), ("b", &[]), ("c", &[])]);
    let some = names(&["a"]);
    assert_eq!(with(Some(&some), &names(&["c"]), &all), Some(names(&["a", "c"])));
    assert_eq!(with(Some(&some), &names(&["b", "c"]), &all), None, "all of them are all");
    assert_eq!(with(None, &names(&["b"]), &all), None);
    assert_eq!(without(None, "b", &all), Some(names(&["a", "c"])));
    assert_eq!(without(Some(&names(&["a", "b"])), "b", &all), Some(names(&["a"])));
    assert_eq!(without(Some(&some), "a", &all), None, "one is left at least");
}

#[test]
fn what_was_seen_tells_every_change() {
    let one = |seconds| Delegation {
        section: "a".into(),
        account: None,
        due_at: None,
        note: String::new(),
        delegated_at: at("2026-03-10T09:00:00.000001Z") + TimeDelta::seconds(seconds),
    };
    let all = [seen(false, None), seen(true, None), seen(true, Some(&one(0))), seen(true, Some(&one(1)))];
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 4);
    assert_eq!(seen(true, Some(&one(0))), seen(true, Some(&one(0))));
}
