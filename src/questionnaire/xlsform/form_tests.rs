//! Tables of one-feature forms: what each becomes, and what is said about it.

use std::collections::BTreeSet;

use super::{markdown::workbook_from_markdown, *};
use crate::questionnaire::{
    answer::NonAnswerKind,
    definition::{Definition, Item, Question, QuestionType},
    text::LanguageKey,
};

fn read(markdown: &str) -> Import {
    import(Source::Workbook(workbook_from_markdown(markdown)))
}

#[track_caller]
fn define(markdown: &str) -> Definition {
    let imported = read(markdown);
    imported.definition.unwrap_or_else(|| panic!("{:#?}", imported.problems))
}

fn question<'a>(definition: &'a Definition, name: &str) -> &'a Question {
    fn find<'a>(items: &'a [Item], name: &str) -> Option<&'a Question> {
        items.iter().find_map(|item| match item {
            Item::Question(question) if question.row.name == name => Some(&**question),
            Item::Question(_) => None,
            Item::Group(_) | Item::Repeat(_) => find(item.items(), name),
        })
    }
    find(&definition.items, name).unwrap()
}

/// `a (b c) d`: groups in round brackets, repeats in square ones.
fn shape(items: &[Item]) -> String {
    let words: Vec<String> = items
        .iter()
        .map(|item| match item {
            Item::Question(question) => question.row.name.clone(),
            Item::Group(group) => format!("{}({})", group.row.name, shape(&group.items)),
            Item::Repeat(repeat) => format!("{}[{}]", repeat.row.name, shape(&repeat.items)),
        })
        .collect();
    words.join(" ")
}

/// The places and codes of everything that is said, notices apart.
fn said(markdown: &str) -> Vec<String> {
    let loud = |problem: &&Problem| problem.severity != Severity::Notice;
    read(markdown).problems.iter().filter(loud).map(|p| format!("{} {}", p.place, p.code)).collect()
}

#[test]
fn groups_and_repeats_become_a_tree() {
    let definition = define(
        "| survey |
         | | type         | name | label | repeat_count | periplus::max_entries |
         | | text         | a    | A     |              |    |
         | | begin group  | g    | G     |              |    |
         | | begin repeat | r    | R     | 3            | 10 |
         | | text         | b    | B     |              |    |
         | | begin_group  | h    | H     |              |    |
         | | text         | c    | C     |              |    |
         | | end_group    |      |       |              |    |
         | | end repeat   | r    |       |              |    |
         | | end group    |      |       |              |    |
         | | text         | d    | D     |              |    |",
    );
    assert_eq!(shape(&definition.items), "a g(r[b h(c)]) d");
    let Item::Group(group) = &definition.items[1] else { panic!() };
    let Item::Repeat(repeat) = &group.items[0] else { panic!() };
    assert_eq!((repeat.repeat_count.as_str(), repeat.max_entries), ("3", Some(10)));
}

#[test]
fn the_columns_of_this_product_fill_their_fields() {
    let definition = define(
        "| survey |
         | | type    | name | label | periplus::number | periplus::non_answers | periplus::departments | periplus::personal | periplus::visibility | periplus::consolidation | periplus::max_length | periplus::unit | periplus::score |
         | | text    | a    | A     | 8a | no_data not_applicable | DEV INT, ECO | yes | network | any | 500 |     | 2 |
         | | integer | b    | B     | 9  | none                   |              | no  |         |     |     | EUR |   |
         | | integer | c    | C     |    |                        |              |     |         |     |     |     |   |",
    );
    let a = question(&definition, "a");
    assert_eq!(a.row.number, "8a");
    assert_eq!(a.row.non_answers, Some(BTreeSet::from([NonAnswerKind::NoData, NonAnswerKind::NotApplicable])));
    assert_eq!(a.row.departments, ["DEV", "INT", "ECO"]);
    assert_eq!((a.row.personal, a.row.visibility.as_str(), a.row.consolidation.as_str()), (true, "network", "any"));
    assert_eq!((a.max_length, a.row.extra["periplus::score"].as_str()), (Some(500), "2"));
    let b = question(&definition, "b");
    assert_eq!((&b.row.non_answers, b.row.personal, b.unit.as_str()), (&Some(BTreeSet::new()), false, "EUR"));
    assert_eq!(question(&definition, "c").row.non_answers, None);
}

