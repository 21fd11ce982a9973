use super::*;
use crate::fieldwork::response::ResponseState;

fn at(day: u32) -> DateTime<Utc> {
    format!("2026-03-{day:02}T12:00:00Z").parse().unwrap()
}

/// Opens on the 10th, due on the 20th.
fn launched() -> Round {
    let id = uuid::Uuid::nil();
    let draft = Round::draft(RoundId(id), "r".into(), "R".into(), VersionId(id), at(10), at(20));
    Round { launched_at: Some(at(5)), ..draft }
}

#[test]
fn a_round_stands_where_its_moments_say() {
    let draft = Round { launched_at: None, ..launched() };
    let lenient = Round { rules: Rules { late_days: 3, ..Rules::default() }, ..launched() };
    let closed = Round { closed_at: Some(at(15)), ..lenient.clone() };
    let archived = Round { archived_at: Some(at(25)), ..closed.clone() };
    let second = TimeDelta::seconds(1);
    for (name, round, now, standing, state) in [
        ("a draft before its opening", &draft, at(1), Standing::Draft, RoundState::Draft),
        ("a draft whose opening is past", &draft, at(11), Standing::Draft, RoundState::Draft),
        ("a draft whose deadline is past", &draft, at(30), Standing::Draft, RoundState::Draft),
        ("launched", &launched(), at(9), Standing::Scheduled, RoundState::Scheduled),
        ("a second before", &launched(), at(10) - second, Standing::Scheduled, RoundState::Scheduled),
        ("at its opening", &launched(), at(10), Standing::Open, RoundState::Open),
        ("a second before the deadline", &launched(), at(20) - second, Standing::Open, RoundState::Open),
        ("at the deadline", &launched(), at(20), Standing::Over, RoundState::Closed),
        ("late", &lenient, at(20), Standing::Late, RoundState::Open),
        ("late to the second", &lenient, at(23) - second, Standing::Late, RoundState::Open),
        ("too late", &lenient, at(23), Standing::Over, RoundState::Closed),
        ("closed", &closed, at(16), Standing::Closed, RoundState::Closed),
        // Another machine's clock may be behind that of the one that closed it.
        ("closed a moment ago elsewhere", &closed, at(15) - second, Standing::Closed, RoundState::Closed),
        ("closed before it opened", &closed, at(9), Standing::Closed, RoundState::Closed),
        ("archived", &archived, at(26), Standing::Archived, RoundState::Archived),
        ("archived elsewhere", &archived, at(11), Standing::Archived, RoundState::Archived),
    ] {
        assert_eq!((round.standing(now), round.state(now)), (standing, state), "{name}");
    }
}

#[test]
fn late_is_what_comes_after_the_deadline() {
    let round = launched();
    for (moment, late) in [(at(19), false), (at(20), false), (at(20) + TimeDelta::microseconds(1), true)] {
        assert_eq!(round.is_late(moment), late, "{moment}");
    }
}

#[test]
fn each_standing_allows_what_the_table_says_and_nothing_else() {
    let allowed: Vec<String> = Standing::ALL
        .into_iter()
        .map(|standing| {
            let changes = Change::ALL.into_iter().filter(|change| standing.allows(*change));
            let changes: Vec<String> = changes.map(|change| format!("{change:?}")).collect();
            format!("{standing:?}: {}", changes.join(" "))
        })
        .collect();
    assert_eq!(
        allowed,
        [
            "Draft: Define Postpone Rules Ask Withdraw Launch Move",
            "Scheduled: Postpone Rules Ask Extend Close Move",
            "Open: Rules Ask Extend Close Move",
            "Late: Rules Ask Extend Close Move",
            "Over: Rules Extend Close Archive Move",
            "Closed: Rules Reopen Archive",
            "Archived: ",
        ]
    );
}

#[test]
fn answers_are_taken_where_the_table_says() {
    let taken: Vec<(Standing, ResponseState)> = Standing::ALL
        .into_iter()
        .flat_map(|standing| ResponseState::ALL.into_iter().map(move |state| (standing, state)))
        .filter(|(standing, state)| standing.takes(*state))
        .collect();
    let expected = [
        (Standing::Open, ResponseState::InProgress),
        (Standing::Open, ResponseState::Returned),
        (Standing::Late, ResponseState::InProgress),
        (Standing::Late, ResponseState::Returned),
        (Standing::Over, ResponseState::Returned),
    ];
    assert_eq!(taken, expected);
}
