//! The rules of ARCHITECTURE.md, held against the sources: which room may use which, what the pure core does not know,
//! how a file begins and how long it may be.

mod sources;

use anyhow::Result;
use regex::Regex;
use sources::{Source, files};

/// Each room with the rooms that it may use, which all stand above it: so there is no circle.
/// The crate's two roots, `lib.rs` and `main.rs`, and the command line are no rooms and may use every one.
const ROOMS: [(&str, &[&str]); 13] = [
    ("config", &[]),
    ("postgres", &[]),
    ("language", &[]),
    ("questionnaire", &[]),
    ("fieldwork", &["questionnaire"]),
    ("access", &["questionnaire", "fieldwork"]),
    ("results", &["questionnaire", "fieldwork"]),
    ("store", &["questionnaire", "fieldwork", "access", "results"]),
    ("export", &["questionnaire", "fieldwork", "results"]),
    ("mail", &["language", "store"]),
    ("operations", &["language", "questionnaire", "fieldwork", "access", "results", "store", "export", "mail"]),
    ("jobs", &["store", "mail", "operations"]),
    (
        "web",
        &[
            "config",
            "language",
            "questionnaire",
            "fieldwork",
            "access",
            "results",
            "store",
            "export",
            "mail",
            "operations",
            "jobs",
        ],
    ),
];

/// Time, language and randomness come in as values here, and nothing goes out.
const PURE: [&str; 4] = ["questionnaire", "fieldwork", "access", "results"];

/// What the pure core does not say outside its tests.
const IMPURE: &str = r"(?x)
    \b(?: Utc::now | Local::now | SystemTime | Instant::now | rand:: | OsRng | thread_rng | new_v4 | now_v7
        | tokio | tracing | std::fs | std::env | std::net | std::process ) | \bprintln!";

/// Libraries that are at home in one room.
const AT_HOME: [(&str, &str); 9] = [
    ("diesel", "store"),
    ("diesel_async", "store"),
    ("diesel_migrations", "store"),
    ("tokio_postgres_rustls", "store"),
    ("actix_web", "web"),
    ("actix_multipart", "web"),
    ("tracing_actix_web", "web"),
    ("lettre", "mail"),
    ("nix", "postgres"),
];

const LONGEST_FILE: usize = 400;
/// One list of all the tables: to split it would hide what belongs together.
const MAY_BE_LONG: [&str; 1] = ["src/store/schema.rs"];

#[test]
fn rooms_are_used_in_one_direction() -> Result<()> {
    assert_nothing(found_in(&files("src", "rs")?, foreign_rooms)?)
}

#[test]
fn libraries_stay_in_their_rooms() -> Result<()> {
    assert_nothing(found_in(&files("src", "rs")?, libraries_abroad)?)
}

#[test]
fn the_core_knows_no_clock_no_chance_and_no_machine() -> Result<()> {
    assert_nothing(found_in(&files("src", "rs")?, impurities)?)
}

#[test]
fn files_say_what_they_are_for_and_end_in_time() -> Result<()> {
    assert_nothing(found_in(&files("src", "rs")?, |source| Ok(shape(source)))?)
}

/// Fuzzing builds the questionnaire's room alone, with a list of libraries of its own.
#[test]
fn the_fuzzed_core_names_its_libraries() -> Result<()> {
    let named = |manifest: &str| -> Result<Vec<String>> {
        let table: toml::Table = toml::from_str(manifest)?;
        let libraries = table.get("dependencies").and_then(toml::Value::as_table);
        Ok(libraries.into_iter().flat_map(toml::Table::keys).map(|name| name.replace('-', "_")).collect())
    };
    let known = named(include_str!("../Cargo.toml"))?;
    let fuzzed = named(include_str!("../fuzz/Cargo.toml"))?;
    let path = Regex::new(r"\b([a-z_0-9]+)::")?;
    let (mut used, mut missing) = (0, Vec::new());
    for source in files("src/questionnaire", "rs")? {
        let code = code_only(&source.text);
        let outside_tests = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let is_test = source.path.split(['/', '.']).any(|part| part.ends_with("tests") || part.starts_with("fixture"));
        for name in path.captures_iter(outside_tests).filter_map(|captures| captures.get(1)) {
            let name = name.as_str().to_owned();
            used += usize::from(known.contains(&name));
            if known.contains(&name) && !fuzzed.contains(&name) && !is_test {
                missing.push(format!("{} uses {name}, which fuzz/Cargo.toml does not name", source.path));
            }
        }
    }
    anyhow::ensure!(used > 50, "only {used} uses of libraries were found");
    assert_nothing(missing)
}

#[test]
fn the_table_of_rooms_has_no_circle() {
    for (index, (room, uses)) in ROOMS.iter().enumerate() {
        let above: Vec<&str> = ROOMS[..index].iter().map(|(name, _)| *name).collect();
        assert!(uses.iter().all(|name| above.contains(name)), "{room} uses what does not stand above it");
    }
}

