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
    let wished: &[Verdict] = match random.random_range(0..100) {
        0..65 => &[Verdict::Changed, Verdict::Kept],
        65..80 => &[Verdict::Refused],
        _ => &[],
    };
    for _ in 0..40 {
        let act = act(model, random, step, late);
        let fits = |who: &Who| wished.is_empty() || wished.contains(&model.judge(*who, &act));
        let fitting: Vec<Who> = EVERYBODY.into_iter().filter(fits).collect();
        if let Some(who) = fitting.choose(random) {
            return (*who, act);
        }
    }
    (*EVERYBODY.choose(random).unwrap(), act(model, random, step, late))
}

fn act(model: &Model, random: &mut StdRng, step: usize, late: bool) -> Act {
    // The first round is the one that most is done in.
    let response = if random.random_bool(0.8) { random.random_range(0..4) } else { random.random_range(4..6) };
    let round = usize::from(random.random_bool(0.3));
    let (region, section) = (random.random_range(0..2), random.random_range(0..2));
    let write = || format!("{} step {step}", mark(response));
    match random.random_range(0..100) {
        0..2 => Act::Launch(1),
        2..4 => Act::Close(round),
        4..8 => Act::ReopenRound(round),
        8..9 => Act::Extend(round),
        9..10 => Act::Archive(if late { round } else { 1 }),
        10..18 => Act::Save(response, write()),
        18..26 => Act::Submit(response),
        26..31 => Act::Ask(response),
        31..42 => {
            let talk = *[Talk::Reply, Talk::Reply, Talk::Further, Talk::Close, Talk::Reopen].choose(random).unwrap();
            Act::Talk(response, query(model, random, response), talk)
        }
        42..52 => {
            let decision =
                *[Decision::Return, Decision::Accept, Decision::Accept, Decision::Reopen].choose(random).unwrap();
            Act::Decide(response, decision, random.random_bool(0.1))
        }
        52..56 => {
            Act::Delegate(response, section, *[To::Department, To::Own, To::Own, To::Foreign].choose(random).unwrap())
        }
        56..58 => Act::Withdraw(response, section),
        58..59 => Act::Revoke(response),
        59..60 => Act::RevokeAsAdmin(response),
        60..64 => Act::Invite(response),
        64..66 => Act::Begin(region, round),
        66..71 => Act::Write(region, round, format!("{} step {step}", regional_mark(region, round))),
        71..75 => Act::Sign(region, round),
        75..77 => Act::ReopenAnswer(region, round),
        77..78 => Act::TakeAway(*GRANTED.choose(random).unwrap()),
        78..81 => Act::Give(*GRANTED.choose(random).unwrap()),
        _ => Act::Read(page(model, random, response, round, region)),
    }
}

fn page(model: &Model, random: &mut StdRng, response: usize, round: usize, region: usize) -> Page {
    match random.random_range(0..22) {
        0..3 => Page::Own(response, OWN.choose(random).unwrap()),
        3..6 => Page::Response(response, RESPONSE.choose(random).unwrap()),
        6..8 => Page::Review(response),
        8..11 => Page::Query(response, query(model, random, response)),
        11..14 => Page::Region(region, round, REGION.choose(random).unwrap()),
        14..15 => Page::Speaking(region, round, "/invite"),
        15..16 => Page::Department(response),
        16..17 => Page::Admin(ADMIN.choose(random).unwrap()),
        17..18 => Page::AdminRound(round, ROUND.choose(random).unwrap()),
        18..20 => Page::Results(round, RESULTS.choose(random).unwrap()),
        _ => Page::Account(ACCOUNT.choose(random).unwrap()),
    }
}

/// One of the response, seldom one of another.
fn query(model: &Model, random: &mut StdRng, response: usize) -> Pointer {
    let owner = if random.random_bool(0.1) { random.random_range(0..model.responses.len()) } else { response };
    let count = model.responses[owner].queries.len();
    (count > 0).then(|| (owner, random.random_range(0..count)))
}
