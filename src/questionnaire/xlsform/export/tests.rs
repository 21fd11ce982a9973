//! Export and import are the identity: on cases that ask for care, and on definitions at random.

use proptest::prelude::*;
use serde_json::Value;

use super::{super::write, *};
use crate::questionnaire::{
    definition::Item,
    text::LanguageKey,
    xlsform::{Source, import, markdown::workbook_from_markdown},
};

fn read(markdown: &str) -> Definition {
    let imported = import(Source::Workbook(workbook_from_markdown(markdown)));
    let errors: Vec<String> = imported.errors().map(ToString::to_string).collect();
    imported.definition.unwrap_or_else(|| panic!("{}", errors.join("\n")))
}

/// The first row of each sheet, and the rest, as bars and cells.
fn lines(workbook: &Workbook) -> Vec<String> {
    let row = |cells: &[crate::questionnaire::xlsform::workbook::Cell]| {
        cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|")
    };
    let sheets = workbook.sheets.iter().chain(&workbook.files);
    sheets
        .flat_map(|sheet| sheet.rows.iter().map(move |cells| format!("{} {}", sheet.name, row(&cells.cells))))
        .collect()
}

fn assert_same(definition: &Definition) {
    let exported = export(definition);
    let shown = lines(&exported).join("\n");
    let imported = import(Source::Workbook(exported));
    let errors: Vec<String> = imported.errors().map(ToString::to_string).collect();
    assert_eq!(imported.definition.as_ref(), Some(definition), "{}\n{shown}", errors.join("\n"));
}

#[test]
fn a_form_with_every_column_comes_back() {
    let definition = read(
        "| survey |
         | | type | name | label::English (en) | label::French (fr) | hint | guidance_hint | required | required_message | relevant | constraint | constraint_message | calculation | choice_filter | repeat_count | default | trigger | read_only | parameters | appearance | image::French (fr) | periplus::number | periplus::non_answers | periplus::departments | periplus::personal | periplus::visibility | periplus::consolidation | periplus::max_length | periplus::ranks | periplus::unit | periplus::max_entries | colour | sms_field |
         | | begin_group | s | Section | Partie | | | | | | | | | | | | | | | field-list | | A | none | INT; SOC | | network | | | | | | | |
         | | text | t | Who? | Qui ? | H | G | yes | R | 1 = 1 | . != '' | C | | | | x y | | | rows=3 | multiline | qui.png | 1a | no_data, not_applicable | | yes | | any | 300 | | | | blue | s |
         | | range | r | How far? | | | | | | | | | | | | 4 | ${t} | | start=0 end=9.5; step=0.5 | | | | | | | | mean | | | km | | | |
         | | begin_repeat | p | Practices | | | | | | | | | | | 3 | | | | | | | | | | | | | | | | 9 | | |
         | | rank c | k | Order | | | | | | | | | | a > 1 | | | | | randomize=true seed=3 | | | | | | | | | | 2 | | | | |
         | | end repeat | | | | | | | | | | | | | | | | | | | | | | | | | | | | | | | |
         | | end group | | | | | | | | | | | | | | | | | | | | | | | | | | | | | | | |
         | | calculate | n | | | | | | | | | | 1 + 1 | | | | | | | | | | | | | | | | | | | | |
         | choices |
         | | list_name | name | label | label::French (fr) | a | media::image |
         | | c | 01 | One | Un | 1 | one.png |
         | | c | 2 | Two | | 2 | |
         | settings |
         | | form_title | form_title::French (fr) | form_id | version | default_language | style | instance_name | auto_send | odd |
         | | Title | Titre | f | 2026-1 | English (en) | pages | ${t} | yes | x |",
    );
    assert_eq!(definition.languages.len(), 2);
    assert_same(&definition);
    let sheets = export(&definition);
    let settings = "settings form_title|periplus::form_title::French (fr)|form_id|version|default_language|style|instance_name|auto_send|odd";
    assert!(lines(&sheets).iter().any(|line| line == settings), "{:?}", lines(&sheets));
}

#[test]
fn odd_forms_come_back() {
    for markdown in [
        // Types that are asked as something else, or by nobody, keep their word.
        "| survey |\n| | type | name | label | calculation |\n| | barcode | a | A | |\n| | percentage | b | B | |\n| | deviceid | | | |\n| | text | c | | 1 + 1 |\n| | start | | | |\n| | note | | N | |",
        // A single colon means a language where no header has two: the own column must not become one.
        "| survey |\n| | type | name | label | hint:fr | media::image |\n| | text | a | A | chaud | a.png |",
        "| survey |\n| | type | name | label | hint:fr | periplus::unit |\n| | text | a | A | chaud | |",
        "| survey |\n| | type | name | label:fr | label:en |\n| | text | a | Un | One |",
        // Choices of which one stands twice, and one whose name is a number.
        "| survey |\n| | type | name | label |\n| | select_one c | a | A |\n| choices |\n| | list_name | name | label |\n| | c | 1 | x |\n| | c | 1 | y |\n| settings |\n| | allow_choice_duplicates |\n| | yes |",
        // The choices are what was answered in a repeat.
        "| survey |\n| | type | name | label |\n| | begin repeat | r | R |\n| | text | n | N |\n| | end repeat | | |\n| | select_one ${n} | a | A |",
        // Files that are still to come.
        "| survey |\n| | type | name | label | parameters |\n| | csv-external | ext | | |\n| | select_one_from_file towns.csv | a | A | value=id label=title |\n| | csv-external | more | | |\n| | select_multiple_from_file t.geojson or_other | b | B | |",
        // An empty language, and a group without anything in it.
        "| survey |\n| | type | name | label::English (en) | label::Greek (el) |\n| | begin group | g | G | |\n| | end group | | | |\n| | text | a | A | |",
    ] {
        assert_same(&read(markdown));
    }
}

