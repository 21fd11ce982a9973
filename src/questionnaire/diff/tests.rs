//! Tables of pairs of forms, and what holds of any pair.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::questionnaire::{
    definition::{Choice, ChoiceList, QuestionType, Range},
    fixtures::{definition, group, list, question, repeat, row_mut},
    text::LanguageKey,
};

const BEFORE: &str = "
    | survey   |                 |        |              |                     |              |            |           |
    |          | type            | name   | label::English (en) | label::French (fr) | hint::English (en) | constraint | relevant |
    |          | begin_group     | first  | First        | Un                  |              |            |           |
    |          | text            | title  | The title    | Le titre            | Short        |            |           |
    |          | select_one ab   | colour | The colour   |                     |              |            |           |
    |          | integer         | year   | The year     |                     |              | string-length(.) > 3 |           |
    |          | text            | gone   | Goes away    |                     |              |            |           |
    |          | end_group       |        |              |                     |              |            |           |
    |          | begin_group     | second | Second       |                     |              |            |           |
    |          | text            | note_a | A            |                     |              |            |           |
    |          | text            | note_b | B            |                     |              |            |           |
    |          | end_group       |        |              |                     |              |            |           |
    | choices  |                 |        |              |                     |              |            |           |
    |          | list_name       | name   | label::English (en) | label::French (fr) | size  |            |           |
    |          | ab              | a      | Red          | Rouge               | 1            |            |           |
    |          | ab              | b      | Blue         |                     | 2            |            |           |
    |          | ab              | c      | Green        |                     | 3            |            |           |
    | settings |                 |        |              |                     |              |            |           |
    |          | form_id         | version | default_language | | | | |
    |          | f               | 1      | English (en) | | | | |";

fn form(markdown: &str) -> Definition {
    crate::questionnaire::fixtures::compiled(markdown).definition
}

