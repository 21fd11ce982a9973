//! The interface's words: every language says the same, everything that is said is known, and nothing is left over.

mod sources;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use periplus::language::{Locales, SOURCE};
use regex::Regex;
use sources::{Source, files};

/// Keys that are put together at run time: how they begin, and what comes after.
const COMPOSED: &[(&str, &str)] = &[
    ("downloads-holds-", "whose answers the downloads hold"),
    ("downloads-", "a choice of whose answers the downloads hold"),
    ("carrying-left-", "why an answer does not come along"),
    ("section-", "the state of a section on the hub"),
    ("state-", "the state of a response or a round"),
    ("non-answer-", "the kind of a non-answer"),
    ("reason-", "the reason of a non-answer"),
    ("reconfirm-", "the reason for confirming an answer"),
    ("violation-", "what a validation found"),
    ("coordinator-state-", "how far a section of a department is"),
    ("country-", "the code of a country"),
    ("commission-", "the code of a geographical commission"),
    ("department-type-", "the type of a department"),
    ("role-", "the role of an account"),
    ("error-", "the kind of an error page"),
    ("language-", "the code of a language"),
    ("date-", "a part of a date"),
    ("month-", "the number of a month"),
    ("mail-state-", "the state of a mail"),
    ("mail-kind-", "the kind of a mail"),
    ("mail-notice-subject-", "the kind of a notice"),
    ("mail-notice-text-", "the kind of a notice"),
    ("mail-outcome-", "what came of an attempt to send a mail"),
    ("mail-stage-", "how far an attempt to send a mail had come"),
    ("bounce-source-", "who told of an address that does not work"),
    ("audit-", "the action of a record"),
    ("privacy-held-", "a kind of what is held on a person"),
    ("privacy-field-", "a column of what is held on a person"),
    ("privacy-kind-", "what is kept for a time of its own"),
    ("regional-rule-", "the rule of a question"),
    ("regional-double-", "what is done with two entries that may be one"),
    ("regional-clearance-", "how a region's answer was cleared"),
];

/// The messages of one language: its key, and what it is made of.
type Messages = BTreeMap<String, Message>;

#[derive(Debug, Default, PartialEq)]
struct Message {
    placeholders: BTreeSet<String>,
    /// Other messages that it contains.
    references: BTreeSet<String>,
}

#[test]
fn every_language_has_the_keys_and_placeholders_of_the_source() -> Result<()> {
    let languages = languages()?;
    let Some(source) = languages.get(SOURCE) else { anyhow::bail!("locales/{SOURCE} is missing") };
    let problems: Vec<String> = languages
        .iter()
        .flat_map(|(language, messages)| {
            differences(source, messages).into_iter().map(move |problem| format!("{language}: {problem}"))
        })
        .collect();
    ensure!(problems.is_empty(), "\n{}", problems.join("\n"));
    Ok(())
}

#[test]
fn the_program_reads_every_message() -> Result<()> {
    let locales = Locales::load()?;
    for (language, messages) in languages()? {
        for key in messages.keys().filter(|key| !key.starts_with('-')) {
            ensure!(locales.has(&language, key), "{language}: the program does not find {key}");
        }
    }
    Ok(())
}

#[test]
fn what_is_said_is_known_and_what_is_known_is_said() -> Result<()> {
    let (code, templates) = (files("src", "rs")?, files("templates", "hbs")?);
    let known = languages()?.remove(SOURCE).unwrap_or_default();
    let mut problems: Vec<String> = unknown(&known, &code, &templates)?;
    problems.extend(unused(&known, &code, &templates)?.into_iter().map(|key| format!("{key} is never said")));
    ensure!(problems.is_empty(), "\n{}", problems.join("\n"));
    Ok(())
}

