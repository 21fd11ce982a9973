//! Workbooks that mean no good: very deep, very large, or nonsense. All of them end in a report, and soon.

use proptest::prelude::*;

use super::{
    workbook::{Cell, Sheet, SheetRow},
    *,
};

#[test]
fn deep_and_endless_forms_end_in_a_report() {
    let deep = |depth: usize| -> Sheet {
        let mut sheet = Sheet { name: "survey".into(), rows: Vec::new() };
        let mut push = |row: u32, cells: [&str; 3]| {
            for (column, text) in (0..).zip(cells) {
                sheet.push(row, column, text);
            }
        };
        push(1, ["type", "name", "label"]);
        for level in 0..depth {
            push(u32::try_from(level).unwrap() + 2, ["begin group", &format!("g{level}"), "${"]);
        }
        sheet
    };
    let workbook = Workbook { sheets: vec![deep(50_000)], ..Workbook::default() };
    let imported = import(Source::Workbook(workbook));
    assert!(imported.definition.is_none());
    assert!(imported.problems.iter().any(|problem| problem.code == Code::TooDeep));
    assert!(imported.problems.iter().any(|problem| problem.code == Code::MoreProblems));
    assert!(imported.problems.len() < 3_000);
}

fn word() -> impl Strategy<Value = String> {
    let known = [
        "type",
        "name",
        "label",
        "label::fr",
        "label:fr",
        "list_name",
        "relevant",
        "constraint",
        "parameters",
        "periplus::non_answers",
        "choice_filter",
        "trigger",
        "default",
        "text",
        "select_one l",
        "select_multiple l",
        "rank l or_other",
        "select_one ${a}",
        "begin group",
        "end group",
        "begin repeat",
        "end repeat",
        "range",
        "start=1 end=99999999999999999999999999",
        "l",
        "a",
        "b",
        "${a}",
        "${",
        "selected(${a}, 'b'",
        "'",
        "${é} = 'é",
        "é",
        "percentage",
        "csv-external",
        "select_one_from_file é.csv",
        "-79228162514264337593543950335",
        "none",
        "start=-79228162514264337593543950335 end=79228162514264337593543950335 step=1 placeholder=5",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => ".{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_workbook_makes_the_importer_panic(
        sheets in prop::collection::vec(prop::collection::vec(prop::collection::vec(word(), 0..6), 0..12), 3)
    ) {
        let sheet = |(name, rows): (&str, Vec<Vec<String>>)| {
            let mut rows: Vec<SheetRow> = (2..)
                .zip(rows)
                .map(|(number, cells)| SheetRow {
                    number,
                    cells: (0..).zip(cells).map(|(column, text)| Cell { column, text }).collect(),
                })
                .collect();
            let head = ["type", "name", "label", "relevant", "parameters", "default"];
            let head = (0..).zip(head).map(|(column, text)| Cell { column, text: text.into() }).collect();
            if name == "survey" {
                rows.insert(0, SheetRow { number: 1, cells: head });
            }
            Sheet { name: name.into(), rows }
        };
        let sheets = ["survey", "choices", "settings"].into_iter().zip(sheets).map(sheet).collect();
        let imported = import(Source::Workbook(Workbook { sheets, ..Workbook::default() }));
        prop_assert_eq!(imported.definition.is_none(), imported.errors().next().is_some());
        for problem in &imported.problems {
            prop_assert!(!problem.to_string().is_empty());
        }
    }
}

#[test]
fn a_large_form_is_read_in_a_moment() {
    let mut sheet = Sheet { name: "survey".into(), rows: Vec::new() };
    let mut push = |row: u32, cells: [&str; 5]| {
        for (column, text) in (0..).zip(cells) {
            sheet.push(row, column, text);
        }
    };
    push(1, ["type", "name", "label", "hint", "relevant"]);
    for row in 2..20_000 {
        let rule = format!("${{q{}}} > 1 and ${{qq{row}}} = 'x'", row.max(3) - 1);
        push(row, ["integer", &format!("q{row}"), "A question", "A hint", &rule]);
    }
    let started = std::time::Instant::now();
    let imported = import(Source::Workbook(Workbook { sheets: vec![sheet], ..Workbook::default() }));
    println!("20,000 rows with as many unknown references: {:?}", started.elapsed());
    assert!(imported.definition.is_none());
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