#[test]
fn languages_are_whole_keys_and_a_bare_label_is_the_default() {
    let definition = define(
        "| survey |
         | | type | name | label | label::French (fr) | hint::French (fr) | image::French (fr) |
         | | text | a    | Name  | Nom                | Le vôtre          | nom.png            |
         | settings |
         | | form_id | form_title | default_language |
         | | f       | Form       | English (en)     |",
    );
    let keys: Vec<&str> = definition.languages.iter().map(LanguageKey::as_str).collect();
    assert_eq!(keys, ["English (en)", "French (fr)"]);
    let row = &question(&definition, "a").row;
    assert_eq!(
        (row.label.get(&definition.languages[0]), row.label.get(&definition.languages[1])),
        (Some("Name"), Some("Nom"))
    );
    assert_eq!(row.hint.get(&definition.languages[0]), None);
    assert_eq!(row.extra["image::French (fr)"], "nom.png");
    assert_eq!(definition.title.read("en", &definition.default_language), "Form");
    let by_code = define(
        "| survey |
         | | type | name | label::English (en) | label::French (fr) |
         | | text | a    | Name                | Nom                |
         | settings |
         | | form_id | default_language |
         | | f       | fr               |",
    );
    assert_eq!(by_code.default_language.as_str(), "French (fr)");
}

#[test]
fn or_other_adds_a_choice_and_a_question_in_every_language() {
    let markdown = "| survey |
         | | type                 | name | label::en | label::es |
         | | begin repeat         | r    | R         | R         |
         | | select_multiple c or_other | q | Q       | Q         |
         | | end repeat           |      |           |           |
         | choices |
         | | list_name | name | label::en | label::es |
         | | c         | red  | Red       | Rojo      |
         | settings |
         | | form_id | default_language |
         | | f       | en               |";
    let imported = read(markdown);
    let definition = imported.definition.unwrap();
    assert_eq!(shape(&definition.items), "r[q q_other]");
    let list = definition.choice_list("c").unwrap();
    assert_eq!(
        (list.choices[1].name.as_str(), list.choices[1].label.read("es", &definition.default_language)),
        ("other", "Otro")
    );
    let follow_up = question(&definition, "q_other");
    assert_eq!(follow_up.row.relevant, "selected(${q}, 'other')");
    assert_eq!(follow_up.row.label.read("es", &definition.default_language), "Especifique");
    assert!(question(&definition, "q").or_other);
    let origin = imported.origins.get("q_other", Column::Relevant).unwrap();
    assert_eq!((origin.place.to_string().as_str(), origin.text.as_str()), ("survey!A3", "selected(${q}, 'other')"));
}

#[test]
fn types_are_kept_degraded_or_hidden() {
    let definition = define(
        "| survey |
         | | type       | name  | label | parameters           | calculation |
         | | geopoint   | where | W     |                      |       |
         | | video      | film  | F     |                      |       |
         | | deviceid   | dev   |       |                      |       |
         | | percentage | share | S     |                      |       |
         | | range      | how   | H     | start=0 end=5 step=1 |       |
         | | integer    | sum   |       |                      | 1 + 1 |
         | | note       |       | Hello |                      |       |",
    );
    let kind = |name: &str| question(&definition, name).kind.clone();
    assert_eq!(
        (kind("where"), kind("film"), kind("dev")),
        (QuestionType::Point, QuestionType::File, QuestionType::Hidden)
    );
    assert_eq!(question(&definition, "film").row.extra["type"], "video");
    let share = question(&definition, "share");
    assert_eq!((share.kind.clone(), share.unit.as_str()), (QuestionType::Integer, "%"));
    assert_eq!(share.constraint, ". >= 0 and . <= 100");
    assert!(matches!(kind("how"), QuestionType::Range(range) if range.end == "5"));
    assert_eq!((kind("sum"), kind("note_8")), (QuestionType::Calculate, QuestionType::Note));
}

#[test]
fn origins_name_the_cell_of_each_rule_and_wording() {
    let imported = read(
        "| survey |
         | | type    | name | label::en | label::fr | relevant  | constraint |
         | | integer | a    | A         | Â         |           | . > ‘1’    |
         | | text    | b    | B         |           | ${a} > 15 |            |
         | settings |
         | | instance_name | form_id |
         | | ${b}          | f       |",
    );
    let at =
        |row: &str, column: Column| imported.origins.get(row, column).map(|o| (o.place.to_string(), o.text.clone()));
    assert_eq!(at("b", Column::Relevant), Some(("survey!E3".into(), "${a} > 15".into())));
    assert_eq!(at("a", Column::Constraint), Some(("survey!F2".into(), ". > '1'".into())));
    assert_eq!(at("", Column::InstanceName), Some(("settings!A2".into(), "${b}".into())));
    assert_eq!(at("a", Column::Relevant), None);
    let french = imported.origins.wording("a", Column::Label, &LanguageKey::new("fr")).unwrap();
    assert_eq!(french.place.to_string(), "survey!D2");
    let finding = Finding {
        code: "type-mismatch".into(),
        severity: Severity::Error,
        message: "A number is compared with text.".into(),
        fix: "Write the number without quotes.".into(),
    };
    let problem = Problem::in_expression(imported.origins.get("a", Column::Constraint).unwrap(), finding, Some(4..7));
    assert_eq!(problem.caret_lines().unwrap(), ". > '1'\n    ^^^");
    assert_eq!((problem.code.as_str(), problem.row_name.as_str()), ("type-mismatch", "a"));
}