#[test]
fn a_planted_violation_is_found() -> Result<()> {
    for (path, text, expected) in [
        ("src/questionnaire/a.rs", "use crate::store::Pool;", "uses store"),
        ("src/questionnaire/a.rs", "use crate::{\n    questionnaire::path::{Path, Step},\n    web,\n};", "uses web"),
        ("src/questionnaire/a.rs", "fn f() { crate::mail::send() }", "uses mail"),
        ("src/questionnaire/a.rs", "use super::super::export;", "uses export"),
        ("src/questionnaire/deep/a.rs", "use super::super::super::{store};", "uses store"),
        ("src/language.rs", "use super::store;", "uses store"),
        ("src/fieldwork/mod.rs", "use crate::*;", "uses *"),
        ("src/cellar/a.rs", "fn f() {}", "is in no room"),
    ] {
        let found = foreign_rooms(&source(path, text))?;
        assert!(found.iter().any(|problem| problem.contains(expected)), "{text}: {found:?}");
    }
    for (path, text) in [
        (
            "src/fieldwork/a.rs",
            "// crate::store\nconst A: &str = \"crate::web\"; use crate::questionnaire::{self, path};",
        ),
        ("src/fieldwork/a.rs", "fn f<'a>(x: &'a str, y: char) { y == '\"'; /* crate::web /* */ crate::store */ }"),
        ("src/export/a.rs", "const A: &str = r#\"say \"crate::web\" \"#; use super::{guard, store};"),
        ("src/main.rs", "use crate::anything;"),
    ] {
        assert_eq!(foreign_rooms(&source(path, text))?, Vec::<String>::new(), "{text}");
    }
    for (path, text, count) in [
        ("src/web/a.rs", "use diesel::prelude::*;", 1),
        ("src/web/a.rs", "let x = diesel_async::RunQueryDsl::load(q);", 1),
        ("src/operations/a.rs", "use actix_web::{web, HttpResponse};", 1),
        ("src/store/a.rs", "use diesel::prelude::*; // actix_web::web", 0),
        ("src/web/a.rs", "use actix_web::web; let undiesel = 1;", 0),
    ] {
        assert_eq!(libraries_abroad(&source(path, text))?.len(), count, "{text}");
    }
    for (path, text, count) in [
        ("src/results/a.rs", "let now = Utc::now();\nlet dice = rand::random();", 2),
        ("src/access/a.rs", "use std::time::SystemTime;", 1),
        ("src/access/a.rs", "fn f() {}\n#[cfg(test)]\nmod tests { use std::time::SystemTime; }", 0),
        ("src/access/tests.rs", "let now = Utc::now();", 0),
        ("src/jobs/a.rs", "let now = Utc::now();", 0),
    ] {
        assert_eq!(impurities(&source(path, text))?.len(), count, "{text}");
    }
    assert_eq!(shape(&source("src/web/a.rs", "use std::fs;")).len(), 1);
    let long = "//! Long.\n".repeat(LONGEST_FILE + 1);
    assert_eq!(shape(&source("src/web/a.rs", &long)).len(), 1);
    assert_eq!(shape(&source("src/store/schema.rs", &long)).len(), 0);
    Ok(())
}

fn assert_nothing(problems: Vec<String>) -> Result<()> {
    anyhow::ensure!(problems.is_empty(), "\n{}", problems.join("\n"));
    Ok(())
}

fn found_in(sources: &[Source], look: impl Fn(&Source) -> Result<Vec<String>>) -> Result<Vec<String>> {
    anyhow::ensure!(sources.len() > 50, "only {} sources were found", sources.len());
    let found: Result<Vec<Vec<String>>> = sources.iter().map(look).collect();
    Ok(found?.concat())
}

/// The uses of rooms that the table does not allow.
fn foreign_rooms(source: &Source) -> Result<Vec<String>> {
    let Some(own) = room(source) else { return Ok(Vec::new()) };
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == own) else {
        return Ok(vec![format!("{} is in no room of the table", source.path)]);
    };
    let code = code_only(&source.text);
    let mut found = Vec::new();
    let ancestor = Regex::new(r"\bcrate::|(?:\bsuper::)+")?;
    for start in ancestor.find_iter(&code) {
        let from_root = start.as_str() == "crate::";
        if !from_root && start.as_str().matches("super").count() < depth(source) {
            continue;
        }
        let rest = code.get(start.end()..).unwrap_or_default();
        for name in first_names(rest) {
            let is_room = ROOMS.iter().any(|(room, _)| *room == name);
            if name == own || name == "self" || allowed.contains(&name) || !(from_root || is_room) {
                continue;
            }
            found.push(format!("{}:{}: {own} uses {name}", source.path, line(&code, start.start())));
        }
    }
    Ok(found)
}