#[test]
fn a_language_that_lacks_something_is_found() -> Result<()> {
    let source = messages("a = One\nb = { $n } of { $all }\nc = Three\n")?;
    for (text, expected) in [
        ("a = Un\nb = { $n } de { $all }\nc = Trois\n", &[] as &[&str]),
        ("a = Un\nb = { $all }, { $n }\nc = Trois\n", &[]),
        ("a = Un\nb = { $n } de { $all }\n", &["c is missing"]),
        ("a = Un\nb = { $n } de { $all }\nc = Trois\nd = Quatre\n", &["d is not in the source"]),
        (
            "a = Un\nb = { $n } de { $tous }\nc = Trois\n",
            &["b has the placeholders {\"n\", \"tous\"}, not {\"all\", \"n\"}"],
        ),
        ("a = Un { $n }\nb = { $n }, { $all }\nc = Trois\n", &["a has the placeholders {\"n\"}, not {}"]),
    ] {
        assert_eq!(differences(&source, &messages(text)?), expected, "{text}");
    }
    Ok(())
}

#[test]
fn messages_are_read_with_all_their_lines() -> Result<()> {
    let text = "# a = no message\n\nways = { $count ->\n    [one] One way to { $place }\n   *[other] Many { -brand }\n}\n\
                -brand = Name\nlong =\n    First { ways }\n\n    last { $end }\n";
    let read = messages(text)?;
    assert_eq!(read.keys().collect::<Vec<_>>(), ["-brand", "long", "ways"]);
    assert_eq!(read["ways"].placeholders, ["count", "place"].map(String::from).into());
    assert_eq!(read["ways"].references, ["-brand".to_owned()].into());
    assert_eq!(read["long"].placeholders, ["end".to_owned()].into());
    assert_eq!(read["long"].references, ["ways".to_owned()].into());
    assert!(messages("a = One\na = Two\n").is_err());
    Ok(())
}

#[test]
fn words_that_are_unknown_or_never_said_are_found() -> Result<()> {
    let known = messages("in-code = a\nin-template = b { part }\npart = c\nstate-open = d\nlost = e\nlost-ends = f\n")?;
    let file = |text: &str| vec![Source { path: "x".to_owned(), text: text.to_owned() }];
    let code = file(
        "fn f() { locales.text(language, \"in-code\", &[]); say(\"typo\"); text(format!(\"state-{state}\"));\n\
         page.text(\n    \"split-typo\",\n); text(&format!(\"odd-{x}\")) }",
    );
    let templates =
        file("<p>{{t \"in-template\" n=1}} {{~t 'wrong'}} {{> a label=(t \"worse\")}} {{ts \"not-a-key\"}}</p>");
    assert_eq!(
        unknown(&known, &code, &templates)?,
        ["x says split-typo", "x says typo", "x says worse", "x says wrong", "x puts odd-… together"]
    );
    assert_eq!(unused(&known, &code, &templates)?, ["lost", "lost-ends"]);
    assert_eq!(unused(&known, &file("\"lost\""), &templates)?, ["in-code", "lost-ends", "state-open"]);
    Ok(())
}

/// The messages of each folder of `locales/`.
fn languages() -> Result<BTreeMap<String, Messages>> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for file in files("locales", "ftl")? {
        let language = file.path.split('/').nth(1).unwrap_or_default().to_owned();
        let text = texts.entry(language).or_default();
        text.push_str(&file.text);
        text.push('\n');
    }
    texts.into_iter().map(|(language, text)| Ok((language, messages(&text)?))).collect()
}

/// Reads Fluent as far as it matters here: a message begins at the start of a line and goes on over indented lines,
/// blank ones and closing braces.
fn messages(text: &str) -> Result<Messages> {
    let head = Regex::new(r"^(-?[A-Za-z][\w-]*)\s*=(.*)$")?;
    let placeholder = Regex::new(r"\$([A-Za-z][\w-]*)")?;
    let reference = Regex::new(r"\{\s*(-?[A-Za-z][\w-]*)\s*\}")?;
    let mut found = Messages::new();
    let mut current = None;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut part = line;
        if let Some(captures) = head.captures(line) {
            let [key, rest] = captures.extract::<2>().1;
            ensure!(!found.contains_key(key), "{key} is defined twice");
            current = Some(key.to_owned());
            part = rest;
        }
        let Some(key) = &current else { continue };
        let message = found.entry(key.clone()).or_default();
        let names = |pattern: &Regex| -> Vec<String> {
            pattern.captures_iter(part).map(|captures| captures.extract::<1>().1.concat()).collect()
        };
        message.placeholders.extend(names(&placeholder));
        message.references.extend(names(&reference));
    }
    Ok(found)
}

