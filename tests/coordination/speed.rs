//! The overview of twelve departments and ten sections of forty questions in all, every draft begun.

use std::{
    fmt::Write,
    time::{Duration, Instant},
};

use crate::world::World;

/// Tests are not optimised and run beside others; the figure that is printed is what counts.
const PATIENCE: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn twelve_departments_by_ten_sections_are_quick() {
    let mut survey = "type,name,label,required,relevant\n".to_owned();
    for section in 0..10 {
        writeln!(survey, "begin_group,s{section},Section {section},,").unwrap();
        for question in 0..4 {
            let relevant = if question == 3 { format!("${{q{section}_0}} != ''") } else { String::new() };
            writeln!(survey, "text,q{section}_{question},Question,yes,{relevant}").unwrap();
        }
        writeln!(survey, "end_group,,,,").unwrap();
    }
    let world = World::begin_with(&survey).await;
    for index in 0..12 {
        let department = world.department("HEA", &format!("Departamento {index}")).await;
        world
            .invite(department, &format!("p{index}@example.org"), &["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"])
            .await;
        let fill = "INSERT INTO draft_answer (round_id, response_id, path, value, version, edited_at)
            SELECT $1, $2, 'q' || s || '_' || q, '\"an answer\"', 1, now() FROM generate_series(0, 9) AS s, generate_series(0, 2) AS q";
        world.client.execute(fill, &[&world.round.0, &world.response(department).await]).await.unwrap();
    }
    let mut times = Vec::new();
    for _ in 0..7 {
        let begun = Instant::now();
        let page = world.get("coordinator@example.org", "/regions/ES61/rounds/season").await;
        times.push(begun.elapsed());
        assert_eq!(page.text.matches("state--in-progress").count(), 8 * 12, "{}", page.text);
        assert_eq!(page.text.matches("state--complete").count(), 2 * 12, "what is not asked is never incomplete");
    }
    times.sort();
    println!("overview of 12 departments × 10 sections: median {:?}, slowest {:?}", times[3], times[6]);
    assert!(times[3] < PATIENCE, "{times:?}");
}
