//! A language goes out and comes back without loss, and every mistake of a translator is told at its line.

use proptest::prelude::*;

use super::*;
use crate::questionnaire::{
    definition::Definition,
    text::LanguageKey,
    xlsform::{Source, export::generator, import, markdown::workbook_from_markdown},
};

fn form() -> Definition {
    let markdown = "
        | survey |
        | | type | name | label::English (en) | label::French (fr) | hint::English (en) | constraint_message::English (en) | periplus::number |
        | | text | who | Who? | Qui ? | In full | | 1 |
        | | integer | age | How old is ${who}? | Quel âge a ${who} ? | | Not so old | 2 |
        | | select_one c | port | Port? | | | | |
        | choices |
        | | list_name | name | label::English (en) |
        | | c | 01 | =Athens |
        | | c | 1/2 | Bay, “old” |
        | settings |
        | | form_title | form_id | default_language |
        | | Ports | ports | English (en) |";
    import(Source::Workbook(workbook_from_markdown(markdown))).definition.unwrap()
}

fn exported(definition: &Definition, language: &str) -> String {
    String::from_utf8(table(definition, &target(definition, language).unwrap(), true).unwrap()).unwrap()
}

/// Problems as `line code`.
fn told(translated: &Translated) -> Vec<String> {
    let line = |problem: &Problem| problem.line.map_or_else(|| "-".to_owned(), |line| line.to_string());
    translated.problems.iter().map(|problem| format!("{} {}", line(problem), problem.kind.code())).collect()
}

#[test]
fn what_is_missing_is_listed_by_language() {
    let all = missing(&form());
    let counts: Vec<_> = all.iter().map(|gaps| (gaps.language.code(), gaps.total, gaps.missing.len())).collect();
    assert_eq!(counts, [("en", 8, 0), ("fr", 8, 6)]);
    let gaps: Vec<_> = all[1].missing.iter().map(|gap| format!("{}: {} {}", gap.key, gap.number, gap.source)).collect();
    assert_eq!(
        gaps,
        [
            "settings/form_title:  Ports",
            "survey/who/hint: 1 In full",
            "survey/age/constraint_message: 2 Not so old",
            "survey/port/label:  Port?",
            "choices/c/01/label:  =Athens",
            "choices/c/1%2F2/label:  Bay, “old”",
        ]
    );
}

#[test]
fn the_table_is_safe_to_open_and_shows_what_is_piped() {
    let text = exported(&form(), "fr");
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(lines[0], "\u{feff}key,number,source: English (en),translation: French (fr)");
    assert_eq!(lines[3], "survey/who/hint,'1,In full,");
    assert_eq!(lines[4], "survey/age/label,'2,How old is ${who}?,Quel âge a ${who} ?");
    assert_eq!(lines[7], "choices/c/01/label,,'=Athens,");
}

#[test]
fn an_unchanged_table_changes_nothing() {
    for (from, to) in [("", ""), ("\r\n", "\n"), ("\u{feff}", ""), ("\n", "\n\n")] {
        let text = exported(&form(), "French").replace(from, to);
        let translated = translate(&form(), text.as_bytes(), Some("fr"));
        assert_eq!((told(&translated), translated.changes.len()), (vec!["- untranslated".to_owned()], 0), "{from:?}");
        assert_eq!(translated.definition, Some(form()));
    }
}

#[test]
fn a_translation_is_taken_and_a_new_language_can_be_started() {
    let text = exported(&form(), "French (fr)").replace("'=Athens,", "'=Athens,Athènes");
    // A spreadsheet of a country where the comma is for decimals.
    let semicolons = text.replace("'1,In full,", "'1;In full;\"En toutes; lettres\"").replace(',', ";");
    for (text, count) in [(text, 1), (semicolons, 2)] {
        let translated = translate(&form(), text.as_bytes(), None);
        assert_eq!(translated.changes.len(), count, "{:?}", told(&translated));
        let after = translated.definition.unwrap();
        assert_eq!(after.choice_lists[0].choices[0].label.read("fr", &after.default_language), "Athènes");
        assert_eq!(after.languages, form().languages);
    }
    let text = exported(&form(), "Greek (el)").replace("'=Athens,", "'=Athens,'=Αθήνα");
    let translated = translate(&form(), text.as_bytes(), Some("Greek (el)"));
    assert!(translated.is_new && told(&translated) == ["- untranslated"]);
    let after = translated.definition.unwrap();
    assert_eq!(after.languages.last(), Some(&LanguageKey::new("Greek (el)")));
    assert_eq!(after.choice_lists[0].choices[0].label.read("el", &after.default_language), "=Αθήνα");
}