#[test]
fn what_or_other_adds_is_written_only_where_it_was_changed() {
    let made = read(
        "| survey |\n| | type | name | label::English (en) | label::French (fr) |\n| | select_one c or_other | a | A | A |\n| | select_multiple c or_other | b | B | B |
         | choices |\n| | list_name | name | label::English (en) |\n| | c | x | X |",
    );
    assert_same(&made);
    let is_in = |definition: &Definition, text: &str| lines(&export(definition)).iter().any(|line| line.contains(text));
    assert!(is_in(&made, "select_one c or_other|a|") && !is_in(&made, "a_other") && !is_in(&made, "choices c|other"));

    let mut changed = made.clone();
    let Some(Item::Question(follow_up)) = changed.items.get_mut(1) else { panic!("no follow-up") };
    follow_up.row.label.set(LanguageKey::new("French (fr)"), "Lequel ?");
    assert_same(&changed);
    assert!(is_in(&changed, "text|a_other|Please specify|Lequel ?") && is_in(&changed, "select_one c|a|A|A|yes"));
    assert!(is_in(&changed, "select_multiple c or_other|b|"), "the other question is as it was");

    let mut changed = made;
    changed.choice_lists[0].choices[1].label.set(LanguageKey::new("French (fr)"), "Rien de cela");
    assert_same(&changed);
    assert!(is_in(&changed, "select_one c or_other|a|") && is_in(&changed, "choices c|other|Other|Rien de cela"));
}

#[test]
fn files_of_choices_come_along() {
    let mut workbook = workbook_from_markdown(
        "| survey |\n| | type | name | label | parameters |\n| | select_one c | a | A | |\n| | csv-external | rates | | |\n| | select_one_from_file towns.csv or_other | t | T | value=code label=town |
         | choices |\n| | list_name | name | label |\n| | c | x | X |",
    );
    let files =
        "| towns.csv |\n| | code | town | label::Greek (el) | name |\n| | 1 | Athens | Αθήνα | x |\n| | 2 | Paris | | |
                 | rates.csv |\n| | name | list_name | rate |\n| | y | z | 3 |";
    workbook.files = workbook_from_markdown(files).sheets;
    let definition = import(Source::Workbook(workbook)).definition.unwrap();
    let names: Vec<&str> = definition.choice_lists.iter().map(|list| list.name.as_str()).collect();
    assert_eq!(names, ["c", "rates", "towns.csv"]);
    assert_same(&definition);
    let shown = lines(&export(&definition));
    for line in ["towns.csv code|town|label::Greek (el)|name", "towns.csv 1|Athens|Αθήνα|x", "rates.csv y|z|3"] {
        assert!(shown.iter().any(|shown| shown == line), "no {line}: {shown:#?}");
    }
}

/// Where two definitions differ, and the errors of the import.
fn difference(definition: &Definition, source: Source) -> String {
    let imported = import(source);
    let errors: Vec<String> = imported.errors().map(ToString::to_string).collect();
    let Some(back) = imported.definition else { return errors.join("; ") };
    let json = |definition: &Definition| serde_json::to_value(definition).unwrap();
    let mut found = Vec::new();
    compare("", &json(definition), &json(&back), &mut found);
    found.join("; ")
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(left), Value::Object(right)) => {
            for key in left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))) {
                let part = |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or(Value::Null);
                compare(&format!("{path}/{key}"), &part(left), &part(right), found);
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                compare(&format!("{path}/{index}"), left, right, found);
            }
        }
        _ if before == after => {}
        _ => found.push(format!("{path}: {before} became {after}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn exporting_and_importing_changes_nothing(definition in generator::definition()) {
        let found = difference(&definition, Source::Workbook(export(&definition)));
        prop_assert!(found.is_empty(), "{}", found);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn files_change_nothing_either(definition in generator::definition()) {
        let exported = export(&definition);
        let files = write::files(&exported).unwrap();
        let spreadsheet = [vec![("form.xlsx".to_owned(), write::xlsx(&exported).unwrap())], files.clone()].concat();
        let sheets = [write::csv_sheets(&exported).unwrap(), files].concat();
        for source in [Source::Files(spreadsheet), Source::File(write::zip(&sheets).unwrap())] {
            let found = difference(&definition, source);
            prop_assert!(found.is_empty(), "{}", found);
        }
    }
}