/// How the messages of a language differ from those of the source.
fn differences(source: &Messages, own: &Messages) -> Vec<String> {
    let missing = source.keys().filter(|key| !own.contains_key(*key)).map(|key| format!("{key} is missing"));
    let changed = own.iter().filter_map(|(key, message)| match source.get(key) {
        None => Some(format!("{key} is not in the source")),
        Some(source) if source.placeholders != message.placeholders => {
            Some(format!("{key} has the placeholders {:?}, not {:?}", message.placeholders, source.placeholders))
        }
        Some(_) => None,
    });
    missing.chain(changed).collect()
}

/// What code and templates say and no message answers to: by file and key, then the ways of putting keys together that
/// the table lacks.
fn unknown(known: &Messages, code: &[Source], templates: &[Source]) -> Result<Vec<String>> {
    let in_code = Regex::new(r#"\b(?:say|\.text)\(\s*"([^"{}]+)"|\.text\(\s*[^"(){};]*?,\s*"([^"{}]+)""#)?;
    let in_template = Regex::new(r#"(?:\{\{~?\s*|\(\s*)t\s+["']([^"']+)["']"#)?;
    let put_together = Regex::new(
        r#"(?:\bsay|\btext)\(\s*(?:[^"(){};]*?,\s*)?&?format!\(\s*"([^"{}]*)\{|\(\s*t\s+\(concat\s+"([^"]*)"|\{\{~?\s*t\s+\(concat\s+"([^"]*)""#,
    )?;
    let (mut says, mut puts) = (BTreeSet::new(), BTreeSet::new());
    for (sources, pattern) in [(code, &in_code), (templates, &in_template)] {
        for source in sources {
            for key in groups(pattern, &source.text).filter(|key| !known.contains_key(*key)) {
                says.insert(format!("{} says {key}", source.path));
            }
            for start in groups(&put_together, &source.text) {
                if !COMPOSED.iter().any(|(prefix, _)| start.starts_with(prefix)) {
                    puts.insert(format!("{} puts {start}… together", source.path));
                }
            }
        }
    }
    Ok(says.into_iter().chain(puts).collect())
}

/// The keys that stand in quotes nowhere, are part of no message that is said, and cannot be put together.
fn unused(known: &Messages, code: &[Source], templates: &[Source]) -> Result<Vec<String>> {
    let quoted = Regex::new(r#"["']([a-z][\w-]*)(["'{])"#)?;
    let mut said = BTreeSet::new();
    let mut starts = BTreeSet::new();
    for source in code.iter().chain(templates) {
        for captures in quoted.captures_iter(&source.text) {
            let [word, end] = captures.extract::<2>().1;
            said.insert(word.to_owned());
            if end == "{" || word.ends_with('-') {
                starts.insert(word.to_owned());
            }
        }
    }
    let composed = |key: &str| COMPOSED.iter().any(|(prefix, _)| key.starts_with(prefix) && starts.contains(*prefix));
    let mut used: BTreeSet<&str> =
        known.keys().map(String::as_str).filter(|key| said.contains(*key) || composed(key)).collect();
    let mut waiting: Vec<&str> = used.iter().copied().collect();
    while let Some(message) = waiting.pop().and_then(|key| known.get(key)) {
        waiting.extend(message.references.iter().map(String::as_str).filter(|key| used.insert(key)));
    }
    Ok(known.keys().filter(|key| !used.contains(key.as_str())).cloned().collect())
}

/// What any group of a pattern finds.
fn groups<'a>(pattern: &'a Regex, text: &'a str) -> impl Iterator<Item = &'a str> {
    pattern
        .captures_iter(text)
        .filter_map(|captures| captures.iter().skip(1).flatten().next().map(|found| found.as_str()))
}