#[test]
fn every_mistake_is_told_at_its_line() {
    let text = exported(&form(), "fr");
    let header = "key,source: English (en),translation: French (fr)\n";
    let rows = |rows: &str| format!("{header}{rows}");
    for (text, expected) in [
        (text.replace("Quel âge a ${who} ?", "Quel âge ?"), vec!["5 lost-reference", "- untranslated"]),
        (text.replace("In full,", "In full,${age} ${who}"), vec!["4 added-reference", "- untranslated"]),
        (text.replace("In full,", "In full,${who"), vec!["4 malformed-reference", "- untranslated"]),
        (text.replace("In full,", "In fine,x"), vec!["4 source-changed", "- untranslated"]),
        (
            text.replace("survey/who/hint", "survey/who/hnit"),
            vec!["4 unknown-key", "- untranslated", "- lines-missing"],
        ),
        (text.replace("Qui ?", ""), vec!["3 translation-removed", "- untranslated"]),
        (
            rows("survey/who/label,Who?,Qui ?\n\n\"survey/who/label\",Who?,\"Qui\n?\"\n,x,y\n"),
            vec!["4 doubled-key", "6 missing-key", "- untranslated", "- lines-missing"],
        ),
        (text.replace("translation: French (fr)", "translation: Greek (el)"), vec!["1 other-language"]),
        (text.replace("translation: French (fr)", "French"), vec!["1 missing-column"]),
        ("a,b\n".to_owned(), vec!["1 missing-column", "1 missing-column", "1 missing-column"]),
        (String::new(), vec!["1 missing-column", "1 missing-column", "1 missing-column"]),
        (
            text.encode_utf16().map(|unit| char::from(unit as u8)).flat_map(|c| [c, '\0']).collect(),
            vec!["1 wrong-encoding"],
        ),
    ] {
        let translated = translate(&form(), text.as_bytes(), Some("fr"));
        assert_eq!(told(&translated), expected, "{text}");
        let has_error = translated.problems.iter().any(|problem| problem.severity() == Severity::Error);
        assert_eq!(translated.definition.is_none(), has_error);
    }
    let latin: Vec<u8> =
        text.replace(['“', '”'], "").chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    assert_eq!(told(&translate(&form(), &latin, Some("fr"))), ["5 wrong-encoding"]);
    let changed = translate(&form(), exported(&form(), "fr").replace("In full,", "In fine,x").as_bytes(), None);
    let message = changed.problems[0].to_string();
    assert!(message.contains("“In fine”") && message.contains("“In full”") && message.starts_with("line 4: warning"));
}

#[test]
fn languages_are_found_by_any_of_their_names() {
    let form = form();
    for wanted in ["French (fr)", "fr", "french", " FR "] {
        assert_eq!(target(&form, wanted), Ok(LanguageKey::new("French (fr)")), "{wanted}");
    }
    assert_eq!(target(&form, "Greek (el)"), Ok(LanguageKey::new("Greek (el)")));
    for (wanted, expected) in [
        ("", LanguageError::Missing),
        ("en", LanguageError::IsTheSource("en".into())),
        ("Français (fr)", LanguageError::HasTheCode("French (fr)".into())),
        ("a::b", LanguageError::Impossible("a::b".into())),
        ("a\nb", LanguageError::Impossible("a\nb".into())),
        ("default", LanguageError::Impossible("default".into())),
    ] {
        assert_eq!(target(&form, wanted), Err(expected), "{wanted}");
    }
}

/// Each definition with one of its languages, and the same without that language's wording.
fn with_and_without(definition: Definition) -> Option<(Definition, Definition, LanguageKey)> {
    let language =
        definition.languages.get(1..)?.iter().find(|key| target(&definition, key.as_str()).as_ref() == Ok(*key))?;
    let language = language.clone();
    let rows = pieces::pieces(&definition).into_iter().map(|piece| (piece.key, String::new())).collect();
    let mut bare = definition.clone();
    pieces::change(&mut bare, &language, &rows);
    Some((definition, bare, language))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn a_language_goes_out_and_comes_back(definition in generator::definition()) {
        if let Some((full, bare, language)) = with_and_without(definition) {
            let bytes = table(&full, &language, true).unwrap();
            let same = translate(&full, &bytes, Some(language.as_str()));
            prop_assert_eq!((same.definition.as_ref(), same.changes.len()), (Some(&full), 0), "{:?}", same.problems);
            prop_assert!(same.problems.iter().all(|problem| problem.severity() == Severity::Notice));
            let keys = |definition: &Definition| pieces::pieces(definition).into_iter().map(|piece| piece.key).collect::<Vec<_>>();
            // What only this language says has no source to translate from.
            if keys(&bare) == keys(&full) {
                let filled = translate(&bare, &bytes, Some(language.as_str()));
                prop_assert_eq!(filled.definition, Some(full), "{:?}", filled.problems);
            }
        }
    }

    #[test]
    fn any_wording_comes_back(text in r#"[ "',;=+\-@\n01/’a\x{200f}é]{0,12}|\PC*"#) {
        let text = text.replace('$', "");
        let mut form = form();
        form.title.set(LanguageKey::new("French (fr)"), &read::tidy(&text));
        let bytes = table(&form, &LanguageKey::new("French (fr)"), false).unwrap();
        let mut bare = form.clone();
        bare.title.set(LanguageKey::new("French (fr)"), "");
        prop_assert_eq!(translate(&bare, &bytes, None).definition, Some(form));
    }
}
