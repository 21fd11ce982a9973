//! Broken forms that the field accepts in silence: all are refused, each at its cell, with what to do about it.

use std::{fs, path::PathBuf, process::Command};

use periplus::questionnaire::{
    check::check,
    xlsform::{Problem, Severity, Source, markdown::workbook_from_markdown},
};

/// The file, the cell and the code; what the caret stands below, and what was meant, where that can be told.
const BROKEN: &[(&str, &str, &str, &str, &str)] = &[
    ("arithmetic_on_choices", "survey!D3", "type-mismatch", "${colours}", ""),
    ("choice_misspelt", "survey!D3", "unknown-choice", "grene", "green"),
    ("choice_name_of_other_list", "survey!D4", "wrong-list", "'${size}'", ""),
    ("choice_never_offered", "survey!D3", "unknown-choice", "purple", ""),
    ("circle", "survey!D2", "circular-rules", "${part}", ""),
    ("date_and_number", "survey!D3", "type-mismatch", "2020", ""),
    ("date_of_no_calendar", "survey!D2", "invalid-date", "'2026-02-31'", ""),
    ("default_no_choice", "survey!D2", "unknown-choice", "bleu", "blue"),
    ("default_no_number", "survey!D2", "invalid-value", "many", ""),
    ("entry_outside_repeat", "survey!D5", "many-values", "${members}", ""),
    ("filter_without_column", "survey!D3", "unknown-column", "regoin", "region"),
    ("function_misspelt", "survey!D3", "unknown-function", "cont-selected", "count-selected"),
    ("invisible_character", "survey!D3", "invisible-character", "\u{200b}", ""),
    ("language_misspelt", "survey!D1", "misspelt-language", "", "French"),
    ("number_and_text", "survey!D2", "type-mismatch", "'eighteen'", ""),
    ("pattern_not_closed", "survey!D2", "bad-regex", "'[A-Z{2}'", ""),
    ("quote_not_closed", "survey!D3", "unterminated-text", "'yes)", ""),
    ("sum_of_text", "survey!D3", "type-mismatch", "${name}", ""),
    ("too_few_arguments", "survey!D3", "wrong-number-of-arguments", "if", ""),
    ("two_faults", "survey!D3", "unknown-reference", "${aeg}", "age"),
];

#[test]
fn broken_forms_are_refused_at_their_cells() {
    for (name, cell, code, marked, meant) in BROKEN {
        let problems = check(Source::Workbook(workbook_from_markdown(&form(name)))).problems;
        let errors: Vec<&Problem> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let found = errors.iter().find(|error| error.place.to_string() == *cell && error.code.as_str() == *code);
        let error = found.unwrap_or_else(|| panic!("{name} at {cell}: {}", told.join("\n")));
        let caret = error.caret.clone().and_then(|caret| error.text.get(caret)).unwrap_or_default();
        assert_eq!(caret, *marked, "{name}: {error}");
        assert_eq!(error.suggestion.as_deref().unwrap_or_default(), *meant, "{name}: {error}");
        assert!(!error.fix().is_empty() && error.message().ends_with('.'), "{name}: {error}");
        let headers_only = cell.ends_with('1');
        assert!(headers_only || !error.row_name.is_empty(), "{name} names its row: {error:?}");
    }
}

#[test]
fn each_form_is_a_case_and_has_two_faults_at_once_where_it_says_so() {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> =
        files.map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, BROKEN.iter().map(|(name, ..)| (*name).to_owned()).collect::<Vec<_>>());
    let problems = check(Source::Workbook(workbook_from_markdown(&form("two_faults")))).problems;
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code.as_str()).collect();
    for code in ["unknown-reference", "unknown-choice", "wrong-number-of-arguments", "unknown-list"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}

/// Prints how many of them the field's own converter takes, where it is installed.
#[test]
fn the_field_accepts_most_of_them() {
    let python = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python");
    let script = "import sys, pathlib\n\
                  from pyxform.xls2xform import convert\n\
                  for path in sys.argv[1:]:\n    \
                  try:\n        convert(xlsform=pathlib.Path(path).read_text(encoding='utf-8'), file_type='.md')\n        \
                  print('accepted', pathlib.Path(path).stem)\n    \
                  except Exception as error:\n        print('refused', pathlib.Path(path).stem, str(error)[:100])\n";
    let paths = BROKEN.iter().map(|(name, ..)| folder().join(format!("{name}.md")));
    let output = match Command::new(&python).arg("-c").arg(script).args(paths).output() {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).unwrap(),
        Ok(_) | Err(_) => {
            println!("NOT RUN: pyxform is not in .venv");
            return;
        }
    };
    let accepted = output.lines().filter(|line| line.starts_with("accepted")).count();
    println!("pyxform accepts {accepted} of {} broken forms:\n{output}", BROKEN.len());
    assert!(accepted * 3 >= BROKEN.len() * 2, "they should be forms that the field accepts in silence");
}

fn form(name: &str) -> String {
    fs::read_to_string(folder().join(format!("{name}.md"))).unwrap()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/questionnaires/broken")
}
