//! The server and the workers killed again and again at random moments, while thousands of mails are on their way.
//! `PERIPLUS_TORTURE_MAILS` and `PERIPLUS_TORTURE_KILLS` make it larger.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    time::{Duration, Instant},
};

use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};

use crate::support::{Kept, MailServer, Outbox, Worker};

#[derive(Clone, Copy, PartialEq)]
enum Victim {
    Server,
    Worker,
}

/// What was found when all was quiet.
struct Figures {
    /// Message-IDs that should have arrived and did not.
    lost: Vec<String>,
    /// Message-IDs that arrived more than once, each more than once.
    doubles: Vec<String>,
    /// Doubles although the client had gone on after the server's reply, or without an attempt that was left open.
    unexplained: Vec<String>,
    /// Doubles that are not the same message to the byte.
    different: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_at_random_moments_lose_nothing() {
    let number = |name: &str, usual: usize| env::var(name).map_or(usual, |text| text.parse().unwrap());
    let (mails, kills) = (number("PERIPLUS_TORTURE_MAILS", 600), number("PERIPLUS_TORTURE_KILLS", 4));
    let seed = rand::random();
    let mut chance = StdRng::seed_from_u64(seed);
    let outbox = Outbox::create().await;
    let mut server = MailServer::start(&[]);
    let recipients: Vec<String> = (0..mails).map(|number| recipient(number, chance.random_range(0..1000))).collect();
    outbox.write_to(&recipients).await;

    let begun = Instant::now();
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let mut workers: Vec<Worker> = (0..2).map(|_| Worker::start(&outbox, &url, &[])).collect();
    let mut victims = [vec![Victim::Server; kills], vec![Victim::Worker; kills]].concat();
    victims.shuffle(&mut chance);
    // The journal grows with every mail by about the length of two lines; the kills are spread over that growth.
    let whole = u64::try_from(mails).unwrap() * 90;
    let mut moments: Vec<u64> = victims.iter().map(|_| chance.random_range(0..whole)).collect();
    moments.sort_unstable();
    for (victim, moment) in victims.iter().zip(moments) {
        let patience = Instant::now() + Duration::from_secs(60);
        while server.journal_length() < moment && Instant::now() < patience {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        tokio::time::sleep(Duration::from_micros(chance.random_range(0..40_000))).await;
        match victim {
            Victim::Server => {
                server.kill();
                tokio::time::sleep(Duration::from_millis(chance.random_range(0..700))).await;
                server.revive();
            }
            Victim::Worker => {
                let index = chance.random_range(0..workers.len());
                workers[index] = Worker::start(&outbox, &url, &[]);
            }
        }
    }
    outbox.until_none("state = 'waiting'", Duration::from_secs(300)).await;
    let seconds = begun.elapsed().as_secs_f64();
    drop(workers);

    let kept = server.kept();
    let figures = figures(&outbox, &server.journal(), &kept).await;
    let left_open = outbox.text("SELECT count(*)::text FROM mail_attempt WHERE outcome = 'uncertain'").await;
    let cut_short = outbox.text("SELECT count(*)::text FROM mail_attempt WHERE outcome IS NULL").await;
    println!("{mails} mails in {seconds:.1} s, server killed {kills} times, worker killed {kills} times, seed {seed}");
    println!("sent {}, bounced {}", outbox.count("state = 'sent'").await, outbox.count("state = 'bounced'").await);
    println!("kept by the server {}, lost {}", kept.len(), figures.lost.len());
    println!("attempts without a reply after DATA {left_open}, attempts whose worker was killed {cut_short}");
    let cut = kept.iter().filter(|(to, _)| to.starts_with("cut")).count() / 2;
    println!(
        "doubles {}, of these cut on purpose {cut}, unexplained {}",
        figures.doubles.len(),
        figures.unexplained.len()
    );
    assert_eq!(figures.lost, Vec::<String>::new(), "lost; seed {seed}");
    assert_eq!(figures.unexplained, Vec::<String>::new(), "unexplained doubles; seed {seed}");
    assert_eq!(figures.different, Vec::<String>::new(), "doubles that differ; seed {seed}");
    assert_eq!(outbox.count("state NOT IN ('sent', 'bounced')").await, 0);
    let refused = recipients.iter().filter(|to| to.starts_with("unknown") || to.starts_with("full")).count();
    assert_eq!(outbox.count("state = 'bounced'").await, i64::try_from(refused).unwrap());
    outbox.drop().await;
}

/// Most are taken at once; some are refused, put off, kept slowly, or cut off.
fn recipient(number: usize, chance: u32) -> String {
    let kind = match chance {
        0..10 => "unknown",
        10..15 => "full",
        15..35 => "later",
        35..45 => "busy",
        45..50 => "slow",
        50..55 => "cut",
        55..60 => "drop",
        60..65 => "gone",
        _ => "person",
    };
    format!("{kind}{number}@example.org")
}

async fn figures(outbox: &Outbox, journal: &str, kept: &[(String, Kept)]) -> Figures {
    let mut copies: BTreeMap<&str, Vec<&Kept>> = BTreeMap::new();
    for (_, one) in kept {
        copies.entry(one.message_id.as_str()).or_default().push(one);
    }
    let mut gone_on = BTreeSet::new();
    let mut too_late = BTreeSet::new();
    for (what, id) in journal.lines().filter_map(|line| line.split_once(' ')) {
        match what {
            "moved" => drop(gone_on.insert(id)),
            // Sent again after the client had seen the reply and gone on: no break excuses that.
            "accepted" if gone_on.contains(id) => drop(too_late.insert(id.to_owned())),
            _ => {}
        }
    }
    let query = "SELECT message_id, state,
        (SELECT count(*) FROM mail_attempt WHERE mail_id = id AND coalesce(outcome, 'uncertain') = 'uncertain')
        FROM outbox";
    let mut found = Figures { lost: vec![], doubles: vec![], unexplained: vec![], different: vec![] };
    let mut ours = BTreeSet::new();
    for row in outbox.client.query(query, &[]).await.unwrap() {
        let (id, state, open): (String, String, i64) = (row.get(0), row.get(1), row.get(2));
        let copies = copies.get(id.as_str()).map_or(&[][..], Vec::as_slice);
        if state != "bounced" && copies.is_empty() {
            found.lost.push(id.clone());
        }
        if copies.len() > 1 {
            found.doubles.push(id.clone());
            let more = i64::try_from(copies.len() - 1).unwrap();
            if open < more || too_late.contains(&id) {
                found.unexplained.push(id.clone());
            }
            if copies.windows(2).any(|pair| matches!(pair, [one, other] if one.bytes != other.bytes)) {
                found.different.push(id.clone());
            }
        }
        ours.insert(id);
    }
    found.unexplained.extend(copies.keys().filter(|id| !ours.contains(**id)).map(|id| format!("{id} is not ours")));
    found
}
