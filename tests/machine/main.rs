//! Random people do random things to rounds, responses, queries, regional answers and rights, over HTTP, on databases of
//! their own; a model says what must come of each step, and what the database must hold after it.
//!
//! `MACHINE_SEQUENCES` and `MACHINE_STEPS` make the run longer; `MACHINE_SEED` plays the sequence of that seed
//! again.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

mod acting;
mod applying;
mod choosing;
mod model;
#[path = "../routes/site.rs"]
#[expect(dead_code, reason = "nothing is uploaded here")]
mod site;
mod world;

use std::{collections::BTreeMap, env, sync::Mutex};

use acting::{mark, regional_mark};
use choosing::choose;
use futures_util::future::join_all;
use model::{Act, Model, Page, ResponseState, Verdict, Who, Wrong};
use rand::{Rng, SeedableRng, rngs::StdRng};
use world::{EVERYBODY, Found, RESPONSES, World};

const SEQUENCES: u64 = 8;
const STEPS: usize = 240;
/// Sequences that are played at once.
const AT_ONCE: usize = 4;
const SEED: u64 = 20_261_123;

/// What was tried, for the line that is printed.
#[derive(Debug, Default)]
struct Figures {
    steps: usize,
    verdicts: BTreeMap<Verdict, usize>,
    kinds: BTreeMap<String, usize>,
    reads: usize,
    foreign_reads: usize,
    recorded: i64,
}

