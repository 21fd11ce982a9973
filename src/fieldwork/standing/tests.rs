//! Tables of departments, and what is counted and said of them.

use uuid::Uuid;

use super::*;

fn day(day: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(day * 86_400, 0).unwrap()
}

fn department(state: ResponseState) -> Department {
    Department {
        id: DepartmentId(Uuid::nil()),
        region: RegionId(Uuid::nil()),
        response: ResponseId(Uuid::nil()),
        name: "D".into(),
        kind: String::new(),
        state,
        revision: 0,
        invited_at: Some(day(1)),
        opened_at: None,
        started_at: None,
        submitted_at: None,
        open_queries: 0,
        people: Vec::new(),
    }
}

fn person(email: &str, bounced: bool) -> Contact {
    Contact { email: email.into(), name: String::new(), bounced }
}

fn asked() -> Asked {
    let coordinators = vec![person("c@example.org", false)];
    Asked { region: RegionId(Uuid::nil()), asked_at: Some(day(1)), deadline: day(30), signed: false, coordinators }
}

/// One of each: not opened, opened, started, submitted in time, submitted late, given back, accepted.
fn one_of_each() -> [Department; 7] {
    use ResponseState::{Accepted, InProgress, Returned, Submitted};
    let opened = |state| Department { opened_at: Some(day(2)), ..department(state) };
    let started = |state| Department { started_at: Some(day(3)), ..opened(state) };
    let submitted = |state, at| Department { submitted_at: Some(day(at)), ..started(state) };
    [
        department(InProgress),
        opened(InProgress),
        started(InProgress),
        submitted(Submitted, 30),
        submitted(Submitted, 31),
        submitted(Returned, 20),
        submitted(Accepted, 20),
    ]
}

#[test]
fn departments_are_counted_by_how_far_they_came() {
    let expected = Numbers { asked: 7, opened: 6, started: 5, submitted: 3, returned: 1, accepted: 1, late: 1 };
    let counted = Numbers::count(&one_of_each(), day(30));
    assert_eq!(counted, expected);
    assert_eq!(counted.share(), 42);
    assert_eq!(Numbers::default().share(), 0);
    assert_eq!(counted.plus(counted).asked, 14);
    let missing = |which: Missing| one_of_each().iter().filter(|one| which.holds(one)).count();
    assert_eq!(Missing::ALL.map(missing), [1, 2, 4]);
}

#[test]
fn a_region_stands_where_all_its_departments_are() {
    let numbers = |asked, opened, started, submitted, accepted| Numbers {
        asked,
        opened,
        started,
        submitted,
        accepted,
        ..Numbers::default()
    };
    for (given, signed, expected) in [
        (numbers(0, 0, 0, 0, 0), false, Stage::Unshared),
        (numbers(3, 0, 0, 0, 0), false, Stage::Unopened),
        (numbers(3, 1, 0, 0, 0), false, Stage::Opened),
        (numbers(3, 1, 1, 0, 0), false, Stage::Started),
        (numbers(3, 3, 3, 2, 2), false, Stage::Started),
        (numbers(3, 3, 3, 3, 2), false, Stage::Submitted),
        (numbers(3, 3, 3, 3, 3), false, Stage::Accepted),
        (numbers(3, 3, 3, 2, 2), true, Stage::Signed),
        (numbers(0, 0, 0, 0, 0), true, Stage::Signed),
    ] {
        assert_eq!(Stage::of(given, signed), expected, "{given:?}");
    }
    for stage in Stage::ALL {
        assert_eq!(Stage::from_code(stage.code()), Some(stage));
    }
    for missing in Missing::ALL {
        assert_eq!(Missing::from_code(missing.code()), Some(missing));
    }
}

#[test]
fn reasons_to_call_are_said() {
    let unopened = department(ResponseState::InProgress);
    let done = department(ResponseState::Accepted);
    let unreached = Department { people: vec![person("x@example.org", true)], ..unopened.clone() };
    let alone = Asked { coordinators: Vec::new(), ..asked() };
    let lost = Asked { coordinators: vec![person("c@example.org", true)], ..asked() };
    let signed = Asked { signed: true, ..alone.clone() };
    let bounced = |address: &str| Reason::Bounced { addresses: vec![address.to_owned()] };
    for (about, departments, now, expected) in [
        (&asked(), vec![&unopened], day(2), vec![]),
        (&asked(), vec![&unopened, &done], day(8), vec![Reason::Unopened { departments: 1, days: 7 }]),
        (&asked(), vec![], day(4), vec![]),
        (&asked(), vec![], day(12), vec![Reason::Unshared { days: 11 }]),
        (&alone, vec![&done], day(2), vec![Reason::NoCoordinator]),
        (&asked(), vec![&unreached], day(2), vec![bounced("x@example.org")]),
        (&lost, vec![&done], day(2), vec![bounced("c@example.org")]),
        (&asked(), vec![&done], day(29), vec![]),
        (
            &asked(),
            vec![&unopened, &done],
            day(28),
            vec![Reason::Unopened { departments: 1, days: 27 }, Reason::Near { departments: 1, days: 2 }],
        ),
        (
            &asked(),
            vec![&unopened, &unopened],
            day(31),
            vec![Reason::Unopened { departments: 2, days: 30 }, Reason::Overdue { departments: 2 }],
        ),
        (&signed, vec![&unreached], day(31), vec![]),
    ] {
        assert_eq!(reasons(about, &departments, now), expected, "{about:?} on {now}");
    }
}