#[test]
fn rules_are_checked_against_lists_and_names() {
    for (rule, expected) in [
        ("${c} = 'red'", None),
        ("${c} = 'read'", Some(("unknown-choice", "red", "read"))),
        ("'gren' != ${c}", Some(("unknown-choice", "green", "gren"))),
        ("selected(${m}, 'gren')", Some(("unknown-choice", "green", "gren"))),
        ("not(selected( ${m} , \"green\"))", None),
        ("${c} = '' or ${c} = 'red'", None),
        ("concat(${c}, 'x') = 'redx'", None),
        ("${c} = concat('re', 'd')", None),
        ("string-length(${c}) = 3", None),
        ("${n} = 'read'", None),
        ("${cc} = 'red'", Some(("unknown-reference", "", "${cc}"))),
        ("${colour} = 'red'", Some(("unknown-reference", "", "${colour}"))),
        ("${ c } = 'red'", Some(("malformed-reference", "${c}", "${ c }"))),
        ("${c = 'red'", Some(("malformed-reference", "", "${"))),
    ] {
        let imported = read(&format!(
            "| survey |
             | | type              | name | label | relevant |
             | | select_one l      | c    | C     |          |
             | | select_multiple l | m    | M     |          |
             | | text              | n    | N     |          |
             | | text              | t    | T     | {rule}   |
             | choices |
             | | list_name | name  | label |
             | | l         | red   | Red   |
             | | l         | green | Green |"
        ));
        let found = imported.problems.iter().find(|problem| problem.severity != Severity::Notice);
        let summary = found.map(|problem| {
            assert_eq!(problem.place.to_string(), "survey!D5", "{rule}");
            let meant = problem.caret.clone().and_then(|span| problem.text.get(span)).unwrap_or("");
            (problem.code.as_str(), problem.suggestion.as_deref().unwrap_or(""), meant)
        });
        assert_eq!(summary, expected, "{rule}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    assert_eq!(
        said(
            "| survey |
             | | type            | name | lable | relevent |
             | | intger          | a b  | A     |          |
             | | select_one yess | c    | C     | ${d} = 1 |
             | | end group       |      |       |          |
             | | begin repeat    | c    | R     |          |
             | choices |
             | | list_name | name | label |
             | | yes       | y    | Y     |
             | | yes       | y    | Y     |"
        ),
        [
            "survey!C1 misspelt-column",
            "survey!D1 misspelt-column",
            "survey!A2 unknown-type",
            "survey!B2 invalid-name",
            "survey!A3 nothing-to-show",
            "survey!A3 unknown-list",
            "survey!A4 unmatched-end",
            "survey!A5 unclosed-group",
            "survey!A5 empty-group",
            "survey!A5 missing-label",
            "survey!B5 duplicate-name",
            "choices!B3 duplicate-choice",
        ]
    );
}

#[test]
fn features_that_would_lose_answers_are_refused_where_they_stand() {
    for (row, place) in [
        ("geotrace | a | A | | ", "survey!A2"),
        ("select_one l | a | A | search('x') | ", "survey!D2"),
        ("text | a | A | ex:org.example.app(x='1') | ", "survey!D2"),
        ("text | a | A | | ${last-saved#a}", "survey!E2"),
        ("begin loop over l | a | A | | ", "survey!A2"),
        ("xml-external | a | | | ", "survey!A2"),
        ("text | a | A | | | app", "survey!F2"),
    ] {
        let imported = read(&format!(
            "| survey |\n| | type | name | label | appearance | default | body::intent |\n| | {row} |\n| | text | z | Z | | |
             | choices |\n| | list_name | name | label |\n| | l | x | X |"
        ));
        let places: Vec<String> =
            imported.errors().filter(|p| p.code == Code::RefusedFeature).map(|p| p.place.to_string()).collect();
        assert_eq!(places, [place], "{row}");
    }
}

#[test]
fn a_bare_title_is_in_the_language_of_the_labels() {
    let imported = read(
        "| survey |\n| | type | name | label::English (en) | label::French (fr) |\n| | text | a | A | À |
         | settings |\n| | form_title |\n| | Work |",
    );
    let definition = imported.definition.unwrap();
    let languages: Vec<&str> = definition.languages.iter().map(|language| language.as_str()).collect();
    assert_eq!(languages, ["English (en)", "French (fr)"]);
    assert_eq!(definition.title.read("en", &definition.default_language), "Work");
    let untranslated: Vec<String> = imported
        .problems
        .iter()
        .filter(|problem| problem.code == Code::Untranslated)
        .flat_map(|problem| problem.places.iter().map(ToString::to_string))
        .collect();
    assert_eq!(untranslated, ["settings!A2"]);
}
