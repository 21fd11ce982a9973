//! What regions signed beside what their departments said.

use std::collections::BTreeSet;

use periplus::fieldwork::{response::ResponseState, round::Round};
use serde_json::{Value, json};

use crate::world::{Sign, World, columns};

const ACCEPTED: [ResponseState; 1] = [ResponseState::Accepted];
const ALL: [ResponseState; 3] = [ResponseState::Submitted, ResponseState::Returned, ResponseState::Accepted];

/// ES61 signed once; FRG0 signed twice, the second time in the newer version; FRH0 signed and reopened; SE12 has begun.
async fn season() -> (World, Round) {
    let world = World::new().await;
    let round = world.round("season", 0, 0).await;
    for (region, name, agrees, accepted) in
        [("ES61", "Europe", "yes", true), ("ES61", "Health", "no", true), ("FRH0", "Sea", "yes", false)]
    {
        let department = world.department(region, name).await;
        let response = world.ask(round.id, department).await;
        world.answer(response, &[("agree", json!(agrees))], accepted).await;
    }
    world.ask(round.id, world.department("SE12", "=Silent").await).await;
    let sign = |region, revision, version, rows| Sign {
        region,
        revision,
        version,
        rows,
        divergent: json!({}),
        role: "Director",
        clearance: "none",
        consents: (false, true),
    };
    let spain = [
        ("agree", json!("yes")),
        ("topics", json!(["a", "b"])),
        ("budget", json!(10.5)),
        ("words", json!("=SUM(A1)")),
        ("mail", json!("canary@example.org")),
        ("practices/1", json!(true)),
        ("practices/1/title", json!("One, two")),
        ("practices/1/fields", json!(["a"])),
        ("practices/3", json!(true)),
        ("practices/3/title", json!("+Three")),
    ];
    let divergent = json!({
        "agree": "=Health says no", "practices/3/title": "two titles", "order": "nobody ranks alike", "mail": "canary",
    });
    let own = Sign {
        divergent,
        role: "=Directora",
        clearance: "political",
        consents: (true, false),
        ..sign("ES61", 1, 0, &spain)
    };
    world.sign(round.id, own).await;
    let first = [("agree", json!("yes")), ("budget", json!(1000))];
    world.sign(round.id, sign("FRG0", 1, 0, &first)).await;
    let no_data = json!({"non_answer": "no_data", "reason": "confidential"});
    let second = [("agree", json!("no")), ("topics", no_data), ("budget", json!(2)), ("new", json!("N"))];
    world.sign(round.id, sign("FRG0", 2, 1, &second)).await;
    world.sign(round.id, sign("FRH0", 1, 0, &[("agree", json!("no")), ("topics", json!(["b"]))])).await;
    world
        .run("UPDATE regional_answer SET state = 'open' WHERE region_id = (SELECT id FROM region WHERE code = 'FRH0')")
        .await;
    let begun = "INSERT INTO regional_answer (round_id, region_id, version_id, state, language, opened_at)
        SELECT round.id, region.id, round.version_id, 'open', 'sv', now() FROM round, region WHERE region.code = 'SE12'";
    world.run(begun).await;
    (world, round)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn regions_say_what_they_signed_and_departments_what_they_said() {
    let (world, round) = season().await;
    let files = world.export(&round, &ACCEPTED).await;
    let wide = "region,region_name,country,reference,state,revision,language,version,role,signed_on,clearance,\
        consent_public,consent_network,divergent,agree,topics/a,topics/b,topics/c,topics.non_answer,budget,words,new,\
        order/a,order/b,practices
ES61,'=Andalucía,ES,SIGN-1,signed,1,en,1,'=Directora,2026-11-20,political,1,0,agree order practices/3/title,yes,1,1,,,10.5,'=SUM(A1),,,,2
FRG0,\"Pays, de la Loire\",FR,SIGN-2,signed,2,en,2,Director,2026-11-20,none,0,1,,no,,,,no_data:confidential,2,,N,,,
";
    assert_eq!(files["regional_responses.csv"], wide);
    let long = "region,country,state,version,question,entry,type,choice,value,non_answer,reason,divergent,divergence
ES61,ES,signed,1,agree,,select_one,yes,,,,1,'=Health says no
ES61,ES,signed,1,topics,,select_multiple,a,,,,0,
ES61,ES,signed,1,topics,,select_multiple,b,,,,0,
ES61,ES,signed,1,budget,,decimal,,10.5,,,0,
ES61,ES,signed,1,words,,text,,'=SUM(A1),,,0,
ES61,ES,signed,1,title,practices/1,text,,\"One, two\",,,0,
ES61,ES,signed,1,fields,practices/1,select_multiple,a,,,,0,
ES61,ES,signed,1,title,practices/3,text,,'+Three,,,1,two titles
ES61,ES,signed,1,order,,rank,,,,,1,nobody ranks alike
FRG0,FR,signed,2,agree,,select_one,no,,,,0,
FRG0,FR,signed,2,topics,,select_multiple,,,no_data,confidential,0,
FRG0,FR,signed,2,budget,,decimal,,2,,,0,
FRG0,FR,signed,2,new,,text,,N,,,0,
";
    assert_eq!(files["regional_answers.csv"], long);
    let practices = "region,state,version,entry,title,fields/a,fields/b,fields/c
ES61,signed,1,1,\"One, two\",1,0,
ES61,signed,1,3,'+Three,,,
";
    assert_eq!(files["regional_practices.csv"], practices);
    let said = columns(&files["responses.csv"], &["region", "department", "state", "agree"]);
    assert_eq!(said, ["ES61|Europe|accepted|yes", "ES61|Health|accepted|no"]);
    assert!(files.values().all(|file| !file.contains("canary")), "personal answers leave no trace");
    let manifest: Value = serde_json::from_str(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["round"], "season");
    assert_eq!(manifest["states"], json!(["accepted"]));
    assert_eq!(manifest["regional_states"], json!(["signed"]));
    assert_eq!(manifest["versions"], json!([1, 2]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn regions_are_counted_as_they_signed() {
    let (world, round) = season().await;
    let files = world.export(&round, &ACCEPTED).await;
    let cells = ["unit", "group", "question", "choice", "count", "base", "share", "no_data", "blank", "states"];
    let all = [
        "regions|all|agree|yes|1|2|0.500000|0|0|signed",
        "regions|all|agree|no|1|2|0.500000|0|0|signed",
        "regions|all|topics|a|1|1|1.000000|1|0|signed",
        "regions|all|topics|b|1|1|1.000000|1|0|signed",
        "regions|all|topics|c|0|1|0.000000|1|0|signed",
        "regions|all|order|a|0|0||0|1|signed",
        "regions|all|order|b|0|0||0|1|signed",
    ];
    assert_eq!(columns(&files["regional_frequencies.csv"], &cells), all);
    let agree = |file: &str| {
        let rows = columns(&files[file], &["group", "question", "choice", "count", "base"]);
        rows.into_iter().filter(|row| row.contains("|agree|")).collect::<Vec<_>>()
    };
    let by = |one: &str, other: &str, cells: [&str; 4]| {
        let groups = [one, one, other, other].into_iter().zip(["yes", "no", "yes", "no"]).zip(cells);
        groups.map(|((group, choice), cells)| format!("{group}|agree|{choice}|{cells}")).collect::<Vec<_>>()
    };
    assert_eq!(agree("regional_frequencies_by_region.csv"), by("ES61", "FRG0", ["1|1", "0|1", "0|1", "1|1"]));
    assert_eq!(agree("regional_frequencies_by_country.csv"), by("ES", "FR", ["1|1", "0|1", "0|1", "1|1"]));
    assert_eq!(agree("regional_frequencies_by_commission.csv"), by("AAC", "IMC", ["1|2", "1|2", "1|1", "0|1"]));
    assert_eq!(agree("frequencies_by_region.csv"), by("ES61", "", ["1|2", "1|2", "", ""])[..2]);
    let numbers =
        columns(&files["regional_numbers.csv"], &["table", "group", "question", "n", "sum", "median", "states"]);
    assert_eq!(numbers[0], "regional_numbers|all|budget|2|12.5|6.25|signed");
    assert!(numbers.contains(&"regional_numbers_by_region|ES61|budget|1|10.5|10.5|signed".to_owned()), "{numbers:?}");
    assert_eq!(files["frequencies.csv"].lines().nth(1).unwrap().rsplit(',').next(), Some("accepted"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_region_that_reopened_counts_only_where_it_is_asked_for() {
    let (world, round) = season().await;
    let accepted = world.export(&round, &ACCEPTED).await;
    let all = world.export(&round, &ALL).await;
    let regions = |file: &str| columns(file, &["region", "state", "revision", "agree"]);
    assert_eq!(regions(&accepted["regional_responses.csv"]), ["ES61|signed|1|yes", "FRG0|signed|2|no"]);
    let reopened = ["ES61|signed|1|yes", "FRG0|signed|2|no", "FRH0|reopened|1|no"];
    assert_eq!(regions(&all["regional_responses.csv"]), reopened);
    assert_eq!(
        columns(&all["responses.csv"], &["department", "state"]),
        ["Europe|accepted", "Health|accepted", "Sea|submitted"]
    );
    // The tables that are shipped count what is signed, whatever else is exported.
    assert_eq!(all["regional_frequencies.csv"], accepted["regional_frequencies.csv"]);
    let manifest: Value = serde_json::from_str(&all["manifest.json"]).unwrap();
    assert_eq!(manifest["states"], json!(["submitted", "returned", "accepted"]));
    assert_eq!(manifest["regional_states"], json!(["reopened", "signed"]));
    let names =
        ["region", "region_name", "departments", "started", "submitted", "accepted", "answer", "revision", "signed_on"];
    let participation = [
        "ES61|=Andalucía|2|2|2|2|signed|1|2026-11-20",
        "FRG0|Pays, de la Loire|0|0|0|0|signed|2|2026-11-20",
        "FRH0|Brittany|1|1|1|0|reopened|1|2026-11-20",
        "SE12|SE12|1|0|0|0|open|0|",
    ];
    assert_eq!(columns(&all["regional_participation.csv"], &names), participation);
    assert_eq!(all["regional_participation.csv"], accepted["regional_participation.csv"]);
}

/// Every choice, value and divergence of one file is in the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wide_and_the_long_file_are_equal() {
    let (world, round) = season().await;
    let files = world.export(&round, &ALL).await;
    let long = columns(
        &files["regional_answers.csv"],
        &["region", "question", "entry", "type", "choice", "value", "non_answer", "reason", "divergent"],
    );
    let (mut cells, mut divergent) = (BTreeSet::new(), BTreeSet::new());
    for row in &long {
        let row: Vec<&str> = row.split('|').collect();
        let [region, question, entry, kind, choice, value, non_answer, reason, differs] = row[..] else {
            panic!("{row:?}")
        };
        if differs == "1" {
            let path = if entry.is_empty() { question.to_owned() } else { format!("{entry}/{question}") };
            divergent.insert(format!("{region}|{path}"));
        }
        if !entry.is_empty() || (choice.is_empty() && value.is_empty() && non_answer.is_empty()) {
            continue;
        }
        cells.insert(match (kind, non_answer) {
            (_, kind) if !kind.is_empty() => format!("{region}|{question}.non_answer|{kind}:{reason}"),
            ("select_multiple", _) => format!("{region}|{question}/{choice}|1"),
            (_, _) => format!("{region}|{question}|{choice}{value}"),
        });
    }
    let mut reader = csv::Reader::from_reader(files["regional_responses.csv"].as_bytes());
    let headers: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let (mut wide, mut listed) = (BTreeSet::new(), BTreeSet::new());
    for record in reader.records().map(Result::unwrap) {
        let cell = |index: usize| periplus::export::guard::unguard(&record[index]);
        listed.extend(cell(13).split_whitespace().map(|path| format!("{}|{path}", cell(0))));
        for (index, header) in headers.iter().enumerate().skip(14) {
            if !["", "0"].contains(&cell(index)) && header != "practices" {
                wide.insert(format!("{}|{header}|{}", cell(0), cell(index)));
            }
        }
    }
    assert_eq!(wide, cells);
    assert_eq!(listed, divergent);
    assert!(wide.len() > 9 && listed.len() == 3, "{wide:?} {listed:?}");
}