#[tokio::test(flavor = "multi_thread")]
async fn random_people_do_only_what_the_model_allows() {
    let number = |name: &str| env::var(name).ok().map(|value| value.parse::<u64>().expect("a number"));
    let seed = number("MACHINE_SEED");
    let sequences = number("MACHINE_SEQUENCES").unwrap_or(if seed.is_some() { 1 } else { SEQUENCES });
    let first = seed.unwrap_or(SEED);
    let steps = number("MACHINE_STEPS").map_or(STEPS, |steps| usize::try_from(steps).expect("a number of steps"));
    let figures = Mutex::default();
    let seeds: Vec<u64> = (first..first + sequences).collect();
    for seeds in seeds.chunks(AT_ONCE) {
        let played = seeds.iter().map(async |seed| (seed, play(*seed, steps, Wrong::Nothing, &figures).await));
        for (seed, outcome) in join_all(played).await {
            if let Err(problem) = outcome {
                panic!("MACHINE_SEED={seed} MACHINE_STEPS={steps}: {problem}");
            }
        }
    }
    let figures = figures.into_inner().unwrap();
    let count = |verdict| figures.verdicts.get(&verdict).copied().unwrap_or_default();
    println!(
        "{sequences} sequences, {} steps: {} changes, {} done without a change, {} refusals, {} not found, {} asked to \
         sign in; {} reads, {} of them foreign (0 seen); {} audit rows",
        figures.steps,
        count(Verdict::Changed),
        count(Verdict::Kept),
        count(Verdict::Refused),
        count(Verdict::NotFound),
        count(Verdict::SignIn),
        figures.reads,
        figures.foreign_reads,
        figures.recorded,
    );
    println!("what was changed: {:?}", figures.kinds);
    if sequences >= SEQUENCES && steps >= STEPS {
        let every = [Verdict::Changed, Verdict::Kept, Verdict::Refused, Verdict::NotFound, Verdict::SignIn];
        assert!(every.into_iter().all(|verdict| count(verdict) >= 20), "{figures:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_rule_is_found() {
    for wrong in [
        Wrong::OpenQueriesDoNotBlock,
        Wrong::CoordinatorsReadEverywhere,
        Wrong::ClosedRoundsTakeAnswers,
        Wrong::SavesAreRecorded,
        Wrong::SessionsOutliveRights,
    ] {
        let figures = Mutex::default();
        let mut found = None;
        for seed in SEED..SEED + 3 {
            if let Err(problem) = play(seed, 600, wrong, &figures).await {
                found = Some(problem);
                break;
            }
        }
        let steps = figures.into_inner().unwrap().steps;
        let found = found.unwrap_or_else(|| panic!("{wrong:?} was not found in {steps} steps"));
        println!("{wrong:?} was found after {steps} steps: {}", found.lines().next().unwrap_or_default());
    }
}

/// Plays one sequence; what differs from the model is the error.
async fn play(seed: u64, steps: usize, wrong: Wrong, figures: &Mutex<Figures>) -> Result<(), String> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut world = World::begin().await;
    let mut model = Model::begin(&EVERYBODY, &RESPONSES, wrong);
    compare(&world, &model).await.map_err(|problem| format!("at the beginning: {problem}"))?;
    for step in 0..steps {
        let (who, act) = choose(&model, &mut random, step, step * 10 > steps * 8);
        // Whoever lost their session tries with it first, and signs in again sooner or later.
        if !model.signed_in.contains(&who) && who != Who::Nobody && random.random_bool(0.5) {
            world.sign_in(who).await;
            model.signed_in.insert(who);
        }
        let verdict = model.judge(who, &act);
        let told = |problem: String| format!("step {step}: {who:?} {act:?} is to be {verdict:?}: {problem}");
        let found = world.act(&model, who, &act).await;
        let is_read = matches!(act, Act::Read(_));
        if !is_as_judged(&found, verdict, is_read) {
            let from = found.text.find("<main").unwrap_or_default();
            let page: String = found.text.get(from..).unwrap_or_default().chars().take(1_500).collect();
            return Err(told(format!("{} {}\n{page}", found.status, found.location)));
        }
        is_about(&model, who, &act, &found).map_err(&told)?;
        if let (Act::Read(page), Verdict::NotFound) = (&act, verdict) {
            alike(&world, who, *page, &found).await.map_err(&told)?;
        }
        if matches!(verdict, Verdict::Changed | Verdict::Kept) {
            model.apply(&act, verdict);
        }
        compare(&world, &model).await.map_err(&told)?;
        let mut figures = figures.lock().unwrap();
        figures.steps += 1;
        *figures.verdicts.entry(verdict).or_default() += 1;
        figures.reads += usize::from(is_read);
        figures.foreign_reads += usize::from(is_read && verdict != Verdict::Kept);
        if verdict == Verdict::Changed {
            let kind = format!("{act:?}");
            *figures.kinds.entry(kind.split('(').next().unwrap_or_default().to_owned()).or_default() += 1;
        }
    }
    figures.lock().unwrap().recorded += model.recorded;
    // What was begun has nothing before it; everything else says what stood there.
    let bare = "SELECT string_agg(DISTINCT action, ', ') FROM audit WHERE account_id IS NOT NULL
        AND (after IS NULL OR (before IS NULL AND action NOT IN ('query.open', 'region.invite', 'regional.begin')))";
    let words = "SELECT string_agg(DISTINCT action, ', ') FROM audit
        WHERE concat(before::text, after::text) ~ 'words-of-|-says-|@example'";
    for (query, problem) in [(bare, "say not what was before and after"), (words, "hold answers or addresses")] {
        let found = world.one(query, &[]).await;
        if !found.is_empty() {
            return Err(format!("audit rows of {found} {problem}"));
        }
    }
    Ok(())
}

fn is_as_judged(found: &Found, verdict: Verdict, is_read: bool) -> bool {
    let signs_in = found.location.starts_with("/sign-in?next=") || found.status == 401;
    match verdict {
        Verdict::SignIn => signs_in,
        Verdict::NotFound => found.status == 404,
        // A page of a round that is over may say so.
        Verdict::Kept if is_read => matches!(found.status, 200 | 303 | 403 | 409) && !signs_in,
        Verdict::Changed | Verdict::Kept => found.status == 303 && !signs_in,
        Verdict::Refused => (400..500).contains(&found.status) && !matches!(found.status, 401 | 404),
    }
}

/// Does it show what it is about, and nothing that somebody may not read?
fn is_about(model: &Model, who: Who, act: &Act, found: &Found) -> Result<(), String> {
    let is_own_data = matches!(act, Act::Read(Page::Account(_)));
    for response in 0..model.responses.len() {
        let may = model.may_read(who, response) || model.reads_results(who);
        if found.text.contains(&mark(response)) && !may && !(is_own_data && model.wrote(who, response)) {
            return Err(format!("it shows words of response {response}"));
        }
    }
    for (region, round) in model.answers.keys() {
        let may = model.coordinates(who, *region) || model.reads_results(who);
        if found.text.contains(&regional_mark(*region, *round)) && !may {
            return Err(format!("it shows the answer of region {region} in round {round}"));
        }
    }
    let wanted = match act {
        Act::Read(Page::Review(number)) => {
            let response = &model.responses[*number];
            if response.state == ResponseState::InProgress { &response.note } else { &response.sent }
        }
        Act::Read(Page::Response(number, "/receipt")) if found.status == 200 => &model.responses[*number].sent,
        Act::Read(Page::Own(number, "/sections/first")) if found.status == 200 => &model.responses[*number].note,
        Act::Read(Page::Query(number, _)) => &mark(*number),
        _ => return Ok(()),
    };
    if found.status != 200 || found.text.contains(wanted.as_str()) {
        Ok(())
    } else {
        Err(format!("it does not show '{wanted}'"))
    }
}

/// What is foreign answers as what is absent does.
async fn alike(world: &World, who: Who, page: Page, found: &Found) -> Result<(), String> {
    let Some(absent) = World::absent(page) else { return Ok(()) };
    let (path, other) = (world.address(page).await, world.get(who, &absent).await);
    let plain =
        |found: &Found, path: &str| found.text.replace(path, "PATH").replace(&path.replace('/', "&#x2F;"), "PATH");
    if other.status == found.status && plain(found, &path) == plain(&other, &absent) {
        Ok(())
    } else {
        Err(format!("{path} answers otherwise than {absent}: {} and {}", found.status, other.status))
    }
}

/// Holds the database against the model.
async fn compare(world: &World, model: &Model) -> Result<(), String> {
    let (mut found, mut wanted) = (world.lines().await, model.lines());
    found.sort();
    wanted.sort();
    if let Some((found, wanted)) = found.iter().zip(&wanted).find(|(found, wanted)| found != wanted) {
        return Err(format!("the database holds\n{found}\nwhere the model says\n{wanted}"));
    }
    if found.len() != wanted.len() {
        return Err(format!("the database holds {found:?}, the model {wanted:?}"));
    }
    let recorded = world.recorded().await;
    if recorded == model.recorded {
        Ok(())
    } else {
        Err(format!("{recorded} audit rows where {} are due; the newest: {}", model.recorded, world.newest().await))
    }
}
