//! What is tried next: mostly what would be done, and often what would not.

use rand::{Rng, rngs::StdRng, seq::IndexedRandom};

use crate::{
    acting::{mark, regional_mark},
    model::{Act, Decision, Model, Page, Pointer, Talk, To, Verdict, Who},
    world::EVERYBODY,
};

const OWN: [&str; 3] = ["", "/sections/first", "/check"];
const RESPONSE: [&str; 2] = ["/receipt", "/questions"];
const REGION: [&str; 5] = ["", "/answer", "/answer/sections/first", "/answer/sign-off", "/queries"];
const ADMIN: [&str; 7] =
    ["/admin", "/admin/people", "/admin/audit", "/admin/audit.csv", "/admin/privacy", "/admin/registry", "/admin/mail"];
const ROUND: [&str; 6] = ["", "/dashboard", "/participation.csv", "/reminders", "/settings", "/regions"];
const RESULTS: [&str; 6] =
    ["", "/responses.csv", "/answers.csv", "/participation.csv", "/regional_answers.csv", "/regional_responses.csv"];
const ACCOUNT: [&str; 4] = ["/account", "/account/data", "/account/data.json", "/responses"];
const GRANTED: [Who; 6] =
    [Who::Admin, Who::SecondAdmin, Who::Consultant, Who::Coordinator, Who::SecondCoordinator, Who::OtherCoordinator];

/// The next step. `late` says that the sequence is near its end: then a round may be archived.
pub fn choose(model: &Model, random: &mut StdRng, step: usize, late: bool) -> (Who, Act) {
    // Every other step is a read, half of them of what the person may not see.
    let is_read = step % 2 == 1;
    let wished: &[Verdict] = match (is_read, random.random_range(0..100)) {
        (true, 0..40) | (false, 80..86) => &[Verdict::NotFound],
        (true, 40..80) => &[Verdict::Kept],
        (false, 0..56) => &[Verdict::Changed],
        (false, 56..68) => &[Verdict::Kept],
        (false, 68..80) => &[Verdict::Refused],
        (_, 86..90) => &[Verdict::SignIn],
        _ => &[],
    };
    for _ in 0..40 {
        let act = if is_read { Act::Read(page(model, random)) } else { act(model, random, step, late) };
        let fits = |who: &Who| wished.is_empty() || wished.contains(&model.judge(*who, &act));
        let mut fitting: Vec<Who> = EVERYBODY.into_iter().filter(fits).collect();
        // Who has rights to something else is the likelier to come in where they should not.
        if random.random_bool(0.7) && fitting.iter().any(is_near) {
            fitting.retain(is_near);
        }
        if let Some(who) = fitting.choose(random) {
            return (*who, act);
        }
    }
    (*EVERYBODY.choose(random).unwrap(), act(model, random, step, late))
}

fn is_near(who: &Who) -> bool {
    matches!(who, Who::Respondent(_) | Who::Coordinator | Who::SecondCoordinator | Who::OtherCoordinator)
}

/// The first round is the one that most is done in.
fn response(random: &mut StdRng) -> usize {
    if random.random_bool(0.8) { random.random_range(0..4) } else { random.random_range(4..6) }
}

fn act(model: &Model, random: &mut StdRng, step: usize, late: bool) -> Act {
    let response = response(random);
    let round = usize::from(random.random_bool(0.35));
    let (region, section) = (random.random_range(0..2), random.random_range(0..2));
    let write = || format!("{} step {step}", mark(response));
    match random.random_range(0..82) {
        0..1 if step > 60 => Act::Launch(1),
        1..2 => Act::Close(round),
        2..5 => Act::ReopenRound(round),
        5..6 => Act::Extend(round),
        6..7 => Act::Archive(if late { round } else { 1 }),
        7..18 => Act::Save(response, write()),
        18..30 => Act::Submit(response),
        30..31 => Act::Ask(response),
        31..41 => {
            let talk = *[Talk::Reply, Talk::Reply, Talk::Further, Talk::Close, Talk::Reopen].choose(random).unwrap();
            Act::Talk(response, query(model, random, response), talk)
        }
        41..56 => {
            let decisions = [Decision::Return, Decision::Accept, Decision::Accept, Decision::Reopen];
            Act::Decide(response, *decisions.choose(random).unwrap(), random.random_bool(0.1))
        }
        56..60 => {
            let whom = [To::Department, To::Own, To::Own, To::Foreign];
            Act::Delegate(response, section, *whom.choose(random).unwrap())
        }
        60..62 => Act::Withdraw(response, section),
        62..63 => Act::Revoke(response),
        63..64 => Act::RevokeAsAdmin(response),
        64..66 => Act::Invite(response),
        66..68 => Act::Begin(region, round),
        68..73 => Act::Write(region, round, format!("{} step {step}", regional_mark(region, round))),
        73..77 => Act::Sign(region, round),
        77..79 => Act::ReopenAnswer(region, round),
        79..80 => Act::TakeAway(*GRANTED.choose(random).unwrap()),
        _ => Act::Give(*GRANTED.choose(random).unwrap()),
    }
}

fn page(model: &Model, random: &mut StdRng) -> Page {
    let response = response(random);
    let (region, round) = (random.random_range(0..2), random.random_range(0..2));
    match random.random_range(0..23) {
        0..3 => Page::Own(response, OWN.choose(random).unwrap()),
        3..6 => Page::Response(response, RESPONSE.choose(random).unwrap()),
        6..8 => Page::Review(response),
        8..11 => Page::Query(response, query(model, random, response)),
        11..15 => Page::Region(region, round, REGION.choose(random).unwrap()),
        15..16 => Page::Speaking(region, round, "/invite"),
        16..17 => Page::Department(response),
        17..18 => Page::Admin(ADMIN.choose(random).unwrap()),
        18..19 => Page::AdminRound(round, ROUND.choose(random).unwrap()),
        19..21 => Page::Results(round, RESULTS.choose(random).unwrap()),
        _ => Page::Account(ACCOUNT.choose(random).unwrap()),
    }
}

/// One of the response, seldom one of another.
fn query(model: &Model, random: &mut StdRng, response: usize) -> Pointer {
    let owner = if random.random_bool(0.1) { random.random_range(0..model.responses.len()) } else { response };
    let count = model.responses[owner].queries.len();
    (count > 0).then(|| (owner, random.random_range(0..count)))
}