/// The uses of libraries outside the room where they are at home.
fn libraries_abroad(source: &Source) -> Result<Vec<String>> {
    let Some(own) = room(source) else { return Ok(Vec::new()) };
    let code = code_only(&source.text);
    let path = Regex::new(r"\b([a-z_]+)(?:::|;)")?;
    let mut found = Vec::new();
    for name in path.captures_iter(&code).filter_map(|captures| captures.get(1)) {
        let home = AT_HOME.iter().find(|(library, _)| *library == name.as_str());
        if let Some((library, home)) = home.filter(|(_, home)| *home != own) {
            let line = line(&code, name.start());
            found.push(format!("{}:{line}: {library} is at home in {home}", source.path));
        }
    }
    Ok(found)
}

/// What a file of the pure core says and should not.
fn impurities(source: &Source) -> Result<Vec<String>> {
    let pure = room(source).is_some_and(|own| PURE.contains(&own));
    let names = ["tests", "fixture", "fixtures"];
    let is_test = source.path.split(['/', '.']).any(|part| names.contains(&part) || part.ends_with("_tests"));
    if !pure || is_test {
        return Ok(Vec::new());
    }
    let code = code_only(&source.text);
    // Tests stand at the end of a file.
    let outside_tests = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let impure = Regex::new(IMPURE)?;
    let found = impure.find_iter(outside_tests);
    Ok(found.map(|word| format!("{}:{}: {}", source.path, line(&code, word.start()), word.as_str())).collect())
}

/// What is wrong with a file as a whole.
fn shape(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    if !source.text.starts_with("//! ") {
        found.push(format!("{} does not say what it is for: it begins without `//!`", source.path));
    }
    let length = source.text.lines().count();
    if length > LONGEST_FILE && !MAY_BE_LONG.contains(&source.path.as_str()) {
        found.push(format!("{} has {length} lines; more than {LONGEST_FILE} are usually two ideas", source.path));
    }
    found
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

/// The room of a file: its folder in `src`, or its own name; `None` for the command line and the roots of the crate.
fn room(source: &Source) -> Option<&str> {
    let inside = source.path.strip_prefix("src/")?;
    let name = inside.split('/').next()?.trim_end_matches(".rs");
    (!["lib", "main", "command"].contains(&name)).then_some(name)
}

/// How many steps the module of a file is away from the root of the crate.
fn depth(source: &Source) -> usize {
    let steps = source.path.matches('/').count();
    if source.path.ends_with("/mod.rs") { steps - 1 } else { steps }
}

fn line(code: &str, offset: usize) -> usize {
    code.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The names that a path may go on with: one, or the first of each member of a group.
fn first_names(rest: &str) -> Vec<&str> {
    fn name(text: &str) -> &str {
        let text = text.trim_start();
        if text.starts_with('*') {
            return "*";
        }
        text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default()
    }
    let Some(group) = rest.trim_start().strip_prefix('{') else { return vec![name(rest)] };
    let mut members = Vec::new();
    let (mut open, mut start) = (0, 0);
    for (index, letter) in group.char_indices() {
        match letter {
            '{' => open += 1,
            ',' | '}' if open == 0 => {
                members.push(group.get(start..index).unwrap_or_default());
                start = index + 1;
                if letter == '}' {
                    break;
                }
            }
            '}' => open -= 1,
            _ => {}
        }
    }
    members.into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

/// A file without its comments and the content of its texts; lines stay where they are.
fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (skipped, kept) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), " ")
        } else if rest.starts_with("/*") {
            (comment_length(rest), " ")
        } else if let Some(length) = text_length(rest).filter(|_| !code.ends_with(is_word)) {
            (length, "\"\"")
        } else {
            code.push(letter);
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            continue;
        };
        let (gone, left) = rest.split_at_checked(skipped).unwrap_or((rest, ""));
        code.push_str(kept);
        code.extend(gone.chars().filter(|letter| *letter == '\n'));
        rest = left;
    }
    code
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn comment_length(rest: &str) -> usize {
    let mut open = 0;
    for (index, pair) in rest.as_bytes().windows(2).enumerate() {
        match pair {
            b"/*" => open += 1,
            b"*/" => open -= 1,
            _ => {}
        }
        if open == 0 && pair == b"*/" {
            return index + 2;
        }
    }
    rest.len()
}

/// The length of the text or letter that `rest` begins with, quotes included; `None` where it begins with neither.
fn text_length(rest: &str) -> Option<usize> {
    let prefix = rest.len() - rest.trim_start_matches(['b', 'r', 'c']).len();
    let body = rest.get(prefix..)?;
    if rest.get(..prefix)?.contains('r') {
        let hashes = body.len() - body.trim_start_matches('#').len();
        let content = body.get(hashes..)?.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        return content.find(&end).map(|at| prefix + hashes + 1 + at + end.len());
    }
    let quote = body.chars().next().filter(|letter| ['"', '\''].contains(letter))?;
    let mut letters = body.char_indices().skip(1).peekable();
    let mut seen = 0;
    while let Some((index, letter)) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if letter == quote {
            return Some(prefix + index + 1);
        }
        seen += 1;
        // A lifetime is no letter: it does not close.
        if quote == '\'' && seen == 1 && letter != '\\' && letters.peek().is_none_or(|(_, next)| *next != '\'') {
            return None;
        }
    }
    None
}