/// Every change that replacing `from` by `to` makes, as `row: change`.
fn check(replacements: &[(&str, &str)], expected: &[&str]) {
    let after = replacements.iter().fold(BEFORE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    let diff = diff(&form(BEFORE), &form(&after));
    let told: Vec<String> = diff
        .rows
        .iter()
        .flat_map(|row| row.changes.iter().map(|change| (row.name.as_str(), change)))
        .chain(diff.settings.iter().map(|change| ("settings", change)))
        .map(|(name, change)| {
            let json = serde_json::to_value(change).unwrap();
            let mark = if diff.touches_answers(change) { "!" } else { "" };
            let parts = ["part", "language", "choice", "column", "rule", "attribute", "label", "before", "after"];
            let parts = parts.iter().filter_map(|part| json.get(part)?.as_str().map(str::to_owned));
            let words: Vec<String> = parts.collect();
            format!("{name}: {mark}{} {}", json["change"].as_str().unwrap(), words.join("|")).trim().to_owned()
        })
        .collect();
    assert_eq!(told, expected, "{replacements:?}");
}

#[test]
fn changes_are_typed() {
    check(&[], &[]);
    check(&[("The title ", "The headline ")], &["title: !reworded label|en|The title|The headline"]);
    check(&[("The title    ", "The   title    ")], &[]);
    check(&[("Le titre", "L’intitulé")], &["title: reworded label|fr|Le titre|L’intitulé"]);
    check(&[("The colour   |           ", "The colour   | La couleur")], &["colour: translated label|fr|La couleur"]);
    check(&[("Le titre            ", "                    ")], &["title: untranslated label|fr|Le titre"]);
    check(&[("Short", "Brief")], &["title: reworded hint|en|Short|Brief"]);
    check(
        &[("string-length(.) > 3", "string-length(.) > 4")],
        &["year: rule constraint|string-length(.) > 3|string-length(.) > 4"],
    );
    check(&[("| integer  ", "| decimal  ")], &["year: type integer|decimal"]);
    check(&[("| integer  ", "| text     ")], &["year: !type integer|text"]);
    check(
        &[("| text            | gone   | Goes away ", "| text            | new    | Goes away ")],
        &["new: added", "gone: removed"],
    );
    check(&[("| Red ", "| Dark red ")], &["colour: !choice_reworded en|a|Red|Dark red"]);
    check(&[("| Rouge", "| Rouge vif")], &["colour: choice_reworded fr|a|Rouge|Rouge vif"]);
    check(
        &[(
            "| ab              | b      | Blue         |                     | 2            |            |           |",
            "",
        )],
        &["colour: !choice_removed b|Blue"],
    );
    check(
        &[("| ab              | b      | Blue ", "| ab              | d      | Blue ")],
        &["colour: !choice_removed b|Blue", "colour: choice_added d|Blue"],
    );
    check(
        &[("| Blue         |                     | 2 ", "| Blue         |                     | 7 ")],
        &["colour: choice_column b|size|2|7"],
    );
    check(
        &[
            ("| a      | Red          | Rouge               | 1 ", "| x "),
            (
                "| b      | Blue         |                     | 2 ",
                "| a      | Red          | Rouge               | 1 ",
            ),
            ("| x ", "| b      | Blue         |                     | 2 "),
        ],
        &["colour: choices_reordered"],
    );
    check(&[("| f               | 1 ", "| f               | 2 ")], &["settings: attribute version|1|2"]);
}

#[test]
fn rows_move_among_those_that_stay() {
    let moved = |replacements: &[(&str, &str)]| {
        let after = replacements.iter().fold(BEFORE.to_owned(), |text, (from, to)| text.replacen(from, to, 1));
        let diff = diff(&form(BEFORE), &form(&after));
        let rows = diff.rows.iter().filter(|row| matches!(row.changes.first(), Some(Change::Moved { .. })));
        rows.map(|row| row.name.clone()).collect::<Vec<_>>()
    };
    let swap =
        [("| note_a | A ", "| xxxx   | A "), ("| note_b | B ", "| note_a | A "), ("| xxxx   | A ", "| note_b | B ")];
    assert_eq!(moved(&swap), ["note_b"]);
    // Into another section.
    let line = "    |          | text            | gone   | Goes away    |                     |              |            |           |\n";
    let there = "    |          | text            | note_a | A            |                     |              |            |           |\n";
    assert_eq!(moved(&[(line, ""), (there, &format!("{there}{line}"))]), ["gone"]);
    // What is added before others does not move them.
    assert!(moved(&[(there, &format!("{}{there}", line.replace("gone  ", "fresh ")))]).is_empty());
}

#[test]
fn a_repeat_around_a_question_changes_its_meaning() {
    let inside = definition(&[], vec![repeat("r", vec![question("q", QuestionType::Text)])]);
    let outside = definition(&[], vec![repeat("r", vec![]), question("q", QuestionType::Text)]);
    let grouped = definition(&[], vec![repeat("r", vec![]), group("g", vec![question("q", QuestionType::Text)])]);
    for (before, after, touches) in [(&inside, &outside, true), (&outside, &inside, true), (&outside, &grouped, false)]
    {
        let diff = diff(before, after);
        let change = &diff.row("q").unwrap().changes[0];
        assert!(matches!(change, Change::Moved { .. }));
        assert_eq!(diff.touches_answers(change), touches);
    }
}

#[test]
fn a_form_that_learns_a_second_language_is_not_reworded() {
    let before = definition(&[], vec![question("q", QuestionType::Text)]);
    let mut after = before.clone();
    let (english, french) = (LanguageKey::new("English (eng)"), LanguageKey::new("French (fr)"));
    after.default_language = english.clone();
    after.languages = vec![english.clone(), french.clone()];
    let mut label = Text::single(english.clone(), "q");
    label.set(french, "la q");
    row_mut(&mut after.items[0]).label = label;
    after.title = Text::single(english, "Tiny");
    let diff = diff(&before, &after);
    let changes: Vec<Kind> = diff.rows.iter().flat_map(|row| &row.changes).map(Change::kind).collect();
    assert_eq!(changes, [Kind::Translated]);
}

/// Definitions over few names, so that two of them have much in common.
fn definitions() -> impl Strategy<Value = Definition> {
    let kind = prop_oneof![
        Just(QuestionType::Text),
        Just(QuestionType::Integer),
        Just(QuestionType::SelectOne("one".into())),
        Just(QuestionType::SelectMultiple("two".into())),
        Just(QuestionType::Range(Range { start: "0".into(), end: "5".into(), step: "1".into() })),
    ];
    let row = (0..8_usize, kind, "[ab]{0,2}", "[xy]?", 0..4_usize, any::<bool>());
    let choices = prop::collection::vec(("[pqr]", "[mn]"), 0..4);
    (prop::collection::vec(row, 0..8), choices.clone(), choices).prop_map(|(rows, one, two)| {
        let named = |name: &str, choices: &[(String, String)]| {
            let mut list = list(name, &[]);
            for (name, label) in choices {
                if !list.choices.iter().any(|choice| choice.name == *name) {
                    let label = Text::single(LanguageKey::new("en"), label);
                    list.choices.push(Choice { name: name.clone(), label, extra: [].into() });
                }
            }
            list
        };
        let lists: Vec<ChoiceList> = vec![named("one", &one), named("two", &two)];
        let (mut top, mut grouped, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
        let mut taken = BTreeSet::new();
        for (name, kind, label, relevant, place, personal) in rows {
            if !taken.insert(name) {
                continue;
            }
            let mut item = question(&format!("q{name}"), kind);
            row_mut(&mut item).label = Text::single(LanguageKey::new("en"), &label);
            row_mut(&mut item).relevant = relevant;
            row_mut(&mut item).personal = personal;
            match place {
                0 => grouped.push(item),
                1 => repeated.push(item),
                _ => top.push(item),
            }
        }
        top.push(group("g", grouped));
        top.push(repeat("r", repeated));
        definition(&lists, top)
    })
}

/// Changes by row, but for which of two neighbours moved: that is a choice.
fn by_row(diff: &Diff, inverse: bool) -> BTreeMap<String, BTreeSet<Change>> {
    let change = |change: &Change| if inverse { change.clone().inverse() } else { change.clone() };
    let is_told = |change: &Change| !matches!(change, Change::Moved { from, to } if from.within == to.within);
    let told = |change: Change| match change {
        Change::Moved { mut from, mut to } => {
            (from.after, to.after) = (None, None);
            Change::Moved { from, to }
        }
        other => other,
    };
    let rows = diff.rows.iter().map(|row| {
        let changes: BTreeSet<Change> = row.changes.iter().filter(|it| is_told(it)).map(change).map(told).collect();
        (row.name.clone(), changes)
    });
    rows.filter(|(_, changes)| !changes.is_empty()).collect()
}

proptest! {
    #[test]
    fn nothing_differs_from_itself(one in definitions()) {
        prop_assert!(diff(&one, &one).is_empty());
    }

    #[test]
    fn the_way_back_undoes_every_change(one in definitions(), other in definitions()) {
        let (there, back) = (diff(&one, &other), diff(&other, &one));
        prop_assert_eq!(by_row(&there, true), by_row(&back, false));
        let counts = |diff: &Diff| { let it = diff.counts(); (it.moved, it.reworded, it.types, it.choices, it.rules) };
        prop_assert_eq!(counts(&there), counts(&back));
        prop_assert_eq!(there.counts().added, back.counts().removed);
    }

    #[test]
    fn what_differs_is_told(one in definitions(), other in definitions()) {
        let same = one.items == other.items && one.choice_lists == other.choice_lists;
        let used = |definition: &Definition| serde_json::to_string(&definition.items).unwrap();
        if used(&one) != used(&other) {
            prop_assert!(!diff(&one, &other).is_empty());
        } else if same {
            prop_assert!(diff(&one, &other).is_empty());
        }
    }
}
